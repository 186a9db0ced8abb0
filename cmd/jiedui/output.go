package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// output is where a command writes: a stream, or a file that appears under its
// name only when it is whole.
type output struct {
	io.Writer
	f    *os.File // nil for a stream
	temp string   // the file's name until commit; "" where it is written directly
	path string
}

// openOutput opens path for writing, or the stream where path is "" or "-". A
// regular file is written under a hidden name in the same folder and renamed
// by commit; devices and pipes are written directly. private keeps a new file
// from being read by others.
func openOutput(path string, stream io.Writer, private bool) (*output, error) {
	if path == "" || path == "-" {
		return &output{Writer: stream}, nil
	}
	mode := fs.FileMode(0o666)
	if private {
		mode = 0o600
	}
	old, err := os.Stat(path)
	switch {
	case err == nil && old.IsDir():
		return nil, outputError(path, errors.New("it is a folder"))
	case err == nil && !old.Mode().IsRegular():
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err != nil {
			return nil, outputError(path, err)
		}
		return &output{Writer: f, f: f, path: path}, nil
	case err == nil:
		// A link stays a link: the file that it leads to is replaced.
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return nil, outputError(path, err)
		}
	}
	var f *os.File
	var temp string
	for i := range 100 { // what a run that was killed has left is not in the way
		temp = filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d-%d.part", filepath.Base(path), os.Getpid(), i))
		f, err = os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, mode)
		if !errors.Is(err, fs.ErrExist) {
			break
		}
	}
	if err != nil {
		return nil, outputError(path, err)
	}
	if old != nil && !private {
		if err := f.Chmod(old.Mode().Perm()); err != nil {
			f.Close()
			os.Remove(temp)
			return nil, outputError(path, err)
		}
	}
	return &output{Writer: f, f: f, temp: temp, path: path}, nil
}

// commit makes the output appear under its name.
func (o *output) commit() error {
	if o.f == nil {
		return nil
	}
	if o.temp == "" {
		if err := o.f.Close(); err != nil {
			return outputError(o.path, err)
		}
		return nil
	}
	err := o.f.Sync()
	if cerr := o.f.Close(); err == nil {
		err = cerr
	}
	if err == nil {
		err = os.Rename(o.temp, o.path)
	}
	if err != nil {
		os.Remove(o.temp)
		return outputError(o.path, err)
	}
	o.f = nil
	return nil
}

// abort removes what was written; after commit it does nothing.
func (o *output) abort() {
	if o.f == nil {
		return
	}
	o.f.Close()
	if o.temp != "" {
		os.Remove(o.temp)
	}
	o.f = nil
}

func outputError(path string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	return &hinted{fmt.Errorf("output %q cannot be written: %w", path, err),
		"name a file in a folder that you may write to, on a disk with room"}
}

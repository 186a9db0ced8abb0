package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"jiedui/schema/export"
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

// place is where a command makes a file or a folder itself, under a hidden name
// beside the one under which it appears when it is whole.
type place struct {
	path, temp string
	folder     bool
	done       bool
}

// openPlace finds a name beside path under which to make a file or a folder. A
// folder that is there must be empty or hold nothing but an earlier export.
func openPlace(path string, folder bool) (*place, error) {
	path = filepath.Clean(path)
	old, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return nil, outputError(path, err)
	case folder && !old.IsDir():
		return nil, outputError(path, errors.New("it is no folder"))
	case folder:
		if name, err := notExported(path); err != nil {
			return nil, outputError(path, err)
		} else if name != "" {
			return nil, &hinted{fmt.Errorf("the folder %q holds %s, which is of no export", path, name), "name a folder that does not exist, or an empty one"}
		}
	case old.IsDir():
		return nil, outputError(path, errors.New("it is a folder"))
	case !old.Mode().IsRegular():
		return nil, outputError(path, errors.New("it is no regular file"))
	}
	if old != nil {
		if path, err = filepath.EvalSymlinks(path); err != nil {
			return nil, outputError(path, err)
		}
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil {
		return nil, outputError(path, err)
	} else if !info.IsDir() {
		return nil, outputError(path, errors.New("what it lies in is no folder"))
	}
	for i := range 100 { // what a run that was killed has left is not in the way
		temp := filepath.Join(filepath.Dir(path), fmt.Sprintf(".%s.%d-%d.part", filepath.Base(path), os.Getpid(), i))
		if _, err := os.Lstat(temp); errors.Is(err, fs.ErrNotExist) {
			return &place{path: path, temp: temp, folder: folder}, nil
		}
	}
	return nil, outputError(path, fs.ErrExist)
}

// notExported names something in a folder that no export makes, or nothing.
func notExported(dir string) (string, error) {
	list, err := os.ReadDir(dir)
	if err != nil {
		return "", err
	}
	for _, e := range list {
		if !e.Type().IsRegular() || !export.Makes(e.Name()) {
			return e.Name(), nil
		}
	}
	return "", nil
}

// commit makes what was made appear under its name.
func (p *place) commit() error {
	err := syncAll(p.temp)
	if err == nil && p.folder {
		err = os.Remove(p.path) // goes when it is empty
		if err == nil || errors.Is(err, fs.ErrNotExist) {
			err = os.Rename(p.temp, p.path)
		} else { // what is there stays until the new one can take its name
			old := p.temp + ".old"
			if err = os.Rename(p.path, old); err == nil {
				if err = os.Rename(p.temp, p.path); err != nil {
					err = errors.Join(err, os.Rename(old, p.path))
				} else {
					os.RemoveAll(old)
				}
			}
		}
	} else if err == nil {
		err = os.Rename(p.temp, p.path)
	}
	if err != nil {
		p.abort()
		return outputError(p.path, err)
	}
	p.done = true
	return nil
}

// abort removes what was made; after commit it does nothing.
func (p *place) abort() {
	if !p.done {
		os.RemoveAll(p.temp)
		p.done = true
	}
}

// syncAll brings a file, or the files of a folder, to the disk.
func syncAll(path string) error {
	return filepath.WalkDir(path, func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		f, err := os.Open(name)
		if err != nil {
			return err
		}
		return errors.Join(f.Sync(), f.Close())
	})
}

// errNoFolder says why something cannot be made in a folder.
var errNoFolder = errors.New("its folder does not exist")

func outputError(path string, err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		err = pe.Err
	}
	if errors.Is(err, fs.ErrNotExist) {
		if _, serr := os.Stat(filepath.Dir(path)); errors.Is(serr, fs.ErrNotExist) {
			return &hinted{fmt.Errorf("output %q cannot be written: %w", path, errNoFolder), "make the folder, or name another place"}
		}
	}
	return &hinted{fmt.Errorf("output %q cannot be written: %w", path, err),
		"name a file in a folder that you may write to, on a disk with room"}
}

// writeJSON writes v to w as JSON that a person reads, too: indented, and with <,
// > and & as they are.
func writeJSON(w io.Writer, v any) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	return enc.Encode(v)
}

package export

import (
	"archive/zip"
	"errors"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// waiting writes to a temporary place and brings it to a stream when it is
// closed: a file as it is, a folder as a zip archive of it.
type waiting struct {
	Writer
	to   io.Writer
	dir  string // of the temporary place; "": gone
	path string // in dir
	err  error
}

func newWaiting(f Format, w io.Writer, opt Options) (Writer, error) {
	dir, err := os.MkdirTemp(opt.Temp, "jiedui-")
	if err != nil {
		return nil, err
	}
	path := filepath.Join(dir, f.Name)
	inner, err := Create(f.Name, path, opt)
	if err != nil {
		os.RemoveAll(dir)
		return nil, err
	}
	return &waiting{Writer: inner, to: w, dir: dir, path: path}, nil
}

func (w *waiting) Close() error {
	if w.dir == "" {
		return w.err
	}
	if w.err = w.Writer.Close(); w.err == nil {
		w.err = w.deliver()
	}
	w.discard() // of a writer that is closed only its place
	return w.err
}

func (w *waiting) discard() {
	if w.dir != "" {
		Discard(w.Writer)
		os.RemoveAll(w.dir)
		w.dir = ""
	}
}

func (w *waiting) deliver() error {
	info, err := os.Stat(w.path)
	if err != nil {
		return err
	}
	if !info.IsDir() {
		return copyFile(w.to, w.path)
	}
	z := zip.NewWriter(w.to)
	// In the order of the names, without times: equal folders give equal archives.
	err = fs.WalkDir(os.DirFS(w.path), ".", func(name string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		head := &zip.FileHeader{Name: name, Method: zip.Deflate}
		if filepath.Ext(name) == ".parquet" {
			head.Method = zip.Store // packed already
		}
		to, err := z.CreateHeader(head)
		if err != nil {
			return err
		}
		return copyFile(to, filepath.Join(w.path, filepath.FromSlash(name)))
	})
	return errors.Join(err, z.Close())
}

func copyFile(w io.Writer, path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = io.Copy(w, f)
	return err
}

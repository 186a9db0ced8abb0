package main

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/schema/export"
)

// What "jiedui text" prints is the text that the dataset quotes: every quote is
// found at its place, for each way to show phone numbers.
func TestTextIsQuoted(t *testing.T) {
	pages := 0
	err := filepath.WalkDir(filepath.Join("..", "..", "samples"), func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		body, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		page := corpus.Page{Name: e.Name(), URI: path, Body: body}
		docs, err := jiedui.Process(t.Context(), page, jiedui.Options{})
		if err != nil {
			return err
		}
		plain, err := jiedui.ReadText(t.Context(), page, jiedui.Options{})
		if err != nil {
			return err
		}
		pages++
		for _, phones := range []export.Phones{export.Masked, export.Full, export.None} {
			text := []rune(maskText(plain, phones))
			for i := range docs {
				doc := export.Mask(&docs[i], phones)
				schema.WalkEvidence(doc, func(at schema.Path, ev *schema.Evidence) {
					if got := string(text[ev.Start:ev.End]); got != ev.Quote {
						t.Errorf("%s, phones %s, %s: the text has %q, the quote is %q", path, phones, at, got, ev.Quote)
					}
				})
			}
		}
		return nil
	})
	if err != nil || pages < 8 {
		t.Errorf("%d pages, error %v", pages, err)
	}
}

func TestOpenMessage(t *testing.T) {
	folder(t)
	for _, c := range []struct {
		path string
		err  error
		want string
	}{
		{"x", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrPermission}, "it may not be read; change its permissions"},
		{"x", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}, "it does not exist; check the path"},
		{"gopher://x", &fs.PathError{Op: "open", Path: "x", Err: fs.ErrNotExist}, "neither a path nor an http"},
		{"x", &fs.PathError{Op: "read", Path: "x", Err: errors.New("input/output error")}, "it cannot be read (input/output error)"},
	} {
		if got := openMessage(c.path, c.err); !strings.Contains(got, c.want) {
			t.Errorf("%s, %v: %q", c.path, c.err, got)
		}
	}
}

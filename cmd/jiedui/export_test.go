package main

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"jiedui"
	"jiedui/corpus"
	"jiedui/schema/export"
)

// TestBytesAndTerminal: what is no text does not go to a terminal.
func TestBytesAndTerminal(t *testing.T) {
	for _, f := range export.All() {
		for _, tty := range []bool{true, false} {
			e := newEnv()
			var out, errs bytes.Buffer
			e.streams.in, e.streams.out, e.streams.err, e.streams.outTTY = strings.NewReader("结对"), &out, &errs, tty
			code := run(context.Background(), e, []string{"export", "--quiet", "--format", f.Name, "-"})
			switch {
			case tty && !f.Text && (code != 2 || out.Len() > 0 || !strings.Contains(errs.String(), f.Name+" is nothing for a terminal")):
				t.Errorf("%s, a terminal: code %d, %d bytes, %s", f.Name, code, out.Len(), &errs)
			case (!tty || f.Text) && (code != 0 || out.Len() == 0):
				t.Errorf("%s, a pipe: code %d, %d bytes, %s", f.Name, code, out.Len(), &errs)
			}
		}
	}
}

// endless is a jsonl dataset without an end.
type endless struct {
	line []byte
	at   int
	left int // lines, before stop is called
	stop func()
}

func (r *endless) Read(p []byte) (int, error) {
	n := copy(p, r.line[r.at:])
	if r.at += n; r.at == len(r.line) {
		r.at = 0
		if r.left--; r.left == 0 {
			r.stop()
		}
	}
	return n, nil
}

// TestExportInterrupted: an export that is interrupted leaves nothing behind and
// what was there as it was.
func TestExportInterrupted(t *testing.T) {
	docs, err := jiedui.Process(context.Background(), corpus.Page{Name: "a", URI: "a", Identity: "a", Body: []byte("云岭县结对帮扶名单")}, jiedui.Options{})
	if err != nil {
		t.Fatal(err)
	}
	line, err := json.Marshal(docs[0])
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range export.All() {
		dir := t.TempDir()
		out := filepath.Join(dir, "out"+f.Ending)
		if !f.Folder {
			if err := os.WriteFile(out, []byte("old"), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		e := newEnv()
		var errs bytes.Buffer
		ctx, stop := context.WithCancel(context.Background())
		e.streams.in, e.streams.out, e.streams.err = &endless{line: append(line, '\n'), left: 200, stop: stop}, &errs, &errs
		if code := run(ctx, e, []string{"export", "--quiet", "--format", f.Name, "-o", out, "-"}); code != 130 {
			t.Errorf("%s: code %d, %s", f.Name, code, &errs)
		}
		stop()
		left, err := os.ReadDir(dir)
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range left {
			b, _ := os.ReadFile(out)
			if f.Folder || e.Name() != filepath.Base(out) || string(b) != "old" {
				t.Errorf("%s leaves %s, %.20q", f.Name, e.Name(), b)
			}
		}
	}
}

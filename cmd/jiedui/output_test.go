package main

import (
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func write(t *testing.T, path string, private bool) *output {
	t.Helper()
	o, err := openOutput(path, io.Discard, private)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(o, "new"); err != nil {
		t.Fatal(err)
	}
	return o
}

func content(t *testing.T, path string) string {
	t.Helper()
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// Until commit the old file stands; after abort nothing is left.
func TestOutputAtomic(t *testing.T) {
	folder(t, "old.json: old")
	o := write(t, "old.json", false)
	if content(t, "old.json") != "old" {
		t.Error("the old file changed before commit")
	}
	o.abort()
	o = write(t, "old.json", false)
	if err := o.commit(); err != nil || content(t, "old.json") != "new" {
		t.Errorf("commit: %v, %q", err, content(t, "old.json"))
	}
	o.abort() // after commit: nothing
	if content(t, "old.json") != "new" {
		t.Error("abort after commit undid it")
	}
	write(t, "fresh.json", false).abort()
	entries, err := os.ReadDir(".")
	if err != nil || len(entries) != 1 {
		t.Errorf("files left: %v, %v", entries, err)
	}
}

func TestOutputMode(t *testing.T) {
	folder(t, "old.json: old")
	if err := os.Chmod("old.json", 0o640); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		path    string
		private bool
		want    fs.FileMode
	}{{"old.json", false, 0o640}, {"old.json", true, 0o600}, {"fresh.json", true, 0o600}} {
		if err := write(t, c.path, c.private).commit(); err != nil {
			t.Fatal(err)
		}
		if info, err := os.Stat(c.path); err != nil || info.Mode().Perm() != c.want {
			t.Errorf("%s, private %v: mode %v, %v, want %v", c.path, c.private, info.Mode(), err, c.want)
		}
	}
}

// A link stays a link and its target is replaced.
func TestOutputLink(t *testing.T) {
	folder(t, "there/old.json: old")
	if err := os.Symlink(filepath.Join("there", "old.json"), "link.json"); err != nil {
		t.Skip(err)
	}
	if err := write(t, "link.json", false).commit(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Lstat("link.json"); err != nil || info.Mode()&fs.ModeSymlink == 0 || content(t, "there/old.json") != "new" {
		t.Errorf("%v, %v, %q", info, err, content(t, "there/old.json"))
	}
}

func TestOutputDirect(t *testing.T) {
	if _, err := os.Stat(os.DevNull); err != nil {
		t.Skip(err)
	}
	if err := write(t, os.DevNull, false).commit(); err != nil {
		t.Error(err)
	}
	var b strings.Builder
	o, err := openOutput("-", &b, false)
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(o, "x")
	if err := o.commit(); err != nil || b.String() != "x" {
		t.Errorf("%v, %q", err, b.String())
	}
}

func TestOutputRefused(t *testing.T) {
	folder(t, "dir/x: x")
	for _, path := range []string{"dir", "missing/out.json", "dir/x/out.json"} {
		_, err := openOutput(path, io.Discard, false)
		if err == nil || !strings.Contains(err.Error(), "cannot be written") || hintOf(err) == "" {
			t.Errorf("%s: %v", path, err)
		}
	}
}

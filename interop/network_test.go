package interop

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"jiedui"
	"jiedui/schema/export"
)

// TestNetwork lets networkx read the network of the sample pages and compare it
// with their dataset (testdata/network.py).
func TestNetwork(t *testing.T) {
	python := os.Getenv("NETWORKX_PYTHON")
	if python == "" {
		t.Skip("NETWORKX_PYTHON names no Python that has networkx")
	}
	dir, args := t.TempDir(), []string{"testdata/network.py"}
	var writers []export.Writer
	for _, format := range []string{"json", "graphml", "gexf"} {
		name := filepath.Join(dir, "samples."+format)
		f, err := os.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		w, err := export.New(format, f, export.Options{Generator: jiedui.Generator()})
		if err != nil {
			t.Fatal(err)
		}
		writers, args = append(writers, w), append(args, name)
	}
	docs := samples(t)
	for _, w := range writers {
		for i := range docs {
			if err := w.Document(&docs[i]); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
	}
	out, err := exec.Command(python, args...).CombinedOutput()
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}

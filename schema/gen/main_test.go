package main

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the schema's file")

// TestDrift holds the embedded schema to the types it is made from.
func TestDrift(t *testing.T) {
	const dir = ".."
	if *update {
		if err := write(dir); err != nil {
			t.Fatal(err)
		}
	}
	for _, f := range files {
		want, err := f.make(dir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := os.ReadFile(filepath.Join(dir, f.name))
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(got, want) {
			t.Errorf("%s is not what the types say: run go generate ./schema", f.name)
		}
	}
}

// TestEveryFieldIsDescribed holds every property to a description of its own or
// of its type.
func TestEveryFieldIsDescribed(t *testing.T) {
	for _, f := range files {
		b, err := f.make("..")
		if err != nil {
			t.Fatal(err)
		}
		described(t, f.name, b)
	}
}

func described(t *testing.T, file string, b []byte) {
	t.Helper()
	type node struct {
		Ref         string          `json:"$ref"`
		Description string          `json:"description"`
		Properties  map[string]node `json:"properties"`
		Defs        map[string]node `json:"$defs"`
	}
	var root node
	if err := json.Unmarshal(b, &root); err != nil {
		t.Fatal(err)
	}
	all := map[string]node{file: root}
	for name, d := range root.Defs {
		all[name] = d
	}
	if len(all) < 7 {
		t.Errorf("only %d types", len(all))
	}
	for name, d := range all {
		if d.Description == "" {
			t.Errorf("%s has no description", name)
		}
		for key, p := range d.Properties {
			if p.Description == "" && (p.Ref == "" || p.Ref == "#/$defs/Value") {
				t.Errorf("%s.%s has no description", name, key)
			}
		}
	}
}

package export

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
)

var update = flag.Bool("update", false, "rewrite the golden files")

var generator = schema.Generator{Name: "jiedui", Version: "0.0.0", Rules: "0", Lexicon: "0"}

// export writes the documents and one failure in the named format.
func export(t testing.TB, format string, phones Phones, docs ...*schema.Document) []byte {
	t.Helper()
	var b bytes.Buffer
	w, err := New(format, &b, Options{Generator: generator, Phones: phones})
	if err != nil {
		t.Fatal(err)
	}
	if err := w.Failure(schema.Failure{Input: "notices/<leer>.txt", Code: schema.CodeEmpty, Message: "the input is empty & gives nothing"}); err != nil {
		t.Fatal(err)
	}
	for _, doc := range docs {
		if err := w.Document(doc); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestGolden(t *testing.T) {
	for _, format := range Formats() {
		for _, phones := range []Phones{Masked, Full, None} {
			name := filepath.Join("testdata", "sample."+string(phones)+"."+format)
			t.Run(filepath.Base(name), func(t *testing.T) {
				got := export(t, format, phones, sample.Document())
				if *update {
					if err := os.WriteFile(name, got, 0o644); err != nil {
						t.Fatal(err)
					}
				}
				want, err := os.ReadFile(name)
				if err != nil {
					t.Fatal(err)
				}
				if !bytes.Equal(got, want) {
					t.Errorf("differs from %s (-update rewrites it):\n%s", name, got)
				}
			})
		}
	}
}

// TestList holds the list of formats to the files of the folder.
func TestList(t *testing.T) {
	for _, f := range All() {
		name := f.Name
		if _, err := os.Stat(name + ".go"); err != nil {
			t.Errorf("format %q has no file of its own: %v", name, err)
		}
	}
	files, err := filepath.Glob("*.go")
	if err != nil {
		t.Fatal(err)
	}
	other := map[string]bool{"export.go": true, "mask.go": true, "findings.go": true, "hits.go": true, "rows.go": true, "waiting.go": true, "card.go": true, "network.go": true, "sorter.go": true}
	for _, file := range files {
		name := file[:len(file)-len(".go")]
		if other[file] || len(name) > 5 && name[len(name)-5:] == "_test" {
			continue
		}
		if _, err := Lookup(name); err != nil {
			t.Errorf("%s is not in the list: %v", file, err)
		}
	}
}

func TestJSONReadsBack(t *testing.T) {
	doc := sample.Document()
	for _, format := range []string{"json", "jsonl"} {
		b := export(t, format, Full, doc, doc)
		var set schema.Dataset
		if format == "json" {
			if err := json.Unmarshal(b, &set); err != nil {
				t.Fatal(err)
			}
			if set.SchemaVersion != schema.Version || set.Generator != generator || len(set.Failures) != 1 {
				t.Errorf("head: %+v", set)
			}
		} else {
			for _, line := range bytes.Split(bytes.TrimSuffix(b, []byte("\n")), []byte("\n")) {
				var d schema.Document
				if err := json.Unmarshal(line, &d); err != nil {
					t.Fatal(err)
				}
				set.Documents = append(set.Documents, d)
			}
		}
		if len(set.Documents) != 2 {
			t.Fatalf("%s: %d documents", format, len(set.Documents))
		}
		back := &set.Documents[1]
		back.Name, back.Line, back.Private = doc.Name, doc.Line, doc.Private // not written
		if again := export(t, format, Full, back, back); !bytes.Equal(again, b) {
			t.Errorf("%s: what was read back is written differently", format)
		}
	}
}

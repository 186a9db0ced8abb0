package jiedui_test

import (
	"bytes"
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"sort"
	"strconv"
	"strings"
	"testing"

	"jiedui"
	"jiedui/corpus"
	"jiedui/samples"
	"jiedui/samples/variants"
	"jiedui/schema"
	"jiedui/schema/export"
)

// page makes a page of bytes as the command line would.
func page(file string, body []byte) corpus.Page {
	base := filepath.Base(file)
	return corpus.Page{Name: strings.TrimSuffix(base, filepath.Ext(base)), URI: base, Identity: base, Body: body}
}

func process(t testing.TB, p corpus.Page) []schema.Document {
	t.Helper()
	docs, err := jiedui.Process(context.Background(), p, jiedui.Options{})
	if err != nil {
		t.Fatalf("%s: %v", p.URI, err)
	}
	return docs
}

// checkLaws holds every value of the page's documents to the laws of evidence.
func checkLaws(t *testing.T, p corpus.Page) {
	t.Helper()
	read, err := jiedui.ReadText(context.Background(), p, jiedui.Options{})
	if err != nil {
		t.Fatalf("%s: %v", p.URI, err)
	}
	docs := process(t, p)
	if len(docs) == 0 {
		t.Errorf("%s: no document", p.URI)
	}
	for i := range docs {
		for _, problem := range schema.Check(&docs[i], read, jiedui.Fold(docs[i].Source)) {
			t.Errorf("%s: %s", p.URI, problem)
		}
		schema.Walk(&docs[i], func(path schema.Path, node any) {
			var code string
			switch n := node.(type) {
			case *schema.Value:
				code = n.Derived
			case *schema.Number:
				code = n.Derived
			case *schema.When:
				code = n.Derived
			}
			if _, known := schema.DerivationOf(code); code != "" && !known {
				t.Errorf("%s: %s: the rule %q is not in schema.Derivations", p.URI, path, code)
			}
		})
	}
}

// samplePages returns the shipped pages and all variants of the base pages.
func samplePages(t testing.TB) []corpus.Page {
	t.Helper()
	var out []corpus.Page
	for _, s := range samples.Pages {
		b, err := samples.FS.ReadFile(s.File)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, page(s.File, b))
	}
	vs, err := variants.All()
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range vs {
		out = append(out, page(v.Name(), v.Body))
	}
	return out
}

// The quote proves the place, and the place proves the value, for every value
// of every page that is shipped.
func TestEvidenceLaws(t *testing.T) {
	for _, p := range samplePages(t) {
		checkLaws(t, p)
	}
}

// Every rule of schema.Derivations is one that the extractors have.
func TestDerivationsAreThoseOfTheExtractors(t *testing.T) {
	var source strings.Builder
	for _, pattern := range []string{"extract/*.go", "extract/*/*.go"} {
		files, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range files {
			b, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			if !strings.HasSuffix(f, "_test.go") {
				source.Write(b)
			}
		}
	}
	for _, d := range schema.Derivations {
		code := d.Code
		if status, ok := strings.CutSuffix(code, "-words"); ok && (status == schema.StatusEnded || status == schema.StatusPlanned) {
			code = "-words" // put together from the status
		}
		if !strings.Contains(source.String(), strconv.Quote(code)) {
			t.Errorf("no extractor has the rule %q", d.Code)
		}
		if d.English == "" || d.Chinese == "" {
			t.Errorf("%q is not described in both languages", d.Code)
		}
	}
}

// The same holds for the real pages that developers keep beside a checkout;
// they are not part of the project.
func TestEvidenceLawsOnRealPages(t *testing.T) {
	files, _ := filepath.Glob("../shared/seeds/*")
	if len(files) == 0 {
		t.Skip("no real pages beside this checkout")
	}
	for _, f := range files {
		b, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		checkLaws(t, page(f, b))
	}
}

// What is written validates against the schema that is printed, in every mode
// of masking.
func TestOutputValidates(t *testing.T) {
	for _, mode := range []export.Phones{export.Masked, export.Full, export.None} {
		var out bytes.Buffer
		w, err := export.New("json", &out, export.Options{Generator: jiedui.Generator(), Phones: mode})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range samplePages(t) {
			for _, d := range process(t, p) {
				if err := w.Document(&d); err != nil {
					t.Fatal(err)
				}
			}
		}
		if err := w.Failure(schema.Failure{Input: "x", Code: schema.CodeEmpty, Message: "m"}); err != nil {
			t.Fatal(err)
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		problems, err := schema.Validate(bytes.NewReader(out.Bytes()), nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range problems {
			t.Errorf("%s: %s", mode, p)
		}
	}
}

// facts returns the facts of a page as sets of lines by type, ids and
// everything that depends on the page's name left out.
func facts(t testing.TB, p corpus.Page) map[string]bool {
	t.Helper()
	var out bytes.Buffer
	w, err := export.New("facts", &out, export.Options{Generator: jiedui.Generator(), Phones: export.Full})
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range process(t, p) {
		if err := w.Document(&d); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	set := map[string]bool{}
	for line := range strings.Lines(out.String()) {
		var f map[string]any
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatalf("%s: %v in %s", p.URI, err, line)
		}
		for _, k := range []string{"doc", "id", "line", "starts"} {
			delete(f, k)
		}
		b, _ := json.Marshal(f)
		set[string(b)] = true
	}
	return set
}

// A page says the same whatever script and charset it is served in, and
// whether it is HTML or a text dump.
func TestVariantsGiveTheSameFacts(t *testing.T) {
	vs, err := variants.All()
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]bool{}
	name := map[string]string{}
	for _, v := range vs {
		got := facts(t, page(v.Name(), v.Body))
		if want[v.Base] == nil {
			want[v.Base], name[v.Base] = got, v.Name()
			if len(got) < 10 {
				t.Errorf("%s gives only %d facts", v.Name(), len(got))
			}
			continue
		}
		for _, d := range difference(want[v.Base], got) {
			t.Errorf("%s against %s: %s", v.Name(), name[v.Base], d)
		}
	}
}

func difference(a, b map[string]bool) []string {
	var out []string
	for f := range a {
		if !b[f] {
			out = append(out, "- "+f)
		}
	}
	for f := range b {
		if !a[f] {
			out = append(out, "+ "+f)
		}
	}
	sort.Strings(out)
	return out
}

// Ids do not depend on what stands around a page, and a page that is read
// again gets the same ones.
func TestSameInputSameBytes(t *testing.T) {
	write := func(p corpus.Page) string {
		var out bytes.Buffer
		w, _ := export.New("json", &out, export.Options{Generator: jiedui.Generator()})
		for _, d := range process(t, p) {
			if err := w.Document(&d); err != nil {
				t.Fatal(err)
			}
		}
		w.Close()
		return out.String()
	}
	for _, p := range samplePages(t)[:12] {
		first, second := write(p), write(p)
		if first != second {
			t.Errorf("%s: two readings differ", p.URI)
		}
	}
}

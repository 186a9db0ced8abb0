package jiedui_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"jiedui"
	"jiedui/corpus"
	"jiedui/samples"
	"jiedui/schema"
	"jiedui/schema/export"
)

// Stories of findings: internal/check/testdata has a file for each code. Its
// comment says what the code is about; each raises… (.txt or .html) is a page that
// raises it, and want are all findings about these pages; each near… is a page
// that looks much like one of them and must not raise the code. In a file named ….esc.…
// \xHH stands for a byte and {N text} for N times text; the file max-size holds
// the limit of the reading.
func TestFindingStories(t *testing.T) {
	files, err := filepath.Glob("internal/check/testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatalf("no stories found: %v", err)
	}
	for _, file := range files {
		code := strings.TrimSuffix(filepath.Base(file), ".txtar")
		t.Run(code, func(t *testing.T) {
			ar, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if len(strings.TrimSpace(string(ar.Comment))) == 0 {
				t.Error("the story has no comment")
			}
			var opt jiedui.Options
			want, raises, near := -1, 0, 0
			for i, f := range ar.Files {
				switch f.Name {
				case "want":
					want = i
				case "max-size":
					if opt.MaxSize, err = strconv.ParseInt(strings.TrimSpace(string(f.Data)), 10, 64); err != nil {
						t.Fatal(err)
					}
				}
			}
			var told strings.Builder
			for _, f := range ar.Files {
				p := page(f.Name, unescape(t, f.Name, bytes.TrimSuffix(f.Data, []byte("\n"))))
				switch {
				case strings.HasPrefix(f.Name, "raises"):
					raises++
					found := findings(t, p, opt)
					got := tell(found)
					if !slices.ContainsFunc(found, func(f schema.Finding) bool { return f.Code == code }) {
						t.Errorf("%s does not raise %s:\n%s", f.Name, code, got)
					}
					told.WriteString(f.Name + "\n" + got)
				case strings.HasPrefix(f.Name, "near"):
					near++
					for _, found := range findings(t, p, opt) {
						if found.Code == code {
							t.Errorf("%s raises %s:\n%s", f.Name, code, tell([]schema.Finding{found}))
						}
					}
				case f.Name != "want" && f.Name != "max-size":
					t.Errorf("unknown file %s", f.Name)
				}
			}
			if raises == 0 || near == 0 {
				t.Errorf("%d pages that raise %s and %d near ones; want one or more of each", raises, code, near)
			}
			switch {
			case *update:
				data := txtar.File{Name: "want", Data: []byte(told.String())}
				if want < 0 {
					ar.Files = append(ar.Files, data)
				} else {
					ar.Files[want] = data
				}
				if err := os.WriteFile(file, txtar.Format(ar), 0o644); err != nil {
					t.Fatal(err)
				}
			case want < 0:
				t.Error("the story has no want")
			default:
				if d := cmp.Diff(string(ar.Files[want].Data), told.String()); d != "" {
					t.Errorf("(-want +got)\n%s", d)
				}
			}
		})
	}
}

var times = regexp.MustCompile(`\{(\d+) ([^{}]*)\}`)

// unescape makes the bytes of a page of a file of stories.
func unescape(t *testing.T, name string, data []byte) []byte {
	if !strings.Contains(name, ".esc.") {
		return data
	}
	s := times.ReplaceAllStringFunc(string(data), func(m string) string {
		p := times.FindStringSubmatch(m)
		n, _ := strconv.Atoi(p[1])
		return strings.Repeat(p[2], n)
	})
	out := []byte{}
	for s != "" {
		if rest, ok := strings.CutPrefix(s, `\x`); ok && len(rest) >= 2 {
			b, err := strconv.ParseUint(rest[:2], 16, 8)
			if err != nil {
				t.Fatal(err)
			}
			out, s = append(out, byte(b)), rest[2:]
			continue
		}
		out, s = append(out, s[0]), s[1:]
	}
	return out
}

// findings checks a page, and holds every finding to what all of them promise.
func findings(t *testing.T, p corpus.Page, opt jiedui.Options) []schema.Finding {
	t.Helper()
	docs, found, err := jiedui.Check(context.Background(), p, opt)
	if err != nil {
		t.Fatal(err)
	}
	read, err := jiedui.ReadText(context.Background(), p, opt)
	if err != nil {
		t.Fatal(err)
	}
	checkFindings(t, p, docs, found, read)
	return found
}

// checkFindings holds findings to the laws: a code of the list with its
// severity, both messages, a document that there is, quotes that stand where
// they say, and a line where there is a place.
func checkFindings(t *testing.T, p corpus.Page, docs []schema.Document, found []schema.Finding, read string) {
	t.Helper()
	runes := []rune(read)
	for _, f := range found {
		c, ok := schema.CodeOf(f.Code)
		if !ok || c.Kind == schema.KindFailure || f.Severity != c.Severity {
			t.Errorf("%s: %s %s is not in the list of codes", p.URI, f.Severity, f.Code)
		}
		if f.Message.English == "" || f.Message.Chinese == "" || strings.Contains(f.Message.English+f.Message.Chinese, "%!") {
			t.Errorf("%s: %s says %q, %q", p.URI, f.Code, f.Message.English, f.Message.Chinese)
		}
		if !slices.ContainsFunc(docs, func(d schema.Document) bool { return d.ID == f.Document && d.Part == f.Part }) {
			t.Errorf("%s: %s is about document %s, part %d", p.URI, f.Code, f.Document, f.Part)
		}
		if len(f.Evidence) == 0 && c.Kind == schema.KindFinding {
			t.Errorf("%s: %s has no place", p.URI, f.Code)
		}
		if (len(f.Evidence) > 0) != (f.Line > 0 && f.Column > 0) {
			t.Errorf("%s: %s stands at %d:%d", p.URI, f.Code, f.Line, f.Column)
		}
		for _, e := range f.Evidence {
			if e.Start < 0 || e.End > len(runes) || e.Start >= e.End || string(runes[e.Start:e.End]) != e.Quote {
				t.Errorf("%s: %s cites %q at %d:%d", p.URI, f.Code, e.Quote, e.Start, e.End)
			}
		}
	}
}

// tell writes findings, a line each and below it the places.
func tell(found []schema.Finding) string {
	var b strings.Builder
	for _, f := range found {
		fmt.Fprintf(&b, "%d:%d %s %s\n  %s\n  %s\n", f.Line, f.Column, f.Severity, f.Code, f.Message.English, f.Message.Chinese)
		for _, e := range f.Evidence {
			q := e.Quote
			if r := []rune(q); len(r) > 40 {
				q = string(r[:40]) + "…"
			}
			fmt.Fprintf(&b, "  @%d %s\n", e.Start, strings.ReplaceAll(q, "\n", "⏎"))
		}
	}
	return b.String()
}

// The laws of findings hold on every page that is shipped, and their documents
// are those of Process.
func TestFindingLaws(t *testing.T) {
	for _, p := range samplePages(t) {
		findings(t, p, jiedui.Options{})
	}
}

// Documents that were written and read again give the same findings with their
// page, and without it a part of them, but for the lines.
func TestCheckDocuments(t *testing.T) {
	for _, p := range samplePages(t) {
		docs, want, err := jiedui.Check(context.Background(), p, jiedui.Options{})
		if err != nil {
			t.Fatal(err)
		}
		got, err := jiedui.CheckDocuments(context.Background(), docs, &p, jiedui.Options{})
		if err != nil {
			t.Fatalf("%s: %v", p.URI, err)
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("%s: (-checked +checked again)\n%s", p.URI, d)
		}
		some, err := jiedui.CheckDocuments(context.Background(), docs, nil, jiedui.Options{})
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range some {
			if !slices.ContainsFunc(want, func(w schema.Finding) bool {
				w.Line, w.Column = 0, 0
				return cmp.Equal(w, f)
			}) {
				t.Errorf("%s: found without the page only: %+v", p.URI, f)
			}
		}
	}
}

// What is found on the sample pages was read one by one: each is true.
func TestSampleFindings(t *testing.T) {
	var got strings.Builder
	for _, s := range samples.Pages {
		b, err := samples.FS.ReadFile(s.File)
		if err != nil {
			t.Fatal(err)
		}
		if found := findings(t, page(s.File, b), jiedui.Options{}); len(found) > 0 {
			got.WriteString(s.File + "\n" + tell(found))
		}
	}
	const golden = "internal/check/testdata/samples.golden"
	if *update {
		if err := os.WriteFile(golden, []byte(got.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got.String()); d != "" {
		t.Errorf("(-want +got)\n%s", d)
	}
}

// What check writes of the sample pages validates against the schema that is
// printed, and so does every finding of the stories.
func TestFindingsValidate(t *testing.T) {
	var out bytes.Buffer
	w := export.NewFindings("json", &out, jiedui.Generator())
	add := func(p corpus.Page) {
		docs, found, err := jiedui.Check(context.Background(), p, jiedui.Options{})
		if err != nil {
			return // a page that is none without its limit
		}
		for i := range docs {
			own := slices.DeleteFunc(slices.Clone(found), func(f schema.Finding) bool { return f.Document != docs[i].ID })
			for _, f := range export.MaskFindings(&docs[i], own, export.Masked) {
				if err := w.Finding(f); err != nil {
					t.Fatal(err)
				}
			}
		}
	}
	for _, p := range samplePages(t) {
		add(p)
	}
	files, _ := filepath.Glob("internal/check/testdata/*.txtar")
	for _, file := range files {
		ar, err := txtar.ParseFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range ar.Files {
			if strings.HasPrefix(f.Name, "raises") {
				add(page(f.Name, unescape(t, f.Name, f.Data)))
			}
		}
	}
	if err := w.Failure(schema.Failure{Input: "x", Code: schema.CodeEmpty, Message: "m"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	form, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.FindingsJSONSchema()))
	if err != nil {
		t.Fatal(err)
	}
	c := jsonschema.NewCompiler()
	if err := c.AddResource(schema.FindingsSchemaID, form); err != nil {
		t.Fatal(err)
	}
	written, err := jsonschema.UnmarshalJSON(&out)
	if err != nil {
		t.Fatal(err)
	}
	if err := c.MustCompile(schema.FindingsSchemaID).Validate(written); err != nil {
		t.Error(err)
	}
}

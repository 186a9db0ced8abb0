package report

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"jiedui/schema"
	"jiedui/schema/internal/sample"
	"jiedui/schema/sheet"
	"jiedui/schema/tables"
)

var update = flag.Bool("update", false, "rewrite the golden files")

func document() *schema.Document {
	doc := sample.Document()
	schema.AssignIDs(doc, "7")
	schema.Complete(doc)
	return doc
}

// TestNothingIsLost: every value of a document is in a cell, every place in the
// evidence of one, and the same in either language.
func TestNothingIsLost(t *testing.T) {
	doc := document()
	for _, lang := range []string{"en", "zh"} {
		var said []string
		places := map[[2]int]bool{}
		for _, s := range Of(doc, Options{Language: lang}) {
			for _, r := range s.Rows {
				if len(r) > len(s.Heads) {
					t.Errorf("%s: a row of %d cells below %d heads", s.Title, len(r), len(s.Heads))
				}
				for _, c := range r {
					said = append(said, c.Text)
					for _, e := range c.Evidence {
						places[[2]int{e.Start, e.End}] = true
					}
				}
			}
		}
		all := strings.Join(said, "\n")
		schema.WalkValues(doc, func(path schema.Path, v *schema.Value) {
			if strings.HasSuffix(path.String(), ".role") && v.Derived != "" {
				return // in words
			}
			if !strings.Contains(all, v.Value) {
				t.Errorf("%s: %s is nowhere: %s", lang, path, v.Value)
			}
		})
		schema.WalkEvidence(doc, func(path schema.Path, e *schema.Evidence) {
			if strings.HasPrefix(path.String(), "evidence[") {
				return // of the document as a whole
			}
			if !places[[2]int{e.Start, e.End}] {
				t.Errorf("%s: the place of %s is nowhere: %s", lang, path, e.Quote)
			}
		})
		for _, s := range doc.Sections {
			if !strings.Contains(all, s.Number+s.Heading) {
				t.Errorf("%s: no heading %s", lang, s.Heading)
			}
		}
		for _, d := range doc.Doubts {
			if !strings.Contains(all, d.Message) || !strings.Contains(all, d.Code) {
				t.Errorf("%s: no doubt %s", lang, d.Message)
			}
		}
	}
}

func TestGolden(t *testing.T) {
	finding := schema.Finding{
		Code: schema.CodeSeqGap, Severity: schema.SeverityWarning, Message: schema.Message{English: "2 is missing", Chinese: "缺 2"},
		Evidence: document().Pairings[0].Seq.Evidence,
	}
	for _, lang := range []string{"en", "zh"} {
		name := filepath.Join("testdata", lang+".txt")
		sheets := Of(document(), Options{Language: lang, Places: true, Findings: []schema.Finding{finding}, About: [][2]string{{"Copies", "2"}}})
		var b bytes.Buffer
		if err := sheet.Write(&b, "text", sheet.Options{Lang: lang, Terminal: true, Width: 100}, sheets...); err != nil {
			t.Fatal(err)
		}
		if *update {
			if err := os.WriteFile(name, b.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(b.Bytes(), want) {
			t.Errorf("differs from %s (-update rewrites it):\n%s", name, b.Bytes())
		}
	}
}

func TestOnly(t *testing.T) {
	for _, p := range Parts() {
		sheets := Of(document(), Options{Language: "zh", Only: []string{p.Name}})
		if p.Name == "findings" {
			if len(sheets) > 0 {
				t.Error("findings that are none")
			}
			continue
		}
		if len(sheets) != 1 || sheets[0].Title != p.Label.Chinese {
			t.Errorf("%s: %d sheets", p.Name, len(sheets))
		}
	}
	if sheets := Of(&schema.Document{ID: "doc-0"}, Options{Only: []string{"pairings", "outline"}}); len(sheets) > 0 {
		t.Errorf("of nothing: %v", sheets)
	}
}

// TestPlaces: places in one row of a table are one stretch, of many the number is
// told, and a quote is given where the page has other words.
func TestPlaces(t *testing.T) {
	cell := func(start, row int) schema.Evidence {
		return schema.Evidence{Start: start, End: start + 2, Quote: "xx", Cell: &schema.CellRef{Table: 3, Row: row, Column: 1}}
	}
	free := func(start int) schema.Evidence {
		return schema.Evidence{Start: start, End: start + 2, Quote: "xx"}
	}
	l := &layout{opt: Options{}}
	for _, c := range []struct {
		spots []spot
		want  string
	}{
		{nil, ""},
		{[]spot{{evidence: []schema.Evidence{cell(12, 2)}}, {evidence: []schema.Evidence{cell(10, 2), cell(20, 4)}}}, "10–14 t3 r2, 20–22 t3 r4"},
		{[]spot{{evidence: []schema.Evidence{free(12)}}, {evidence: []schema.Evidence{free(10), free(10)}}}, "10–14"},
		{[]spot{{evidence: []schema.Evidence{free(0), free(10), free(20), free(30), free(40)}}}, "0–2, 10–12, 20–22, 30–32, 40–42"},
		{[]spot{{evidence: []schema.Evidence{free(0), free(10), free(20), free(30), free(40), free(50)}}}, "0–2, 10–12, 20–22, 30–32, +2"},
		{[]spot{{evidence: []schema.Evidence{free(0)}, quote: "聯 動\n校"}, {evidence: []schema.Evidence{free(0)}, rule: "short-name"}}, "0–2 “聯 動 校” °short-name"},
	} {
		if got := l.places(c.spots); got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}

// TestWordsForAll: every heading and part has words in both languages.
func TestWordsForAll(t *testing.T) {
	var names []string
	for _, p := range parts {
		names = append(names, p.Name)
		if p.Label.English == "" || p.Label.Chinese == "" {
			t.Errorf("%s has no words", p.Name)
		}
	}
	if slices.Sort(names); len(slices.Compact(names)) != len(parts) {
		t.Error("two parts of one name")
	}
	for name, w := range tables.Metadata {
		if w.English == "" || w.Chinese == "" {
			t.Errorf("%s has no words", name)
		}
	}
}

package jiedui_test

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"jiedui"
	"jiedui/corpus/synth"
	"jiedui/samples"
	"jiedui/samples/variants"
	"jiedui/schema"
	"jiedui/schema/compare"
)

// plans makes a plan of each document.
func plans(docs []schema.Document) []compare.Plan {
	out := make([]compare.Plan, len(docs))
	for i := range docs {
		out[i].Documents = []*schema.Document{&docs[i]}
	}
	return out
}

// cell is the answer of the first plan to a question.
func cell(t *testing.T, m *compare.Matrix, code string, plan int) compare.Cell {
	t.Helper()
	for _, r := range m.Rows {
		if r.Code == code {
			return r.Cells[plan]
		}
	}
	t.Fatalf("no row %q", code)
	return compare.Cell{}
}

// sampleDocs are the documents of all sample pages, and the texts of the pages.
func sampleDocs(t *testing.T) (docs []schema.Document, texts map[string][]rune) {
	texts = map[string][]rune{}
	for _, s := range samples.Pages {
		body, err := samples.FS.ReadFile(s.File)
		if err != nil {
			t.Fatal(err)
		}
		p := page(s.File, body)
		some := process(t, p)
		for i := range some {
			text, err := jiedui.ReadText(t.Context(), p, jiedui.Options{})
			if err != nil {
				t.Fatal(err)
			}
			texts[some[i].ID] = []rune(text)
		}
		docs = append(docs, some...)
	}
	return docs, texts
}

// TestCompareSamples: of the sample pages, every quote of the matrix is the
// text of its document, and every promise, milestone, citation and measure
// stands in exactly one row.
func TestCompareSamples(t *testing.T) {
	docs, texts := sampleDocs(t)
	m := compare.Compare(plans(docs))
	for _, r := range m.Rows {
		for i, c := range r.Cells {
			if c.Stated != (len(c.Items) > 0) {
				t.Errorf("%s of %s: stated %t with %d items", r.Code, m.Plans[i].Name, c.Stated, len(c.Items))
			}
			for _, it := range c.Items {
				if len(it.Evidence) == 0 {
					t.Errorf("%s of %s: %q has no evidence", r.Code, m.Plans[i].Name, it.Text.English)
				}
				for _, p := range it.Evidence {
					if p.Document != m.Plans[i].Documents[0].ID {
						t.Errorf("%s of %s: evidence of another document", r.Code, m.Plans[i].Name)
					}
					if text := texts[p.Document]; string(text[p.Start:p.End]) != p.Quote {
						t.Errorf("%s of %s: %q is quoted, the text says %q", r.Code, m.Plans[i].Name, p.Quote, string(text[p.Start:p.End]))
					}
				}
			}
		}
	}
	for i := range docs {
		d := &docs[i]
		want := map[string]int{"promises": len(d.Commitments), "measures": len(d.Measures), "deadlines": len(d.Milestones), "cited": len(d.Citations)}
		got := map[string]int{"promises": 0, "measures": 0, "deadlines": 0, "cited": 0}
		for _, r := range m.Rows {
			name := r.Code[strings.Index(r.Code, ".")+1:]
			if r.Dimension == compare.Deadlines {
				name = "deadlines"
			}
			if _, counts := got[name]; counts {
				got[name] += len(r.Cells[i].Items)
			}
		}
		// Facts of one document that read alike are one item; there are none here.
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", m.Plans[i].Name, diff)
		}
	}
}

// TestCompareVariants: pages that say the same in other scripts, charsets and
// formats have equal columns, but for the places.
func TestCompareVariants(t *testing.T) {
	for _, base := range variants.Bases {
		var want map[string][]compare.Cell
		for _, v := range allVariants(t) {
			if v.Base != base {
				continue
			}
			m := compare.Compare(plans(process(t, page(v.Name(), v.Body))))
			got := map[string][]compare.Cell{}
			for _, r := range m.Rows {
				for _, c := range r.Cells {
					for i := range c.Items {
						c.Items[i].Evidence = nil
					}
				}
				got[r.Code] = r.Cells
			}
			if want == nil {
				want = got
			} else if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s: %s", v.Name(), diff)
			}
		}
	}
}

func allVariants(t *testing.T) []variants.Variant {
	t.Helper()
	out, err := variants.All()
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// TestCompareCounts counts again what the matrix counts, from the answers of
// invented pages: those that are read as their answers say.
func TestCompareCounts(t *testing.T) {
	n := *synthPages
	if n == 0 {
		n = 80
		if testing.Short() {
			n = 30
		}
	}
	opt := synth.Options{Seed: 20261125, Pages: n, Clean: true}
	pages, counted := 0, map[string]int{}
	for _, r := range readSynth(t, opt) {
		if r.page.Name == "" || len(r.differences()) > 0 {
			continue
		}
		docs := process(t, page(r.page.Name, r.page.Body))
		if undirected(docs) != undirectedIn(factLines(r.gold)) {
			continue // differences does not look at this
		}
		pages++
		m := compare.Compare(plans(docs))
		for i := range docs {
			for code, want := range recount(factLines(r.gold), docs[i].Part) {
				c := cell(t, m, code, i)
				got := "not stated"
				if c.Stated {
					got = c.Items[0].Text.English
				}
				if want != "?" && got != want {
					t.Errorf("page %s part %d: %s is %q, by the answers %q", r.page.Name, docs[i].Part, code, got, want)
				}
				if want != "not stated" && want != "?" {
					counted[code]++
				}
			}
		}
	}
	t.Logf("%d of %d pages; cells counted again: %v", pages, n, counted)
	if pages < n/2 {
		t.Errorf("only %d of %d pages could be used", pages, n)
	}
	for code := range recount(nil, 1) {
		if counted[code] == 0 {
			t.Errorf("%s was never counted again", code)
		}
	}
}

// undirected counts the pairs in which neither school helps.
func undirected(docs []schema.Document) (n int) {
	for i := range docs {
		for _, p := range docs[i].Pairings {
			if !p.Directed {
				n++
			}
		}
	}
	return n
}

func undirectedIn(facts []map[string]any) (n int) {
	for _, f := range facts {
		if f["type"] == "pairing" && f["directed"] == false {
			n++
		}
	}
	return n
}

// recount says what some cells of a part must show by its answers; "?" where
// the answers leave it open.
func recount(gold []map[string]any, part int) map[string]string {
	say := func(f map[string]any, key string) string { s, _ := f[key].(string); return s }
	// Names that are right for one thing are names of one thing.
	root := map[string]string{}
	var find func(string) string
	find = func(s string) string {
		if p, ok := root[s]; ok && p != s {
			return find(p)
		}
		root[s] = s
		return s
	}
	tie := func(f map[string]any, key string) {
		a := find(say(f, key))
		alts, _ := f[key+"_alt"].([]any)
		for _, v := range alts {
			root[find(fmt.Sprint(v))] = a
		}
	}
	var facts []map[string]any
	for _, f := range gold {
		if fmt.Sprint(f["part"]) == fmt.Sprint(part) {
			facts = append(facts, f)
			switch f["type"] {
			case "pairing":
				tie(f, "from")
				tie(f, "to")
			case "group":
				tie(f, "school")
			}
		}
	}
	open := map[string]bool{}
	pairs, leads, helped := map[string]bool{}, map[string]map[string]bool{}, map[string]bool{}
	groups, people, cited := map[string]map[string]bool{}, map[string]bool{}, map[string]bool{}
	for _, f := range facts {
		kind := say(f, "type")
		if f["optional"] == true || say(f, "from") == "我校" || say(f, "to") == "我校" {
			open[kind] = true // read or not, both are right
		}
		switch kind {
		case "pairing":
			if say(f, "status") != "" {
				continue
			}
			from, to := find(say(f, "from")), find(say(f, "to"))
			directed := f["directed"] != false
			if !directed && to < from {
				from, to = to, from
			}
			pairs[fmt.Sprint(say(f, "form"), "\n", from, "\n", to, "\n", directed)] = true
			if directed {
				if leads[from] == nil {
					leads[from] = map[string]bool{}
				}
				leads[from][say(f, "form")+"\n"+to] = true
				helped[to] = true
			}
		case "group":
			name := say(f, "group") + "\n" + say(f, "parent") + "\n" + say(f, "stage") + "\n" + say(f, "level")
			if groups[name] == nil {
				groups[name] = map[string]bool{}
			}
			if s := say(f, "school"); s != "" {
				groups[name][find(s)] = true
			}
		case "leader":
			if n := say(f, "name"); n != "" {
				people[n] = true
			}
		case "citation":
			cited[say(f, "title")] = true
		}
	}
	count := func(kind string, n int) string {
		switch {
		case open[kind]:
			return "?"
		case n == 0:
			return "not stated"
		}
		return fmt.Sprint(n)
	}
	spread := func(kind string, list []int) string {
		if open[kind] {
			return "?"
		}
		if len(list) == 0 {
			return "not stated"
		}
		slices.Sort(list)
		k := len(list)
		median := float64(list[k/2])
		if k%2 == 0 {
			median = (median + float64(list[k/2-1])) / 2
		}
		return fmt.Sprintf("%d / %v / %d", list[0], median, list[k-1])
	}
	var perLead, sizes []int
	for _, to := range leads {
		perLead = append(perLead, len(to))
	}
	for _, g := range groups {
		if len(g) > 0 {
			sizes = append(sizes, len(g))
		}
	}
	size := count("leader", len(people))
	if size != "?" && size != "not stated" {
		size += " by name"
	}
	nameless := slices.ContainsFunc(facts, func(f map[string]any) bool { return f["type"] == "leader" && say(f, "name") == "" })
	if nameless {
		size = "?"
	}
	return map[string]string{
		"network.pairs":        count("pairing", len(pairs)),
		"network.leads":        count("pairing", len(leads)),
		"network.helped":       count("pairing", len(helped)),
		"network.pairs-a-lead": spread("pairing", perLead),
		"network.groups":       count("group", len(groups)),
		"network.group-size":   spread("group", sizes),
		"leadership.size":      size,
	}
}

// TestCompareMeasures: each measure that words.txt places in a dimension is one
// of the closed vocabulary.
func TestCompareMeasures(t *testing.T) {
	fields := func(file string, yield func(f []string)) {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(b)) {
			if f := strings.Split(strings.TrimSpace(line), "\t"); len(f) > 1 && !strings.HasPrefix(line, "#") {
				yield(f)
			}
		}
	}
	known := map[string]bool{}
	fields("internal/lexicon/data/measures.txt", func(f []string) { known[f[1]] = true })
	placed := 0
	fields("schema/compare/words.txt", func(f []string) {
		if f[0] != "measure" {
			return
		}
		for _, name := range strings.Fields(f[2]) {
			placed++
			if !known[name] {
				t.Errorf("words.txt places the measure %s, which the lexicon does not have", name)
			}
		}
	})
	if placed == 0 {
		t.Error("words.txt places no measure")
	}
}

package all

import (
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"
	"pgregory.net/rapid"

	"jiedui/extract"
	"jiedui/extract/parts"
	"jiedui/extract/resolve"
	"jiedui/samples"
	"jiedui/schema"
)

// resolvePages are the sample pages and the cases of resolve.
func resolvePages(t *testing.T) map[string]*extract.Page {
	t.Helper()
	out := map[string]*extract.Page{}
	for _, s := range samples.Pages {
		body, err := samples.FS.ReadFile(s.File)
		if err != nil {
			t.Fatal(err)
		}
		out[s.File] = prepare(t, s.File, string(body))
	}
	cases, err := filepath.Glob("../resolve/testdata/*.txtar")
	if err != nil || len(cases) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range cases {
		b, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		page := txtar.Parse(b).Files[0]
		out[file] = prepare(t, page.Name, string(page.Data))
	}
	return out
}

// What resolve makes of the facts does not depend on their order.
func TestResolveKnowsNoOrder(t *testing.T) {
	for name, page := range resolvePages(t) {
		ps := parts.Split(page)
		var before []schema.Document // the drafts before resolve
		drafts := make([]*extract.Draft, len(ps))
		for i, p := range ps {
			drafts[i] = extract.NewDraft(p)
			for _, x := range Extractors() {
				if x.Name() != "resolve" && x.Wants(p) {
					x.Extract(p, drafts[i])
				}
			}
			before = append(before, *schema.Clone(&drafts[i].Document))
		}
		run := func(shuffle func(*schema.Document)) []string {
			fresh := make([]*extract.Draft, len(ps))
			for i, p := range ps {
				fresh[i] = extract.NewDraft(p)
				fresh[i].Document = *schema.Clone(&before[i])
				shuffle(&fresh[i].Document)
			}
			var out []string
			for i, p := range ps {
				fresh[i].Others = slices.Delete(slices.Clone(fresh), i, i+1)
				resolve.Extractor{}.Extract(p, fresh[i])
			}
			for _, d := range fresh {
				out = append(out, sortedFacts(t, &d.Document))
			}
			return out
		}
		want := run(func(*schema.Document) {})
		rapid.Check(t, func(t *rapid.T) {
			got := run(func(d *schema.Document) {
				d.Pairings = shuffled(t, d.Pairings)
				d.Schools = shuffled(t, d.Schools)
				d.SchoolGroups = shuffled(t, d.SchoolGroups)
				d.LeadingGroups = shuffled(t, d.LeadingGroups)
				for i := range d.SchoolGroups {
					d.SchoolGroups[i].Members = shuffled(t, d.SchoolGroups[i].Members)
				}
				for i := range d.LeadingGroups {
					d.LeadingGroups[i].Members = shuffled(t, d.LeadingGroups[i].Members)
				}
			})
			if d := gocmp.Diff(want, got); d != "" {
				t.Fatalf("%s (-want +got)\n%s", name, d)
			}
		})
	}
}

// shuffled returns list in another order, drawn so that a failure can shrink.
func shuffled[T any](t *rapid.T, list []T) []T {
	if len(list) < 2 {
		return list
	}
	keys := rapid.SliceOfN(rapid.IntRange(0, 1<<20), len(list), len(list)).Draw(t, "order")
	at := make([]int, len(list))
	for i := range at {
		at[i] = i
	}
	slices.SortStableFunc(at, func(a, b int) int { return cmp.Compare(keys[a], keys[b]) })
	out := make([]T, len(list))
	for i, k := range at {
		out[i] = list[k]
	}
	return out
}

// sortedFacts writes the facts that resolve is about, a line each, sorted.
func sortedFacts(t *testing.T, d *schema.Document) string {
	t.Helper()
	var lines []string
	add := func(kind string, v any) {
		b, err := json.Marshal(v)
		if err != nil {
			t.Fatal(err)
		}
		lines = append(lines, kind+" "+string(b))
	}
	for i, s := range d.Schools {
		add("school", []any{i, s}) // listed in the order of the text
	}
	for _, p := range d.Pairings {
		add("pair", p)
	}
	for _, g := range d.SchoolGroups {
		for _, m := range g.Members {
			add("member of "+g.Name.Value, m)
		}
	}
	for _, x := range d.Doubts {
		add("doubt", x)
	}
	slices.Sort(lines)
	return strings.Join(lines, "\n")
}

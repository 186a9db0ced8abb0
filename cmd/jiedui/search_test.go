package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"jiedui"
	"jiedui/corpus/store"
	"jiedui/corpus/synth"
	"jiedui/internal/search"
	"jiedui/schema"
)

// searchedCorpus is a corpus of invented pages, and what was read from them.
type searchedCorpus struct {
	dir   string
	docs  []*schema.Document
	texts map[string]string // by document: the clean text without blanks within a line
	years map[int]int       // how many documents are of a year; 0: not known
}

// inventedCorpus builds a corpus in dir of invented pages with their dirt, two of which
// are on two sites.
func inventedCorpus(t testing.TB, dir string, pages int) *searchedCorpus {
	t.Helper()
	c := &searchedCorpus{dir: filepath.Join(dir, "plans"), texts: map[string]string{}, years: map[int]int{}}
	folder := filepath.Join(dir, "pages")
	for i := range pages {
		p, err := synth.Make(synth.Options{Seed: 20261125, Clean: i%3 == 0}, i)
		if err != nil {
			t.Fatal(err)
		}
		ext := ".html"
		if !bytes.Contains(p.Body, []byte("<")) {
			ext = ".txt"
		}
		names := []string{p.Name + ext}
		if i < 2 {
			names = append(names, "mirror/"+p.Name+ext)
		}
		for _, n := range names {
			path := filepath.Join(folder, n)
			if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(path, p.Body, 0o666); err != nil {
				t.Fatal(err)
			}
		}
	}
	e := quietEnv()
	for _, args := range [][]string{{"add", "-q", "--corpus", c.dir, folder}, {"build", "-q", "--corpus", c.dir}} {
		if code := run(context.Background(), e, args); code > 1 {
			t.Fatalf("jiedui %s: exit code %d\n%s", strings.Join(args, " "), code, e.streams.err)
		}
	}
	c.load(t)
	return c
}

func quietEnv() *env {
	e := newEnv()
	e.streams.out, e.streams.err = &bytes.Buffer{}, &bytes.Buffer{}
	e.streams.outTTY, e.streams.errTTY = false, false
	e.streams.getenv = func(string) string { return "" }
	return e
}

// load reads the documents and their texts.
func (c *searchedCorpus) load(t testing.TB) {
	s := c.open(t)
	ctx := context.Background()
	found, err := s.Search(ctx, store.Query{Match: `facets : "all"`, Weights: []float64{1}, Limit: 1000})
	if err != nil {
		t.Fatal(err)
	}
	texts := map[string]string{}
	err = found.Each(ctx, func(h *store.Hit) error {
		for _, c := range h.Copies { // a hit of its own, but for the folding
			texts[c.Document] = ""
		}
		text, err := search.Decode(h.Text)
		texts[h.Document] = withoutBlanks(text.String())
		c.years[h.Year]++
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = s.Documents(ctx, store.Selection{}, func(d *schema.Document) error {
		c.docs = append(c.docs, d)
		if text := texts[d.ID]; text != "" {
			c.texts[d.ID] = text
			return nil
		}
		page, err := s.Find(ctx, d.ID)
		if err != nil {
			return err
		}
		entries, err := jiedui.Entries(ctx, *page, jiedui.Options{})
		if err != nil {
			return err
		}
		text, err := search.Decode(entries[d.Part-1].Found.Text)
		c.texts[d.ID] = withoutBlanks(text.String())
		c.years[entries[d.Part-1].Found.Year]++
		return err
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
}

func (c *searchedCorpus) open(t testing.TB) *store.Store {
	s, err := store.Open(context.Background(), c.dir, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func withoutBlanks(s string) string {
	return strings.Map(func(r rune) rune {
		if r != '\t' && r != '\n' && unicode.IsSpace(r) {
			return -1
		}
		return r
	}, s)
}

// hits runs "jiedui search" and returns what it writes.
func (c *searchedCorpus) hits(t testing.TB, query string, flags ...string) schema.Hits {
	t.Helper()
	e := quietEnv()
	args := append([]string{"search", "--corpus", c.dir, "--format", "json", "--limit", "0"}, flags...)
	if code := run(context.Background(), e, append(args, "--", query)); code != 0 {
		t.Fatalf("%s: exit code %d: %s", query, code, e.streams.err)
	}
	b := e.streams.out.(*bytes.Buffer).Bytes()
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if err := hitsSchema().Validate(value); err != nil {
		t.Fatalf("%s: %v", query, err)
	}
	var out schema.Hits
	if err := json.Unmarshal(b, &out); err != nil {
		t.Fatal(err)
	}
	return out
}

var hitsSchema = sync.OnceValue(func() *jsonschema.Schema {
	value, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema.HitsJSONSchema()))
	if err != nil {
		panic(err)
	}
	c := jsonschema.NewCompiler()
	c.AssertFormat()
	if err := c.AddResource(schema.HitsSchemaID, value); err != nil {
		panic(err)
	}
	return c.MustCompile(schema.HitsSchemaID)
})

// ids are the documents that were found, copies among them.
func ids(h schema.Hits) []string {
	seen := map[string]bool{}
	var out []string
	add := func(id string) {
		if !seen[id] {
			seen[id] = true
			out = append(out, id)
		}
	}
	for i := range h.Hits {
		add(h.Hits[i].Document)
		for _, c := range h.Hits[i].AlsoAt {
			add(c.Document)
		}
	}
	slices.Sort(out)
	return out
}

// drawn returns a stretch of hanzi of a text, of up to most of them.
func drawn(r *rand.Rand, text string, most int) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.Is(unicode.Han, r) })
	if len(words) == 0 {
		return ""
	}
	word := []rune(words[r.IntN(len(words))])
	from := r.IntN(len(word))
	return string(word[from : from+1+r.IntN(min(len(word)-from, most))])
}

// TestSearch holds what is found to what is in the pages.
func TestSearch(t *testing.T) {
	n := 24
	if testing.Short() {
		n = 8
	}
	c := inventedCorpus(t, t.TempDir(), n)
	t.Run("substrings", func(t *testing.T) { searchIsSubstringSearch(t, c) })
	t.Run("facts", func(t *testing.T) { searchAgreesWithTheFacts(t, c) })
}

// What is found is what a plain search for the characters finds in the clean
// texts, no document more or less: whether a phrase begins and ends with words or
// within them. Every hit shows it.
func searchIsSubstringSearch(t *testing.T, c *searchedCorpus) {
	const queries = 100
	r := rand.New(rand.NewPCG(3, 4))
	found := 0
	for range queries {
		text := c.texts[c.docs[r.IntN(len(c.docs))].ID]
		q := drawn(r, text, 8)
		if q == "" {
			continue
		}
		var want []string
		for id, text := range c.texts {
			if strings.Contains(text, q) {
				want = append(want, id)
			}
		}
		slices.Sort(want)
		h := c.hits(t, `"`+q+`"`)
		var got []string
		for _, id := range ids(h) { // a copy may lack the words
			if strings.Contains(c.texts[id], q) {
				got = append(got, id)
			}
		}
		if !slices.Equal(got, want) || h.Total != len(want) {
			t.Errorf("%q: found %d, %v; want %v", q, h.Total, got, want)
		}
		for i := range h.Hits {
			x := &h.Hits[i]
			if !strings.Contains(c.texts[x.Document], q) {
				t.Errorf("%q: %s does not have it", q, x.Document)
			}
			if len(x.Snippets) == 0 || len(x.Snippets[0].Marks) == 0 || x.Occurrences == 0 || x.Rank != i+1 {
				t.Errorf("%q: %+v does not show it", q, x)
			}
		}
		found += len(want)
	}
	t.Logf("%d documents, %d queries, %d found", len(c.docs), queries, found)
}

// Fields find the documents whose facts say so, no document more or less, and
// cite the evidence of the fact.
func searchAgreesWithTheFacts(t *testing.T, c *searchedCorpus) {
	r := rand.New(rand.NewPCG(5, 6))
	facts := map[string]func(d *schema.Document) []*schema.Value{
		"school": func(d *schema.Document) (out []*schema.Value) {
			for i := range d.Schools {
				out = append(out, &d.Schools[i].Name)
				for j := range d.Schools[i].Forms {
					out = append(out, &d.Schools[i].Forms[j])
				}
			}
			return out
		},
		"measure": func(d *schema.Document) (out []*schema.Value) {
			for i := range d.Measures {
				out = append(out, &d.Measures[i].Name)
			}
			return out
		},
		"issuer": func(d *schema.Document) []*schema.Value {
			return []*schema.Value{d.Metadata.Issuer, d.Metadata.SignedBy}
		},
		"title": func(d *schema.Document) []*schema.Value { return []*schema.Value{d.Title} },
		"person": func(d *schema.Document) (out []*schema.Value) {
			for _, g := range d.LeadingGroups {
				for i := range g.Members {
					out = append(out, g.Members[i].Name)
				}
			}
			for _, g := range d.SchoolGroups {
				for i := range g.Members {
					out = append(out, g.Members[i].Principal)
				}
				for i := range g.Contacts {
					out = append(out, &g.Contacts[i].Name)
				}
			}
			for i := range d.Schools {
				out = append(out, d.Schools[i].Principal)
			}
			return out
		},
	}
	asked := 0
	for field, values := range facts {
		for range 15 {
			d := c.docs[r.IntN(len(c.docs))]
			vs := slices.DeleteFunc(values(d), func(v *schema.Value) bool { return v == nil })
			if len(vs) == 0 {
				continue
			}
			q := drawn(r, vs[r.IntN(len(vs))].Value, 10)
			if q == "" {
				continue
			}
			asked++
			var want []string
			says := func(d *schema.Document) bool {
				return slices.ContainsFunc(values(d), func(v *schema.Value) bool { return v != nil && strings.Contains(withoutBlanks(v.Value), q) })
			}
			for _, d := range c.docs {
				if says(d) {
					want = append(want, d.ID)
				}
			}
			slices.Sort(want)
			h := c.hits(t, field+":"+q, "--phones", "full")
			var got []string
			for _, id := range ids(h) {
				if slices.ContainsFunc(c.docs, func(d *schema.Document) bool { return d.ID == id && says(d) }) {
					got = append(got, id)
				}
			}
			if !slices.Equal(got, want) || h.Total != len(want) {
				t.Errorf("%s:%s: found %d, %v; want %v", field, q, h.Total, got, want)
			}
			for _, x := range h.Hits {
				d := c.docs[slices.IndexFunc(c.docs, func(d *schema.Document) bool { return d.ID == x.Document })]
				if len(x.Places) == 0 {
					t.Errorf("%s:%s: %s has no place", field, q, x.Document)
				}
				for _, p := range x.Places {
					if p.Field != field || !slices.ContainsFunc(values(d), func(v *schema.Value) bool {
						return v != nil && v.Value == p.Value && slices.ContainsFunc(v.Evidence, func(e schema.Evidence) bool {
							return e.Start == p.Start && e.End == p.End && e.Quote == p.Quote
						})
					}) {
						t.Errorf("%s:%s: %+v is no evidence of %s", field, q, p, x.Document)
					}
				}
			}
		}
	}
	for y, n := range c.years {
		if y == 0 {
			continue
		}
		if got := c.hits(t, fmt.Sprintf("year:%d", y)).Total; got != n {
			t.Errorf("year:%d finds %d, want %d", y, got, n)
		}
	}
	t.Logf("%d documents, %d questions", len(c.docs), asked)
}

// The order of the words, and how the corpus was built, change nothing.
func TestSearchIsTheSameHoweverBuilt(t *testing.T) {
	c := inventedCorpus(t, t.TempDir(), 8)
	questions := []string{"学校", "教师 OR 结对", "小学 -联盟", "year:2000-2030", "校 title:通知"}
	before := map[string]string{}
	ask := func(q string) string {
		b, err := json.Marshal(c.hits(t, q))
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	for _, q := range questions {
		before[q] = ask(q)
	}
	for _, args := range [][]string{{"build", "-q", "--all", "--jobs", "4"}, {"corpus", "rebuild"}, {"build", "-q", "--jobs", "1"}} {
		e := quietEnv()
		if code := run(context.Background(), e, append(args, "--corpus", c.dir)); code > 1 {
			t.Fatalf("%v: exit code %d\n%s", args, code, e.streams.err)
		}
		if args[0] != "build" {
			continue
		}
		for _, q := range questions {
			if got := ask(q); got != before[q] {
				t.Errorf("%s after %v:\n%s\nbefore:\n%s", q, args, got, before[q])
			}
		}
	}
}

// Whatever a query is, SQLite understands what is made of it.
func FuzzSearch(f *testing.F) {
	for _, q := range []string{"教师交流 year:2019-", `"a* b"* OR （c｜-d）`, "district:江苏省", "school:小", "教師交流考核", "NEAR(a b) {x}:y ^z + 'q\"", "a AND (b OR NOT c)"} {
		f.Add(q)
	}
	dir := filepath.Join(f.TempDir(), "plans")
	page := filepath.Join(f.TempDir(), "page.html")
	if err := os.WriteFile(page, []byte(smallPage), 0o666); err != nil {
		f.Fatal(err)
	}
	for _, args := range [][]string{{"add", "-q", "--corpus", dir, page}, {"build", "-q", "--corpus", dir}} {
		e := quietEnv()
		if code := run(context.Background(), e, args); code != 0 {
			f.Fatalf("jiedui %v: exit code %d\n%s", args, code, e.streams.err)
		}
	}
	s := (&searchedCorpus{dir: dir}).open(f)
	f.Fuzz(func(t *testing.T, query string) {
		ctx := context.Background()
		q, err := jiedui.Ask(ctx, query, jiedui.Options{})
		if err != nil {
			return
		}
		loose, _ := q.Loosen()
		for _, q := range []*search.Query{q, loose} {
			question, err := questionOf(ctx, s, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, match := range []string{question.Match, question.Title} {
				if match == "" {
					continue
				}
				question.Match = match
				if _, err := s.Count(ctx, question); err != nil {
					t.Fatalf("%q: %s: %v", query, match, err)
				}
			}
		}
	})
}

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"jiedui"
	"jiedui/corpus/store"
	"jiedui/internal/search"
	"jiedui/schema"
	"jiedui/schema/export"
)

var (
	speedCorpus  = flag.String("search.corpus", "", "the corpus that TestSearchSpeed asks")
	speedQueries = flag.Int("search.queries", 30, "queries of each kind")
	speedSlow    = flag.Duration("search.slow", 0, "name queries that take as long as this")
)

// TestSearchSpeed measures queries of all kinds, drawn from the documents of a
// corpus, from the words of the query to twenty printed hits. It is told a corpus
// with -search.corpus, and asserts nothing.
func TestSearchSpeed(t *testing.T) {
	if *speedCorpus == "" {
		t.Skip("needs -search.corpus")
	}
	ctx := context.Background()
	e := quietEnv()
	e.streams.out, e.streams.err = io.Discard, io.Discard
	began := time.Now()
	s, err := store.Open(ctx, *speedCorpus, store.Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	x := &searching{env: e, format: "text", lang: "en", limit: 20}
	ask := func(query string) (time.Duration, int) {
		began := time.Now()
		q, err := jiedui.Ask(ctx, query, jiedui.Options{})
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		n, err := x.answer(ctx, s, q, query, export.Masked, jiedui.Options{})
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return time.Since(began), n
	}
	ask("结对帮扶")
	t.Logf("opening, and the first query: %v", time.Since(began).Round(time.Millisecond))

	// Documents of all years, with their texts.
	type drawnFrom struct {
		text string
		hit  store.Hit
		doc  *schema.Document
	}
	var from []drawnFrom
	r := rand.New(rand.NewPCG(7, 8))
	for y := 2005; y <= 2030; y++ {
		f, err := s.Search(ctx, store.Query{Match: fmt.Sprintf(`facets : "y%d"`, y), Weights: []float64{1}, Limit: 12, Offset: r.IntN(50)})
		if err != nil {
			t.Fatal(err)
		}
		err = f.Each(ctx, func(h *store.Hit) error {
			text, err := search.Decode(h.Text)
			if err != nil {
				return err
			}
			d, err := s.DocumentOf(ctx, h)
			from = append(from, drawnFrom{withoutBlanks(text.String()), *h, d})
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	if len(from) == 0 {
		t.Fatal("the corpus has no documents of 2005 to 2030")
	}
	any := func() *drawnFrom { return &from[r.IntN(len(from))] }
	word := func(least, most int) string {
		for {
			if w := drawn(r, any().text, most); len([]rune(w)) >= least {
				return w
			}
		}
	}
	fact := func(field string, values func(d *schema.Document) []string) func() string {
		return func() string {
			for {
				if vs := values(any().doc); len(vs) > 0 {
					if v := drawn(r, vs[r.IntN(len(vs))], 12); v != "" {
						return field + ":" + v
					}
				}
			}
		}
	}
	common := []string{"结对帮扶", "教师交流", "学校", "领导小组", "集团化办学", "教育", "中心小学", "工作", "教研", "帮扶学校", "第一小学", "实施方案", "城乡", "校长", "考核"}
	kinds := []struct {
		name string
		make func() string
	}{
		{"a word of 2 to 4 hanzi", func() string { return word(2, 4) }},
		{"a phrase of 5 to 10", func() string { return `"` + word(5, 10) + `"` }},
		{"one hanzi", func() string { return word(1, 1) }},
		{"a word that most documents have", func() string { return common[r.IntN(len(common))] }},
		{"two words", func() string { return word(2, 4) + " " + word(2, 4) }},
		{"one of two words", func() string { return word(2, 4) + " OR " + word(2, 4) }},
		{"one without another", func() string { return word(2, 4) + " NOT " + word(2, 4) }},
		{"school", fact("school", func(d *schema.Document) (out []string) {
			for i := range d.Schools {
				out = append(out, d.Schools[i].Name.Value)
			}
			return out
		})},
		{"person", fact("person", func(d *schema.Document) (out []string) {
			for _, g := range d.LeadingGroups {
				for _, m := range g.Members {
					if m.Name != nil {
						out = append(out, m.Name.Value)
					}
				}
			}
			return out
		})},
		{"measure", fact("measure", func(d *schema.Document) (out []string) {
			for i := range d.Measures {
				out = append(out, d.Measures[i].Name.Value)
			}
			return out
		})},
		{"title", fact("title", func(d *schema.Document) []string {
			if d.Title == nil {
				return nil
			}
			return []string{d.Title.Value}
		})},
		{"district", func() string {
			for {
				if d := any().hit.District; d != "" {
					return "district:" + d
				}
			}
		}},
		{"year", func() string { y := any().hit.Year; return fmt.Sprintf("year:%d-%d", y, y+r.IntN(3)) }},
		{"a word, a year and a measure", func() string {
			return fmt.Sprintf("%s year:%d measure:联合教研", word(2, 4), any().hit.Year)
		}},
	}
	var all []time.Duration
	row := func(name string, d []time.Duration) {
		slices.Sort(d)
		at := func(p float64) time.Duration { return d[int(p*float64(len(d)-1))].Round(100 * time.Microsecond) }
		t.Logf("%-34s %4d queries  p50 %8v  p95 %8v  max %8v", name, len(d), at(0.5), at(0.95), at(1))
	}
	for _, k := range kinds {
		var took []time.Duration
		matches := 0
		for range *speedQueries {
			q := k.make()
			d, n := ask(q)
			if *speedSlow > 0 && d >= *speedSlow {
				t.Logf("slow: %v, %d match: %s", d.Round(time.Millisecond), n, strings.ReplaceAll(q, "\n", " "))
			}
			took = append(took, d)
			matches += n
		}
		all = append(all, took...)
		row(fmt.Sprintf("%s (%d match)", k.name, matches / *speedQueries), took)
	}
	row("all", all)
}

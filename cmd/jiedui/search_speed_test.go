//go:build unix

package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
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
// corpus, from the words of the query to twenty printed hits: the time that passes,
// and the processor's time, which is what counts where others work as well. It is
// told a corpus with -search.corpus, and asserts nothing.
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
	x := &searching{env: e, format: "text", limit: 20}
	ask := func(query string) (took, int) {
		began, cpu := time.Now(), processor()
		q, err := jiedui.Ask(ctx, query, jiedui.Options{})
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		n, err := x.answer(ctx, s, q, query, export.Masked, jiedui.Options{})
		if err != nil {
			t.Fatalf("%s: %v", query, err)
		}
		return took{time.Since(began), processor() - cpu}, n
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
			d, err := s.DocumentOf(ctx, h, []string{"title", "schools", "leading_groups", "measures"})
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
					if v := drawn(r, vs[r.IntN(len(vs))], 12); len([]rune(v)) > 1 {
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
	var all []took
	row := func(name string, d []took) {
		at := func(of func(took) time.Duration, p float64) time.Duration {
			slices.SortFunc(d, func(a, b took) int { return int(of(a) - of(b)) })
			return of(d[int(p*float64(len(d)-1))]).Round(100 * time.Microsecond)
		}
		wall, cpu := func(t took) time.Duration { return t.wall }, func(t took) time.Duration { return t.cpu }
		t.Logf("%-48s %4d queries  p50 %8v  p95 %8v  max %8v  processor p50 %8v  p95 %8v  max %8v", name, len(d),
			at(wall, 0.5), at(wall, 0.95), at(wall, 1), at(cpu, 0.5), at(cpu, 0.95), at(cpu, 1))
	}
	for _, k := range kinds {
		var times []took
		matches := 0
		for range *speedQueries {
			q := k.make()
			d, n := ask(q)
			if *speedSlow > 0 && d.cpu >= *speedSlow {
				t.Logf("slow: %v, %d match: %s", d.cpu.Round(time.Millisecond), n, strings.ReplaceAll(q, "\n", " "))
			}
			times = append(times, d)
			matches += n
		}
		if k.name != "one hanzi" {
			all = append(all, times...)
		}
		row(fmt.Sprintf("%s (%d match)", k.name, matches / *speedQueries), times)
	}
	row("all but those of one hanzi", all)
}

type took struct{ wall, cpu time.Duration }

// processor is the processor's time that this process has had.
func processor() time.Duration {
	var r syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &r) != nil {
		return 0
	}
	return time.Duration(r.Utime.Nano() + r.Stime.Nano())
}

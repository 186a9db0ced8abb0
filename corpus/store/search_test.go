package store

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"jiedui/corpus"
)

// indexed is made with an entry: the words of the page, its first one as title.
func indexed(ctx context.Context, p *corpus.Page) (Made, error) {
	m, err := made(ctx, p)
	for i := range m.Documents {
		m.Documents[i].ID = fmt.Sprintf("%s#%d", p.Identity, i)
		body := strings.ToLower(string(p.Body))
		title, _, _ := strings.Cut(body, " ")
		m.Entries = append(m.Entries, Entry{Title: title, Body: body, Facets: "all", Year: len(body), Cut: 7, Text: []byte(fmt.Sprint(p.Identity, i))})
	}
	return m, err
}

var testWeights = []float64{8, 1, 8, 1, 1, 1, 1, 1, 1, 0}

// asked returns what a query finds, a hit a line: its text, then its copies.
func asked(t testing.TB, s *Store, q Query) (string, int) {
	t.Helper()
	if q.Pool == 0 {
		q.Pool = 100
	}
	if q.Limit == 0 {
		q.Limit = 100
	}
	if q.Title == "" && !strings.HasPrefix(q.Match, "facets") {
		q.Title = q.Match
	}
	q.Weights = testWeights
	f, err := s.Search(ctx, q)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	err = f.Each(ctx, func(h *Hit) error {
		b.WriteString(strings.TrimPrefix(string(h.Text), "https://school.example/"))
		for _, c := range h.Copies {
			b.WriteString(" +" + c.Address)
		}
		b.WriteByte('\n')
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	n, err := f.Total()
	if err != nil {
		t.Fatal(err)
	}
	return b.String(), n
}

// A query finds what was read, each address as it was last, the title first, and
// the same however often and by how many workers it was built.
func TestSearch(t *testing.T) {
	dir := t.TempDir()
	s, _ := opened(t, dir, Options{})
	site := "https://school.example/"
	put := func(name, body string) { keep(t, s, site+name, corpus.Fetched, answer(site+name, 200, body)) }
	put("a", "one two three")
	put("b", "two one one one x y")
	put("c", "three three")
	build := Building{Rules: "1", Process: indexed, Jobs: 1}
	check := func(what string, q Query, want string, total int) {
		t.Helper()
		if got, n := asked(t, s, q); got != want || n != total {
			t.Errorf("%s: %d:\n%swant %d:\n%s", what, n, got, total, want)
		}
	}
	rebuild := func() {
		t.Helper()
		if _, err := s.Build(ctx, build); err != nil {
			t.Fatal(err)
		}
	}
	check("before it was built", Query{Match: `"one"`}, "", 0)
	rebuild()
	first := func() {
		t.Helper()
		check("words", Query{Match: `"one"`}, "a0\nb0\n", 2)
		check("title", Query{Match: `"three"`}, "c0\na0\n", 2)
		check("not", Query{Match: `facets : "all" NOT "one"`}, "c0\n", 1)
		check("all, the newest year first", Query{Match: `facets : "all"`}, "b0\na0\nc0\n", 3)
		check("offset", Query{Match: `"one"`, Offset: 1}, "b0\n", 2)
		check("limit", Query{Match: `"one"`, Limit: 1}, "a0\n", 2)
		check("a small pool", Query{Match: `"two" OR "three"`, Title: `title : "two" OR title : "three"`, Pool: 2, Limit: 2}, "c0\nb0\n", 3)
		check("a small pool, and more is wanted than the title has", Query{Match: `"one"`, Title: `title : "one"`, Pool: 1, Limit: 2}, "a0\nb0\n", 2)
		check("a small pool, none in the title", Query{Match: `"y" OR "x" OR "one"`, Title: `title : "y"`, Pool: 1, Limit: 1}, "a0\n", 2)
	}
	first()
	if cut, same, err := s.Cut(ctx); cut != 7 || !same || err != nil {
		t.Errorf("cut %d %v, %v", cut, same, err)
	}
	for _, jobs := range []int{1, 4} {
		build.All, build.Jobs = true, jobs
		rebuild()
		first()
	}
	build.All = false
	if err := s.Rebuild(ctx); err != nil {
		t.Fatal(err)
	}
	check("made anew and not built", Query{Match: `"one"`}, "", 0)
	rebuild()
	first()

	// A page that changes, and then is as it was.
	put("a", "four")
	check("fetched and not built", Query{Match: `"three"`}, "c0\na0\n", 2)
	rebuild()
	check("changed", Query{Match: `"three"`}, "c0\n", 1)
	check("changed, all of it", Query{Match: `"three"`, History: true}, "c0\na0\n", 2)
	check("as it is now", Query{Match: `"four"`}, "a0\n", 1)
	put("a", "one two three")
	rebuild()
	check("as it was again", Query{Match: `"three"`}, "c0\na0\n", 2)
	check("no longer", Query{Match: `"four"`}, "", 0)

	// Copies are one hit.
	put("mirror", "three three")
	build.Alike = func(a, b []byte) float64 {
		if string(a) == string(b) {
			return 1
		}
		return 0
	}
	build.AlikeFrom = 0.9
	build.Bands = func(p []byte) []uint64 { return []uint64{uint64(len(p))} }
	build.Process = func(ctx context.Context, p *corpus.Page) (Made, error) {
		m, err := indexed(ctx, p)
		m.Prints = [][]byte{p.Body}
		return m, err
	}
	build.All = true
	rebuild()
	check("copies", Query{Match: `"three"`}, "c0 +https://school.example/mirror\na0\n", 3)
	check("copies at any time", Query{Match: `"three"`, History: true}, "c0\nmirror0\na0\n", 3)
}

// Whatever way is taken, hits, order and number are those of the plain way: count
// what matches, weigh it, sort it.
func TestSearchIsThePlainWay(t *testing.T) {
	s, _ := opened(t, t.TempDir(), Options{})
	r := rand.New(rand.NewPCG(11, 12))
	// Words from those that nearly every page has to those that hardly one has, the
	// last ones in neighbouring pages.
	words := func(i int) string {
		var b strings.Builder
		for range 3 + r.IntN(12) {
			fmt.Fprintf(&b, "w%d ", r.IntN(1+r.IntN(1+r.IntN(40))))
		}
		if i/20 == 3 {
			b.WriteString("near ")
		}
		return strings.TrimSpace(b.String())
	}
	const site, pages = "https://school.example/", 160
	for i := range pages {
		body := words(i)
		for j := range 1 + r.IntN(2)*r.IntN(2) { // one in four is on two sites
			a := fmt.Sprintf("%s%d/%d", site, j, i)
			keep(t, s, a, corpus.Fetched, answer(a, 200, body))
		}
	}
	build := Building{Rules: "1", Jobs: 1, AlikeFrom: 0.9, Bands: func(p []byte) []uint64 { return []uint64{uint64(len(p))} }}
	build.Alike = func(a, b []byte) float64 {
		if string(a) == string(b) {
			return 1
		}
		return 0
	}
	build.Process = func(ctx context.Context, p *corpus.Page) (Made, error) {
		m, err := indexed(ctx, p)
		m.Prints = [][]byte{p.Body}
		return m, err
	}
	check := func() {
		t.Helper()
		if _, err := s.Build(ctx, build); err != nil {
			t.Fatal(err)
		}
		ways := map[string]int{}
		for range 250 {
			q := Query{Weights: testWeights, Pool: 1 + r.IntN(1+r.IntN(200)), Offset: r.IntN(1 + r.IntN(30)), Limit: r.IntN(40), History: r.IntN(4) == 0}
			word := func() string {
				if r.IntN(9) == 0 {
					return `"near"`
				}
				return fmt.Sprintf(`"w%d"`, r.IntN(1+r.IntN(42)))
			}
			a, b := word(), word()
			switch r.IntN(6) {
			case 0:
				q.Match, q.Title = a, "title : "+a
			case 1:
				q.Match, q.Title = a+" AND "+b, "title : "+a+" AND title : "+b
			case 2:
				q.Match, q.Title = a+" OR "+b, "title : "+a+" OR title : "+b
			case 3:
				q.Match, q.Title = a+" NOT "+b, "title : "+a+" NOT "+b
			case 4:
				q.Match, q.Title = `facets : "all" AND `+a, `facets : "all" AND title : `+a
			default:
				q.Match = "body : " + a
			}
			want, total := plainly(t, s, q)
			f, err := s.Search(ctx, q)
			if err != nil {
				t.Fatal(err)
			}
			var got []int64
			if err := f.Each(ctx, func(h *Hit) error { got = append(got, h.row); return nil }); err != nil {
				t.Fatal(err)
			}
			n, err := f.Total()
			if err != nil {
				t.Fatal(err)
			}
			if count, err := s.Count(ctx, q); err != nil || n != total || count != total || f.None() != (total == 0) {
				t.Errorf("%+v: %d match, counted %d (%v), want %d", q, n, count, err, total)
			}
			if !slices.Equal(got, want) {
				t.Errorf("%+v: found %v, want %v", q, got, want)
			}
			pool := max(q.Pool, q.Offset+q.Limit)
			seems, err := s.seemsMore(ctx, q, pool)
			if err != nil {
				t.Fatal(err)
			}
			ways[fmt.Sprintf("more %v, seems more %v, title %v", total > pool, seems, q.Title != "")]++
		}
		t.Log(ways)
		if len(ways) < 8 {
			t.Errorf("only these ways were gone: %v", ways)
		}
	}
	check()
	for i := range pages / 4 { // other contents, older ones among them
		a := fmt.Sprintf("%s0/%d", site, i*3)
		keep(t, s, a, corpus.Fetched, answer(a, 200, words(i*3)+" now"))
	}
	check()
}

// plainly answers a query the plain way: with the rows of the hits, and the number
// of documents that match.
func plainly(t *testing.T, s *Store, q Query) ([]int64, int) {
	type row struct {
		row, root    int64
		score        float64
		year, behind int
	}
	all := func(match string) (out []row) {
		rank := "bm25(search"
		for _, w := range q.Weights {
			rank += fmt.Sprintf(", %g", w)
		}
		latest := "f.older = 0"
		if q.History {
			latest = "1"
		}
		rows, err := s.db.QueryContext(ctx, "SELECT f.document, "+rank+"), f.year, coalesce(f.root, f.document) FROM search JOIN found f ON f.document = search.rowid WHERE search MATCH ? AND "+latest+" ORDER BY f.document", match)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var r row
			if err := rows.Scan(&r.row, &r.score, &r.year, &r.root); err != nil {
				t.Fatal(err)
			}
			out = append(out, r)
		}
		return out
	}
	matches := all(q.Match)
	pool := max(q.Pool, q.Offset+q.Limit)
	var ranked []row
	switch {
	case pool == 0:
		return nil, len(matches)
	case len(matches) <= pool && q.Title != "":
		ranked = matches
	default:
		roots := map[int64]bool{}
		if q.Title != "" && len(matches) > pool {
			ranked = all(q.Title)
			ranked = ranked[:min(len(ranked), pool)]
			for _, r := range ranked {
				roots[r.root] = true
			}
		}
		if len(roots) >= q.Offset+q.Limit {
			break
		}
		for _, r := range matches[:min(len(matches), pool)] {
			if !slices.ContainsFunc(ranked, func(x row) bool { return x.row == r.row }) && len(ranked) < pool {
				r.score, r.behind = 0, 1
				ranked = append(ranked, r)
			}
		}
	}
	slices.SortStableFunc(ranked, func(a, b row) int {
		return cmp.Or(cmp.Compare(a.behind, b.behind), cmp.Compare(a.score, b.score), cmp.Compare(b.year, a.year), cmp.Compare(a.row, b.row))
	})
	var out []int64
	roots := map[int64]bool{}
	for _, r := range ranked {
		if !q.History && roots[r.root] {
			continue
		}
		roots[r.root] = true
		out = append(out, r.row)
	}
	return out[min(len(out), q.Offset):min(len(out), q.Offset+q.Limit)], len(matches)
}

// Nothing of what is forgotten is left in the index: no token of it stands in the
// bytes of the catalogue. What stays is found as before.
func TestSearchForgets(t *testing.T) {
	for name, end := range map[string]func(*Store) error{
		"page": func(s *Store) error {
			_, err := s.Forget(ctx, []string{"https://school.example/secret"}, "")
			return err
		},
		"person": func(s *Store) error {
			_, err := s.Redact(ctx, "", func(_ context.Context, p *corpus.Page) ([]byte, bool, error) {
				b := strings.ReplaceAll(strings.ReplaceAll(string(p.Body), "secretword", "........"), "密语", "..")
				return []byte(b), b != string(p.Body), nil
			})
			return err
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			s, _ := opened(t, dir, Options{})
			const secret, other = "https://school.example/secret", "https://school.example/other"
			keep(t, s, secret, corpus.Fetched, answer(secret, 200, "both secretword 密语 end"))
			keep(t, s, other, corpus.Fetched, answer(other, 200, "both otherword"))
			for i := range 40 { // enough for several segments
				a := fmt.Sprintf("https://school.example/%d", i)
				keep(t, s, a, corpus.Fetched, answer(a, 200, fmt.Sprintf("filler%d word", i)))
			}
			build := Building{Rules: "1", Process: indexed, Jobs: 1}
			for _, rules := range []string{"1", "2"} { // an old entry of the page is taken out, too
				build.Rules = rules
				if _, err := s.Build(ctx, build); err != nil {
					t.Fatal(err)
				}
			}
			before := everything(t, dir)
			for _, word := range []string{"secretword", "密语"} {
				if !strings.Contains(before, word) {
					t.Fatalf("%s was never there", word)
				}
			}
			if err := end(s); err != nil {
				t.Fatal(err)
			}
			if _, n := asked(t, s, Query{Match: `"secretword" OR "密语"`}); n != 0 {
				t.Errorf("found %d", n)
			}
			if _, err := s.Build(ctx, build); err != nil {
				t.Fatal(err)
			}
			if got, _ := asked(t, s, Query{Match: `"otherword"`}); got != "other0\n" {
				t.Errorf("found %q", got)
			}
			s.Close()
			all := everything(t, dir)
			// The index keeps of a token what it does not share with the one before it.
			for _, word := range []string{"secretword", "ecretword", "cretword", "密语", "密", "语"} {
				if strings.Contains(all, word) {
					t.Errorf("%q is still there", word)
				}
			}
			if !strings.Contains(all, "otherword") {
				t.Error("the other page is gone")
			}
		})
	}
}

// A catalogue without an index is read as it is; whoever writes in it gives it one,
// and the next build fills it.
func TestSearchOfAnOldCatalogue(t *testing.T) {
	dir := t.TempDir()
	s, _ := opened(t, dir, Options{})
	const a = "https://school.example/a"
	keep(t, s, a, corpus.Fetched, answer(a, 200, "one two"))
	build := Building{Rules: "1", Process: indexed, Jobs: 1}
	if _, err := s.Build(ctx, build); err != nil {
		t.Fatal(err)
	}
	set := dataset(t, s, Selection{})
	for _, q := range []string{"DROP TABLE search", "DROP TABLE found", "DROP TABLE texts", "ALTER TABLE builds DROP COLUMN captures", "PRAGMA user_version = 2"} {
		if _, err := s.db.ExecContext(ctx, q); err != nil {
			t.Fatal(err)
		}
	}
	s.Close()
	old, err := Open(ctx, dir, Options{ReadOnly: true})
	if err != nil {
		t.Fatal(err)
	}
	if got := dataset(t, old, Selection{}); got != set {
		t.Errorf("dataset %q, want %q", got, set)
	}
	if _, _, err := old.Cut(ctx); err == nil || !strings.Contains(err.Error(), "no search index") {
		t.Errorf("asked: %v", err)
	}
	old.Close()
	s, said := opened(t, dir, Options{})
	if len(*said) != 1 || !strings.Contains((*said)[0], "search index") {
		t.Errorf("said %q", *said)
	}
	if got := dataset(t, s, Selection{}); got != set {
		t.Errorf("dataset %q, want %q", got, set)
	}
	if n, err := s.Build(ctx, build); err != nil || n.Read != 1 {
		t.Errorf("%+v, %v", n, err)
	}
	if got, _ := asked(t, s, Query{Match: `"two"`}); got != "a0\n" {
		t.Errorf("found %q", got)
	}
}

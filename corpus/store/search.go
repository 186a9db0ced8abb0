package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"slices"

	"jiedui/schema"
)

// Entry is what a document is found by. The columns hold tokens with blanks
// between them: letters and digits as they are, ASCII in lower case.
type Entry struct {
	Title, Body                string
	TitleWords, Words          string
	Issuer, Region             string
	Schools, Measures, Persons string
	Facets                     string
	Year                       int    // 0: not known
	District, Code             string // "": not known
	Cut                        int64  // which dictionary TitleWords and Words are of
	Text                       []byte // handed out with a hit
}

// documentRow is the row of a part of a capture's page: rows rise in the order of
// the archive and of the parts, so that what they decide (which of too many hits
// are weighed) is the same however often and by how many workers a corpus was
// built.
func documentRow(capture int64, part int) int64 {
	const few = 12 // bits
	if part < 1<<few {
		return capture<<few | int64(part)
	}
	return manyParts | capture<<24 | int64(part)
}

// manyParts is what rows begin with of pages that have a great many parts.
const manyParts = 1 << 62

// enterSearch enters a document into the index.
func enterSearch(ctx context.Context, tx *sql.Tx, doc int64, e *Entry) error {
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{"INSERT INTO found(document, cut, year, district, district_code) VALUES(?, ?, ?, ?, ?)", []any{doc, e.Cut, e.Year, e.District, e.Code}},
		{"INSERT INTO texts(document, text) VALUES(?, ?)", []any{doc, packer().EncodeAll(e.Text, nil)}},
		{"INSERT INTO search(rowid, title, body, title_words, words, issuer, region, schools, measures, persons, facets) VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
			[]any{doc, e.Title, e.Body, e.TitleWords, e.Words, e.Issuer, e.Region, e.Schools, e.Measures, e.Persons, e.Facets}},
	} {
		if _, err := tx.ExecContext(ctx, q.sql, q.args...); err != nil {
			return err
		}
	}
	return nil
}

// Settled reports whether a build came to its end after the last capture was
// entered.
func (s *Store) Settled(ctx context.Context) (bool, error) {
	var known bool
	err := s.db.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) = coalesce((SELECT captures FROM builds ORDER BY id DESC LIMIT 1), 0) FROM captures`).Scan(&known)
	return known, s.fail(err)
}

// settleSearch tells the index which documents are older than what their address
// has now, and which are copies. entered documents are new in it.
func settleSearch(ctx context.Context, tx *sql.Tx, entered int) error {
	const older = `(SELECT 1 FROM documents d JOIN pages p ON p.id = d.page JOIN captures c ON c.id = p.capture
		WHERE d.id = found.document AND c.content <> (SELECT k.content FROM captures k
			WHERE k.address = c.address AND (k.type <> 'revisit' AND k.status = 200 OR k.origin IS NOT NULL) ORDER BY k.date DESC, k.id DESC LIMIT 1))`
	for _, q := range []string{
		"UPDATE found SET older = 0, root = NULL WHERE older = 1 OR root IS NOT NULL",
		"UPDATE found SET older = 1 WHERE EXISTS " + older,
		`UPDATE found SET root = (SELECT o.id FROM documents d JOIN copies k ON k.document = d.document JOIN documents o ON o.document = k.copy_of JOIN found f ON f.document = o.id
			WHERE d.id = found.document AND f.older = 0 ORDER BY o.id LIMIT 1)
			WHERE older = 0 AND document IN (SELECT d.id FROM copies k JOIN documents d ON d.document = k.document)`,
	} {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	var all int
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM found").Scan(&all); err != nil || entered*10 < all {
		return err
	}
	// Many segments make every query slow; after a large build they become one.
	return purgeSearch(ctx, tx)
}

// purgeSearch writes the index anew as one segment, without anything of the
// documents that were taken out of it: until then their tokens are only marked.
func purgeSearch(ctx context.Context, tx *sql.Tx) error {
	_, err := tx.ExecContext(ctx, "INSERT INTO search(search) VALUES('optimize')")
	return err
}

// Query is a question to the index, in the words of SQLite's FTS5.
type Query struct {
	Match string // what it matches
	Title string // the same in the title; "": it asks for no words
	// Weights are the weights of the columns of the table search.
	Weights []float64
	// History takes every content that an address ever had; otherwise the last, as
	// of the last build.
	History bool
	// Pool is the number of documents that are weighed. Of more, those go first
	// that match in the title, by weight; of the others, as many as came first into
	// the archive follow without weights. So it is where no words are asked for.
	Pool int
	// Offset is the number of hits to pass over, Limit that of hits to return; a
	// copy of a document that is a hit is none.
	Offset, Limit int

	all bool // no document is older than another of its address
}

// Hit is a document that was found.
type Hit struct {
	Document, Title, Issuer string
	Part                    int
	District, Code          string
	Year                    int // 0: not known
	URI, CapturedAt         string
	Text                    []byte // as it was entered
	Copies                  []Copy // Document and Address alone

	row int64
}

// noIndex says so of a catalogue that has no search index yet.
func (s *Store) noIndex(ctx context.Context) error {
	var version int
	if err := s.db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return s.fail(err)
	}
	if version == unindexed {
		return &Error{Dir: s.dir, Message: "it was built by an older jiedui and has no search index", Hint: "make it with: jiedui build --corpus " + s.dir}
	}
	return nil
}

// Cut returns which dictionary the documents were entered with, if it was the
// same for all.
func (s *Store) Cut(ctx context.Context) (cut int64, same bool, err error) {
	if err := s.noIndex(ctx); err != nil {
		return 0, false, err
	}
	var low, high sql.NullInt64
	err = s.db.QueryRowContext(ctx, "SELECT (SELECT min(cut) FROM found), (SELECT max(cut) FROM found)").Scan(&low, &high)
	return low.Int64, low.Valid && low == high, s.fail(err)
}

// Count returns how many documents match.
func (s *Store) Count(ctx context.Context, q Query) (int, error) {
	if err := s.simplify(ctx, &q); err != nil {
		return 0, s.fail(err)
	}
	n, err := s.count(ctx, q, math.MinInt64, math.MaxInt64)
	return n, s.fail(err)
}

// count counts those whose rows go from one to another, with both.
func (s *Store) count(ctx context.Context, q Query, from, to int64) (int, error) {
	var n int
	err := s.db.QueryRowContext(ctx, countRows+q.latest("rowid"), q.Match, from, to).Scan(&n)
	return n, err
}

const countRows = "SELECT count(*) FROM search WHERE search MATCH ? AND rowid BETWEEN ? AND ?"

// countBehind counts those behind a row, in two halves at a time.
func (s *Store) countBehind(ctx context.Context, q Query, row int64) (int, error) {
	_, last, err := s.span(ctx)
	if err != nil {
		return 0, err
	}
	middle := row + max(last-row, 0)/2
	half := begin(func() (int, error) { return s.count(ctx, q, middle+1, math.MaxInt64) })
	n, err := s.count(ctx, q, row+1, middle)
	m, err2 := half.wait()
	return n + m, errors.Join(err, err2)
}

// span returns between which rows nearly all documents are.
func (s *Store) span(ctx context.Context) (first, last int64, err error) {
	err = s.db.QueryRowContext(ctx, "SELECT coalesce((SELECT min(document) FROM found), 0), coalesce((SELECT max(document) FROM found WHERE document < ?), 0)", int64(manyParts)).Scan(&first, &last)
	return first, last, err
}

// seemsMore tells from samples whether more than n documents match. It decides
// which way is taken to the answer, never what comes of it.
func (s *Store) seemsMore(ctx context.Context, q Query, n int) (bool, error) {
	const samples, each = 4, 64 // each is that part of all
	first, last, err := s.span(ctx)
	if err != nil {
		return false, err
	}
	ask, err := s.db.PrepareContext(ctx, countRows+q.latest("rowid"))
	if err != nil {
		return false, err
	}
	defer ask.Close()
	width := (last - first) / each
	found := 0
	for i := range int64(samples) {
		from := first + (last-first)/(2*samples)*(2*i+1)
		var k int
		if err := ask.QueryRowContext(ctx, q.Match, from, from+width).Scan(&k); err != nil {
			return false, err
		}
		if found += k; found > n/(each/samples) {
			return true, nil
		}
	}
	return false, nil
}

// latest is the condition that a document is one that its address has now; row is
// what its row is called.
func (q *Query) latest(row string) string {
	if q.History || q.all {
		return ""
	}
	return " AND " + row + " NOT IN (SELECT document FROM found WHERE older = 1)"
}

// simplify leaves out what says nothing of this index: where no document is older
// than another of its address, the last are all.
func (s *Store) simplify(ctx context.Context, q *Query) error {
	if q.History {
		return nil
	}
	var older bool
	err := s.db.QueryRowContext(ctx, "SELECT EXISTS (SELECT 1 FROM found WHERE older = 1)").Scan(&older)
	q.all = !older
	return err
}

// weighed is a document that matches.
type weighed struct {
	row    int64
	score  float64 // the smaller the better
	behind bool    // those that match in the title go first, and it does not
	year   int
	root   int64 // of its copies; its own row when it has none
}

// Found is the answer to a [Query].
type Found struct {
	s     *Store
	q     Query
	rows  []weighed // the best first
	none  bool
	total *task[int]
}

// None reports whether no document matches.
func (f *Found) None() bool { return f.none }

// Total returns the number of documents that match; copies are counted each. Many
// are still being counted while the first hits are at hand.
func (f *Found) Total() (int, error) {
	n, err := f.total.wait()
	return n, f.s.fail(err)
}

// task is something that goes on beside.
type task[T any] struct {
	done  chan struct{}
	value T
	err   error
}

func begin[T any](f func() (T, error)) *task[T] {
	t := &task[T]{done: make(chan struct{})}
	go func() {
		defer close(t.done)
		t.value, t.err = f()
	}()
	return t
}

func (t *task[T]) wait() (T, error) {
	<-t.done
	return t.value, t.err
}

// Search answers a query. The order of the hits is by weight, then the newest
// year, then the order of the archive. Where many documents match, parts of the
// work go on at a time, on connections of their own, which end with ctx.
func (s *Store) Search(ctx context.Context, q Query) (*Found, error) {
	f := &Found{s: s, q: q}
	pool := max(q.Pool, q.Offset+q.Limit)
	if pool == 0 { // only the number is wanted
		n, err := s.Count(ctx, q)
		f.counted(n)
		return f, err
	}
	if err := s.simplify(ctx, &q); err != nil {
		return nil, s.fail(err)
	}
	many, err := s.seemsMore(ctx, q, pool)
	if err == nil {
		err = s.find(ctx, q, f, pool, many)
	}
	if err != nil {
		return nil, s.fail(err)
	}
	slices.SortFunc(f.rows, func(a, b weighed) int {
		switch {
		case a.behind == b.behind:
			return cmp.Or(cmp.Compare(a.score, b.score), cmp.Compare(b.year, a.year), cmp.Compare(a.row, b.row))
		case b.behind:
			return -1
		}
		return 1
	})
	return f, nil
}

// find finds the hits of f and their number. Whether many seem to match, more than
// pool, changes nothing but how long it takes: few are weighed as they are found;
// of many, the first are taken as they come, while those that match in the title
// are weighed, and the others counted.
func (s *Store) find(ctx context.Context, q Query, f *Found, pool int, many bool) (err error) {
	weights := q.Title != ""
	var titled *task[[]weighed]
	if many && weights {
		titled = begin(func() ([]weighed, error) { return s.weigh(ctx, q, q.Title, true, pool) })
	}
	// One more than the pool shows whether there are more.
	rows, err := s.weigh(ctx, q, q.Match, weights && !many, pool+1)
	if err != nil {
		return err
	}
	if len(rows) <= pool {
		f.counted(len(rows))
		if f.rows = rows; many && weights {
			f.rows, err = s.weigh(ctx, q, q.Match, true, pool)
		}
		return err
	}
	f.total = begin(func() (int, error) {
		n, err := s.countBehind(ctx, q, rows[pool].row)
		return len(rows) + n, err
	})
	if weights && titled == nil {
		titled = begin(func() ([]weighed, error) { return s.weigh(ctx, q, q.Title, true, pool) })
	}
	hits := map[int64]bool{} // as they are folded
	seen := map[int64]bool{}
	if titled != nil {
		if f.rows, err = titled.wait(); err != nil {
			return err
		}
		for _, w := range f.rows {
			hits[w.root], seen[w.row] = true, true
		}
	}
	if len(hits) >= q.Offset+q.Limit {
		return nil
	}
	for _, w := range rows[:pool] {
		if !seen[w.row] && len(f.rows) < pool {
			w.behind, w.score = true, 0
			f.rows = append(f.rows, w)
		}
	}
	return nil
}

// counted says that n documents match.
func (f *Found) counted(n int) {
	f.none = n == 0
	f.total = &task[int]{done: make(chan struct{}), value: n}
	close(f.total.done)
}

// Each hands the hits to take, in their order, one in memory at a time.
func (f *Found) Each(ctx context.Context, take func(*Hit) error) error {
	ask, err := f.s.prepareHits(ctx)
	if err != nil {
		return f.s.fail(err)
	}
	defer ask.close()
	roots := map[int64]bool{}
	n := 0
	for _, w := range f.rows {
		if !f.q.History {
			if roots[w.root] {
				continue
			}
			roots[w.root] = true
		}
		if n++; n <= f.q.Offset {
			continue
		}
		if n > f.q.Offset+f.q.Limit {
			return nil
		}
		h, err := ask.hit(ctx, w, f.q.History)
		if errors.Is(err, sql.ErrNoRows) { // another command has just read its page anew
			continue
		}
		if err != nil {
			return f.s.fail(err)
		}
		if err := take(&h); err != nil {
			return err
		}
	}
	return nil
}

// weigh returns at most pool documents that match, in the order of the archive;
// weights are counted where that is asked for.
func (s *Store) weigh(ctx context.Context, q Query, match string, weights bool, pool int) ([]weighed, error) {
	rank := "0.0"
	if weights {
		rank = "bm25(search"
		for _, w := range q.Weights {
			rank += fmt.Sprintf(", %g", w)
		}
		rank += ")"
	}
	rows, err := s.db.QueryContext(ctx, "SELECT search.rowid, "+rank+", f.year, coalesce(f.root, search.rowid) FROM search CROSS JOIN found f ON f.document = search.rowid WHERE search MATCH ?"+q.latest("search.rowid")+" ORDER BY search.rowid LIMIT ?", match, pool)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []weighed
	for rows.Next() {
		var w weighed
		if err := rows.Scan(&w.row, &w.score, &w.year, &w.root); err != nil {
			return nil, err
		}
		out = append(out, w)
	}
	return out, rows.Err()
}

// hitQueries are what is asked for each hit.
type hitQueries struct{ known, copies *sql.Stmt }

func (s *Store) prepareHits(ctx context.Context) (*hitQueries, error) {
	known, err := s.db.PrepareContext(ctx, `SELECT d.document, d.part, d.title, d.issuer, f.district, f.district_code, c.address, c.date, t.text
		FROM documents d JOIN found f ON f.document = d.id JOIN texts t ON t.document = d.id JOIN pages p ON p.id = d.page JOIN captures c ON c.id = p.capture
		WHERE d.id = ?`)
	if err != nil {
		return nil, err
	}
	copies, err := s.db.PrepareContext(ctx, `SELECT d.document, c.address FROM found f JOIN documents d ON d.id = f.document JOIN pages p ON p.id = d.page JOIN captures c ON c.id = p.capture
		WHERE (f.root = ?1 OR f.document = ?1) AND f.document <> ?2 AND f.older = 0 ORDER BY c.address, d.part`)
	if err != nil {
		known.Close()
		return nil, err
	}
	return &hitQueries{known, copies}, nil
}

func (ask *hitQueries) close() {
	ask.known.Close()
	ask.copies.Close()
}

// hit gathers what is known of a document that was found.
func (ask *hitQueries) hit(ctx context.Context, w weighed, history bool) (Hit, error) {
	h := Hit{Year: w.year, row: w.row}
	var address, date string
	var packed []byte
	err := ask.known.QueryRowContext(ctx, w.row).Scan(&h.Document, &h.Part, &h.Title, &h.Issuer, &h.District, &h.Code, &address, &date, &packed)
	if err != nil {
		return h, err
	}
	_, h.URI = namesOf(address)
	h.CapturedAt = parseTime(date).Format("2006-01-02T15:04:05Z")
	if h.Text, err = unpacker().DecodeAll(packed, nil); err != nil {
		return h, errors.New("a text in the search index is damaged; make it anew with: jiedui corpus rebuild, then jiedui build")
	}
	if history {
		return h, nil
	}
	rows, err := ask.copies.QueryContext(ctx, w.root, w.row)
	if err != nil {
		return h, err
	}
	defer rows.Close()
	for rows.Next() {
		var c Copy
		if err := rows.Scan(&c.Document, &address); err != nil {
			return h, err
		}
		_, c.Address = namesOf(address)
		h.Copies = append(h.Copies, c)
	}
	return h, rows.Err()
}

// DocumentOf returns the document of a hit, as far as these members of its JSON
// go.
func (s *Store) DocumentOf(ctx context.Context, h *Hit, members []string) (*schema.Document, error) {
	var b []byte
	if err := s.db.QueryRowContext(ctx, "SELECT record FROM documents WHERE id = ?", h.row).Scan(&b); err != nil {
		return nil, s.fail(err)
	}
	d, err := unpackMembers(b, members)
	return d, s.fail(err)
}

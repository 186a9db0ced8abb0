package store

import (
	"context"
	"fmt"

	"jiedui/corpus"
)

// Status says what a corpus holds.
type Status struct {
	Archives     int     `json:"archive_files"`
	Bytes        int64   `json:"archive_bytes"`
	Captures     int     `json:"captures"`
	Addresses    int     `json:"addresses"`    // that have a page
	Pages        int     `json:"pages"`        // different contents of them
	Built        int     `json:"pages_read"`   // of those, read into documents
	Failed       int     `json:"pages_failed"` // of those, pages that gave none
	Documents    int     `json:"documents"`
	Findings     int     `json:"findings"`
	Copies       int     `json:"copies"`    // documents that are copies of another
	Forgotten    int     `json:"forgotten"` // pages that were removed
	Runs         int     `json:"runs"`
	Unfinished   int     `json:"runs_unfinished"`
	LastOutcomes []Tally `json:"outcomes"` // how the addresses ended that were asked for, each counted once: by its last outcome
}

// Tally counts addresses that ended in one way.
type Tally struct {
	State corpus.State `json:"state"`
	Count int          `json:"count"`
}

// lastOutcomes selects the last outcome of each address.
const lastOutcomes = ` FROM (SELECT *, row_number() OVER (PARTITION BY address ORDER BY id DESC) AS nth FROM outcomes) WHERE nth = 1`

// Status returns what the corpus holds.
func (s *Store) Status(ctx context.Context) (Status, error) {
	var st Status
	for _, q := range []struct {
		sql  string
		args []any
	}{
		{"SELECT count(*), coalesce(sum(size), 0) FROM archives", []any{&st.Archives, &st.Bytes}},
		{"SELECT count(*) FROM captures", []any{&st.Captures}},
		{contents + "SELECT count(*), count(DISTINCT address) FROM contents WHERE nth = 1", []any{&st.Pages, &st.Addresses}},
		{"SELECT count(*), count(nullif(code, '')) FROM pages", []any{&st.Built, &st.Failed}},
		{"SELECT count(*) FROM documents", []any{&st.Documents}},
		{"SELECT count(*) FROM findings", []any{&st.Findings}},
		{"SELECT count(*) FROM copies", []any{&st.Copies}},
		{"SELECT count(DISTINCT address) FROM forgotten WHERE what = 'page'", []any{&st.Forgotten}},
		{"SELECT count(*), count(*) - count(ended) FROM runs", []any{&st.Runs, &st.Unfinished}},
	} {
		if err := s.db.QueryRowContext(ctx, q.sql).Scan(q.args...); err != nil {
			return st, s.fail(fmt.Errorf("%w", err))
		}
	}
	rows, err := s.db.QueryContext(ctx, "SELECT state, count(*)"+lastOutcomes+" GROUP BY state ORDER BY state")
	if err != nil {
		return st, s.fail(err)
	}
	defer rows.Close()
	st.LastOutcomes = []Tally{}
	for rows.Next() {
		var t Tally
		if err := rows.Scan(&t.State, &t.Count); err != nil {
			return st, s.fail(err)
		}
		st.LastOutcomes = append(st.LastOutcomes, t)
	}
	return st, s.fail(rows.Err())
}

// Outcomes hands the last outcome of each address that was asked for to take, in
// the order of the addresses.
func (s *Store) Outcomes(ctx context.Context, take func(*corpus.Outcome) error) error {
	rows, err := s.db.QueryContext(ctx, outcomeColumns+lastOutcomes+" ORDER BY address")
	if err != nil {
		return s.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		o, err := scanOutcome(rows)
		if err != nil {
			return s.fail(err)
		}
		if err := take(o); err != nil {
			return err
		}
	}
	return s.fail(rows.Err())
}

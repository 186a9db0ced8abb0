package store

import (
	"context"
	"database/sql"
)

// link finds the copies of one document among the pages: the same plan on the
// site of a district, on a mirror and in a document library. Each is linked to
// the earliest of them. Contents that one address had at different times are
// versions and no copies.
func (s *Store) link(ctx context.Context, b Building) error {
	type entry struct {
		id, address, date string
		print             []byte
	}
	rows, err := s.db.QueryContext(ctx, "WITH "+current+`SELECT d.document, c.address, c.date, d.print FROM documents d JOIN pages p ON p.id = d.page JOIN captures c ON c.id = p.capture
		WHERE d.print IS NOT NULL AND EXISTS (SELECT 1 FROM current k WHERE k.address = c.address AND k.content = c.content)
		ORDER BY c.date, c.address, d.part`)
	if err != nil {
		return err
	}
	defer rows.Close()
	var all []entry
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.id, &e.address, &e.date, &e.print); err != nil {
			return err
		}
		all = append(all, e)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	const many = 64 // entries of a band that are compared: boilerplate that thousands share is no copy
	type pair struct {
		doc, of    string
		similarity float64
	}
	var found []pair
	bands := map[uint64][]int{}
	for i := range all {
		best, at := 0.0, -1
		seen := map[int]bool{}
		for _, k := range b.Bands(all[i].print) {
			for _, j := range bands[k] {
				if seen[j] || all[j].address == all[i].address {
					continue
				}
				seen[j] = true
				if sim := b.Alike(all[i].print, all[j].print); sim > best || sim == best && at >= 0 && j < at {
					best, at = sim, j
				}
			}
			if len(bands[k]) < many {
				bands[k] = append(bands[k], i)
			}
		}
		if at >= 0 && best >= b.AlikeFrom {
			found = append(found, pair{all[i].id, all[at].id, best})
		}
	}
	return s.change(ctx, func(tx *sql.Tx) error {
		if _, err := tx.ExecContext(ctx, "DELETE FROM copies"); err != nil {
			return err
		}
		root := map[string]string{} // a copy of a copy is one of the first
		for _, p := range found {
			of := p.of
			if r, ok := root[of]; ok {
				of = r
			}
			root[p.doc] = of
			if _, err := tx.ExecContext(ctx, "INSERT OR REPLACE INTO copies(document, copy_of, similarity) VALUES(?, ?, ?)", p.doc, of, p.similarity); err != nil {
				return err
			}
		}
		return nil
	})
}

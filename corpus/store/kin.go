package store

import (
	"context"
	"encoding/json"

	"jiedui/schema"
)

// Kin is what a corpus knows of a document beside what the document says.
type Kin struct {
	// Versions are the contents that its address had, the earliest first; the
	// document itself is one of them.
	Versions []Version
	// Copies are the documents of other pages that say the same, the earliest first.
	Copies []Copy
	// Findings are what is wrong with what it says. Numbers are not masked.
	Findings []schema.Finding
}

// Version is one content of an address.
type Version struct {
	At      string // when it was first captured, RFC 3339
	Content string // SHA-256 of the page, hexadecimal
}

// Copy is a document of another page that says the same.
type Copy struct {
	Document   string
	Address    string
	First      bool    // it is the earliest of all
	Similarity float64 // to the earliest; of the earliest itself, that of the document asked for
}

// Kin tells of a document that [Store.Documents] gave.
func (s *Store) Kin(ctx context.Context, doc *schema.Document) (Kin, error) {
	var k Kin
	err := s.query(ctx, func(scan func(...any) error) error {
		var v Version
		if err := scan(&v.At, &v.Content); err != nil {
			return err
		}
		k.Versions = append(k.Versions, v)
		return nil
	}, `SELECT c.date, c.content FROM documents d JOIN pages p ON p.id = d.page JOIN captures c ON c.id = p.capture
		WHERE d.document = ? ORDER BY c.date, c.id`, doc.ID)
	if err != nil {
		return k, err
	}
	err = s.query(ctx, func(scan func(...any) error) error {
		var b []byte
		var f schema.Finding
		if err := scan(&b); err != nil {
			return err
		}
		if err := json.Unmarshal(b, &f); err != nil {
			return err
		}
		k.Findings = append(k.Findings, f)
		return nil
	}, `SELECT f.finding FROM findings f JOIN documents d ON d.id = f.document JOIN pages p ON p.id = d.page JOIN captures c ON c.id = p.capture
		WHERE d.document = ? AND c.content = ? ORDER BY f.rowid`, doc.ID, doc.Source.SHA256)
	if err != nil {
		return k, err
	}
	err = s.query(ctx, func(scan func(...any) error) error {
		var c Copy
		if err := scan(&c.Document, &c.First, &c.Similarity, &c.Address); err != nil {
			return err
		}
		_, c.Address = namesOf(c.Address)
		k.Copies = append(k.Copies, c)
		return nil
	}, `WITH root(id, own) AS (
			SELECT copy_of, similarity FROM copies WHERE document = ?1
			UNION SELECT copy_of, 1 FROM copies WHERE copy_of = ?1),
		family(id, first, similarity) AS (
			SELECT id, 1, own FROM root
			UNION SELECT c.document, 0, c.similarity FROM copies c JOIN root r ON c.copy_of = r.id)
		SELECT f.id, f.first, f.similarity, min(c.address) FROM family f JOIN documents d ON d.document = f.id JOIN pages p ON p.id = d.page JOIN captures c ON c.id = p.capture
		WHERE f.id <> ?1 GROUP BY f.id, f.first, f.similarity ORDER BY f.first DESC, min(c.date), f.id`, doc.ID)
	return k, err
}

// query calls take with each row of a query.
func (s *Store) query(ctx context.Context, take func(scan func(...any) error) error, sql string, args ...any) error {
	rows, err := s.db.QueryContext(ctx, sql, args...)
	if err != nil {
		return s.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		if err := take(rows.Scan); err != nil {
			return s.fail(err)
		}
	}
	return s.fail(rows.Err())
}

package store

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"jiedui/corpus"
)

// Find returns the page that name names, as it was last, or nil where the corpus
// holds none: an address, the path that an added file is kept under, or the id
// of a document that was made of it.
func (s *Store) Find(ctx context.Context, name string) (*corpus.Page, error) {
	if p, err := s.Page(ctx, addressOf(name)); p != nil || err != nil {
		return p, err
	}
	var id int64
	err := s.db.QueryRowContext(ctx, `SELECT p.capture FROM documents d JOIN pages p ON p.id = d.page JOIN captures c ON c.id = p.capture
		WHERE d.document = ? ORDER BY c.date DESC, c.id DESC LIMIT 1`, name).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	if err != nil {
		return nil, s.fail(err)
	}
	page, err := s.loadID(ctx, id)
	return page, s.fail(err)
}

// addressOf returns the address that name is or, of a path, is kept under.
func addressOf(name string) string {
	if strings.Contains(name, "://") {
		return name
	}
	return FileAddress(name)
}

// Content returns the page with the bytes of that digest (SHA-256, lower-case
// hex), or nil.
func (s *Store) Content(ctx context.Context, digest string) (*corpus.Page, error) {
	c, err := scanCapture(s.db.QueryRowContext(ctx, captureColumns+" WHERE c.content = ? AND c.type <> 'revisit' ORDER BY c.id LIMIT 1", digest))
	if c == nil || err != nil {
		return nil, s.fail(err)
	}
	return s.load(c)
}

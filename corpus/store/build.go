package store

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"

	"github.com/klauspost/compress/zstd"

	"jiedui/corpus"
	"jiedui/schema"
)

// Made is what the program makes of one page.
type Made struct {
	Documents []schema.Document
	Findings  [][]schema.Finding // by document
	Facts     [][]Fact           // by document
	Prints    [][]byte           // by document: what near copies are found by, see Alike
	Entries   []Entry            // by document: what it is found by; nil: it is not to be found
	Failure   *schema.Failure    // why there is none of it; Input need not be filled in
}

// Fact is one line of the facts format.
type Fact struct {
	Type string
	Line []byte
}

// Building steers [Store.Build].
type Building struct {
	// Rules names the versions of all rules and words that Process works by. A
	// page that others read is read again.
	Rules string
	// Process makes documents of a page; several at once. Its error is that of
	// ctx; what is wrong with the page is a Failure.
	Process func(context.Context, *corpus.Page) (Made, error)
	// Jobs is the number of pages worked on at once; at least 1.
	Jobs int
	// All reads every page again.
	All bool
	// Alike estimates the similarity of two prints, from 0 to 1, and Bands gives
	// the keys of which near copies share one. Without them no copies are sought.
	Alike     func(a, b []byte) float64
	AlikeFrom float64 // the similarity from which two are copies
	Bands     func(print []byte) []uint64
	// Progress, unless nil, is told after each page.
	Progress func(done, of int)
}

// Built counts what [Store.Build] did.
type Built struct {
	Pages     int // contents of addresses in the corpus
	Read      int // of those, read in this run
	Documents int // made of them in this run
	Failed    int // pages of this run that gave none
	Failures  []schema.Failure
}

// Build reads whatever is new in the corpus, or was read by other rules. Every
// page is entered in one transaction, so a build that ends at any moment leaves
// only whole documents and goes on where it was.
func (s *Store) Build(ctx context.Context, b Building) (Built, error) {
	var n Built
	todo, total, gone, err := s.toBuild(ctx, b)
	if err != nil {
		return n, s.fail(err)
	}
	n.Pages = total
	if len(todo) == 0 && gone == 0 {
		known, err := s.Settled(ctx)
		if known || err != nil {
			return n, err
		}
	}
	began := formatTime(s.now())
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type result struct {
		id   int64
		page *corpus.Page
		made Made
		err  error
	}
	jobs, results := make(chan int64), make(chan result)
	var workers sync.WaitGroup
	var room sync.RWMutex
	for range max(b.Jobs, 1) {
		workers.Go(func() {
			for id := range jobs {
				r := result{id: id}
				leave, err := s.enterRoom(ctx, &room, id)
				if r.err = err; err == nil {
					r.page, r.err = s.loadID(ctx, id)
				}
				switch {
				case errors.Is(r.err, errSpoilt): // the other pages are as good as ever
					var e *Error
					errors.As(r.err, &e) // its message does not say where the corpus is: datasets are equal wherever
					r.made, r.err = Made{Failure: &schema.Failure{Code: schema.CodeUnreadable,
						Message: e.Message + "; the archive is damaged, fetch or add the page anew"}}, nil
				case r.err == nil:
					r.made, r.err = b.Process(ctx, r.page)
				}
				leave()
				select {
				case results <- r:
				case <-ctx.Done():
					return
				}
			}
		})
	}
	go func() {
		defer close(results)
		defer workers.Wait()
		defer close(jobs)
		for _, id := range todo {
			select {
			case jobs <- id:
			case <-ctx.Done():
				return
			}
		}
	}()
	for r := range results {
		if r.err == nil && ctx.Err() == nil {
			r.err = s.change(ctx, func(tx *sql.Tx) error { return enterMade(ctx, tx, b.Rules, r.id, &r.made) })
		}
		if r.err != nil {
			cancel()
			for range results { // until the workers have stopped
			}
			return n, s.fail(r.err)
		}
		n.Read++
		n.Documents += len(r.made.Documents)
		if f := r.made.Failure; f != nil {
			n.Failed++
			f.Input = r.page.URI
			n.Failures = append(n.Failures, *f)
		}
		if b.Progress != nil {
			b.Progress(n.Read, len(todo))
		}
	}
	if err := ctx.Err(); err != nil {
		return n, err
	}
	if b.Alike != nil {
		if err := s.link(ctx, b); err != nil {
			return n, s.fail(err)
		}
	}
	return n, s.fail(s.change(ctx, func(tx *sql.Tx) error {
		if err := settleSearch(ctx, tx, n.Documents); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "INSERT INTO builds(rules, began, ended, pages, captures) VALUES(?, ?, ?, ?, (SELECT coalesce(max(id), 0) FROM captures))",
			b.Rules, began, formatTime(s.now()), n.Read)
		return err
	}))
}

// contents selects the capture that stands for each content of each address:
// the first that brought it, or that points at another address which did.
const contents = `WITH contents AS (
	SELECT c.id, c.address, c.date, row_number() OVER (PARTITION BY c.address, c.content ORDER BY c.type = 'revisit', c.date, c.id) AS nth
	FROM captures c
	WHERE (c.type <> 'revisit' AND c.status = 200 OR c.origin IS NOT NULL) AND NOT (c.address LIKE 'http%://%/robots.txt' AND length(c.address) - length(replace(c.address, '/', '')) = 3))
`

// toBuild returns the captures to be read, in the order of the archive; how many
// pages there are; and how many pages were dropped because their capture is gone
// or no longer the first of its content.
func (s *Store) toBuild(ctx context.Context, b Building) (todo []int64, total int, dropped int64, err error) {
	err = s.change(ctx, func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, contents+"DELETE FROM pages WHERE capture NOT IN (SELECT id FROM contents WHERE nth = 1)")
		if err != nil {
			return err
		}
		dropped, err = res.RowsAffected()
		if err != nil {
			return err
		}
		rows, err := tx.QueryContext(ctx, contents+`SELECT k.id, coalesce(p.rules, '') FROM contents k LEFT JOIN pages p ON p.capture = k.id WHERE k.nth = 1 ORDER BY k.id`)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			var id int64
			var rules string
			if err := rows.Scan(&id, &rules); err != nil {
				return err
			}
			total++
			if b.All || rules != b.Rules {
				todo = append(todo, id)
			}
		}
		return rows.Err()
	})
	return todo, total, dropped, err
}

// large is the number of bytes from which a page is worked on alone: reading one
// takes several times as much memory.
const large = 8 << 20

// enterRoom waits until a capture's page may be worked on, and returns what says
// that it is done.
func (s *Store) enterRoom(ctx context.Context, room *sync.RWMutex, id int64) (leave func(), err error) {
	var size int64
	err = s.db.QueryRowContext(ctx, "SELECT max(c.bytes, coalesce(o.bytes, 0)) FROM captures c LEFT JOIN captures o ON o.id = c.origin WHERE c.id = ?", id).Scan(&size)
	switch {
	case err != nil:
		return func() {}, err
	case size > large:
		room.Lock()
		return room.Unlock, nil
	}
	room.RLock()
	return room.RUnlock, nil
}

// loadID reads the page of a capture. With an error that is errSpoilt comes a
// page without a body.
func (s *Store) loadID(ctx context.Context, id int64) (*corpus.Page, error) {
	c, err := scanCapture(s.db.QueryRowContext(ctx, captureColumns+" WHERE c.id = ?", id))
	if err != nil {
		return nil, err
	}
	if c == nil {
		return nil, fmt.Errorf("capture %d is not in the catalogue", id)
	}
	var origin sql.NullInt64
	if err := s.db.QueryRowContext(ctx, "SELECT origin FROM captures WHERE id = ?", id).Scan(&origin); err != nil {
		return nil, err
	}
	name, identity := namesOf(c.address)
	bare := &corpus.Page{Name: name, URI: identity, Identity: identity}
	if !origin.Valid {
		page, err := s.load(c)
		if err != nil {
			return bare, err
		}
		return page, nil
	}
	from, err := scanCapture(s.db.QueryRowContext(ctx, captureColumns+" WHERE c.id = ?", origin.Int64))
	if err != nil || from == nil {
		return nil, fmt.Errorf("capture %d points at one that is not in the catalogue: %w", id, err)
	}
	page, err := s.load(from)
	if err != nil {
		return bare, err
	}
	page.Name, page.Identity, page.URI = name, identity, identity
	page.CapturedAt = parseTime(c.date)
	return page, nil
}

// stored is a document as the catalogue holds it: with what its JSON leaves out.
type stored struct {
	Document schema.Document  `json:"document"`
	Name     string           `json:"name"`
	Line     int              `json:"line"`
	Private  []schema.Private `json:"private"`
}

var (
	packer   = sync.OnceValue(func() *zstd.Encoder { e, _ := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1)); return e })
	unpacker = sync.OnceValue(func() *zstd.Decoder { d, _ := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0)); return d })
)

// enterMade replaces what the catalogue knows of a page.
func enterMade(ctx context.Context, tx *sql.Tx, rules string, id int64, m *Made) error {
	if _, err := tx.ExecContext(ctx, "DELETE FROM pages WHERE capture = ?", id); err != nil {
		return err
	}
	var code, message string
	if m.Failure != nil {
		code, message = m.Failure.Code, m.Failure.Message
	}
	res, err := tx.ExecContext(ctx, "INSERT INTO pages(capture, rules, code, message) VALUES(?, ?, ?, ?)", id, rules, code, message)
	if err != nil {
		return err
	}
	page, err := res.LastInsertId()
	if err != nil {
		return err
	}
	for i := range m.Documents {
		d := &m.Documents[i]
		b, err := json.Marshal(stored{*d, d.Name, d.Line, d.Private})
		if err != nil {
			return err
		}
		var print []byte
		if m.Prints != nil {
			print = m.Prints[i]
		}
		md := &d.Metadata
		doc := documentRow(id, d.Part)
		_, err = tx.ExecContext(ctx, `INSERT INTO documents(id, page, document, part, parts, title, issuer, region, region_code, doc_number, written_on, published_on, print, record)
			VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			doc, page, d.ID, d.Part, d.Parts, text(d.Title), text(md.Issuer), text(md.Region), text(md.RegionCode), text(md.DocNumber), text(md.WrittenOn), text(md.PublishedOn),
			print, packer().EncodeAll(b, nil))
		if err != nil {
			return err
		}
		if m.Entries != nil {
			if err := enterSearch(ctx, tx, doc, &m.Entries[i]); err != nil {
				return err
			}
		}
		if m.Facts != nil {
			for _, f := range m.Facts[i] {
				if _, err := tx.ExecContext(ctx, "INSERT INTO facts(document, type, fact) VALUES(?, ?, ?)", doc, f.Type, string(f.Line)); err != nil {
					return err
				}
			}
		}
		if m.Findings != nil {
			for j := range m.Findings[i] {
				f := &m.Findings[i][j]
				b, err := json.Marshal(f)
				if err != nil {
					return err
				}
				if _, err := tx.ExecContext(ctx, "INSERT INTO findings(document, code, severity, finding) VALUES(?, ?, ?, ?)", doc, f.Code, string(f.Severity), string(b)); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

func text(v *schema.Value) string {
	if v == nil {
		return ""
	}
	return v.Value
}

// Selection says which documents are wanted.
type Selection struct {
	// History takes every content that an address ever had; otherwise the last.
	History bool
	// Document, unless empty, is the id of the one document that is wanted.
	Document string
	// Address, unless empty, is the address of the page, or the path of an added
	// file, whose documents are wanted.
	Address string
}

// current holds the content that each address had last.
const current = `current AS (
	SELECT address, content FROM (
		SELECT address, content, row_number() OVER (PARTITION BY address ORDER BY date DESC, id DESC) AS nth
		FROM captures WHERE type <> 'revisit' AND status = 200 OR origin IS NOT NULL)
	WHERE nth = 1)
`

// Documents hands the built documents to take, in the order of their addresses,
// captures and parts, then the pages that gave none to failed. It holds one of
// them in memory at a time. Both may be nil.
func (s *Store) Documents(ctx context.Context, sel Selection, take func(*schema.Document) error, failed func(schema.Failure) error) error {
	where := " WHERE 1"
	var args []any
	if !sel.History {
		where += " AND EXISTS (SELECT 1 FROM current k WHERE k.address = c.address AND k.content = c.content)"
	}
	if sel.Document != "" {
		where += " AND d.document = ?"
		args = append(args, sel.Document)
	}
	if sel.Address != "" {
		where += " AND c.address = ?"
		args = append(args, addressOf(sel.Address))
	}
	if take != nil {
		rows, err := s.db.QueryContext(ctx, "WITH "+current+`SELECT d.record FROM documents d JOIN pages p ON p.id = d.page JOIN captures c ON c.id = p.capture`+where+`
			ORDER BY c.address, c.date, c.id, d.part`, args...)
		if err != nil {
			return s.fail(err)
		}
		defer rows.Close()
		for rows.Next() {
			var b []byte
			if err := rows.Scan(&b); err != nil {
				return s.fail(err)
			}
			d, err := unpack(b)
			if err != nil {
				return s.fail(err)
			}
			if err := take(d); err != nil {
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return s.fail(err)
		}
	}
	if failed == nil || sel.Document != "" {
		return nil
	}
	rows, err := s.db.QueryContext(ctx, "WITH "+current+`SELECT c.address, p.code, p.message FROM pages p JOIN captures c ON c.id = p.capture`+where+" AND p.code <> '' ORDER BY c.address, c.date, c.id", args...)
	if err != nil {
		return s.fail(err)
	}
	defer rows.Close()
	for rows.Next() {
		var f schema.Failure
		if err := rows.Scan(&f.Input, &f.Code, &f.Message); err != nil {
			return s.fail(err)
		}
		_, f.Input = namesOf(f.Input)
		if err := failed(f); err != nil {
			return err
		}
	}
	return s.fail(rows.Err())
}

func unpack(b []byte) (*schema.Document, error) {
	b, err := unzipped(b)
	if err != nil {
		return nil, err
	}
	var st stored
	if err := json.Unmarshal(b, &st); err != nil {
		return nil, err
	}
	d := &st.Document
	d.Name, d.Line, d.Private = st.Name, st.Line, st.Private
	return d, nil
}

func unzipped(b []byte) ([]byte, error) {
	b, err := unpacker().DecodeAll(b, nil)
	if err != nil {
		return nil, errors.New("a document in the catalogue is damaged; make it anew with: jiedui corpus rebuild, then jiedui build")
	}
	return b, nil
}

// unpackMembers returns a document with nothing but these members of its JSON:
// most of the time goes into the others.
func unpackMembers(b []byte, names []string) (*schema.Document, error) {
	b, err := unzipped(b)
	if err != nil {
		return nil, err
	}
	whole, err := member(b, "document")
	if err != nil {
		return nil, err
	}
	d := &schema.Document{}
	for _, name := range names {
		value, err := member(whole, name)
		if err != nil {
			return nil, err
		}
		if value == nil {
			continue
		}
		if err := json.Unmarshal(slices.Concat([]byte(`{"`+name+`":`), value, []byte{'}'}), d); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// member returns the value of a member of a JSON object that [json.Marshal] wrote,
// or nil.
func member(object []byte, name string) ([]byte, error) {
	key := `"` + name + `":`
	depth, start := 0, -1
	for i := 0; i < len(object); i++ {
		switch object[i] {
		case '"':
			if depth == 1 && start < 0 && bytes.HasPrefix(object[i:], []byte(key)) && (object[i-1] == '{' || object[i-1] == ',') {
				i += len(key) - 1
				start = i + 1
				continue
			}
			for i++; i < len(object) && object[i] != '"'; i++ {
				if object[i] == '\\' {
					i++
				}
			}
		case '{', '[':
			depth++
		case '}', ']':
			if depth--; depth == 0 && start >= 0 {
				return object[start:i], nil
			}
		case ',':
			if depth == 1 && start >= 0 {
				return object[start:i], nil
			}
		}
	}
	if depth != 0 {
		return nil, errors.New("a document in the catalogue is broken off")
	}
	return nil, nil
}

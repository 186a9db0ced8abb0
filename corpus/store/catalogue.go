package store

import (
	"context"
	"database/sql"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"strconv"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"jiedui/corpus"
	"jiedui/internal/warc"
)

const catalogue = "catalogue.db"

//go:embed catalogue.sql
var catalogueSQL string

//go:embed search.sql
var searchSQL string

// edition is the edition of catalogue.sql and search.sql. A catalogue of another
// one is made anew from the archive; but one of edition 2, which lacks the search
// index, is read as it is, and completed when it is written to.
const (
	edition   = 3
	unindexed = 2
)

// isFull reports whether the database found no room on the disk.
func isFull(err error) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == sqlite3.SQLITE_FULL
}

// broken reports whether a file is no database, or a damaged one.
func broken(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	c := e.Code() & 0xff
	return c == sqlite3.SQLITE_CORRUPT || c == sqlite3.SQLITE_NOTADB
}

// unwritable reports whether the database needs to write where it may not.
func unwritable(err error) bool {
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return false
	}
	c := e.Code() & 0xff
	return c == sqlite3.SQLITE_READONLY || c == sqlite3.SQLITE_CANTOPEN
}

// openCatalogue opens the catalogue, and makes it when it is missing.
func (s *Store) openCatalogue(ctx context.Context) error {
	err := s.connect(ctx, false)
	if s.opt.ReadOnly && unwritable(err) && s.settled() {
		// A folder in which nothing can be written, where SQLite wants to lay its
		// lock and log: nobody else writes there, either.
		s.db.Close()
		err = s.connect(ctx, true)
	}
	if err == nil || !broken(err) {
		return err
	}
	if s.opt.ReadOnly {
		return &Error{Dir: s.dir, Message: "its catalogue is damaged", Hint: "make it anew with: jiedui corpus rebuild --corpus " + s.dir, Err: err}
	}
	s.opt.Say("the catalogue is damaged and is made anew from the archive; documents have to be built again")
	if err := s.dropCatalogue(); err != nil {
		return err
	}
	return s.connect(ctx, false)
}

func (s *Store) dropCatalogue() error {
	if s.db != nil {
		s.db.Close()
		s.db = nil
	}
	for _, suffix := range []string{"", "-wal", "-shm"} {
		if err := os.Remove(s.path(catalogue + suffix)); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return err
		}
	}
	return nil
}

// settled reports whether the catalogue has no log with changes still to come.
func (s *Store) settled() bool {
	info, err := os.Stat(s.path(catalogue + "-wal"))
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Size() == 0
}

// connect opens the database; frozen says that nobody can change it.
func (s *Store) connect(ctx context.Context, frozen bool) error {
	if s.opt.ReadOnly {
		if _, err := os.Stat(s.path(catalogue)); errors.Is(err, fs.ErrNotExist) {
			return &Error{Dir: s.dir, Message: "it has no catalogue", Hint: "make it with: jiedui corpus rebuild --corpus " + s.dir, Err: err}
		}
	} else if f, err := os.OpenFile(s.path(catalogue), os.O_RDWR|os.O_CREATE, 0o600); err != nil {
		return err
	} else {
		f.Close() // SQLite would let others read it
	}
	// A file: URI with an absolute path, so that no character of it is taken for more.
	abs, err := absolute(s.path(catalogue))
	if err != nil {
		return err
	}
	q := url.Values{"_pragma": {"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(NORMAL)", "foreign_keys(1)", "secure_delete(1)", "temp_store(MEMORY)"}, "_txlock": {"immediate"}}
	if s.opt.ReadOnly {
		q = url.Values{"_pragma": {"busy_timeout(10000)", "query_only(1)", "cache_size(-32768)", "temp_store(MEMORY)"}}
		if frozen {
			q.Set("immutable", "1")
		}
	}
	u := url.URL{Scheme: "file", Path: abs, RawQuery: q.Encode()}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return err
	}
	db.SetMaxOpenConns(4)
	db.SetMaxIdleConns(4) // a connection knows the tables and has pages at hand
	s.db = db
	var version int
	if err := db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version); err != nil {
		return err
	}
	switch {
	case version == edition, version == unindexed && s.opt.ReadOnly:
		return nil
	case version == unindexed:
		s.opt.Say("the catalogue gets a search index; the next jiedui build reads all pages again")
		return s.change(ctx, func(tx *sql.Tx) error {
			return execute(ctx, tx, "ALTER TABLE builds ADD COLUMN captures INTEGER NOT NULL DEFAULT 0", "UPDATE pages SET rules = ''", searchSQL, setEdition)
		})
	case s.opt.ReadOnly:
		return &Error{Dir: s.dir, Message: "its catalogue is of another edition", Hint: "make it anew with: jiedui corpus rebuild --corpus " + s.dir}
	case version != 0:
		s.opt.Say("the catalogue is of another edition and is made anew from the archive; documents have to be built again")
		if err := s.dropCatalogue(); err != nil {
			return err
		}
		return s.connect(ctx, false)
	}
	return s.change(ctx, func(tx *sql.Tx) error { return execute(ctx, tx, catalogueSQL, searchSQL, setEdition) })
}

var setEdition = fmt.Sprintf("PRAGMA user_version = %d", edition)

func execute(ctx context.Context, tx *sql.Tx, statements ...string) error {
	for _, q := range statements {
		if _, err := tx.ExecContext(ctx, q); err != nil {
			return err
		}
	}
	return nil
}

// change runs f in one transaction.
func (s *Store) change(ctx context.Context, f func(*sql.Tx) error) error {
	tx, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := f(tx); err != nil {
		return err
	}
	return tx.Commit()
}

// recover puts in order what an earlier command left: the catalogue catches up
// with the archive, or is made anew; a group that was not written to its end is
// cut off.
func (s *Store) recover(ctx context.Context) error {
	names, err := s.archiveFiles()
	if err != nil {
		return err
	}
	known := map[string]int64{}
	rows, err := s.db.QueryContext(ctx, "SELECT file, size FROM archives")
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var size int64
		if err := rows.Scan(&name, &size); err != nil {
			return err
		}
		known[name] = size
	}
	if err := rows.Err(); err != nil {
		return err
	}
	sizes := map[string]int64{}
	for _, n := range names {
		info, err := os.Stat(s.path(archives, n))
		if err != nil {
			return err
		}
		sizes[n] = info.Size()
	}
	for n, size := range known {
		if size < 0 {
			s.opt.Say(fmt.Sprintf("%s/%s was being written anew when a command was ended; the catalogue is made anew from the archive", archives, n))
			return s.rebuild(ctx)
		}
		if have, ok := sizes[n]; !ok || have < size {
			s.opt.Say(fmt.Sprintf("%s/%s has %d bytes and the catalogue knew %d; the catalogue is made anew from the archive", archives, n, have, size))
			return s.rebuild(ctx)
		}
	}
	for i, n := range names {
		if sizes[n] > known[n] {
			if err := s.catchUp(ctx, n, known[n], sizes[n], i == len(names)-1); err != nil {
				return err
			}
		}
	}
	// What a command that was ended had still to take out.
	_, err = s.scrub(ctx)
	return err
}

// catchUp enters into the catalogue what stands in an archive file from byte
// from on. last says that it may have an end that was not written whole.
func (s *Store) catchUp(ctx context.Context, name string, from, size int64, last bool) error {
	const batch = 500
	var waiting []placed
	enter := func() error {
		if len(waiting) == 0 {
			return nil
		}
		end := waiting[len(waiting)-1]
		err := s.change(ctx, func(tx *sql.Tx) error { return s.enterRecords(ctx, tx, waiting, name, end.Offset+end.Length) })
		waiting = waiting[:0]
		return err
	}
	held := 0
	end, err := s.readGroups(ctx, name, from, func(g []placed) error {
		waiting = append(waiting, g...)
		for _, r := range g {
			held += len(r.Block)
		}
		if len(waiting) < batch && held < 32<<20 {
			return nil
		}
		held = 0
		return enter()
	})
	if err != nil {
		return err
	}
	if err := enter(); err != nil {
		return err
	}
	if end == size {
		return nil
	}
	if !last {
		// The catalogue knew it, or another file was begun behind it: this is damage
		// and no torn end.
		s.opt.Say(fmt.Sprintf("%s/%s: bytes %d to %d hold no whole record and are passed over", archives, name, end, size))
		return s.setSize(ctx, name, size)
	}
	if err := os.Truncate(s.path(archives, name), end); err != nil {
		return err
	}
	s.opt.Say(fmt.Sprintf("%s/%s: the last %d bytes were not written to their end and were cut off; what they held had not been reported and is fetched again", archives, name, size-end))
	return s.setSize(ctx, name, end)
}

func (s *Store) setSize(ctx context.Context, name string, size int64) error {
	_, err := s.db.ExecContext(ctx, "INSERT INTO archives(file, size) VALUES(?, ?) ON CONFLICT(file) DO UPDATE SET size = excluded.size", name, size)
	return err
}

// Rebuild makes the catalogue anew from the archive. Documents have to be built
// again.
func (s *Store) Rebuild(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.fail(s.rebuild(ctx))
}

func (s *Store) rebuild(ctx context.Context) error {
	known := s.knownSizes(ctx)
	if err := s.dropCatalogue(); err != nil {
		return err
	}
	if err := s.connect(ctx, false); err != nil {
		return err
	}
	names, err := s.archiveFiles()
	if err != nil {
		return err
	}
	for i, n := range names {
		info, err := os.Stat(s.path(archives, n))
		if err != nil {
			return err
		}
		// What the catalogue knew was whole once: what is not whole of it now is
		// damaged, and no torn end that nobody was told of.
		torn := i == len(names)-1 && (known[n] <= 0 || known[n] > info.Size())
		if err := s.catchUp(ctx, n, 0, info.Size(), torn); err != nil {
			return err
		}
	}
	_, err = s.scrub(ctx)
	return err
}

// knownSizes returns how many bytes of each archive file the catalogue knows,
// as far as it can still tell.
func (s *Store) knownSizes(ctx context.Context) map[string]int64 {
	known := map[string]int64{}
	if s.db == nil {
		return known
	}
	rows, err := s.db.QueryContext(ctx, "SELECT file, size FROM archives")
	if err != nil {
		return known
	}
	defer rows.Close()
	for rows.Next() {
		var name string
		var size int64
		if rows.Scan(&name, &size) != nil {
			break
		}
		known[name] = size
	}
	return known
}

// enterRecords enters records of the archive file name into the catalogue,
// which then knows the file up to size.
func (s *Store) enterRecords(ctx context.Context, tx *sql.Tx, records []placed, name string, size int64) error {
	for _, r := range records {
		var n int
		err := tx.QueryRowContext(ctx, "SELECT 1 FROM records WHERE record = ?", r.ID()).Scan(&n)
		if err == nil {
			continue // some other tool gave two records one id; the first counts
		} else if !errors.Is(err, sql.ErrNoRows) {
			return err
		}
		if _, err := tx.ExecContext(ctx, "INSERT INTO records(record, type, file, offset, length) VALUES(?, ?, ?, ?, ?)",
			r.ID(), r.Type(), r.file, r.Offset, r.Length); err != nil {
			return err
		}
		switch r.Type() {
		case warc.Response, warc.Resource, warc.Revisit:
			err = s.enterCapture(ctx, tx, r)
		case warc.Metadata:
			err = s.enterMetadata(ctx, tx, r)
		default:
			err = nil
		}
		if err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, "INSERT INTO archives(file, size) VALUES(?, ?) ON CONFLICT(file) DO UPDATE SET size = excluded.size", name, size)
	return err
}

// enterCapture enters a record that holds a page, or points at one that does.
func (s *Store) enterCapture(ctx context.Context, tx *sql.Tx, r placed) error {
	p, err := warc.PayloadOf(r.Record, pageSize)
	if err != nil {
		return nil // an answer over another protocol; its record is kept and known
	}
	var (
		content, payload string
		origin           any
	)
	if r.Type() == warc.Revisit {
		var id int64
		err := tx.QueryRowContext(ctx, `SELECT coalesce(origin, id), content FROM captures WHERE record = ?`, r.RefersTo()).Scan(&id, &content)
		if errors.Is(err, sql.ErrNoRows) { // other tools name the address and the date instead
			err = tx.QueryRowContext(ctx, `SELECT coalesce(origin, id), content FROM captures WHERE address = ? AND date = ? AND content <> '' LIMIT 1`,
				warc.TrimAngles(r.Header.Get("WARC-Refers-To-Target-URI")), formatTime(parseTime(r.Header.Get("WARC-Refers-To-Date")))).Scan(&id, &content)
		}
		switch {
		case err == nil:
			origin = id
		case !errors.Is(err, sql.ErrNoRows):
			return err
		}
		payload = r.Header.Get("WARC-Payload-Digest")
	} else {
		content = digestOf(p.Body)
		if payload = r.Header.Get("WARC-Payload-Digest"); payload == "" {
			payload = warc.Digest(p.Entity)
		}
	}
	cut := ""
	if p.Cut {
		if cut = r.Header.Get("WARC-Truncated"); cut == "" {
			cut = "length"
		}
	}
	address := p.Address
	res, err := tx.ExecContext(ctx, `INSERT INTO captures(record, type, address, date, status, media_type, payload, content, bytes, etag, last_modified, origin, cut, damage)
		VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		r.ID(), r.Type(), address, formatTime(r.Date()), p.Status, p.MediaType, payload, content, len(p.Body),
		p.Header.Get("Etag"), p.Header.Get("Last-Modified"), origin, cut, p.Damage)
	if err != nil {
		return err
	}
	if r.Type() == warc.Revisit {
		if origin != nil {
			return nil
		}
		// What it points at may come later, with another archive.
		_, err := tx.ExecContext(ctx, "INSERT INTO loose(record, refers, address, date) VALUES(?, ?, ?, ?)", r.ID(), r.RefersTo(),
			warc.TrimAngles(r.Header.Get("WARC-Refers-To-Target-URI")), formatTime(parseTime(r.Header.Get("WARC-Refers-To-Date"))))
		return err
	}
	id, err := res.LastInsertId()
	if err != nil {
		return err
	}
	const meant = "SELECT record FROM loose WHERE refers = ? OR address = ? AND date = ?"
	for _, q := range []string{"UPDATE captures SET origin = ?, content = ? WHERE record IN (" + meant + ")", "DELETE FROM loose WHERE record IN (" + meant + ")"} {
		args := []any{r.ID(), address, formatTime(r.Date())}
		if q[0] == 'U' {
			args = append([]any{id, content}, args...)
		}
		if _, err := tx.ExecContext(ctx, q, args...); err != nil {
			return err
		}
	}
	return nil
}

// enterMetadata enters what our own metadata records say: how an address ended,
// runs, and what was forgotten.
func (s *Store) enterMetadata(ctx context.Context, tx *sql.Tx, r placed) error {
	if !strings.HasPrefix(r.Header.Get("Content-Type"), "application/warc-fields") {
		return nil
	}
	h := warc.Fields(r.Block)
	switch {
	case h.Get("outcome") != "":
		code, _ := strconv.Atoi(h.Get("status"))
		tries, _ := strconv.Atoi(h.Get("tries"))
		depth, _ := strconv.Atoi(h.Get("depth"))
		_, err := tx.ExecContext(ctx, `INSERT INTO outcomes(run, address, state, at, final, status, tries, reason, via, link, attached, depth)
			VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
			h.Get("run"), r.Target(), h.Get("outcome"), formatTime(r.Date()), h.Get("final"), code, tries,
			h.Get("reason"), h.Get("via"), h.Get("link"), h.Get("attached") == "yes", depth)
		return err
	case h.Get("run-begins") != "":
		_, err := tx.ExecContext(ctx, "INSERT OR IGNORE INTO runs(run, command, key, began, software) VALUES(?, ?, ?, ?, ?)",
			h.Get("run"), h.Get("run-begins"), h.Get("key"), formatTime(r.Date()), h.Get("software"))
		return err
	case h.Get("run-ends") != "":
		_, err := tx.ExecContext(ctx, "UPDATE runs SET ended = ? WHERE run = ?", formatTime(r.Date()), h.Get("run"))
		return err
	case h.Get("forgotten") != "":
		_, err := tx.ExecContext(ctx, "INSERT INTO forgotten(what, address, at, reason) VALUES(?, ?, ?, ?)",
			h.Get("forgotten"), r.Target(), formatTime(r.Date()), h.Get("reason"))
		return err
	}
	return nil
}

// Times stand in the catalogue as RFC 3339 in UTC with six decimals, so that
// their order is that of their letters.
const timeForm = "2006-01-02T15:04:05.000000Z"

func formatTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(timeForm)
}

func parseTime(s string) time.Time {
	t, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}
	}
	return t.UTC()
}

// pageOf makes a page of a capture's payload.
func pageOf(p warc.Payload, date time.Time) *corpus.Page {
	name, identity := namesOf(p.Address)
	return &corpus.Page{
		Name: name, URI: identity, Identity: identity,
		Body: p.Body, MediaType: p.MediaType, CapturedAt: date.Truncate(time.Second),
		Truncated: p.Cut || p.Damage != "",
	}
}

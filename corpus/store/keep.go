package store

import (
	"bytes"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"time"

	"jiedui/corpus"
	"jiedui/internal/warc"
)

var _ corpus.Archive = (*Store)(nil)

// Begin begins a run of a command, or goes on with the last one of the same
// command and key that did not end; fresh makes it begin a new one all the same.
// key stands for the arguments that decide what the run does.
func (s *Store) Begin(ctx context.Context, command, key string, fresh bool) (resumed bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	key = digestOf([]byte(key))[:16]
	if !fresh {
		err := s.db.QueryRowContext(ctx, "SELECT run FROM runs WHERE command = ? AND key = ? AND ended IS NULL ORDER BY began DESC LIMIT 1", command, key).Scan(&s.run)
		switch {
		case err == nil:
			return true, nil
		case !errors.Is(err, sql.ErrNoRows):
			return false, s.fail(err)
		}
	}
	s.run = warc.TrimAngles(newID())
	var h warc.Header
	h.Add("run-begins", command)
	h.Add("run", s.run)
	h.Add("key", key)
	h.Add("software", s.opt.Software)
	return false, s.fail(s.put(ctx, []group{{s.fields(warc.Metadata, s.run, s.now(), h)}}))
}

// End says that the run has done all it was to do.
func (s *Store) End(ctx context.Context) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.run == "" {
		return nil
	}
	var h warc.Header
	h.Add("run-ends", "complete")
	h.Add("run", s.run)
	err := s.put(ctx, []group{{s.fields(warc.Metadata, s.run, s.now(), h)}})
	s.run = ""
	return s.fail(err)
}

// put makes groups safe and enters them into the catalogue. s.mu is held.
func (s *Store) put(ctx context.Context, groups []group) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if s.opt.ReadOnly {
		return errors.New("it was opened for reading only")
	}
	records, err := s.append(groups)
	if err != nil {
		return err
	}
	// What is in the archive is kept: the catalogue follows, whatever ctx says.
	ctx = context.WithoutCancel(ctx)
	t := s.tail
	err = s.change(ctx, func(tx *sql.Tx) error { return s.enterRecords(ctx, tx, records, t.name, t.size) })
	if err != nil {
		// Not reported, so not kept: the next command would find it in the archive.
		if len(records) > 0 {
			t.f.Truncate(records[0].Offset)
			t.f.Sync()
		}
		t.f.Close()
		s.tail = nil
	}
	return err
}

// forgotten reports whether a page was forgotten.
func (s *Store) forgotten(ctx context.Context, address string) (bool, error) {
	var one int
	err := s.db.QueryRowContext(ctx, "SELECT 1 FROM forgotten WHERE address = ? AND what = 'page' LIMIT 1", address).Scan(&one)
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	return err == nil, err
}

// Ended implements [corpus.Archive].
func (s *Store) Ended(ctx context.Context, address string) (*corpus.Outcome, error) {
	var at, reason string
	err := s.db.QueryRowContext(ctx, "SELECT at, reason FROM forgotten WHERE address = ? AND what = 'page' ORDER BY id DESC LIMIT 1", address).Scan(&at, &reason)
	if err == nil {
		return &corpus.Outcome{Address: address, State: corpus.Forgotten, At: parseTime(at), Reason: reason}, nil
	}
	if !errors.Is(err, sql.ErrNoRows) {
		return nil, s.fail(err)
	}
	s.mu.Lock()
	run := s.run
	s.mu.Unlock()
	o, err := scanOutcome(s.db.QueryRowContext(ctx, outcomeColumns+" FROM outcomes WHERE run = ? AND address = ? ORDER BY id DESC LIMIT 1", run, address))
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return o, s.fail(err)
}

const outcomeColumns = "SELECT address, state, at, final, status, tries, reason, via, link, attached, depth"

func scanOutcome(row interface{ Scan(...any) error }) (*corpus.Outcome, error) {
	var o corpus.Outcome
	var at string
	err := row.Scan(&o.Address, &o.State, &at, &o.Final, &o.Code, &o.Tries, &o.Reason, &o.Via, &o.Link, &o.Attached, &o.Depth)
	if err != nil {
		return nil, err
	}
	o.At = parseTime(at)
	return &o, nil
}

// Validators implements [corpus.Archive].
func (s *Store) Validators(ctx context.Context, address string) (corpus.Validators, error) {
	var v corpus.Validators
	c, err := s.lastCapture(ctx, address)
	if c == nil || err != nil {
		return v, s.fail(err)
	}
	// Of its revisits too: the server may have given new ones with a 304. Never
	// those of an earlier content: a 304 would then speak of that.
	err = s.db.QueryRowContext(ctx, `SELECT etag, last_modified FROM captures
		WHERE address = ?1 AND coalesce(origin, id) = ?2 AND etag || last_modified <> ''
		AND EXISTS (SELECT 1 FROM captures o WHERE o.id = ?2 AND o.cut = '' AND o.damage = '')
		ORDER BY date DESC, id DESC LIMIT 1`, address, c.id).Scan(&v.ETag, &v.LastModified)
	if errors.Is(err, sql.ErrNoRows) {
		return v, nil
	}
	return v, s.fail(err)
}

// Page implements [corpus.Archive]. An address that redirects gives the page at
// its end.
func (s *Store) Page(ctx context.Context, address string) (*corpus.Page, error) {
	c, err := s.lastCapture(ctx, address)
	if c == nil && err == nil {
		var final string
		err = s.db.QueryRowContext(ctx, "SELECT final FROM outcomes WHERE address = ? AND final <> '' ORDER BY id DESC LIMIT 1", address).Scan(&final)
		if errors.Is(err, sql.ErrNoRows) {
			return nil, nil
		}
		if err == nil {
			c, err = s.lastCapture(ctx, final)
		}
	}
	if c == nil || err != nil {
		return nil, s.fail(err)
	}
	return s.load(c)
}

// capture is a row of captures with the place of its payload.
type capture struct {
	id                             int64
	record, address, date          string
	payload, content, etag, lastMo string
	file                           string
	offset, length                 int64
}

const captureColumns = `SELECT c.id, c.record, c.address, c.date, c.payload, c.content, c.etag, c.last_modified, r.file, r.offset, r.length
	FROM captures c JOIN records r ON r.record = c.record`

func scanCapture(row interface{ Scan(...any) error }) (*capture, error) {
	var c capture
	err := row.Scan(&c.id, &c.record, &c.address, &c.date, &c.payload, &c.content, &c.etag, &c.lastMo, &c.file, &c.offset, &c.length)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &c, err
}

// lastCapture returns the capture that holds what address held last, or nil.
func (s *Store) lastCapture(ctx context.Context, address string) (*capture, error) {
	return scanCapture(s.db.QueryRowContext(ctx, captureColumns+`
		WHERE c.id = (SELECT coalesce(origin, id) FROM captures WHERE address = ? AND (type <> 'revisit' AND status = 200 OR origin IS NOT NULL)
		ORDER BY date DESC, id DESC LIMIT 1)`, address))
}

// load reads the page of a capture from the archive.
func (s *Store) load(c *capture) (*corpus.Page, error) {
	rec, err := s.read(c.file, c.offset, c.length)
	if err != nil {
		return nil, s.fail(err)
	}
	p, err := warc.PayloadOf(rec, s.opt.MaxSize)
	if err != nil {
		return nil, s.fail(fmt.Errorf("%s/%s: byte %d: %w: %w", archives, c.file, c.offset, errSpoilt, err))
	}
	return pageOf(p, parseTime(c.date)), nil
}

// fileScheme begins the address of an added file: its path below the folder
// that was named, and that folder's name.
const fileScheme = "file:///"

// FileAddress returns the address of an added file from its path.
func FileAddress(identity string) string {
	return fileScheme + (&url.URL{Path: filepath.ToSlash(identity)}).EscapedPath()
}

// namesOf returns the short name and the identity of the page at address.
func namesOf(address string) (name, identity string) {
	if rest, ok := strings.CutPrefix(address, fileScheme); ok {
		if p, err := url.PathUnescape(rest); err == nil {
			return path.Base(p), p
		}
	}
	return address, address
}

// Keep implements [corpus.Archive].
func (s *Store) Keep(ctx context.Context, exchanges []corpus.Exchange, o corpus.Outcome) (corpus.Outcome, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if o.At.IsZero() {
		o.At = s.now()
	}
	var g group
	var about string // the record that the outcome speaks of
	for i := range exchanges {
		x := &exchanges[i]
		last := i == len(exchanges)-1
		var before *capture
		if x.Code == http.StatusNotModified || x.Code == http.StatusOK && x.Cut == "" {
			var err error
			if before, err = s.lastCapture(ctx, x.Address); err != nil {
				return o, s.fail(err)
			}
		}
		digest := warc.Digest(x.Body)
		same := before != nil && x.Code == http.StatusOK && s.sameContent(before, x, digest)
		if same && last && o.State == corpus.Fetched {
			o.State = corpus.Unchanged
		}
		id := newID()
		answer := s.answer(x, id, digest, before, same)
		g = append(g, answer, s.request(x, id))
		if last {
			about = id
		}
	}
	var h warc.Header
	h.Add("outcome", string(o.State))
	h.Add("run", s.run)
	h.Add("final", o.Final)
	h.Add("status", number(o.Code))
	h.Add("tries", number(o.Tries))
	h.Add("reason", o.Reason)
	h.Add("via", o.Via)
	h.Add("link", o.Link)
	if o.Attached {
		h.Add("attached", "yes")
	}
	h.Add("depth", number(o.Depth))
	r := s.fields(warc.Metadata, o.Address, o.At, h)
	r.Header.Add("WARC-Refers-To", about)
	g = append(g, r)
	return o, s.fail(s.put(ctx, []group{g}))
}

func number(n int) string {
	if n == 0 {
		return ""
	}
	return strconv.Itoa(n)
}

// sameContent reports whether an answer brought what the capture before holds:
// the same bytes, or bytes that another run of a compressor made of the same.
func (s *Store) sameContent(before *capture, x *corpus.Exchange, digest string) bool {
	if before.payload == digest {
		return true
	}
	if x.Header.Get("Content-Encoding") == "" {
		return false
	}
	body, cut, err := warc.Decode(x.Body, strings.Join(x.Header.Values("Content-Encoding"), ","), pageSize)
	if cut || err != nil {
		return false
	}
	return digestOf(body) == before.content
}

// answer makes the record of an answer: a response, or a revisit when the page
// is what it was.
func (s *Store) answer(x *corpus.Exchange, id, digest string, before *capture, same bool) *warc.Record {
	kind, profile := warc.Response, ""
	switch {
	case same:
		kind, profile = warc.Revisit, warc.SamePayload
	case before != nil && x.Code == http.StatusNotModified:
		kind, profile, digest = warc.Revisit, warc.NotModified, before.payload
	}
	r := s.record(kind, id, x.Address, x.At)
	r.Header.Add("WARC-IP-Address", x.IP)
	if kind == warc.Revisit {
		r.Header.Add("WARC-Profile", profile)
		r.Header.Add("WARC-Refers-To", "<"+before.record+">")
		r.Header.Add("WARC-Refers-To-Target-URI", before.address)
		r.Header.Add("WARC-Refers-To-Date", warc.FormatDate(parseTime(before.date)))
	}
	r.Header.Add("WARC-Truncated", x.Cut)
	if kind == warc.Revisit || x.Body != nil {
		r.Header.Add("WARC-Payload-Digest", digest)
	}
	r.Header.Add("Content-Type", "application/http; msgtype=response")
	var b bytes.Buffer
	fmt.Fprintf(&b, "%s\r\n", x.Status)
	writeHeader(&b, x.Header)
	b.WriteString("\r\n")
	if kind == warc.Response {
		b.Write(x.Body)
	}
	r.Block = b.Bytes()
	return r
}

func (s *Store) request(x *corpus.Exchange, answer string) *warc.Record {
	r := s.record(warc.Request, newID(), x.Address, x.At)
	r.Header.Add("WARC-Concurrent-To", answer)
	r.Header.Add("Content-Type", "application/http; msgtype=request")
	r.Block = x.Request
	return r
}

// writeHeader writes a header in the order of its names.
func writeHeader(b *bytes.Buffer, h http.Header) {
	names := make([]string, 0, len(h))
	for n := range h {
		names = append(names, n)
	}
	slices.Sort(names)
	clean := strings.NewReplacer("\r", " ", "\n", " ")
	for _, n := range names {
		for _, v := range h[n] {
			fmt.Fprintf(b, "%s: %s\r\n", n, clean.Replace(v))
		}
	}
}

// AddPage keeps a file that somebody has, as a resource under the address that
// [FileAddress] makes of its identity. It reports false when the corpus holds it
// already.
func (s *Store) AddPage(ctx context.Context, page *corpus.Page, at time.Time) (added bool, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	address := FileAddress(page.Identity)
	before, err := s.lastCapture(ctx, address)
	if err != nil {
		return false, s.fail(err)
	}
	if before != nil && before.content == digestOf(page.Body[:min(len(page.Body), pageSize)]) {
		return false, nil
	}
	forgotten, err := s.forgotten(ctx, address)
	if err != nil {
		return false, s.fail(err)
	}
	if forgotten {
		return false, &Error{Dir: s.dir, Message: fmt.Sprintf("%q was forgotten on purpose and is not kept again", address),
			Hint: "add it under another name if it is to be kept after all", Err: ErrForgotten}
	}
	r := s.record(warc.Resource, newID(), address, at)
	digest := warc.Digest(page.Body)
	if page.Truncated {
		r.Header.Add("WARC-Truncated", "length")
	}
	r.Header.Add("WARC-Payload-Digest", digest)
	r.Header.Add("WARC-Block-Digest", digest)
	media := page.MediaType
	if media == "" {
		media = "application/octet-stream"
	}
	r.Header.Add("Content-Type", media)
	r.Block = page.Body
	return true, s.fail(s.put(ctx, []group{{r}}))
}

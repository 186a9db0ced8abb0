package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"jiedui/corpus"
	"jiedui/internal/warc"
)

// Forgetting counts what [Store.Forget] and [Store.Redact] did.
type Forgetting struct {
	Pages    int // addresses that were forgotten
	Records  int // records taken out of the archive
	Redacted int // captures in which words were blotted out
}

// Forget takes everything that the corpus holds of the addresses out of archive
// and catalogue: captures of any time, requests, outcomes, documents. That it
// did, when and why, is recorded; the addresses are not fetched or added again.
// Addresses that the corpus does not hold are an error, and nothing is done.
//
// The archive files are written anew without the records, one after the other;
// a command that is ended in between is completed by the next one.
func (s *Store) Forget(ctx context.Context, addresses []string, reason string) (Forgetting, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var n Forgetting
	var groups []group
	for _, a := range addresses {
		a = addressOf(a)
		var one int
		err := s.db.QueryRowContext(ctx, `SELECT 1 FROM captures WHERE address = ?1 UNION SELECT 1 FROM outcomes WHERE address = ?1 LIMIT 1`, a).Scan(&one)
		if errors.Is(err, sql.ErrNoRows) {
			return n, &Error{Dir: s.dir, Message: fmt.Sprintf("it holds nothing of %q", a), Hint: "jiedui status --list names the addresses; a file is named by the path it was added under"}
		}
		if err != nil {
			return n, s.fail(err)
		}
		var h warc.Header
		h.Add("forgotten", "page")
		h.Add("reason", reason)
		groups = append(groups, group{s.fields(warc.Metadata, a, s.now(), h)})
		n.Pages++
	}
	if err := s.put(ctx, groups); err != nil {
		return n, s.fail(err)
	}
	var err error
	n.Records, err = s.scrub(ctx)
	return n, s.fail(err)
}

// toScrub selects the addresses that are forgotten and still have records.
const toScrub = `SELECT DISTINCT f.address FROM forgotten f WHERE f.what = 'page' AND (
	EXISTS (SELECT 1 FROM captures c WHERE c.address = f.address) OR EXISTS (SELECT 1 FROM outcomes o WHERE o.address = f.address))`

// scrub takes out of the archive what is forgotten. s.mu is held, or nobody else
// has the store yet.
func (s *Store) scrub(ctx context.Context) (removed int, err error) {
	rows, err := s.db.QueryContext(ctx, toScrub)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	gone := map[string]bool{}
	for rows.Next() {
		var a string
		if err := rows.Scan(&a); err != nil {
			return 0, err
		}
		gone[a] = true
	}
	if err := rows.Err(); err != nil || len(gone) == 0 {
		return 0, err
	}
	return s.rewrite(ctx, func(r *warc.Record) *warc.Record {
		if !gone[r.Target()] {
			return r
		}
		if r.Type() == warc.Metadata && warc.Fields(r.Block).Get("forgotten") != "" {
			return r
		}
		return nil
	})
}

// rewrite writes the archive files anew with what change makes of their records:
// the same record, another, or nil for none. Files in which nothing changes are
// left alone. Then the catalogue follows; what was read from pages that stay,
// stays.
func (s *Store) rewrite(ctx context.Context, change func(*warc.Record) *warc.Record) (changed int, err error) {
	if s.tail != nil {
		if err := s.tail.f.Close(); err != nil {
			return 0, err
		}
		s.tail = nil
	}
	names, err := s.archiveFiles()
	if err != nil {
		return 0, err
	}
	replaced := false
	for _, name := range names {
		n, other, err := s.rewriteFile(ctx, name, change)
		changed += n
		replaced = replaced || other
		if err != nil {
			return changed, err
		}
	}
	if changed == 0 {
		return 0, nil
	}
	ctx = context.WithoutCancel(ctx)
	if replaced { // what points at a page has to learn its new content
		return changed, s.rebuild(ctx)
	}
	// Nothing of it may be left in the free pages of the database, either.
	for _, q := range []string{"VACUUM", "PRAGMA wal_checkpoint(TRUNCATE)"} {
		if _, err := s.db.ExecContext(ctx, q); err != nil {
			return changed, err
		}
	}
	return changed, nil
}

// rewriteFile is rewrite for one file; replaced says that records were made
// others, of which the catalogue has not heard.
func (s *Store) rewriteFile(ctx context.Context, name string, change func(*warc.Record) *warc.Record) (changed int, replaced bool, err error) {
	path, temp := s.path(archives, name), s.path(archives, "."+name)
	f, err := os.Open(path)
	if err != nil {
		return 0, false, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return 0, false, err
	}
	// Once to see whether anything changes at all.
	touched := false
	err = s.eachRecord(ctx, name, f, info.Size(), false, func(r *warc.Record) error {
		touched = touched || change(r) != r
		return nil
	})
	if err != nil || !touched {
		return 0, false, err
	}
	out, err := os.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return 0, false, err
	}
	defer os.Remove(temp)
	defer out.Close()
	to := &tally{w: bufio.NewWriterSize(out, 256<<10)}
	w := warc.NewWriter(to)
	type move struct{ offset, length int64 }
	var (
		moved   = map[string]move{}
		dropped []string
		kept    bool // a record of the group that is being read
	)
	err = s.eachRecord(ctx, name, f, info.Size(), true, func(r *warc.Record) error {
		id := r.ID()
		after := change(r)
		at := to.n
		ends := r.Header.Get(continues) == ""
		defer func() { kept = !ends && (kept || after != nil) }()
		switch {
		case after == nil:
			dropped = append(dropped, id)
			changed++
			if ends && kept { // the group must still have an end
				return w.Write(s.fields(warc.Metadata, "urn:jiedui:removed", s.now(), warc.Header{{Name: "removed", Value: "yes"}}))
			}
			return nil
		case after == r && r.Length > 0: // its bytes as they are
			if _, err := io.Copy(to, io.NewSectionReader(f, r.Offset, r.Length)); err != nil {
				return err
			}
		default:
			if err := w.Write(after); err != nil {
				return err
			}
		}
		if after == r {
			moved[id] = move{at, to.n - at}
			return nil
		}
		replaced = true
		changed++
		return nil
	})
	if err != nil {
		return 0, false, err
	}
	if err := errors.Join(to.w.Flush(), out.Sync(), out.Close()); err != nil {
		return 0, false, err
	}
	// From here on there is no way back. Should the process end before the
	// catalogue has followed, the next command finds a file of another size and
	// makes the catalogue anew.
	ctx = context.WithoutCancel(ctx)
	if err := s.setSize(ctx, name, -1); err != nil {
		return 0, false, err
	}
	if err := os.Rename(temp, path); err != nil {
		return 0, false, err
	}
	if err := syncDir(s.path(archives)); err != nil {
		return 0, false, err
	}
	if replaced {
		return changed, true, nil
	}
	return changed, false, s.change(ctx, func(tx *sql.Tx) error {
		for _, id := range dropped {
			for _, q := range []string{
				"DELETE FROM pages WHERE capture IN (SELECT id FROM captures WHERE record = ?)",
				"UPDATE captures SET origin = NULL, content = '' WHERE origin IN (SELECT id FROM captures WHERE record = ?)",
				"DELETE FROM loose WHERE record = ?",
				"DELETE FROM captures WHERE record = ?",
				"DELETE FROM records WHERE record = ?",
			} {
				if _, err := tx.ExecContext(ctx, q, id); err != nil {
					return err
				}
			}
		}
		for id, m := range moved {
			if _, err := tx.ExecContext(ctx, "UPDATE records SET offset = ?, length = ? WHERE record = ?", m.offset, m.length, id); err != nil {
				return err
			}
		}
		if _, err := tx.ExecContext(ctx, "DELETE FROM outcomes WHERE address IN (SELECT address FROM forgotten WHERE what = 'page')"); err != nil {
			return err
		}
		if err := purgeSearch(ctx, tx); err != nil {
			return err
		}
		_, err := tx.ExecContext(ctx, "UPDATE archives SET size = ? WHERE file = ?", to.n, name)
		return err
	})
}

// eachRecord hands the records of a file to do. What is damaged is passed over
// and goes when the file is written anew; say tells of it.
func (s *Store) eachRecord(ctx context.Context, name string, f io.ReaderAt, size int64, say bool, do func(*warc.Record) error) error {
	damaged := func(start, end int64, reason string) {
		if say {
			s.opt.Say(fmt.Sprintf("%s/%s: bytes %d to %d are damaged (%s) and are left out as the file is written anew", archives, name, start, end, reason))
		}
	}
	r := warc.NewReader(f, size, 0, func(g warc.Gap) { damaged(g.Start, g.End, g.Reason) })
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		rec, err := r.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if rec.Damage != "" {
			damaged(rec.Offset, rec.Offset+rec.Length, rec.Damage)
			continue
		}
		if err := do(rec); err != nil {
			return err
		}
	}
}

// Redact blots words out of the pages that hold them, such as the name and the
// number of a person, and out of the words of the links that led to pages: blot
// is given each page, and such words as a page, in turn and returns its bytes
// without them, ok false when they are not in it, and nil bytes when they cannot
// be taken out of it alone; such a page is forgotten. What was read from the
// pages goes, too, until they are built again. That something was blotted out is
// recorded in each record and by a record of its own, the words are not.
func (s *Store) Redact(ctx context.Context, reason string, blot func(context.Context, *corpus.Page) (without []byte, ok bool, err error)) (Forgetting, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var n Forgetting
	rows, err := s.db.QueryContext(ctx, captureColumns+" WHERE c.type <> 'revisit' ORDER BY c.id")
	if err != nil {
		return n, s.fail(err)
	}
	defer rows.Close()
	var all []*capture
	for rows.Next() {
		c, err := scanCapture(rows)
		if err != nil {
			return n, s.fail(err)
		}
		all = append(all, c)
	}
	if err := rows.Err(); err != nil {
		return n, s.fail(err)
	}
	blotted := map[string][]byte{} // by record id
	forget := map[string]bool{}
	for _, c := range all {
		if err := ctx.Err(); err != nil {
			return n, err
		}
		page, err := s.load(c)
		if errors.Is(err, errSpoilt) {
			s.opt.Say(fmt.Sprintf("%v: whether %q holds the words cannot be told; forget the address if it may", err, c.address))
			continue
		}
		if err != nil {
			return n, err
		}
		without, ok, err := blot(ctx, page)
		switch {
		case err != nil:
			return n, err
		case !ok:
		case without == nil:
			forget[c.address] = true
		default:
			blotted[c.record] = without
		}
	}
	links, err := s.blotLinks(ctx, blot)
	if err != nil {
		return n, err
	}
	if len(blotted)+len(forget)+len(links) == 0 {
		return n, nil
	}
	at := s.now()
	var h warc.Header
	h.Add("forgotten", "person")
	h.Add("reason", reason)
	groups := []group{{s.fields(warc.Metadata, "urn:jiedui:redaction", at, h)}}
	for a := range forget {
		var h warc.Header
		h.Add("forgotten", "page")
		h.Add("reason", reason)
		groups = append(groups, group{s.fields(warc.Metadata, a, at, h)})
		n.Pages++
	}
	if err := s.put(ctx, groups); err != nil {
		return n, s.fail(err)
	}
	n.Redacted = len(blotted)
	_, err = s.rewrite(ctx, func(r *warc.Record) *warc.Record {
		if without, ok := blotted[r.ID()]; ok {
			return redacted(r, without)
		}
		if r.Type() == warc.Metadata {
			h := warc.Fields(r.Block)
			if without, ok := links[h.Get("link")]; ok && h.Get("outcome") != "" {
				return relinked(r, h, without)
			}
		}
		return r
	})
	if err != nil {
		return n, s.fail(err)
	}
	n.Records, err = s.scrub(ctx)
	return n, s.fail(err)
}

// blotLinks returns, by the words of the links that led to pages and hold what
// is to be blotted out, the words without it.
func (s *Store) blotLinks(ctx context.Context, blot func(context.Context, *corpus.Page) ([]byte, bool, error)) (map[string]string, error) {
	rows, err := s.db.QueryContext(ctx, "SELECT DISTINCT link FROM outcomes WHERE link <> ''")
	if err != nil {
		return nil, s.fail(err)
	}
	defer rows.Close()
	links := map[string]string{}
	for rows.Next() {
		var link string
		if err := rows.Scan(&link); err != nil {
			return nil, s.fail(err)
		}
		without, ok, err := blot(ctx, &corpus.Page{Name: "link.txt", Body: []byte(link), MediaType: "text/plain; charset=utf-8"})
		if err != nil {
			return nil, err
		}
		if ok { // words that cannot be taken out take the others with them
			links[link] = string(without)
		}
	}
	return links, s.fail(rows.Err())
}

// relinked makes the record that takes the place of the outcome r, whose fields
// are h: with other words of its link.
func relinked(r *warc.Record, h warc.Header, link string) *warc.Record {
	out := &warc.Record{}
	for _, f := range r.Header {
		switch strings.ToLower(f.Name) {
		case "content-length", "warc-block-digest", "warc-payload-digest":
		default:
			out.Header.Add(f.Name, f.Value)
		}
	}
	var fields warc.Header
	for _, f := range h {
		if f.Name == "link" {
			f.Value = link
		}
		fields.Add(f.Name, f.Value)
	}
	out.Block = warc.FormatFields(fields)
	return out
}

// redacted makes the record that takes the place of r: another payload, without
// content coding, under the same id.
func redacted(r *warc.Record, body []byte) *warc.Record {
	out := &warc.Record{Block: body}
	for _, f := range r.Header {
		switch strings.ToLower(f.Name) {
		case "content-length", "warc-block-digest", "warc-payload-digest":
		default:
			out.Header.Add(f.Name, f.Value)
		}
	}
	out.Header.Add("WARC-Payload-Digest", warc.Digest(body))
	out.Header.Add("Jiedui-Redacted", "yes")
	if r.Type() == warc.Response {
		p, err := warc.PayloadOf(r, int64(len(r.Block)))
		if err == nil {
			for _, name := range []string{"Content-Encoding", "Transfer-Encoding", "Content-Length", "Etag", "Content-Md5", "Digest"} {
				p.Header.Del(name)
			}
			line, _, _ := bytes.Cut(r.Block, []byte("\n"))
			var b bytes.Buffer
			fmt.Fprintf(&b, "%s\r\n", bytes.TrimRight(line, "\r"))
			writeHeader(&b, p.Header)
			b.WriteString("\r\n")
			b.Write(body)
			out.Block = b.Bytes()
		}
	}
	return out
}

// digestOf is the digest by which the catalogue knows a content.
func digestOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

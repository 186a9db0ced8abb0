package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/google/uuid"

	"jiedui/internal/warc"
)

// Added counts what [Store.AddArchive] did.
type Added struct {
	Records   int // kept
	Pages     int // of those, answers and resources that hold a page
	Known     int // records that the corpus held already
	Damaged   int // records that were kept as far as they could be read
	Gaps      int // stretches of the file that hold no record
	Forgotten int // records of pages that were forgotten on purpose, and are not kept again
	Bare      int // records that were not kept: damaged before their fields ended, or without use
}

// AddArchive copies the records of another tool's WARC file into the archive, as
// they are but for the compression. A record that the corpus holds already is
// known by its id. Damage is passed over and said.
func (s *Store) AddArchive(ctx context.Context, name string, file io.ReaderAt, size int64) (Added, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	const groups, bytes = 200, 16 << 20
	var (
		n       Added
		waiting []group
		held    int
		ids     = map[string]bool{} // of waiting
	)
	write := func() error {
		if len(waiting) == 0 {
			return nil
		}
		err := s.put(ctx, waiting)
		waiting, held = nil, 0
		clear(ids)
		return err
	}
	r := warc.NewReader(file, size, 0, func(g warc.Gap) {
		n.Gaps++
		s.opt.Say(fmt.Sprintf("%s: bytes %d to %d are damaged (%s); what stands there is passed over", name, g.Start, g.End, g.Reason))
	})
	for {
		rec, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return n, s.fail(err)
		}
		kept, ok := copyOf(rec)
		if rec.Damage != "" {
			what := "what could be read of it is kept"
			if !ok {
				what = "it is passed over"
			}
			s.opt.Say(fmt.Sprintf("%s: byte %d: record %s is damaged: %s; %s", name, rec.Offset, rec.ID(), rec.Damage, what))
		}
		if !ok {
			n.Bare++
			continue
		}
		known := ids[kept.ID()]
		if !known {
			var one int
			err := s.db.QueryRowContext(ctx, "SELECT 1 FROM records WHERE record = ?", kept.ID()).Scan(&one)
			if err != nil && !errors.Is(err, sql.ErrNoRows) {
				return n, s.fail(err)
			}
			known = err == nil
		}
		if known {
			n.Known++
			continue
		}
		forgotten, err := s.forgotten(ctx, kept.Target())
		if err != nil {
			return n, s.fail(err)
		}
		if forgotten {
			n.Forgotten++
			continue
		}
		if rec.Damage != "" {
			n.Damaged++
		}
		n.Records++
		if p, err := warc.PayloadOf(kept, 64); err == nil && kept.Type() != warc.Revisit && p.IsPage() {
			n.Pages++
		}
		ids[kept.ID()] = true
		waiting = append(waiting, group{kept})
		if held += len(kept.Block); len(waiting) >= groups || held > bytes {
			if err := write(); err != nil {
				return n, s.fail(err)
			}
		}
	}
	return n, s.fail(write())
}

// copyOf makes the record that is kept of another tool's; false when there is
// nothing to keep.
func copyOf(rec *warc.Record) (*warc.Record, bool) {
	switch rec.Type() {
	case "", warc.Warcinfo: // each of our files has its own
		return nil, false
	}
	if rec.Damage != "" && len(rec.Block) == 0 {
		return nil, false
	}
	out := &warc.Record{Block: rec.Block}
	spoilt := rec.Damage != "" || rec.Cut
	for _, f := range rec.Header {
		switch strings.ToLower(f.Name) {
		case "content-length", strings.ToLower(continues):
			continue
		case "warc-target-uri":
			f.Value = warc.TrimAngles(f.Value) // WARC 1.0 had them
		case "warc-block-digest", "warc-payload-digest":
			if spoilt {
				continue
			}
		}
		out.Header.Add(f.Name, f.Value)
	}
	if spoilt && out.Header.Get("WARC-Truncated") == "" {
		why := "unspecified"
		if rec.Cut {
			why = "length"
		}
		out.Header.Add("WARC-Truncated", why)
	}
	if out.ID() == "" { // a name that is the same when the file is added again
		var all []byte
		for _, f := range rec.Header {
			all = fmt.Appendf(all, "%s:%s\n", f.Name, f.Value)
		}
		out.Header.Add("WARC-Record-ID", "<"+uuid.NewSHA1(uuid.NameSpaceURL, append(all, rec.Block...)).URN()+">")
	}
	return out, true
}

package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"sync"
	"time"

	"jiedui/corpus"
	"jiedui/internal/warc"
	"jiedui/schema"
)

// tape is a web archive whose pages are inputs. It is read from its beginning
// once to list them, and once more to hand them out: packed as one, its records
// cannot be reached in any other way. Pages are asked for in about the order of
// the tape, so few lie ready that somebody else is still to ask for.
type tape struct {
	path string

	mu    sync.Mutex
	file  *os.File
	r     *warc.Reader
	next  int                  // the record that r reads next
	asked map[int]bool         // records that hold a page which is an input
	ready map[int]*warc.Record // read on the way to another
}

// unroll puts the pages of web archives in the place of the archives: of each
// address the last one, under its address.
func (l *listing) unroll(ctx context.Context) error {
	type place struct {
		at   int // in out
		date time.Time
	}
	var out []input
	last := map[string]place{}
	earlier := 0
	for _, in := range l.inputs {
		t := asTape(in)
		if t == nil {
			out = append(out, in)
			continue
		}
		n := 0
		err := t.list(ctx, l, func(nth int, p warc.Payload) {
			n++
			page := input{kind: taped, named: in.named + "#" + p.Address, name: p.Address, identity: p.Address,
				size: int64(len(p.Entity)), folder: in.folder, tape: t, nth: nth}
			before, again := last[p.Address]
			switch {
			case !again:
				last[p.Address] = place{len(out), p.Date}
				out = append(out, page)
				t.asked[nth] = true
				return
			case !p.Date.Before(before.date):
				old := &out[before.at]
				delete(old.tape.asked, old.nth)
				*old = page
				last[p.Address] = place{before.at, p.Date}
				t.asked[nth] = true
			}
			earlier++
		})
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			out = append(out, input{kind: broken, named: in.named, folder: in.folder,
				failure: &schema.Failure{Input: in.named, Code: schema.CodeUnreadable, Message: openMessage(in.named, err)}})
		case n == 0:
			out = append(out, input{kind: broken, named: in.named, folder: in.folder,
				failure: &schema.Failure{Input: in.named, Code: schema.CodeNoPages, Message: "no pages in the web archive; name one that holds answers with status 200, or fetch them anew"}})
		}
	}
	if earlier > 0 {
		l.notes = append(l.notes, fmt.Sprintf("%s of addresses that come again later in web archives: the last one is read; jiedui add keeps them all", count(earlier, "capture")))
	}
	l.inputs = out
	return nil
}

// asTape returns the tape that a file is, or nil.
func asTape(in input) *tape {
	if in.kind != file || in.size <= 0 {
		return nil
	}
	f, err := os.Open(in.named)
	if err != nil {
		return nil // whoever opens it says why
	}
	defer f.Close()
	head := make([]byte, 1024)
	n, err := f.ReadAt(head, 0)
	if err != nil && !errors.Is(err, io.EOF) || !warc.Is(head[:n]) {
		return nil
	}
	return &tape{path: in.named, asked: map[int]bool{}, ready: map[int]*warc.Record{}}
}

// list hands the records that hold a page to take, and notes what is damaged.
func (t *tape) list(ctx context.Context, l *listing, take func(nth int, p warc.Payload)) error {
	f, err := os.Open(t.path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	r := warc.NewReader(f, info.Size(), 0, func(g warc.Gap) {
		l.notes = append(l.notes, fmt.Sprintf("%s: bytes %d to %d are damaged (%s) and are passed over", t.path, g.Start, g.End, g.Reason))
	})
	for nth := 0; ; nth++ {
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
			l.notes = append(l.notes, fmt.Sprintf("%s: byte %d: the record of %s is damaged (%s) and is read as far as it goes", t.path, rec.Offset, rec.Target(), rec.Damage))
		}
		if kind := rec.Type(); kind != warc.Response && kind != warc.Resource {
			continue
		}
		p, err := warc.PayloadOf(rec, 1)
		if err != nil || !p.IsPage() || len(p.Entity) == 0 && rec.Damage != "" {
			continue
		}
		take(nth, p)
	}
}

// page reads the page of the nth record, up to limit bytes.
func (t *tape) page(nth int, limit int64) (corpus.Page, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	rec := t.ready[nth]
	delete(t.ready, nth)
	if rec == nil && t.next > nth { // a second time
		t.rewind()
	}
	for rec == nil {
		if t.r == nil {
			f, err := os.Open(t.path)
			if err != nil {
				return corpus.Page{}, err
			}
			info, err := f.Stat()
			if err != nil {
				f.Close()
				return corpus.Page{}, err
			}
			t.file, t.r = f, warc.NewReader(f, info.Size(), 0, nil)
		}
		read, err := t.r.Next()
		if err == io.EOF {
			return corpus.Page{}, errors.New("the file has changed since it was listed")
		}
		if err != nil {
			return corpus.Page{}, err
		}
		switch {
		case t.next == nth:
			rec = read
		case t.asked[t.next]:
			t.ready[t.next] = read
		}
		t.next++
	}
	delete(t.asked, nth)
	if len(t.asked) == 0 {
		t.rewind()
	}
	p, err := warc.PayloadOf(rec, limit)
	if err != nil {
		return corpus.Page{}, err
	}
	return corpus.Page{
		Name: p.Address, URI: p.Address, Identity: p.Address,
		Body: slices.Clip(p.Body), MediaType: p.MediaType, CapturedAt: p.Date.Truncate(time.Second),
		Truncated: p.Cut || p.Damage != "",
	}, nil
}

func (t *tape) rewind() {
	if t.file != nil {
		t.file.Close()
	}
	t.file, t.r, t.next = nil, nil, 0
}

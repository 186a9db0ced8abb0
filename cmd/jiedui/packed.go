package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"jiedui/corpus"
	"jiedui/corpus/read"
	"jiedui/schema"
)

// unpack puts the members of zip archives in the place of the archives, each
// under the archive's path and its own: a.zip/b.docx.
func (l *listing) unpack(ctx context.Context, maxSize int64) error {
	var out []input
	found := false
	for _, in := range l.inputs {
		if err := ctx.Err(); err != nil {
			return err
		}
		more, is := l.membersOf(in, maxSize)
		if !is {
			more = []input{in}
		}
		out, found = append(out, more...), found || is
	}
	l.inputs = out
	if found {
		l.giveNames()
	}
	return nil
}

// membersOf lists an archive, and reports whether it is one.
func (l *listing) membersOf(in input, maxSize int64) ([]input, bool) {
	if in.kind != file || in.size <= 0 {
		return nil, false
	}
	f, err := os.Open(in.named)
	if err != nil {
		return nil, false // whoever opens it says why
	}
	defer f.Close()
	members, err := read.Archive(f, in.size)
	if members == nil && err == nil {
		return nil, false
	}
	budget := read.MaxMembers
	return l.members(nil, in, nil, members, err, maxSize, &budget), true
}

// members adds the members of an archive, those of archives in it included;
// inside is the way to it from the file.
func (l *listing) members(out []input, in input, inside []int, members []read.Member, err error, maxSize int64, budget *int) []input {
	broke := func(named string, err error) {
		f := &schema.Failure{Input: named, Code: schema.CodeUnreadable, Message: err.Error()}
		var re *read.Error
		if errors.As(err, &re) {
			f.Code = re.Code
		}
		out = append(out, input{kind: broken, named: named, folder: in.folder, failure: f})
	}
	if err != nil {
		broke(in.named, err)
		return out
	}
	if len(members) == 0 {
		broke(in.named, &read.Error{Code: schema.CodeNoPages, Message: "no pages in the archive; name one that holds pages or documents"})
		return out
	}
	for i, m := range members {
		way := append(append([]int{}, inside...), i)
		page := input{kind: packed, named: in.named + "/" + m.Name, identity: in.identity + "/" + m.Name, archive: in.archive, inside: way, size: m.Size, folder: in.folder}
		if page.archive == "" {
			page.archive = in.named
		}
		if *budget--; *budget < 0 {
			broke(in.named, &read.Error{Code: schema.CodeDamaged, Message: "it and the archives in it have too many members; unpack it and name the pages inside"})
			return out
		}
		if m.Archive() {
			body, cut, err := m.Read(maxSize)
			switch {
			case err != nil:
				broke(page.named, err)
				continue
			case cut:
				broke(page.named, &read.Error{Code: schema.CodeDamaged, Message: "the archive in the archive is larger than --max-size; unpack it and name the pages inside"})
				continue
			}
			inner, err := read.Archive(bytes.NewReader(body), int64(len(body)))
			if inner != nil || err != nil {
				if len(way) >= read.MaxArchiveDepth {
					broke(page.named, &read.Error{Code: schema.CodeDamaged, Message: "archives are packed in each other too deep; unpack it and name the pages inside"})
					continue
				}
				out = l.members(out, page, way, inner, err, maxSize, budget)
				continue
			}
		}
		out = append(out, page)
	}
	return out
}

// unpacked opens a member of an archive as a page.
func (o *opener) unpacked(in input) (corpus.Page, error) {
	f, err := os.Open(in.archive)
	if err != nil {
		return corpus.Page{}, errors.New(openMessage(in.archive, err))
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return corpus.Page{}, errors.New(openMessage(in.archive, err))
	}
	var r io.ReaderAt = f
	size := info.Size()
	page := corpus.Page{Name: in.name, URI: slashed(in.named), Identity: in.identity}
	for _, i := range in.inside {
		members, err := read.Archive(r, size)
		if err != nil {
			return corpus.Page{}, err
		}
		if i >= len(members) {
			return corpus.Page{}, errors.New("the archive has changed since it was listed; run the command again")
		}
		if page.Body, page.Truncated, err = members[i].Read(o.maxSize); err != nil {
			return corpus.Page{}, err
		}
		r, size = bytes.NewReader(page.Body), int64(len(page.Body))
	}
	return page, nil
}

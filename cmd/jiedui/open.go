package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"jiedui/corpus"
	"jiedui/corpus/fetch"
	"jiedui/corpus/read"
	"jiedui/corpus/store"
	"jiedui/schema"
)

// opener opens inputs as pages.
type opener struct {
	stdin   io.Reader
	client  fetcher
	maxSize int64
	corpus  *store.Store // where pages are kept that the inputs name, or nil
}

// open reads in up to the limit. A failure is one of the input; an error is
// that of ctx.
func (o *opener) open(ctx context.Context, in input) (corpus.Page, *schema.Failure, error) {
	fail := func(code, message string) (corpus.Page, *schema.Failure, error) {
		return corpus.Page{}, &schema.Failure{Input: in.named, Code: code, Message: message}, nil
	}
	switch in.kind {
	case packed:
		page, err := o.unpacked(in)
		var re *read.Error
		switch {
		case errors.As(err, &re):
			return fail(re.Code, re.Message)
		case err != nil:
			return fail(schema.CodeUnreadable, err.Error())
		}
		return page, nil, nil
	case taped:
		page, err := in.tape.page(in.nth, o.maxSize)
		if err != nil {
			return fail(schema.CodeUnreadable, openMessage(in.tape.path, err))
		}
		return page, nil, nil
	case kept:
		page, err := o.kept(ctx, in)
		switch {
		case ctx.Err() != nil:
			return corpus.Page{}, nil, ctx.Err()
		case err != nil:
			return fail(schema.CodeUnreadable, err.Error())
		case page == nil:
			return fail(schema.CodeUnreadable, "the corpus holds no such page; jiedui status --list names the addresses that were fetched")
		}
		return *page, nil, nil
	case address:
		page, err := o.client.Get(ctx, in.address)
		var fe *fetch.Error
		switch {
		case err == nil:
			return page, nil, nil
		case ctx.Err() != nil:
			return corpus.Page{}, nil, ctx.Err()
		case errors.As(err, &fe):
			if fe.Address != in.named {
				return fail(schema.CodeFetch, fe.Address+": "+fe.Message)
			}
			return fail(schema.CodeFetch, fe.Message)
		}
		return fail(schema.CodeFetch, err.Error())
	case stdin:
		body, cut, err := readUpTo(o.stdin, o.maxSize, -1)
		if err != nil {
			return fail(schema.CodeUnreadable, "standard input cannot be read ("+err.Error()+"); check the command before the pipe")
		}
		return corpus.Page{Name: in.name, URI: in.name, Identity: in.identity, Body: body, Truncated: cut}, nil, nil
	}
	f, err := os.Open(in.named)
	if err != nil {
		return fail(schema.CodeUnreadable, openMessage(in.named, err))
	}
	defer f.Close()
	body, cut, err := readUpTo(f, o.maxSize, in.size)
	if err != nil {
		return fail(schema.CodeUnreadable, openMessage(in.named, err))
	}
	return corpus.Page{
		Name:      in.name,
		URI:       slashed(in.named),
		Identity:  in.identity,
		Body:      body,
		Truncated: cut,
	}, nil, nil
}

// kept returns a page of the corpus, or nil.
func (o *opener) kept(ctx context.Context, in input) (*corpus.Page, error) {
	if in.digest != "" {
		return o.corpus.Content(ctx, in.digest)
	}
	return o.corpus.Find(ctx, keptAs(in.address))
}

// keptAs returns what a corpus knows a page by that a person names: an address
// in its normal form, anything else as it is.
func keptAs(name string) string {
	if u, err := fetch.Normalize(name); err == nil {
		return u.String()
	}
	return name
}

// readUpTo reads r up to limit bytes and reports whether there was more. hint
// is the expected number of bytes, or -1.
func readUpTo(r io.Reader, limit, hint int64) (body []byte, cut bool, err error) {
	var b bytes.Buffer
	if hint >= 0 {
		// One byte more than expected, to see the end without growing.
		b.Grow(int(min(hint, limit)) + bytes.MinRead)
	}
	if _, err := io.Copy(&b, io.LimitReader(r, limit+1)); err != nil {
		return nil, false, err
	}
	body = b.Bytes()
	if int64(len(body)) > limit {
		return body[:limit:limit], true, nil
	}
	return body, false, nil
}

// failureOf makes a failure of an error of the library.
func failureOf(in input, err error) *schema.Failure {
	var re *read.Error
	var said *failureError
	if errors.As(err, &said) {
		return &schema.Failure{Input: in.named, Code: said.code, Message: said.message}
	}
	if errors.As(err, &re) {
		return &schema.Failure{Input: in.named, Code: re.Code, Message: re.Message}
	}
	return &schema.Failure{Input: in.named, Code: schema.CodeInternal,
		Message: "the program failed on it (" + err.Error() + "); please report this with the page"}
}

// failureError is a failure of an input as an error.
type failureError struct{ code, message string }

func (f *failureError) Error() string { return f.message }

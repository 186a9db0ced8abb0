package fetch

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"sync"
	"testing"

	"jiedui/corpus"
)

// memory is an archive that forgets everything at the end of the test.
type memory struct {
	t  testing.TB
	mu sync.Mutex
	// ended are the outcomes of this run, captures the last page of each
	// address that answered.
	ended    map[string]corpus.Outcome
	captures map[string]corpus.Exchange
	kept     []corpus.Exchange // of this run, in the order in which they were kept
	room     int               // outcomes that still find room; -1: as many as there are
}

func newMemory(t testing.TB) *memory {
	return &memory{t: t, ended: map[string]corpus.Outcome{}, captures: map[string]corpus.Exchange{}, room: -1}
}

// again begins another run.
func (m *memory) again() {
	m.ended, m.kept = map[string]corpus.Outcome{}, nil
}

func (m *memory) Ended(_ context.Context, address string) (*corpus.Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if o, ok := m.ended[address]; ok {
		return &o, nil
	}
	return nil, nil
}

func (m *memory) Validators(_ context.Context, address string) (corpus.Validators, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.captures[address]
	if !ok || e.Cut != "" {
		return corpus.Validators{}, nil
	}
	return corpus.Validators{ETag: e.Header.Get("ETag"), LastModified: e.Header.Get("Last-Modified")}, nil
}

func (m *memory) Page(_ context.Context, address string) (*corpus.Page, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.captures[address]
	if !ok {
		return nil, nil
	}
	body, cut, err := corpus.Plain(e.Header, e.Body, DefaultMaxSize)
	return &corpus.Page{URI: address, Body: body, MediaType: e.Header.Get("Content-Type"), Truncated: cut || e.Cut != ""}, err
}

var errFull = errors.New("the disk is full")

func (m *memory) Keep(_ context.Context, exchanges []corpus.Exchange, o corpus.Outcome) (corpus.Outcome, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.room == 0 {
		return o, errFull
	}
	m.room--
	if _, ok := m.ended[o.Address]; ok {
		m.t.Errorf("%s ended twice", o.Address)
	}
	if msg := lawless(exchanges, o); msg != "" {
		m.t.Errorf("%+v: %s", o, msg)
	}
	if o.State == corpus.Fetched {
		last := exchanges[len(exchanges)-1]
		if before, ok := m.captures[last.Address]; ok && bytes.Equal(before.Body, last.Body) {
			o.State = corpus.Unchanged
		}
		m.captures[last.Address] = last
	}
	m.ended[o.Address] = o
	m.kept = append(m.kept, exchanges...)
	return o, nil
}

// lawless says what is wrong with what an archive is given, or "".
func lawless(exchanges []corpus.Exchange, o corpus.Outcome) string {
	var last corpus.Exchange
	if len(exchanges) > 0 {
		last = exchanges[len(exchanges)-1]
	}
	at := o.Address
	if o.Final != "" {
		at = o.Final
	}
	for _, e := range exchanges {
		if len(e.Request) == 0 || e.Status == "" || e.Code == 0 || e.Header == nil || e.At.IsZero() {
			return fmt.Sprintf("half an exchange: %+v", e)
		}
		if e.Header.Get("Transfer-Encoding") != "" {
			return "transfer coding in the header"
		}
	}
	switch {
	case o.At.IsZero() || o.Tries < 0:
		return "no time"
	case o.State == corpus.Fetched && (last.Code != http.StatusOK || last.Address != at || o.Code != 200):
		return "fetched without a page at its end"
	case o.State == corpus.Unchanged && (last.Code != http.StatusNotModified || last.Address != at):
		return "unchanged without the server's word"
	case o.State == corpus.Gone && !slices.Contains([]int{404, 410}, last.Code):
		return "gone without the server's word"
	case (o.State == corpus.Failed || o.State == corpus.Blocked) != (o.Reason != ""):
		return "a reason where none is wanted, or none"
	case o.Attached && o.Via == "":
		return "attached to nothing"
	}
	return ""
}

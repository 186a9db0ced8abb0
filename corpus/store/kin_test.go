package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
	"time"

	"jiedui/corpus"
	"jiedui/schema"
)

// TestKin: a document knows its copies, the other contents of its address, and what
// is wrong with the content that it is of.
func TestKin(t *testing.T) {
	s, _ := opened(t, t.TempDir(), Options{})
	for i, p := range []struct{ name, text string }{{"a", "same"}, {"bb", "other"}, {"ccc", "same"}, {"dddd", "same"}, {"a", "anew"}} {
		if _, err := s.AddPage(ctx, &corpus.Page{Identity: p.name, Body: []byte(p.text)}, time.Date(2031, 1, 1+i, 0, 0, 0, 0, time.UTC)); err != nil {
			t.Fatal(err)
		}
	}
	build := func() {
		_, err := s.Build(ctx, Building{Rules: "1", Jobs: 1,
			Process: func(ctx context.Context, p *corpus.Page) (Made, error) {
				m, err := made(ctx, p)
				m.Prints = [][]byte{p.Body}
				sum := sha256.Sum256(p.Body)
				m.Documents[0].Source.SHA256 = hex.EncodeToString(sum[:])
				m.Findings[0] = []schema.Finding{{Code: schema.CodeUnit, Severity: schema.SeverityNote, Message: schema.Message{English: string(p.Body)}}}
				return m, err
			},
			Alike: func(a, b []byte) float64 {
				if bytes.Equal(a, b) {
					return 1
				}
				return 0
			},
			AlikeFrom: 0.8,
			Bands:     func(p []byte) []uint64 { return []uint64{uint64(p[0])} },
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	build()
	kin := map[string]string{}
	err := s.Documents(ctx, Selection{History: true}, func(d *schema.Document) error {
		k, err := s.Kin(ctx, d)
		if err != nil {
			return err
		}
		var copies []string
		for _, c := range k.Copies {
			copies = append(copies, fmt.Sprintf("%s %v %v", c.Address, c.First, c.Similarity))
		}
		var said []string
		for _, f := range k.Findings {
			said = append(said, f.Message.English)
		}
		own := false
		for _, v := range k.Versions {
			own = own || v.Content == d.Source.SHA256
		}
		if !own {
			t.Errorf("%s is no version of its own: %v", d.Source.URI, k.Versions)
		}
		kin[d.Source.URI] += fmt.Sprintf("%d versions; copies %s; findings %s\n", len(k.Versions), strings.Join(copies, ", "), strings.Join(said, ", "))
		return nil
	}, nil)
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"a":    "2 versions; copies ; findings same\n2 versions; copies ; findings anew\n", // its content of today has no copy
		"bb":   "1 versions; copies ; findings other\n",
		"ccc":  "1 versions; copies dddd false 1; findings same\n",
		"dddd": "1 versions; copies ccc true 1; findings same\n",
	}
	if fmt.Sprint(kin) != fmt.Sprint(want) {
		t.Errorf("%v\nwant %v", kin, want)
	}
}

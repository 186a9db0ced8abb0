package normalize

import (
	"math/rand"
	"strings"
	"testing"

	"github.com/liuzl/gocc"

	"jiedui/text"
)

// clean invents a clean simplified page of at least n bytes, with full-width
// punctuation as in HTML pages.
func cleanPage(n int) string {
	p := prose{rand.New(rand.NewSource(1))}
	var s strings.Builder
	for s.Len() < n {
		s.WriteString(p.sentence())
		if p.rand.Intn(3) == 0 {
			s.WriteString("\n　　")
		}
	}
	return s.String()
}

// hantPage is cleanPage as a machine makes it traditional.
func hantPage(tb testing.TB, n int) string {
	cc, err := gocc.New("s2t")
	if err != nil {
		tb.Fatal(err)
	}
	s, err := cc.Convert(cleanPage(n))
	if err != nil {
		tb.Fatal(err)
	}
	return s
}

const pageSize = 64 << 10

func BenchmarkPage(b *testing.B) {
	noisy := func() string {
		m := newMirror(1)
		var s strings.Builder
		for line := range strings.Lines(cleanPage(pageSize)) {
			d, ok := m.page(strings.TrimSuffix(line, "\n"))
			if !ok {
				b.Fatal("GBK lacks a character of the lists")
			}
			s.WriteString(d.shown + "\n")
		}
		return s.String()
	}
	for _, c := range []struct {
		name   string
		script Script
		text   func() string
	}{
		{"hans", Hans, func() string { return cleanPage(pageSize) }},
		{"hans-folded", Hans, func() string { return width(text.Source(cleanPage(pageSize)), &job{}).String() }},
		{"hant", Hant, func() string { return hantPage(b, pageSize) }},
		{"mirror", Hant, noisy},
	} {
		b.Run(c.name, func(b *testing.B) {
			s := c.text()
			Page(text.Source(s), c.script)
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				Page(text.Source(s), c.script)
			}
		})
	}
}

func BenchmarkGoccConvert(b *testing.B) {
	convert := t2s(b)
	for name, s := range map[string]string{"hans": cleanPage(pageSize), "hant": hantPage(b, pageSize)} {
		b.Run(name, func(b *testing.B) {
			b.SetBytes(int64(len(s)))
			b.ReportAllocs()
			for b.Loop() {
				convert(s)
			}
		})
	}
}

func BenchmarkJudge(b *testing.B) {
	s := hantPage(b, pageSize)
	Judge(s)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Judge(s)
	}
}

func BenchmarkFold(b *testing.B) {
	s := hantPage(b, 60)
	b.SetBytes(int64(len(s)))
	b.ReportAllocs()
	for b.Loop() {
		Fold(s, Hant, true, false)
	}
}

// BenchmarkBegin is what the first page costs: the tables of Judge and of the
// conversion.
func BenchmarkBegin(b *testing.B) {
	b.Run("convert", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			newConversion(true)
		}
	})
	b.Run("sides", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			newSides()
		}
	})
	b.Run("gbk", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			newGBK()
		}
	})
	b.Run("words", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			loadModel()
		}
	})
	b.Run("slips", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			newSlipTables()
		}
	})
}

package text

import (
	"runtime"
	"strings"
	"testing"
	"unsafe"
)

// noisy is a page of about size bytes in which each third character carries a
// pinyin note, and its rewrite without them.
func noisy(size int) (read, clean Text) {
	const unit = "學校聯動(dong)" // 12 bytes kept, 6 removed
	read = Source(strings.Repeat(unit, size/len(unit)))
	return read, denote(read)
}

// denote removes the notes of noisy.
func denote(read Text) Text {
	w := read.Rewrite("notes")
	s := read.String()
	for p := 0; ; {
		i := strings.IndexByte(s[p:], '(')
		if i < 0 {
			break
		}
		w.KeepTo(p + i)
		w.Replace(len("(dong)"), "")
		p = w.Pos()
	}
	return w.Done()
}

// BenchmarkOrigin looks up spans of ten characters in a text with 50,000 edits.
func BenchmarkOrigin(b *testing.B) {
	_, clean := noisy(900_000)
	b.ReportAllocs()
	var sum int
	for i := 0; b.Loop(); i++ {
		p := i * 7919 % (clean.Len() - 30)
		sum += clean.Origin(Span{p, p + 30}).Start
	}
	runtime.KeepAlive(sum)
	b.ReportMetric(float64(clean.Edits()), "edits")
}

func BenchmarkForward(b *testing.B) {
	read, clean := noisy(900_000)
	b.ReportAllocs()
	var sum int
	for i := 0; b.Loop(); i++ {
		p := i * 7919 % (read.Len() - 30)
		sum += clean.Forward(Span{p, p + 30}).Start
	}
	runtime.KeepAlive(sum)
	b.ReportMetric(float64(clean.Edits()), "edits")
}

// BenchmarkRewrite rewrites 1 MB with 55,555 edits; B/edit is what the edits
// take in memory once the text is made, the slack of their slice included.
func BenchmarkRewrite(b *testing.B) {
	read, _ := noisy(1_000_000)
	b.SetBytes(int64(read.Len()))
	b.ReportAllocs()
	var clean Text
	for b.Loop() {
		clean = denote(read)
	}
	b.ReportMetric(float64(cap(clean.n.edit))*float64(unsafe.Sizeof(edit{}))/float64(clean.Edits()), "B/edit")
}

// BenchmarkRewriteNothing is the price of a step on a clean page.
func BenchmarkRewriteNothing(b *testing.B) {
	read := Source(strings.Repeat("學校聯動發展", 60_000))
	b.SetBytes(int64(read.Len()))
	b.ReportAllocs()
	for b.Loop() {
		if !denote(read).Same(read) {
			b.Fatal("a clean page was changed")
		}
	}
}

func BenchmarkNewRuler(b *testing.B) {
	read, _ := noisy(1_000_000)
	b.SetBytes(int64(read.Len()))
	b.ReportAllocs()
	for b.Loop() {
		NewRuler(read.String())
	}
}

func BenchmarkRulerCodePoint(b *testing.B) {
	read, _ := noisy(1_000_000)
	r := NewRuler(read.String())
	b.ReportAllocs()
	var sum int
	for i := 0; b.Loop(); i++ {
		sum += r.CodePoint(i * 7919 % read.Len())
	}
	runtime.KeepAlive(sum)
}

package read

import (
	"bytes"
	"context"
	"os"
	"testing"

	"jiedui/corpus"
)

// benchmark reads a sample page, as it is and as a part of a long page.
func benchmark(b *testing.B, name string, times int, join func([]byte, int) []byte) {
	body, err := os.ReadFile("../../samples/pages/" + name)
	if err != nil {
		b.Fatal(err)
	}
	body = join(body, times)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := Read(context.Background(), corpus.Page{Name: name, Body: body}, Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// inBody repeats what stands between the body tags.
func inBody(page []byte, times int) []byte {
	from := bytes.Index(page, []byte("<body"))
	to := bytes.Index(page, []byte("</body"))
	if from < 0 || to < from {
		return bytes.Repeat(page, times)
	}
	out := append([]byte{}, page[:from]...)
	for range times {
		out = append(out, page[from:to]...)
	}
	return append(out, page[to:]...)
}

func BenchmarkHTML(b *testing.B)     { benchmark(b, "01-qinglan-notice.html", 1, inBody) }
func BenchmarkHTMLLong(b *testing.B) { benchmark(b, "01-qinglan-notice.html", 50, inBody) }
func BenchmarkHTMLBig5(b *testing.B) { benchmark(b, "04-lanyu-big5.html", 1, inBody) }
func BenchmarkDump(b *testing.B)     { benchmark(b, "02-qinglan-dump.txt", 1, bytes.Repeat) }
func BenchmarkDumpLong(b *testing.B) { benchmark(b, "02-qinglan-dump.txt", 50, bytes.Repeat) }
func BenchmarkText(b *testing.B)     { benchmark(b, "07-tongling-run-together.txt", 10, bytes.Repeat) }

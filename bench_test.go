package jiedui_test

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"jiedui"
	"jiedui/corpus"
	"jiedui/corpus/read"
	"jiedui/extract"
	"jiedui/extract/all"
	"jiedui/normalize"
	"jiedui/samples"
)

// BenchmarkProcess takes every shipped page the whole road.
func BenchmarkProcess(b *testing.B) {
	for _, s := range samples.Pages {
		body, err := samples.FS.ReadFile(s.File)
		if err != nil {
			b.Fatal(err)
		}
		b.Run(filepath.Base(s.File), func(b *testing.B) { benchProcess(b, page(s.File, body)) })
	}
}

// BenchmarkSteps splits the road of one page into its steps.
func BenchmarkSteps(b *testing.B) {
	for _, name := range []string{"pages/01-qinglan-notice.html", "pages/02-qinglan-dump.txt", "pages/06-hepu-mirror.txt"} {
		body, err := samples.FS.ReadFile(name)
		if err != nil {
			b.Fatal(err)
		}
		p := page(name, body)
		doc, err := read.Read(context.Background(), p, read.Options{})
		if err != nil {
			b.Fatal(err)
		}
		script := normalize.Judge(doc.Text.String())
		clean := normalize.Page(doc.Text, script).Text
		run := func(step string, f func()) {
			b.Run(filepath.Base(name)+"/"+step, func(b *testing.B) {
				b.SetBytes(int64(len(body)))
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
			})
		}
		run("read", func() { read.Read(context.Background(), p, read.Options{}) })
		run("judge", func() { normalize.Judge(doc.Text.String()) })
		run("normalize", func() { normalize.Page(doc.Text, script) })
		run("extract", func() { all.Documents(context.Background(), extract.NewPage(doc, clean, string(script))) })
	}
}

// BenchmarkFiles takes the files of the folder JIEDUI_BENCH_DIR the whole road
// as one run, over and over: figures for a corpus of one's own.
func BenchmarkFiles(b *testing.B) {
	dir := os.Getenv("JIEDUI_BENCH_DIR")
	if dir == "" {
		b.Skip("JIEDUI_BENCH_DIR names no folder")
	}
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil {
		b.Fatal(err)
	}
	var pages []corpus.Page
	var size int64
	for _, f := range files {
		body, err := os.ReadFile(f)
		if err != nil || len(bytes.TrimSpace(body)) == 0 {
			continue
		}
		pages = append(pages, page(f, body))
		size += int64(len(body))
	}
	b.SetBytes(size)
	b.ReportAllocs()
	for b.Loop() {
		for _, p := range pages {
			if _, err := jiedui.Process(context.Background(), p, jiedui.Options{}); err != nil {
				b.Fatal(err)
			}
		}
	}
	b.ReportMetric(float64(len(pages)*b.N)/b.Elapsed().Seconds(), "pages/s")
}

func benchProcess(b *testing.B, p corpus.Page) {
	b.SetBytes(int64(len(p.Body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := jiedui.Process(context.Background(), p, jiedui.Options{}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkPairs takes pages of more and more pairs the whole road, in a table and
// told in a sentence: the time for a pair should hardly grow.
func BenchmarkPairs(b *testing.B) {
	// Names without a repeat, whose endings are those of many others.
	name := func(i int) string {
		const hanzi = "岚溪桥岭湾屿塘堤梅竹松枫桂兰荷菊杏桃李苏"
		r := []rune(hanzi)
		var s []rune
		for range 4 {
			s = append(s, r[i%len(r)])
			i /= len(r)
		}
		return string(s) + "小学"
	}
	for _, n := range []int{1000, 8000} {
		var table, told bytes.Buffer
		const head = "<h1>关于开展结对帮扶的通知</h1><p>结对名单如下。</p>"
		table.WriteString(head + "<table><tr><td>帮扶学校</td><td>受援学校</td></tr>")
		told.WriteString(head + "<p>")
		for i := range n {
			fmt.Fprintf(&table, "<tr><td>%s</td><td>%s</td></tr>", name(2*i), name(2*i+1))
			fmt.Fprintf(&told, "%s与%s结对，", name(2*i), name(2*i+1))
		}
		for layout, body := range map[string][]byte{"table": table.Bytes(), "told": told.Bytes()} {
			b.Run(fmt.Sprintf("%s/%d", layout, n), func(b *testing.B) {
				for b.Loop() {
					docs, err := jiedui.Process(context.Background(), page("pairs.html", body), jiedui.Options{})
					if err != nil || len(docs) != 1 || len(docs[0].Pairings) != n {
						b.Fatalf("%d documents (%v), want one with %d pairs", len(docs), err, n)
					}
				}
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N)/float64(n), "µs/pair")
			})
		}
	}
}

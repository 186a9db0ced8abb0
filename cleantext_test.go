package jiedui_test

import (
	"bytes"
	"compress/gzip"
	"context"
	"flag"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/encoding/simplifiedchinese"

	"jiedui/corpus"
	"jiedui/corpus/read"
	"jiedui/normalize"
	"jiedui/text"
)

var texts = flag.String("texts", "", "a folder of Chinese texts that nobody damaged (see tools/clean-text)")

// cleanViews are what is done to a text that is not damaged, so that it looks
// as if it might be: what people write.
var cleanViews = []struct {
	name string
	of   func(string) string
}{
	{"as it is", func(s string) string { return s }},
	{"question marks beside hanzi", questioned},
	{"rare characters and readings glossed", glossed},
	{"Latin words in brackets", bracketed},
}

// repairs are the steps that mend damage; the others (widths, blanks, script)
// fold what is not damaged.
var repairs = []string{"slips", normalize.Losses, normalize.Pinyin, "ocr"}

// TestCleanText takes texts of a folder that nobody damaged through the
// repairs, each text whole, in several views. None may change a character. The texts are not ours: tools/clean-text fetches some.
func TestCleanText(t *testing.T) {
	if *texts == "" {
		t.Skip("no folder of texts: see tools/clean-text")
	}
	type tally struct{ files, han, edits, damage int }
	all := make([]map[normalize.Script]*tally, len(cleanViews))
	for i := range all {
		all[i] = map[normalize.Script]*tally{}
	}
	shown := 0
	err := filepath.WalkDir(*texts, func(path string, e fs.DirEntry, err error) error {
		if err != nil || !e.Type().IsRegular() {
			return err
		}
		s := readText(t, path)
		han, kana := 0, 0
		for _, r := range s {
			switch {
			case isHan(r):
				han++
			case unicode.In(r, unicode.Hiragana, unicode.Katakana):
				kana++
			}
		}
		if han*50 < len(s) || kana*20 > han { // next to no Chinese, or Japanese
			return nil
		}
		for i, v := range cleanViews {
			s := v.of(s)
			script := normalize.Judge(s)
			a := all[i][script]
			if a == nil {
				a = &tally{}
				all[i][script] = a
			}
			a.files++
			a.han += countHan(s)
			r := normalize.Page(text.Source(s), script)
			a.damage += len(r.Damage)
			for _, d := range r.Damage {
				if shown++; shown < 200 {
					t.Logf("%s, %s: damage seen in %q", v.name, path, around(r.Text.String(), d.Span))
				}
			}
			for _, repair := range r.Repairs {
				for _, name := range repairs {
					if repair.Step == name {
						a.edits += repair.Count
						if shown++; shown < 200 {
							t.Logf("%s, %s: %d edits of %s:%s", v.name, path, repair.Count, name, changes(s, r.Text.String()))
						}
					}
				}
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	sum := 0
	t.Logf("%-38s %-6s %6s %9s %6s %6s", "view", "script", "texts", "hanzi", "edits", "damage")
	for i, v := range cleanViews {
		for _, script := range []normalize.Script{normalize.Hans, normalize.Hant} {
			a := all[i][script]
			if a == nil {
				continue
			}
			t.Logf("%-38s %-6s %6d %9d %6d %6d", v.name, script, a.files, a.han, a.edits, a.damage)
			if a.edits > 0 {
				t.Errorf("%s, %s: %d edits, want none", v.name, script, a.edits)
			}
			// What is left alone and called damaged is no edit, but should be rare.
			if a.damage*20000 > a.han {
				t.Errorf("%s, %s: %d places taken for damage", v.name, script, a.damage)
			}
			if i == 0 {
				sum += a.han
			}
		}
	}
	t.Logf("%d hanzi of text not written by us, in each view", sum)
}

// readText is the text of a file as the program reads it: HTML, or plain text,
// which may be packed. "" is a file that holds none.
func readText(t *testing.T, path string) string {
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	name := path
	if strings.HasSuffix(name, ".gz") {
		z, err := gzip.NewReader(bytes.NewReader(b))
		if err != nil {
			return ""
		}
		if b, err = io.ReadAll(z); err != nil {
			return ""
		}
		name = strings.TrimSuffix(name, ".gz")
	}
	if bytes.IndexByte(b, 0) >= 0 || !bytes.ContainsFunc(b, func(r rune) bool { return unicode.Is(unicode.Han, r) }) {
		return ""
	}
	doc, err := read.Read(context.Background(), corpus.Page{Name: name, Body: b}, read.Options{})
	if err != nil {
		return ""
	}
	return doc.Text.String()
}

// changes shows the lines that the repairs changed, of texts whose lines are
// otherwise folded alone.
func changes(before, after string) string {
	var out strings.Builder
	old := strings.Split(before, "\n")
	for i, line := range strings.Split(after, "\n") {
		if i < len(old) && strings.Count(line, "?") != strings.Count(old[i], "?")+strings.Count(old[i], "？") {
			out.WriteString("\n" + old[i] + "\n" + line)
		}
	}
	return out.String()
}

func around(s string, at text.Span) string {
	lo, hi := max(0, at.Start-40), min(len(s), at.End+40)
	return strings.ToValidUTF8(s[lo:hi], "")
}

func isHan(r rune) bool { return r >= 0x3400 && unicode.Is(unicode.Han, r) }

func countHan(s string) (n int) {
	for _, r := range s {
		if isHan(r) {
			n++
		}
	}
	return n
}

// questioned makes every third full stop or comma a question mark, half or full
// width in turn, and sets one behind every fiftieth hanzi.
func questioned(s string) string {
	var out strings.Builder
	stops, hanzi := 0, 0
	for _, r := range s {
		switch {
		case r == '。' || r == '，' || r == ',':
			if stops++; stops%3 == 0 {
				r = []rune("?？")[stops/3%2]
			}
		case isHan(r):
			if hanzi++; hanzi%50 == 0 {
				out.WriteRune(r)
				r = '?'
			}
		}
		out.WriteRune(r)
	}
	return out.String()
}

// glossed sets the reading behind characters that are none of the 3,755 common
// ones, and behind common ones a reading that is not their usual one, each where
// it comes first.
func glossed(s string) string {
	var out strings.Builder
	seen := map[rune]bool{}
	for _, r := range s {
		out.WriteRune(r)
		if !isHan(r) || seen[r] {
			continue
		}
		seen[r] = true
		readings := strings.Split(pinyin.PinyinDict[int(r)], ",")
		reading := readings[0]
		if commonHan(r) {
			reading = ""
			if len(readings) > 1 {
				reading = readings[1]
			}
		}
		if reading != "" {
			out.WriteString("(" + reading + ")")
		}
	}
	return out.String()
}

// commonHan reports whether r is a hanzi of level 1 of GB 2312, as it stands or
// as any of the common simplified characters that are written so.
func commonHan(r rune) bool {
	s := normalize.Page(text.Source(string(r)), normalize.Hant).Text.String()
	b, err := simplifiedchinese.GBK.NewEncoder().String(s)
	return err == nil && len(b) == 2 && b[0] >= 0xB0 && b[0] <= 0xD7 && b[1] >= 0xA1
}

// bracketed sets Latin words in brackets behind every thirtieth hanzi: such as
// are no pinyin, and such as happen to be a reading of just that character.
func bracketed(s string) string {
	words := strings.Fields("app QQ PPT web wifi Linux O2O men long fan can women he me pin die sun wan tang ran bang")
	own := map[rune]string{'安': "an", '本': "ben", '们': "men", '們': "men", '万': "wan", '萬': "wan", '和': "he", '三': "san", '方': "fang", '行': "hang", '能': "neng", '大': "da", '可': "ke"}
	var out strings.Builder
	hanzi := 0
	for _, r := range s {
		out.WriteRune(r)
		if !isHan(r) {
			continue
		}
		hanzi++
		switch {
		case hanzi%30 == 0:
			out.WriteString("(" + words[hanzi/30%len(words)] + ")")
		case hanzi%7 == 0 && own[r] != "":
			out.WriteString("(" + own[r] + ")")
		}
	}
	return out.String()
}

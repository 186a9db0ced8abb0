package variants_test

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/liuzl/gocc"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"

	"jiedui/samples/variants"
)

// decoders read what the package wrote; GBK pages are read as GB18030, as the
// label is used on the web.
var decoders = map[string]encoding.Encoding{
	"utf-8":   encoding.Nop,
	"gbk":     simplifiedchinese.GB18030,
	"gb18030": simplifiedchinese.GB18030,
	"big5":    traditionalchinese.Big5,
}

// A variant decodes, goes back to simplified script, and is then its base page.
func TestEveryVariantIsItsBasePage(t *testing.T) {
	all, err := variants.All()
	if err != nil {
		t.Fatal(err)
	}
	if want := len(variants.Bases) * 2 * len(variants.Targets); len(all) != want {
		t.Errorf("%d variants, want %d", len(all), want)
	}
	t2s, err := gocc.New("t2s")
	if err != nil {
		t.Fatal(err)
	}
	for _, v := range all {
		base, err := os.ReadFile(v.Base + v.Ext)
		if err != nil {
			t.Fatal(err)
		}
		b, err := decoders[v.Charset].NewDecoder().Bytes(v.Body)
		if err != nil {
			t.Fatalf("%s: %v", v.Name(), err)
		}
		got := string(b)
		if v.Ext == ".html" {
			label := `<meta charset="` + v.Charset + `">`
			if strings.Count(got, label) != 1 {
				t.Errorf("%s: no %s", v.Name(), label)
			}
			got = strings.Replace(got, label, `<meta charset="utf-8">`, 1)
		}
		if v.Script == variants.Hant {
			if got == string(base) {
				t.Errorf("%s: is in simplified script", v.Name())
			}
			if got, err = t2s.Convert(got); err != nil {
				t.Fatal(err)
			}
		}
		if got != string(base) {
			t.Errorf("%s: does not go back to the base page", v.Name())
		}
		// A character that only an extension of Big5 has, or that it has twice,
		// would test the extension.
		if v.Charset == "big5" {
			for i := 0; i < len(v.Body); i++ {
				if v.Body[i] < 0x80 {
					continue
				}
				if v.Body[i] < 0xA1 || v.Body[i] > 0xF9 {
					t.Errorf("%s: %x is not of Big5 proper", v.Name(), v.Body[i:i+2])
				}
				i++
			}
		}
		if v.Charset != "utf-8" && bytes.Equal(v.Body, b) {
			t.Errorf("%s: bytes are UTF-8", v.Name())
		}
	}
}

func TestBasesAreTheFiles(t *testing.T) {
	for _, ext := range []string{".html", ".txt"} {
		names, err := fs.Glob(os.DirFS("."), "*"+ext)
		if err != nil {
			t.Fatal(err)
		}
		for i := range names {
			names[i] = strings.TrimSuffix(names[i], ext)
		}
		slices.Sort(names)
		if !slices.Equal(names, variants.Bases) {
			t.Errorf("*%s: %v, the list has %v", ext, names, variants.Bases)
		}
	}
}

// Every base page has facts, and no fact is about another page.
func TestFactsAreOfTheBases(t *testing.T) {
	count := map[string]int{}
	for line := range bytes.Lines(variants.Facts) {
		var f struct {
			Doc, Type string
			Part      int
		}
		if err := json.Unmarshal(line, &f); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		if !slices.Contains(variants.Bases, f.Doc) || f.Type == "" || f.Part < 1 {
			t.Errorf("not a fact of a base page: %s", line)
		}
		count[f.Doc]++
	}
	for _, b := range variants.Bases {
		if count[b] == 0 {
			t.Errorf("%s: no facts", b)
		}
	}
}

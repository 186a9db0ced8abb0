// Package variants makes one page from another: the base pages of this folder,
// each written as HTML and as text dump in simplified script and UTF-8, become
// pages in both scripts and in the charsets that pages are served in. All of
// them say the same, which [Facts] holds; a reader that is right gives the same
// facts for each.
//
// The base pages are written with characters that survive the way to
// traditional script and back and that every charset of the list can hold;
// the package's test checks both. Everything in them is invented.
package variants

import (
	"embed"
	"fmt"
	"strings"
	"sync"

	"github.com/liuzl/gocc"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/traditionalchinese"
	"golang.org/x/text/encoding/unicode"
)

//go:embed *.html *.txt
var pages embed.FS

// Facts are the facts of the base pages in the facts format, one JSON object a
// line, doc being the name of the base page.
//
//go:embed facts.jsonl
var Facts []byte

// Bases are the names of the base pages; each stands in the folder as .html
// and as .txt.
var Bases = []string{"forms", "notice", "plans"}

// Script codes after ISO 15924.
const (
	Hans = "Hans"
	Hant = "Hant"
)

// Target is a script and a charset that a base page is written in.
type Target struct {
	Script  string // Hans or Hant
	Charset string // WHATWG name, which is also the label in the page's head
}

// Targets lists what every base page is turned into.
var Targets = []Target{
	{Hans, "utf-8"},
	{Hans, "gbk"},
	{Hans, "gb18030"},
	{Hant, "utf-8"},
	{Hant, "gb18030"},
	{Hant, "big5"},
}

var charsets = map[string]encoding.Encoding{
	"utf-8":   unicode.UTF8,
	"gbk":     simplifiedchinese.GBK,
	"gb18030": simplifiedchinese.GB18030,
	"big5":    traditionalchinese.Big5,
}

// Variant is one page made from a base page.
type Variant struct {
	Base string // one of Bases
	Ext  string // ".html" or ".txt"
	Target
	Body []byte
}

// Name is a file name that tells the variants apart, such as
// "notice.Hant.big5.html".
func (v Variant) Name() string {
	return v.Base + "." + v.Script + "." + v.Charset + v.Ext
}

var traditional = sync.OnceValues(func() (*gocc.OpenCC, error) { return gocc.New("s2tw") })

// All returns every variant of every base page, by base, form and target. It
// fails when a page holds a character that a charset cannot hold.
func All() ([]Variant, error) {
	var all []Variant
	for _, base := range Bases {
		for _, ext := range []string{".html", ".txt"} {
			b, err := pages.ReadFile(base + ext)
			if err != nil {
				return nil, err
			}
			for _, t := range Targets {
				v, err := turn(base, ext, string(b), t)
				if err != nil {
					return nil, err
				}
				all = append(all, v)
			}
		}
	}
	return all, nil
}

func turn(base, ext, page string, t Target) (Variant, error) {
	v := Variant{Base: base, Ext: ext, Target: t}
	if t.Script == Hant {
		cc, err := traditional()
		if err != nil {
			return v, fmt.Errorf("traditional script: %w", err)
		}
		if page, err = cc.Convert(page); err != nil {
			return v, fmt.Errorf("%s: %w", v.Name(), err)
		}
	}
	page = strings.Replace(page, `charset="utf-8"`, `charset="`+t.Charset+`"`, 1)
	body, err := charsets[t.Charset].NewEncoder().Bytes([]byte(page))
	if err != nil {
		return v, fmt.Errorf("%s: %w", v.Name(), err)
	}
	v.Body = body
	return v, nil
}

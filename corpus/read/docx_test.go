package read

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"jiedui/corpus"
	"jiedui/schema"
)

const docxHead = `<w:document xmlns:w="w"><w:body>`

func docxOf(t testing.TB, xml string) []byte {
	return parcelOf(t, "[Content_Types].xml", "<Types/>", "word/document.xml", xml)
}

// TestDocxDamaged: what is there is read, and what is not is said; where
// nothing is, the failure says what to do.
func TestDocxDamaged(t *testing.T) {
	text := docxHead + "<w:p><w:r><w:t>云岭县实验小学</w:t></w:r></w:p><w:p><w:r><w:t>石桥小学</w:t></w:r></w:p></w:body></w:document>"
	whole := docxOf(t, text)
	for _, c := range []struct {
		name string
		body []byte
		want string // of the text; "" for a failure
		note string
	}{
		{"whole", whole, "云岭县实验小学\n石桥小学\n", ""},
		{"without directory", whole[:len(whole)-30], "云岭县实验小学\n石桥小学\n", "cut off"},
		{"cut in the text", docxOf(t, text[:len(text)-40]), "云岭县实验小学\n石桥小学\n", "ends too early"},
		{"no XML", docxOf(t, "<<<"), "", "word/document.xml, byte"},
		{"no document", parcelOf(t, "[Content_Types].xml", "<Types/>", "word/styles.xml", "<a/>"), "", "missing"},
		{"nested", docxOf(t, docxHead+"<w:p><w:r><w:t>云岭县</w:t></w:r></w:p>"+strings.Repeat("<w:ins>", 5000)), "云岭县\n", "nested too deep"},
		{"a tag without end", docxOf(t, docxHead+"<w:p><w:r><w:t>云岭县</w:t></w:r></w:p><w:p "+strings.Repeat(`a="b" `, 300000)), "云岭县\n", "no end"},
	} {
		d, err := Read(context.Background(), corpus.Page{Body: c.body}, Options{})
		var e *Error
		switch {
		case c.want == "" && (!errors.As(err, &e) || e.Code != schema.CodeDamaged || !strings.Contains(e.Message, c.note) || !strings.Contains(e.Message, "save it anew")):
			t.Errorf("%s: %v", c.name, err)
		case c.want == "":
		case err != nil:
			t.Errorf("%s: %v", c.name, err)
		case d.Text.String() != c.want || codes(d)[schema.CodeTruncated] != min(len(c.note), 1) || c.note != "" && !strings.Contains(d.Notes[0].Message, c.note):
			t.Errorf("%s: %q %v", c.name, d.Text.String(), d.Notes)
		default:
			laws(t, d)
		}
	}
}

// TestDocxBomb: no more is unpacked than the limit, whatever the ratio.
func TestDocxBomb(t *testing.T) {
	defer func(n int64) { maxUnpacked = n }(maxUnpacked)
	maxUnpacked = 100 << 10
	d := read(t, "bomb.docx", docxOf(t, docxHead+strings.Repeat("<w:p><w:r><w:t>云岭县</w:t></w:r></w:p>", 100000)), "")
	if n := len(d.Text.String()); codes(d)[schema.CodeTruncated] != 1 || n < 10<<10 || n > 100<<10 {
		t.Errorf("%d bytes, %v", n, d.Notes)
	}
}

// TestListNumbers compares what is written before the paragraphs of a list.
func TestListNumbers(t *testing.T) {
	for _, c := range []struct {
		format string
		n      int
		want   string
	}{
		{"decimal", 12, "12"}, {"chineseCountingThousand", 1, "一"}, {"chineseCounting", 10, "十"}, {"japaneseCounting", 12, "十二"},
		{"chineseCountingThousand", 20, "二十"}, {"chineseCountingThousand", 103, "一百零三"}, {"chineseCountingThousand", 110, "一百一十"},
		{"chineseCountingThousand", 1001, "一千零一"}, {"chineseLegalSimplified", 12, "拾贰"}, {"ideographTraditional", 3, "丙"},
		{"decimalEnclosedCircle", 3, "③"}, {"decimalFullWidth", 10, "１０"}, {"upperLetter", 27, "AA"}, {"lowerRoman", 14, "xiv"}, {"decimalZero", 4, "04"},
	} {
		if got := listNumber(c.format, c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.format, c.n, got, c.want)
		}
	}
}

// FuzzDocx reads any main part of a Word document: no panic, the laws hold.
func FuzzDocx(f *testing.F) {
	names, _ := filepath.Glob("testdata/docx/*.txtar")
	for _, name := range names {
		b, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for _, file := range txtar.Parse(b).Files {
			if strings.HasPrefix(file.Name, "in.docx/word/") && strings.HasSuffix(file.Name, ".xml") {
				f.Add(file.Data, file.Data)
			}
		}
	}
	f.Fuzz(func(t *testing.T, document, numbering []byte) {
		page := corpus.Page{Body: parcelOf(t, "[Content_Types].xml", "<Types/>", "word/document.xml", string(document),
			"word/numbering.xml", string(numbering), "word/styles.xml", string(numbering), "word/footnotes.xml", string(document))}
		d, err := Read(t.Context(), page, Options{})
		if err == nil {
			laws(t, d)
		} else if _, ok := err.(*Error); !ok {
			t.Fatal(err)
		}
	})
}

package normalize

import (
	"cmp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/encoding/traditionalchinese"

	"jiedui/internal/lexicon"
)

// A cell that holds nothing but a label is too short for its words to tell what
// a slip took: 牵?沸? (牵头学校). But there are not many labels. The table below
// has what each one of the lexicon looks like after one slip, and a cell that
// looks like that, and like no other label after a slip, is that label.

// labelFiles are the lists of the lexicon whose terms stand alone in a cell.
var labelFiles = []string{"headers.txt", "index-labels.txt", "roles.txt", "rows.txt"}

// label returns the label that a slip made the cell or line s of, in the script
// of the page, or "".
func label(s string) string {
	if len(s) > maxLabel {
		return ""
	}
	return labels().sure[bare(s)]
}

// likelyLabel is label for a cell of a page that has slips elsewhere, where 学校??
// is no question.
func likelyLabel(s string) string {
	if len(s) > maxLabel {
		return ""
	}
	b := bare(s)
	return cmp.Or(labels().sure[b], labels().likely[b])
}

// maxLabel is the length of the longest cell that may be a damaged label, in
// bytes, with the notes on it.
const maxLabel = 120

// bare is s without blanks and notes, its widths folded.
func bare(s string) string {
	var out strings.Builder
	for _, u := range cutUnits(nil, s, 0, maxLabel) {
		switch {
		case u.plain == ' ':
			continue
		case u.r >= 0xFF01 && u.r <= 0xFF5E:
			out.WriteRune(u.r - 0xFEE0)
		default:
			out.WriteRune(u.r)
		}
		if u.torn.len > 0 {
			out.WriteString(u.torn.bare + ")")
		}
	}
	return out.String()
}

// labels gives, by what a slip makes of it, each label in the script that it is
// written in; "" where two labels look the same. Those are likely which may stand
// as they are on a page without slips.
var labels = sync.OnceValue(newLabels)

type labelTable struct{ sure, likely map[string]string }

func newLabels() labelTable {
	t := gbk()
	// The traditional characters that a simplified one may have on a page.
	hant := map[rune][]rune{}
	side := sides()
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		if side[r] == onlyHant && t.encode[r] != 0 && inBig5(r) {
			hant[simplified(r)] = append(hant[simplified(r)], r)
		}
	}
	out := labelTable{map[string]string{}, map[string]string{}}
	meant := map[string]string{} // the term
	note := func(looks, written, term string, sure bool) {
		shown := out.likely
		if sure {
			shown = out.sure
		}
		if old, ok := meant[looks]; ok && old != term {
			shown[looks] = ""
			return
		}
		meant[looks] = term
		if _, ok := shown[looks]; !ok {
			shown[looks] = written
		}
	}
	for _, term := range labelTerms() {
		for _, written := range writtenIn(hant, term) {
			for _, l := range slippedLabels(t, written) {
				note(l.looks, written, term, l.sure)
			}
		}
	}
	return out
}

// labelTerms are the terms that stand alone in a cell, in simplified script.
func labelTerms() (out []string) {
	add := func(term string) {
		if n := utf8.RuneCountInString(term); n >= 2 && n <= 8 {
			out = append(out, term)
		}
	}
	for _, name := range labelFiles {
		for _, line := range lexicon.BuiltIn().Lines(name) {
			term, _, _ := strings.Cut(line, "\t")
			add(strings.TrimSpace(term))
		}
	}
	for _, line := range lexicon.BuiltIn().Lines("sides.txt") {
		side, _, _ := strings.Cut(line, "\t")
		for _, what := range []string{"", "学校", "校", "单位", "方", "园", "学校名称", "校名称"} {
			add(strings.TrimSpace(side) + what)
		}
	}
	for _, line := range lexicon.BuiltIn().Lines("kinds.txt") {
		kind, class, _ := strings.Cut(line, "\t")
		if strings.TrimSpace(class) == "no" {
			continue
		}
		for _, what := range []string{"", "名称"} {
			add(strings.TrimSpace(kind) + what)
		}
	}
	return out
}

// writtenIn returns the ways to write a simplified term: as it is, and in
// traditional script, a few of them where characters have several forms.
func writtenIn(hant map[rune][]rune, term string) []string {
	out := []string{""}
	for _, r := range term {
		forms := hant[r]
		if len(forms) == 0 {
			forms = []rune{r}
		}
		var next []string
		for _, s := range out {
			for _, f := range forms {
				next = append(next, s+string(f))
			}
		}
		if out = next; len(out) > 24 {
			out = out[:24]
		}
	}
	if out[0] != term {
		out = append(out, term)
	}
	return out
}

// slippedLabel is a label after a slip; sure says that a page without slips does
// not show it.
type slippedLabel struct {
	looks string
	sure  bool
}

// slippedLabels returns what s looks like after a slip of either shape in each
// of its characters, as [bare] gives it; nil when GBK lacks one of them.
func slippedLabels(t *gbkTable, s string) (out []slippedLabel) {
	var line []byte
	for _, r := range s {
		if r < 0x80 {
			line = append(line, byte(r))
			continue
		}
		b := gbkOf(r)
		if b == 0 {
			return nil
		}
		line = append(line, byte(b>>8), byte(b))
	}
	for i := 0; i < len(line); i++ {
		if line[i] < 0x80 {
			continue
		}
		before := t.show(line[:i])
		add := func(torn string) {
			looks := before + "?" + torn + t.show(line[i+1:])
			// 一?? may be the question that it looks like; with half a note it is none.
			_, behind, _ := strings.Cut(looks, "?")
			switch {
			case hanzi(looks) == 0:
			case strings.ContainsFunc(behind, han) || hanzi(looks) > 2 || torn != "":
				out = append(out, slippedLabel{looks, true})
			default:
				out = append(out, slippedLabel{looks, false})
			}
		}
		add("")
		if i > 0 && line[i-1] > 0x80 {
			for reading := range strings.SplitSeq(pinyin.PinyinDict[int(t.char(line[i-1], line[i]))], ",") {
				if p := parseSyllable(reading); p.len > 0 {
					add(p.bare + ")")
				}
			}
		}
		i++
	}
	return out
}

// show decodes bytes of GBK as a page shows them: a lead byte without its partner
// as "?" with the ASCII character that it swallows, a pair that means nothing as
// nothing, widths folded.
func (t *gbkTable) show(b []byte) string {
	var out strings.Builder
	for i := 0; i < len(b); i++ {
		switch {
		case b[i] < 0x80:
			out.WriteByte(b[i])
		case b[i] == 0x80:
			out.WriteRune('€')
		case i+1 == len(b) || b[i+1] < 0x40:
			out.WriteByte('?')
			i++
		default:
			if c := t.char(b[i], b[i+1]); c != 0 && c != 0x3000 {
				out.WriteRune(rune(widthless(c)))
			}
			i++
		}
	}
	return out.String()
}

// widthless is a full-width form as ASCII.
func widthless(c uint16) uint16 {
	if c >= 0xFF01 && c <= 0xFF5E {
		return c - 0xFEE0
	}
	return c
}

// inBig5 reports whether r is one of the 5,401 common characters of Big5.
func inBig5(r rune) bool {
	b, err := traditionalchinese.Big5.NewEncoder().String(string(r))
	return err == nil && len(b) == 2 && b[0] >= 0xA4 && b[0] <= 0xC6
}

package normalize

import (
	"bytes"
	"math/rand"
	"strings"
	"unicode/utf8"

	"github.com/liuzl/gocc"
	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// mirror damages text in the way that mirror sites do (see slips). It is the
// unlimited supply of the tests of slips; it shares nothing with the repair but
// the tables of GBK and of pinyin.
type mirror struct {
	toHant *gocc.OpenCC
	rand   *rand.Rand
	random float64 // how often a pair is cut in two anywhere
	cut    float64 // how often a mark that is found is cut at: ; : ? ! of the marks
}

func newMirror(seed int64) *mirror {
	cc, err := gocc.New("s2t")
	if err != nil {
		panic(err)
	}
	return &mirror{toHant: cc, rand: rand.New(rand.NewSource(seed)), cut: .5}
}

// at is a byte on its way through the mirror: where it stood in the clean
// text's bytes, or -1 when the mirror added it.
type at struct {
	b    byte
	from int
}

// damaged is what a mirror made of a text.
type damaged struct {
	clean string // traditional, widths folded
	shown string // as on the page
	// step gives, by byte offset of shown, the byte offset of clean where the
	// reading is in step, else -1.
	step  []int
	slips []int // byte offsets of shown where a slip begins
}

// page converts a simplified text and damages it. It reports false when GBK
// cannot write the text.
func (m *mirror) page(s string) (damaged, bool) {
	hant, err := m.toHant.Convert(s)
	if err != nil {
		panic(err)
	}
	gbkBytes, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(hant))
	if err != nil {
		return damaged{}, false
	}
	page := make([]at, len(gbkBytes))
	for i, b := range gbkBytes {
		page[i] = at{b, i}
	}
	// Notes on most characters that the conversion made, in any order.
	seen := map[rune]bool{}
	var noted []rune
	for _, r := range hant {
		if !seen[r] && simplified(r) != r && m.rand.Float64() < .7 {
			noted = append(noted, r)
		}
		seen[r] = true
	}
	// The mirror's list knows more than this page's characters.
	for _, r := range "學動實進發區導設業創領強質結內習經個訓優計標協責機費統時勵關運調堅務構驗養負數價認規術網礎現準驅" {
		if !seen[r] {
			noted = append(noted, r)
		}
	}
	m.rand.Shuffle(len(noted), func(i, j int) { noted[i], noted[j] = noted[j], noted[i] })
	for _, r := range noted {
		reading, _, _ := strings.Cut(pinyin.PinyinDict[int(r)], ",")
		note, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte("(" + reading + ")"))
		if err != nil || reading == "" {
			continue
		}
		pair, err := simplifiedchinese.GBK.NewEncoder().Bytes([]byte(string(r)))
		if err != nil {
			continue
		}
		page = insert(page, pair, note, true, func() bool { return true })
	}
	for i, mark := range []string{"\xA3\xAC", "\xA1\xA3", "\xA3\xBB", "\xA3\xBA", "\xA3\xBF", "\xA3\xA1"} {
		cut := m.cut
		if i < 2 {
			cut = .95 // no comma or full stop was seen that had not been cut at
		}
		page = insert(page, []byte(mark), []byte{0}, false, func() bool { return m.rand.Float64() < cut })
	}
	if m.random > 0 {
		var out []at
		for i, b := range page {
			if i > 0 && b.from >= 0 && b.from == page[i-1].from+1 && page[i-1].b > 0x80 && m.rand.Float64() < m.random && starts(gbkBytes, page[i-1].from) {
				out = append(out, at{0, -1})
			}
			out = append(out, b)
		}
		page = out
	}
	return show(page, gbkBytes), true
}

// starts reports whether a pair starts at byte i of GBK text.
func starts(b []byte, i int) bool {
	k := 0
	for k < i {
		if b[k] < 0x80 {
			k++
		} else {
			k += 2
		}
	}
	return k == i
}

// insert puts what behind (or before) every place where the two bytes of pair
// follow one another, whatever they belong to.
func insert(page []at, pair, what []byte, behind bool, do func() bool) []at {
	var out []at
	for i := 0; i < len(page); i++ {
		if i+1 < len(page) && page[i].b == pair[0] && page[i+1].b == pair[1] && do() {
			if behind {
				out = append(out, page[i], page[i+1])
			}
			for _, b := range what {
				out = append(out, at{b, -1})
			}
			if !behind {
				out = append(out, page[i], page[i+1])
			}
			i++
			continue
		}
		out = append(out, page[i])
	}
	return out
}

// show decodes a page as browsers do and folds its widths as dumps do.
func show(page []at, clean []byte) damaged {
	var d damaged
	// starts: by byte of the clean GBK text, the offset in clean of the
	// character that starts there, or -1.
	starts := make([]int, len(clean)+1)
	for i := 0; i < len(clean); {
		starts[i] = len(d.clean)
		if clean[i] < 0x80 {
			d.clean += string(rune(clean[i]))
			i++
			continue
		}
		starts[i+1] = -1
		d.clean += fold(rune(gbk().char(clean[i], clean[i+1])))
		i += 2
	}
	starts[len(clean)] = len(d.clean)
	emit := func(s string, inStep int) {
		for range len(s) {
			d.step = append(d.step, -1)
		}
		d.step[len(d.shown)] = inStep
		d.shown += s
	}
	next := func(i int) int { // offset in clean of the next byte of the author's
		for ; i < len(page); i++ {
			if page[i].from >= 0 {
				return starts[page[i].from]
			}
		}
		return len(d.clean)
	}
	for i := 0; i < len(page); {
		b := page[i].b
		step := next(i)
		switch {
		case b == 0:
			i++
		case b < 0x80:
			emit(string(rune(b)), step)
			i++
		case b == 0x80:
			emit("€", step)
			i++
		case b == 0xFF:
			i++
		case i+1 == len(page) || page[i+1].b < 0x40:
			if step >= 0 {
				d.slips = append(d.slips, len(d.shown))
			}
			emit("?", step)
			i += 2
		default:
			if step >= 0 && page[i].from >= 0 && page[i+1].from >= 0 && page[i+1].from != page[i].from+1 {
				panic("a pair of strangers in step")
			}
			if c := gbk().char(b, page[i+1].b); c != 0 {
				emit(fold(rune(c)), step)
			}
			i += 2
		}
	}
	d.step = append(d.step, len(d.clean))
	return d
}

func fold(r rune) string {
	switch {
	case r >= 0xFF01 && r <= 0xFF5E:
		r -= 0xFEE0
	case r == '\u3000':
		r = ' '
	}
	return string(r)
}

// tally is what became of the slips of a page. Repaired in part is one that has
// marks for what cannot be known, and is right otherwise.
type tally struct{ slips, repaired, inPart, left, wrong int }

func (a *tally) add(b tally) {
	a.slips += b.slips
	a.repaired += b.repaired
	a.inPart += b.inPart
	a.left += b.left
	a.wrong += b.wrong
}

// judge compares what the repair found on a line with what stood there. bad is
// called for each wrong repair.
func (d damaged) judge(found []slip, bad func(slip)) (t tally) {
	t.slips = len(d.slips)
	healed := 0
	for _, f := range found {
		if !f.sure {
			continue
		}
		in := 0
		for _, s := range d.slips {
			if f.start <= s && s < f.end {
				in++
			}
		}
		healed += in
		switch a, b := d.step[f.start], d.step[f.end]; {
		case a < 0 || b < a || !fits(plainText(f.with), plainText(d.clean[a:b])):
			t.wrong++
			bad(f)
		case len(f.holes) > 0:
			t.inPart += in
		default:
			t.repaired += in
		}
	}
	t.left = t.slips - healed
	return t
}

// fits reports whether s is want but for the holes in it, each of which stands for
// what is not known: some characters, or perhaps none.
func fits(s, want string) bool {
	i := strings.IndexRune(s, hole)
	if i < 0 {
		return s == want
	}
	if !strings.HasPrefix(want, s[:i]) {
		return false
	}
	s, want = s[i+holeLen:], want[i:]
	for range 9 {
		if fits(s, want) {
			return true
		}
		_, size := utf8.DecodeRuneInString(want)
		want = want[size:]
	}
	return false
}

func plainText(s string) string {
	var b bytes.Buffer
	for _, r := range s {
		b.WriteRune(rune(plainOf(r)))
	}
	return b.String()
}

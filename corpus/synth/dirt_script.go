package synth

import (
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/liuzl/gocc"
)

// traditional writes the page in traditional script, as a site does that lets a
// machine convert its simplified text: 联动校 becomes 聯動校, and whatever the
// machine's tables get wrong stays wrong. A value whose characters do not come
// back from there (昇, which is 升 to a converter) may be given as it comes back.
func (m *mess) traditional(_ float64, blocks []Block) []Block {
	eachText(blocks, func(t *Text) { *t = inTraditional(*t) })
	for _, f := range m.facts {
		for field, v := range f.F {
			if s, ok := v.(string); ok {
				if back := converted("t2s", converted("s2t", s)); back != s {
					f.Alt(field, back)
				}
			}
		}
		if posts, ok := f.F["posts"].([]string); ok {
			for _, s := range posts {
				if converted("t2s", converted("s2t", s)) != s {
					f.Optional = true
				}
			}
		}
	}
	return blocks
}

// inTraditional converts a line: as a whole, for the machine goes by phrases,
// and the pieces keep their lengths.
func inTraditional(t Text) Text {
	s := t.String()
	to := converted("s2t", s)
	if utf8.RuneCountInString(s) == utf8.RuneCountInString(to) {
		list := glyphs(t)
		i := 0
		for _, r := range to {
			list[i].r = r
			i++
		}
		return gather(t, list)
	}
	out := make(Text, len(t))
	for i, p := range t {
		out[i] = Piece{S: converted("s2t", p.S), Says: p.Says, Lost: p.Lost}
	}
	return out
}

var converters = map[string]func() (*gocc.OpenCC, error){
	"s2t": sync.OnceValues(func() (*gocc.OpenCC, error) { return gocc.New("s2t") }),
	"t2s": sync.OnceValues(func() (*gocc.OpenCC, error) { return gocc.New("t2s") }),
}

// converted takes s through one of gocc's conversions.
func converted(how, s string) string {
	if strings.IndexFunc(s, isHan) < 0 {
		return s
	}
	cc, err := converters[how]()
	if err != nil {
		panic("synth: " + how + ": " + err.Error()) // its tables are linked in
	}
	out, err := cc.Convert(s)
	if err != nil {
		panic("synth: " + how + ": " + err.Error()) // reads from a string
	}
	return out
}

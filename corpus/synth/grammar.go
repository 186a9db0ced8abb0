package synth

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"
)

// Set writes a text from a template: [a|b|c] is one of the alternatives, which
// may hold templates again and may be empty; {name} is a word of the page
// (see word); {1}, {2} … are the args. Nothing else is special.
func (d *Draw) Set(template string, args ...Text) Text {
	g := grammar{d: d, chance: d.wording(template), s: template, args: args}
	out := g.run(true)
	if g.i != len(g.s) {
		panic(fmt.Sprintf("synth: template %q: stray %q at %d", template, g.s[g.i], g.i))
	}
	return out
}

// S is Set for templates without args, as a string.
func (d *Draw) S(template string) string { return d.Set(template).String() }

type grammar struct {
	d      *Draw
	chance *rand.Rand
	s      string
	i      int
	args   []Text
}

// run expands up to the end of the alternative that it starts in; when not
// live, it only skips.
func (g *grammar) run(live bool) Text {
	var out Text
	var plain strings.Builder
	flush := func() {
		if plain.Len() > 0 {
			out = append(out, Piece{S: plain.String()})
			plain.Reset()
		}
	}
	for g.i < len(g.s) {
		switch c := g.s[g.i]; c {
		case '|', ']':
			flush()
			return out
		case '[':
			// Count the alternatives first: chance is asked once a choice.
			g.i++
			n := g.count()
			chosen := 0
			if live {
				chosen = g.chance.IntN(n)
			}
			for k := range n {
				t := g.run(live && k == chosen)
				if live && k == chosen {
					flush()
					out = append(out, t...)
				}
				g.i++ // the bar or the bracket
			}
		case '{':
			end := strings.IndexByte(g.s[g.i:], '}')
			if end < 0 {
				panic("synth: template " + strconv.Quote(g.s) + ": { without }")
			}
			name := g.s[g.i+1 : g.i+end]
			g.i += end + 1
			if !live {
				continue
			}
			if k, err := strconv.Atoi(name); err == nil {
				flush()
				out = append(out, g.args[k-1]...)
				continue
			}
			plain.WriteString(g.word(name))
		default:
			if live {
				plain.WriteByte(c)
			}
			g.i++
		}
	}
	flush()
	return out
}

// count is the number of alternatives from here to the closing bracket.
func (g *grammar) count() int {
	n, depth := 1, 0
	for i := g.i; i < len(g.s); i++ {
		switch g.s[i] {
		case '[':
			depth++
		case ']':
			if depth == 0 {
				return n
			}
			depth--
		case '|':
			if depth == 0 {
				n++
			}
		}
	}
	panic("synth: template " + strconv.Quote(g.s) + ": [ without ]")
}

// word is what a name in braces stands for.
func (d *Draw) word(name string) string { return (&grammar{d: d, chance: d.wording(name)}).word(name) }

func (g *grammar) word(name string) string {
	x, p := g.d.District, g.d.Plan
	switch name {
	case "u": // 区
		return x.Unit
	case "U": // 青岚区
		return x.Name
	case "b": // 区教育局
		return x.BureauShort
	case "B": // 青岚区教育局
		return x.Bureau
	case "c":
		return x.City
	case "p":
		return x.Province
	case "y":
		return strconv.Itoa(p.Year)
	case "from": // 帮扶学校
		return p.tie.from
	case "to":
		return p.tie.to
	case "form":
		return p.Form
	case "kind":
		return p.Kind
	case "name": // “携手共进”活动
		return p.Name
	case "institute":
		return x.Institutes[g.chance.IntN(len(x.Institutes))]
	}
	panic("synth: no word {" + name + "}")
}

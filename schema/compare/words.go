package compare

import (
	_ "embed"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"jiedui/schema"
)

//go:embed words.txt
var wordsText string

// vocabulary is what words.txt says.
type vocabulary struct {
	units    map[string]string  // unit → its class
	money    map[string]float64 // unit → 万元
	periods  map[string]period
	promises []promiseRule
	ignored  []string
	measures map[string]string // measure → dimension
	heads    map[string]bool   // roles
	ranks    map[string]string // ending of a post → code of a rank
	order    []string          // codes of ranks from the highest
	groups   []string          // endings
	towns    []string          // the longest first
	district []string
	noTowns  map[string]bool
}

type period struct {
	factor float64
	year   string
}

// promiseRule says what promises of some units with some words are about.
type promiseRule struct {
	dimension string
	units     []string // classes with "@"; nil: any
	words     []string // nil: any
	not       []string
}

var words = sync.OnceValue(func() *vocabulary {
	v, err := readWords(wordsText)
	if err != nil {
		panic("schema/compare: words.txt: " + err.Error()) // it is built in, and tested
	}
	return v
})

func readWords(text string) (*vocabulary, error) {
	v := &vocabulary{
		units: map[string]string{}, money: map[string]float64{}, periods: map[string]period{},
		measures: map[string]string{}, heads: map[string]bool{}, ranks: map[string]string{}, noTowns: map[string]bool{},
	}
	n := 0
	for line := range strings.Lines(text) {
		n++
		line = strings.TrimRight(line, "\n")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		f := strings.Split(line, "\t")
		bad := func() error { return fmt.Errorf("line %d: %q", n, line) }
		list := func(i int) []string {
			if i >= len(f) || f[i] == "*" {
				return nil
			}
			return strings.Fields(f[i])
		}
		if len(f) < 2 {
			return nil, bad()
		}
		switch f[0] {
		case "unit":
			for _, u := range list(2) {
				v.units[u] = "@" + f[1]
			}
		case "money":
			x, err := strconv.ParseFloat(f[2], 64)
			if err != nil {
				return nil, bad()
			}
			v.money[f[1]] = x
		case "period":
			x, err := strconv.ParseFloat(f[2], 64)
			if err != nil || len(f) != 4 {
				return nil, bad()
			}
			v.periods[f[1]] = period{x, f[3]}
		case "promise":
			if len(f) < 4 || dimensionOf(f[1]) == nil {
				return nil, bad()
			}
			v.promises = append(v.promises, promiseRule{f[1], list(2), list(3), list(4)})
		case "ignore":
			v.ignored = list(1)
		case "measure":
			if dimensionOf(f[1]) == nil {
				return nil, bad()
			}
			for _, m := range list(2) {
				v.measures[m] = f[1]
			}
		case "head":
			for _, r := range list(1) {
				v.heads[r] = true
			}
		case "rank":
			if f[1] != "none" {
				if rankOf(f[1]) == nil {
					return nil, bad()
				}
				v.order = append(v.order, f[1])
			}
			for _, p := range list(2) {
				v.ranks[p] = f[1]
			}
		case "group":
			v.groups = list(1)
		case "town":
			v.towns = list(1)
		case "district":
			v.district = list(1)
		case "no-town":
			for _, w := range list(1) {
				v.noTowns[w] = true
			}
		default:
			return nil, bad()
		}
	}
	return v, nil
}

// dimensionOfPromise says what a promise is about: the first rule that fits
// decides, and "other" where none does.
func (v *vocabulary) dimensionOfPromise(c *schema.Commitment) string {
	said := c.Quote.Value
	for _, x := range []*schema.Value{c.Actor, c.Action, c.Object} {
		if x != nil {
			said += "\n" + x.Value
		}
	}
	for _, w := range v.ignored {
		said = strings.ReplaceAll(said, w, "\n")
	}
	per := ""
	if c.Per != nil {
		per = c.Per.Value
	}
	has := func(word string) bool {
		if p, ok := strings.CutPrefix(word, "per:"); ok {
			return per == p
		}
		return strings.Contains(said, word)
	}
	for _, r := range v.promises {
		if r.units != nil && !slices.Contains(r.units, v.units[c.Unit.Value]) {
			continue
		}
		if (r.words == nil || slices.ContainsFunc(r.words, has)) && !slices.ContainsFunc(r.not, has) {
			return r.dimension
		}
	}
	return Other
}

// rank returns the code of the highest rank among posts, and the number of the
// post that has it; "" where no post has one.
func (v *vocabulary) rank(posts []schema.Value) (code string, post int) {
	best := len(v.order)
	for i, p := range posts {
		for _, one := range strings.FieldsFunc(p.Value, func(r rune) bool { return strings.ContainsRune("、,，;；兼 ", r) }) {
			ending, rank := "", ""
			for e, r := range v.ranks {
				if strings.HasSuffix(one, e) && len(e) > len(ending) {
					ending, rank = e, r
				}
			}
			if k := slices.Index(v.order, rank); k >= 0 && k < best {
				best, code, post = k, rank, i
			}
		}
	}
	return code, post
}

// isGroup reports whether a party of a pair is a group of schools by its name.
func (v *vocabulary) isGroup(name string) bool {
	return slices.ContainsFunc(v.groups, func(e string) bool { return strings.HasSuffix(name, e) })
}

// town returns the town that the name of a school begins with, such as 柳溪镇
// of 云桥区柳溪镇中心小学; "" where it names none.
func (v *vocabulary) town(name string) string {
	const longest = 8 // characters of a town's name with its unit
	rest := name
	for _, u := range v.district {
		// The district is cut off where a town follows: 新区小学 has none.
		if i := strings.Index(rest, u); i > 0 {
			if after := rest[i+len(u):]; v.townAt(after, longest) != "" {
				rest = after
			}
		}
	}
	return v.townAt(rest, longest)
}

func (v *vocabulary) townAt(s string, longest int) string {
	end, unit := len(s), ""
	for _, u := range v.towns {
		// The unit that ends first, and of those the longest: 桥头镇 and not 桥头镇街道.
		for from := 0; ; {
			i := strings.Index(s[from:], u)
			if i < 0 {
				break
			}
			i += from
			if e := i + len(u); i > 0 && (e < end || e == end && len(u) > len(unit)) && utf8.RuneCountInString(s[:i]) >= v.least(u) {
				end, unit = e, u
			}
			from = i + len(u)
		}
	}
	if unit == "" {
		return ""
	}
	t := s[:end]
	after := s[end:]
	switch {
	case v.noTowns[t] || after == "" || utf8.RuneCountInString(t) > longest:
		return ""
	case strings.HasPrefix(after, "市"), strings.HasPrefix(after, "县"): // 景德镇市
		return ""
	case strings.ContainsAny(strings.TrimSuffix(t, unit), "校学园"): // behind a school's name stands no town
		return ""
	}
	return t
}

// least is how many characters a town's name has before its unit.
func (v *vocabulary) least(unit string) int {
	if utf8.RuneCountInString(unit) == 1 && unit != "办" {
		return 2
	}
	return 1
}

// normal brings an amount to the common unit and to a year: 3–5 万元 a term is
// 6–10 万元 a school year. It returns nil where the plan's own words are that
// already, or there is no fixed way.
func (v *vocabulary) normal(a Amount) *Amount {
	n := a
	if f, ok := v.money[a.Unit]; ok {
		n.scale(f)
		n.Unit = "万元"
	}
	class := v.units[a.Unit]
	if p, ok := v.periods[a.Per]; ok && (class == "@money" || class == "@times" || class == "@time") {
		n.scale(p.factor)
		n.Per = p.year
	}
	if n.Unit == a.Unit && n.Per == a.Per {
		return nil
	}
	return &n
}

package segment

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"jiedui/internal/lexicon"
)

// kind says how an ending of a school name joins what stands before it; the
// kinds are the classes of segment-schools.txt.
type kind uint8

const (
	noEnding kind = iota
	mainEnding
	attached
	branch
	tail
	last
	numbered
	whole // the name of a school that a user knows, whatever it ends with
)

var kindOf = map[string]kind{"main": mainEnding, "attached": attached, "branch": branch,
	"tail": tail, "last": last, "number": numbered}

type endings struct {
	kind    map[string]kind
	long    int // bytes of the longest
	generic map[string]bool
}

var schoolEndings = lexicon.Of(loadEndings)

func loadEndings(l *lexicon.Lexicon) *endings {
	e := &endings{kind: map[string]kind{}, generic: map[string]bool{}}
	add := func(w string, k kind) {
		if _, ok := e.kind[w]; !ok {
			e.kind[w] = k
			e.long = max(e.long, len(w))
		}
	}
	for _, line := range l.Lines("segment-schools.txt") {
		w, class, _ := strings.Cut(line, "\t")
		k, ok := kindOf[class]
		if !ok {
			panic("segment: segment-schools.txt: " + line)
		}
		add(w, k)
	}
	for _, line := range l.Lines("schools.txt") {
		w, class, _ := strings.Cut(line, "\t")
		switch class {
		case "":
			add(w, mainEnding)
		case lexicon.SchoolName:
			e.kind[w] = whole
			e.long = max(e.long, len(w))
		default:
			add(w, numbered)
		}
	}
	for _, line := range l.Lines("segment-generic.txt") {
		e.generic[line] = true
	}
	return e
}

// ending is one ending of a school name in a string.
type ending struct {
	start, end int
	kind       kind
}

// at returns the longest ending that starts at byte i of s.
func (e *endings) at(s string, i int) (ending, bool) {
	for n := min(e.long, len(s)-i); n > 0; n-- {
		k, ok := e.kind[s[i:i+n]]
		if !ok {
			continue
		}
		if strings.HasSuffix(s[:i+n], "校") && hasAnyPrefix(s[i+n:], "长", "办", "内", "外", "际", "本", "园", "方") {
			continue // 小学校长
		}
		switch k {
		case last:
			if !pieceEnds(s, i+n) {
				continue
			}
		case numbered:
			if !numberBefore(s, i) || hasAnyPrefix(s[i+n:], "心", "学", "级", "等职", "等专") {
				continue
			}
		}
		return ending{i, i + n, k}, true
	}
	return ending{}, false
}

func hasAnyPrefix(s string, prefixes ...string) bool {
	for _, p := range prefixes {
		if strings.HasPrefix(s, p) {
			return true
		}
	}
	return false
}

func numberBefore(s string, i int) bool {
	r, _ := utf8.DecodeLastRuneInString(s[:i])
	return r >= '0' && r <= '9' || strings.ContainsRune("一二三四五六七八九十百〇零", r)
}

// pieceEnds reports whether a name may end at byte i because something that is
// no part of names follows.
func pieceEnds(s string, i int) bool {
	r, n := utf8.DecodeRuneInString(s[i:])
	return n == 0 || isSeparator(r) || unicode.IsSpace(r) || strings.ContainsRune("()（）和与及等", r)
}

func isSeparator(r rune) bool { return strings.ContainsRune("、,，;；。/|｜+＋\n\t", r) }

// Schools splits a stretch that holds names of schools, with separators,
// blanks, 和, 与, 及 or nothing between them. A bracketed remark (待建, 小学部) stays
// with its school, and so do a branch (实验小学城南校区), an attached school (一中附小)
// and 教育集团. A blank that does not follow the ending of a name stays in it (城关镇
// 中心小学). 等 and 等5所学校 behind the last school, and numbers such as "1." before
// a school, belong to none. ok is false when the split is not sure: a piece has
// no ending of a school name, names no particular school (结对学校), or may be cut
// in more than one way; the spans are then the best guess, or nil. Spans are in
// order and disjoint.
func Schools(s string) (spans []Span, ok bool) {
	e := schoolEndings()
	ok = true
	next := e.all(s)
	i, k := 0, 0 // k: first ending that starts at or behind i
	for i < len(s) {
		start := skipBetween(s, i)
		if start >= len(s) {
			break
		}
		for k < len(next) && next[k].start < start {
			k++
		}
		piece := pieceEnd(s, start)
		stop := start + listEnd(s[start:piece])
		if k >= len(next) || next[k].start >= stop {
			// No ending before the next separator.
			if rest := strings.TrimSpace(s[start:stop]); rest != "" {
				ok = false
				spans = append(spans, Span{Start: start, End: start + len(strings.TrimRightFunc(s[start:stop], unicode.IsSpace))})
			}
			i = piece
			continue
		}
		end, sure := e.grow(s, next, &k, stop)
		span := Span{Start: start, End: end}
		if !sure || !e.names(s[start:end]) {
			ok = false
		}
		spans = append(spans, span)
		i = end
		var clean bool
		if i, clean = e.between(s, end, stop); !clean {
			ok = false
		}
		if i >= stop {
			i = piece
		}
	}
	return spans, ok && len(spans) > 0
}

// all returns every ending in s outside brackets, in order; endings inside a
// longer one are left out.
func (e *endings) all(s string) []ending {
	var out []ending
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		if r == '(' || r == '（' {
			if c := closing(s, i); c > 0 {
				i = c
				continue
			}
		}
		if found, ok := e.at(s, i); ok {
			out = append(out, found)
			i = found.end
			continue
		}
		i += n
	}
	return out
}

// skipBetween skips blanks, separators and numbering before a name.
func skipBetween(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if isSeparator(r) || unicode.IsSpace(r) || r >= '①' && r <= '⑳' || strings.ContainsRune(")）·•", r) {
			i += n
			continue
		}
		if m := numbering(s[i:]); m > 0 {
			i += m
			continue
		}
		break
	}
	return i
}

// numbering returns the length of a list number that s starts with (1. 2、 (3)
// 4)), 0 if there is none.
func numbering(s string) int {
	i := 0
	if strings.HasPrefix(s, "(") {
		i++
	}
	d := i
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == d || i-d > 3 || i == len(s) {
		return 0
	}
	for _, mark := range []string{".", "、", ")", "．"} {
		if strings.HasPrefix(s[i:], mark) && (d == 0 || mark == ")") {
			return i + len(mark)
		}
	}
	return 0
}

// pieceEnd returns the place of the next separator outside brackets.
func pieceEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if isSeparator(r) {
			return i
		}
		if r == '(' || r == '（' {
			if c := closing(s, i); c > 0 {
				i = c
				continue
			}
		}
		i += n
	}
	return i
}

// grow returns where the school that has ending *k ends, having taken in what
// belongs to it, and moves *k behind it.
func (e *endings) grow(s string, all []ending, k *int, stop int) (end int, sure bool) {
	sure = true
	hasBranch := all[*k].kind == branch
	hasMain := !hasBranch && all[*k].kind != tail
	end = all[*k].end
	*k++
	for {
		end = remark(s, end)
		if *k >= len(all) || all[*k].start >= stop {
			return end, sure
		}
		n := all[*k]
		between := s[end:n.start]
		gap := strings.TrimSpace(between)
		switch {
		case n.kind == attached || strings.HasPrefix(gap, "附属") || strings.HasPrefix(gap, "附设"):
			if len(gap) > 0 && !strings.HasPrefix(gap, "附") && !isNumber(gap) {
				return end, sure // 一小师专附小
			}
		case between == "" && n.kind == tail, between == "" && n.kind == branch:
		case between == "" && n.kind == whole:
			return end, sure
		case between == "" && standsAlone(s[n.start:n.end]):
			// 红星中学实验小学 may be one school or two; behind a branch it is another.
			return end, sure && hasBranch
		case between == "": // 一中幼儿园
		case n.kind == branch && hasBranch:
			return end, false // 红星小学王庄教学点李庄教学点
		case n.kind == branch && hasMain:
			if conjunction(gap) > 0 || utf8.RuneCountInString(gap) > 8 || digitStart(gap) {
				return end, sure
			}
			if len(gap) < len(between) {
				if gap != "" && e.ofSchool(s[n.start:n.end]) {
					return end, sure // 中心小学 柳湾第一小学分校
				}
				sure = false // 实验小学 城南校区
			}
		default:
			return end, sure
		}
		hasBranch = hasBranch || n.kind == branch
		hasMain = hasMain || n.kind == mainEnding || n.kind == attached || n.kind == whole
		end = n.end
		*k++
	}
}

// ofSchool reports whether the ending of a branch says of which kind of school
// it is one: 小学分校. Then the school's name stands before it.
func (e *endings) ofSchool(w string) bool {
	for i := len(w); i > 0; i-- {
		if e.kind[w[:i]] == mainEnding {
			return !strings.HasSuffix(w, "部")
		}
	}
	return false
}

// standsAlone reports whether an ending is also the whole name of a school.
func standsAlone(w string) bool {
	return strings.HasPrefix(w, "实验") || strings.HasPrefix(w, "中心") || strings.HasPrefix(w, "希望") || strings.HasPrefix(w, "外国语")
}

func isNumber(s string) bool {
	for _, r := range s {
		if !(r >= '0' && r <= '9') && !strings.ContainsRune("第一二三四五六七八九十百〇零", r) {
			return false
		}
	}
	return true
}

func digitStart(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// remark returns the place behind the bracketed remarks that follow byte i.
func remark(s string, i int) int {
	for {
		j := i
		for j < len(s) && s[j] == ' ' {
			j++
		}
		r, _ := utf8.DecodeRuneInString(s[j:])
		if r != '(' && r != '（' || j == len(s) || numbering(s[j:]) > 0 {
			return i
		}
		c := closing(s, j)
		if c < 0 {
			return i
		}
		i = c
	}
}

// between skips what stands between a school that ends at byte i and the next
// one: 和, and 等 with what counts the schools. clean is false when it is unsure
// where the next name starts, or something is left over before stop.
func (e *endings) between(s string, i, stop int) (int, bool) {
	rest := s[i:stop]
	trimmed := strings.TrimLeftFunc(rest, unicode.IsSpace)
	at := i + len(rest) - len(trimmed)
	if trimmed == "" {
		return stop, true
	}
	if strings.HasPrefix(trimmed, "等") {
		return stop, false
	}
	if n := conjunction(trimmed); n > 0 {
		return at + n, true
	} else if n < 0 {
		return at, false
	}
	if numbering(s[at:]) > 0 {
		return at, true
	}
	for _, next := range e.all(trimmed) {
		return at, next.start > 0 || at > i || standsAlone(trimmed[:next.end]) || next.kind == last || next.kind == whole
	}
	return stop, false // 红星小学校长
}

// BeginsName reports whether the 和 that s begins with may be the first character
// of a school's name: 和平小学, 和平路小学.
func BeginsName(s string) bool { return strings.HasPrefix(s, "和") && conjunction(s) <= 0 }

// conjunction returns the length of 和, 与, 及 or 以及 at the start of s, 0 when s
// starts with none, or when 和 begins a name (和平小学), and -1 when that is unsure.
func conjunction(s string) int {
	for _, w := range []string{"以及", "与", "及", "暨"} {
		if strings.HasPrefix(s, w) {
			return len(w)
		}
	}
	if !strings.HasPrefix(s, "和") {
		return 0
	}
	rest := s[len("和"):]
	r, n := utf8.DecodeRuneInString(rest)
	if !strings.ContainsRune("平谐睦顺美兴畅田林静硕政龙县悦润义善乐安庄济风雅", r) {
		return len("和")
	}
	if _, ok := schoolEndings().at(rest, n); ok {
		return 0 // 和平小学
	}
	return -1 // 和平路小学, or 和 + 平安小学
}

// listEnd returns the place in a piece where 等 or what counts the schools
// begins, the length of the piece if nothing of that kind closes it.
func listEnd(piece string) int {
	for i, r := range piece {
		if (r == '等' && !hasAnySuffix(piece[:i], "中", "高", "初") || r == '共') && closesList(piece[i:]) {
			return i
		}
	}
	return len(piece)
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, x := range suffixes {
		if strings.HasSuffix(s, x) {
			return true
		}
	}
	return false
}

// closesList reports whether s is what may follow the last school: 等, 等5所学校.
func closesList(s string) bool {
	rest, ok := strings.CutPrefix(strings.TrimSpace(s), "等")
	if !ok {
		rest, ok = strings.CutPrefix(strings.TrimSpace(s), "共")
		if !ok || rest == "" {
			return false
		}
	}
	rest = strings.TrimLeft(rest, "0123456789一二三四五六七八九十两几多余 ")
	rest = strings.TrimLeft(rest, "所个家")
	for _, w := range []string{"农村", "乡镇", "城区", "乡村", "薄弱", "成员", "中小", "受援", "优质", "小", "中"} {
		rest = strings.TrimPrefix(rest, w)
	}
	switch rest {
	case "", "学校", "校", "学", "单位", "幼儿园", "园":
		return true
	}
	return false
}

// names reports whether s names a particular school: something other than
// generic words stands before the ending.
func (e *endings) names(s string) bool {
	if i := strings.IndexAny(s, "(（"); i > 0 {
		s = strings.TrimSpace(s[:i])
	}
	for i := range s {
		if found, ok := e.at(s, i); ok && found.end == len(s) {
			if found.kind == numbered {
				return true
			}
			if i == 0 {
				return !e.generic[s]
			}
			return !e.generic[strings.TrimSpace(s[:i])]
		}
	}
	return true
}

package extract

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/extract/segment"
	"jiedui/internal/lexicon"
	"jiedui/text"
)

var (
	ownSchools = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("own-schools.txt") })
	blanks     = lexicon.Of(func(l *lexicon.Lexicon) *lexicon.Terms { return l.Load("blanks.txt") })
)

// IsOwn reports whether s is a document's word for its own school (我校, 本园).
func IsOwn(s string) bool { return ownSchools().Has(s) }

// IsBlank reports whether s, without blanks, stands where a name is still
// wanted: nothing, strokes, 待定, __, xx.
func IsBlank(s string) bool {
	return strings.Trim(s, "/-—–_xX×*、,.()") == "" || blanks().Has(strings.Trim(s, "()"))
}

// IsBody reports whether s is nothing but a short name in Chinese characters:
// what a column of schools may name besides schools (青少年活动中心, 实小).
func IsBody(s string) bool {
	for _, r := range s {
		if r != Lost && !HasHan(string(r)) {
			return false
		}
	}
	n := utf8.RuneCountInString(s)
	return n >= 2 && n <= 20 && !IsBlank(s) && !general().Has(s) && general().Suffix(s) == ""
}

// Spans moves spans of the string that stands at byte at of the clean text to
// their places there, blanks at both ends left out.
func (p *Page) Spans(list []text.Span, at int) []text.Span {
	out := make([]text.Span, len(list))
	for i, l := range list {
		out[i] = p.trim(l.Shift(at))
	}
	return out
}

// marks behind a school's name refer to a note below the table.
const marks = "*★☆△▲# "

// TrimMarks returns s without the marks behind a name that refer to a note.
func (p *Page) TrimMarks(s text.Span) text.Span {
	s.End = s.Start + len(strings.TrimRight(p.Str(s), marks))
	return s
}

// TrimPlace returns s, a school's name, without the place in brackets behind it
// that tells where the school stands: 实验中学(云溪县). A campus or a part of the
// school in brackets stays.
func (p *Page) TrimPlace(s text.Span) text.Span {
	str := p.Str(s)
	i := strings.LastIndexByte(str, '(')
	if i <= 0 || !strings.HasSuffix(str, ")") || !IsSchool(Squeeze(str[:i])) {
		return s
	}
	in := Squeeze(str[i+1 : len(str)-1])
	if n := utf8.RuneCountInString(in); n < 2 || n > 10 || strings.HasSuffix(in, "校区") {
		return s
	}
	for _, unit := range []string{"县", "区", "市", "旗", "州", "镇", "乡", "街道"} {
		if strings.HasSuffix(in, unit) {
			return p.trim(text.Span{Start: s.Start, End: s.Start + i})
		}
	}
	return s
}

// Schools splits a cell or a list into the schools that it names, and reports
// whether the cut is sure. Of a list that lost bytes the entries that did stand as
// they are, to be withheld; the cut of the others is as sure as if they stood alone.
func (p *Page) Schools(s text.Span) ([]text.Span, bool) {
	list, ok := segment.Schools(p.Str(s))
	out := p.Spans(list, s.Start)
	if ok || p.ClearList(s, out) {
		return out, true
	}
	if !strings.ContainsRune(p.Str(s), Lost) {
		return out, false
	}
	var all []text.Span
	whole := 0
	for _, e := range p.entries(s) {
		if strings.ContainsRune(p.Str(e), Lost) {
			all = append(all, p.betweenBlanks(e, &whole)...)
			continue
		}
		list, ok := segment.Schools(p.Str(e))
		one := p.Spans(list, e.Start)
		if !ok && !p.ClearList(e, one) {
			return out, false
		}
		all = append(all, one...)
		whole++
	}
	if whole == 0 {
		return out, false
	}
	return all, true
}

// SchoolLine returns what of a line stands behind its number or bullet when that is
// nothing but names of schools, in itself and cut into them, and the style of the
// number; empty when it is something else.
func (p *Page) SchoolLine(l text.Span) (s text.Span, list []text.Span, style Style) {
	style, _, n := Numbering(p.Str(l))
	s = text.Span{Start: l.Start + n, End: l.End}
	s.Start = s.End - len(strings.TrimLeft(p.Str(s), Bullets))
	s.End = s.Start + len(strings.TrimRight(p.Str(s), "。;、, "))
	str := p.Str(s)
	if s.Empty() || utf8.RuneCountInString(str) > maxSchoolLine || strings.ContainsAny(str, "。:-—–→⇒>↔~") {
		return text.Span{}, nil, style
	}
	list, ok := p.Schools(s)
	for _, sc := range list {
		ok = ok && IsSchool(Squeeze(p.Str(sc)))
	}
	if !ok || len(list) == 0 {
		return text.Span{}, nil, style
	}
	return s, list, style
}

// maxSchoolLine is the length in characters of the longest line that may be
// nothing but schools.
const maxSchoolLine = 200

// betweenBlanks cuts an entry of a list that lost bytes at its blanks, where what
// stands between them are the names of schools or lost bytes; whole counts the
// former. Else the entry is one.
func (p *Page) betweenBlanks(e text.Span, whole *int) (out []text.Span) {
	n, at := 0, e.Start
	for _, w := range strings.Fields(p.Str(e)) {
		at += strings.Index(p.Str(text.Span{Start: at, End: e.End}), w)
		out = append(out, text.Span{Start: at, End: at + len(w)})
		at += len(w)
		if strings.ContainsRune(w, Lost) {
			continue
		}
		_, _, l := Numbering(w)
		if !IsSchool(w[l:]) {
			return []text.Span{e}
		}
		out[len(out)-1].Start += l
		n++
	}
	*whole += n
	return out
}

// entries cuts s at the separators of lists outside brackets.
func (p *Page) entries(s text.Span) (out []text.Span) {
	depth, from := 0, s.Start
	put := func(to int) {
		if e := p.trim(text.Span{Start: from, End: to}); !e.Empty() {
			out = append(out, e)
		}
	}
	for i, r := range p.Str(s) {
		switch r {
		case '(':
			depth++
		case ')':
			depth--
		case '、', ',', ';', '\n':
			if depth <= 0 {
				put(s.Start + i)
				from = s.Start + i + utf8.RuneLen(r)
			}
		}
	}
	put(s.End)
	return out
}

// ClearList reports whether the schools of a list are parted by 、 , ; or a
// break, each has the form of a school's name, and nothing else stands in the
// list: then the cut is sure, even where a name is broken by a blank.
func (p *Page) ClearList(s text.Span, schools []text.Span) bool {
	at := s.Start
	for i, l := range schools {
		gap := p.Str(text.Span{Start: at, End: l.Start})
		if strings.Trim(gap, "、,;\n"+marks) != "" || i > 0 && strings.Trim(gap, " ") == "" {
			return false
		}
		if !IsSchool(Squeeze(p.Str(p.TrimMarks(l)))) {
			return false
		}
		at = l.End
	}
	return len(schools) > 0 && strings.Trim(p.Str(text.Span{Start: at, End: s.End}), "、,;。"+marks) == ""
}

// SchoolEnding returns the place of the one name of a school that ends at byte
// end of the sentence s, a remark in brackets included; empty if none. 我校 is
// one. The name begins where [NameStart] says.
func SchoolEnding(s string, end int) text.Span {
	for _, o := range ownSchools().List() {
		if strings.HasSuffix(s[:end], o) {
			return text.Span{Start: end - len(o), End: end}
		}
	}
	stop := end
	if strings.HasSuffix(s[:end], ")") {
		if k := strings.LastIndexByte(s[:end], '('); k > 0 {
			stop = k
		}
	}
	if schools().Suffix(s[:stop]) == "" && !strings.HasSuffix(s[:stop], string(Lost)) {
		return text.Span{}
	}
	start := NameStart(s, stop)
	if !IsSchool(s[start:stop]) {
		return text.Span{}
	}
	return text.Span{Start: start, End: end}
}

// SchoolsEnding returns the places of the schools of the list that ends at
// byte end of the sentence s (甲小学、乙小学和丙小学), in order. It is empty when
// something before them belongs to the list and is no school's name. The words
// in ands may stand before the last one.
func SchoolsEnding(s string, end int, ands ...string) (list []text.Span) {
	for {
		one := SchoolEnding(s, end)
		if one.Empty() {
			return nil
		}
		list = append([]text.Span{one}, list...)
		before := s[:one.Start]
		joint := strings.HasSuffix(before, "、")
		if joint {
			end = one.Start - len("、")
		}
		for _, w := range ands {
			if strings.HasSuffix(before, w) && len(list) == 1 && !SchoolEnding(s, one.Start-len(w)).Empty() {
				end, joint = one.Start-len(w), true
				break
			}
		}
		if !joint {
			return list
		}
	}
}

// SchoolStarting returns the length of the name of a school that s begins
// with, a remark in brackets included, 0 if it begins with none.
func SchoolStarting(s string) int {
	for _, o := range ownSchools().List() {
		if strings.HasPrefix(s, o) {
			return len(o)
		}
	}
	str := s
	if len(str) > 4*maxName {
		str = str[:4*maxName]
	}
	if i := strings.IndexAny(str, ",。;:、()《》“” \t\n"); i >= 0 {
		if str[i] == '(' && i > 0 && IsSchool(str[:i]) {
			if k := strings.IndexByte(s[i:min(len(s), i+120)], ')'); k > 0 {
				return i + k + 1
			}
		}
		str = str[:i]
	}
	for i := range str + " " {
		if i == 0 || schools().Suffix(str[:i]) == "" || !IsSchool(str[:i]) {
			continue
		}
		// The longest ending that begins here: 小学 before 小学部.
		end := i
		for j := i + 1; j <= len(str) && j <= i+12 && !counted(str[i:]); j++ {
			if j < len(str) && !utf8.RuneStart(str[j]) {
				continue
			}
			w := schools().Suffix(str[:j])
			if from := j - len(w); w == "" || from > end && strings.ContainsAny(str[end:from], "为由与被的") {
				continue // 张家集小学列为书院: another school
			}
			if IsSchool(str[:j]) && !headFollows(str, j) {
				end = j
			}
		}
		// A part of the school behind it: 小学部, 南校区.
		if part := schools().Prefix(str[end:]); strings.HasSuffix(part, "部") || strings.HasSuffix(part, "校区") {
			end += len(part)
		}
		return end
	}
	return 0
}

// headFollows reports whether the name that ends at byte end takes a character
// of the word behind it: 城东小学校长 is the head of 城东小学, and the exchange of
// 城东小学校际交流 one of 城东小学.
func headFollows(s string, end int) bool {
	return strings.HasSuffix(s[:end], "学校") && end < len(s) && throughWord(segment.Words(s), end)
}

// listCount matches what closes a list of schools: 等, 等3所学校, 两所学校.
var listCount = regexp.MustCompile(`^(?:等(?:[\d一二三四五六七八九十两几多]+(?:所|个|家))?|[\d一二三四五六七八九十两]+(?:所|家))(?:(?:乡镇|农村|乡村|薄弱|城区|成员|中小)*(?:学校|小学|中学|幼儿园|村小|校))?`)

// counted reports whether s begins with what counts a list: 两所学校.
func counted(s string) bool { return listCount.MatchString(s) && !strings.HasPrefix(s, "等") }

// SchoolsStarting returns the places of the schools of the list that s begins
// with, and the length of the list with what counts it (等3所学校).
func SchoolsStarting(s string) (list []text.Span, length int) {
	at := 0
	for {
		n := SchoolStarting(s[at:])
		if n == 0 || !listGoesOn(s[at+n:]) {
			n = max(n, lostEntry(s[at:]))
		}
		if n == 0 {
			return nil, 0 // the list holds something else
		}
		list = append(list, text.Span{Start: at, End: at + n})
		at += n
		rest := s[at:]
		joint := 0
		for _, w := range []string{"、", "以及", "和", "及"} {
			if strings.HasPrefix(rest, w) && (w == "、" || SchoolStarting(rest[len(w):]) > 0) {
				joint = len(w)
				break
			}
		}
		if joint == 0 {
			return list, at + len(listCount.FindString(rest))
		}
		at += joint
	}
}

// listGoesOn reports whether what follows an entry joins it to another, or ends
// the list.
func listGoesOn(s string) bool {
	for _, w := range []string{"、", "和", "与", "及", "以及", ",", "。"} {
		if strings.HasPrefix(s, w) {
			return true
		}
	}
	return s == ""
}

// lostEntry returns the length of the entry of a list that s begins with, when
// bytes were lost in it; 0 when none were. Behind the last entry the sentence may
// go on: 甲小学、石桥�小学结对, 石桥�结对.
func lostEntry(s string) int {
	e, more := s, false
	if i := strings.IndexAny(s, "、,。;:()"); i >= 0 {
		e, more = s[:i], strings.HasPrefix(s[i:], "、")
	}
	k := strings.LastIndex(e, string(Lost))
	if k < 0 || utf8.RuneCountInString(e[:k]) > maxName {
		return 0
	}
	k += len(string(Lost))
	if more {
		return len(e)
	}
	if i, j := schools().Find(e[k:]); i >= 0 && utf8.RuneCountInString(e[k:k+i]) <= 4 {
		return k + j
	}
	return k
}

// maxSentence is the length in bytes behind which a sentence is cut at a comma,
// so that pages without stops do not make long searches.
const maxSentence = 3000

// Sentences cuts s at its stops (。 ; ! ?), which are left out.
func Sentences(s string) []text.Span {
	var out []text.Span
	from := 0
	for i, r := range s {
		switch {
		case r == '。', r == ';', r == '!', r == '?':
		case r == ',' && i-from > maxSentence, i-from > 2*maxSentence:
		default:
			continue
		}
		if i > from {
			out = append(out, text.Span{Start: from, End: i})
		}
		from = i + utf8.RuneLen(r)
	}
	if from < len(s) {
		out = append(out, text.Span{Start: from, End: len(s)})
	}
	return out
}

package milestones

import (
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/text"
)

// done reports whether words tell what has been done, or how things stand.
func done(s string) bool { return words().has(s, "done") }

// plans reports whether words tell what is to come.
func (w vocabulary) plans(s string) bool { return w.has(s, "plan") }

// has reports whether s has a word of a class of tense.txt.
func (w vocabulary) has(s, class string) bool {
	for i := 0; i < len(s); {
		t := w.tense.Prefix(s[i:])
		if c, _ := w.tense.Class(t); t != "" && c == class {
			return true
		}
		if t != "" {
			i += len(t)
			continue
		}
		_, size := utf8.DecodeRuneInString(s[i:])
		i += size
	}
	return false
}

const (
	maxClause = 120 // characters of the longest text
	maxLead   = 3   // below this many the words before a date do not say what is due
	maxActor  = 10  // of the longest name of who does it
	minClause = 4   // below this many a clause brings the next one with it
)

// clause returns the clause that begins at byte a, at most up to b: without
// what only leads up to it, and with the next one where it does not say what
// is due by itself.
func (x *reading) clause(a, b int) (from, to int) { return clauseOf(x.s, a, b) }

func clauseOf(s string, a, b int) (from, to int) {
	a = skip(s, a, b)
	for {
		t := words().due.Prefix(s[a:b])
		if c, _ := words().due.Class(t); t == "" || c != "modal" {
			break
		}
		a = skip(s, a+len(t), b)
	}
	end := boundary(s, a, b)
	for end < b && (s[end] == ',' || s[end] == ':') && unfinished(s[a:end]) {
		next := boundary(s, end+1, b)
		if utf8.RuneCountInString(s[a:next]) > maxClause {
			break
		}
		end = next
	}
	to = end
	t := strings.TrimRight(s[a:to], " ,。;:、")
	// A remark in brackets behind it is no part: (不少于三次).
	if strings.HasSuffix(t, ")") {
		if i := strings.LastIndexByte(t, '('); i > 0 {
			t = strings.TrimRight(t[:i], " ")
		}
	}
	if utf8.RuneCountInString(t) > maxClause {
		for i, n := 0, 0; i < len(t); n++ {
			if n == maxClause {
				t = t[:i]
				break
			}
			_, size := utf8.DecodeRuneInString(t[i:])
			i += size
		}
	}
	return a, a + len(t)
}

// skip passes over blanks and punctuation, and the number of an item.
func skip(s string, a, b int) int {
	for a < b {
		r, size := utf8.DecodeRuneInString(s[a:b])
		if !strings.ContainsRune(" ,、:—)】]\t", r) {
			break
		}
		a += size
	}
	if style, _, n := extract.Numbering(s[a:b]); style >= extract.Digit {
		return skip(s, a+n, b)
	}
	// 主题:…: what a thing is called by is no part of it.
	if i := strings.IndexByte(s[a:min(b, a+maxLabel)], ':'); i > 0 {
		if c, _ := words().labels.Class(extract.Squeeze(s[a : a+i])); c == "what" || c == "topic" {
			return skip(s, a+i+1, b)
		}
	}
	return a
}

// boundary returns where the clause that begins at a ends: at punctuation
// outside brackets and quotes.
func boundary(s string, a, b int) int {
	depth := 0
	for i, r := range s[a:b] {
		switch r {
		case '(', '“', '《', '「', '【':
			depth++
		case ')', '”', '》', '」', '】':
			depth = max(0, depth-1)
		case ',', ':':
			if depth == 0 {
				return a + i
			}
		case '?':
			// Before a letter it stands for what a byte slip took away.
			if next := a + i + 1; next == b || s[next] >= utf8.RuneSelf || s[next] == ' ' {
				return a + i
			}
		case '。', ';', '!', '\t', '\n':
			return a + i
		}
		if i > 4*maxClause*3 {
			return a + i
		}
	}
	return b
}

// unfinished reports whether a clause does not say what is due by itself: it
// is short, names only who does it, or begins with a word that only leads up to it (按照…), behind who
// does it or not.
func unfinished(s string) bool {
	n := utf8.RuneCountInString(s)
	if n < minClause {
		return true
	}
	w := words().due
	if c, _ := w.Class(w.Prefix(s)); c == "open" {
		return true
	}
	if n > 16 {
		return false
	}
	first, _ := w.Class(w.Prefix(s))
	last, _ := w.Class(w.Suffix(s))
	if last == "when" || last == "event" {
		return true
	}
	if first == "actor" && (last == "body" || last == "actor") && n <= maxActor {
		return true
	}
	for i := range s {
		if c, _ := w.Class(w.Prefix(s[i:])); c == "open" && len(w.Prefix(s[i:])) > len("以") {
			return true
		}
	}
	return false
}

// say returns the words of what is due at a date in a sentence: those behind
// it, and those before it as well when these say too little.
func (x *reading) say(start, date, a, b int) []text.Span {
	what := x.s[a:b]
	c, known := words().due.Class(what)
	short := known && c == "short" || utf8.RuneCountInString(what) < 2
	if !short {
		return []text.Span{x.span(a, b)}
	}
	lead := x.Trim(x.span(skip(x.s, start, date), date))
	for {
		t := x.Str(lead)
		cut := strings.TrimRight(t, "于在应须需要请将拟务必 ")
		if cut == t {
			break
		}
		lead.End -= len(t) - len(cut)
	}
	if start > x.number && utf8.RuneCountInString(x.Str(lead)) < maxLead && strings.HasSuffix(x.s[:start], ",") {
		// 每年召开两次会议,分别于3月和9月举行: the clause before says what.
		before := x.clauseStart(start - 1)
		if lead = x.Trim(x.span(skip(x.s, before, start-1), start-1)); !lead.Empty() {
			return []text.Span{lead}
		}
	}
	switch {
	case utf8.RuneCountInString(x.Str(lead)) < 2:
		return nil
	case a == b:
		return []text.Span{lead}
	}
	return []text.Span{lead, x.span(a, b)}
}

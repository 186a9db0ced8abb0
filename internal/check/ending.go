package check

import (
	"regexp"
	"strings"
	"unicode/utf8"

	"jiedui/corpus"
	"jiedui/extract"
	"jiedui/extract/segment"
	"jiedui/schema"
)

// ending looks at the last line of a document: running text that stops without
// a full stop, and not with a signature, a date or an entry of a list, breaks
// off (…实行统一命题、统一时间、统一); so does one that announces what does not follow
// (具体安排如下:).
func ending(s *subject) {
	for _, d := range s.Doubts {
		if d.Code == schema.CodeTruncated {
			return // it was the reading that broke off
		}
	}
	body := s.part.Body
	if len(body) < 2 || s.Metadata.SignedBy != nil && last(s.Metadata.SignedBy.Evidence) >= s.endOfText() {
		return
	}
	l := body[len(body)-1]
	if l.Kind != corpus.Paragraph {
		return
	}
	for _, d := range s.part.Damage {
		if l.Span.Start < d.Span.End && d.Span.Start < l.Span.End {
			return
		}
	}
	str := s.part.Str(l.Span)
	if words().chrome.Contained(str) {
		return // the site's own line behind the text
	}
	str = strings.TrimRight(pageMark.ReplaceAllString(str, ""), " ")
	tail := str
	if i := strings.LastIndexAny(str, "。;!?"); i >= 0 {
		_, size := utf8.DecodeRuneInString(str[i:])
		tail = str[i+size:]
	}
	switch {
	case strings.HasSuffix(str, "如下:"):
	case tail != "" && opens(tail) && utf8.RuneCountInString(str) >= leastLine:
	case !endsHan(tail) || endsSentence(tail) || extract.DateAtEnd(str):
		return
	case strings.Contains(tail, ",") || tail != str:
		// A sentence has begun: something of it stands before the end.
		if utf8.RuneCountInString(str) < leastLine || entry(str) || named(tail) {
			return
		}
	default:
		return
	}
	at := l.Span
	at.End = at.Start + len(str)
	at.Start = at.End - len(tail)
	at = s.part.Trim(at)
	end := excerptEnd(s.part.Str(at))
	s.find(schema.CodeBrokenOff,
		say("the text breaks off: it ends with %q", end),
		say("正文中断，末尾为“%s”", end), s.part.Evidence(at))
}

// pageMark matches the number of the page that a conversion left behind a text.
var pageMark = regexp.MustCompile(`(?:第\s*\d+\s*页(?:\s*,?\s*共\s*\d+\s*页)?|[-—–]+\s*\d+\s*[-—–]+)\s*$`)

// leastLine is the length of a line from which it is taken for running text.
const leastLine = 30

// endsSentence reports whether s ends as a sentence may, with a full stop or a
// closing bracket or quotation mark.
func endsSentence(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune("。.;!?)”』」》】…:", r)
}

// opens reports whether s ends with a mark behind which more must follow.
func opens(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return strings.ContainsRune(",、“‘《〈(【〔", r)
}

// endsHan reports whether s ends with a Chinese character.
func endsHan(s string) bool {
	r, _ := utf8.DecodeLastRuneInString(s)
	return extract.HasHan(string(r))
}

// entry reports whether a line is an entry of a list, a contact or an address
// and no sentence: it names something and gives it behind a colon.
func entry(s string) bool {
	head, _, ok := strings.Cut(s, ":")
	return ok && utf8.RuneCountInString(head) <= 8 && !strings.ContainsAny(s, "。")
}

// named reports whether s ends with the name of a school, a body or a person: the
// last of a list, or a signature behind the text.
func named(s string) bool {
	if !extract.SchoolEnding(s, len(s)).Empty() || words().orgs.Suffix(s) != "" {
		return true
	}
	items := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(",、: ", r) })
	return len(items) > 0 && segment.IsName(items[len(items)-1]) >= 0.5
}

// excerptEnd is the end of a stretch of the page as a message quotes it.
func excerptEnd(s string) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > maxExcerpt {
		return "…" + string(r[len(r)-maxExcerpt:])
	}
	return string(r)
}

// endOfText is the code point of the read text at which the last line begins.
func (s *subject) endOfText() int {
	body := s.part.Body
	ev := s.part.Evidence(body[len(body)-1].Span)
	if len(ev) == 0 {
		return 0
	}
	return ev[0].Start
}

// last is the end of the last place.
func last(list []schema.Evidence) int {
	if len(list) == 0 {
		return -1
	}
	return list[len(list)-1].End
}

package check

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"

	"jiedui/schema"
)

// dates compares the dates of the document with each other and with the years
// in its document number and index number: signed, then written into the index,
// then published; 某教〔2019〕12号 of a document of 2019; index number 000014/2020-00318
// of one that was written, signed or published in 2020. A number that was drawn
// in the last days of a year stands on documents of the January after it.
func dates(s *subject) {
	m := s.Metadata
	for _, d := range []**schema.Date{&m.WrittenOn, &m.PublishedOn, &m.SignedOn} {
		if *d != nil && !s.whole(*d) {
			*d = nil
		}
	}
	later := func(a, b *schema.Value, what [2]string, cn [2]string) {
		if a == nil || b == nil || !after(a.Value, b.Value) {
			return
		}
		s.find(schema.CodeDates,
			say("the document was %s on %s, after it was %s on %s", what[0], a.Value, what[1], b.Value),
			say("文件%s日期%s晚于%s日期%s", cn[0], a.Value, cn[1], b.Value),
			first(a.Evidence), first(b.Evidence))
	}
	switch {
	case m.WrittenOn != nil && m.PublishedOn != nil && after(m.WrittenOn.Value, m.PublishedOn.Value):
		later(m.WrittenOn, m.PublishedOn, [2]string{"written", "published"}, [2]string{"成文", "发布"})
	default:
		later(m.SignedOn, m.PublishedOn, [2]string{"signed", "published"}, [2]string{"署名", "发布"})
	}
	later(m.SignedOn, m.WrittenOn, [2]string{"signed", "written"}, [2]string{"署名", "成文"})

	made := m.SignedOn
	if made == nil {
		made = m.WrittenOn
	}
	if made != nil && m.DocNumber != nil {
		if y := bracketYear(m.DocNumber.Value); y > 0 && y != year(made.Value) && !lastYears(y, made.Value) && (m.WrittenOn == nil || y != year(m.WrittenOn.Value)) {
			s.find(schema.CodeDocYear,
				say("the document number %s is of %d, the document of %s", m.DocNumber.Value, y, made.Value),
				say("发文字号%s的年份是%d年，文件日期是%s", m.DocNumber.Value, y, made.Value),
				first(m.DocNumber.Evidence), first(made.Evidence))
		}
	}
	if m.IndexNumber == nil {
		return
	}
	y := indexYear(m.IndexNumber.Value)
	if y == 0 {
		return
	}
	var stated [][]schema.Evidence
	var list []string
	for _, d := range []*schema.Value{m.WrittenOn, m.PublishedOn, m.SignedOn} {
		if d == nil {
			continue
		}
		if year(d.Value) == y || lastYears(y, d.Value) {
			return
		}
		stated = append(stated, first(d.Evidence))
		if len(list) == 0 || list[len(list)-1] != d.Value {
			list = append(list, d.Value)
		}
	}
	if stated != nil {
		s.find(schema.CodeIndexYear,
			say("the index number %s is of %d, the document of %s", m.IndexNumber.Value, y, strings.Join(list, ", ")),
			say("索引号%s的年份是%d年，文件日期是%s", m.IndexNumber.Value, y, strings.Join(list, "、")),
			append([][]schema.Evidence{first(m.IndexNumber.Evidence)}, stated...)...)
	}
}

// whole reports whether a date was surely read to its end: in 2016年7月2l日 a
// letter stands for a digit, and the day is not 2.
func (s *subject) whole(d *schema.Date) bool {
	if s.part == nil || len(d.Evidence) == 0 {
		return true
	}
	ev := d.Evidence[len(d.Evidence)-1]
	next := s.readAfter(ev.End)
	return !unicode.IsLetter(next) && !unicode.IsDigit(next) || unicode.Is(unicode.Han, next)
}

// after reports whether the ISO date a lies after b, as far as both are given.
func after(a, b string) bool {
	n := min(len(a), len(b))
	return a[:n] > b[:n]
}

// year is the year of an ISO date.
func year(date string) int {
	y, _ := strconv.Atoi(date[:min(4, len(date))])
	return y
}

// lastYears reports whether y is the year before a date in January.
func lastYears(y int, date string) bool {
	return y == year(date)-1 && (len(date) < 7 || date[5:7] == "01")
}

var inBrackets = regexp.MustCompile(`[〔\[(【﹝〈<]\s*((?:19|20)\d\d)\s*[〕\])】﹞〉>]`)

// bracketYear is the year of a document number, 0 when it has none in brackets.
func bracketYear(number string) int {
	m := inBrackets.FindStringSubmatch(number)
	if m == nil {
		return 0
	}
	return year(m[1])
}

// indexYear is the one year that an index number names, else 0. It stands alone
// between strokes, or with its month, which the code of an office in front may
// look like: 000014/2020-00318, 01425813-3/2017-00060, XB012-0200-202006-004.
func indexYear(number string) int {
	var years, months []int
	for i, piece := range strings.FieldsFunc(number, func(r rune) bool { return strings.ContainsRune("/_-", r) }) {
		n, err := strconv.Atoi(piece)
		switch {
		case err != nil:
		case len(piece) == 4 && plausible(n):
			years = append(years, n)
		case len(piece) == 6 && i > 0 && plausible(n/100) && exists(0, n%100, 1):
			months = append(months, n/100)
		}
	}
	if years == nil {
		years = months
	}
	if len(years) != 1 {
		return 0
	}
	return years[0]
}

// plausible reports whether a number can be the year of an index number: the
// catalogues began after 1990.
func plausible(year int) bool { return 1990 <= year && year < 2100 }

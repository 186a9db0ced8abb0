package commitments

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"jiedui/extract"
	"jiedui/text"
)

// counts reports whether q is a commitment; see the package comment.
func (c *sentence) counts(q *quantity) bool {
	str := c.str
	all := text.Span{Start: q.num.Start, End: q.unit.End}
	if all.End < all.Start {
		all.End = q.end
	}
	stated := q.signed || q.ranged || q.ownPer
	head := str[:q.num.Start]
	switch {
	case c.inside(all, stated), c.inCode(all.End), c.dated(q), c.repeated(q), c.listed(head), c.ofPeriod(all),
		str[q.num.Start:q.num.End] == "二", c.v.labels.Prefix(str[q.end:]) != "":
		return false
	}
	if q.signed {
		// 三天内 counts behind 后 too.
	} else if w := c.v.before.Suffix(head); w != "" {
		class, _ := c.v.before.Class(w)
		lesson := q.name == "节" || q.name == "堂" // 上一节课
		switch {
		case class == "ok", lesson && w == "上":
		case class == "any" && q.class != "percent" && q.class != "money":
			return false
		case (q.one || q.class == "time" && !q.arabic || q.class == "time" && w == "近") && !q.ranged:
			return false
		}
	}
	switch q.class {
	case "percent", "money":
		return true
	case "rate":
		return q.arabic || q.name[0] >= utf8.RuneSelf // 1000M, 一倍, but no 七M
	case "point":
		return q.signed
	case "times":
		return q.arabic || stated || q.per != nil || !q.doing.Empty()
	case "person":
		return q.arabic || stated || q.per != nil || strings.HasSuffix(head, "各") || !q.doing.Empty() && q.doing.End > q.clause.Start
	case "time":
		return c.lasts(q, stated)
	}
	if c.toldOver(q) {
		return false
	}
	if q.one {
		return q.signed || q.ownPer || !q.doing.Empty() && q.num.Start-q.doing.End <= len("了") && (q.class == "piece" || c.delivers(q))
	}
	if q.arabic || stated {
		return true
	}
	return c.makes(q)
}

// inside reports whether s lies in a title, an idiom or a quoted label; a
// number that is stated (每学期两次) counts in quotes.
func (c *sentence) inside(s text.Span, stated bool) bool {
	k, _ := slices.BinarySearchFunc(c.closed, s.End, func(o text.Span, at int) int { return o.Start - at })
	for k--; k >= 0 && k > k-8; k-- {
		o := c.closed[k]
		if !o.Overlaps(s) {
			if s.Start-o.Start > 600 {
				break
			}
			continue
		}
		if strings.HasPrefix(c.str[o.Start:], "“") && (stated || o.Len() > 120) {
			continue
		}
		return true
	}
	return false
}

// inCode reports whether a Latin unit that ends at byte end goes on: 1125MB0314 is
// no rate but a code.
func (c *sentence) inCode(end int) bool {
	latin := func(b byte) bool { return b|0x20 >= 'a' && b|0x20 <= 'z' }
	return end > 0 && end < len(c.str) && latin(c.str[end-1]) && (latin(c.str[end]) || c.str[end] >= '0' && c.str[end] <= '9')
}

// dated reports whether the number is that of a year, a month's day or a
// school year and no stretch of time.
func (c *sentence) dated(q *quantity) bool {
	if isoMonth.MatchString(c.str[:q.num.Start]) {
		return true // 2015-06-21 名 称
	}
	if q.class != "time" {
		return false
	}
	if q.arabic && (q.low.n >= 1900 && q.low.n < 2200 || q.high.n >= 1900 && q.high.n < 2200) {
		return true
	}
	head, ok := strings.CutSuffix(c.str[:q.num.Start], "月")
	return ok && strings.TrimRight(head, "0123456789一二三四五六七八九十") != head // 5月3日内
}

// isoMonth matches what stands before the day of 2015-06-21.
var isoMonth = regexp.MustCompile(`(?:^|[^0-9])[12]\d{3}-\d{1,2}-$`)

// listed reports whether a number follows in a list of ordinals: 第2、3节.
func (c *sentence) listed(head string) bool {
	for range 8 {
		t := strings.TrimRight(head, "0123456789一二三四五六七八九十")
		if strings.HasSuffix(t, "第") {
			return len(t) < len(head)
		}
		cut := strings.TrimSuffix(strings.TrimSuffix(t, "、"), "和")
		if len(cut) == len(t) {
			return false
		}
		head = cut
	}
	return false
}

// ofPeriod reports whether s belongs to a period or share: 每一名教师, 每3年.
func (c *sentence) ofPeriod(s text.Span) bool {
	k, _ := slices.BinarySearchFunc(c.periods, s.End, func(m marker, at int) int { return m.at.Start - at })
	return k > 0 && c.periods[k-1].at.Contains(s)
}

// repeated reports whether the unit stands twice (一个个, 一次次) or the words
// are of the kind 一校一品.
func (c *sentence) repeated(q *quantity) bool {
	rest := c.str[q.unit.End:]
	if q.one {
		if strings.HasPrefix(rest, q.name) {
			return true
		}
		_, size := utf8.DecodeRuneInString(c.str[q.unit.Start:])
		if q.unit.Len() == size && strings.HasPrefix(rest, "一") {
			return true
		}
		head := c.str[:q.num.Start]
		if r, size := utf8.DecodeLastRuneInString(head); size > 0 && r != '每' {
			if strings.HasSuffix(head[:len(head)-size], "一") && c.v.periods.Suffix(head) == "" {
				return true
			}
		}
	}
	return false
}

// lasts reports whether a stretch of time is one that something takes.
func (c *sentence) lasts(q *quantity, stated bool) bool {
	if q.arabic || stated || c.v.cycles.Prefix(c.str[q.end:]) != "" {
		return true
	}
	if q.doing.Empty() {
		return false
	}
	class := c.v.doing[c.str[q.doing.Start:q.doing.End]].kind
	between := c.str[q.doing.End:q.num.Start]
	switch class {
	case "span":
		return utf8.RuneCountInString(between) <= 6
	case "stay":
		return utf8.RuneCountInString(between) <= 3
	}
	return q.per != nil || q.low.n < 1
}

// toldOver reports whether what is counted is only told over: 三个方面, 四项
// 制度, 五个“好”.
func (c *sentence) toldOver(q *quantity) bool {
	return c.v.nouns.Prefix(strings.TrimLeft(c.str[q.end:], "“‘")) != ""
}

// makes reports whether a verb brings about what is counted right behind it:
// 组建三个教联体.
func (c *sentence) makes(q *quantity) bool {
	if q.doing.Empty() {
		return false
	}
	class := c.v.doing[c.str[q.doing.Start:q.doing.End]].kind
	between := c.str[q.doing.End:q.num.Start]
	// 设东部、西部、南部三个片区
	most := 4
	if strings.Contains(between, "、") {
		most = 20
	}
	// 石桥镇新建小学、白沙小学两所学校: the verb is part of a name, and the number
	// counts the list.
	for _, s := range extract.SchoolsEnding(c.str, q.num.Start) {
		if s.Start < q.doing.Start && q.doing.End < s.End {
			return false
		}
	}
	return class == "make" && utf8.RuneCountInString(between) <= most
}

// delivers reports whether what is counted is delivered by the piece: 一项课题.
func (c *sentence) delivers(q *quantity) bool {
	s := c.noun(text.Span{Start: q.end, End: q.clause.End}, false)
	return !s.Empty() && c.v.deliverables.Suffix(c.str[s.Start:s.End]) != ""
}

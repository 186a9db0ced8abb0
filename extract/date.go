package extract

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"jiedui/schema"
	"jiedui/text"
)

// dateForm matches a date in the forms of official documents: 2020年11月16日,
// 2010年7月, 2020-11-16, 2007.3, 二○二○年十一月十六日.
var dateForm = regexp.MustCompile(`((?:19|20)\d{2})\s*(?:年|[-./])\s*(\d{1,2})(?:\s*(?:月|[-./])\s*(?:(\d{1,2})(?:\s*日)?)?)?`)

var hanDateForm = regexp.MustCompile(`([一二][〇○零Oo0一二三四五六七八九]{3})\s*年\s*([一二三四五六七八九十]{1,3})\s*月(?:\s*([一二三四五六七八九十]{1,3})\s*日)?`)

// Date is a date as far as the text gives it: Month and Day are 0 when left out.
type Date struct {
	Year, Month, Day int
	Start, End       int // bytes of the string it was found in
}

// String returns 2006, 2006-01 or 2006-01-02.
func (d Date) String() string {
	switch {
	case d.Month == 0:
		return fmt.Sprintf("%04d", d.Year)
	case d.Day == 0:
		return fmt.Sprintf("%04d-%02d", d.Year, d.Month)
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year, d.Month, d.Day)
}

func (d Date) valid() bool {
	return d.Month >= 1 && d.Month <= 12 && d.Day >= 0 && d.Day <= 31
}

// FindDates returns the dates in s with at least year and month, in order.
func FindDates(s string) []Date {
	var out []Date
	if strings.ContainsAny(s, "0123456789") {
		for _, m := range dateForm.FindAllStringSubmatchIndex(s, -1) {
			if m[0] > 0 && s[m[0]-1] >= '0' && s[m[0]-1] <= '9' {
				continue
			}
			if m[1] < len(s) && s[m[1]] >= '0' && s[m[1]] <= '9' {
				continue
			}
			d := Date{Year: atoi(s, m[2], m[3]), Month: atoi(s, m[4], m[5]), Day: atoi(s, m[6], m[7]), Start: m[0], End: m[1]}
			if d.valid() {
				out = append(out, d)
			}
		}
	}
	if strings.Contains(s, "年") {
		for _, m := range hanDateForm.FindAllStringSubmatchIndex(s, -1) {
			y := 0
			for _, r := range s[m[2]:m[3]] {
				v, ok := hanDigit[r]
				if !ok {
					v = 0 // ○ O o 0
				}
				y = y*10 + v
			}
			d := Date{Year: y, Start: m[0], End: m[1]}
			d.Month, _ = HanOrdinal(s[m[4]:m[5]])
			if m[6] >= 0 {
				d.Day, _ = HanOrdinal(s[m[6]:m[7]])
			}
			if d.valid() && y >= 1900 && y < 2100 {
				out = append(out, d)
			}
		}
	}
	return out
}

func atoi(s string, i, j int) int {
	if i < 0 {
		return 0
	}
	n, _ := strconv.Atoi(s[i:j])
	return n
}

// DateAtEnd reports whether s ends with a date of at least year and month, or
// is nothing but one.
func DateAtEnd(s string) bool {
	ds := FindDates(s)
	return len(ds) > 0 && ds[len(ds)-1].End == len(s)
}

// wholeDate matches a date that has both its ends, whatever stands beside it.
var wholeDate = regexp.MustCompile(`^(?:(?:19|20)\d\d年\d{1,2}月\d{1,2}日|(?:19|20)\d\d([-./])\d\d[-./]\d\d|[一二][〇○零一二三四五六七八九]{3}年[一二三四五六七八九十]{1,3}月[一二三四五六七八九十]{1,3}日)$`)

// Date is the value of a date that FindDates found in the clean text that
// starts at byte base. Its spelling is ISO 8601; it is derived (rule "date")
// unless the text writes it so.
func (p *Page) Date(d Date, base int) schema.Value {
	s := text.Span{Start: base + d.Start, End: base + d.End}
	v := schema.Value{Value: d.String()}
	if s.End <= p.Clean.Len() {
		v.Evidence = p.Evidence(s)
		if d.Day > 0 && wholeDate.MatchString(p.Str(s)) {
			for i := range v.Evidence { // what was lost beside it was none of it
				v.Evidence[i].Damaged = false
			}
		}
		if strings.Contains(p.Str(s), v.Value) {
			return v
		}
	}
	v.Derived = "date"
	return v
}

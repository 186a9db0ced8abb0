package dates

import (
	"strings"
	"unicode/utf8"
)

const (
	minYear = 1900
	maxYear = 2099
)

// Find returns the time expressions of s in order; they do not overlap.
func Find(s string) []Expr {
	if !strings.ContainsAny(s, "年月日号季末周天假.-/") {
		return nil
	}
	var out []Expr
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if starts(r) {
			c := cursor{s, i}
			if e, ok := c.expr(); ok {
				out = append(out, e)
				i = e.End
				continue
			}
			if digit(r) {
				for i < len(s) && digit(rune(s[i])) {
					i++
				}
				continue
			}
		}
		i += size
	}
	return join(s, out)
}

// Every returns the place of the last word in s that makes what is behind it
// recur every year (每年); start is -1 when there is none.
func Every(s string) (start, end int) {
	start = -1
	for _, w := range []string{"每年", "每学年"} {
		if i := strings.LastIndex(s, w); i > start {
			start, end = i, i+len(w)
		}
	}
	return start, end
}

// starts reports whether an expression may start with r.
func starts(r rune) bool {
	if r < utf8.RuneSelf {
		return digit(r) || r == '_' || r == 'x' || r == 'X' || r == '*'
	}
	switch r {
	case '“', '"', '〇', '○', '零', '一', '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '半', '元', '×',
		'每', '历', '今', '本', '当', '明', '来', '次', '翌', '同', '去', '上', '下', '第', '年', '月', '未', '到', '至', '截', '直', '自', '从', '寒', '暑', '秋', '春':
		return true
	}
	return false
}

func isDigit(r rune) bool { return r >= '0' && r <= '9' }

// digit reports whether r is a digit, or a letter that may stand for one.
func digit(r rune) bool { return isDigit(r) || among(r, letters) }

// join makes one range of two neighbouring months with 、 or 和 between them.
func join(s string, list []Expr) []Expr {
	out := list[:0]
	for _, e := range list {
		if n := len(out) - 1; n >= 0 && neighbours(s, out[n], e) {
			out[n].To, out[n].End = e.To, e.End
			out[n].Bound = e.Bound
			continue
		}
		out = append(out, e)
	}
	return out
}

func neighbours(s string, a, b Expr) bool {
	if a.Bound != At || a.Yearly || b.Yearly || a.Unit != NoUnit || b.Unit != NoUnit || b.Bound != At || b.Range() {
		return false
	}
	p, q := a.To, b.From
	if p.Month == 0 || p.Day != 0 || q.Day != 0 || p.Part != Whole || q.Part != Whole || q.Year != 0 || q.Relative != NotRelative || q.Month != p.Month%12+1 {
		return false
	}
	switch strings.TrimSpace(s[a.End:b.Start]) {
	case "、", "和":
		return true
	}
	return false
}

// cursor reads a string from left to right. Its methods leave it where it was
// when what they read is not there.
type cursor struct {
	s string
	i int
}

func (c *cursor) rest() string { return c.s[c.i:] }

// blanks skips blanks within the line.
func (c *cursor) blanks() {
	for c.i < len(c.s) && c.s[c.i] == ' ' {
		c.i++
	}
}

// word reads one of the words, blanks before it skipped.
func (c *cursor) word(words ...string) (string, bool) {
	at := c.i
	c.blanks()
	for _, w := range words {
		if strings.HasPrefix(c.rest(), w) {
			c.i += len(w)
			return w, true
		}
	}
	c.i = at
	return "", false
}

// next returns the rune at the cursor.
func (c *cursor) next() rune {
	r, _ := utf8.DecodeRuneInString(c.rest())
	return r
}

// previous returns the rune before byte i.
func (c *cursor) previous(i int) rune {
	r, _ := utf8.DecodeLastRuneInString(c.s[:i])
	return r
}

// among reports whether r is one of the characters of set; the end of a string
// is not.
func among(r rune, set string) bool { return r != utf8.RuneError && strings.ContainsRune(set, r) }

// letters are what a scanner makes of the digits 0 and 1.
const letters = "OoIl"

// digits reads a run of at most max digits that ends there. Letters that a
// scanner took for digits count where a digit stands beside them.
func (c *cursor) digits(max int) (n, length int, ok bool) {
	at := c.i
	for ; c.i < len(c.s); c.i++ {
		b := c.s[c.i]
		switch {
		case b >= '0' && b <= '9':
			n = n*10 + int(b-'0')
			ok = true
		case b == 'O', b == 'o':
			n *= 10
		case b == 'I', b == 'l':
			n = n*10 + 1
		default:
			if !ok {
				c.i = at
			}
			return n, c.i - at, ok
		}
		if c.i-at == max {
			c.i = at
			return 0, 0, false
		}
	}
	if !ok {
		c.i = at
	}
	return n, c.i - at, ok
}

const hanDigits = "〇一二三四五六七八九"

// han reads a number below 100 in Chinese numerals.
func (c *cursor) han() (n int, ok bool) {
	at := c.i
	tens, ones, seen := 0, 0, 0
	for {
		r, size := utf8.DecodeRuneInString(c.rest())
		d := strings.IndexRune(hanDigits, r)
		switch {
		case r == '十' && tens == 0 && seen <= 1:
			tens = max(ones, 1) * 10
			ones = 0
		case r == '两' && seen == 0:
			ones = 2
		case d > 0 && r != utf8.RuneError && ones == 0:
			ones = d / len("〇")
		default:
			if seen == 0 {
				c.i = at
			}
			return tens + ones, seen > 0
		}
		seen++
		c.i += size
		if seen > 3 {
			c.i = at
			return 0, false
		}
	}
}

// number reads a number of at most two digits, or in Chinese numerals.
func (c *cursor) number() (n int, ok bool) {
	if n, _, ok := c.digits(2); ok {
		return n, true
	}
	return c.han()
}

// blank reads a number that is left blank.
func (c *cursor) blank() bool {
	at := c.i
	n := 0
	for c.i < len(c.s) {
		r, size := utf8.DecodeRuneInString(c.rest())
		if !among(r, "_xX×*") {
			break
		}
		n++
		c.i += size
	}
	if n == 0 || n > 12 {
		c.i = at
		return false
	}
	return true
}

// dashes are the characters between the points of a range.
const dashes = "-—–－~～─―"

// expr reads an expression.
func (c *cursor) expr() (e Expr, ok bool) {
	e.Start = c.i
	bad := func() (Expr, bool) { c.i = e.Start; return Expr{}, false }
	if e, ok := c.length(); ok {
		return e, true
	}
	lead, hasLead := c.word("截至到", "截止到", "截至", "截止", "直到", "直至", "自从", "自", "从", "到", "至")
	if hasLead {
		switch lead {
		case "到", "至":
			// 达到2020年的水平 names no time by which something is done.
			if among(c.previous(e.Start), "达得做看想遇收受感提增扩高加大展推甚乃以直") {
				return bad()
			}
		}
		c.blanks()
	} else if w, ok := c.word("每年度", "每学年", "每年", "历年"); ok {
		if w == "历年" {
			return bad()
		}
		c.word("的", ",", "于", "在")
		e.Yearly = true
		c.blanks()
	}
	from, ok := c.point(e.Start == c.i)
	if !ok || e.Yearly && (from.Year != 0 || from.Relative != NotRelative) {
		return bad()
	}
	e.From, e.To = from, from
	c.weekday()
	at := c.i
	c.word("起", "开始")
	if to, ok := c.second(from); ok {
		if from.Year != 0 && to.Year == 0 {
			to = after(from, to)
		}
		e.To = to
		c.weekday()
	} else {
		c.i = at
	}
	if from.Part == SchoolYear || from.Part == Whole && from.Year != 0 && from.Month == 0 {
		if _, ok := c.word("度"); ok {
			e.Attr = true
		}
	}
	e.Attr = e.Attr || from.Part == SchoolYear && !e.Range()
	c.bound(&e, lead)
	e.End = c.i
	e.Misread = strings.ContainsAny(c.s[e.Start:e.End], letters)
	if !e.sound() {
		return bad()
	}
	return e, true
}

// sound reports whether the numbers can be a date, and the second point of a
// range lies behind the first.
func (e Expr) sound() bool {
	if !e.From.sound() || !e.To.sound() {
		return false
	}
	if e.Range() && e.From.Year != 0 && e.To.Year != 0 && !e.Blank() {
		if e.From.Year > e.To.Year || e.From.Year == e.To.Year && before(e.To, e.From) {
			return false
		}
	}
	return true
}

func (p Point) sound() bool {
	if p.Blank {
		return true
	}
	if p.Month > 12 || p.Month < 0 || p.Day > 0 && p.Month == 0 || p.Year != 0 && (p.Year < minYear || p.Year > maxYear) {
		return false
	}
	year := p.Year
	if year == 0 {
		year = 2000
	}
	return p.Day == 0 || p.Day <= lastDay(year, p.Month)
}

// length reads 三年内, 未来三年.
func (c *cursor) length() (e Expr, ok bool) {
	e.Start = c.i
	ahead, hasAhead := c.word("未来", "今后")
	if !hasAhead && among(c.previous(c.i), "近前去后过满第每") {
		return Expr{}, false // 近三年内
	}
	bad := func() (Expr, bool) { c.i = e.Start; return Expr{}, false }
	n, ok := c.number()
	half := false
	if !ok {
		if _, half = c.word("半"); !half {
			return bad()
		}
	}
	if r := c.next(); among(r, dashes) || r == '至' || r == '到' {
		c.i += utf8.RuneLen(r)
		if n, ok = c.number(); !ok {
			return bad()
		}
	}
	c.word("到", "左右")
	unit, ok := c.word("个月", "个工作日", "年", "周", "天", "日")
	switch {
	case !ok, half && unit != "年", n <= 0 && !half, n > 50 && unit == "年":
		return bad()
	case unit == "个工作日":
		return bad() // which days are no working days is not known
	}
	e.N = n
	e.Unit = map[string]Unit{"个月": Months, "年": Years, "周": Weeks, "天": Days, "日": Days}[unit]
	if half {
		e.N, e.Unit = 6, Months
	}
	c.word("时间")
	if _, ok := c.word("之内", "以内", "内", "里"); !ok && ahead == "" || ok && among(c.next(), "涵容部") {
		return bad()
	}
	e.End = c.i
	return e, true
}

// point reads one point. open says that no word was read before it.
func (c *cursor) point(open bool) (p Point, ok bool) {
	start := c.i
	bad := func() (Point, bool) { c.i = start; return Point{}, false }
	if p, ok := c.numeric(); ok {
		return p, true
	}
	if c.year(&p) {
		at := c.i
		c.word("的")
		if c.month(&p) || c.yearPart(&p) {
			return p, true
		}
		c.i = at
		if p.Relative != NotRelative && p.Relative != NextYear && p.Relative != ThisYear {
			return bad() // 当年 alone is no time
		}
		return p, true
	}
	if open && among(c.previous(start), "每个第几数半这那年") {
		return bad()
	}
	if c.month(&p) || c.yearPart(&p) {
		return p, true
	}
	return bad()
}

// numeric reads 2023.9, 2023.9.1, 2023-09-01, 2023/9/1.
func (c *cursor) numeric() (p Point, ok bool) {
	start := c.i
	bad := func() (Point, bool) { c.i = start; return Point{}, false }
	y, n, ok := c.digits(4)
	if !ok || n != 4 || y < minYear || y > maxYear || c.i >= len(c.s) {
		return bad()
	}
	sep := c.s[c.i]
	if sep != '.' && sep != '-' && sep != '/' {
		return bad()
	}
	c.i++
	m, _, ok := c.digits(2)
	if !ok || m < 1 || m > 12 {
		return bad()
	}
	p = Point{Year: y, Month: m}
	if c.i < len(c.s) && c.s[c.i] == sep {
		at := c.i
		c.i++
		if d, _, ok := c.digits(2); ok && d >= 1 && d <= 31 {
			p.Day = d
		} else {
			c.i = at
		}
	}
	if p.Day == 0 {
		if sep != '.' {
			return bad() // 2020-12 is more often a range, 2020/12 a fraction
		}
		if among(c.next(), "%万亿元个名人倍公平米") {
			return bad()
		}
		if w, ok := c.word("月"); ok && w != "" {
			if d, ok := c.day(); ok {
				p.Day = d
			}
		}
	}
	if digit(c.next()) {
		return bad()
	}
	c.word("日")
	return p, true
}

// fiveYears reads the end of a five-year plan, “十四五”末: the eleventh one began
// in 2006.
func (c *cursor) fiveYears(p *Point) bool {
	start := c.i
	quoted := false
	if r := c.next(); r == '“' || r == '"' {
		c.i += utf8.RuneLen(r)
		quoted = true
	}
	if _, ok := c.word("十"); ok {
		n, ok := c.han()
		if _, five := c.word("五"); ok && five && n < 10 {
			if quoted {
				c.word("”", "\"")
			}
			c.word("规划")
			c.word("期")
			if _, end := c.word("末", "收官之年"); end {
				*p = Point{Year: 2005 + 5*n, Part: PlanEnd}
				return true
			}
		}
	}
	c.i = start
	return false
}

// year reads a year with 年.
func (c *cursor) year(p *Point) bool {
	start := c.i
	if c.fiveYears(p) {
		return true
	}
	bad := func() bool { c.i = start; *p = Point{}; return false }
	if w, ok := c.word("今年", "本年度", "本年", "当年", "同年", "明年", "来年", "次年", "翌年", "去年", "上年", "下一年", "第二年"); ok {
		p.Relative = map[string]Relative{
			"今年": ThisYear, "本年度": ThisYear, "本年": ThisYear, "当年": SameYear, "同年": SameYear, "明年": NextYear, "来年": NextYear,
			"次年": AfterYear, "翌年": AfterYear, "去年": LastYear, "上年": LastYear, "下一年": AfterYear, "第二年": AfterYear,
		}[w]
		return true
	}
	if y, n, ok := c.digits(4); ok {
		switch {
		case n == 4 && y >= minYear && y <= maxYear:
			if _, ok := c.word("年"); ok {
				p.Year = y
				return true
			}
			if _, ok := c.word("学年"); ok {
				p.Year = y
				return c.schoolYear(p)
			}
			at := c.i
			if c.dash() {
				if z, m, ok := c.digits(4); ok && (m == 4 || m == 2) {
					if _, ok := c.word("学年"); ok && (z == y+1 || z == (y+1)%100) {
						p.Year = y
						return c.schoolYear(p)
					}
					if _, ok := c.word("年"); ok && m == 4 { // 2010至2012年
						p.Year = y
						c.i = at
						return true
					}
				}
			}
		case n == 2 && (y == 20 || y == 19):
			// 20__年; 20 年 9 月 with the rest of the year left open.
			if c.blank() {
				if _, ok := c.word("年"); ok {
					p.Blank = true
					return true
				}
			}
			if c.i < len(c.s) && c.s[c.i] == ' ' {
				if _, ok := c.word("年"); ok {
					at := c.i
					var m Point
					if c.month(&m) || m.Blank {
						c.i = at
						p.Blank = true
						return true
					}
				}
			}
		}
		return bad()
	}
	if c.blank() {
		if _, ok := c.word("年"); ok {
			p.Blank = true
			return true
		}
		return bad()
	}
	return c.hanYear(p) || bad()
}

// hanYear reads 二〇二三年.
func (c *cursor) hanYear(p *Point) bool {
	start := c.i
	y, n := 0, 0
	for n < 4 {
		r, size := utf8.DecodeRuneInString(c.rest())
		d := -1
		switch {
		case among(r, "○零OoＯ0"):
			d = 0
		case r != utf8.RuneError:
			if k := strings.IndexRune(hanDigits, r); k >= 0 {
				d = k / len("〇")
			}
		}
		if d < 0 {
			break
		}
		y, n = y*10+d, n+1
		c.i += size
	}
	if _, ok := c.word("年"); n == 4 && ok && y >= minYear && y <= maxYear {
		p.Year = y
		return true
	}
	c.i = start
	return false
}

// schoolYear makes p the school year that begins in p.Year, or the term of it
// that is named behind it.
func (c *cursor) schoolYear(p *Point) bool {
	p.Part = SchoolYear
	at := c.i
	c.word("度")
	c.word("的")
	if w, ok := c.word("第一学期", "第二学期", "上学期", "下学期", "上半学期", "秋季学期", "春季学期", "秋学期", "春学期"); ok {
		switch w {
		case "第一学期", "上学期", "秋季学期", "秋学期":
			p.Part = Term1
		case "第二学期", "下学期", "春季学期", "春学期":
			p.Part = Term2
		}
		return true
	}
	c.i = at
	return true
}

// month reads a month, with the day or the part of it that is named.
func (c *cursor) month(p *Point) bool {
	start := c.i
	bad := func() bool { c.i = start; return false }
	c.blanks()
	switch {
	case strings.HasPrefix(c.rest(), "元月"):
		c.i += len("元月")
		p.Month = 1
	default:
		chinese := !digit(c.next())
		m, ok := c.number()
		if !ok {
			if !c.blank() {
				return bad()
			}
			if _, ok := c.word("月"); !ok {
				return bad()
			}
			p.Blank = true
			c.day()
			return true
		}
		if m < 1 || m > 12 {
			return bad()
		}
		p.Month = m
		if c.shared(m, "月") {
			return true // 9—10月
		}
		if _, ok := c.word("月"); !ok {
			p.Month = 0
			return bad()
		}
		if at := c.i; chinese && among(c.next(), "一两几") {
			if _, ok := c.day(); !ok {
				p.Month = 0
				return bad() // 一月一主题
			}
			c.i = at
		}
	}
	c.word("份")
	if d, ok := c.day(); ok {
		p.Day = d
		if d == 0 {
			p.Blank = true
		}
		return true
	}
	c.monthPart(p)
	return true
}

// minListed is the number from which a number and 、 at the beginning of a line
// are taken for the first of two months and not for the number of an item: 9、10月.
const minListed = 7

// shared reports whether behind the number n a second one and the unit follow:
// 9—10月, 1、2日. The cursor stays before them.
func (c *cursor) shared(n int, unit string) bool {
	defer func(at int) { c.i = at }(c.i)
	chinese := !digit(c.previous(c.i))
	listed := false
	if !c.dash() {
		if _, listed = c.word("、"); !listed {
			return false
		}
	}
	if digit(c.next()) == chinese {
		return false
	}
	start := c.i
	m, ok := c.number()
	if _, unitOK := c.word(unit); !ok || !unitOK {
		return false
	}
	if listed {
		first := strings.TrimRight(c.s[:start], "0123456789〇一二三四五六七八九十、 ") == ""
		return m == n+1 && (!first || n >= minListed)
	}
	return true
}

// day reads 1日; d is 0 for a day left blank.
func (c *cursor) day() (d int, ok bool) {
	start := c.i
	c.blanks()
	if d, ok := c.number(); ok && d >= 1 && d <= 31 {
		if c.shared(d, "日") {
			return d, true
		}
		if w, ok := c.word("日", "号"); ok && (w == "日" || !among(c.next(), "楼文令院线")) {
			return d, true
		}
	} else if !ok && c.blank() {
		if _, ok := c.word("日"); ok {
			return 0, true
		}
	}
	c.i = start
	return 0, false
}

// monthPart reads 底, 上旬.
func (c *cursor) monthPart(p *Point) {
	at := c.i
	w, ok := c.word("底", "末", "初", "上旬", "中旬", "下旬", "上中旬", "中下旬")
	if !ok {
		return
	}
	if r := c.next(); w == "初" && among(r, notAfterEarly) || w == "底" && among(r, "线层座") {
		c.i = at
		return
	}
	p.Part = map[string]Part{"底": End, "末": End, "初": Early, "上旬": FirstTen, "中旬": MiddleTen, "下旬": LastTen}[w]
}

// notAfterEarly are the characters that make another word of 初.
const notAfterEarly = "中一二三级步期任始升试"

// yearPart reads 底, 上半年, 秋季学期 behind a year or alone.
func (c *cursor) yearPart(p *Point) bool {
	at := c.i
	alone := p.Year == 0 && p.Relative == NotRelative && !p.Blank
	w, ok := c.word("年底", "年末", "年终", "年内", "年初")
	if !ok && !alone {
		w, ok = c.word("底", "末", "初", "内", "春季学期", "秋季学期", "春学期", "秋学期", "上学期", "下学期", "春季", "秋季")
	}
	if !ok && !(alone && among(c.previous(at), "寒暑")) {
		w, ok = c.word("春季学期", "秋季学期", "寒假", "暑假", "暑期")
	}
	if !ok {
		w, ok = c.word("上半年", "下半年", "第一季度", "第二季度", "第三季度", "第四季度", "一季度", "二季度", "三季度", "四季度")
	}
	if !ok {
		return false
	}
	bad := func() bool { c.i = at; return false }
	if alone && among(c.previous(at), "学近去几数多每今明一二两三四五六七八九十0123456789") && strings.HasPrefix(w, "年") {
		if !among(c.previous(at), "今明每") {
			return bad() // 学年底, 三年内
		}
	}
	next := c.next()
	switch strings.TrimPrefix(w, "年") {
	case "底", "末", "终":
		if among(next, "线层座") || w == "年终" && !among(next, "前之以") {
			return bad()
		}
		p.Part = End
	case "内":
		if among(next, "涵容部外") {
			return bad()
		}
		p.Part = End
	case "初":
		if among(next, notAfterEarly) {
			return bad()
		}
		p.Part = Early
	case "上半年":
		p.Part = FirstHalf
	case "下半年":
		p.Part = SecondHalf
	case "春季学期", "春学期", "春季", "上学期": // of a calendar year
		p.Part = SpringTerm
	case "秋季学期", "秋学期", "秋季", "下学期":
		p.Part = AutumnTerm
	case "寒假":
		p.Part = Winter
	case "暑假", "暑期":
		p.Part = Summer
	default:
		for q, name := range map[Part]string{Quarter1: "一季度", Quarter2: "二季度", Quarter3: "三季度", Quarter4: "四季度"} {
			if strings.HasSuffix(w, name) {
				p.Part = q
			}
		}
	}
	return true
}

// dash reads what stands between the two points of a range.
func (c *cursor) dash() bool {
	start := c.i
	c.blanks()
	n := 0
	for n < 6 && among(c.next(), dashes) {
		c.i += utf8.RuneLen(c.next())
		n++
	}
	if n == 0 {
		if _, ok := c.word("至", "到"); !ok {
			c.i = start
			return false
		}
	}
	c.blanks()
	return true
}

// second reads the second point of a range that begins at from.
func (c *cursor) second(from Point) (p Point, ok bool) {
	start := c.i
	bad := func() (Point, bool) { c.i = start; return Point{}, false }
	if !c.dash() {
		// 9、10月; what needs no dash is no range unless the unit is shared.
		if w, ok := c.word("、"); !ok || among(c.previous(c.i-len(w)), "月日年") {
			return bad()
		}
	}
	if from.Day > 0 {
		// 9月1日—30日
		at := c.i
		if d, ok := c.day(); ok && d > 0 {
			return Point{Year: from.Year, Month: from.Month, Day: d}, true
		}
		c.i = at
	}
	if p, ok := c.point(false); ok {
		return p, true
	}
	return bad()
}

// weekday skips the day of the week in brackets behind a day, and the hour.
func (c *cursor) weekday() {
	at := c.i
	if _, ok := c.word("("); ok {
		if _, ok := c.word("星期", "周", "礼拜"); ok && among(c.next(), "一二三四五六日天") {
			c.i += utf8.RuneLen(c.next())
			if _, ok := c.word(")"); ok {
				at = c.i
			}
		}
	}
	c.i = at
	c.blanks()
	part, _ := c.word("上午", "下午", "中午", "晚上", "晚", "早上")
	if _, _, ok := c.digits(2); ok {
		if _, ok := c.word(":"); ok {
			if _, _, ok := c.digits(2); ok {
				return
			}
		} else if _, ok := c.word("时", "点"); ok {
			c.word("整")
			return
		}
		c.i = at
		return
	}
	if part != "" {
		if r := c.next(); among(r, "前之以") {
			return
		}
	}
	if _, ok := c.word("下班"); ok {
		return
	}
	c.i = at
}

// bound reads the words behind the points that bind them, and says what they
// and the word before make of the expression.
func (c *cursor) bound(e *Expr, lead string) {
	switch lead {
	case "到", "至", "直到", "直至":
		e.Bound = By
	case "截至", "截至到", "截止", "截止到":
		e.Bound, e.AsOf = By, true
	case "自", "从", "自从":
		e.Bound = Since
	}
	at := c.i
	c.word("(含)")
	if w, ok := c.word("学期末", "期末", "结束前", "结束之前"); ok && (e.To.Part == Term1 || e.To.Part == Term2 || e.To.Part == SpringTerm || e.To.Part == AutumnTerm || e.To.Part == SchoolYear) && w != "" {
		m := months[e.To.Part]
		to := Point{Year: e.To.Year + (m.first+m.n-2)/12, Month: (m.first+m.n-2)%12 + 1, Part: End}
		if e.To.Year != 0 {
			e.From, e.To, e.Bound = to, to, By
			return
		}
	}
	w, ok := c.word("之前", "以前", "前", "为止", "止", "开始", "起始", "起", "以来", "来", "之后", "以后", "后", "期间", "之间")
	if !ok {
		c.i = at
		return
	}
	next := c.next()
	switch w {
	case "之前", "以前":
		e.Bound = By
	case "前":
		if among(next, "来往期后半沿三茅列置瞻景") || isDigit(next) && e.To.Month == 0 && e.To.Part == Whole {
			c.i = at
			return
		}
		e.Bound = By
	case "为止", "止":
		if !e.Range() {
			e.Bound = By
		}
	case "起", "开始", "起始":
		if w == "起" && among(next, "草到点步") {
			c.i = at
			return
		}
		if !e.Range() {
			e.Bound = Since
		}
	case "以来", "来":
		if w == "来" && e.Bound != Since {
			c.i = at
			return
		}
		e.Bound, e.Past = Since, true
	case "之后", "以后":
		e.Bound = Since
	case "后":
		if among(next, "续期勤备半者") {
			c.i = at
			return
		}
		e.Bound = Since
	}
}

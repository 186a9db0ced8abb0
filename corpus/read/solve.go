package read

import (
	"math"
	"slices"
	"strings"
	"unicode"
)

// The shape of a dumped table is the one that explains its stream of cells
// with the fewest bits: each column is a source of cells of some kind, and a
// cell costs little where it looks like what stands above it. Words are not
// looked at, only lengths, digits, and the first and last character.

// kind is a coarse class of cell texts.
type kind uint8

const (
	kindEmpty    kind = iota
	kindSerial        // a number of at most four digits
	kindPhone         // a longer number
	kindName          // up to three characters
	kindFour          // four
	kindSix           // five or six
	kindNine          // up to nine
	kindFourteen      // up to fourteen
	kindTwenty        // up to twenty
	kindLong          // more
	kindMixed         // hanzi and a long number
	kindDigits        // a short text with digits in it
	kindOther         // no hanzi, no number
	kinds
)

// cellInfo is what the search for a table's shape sees of a piece.
type cellInfo struct {
	kind        kind
	first, last rune // of the text without blanks; 0 for an empty piece
	length      int  // in characters, without blanks
	number      int  // the value of a serial, else -1
	hash        uint64
	bare        uint64 // the hash without a 被 or 受 that it begins with, else 0
	eol         bool
	school      bool // it ends as names of schools do
	side        bool // it is as short as 城区学校 and ends so
	form        bool // it ends as words for what ties two schools do
	label       bool // it is a known label of a column
	total       bool // it counts the rows above
	broken      bool // a question mark stands in it, perhaps for bytes that were lost
}

// schoolEnds are the characters that names of schools and their kin end with,
// in both scripts. It is the one thing about words that shapes are told by:
// a label and the school beside it are often of one length.
const schoolEnds = "校学學园園院团團点點部区區"

// shortEnds are the endings of names that schoolEnds leaves out.
var shortEnds = []string{"初中", "高中", "完小", "村小"}

// formEnds are the endings of words for what ties two schools: 市区共建. The label
// of their column says more (共建形式).
var formEnds = []string{"共建", "帮扶", "幫扶", "联动", "聯動", "托管", "託管", "互助", "支援"}

// noSchools are the endings of words that end as names of schools do and are none:
// 省级试点.
var noSchools = []string{"试点", "試點", "重点", "重點"}

// kindsOfSchools are the hashes of words that end as names of schools do and stand
// beside names as remarks.
var kindsOfSchools = hashes("小规模学校", "小規模學校", "寄宿制学校", "寄宿制學校", "薄弱学校", "薄弱學校", "新建学校", "新建學校", "乡村小规模学校", "鄉村小規模學校")

// countHashes are the hashes of the labels that counts knows.
var countHashes = hashes("序号", "序號", "编号", "編號")

// headerWords are the hashes of labels of columns.
var headerWords = hashes("校长", "校長", "园长", "園長", "负责人", "負責人", "姓名", "联系人", "聯繫人", "联络员", "聯絡員", "电话", "電話", "联系电话", "聯繫電話", "等级", "等級", "园所等级", "園所等級", "备注", "備註", "備注", "职务", "職務")

func hashes(words ...string) map[uint64]bool {
	out := make(map[uint64]bool, len(words))
	for _, w := range words {
		h := uint64(noHash)
		for _, r := range w {
			h = addHash(h, r)
		}
		out[h] = true
	}
	return out
}

// noHash is the hash of no characters, addHash that of one more (FNV-1a).
const noHash = 14695981039346656037

func addHash(h uint64, r rune) uint64 { return (h ^ uint64(r)) * 1099511628211 }

func describe(s string, p piece) cellInfo {
	c := cellInfo{eol: p.eol, number: -1}
	if len(p.frags) == 0 {
		return c
	}
	digits, run, longest, han, number := 0, 0, 0, 0, 0
	before, end, inside := rune(0), rune(0), false // the last characters outside brackets
	var outer []rune                               // the first ones outside brackets
	quoted := false                                // it begins with a quotation mark
	c.hash = noHash
	for _, f := range p.frags {
		for _, r := range plain(s[f.Start:f.End]) {
			c.hash = addHash(c.hash, r)
			if r == '“' || r == '”' { // 融合型 and “一校多区” are of one kind
				quoted = quoted || c.length == 0
				continue
			}
			switch {
			case c.length > 0 && c.bare != 0:
				c.bare = addHash(c.bare, r)
			case c.length == 0 && (r == '被' || r == '受'):
				c.bare = noHash
			}
			c.broken = c.broken || r == '?'
			if r >= '0' && r <= '9' {
				digits++
				run++
				longest = max(longest, run)
				number = number*10 + int(r-'0')
				r = '0' // which digit stands at an end tells nothing
			} else {
				if r != '-' && r != '*' {
					run = 0
				}
				if unicode.Is(unicode.Han, r) {
					han++
				}
			}
			if c.length == 0 {
				c.first = r
			}
			switch r { // a remark in brackets says nothing about the name before it
			case '(':
				inside = true
			case ')':
				inside = false
			default:
				if !inside {
					before, end = end, r
					if len(outer) <= maxLabel {
						outer = append(outer, r)
					}
				}
			}
			c.last = r
			c.length++
		}
		run = 0
	}
	grade := c.length == 3 && (end == '园' || end == '園') // 合格园
	grade = grade || kindsOfSchools[c.hash] || slices.Contains(noSchools, string(before)+string(end))
	c.school = c.length > 2 && strings.ContainsRune(schoolEnds, end) && !grade && !quoted || c.length > 3 && slices.Contains(shortEnds, string(before)+string(end))
	c.side = c.length <= 5 && c.first != '第' && (before == '学' || before == '學') && end == '校'
	c.label = len(outer) <= maxLabel && isLabel(string(outer))
	c.total = isTotal(string(outer))
	c.form = c.length >= 4 && c.length <= 6 && slices.Contains(formEnds, string(before)+string(end))
	switch {
	case c.length == 0:
		c.kind = kindOther
	case digits == c.length && digits <= 4:
		c.kind, c.number = kindSerial, number
	case han == 0 && longest >= 7:
		c.kind = kindPhone
	case longest >= 7:
		c.kind = kindMixed
	case han == 0:
		c.kind = kindOther
	case digits > 0 && c.length < 15 && !c.school:
		c.kind = kindDigits
	case c.length <= 3 && !c.school:
		c.kind = kindName
	case c.length == 4 && !c.school:
		c.kind = kindFour
	case c.length <= 6:
		c.kind = kindSix
	case c.length <= 9:
		c.kind = kindNine
	case c.length <= 14:
		c.kind = kindFourteen
	case c.length <= 20:
		c.kind = kindTwenty
	default:
		c.kind = kindLong
	}
	return c
}

// solution is the shape of a table.
type solution struct {
	columns int
	rows    []run
	col     []int // the column of each piece; -1 for a bar that ends no cell
	cost    float64
	heads   int    // rows of the header; 0 or 1, or 2
	again   []bool // rows that say the header again

	cells  []cellInfo
	models []model
	gaps   bool // rows before the last lack cells
	was    []int
}

// run is a range of pieces: a row.
type run struct{ from, to int }

const (
	maxColumns = 40   // of tables whose row ends must be inferred
	sampleSize = 1200 // pieces that the number of columns is inferred from
)

// solve finds the shape that explains the pieces best.
func solve(cells []cellInfo) solution {
	if cells[0].kind == kindEmpty {
		return solveFramed(cells)
	}
	if rows, columns, ok := byLines(cells); ok {
		return best(cells, rows, columns, 0)
	}
	sample := cells[:min(len(cells), sampleSize)]
	type cut struct {
		columns, holes int
		rows           []run
	}
	var cuts []cut
	for _, columns := range widths(sample) {
		if rows, holes, ok := chunk(sample, columns); ok {
			cuts = append(cuts, cut{columns, holes, rows})
		}
	}
	slices.SortStableFunc(cuts, func(a, b cut) int { return a.holes - b.holes })
	var found solution
	for _, c := range cuts {
		holes := 4 * float64(c.holes)
		if found.columns > 0 && holes >= found.cost {
			break // the cells cost something besides
		}
		s := best(sample, c.rows, c.columns, holes)
		if found.columns == 0 || s.cost < found.cost-1e-9 || s.cost < found.cost+1e-9 && s.columns < found.columns {
			found = s
		}
	}
	if found.columns > 0 && len(sample) == len(cells) {
		return found
	}
	if rows, _, ok := chunk(cells, found.columns); ok {
		s := solution{columns: found.columns, rows: rows, cells: cells}
		s.fit(found.heads)
		return s
	}
	return best(cells, column(cells), 1, 0)
}

// solveFramed finds the shape of a stream that begins with a bar of its own:
// then such a bar stands before each row.
func solveFramed(cells []cellInfo) solution {
	sample := cells[:min(len(cells), sampleSize)]
	var found solution
	for width := 2; width <= min(maxColumns+1, len(sample)); width++ {
		if rows, ok := frames(sample, width); ok {
			if s := best(sample, rows, width-1, 0); found.columns == 0 || s.cost < found.cost-1e-9 {
				found = s
			}
		}
	}
	if found.columns > 0 {
		if len(sample) == len(cells) {
			return found
		}
		if rows, ok := frames(cells, found.columns+1); ok {
			s := solution{columns: found.columns, rows: rows, cells: cells}
			s.fit(found.heads)
			return s
		}
	}
	return best(cells, column(cells), 1, 0)
}

// frames cuts the stream into rows of width bars, the first of which has no
// text, and takes that bar off each row.
func frames(cells []cellInfo, width int) ([]run, bool) {
	rows, _, ok := chunk(cells, width)
	for i, r := range rows {
		if cells[r.from].kind != kindEmpty || r.to == r.from+1 {
			return nil, false
		}
		rows[i].from++
	}
	return rows, ok
}

// best fits the rows without a header, with one of one row, and with one of
// two, as far as these are possible, and returns the cheapest. Where the first
// row has numbers, it is no header; where it has none and most others have, it
// is one.
func best(cells []cellInfo, rows []run, columns int, extra float64) solution {
	numbers := 0
	for _, r := range rows[1:] {
		if hasNumber(cells[r.from:r.to]) {
			numbers++
		}
	}
	least, most := 0, min(2, len(rows)-1)
	switch {
	case hasNumber(cells[rows[0].from:rows[0].to]):
		most = 0
	case len(rows) > 2 && numbers*2 > len(rows):
		least = 1
	}
	var found solution
	for heads := least; heads <= most; heads++ {
		s := solution{columns: columns, rows: rows, cells: cells}
		if heads == 2 && (s.count(rows[0]) == columns || s.count(rows[1])+s.count(rows[0]) < columns || hasNumber(cells[rows[1].from:rows[1].to])) {
			continue // a header of two rows has labels that stand over others
		}
		s.fit(heads)
		s.cost += extra
		if heads == least || s.cost < found.cost-1e-9 {
			found = s
		}
	}
	return found
}

func hasNumber(cells []cellInfo) bool {
	for _, c := range cells {
		switch c.kind {
		case kindSerial, kindPhone, kindMixed:
			return true
		}
	}
	return false
}

// widths returns the numbers of columns that are worth a try. When the stream
// shows none of the bars that rows without all cells end with, all rows are
// full, and only numbers of columns are tried at which kinds repeat best.
func widths(cells []cellInfo) []int {
	if w := sideBySide(cells); w > 0 {
		if _, _, ok := chunk(cells, w); ok {
			return []int{w}
		}
	}
	var out []int
	full := true
	for _, c := range cells {
		full = full && c.kind != kindEmpty
	}
	n := min(maxColumns, len(cells))
	if !full || n <= 8 {
		for w := 1; w <= n; w++ {
			out = append(out, w)
		}
		return out
	}
	share := make([]float64, n+1) // of cells unlike the one a row before
	for w := 1; w <= n; w++ {
		unlike := 0
		for i := w; i < len(cells); i++ {
			if cells[i].kind != cells[i-w].kind {
				unlike++
			}
			if cells[i].last != cells[i-w].last {
				unlike++
			}
		}
		share[w] = float64(unlike+2) / float64(len(cells)-w+2)
	}
	for len(out) < 12 {
		w := 0
		for i := 1; i <= n; i++ {
			if share[i] >= 0 && (w == 0 || share[i] < share[w]) {
				w = i
			}
		}
		if w == 0 {
			break
		}
		// What repeats at w may repeat at a part of it.
		for i := 1; i <= w; i++ {
			if w%i == 0 && share[i] >= 0 {
				out = append(out, i)
				share[i] = -1
			}
		}
	}
	slices.Sort(out)
	return out
}

// sideBySide returns the number of columns that a header tells which is said
// more than once, or 0: next to itself, where tables stand side by side, or
// again further down, on the next page.
func sideBySide(cells []cellInfo) int {
	if cells[0].kind == kindEmpty || cells[0].kind == kindSerial {
		return 0
	}
	for p := 2; p < len(cells); p++ {
		if cells[p].hash != cells[0].hash {
			continue
		}
		n := 0 // how many cells are said again p cells later
		for p+n < len(cells) && cells[n].hash == cells[p+n].hash {
			n++
		}
		switch {
		case n >= p:
			return (p + n) / p * p
		case n >= 2 && p%n == 0:
			return n
		}
	}
	return 0
}

// byLines finds the rows of a dump that writes a row a line: some line has
// several cells. Where all rows but the last come out with the same number of
// bars when the stream is cut by the widest line, it is cut so: then a row may
// have some cells on lines of their own. Else each line is a row.
func byLines(cells []cellInfo) (rows []run, columns int, ok bool) {
	from, texts, several := 0, 0, false
	for i, c := range cells {
		if c.kind != kindEmpty {
			texts++
		}
		if !c.eol && i < len(cells)-1 {
			continue
		}
		if n := len(rows); texts == 0 && n > 0 { // bars alone on a line belong to the row before
			rows[n-1].to = i + 1
		} else {
			rows = append(rows, run{from, i + 1})
		}
		several = several || texts > 1
		from, texts = i+1, 0
	}
	if !several {
		return nil, 0, false
	}
	for _, r := range rows {
		columns = max(columns, r.to-r.from)
	}
	if chunked, holes, fits := chunk(cells, columns); fits && holes == 0 && len(chunked) < len(rows) {
		return chunked, columns, true
	}
	return rows, columns, true
}

// chunk cuts the stream into rows of as many bars as there are columns. It
// fails when a row would end within a line or have no cell of its own. holes
// counts the pieces without text that stand before a text of their row.
func chunk(cells []cellInfo, columns int) (rows []run, holes int, ok bool) {
	if columns < 1 {
		return nil, 0, false
	}
	for from := 0; from < len(cells); from += columns {
		to := min(from+columns, len(cells))
		if !cells[to-1].eol && to < len(cells) {
			return nil, 0, false
		}
		empty := 0
		for i := from; i < to; i++ {
			if cells[i].kind == kindEmpty {
				empty++
			} else {
				holes += empty
				empty = 0
			}
		}
		if empty == to-from {
			return nil, 0, false
		}
		rows = append(rows, run{from, to})
	}
	return rows, holes, true
}

// column makes each text a row, for streams that no number of columns fits.
func column(cells []cellInfo) []run {
	var rows []run
	for i, c := range cells {
		if n := len(rows); c.kind == kindEmpty && n > 0 {
			rows[n-1].to = i + 1
		} else {
			rows = append(rows, run{i, i + 1})
		}
	}
	return rows
}

// model counts what stands in one column.
type model struct {
	n           int
	kind        [kinds]int
	first, last tally
	schools     int
	miss        int // rows without a cell of their own here
}

// tally counts characters; columns hold few different ones.
type tally []seen

type seen struct {
	r rune
	n int
}

// newModels returns models with room for the characters that most columns
// have.
func newModels(n int) []model {
	const room = 8
	ms, all := make([]model, n), make([]seen, 2*room*n)
	for i := range ms {
		at := 2 * room * i
		ms[i].first, ms[i].last = all[at:at:at+room], all[at+room:at+room:at+2*room]
	}
	return ms
}

func (t tally) of(r rune) int {
	for i := range t {
		if t[i].r == r {
			return t[i].n
		}
	}
	return 0
}

// odds is the inverse of the chance of r after n characters. Where few
// different ones were seen, a new one is unlikely.
func (t tally) odds(r rune, n float64) float64 {
	new := float64(len(t) + 1)
	if c := t.of(r); c > 0 {
		return (n + new) / float64(c)
	}
	return (n + new) / new * 32
}

func (t *tally) add(r rune) {
	for i := range *t {
		if (*t)[i].r == r {
			(*t)[i].n++
			return
		}
	}
	if len(*t) < 64 {
		*t = append(*t, seen{r, 1})
	}
}

func (m *model) reset() { *m = model{first: m.first[:0], last: m.last[:0]} }

func (m *model) add(c cellInfo) {
	m.n++
	m.kind[c.kind]++
	m.first.add(c.first)
	m.last.add(c.last)
	if c.school {
		m.schools++
	}
}

// bits is what the cell costs in the column.
func (m *model) bits(c cellInfo) float64 {
	n := float64(m.n)
	k := float64(m.kind[c.kind])
	if c.kind >= kindName && c.kind <= kindLong { // lengths shade into each other
		if c.kind > kindName {
			k += 0.3 * float64(m.kind[c.kind-1])
		}
		if c.kind < kindLong {
			k += 0.3 * float64(m.kind[c.kind+1])
		}
	}
	like := float64(m.schools)
	if !c.school {
		like = n - like
	}
	return lg((n+0.4)/(like+0.2)) + lg((1.6*n+0.2*float64(kinds))/(k+0.2)) + 0.8*lg(m.last.odds(c.last, n)) + 0.4*lg(m.first.odds(c.first, n))
}

// lg is the logarithm to the base 2 of a positive number, to three digits:
// a shape is not decided by more.
func lg(x float64) float64 {
	b := math.Float64bits(x)
	e := float64(int(b>>52&0x7ff) - 1023)
	m := math.Float64frombits(b&(1<<52-1)|1023<<52) - 1 // in [0, 1)
	return e + m*(1.4425+m*(-0.7180+m*(0.4585+m*(-0.2820+m*0.0990))))
}

// count returns the number of cells that row r has of its own. Bars without
// text count where a text follows: then they are empty cells in their place.
func (s *solution) count(r run) int {
	for k := r.to; k > r.from; k-- {
		if s.cells[k-1].kind != kindEmpty {
			return k - r.from
		}
	}
	return 0
}

// place notes the columns of the cells of row r.
func (s *solution) place(r run, cols []int) {
	for i := r.from; i < r.to; i++ {
		s.col[i] = -1
		if i-r.from < len(cols) {
			s.col[i] = cols[i-r.from]
		}
	}
}

// fit finds the columns of all cells, given the number of header rows, and
// counts the cost of the shape.
func (s *solution) fit(heads int) {
	s.heads = heads
	s.col = make([]int, len(s.cells))
	for i := range s.col {
		s.col[i] = -1
	}
	s.again = make([]bool, len(s.rows))
	left := make([]int, s.columns)
	for i := range left {
		left[i] = i
	}
	s.models = newModels(s.columns)
	full := 0
	for i, r := range s.rows {
		n := s.count(r)
		s.place(r, left[:min(n, s.columns)])
		if i < heads {
			continue
		}
		if s.again[i] = heads > 0 && s.repeats(i); s.again[i] {
			continue
		}
		s.gaps = s.gaps || n < s.columns && i < len(s.rows)-1
		if n == s.columns {
			full++
			for k := r.from; k < r.from+n; k++ {
				s.models[k-r.from].add(s.cells[k])
			}
		}
	}
	if full < len(s.rows)-heads {
		s.settle(full > 0)
	}
	s.weigh()
	s.spreadHeader()
}

// repeats reports whether row i says the first row of the header again.
func (s *solution) repeats(i int) bool { return s.same(0, i) }

// same reports whether two rows say the same.
func (s *solution) same(i, j int) bool {
	a, b := s.rows[i], s.rows[j]
	n := s.count(a)
	if s.count(b) != n {
		return false
	}
	for k := 0; k < n; k++ {
		if s.cells[a.from+k].hash != s.cells[b.from+k].hash {
			return false
		}
	}
	return true
}

// settle places the cells of rows that lack some, in the light of the columns
// as they are known, and learns the columns anew; some rounds of it. Rows that
// lack the same number of cells mostly lack them in the same columns, so each
// such set of rows is given the columns that fit all of it best; a row by
// itself goes another way only where that is much better.
func (s *solution) settle(known bool) {
	a := &aligner{s: s, twins: s.twins(), prev: make([]int, s.columns), fits: make([]float64, len(s.cells)*s.columns)}
	if !known {
		s.learn(a)
	}
	for pass := 0; pass < 3; pass++ {
		type choice struct {
			cols []int
			cost float64
		}
		for i := range a.fits {
			a.fits[i] = -1
		}
		s.was = append(s.was[:0], s.col...)
		changed := pass == 0
		found := make([][]choice, s.columns) // by number of cells
		eachShort := func(do func(r run, n int)) {
			for i := range a.prev {
				a.prev[i] = -1
			}
			for i, r := range s.rows {
				if i < s.heads || s.again[i] {
					continue
				}
				n := s.count(r)
				a.alone = n == 1
				if n > 0 && n < s.columns {
					do(r, n)
				}
				a.remember(r, n)
			}
		}
		eachShort(func(r run, n int) {
			cols := a.align(r)
			s.place(r, cols)
			for _, c := range found[n] {
				if slices.Equal(c.cols, cols) {
					return
				}
			}
			if len(found[n]) < 8 {
				found[n] = append(found[n], choice{cols: slices.Clone(cols)})
			}
		})
		for n := range found { // what is not found by itself may yet be best for all
			left := make([]int, n)
			right := make([]int, n)
			for i := range n {
				left[i], right[i] = i, s.columns-n+i
			}
			for _, c := range found[n] {
				for _, cols := range [][]int{shifted(c.cols, s.columns), left, right} {
					if cols != nil && !slices.ContainsFunc(found[n], func(d choice) bool { return slices.Equal(d.cols, cols) }) {
						found[n] = append(found[n], choice{cols: cols})
					}
				}
			}
		}
		eachShort(func(r run, n int) {
			for k := range found[n] {
				c := &found[n][k]
				c.cost += a.cost(r, c.cols)
				s.place(r, c.cols) // for the numbers; the next round places anew
			}
		})
		eachShort(func(r run, n int) {
			best := -1
			for k := range found[n] {
				if c := found[n][k]; best < 0 || c.cost+a.shape(c.cols) < found[n][best].cost+a.shape(found[n][best].cols) {
					best = k
				}
			}
			cols := found[n][best].cols
			least := a.cost(r, cols) + a.shape(cols)
			for _, c := range found[n] {
				if v := a.cost(r, c.cols) + a.shape(c.cols) + 10; v < least {
					cols, least = c.cols, v
				}
			}
			changed = changed || s.differs(r, cols)
			s.place(r, cols)
		})
		if s.learn(a); !changed {
			return
		}
	}
}

// differs reports whether a row was placed in other columns in the round before.
func (s *solution) differs(r run, cols []int) bool {
	for i, c := range cols {
		if s.was[r.from+i] != c {
			return true
		}
	}
	return false
}

// shifted returns the columns with the last cell before the first gap moved
// to the gap's right end, or nil; the gap may be the end of the row.
func shifted(cols []int, columns int) []int {
	for i := 1; i < len(cols); i++ {
		if cols[i] > cols[i-1]+1 {
			out := slices.Clone(cols)
			out[i-1] = cols[i] - 1
			return out
		}
	}
	if n := len(cols); n > 1 && cols[n-1] < columns-1 {
		out := slices.Clone(cols)
		out[n-1] = columns - 1
		return out
	}
	return nil
}

// learn makes the models of the columns from the cells as they are placed.
func (s *solution) learn(a *aligner) {
	if a.next == nil {
		a.next = newModels(s.columns)
	}
	for i := range a.next {
		a.next[i].reset()
	}
	for i, r := range s.rows {
		if i < s.heads || s.again[i] {
			continue
		}
		c := 0
		for k := r.from; k < r.from+s.count(r); k++ {
			for ; c < s.col[k]; c++ {
				a.next[c].miss++
			}
			a.next[c].add(s.cells[k])
			c++
		}
		for ; c < s.columns; c++ {
			a.next[c].miss++
		}
	}
	s.models, a.next = a.next, s.models
}

// aligner finds columns for the cells of a row.
type aligner struct {
	s     *solution
	prev  []int // the last number in each column
	alone bool  // the row has one cell
	twins bool  // tables stand side by side
	next  []model
	fits  []float64 // by piece and column, in one round; -1 before it is known
	costs []float64
	take  []bool
	cols  []int
}

// remember notes the numbers of a row that is placed.
func (a *aligner) remember(r run, n int) {
	for k := r.from; k < r.from+n; k++ {
		if v := a.s.cells[k].number; v >= 0 {
			a.prev[a.s.col[k]] = v
		}
	}
}

// fit is what piece k costs in column c.
func (a *aligner) fit(k, c int) float64 {
	cell := a.s.cells[k]
	if cell.kind == kindEmpty {
		return 0
	}
	v := a.fits[k*a.s.columns+c]
	if v < 0 {
		v = a.s.models[c].bits(cell)
		if c == 0 && a.s.columns > 2 && a.alone && !(cell.school && cell.length > 4) {
			v = min(v, 12) // a title over the whole row
		}
		a.fits[k*a.s.columns+c] = v
	}
	if cell.number >= 0 && a.prev[c] >= 0 {
		if v += 3; cell.number == a.prev[c]+1 {
			v -= 6
		}
	}
	return v
}

// cost is what the cells of row r cost in the columns.
func (a *aligner) cost(r run, cols []int) float64 {
	v := a.lean(cols)
	if cols[len(cols)-1] >= len(cols) && a.top(r) {
		v += impossible
	}
	for i, c := range cols {
		v += a.fit(r.from+i, c)
	}
	return v
}

// impossible is the cost of what a table cannot have, in bits; headers of two
// rows are taken for one now and then.
const impossible = 60

// top reports whether r is the first row below the header: no cell from above
// reaches down into it, so that what it lacks is at its end.
func (a *aligner) top(r run) bool {
	return a.s.heads > 0 && a.s.heads < len(a.s.rows) && r == a.s.rows[a.s.heads]
}

// shape is what a set of columns costs by itself, whatever stands in them:
// where there is a header, and rows lack cells, labels on the left are carried
// down as a rule; elsewhere lines end early.
func (a *aligner) shape(cols []int) float64 {
	n := len(cols)
	if a.s.heads == 0 || !a.s.gaps {
		switch {
		case cols[n-1] == n-1:
			return 0
		case a.twins: // the right part of the last row is not there
			return 40
		case a.s.heads > 0 && cols[n-1] == a.s.columns-1:
			return 1 // a label on the left reaches down
		case a.s.heads > 0:
			return 4
		}
		return 14
	}
	v := 0.0
	if m := &a.s.models[0]; cols[0] > 0 && m.kind[kindSerial]*2 > m.n { // each row has its own number
		v += 12
	}
	if cols[n-1]-cols[0] > n-1 {
		v += 6
	}
	if cols[n-1] < a.s.columns-1 {
		v += 4
	}
	return v
}

// twins reports whether tables stand side by side: the header says a label
// twice.
func (s *solution) twins() bool {
	h := s.cells[s.rows[0].from : s.rows[0].from+s.count(s.rows[0])]
	for i := range h {
		for _, c := range h[:i] {
			if c.hash == h[i].hash {
				return true
			}
		}
	}
	return false
}

// ofSchools reports whether a column holds schools; short names may not look so.
func (m *model) ofSchools() bool { return m.n > 0 && m.schools*5 >= m.n*3 }

// names reports whether a column holds words of the length of names.
func (m *model) names() bool { return m.n > 0 && m.class() == kindName }

// lean is what a row pays for a gap right of a cell whose column holds schools
// as the gap's does, or words as short as names: of two such columns, the left is
// the one that cells reach down in, as headings of what stands right of them. So
// it is with several columns that are like those of the gap: school, head and
// phone of the lead, and the same of a member.
func (a *aligner) lean(cols []int) float64 {
	v := 0.0
	for i, c := range cols {
		if c+1 < a.s.columns && (i+1 == len(cols) && !a.twins || i+1 < len(cols) && cols[i+1] > c+1) {
			if l, r := &a.s.models[c], &a.s.models[c+1]; l.ofSchools() && r.ofSchools() || l.names() && r.names() {
				v += 9
			}
		}
		if m := &a.s.models[c]; a.twins && i+1 < len(cols) && cols[i+1] > c+1 && m.kind[kindSerial]*2 > m.n {
			v += 12 // what has a number of its own is all there
		}
		if gap := a.gapAfter(cols, i); gap > 1 && a.likeBehind(cols, i, gap) {
			v += 30
		}
	}
	return v
}

// gapAfter is the number of columns that are left out right of cell i; at the
// end of a row of tables that stand side by side, none counts.
func (a *aligner) gapAfter(cols []int, i int) int {
	switch {
	case i+1 < len(cols):
		return cols[i+1] - cols[i] - 1
	case a.twins:
		return 0
	}
	return a.s.columns - 1 - cols[i]
}

// likeBehind reports whether the cells up to i that stand next to each other, no
// more than the gap behind them has columns, could as well stand at its end: the
// columns are each like those of theirs, and one of them holds schools.
func (a *aligner) likeBehind(cols []int, i, gap int) bool {
	from := i
	for from > 0 && from > i-gap+1 && cols[from-1] == cols[from]-1 {
		from--
	}
	schools := false
	for _, c := range cols[from : i+1] {
		l, r := &a.s.models[c], &a.s.models[c+gap]
		both := l.schools > 0 && r.schools > 0 && (l.ofSchools() || r.ofSchools())
		if l.n == 0 || r.n == 0 || !both && (l.schools > 0 || l.class() != r.class()) {
			return false
		}
		schools = schools || both
	}
	return schools && i > from
}

// align finds the columns of a row that has fewer cells than the table has
// columns: in their order, each where it fits.
func (a *aligner) align(r run) []int {
	s := a.s
	n, w := s.count(r), s.columns
	if need := (n + 1) * (w + 1); len(a.costs) < need {
		a.costs, a.take = make([]float64, need), make([]bool, need)
	}
	at := func(i, j int) int { return i*(w+1) + j }
	for i := 0; i <= n; i++ {
		for j := 0; j <= w; j++ {
			a.costs[at(i, j)] = math.Inf(1)
		}
	}
	a.costs[0] = 0
	rows := float64(len(s.rows))
	grouped := s.heads > 0 && s.gaps
	for j := 1; j <= w; j++ {
		m := &s.models[j-1]
		skip := lg((rows + 1) / (float64(m.miss) + 0.5))
		if m.kind[kindSerial]*2 > m.n { // each row has its own number
			skip += 8
		}
		have := lg((rows + 1) / (rows - float64(m.miss) + 0.5))
		for i := 0; i <= min(j, n); i++ {
			v := a.costs[at(i, j-1)] + skip
			switch {
			case i < n && a.top(r):
				v += impossible
			case i > 0 && i < n: // a gap between cells
				v += 1.5
			case i == 0 && !grouped:
				v += 2
			case i == n && grouped:
				v++
			}
			take := false
			if i > 0 {
				if u := a.costs[at(i-1, j-1)] + have + a.fit(r.from+i-1, j-1); u < v {
					v, take = u, true
				}
			}
			a.costs[at(i, j)], a.take[at(i, j)] = v, take
		}
	}
	if cap(a.cols) < w {
		a.cols = make([]int, w)
	}
	a.cols = a.cols[:n]
	for i, j := n, w; i > 0; j-- {
		if a.take[at(i, j)] {
			i--
			a.cols[i] = j - 1
		}
	}
	return a.cols
}

// counterparts reports whether a cell of a row says what the one before it says
// and 被 or 受 before that: 帮扶学校, 被帮扶学校. These are labels.
func (s *solution) counterparts(r run) bool {
	for k := r.from + 1; k < r.to; k++ {
		if c := s.cells[k]; c.bare != 0 && c.bare == s.cells[k-1].hash {
			return true
		}
	}
	return false
}

// starts reports whether a row begins with piece k.
func (s *solution) starts(k int) bool {
	_, found := slices.BinarySearchFunc(s.rows, k, func(r run, k int) int { return r.from - k })
	return found
}

// alike reports whether two cells are labels of the two sides: 城区学校, 农村学校.
func alike(a, b cellInfo) bool {
	return a.side && b.side && a.length == b.length && a.hash != b.hash
}

// uncounted reports whether the header begins with the label of numbers, and the
// row below it does not with a number.
func (s *solution) uncounted() bool {
	return s.heads < len(s.rows) && countHashes[s.cells[s.rows[0].from].hash] && s.cells[s.rows[s.heads].from].number < 0
}

// labels reports whether the first row has a label, not in the first column, as
// only headers have, and no other row has one, as forms do that are filled in.
func (s *solution) labels() bool {
	found := false
	for i, r := range s.rows {
		if i > 0 && s.same(0, i) {
			continue
		}
		for k := r.from; k < r.to; k++ {
			if known := headerWords[s.cells[k].hash]; known && i > 0 {
				return false
			} else if known {
				found = found || k > r.from
			}
		}
	}
	return found
}

// headBits is what a header cell costs: less than the first cell of a column
// (10.8) where it looks like a label, more where it does not, so that a table
// whose first row is like the others has no header.
func headBits(c cellInfo) float64 {
	if c.label {
		return 6
	}
	if c.school && (c.first == '第' || c.length > 6 || c.length > 4 && !strings.ContainsRune("校区區园園", c.last)) { // a school rather than 牵头学校
		return 18
	}
	if c.form {
		return 22
	}
	switch c.kind {
	case kindName, kindFour, kindSix, kindNine:
		return 7
	case kindFourteen:
		return 10
	case kindTwenty:
		return 13
	}
	return 25
}

// labelled reports whether every row is a word and, much longer, what it labels:
// 组长 | 张三 某局局长.
func (s *solution) labelled() bool {
	if s.columns != 2 || len(s.rows) < 2 {
		return false
	}
	for _, r := range s.rows {
		if s.count(r) != 2 || s.cells[r.from].kind != kindName || s.cells[r.from+1].length < 8 || s.cells[r.from+1].school {
			return false
		}
	}
	return true
}

// card reports whether a row of four cells says the same of two sides: 校长 | 张三 |
// 校长 | 李四.
func (s *solution) card(r run) bool {
	if s.columns != 4 || s.count(r) < 3 || s.cells[r.from].kind == kindEmpty {
		return false
	}
	a, b := s.cells[r.from], s.cells[r.from+2]
	return a.hash == b.hash && !(a.school && a.length > 4)
}

// bare reports whether a bar without text stands before piece n.
func (s *solution) bare(n int) bool {
	return slices.ContainsFunc(s.cells[:n], func(c cellInfo) bool { return c.kind == kindEmpty })
}

// weigh counts the cost of the shape: each cell in the light of those above it
// in its column, as an adaptive code would pay for it.
func (s *solution) weigh() {
	models := newModels(s.columns)
	serial := make([]int, s.columns) // the number in each column
	since := make([]int, s.columns)  // and its row
	cost := 3 * float64(s.columns)
	if s.columns == 1 { // lists are rarely tables
		cost += 4
	}
	if last := s.rows[len(s.rows)-1]; last.to-last.from < s.columns && s.count(last) < last.to-last.from {
		cost += 15 // a last row lacks all of its bars or none
	}
	if last := s.rows[len(s.rows)-1]; last.to-last.from < s.columns && len(s.rows) > 1 && !s.bare(last.from) && !s.twins() {
		cost += 12 // nothing reaches down in the rows before; why should it here?
	}
	if s.labelled() {
		cost -= 4 * float64(len(s.rows))
	}
	for k := 1; k < min(4, len(s.cells)); k++ {
		if alike(s.cells[k-1], s.cells[k]) && s.starts(k) {
			cost += 10 // they stand beside each other, over two columns
		}
	}
	if s.heads > 0 && s.uncounted() {
		cost += 12
	}
	cost += s.labelBits()
	if !s.twins() {
		cost += s.totalBits()
	}
	if s.heads == 0 && (s.counterparts(s.rows[0]) || s.labels()) {
		cost += 20
	}
	patterns := map[uint64]int{}
	cards := 0
	for i, r := range s.rows {
		n := s.count(r)
		if s.card(r) {
			cost -= 8 // each side has the same label
			if cards++; cards == 2 {
				cost -= 20
			}
		}
		if i < s.heads {
			labels := true
			for _, c := range s.cells[r.from : r.from+n] {
				cost += headBits(c)
				labels = labels && c.length <= 6
			}
			if labels && i == 0 {
				cost -= 3
			}
			switch {
			case i == 1:
				cost += 6
			case len(s.rows) <= 3: // there is not much that could speak for it
				cost -= 6
			}
			continue
		}
		if s.again[i] {
			if cost += 2; i == s.heads { // a header is not said twice in a row
				cost += 40
			}
			continue
		}
		if i > 0 && s.same(i-1, i) {
			cost += 20
		}
		if i == s.heads && i > 0 && n > 0 && s.col[r.from+n-1] >= n {
			cost += impossible
		}
		pattern := uint64(noHash)
		for k := r.from; k < r.from+n; k++ {
			c := s.col[k]
			pattern = addHash(pattern, rune(c))
			if s.cells[k].kind == kindEmpty {
				continue
			}
			m := &models[c]
			cost += m.bits(s.cells[k])
			m.add(s.cells[k])
			if v := s.cells[k].number; v >= 0 {
				switch {
				case since[c] == 0:
				case v == serial[c]+1 && since[c] == i:
					cost -= 5
				case v != serial[c]+1:
					cost += 4
				}
				serial[c], since[c] = v, i+1
			}
		}
		cost += lg(float64(i-s.heads+4) / float64(patterns[pattern]+1))
		patterns[pattern]++
	}
	s.cost = cost
}

package read

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"jiedui/corpus"
)

// A test table is written twice, as HTML and as a dump, and must be read the
// same both times.

type testCell struct {
	lines      []string
	rows, cols int // spans
}

type testTable struct {
	rows [][]testCell
}

func c1(lines ...string) testCell { return testCell{lines, 1, 1} }

func (c testCell) span(rows, cols int) testCell { c.rows, c.cols = rows, cols; return c }

// html writes the table as a page would.
func (t testTable) html() string {
	var b strings.Builder
	b.WriteString("<table border=1>\n")
	for _, r := range t.rows {
		b.WriteString("<tr>")
		for _, c := range r {
			b.WriteString("<td")
			if c.rows != 1 {
				fmt.Fprintf(&b, " rowspan=%d", c.rows)
			}
			if c.cols != 1 {
				fmt.Fprintf(&b, " colspan=%d", c.cols)
			}
			b.WriteString(">" + strings.Join(c.lines, "<br>") + "</td>")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n")
	return b.String()
}

// columns is the number of columns of the grid, as a dump counts them.
func (t testTable) columns() int {
	n := 0
	for _, r := range t.rows {
		k := 0
		for _, c := range r {
			k += c.cols
		}
		n = max(n, k)
	}
	return n
}

// style is how a dump writes a table.
type style struct {
	cellLines bool // each cell on its own line
	lone      bool // the bars of a short row on a line of their own
	lack      bool // the last row lacks them
	joined    bool // lines of a cell joined by a blank
	frame     bool // a bar before each row, on a line of its own if cells have lines of theirs
}

func (t testTable) dump(st style) string {
	var b strings.Builder
	w := t.columns()
	for i, r := range t.rows {
		if st.frame && st.cellLines {
			b.WriteString("|\n")
		} else if st.frame {
			b.WriteString("| ")
		}
		n := 0
		for j, c := range r {
			txt := strings.Join(c.lines, "\n")
			if st.joined {
				txt = strings.Join(c.lines, " ")
			}
			if txt == "" {
				continue // dumps leave empty cells out
			}
			if n > 0 && !st.cellLines {
				b.WriteString(" ")
			}
			b.WriteString(txt + " |")
			if n++; st.cellLines && j < len(r)-1 {
				b.WriteString("\n")
			}
		}
		if s := strings.TrimSuffix(b.String(), "\n"); len(s) < b.Len() {
			b.Reset()
			b.WriteString(s)
		}
		if k := w - n; k > 0 && !(st.lack && i == len(t.rows)-1) {
			if st.lone && st.cellLines {
				b.WriteString("\n")
			} else {
				b.WriteString(" ")
			}
			b.WriteString(strings.Repeat("|", k))
		}
		b.WriteString("\n")
	}
	return b.String()
}

// gridText says what stands where: one line a cell that has text.
func gridText(d *corpus.Document, t corpus.Table) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d columns\n", t.Columns)
	for _, c := range t.Cells {
		if s := fold(d.Text.At(c.Span)); s != "" {
			fmt.Fprintf(&b, "%d,%d %dx%d %s\n", c.Row, c.Col, c.RowSpan, c.ColSpan, s)
		}
	}
	return b.String()
}

// fold takes out what dumps change: blanks and the width of signs.
func fold(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case isBlank(r):
			return -1
		case r >= 0xff01 && r <= 0xff5e:
			return r - 0xfee0
		}
		return r
	}, s)
}

// sameGrid reads the table both ways and compares.
func sameGrid(t rapid.TB, tb testTable, st style, around bool) {
	t.Helper()
	h := read(t, "html", []byte("<html><body>"+tb.html()), "")
	dump := tb.dump(st)
	if around {
		dump = "附件2:\n某区城乡学校名单一览表\n" + dump + "说明:各校可以另行安排。\n特此通知。\n"
	}
	d := read(t, "dump", []byte(dump), "")
	if len(h.Tables) != 1 {
		t.Fatalf("the HTML has %d tables:\n%s", len(h.Tables), tb.html())
	}
	if len(d.Tables) != 1 {
		for _, x := range d.Tables {
			t.Log(gridText(d, x))
		}
		t.Fatalf("the dump has %d tables:\n%s", len(d.Tables), dump)
	}
	if a, b := gridText(h, h.Tables[0]), gridText(d, d.Tables[0]); a != b {
		t.Fatalf("grids differ (%+v)\nHTML:\n%s\ndump:\n%s\n%s", st, a, b, dump)
	}
	if around {
		first, last := d.Text.At(d.Blocks[1].Span), d.Text.At(d.Blocks[len(d.Blocks)-2].Span)
		if first != "某区城乡学校名单一览表\n" || last != "说明:各校可以另行安排。\n" {
			t.Fatalf("the prose around the table is %q … %q in\n%s", first, last, dump)
		}
	}
}

// Invented words for test tables.
var (
	testTowns   = []string{"青岚镇", "白石镇", "柳溪乡", "双桥镇", "东湖街道", "云台镇", "河西乡", "松岭镇", "区", "枫林镇", "马头山镇", "大泽乡"}
	testSchools = []string{"中心小学", "实验小学", "第一小学", "希望小学", "中学", "第二中学", "学校", "民族小学", "九年一贯制学校", "第三小学"}
	testSurname = []string{"高", "杜", "张", "梁", "季", "滕", "任", "白", "尚", "邱", "欧阳"}
	testGiven   = []string{"文博", "明礼", "锋", "峰", "静", "雅琴", "国强", "远", "桂香", "清"}
)

// cast gives out schools and people, none of them twice.
type cast struct {
	*rapid.T
	schools, people []string
}

func newCast(t *rapid.T) *cast {
	var schools, people []string
	for _, a := range testTowns {
		for _, b := range testSchools {
			schools = append(schools, a+b)
		}
	}
	for _, a := range testSurname {
		for _, b := range testGiven {
			if len([]rune(a+b)) == 2 {
				b = "　" + b
			}
			people = append(people, a+b)
		}
	}
	return &cast{t, rapid.Permutation(schools).Draw(t, "schools"), rapid.Permutation(people).Draw(t, "people")}
}

func school(t *cast) string {
	s := t.schools[0]
	t.schools = t.schools[1:]
	return s
}

func person(t *cast) string {
	s := t.people[0]
	t.people = t.people[1:]
	return s
}

func phone(t *cast) string {
	return fmt.Sprintf("1%d%d%08d", rapid.IntRange(0, 2).Draw(t.T, "a"), rapid.IntRange(0, 9).Draw(t.T, "b"), rapid.IntRange(0, 99999999).Draw(t.T, "c"))
}

func some(t *cast, what func(*cast) string, least, most int) []string {
	n := rapid.IntRange(least, most).Draw(t.T, "several")
	out := make([]string, n)
	for i := range out {
		out[i] = what(t)
	}
	return out
}

var testNumerals = []string{"一", "二", "三", "四", "五", "六", "七", "八", "九", "十"}

// groupTable is a table of research groups: the label and the contacts stand
// once a group, the head's label over name and phone.
func groupTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{{c1("组别"), c1("学校"), c1("校 长").span(1, 2), c1("联络人")}}}
	for g := range rapid.IntRange(2, 6).Draw(t.T, "groups") {
		n := rapid.IntRange(1, 5).Draw(t.T, "schools")
		if g < 2 {
			n = rapid.IntRange(2, 5).Draw(t.T, "schools")
		}
		for i := range n {
			row := []testCell{c1(school(t)), c1(person(t)), c1(phone(t))}
			if i == 0 {
				contact := func(t *cast) string { return person(t) + phone(t) }
				row = append([]testCell{c1("第"+testNumerals[g]+"组").span(n, 1)}, row...)
				row = append(row, c1(some(t, contact, 1, 3)...).span(n, 1))
			}
			tb.rows = append(tb.rows, row)
		}
	}
	return tb
}

// formTable names the form of help once for several pairs.
func formTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{{c1("共建形式"), c1("牵头学校"), c1("共建学校")}}}
	forms := []string{"市区共建", "区域共建", "集团共建", "片区共建"}
	for g := range rapid.IntRange(3, 4).Draw(t.T, "forms") {
		n := rapid.IntRange(2, 6).Draw(t.T, "pairs")
		if g == 2 {
			n = 1
		}
		for i := range n {
			row := []testCell{c1(school(t)), c1(some(t, school, 1, 3)...)}
			if i == 0 {
				row = append([]testCell{c1(forms[g]).span(n, 1)}, row...)
			}
			tb.rows = append(tb.rows, row)
		}
	}
	return tb
}

// pairTable has k pairs side by side, its header again on later pages, and
// perhaps nothing in the last places.
func pairTable(t *cast) testTable {
	k := rapid.IntRange(1, 3).Draw(t.T, "side by side")
	numbered := rapid.Bool().Draw(t.T, "numbered") || k == 1
	var head []testCell
	for range k {
		if numbered {
			head = append(head, c1("序号"))
		}
		head = append(head, c1("帮扶学校"), c1("受援学校"))
	}
	tb := testTable{rows: [][]testCell{head}}
	n := rapid.IntRange(3, 12).Draw(t.T, "rows")
	page := rapid.IntRange(3, 20).Draw(t.T, "page")
	last := rapid.IntRange(1, k).Draw(t.T, "in the last row")
	for i := range n {
		if i > 0 && i%page == 0 {
			tb.rows = append(tb.rows, head)
		}
		var row []testCell
		for j := range k {
			if i == n-1 && j >= last {
				break
			}
			if numbered {
				row = append(row, c1(fmt.Sprint(j*n+i+1)))
			}
			row = append(row, c1(school(t)), c1(school(t)))
		}
		tb.rows = append(tb.rows, row)
	}
	return tb
}

// listTable has one record a row.
func listTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{{c1("序号"), c1("牵头学校"), c1("成员学校"), c1("负责人"), c1("联系电话")}}}
	for i := range rapid.IntRange(2, 15).Draw(t.T, "rows") {
		tb.rows = append(tb.rows, []testCell{c1(fmt.Sprint(i + 1)), c1(school(t)), c1(some(t, school, 1, 4)...), c1(person(t)), c1(phone(t))})
	}
	return tb
}

// leadTable names the leading school once, after a number that each row has.
func leadTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{{c1("序号"), c1("龙头学校"), c1("成员学校"), c1("校长")}}}
	k := 0
	for range rapid.IntRange(3, 5).Draw(t.T, "leads") {
		n := rapid.IntRange(2, 5).Draw(t.T, "members")
		for i := range n {
			k++
			row := []testCell{c1(fmt.Sprint(k)), c1(school(t)), c1(person(t))}
			if i == 0 {
				row = []testCell{row[0], c1(school(t)).span(n, 1), row[1], row[2]}
			}
			tb.rows = append(tb.rows, row)
		}
	}
	return tb
}

// middleTable has a column in the middle that is carried down.
func middleTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{{c1("受援学校"), c1("校长"), c1("所属片区"), c1("联系电话")}}}
	for range rapid.IntRange(3, 5).Draw(t.T, "zones") {
		n := rapid.IntRange(3, 5).Draw(t.T, "schools")
		for i := range n {
			row := []testCell{c1(school(t)), c1(person(t)), c1(phone(t))}
			if i == 0 {
				zone := rapid.SampledFrom([]string{"东部片区", "西部片区", "南部山区", "城郊片区"}).Draw(t.T, "zone")
				row = []testCell{row[0], row[1], c1(zone).span(n, 1), row[2]}
			}
			tb.rows = append(tb.rows, row)
		}
	}
	return tb
}

// rolesTable is a leading group in a table.
func rolesTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{{c1("职务"), c1("姓名"), c1("单位及职务")}}}
	posts := []string{"区教育局党组书记、局长", "区教育局副局长", "区教育局基础教育科科长", "区教研室主任", "区教育局督导室主任"}
	for g, role := range []string{"组长", "副组长", "成员"} {
		n := 1
		if g > 0 {
			n = rapid.IntRange(2, 6).Draw(t.T, "members")
		}
		for i := range n {
			row := []testCell{c1(person(t)), c1(rapid.SampledFrom(posts).Draw(t.T, "post"))}
			if i == 0 {
				row = append([]testCell{c1(role).span(n, 1)}, row...)
			}
			tb.rows = append(tb.rows, row)
		}
	}
	return tb
}

// zoneTable has a last column that is carried down, and no label on the left.
func zoneTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{{c1("受援学校"), c1("校长"), c1("帮扶学校")}}}
	for range rapid.IntRange(3, 5).Draw(t.T, "zones") {
		n := rapid.IntRange(2, 5).Draw(t.T, "schools")
		for i := range n {
			row := []testCell{c1(school(t)), c1(person(t))}
			if i == 0 {
				row = append(row, c1(school(t)).span(n, 1))
			}
			tb.rows = append(tb.rows, row)
		}
	}
	return tb
}

// remarkTable has a last column that is mostly empty.
func remarkTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{{c1("序号"), c1("学校"), c1("校长"), c1("备注")}}}
	n := rapid.IntRange(5, 12).Draw(t.T, "rows")
	for i := range n {
		row := []testCell{c1(fmt.Sprint(i + 1)), c1(school(t)), c1(person(t)), c1("")}
		if i == 1 {
			row[3] = c1("含教学点")
		}
		tb.rows = append(tb.rows, row)
	}
	return tb
}

// indexTable is the block above a document.
func indexTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{
		{c1("索引号"), c1("00120031-0904-2024-00015"), c1("主题分类"), c1("科技、教育")},
		{c1("发布机构"), c1("青岚区教育局"), c1("发文日期"), c1("2024-02-28")},
	}}
	if rapid.Bool().Draw(t.T, "title") {
		tb.rows = append(tb.rows, []testCell{c1("标 题"), c1("青岚区教育局关于开展城乡学校", "结对共建工作的通知").span(1, 3)})
	}
	tb.rows = append(tb.rows, []testCell{c1("文 号"), c1("青教〔2024〕8号"), c1("主题词"), c1("")})
	if rapid.Bool().Draw(t.T, "abstract") {
		tb.rows = append(tb.rows, []testCell{c1("内容概述"), c1("为推进义务教育优质均衡发展，现就开展城乡学校结对共建工作通知如下").span(1, 3)})
	}
	tb.rows = append(tb.rows, []testCell{c1("时 效"), c1("有效"), c1("关键词"), c1("结对")})
	return tb
}

// twoRowTable has a header of two rows.
func twoRowTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{
		{c1("序号").span(2, 1), c1("支援学校").span(1, 2), c1("受援学校").span(1, 2)},
		{c1("校名"), c1("校长"), c1("校名"), c1("校长")},
	}}
	remark := rapid.Bool().Draw(t.T, "remark")
	if remark {
		tb.rows[0] = append(tb.rows[0], c1("备注").span(2, 1))
	}
	for i := range rapid.IntRange(3, 10).Draw(t.T, "rows") {
		row := []testCell{c1(fmt.Sprint(i + 1)), c1(school(t)), c1(person(t)), c1(school(t)), c1(person(t))}
		if remark {
			row = append(row, c1("续签"))
		}
		tb.rows = append(tb.rows, row)
	}
	return tb
}

// sidesTable has labels over three columns each.
func sidesTable(t *cast) testTable {
	tb := testTable{rows: [][]testCell{{c1("序号"), c1("支援学校").span(1, 3), c1("受援学校").span(1, 3)}}}
	for i := range rapid.IntRange(3, 10).Draw(t.T, "rows") {
		row := []testCell{c1(fmt.Sprint(i + 1))}
		for range 2 {
			row = append(row, c1(school(t)), c1(person(t)), c1(phone(t)))
		}
		tb.rows = append(tb.rows, row)
	}
	return tb
}

var testTables = []struct {
	name string
	make func(*cast) testTable
}{
	{"group", groupTable}, {"form", formTable}, {"pair", pairTable}, {"list", listTable}, {"lead", leadTable},
	{"middle", middleTable}, {"roles", rolesTable}, {"zone", zoneTable}, {"remark", remarkTable}, {"index", indexTable}, {"two-row", twoRowTable},
	{"sides", sidesTable},
}

// TestDumpIsTable: a table and its dump give the same grid.
func TestDumpIsTable(t *testing.T) {
	for _, tt := range testTables {
		t.Run(tt.name, func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				tb := tt.make(newCast(t))
				st := style{
					cellLines: tt.name != "index" && rapid.Bool().Draw(t, "cell lines"),
					lone:      rapid.Bool().Draw(t, "lone bars"),
					lack:      rapid.Bool().Draw(t, "lacking"),
					joined:    rapid.Bool().Draw(t, "joined"),
				}
				st.frame = rapid.Bool().Draw(t, "frame")
				sameGrid(t, tb, st, rapid.Bool().Draw(t, "around"))
			})
		})
	}
}

// TestSampleDumps: the sample pages that are there as HTML and as a dump have
// the same tables, menus apart.
func TestSampleDumps(t *testing.T) {
	for _, pair := range [][2]string{
		{"pages/01-qinglan-notice.html", "pages/02-qinglan-dump.txt"},
		{"pages/04-lanyu-big5.html", "pages/03-lanyu-dump.txt"},
		{"variants/forms.html", "variants/forms.txt"},
		{"variants/notice.html", "variants/notice.txt"},
	} {
		var grids [2][]string
		for i, name := range pair {
			body, err := os.ReadFile("../../samples/" + name)
			if err != nil {
				t.Fatal(err)
			}
			d := read(t, name, body, "")
			for _, b := range d.Blocks {
				if b.Table >= 0 && !b.Chrome {
					tb := d.Tables[b.Table]
					if c := &tb.Cells[len(tb.Cells)-1]; c.Row == tb.Rows-1 {
						c.ColSpan = 1 // a dump cannot say how far the last cell reaches
					}
					grids[i] = append(grids[i], gridText(d, tb))
				}
			}
		}
		if diff := cmp.Diff(grids[0], grids[1]); diff != "" {
			t.Errorf("%s and %s (-HTML +dump):\n%s", pair[0], pair[1], diff)
		}
	}
}

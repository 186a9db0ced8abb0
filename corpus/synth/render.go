package synth

import (
	"fmt"
	"strings"
)

// renderers are the ways to write the blocks of a page, by name.
var renderers = []struct {
	Name string
	Dump bool
	// Write returns the page; label is what its head says the charset is.
	Write func(d *Draw, blocks []Block, label string) string
}{
	{"cms", false, cms},
	{"word", false, word},
	{"old", false, oldHTML},
	{"rows", true, func(d *Draw, b []Block, _ string) string { return dump(d, b, rowALine) }},
	{"cells", true, func(d *Draw, b []Block, _ string) string { return dump(d, b, cellALine) }},
	{"lone", true, func(d *Draw, b []Block, _ string) string { return dump(d, b, cellALineLoneBar) }},
}

// escape writes text for HTML.
var escape = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;").Replace

// blanks writes the blanks of padded text so that HTML keeps them.
func blanks(s string) string { return strings.ReplaceAll(escape(s), "  ", "&nbsp; ") }

// span is a span of a cell as written: 0 is 1.
func span(n int) int { return max(n, 1) }

// ---- dumps ----

// dumpStyle is how a dump writes the cells of its tables.
type dumpStyle int

const (
	rowALine         dumpStyle = iota // a | b |, and a bar for each position that a span fills
	cellALine                         // one cell a line; the bars of spans behind a row's last cell
	cellALineLoneBar                  // the same; the bars of spans on a line of their own
)

// dump writes a text dump: the page without markup, cells ending with bars.
func dump(d *Draw, blocks []Block, style dumpStyle) string {
	var b strings.Builder
	fold := func(s string) string { return s }
	if d.Folded {
		fold = foldBlanks
	}
	line := func(t Text) {
		b.WriteString(fold(t.String()))
		b.WriteByte('\n')
	}
	for i := range blocks {
		bl := &blocks[i]
		switch bl.Kind {
		case TableOf:
			if bl.Table.Caption != nil {
				line(bl.Table.Caption)
			}
			b.WriteString(dumpTable(d, bl.Table, style, fold))
		case List:
			for _, t := range bl.Items {
				line(t)
			}
		case Definition:
			for k := 0; k+1 < len(bl.Items); k += 2 {
				line(Join(bl.Items[k], T("："), bl.Items[k+1]))
			}
		case PageBreak, Hidden:
		default:
			line(bl.Text)
		}
	}
	return b.String()
}

// foldBlanks folds runs of blanks into one and trims.
func foldBlanks(s string) string {
	return strings.Join(strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == '　' || r == '\u00a0' || r == '\t' }), " ")
}

func dumpTable(d *Draw, t *Table, style dumpStyle, fold func(string) string) string {
	var b strings.Builder
	if style == cellALineLoneBar && t.blank() {
		style = cellALine // a lone bar is an empty cell there
	}
	lastBare := d.Chance(0.4) // the last row may lack the bars of spans
	cols := 0
	for _, c := range t.Rows[0] {
		cols += span(c.ColSpan)
	}
	carried := make([]int, cols) // rows that a cell above still fills, by column
	for r, row := range t.Rows {
		extra, col := 0, 0
		var cells []string
		skip := func() {
			for col < cols && carried[col] > 0 {
				carried[col]--
				extra++
				col++
			}
		}
		for _, c := range row {
			skip()
			for k := range span(c.ColSpan) {
				if col+k < cols {
					carried[col+k] = span(c.RowSpan) - 1
				}
			}
			col += span(c.ColSpan)
			extra += span(c.ColSpan) - 1
			lines := make([]string, len(c.Lines))
			for i, l := range c.Lines {
				lines[i] = fold(l.String())
			}
			cells = append(cells, strings.TrimSpace(strings.Join(lines, " ")))
		}
		skip()
		if r == len(t.Rows)-1 && lastBare {
			extra = 0
		}
		for i, c := range cells {
			if c != "" {
				b.WriteString(c)
				b.WriteByte(' ')
			}
			b.WriteByte('|')
			switch {
			case i < len(cells)-1 && style == rowALine:
				b.WriteByte(' ')
			case i < len(cells)-1:
				b.WriteByte('\n')
			case extra > 0 && style == cellALineLoneBar:
				b.WriteString("\n" + strings.Repeat("|", extra))
			case extra > 0:
				b.WriteString(" " + strings.Repeat("|", extra))
			}
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// ---- HTML of a content management system ----

func cms(d *Draw, blocks []Block, label string) string {
	var b strings.Builder
	title := pageTitle(d, blocks)
	b.WriteString(Pick(d, "<!DOCTYPE html>\n<html lang=\"zh-CN\">\n", "<!DOCTYPE html PUBLIC \"-//W3C//DTD XHTML 1.0 Transitional//EN\" \"http://www.w3.org/TR/xhtml1/DTD/xhtml1-transitional.dtd\">\n<html xmlns=\"http://www.w3.org/1999/xhtml\">\n"))
	fmt.Fprintf(&b, "<head>\n%s\n<title>%s</title>\n", Pick(d, `<meta charset="`+label+`">`, `<meta http-equiv="Content-Type" content="text/html; charset=`+label+`" />`), escape(title))
	b.WriteString(Pick(d, "", "<style>.main p{text-indent:2em;line-height:28pt}</style>\n", "<script>var siteId=12;function pv(){return \"浏览\";}</script>\n"))
	b.WriteString("</head>\n<body>\n")
	heading := Pick(d, "p-strong", "p", "h", "p-span")
	indent := Pick(d, "", "　　", "&nbsp;&nbsp;&nbsp;&nbsp;")
	para := Pick(d, "<p>", `<p style="text-indent:2em;">`, `<p style="line-height:200%">`, "<div>")
	closing := "</p>"
	if para == "<div>" {
		closing = "</div>"
	}
	open := false
	enter := func() {
		if !open {
			b.WriteString(Pick(d, `<div class="main">`, `<div id="zoom">`, `<div class="TRS_Editor">`) + "\n")
			open = true
		}
	}
	for i := 0; i < len(blocks); i++ {
		bl := &blocks[i]
		s := blanks(bl.Text.String())
		if bl.Kind != Furniture {
			enter()
		}
		switch bl.Kind {
		case Furniture:
			if open {
				b.WriteString("</div>\n")
				open = false
			}
			fmt.Fprintf(&b, "<div class=\"%s\">%s</div>\n", Pick(d, "bar", "nav", "foot"), s)
		case Title:
			lines := []string{s}
			for i+1 < len(blocks) && blocks[i+1].Kind == Title {
				i++
				lines = append(lines, blanks(blocks[i].Text.String()))
			}
			s = strings.Join(lines, "<br>")
			fmt.Fprintf(&b, Pick(d, "<h1>%s</h1>\n", `<div class="title">%s</div>`+"\n", `<p style="text-align:center"><strong>%s</strong></p>`+"\n"), s)
		case Heading:
			switch heading {
			case "h":
				fmt.Fprintf(&b, "<h%d>%s</h%d>\n", bl.Level+1, s, bl.Level+1)
			case "p-strong":
				fmt.Fprintf(&b, "%s%s<strong>%s</strong>%s\n", para, indent, s, closing)
			case "p-span":
				fmt.Fprintf(&b, "%s%s<span style=\"font-family:黑体\">%s</span>%s\n", para, indent, s, closing)
			default:
				fmt.Fprintf(&b, "%s%s%s%s\n", para, indent, s, closing)
			}
		case Centred:
			fmt.Fprintf(&b, "<p style=\"text-align:center\">%s</p>\n", s)
		case Signature:
			fmt.Fprintf(&b, Pick(d, "<p style=\"text-align:right\">%s</p>\n", "<p align=\"right\">%s</p>\n"), s)
		case List:
			b.WriteString("<ul>\n")
			for _, t := range bl.Items {
				fmt.Fprintf(&b, "<li>%s</li>\n", blanks(t.String()))
			}
			b.WriteString("</ul>\n")
		case Definition:
			b.WriteString("<dl>\n")
			for k := 0; k+1 < len(bl.Items); k += 2 {
				fmt.Fprintf(&b, "<dt>%s</dt><dd>%s</dd>\n", blanks(bl.Items[k].String()), blanks(bl.Items[k+1].String()))
			}
			b.WriteString("</dl>\n")
		case TableOf:
			if bl.Table.Caption != nil {
				fmt.Fprintf(&b, "<p style=\"text-align:center\">%s</p>\n", blanks(bl.Table.Caption.String()))
			}
			b.WriteString(htmlTable(bl.Table, Pick(d, `<table border="1" cellspacing="0" cellpadding="0">`, `<table class="table" style="width:100%">`), func(t Text) string { return blanks(t.String()) }, Pick(d, "<br>", "<br />", "</p><p>")))
		case PageBreak:
			b.WriteString(`<div style="page-break-after:always"></div>` + "\n")
		case Hidden:
			fmt.Fprintf(&b, `<div style="display:none">%s</div>`+"\n", s)
		default:
			fmt.Fprintf(&b, "%s%s%s%s\n", para, indent, s, closing)
			if d.Chance(0.02) {
				b.WriteString(para + "&nbsp;" + closing + "\n")
			}
		}
	}
	if open {
		b.WriteString("</div>\n")
	}
	b.WriteString("</body>\n</html>\n")
	return b.String()
}

// htmlTable writes a table; between is what stands between the lines of a cell
// ("</p><p>" puts each into a paragraph).
func htmlTable(t *Table, open string, text func(Text) string, between string) string {
	var b strings.Builder
	b.WriteString(open + "\n")
	for r, row := range t.Rows {
		b.WriteString("<tr>")
		for _, c := range row {
			tag := "td"
			if r < t.Head {
				tag = "th"
			}
			b.WriteString("<" + tag)
			if c.RowSpan > 1 {
				fmt.Fprintf(&b, ` rowspan="%d"`, c.RowSpan)
			}
			if c.ColSpan > 1 {
				fmt.Fprintf(&b, ` colspan="%d"`, c.ColSpan)
			}
			b.WriteByte('>')
			lines := make([]string, len(c.Lines))
			for i, l := range c.Lines {
				lines[i] = text(l)
			}
			s := strings.Join(lines, between)
			if between == "</p><p>" {
				s = "<p>" + s + "</p>"
			}
			b.WriteString(s + "</" + tag + ">")
		}
		b.WriteString("</tr>\n")
	}
	b.WriteString("</table>\n")
	return b.String()
}

// pageTitle is what the page's head gives as its title.
func pageTitle(d *Draw, blocks []Block) string {
	t := ""
	for i := range blocks {
		if blocks[i].Kind == Title {
			t += blocks[i].Text.String()
		} else if t != "" {
			break
		}
	}
	if t == "" || d.Chance(0.3) {
		return d.District.Name + "人民政府"
	}
	return t + Pick(d, "", "_"+d.District.Name+"人民政府", "-"+d.District.Bureau)
}

// ---- Word's HTML export ----

func word(d *Draw, blocks []Block, label string) string {
	var b strings.Builder
	b.WriteString("<html xmlns:v=\"urn:schemas-microsoft-com:vml\"\nxmlns:o=\"urn:schemas-microsoft-com:office:office\"\nxmlns:w=\"urn:schemas-microsoft-com:office:word\"\nxmlns=\"http://www.w3.org/TR/REC-html40\">\n\n<head>\n")
	fmt.Fprintf(&b, "<meta http-equiv=Content-Type content=\"text/html; charset=%s\">\n<meta name=Generator content=\"Microsoft Word 15\">\n<title>%s</title>\n", label, escape(pageTitle(d, blocks)))
	b.WriteString("<!--[if gte mso 9]><xml><w:WordDocument><w:View>Print</w:View></w:WordDocument></xml><![endif]-->\n<style>\n<!--\n p.MsoNormal, li.MsoNormal {margin:0cm;text-align:justify;font-size:16.0pt;font-family:仿宋_GB2312;}\n-->\n</style>\n</head>\n\n<body lang=ZH-CN style='tab-interval:21.0pt'>\n\n<div class=Section1>\n\n")
	para := func(style, s string) {
		fmt.Fprintf(&b, "<p class=MsoNormal%s>%s<span lang=EN-US><o:p></o:p></span></p>\n\n", style, s)
	}
	for i := range blocks {
		bl := &blocks[i]
		s := d.runs(bl.Text)
		switch bl.Kind {
		case Title:
			para(" align=center style='text-align:center'", "<b>"+s+"</b>")
		case Heading:
			para(" style='text-indent:32.0pt'", s)
		case Centred:
			para(" align=center style='text-align:center'", s)
		case Signature:
			para(" align=right style='text-align:right'", s)
		case List:
			for _, t := range bl.Items {
				para("", d.runs(t))
			}
		case Definition:
			b.WriteString("<dl>\n")
			for k := 0; k+1 < len(bl.Items); k += 2 {
				fmt.Fprintf(&b, "<dt>%s</dt>\n<dd>%s</dd>\n", d.runs(bl.Items[k]), d.runs(bl.Items[k+1]))
			}
			b.WriteString("</dl>\n")
		case TableOf:
			if bl.Table.Caption != nil {
				para(" align=center style='text-align:center'", d.runs(bl.Table.Caption))
			}
			b.WriteString(htmlTable(bl.Table, "<table class=MsoNormalTable border=1 cellspacing=0 cellpadding=0\n style='border-collapse:collapse;border:none'>", func(t Text) string {
				return "<p class=MsoNormal align=center style='text-align:center'>" + d.runs(t) + "</p>"
			}, ""))
		case PageBreak:
			b.WriteString("<span lang=EN-US><br clear=all style='page-break-before:always'>\n</span>\n")
		case Hidden:
			fmt.Fprintf(&b, "<p class=MsoNormal><span style='display:none;mso-hide:all'>%s</span></p>\n", s)
		case Furniture:
			fmt.Fprintf(&b, "<p class=MsoFooter>%s</p>\n", s)
		default:
			para(" style='text-indent:32.0pt;line-height:28.0pt'", s)
			if d.Chance(0.1) {
				b.WriteString("<p class=MsoNormal><span lang=EN-US><o:p>&nbsp;</o:p></span></p>\n\n")
			}
		}
	}
	b.WriteString("</div>\n\n</body>\n\n</html>\n")
	return b.String()
}

// runs writes text as Word does: cut into runs anywhere, digits and Latin
// letters in runs of their own, with stray empty runs.
func (d *Draw) runs(t Text) string {
	s := t.String()
	if s == "" {
		return "<span lang=EN-US><o:p>&nbsp;</o:p></span>"
	}
	var b strings.Builder
	font := Pick(d, "仿宋_GB2312", "仿宋", "宋体", "方正仿宋_GBK")
	latin := func(r rune) bool { return r < 0x80 && r != ' ' }
	r := []rune(s)
	for i := 0; i < len(r); {
		j := i + 1
		for j < len(r) && latin(r[j]) == latin(r[i]) && !d.Chance(0.03) {
			j++
		}
		run := blanks(string(r[i:j]))
		switch {
		case latin(r[i]):
			fmt.Fprintf(&b, "<span lang=EN-US style='font-size:16.0pt;font-family:%s'>%s</span>", font, run)
		case d.Chance(0.1):
			fmt.Fprintf(&b, "<font face=\"%s\"><span style='font-size:16.0pt;mso-hansi-font-family:宋体'>%s</span></font>", font, run)
		default:
			fmt.Fprintf(&b, "<span style='font-size:16.0pt;font-family:%s'>%s</span>", font, run)
		}
		if d.Chance(0.02) {
			b.WriteString("<span lang=EN-US></span>")
		}
		i = j
	}
	return b.String()
}

// ---- HTML of the old days ----

func oldHTML(d *Draw, blocks []Block, label string) string {
	var b strings.Builder
	fmt.Fprintf(&b, "<HTML>\n<HEAD>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=%s\">\n<TITLE>%s</TITLE>\n</HEAD>\n<BODY BGCOLOR=\"#FFFFFF\">\n", label, escape(pageTitle(d, blocks)))
	b.WriteString("<TABLE WIDTH=\"760\" ALIGN=\"center\" BORDER=\"0\"><TR><TD>\n")
	for i := range blocks {
		bl := &blocks[i]
		s := blanks(bl.Text.String())
		switch bl.Kind {
		case Title:
			fmt.Fprintf(&b, "<CENTER><FONT SIZE=\"5\" COLOR=\"#CC0000\"><B>%s</B></FONT></CENTER>\n", s)
		case Heading:
			fmt.Fprintf(&b, "&nbsp;&nbsp;&nbsp;&nbsp;<B>%s</B><BR>\n", s)
		case Centred:
			fmt.Fprintf(&b, "<CENTER>%s</CENTER>\n", s)
		case Signature:
			fmt.Fprintf(&b, "<P ALIGN=\"right\">%s</P>\n", s)
		case List:
			b.WriteString("<UL>\n")
			for _, t := range bl.Items {
				fmt.Fprintf(&b, "<LI>%s\n", blanks(t.String()))
			}
			b.WriteString("</UL>\n")
		case Definition:
			b.WriteString("<DL>\n")
			for k := 0; k+1 < len(bl.Items); k += 2 {
				fmt.Fprintf(&b, "<DT>%s\n<DD>%s\n", blanks(bl.Items[k].String()), blanks(bl.Items[k+1].String()))
			}
			b.WriteString("</DL>\n")
		case TableOf:
			if bl.Table.Caption != nil {
				fmt.Fprintf(&b, "<CENTER><B>%s</B></CENTER>\n", blanks(bl.Table.Caption.String()))
			}
			b.WriteString(htmlTable(bl.Table, `<TABLE BORDER="1" WIDTH="100%">`, func(t Text) string { return blanks(t.String()) }, "<BR>"))
		case PageBreak:
			b.WriteString("<HR>\n")
		case Hidden:
			fmt.Fprintf(&b, "<SPAN STYLE=\"display:none\">%s</SPAN>\n", s)
		default:
			fmt.Fprintf(&b, "&nbsp;&nbsp;&nbsp;&nbsp;%s<BR>\n", s)
		}
	}
	b.WriteString("</TD></TR></TABLE>\n</BODY>\n</HTML>\n")
	return b.String()
}

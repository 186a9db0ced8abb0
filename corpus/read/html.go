package read

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unsafe"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jiedui/corpus"
	"jiedui/schema"
	"jiedui/text"
)

var htmlFormat = format{
	name:      "html",
	mediaType: "text/html",
	sniff:     sniffHTML,
	loose:     true,
	read:      readHTML,
}

func readHTML(ctx context.Context, src corpus.Page, body []byte, doc *corpus.Document) error {
	v := decide(body, src.MediaType, true)
	doc.Charset, doc.CharsetBy = v.charset.name, v.by
	p := newPage(doc)
	if n, ok := v.note(); ok {
		p.note(n.Code, n.Span, n.Message)
	}
	damaged := 0
	if v.charset == utf16le || v.charset == utf16be { // so that < is a byte
		d := newDecoder(body, v)
		body, v = []byte(d.all()), verdict{charset: utf8Charset}
		damaged = d.damaged
	}
	g := gaugeOf(body)
	flat := ""
	if g.tree()+textSize*len(body) > maxTree || g.cells > maxCells {
		flat = "the page is too large, or has too many elements, for a tree of them"
	} else {
		d := newDecoder(body, v)
		d.ctx = ctx
		dom, err := goquery.NewDocumentFromReader(d)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			flat = "the elements of the page are nested too deep for the parser"
		default:
			w := &walker{page: p, dom: dom, open: g.open}
			w.document()
			damaged += d.damaged
		}
	}
	if flat != "" {
		p.note(schema.CodeTooDeep, text.Span{}, flat+"; it was read without regard to nesting")
		d := newDecoder(body, v)
		d.ctx = ctx
		if err := p.flat(d, g.open); err != nil {
			return err
		}
		damaged += d.damaged
	}
	if g.openTables > 0 {
		p.note(schema.CodeTable, text.Span{}, fmt.Sprintf("tables without an end: %d", g.openTables))
	}
	if g.strayCells > 0 {
		p.note(schema.CodeTable, text.Span{}, fmt.Sprintf("cells outside any table: %d", g.strayCells))
	}
	p.finish(damaged)
	return nil
}

// finish turns what was written into the document's text.
func (p *page) finish(damaged int) {
	p.end()
	p.lookForPictures()
	s := unsafe.String(unsafe.SliceData(p.out), len(p.out)) // nothing is written to p.out from here on
	p.doc.Text = text.Source(s)
	if damaged > 0 {
		p.note(schema.CodeUndecodable, firstDamage(s), fmt.Sprintf("%d bytes are not valid %s; each is shown as U+FFFD", damaged, p.doc.Charset))
	}
	for _, c := range schema.Codes {
		if n := p.noted[c.Code] - maxNotes; n > 0 {
			p.doc.Notes = append(p.doc.Notes, corpus.Note{Code: c.Code, Message: fmt.Sprintf("and %d more", n)})
		}
	}
}

func firstDamage(s string) text.Span {
	if i := strings.Index(s, "\ufffd"); i >= 0 {
		return text.Span{Start: i, End: i + len("\ufffd")}
	}
	return text.Span{}
}

// walker writes a parsed page.
type walker struct {
	*page
	dom     *goquery.Document
	open    []int                     // spans without an end, see gauge
	spans   int                       // that uncover met
	tables  map[*html.Node]*tableForm // what survey found out about each table
	boxes   map[*html.Node]measure    // … and about boxes that may be furniture
	whole   measure                   // of the body
	pres    int                       // depth of pre elements
	article int                       // depth of article elements
	item    bool                      // a dt is open and waits for its dd
	nested  []*html.Node              // tables met in the cell that is being written; they follow its text
}

func (w *walker) document() {
	if t := w.dom.Find("head > title").First(); t.Length() > 0 {
		w.kind = corpus.Title
		w.text(t.Text())
		w.end()
		w.kind = corpus.Paragraph
	}
	body := w.dom.Find("body").First()
	if body.Length() == 0 {
		body = w.dom.Selection
	}
	for _, n := range body.Nodes {
		if len(w.open) > 0 {
			w.uncover(n)
		}
		w.survey(n)
		w.children(n)
	}
	w.end()
}

func (w *walker) children(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.node(c)
	}
}

func (w *walker) node(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		if w.pres > 0 {
			w.pre(n.Data)
		} else {
			w.text(n.Data)
		}
		n.Data = "" // written; the tree may go as the text comes
		return
	case html.ElementNode:
	default:
		return
	}
	if left(n) {
		return
	}
	switch n.DataAtom {
	case atom.Br:
		w.lineBreak()
		return
	case atom.Hr:
		w.end()
		return
	case atom.Img:
		if !spacer(n) {
			w.pictures++
		}
		return
	case atom.Embed, atom.Object:
		w.embedded(n)
	case atom.Table:
		switch f := w.tables[n]; {
		case f == nil || len(w.doc.Tables) >= maxTables:
		case f.layout && len(f.data) == 0:
		case w.inCell && !f.layout:
			w.nested = append(w.nested, n)
			w.lineBreak()
			return
		case w.inCell:
		case f.layout:
			w.layoutRows(n, f)
			return
		default:
			w.end()
			chrome := w.chrome
			w.chrome = chrome || f.menu
			w.table(rowsOf(n), captionOf(n), -1, -1)
			w.chrome = chrome
			return
		}
	case atom.A:
		w.link(n)
		return
	}
	w.element(n)
}

// uncover shows what a span hides only because its end tag is missing: one that
// the page never ends, and that goes on over breaks and blocks to the end of what
// holds it. Its own line of the source stays hidden.
func (w *walker) uncover(n *html.Node) {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode {
			continue
		}
		if c.DataAtom == atom.Span {
			if _, open := slices.BinarySearch(w.open, w.spans); open && left(c) && isLast(c) && breaks(c) {
				c.Attr = nil
				w.spans += dropLine(c)
			}
			w.spans++
		}
		w.uncover(c)
	}
}

// isLast reports whether nothing but blanks follows n in its parent.
func isLast(n *html.Node) bool {
	for n = n.NextSibling; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode || n.Type == html.TextNode && !blankString(n.Data) {
			return false
		}
	}
	return true
}

// breaks reports whether a line of n ends within it.
func breaks(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (c.DataAtom == atom.Br || isBlock(c) || breaks(c)) {
			return true
		}
	}
	return false
}

// dropLine takes out of n what stands before its first line of the source ends, or
// before its first break or block. It returns how many spans went with it.
func dropLine(n *html.Node) (spans int) {
	for c := n.FirstChild; c != nil; c = n.FirstChild {
		switch {
		case c.Type == html.TextNode:
			s := strings.TrimLeft(c.Data, " \t\n\r\f")
			if i := strings.IndexByte(s, '\n'); i >= 0 {
				c.Data = s[i+1:]
				return spans
			}
		case c.Type == html.ElementNode && (c.DataAtom == atom.Br || isBlock(c)):
			return spans
		case breaks(c): // <font><span>隐一<br>: the line ends in what n holds
			return spans + dropLine(c)
		}
		spans += countSpans(c)
		n.RemoveChild(c)
	}
	return spans
}

// countSpans is the number of spans that n is and holds.
func countSpans(n *html.Node) (spans int) {
	if n.Type == html.ElementNode && n.DataAtom == atom.Span {
		spans++
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		spans += countSpans(c)
	}
	return spans
}

// element writes an element that is read as a block or as running text.
func (w *walker) element(n *html.Node) {
	kind, level, chrome := w.kind, w.level, w.chrome
	block := isBlock(n)
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		w.end()
		w.kind, w.level = corpus.Heading, int(n.Data[1]-'0')
	case atom.Li:
		w.end()
		w.kind, w.level = corpus.ListItem, 0
	case atom.Dt:
		w.end()
		w.kind, w.level = corpus.ListItem, 0
		w.children(n)
		w.item = !w.inCell && !holdsBlock(n) && w.simpleValue(n)
		if !w.item {
			w.end()
			w.kind, w.level = kind, level
		}
		return
	case atom.Dd:
		if w.item {
			w.tab()
		} else {
			w.end()
		}
		w.kind, w.level = corpus.ListItem, 0
		w.children(n)
		if w.item = w.item && w.simpleValue(n); !w.item {
			w.end()
			w.kind, w.level = corpus.Paragraph, 0
		}
		return
	case atom.Article:
		w.article++
		defer func() { w.article-- }()
	case atom.Pre, atom.Textarea, atom.Listing:
		w.pres++
		defer func() { w.pres-- }()
	}
	if block {
		w.item = false
		w.end()
	}
	if !w.chrome && w.furniture(n) {
		w.end()
		w.chrome = true
		block = true
	}
	w.children(n)
	if block {
		w.end()
	}
	w.kind, w.level, w.chrome = kind, level, chrome
}

// simpleValue reports whether the element after n is a dd that can stand on
// the line of its dt.
func (w *walker) simpleValue(n *html.Node) bool {
	for n = n.NextSibling; n != nil; n = n.NextSibling {
		if n.Type == html.ElementNode {
			return n.DataAtom == atom.Dd && !holdsBlock(n) && !left(n)
		}
	}
	return false
}

// link writes the text of a link and notes one that leads to an attachment.
func (w *walker) link(n *html.Node) {
	start := len(w.out)
	w.element(n)
	w.attached(attr(n, "href"), start)
}

// embedded notes a document that is shown in the page without being part of it.
func (w *walker) embedded(n *html.Node) {
	w.attached(attr(n, "src"), len(w.out))
	w.attached(attr(n, "data"), len(w.out))
}

// attached notes an attachment whose link was written from start on.
func (p *page) attached(href string, start int) {
	if attachment(href) == "" {
		return
	}
	s := trim(p.out, text.Span{Start: min(start, len(p.out)), End: len(p.out)})
	p.note(schema.CodeAttachment, s, fmt.Sprintf("the attachment %q (%s) was not read", string(p.out[s.Start:s.End]), href))
}

// spacer reports whether an image is too small to show text.
func spacer(n *html.Node) bool {
	for _, name := range []string{"width", "height"} {
		if hasAttr(n, name) && span(n, name, 100) <= 32 {
			return true
		}
	}
	return false
}

// attachments are the endings of files that policy pages hang their tables in.
var attachments = []string{"doc", "docx", "xls", "xlsx", "pdf", "zip", "rar", "wps", "et", "ofd", "7z"}

// attachment returns the ending of the file that href leads to, if it is one
// of attachments.
func attachment(href string) string {
	href = strings.ToLower(href)
	path, query, _ := strings.Cut(href, "?")
	path, _, _ = strings.Cut(path, "#")
	for _, s := range []string{path, query} {
		if i := strings.LastIndexByte(s, '.'); i >= 0 {
			ext := s[i+1:]
			if j := strings.IndexAny(ext, "&;"); j >= 0 {
				ext = ext[:j]
			}
			for _, a := range attachments {
				if ext == a {
					return a
				}
			}
		}
	}
	return ""
}

// table writes rows of a data table with the tables that stand in its cells.
func (w *walker) table(trs []tableRow, caption *html.Node, outer, outerCell int) {
	t := w.newRows(outer, outerCell)
	var later []*html.Node // tables in the caption; they follow this one
	if caption != nil {
		w.openCell()
		w.children(caption)
		t.caption()
		later, w.nested = w.nested, nil
	}
	for i, r := range trs {
		if i > 0 && r.group != trs[i-1].group {
			t.endGroup()
		}
		t.startRow()
		for c := r.tr.FirstChild; c != nil; c = c.NextSibling {
			if !isCell(c) || left(c) {
				continue
			}
			pictures := w.pictures
			t.startCell(span(c, "rowspan", 1), span(c, "colspan", 1), c.DataAtom == atom.Th || r.group.DataAtom == atom.Thead)
			w.element(c)
			ci := t.endCell()
			if cell := t.g.cells[ci]; cell.Span.Empty() && len(w.nested) == 0 && w.pictures > pictures {
				w.note(schema.CodePicture, cell.Span, fmt.Sprintf("table %d, row %d, column %d holds only a picture", t.index+1, cell.Row+1, cell.Col+1))
			}
			if len(w.nested) > 0 {
				w.out = append(w.out, '\n')
				w.takeNested(t.index, ci)
				t.fresh = true
			}
		}
	}
	t.close()
	w.nested = later
	w.takeNested(outer, outerCell)
}

// takeNested writes the tables that were met in the cell just written.
func (w *walker) takeNested(table, cell int) {
	nested := w.nested
	w.nested = nil
	for _, n := range nested {
		w.table(rowsOf(n), captionOf(n), table, cell)
	}
}

// tableRow is a row and the thead, tbody or tfoot that it stands in.
type tableRow struct{ tr, group *html.Node }

// rowsOf returns the rows of a table in the order of the grid: tfoot last.
func rowsOf(t *html.Node) []tableRow {
	var rows, foot []tableRow
	for g := t.FirstChild; g != nil; g = g.NextSibling {
		if g.Type != html.ElementNode || left(g) {
			continue
		}
		switch g.DataAtom {
		case atom.Tr:
			rows = append(rows, tableRow{g, t})
		case atom.Thead, atom.Tbody, atom.Tfoot:
			for r := g.FirstChild; r != nil; r = r.NextSibling {
				if r.Type != html.ElementNode || r.DataAtom != atom.Tr || left(r) {
					continue
				}
				if g.DataAtom == atom.Tfoot {
					foot = append(foot, tableRow{r, g})
				} else {
					rows = append(rows, tableRow{r, g})
				}
			}
		}
	}
	return append(rows, foot...)
}

// captionOf returns the caption of a table, or nil.
func captionOf(t *html.Node) *html.Node {
	for c := t.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.DataAtom == atom.Caption && !left(c) {
			return c
		}
	}
	return nil
}

func isCell(n *html.Node) bool {
	return n.Type == html.ElementNode && (n.DataAtom == atom.Td || n.DataAtom == atom.Th)
}

// span reads a rowspan or colspan by the standard's rules for non-negative
// integers; values past any limit come back as a large number.
func span(n *html.Node, name string, missing int) int {
	s := strings.TrimLeft(attr(n, name), " \t\n\f\r")
	s = strings.TrimPrefix(s, "+")
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		i++
	}
	if i == 0 {
		return missing
	}
	v, err := strconv.Atoi(s[:i])
	if err != nil {
		return 1 << 30
	}
	return v
}

func attr(n *html.Node, name string) string {
	for i := range n.Attr {
		if n.Attr[i].Key == name && n.Attr[i].Namespace == "" {
			return n.Attr[i].Val
		}
	}
	return ""
}

func hasAttr(n *html.Node, name string) bool {
	for i := range n.Attr {
		if n.Attr[i].Key == name {
			return true
		}
	}
	return false
}

// left reports whether an element is left out of the read text: what no
// browser shows.
func left(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Template, atom.Noscript, atom.Iframe, atom.Noembed, atom.Noframes,
		atom.Head, atom.Title, atom.Meta, atom.Link, atom.Datalist, atom.Audio, atom.Video, atom.Canvas:
		return true
	}
	if n.Namespace != "" && (n.Data == "style" || n.Data == "script" || n.Data == "title" || n.Data == "desc" || n.Data == "metadata") {
		return true
	}
	for i := range n.Attr {
		switch a := &n.Attr[i]; a.Key {
		case "hidden":
			return !strings.EqualFold(a.Val, "until-found")
		case "style":
			if hiddenStyle(a.Val) {
				return true
			}
		}
	}
	return false
}

// hiddenStyle reports whether an inline style hides its element.
func hiddenStyle(style string) bool {
	for decl := range strings.SplitSeq(style, ";") {
		name, value, ok := strings.Cut(decl, ":")
		if !ok {
			continue
		}
		value, _, _ = strings.Cut(value, "!")
		name, value = strings.ToLower(strings.TrimSpace(name)), strings.ToLower(strings.TrimSpace(value))
		switch {
		case name == "display" && value == "none":
			return true
		case name == "visibility" && (value == "hidden" || value == "collapse"):
			return true
		case name == "font-size" && strings.HasPrefix(value, "0") && strings.Trim(value, "0.") == strings.TrimLeft(value, "0.") &&
			!strings.ContainsAny(value, "123456789"):
			return true
		}
	}
	return false
}

// isBlock reports whether n is shown as a block of its own.
func isBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Address, atom.Article, atom.Aside, atom.Blockquote, atom.Body, atom.Caption, atom.Center, atom.Dd, atom.Details,
		atom.Dialog, atom.Dir, atom.Div, atom.Dl, atom.Dt, atom.Fieldset, atom.Figcaption, atom.Figure, atom.Footer, atom.Form,
		atom.Frameset, atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6, atom.Header, atom.Hgroup, atom.Hr, atom.Html,
		atom.Legend, atom.Li, atom.Listing, atom.Main, atom.Menu, atom.Nav, atom.Ol, atom.Optgroup, atom.Option, atom.P,
		atom.Plaintext, atom.Pre, atom.Section, atom.Select, atom.Summary, atom.Table, atom.Tbody, atom.Td, atom.Textarea,
		atom.Tfoot, atom.Th, atom.Thead, atom.Tr, atom.Ul, atom.Xmp:
		return true
	}
	return n.Data == "search"
}

// holdsBlock reports whether a block stands anywhere in n.
func holdsBlock(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && (isBlock(c) || holdsBlock(c)) {
			return true
		}
	}
	return false
}

// lookForPictures notes a page that shows pictures and next to no text.
func (p *page) lookForPictures() {
	if p.pictures == 0 {
		return
	}
	n := 0
	for _, b := range p.doc.Blocks {
		if !b.Chrome && b.Kind != corpus.Title {
			n += hanzi(string(p.out[b.Span.Start:b.Span.End]))
		}
	}
	if n < littleText {
		p.note(schema.CodePicture, text.Span{}, fmt.Sprintf("the page shows %d pictures and hardly any text", p.pictures))
	}
}

// littleText is the number of hanzi below which the text of a page with
// pictures is no text.
const littleText = 40

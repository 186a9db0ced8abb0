package read

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// measure is how much text an element shows.
type measure struct {
	hanzi int // hanzi in all
	links int // those inside links
	prose int // paragraphs of prose
}

// proseLen is the number of hanzi that make a paragraph with a full stop prose.
const proseLen = 40

// layout reports whether a table only lays out the page. It is layout when
//   - its role says so (presentation, none);
//   - it has no more than one cell;
//   - one of its cells holds a heading beside other text;
//   - one of its cells holds a data table beside prose or beside a heading;
//   - one of its cells holds two or more paragraphs of prose that make up more
//     than half of the table's text, unless the table has three rows or more
//     that are alike (same number of filled cells, two at least);
//   - each row has one cell and one of them holds prose.
//
// Everything else is a data table.
func (w *walker) layout(t *html.Node) bool {
	if v, ok := w.layouts[t]; ok {
		return v
	}
	v := w.isLayout(t)
	w.layouts[t] = v
	return v
}

func (w *walker) isLayout(t *html.Node) bool {
	switch strings.ToLower(strings.TrimSpace(attr(t, "role"))) {
	case "presentation", "none":
		return true
	}
	rows, _ := rowsOf(t)
	cells, single := 0, true
	alike := map[int]int{}
	for _, r := range rows {
		n, filled := 0, 0
		for c := r.tr.FirstChild; c != nil; c = c.NextSibling {
			if isCell(c) && !left(c) {
				n++
				if showsText(c) {
					filled++
				}
			}
		}
		cells += n
		single = single && n <= 1
		if filled >= 2 {
			alike[filled]++
		}
	}
	if cells <= 1 {
		return true
	}
	regular := false
	for _, n := range alike {
		regular = regular || n >= 3
	}
	whole := measureOf(t)
	for _, r := range rows {
		for c := r.tr.FirstChild; c != nil; c = c.NextSibling {
			if !isCell(c) || left(c) {
				continue
			}
			m := measureOf(c)
			heading := w.headingBeside(c)
			data := w.holdsData(c)
			switch {
			case heading, data && m.prose > 0:
				return true
			case m.prose >= 2 && m.hanzi*2 > whole.hanzi && !regular:
				return true
			case single && m.prose > 0:
				return true
			}
		}
	}
	return false
}

// headingBeside reports whether n holds a heading and text outside it.
func (w *walker) headingBeside(n *html.Node) bool {
	h := 0
	var walk func(n *html.Node)
	walk = func(n *html.Node) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type != html.ElementNode || left(c) {
				continue
			}
			switch c.DataAtom {
			case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
				h += measureOf(c).hanzi
				continue
			}
			walk(c)
		}
	}
	walk(n)
	return h > 0 && measureOf(n).hanzi > h
}

// holdsData reports whether a data table stands in n.
func (w *walker) holdsData(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || left(c) {
			continue
		}
		if c.DataAtom == atom.Table && !w.layout(c) {
			return true
		}
		if w.holdsData(c) {
			return true
		}
	}
	return false
}

func showsText(n *html.Node) bool {
	if n.Type == html.TextNode {
		return !blankText([]byte(n.Data))
	}
	if n.Type == html.ElementNode && left(n) {
		return false
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if showsText(c) {
			return true
		}
	}
	return false
}

// measureOf measures what n shows.
func measureOf(n *html.Node) measure {
	var m measure
	para, stop := 0, false // of the current paragraph
	flush := func() {
		if stop && para >= proseLen {
			m.prose++
		}
		para, stop = 0, false
	}
	var walk func(n *html.Node, link bool)
	walk = func(n *html.Node, link bool) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			switch c.Type {
			case html.TextNode:
				k := hanzi(c.Data)
				m.hanzi += k
				if link {
					m.links += k
				} else {
					para += k
					stop = stop || strings.ContainsAny(c.Data, "。；;")
				}
			case html.ElementNode:
				if left(c) {
					continue
				}
				block := isBlock(c) || c.DataAtom == atom.Br
				if block {
					flush()
				}
				walk(c, link || c.DataAtom == atom.A)
				if block {
					flush()
				}
			}
		}
	}
	walk(n, false)
	flush()
	return m
}

// hanzi counts the hanzi in s.
func hanzi(s string) int {
	n := 0
	for _, r := range s {
		if r >= 0x2e80 && unicode.Is(unicode.Han, r) {
			n++
		}
	}
	return n
}

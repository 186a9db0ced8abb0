package read

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// furnitureWords are the words in class, id and role that name a part of the
// page's furniture. A class is cut into words at signs, digits and capitals
// (leftNav, nav-left, nav_2), and a word counts only as a whole.
var furnitureWords = words(`
	nav navi navbar navigation navbox navlist topnav subnav sidenav leftnav mainnav nave
	menu menubar menus submenu topmenu mainmenu leftmenu
	breadcrumb breadcrumbs crumb crumbs dqwz weizhi daohang mbx
	footer foot siteinfo bottombar dibu copyright copyrights
	sidebar aside
	share bdshare bdsharebuttonbox fenxiang
	related relate recommend recommended recommendation xgxw xgwz
	toolbar topbar friendlink friendlinks yqlj
	contentinfo complementary banner search searchbox
`)

func words(s string) map[string]bool {
	m := map[string]bool{}
	for _, w := range strings.Fields(s) {
		m[w] = true
	}
	return m
}

const (
	// shortBox is the number of hanzi outside links up to which a box with a
	// telling name is furniture without further proof.
	shortBox = 200
)

// furniture reports whether n is a box of the page's furniture: nav, or
// header, footer and aside outside an article, or a box whose class, id or
// role says so. A box that holds most of the page's text, running text at
// length, or a data table with words in it is not furniture, whatever its name.
func (w *walker) furniture(n *html.Node) bool {
	element := false
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.Article, atom.Td, atom.Th, atom.Tr, atom.Tbody:
		return false
	case atom.Nav, atom.Select, atom.Button:
		element = true
	case atom.Header, atom.Footer, atom.Aside:
		element = w.article == 0
	}
	if !element && !named(n) {
		return false
	}
	m := measureOf(n)
	plain := m.hanzi - m.links
	switch {
	case m.hanzi*2 > w.pages.hanzi && plain > shortBox/4:
		return false
	case w.holdsRows(n):
		return false
	case element:
		return true
	}
	return plain <= shortBox || m.links*2 > m.hanzi
}

// named reports whether class, id or role of n names furniture.
func named(n *html.Node) bool {
	for i := range n.Attr {
		switch n.Attr[i].Key {
		case "class", "id", "role":
			if namesFurniture(n.Attr[i].Val) {
				return true
			}
		}
	}
	return false
}

func namesFurniture(s string) bool {
	start := 0
	cut := func(end int) bool {
		w := strings.ToLower(s[start:end])
		return furnitureWords[w]
	}
	for i := 0; i < len(s); i++ {
		c := s[i]
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		capital := c >= 'A' && c <= 'Z' && i > start && s[i-1] >= 'a' && s[i-1] <= 'z'
		if letter && !capital {
			continue
		}
		if i > start && cut(i) {
			return true
		}
		start = i + 1
		if capital {
			start = i
		}
	}
	return start < len(s) && cut(len(s))
}

// holdsRows reports whether n holds a data table with at least two rows of two
// cells with hanzi in them.
func (w *walker) holdsRows(n *html.Node) bool {
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type != html.ElementNode || left(c) {
			continue
		}
		if c.DataAtom == atom.Table && !w.layout(c) {
			rows, _ := rowsOf(c)
			rich := 0
			for _, r := range rows {
				cells := 0
				for d := r.tr.FirstChild; d != nil; d = d.NextSibling {
					if m := measureOf(d); isCell(d) && m.hanzi >= 2 && m.links*2 <= m.hanzi {
						cells++
					}
				}
				if cells >= 2 {
					rich++
				}
			}
			if rich >= 2 {
				return true
			}
		}
		if w.holdsRows(c) {
			return true
		}
	}
	return false
}

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

// shortBox is the number of hanzi outside links up to which a box with a
// telling name is furniture without further proof.
const shortBox = 200

// A box is furniture when it is nav, or header, footer or aside outside an
// article, or when its class, id or role says so. But no name makes furniture
// of a box that holds most of the page's text, running text at length, or a
// data table with words in it: the body of a real page stood in a box of the
// class "…sidebar".

// maybeFurniture reports whether an element has a telling name.
func maybeFurniture(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Html, atom.Body, atom.Main, atom.Article, atom.Td, atom.Th, atom.Tr, atom.Tbody, atom.Thead, atom.Tfoot:
		return false
	case atom.Nav, atom.Select, atom.Button, atom.Header, atom.Footer, atom.Aside:
		return true
	}
	return named(n)
}

// furniture reports whether n is a box of the page's furniture.
func (w *walker) furniture(n *html.Node) bool {
	m, ok := w.boxes[n]
	if !ok {
		return false
	}
	plain := m.hanzi - m.links
	if m.rich > 0 || m.hanzi*2 > w.whole.hanzi && plain > shortBox/4 {
		return false
	}
	switch n.DataAtom {
	case atom.Nav, atom.Select, atom.Button:
		return true
	case atom.Header, atom.Footer, atom.Aside:
		if w.article == 0 {
			return plain <= 2*shortBox || m.links*2 > m.hanzi
		}
		if !named(n) {
			return false
		}
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

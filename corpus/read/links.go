package read

import (
	"bytes"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"jiedui/corpus"
)

// LinkKind says in which way a page leads to another.
type LinkKind uint8

// The kinds of links.
const (
	Anchor  LinkKind = iota // the reader may go there: a, area, option, onclick
	Frame                   // it is shown as a part of this page: frame, iframe
	Refresh                 // the reader is sent there: meta refresh, a script that does nothing else
	Next                    // this page goes on there: rel=next
	Pager                   // further pages of a list, to which a script writes the links
)

// Link is a way that leads from a page to another.
type Link struct {
	Kind LinkKind
	// Href is the address as the page has it, relative or not.
	Href string
	// Text is what the page calls it, blanks folded: the words of the link, or
	// its title where that says more.
	Text string
	// Download says that the page wants it to be saved, not shown.
	Download bool
}

const (
	maxLinkText = 600    // bytes of a link's words that are kept
	maxPagers   = 1000   // pages of a list that a script may name
	maxLinks    = 20_000 // links of one page
)

// Links returns the links of an HTML page in their order, read from its bytes
// in whatever charset, and the address that its base element gives, which those
// are relative to; "" stands for the page's own. Of anything but HTML there are
// none. Nesting has no limit, and comments hold no links.
func Links(p corpus.Page) (base string, links []Link) {
	if refuse(p.Body) != nil || !sniffHTML(p.Body) {
		return "", nil
	}
	l := &linker{z: html.NewTokenizer(newDecoder(p.Body, decide(p.Body, p.MediaType, true)))}
	for len(l.links) < maxLinks {
		t := l.z.Next()
		if t == html.ErrorToken { // the end, there is no other: the decoder has no errors
			break
		}
		l.token(t)
	}
	l.close()
	if len(l.links) == 0 && l.sent != "" {
		l.links = append(l.links, Link{Kind: Refresh, Href: l.sent})
	}
	return l.base, l.links
}

// linker collects the links of a page.
type linker struct {
	z      *html.Tokenizer
	base   string
	links  []Link
	open   bool // the last link's words are still being read
	title  string
	text   bytes.Buffer
	script bool   // the next text is a script
	sent   string // where a script sends the reader
}

func (l *linker) add(link Link) {
	link.Href = strings.TrimSpace(link.Href)
	if link.Href == "" || strings.HasPrefix(link.Href, "#") {
		return
	}
	l.links = append(l.links, link)
}

// begin adds a link whose words follow.
func (l *linker) begin(link Link, title string) {
	l.close()
	n := len(l.links)
	l.add(link)
	if len(l.links) > n {
		l.open, l.title = true, title
	}
}

// close ends the words of the last link.
func (l *linker) close() {
	if !l.open {
		return
	}
	l.open = false
	words, title := foldText(l.text.String()), foldText(l.title)
	if len(title) > len(words) {
		words = title
	}
	if len(words) > maxLinkText {
		words = strings.ToValidUTF8(words[:maxLinkText], "")
	}
	l.links[len(l.links)-1].Text = words
	l.text.Reset()
}

func foldText(s string) string { return strings.Join(strings.Fields(s), " ") }

func (l *linker) token(t html.TokenType) {
	switch t {
	case html.TextToken:
		switch {
		case l.script:
			l.readScript(l.z.Text())
		case l.open && l.text.Len() < 4*maxLinkText:
			l.text.Write(l.z.Text())
		}
		l.script = false
	case html.EndTagToken:
		name, _ := l.z.TagName()
		switch atom.Lookup(name) {
		case atom.A, atom.Option, atom.Select:
			l.close()
		}
	case html.StartTagToken, html.SelfClosingTagToken:
		l.tag(l.z.Token())
	}
}

func (l *linker) tag(t html.Token) {
	get := func(name string) string {
		for _, a := range t.Attr {
			if a.Key == name {
				return a.Val
			}
		}
		return ""
	}
	has := func(name string) bool {
		for _, a := range t.Attr {
			if a.Key == name {
				return true
			}
		}
		return false
	}
	l.script = t.DataAtom == atom.Script
	switch t.DataAtom {
	case atom.Base:
		if l.base == "" {
			l.base = strings.TrimSpace(get("href"))
		}
	case atom.A, atom.Area:
		href := get("href")
		if js, ok := cutPrefixFold(strings.TrimSpace(href), "javascript:"); ok {
			href = scripted(js)
		}
		if href == "" || strings.HasPrefix(href, "#") {
			href = scripted(get("onclick"))
		}
		kind := Anchor
		if strings.EqualFold(get("rel"), "next") {
			kind = Next
		}
		l.begin(Link{Kind: kind, Href: href, Download: has("download")}, either(get("title"), get("alt")))
	case atom.Option:
		l.begin(Link{Kind: Anchor, Href: get("value")}, "")
	case atom.Link:
		if strings.EqualFold(get("rel"), "next") {
			l.add(Link{Kind: Next, Href: get("href")})
		}
	case atom.Img:
		if l.open && l.text.Len() < 4*maxLinkText {
			l.text.WriteString(" " + get("alt") + " ")
		}
	case atom.Frame, atom.Iframe:
		l.close()
		l.add(Link{Kind: Frame, Href: get("src"), Text: foldText(get("title"))})
	case atom.Meta:
		if strings.EqualFold(strings.TrimSpace(get("http-equiv")), "refresh") {
			l.close()
			l.add(Link{Kind: Refresh, Href: refreshTo(get("content"))})
		}
	case atom.Br, atom.P, atom.Div, atom.Li, atom.Td:
		if l.open {
			l.text.WriteByte(' ')
		}
	}
}

func cutPrefixFold(s, prefix string) (string, bool) {
	if len(s) < len(prefix) || !strings.EqualFold(s[:len(prefix)], prefix) {
		return s, false
	}
	return s[len(prefix):], true
}

// refreshTo reads the address of `5; url='…'`.
func refreshTo(content string) string {
	_, rest, ok := strings.Cut(content, ";")
	if !ok {
		_, rest, ok = strings.Cut(content, ",")
	}
	rest = strings.TrimSpace(rest)
	rest, isURL := cutPrefixFold(rest, "url")
	if !ok || !isURL {
		return ""
	}
	rest = strings.TrimSpace(rest)
	rest, ok = strings.CutPrefix(rest, "=")
	if !ok {
		return ""
	}
	rest = strings.TrimSpace(rest)
	if rest != "" && (rest[0] == '\'' || rest[0] == '"') {
		rest, _, _ = strings.Cut(rest[1:], rest[:1])
	}
	return rest
}

var (
	// goesTo is how a script leads to another page.
	goesTo = regexp.MustCompile(`(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\s*\(|window\.open\s*\()\s*["']([^"'<>]+)["']`)
	// pagerCall is the call with which the content management systems of many
	// government sites write the links to the pages of a list:
	// createPageHTML(20, 0, "index", "html"). Some name an element before.
	pagerCall = regexp.MustCompile(`(?i)\bcreate\w{0,20}page\w{0,20}\s*\(\s*(?:["'][^"']{0,60}["']\s*,\s*)?["']?(\d{1,6})["']?\s*,\s*["']?\d{1,6}["']?\s*,\s*["']([\w.%/-]{1,100})["']\s*,\s*["'](\w{2,6})["']`)
	// Older ones write the links by a script in the page itself, which knows the
	// number of pages: var countPage = 20; … "index_" + (currentPage+1) + ".html".
	pagerCount = regexp.MustCompile(`\bcountPage\s*=\s*["']?(\d{1,6})\b`)
	pagerName  = regexp.MustCompile(`\b(index|list|default)_?["'][^;]{0,200}?\.(s?html?|jsp)\b`)
)

// scripted returns where a script of one line leads to.
func scripted(js string) string {
	if m := goesTo.FindStringSubmatch(js); m != nil {
		return m[1]
	}
	return ""
}

func (l *linker) readScript(js []byte) {
	if bytes.Contains(js, []byte("<record><![CDATA[")) {
		l.readRecords(js)
		return
	}
	for _, m := range pagerCall.FindAllSubmatch(js, 8) {
		l.pager(m[1], m[2], m[3])
	}
	if m := pagerCount.FindSubmatch(js); m != nil {
		if name := pagerName.FindSubmatch(js); name != nil {
			l.pager(m[1], name[1], name[2])
		}
	}
	if l.sent == "" {
		l.sent = scripted(string(js))
	}
}

// pager adds the pages of a list but its first, which has no number.
func (l *linker) pager(count, name, ext []byte) {
	pages, err := strconv.Atoi(string(count))
	if err != nil {
		return
	}
	l.close()
	for i := 1; i < min(pages, maxPagers); i++ {
		l.add(Link{Kind: Pager, Href: fmt.Sprintf("%s_%d.%s", name, i, ext), Text: strconv.Itoa(i + 1)})
	}
}

// readRecords reads the links of a list that stands in the page as records of
// XML, from which a script of another widespread system shows some at a time:
// <record><![CDATA[<a href="…">…</a>]]></record>.
func (l *linker) readRecords(xml []byte) {
	l.close()
	z := l.z
	defer func() { l.z = z }()
	for _, piece := range bytes.Split(xml, []byte("<![CDATA["))[1:] {
		record, _, _ := bytes.Cut(piece, []byte("]]>"))
		l.z = html.NewTokenizer(bytes.NewReader(record))
		for len(l.links) < maxLinks {
			t := l.z.Next()
			if t == html.ErrorToken {
				break
			}
			if t == html.StartTagToken || t == html.SelfClosingTagToken {
				if tag := l.z.Token(); tag.DataAtom != atom.Script && tag.DataAtom != atom.Base { // no records in records
					l.tag(tag)
				}
				continue
			}
			l.token(t)
		}
		l.close()
	}
	l.script = false
}

package fetch

import (
	"mime"
	"net/http"
	"net/url"
	"path"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/publicsuffix"

	"jiedui/corpus"
	"jiedui/corpus/read"
)

// Verdict is what the words of a link say about the page behind it. The words
// themselves are known to whoever judges, not to this package.
type Verdict uint8

// What words may say; several may hold.
const (
	Likely     Verdict = 1 << iota // the page is one that is looked for
	Column                         // it is a list in which such pages may be
	NextPage                       // it is the list's next page
	Attachment                     // it is an attachment, whatever its address looks like
)

// role is what an address is followed for.
type role uint8

const (
	aPage      role = iota // it is wanted itself, with its attachments
	aList                  // what its links lead to may be wanted
	anAttached             // it belongs to a page; its links lead nowhere
	aSitemap               // it was named in an index of sitemaps
)

// suffixes are the endings of the files that pages have as attachments.
var suffixes = []string{".doc", ".docx", ".xls", ".xlsx", ".pdf", ".wps", ".et", ".ofd", ".rtf", ".zip", ".rar", ".7z"}

// documents are the media types of such files.
var documents = []string{
	"application/pdf", "application/msword", "application/rtf", "application/zip", "application/x-zip-compressed", "application/x-rar-compressed",
	"application/x-rar", "application/vnd.rar", "application/x-7z-compressed", "application/kswps", "application/wps-office.wps", "application/ofd",
	"application/wps-office.et", "application/kset", "application/octet-stream", "application/x-download",
}

// isFile reports whether a name ends as attachments do.
func isFile(name string) bool {
	return slices.Contains(suffixes, strings.ToLower(path.Ext(strings.TrimSpace(name))))
}

// isFileLink reports whether a link leads to a file by its address or its words.
func isFileLink(u *url.URL, l read.Link) bool {
	if l.Download || isFile(u.Path) || isFile(strings.TrimRight(l.Text, " )）]】》")) {
		return true
	}
	for _, values := range u.Query() { // download.jsp?file=1.docx
		if slices.ContainsFunc(values, isFile) {
			return true
		}
	}
	return false
}

// isFileAnswer reports whether an answer brings a file to be saved.
func isFileAnswer(h http.Header) bool {
	if kind, _, _ := strings.Cut(h.Get("Content-Disposition"), ";"); strings.EqualFold(strings.TrimSpace(kind), "attachment") {
		return true
	}
	media, _, err := mime.ParseMediaType(h.Get("Content-Type"))
	return err == nil && (slices.Contains(documents, media) ||
		strings.HasPrefix(media, "application/vnd.ms-") || strings.HasPrefix(media, "application/vnd.openxmlformats"))
}

// siteOf returns what belongs to one keeper: the host up to its registered
// domain, or the host with its port where there is none, as for numbers.
func siteOf(u *url.URL) string {
	if domain, err := publicsuffix.EffectiveTLDPlusOne(u.Hostname()); err == nil {
		return domain
	}
	return u.Host
}

// list counts the pages of one list.
type list struct{ pages int }

// found is an address that a page leads to.
type found struct {
	u        *url.URL
	role     role
	words    string
	attached bool // an attachment of the page
	further  bool // a further page of the list or page that it was found on
	deeper   bool // one link away
	part     bool // shown with it, or in its place
}

// maxParts limits how often a frame may hold a page with a frame, or a page send
// its readers on to one that does.
const maxParts = 5

// linksOf returns what an item that was fetched leads to: the page is as it
// came, its URI the address that answered.
func (k *crawl) linksOf(it *item, page *corpus.Page) []found {
	at, err := Normalize(page.URI)
	if err != nil {
		return nil
	}
	if it.role == aSitemap || it.via == "" {
		if addresses, index, ok := sitemap(page.Body); ok {
			return k.entries(it, at, addresses, index)
		}
	}
	if it.role == anAttached || it.role == aSitemap {
		return nil
	}
	base := at
	href, links := read.Links(*page)
	if href != "" {
		if b, err := resolve(at, href); err == nil {
			base = b
		}
	}
	var out []found
	taken := 0
	for _, l := range links {
		u, err := resolve(base, l.Href)
		if err != nil || u.String() == at.String() {
			continue // mailto: and the like
		}
		f, ok := k.look(it, at, u, l)
		if !ok {
			continue
		}
		f.u, f.words = u, l.Text
		if !f.further {
			if taken == k.plan.Links {
				k.leave(u)
				continue
			}
			taken++
		}
		out = append(out, f)
	}
	return out
}

// entries are the addresses of a sitemap, of its own site.
func (k *crawl) entries(it *item, at *url.URL, addresses []string, index bool) []found {
	var out []found
	for _, s := range addresses {
		u, err := resolve(at, s)
		if err != nil || !k.plan.OtherSites && siteOf(u) != siteOf(at) {
			continue
		}
		f := found{u: u, role: aPage, deeper: true}
		if index {
			if it.depth >= maxIndexes {
				break
			}
			f.role = aSitemap
		}
		out = append(out, f)
	}
	return out
}

// look decides whether and for what a link is followed.
func (k *crawl) look(it *item, at, u *url.URL, l read.Link) (found, bool) {
	own := k.plan.OtherSites || siteOf(u) == siteOf(at)
	verdict := Verdict(0)
	if k.plan.Judge != nil && l.Text != "" {
		verdict = k.plan.Judge(l.Text)
	}
	file := isFileLink(u, l)
	switch {
	case l.Kind == read.Refresh: // as a redirect, which may lead anywhere, too
		return found{role: it.role, part: true}, it.parts < maxParts
	case l.Kind == read.Frame:
		return found{role: it.role, part: true}, own && it.parts < maxParts
	case it.role == aPage && (file || verdict&Attachment != 0):
		return found{role: anAttached, attached: true, deeper: true}, true
	case it.role == aList && file && verdict&Attachment != 0: // the list is a page after all
		return found{role: anAttached, attached: true, deeper: true}, true
	case it.role == aPage && own && !file && continues(at, u) && (verdict&NextPage != 0 || l.Kind == read.Next || isNumber(l.Text)):
		return found{role: aPage, further: true}, true
	case it.role == aList && own && !file && (l.Kind == read.Pager || l.Kind == read.Next || verdict&NextPage != 0 || isNumber(l.Text) && sameList(at, u)):
		return found{role: aList, further: true}, true
	case !k.plan.Follow || it.depth >= k.plan.Depth || !own:
		return found{}, false
	case verdict&Likely != 0:
		return found{role: aPage, deeper: true}, true
	case verdict&Column != 0 && !file:
		return found{role: aList, deeper: true}, true
	}
	return found{}, false
}

// isNumber reports whether the words of a link are the number of a page.
func isNumber(words string) bool {
	words = strings.Trim(words, " \u00a0[]()【】（）")
	n, err := strconv.Atoi(words)
	return err == nil && 0 < n && n < 10_000
}

// sameList reports whether u may be a further page of the list at: the same
// address but for a number at the end of the file's name or in the query.
// What it takes for one, and is none, the limit of a list's pages ends.
func sameList(at, u *url.URL) bool {
	if at.Host != u.Host {
		return false
	}
	if at.Path == u.Path {
		return at.RawQuery != u.RawQuery && sameQuery(at.Query(), u.Query())
	}
	a, b := stem(at.Path), stem(u.Path)
	// news.htm goes on in news/2.htm in some systems.
	return a == b || strings.TrimSuffix(at.Path, path.Ext(at.Path))+"/" == b
}

// stem returns a path without extension and number at its end; a folder and its
// index are one.
func stem(p string) string {
	p = strings.TrimSuffix(p, path.Ext(p))
	p = strings.TrimRight(p, "0123456789")
	p = strings.TrimRight(p, "_-")
	return strings.TrimSuffix(p, "index")
}

// folder returns the address of the folder that u is the index of, or "".
func folder(u *url.URL) string {
	name := path.Base(u.Path)
	if u.RawQuery != "" || strings.TrimSuffix(name, path.Ext(name)) != "index" {
		return ""
	}
	return strings.TrimSuffix(u.String(), name)
}

// sameQuery reports whether two queries differ in nothing but small numbers.
func sameQuery(a, b url.Values) bool {
	for name, values := range b {
		if slices.Equal(values, a[name]) {
			continue
		}
		if len(values) != 1 || !isNumber(values[0]) && values[0] != "0" {
			return false
		}
	}
	for name := range a {
		if _, ok := b[name]; !ok {
			return false
		}
	}
	return true
}

// continues reports whether u may be a further page of one article: its address
// with a small number added, as name_2.html or in the query. The number that
// tells one article from another is none.
func continues(at, u *url.URL) bool {
	if at.Host != u.Host {
		return false
	}
	if at.Path == u.Path {
		for name, values := range u.Query() {
			if !slices.Equal(values, at.Query()[name]) && !strings.Contains(strings.ToLower(name), "page") {
				return false
			}
		}
		return at.RawQuery != u.RawQuery && sameQuery(at.Query(), without(u.Query(), at.Query()))
	}
	a, b := strings.TrimSuffix(at.Path, path.Ext(at.Path)), strings.TrimSuffix(u.Path, path.Ext(u.Path))
	return path.Ext(at.Path) == path.Ext(u.Path) && unnumbered(a) == unnumbered(b) && unnumbered(b) != b
}

// without returns q without the names that before does not have.
func without(q, before url.Values) url.Values {
	out := url.Values{}
	for name, values := range q {
		if _, ok := before[name]; ok {
			out[name] = values
		}
	}
	return out
}

// unnumbered cuts a number of at most two digits, and what joins it, off.
func unnumbered(s string) string {
	bare := strings.TrimRight(s, "0123456789")
	if n := len(s) - len(bare); n == 0 || n > 2 || !strings.HasSuffix(bare, "_") && !strings.HasSuffix(bare, "-") {
		return s
	}
	return bare[:len(bare)-1]
}

// Package testsite is the web site of an invented education bureau, for tests
// of whatever fetches: lists in several styles, pages of corpus/synth in many
// layouts, attachments, and every trouble that servers make.
//
// The road of one request: it is noted in the log, with the time → a handler of
// the path that a test has set, or that of the site's own page → the answer.
// [Site.Want] says what a fetcher that makes no mistake brings home, so that
// completeness can be told, and [Site.Log] proves whether it was polite.
//
// A site is an http.Handler. [Site.Serve] lets it listen on loopback; a [Net]
// holds sites under invented names inside the process, where the clock of
// testing/synctest rules.
package testsite

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/text/encoding/simplifiedchinese"

	"jiedui/corpus/synth"
)

// Options say what a site has.
type Options struct {
	// Pages is the number of policy pages, 12 where it is 0.
	Pages int
	// Seed decides what stands on them.
	Seed uint64
	// Robots is the robots.txt; empty: there is none.
	Robots string
	// Trouble adds the folder /trouble/: a list of pages that come late, in
	// part, after a detour or never.
	Trouble bool
	// Big is the size of the page that is too large, and of the one that a
	// small gzip stream stands for, in bytes.
	Big int
	// Now is the clock of the log.
	Now func() time.Time
}

// Request is one line of the log.
type Request struct {
	At     time.Time
	Host   string
	URI    string // path and query, as they came
	Header http.Header
	Status int
	// Active is the number of requests under way when it came, itself included.
	Active int
}

// Site is the web site of an invented bureau. It is safe for concurrent use.
type Site struct {
	opt    Options
	lists  []list
	index  map[string]place // of the pages of lists, by path
	wanted []Wanted

	mu       sync.Mutex
	log      []Request
	active   int
	handlers map[string]http.HandlerFunc
	pages    map[string]document
	times    map[string]int // how often a path was asked for
	edition  map[string]int // how often a page was changed
}

// document is what stands at a path.
type document struct {
	kind, disposition string
	body              []byte
	dated             bool // it has an ETag and a Last-Modified
}

// Wanted is an address that a fetcher should end with, and how.
type Wanted struct {
	Path string
	// End is "fetched", "gone" or "failed".
	End string
	// Via is the path of the page that it is an attachment of, or empty.
	Via string
}

// place is one page of a list.
type place struct {
	list *list
	page int
}

// list is one list of pages.
type list struct {
	entries []entry
	page    func(n int) string // the path of page n, from 0
	write   func(s *Site, n, pages int, rows string) string
	size    int  // entries a page
	gbk     bool // written in GBK
}

type entry struct{ path, title string }

// Root is the path of the home page, Lists those of the lists.
const (
	Root    = "/"
	Notices = "/tzgg/"                // a script writes the links to its pages
	Papers  = "/zcwj/list.htm"        // in GBK, with a link to the next page
	Public  = "/info/list.jsp?page=1" // numbers of pages in the query, a base element
	Trouble = "/trouble/"             // see Options.Trouble
	Endless = "/calendar?month=1"     // every month has a next one
	Sitemap = "/sitemap.xml"          // an index of two sitemaps, one of them gzipped
	Framed  = "/frames.html"          // a frameset around the list of notices
	Mirrors = "/mirrors.html"         // holds a frame that holds a frame, and so on
	Sent    = "/old-home.html"        // sends its readers to the list of notices
)

// likely are titles of pages that are wanted, %d is a number; other are titles
// of pages that are not.
var (
	likely = []string{
		"关于开展第%d批城乡学校结对帮扶工作的通知", "%d号：义务教育学校集团化办学实施方案", "关于公布第%d组联研共同体学校名单的通知",
		"教联体建设工作方案（%d）", "城区学校与乡村学校结对共建安排表（%d）",
	}
	other = []string{
		"关于做好第%d周校园食品安全工作的通知", "机关结对帮扶困难群众活动简讯（%d）", "第%d次教师公开招聘公告", "办公用品采购公告%d", "关于第%d期天气预警的提示",
	}
)

// New returns a site.
func New(opt Options) *Site {
	if opt.Pages == 0 {
		opt.Pages = 12
	}
	if opt.Big == 0 {
		opt.Big = 1 << 20
	}
	s := &Site{opt: opt, index: map[string]place{}, handlers: map[string]http.HandlerFunc{}, pages: map[string]document{}, times: map[string]int{}, edition: map[string]int{}}
	s.lists = []list{
		{page: numbered("/tzgg/index", ".html"), write: (*Site).scripted, size: 5},
		{page: func(n int) string { return fmt.Sprintf("/zcwj/list%s.htm", suffix("", n)) }, write: (*Site).nextOnly, size: 4, gbk: true},
		{page: func(n int) string { return fmt.Sprintf("/info/list.jsp?page=%d", n+1) }, write: (*Site).numbers, size: 3},
	}
	for i := range opt.Pages {
		s.publish(i)
	}
	for i := range s.lists {
		l := &s.lists[i]
		for n := range l.pages() {
			s.want(l.page(n), "fetched", "")
		}
		for n := range 2 * len(l.entries) { // what nobody wants
			title := fmt.Sprintf(other[n%len(other)], n)
			l.entries = append(l.entries, entry{fmt.Sprintf("/news/%d_%d.html", i, n), title})
		}
		shuffle(l.entries)
		for n := range l.total() {
			s.index[l.page(n)] = place{l, n}
		}
		s.index[l.page(0)+"index.html"] = place{l, 0}
	}
	if opt.Trouble {
		s.trouble()
	}
	return s
}

// numbered returns the paths of pages as the content management systems of
// government sites number them.
func numbered(stem, ext string) func(int) string {
	return func(n int) string {
		if n == 0 {
			return strings.TrimSuffix(stem, "index")
		}
		return fmt.Sprintf("%s_%d%s", stem, n, ext)
	}
}

func suffix(joint string, n int) string {
	if n == 0 {
		return ""
	}
	return joint + strconv.Itoa(n+1)
}

// shuffle mixes entries in the same way each time.
func shuffle(e []entry) {
	for i := range e {
		j := (i*7 + 3) % len(e)
		e[i], e[j] = e[j], e[i]
	}
}

func (l *list) pages() int {
	n := 3 * len(l.entries) // with those that nobody wants
	return max(1, (n+l.size-1)/l.size)
}

func (s *Site) want(path, end, via string) {
	s.wanted = append(s.wanted, Wanted{path, end, via})
}

// publish puts policy page i on the site and on one of the lists.
func (s *Site) publish(i int) {
	l := &s.lists[i%len(s.lists)]
	p, err := synth.Make(synth.Options{Seed: s.opt.Seed, Clean: i%2 == 0}, i)
	if err != nil {
		panic(err) // a layout that cannot be made: synth's own tests fail, too
	}
	kind := "text/html"
	address := fmt.Sprintf("/tzgg/202603/t%06d.html", i)
	if strings.HasSuffix(p.Name, ".txt") {
		kind = "text/plain"
		address = fmt.Sprintf("/zcwj/通知 %d.txt", i) // a Chinese path with a blank
	}
	if i%4 == 0 {
		kind += "; charset=" + p.Charset
	}
	body := p.Body
	s.want(address, "fetched", "")
	if kind[:9] == "text/html" && i%3 == 0 && p.Charset != "utf-16le" && p.Charset != "utf-16be" {
		body = s.attach(address, body, i)
	}
	s.pages[address] = document{kind: kind, body: body, dated: i%2 == 0}
	l.entries = append(l.entries, entry{address, fmt.Sprintf(likely[i%len(likely)], i+1)})
}

// attach gives a page attachments, in ASCII, which every charset reads alike.
func (s *Site) attach(address string, body []byte, i int) []byte {
	sheet, download := fmt.Sprintf("/files/P%06d.xls", i), fmt.Sprintf("/download.jsp?id=%d", i)
	links := fmt.Sprintf(`<p><a href="../../files/P%06d.xls">1</a> <a href="%s">list-%d.doc</a></p>`, i, download, i)
	s.pages[sheet] = document{kind: "application/vnd.ms-excel", body: table(i, "一"), dated: true}
	s.pages[download] = document{kind: "application/octet-stream", disposition: fmt.Sprintf(`attachment; filename="list-%d.doc"`, i), body: table(i, "二")}
	s.want(sheet, "fetched", address)
	s.want(download, "fetched", address)
	at := max(bytes.LastIndex(body, []byte("</body>")), bytes.LastIndex(body, []byte("</BODY>")))
	if at < 0 {
		at = len(body)
	}
	return slices.Concat(body[:at], []byte(links), body[at:])
}

// table returns an attachment, as sites have them whose office files are HTML
// by another name.
func table(i int, which string) []byte {
	return fmt.Appendf(nil, `<html><head><meta charset="utf-8"></head><body><table border="1"><caption>学校结对帮扶安排表%s</caption>
<tr><th>序号</th><th>帮扶学校</th><th>受援学校</th></tr><tr><td>1</td><td>青岚区第%d小学</td><td>柳溪镇第%d小学</td></tr></table></body></html>`, which, i+1, i+2)
}

// Want returns what a fetcher should end with that follows the lists (those in
// the folder /trouble/ included where the site has it), each once, and nothing
// else but the lists' further pages, which are among them.
func (s *Site) Want() []Wanted { return slices.Clone(s.wanted) }

// Handle sets the handler of a path, query included, or sets it back with nil.
func (s *Site) Handle(uri string, h http.HandlerFunc) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handlers[uri] = h
}

// Change gives the page at a path another text, as its keeper would.
func (s *Site) Change(path string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.edition[path]++
}

// Log returns the requests so far.
func (s *Site) Log() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

// Forget empties the log.
func (s *Site) Forget() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
}

// Serve lets the site listen on a port of loopback until the server is closed.
func (s *Site) Serve() *httptest.Server { return httptest.NewServer(s) }

// status notes what a handler answers.
type status struct {
	http.ResponseWriter
	code int
}

func (w *status) WriteHeader(code int) {
	if w.code == 0 {
		w.code = code
	}
	w.ResponseWriter.WriteHeader(code)
}

func (w *status) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// ServeHTTP answers a request and notes it.
func (s *Site) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	s.active++
	n := len(s.log)
	s.log = append(s.log, Request{At: s.opt.Now(), Host: r.Host, URI: r.RequestURI, Header: r.Header.Clone(), Active: s.active})
	s.times[r.URL.RequestURI()]++
	h := s.handlers[r.URL.RequestURI()]
	s.mu.Unlock()
	out := &status{ResponseWriter: w}
	defer func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.active--
		if n < len(s.log) {
			s.log[n].Status = max(out.code, 200)
		}
	}()
	if h == nil {
		h = s.own
	}
	h(out, r)
}

// own answers with the site's own page.
func (s *Site) own(w http.ResponseWriter, r *http.Request) {
	uri := r.URL.Path
	if r.URL.RawQuery != "" {
		uri += "?" + r.URL.RawQuery
	}
	if at, ok := s.index[uri]; ok {
		s.list(w, at.list, at.page)
		return
	}
	s.mu.Lock()
	d, ok := s.pages[uri]
	edition := s.edition[uri]
	s.mu.Unlock()
	switch {
	case ok:
		serve(w, r, d, edition)
	case uri == "/robots.txt" && s.opt.Robots != "":
		w.Header().Set("Content-Type", "text/plain")
		io.WriteString(w, s.opt.Robots)
	case uri == Root:
		page(w, "教育局", `<a href="/">首页</a> <a href="/tzgg/">通知公告</a> <a href="/zcwj/list.htm">政策文件</a> <a href="info/list.jsp?page=1">信息公开</a>
<a href="/calendar?month=1">日历</a> <a href="/news/">教师招聘</a> <a href="mailto:keeper@bureau.example">邮箱</a>`)
	case r.URL.Path == "/calendar":
		month, _ := strconv.Atoi(r.URL.Query().Get("month"))
		var days strings.Builder
		for d := 1; d <= 28; d++ {
			fmt.Fprintf(&days, `<a href="/calendar?month=%d">%d</a> `, month+d, d)
		}
		page(w, "日历", days.String()+fmt.Sprintf(`<a href="/calendar?month=%d">下一页</a>`, month+1))
	case uri == Framed:
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<html><frameset cols="20%,80%"><frame src="/menu.html"><frame src="/tzgg/"></frameset></html>`)
	case r.URL.Path == "/mirrors.html": // a frame in a frame in a frame
		n, _ := strconv.Atoi(r.URL.RawQuery)
		page(w, "镜", fmt.Sprintf(`<p>镜</p><iframe src="/mirrors.html?%d"></iframe>`, n+1))
	case uri == "/menu.html":
		page(w, "目录", "")
	case uri == Sent:
		w.Header().Set("Content-Type", "text/html")
		io.WriteString(w, `<html><head><meta http-equiv="refresh" content="0;url=tzgg/"></head><body></body></html>`)
	case strings.HasPrefix(uri, "/sitemap"):
		s.sitemap(w, r, uri)
	case strings.HasPrefix(uri, "/news/"):
		page(w, "简讯", "今天天气很好。")
	default:
		http.NotFound(w, r)
	}
}

// page writes a small page in UTF-8.
func page(w http.ResponseWriter, title, body string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, "<!DOCTYPE html>\n<html><head><title>%s</title></head>\n<body>\n%s\n</body></html>\n", title, body)
}

// serve writes a document, or that it did not change.
func serve(w http.ResponseWriter, r *http.Request, d document, edition int) {
	body := d.body
	if edition > 0 {
		body = slices.Concat(body, []byte(fmt.Sprintf("\n<!-- %d -->\n", edition)))
	}
	h := w.Header()
	h.Set("Content-Type", d.kind)
	if d.disposition != "" {
		h.Set("Content-Disposition", d.disposition)
	}
	if d.dated {
		tag := fmt.Sprintf(`"%d-%d"`, len(d.body), edition)
		changed := time.Date(2026, 3, 1+edition, 8, 0, 0, 0, time.UTC).Format(http.TimeFormat)
		h.Set("ETag", tag)
		h.Set("Last-Modified", changed)
		if r.Header.Get("If-None-Match") == tag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	if len(body)%2 == 0 && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		z := gzip.NewWriter(w)
		z.Write(body)
		z.Close()
		return
	}
	w.Write(body)
}

// total is the number of pages of a list that is complete.
func (l *list) total() int { return max(1, (len(l.entries)+l.size-1)/l.size) }

// list writes page n of a list.
func (s *Site) list(w http.ResponseWriter, l *list, n int) {
	var rows strings.Builder
	for _, e := range l.entries[min(n*l.size, len(l.entries)):min((n+1)*l.size, len(l.entries))] {
		fmt.Fprintf(&rows, "<li><a href=\"%s\" title=\"%s\">%.30s…</a><span>2026-03-01</span></li>\n", e.path, e.title, e.title)
	}
	body := l.write(s, n, l.total(), "<ul>\n"+rows.String()+"</ul>\n")
	if !l.gbk {
		page(w, "列表", body)
		return
	}
	w.Header().Set("Content-Type", "text/html") // the charset is told by the page alone
	body, err := simplifiedchinese.GBK.NewEncoder().String("<html><head><meta http-equiv=Content-Type content=\"text/html; charset=gb2312\"><title>政策文件</title></head><body>" + body + "</body></html>")
	if err != nil {
		panic(err) // an invented title that GBK does not have
	}
	io.WriteString(w, body)
}

func (s *Site) scripted(n, pages int, rows string) string {
	return rows + `<a href="index.html">1</a>` + fmt.Sprintf(`<div class="page"><script>createPageHTML(%d, %d, "index", "html");</script></div>`, pages, n)
}

func (s *Site) nextOnly(n, pages int, rows string) string {
	if n+1 == pages {
		return rows + "<a>下一页</a>"
	}
	return rows + fmt.Sprintf(`<a href="list%s.htm">下一页&gt;</a>`, suffix("", n+1))
}

func (s *Site) numbers(n, pages int, rows string) string {
	var b strings.Builder
	for i := max(0, n-2); i < min(pages, n+3); i++ { // a window of numbers
		fmt.Fprintf(&b, `<a href="info/list.jsp?page=%d">[%d]</a> `, i+1, i+1)
	}
	return `<base href="/">` + rows + b.String()
}

// sitemap writes the index and its two sitemaps.
func (s *Site) sitemap(w http.ResponseWriter, r *http.Request, uri string) {
	w.Header().Set("Content-Type", "application/xml")
	at := "http://" + r.Host
	half := func(k int) string {
		var b strings.Builder
		b.WriteString(`<?xml version="1.0" encoding="UTF-8"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`)
		for i, e := range s.policies() {
			if i%2 == k {
				fmt.Fprintf(&b, "<url><loc>%s%s</loc><lastmod>2026-03-01</lastmod></url>\n", at, e)
			}
		}
		return b.String() + "</urlset>"
	}
	switch uri {
	case Sitemap:
		fmt.Fprintf(w, `<?xml version="1.0" encoding="UTF-8"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><sitemap><loc>%s/sitemap0.xml</loc></sitemap><sitemap><loc>%s/sitemap1.xml.gz</loc></sitemap></sitemapindex>`, at, at)
	case "/sitemap0.xml":
		io.WriteString(w, half(0))
	case "/sitemap1.xml.gz":
		w.Header().Set("Content-Type", "application/gzip")
		z := gzip.NewWriter(w)
		io.WriteString(z, half(1))
		z.Close()
	default:
		http.NotFound(w, r)
	}
}

// policies returns the paths of the policy pages.
func (s *Site) policies() []string {
	var out []string
	for _, l := range s.lists {
		for _, e := range l.entries {
			if _, ok := s.pages[e.path]; ok && path.Dir(e.path) != "/trouble" {
				out = append(out, e.path)
			}
		}
	}
	slices.Sort(out)
	return out
}

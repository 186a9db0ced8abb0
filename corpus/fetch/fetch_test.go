package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"code.dny.dev/ssrf"
)

// site is a small web site on loopback that notes what it was asked.
type site struct {
	*httptest.Server
	mu    sync.Mutex
	asked []string // "path user-agent"
}

// newSite serves pages by path; robots.txt is 404 unless it is among them.
func newSite(t testing.TB, pages map[string]http.HandlerFunc) *site {
	t.Helper()
	s := &site{}
	s.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.EscapedPath()+" "+r.UserAgent())
		s.mu.Unlock()
		h := pages[r.URL.Path]
		if h == nil {
			http.NotFound(w, r)
			return
		}
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

func (s *site) paths() (paths []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.asked {
		p, _, _ := strings.Cut(a, " ")
		paths = append(paths, p)
	}
	return paths
}

func says(s string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, s) }
}

func answers(status int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(status) }
}

func leads(to string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	}
}

func local(opt Options) *Client {
	opt.AllowPrivate = true
	return New(opt)
}

// wantKind checks that err is an Error of the kind whose text holds each of says.
func wantKind(t *testing.T, err error, kind Kind, says ...string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v, want *Error of kind %s", err, kind)
	}
	if e.Kind != kind {
		t.Fatalf("kind %s (%v), want %s", e.Kind, err, kind)
	}
	for _, s := range says {
		if !strings.Contains(err.Error(), s) {
			t.Errorf("error %q does not say %q", err, s)
		}
	}
}

func TestGet(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{
		"/教育/通知.html": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=gb2312")
			w.Header().Set("Date", "Tue, 03 Mar 2020 08:00:00 GMT")
			w.Write([]byte("<p>\xbd\xe1\xb6\xd4</p>"))
		},
	})
	c := local(Options{Version: "1.2.3", Contact: "mailto:keeper@school.example"})
	page, err := c.Get(t.Context(), s.URL+"/教育/通知.html#top")
	if err != nil {
		t.Fatal(err)
	}
	want := s.URL + "/%E6%95%99%E8%82%B2/%E9%80%9A%E7%9F%A5.html"
	if page.Name != want || page.URI != want || page.Identity != want {
		t.Errorf("name %q, uri %q, identity %q, want %q", page.Name, page.URI, page.Identity, want)
	}
	if string(page.Body) != "<p>\xbd\xe1\xb6\xd4</p>" || page.MediaType != "text/html; charset=gb2312" || page.Truncated {
		t.Errorf("page %+v", page)
	}
	if got := page.CapturedAt.Format(time.RFC3339); got != "2020-03-03T08:00:00Z" {
		t.Errorf("captured at %s", got)
	}
	const ua = "jiedui/1.2.3 (+mailto:keeper@school.example)"
	s.mu.Lock()
	defer s.mu.Unlock()
	if got := strings.Join(s.asked, "\n"); got != "/robots.txt "+ua+"\n/%E6%95%99%E8%82%B2/%E9%80%9A%E7%9F%A5.html "+ua {
		t.Errorf("asked\n%s", got)
	}
}

func TestUserAgent(t *testing.T) {
	for _, c := range []struct{ version, contact, agent, want string }{
		{"", "", "", "jiedui"},
		{"0.1.0", "", "", "jiedui/0.1.0"},
		{"(devel) x", "", "", "jiedui/-devel--x"},
		{"1", "a\r\nX-Evil: 1", "", "jiedui/1 (+a X-Evil: 1)"},
		{"1", "https://h.example/(x)", "", "jiedui/1 (+https://h.example/x)"},
		{"1", "me", " survey/2  plain ", "jiedui/1 (+me) survey/2 plain"},
		{"1", "", "Mozilla/5.0 (compatible;\r\nX: y)", "jiedui/1 Mozilla/5.0 -compatible- X- y-"},
	} {
		if got := New(Options{Version: c.version, Contact: c.contact, Agent: c.agent}).UserAgent(); got != c.want {
			t.Errorf("version %q, contact %q: %q, want %q", c.version, c.contact, got, c.want)
		}
	}
}

func TestCapturedAtWithoutDate(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, _ *http.Request) {
		w.Header()["Date"] = nil
		io.WriteString(w, "x")
	}})
	at := time.Date(2021, 5, 6, 7, 8, 9, 10, time.FixedZone("", 8*3600))
	page, err := local(Options{Now: func() time.Time { return at }}).Get(t.Context(), s.URL)
	if err != nil || page.CapturedAt.Format(time.RFC3339Nano) != "2021-05-05T23:08:09Z" {
		t.Errorf("captured at %v, error %v", page.CapturedAt, err)
	}
}

func TestRobots(t *testing.T) {
	long := strings.Repeat("# 一二三四五六七\n", robotsSize/20) + strings.Repeat("#\n", 200<<10) + "User-agent: *\nDisallow: /\n"
	for _, c := range []struct {
		name   string
		robots http.HandlerFunc // nil: 404
		path   string
		kind   Kind // "": allowed
	}{
		{"none", nil, "/a", ""},
		{"401", answers(401), "/a", ""},
		{"403", answers(403), "/a", ""},
		{"429", answers(429), "/a", Robots},
		{"500", answers(500), "/a", Robots},
		{"503", answers(503), "/a", Robots},
		{"empty", says(""), "/a", ""},
		{"all", says("User-agent: *\nDisallow: /"), "/a", Robots},
		{"others", says("User-agent: otherbot\nDisallow: /"), "/a", ""},
		{"us", says("User-agent: jiedui\nDisallow: /a\n\nUser-agent: *\nAllow: /"), "/a", Robots},
		{"us, elsewhere", says("User-agent: *\nDisallow: /\n\nUser-agent: jiedui\nDisallow: /b"), "/a", ""},
		{"BOM", says("\ufeffUser-agent: *\nDisallow: /a"), "/a", Robots},
		{"Chinese rule", says("User-agent: *\nDisallow: /通知/"), "/通知/a", Robots},
		{"escaped rule", says("User-agent: *\nDisallow: /%e9%80%9a%e7%9f%a5/"), "/通知/a", Robots},
		{"half escaped rule", says("User-agent: *\nDisallow: /通%E7%9f%a5/"), "/通知/a", Robots},
		{"unreserved escaped", says("User-agent: *\nDisallow: /%61"), "/a", Robots},
		{"lower-case escapes asked", says("User-agent: *\nDisallow: /通知/"), "/%e9%80%9a%e7%9f%a5/a", Robots},
		{"longest wins", says("User-agent: *\nDisallow: /\nAllow: /a$"), "/a", ""},
		{"html in its place", says("<html><body>Disallow nothing</body></html>"), "/a", ""},
		{"moved", leads("/elsewhere"), "/a", Robots},
		{"loop", leads("/robots.txt"), "/a", ""},
		{"moved to ftp", leads("ftp://127.0.0.1/robots.txt"), "/a", Robots},
		{"moved to metadata", leads("http://169.254.169.254/"), "/a", Robots},
		{"rule past 500 KiB", says(long), "/a", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			pages := map[string]http.HandlerFunc{
				"/a":         says("page"),
				"/通知/a":      says("page"),
				"/elsewhere": says("User-agent: *\nDisallow: /a"),
			}
			if c.robots != nil {
				pages["/robots.txt"] = c.robots
			}
			s := newSite(t, pages)
			page, err := local(Options{}).Get(t.Context(), s.URL+c.path)
			if c.kind == "" {
				if err != nil || string(page.Body) != "page" {
					t.Errorf("body %q, error %v", page.Body, err)
				}
				return
			}
			wantKind(t, err, c.kind, "robots.txt", "save the page")
			for _, p := range s.paths() {
				if p == "/a" || strings.HasSuffix(p, "/a") {
					t.Errorf("the page was asked for: %v", s.paths())
				}
			}
		})
	}
}

// The robots.txt of a site that cannot be reached closes it.
func TestRobotsUnreachable(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{
		"/robots.txt": func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) },
		"/a":          says("page"),
	})
	_, err := local(Options{}).Get(t.Context(), s.URL+"/a")
	wantKind(t, err, Robots, "cannot be had", "no answer")
}

func TestRobotsAskedOnce(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/a": says("a"), "/b": says("b")})
	c := local(Options{})
	var wg sync.WaitGroup
	for i := range 8 {
		wg.Go(func() {
			if _, err := c.Get(t.Context(), s.URL+[]string{"/a", "/b"}[i%2]); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	n := 0
	for _, p := range s.paths() {
		if p == "/robots.txt" {
			n++
		}
	}
	if n != 1 || len(s.paths()) != 9 {
		t.Errorf("asked %v", s.paths())
	}
}

func TestOneRequestAHost(t *testing.T) {
	var now, most atomic.Int32
	s := newSite(t, map[string]http.HandlerFunc{"/a": func(w http.ResponseWriter, _ *http.Request) {
		if n := now.Add(1); n > most.Load() {
			most.Store(n)
		}
		runtime.Gosched()
		time.Sleep(time.Millisecond)
		now.Add(-1)
	}})
	c := local(Options{})
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() { c.Get(t.Context(), s.URL+"/a") })
	}
	wg.Wait()
	if most.Load() != 1 {
		t.Errorf("%d requests at once", most.Load())
	}
}

func TestRedirects(t *testing.T) {
	var s *site
	far := newSite(t, map[string]http.HandlerFunc{
		"/robots.txt": says("User-agent: *\nDisallow: /closed"),
		"/closed":     says("closed"),
		"/open":       says("open"),
	})
	s = newSite(t, map[string]http.HandlerFunc{
		"/robots.txt": says("User-agent: *\nDisallow: /secret"),
		"/page":       says("page"),
		"/secret":     says("secret"),
		"/rel/a":      leads("../page"),
		"/chinese":    leads("/通知"),
		"/通知":         says("notice"),
		"/loop":       leads("/loop"),
		"/ftp":        leads("ftp://127.0.0.1/x"),
		"/file":       leads("file:///etc/passwd"),
		"/hidden":     leads("/secret"),
		"/metadata":   leads("http://169.254.169.254/latest/meta-data/"),
		"/cloud":      leads("http://100.100.100.200/latest/meta-data/"),
		"/v6":         leads("http://[fe80::1]/"),
		"/zero":       leads("http://0.0.0.0/"),
		"/multicast":  leads("http://224.0.0.1/"),
		"/user":       leads("http://me:secret-word@127.0.0.1/"),
		"/nowhere":    answers(302),
		"/far":        leads(far.URL + "/open"),
		"/far-closed": leads(far.URL + "/closed"),
	})
	for _, c := range []struct {
		path string
		kind Kind
		want string // body, or what the error says
	}{
		{"/rel/a", "", "page"},
		{"/chinese", "", "notice"},
		{"/far", "", "open"},
		{"/far-closed", Robots, "robots.txt asks"},
		{"/loop", Redirect, "more than 3 redirects"},
		{"/ftp", Redirect, "neither http nor https"},
		{"/file", Redirect, "neither http nor https"},
		{"/hidden", Robots, "robots.txt asks"},
		{"/metadata", Refused, "169.254.169.254"},
		{"/cloud", Refused, "100.100.100.200"},
		{"/v6", Refused, "not entered"},
		{"/zero", Refused, "not entered"},
		{"/multicast", Refused, "not entered"},
		{"/user", Redirect, "user name"},
		{"/nowhere", Redirect, "without saying where"},
	} {
		t.Run(c.path, func(t *testing.T) {
			page, err := local(Options{MaxRedirects: 3}).Get(t.Context(), s.URL+c.path)
			if c.kind != "" {
				wantKind(t, err, c.kind, c.want)
				if strings.Contains(err.Error(), "secret-word") {
					t.Errorf("the password is printed: %v", err)
				}
				return
			}
			if err != nil || string(page.Body) != c.want {
				t.Fatalf("body %q, error %v, want %q", page.Body, err, c.want)
			}
			if page.Identity != s.URL+c.path || page.URI == page.Identity {
				t.Errorf("identity %q, uri %q", page.Identity, page.URI)
			}
		})
	}
}

// Without AllowPrivate nothing on loopback is reached, neither by number nor
// by name.
func TestPrivateRefused(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{"/": says("inside")})
	u, _ := url.Parse(s.URL)
	for _, address := range []string{
		s.URL, // a port that is not entered either
		"http://127.0.0.1/", "http://localhost/", "http://[::1]/", "http://[::ffff:127.0.0.1]/",
		"http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://100.64.0.1/",
		"http://169.254.169.254/", "http://0.0.0.0/", "http://[fd00::1]/", "http://１２７．0．0．1/",
		"http://224.0.0.1/", "http://255.255.255.255/", "http://[ff02::1]/", "http://[64:ff9b::7f00:1]/",
	} {
		_, err := New(Options{Timeout: 10 * time.Second}).Get(t.Context(), address)
		wantKind(t, err, Refused, "not entered")
	}
	// By name and on a port that is let through: refused when connecting.
	port := netip.MustParseAddrPort(u.Host).Port()
	c := newClient(New(Options{Timeout: 10 * time.Second}).opt, &guard{any: true, safe: ssrf.New(ssrf.WithPorts(port))})
	_, err := c.Get(t.Context(), fmt.Sprintf("http://localhost:%d/", port))
	wantKind(t, err, Refused, "not entered")
	if len(s.paths()) != 0 {
		t.Errorf("the inside was asked %v", s.paths())
	}
}

// A public page that redirects to a name on a private network is refused at
// the second hop, when connecting.
func TestPrivateRefusedAfterRedirect(t *testing.T) {
	inside := newSite(t, map[string]http.HandlerFunc{"/": says("inside")})
	_, port, _ := net.SplitHostPort(strings.TrimPrefix(inside.URL, "http://"))
	l, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skipf("no second loopback address: %v", err)
	}
	public := httptest.NewUnstartedServer(leads("http://localhost:" + port + "/"))
	public.Listener.Close()
	public.Listener = l
	public.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		leads("http://localhost:"+port+"/")(w, r)
	})
	public.Start()
	defer public.Close()
	g := &guard{any: true, safe: ssrf.New(ssrf.WithAnyPort(),
		ssrf.WithAllowedV4Prefixes(netip.MustParsePrefix("127.0.0.2/32")))} // the world, for this test
	_, err = newClient(New(Options{}).opt, g).Get(t.Context(), public.URL+"/")
	wantKind(t, err, Refused, "localhost", "not entered")
	if len(inside.paths()) != 0 {
		t.Errorf("the inside was asked %v", inside.paths())
	}
}

func TestAllowedPorts(t *testing.T) {
	asked := 0
	c := New(Options{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		asked++
		return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader("")), Header: http.Header{}, Request: r}, nil
	})})
	for address, ok := range map[string]bool{
		"http://school.example/": true, "https://school.example/": true, "http://school.example:8080/": true,
		"https://school.example:8443/": true, "http://school.example:22/": false, "http://school.example:25/": false,
		"http://school.example:6379/": false,
	} {
		asked = 0
		_, err := c.Get(t.Context(), address)
		if ok && (err != nil || asked != 2) || !ok && asked != 0 {
			t.Errorf("%s: asked %d times, error %v", address, asked, err)
		}
		if !ok {
			wantKind(t, err, Refused, "port")
		}
	}
}

type roundTrip func(*http.Request) (*http.Response, error)

func (f roundTrip) RoundTrip(r *http.Request) (*http.Response, error) { return f(r) }

func TestSizeLimit(t *testing.T) {
	const limit = 1000
	gzipped := func(n int) http.HandlerFunc {
		return func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			z := gzip.NewWriter(w)
			io.CopyN(z, zeros{}, int64(n))
			z.Close()
		}
	}
	s := newSite(t, map[string]http.HandlerFunc{
		"/at":    says(strings.Repeat("x", limit)),
		"/over":  says(strings.Repeat("x", limit+1)),
		"/bomb":  gzipped(64 << 20),
		"/small": gzipped(10),
		"/endless": func(w http.ResponseWriter, r *http.Request) {
			for r.Context().Err() == nil {
				if _, err := w.Write(bytes.Repeat([]byte("x"), 4096)); err != nil {
					return
				}
			}
		},
	})
	for path, want := range map[string]struct {
		n   int
		cut bool
	}{"/at": {limit, false}, "/over": {limit, true}, "/bomb": {limit, true}, "/small": {10, false}, "/endless": {limit, true}} {
		page, err := local(Options{MaxSize: limit}).Get(t.Context(), s.URL+path)
		if err != nil || len(page.Body) != want.n || page.Truncated != want.cut {
			t.Errorf("%s: %d bytes, truncated %v, error %v, want %+v", path, len(page.Body), page.Truncated, err, want)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { clear(p); return len(p), nil }

func TestFaults(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{
		"/404": answers(404), "/410": answers(410), "/403": answers(403), "/500": answers(500), "/204": answers(204),
		"/206": answers(206), "/304": answers(304),
		"/503": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "120")
			w.WriteHeader(503)
		},
		"/br": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "br")
			io.WriteString(w, "x")
		},
		"/short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "short")
		},
		"/broken": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, "no gzip at all")
		},
		"/slow": func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "beginning")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
		"/header": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("x", 1<<20))
		},
	})
	for _, c := range []struct {
		path string
		kind Kind
		says string
	}{
		{"/404", Status, "404 Not Found: the page is not there; check the address"},
		{"/410", Status, "410"},
		{"/403", Status, "save it"},
		{"/500", Status, "try again later"},
		{"/503", Status, "Retry-After: 120"},
		{"/204", Status, "204"},
		{"/206", Status, "206"},
		{"/304", Status, "304"},
		{"/br", Encoding, `"br"`},
		{"/short", Network, "unexpected EOF"},
		{"/broken", Network, "no complete answer"},
		{"/slow", Timeout, "within 300ms"},
		{"/header", Network, "no complete answer"},
	} {
		t.Run(c.path, func(t *testing.T) {
			opt := Options{}
			if c.path == "/slow" {
				opt.Timeout = 300 * time.Millisecond
			}
			_, err := local(opt).Get(t.Context(), s.URL+c.path)
			wantKind(t, err, c.kind, c.says, s.URL+c.path)
		})
	}
	s.Close()
	_, err := local(Options{}).Get(t.Context(), s.URL+"/404")
	wantKind(t, err, Robots, "no answer")
}

func TestUnknownHost(t *testing.T) {
	c := New(Options{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
		if r.URL.Path == "/robots.txt" {
			return &http.Response{StatusCode: 404, Body: http.NoBody, Header: http.Header{}}, nil
		}
		return nil, &net.DNSError{Err: "no such host", Name: r.URL.Host, IsNotFound: true}
	})})
	_, err := c.Get(t.Context(), "http://school.example/")
	wantKind(t, err, Network, "the host is not known")
}

func TestCancelled(t *testing.T) {
	for _, slow := range []string{"/robots.txt", "/a"} {
		ctx, cancel := context.WithCancel(t.Context())
		s := newSite(t, map[string]http.HandlerFunc{slow: func(_ http.ResponseWriter, r *http.Request) {
			cancel()
			<-r.Context().Done()
		}})
		c := local(Options{})
		_, err := c.Get(ctx, s.URL+"/a")
		var e *Error
		if !errors.Is(err, context.Canceled) || errors.As(err, &e) {
			t.Errorf("%s: error %v, want the context's", slow, err)
		}
	}
}

// Whoever asks after an asker that went away asks robots.txt anew.
func TestRobotsAfterCancel(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	var n atomic.Int32
	s := newSite(t, map[string]http.HandlerFunc{
		"/a": says("a"),
		"/robots.txt": func(w http.ResponseWriter, r *http.Request) {
			if n.Add(1) == 1 {
				cancel()
				<-r.Context().Done()
				return
			}
			io.WriteString(w, "User-agent: *\nDisallow: /b")
		}})
	c := local(Options{})
	if _, err := c.Get(ctx, s.URL+"/a"); !errors.Is(err, context.Canceled) {
		t.Fatal(err)
	}
	if _, err := c.Get(t.Context(), s.URL+"/a"); err != nil {
		t.Fatal(err)
	}
	_, err := c.Get(t.Context(), s.URL+"/b")
	wantKind(t, err, Robots)
}

func FuzzRobots(f *testing.F) {
	f.Add("User-agent: *\nDisallow: /", "/a")
	f.Add("user-agent:jiedui\ndisallow:/*.php$\nallow: /x?", "/通知/a.php?q=%")
	f.Add("\xef\xbbUser-agent: *\nDisalow /\x00%", "//x;y?z#")
	f.Fuzz(func(t *testing.T, rules, path string) {
		c := New(Options{Transport: roundTrip(func(r *http.Request) (*http.Response, error) {
			body := "page"
			if r.URL.Path == "/robots.txt" {
				body = rules
			}
			return &http.Response{StatusCode: 200, Body: io.NopCloser(strings.NewReader(body)), Header: http.Header{}}, nil
		})})
		_, err := c.Get(t.Context(), "http://school.example/"+path)
		var e *Error
		if err != nil && !errors.As(err, &e) {
			t.Fatalf("error %v is no *Error", err)
		}
	})
}

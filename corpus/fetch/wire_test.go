package fetch

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"strings"
	"testing"
	"time"

	"jiedui/corpus"
)

// exchangesOf walks to an address and returns what went over the wire.
func exchangesOf(t *testing.T, c *Client, address string, validators corpus.Validators) (answer, []corpus.Exchange) {
	t.Helper()
	u, err := Normalize(address)
	if err != nil {
		t.Fatal(err)
	}
	v := &visit{validators: func(context.Context, string) (corpus.Validators, error) { return validators, nil }}
	a, _, err := c.walk(t.Context(), u, v)
	if err != nil {
		t.Fatal(err)
	}
	return a, v.exchanges
}

// What an exchange says was sent is what the server got, and what it says came
// is what the server wrote.
func TestExchange(t *testing.T) {
	var got []string
	s := newSite(t, map[string]http.HandlerFunc{
		"/robots.txt": answers(404),
		"/old":        leads("/通知 1"),
		"/通知 1": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			w.Header().Set("Content-Type", "text/html")
			z := gzip.NewWriter(w)
			io.WriteString(z, "<p>结对</p>")
			z.Close()
		},
	})
	h := s.Config.Handler
	s.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		b, err := httputil.DumpRequest(r, false)
		if err != nil {
			t.Error(err)
		}
		got = append(got, string(b))
		h.ServeHTTP(w, r)
	})
	at := time.Date(2021, 5, 6, 7, 8, 9, 0, time.UTC)
	c := local(Options{Version: "1", Contact: "https://survey.example/", Agent: "survey/2", Now: func() time.Time { return at }})
	a, list := exchangesOf(t, c, s.URL+"/old", corpus.Validators{ETag: `"x"`, LastModified: "Tue, 03 Mar 2020 08:00:00 GMT"})
	if len(list) != 3 || len(got) != 3 {
		t.Fatalf("%d exchanges, the server saw %d", len(list), len(got))
	}
	for i, e := range list {
		// The dump sorts and spells the header alike.
		r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(e.Request)))
		if err != nil {
			t.Fatalf("request %q: %v", e.Request, err)
		}
		b, _ := httputil.DumpRequest(r, false)
		if string(b) != got[i] {
			t.Errorf("exchange %d says\n%s\nthe server got\n%s", i, b, got[i])
		}
		if e.IP != "127.0.0.1" || !e.At.Equal(at) || e.Cut != "" {
			t.Errorf("exchange %d: %s at %v, cut %q", i, e.IP, e.At, e.Cut)
		}
	}
	if list[0].Status != "HTTP/1.1 404 Not Found" || list[1].Status != "HTTP/1.1 302 Found" || list[2].Status != "HTTP/1.1 200 OK" {
		t.Errorf("%q %q %q", list[0].Status, list[1].Status, list[2].Status)
	}
	if !strings.Contains(got[2], "\r\nIf-None-Match: \"x\"\r\n") || !strings.Contains(got[2], "\r\nIf-Modified-Since: Tue, 03 Mar 2020") || strings.Contains(got[0], "If-") {
		t.Errorf("conditions:\n%s\n%s", got[0], got[2])
	}
	if !strings.Contains(got[2], "User-Agent: jiedui/1 (+https://survey.example/) survey/2\r\n") {
		t.Error(got[2])
	}
	if !bytes.HasPrefix(a.Body, []byte("\x1f\x8b")) || a.Header.Get("Content-Encoding") != "gzip" {
		t.Errorf("the body %q is not as it came: %v", a.Body, a.Header)
	}
	if plain, _, err := c.plain(nil, a); string(plain) != "<p>结对</p>" {
		t.Errorf("%q, %v", plain, err)
	}
}

// HTTP/2 is written as HTTP/1.1 would be.
func TestExchangeHTTP2(t *testing.T) {
	s := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ProtoMajor != 2 {
			t.Errorf("asked by %s", r.Proto)
		}
		io.WriteString(w, "page")
	}))
	s.EnableHTTP2 = true
	s.StartTLS()
	defer s.Close()
	c := local(Options{})
	c.trip.(*http.Transport).TLSClientConfig = &tls.Config{RootCAs: s.Client().Transport.(*http.Transport).TLSClientConfig.RootCAs}
	defer c.trip.(*http.Transport).CloseIdleConnections()
	a, list := exchangesOf(t, c, s.URL+"/a?b", corpus.Validators{})
	if len(list) != 2 || a.Status != "HTTP/1.1 200 OK" || string(a.Body) != "page" {
		t.Fatalf("%d exchanges, %q %q", len(list), a.Status, a.Body)
	}
	r, err := http.ReadRequest(bufio.NewReader(bytes.NewReader(a.Request)))
	if err != nil {
		t.Fatalf("%q: %v", a.Request, err)
	}
	if r.Host != strings.TrimPrefix(s.URL, "https://") || r.RequestURI != "/a?b" || r.UserAgent() != "jiedui" || r.Header.Get("Accept-Encoding") != "gzip" {
		t.Errorf("request %q", a.Request)
	}
}

// A site that sets a cookie and sends the visitor round again is entered; the
// cookie is not shown to other hosts.
func TestCookieWall(t *testing.T) {
	other := newSite(t, map[string]http.HandlerFunc{"/": func(w http.ResponseWriter, r *http.Request) {
		if len(r.Cookies()) > 0 {
			t.Errorf("the other host is shown %v", r.Cookies())
		}
	}})
	s := newSite(t, map[string]http.HandlerFunc{"/page": func(w http.ResponseWriter, r *http.Request) {
		if _, err := r.Cookie("seen"); err != nil {
			http.SetCookie(w, &http.Cookie{Name: "seen", Value: "1"})
			leads("/page")(w, r)
			return
		}
		io.WriteString(w, "inside")
	}})
	c := local(Options{})
	for range 2 { // the second time at once
		page, err := c.Get(t.Context(), s.URL+"/page")
		if err != nil || string(page.Body) != "inside" {
			t.Fatalf("%q, %v", page.Body, err)
		}
	}
	if got := strings.Join(s.paths(), " "); got != "/robots.txt /page /page /page" {
		t.Errorf("asked %s", got)
	}
	if _, err := c.Get(t.Context(), strings.Replace(other.URL, "127.0.0.1", "localhost", 1)+"/"); err != nil {
		t.Error(err)
	}
}

func TestCutExchanges(t *testing.T) {
	s := newSite(t, map[string]http.HandlerFunc{
		"/long": says(strings.Repeat("x", 5000)),
		"/short": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			io.WriteString(w, "short")
		},
		"/slow": func(w http.ResponseWriter, r *http.Request) {
			io.WriteString(w, "slow")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		},
	})
	for _, x := range []struct{ path, body, cut string }{
		{"/long", strings.Repeat("x", 1000), "length"}, {"/short", "short", "disconnect"}, {"/slow", "slow", "time"},
	} {
		opt := Options{MaxSize: 1000}
		if x.path == "/slow" {
			opt.Timeout = 200 * time.Millisecond
		}
		u, _ := Normalize(s.URL + x.path)
		v := &visit{}
		a, _, err := local(opt).walk(t.Context(), u, v)
		if string(a.Body) != x.body || a.Cut != x.cut || (err == nil) != (x.cut == "length") || len(v.exchanges) != 2 || v.exchanges[1].Cut != x.cut {
			t.Errorf("%s: %q, cut %q, %v, %d exchanges", x.path, a.Body, a.Cut, err, len(v.exchanges))
		}
	}
}

func TestRetryAfter(t *testing.T) {
	now := time.Date(2026, 3, 1, 8, 0, 0, 0, time.UTC)
	for in, want := range map[string]time.Duration{
		"0": 0, "120": 2 * time.Minute, " 7 ": 7 * time.Second, "99999999999": maxPatience, "99999999999999999999999": maxPatience,
		"Sun, 01 Mar 2026 08:00:30 GMT": 30 * time.Second, "Sun, 01 Mar 2020 08:00:30 GMT": 0, "Sunday, 01-Mar-26 08:00:10 GMT": 10 * time.Second,
		"Sun, 01 Mar 9999 08:00:30 GMT": maxPatience,
		"":                              -1, "-1": -1, "soon": -1, "1.5": -1, "1h": -1,
	} {
		got, ok := retryAfter(in, now)
		if ok != (want >= 0) || ok && got != want {
			t.Errorf("%q: %v, %v, want %v", in, got, ok, want)
		}
	}
}

func FuzzRetryAfter(f *testing.F) {
	f.Add("120", int64(1e9))
	f.Add("Sun, 01 Mar 2026 08:00:30 GMT", int64(1772352000))
	f.Fuzz(func(t *testing.T, header string, at int64) {
		d, ok := retryAfter(header, time.Unix(at, 0))
		if d < 0 || d > maxPatience || !ok && d != 0 {
			t.Fatalf("%q: %v, %v", header, d, ok)
		}
	})
}

func TestCrawlDelay(t *testing.T) {
	for in, want := range map[string]time.Duration{
		"": 0, "User-agent: *\nDisallow: /x": 0,
		"User-agent: *\nCrawl-delay: 10":                                                                10 * time.Second,
		"User-agent: *\ncrawl-delay: 0.5\nDisallow: /":                                                  500 * time.Millisecond,
		"User-agent: otherbot\nCrawl-delay: 10":                                                         0,
		"User-agent: otherbot\nUser-agent: Jiedui/1.0\nCrawl-delay: 3\n\nUser-agent: *\nCrawl-delay: 9": 3 * time.Second,
		"User-agent: *\nCrawl-delay: 9\n\nUser-agent: jiedui\nAllow: /":                                 0,
		"User-agent: *\nDisallow: /a\nUser-agent: otherbot\nCrawl-delay: 9":                             0,
		"User-agent: *\nCrawl-delay: x":                                                                 0, "User-agent: *\nCrawl-delay: -1": 0, "User-agent: *\nCrawl-delay: NaN": 0,
		"User-agent: *\nCrawl-delay: 1e300": maxPatience, "Crawl-delay: 5": 0,
	} {
		if got, ok := crawlDelay(in); got != want || ok != (want > 0) {
			t.Errorf("%q: %v, %v, want %v", in, got, ok, want)
		}
	}
}

func FuzzCrawlDelay(f *testing.F) {
	f.Add("User-agent: *\nCrawl-delay: 10")
	f.Add("\xef\xbbuser-agent:jiedui\r\rcrawl-delay 1e9")
	f.Fuzz(func(t *testing.T, rules string) {
		if d, ok := crawlDelay(rules); d < 0 || d > maxPatience || ok != (d > 0) {
			t.Fatalf("%v, %v", d, ok)
		}
	})
}

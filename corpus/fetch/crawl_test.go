package fetch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"jiedui/corpus"
	"jiedui/internal/testsite"
)

const bureau = "http://bureau.example"

// judge knows the titles of testsite.
func judge(words string) Verdict {
	var v Verdict
	for _, w := range []string{"结对", "集团化办学", "共同体", "教联体"} {
		if strings.Contains(words, w) && !strings.Contains(words, "群众") {
			v |= Likely
		}
	}
	if slices.Contains([]string{"通知公告", "政策文件", "信息公开"}, words) {
		v |= Column
	}
	if strings.TrimRight(words, " >") == "下一页" {
		v |= NextPage
	}
	if strings.HasPrefix(words, "附件") {
		v |= Attachment
	}
	return v
}

// crawling runs f in a bubble with a net of sites and a plan that leads into it.
func crawling(t *testing.T, sites map[string]http.Handler, f func(t *testing.T, m *memory, plan Plan)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		n := testsite.NewNet(sites)
		defer n.Close()
		way := newTransport(n.Dial)
		defer way.CloseIdleConnections()
		f(t, newMemory(t), Plan{
			Options: Options{Transport: way, Random: func() float64 { return 0.5 }},
			Judge:   judge,
		})
	})
}

// pathOf returns path and query of an address as the log of a site has them.
func pathOf(t *testing.T, address string) string {
	t.Helper()
	u, err := Normalize(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.RequestURI()
}

// asked counts the requests of a log by path.
func asked(log []testsite.Request) map[string]int {
	n := map[string]int{}
	for _, r := range log {
		n[r.URI]++
	}
	return n
}

// polite checks that no two requests of a log are closer than the pause, and
// none is under way when the next comes.
func polite(t *testing.T, log []testsite.Request, pause time.Duration) {
	t.Helper()
	for i, r := range log {
		if r.Active != 1 {
			t.Errorf("%s came while %d others were under way", r.URI, r.Active-1)
		}
		if i > 0 && r.At.Sub(log[i-1].At) < pause {
			t.Errorf("%s came %v after %s", r.URI, r.At.Sub(log[i-1].At), log[i-1].URI)
		}
	}
}

// states returns how the addresses of the run ended, by path.
func states(t *testing.T, m *memory) map[string]corpus.State {
	t.Helper()
	out := map[string]corpus.State{}
	for address, o := range m.ended {
		out[pathOf(t, address)] = o.State
	}
	return out
}

func wanted(t *testing.T, s *testsite.Site) map[string]corpus.State {
	t.Helper()
	out := map[string]corpus.State{}
	for _, w := range s.Want() {
		out[pathOf(t, bureau+w.Path)] = corpus.State(w.End)
	}
	return out
}

// A whole site, with all its troubles, is fetched completely and politely.
func TestCrawl(t *testing.T) {
	s := testsite.New(testsite.Options{Pages: 24, Trouble: true, Robots: "User-agent: *\nDisallow: /private/\n", Now: time.Now})
	crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses = []string{bureau + testsite.Root, bureau + testsite.Trouble}
		plan.Follow, plan.Depth = true, 2
		plan.MaxSize = 256 << 10
		told := map[string]corpus.Outcome{}
		plan.Report = func(o corpus.Outcome, before bool) {
			if _, twice := told[o.Address]; twice || before {
				t.Errorf("%s: told twice, or before it was asked", o.Address)
			}
			told[o.Address] = o
		}
		summary, err := Crawl(t.Context(), m, plan)
		if err != nil || summary.Left != 0 {
			t.Fatalf("left %d, %v", summary.Left, err)
		}
		want := wanted(t, s)
		want["/"] = corpus.Fetched
		if d := cmp.Diff(want, states(t, m)); d != "" {
			t.Errorf("ended otherwise than wanted (-want +got):\n%s", d)
		}
		if d := cmp.Diff(m.ended, told); d != "" {
			t.Errorf("told otherwise than kept:\n%s", d)
		}
		polite(t, s.Log(), time.Second)

		// Everything is asked for once, but for what the server wished otherwise.
		repeated := map[string]int{
			"/trouble/always-500.html": 3, "/trouble/busy.html": 2, "/trouble/busy-until.html": 2, "/trouble/down-at-first.html": 3,
			"/trouble/broken-at-first.html": 2, "/trouble/loop.html": 11, "/trouble/cookie.html": 2, "/trouble/cut-short.html": 3,
			"/trouble/cut-slow.html": 3, "/trouble/moved-again.html": 1, "/trouble/moved-for-good.html": 1, "/robots.txt": 1,
		}
		for p := range want {
			if repeated[p] == 0 {
				repeated[p] = 1
			}
		}
		if d := cmp.Diff(repeated, asked(s.Log())); d != "" {
			t.Errorf("asked for otherwise than wanted (-want +got):\n%s", d)
		}
		if s.Log()[0].URI != "/robots.txt" {
			t.Errorf("the first request is %s", s.Log()[0].URI)
		}

		// Retry-After is obeyed, in seconds and as a date.
		for path, least := range map[string]time.Duration{"/trouble/busy.html": 7 * time.Second, "/trouble/busy-until.html": 8 * time.Second} { // a date has whole seconds
			if d := between(s.Log(), path); d < least || d > least+time.Second {
				t.Errorf("%s was asked again after %v", path, d)
			}
		}
		// The pauses before further tries grow: 3/4 of 2 s and 4 s.
		if d := between(s.Log(), "/trouble/down-at-first.html"); d != 1500*time.Millisecond+3*time.Second {
			t.Errorf("the tries of a page that was down took %v", d)
		}
		// Attachments belong to their page.
		for _, w := range s.Want() {
			o := m.ended[mustNormal(t, bureau+w.Path)]
			if o.Attached != (w.Via != "") || o.Attached && o.Via != mustNormal(t, bureau+w.Via) {
				t.Errorf("%s: attached %v, via %s, want %s", w.Path, o.Attached, o.Via, w.Via)
			}
		}
		// What was cut says why, and is no larger than allowed.
		for name, cut := range map[string]string{"cut-short": "disconnect", "cut-large": "length", "cut-slow": "time", "bomb": "", "gzip": ""} {
			e := m.captures[bureau+"/trouble/"+name+".html"]
			if e.Cut != cut || len(e.Body) == 0 || len(e.Body) > 256<<10 {
				t.Errorf("%s: cut %q, %d bytes", name, e.Cut, len(e.Body))
			}
		}
		// All that the log has is in the archive, byte for byte as to the requests.
		if got, want := len(m.kept), len(s.Log())-1; got != want { // one had no answer
			t.Errorf("%d exchanges are kept, the server saw %d", got, want)
		}
		for path, want := range map[string]string{
			"/trouble/loop.html": "more than 10 redirects", "/trouble/to-ftp.html": "neither http nor https",
			"/trouble/to-metadata.html": "http://169.254.169.254/latest/meta-data/: the host leads to a private", "/trouble/always-500.html": "500",
		} {
			if o := m.ended[bureau+path]; !strings.Contains(o.Reason, want) {
				t.Errorf("%s failed: %s", path, o.Reason)
			}
		}
		if o := m.ended[bureau+"/trouble/moved.html"]; o.Final != bureau+"/trouble/moved-for-good.html" || o.Tries != 1 {
			t.Errorf("%+v", o)
		}
		if o := m.ended[bureau+"/trouble/always-500.html"]; o.Tries != 3 || o.Code != 500 || o.Depth != 1 || o.Via != bureau+"/trouble/" || !strings.Contains(o.Link, "结对") {
			t.Errorf("%+v", o)
		}
	})
}

func mustNormal(t *testing.T, address string) string {
	t.Helper()
	u, err := Normalize(address)
	if err != nil {
		t.Fatal(err)
	}
	return u.String()
}

// between returns the time from the first request for a path to the last.
func between(log []testsite.Request, path string) time.Duration {
	var at []time.Time
	for _, r := range log {
		if r.URI == path {
			at = append(at, r.At)
		}
	}
	if len(at) < 2 {
		return 0
	}
	return at[len(at)-1].Sub(at[0])
}

// The second run asks on condition; what did not change is not sent again.
func TestCrawlAgain(t *testing.T) {
	s := testsite.New(testsite.Options{Now: time.Now})
	crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses = []string{bureau + testsite.Notices, bureau + testsite.Papers, bureau + testsite.Public}
		plan.Follow = true
		if _, err := Crawl(t.Context(), m, plan); err != nil {
			t.Fatal(err)
		}
		first := states(t, m)
		if d := cmp.Diff(wanted(t, s), first); d != "" {
			t.Fatalf("first run:\n%s", d)
		}
		dated, plain := "/tzgg/202603/t000008.html", "/tzgg/202603/t000001.html"
		if first[dated] == "" || first[plain] == "" {
			t.Fatalf("the site has other pages: %v", slices.Sorted(maps.Keys(first)))
		}
		s.Change(dated)
		s.Change(plain)
		s.Forget()
		m.again()
		if _, err := Crawl(t.Context(), m, plan); err != nil {
			t.Fatal(err)
		}
		second := states(t, m)
		conditional := 0
		for _, r := range s.Log() {
			if r.Header.Get("If-None-Match") != "" && r.Header.Get("If-Modified-Since") != "" {
				conditional++
			}
			if r.Status == http.StatusNotModified && second[r.URI] != corpus.Unchanged {
				t.Errorf("%s is %s", r.URI, second[r.URI])
			}
		}
		if conditional == 0 {
			t.Error("nothing was asked on condition")
		}
		for p := range first {
			want := corpus.Unchanged
			if p == dated || p == plain {
				want = corpus.Fetched
			}
			if second[p] != want {
				t.Errorf("%s is %s, want %s", p, second[p], want)
			}
		}
		if len(second) != len(first) {
			t.Errorf("%d addresses, then %d", len(first), len(second))
		}
		polite(t, s.Log(), time.Second)
	})
}

// A crawl that was cut short at any moment goes on with the same plan: nothing
// that was kept is asked for again, and the end is the same.
func TestCrawlResumes(t *testing.T) {
	for room := 1; room < 40; room += 3 {
		s := testsite.New(testsite.Options{Pages: 9, Now: time.Now})
		crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
			plan.Addresses = []string{bureau + testsite.Root}
			plan.Follow, plan.Depth, plan.Delay = true, 2, -1
			m.room = room
			_, err := Crawl(t.Context(), m, plan)
			if err != nil && !errors.Is(err, errFull) {
				t.Fatal(err)
			}
			kept := len(m.ended)
			before := 0
			m.room = -1
			plan.Report = func(_ corpus.Outcome, b bool) {
				if b {
					before++
				}
			}
			if _, err := Crawl(t.Context(), m, plan); err != nil {
				t.Fatal(err)
			}
			if before != kept {
				t.Errorf("room %d: %d were kept, %d are told to be from before", room, kept, before)
			}
			want := wanted(t, s)
			want["/"] = corpus.Fetched
			if d := cmp.Diff(want, states(t, m)); d != "" {
				t.Errorf("room %d:\n%s", room, d)
			}
			// Only what did not find room was asked for in vain, and robots.txt is
			// nothing that outlives a process.
			twice := len(s.Log()) - len(asked(s.Log()))
			if want := 2 * btoi(err != nil); twice != want {
				t.Errorf("room %d: %d requests were made again, want %d: %v", room, twice, want, asked(s.Log()))
			}
		})
	}
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// What robots.txt forbids is not asked for, and its delay is kept.
func TestCrawlObeysRobots(t *testing.T) {
	answer := func(code int) http.HandlerFunc { return answers(code) }
	for _, c := range []struct {
		name   string
		robots http.HandlerFunc
		states map[string]corpus.State // of /a.html and /private/b.html
		pause  time.Duration
	}{
		{"rules", says("User-agent: *\nDisallow: /private/"), map[string]corpus.State{"/a.html": "fetched", "/private/b.html": "robots"}, time.Second},
		{"delay", says("User-agent: *\nCrawl-delay: 5\nDisallow: /private/\nAllow: /private/b"), map[string]corpus.State{"/a.html": "fetched", "/private/b.html": "fetched"}, 5 * time.Second},
		{"delay beyond reason", says("User-agent: *\nCrawl-delay: 86400"), map[string]corpus.State{"/a.html": "fetched", "/private/b.html": "fetched"}, MaxCrawlDelay},
		{"shorter delay", says("User-agent: *\nCrawl-delay: 0.1"), map[string]corpus.State{"/a.html": "fetched", "/private/b.html": "fetched"}, time.Second},
		{"none", answer(404), map[string]corpus.State{"/a.html": "fetched", "/private/b.html": "fetched"}, time.Second},
		{"forbidden", answer(403), map[string]corpus.State{"/a.html": "fetched", "/private/b.html": "fetched"}, time.Second},
		{"down", answer(503), map[string]corpus.State{"/a.html": "robots", "/private/b.html": "robots"}, time.Second},
		{"moved", leads("/rules.txt"), map[string]corpus.State{"/a.html": "fetched", "/private/b.html": "robots"}, time.Second},
		{"broken", func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }, map[string]corpus.State{"/a.html": "failed", "/private/b.html": "failed"}, time.Second},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := testsite.New(testsite.Options{Pages: 1, Now: time.Now})
			s.Handle("/robots.txt", c.robots)
			s.Handle("/rules.txt", says("User-agent: *\nDisallow: /private/"))
			s.Handle("/a.html", says("<html>a"))
			s.Handle("/private/b.html", says("<html>b"))
			crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
				plan.Addresses = []string{bureau + "/a.html", bureau + "/private/b.html"}
				if _, err := Crawl(t.Context(), m, plan); err != nil {
					t.Fatal(err)
				}
				if d := cmp.Diff(c.states, states(t, m)); d != "" {
					t.Error(d)
				}
				log := s.Log()
				polite(t, log, c.pause)
				for path, n := range asked(log) {
					if state, page := c.states[path]; page && (n == 1) != (state == "fetched") {
						t.Errorf("%s was asked for %d times", path, n)
					}
				}
				tries := asked(log)["/robots.txt"]
				if want := map[string]int{"down": 3, "broken": 3}[c.name]; tries != max(want, 1) {
					t.Errorf("robots.txt was asked for %d times", tries)
				}
				if len(m.kept) != len(log)-3*btoi(c.name == "broken") {
					t.Errorf("%d exchanges are kept, the server saw %d", len(m.kept), len(log))
				}
			})
		})
	}
}

// The rules are believed for a day and no longer.
func TestCrawlRobotsForADay(t *testing.T) {
	s := testsite.New(testsite.Options{Robots: "User-agent: *\nCrawl-delay: 60", Now: time.Now})
	crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
		for i := range 1500 { // 25 hours
			plan.Addresses = append(plan.Addresses, fmt.Sprintf("%s/news/%d.html", bureau, i))
		}
		if _, err := Crawl(t.Context(), m, plan); err != nil {
			t.Fatal(err)
		}
		var at []time.Time
		for _, r := range s.Log() {
			if r.URI == "/robots.txt" {
				at = append(at, r.At)
			}
		}
		if len(at) != 2 || at[1].Sub(at[0]) < robotsDay || at[1].Sub(at[0]) > robotsDay+2*time.Minute {
			t.Errorf("robots.txt was asked for at %v", at)
		}
		polite(t, s.Log(), time.Minute)
	})
}

// A host that asks for more patience than there is is left alone, and what is
// wanted of it fails at once; other hosts go on.
func TestCrawlLeavesAlone(t *testing.T) {
	s := testsite.New(testsite.Options{Pages: 1, Now: time.Now})
	s.Handle("/a.html", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Retry-After", "7200")
		w.WriteHeader(http.StatusTooManyRequests)
	})
	s.Handle("/b.html", says("<html>b"))
	other := testsite.New(testsite.Options{Pages: 1, Now: time.Now})
	other.Handle("/c.html", says("<html>c"))
	crawling(t, map[string]http.Handler{"bureau.example": s, "school.example": other}, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses = []string{bureau + "/a.html", bureau + "/b.html", "http://school.example/c.html", "http://nowhere.example/"}
		start := time.Now()
		if _, err := Crawl(t.Context(), m, plan); err != nil {
			t.Fatal(err)
		}
		if d := time.Since(start); d > time.Minute {
			t.Errorf("it took %v", d)
		}
		for address, want := range map[string]struct {
			state corpus.State
			tries int
			says  string
		}{
			bureau + "/a.html":             {corpus.Failed, 1, "Retry-After: 7200"},
			bureau + "/b.html":             {corpus.Failed, 0, "asks not to be asked before 2000-01-01T02:00:01Z"},
			"http://school.example/c.html": {corpus.Fetched, 1, ""},
			"http://nowhere.example/":      {corpus.Failed, 0, "the host is not known"},
		} {
			if o := m.ended[address]; o.State != want.state || o.Tries != want.tries || !strings.Contains(o.Reason, want.says) {
				t.Errorf("%+v, want %+v", o, want)
			}
		}
		if n := asked(s.Log())["/a.html"]; n != 1 || asked(s.Log())["/b.html"] != 0 {
			t.Errorf("asked %v", asked(s.Log()))
		}
	})
}

// Hosts are asked at the same time, no more of them than the plan says.
func TestCrawlHosts(t *testing.T) {
	sites := map[string]http.Handler{}
	var addresses []string
	active, most := make(chan int, 1), 0
	active <- 0
	for i := range 10 {
		s := testsite.New(testsite.Options{Pages: 1, Now: time.Now})
		s.Handle("/a.html", func(w http.ResponseWriter, r *http.Request) {
			n := <-active + 1
			most = max(most, n)
			active <- n
			time.Sleep(10 * time.Second)
			active <- <-active - 1
		})
		name := fmt.Sprintf("school%d.example", i)
		sites[name] = s
		addresses = append(addresses, "http://"+name+"/a.html")
	}
	crawling(t, sites, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses, plan.Hosts = addresses, 3
		start := time.Now()
		if _, err := Crawl(t.Context(), m, plan); err != nil {
			t.Fatal(err)
		}
		if most != 3 || len(m.ended) != 10 {
			t.Errorf("%d at once, %d ended", most, len(m.ended))
		}
		if d := time.Since(start); d < 40*time.Second || d > 50*time.Second {
			t.Errorf("it took %v", d)
		}
	})
}

// What has no end, the limits end.
func TestCrawlEndless(t *testing.T) {
	s := testsite.New(testsite.Options{Now: time.Now})
	crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses = []string{bureau + testsite.Endless}
		plan.Follow, plan.Lists = true, 20
		summary, err := Crawl(t.Context(), m, plan)
		if err != nil || len(m.ended) != 21 || summary.Left == 0 {
			t.Errorf("%d ended, %d left, %v", len(m.ended), summary.Left, err)
		}
		m.again()
		plan.Lists, plan.Pages = 0, 7
		summary, err = Crawl(t.Context(), m, plan)
		if err != nil || len(m.ended) != 8 || summary.Left == 0 {
			t.Errorf("%d ended, %d left, %v", len(m.ended), summary.Left, err)
		}
		m.again()
		plan.Pages, plan.Follow = 0, false
		summary, err = Crawl(t.Context(), m, plan)
		if err != nil || len(m.ended) != 1 || summary.Left != 0 {
			t.Errorf("%d ended, %d left, %v", len(m.ended), summary.Left, err)
		}
		m.again()
		plan.Addresses = []string{bureau + testsite.Mirrors}
		if _, err = Crawl(t.Context(), m, plan); err != nil || len(m.ended) != 1+maxParts {
			t.Errorf("%d ended, %v", len(m.ended), err)
		}
	})
}

// A list that leads nowhere is told; a page that was taken for a list brings its
// attachments all the same.
func TestCrawlBarren(t *testing.T) {
	s := testsite.New(testsite.Options{Pages: 1, Now: time.Now})
	s.Handle("/page.html", says(`<html><p>通知</p><a href=f/1.xls>附件1：名单.xls</a><a href=f/2.xls>别的.xls</a>`))
	s.Handle("/f/1.xls", says("x"))
	crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses = []string{bureau + "/news/1.html", bureau + "/page.html", bureau + testsite.Notices, bureau + "/nothing.html"}
		plan.Follow = true
		summary, err := Crawl(t.Context(), m, plan)
		if err != nil || !slices.Equal(summary.Barren, []string{bureau + "/news/1.html"}) {
			t.Errorf("barren %q, %v", summary.Barren, err)
		}
		if o := m.ended[bureau+"/f/1.xls"]; o.State != corpus.Fetched || !o.Attached || o.Via != bureau+"/page.html" {
			t.Errorf("%+v", o)
		}
		if asked(s.Log())["/f/2.xls"] > 0 {
			t.Error("what may be anything is fetched from a list")
		}
	})
}

func TestCrawlLinksLimit(t *testing.T) {
	s := testsite.New(testsite.Options{Pages: 30, Now: time.Now})
	var rows strings.Builder
	for i := range 50 {
		fmt.Fprintf(&rows, "<a href=/news/%d.html>学校结对%d</a>\n", i, i)
	}
	s.Handle("/all.html", says("<html>"+rows.String()))
	crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses, plan.Follow, plan.Links = []string{bureau + "/all.html"}, true, 10
		summary, err := Crawl(t.Context(), m, plan)
		if err != nil || len(m.ended) != 11 || summary.Left != 40 {
			t.Errorf("%d ended, %d left, %v", len(m.ended), summary.Left, err)
		}
	})
}

// Sitemaps, framesets and pages that send their readers on are entered.
func TestCrawlOtherWays(t *testing.T) {
	s := testsite.New(testsite.Options{Now: time.Now})
	crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses = []string{bureau + testsite.Sitemap}
		if _, err := Crawl(t.Context(), m, plan); err != nil {
			t.Fatal(err)
		}
		got := states(t, m)
		for _, w := range s.Want() {
			p := pathOf(t, bureau+w.Path)
			list := strings.Contains(p, "list") && w.Via == "" || strings.HasSuffix(p, "/") || strings.Contains(p, "index_")
			if (got[p] == "") != list {
				t.Errorf("%s is %q", p, got[p])
			}
			delete(got, p)
		}
		want := map[string]corpus.State{testsite.Sitemap: "fetched", "/sitemap0.xml": "fetched", "/sitemap1.xml.gz": "fetched"}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("besides the pages:\n%s", d)
		}
		for _, start := range []string{testsite.Framed, testsite.Sent} {
			m.again()
			plan.Addresses, plan.Follow = []string{bureau + start}, true
			if _, err := Crawl(t.Context(), m, plan); err != nil {
				t.Fatal(err)
			}
			if o, ok := m.ended[bureau+"/tzgg/202603/t000009.html"]; !ok || o.Depth != 1 {
				t.Errorf("%s does not lead to the pages: %+v", start, o)
			}
		}
	})
}

// Links lead to other sites only where that is wanted; attachments may lie
// anywhere, and another host of the same site is no other site.
func TestCrawlSites(t *testing.T) {
	links := says(`<html><a href=http://www.elsewhere.example/p.html>学校结对帮扶</a><a href=http://files.bureau.example/p.html>学校结对共建</a>
<a href=/own.html>学校结对互助</a>`)
	s := testsite.New(testsite.Options{Pages: 1, Now: time.Now})
	s.Handle("/list.html", links)
	s.Handle("/own.html", says(`<html><p>x</p><a href=http://cdn.store.example/f/1.docx>名单</a><a href=http://cdn.store.example/about.html>关于</a><a href=http://www.elsewhere.example/get?id=2>附件2</a>`))
	sites := map[string]http.Handler{"www.bureau.example": s}
	for _, name := range []string{"www.elsewhere.example", "files.bureau.example", "cdn.store.example"} {
		other := testsite.New(testsite.Options{Pages: 1, Now: time.Now})
		other.Handle("/p.html", says("<html>p"))
		other.Handle("/f/1.docx", says("PK\x03\x04"))
		other.Handle("/get?id=2", says("PK\x03\x04"))
		sites[name] = other
	}
	crawling(t, sites, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses, plan.Follow = []string{"http://www.bureau.example/list.html"}, true
		for _, others := range []bool{false, true} {
			m.again()
			plan.OtherSites = others
			if _, err := Crawl(t.Context(), m, plan); err != nil {
				t.Fatal(err)
			}
			want := []string{"http://cdn.store.example/f/1.docx", "http://files.bureau.example/p.html", "http://www.bureau.example/list.html", "http://www.bureau.example/own.html", "http://www.elsewhere.example/get?id=2"}
			if others {
				want = append(want, "http://www.elsewhere.example/p.html")
			}
			if d := cmp.Diff(want, slices.Sorted(maps.Keys(m.ended))); d != "" {
				t.Errorf("others %v:\n%s", others, d)
			}
		}
	})
}

// A crawl ends when its context does, with the context's error and nothing half
// done; a bad address ends it before anything is asked.
func TestCrawlEnds(t *testing.T) {
	s := testsite.New(testsite.Options{Now: time.Now})
	crawling(t, map[string]http.Handler{"bureau.example": s}, func(t *testing.T, m *memory, plan Plan) {
		plan.Addresses, plan.Follow = []string{bureau + testsite.Notices}, true
		ctx, cancel := context.WithTimeout(t.Context(), 5500*time.Millisecond)
		defer cancel()
		_, err := Crawl(ctx, m, plan)
		if !errors.Is(err, context.DeadlineExceeded) || len(m.ended) != 5 {
			t.Errorf("%d ended, %v", len(m.ended), err)
		}
		s.Forget()
		plan.Addresses = append(plan.Addresses, "ftp://bureau.example/")
		_, err = Crawl(t.Context(), m, plan)
		wantKind(t, err, Address)
		if len(s.Log()) > 0 {
			t.Error("it was asked nevertheless")
		}
		plan.Addresses = nil
		if _, err := Crawl(t.Context(), m, plan); err != nil {
			t.Error(err)
		}
	})
}

func TestSameList(t *testing.T) {
	for _, c := range []struct {
		at, u           string
		list, continues bool
	}{
		{"/tzgg/", "/tzgg/index_1.html", true, false},
		{"/tzgg/index.html", "/tzgg/index_12.html", true, true},
		{"/tzgg/index_1.html", "/tzgg/", true, false},
		{"/list1.htm", "/list2.htm", true, false},
		{"/list.htm", "/list2.htm", true, false},
		{"/xw/tzgg.htm", "/xw/tzgg/57.htm", true, false},
		{"/xw/tzgg/57.htm", "/xw/tzgg/56.htm", true, false},
		{"/l?page=1", "/l?page=2", true, true},
		{"/l?c=5&page=1", "/l?page=2&c=5", true, true},
		{"/l", "/l?page=2", true, true},
		{"/l?c=5", "/l?c=news", false, false},
		{"/l?c=5&x=1", "/l?c=5", false, false},
		{"/tzgg/", "/zcwj/index_1.html", false, false},
		{"/a_123456.html", "/a_123457.html", true, false},
		{"/a_123456.html", "/a_123456_2.html", false, true},
		{"/a_123456_2.html", "/a_123456_3.html", true, true},
		{"/a_123456_2.html", "/a_123456.html", false, false},
		{"/art/1234.html", "/art/1235.html", true, false},
		{"/a.html?id=7", "/a.html?id=8", true, false},
	} {
		at, err1 := url.Parse("http://bureau.example" + c.at)
		u, err2 := url.Parse("http://bureau.example" + c.u)
		if err1 != nil || err2 != nil {
			t.Fatal(err1, err2)
		}
		if sameList(at, u) != c.list || continues(at, u) != c.continues {
			t.Errorf("%s, %s: same list %v, continues %v", c.at, c.u, sameList(at, u), continues(at, u))
		}
		u.Host = "other.example"
		if sameList(at, u) || continues(at, u) {
			t.Errorf("%s goes on at another host", c.at)
		}
	}
}

func TestSiteOf(t *testing.T) {
	for in, want := range map[string]string{
		"http://jyj.qinglan.gov.cn/": "qinglan.gov.cn", "http://www.qinglan.gov.cn:8080/": "qinglan.gov.cn", "http://127.0.0.1:81/": "127.0.0.1:81",
		"http://localhost:82/": "localhost:82", "http://school.example/": "school.example",
	} {
		u, _ := url.Parse(in)
		if got := siteOf(u); got != want {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
}

func TestSitemap(t *testing.T) {
	for _, c := range []struct {
		body, want string
		index, ok  bool
	}{
		{`<?xml version="1.0"?><urlset><url><loc> http://a.example/1 </loc></url><url><loc>/2</loc><image><loc>x</loc></image></url></urlset>`, "http://a.example/1 /2", false, true},
		{"\ufeff" + `<urlset><url><loc>1</loc></url><url><loc>2`, "1 2", false, true},
		{`<?xml version="1.0" encoding="gb2312"?><sitemapindex xmlns="x"><sitemap><loc>a&amp;b</loc><lastmod>2026</lastmod></sitemap></sitemapindex>`, "a&b", true, true},
		{`<html><pre><urlset><url><loc>1</loc></url></urlset>`, "", false, false},
		{`<rss><channel><item><link>x</link></item></channel></rss>`, "", false, false},
		{"", "", false, false},
	} {
		got, index, ok := sitemap([]byte(c.body))
		if strings.Join(got, " ") != c.want || index != c.index || ok != c.ok {
			t.Errorf("%q: %q, index %v, ok %v", c.body, got, index, ok)
		}
	}
}

func FuzzSitemap(f *testing.F) {
	f.Add([]byte(`<?xml version="1.0"?><urlset><url><loc>http://a.example/1</loc></url></urlset>`))
	f.Add([]byte("\x1f\x8b<sitemapindex><sitemap><loc>"))
	f.Fuzz(func(t *testing.T, body []byte) {
		got, _, ok := sitemap(body)
		if !ok && len(got) > 0 || len(got) > maxEntries || slices.Contains(got, "") {
			t.Fatalf("%q, %v", got, ok)
		}
	})
}

// Whatever a page holds, what is followed from it can be fetched, and stays on
// its site but for attachments and what it sends its readers to.
func FuzzFollow(f *testing.F) {
	f.Add(`<html><base href="http://x.example/"><a href=a.doc>附件1</a><a href=//y.example>学校结对</a><iframe src="?page=2"></iframe><a href=index_2.html>2</a>`, true)
	f.Add(`<urlset><url><loc>http://x.example/1</loc></url></urlset>`, false)
	f.Fuzz(func(t *testing.T, body string, follow bool) {
		k := newCrawl(New(Options{}), newMemory(t), Plan{Follow: follow, Judge: judge, Links: 20})
		at, _ := Normalize(bureau + "/list/")
		it := &item{u: at, role: aPage, list: &list{}}
		if follow {
			it.role = aList
		}
		for _, l := range k.linksOf(it, &corpus.Page{URI: at.String(), Body: []byte(body)}) {
			again, err := Normalize(l.u.String())
			if len(l.u.String()) <= maxAddress && (err != nil || again.String() != l.u.String()) {
				t.Fatalf("%q is followed: %v, %v", l.u, again, err)
			}
			if siteOf(l.u) != siteOf(at) && !l.attached && l.words != "" && l.role != it.role {
				t.Fatalf("%q is of another site", l.u)
			}
		}
	})
}

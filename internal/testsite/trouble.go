package testsite

import (
	"compress/gzip"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"
)

// notice is the text of the pages in the folder of troubles.
const notice = "<!DOCTYPE html><html><head><title>%s</title></head><body><h1>关于开展学校结对帮扶工作的通知</h1><p>帮扶学校：青岚小学；受援学校：柳溪小学。</p></body></html>"

func plainly(w http.ResponseWriter, name string) {
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	fmt.Fprintf(w, notice, name)
}

// trouble is one page of the folder /trouble/.
type trouble struct {
	name string
	end  string // see Wanted
	// serve answers the request number n (from 1) for the page.
	serve func(s *Site, w http.ResponseWriter, r *http.Request, n int)
}

func answer(code int) func(*Site, http.ResponseWriter, *http.Request, int) {
	return func(_ *Site, w http.ResponseWriter, r *http.Request, _ int) { http.Error(w, "no page", code) }
}

func leads(to string) func(*Site, http.ResponseWriter, *http.Request, int) {
	return func(_ *Site, w http.ResponseWriter, r *http.Request, _ int) {
		http.Redirect(w, r, to, http.StatusFound)
	}
}

// troubles are all of them. No fetcher has all of a page that is called cut.
var troubles = []trouble{
	{"gone.html", "gone", answer(http.StatusGone)},
	{"missing.html", "gone", answer(http.StatusNotFound)},
	{"forbidden.html", "failed", answer(http.StatusForbidden)},
	{"always-500.html", "failed", answer(http.StatusInternalServerError)},
	{"busy.html", "fetched", func(_ *Site, w http.ResponseWriter, _ *http.Request, n int) {
		if n == 1 {
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(http.StatusTooManyRequests)
			return
		}
		plainly(w, "busy")
	}},
	{"busy-until.html", "fetched", func(s *Site, w http.ResponseWriter, _ *http.Request, n int) {
		if n == 1 {
			w.Header().Set("Retry-After", s.opt.Now().Add(9*time.Second).UTC().Format(http.TimeFormat))
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		plainly(w, "busy until")
	}},
	{"down-at-first.html", "fetched", func(_ *Site, w http.ResponseWriter, _ *http.Request, n int) {
		if n < 3 {
			http.Error(w, "down", http.StatusBadGateway)
			return
		}
		plainly(w, "down at first")
	}},
	{"broken-at-first.html", "fetched", func(_ *Site, w http.ResponseWriter, _ *http.Request, n int) {
		if n == 1 {
			panic(http.ErrAbortHandler)
		}
		plainly(w, "broken at first")
	}},
	{"moved.html", "fetched", leads("/trouble/moved-again.html")},
	{"loop.html", "failed", leads("/trouble/loop.html")},
	{"to-ftp.html", "failed", leads("ftp://files.example/notice.html")},
	{"to-metadata.html", "failed", leads("http://169.254.169.254/latest/meta-data/")},
	{"cookie.html", "fetched", func(_ *Site, w http.ResponseWriter, r *http.Request, _ int) {
		if _, err := r.Cookie("visitor"); err != nil {
			http.SetCookie(w, &http.Cookie{Name: "visitor", Value: "1", Path: "/"})
			http.Redirect(w, r, r.URL.Path, http.StatusFound)
			return
		}
		plainly(w, "cookie")
	}},
	{"cut-short.html", "fetched", func(_ *Site, w http.ResponseWriter, _ *http.Request, _ int) {
		body := fmt.Sprintf(notice, "cut short")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		w.Header().Set("Content-Length", fmt.Sprint(len(body)+1000))
		io.WriteString(w, body)
		http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}},
	{"cut-large.html", "fetched", func(s *Site, w http.ResponseWriter, _ *http.Request, _ int) {
		plainly(w, "large")
		io.WriteString(w, strings.Repeat("<!-- -->", s.opt.Big/8))
	}},
	{"cut-slow.html", "fetched", func(_ *Site, w http.ResponseWriter, r *http.Request, _ int) {
		plainly(w, "slow")
		http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}},
	{"gzip.html", "fetched", func(_ *Site, w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		z := gzip.NewWriter(w)
		fmt.Fprintf(z, notice, "gzip")
		z.Close()
	}},
	{"bomb.html", "fetched", func(s *Site, w http.ResponseWriter, _ *http.Request, _ int) {
		w.Header().Set("Content-Encoding", "gzip")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		z := gzip.NewWriter(w)
		fmt.Fprintf(z, notice, "bomb")
		blanks := []byte(strings.Repeat(" ", 64<<10))
		for n := 0; n < 64*s.opt.Big; n += len(blanks) {
			z.Write(blanks)
		}
		z.Close()
	}},
}

// trouble puts the folder of troubles on the site.
func (s *Site) trouble() {
	var rows strings.Builder
	for i, t := range troubles {
		address := Trouble + t.name
		fmt.Fprintf(&rows, "<li><a href=\"%s\">关于开展第%d批学校结对帮扶工作的通知</a></li>\n", t.name, i+1)
		s.want(address, t.end, "")
		s.handlers[address] = func(w http.ResponseWriter, r *http.Request) {
			s.mu.Lock()
			n := s.times[address]
			s.mu.Unlock()
			t.serve(s, w, r, n)
		}
	}
	s.want(Trouble, "fetched", "")
	s.handlers[Trouble] = func(w http.ResponseWriter, _ *http.Request) { page(w, "麻烦", "<ul>"+rows.String()+"</ul>") }
	s.handlers["/trouble/moved-again.html"] = func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "../trouble/moved-for-good.html", http.StatusMovedPermanently)
	}
	s.handlers["/trouble/moved-for-good.html"] = func(w http.ResponseWriter, _ *http.Request) { plainly(w, "moved") }
}

// Troubles returns the names of the pages in the folder of troubles.
func Troubles() []string {
	var out []string
	for _, t := range troubles {
		out = append(out, t.name)
	}
	slices.Sort(out)
	return out
}

package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"slices"
	"strings"
	"sync"

	"jiedui/corpus"
)

// maxOther limits the bytes that are kept of answers that are no page.
const maxOther = 1 << 20

// visit is one address on its road.
type visit struct {
	// validators tells what the server of an address is asked with whether the
	// page there changed; nil: nothing.
	validators func(ctx context.Context, address string) (corpus.Validators, error)

	exchanges []corpus.Exchange // all there were, those for robots.txt too
	tries     int               // requests for the address itself
	first     bool              // the next request is one
}

// answer is what one request brought.
type answer struct {
	corpus.Exchange
	location    string // of a redirect, as the server wrote it
	conditional bool   // the server was asked whether the page changed
}

// ask sends one GET for u when its host's turn has come, adds the exchange to
// v, and follows nothing. At most limit bytes of a page are kept. An error that
// comes while the page is read comes with its beginning.
func (c *Client) ask(ctx context.Context, u *url.URL, limit int64, v *visit) (answer, error) {
	release, err := c.turns.hold(ctx, u)
	if err != nil {
		return answer{}, err
	}
	defer release()
	inner, cancel := context.WithTimeout(ctx, c.opt.Timeout)
	defer cancel()
	sent := &sent{}
	traced := context.WithValue(httptrace.WithClientTrace(inner, sent.trace()), sentKey{}, sent)
	req, err := http.NewRequestWithContext(traced, http.MethodGet, u.String(), nil)
	if err != nil {
		return answer{}, addressError(u.String(), err)
	}
	req.Header.Set("User-Agent", c.UserAgent())
	req.Header.Set("Accept", "text/html,application/xhtml+xml,text/plain;q=0.9,*/*;q=0.5")
	req.Header.Set("Accept-Language", "zh-CN,zh;q=0.9,zh-TW;q=0.8")
	req.Header.Set("Accept-Encoding", "gzip")
	a := answer{Exchange: corpus.Exchange{Address: u.String()}}
	if v.validators != nil {
		before, err := v.validators(ctx, u.String())
		if err != nil {
			return answer{}, err
		}
		if before.ETag != "" {
			req.Header.Set("If-None-Match", before.ETag)
			a.conditional = true
		}
		if before.LastModified != "" {
			req.Header.Set("If-Modified-Since", before.LastModified)
			a.conditional = true
		}
	}
	for _, cookie := range c.jar.Cookies(u) {
		req.AddCookie(cookie)
	}
	if v.first {
		v.tries++
	}
	a.At = c.opt.Now().UTC()
	resp, err := c.trip.RoundTrip(req)
	if err != nil {
		return answer{}, c.broken(ctx, u, err)
	}
	defer resp.Body.Close()
	c.jar.SetCookies(u, resp.Cookies())
	a.Request, a.IP = sent.head(req)
	a.Status, a.Code, a.Header = statusLine(resp), resp.StatusCode, resp.Header
	switch resp.StatusCode {
	case http.StatusOK:
	default:
		limit = min(limit, maxOther)
	}
	a.Body, err = io.ReadAll(io.LimitReader(resp.Body, limit+1))
	switch {
	case int64(len(a.Body)) > limit: // the rest, and its faults, do not matter
		a.Body, a.Cut, err = a.Body[:limit:limit], "length", nil
	case ctx.Err() != nil:
		return answer{}, ctx.Err()
	case err != nil && isTimeout(err):
		a.Cut = "time"
	case err != nil:
		a.Cut = "disconnect"
	}
	v.exchanges = append(v.exchanges, a.Exchange)
	if err != nil && resp.StatusCode == http.StatusOK {
		return a, c.broken(ctx, u, err)
	}
	switch resp.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther,
		http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		if a.location = resp.Header.Get("Location"); a.location == "" {
			return a, &Error{Kind: Redirect, Address: u.String(), Status: a.Code,
				Message: fmt.Sprintf("the server answered %d without saying where to; open the page in a browser and save it", resp.StatusCode)}
		}
	}
	return a, nil
}

// broken is the error for a request or a body that failed with err.
func (c *Client) broken(ctx context.Context, u *url.URL, err error) error {
	if ctx.Err() == nil && errors.Is(err, context.DeadlineExceeded) { // of this request, not of all
		return c.late(u, err)
	}
	return connectError(u, err)
}

func isTimeout(err error) bool {
	var timed interface{ Timeout() bool }
	return errors.Is(err, context.DeadlineExceeded) || errors.As(err, &timed) && timed.Timeout()
}

// statusLine returns the first line of an answer as HTTP/1 writes it.
func statusLine(resp *http.Response) string {
	proto := resp.Proto
	if resp.ProtoMajor != 1 {
		proto = "HTTP/1.1"
	}
	status := resp.Status
	if status == "" {
		status = fmt.Sprintf("%d %s", resp.StatusCode, http.StatusText(resp.StatusCode))
	}
	return proto + " " + status
}

// sent notes what the transport sends and to whom.
type sent struct {
	mu     sync.Mutex // the transport writes in a goroutine of its own
	fields []string   // "Name: value"
	host   bool       // one of them is Host
	ip     string
	out    bool // all of it went out
}

// sentKey is the key under which the context of a request has its sent.
type sentKey struct{}

func (s *sent) wentOut() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.out
}

func (s *sent) trace() *httptrace.ClientTrace {
	return &httptrace.ClientTrace{
		GotConn: func(info httptrace.GotConnInfo) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.fields, s.host, s.ip = nil, false, "" // a connection that was stale is followed by another
			if host, _, err := net.SplitHostPort(info.Conn.RemoteAddr().String()); err == nil {
				s.ip = host
			}
		},
		WroteRequest: func(info httptrace.WroteRequestInfo) {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.out = info.Err == nil
		},
		WroteHeaderField: func(key string, values []string) {
			s.mu.Lock()
			defer s.mu.Unlock()
			if strings.HasPrefix(key, ":") && key != ":authority" {
				return // HTTP/2 has the request line among its fields
			}
			if key == ":authority" {
				key = "Host"
			}
			s.host = s.host || strings.EqualFold(key, "Host")
			for _, v := range values {
				s.fields = append(s.fields, http.CanonicalHeaderKey(key)+": "+v)
			}
		},
	}
}

// head returns the request line and header of req as they were sent, or, from a
// transport that does not tell, as they are; and the number of who got them.
func (s *sent) head(req *http.Request) (head []byte, ip string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fields := s.fields
	if len(fields) == 0 {
		for name, values := range req.Header {
			for _, v := range values {
				fields = append(fields, name+": "+v)
			}
		}
		slices.Sort(fields)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "GET %s HTTP/1.1\r\n", req.URL.RequestURI())
	if !s.host {
		fmt.Fprintf(&b, "Host: %s\r\n", req.URL.Host)
	}
	for _, f := range fields {
		b.WriteString(f + "\r\n")
	}
	b.WriteString("\r\n")
	return []byte(b.String()), s.ip
}

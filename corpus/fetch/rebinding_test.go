package fetch

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync"
	"testing"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/net/dns/dnsmessage"
)

// names is a name server that gives each name its numbers, one after the other
// and then the last again, for no time at all.
type names struct {
	mu    sync.Mutex
	hosts map[string][]netip.Addr
	asked map[string]int
}

// resolver returns a resolver that asks n.
func (n *names) resolver(t *testing.T) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	go func() {
		buf := make([]byte, 1500)
		for {
			size, from, err := conn.ReadFrom(buf)
			if err != nil {
				return
			}
			if reply := n.reply(buf[:size]); reply != nil {
				conn.WriteTo(reply, from)
			}
		}
	}()
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

func (n *names) reply(query []byte) []byte {
	var m dnsmessage.Message
	if m.Unpack(query) != nil || len(m.Questions) != 1 {
		return nil
	}
	q := m.Questions[0]
	m.Response, m.Additionals = true, nil
	n.mu.Lock()
	defer n.mu.Unlock()
	name := strings.TrimSuffix(q.Name.String(), ".")
	list := n.hosts[name]
	if len(list) == 0 {
		m.RCode = dnsmessage.RCodeNameError
	} else {
		addr := list[min(n.asked[name], len(list)-1)]
		h := dnsmessage.ResourceHeader{Name: q.Name, Class: q.Class}
		switch {
		case addr.Is4() && q.Type == dnsmessage.TypeA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AResource{A: addr.As4()}})
			n.asked[name]++
		case !addr.Is4() && q.Type == dnsmessage.TypeAAAA:
			m.Answers = append(m.Answers, dnsmessage.Resource{Header: h, Body: &dnsmessage.AAAAResource{AAAA: addr.As16()}})
			n.asked[name]++
		}
	}
	out, err := m.Pack()
	if err != nil {
		return nil
	}
	return out
}

// Names that resolve to the inside are refused when connecting, whatever form
// the number has, and also those that were outside when they were first asked
// for. 127.0.0.2 is the world of this test.
func TestNamesThatLeadInside(t *testing.T) {
	inside := newSite(t, map[string]http.HandlerFunc{"/robots.txt": says(""), "/": says("inside")})
	port := netip.MustParseAddrPort(strings.TrimPrefix(inside.URL, "http://")).Port()
	l, err := net.Listen("tcp", fmt.Sprintf("127.0.0.2:%d", port))
	if err != nil {
		t.Skipf("no second loopback address: %v", err)
	}
	public := &http.Server{Handler: http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close") // the next request resolves the name anew
		if r.URL.Path == "/robots.txt" {
			http.NotFound(w, r)
			return
		}
		if r.Host == fmt.Sprintf("leads.example:%d", port) {
			leads(fmt.Sprintf("http://inside.example:%d/", port))(w, r)
			return
		}
		w.Write([]byte("outside"))
	})}
	go public.Serve(l)
	defer public.Close()

	world := netip.MustParseAddr("127.0.0.2")
	n := &names{asked: map[string]int{}, hosts: map[string][]netip.Addr{
		"outside.example":    {world},
		"leads.example":      {world},
		"inside.example":     {netip.MustParseAddr("127.0.0.1")},
		"rebinding.example":  {world, world, netip.MustParseAddr("127.0.0.1")},
		"home.example":       {netip.MustParseAddr("192.168.1.1")},
		"metadata.example":   {netip.MustParseAddr("169.254.169.254")},
		"cloud.example":      {netip.MustParseAddr("100.100.100.200")},
		"mapped.example":     {netip.MustParseAddr("::ffff:127.0.0.1")},
		"nat64.example":      {netip.MustParseAddr("64:ff9b::7f00:1")},
		"sixtofour.example":  {netip.MustParseAddr("2002:7f00:1::")},
		"teredo.example":     {netip.MustParseAddr("2001:0:7f00:1::")},
		"compatible.example": {netip.MustParseAddr("::127.0.0.1")},
		"local.example":      {netip.MustParseAddr("fe80::1")},
		"unique.example":     {netip.MustParseAddr("fd00::1")},
		"zero.example":       {netip.MustParseAddr("0.0.0.0")},
		"loop.example":       {netip.MustParseAddr("::1")},
	}}
	g := &guard{any: true, safe: ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(netip.PrefixFrom(world, 32)))}
	resolver := n.resolver(t)
	client := func() *Client {
		return newClient(Options{
			Timeout:   5 * time.Second,
			Transport: newTransport((&net.Dialer{Control: g.control, Resolver: resolver}).DialContext),
		}, g)
	}
	get := func(c *Client, name string) (string, error) {
		page, err := c.Get(t.Context(), fmt.Sprintf("http://%s:%d/", name, port))
		return string(page.Body), err
	}
	for name := range n.hosts {
		if name == "rebinding.example" {
			continue
		}
		body, err := get(client(), name)
		if name == "outside.example" {
			if err != nil || body != "outside" {
				t.Errorf("%s: %q, %v", name, body, err)
			}
			continue
		}
		wantKind(t, err, Refused, "not entered")
	}
	c := client()
	if body, err := get(c, "rebinding.example"); err != nil || body != "outside" { // robots.txt and page
		t.Errorf("%q, %v", body, err)
	}
	_, err = get(c, "rebinding.example")
	wantKind(t, err, Refused, "not entered")
	if len(inside.paths()) != 0 {
		t.Errorf("the inside was asked %v", inside.paths())
	}

	// What opens private networks opens neither the metadata services nor the
	// forms that hide a number in another.
	open := newGuard(true)
	for _, s := range []string{"169.254.169.254", "100.100.100.200", "fd00:ec2::254", "::ffff:169.254.169.254", "64:ff9b::a9fe:a9fe", "fe80::1", "0.0.0.0", "224.0.0.1", "::"} {
		network := "tcp4"
		if strings.Contains(s, ":") {
			network = "tcp6"
		}
		if open.control(network, netip.AddrPortFrom(netip.MustParseAddr(s), 80).String(), nil) == nil {
			t.Errorf("%s is entered", s)
		}
	}
}

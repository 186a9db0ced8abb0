package testsite

import (
	"context"
	"errors"
	"net"
	"net/http"
	"sync"
)

// Net holds sites under names, inside the process: nothing of it touches the
// network, and inside a bubble of testing/synctest its time is the bubble's.
type Net struct {
	servers   []*http.Server
	listeners map[string]*pipes // by host and port
	done      sync.WaitGroup
}

// NewNet returns a net of sites by host ("bureau.example", port 80), to be closed.
func NewNet(sites map[string]http.Handler) *Net {
	n := &Net{listeners: map[string]*pipes{}}
	for name, site := range sites {
		l := &pipes{conns: make(chan net.Conn), closed: make(chan struct{})}
		server := &http.Server{Handler: site}
		n.listeners[net.JoinHostPort(name, "80")] = l
		n.servers = append(n.servers, server)
		n.done.Go(func() { server.Serve(l) })
	}
	return n
}

// Dial connects to a site of the net, as the DialContext of a transport.
func (n *Net) Dial(ctx context.Context, network, address string) (net.Conn, error) {
	l := n.listeners[address]
	if l == nil {
		return nil, &net.DNSError{Err: "no such host", Name: address, IsNotFound: true}
	}
	return l.dial(ctx)
}

// Close ends all servers.
func (n *Net) Close() {
	for _, s := range n.servers {
		s.Close()
	}
	n.done.Wait()
}

// pipes is a listener whose connections are pipes.
type pipes struct {
	conns  chan net.Conn
	closed chan struct{}
	once   sync.Once
}

func (p *pipes) dial(ctx context.Context) (net.Conn, error) {
	here, there := net.Pipe()
	select {
	case p.conns <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-p.closed:
		return nil, errors.New("connection refused")
	}
}

// Accept waits for the next connection.
func (p *pipes) Accept() (net.Conn, error) {
	select {
	case c := <-p.conns:
		return c, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

// Close lets nobody in any more.
func (p *pipes) Close() error {
	p.once.Do(func() { close(p.closed) })
	return nil
}

// Addr is nowhere.
func (p *pipes) Addr() net.Addr { return &net.IPAddr{} }

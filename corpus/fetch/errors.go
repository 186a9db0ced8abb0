package fetch

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"time"

	"code.dny.dev/ssrf"
)

// Kind says at which step of the road an address failed.
type Kind string

const (
	Address  Kind = "address"  // it is no address that can be fetched
	Refused  Kind = "refused"  // it leads to a network or port that is not entered
	Robots   Kind = "robots"   // the site's robots.txt does not allow it, or cannot be had
	Network  Kind = "network"  // no connection, or it broke
	Timeout  Kind = "timeout"  // no complete answer in time
	Redirect Kind = "redirect" // too many hops, or one that leads nowhere
	Status   Kind = "status"   // an answer other than 200
	Encoding Kind = "encoding" // a content coding that was not asked for
)

// Error says why an address gave no page, and what to do.
type Error struct {
	Kind    Kind
	Address string // the one that failed: after redirects, not always the one asked for
	Status  int    // of the answer, for Kind Status
	Message string // what is wrong and what to do, without the address
	Err     error  // the cause, or nil

	again bool          // a further try may fare better
	wait  time.Duration // what the server asks to wait before that; 0: it does not say
}

func (e *Error) Error() string { return fmt.Sprintf("fetch %q: %s", e.Address, e.Message) }

func (e *Error) Unwrap() error { return e.Err }

func addressError(address string, err error) *Error {
	msg := "not an address that can be fetched; write it as https://host/path"
	if err != nil {
		var ue *url.Error
		if errors.As(err, &ue) {
			err = ue.Err // without the address, which may hold a password
		}
		msg = fmt.Sprintf("not an address that can be fetched (%v); write it as https://host/path", err)
	}
	return &Error{Kind: Address, Address: address, Message: msg, Err: err}
}

// statusError is the error for an answer that is no page.
func (c *Client) statusError(u *url.URL, a answer) *Error {
	e := &Error{Kind: Status, Address: u.String(), Status: a.Code}
	var remedy string
	switch a.Code {
	case http.StatusRequestTimeout, http.StatusTooEarly, http.StatusTooManyRequests:
		e.again = true
	case http.StatusNotImplemented, http.StatusHTTPVersionNotSupported, http.StatusNetworkAuthenticationRequired:
	default:
		e.again = a.Code >= 500
	}
	if e.again {
		e.wait, _ = retryAfter(a.Header.Get("Retry-After"), c.opt.Now())
	}
	switch a.Code {
	case http.StatusNotFound, http.StatusGone:
		remedy = "the page is not there; check the address"
	case http.StatusUnauthorized, http.StatusForbidden, http.StatusUnavailableForLegalReasons, http.StatusPreconditionFailed:
		remedy = "the site does not hand the page out; if you may read it in a browser, save it and pass the file"
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		remedy = "the site asks for patience; try again later"
		if s := a.Header.Get("Retry-After"); s != "" && len(s) < 64 {
			remedy = fmt.Sprintf("the site asks for patience (Retry-After: %s); try again then", s)
		}
	default:
		switch {
		case a.Code >= 500:
			remedy = "the site has a fault; try again later"
		default:
			remedy = "no page came with it; check the address, or save the page and pass the file"
		}
	}
	e.Message = fmt.Sprintf("the server answered %d %s: %s", a.Code, http.StatusText(a.Code), remedy)
	return e
}

// late is the error for an answer that did not come whole in time.
func (c *Client) late(u *url.URL, err error) *Error {
	return &Error{Kind: Timeout, Address: u.String(), Err: err, again: true,
		Message: fmt.Sprintf("no complete answer within %v; try again later, or save the page and pass the file", c.opt.Timeout)}
}

// connectError names the cause of a failed request or a broken body.
func connectError(u *url.URL, err error) error {
	e := &Error{Kind: Network, Address: u.String(), Err: err}
	var (
		dns   *net.DNSError
		cert  *tls.CertificateVerificationError
		host  x509.HostnameError
		timed interface{ Timeout() bool }
	)
	switch {
	case errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.Is(err, ssrf.ErrProhibitedIP), errors.Is(err, ssrf.ErrProhibitedNetwork), errors.Is(err, ssrf.ErrProhibitedPort):
		e.Kind = Refused
		e.Message = "the host leads to a private, local or reserved network, which is not entered; " +
			"--allow-private opens private and loopback networks, and no others"
	case errors.As(err, &dns) && dns.IsNotFound:
		e.Message = "the host is not known; check the address"
	case errors.As(err, &cert), errors.As(err, &host):
		e.Message = fmt.Sprintf("the site's certificate is not valid (%v); save the page in a browser and pass the file", err)
	case errors.As(err, &timed) && timed.Timeout():
		e.Kind, e.again = Timeout, true
		e.Message = "the server does not answer in time; try again later, or save the page and pass the file"
	default:
		e.again = true
		e.Message = fmt.Sprintf("no complete answer (%v); try again later", err)
	}
	return e
}

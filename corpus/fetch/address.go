package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/idna"
)

// maxAddress limits the length of an address in bytes; servers and RFC 9110
// ask for 8,000 at least.
const maxAddress = 8000

// hostProfile turns Chinese hosts into punycode as browsers do. Underscores
// stay allowed: real hosts have them.
var hostProfile = idna.New(idna.MapForLookup(), idna.BidiRule(), idna.Transitional(false), idna.StrictDomainName(false))

// Normalize parses an http or https address as a person writes it and returns
// it as it goes over the wire: scheme and host in lower case, a Chinese host in
// punycode, every byte of the path and query that must be is percent-encoded
// (in UTF-8), escapes in upper case and only where needed, dot segments
// resolved, without default port and fragment. Normalize of its own result
// changes nothing. Addresses with a user name are refused. Errors are [*Error]
// of Kind Address.
func Normalize(address string) (*url.URL, error) {
	s := strings.TrimSpace(address)
	if len(s) > maxAddress {
		return nil, addressError(s[:64]+"…", fmt.Errorf("longer than %d bytes", maxAddress))
	}
	u, err := parse(s)
	if err != nil {
		return nil, addressError(Redact(s), err)
	}
	return u, nil
}

// resolve is Normalize for the Location of a redirect, relative or not.
func resolve(base *url.URL, location string) (*url.URL, error) {
	fail := func(err error) (*url.URL, error) {
		return nil, &Error{Kind: Redirect, Address: base.String(), Err: err,
			Message: fmt.Sprintf("it redirects to %q, which is not fetched (%v); open the page in a browser and save it", Redact(location), err)}
	}
	if len(location) > maxAddress {
		location = location[:64] + "…"
		return fail(fmt.Errorf("longer than %d bytes", maxAddress))
	}
	ref, err := url.Parse(escape(strings.TrimSpace(location)))
	if err != nil {
		return fail(err)
	}
	u, err := parse(base.ResolveReference(ref).String())
	if err != nil {
		return fail(err)
	}
	return u, nil
}

func parse(s string) (*url.URL, error) {
	u, err := url.Parse(escape(s))
	if err != nil {
		return nil, err
	}
	u = (&url.URL{}).ResolveReference(u) // resolves dot segments
	switch {
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, errors.New("neither http nor https")
	case u.User != nil:
		return nil, errors.New("user name in the address")
	case u.Opaque != "" || u.Hostname() == "":
		return nil, errors.New("no host")
	}
	host, err := hostASCII(u.Hostname())
	if err != nil {
		return nil, err
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	port := u.Port()
	if port == "80" && u.Scheme == "http" || port == "443" && u.Scheme == "https" {
		port = ""
	}
	if port != "" {
		host += ":" + port
	}
	tail := u.EscapedPath()
	if tail == "" {
		tail = "/"
	}
	if u.RawQuery != "" || u.ForceQuery {
		tail += "?" + u.RawQuery
	}
	// Once more through the parser, so that Path and RawPath agree.
	return url.Parse(u.Scheme + "://" + host + escape(tail))
}

// hostASCII returns the host in lower-case ASCII.
func hostASCII(host string) (string, error) {
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" {
			return "", errors.New("an address with a zone")
		}
		return ip.String(), nil
	}
	if !utf8.ValidString(host) {
		return "", errors.New("host is not UTF-8")
	}
	ascii, err := hostProfile.ToASCII(host)
	if err != nil {
		return "", fmt.Errorf("host: %w", err)
	}
	ascii = strings.ToLower(strings.TrimSuffix(ascii, "."))
	if len(ascii) > 253 {
		return "", errors.New("host is too long")
	}
	for label := range strings.SplitSeq(ascii, ".") {
		if label == "" || len(label) > 63 {
			return "", errors.New("host with an empty or too long label")
		}
	}
	for i := 0; i < len(ascii); i++ {
		if c := ascii[i]; !(isUnreserved(c)) || c == '~' {
			return "", fmt.Errorf("%q in the host", c)
		}
	}
	if ip, err := netip.ParseAddr(ascii); err == nil { // full-width digits fold to a number
		return ip.String(), nil
	}
	return ascii, nil
}

const upperHex = "0123456789ABCDEF"

// escape percent-encodes the bytes that no address may hold, brings escapes to
// upper case, undoes those of unreserved characters (RFC 3986, 6.2.2), and
// cuts the fragment off. Everything else stays as it is, %2F included.
func escape(s string) string {
	s, _, _ = strings.Cut(s, "#")
	var b strings.Builder
	b.Grow(len(s) + 16)
	for i := 0; i < len(s); i++ {
		c := s[i]
		switch {
		case c == '%' && i+2 < len(s) && isHex(s[i+1]) && isHex(s[i+2]):
			writeEscape(&b, unhex(s[i+1])<<4|unhex(s[i+2]))
			i += 2
		case c == '\t' || c == '\n' || c == '\r': // dropped, as browsers do
		case c == '%' || c <= ' ' || c >= 0x7f || strings.IndexByte("\"<>\\^`{|}", c) >= 0:
			writeEscape(&b, c)
		default:
			b.WriteByte(c)
		}
	}
	return b.String()
}

// writeEscape writes the octet c of an address: as it is when it is
// unreserved, else percent-encoded.
func writeEscape(b *strings.Builder, c byte) {
	if isUnreserved(c) {
		b.WriteByte(c)
		return
	}
	b.Write([]byte{'%', upperHex[c>>4], upperHex[c&15]})
}

func isUnreserved(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' ||
		c == '-' || c == '.' || c == '_' || c == '~'
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}

func unhex(c byte) byte {
	switch {
	case c >= 'a':
		return c - 'a' + 10
	case c >= 'A':
		return c - 'A' + 10
	}
	return c - '0'
}

// Redact returns the address s with "…" in place of the user name and password
// that it may hold, for messages and records.
func Redact(s string) string {
	scheme, rest, ok := strings.Cut(s, "://")
	if !ok {
		return s
	}
	end := strings.IndexAny(rest, "/?#\\")
	if end < 0 {
		end = len(rest)
	}
	if at := strings.LastIndexByte(rest[:end], '@'); at >= 0 {
		return scheme + "://…@" + rest[at+1:]
	}
	return s
}

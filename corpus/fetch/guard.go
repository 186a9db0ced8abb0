package fetch

import (
	"fmt"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"syscall"

	"code.dny.dev/ssrf"
)

// publicPorts are the ports of public hosts that are entered: those of the
// web, and those on which Chinese government and school sites are met besides.
var publicPorts = []uint16{80, 443, 8000, 8080, 8081, 8088, 8090, 8443, 8888}

// privatePrefixes are the networks that AllowPrivate opens: loopback, RFC 1918,
// RFC 6598, RFC 4193, and 198.18.0.0/15, which local proxies hand out in place
// of the real address. Link-local stays closed: the metadata services of
// clouds live there.
var (
	privateV4 = []netip.Prefix{
		netip.MustParsePrefix("127.0.0.0/8"),
		netip.MustParsePrefix("10.0.0.0/8"),
		netip.MustParsePrefix("172.16.0.0/12"),
		netip.MustParsePrefix("192.168.0.0/16"),
		netip.MustParsePrefix("100.64.0.0/10"),
		netip.MustParsePrefix("198.18.0.0/15"),
	}
	privateV6 = []netip.Prefix{
		netip.MustParsePrefix("::1/128"),
		netip.MustParsePrefix("fc00::/7"),
	}
	// metadataV6 is the metadata service of one large cloud, inside fc00::/7.
	metadataV6 = netip.MustParseAddr("fd00:ec2::254")
	// metadataV4 is that of another, inside RFC 6598.
	metadataV4 = netip.MustParseAddr("100.100.100.200")
)

// guard decides which networks and ports are entered. It looks twice: at an
// address as it is written, for an early and clear answer, and at the moment
// of connecting, when the name has become a number.
type guard struct {
	safe *ssrf.Guardian
	any  bool // any port
}

func newGuard(allowPrivate bool) *guard {
	if allowPrivate {
		return &guard{any: true, safe: ssrf.New(ssrf.WithAnyPort(),
			ssrf.WithAllowedV4Prefixes(privateV4...), ssrf.WithAllowedV6Prefixes(privateV6...))}
	}
	return &guard{safe: ssrf.New(ssrf.WithPorts(publicPorts...))}
}

// control is a net.Dialer's Control: it sees every connection, of every hop,
// after the name was resolved.
func (g *guard) control(network, address string, conn syscall.RawConn) error {
	if ap, err := netip.ParseAddrPort(address); err == nil {
		if a := ap.Addr().Unmap().WithZone(""); a == metadataV4 || a == metadataV6 {
			return fmt.Errorf("%w: %s is a cloud's metadata service", ssrf.ErrProhibitedIP, a)
		}
	}
	return g.safe.Safe(network, address, conn)
}

// address checks what can be seen without resolving a name: the port, and a
// host that is a number.
func (g *guard) address(u *url.URL) error {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	n, err := strconv.ParseUint(port, 10, 16)
	if err != nil || n == 0 {
		return addressError(u.String(), fmt.Errorf("port %q", port))
	}
	if !g.any && !allowedPort(uint16(n)) {
		return &Error{Kind: Refused, Address: u.String(),
			Message: fmt.Sprintf("port %d is not entered, only %s; save the page and pass the file, or use --allow-private on your own network", n, portList())}
	}
	ip, err := netip.ParseAddr(u.Hostname())
	if err != nil {
		return nil // a name: the number is checked when connecting
	}
	network := "tcp4"
	if ip.Is6() {
		network = "tcp6"
	}
	if err := g.control(network, netip.AddrPortFrom(ip, uint16(n)).String(), nil); err != nil {
		return connectError(u, err)
	}
	return nil
}

func allowedPort(n uint16) bool {
	for _, p := range publicPorts {
		if p == n {
			return true
		}
	}
	return false
}

func portList() string {
	var b strings.Builder
	for i, p := range publicPorts {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprint(&b, p)
	}
	return b.String()
}

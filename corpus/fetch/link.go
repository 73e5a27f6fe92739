package fetch

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"unicode"
	"unicode/utf8"

	"code.dny.dev/ssrf"
	"golang.org/x/net/idna"
)

// LinkError says why a link is not fetched. It is an ErrLink.
type LinkError struct {
	Link   string // shortened, and without what may be a password
	Reason LinkReason
}

func (e *LinkError) Error() string { return fmt.Sprintf("%s: %s", e.Link, e.Reason) }

func (e *LinkError) Unwrap() error { return ErrLink }

// LinkReason is why a link is not fetched.
type LinkReason string

const (
	LinkMalformed   LinkReason = "it is not a link"
	LinkTooLong     LinkReason = "it is too long to be a link"
	LinkScheme      LinkReason = "only links that begin with http:// or https:// are fetched"
	LinkCredentials LinkReason = "it holds a user name or a password"
	LinkNoHost      LinkReason = "it names no site"
	LinkDot         LinkReason = "its site's name ends in a dot"
	LinkNotation    LinkReason = "its site's address is written in an unusual way"
	LinkPort        LinkReason = "only ports 80 and 443 are fetched from"
	LinkNotPublic   LinkReason = "it does not lead to the public web"
)

// guard decides which links are fetched and which addresses are dialled: only those of the public web.
type guard struct {
	public *ssrf.Guardian
	allow  func(netip.AddrPort) bool // may be nil
}

// errNotPublic says that a name led to an address that is not dialled.
var errNotPublic = errors.New("not a public address")

// webPorts are the ports of the web.
var webPorts = []uint16{80, 443}

func newGuard(allow func(netip.AddrPort) bool) *guard {
	// The library denies what IANA lists as special. This one is assigned to the public and answers only inside of Azure, as its
	// metadata server.
	azure := netip.MustParsePrefix("168.63.129.16/32")
	return &guard{public: ssrf.New(ssrf.WithPorts(webPorts...), ssrf.WithDeniedV4Prefixes(azure)), allow: allow}
}

// control is for net.Dialer: it sees the address that is about to be dialled, after the name was resolved.
func (g *guard) control(network, address string, _ syscall.RawConn) error {
	at, err := netip.ParseAddrPort(address)
	if err != nil || !g.mayDial(at) {
		return errNotPublic
	}
	return nil
}

func (g *guard) mayDial(at netip.AddrPort) bool {
	return g.isAllowed(at) || g.public.SafeAddrPort(at) == nil
}

func (g *guard) isAllowed(at netip.AddrPort) bool { return g.allow != nil && g.allow(at) }

// localNames are names that mean this machine or its network, alone or as the end of a name.
var localNames = []string{
	"localhost", "localdomain", "localdomain4", "localdomain6", "localhost4", "localhost6", "ip6-localhost", "ip6-loopback", "loopback",
	"local", "localnet", "internal", "intranet",
	"private", "corp", "home", "lan", "arpa", "onion", "invalid",
}

// parseFile reads a link, and refuses it with a *LinkError when it can be seen to lead elsewhere than to the public web. What its name
// resolves to is seen only when it is dialled. The link is given back as it is fetched: without a fragment, its name in ASCII.
func (g *guard) parse(link string) (*url.URL, error) {
	const longest = 2048 // bytes
	link = strings.TrimSpace(link)
	refuse := func(reason LinkReason) (*url.URL, error) {
		return nil, &LinkError{Link: showLink(link), Reason: reason}
	}
	if len(link) > longest {
		return refuse(LinkTooLong)
	}
	u, reason := webAddress(link)
	if reason != "" {
		return refuse(reason)
	}
	port, err := portOf(u)
	if err != nil {
		return refuse(LinkMalformed)
	}
	host, reason := hostOf(u.Hostname())
	if reason != "" {
		return refuse(reason)
	}
	if reason := g.forbids(host, port); reason != "" {
		return refuse(reason)
	}
	if ip, err := netip.ParseAddr(host); err == nil && ip.Is6() {
		host = "[" + host + "]"
	}
	u.Host = host
	if u.Port() == "" && (u.Scheme == "http" && port != 80 || u.Scheme == "https" && port != 443) {
		u.Host += ":" + strconv.Itoa(int(port))
	}
	u.Fragment, u.RawFragment = "", ""
	return u, nil
}

// webAddress reads a link to the web. Or the reason to refuse it.
func webAddress(link string) (u *url.URL, reason LinkReason) {
	// Some programs read a backslash as a slash, and then another host.
	if !utf8.ValidString(link) || strings.ContainsFunc(link, func(r rune) bool {
		return unicode.IsControl(r) || unicode.IsSpace(r) || r == '\\'
	}) {
		return nil, LinkMalformed
	}
	u, err := url.Parse(link)
	switch {
	case err != nil:
		return nil, LinkMalformed
	case u.Scheme != "http" && u.Scheme != "https":
		return nil, LinkScheme
	case u.User != nil:
		return nil, LinkCredentials
	case u.Hostname() == "":
		return nil, LinkNoHost
	}
	return u, ""
}

// portOf is the port that is dialled for an address of the web.
func portOf(u *url.URL) (uint16, error) {
	if stated := u.Port(); stated != "" {
		port, err := strconv.ParseUint(stated, 10, 16)
		return uint16(port), err
	}
	if u.Scheme == "https" {
		return 443, nil
	}
	return 80, nil
}

// forbids is the reason not to dial a host at a port, as far as it is known before its name is resolved; "" for none.
func (g *guard) forbids(host string, port uint16) LinkReason {
	ip, err := netip.ParseAddr(host)
	if err != nil {
		if g.allow == nil && !slices.Contains(webPorts, port) { // else the port is looked at when it is dialled
			return LinkPort
		}
		return ""
	}
	at := netip.AddrPortFrom(ip, port)
	switch {
	case g.isAllowed(at):
	case g.public.SafeAddr(ip) != nil:
		return LinkNotPublic
	case g.public.SafeAddrPort(at) != nil:
		return LinkPort
	}
	return ""
}

// hostOf is a host as it is dialled: an address in its one usual notation, or a name in ASCII. Or the reason to refuse it.
func hostOf(host string) (name string, reason LinkReason) {
	if ip, err := netip.ParseAddr(host); err == nil {
		if ip.Zone() != "" {
			return "", LinkNotPublic
		}
		return ip.String(), ""
	}
	name, err := idna.Lookup.ToASCII(host) // full-width letters and the like become what they stand for
	if err != nil {
		return "", LinkNoHost
	}
	name = strings.ToLower(name)
	if again, err := idna.Lookup.ToASCII(name); err != nil || again != name {
		return "", LinkNoHost
	}
	if ip, err := netip.ParseAddr(name); err == nil {
		return ip.String(), ""
	}
	labels := strings.Split(name, ".")
	last := labels[len(labels)-1]
	switch {
	case last == "":
		return "", LinkDot
	case slices.Contains(labels, ""):
		return "", LinkNoHost
	case isNumber(last):
		return "", LinkNotation
	case len(labels) == 1 || slices.Contains(localNames, last):
		return "", LinkNotPublic
	}
	return name, ""
}

// IsNumber reports whether the last label of a host makes it an address to programs that read decimal, octal, hexadecimal and
// shortened notations.
func isNumber(label string) bool {
	digits, hex := strings.CutPrefix(label, "0x")
	return strings.Trim(digits, "0123456789") == "" || hex && strings.Trim(digits, "0123456789abcdef") == ""
}

// showLink is a link as an error may repeat it: short, and without what may be a password.
func showLink(link string) string {
	const longest = 200 // bytes
	if at := strings.LastIndexByte(link, '@'); at >= 0 {
		link = "..." + link[at:]
	}
	if len(link) > longest {
		link = link[:longest] + "..."
	}
	return strings.ToValidUTF8(link, "\uFFFD")
}

package fetch

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
)

// notPublic is every way to write an address that is not of the public web.
var notPublic = []string{
	// This machine and its networks.
	"127.0.0.1", "127.255.255.254", "10.0.0.1", "10.255.255.255", "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.255",
	"169.254.0.1", "100.64.0.1", "100.127.255.255", "0.0.0.0", "0.1.2.3", "255.255.255.255", "224.0.0.1", "239.255.255.255", "240.0.0.1",
	"192.0.0.1", "192.0.2.1", "198.51.100.1", "203.0.113.1", "198.18.0.1", "192.88.99.1",
	// The metadata servers of clouds.
	"169.254.169.254", "169.254.170.2", "100.100.100.200", "192.0.0.192", "168.63.129.16", "[fd00:ec2::254]", "[fd20:ce::254]",
	// IPv6.
	"[::1]", "[::]", "[0:0:0:0:0:0:0:1]", "[0000:0000:0000:0000:0000:0000:0000:0001]", "[fc00::1]", "[fd12:3456:789a::1]", "[fe80::1]",
	"[fe80::1%25eth0]", "[2606:4700::1111%25eth0]", "[fec0::1]", "[ff02::1]", "[ff0e::1]", "[100::1]", "[2001:db8::1]", "[3fff::1]", "[5f00::1]",
	// IPv4 inside of IPv6: mapped, compatible, translated, NAT64, 6to4, Teredo.
	"[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[::FFFF:10.0.0.1]", "[::ffff:169.254.169.254]", "[::ffff:8.8.8.8]", "[::127.0.0.1]", "[::7f00:1]",
	"[::ffff:0:127.0.0.1]", "[64:ff9b::127.0.0.1]", "[64:ff9b::7f00:1]", "[64:ff9b::a9fe:a9fe]", "[64:ff9b:1::a00:1]", "[2002:7f00:1::]",
	"[2002:a9fe:a9fe::1]", "[2001:0:4136:e378:8000:63bf:3fff:fdd2]", "[2001::1]",
	// Decimal, octal, hexadecimal and shortened notations.
	"2130706433", "3232235521", "0177.0.0.1", "0177.0.0.01", "017700000001", "127.0.0.01", "0x7f.0.0.1", "0x7f000001", "0X7F000001", "0x7f.1", "127.1",
	"127.0.1", "10.1", "0", "0x0", "1.0x0", "256.256.256.256", "127.0.0.1.1", "4294967296",
	// Names of this machine and its networks.
	"localhost", "LOCALHOST", "LocalHost", "a.localhost", "localhost.localdomain", "localhost6", "localhost6.localdomain6", "ip6-localhost",
	"ip6-loopback", "metadata.google.internal", "metadata", "printer.local", "router.lan", "nas.home.arpa", "wiki.corp", "intranet",
	// The same in other letters, digits and dots.
	"ｌｏｃａｌｈｏｓｔ", "ⓛⓞⓒⓐⓛⓗⓞⓢⓣ", "１２７.０.０.１", "①②⑦.⓪.⓪.①", "127。0。0。1", "127．0．0．1",
	// A dot at the end.
	"localhost.", "127.0.0.1.", "2130706433.", "example.com.", "169.254.169.254.", "localhost..", "example..com",
}

// notFetched is what else is wrong with links.
var notFetched = map[string]LinkReason{
	"http://ann@example.com/":                         LinkCredentials,
	"http://ann:secret@example.com/":                  LinkCredentials,
	"http://@example.com/":                            LinkCredentials,
	"http://example.com@127.0.0.1/":                   LinkCredentials,
	"http://example.com:80@127.0.0.1/":                LinkCredentials,
	"http://example.com:8080/":                        LinkPort,
	"http://example.com:22/":                          LinkPort,
	"http://example.com:0/":                           LinkPort,
	"https://example.com:8443/":                       LinkPort,
	"http://93.184.216.34:6379/":                      LinkPort,
	"http://[2606:4700::1111]:25/":                    LinkPort,
	"http://example.com:65616/":                       LinkMalformed,
	"http://example.com:80:80/":                       LinkMalformed,
	"http://example.com:http/":                        LinkMalformed,
	"ftp://example.com/":                              LinkScheme,
	"file:///etc/passwd":                              LinkScheme,
	"gopher://example.com/":                           LinkScheme,
	"javascript:alert(1)":                             LinkScheme,
	"data:text/html,hello":                            LinkScheme,
	"unix:///run/docker.sock":                         LinkScheme,
	"ws://example.com/":                               LinkScheme,
	"//example.com/":                                  LinkScheme,
	"example.com":                                     LinkScheme,
	"":                                                LinkScheme,
	"http:example.com":                                LinkNoHost,
	"http:///a":                                       LinkNoHost,
	"https://":                                        LinkNoHost,
	"http://:80/":                                     LinkNoHost,
	"http://a_b.example.com/":                         LinkNoHost,
	"http://-example.com/":                            LinkNoHost,
	`http://example.com\@127.0.0.1/`:                  LinkMalformed,
	`http:\\127.0.0.1`:                                LinkMalformed,
	"http://127.0.0.1\t/":                             LinkMalformed,
	"http://exam\nple.com/":                           LinkMalformed,
	"http://example.com/a b":                          LinkMalformed,
	"http://example.com/\x00":                         LinkMalformed,
	"http://%31%32%37.0.0.1/":                         LinkMalformed,
	"http://loc%61lhost/":                             LinkMalformed,
	"http://[::1/":                                    LinkMalformed,
	"http://[127.0.0.1]/":                             LinkMalformed,
	"http://example.com/" + strings.Repeat("a", 4096): LinkTooLong,
}

func TestLinksRefused(t *testing.T) {
	t.Parallel()
	g := newGuard(nil)
	for _, host := range notPublic {
		for _, link := range []string{"http://" + host + "/", "https://" + host + "/latest", "HTTP://" + host, "http://" + host + ":80/"} {
			if u, err := g.parse(link); !errors.Is(err, ErrLink) {
				t.Errorf("%s: link %v, error %v", link, u, err)
			}
		}
	}
	for link, want := range notFetched {
		u, err := g.parse(link)
		var why *LinkError
		if !errors.As(err, &why) || why.Reason != want {
			t.Errorf("%.80q: link %v, error %v, want %q", link, u, err, want)
		}
		if err != nil && (strings.Contains(err.Error(), "secret") || len(err.Error()) > 400) {
			t.Errorf("%.80q: the error tells too much: %v", link, err)
		}
	}
	for link, want := range map[string]string{
		"http://example.com":                    "http://example.com",
		" https://Example.COM:443/a?b=c#d ":     "https://example.com/a?b=c",
		"http://example.com:80/":                "http://example.com/",
		"https://example.com:80/":               "https://example.com:80/",
		"https://93.184.216.34/":                "https://93.184.216.34/",
		"https://[2606:4700::1111]:443/":        "https://[2606:4700::1111]/",
		"https://bücher.example/straße":         "https://xn--bcher-kva.example/stra%C3%9Fe",
		"https://example.com/http://localhost/": "https://example.com/http://localhost/",
	} {
		u, err := g.parse(link)
		if err != nil || u.String() != want {
			t.Errorf("%s: link %v, error %v, want %s", link, u, err, want)
		}
	}
}

// TestRedirectsRefused has a site lead on to each link that is not fetched.
func TestRedirectsRefused(t *testing.T) {
	t.Parallel()
	links := make(map[string]string)
	for i, host := range notPublic {
		links[fmt.Sprintf("/host/%d", i)] = "http://" + host + "/"
	}
	i := 0
	for link := range notFetched {
		if _, relative := strings.CutPrefix(link, "http"); relative && !strings.ContainsAny(link, "\n\x00 ") && link != "http:example.com" {
			links[fmt.Sprintf("/link/%d", i)] = link
		}
		i++
	}
	links["/relative"] = "//127.0.0.1/"
	s := site(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		to, ok := links[r.URL.Path]
		if !ok {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	}))
	c := client(t, ClientOptions{}, s)
	for path, to := range links {
		// With the exception for tests, the port of a name is looked at only when it is dialled.
		if notFetched[to] == LinkPort && strings.Contains(to, "example.com") {
			continue
		}
		if _, _, err := c.Page(t.Context(), s.URL+path, Conditions{}); !errors.Is(err, ErrLink) {
			t.Errorf("redirect to %.80q: error %v", to, err)
		}
		if _, _, err := c.Feed(t.Context(), s.URL+path, Conditions{}); !errors.Is(err, ErrLink) {
			t.Errorf("feed, redirect to %.80q: error %v", to, err)
		}
	}
}

// TestNamesRefused has names lead to addresses that are not of the public web.
func TestNamesRefused(t *testing.T) {
	t.Parallel()
	hosts := map[string][]netip.Addr{}
	links := map[string]string{}
	for _, host := range notPublic {
		a, err := netip.ParseAddr(strings.Trim(host, "[]"))
		if err != nil || a.Zone() != "" || a.Unmap() != a && a.Unmap() == netip.MustParseAddr("8.8.8.8") { // as an answer, that is the public address
			continue
		}
		name := fmt.Sprintf("site%d.example.", len(hosts))
		hosts[name] = []netip.Addr{a}
		links["http://"+strings.TrimSuffix(name, ".")+"/"] = host
	}
	hosts["ports.example."] = []netip.Addr{netip.MustParseAddr("93.184.216.34")}
	links["http://ports.example:8080/"] = "port 8080"
	found, _ := resolver(t, hosts)
	s := site(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if to := r.URL.Query().Get("to"); to != "" {
			http.Redirect(w, r, to, http.StatusTemporaryRedirect)
			return
		}
		http.NotFound(w, r)
	}))
	c := client(t, ClientOptions{Resolver: found}, s)
	for link, to := range links {
		for _, link := range []string{link, s.URL + "/?to=" + link} {
			_, _, err := c.Page(t.Context(), link, Conditions{})
			var why *LinkError
			if !errors.As(err, &why) || why.Reason != LinkNotPublic {
				t.Errorf("%s leads to %s: error %v", link, to, err)
			}
		}
	}
	if _, _, err := c.Page(t.Context(), "http://missing.example/", Conditions{}); !errors.Is(err, ErrUnreachable) {
		t.Errorf("a name that does not exist: error %v", err)
	}
}

// TestNameThatChanges has a name lead to another address after it was looked up once.
func TestNameThatChanges(t *testing.T) {
	t.Parallel()
	var served, inside atomic.Int32
	s := site(t, at("/", func(w http.ResponseWriter, r *http.Request) {
		served.Add(1)
		answer("text/html", harbourPage)(w, r)
	}))
	port := s.Listener.Addr().(*net.TCPAddr).Port
	found, servers := resolver(t, map[string][]netip.Addr{"paper.example.": {netip.MustParseAddr("127.0.0.1")}})
	if other, err := net.Listen("tcp", fmt.Sprintf("127.0.0.2:%d", port)); err == nil { // some systems have only 127.0.0.1
		server := http.Server{Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside.Add(1) })}
		go func() { _ = server.Serve(other) }()
		t.Cleanup(func() { server.Close() })
	}
	c := client(t, ClientOptions{Resolver: found}, s)
	link := fmt.Sprintf("http://paper.example:%d/", port)
	if _, _, err := c.Page(t.Context(), link, Conditions{}); err != nil {
		t.Fatal(err)
	}
	servers.set("paper.example.", netip.MustParseAddr("127.0.0.2"))
	if _, _, err := c.Page(t.Context(), link, Conditions{}); !errors.Is(err, ErrLink) {
		t.Errorf("error %v after the name changed", err)
	}
	if served.Load() == 0 || inside.Load() != 0 {
		t.Errorf("%d requests to the allowed address, %d to the other", served.Load(), inside.Load())
	}
}

// TestProxyIgnored: a proxy would dial in our place, unguarded.
func TestProxyIgnored(t *testing.T) {
	var asked atomic.Int32
	proxy := site(t, http.HandlerFunc(func(http.ResponseWriter, *http.Request) { asked.Add(1) }))
	t.Setenv("HTTP_PROXY", proxy.URL)
	t.Setenv("http_proxy", proxy.URL)
	found, _ := resolver(t, map[string][]netip.Addr{"paper.example.": {netip.MustParseAddr("10.0.0.1")}})
	c := client(t, ClientOptions{Resolver: found}, proxy)
	if _, _, err := c.Page(t.Context(), "http://paper.example/", Conditions{}); !errors.Is(err, ErrLink) || asked.Load() != 0 {
		t.Errorf("error %v, %d requests to the proxy", err, asked.Load())
	}
}

func TestPageCancelled(t *testing.T) {
	t.Parallel()
	c := client(t, ClientOptions{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, _, err := c.Page(ctx, "http://93.184.216.34/", Conditions{}); !errors.Is(err, context.Canceled) {
		t.Errorf("page: error %v", err)
	}
	if _, err := c.Upload(ctx, "a.pdf", []byte("%PDF-1.4")); !errors.Is(err, context.Canceled) {
		t.Errorf("upload: error %v", err)
	}
}

func FuzzLink(f *testing.F) {
	for _, host := range notPublic {
		f.Add("http://" + host + "/")
	}
	for link := range notFetched {
		f.Add(link)
	}
	f.Add("https://example.com/a?b#c")
	g := newGuard(nil)
	f.Fuzz(func(t *testing.T, link string) {
		u, err := g.parse(link)
		if err != nil {
			if !errors.Is(err, ErrLink) {
				t.Fatalf("error %v", err)
			}
			return
		}
		again, err := g.parse(u.String())
		if err != nil || again.String() != u.String() {
			t.Fatalf("%q is read as %q, and that as %v, %v", link, u, again, err)
		}
		if u.User != nil || u.Scheme != "http" && u.Scheme != "https" {
			t.Fatalf("%q is accepted as %q", link, u)
		}
		if a, err := netip.ParseAddr(u.Hostname()); err == nil && g.public.SafeAddr(a) != nil {
			t.Fatalf("%q leads to %v", link, a)
		}
	})
}

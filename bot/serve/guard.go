package serve

import (
	"html/template"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"strings"
)

// guard keeps other sites out. A site whose name is made to point to this machine (DNS rebinding) asks under its own name, which is none
// of names. A page of another site that sends a form, or asks in the background, says where it comes from, and is refused; one whose
// link is followed gets a page that asks whether to go on.
type guard struct{ names []string }

func newGuard(names []string) guard {
	g := guard{names: []string{"localhost"}}
	for _, n := range names {
		g.names = append(g.names, strings.ToLower(strings.TrimSuffix(n, ".")))
	}
	return g
}

// policy is what a browser may do with the pages: show them, with the style and the script that come with them.
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; " +
	"base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

func (g guard) keep(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "same-origin") // with no-referrer, browsers don't tell of forms that they come from here
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Cross-Origin-Resource-Policy", "same-origin")
		h.Set("X-Frame-Options", "DENY")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		switch {
		case !g.named(r.Host):
			http.Error(w, "This is not served under this name. If it should be, start it with --name.", http.StatusMisdirectedRequest)
		case foreign(r):
			http.Error(w, "Requests from other sites are refused.", http.StatusForbidden)
		case followed(r):
			h.Set("Content-Type", "text/html; charset=utf-8")
			h.Set("Cache-Control", "no-store")
			_ = doorstep.Execute(w, r.URL.RequestURI())
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// named reports whether it is served under a host's name. An address in numbers is no name that could be made to point here.
func (g guard) named(host string) bool {
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.ToLower(strings.TrimSuffix(name, "."))
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return true
	}
	return slices.Contains(g.names, name)
}

// foreign reports whether another site sends the request.
func foreign(r *http.Request) bool {
	if origins := r.Header.Values("Origin"); len(origins) > 0 {
		from, err := url.Parse(origins[0])
		if err != nil || len(origins) > 1 || !strings.EqualFold(from.Host, r.Host) || from.Host == "" {
			return true
		}
	}
	return elsewhere(r) && !linked(r)
}

// followed reports whether a link of another site led here.
func followed(r *http.Request) bool { return elsewhere(r) && linked(r) }

// elsewhere reports whether the browser says that the request does not come from a page of this server.
func elsewhere(r *http.Request) bool {
	site := r.Header.Get("Sec-Fetch-Site")
	return site != "" && site != "same-origin" && site != "none"
}

func linked(r *http.Request) bool {
	return r.Method == http.MethodGet && r.Header.Get("Sec-Fetch-Mode") == "navigate" && r.Header.Get("Sec-Fetch-Dest") == "document" &&
		!strings.HasPrefix(r.URL.Path, "/api/") && r.URL.Path != "/mcp"
}

// doorstep asks whether to go on: the site with the link may have been free to choose what is asked, in whose name and at whose cost.
var doorstep = template.Must(template.New("").Parse(`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Go on to Readout?</title>
<link rel="stylesheet" href="/assets/page.css"></head>
<body><main><h1>Go on to Readout?</h1><p>A link on another site led here. It may ask a question in your name.</p>
<p><a class="button" href="{{.}}">Go on</a></p></main></body></html>
`))

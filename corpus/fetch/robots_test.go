package fetch

import (
	"net/url"
	"strings"
	"testing"
)

func TestRobots(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		file    string
		allowed string // paths
		denied  string
	}{
		"empty":               {"", "/ /a", ""},
		"all":                 {"User-agent: *\nDisallow: /", "", "/ /a /a?b=c"},
		"nothing":             {"User-agent: *\nDisallow:", "/ /a", ""},
		"others":              {"User-agent: other\nDisallow: /", "/a", ""},
		"named":               {"User-agent: *\nDisallow: /\n\nUser-agent: ReadOut\nDisallow: /b", "/a", "/b /bc"},
		"named, with more":    {"User-agent: readout/1.0\nDisallow: /b", "/a", "/b"},
		"another's name":      {"User-agent: readout-images\nDisallow: /", "/a", ""},
		"several names":       {"User-agent: other\nUser-agent: readout\nDisallow: /b", "/a", "/b"},
		"two groups":          {"User-agent: readout\nDisallow: /a\n\nUser-agent: x\nDisallow: /c\n\nUser-agent: readout\nDisallow: /b", "/c", "/a /b"},
		"longest":             {"User-agent: *\nDisallow: /news\nAllow: /news/open", "/news/open/a /new", "/news /news/a"},
		"equally long":        {"User-agent: *\nDisallow: /news\nAllow: /news", "/news", ""},
		"any text":            {"User-agent: *\nDisallow: /*.pdf\nDisallow: /*?print=", "/a.html", "/a.pdf /a/b.pdfs /a?print=1"},
		"end":                 {"User-agent: *\nDisallow: /*.pdf$\nDisallow: /b$", "/a.pdf?x /bc", "/a.pdf /b"},
		"end of any":          {"User-agent: *\nDisallow: /a*$", "/b", "/a /abc"},
		"comments, spaces":    {"\uFEFF# rules\r\n  USER-AGENT : * # all\r\n  disallow:/b # not this\r\n", "/a", "/b"},
		"nonsense":            {"<html>\nDisallow: /\nUser-agent\n:\nAllow", "/a", ""},
		"other lines inside":  {"User-agent: *\nCrawl-delay: 5\nDisallow: /b\nSitemap: https://example.com/map.xml", "/a", "/b"},
		"escaped":             {"User-agent: *\nDisallow: /caf%C3%A9", "/cafe", "/café"},
		"not escaped":         {"User-agent: *\nDisallow: /café", "/cafe", "/café /caf%c3%a9"},
		"escaped for nothing": {"User-agent: *\nDisallow: /%62%6f%78\nDisallow: /%7Euser", "/bo", "/box /b%6Fx /~user /%7euser"},
		"an escaped slash":    {"User-agent: *\nDisallow: /a%2fb", "/a/b", "/a%2Fb"},
		"an escaped sign":     {"User-agent: *\nDisallow: /a%2Ab\nDisallow: /c%24", "/axb /c", "/a*b /c$d"},
		"a long line":         {"# " + strings.Repeat("long ", 20_000) + "\nUser-agent: *\nDisallow: /b", "/a", "/b"},
		"old line ends":       {"User-agent: *\rDisallow: /b\rAllow: /b/c", "/a /b/c", "/b"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			rules := parseRobots([]byte(tt.file), "readout")
			for want, paths := range map[bool]string{true: tt.allowed, false: tt.denied} {
				for path := range strings.FieldsSeq(paths) {
					u, err := url.Parse("https://example.com" + path)
					if err != nil {
						t.Fatal(err)
					}
					if got := rules.allows(u); got != want {
						t.Errorf("%s: allowed %v, want %v", path, got, want)
					}
				}
			}
		})
	}
}

func FuzzRobots(f *testing.F) {
	f.Add([]byte("User-agent: *\nDisallow: /*a*b$\nAllow: /"), "/ab?c")
	f.Add([]byte("user-agent:readout\nallow:*"), "")
	f.Fuzz(func(t *testing.T, file []byte, path string) {
		u, err := url.Parse("https://example.com/" + path)
		if err != nil {
			return
		}
		rules := parseRobots(file, "readout")
		if !rules.allows(u) && len(rules.rules) == 0 {
			t.Fatal("forbidden by no rule")
		}
	})
}

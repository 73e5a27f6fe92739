package fetch

import (
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"unicode/utf8"
)

// robots is what a site's robots.txt asks of one program: RFC 9309.
type robots struct{ rules []rule }

type rule struct {
	pattern string
	allow   bool
}

// parseRobots reads the rules for the program with the name: of the groups that name it, else of those for all. What it cannot read
// it passes over, as the standard asks.
func parseRobots(data []byte, name string) robots {
	const mostRules = 10_000
	var own, all []rule
	named := false              // a group names the program
	mine, every := false, false // the group being read is for it, for all
	listing := false            // the lines being read name the programs that a group is for
	isEnd := func(r rune) bool { return r == '\n' || r == '\r' }
	for line := range strings.FieldsFuncSeq(strings.TrimPrefix(string(data), "\uFEFF"), isEnd) {
		line, _, _ = strings.Cut(line, "#")
		key, value, ok := strings.Cut(line, ":")
		value = strings.TrimSpace(value)
		if !ok {
			continue
		}
		switch key = strings.ToLower(strings.TrimSpace(key)); key {
		case "user-agent":
			if !listing {
				mine, every = false, false
			}
			listing = true
			mine = mine || strings.EqualFold(productToken(value), name)
			every = every || value == "*"
			named = named || mine
		case "allow", "disallow":
			listing = false
			if value == "" || len(own)+len(all) >= mostRules {
				continue
			}
			r := rule{pattern: comparablePath(value, "*$"), allow: key == "allow"}
			if mine {
				own = append(own, r)
			}
			if every {
				all = append(all, r)
			}
		}
	}
	if named {
		return robots{own}
	}
	return robots{all}
}

// productToken is the name at the beginning of a user agent: "readout" of "readout/1.2 (a comment)".
func productToken(userAgent string) string {
	end := strings.IndexFunc(userAgent, func(r rune) bool {
		return !('a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || r == '-' || r == '_')
	})
	if end < 0 {
		return userAgent
	}
	return userAgent[:end]
}

// allows reports whether the page may be fetched: what its longest rule says, or yes.
func (r robots) allows(page *url.URL) bool {
	path := page.EscapedPath()
	if path == "" {
		path = "/"
	}
	if page.RawQuery != "" {
		path += "?" + page.RawQuery
	}
	path = comparablePath(path, "")
	allowed, longest := true, -1
	for _, rule := range r.rules {
		n := len(rule.pattern)
		if n < longest || n == longest && !rule.allow || !matchesPath(rule.pattern, path) {
			continue
		}
		allowed, longest = rule.allow, n
	}
	return allowed
}

// comparablePath is a path or a pattern as the standard has them compared: what can stand for itself does, however it was written, and
// bytes beyond ASCII are escaped. A "*" and a "$" are escaped, too, unless they are among the signs that mean something.
func comparablePath(s, signs string) string {
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c, escape := s[i], s[i] >= utf8.RuneSelf || strings.IndexByte("*$", s[i]) >= 0 && strings.IndexByte(signs, s[i]) < 0
		if c == '%' && i+2 < len(s) {
			if n, err := strconv.ParseUint(s[i+1:i+3], 16, 8); err == nil {
				c, i = byte(n), i+2
				escape = !(isLetter(rune(c)) && c < utf8.RuneSelf || '0' <= c && c <= '9' || strings.IndexByte("-._~", c) >= 0)
			}
		}
		if escape {
			fmt.Fprintf(&b, "%%%02X", c)
		} else {
			b.WriteByte(c)
		}
	}
	return b.String()
}

// matchesPath reports whether a path begins as the pattern says. In a pattern "*" is any text, and a "$" at its end is the path's end.
// The first match of each part is as good as any later one.
func matchesPath(pattern, path string) bool {
	pattern, whole := strings.CutSuffix(pattern, "$")
	parts := strings.Split(pattern, "*")
	rest, ok := strings.CutPrefix(path, parts[0])
	if !ok {
		return false
	}
	parts = parts[1:]
	for i, part := range parts {
		if whole && i == len(parts)-1 {
			return strings.HasSuffix(rest, part)
		}
		at := strings.Index(rest, part)
		if at < 0 {
			return false
		}
		rest = rest[at+len(part):]
	}
	return !whole || rest == "" && len(parts) == 0
}

package fetch

import (
	"bufio"
	"bytes"
	"net/url"
	"strings"
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
	lines := bufio.NewScanner(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	for lines.Scan() {
		line, _, _ := strings.Cut(lines.Text(), "#")
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
			r := rule{pattern: value, allow: key == "allow"}
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

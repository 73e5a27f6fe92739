package discord

import (
	"net/url"
	"strings"
	"unicode"
)

// escape makes a text harmless in a message: it is shown as it is, with no formatting, links, mentions or timestamps of its own.
// White space is folded to single spaces, but no-break spaces within words stay; control characters and marks that turn the direction
// of writing are dropped.
func escape(text string) string {
	text = folded(visible(text))
	var b strings.Builder
	runes := []rune(text)
	for i, r := range runes {
		next := rune(' ')
		if i+1 < len(runes) {
			next = runes[i+1]
		}
		switch {
		case strings.ContainsRune("\\*_~|`<>[]", r),
			r == ':' && (next == '/' || next == '_' || unicode.IsLetter(next)), // links, emoji
			i == 0 && strings.ContainsRune("#-+", r),                           // headings, small text, lists
			r == '.' && next == ' ' && isNumber(runes[:i]):
			b.WriteByte('\\')
		}
		b.WriteRune(r)
	}
	return b.String()
}

// noBreak is the space at which no line breaks, and dot parts two things on one line: no line begins with it.
const (
	noBreak = "\u00a0"
	dot     = noBreak + "· "
)

// framed is an escaped line of our own making, whose parts are joined by dots.
func framed(text string) string { return strings.ReplaceAll(escape(text), " · ", dot) }

// folded makes white space single spaces, except for a no-break space between two characters.
func folded(text string) string {
	var words []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) && string(r) != noBreak }) {
		if w = strings.Trim(w, noBreak); w != "" {
			words = append(words, w)
		}
	}
	return strings.Join(words, " ")
}

// isNumber reports whether the runes are a number and nothing else, which with a full stop begins a list.
func isNumber(runes []rune) bool {
	for _, r := range runes {
		if r < '0' || r > '9' {
			return false
		}
	}
	return len(runes) > 0
}

// visible drops what could steer a screen: control characters but for white space, marks of direction, and bytes that are no UTF-8.
func visible(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.IsControl(r), r == unicode.ReplacementChar, r == 0x61c, r == 0xfeff,
			0x200e <= r && r <= 0x200f, 0x202a <= r && r <= 0x202e, 0x2066 <= r && r <= 0x2069:
			return -1
		}
		return r
	}, strings.ToValidUTF8(text, ""))
}

// longestLink is the longest address that is shown, in bytes: no link is ever split, so it must leave room in a message.
const longestLink = 600

// link is a masked link without a preview, or "" for an address that is none to click on.
func link(label, address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(address) > longestLink {
		return ""
	}
	safe := strings.NewReplacer("<", "%3C", ">", "%3E", "(", "%28", ")", "%29", " ", "%20", "\\", "%5C", "`", "%60").Replace(u.String())
	return "[" + label + "](<" + safe + ">)"
}

// clip shortens a text to at most n characters, with an ellipsis at a space where there is one near.
func clip(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	end := n - 1
	for i := end; i > end-20 && i > 0; i-- {
		if runes[i] == ' ' {
			end = i
			break
		}
	}
	return strings.TrimRight(string(runes[:end]), " ") + "…"
}

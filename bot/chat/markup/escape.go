package markup

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"
)

// Escape makes a text harmless in a message: it is shown as it is, with no formatting, links, mentions or timestamps of its own.
// White space is folded to single spaces, but no-break spaces within words stay; control characters and marks that turn the direction
// of writing are dropped.
func Escape(text string) string {
	text = folded(Visible(text))
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

// NoBreak is the space at which no line breaks, and dot parts two things on one line: no line begins with it.
const (
	NoBreak = "\u00a0"
	Dot     = NoBreak + "· "
)

// Framed is an escaped line of our own making, whose parts are joined by dots.
func Framed(text string) string { return strings.ReplaceAll(Escape(text), " · ", Dot) }

// folded makes white space single spaces, except for a no-break space between two characters.
func folded(text string) string {
	var words []string
	for _, w := range strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) && string(r) != NoBreak }) {
		if w = strings.Trim(w, NoBreak); w != "" {
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

// Visible drops what could steer a screen: control characters but for white space, marks of direction, and bytes that are no UTF-8.
func Visible(text string) string {
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

// LongestLink is the longest address that is shown, in bytes: no link is ever split, so it must leave room in a message.
const LongestLink = 600

// Link is a masked link without a preview, or "" for an address that is none to click on.
func Link(label, address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(address) > LongestLink {
		return ""
	}
	safe := strings.NewReplacer("<", "%3C", ">", "%3E", "(", "%28", ")", "%29", " ", "%20", "\\", "%5C", "`", "%60").Replace(u.String())
	return "[" + label + "](<" + safe + ">)"
}

// Clip shortens a text to at most n characters, with an ellipsis at a space where there is one near.
func Clip(text string, n int) string {
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

// Code is an address or an ID as it is: to be copied, not to be clicked on.
func Code(text string) string {
	return "`" + strings.ReplaceAll(Clip(Fold(Visible(text)), 200), "`", "'") + "`"
}

func Fold(text string) string { return strings.Join(strings.Fields(text), " ") }

func Heading(text string) string { return "**" + Framed(text) + "**" }

// Marked puts the markers behind a claim.
func Marked(text, markers string) string { return strings.TrimRight(text+" "+markers, " ") }

var (
	mention = regexp.MustCompile(`<(@[!&]?|#)\d+>`)
	emoji   = regexp.MustCompile(`<a?:(\w+):\d+>`)
)

// Typed is what a member typed, without Discord's own codes in it, white space folded.
func Typed(text string) string {
	text = emoji.ReplaceAllString(mention.ReplaceAllString(text, " "), "$1")
	return strings.Join(strings.Fields(Visible(text)), " ")
}

// ClipFront shortens a text to its last n characters.
func ClipFront(text string, n int) string {
	runes := []rune(text)
	if len(runes) <= n {
		return text
	}
	return "…" + strings.TrimLeft(string(runes[len(runes)-max(n-1, 0):]), " ")
}

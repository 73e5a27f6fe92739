// Package printed sets the Markdown of package markup as text on a page, for platforms that show no formatting of their own.
package printed

import (
	"regexp"
	"strings"

	"readout/bot/chat/markup"
	"readout/bot/typeset"
)

// Text sets a text, a paragraph a line. named is what a reference is called.
func Text(on typeset.Page, text string, named func(markup.Reference) string) string {
	var out strings.Builder
	for line := range strings.SplitSeq(text, "\n") {
		out.WriteString(set(on, line, named))
	}
	return out.String()
}

// Plain is a text in one line, without its formatting.
func Plain(text string, named func(markup.Reference) string) string {
	var out strings.Builder
	for _, s := range spans(text, typeset.Plain, named) {
		out.WriteString(s.Text)
	}
	return strings.Join(strings.Fields(out.String()), " ")
}

// set sets a line.
func set(on typeset.Page, text string, named func(markup.Reference) string) string {
	for _, of := range []struct {
		begins, first, then string
		style               typeset.Style
	}{
		{"-# ", "", "", typeset.Dim}, {"> ", "│ ", "│ ", typeset.Quoted},
		{"- ", "- ", "  ", typeset.Plain}, {"  ", "  ", "  ", typeset.Plain},
	} {
		if rest, ok := strings.CutPrefix(text, of.begins); ok {
			return on.Spans(of.first, of.then, spans(rest, of.style, named)...)
		}
	}
	return on.Spans("", "", spans(text, typeset.Plain, named)...)
}

// maskedLink is a link with a label, of which the address is shown, and code a text that is as it is.
var (
	maskedLink = regexp.MustCompile(`^\[[^\[\]\\]*\]\(<([^ <>]*)>\)`)
	code       = regexp.MustCompile("^`([^`]*)`")
)

// spans reads what is in a line.
func spans(text string, style typeset.Style, named func(markup.Reference) string) (out []typeset.Span) {
	now := style
	var plain strings.Builder
	end := func(next ...typeset.Span) {
		if plain.Len() > 0 {
			out = append(out, typeset.Span{Style: now, Text: plain.String()})
			plain.Reset()
		}
		out = append(out, next...)
	}
	for text != "" {
		if m := maskedLink.FindStringSubmatch(text); m != nil {
			end(typeset.Span{Style: typeset.Dim, Text: m[1]})
			text = text[len(m[0]):]
			continue
		}
		if m := code.FindStringSubmatch(text); m != nil {
			plain.WriteString(m[1])
			text = text[len(m[0]):]
			continue
		}
		if of, length := markup.ReadReference(text); length > 0 {
			plain.WriteString(named(of))
			text = text[length:]
			continue
		}
		if rest, ok := strings.CutPrefix(text, "**"); ok {
			end()
			if text = rest; now == typeset.Bold {
				now = style
			} else {
				now = typeset.Bold
			}
			continue
		}
		if text[0] == '\\' && len(text) > 1 {
			text = text[1:] // what is escaped is text
		}
		n := strings.IndexAny(text[1:], "\\`[<*") + 1
		if n == 0 {
			n = len(text)
		}
		plain.WriteString(text[:n])
		text = text[n:]
	}
	end()
	return out
}

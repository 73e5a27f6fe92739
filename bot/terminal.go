package main

import (
	"fmt"
	"readout/bot/record"
	"strings"
	"unicode"

	"readout/bot/reply"
)

// layout sets replies as text.
type layout struct {
	width   int  // columns to wrap at; 0 wraps nothing
	colour  bool // with ANSI escapes
	phrases reply.Phrases
}

// style is an ANSI graphic rendition, "" for none. Meaning never rests on it.
type style string

const (
	plain style = ""
	bold  style = "1"
	dim   style = "2"
)

func (l layout) styled(s style, text string) string {
	if !l.colour || s == plain || text == "" {
		return text
	}
	return "\x1b[" + string(s) + "m" + text + "\x1b[0m"
}

// reply sets a whole reply: blocks parted by empty lines.
func (l layout) reply(r reply.Reply) string {
	var blocks []string
	if r.Asked != "" {
		blocks = append(blocks, l.paragraph(dim, "", "", r.Asked))
	}
	text := ""
	for _, c := range r.Corrected {
		text += l.paragraph(bold, "", "", c)
	}
	text += l.paragraph(plain, "", "", r.Text)
	if r.Missing != "" {
		text += l.paragraph(plain, "", "", r.Missing)
	}
	blocks = append(blocks, text)
	if len(r.Translations) > 0 {
		b := ""
		for _, t := range r.Translations {
			b += l.paragraph(dim, "", "", t)
		}
		blocks = append(blocks, b)
	}
	if len(r.Differ) > 0 {
		b := l.paragraph(bold, "", "", l.phrases.Differ)
		for _, p := range r.Differ {
			if p.Point != "" {
				b += l.paragraph(plain, "", "", p.Point+":")
			}
			for _, s := range p.Sides {
				b += l.paragraph(plain, "- ", "  ", reply.Quoted(s.Text)+" ("+s.From+") "+s.Markers)
			}
		}
		blocks = append(blocks, b)
	}
	if len(r.Closest) > 0 {
		b := l.paragraph(bold, "", "", l.phrases.Closest)
		for _, p := range r.Closest {
			b += l.paragraph(plain, "- ", "  ", reply.Quoted(p.Quote)) + l.paragraph(dim, "  ", "  ", p.Line) + l.link("  ", p.Link)
		}
		blocks = append(blocks, b)
	}
	if len(r.Sources) > 0 {
		b := l.paragraph(bold, "", "", l.phrases.Sources)
		for _, s := range r.Sources {
			b += l.paragraph(plain, "", "    ", s.Markers+" "+s.Line) + l.link("    ", s.Link)
		}
		blocks = append(blocks, b)
	}
	if r.Note != "" {
		blocks[len(blocks)-1] += l.paragraph(dim, "", "", r.Note)
	}
	return strings.Join(blocks, "\n")
}

// explanation sets what became of each sentence that was to be said.
func (l layout) explanation(e *record.Explained) string {
	text := l.paragraph(bold, "", "", "Kept")
	for _, k := range e.Kept {
		text += l.paragraph(plain, "- ", "  ", k.Text)
		for _, q := range k.Quotes {
			text += l.paragraph(dim, "  ", "  ", "rests on “"+q+"”")
		}
	}
	if len(e.Removed) > 0 {
		text += l.paragraph(bold, "", "", "Removed")
	}
	for _, r := range e.Removed {
		text += l.paragraph(plain, "- ", "  ", r.Text) + l.paragraph(dim, "  ", "  ", r.Reason)
	}
	if e.Tokens != nil {
		text += l.paragraph(dim, "", "", fmt.Sprintf("%d tokens read, %d written", e.Tokens.Input, e.Tokens.Output))
	}
	return text
}

// link sets a link on a line of its own, never broken.
func (l layout) link(indent, url string) string {
	if url == "" {
		return ""
	}
	return indent + l.styled(dim, strings.Join(strings.Fields(harmless(url)), "")) + "\n"
}

// paragraph wraps a text, with an indent for the first line and one for those after it. White space is folded; a citation marker
// stays on the line of the word before it.
func (l layout) paragraph(s style, first, then, text string) string {
	var b strings.Builder
	indent, line := first, ""
	flush := func() {
		b.WriteString(indent + l.styled(s, line) + "\n")
		indent = then
	}
	for _, word := range unbreakable(strings.Fields(harmless(text))) {
		switch {
		case line == "":
			line = word
		case l.width > 0 && columns(indent)+columns(line)+1+columns(word) > l.width:
			flush()
			line = word
		default:
			line += " " + word
		}
	}
	flush()
	return b.String()
}

// unbreakable joins markers ("[1][2]") to the words before them.
func unbreakable(words []string) []string {
	var out []string
	for _, w := range words {
		if len(out) > 0 && isMarker(w) {
			out[len(out)-1] += " " + w
		} else {
			out = append(out, w)
		}
	}
	return out
}

func isMarker(word string) bool {
	return len(word) > 2 && word[0] == '[' && unicode.IsDigit(rune(word[1])) && strings.Contains(word, "]")
}

// columns is the width of a text: its characters, marks on others not counted.
func columns(text string) int {
	n := 0
	for _, r := range text {
		if !unicode.Is(unicode.Mn, r) {
			n++
		}
	}
	return n
}

package terminal

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/bot/fragment"
	"readout/bot/invocation"
	"readout/bot/record"
	"readout/bot/reply"
	"readout/bot/typeset"
)

// Layout sets replies as text.
type Layout struct {
	typeset.Page
	Phrases    reply.Phrases
	plainLinks fragment.Hosts
	Program    invocation.Name
}

// Reply sets a whole reply: blocks parted by empty lines.
func (l Layout) Reply(r reply.Reply) string { return l.Listed(r.Joined(), nil) }

// Listed sets a whole reply. lead begins the line of each sentence; nil begins none.
func (l Layout) Listed(r reply.Reply, lead func(i int) string) string {
	var blocks []string
	if r.Asked != "" {
		blocks = append(blocks, l.Paragraph(typeset.Dim, "", "", r.Asked))
	}
	if r.Within != "" {
		blocks = append(blocks, l.Paragraph(typeset.Dim, "", "", r.Within))
	}
	text := ""
	for _, c := range r.Corrected {
		text += l.Paragraph(typeset.Bold, "", "", c)
	}
	text += l.sentences(r, lead)
	if r.Missing != "" {
		text += l.Paragraph(typeset.Plain, "", "", r.Missing)
	}
	if text != "" {
		blocks = append(blocks, text)
	}
	if len(r.Translations) > 0 {
		b := ""
		for _, t := range r.Translations {
			b += l.Paragraph(typeset.Dim, "", "", t)
		}
		blocks = append(blocks, b)
	}
	if len(r.Differ) > 0 {
		b := l.Paragraph(typeset.Bold, "", "", l.Phrases.Differ)
		for _, p := range r.Differ {
			if p.Point != "" {
				b += l.Paragraph(typeset.Plain, "", "", p.Point+":")
			}
			for _, s := range p.Sides {
				b += l.Spans("- ", "  ", typeset.Span{Style: typeset.Quoted, Text: reply.Quoted(s.Text)},
					typeset.Span{Text: " (" + s.From + ") "}, typeset.Span{Style: typeset.Dim, Text: s.Markers})
			}
		}
		blocks = append(blocks, b)
	}
	if len(r.Closest) > 0 {
		b := l.Paragraph(typeset.Bold, "", "", r.ClosestHead)
		for _, p := range r.Closest {
			b += l.Paragraph(typeset.Quoted, "- ", "  ", reply.Quoted(p.Quote)) + l.Paragraph(typeset.Dim, "  ", "  ", p.Line)
			b += l.Link("  ", l.plainLinks.Address(p.Link))
		}
		blocks = append(blocks, b)
	}
	if len(r.Sources) > 0 {
		b := l.Paragraph(typeset.Bold, "", "", l.Phrases.Sources)
		for _, s := range r.Sources {
			b += l.Spans("", "    ", typeset.Span{Style: typeset.Dim, Text: s.Markers}, typeset.Span{Text: " " + s.Line})
			b += l.Link("    ", l.plainLinks.Address(s.Link))
		}
		blocks = append(blocks, b)
	}
	if r.Note != "" {
		blocks[len(blocks)-1] += l.Paragraph(typeset.Dim, "", "", r.Note)
	}
	return strings.Join(blocks, "\n")
}

// sentences sets what a reply says: a sentence alone as it is, several as bullets, below what introduces them. lead begins the line of
// each; nil is nothing.
func (l Layout) sentences(r reply.Reply, lead func(i int) string) string {
	if len(r.Sentences) == 0 && r.Text == "" {
		return ""
	}
	if len(r.Sentences) == 0 {
		return l.Paragraph(typeset.Plain, "", "", r.Text)
	}
	text, introduced := "", 0
	for i, s := range r.Sentences {
		if s.Head != "" {
			text += strings.Repeat("\n", min(i, 1)) + l.Paragraph(typeset.Bold, "", "", s.Head)
		}
		spans := typeset.Quotations(s.Text)
		if lead != nil && !s.Introduces && lead(i) != "" {
			spans = append([]typeset.Span{{Style: typeset.Bold, Text: lead(i)}, {Text: " "}}, spans...)
		}
		spans = append(spans, typeset.Span{Style: typeset.Dim, Text: strings.TrimRight(" "+s.Markers+" "+s.Agreed, " ")})
		switch {
		case s.Introduces:
			text += l.Spans("", "", spans...)
			introduced++
		case lead == nil && introduced == 0 && len(r.Sentences) == 1:
			text += l.Spans("", "", spans...)
		default:
			text += l.Spans("- ", "  ", spans...)
		}
	}
	return text
}

// wording sets what became of each claim of a model, why the answer has the words it has, and what was sent.
func (l Layout) wording(e *record.Explained) string {
	text := ""
	if len(e.Claims) > 0 {
		text += l.Paragraph(typeset.Bold, "", "", "The model's claims")
	}
	for _, c := range e.Claims {
		text += l.Paragraph(typeset.Plain, "- ", "  ", c.Became+": "+c.Text)
		for _, line := range c.Told() {
			text += l.Paragraph(typeset.Dim, "  ", "  ", line)
		}
	}
	if e.Why != "" {
		text += l.Paragraph(typeset.Plain, "", "", "Shown so because "+e.Why+".")
	}
	for _, line := range e.Sending() {
		text += l.Paragraph(typeset.Dim, "", "", line)
	}
	return text
}

// Explanation sets what became of each sentence that was to be said.
func (l Layout) Explanation(e *record.Explained) string {
	text := l.Paragraph(typeset.Bold, "", "", "Kept")
	for _, k := range e.Kept {
		text += l.Paragraph(typeset.Plain, "- ", "  ", k.Text)
		for _, q := range k.Quotes {
			text += l.Paragraph(typeset.Dim, "  ", "  ", "rests on “"+q+"”")
		}
	}
	removed := slices.DeleteFunc(slices.Clone(e.Removed), func(r record.Removed) bool {
		return slices.ContainsFunc(e.Claims, func(c record.Claim) bool { return c.Text == r.Text && c.Reason == r.Reason })
	})
	if len(removed) > 0 {
		text += l.Paragraph(typeset.Bold, "", "", "Removed")
	}
	for _, r := range removed {
		text += l.Paragraph(typeset.Plain, "- ", "  ", r.Text) + l.Paragraph(typeset.Dim, "  ", "  ", r.Reason)
	}
	text += l.wording(e)
	if e.Tokens != nil {
		text += l.Paragraph(typeset.Dim, "", "", fmt.Sprintf("%d tokens read, %d written", e.Tokens.Input, e.Tokens.Output))
	}
	return text
}

// Counted is a number with its noun.
func Counted(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return strconv.Itoa(n) + " " + noun
}

// Shorten cuts a text that has more than so many characters.
func Shorten(text string, most int) string {
	if runes := []rune(text); len(runes) > most {
		return string(runes[:most-1]) + "…"
	}
	return text
}

// Hanging sets the lines of a finding below each other, beside its state.
func Hanging(text string) string {
	return strings.ReplaceAll(typeset.Harmless(text), "\n", "\n         ")
}

// Moment is a time for people at a terminal.
func Moment(t time.Time) string { return t.Local().Format("2006-01-02 15:04") }

package chat

import (
	"regexp"
	"strings"

	"readout/bot/chat/markup"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/fragment"
	"readout/bot/reply"
	"readout/retrieval/answer"
)

// LongestAsked is how much of a question an answer repeats, in characters.
const LongestAsked = 300

// runningText is how many sentences an answer has at most as running text; more of them have a line each.
const runningText = 2

// Frame is what is put around an answer's own sentences.
type Frame struct {
	asked  string // the question to repeat; "" when the reader has it before the eyes. One that was completed is always shown
	Title  string // in place of the question
	within string // the line below it: what was asked, where that is not everything
	// Lead begins the line that each sentence then has of its own; nil leaves it to their number whether they have one.
	Lead func(sentence int) string
	Rest string // the line below the sentences, formatted: what of them is not shown; "" for none

	Reply *reply.Reply // the answer in words; nil is that of the answer alone

	narrows bool          // the question's own words narrow what was asked
	Leans   bool          // it is about the answer before: nothing that the articles lack was asked
	Talk    []pages.Piece // what is said where there is no answer
	buttons [][]Button    // below it
}

// Render lays an answer out.
func Render(a *answer.Answer, f Frame, l *wording.Language) Message {
	in := l.Phrases
	r := f.Reply
	if r == nil {
		r = new(reply.Of(a, in))
	}
	m := Message{More: l.More}
	add := func(before, text string) {
		if text != "" {
			m.Add(before, text)
		}
	}
	before := "\n\n"
	switch {
	case f.Title != "":
		add("", markup.Heading(markup.Clip(f.Title, LongestAsked)))
		before = "\n" // a heading needs no blank line below it
	case r.Asked != "":
		add("", markup.Escape(markup.Clip(r.Asked, LongestAsked)))
	case f.asked != "":
		add("", markup.Escape(markup.Clip(in.Asked(f.asked), LongestAsked)))
	}
	if f.within != "" {
		add("\n", "-# "+markup.Escape(markup.Clip(f.within, LongestAsked)))
	}
	lead := f.Lead
	if lead == nil {
		r = new(r.Joined())
		if r.InLines(runningText) {
			lead = AsBullets
		}
	}
	for i, c := range r.Corrected {
		cites := pages.Markers.FindString(c)
		if before = "\n\n"; i > 0 {
			before = "\n"
		}
		add(before, markup.Marked(markup.Heading(strings.TrimSuffix(c, cites)), strings.TrimSpace(cites)))
		before = "\n\n"
	}
	for i, s := range r.Sentences {
		if s.Head != "" {
			add(before, markup.Heading(s.Head))
			before = "\n"
		}
		text := markup.Marked(markup.Marked(markup.Escape(s.Text), s.Markers), markup.Escape(s.Agreed))
		if lead != nil && !s.Introduces {
			text = "- " + lead(i) + text
		}
		if s.Translation != "" {
			text += "\n-# " + markup.Escape(s.Translation) // in one piece with its sentence
		}
		add(before, text)
		if before = "\n"; lead == nil {
			before = " "
		}
	}
	if len(r.Sentences) == 0 {
		add(before, markup.Escape(r.Text))
	}
	body := len(m.Pieces)
	add("\n", f.Rest)
	for _, line := range strings.Split(r.Missing, "\n") {
		add("\n", markup.Escape(line))
	}
	for _, lines := range [][]string{differing(*r, in), closest(*r, l), sources(*r, a.Version, l)} {
		add("\n\n", strings.Join(lines, "\n"))
	}
	m.Keep = len(m.Pieces) - body
	return m
}

// differing is the block of the points on which reports differ.
func differing(r reply.Reply, in reply.Phrases) []string {
	var lines []string
	for i, p := range r.Differ {
		if i == 0 {
			lines = append(lines, markup.Heading(in.Differ))
		}
		if p.Point != "" {
			lines = append(lines, markup.Escape(p.Point)+":")
		}
		for _, s := range p.Sides {
			lines = append(lines, "- "+markup.Marked(markup.Escape(reply.Quoted(s.Text))+" ("+markup.Escape(s.From)+")", s.Markers))
		}
	}
	return lines
}

// closest is the block of the nearest passages, each quoted with its source below it and a blank line between two.
func closest(r reply.Reply, l *wording.Language) []string {
	var lines []string
	for i, p := range r.Closest {
		if i == 0 {
			lines = append(lines, markup.Heading(r.ClosestHead))
		} else {
			lines = append(lines, "")
		}
		lines = append(lines, "> "+markup.Escape(p.Quote), "-# "+SourceLine(p.Line, p.Link, l))
	}
	return lines
}

// sources is the block of the sources, with the note below them.
func sources(r reply.Reply, version string, l *wording.Language) []string {
	var lines []string
	for i, s := range r.Sources {
		if i == 0 {
			lines = append(lines, markup.Heading(l.Phrases.Sources))
		}
		lines = append(lines, s.Markers+" "+SourceLine(s.Line, s.Link, l))
	}
	if r.Note != "" {
		lines = append(lines, "-# "+markup.Framed(withVersion(r.Note, version, l)))
	}
	return lines
}

// numbered is the version of a library that moderators keep; the shipped articles have none that would tell a member anything.
var numbered = regexp.MustCompile(`^v\d+$`)

// withVersion adds the version to a note, behind its first part.
func withVersion(note, version string, l *wording.Language) string {
	if !numbered.MatchString(version) {
		return note
	}
	first, rest, more := strings.Cut(note, " · ")
	if more {
		rest = " · " + rest
	}
	return first + " · " + l.CorpusVersion(version) + rest
}

// SourceLine is a source's line, with its link when it states one.
func SourceLine(line, address string, l *wording.Language) string {
	return markup.Framed(line) + Linked(address, l)
}

// Linked is what follows a source's line: its link, "" when it states none.
func Linked(address string, l *wording.Language) string {
	address = l.Bare.Address(address)
	if len(address) > markup.LongestLink {
		address = fragment.Hosts{"*"}.Address(address)
	}
	if to := markup.Link(l.Link, address); to != "" {
		return markup.Dot + to
	}
	return ""
}

// AsBullets begins the lines of sentences that need no beginning.
func AsBullets(int) string { return "" }

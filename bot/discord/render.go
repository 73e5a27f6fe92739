package discord

import (
	"strings"

	"readout/bot/reply"
	"readout/retrieval/answer"
)

// longestAsked is how much of a question an answer repeats, in characters.
const longestAsked = 300

// frame is what is put around an answer's own sentences.
type frame struct {
	asked string // the question to repeat; "" when the reader has it before the eyes. One that was completed is always shown
	title string // in place of the question
	// lead begins the line that each sentence then has of its own; nil sets the sentences as running text.
	lead func(sentence int) string
}

// render lays an answer out.
func render(a *answer.Answer, f frame, l *language) message {
	in := l.Phrases
	r := reply.Of(a, in)
	m := message{more: l.More}
	add := func(before, text string) {
		if text != "" {
			m.pieces = append(m.pieces, piece{before, text})
		}
	}
	switch {
	case f.title != "":
		add("", heading(clip(f.title, longestAsked)))
	case r.Asked != "":
		add("", escape(clip(r.Asked, longestAsked)))
	case f.asked != "":
		add("", escape(clip(in.Asked(f.asked), longestAsked)))
	}
	before := "\n\n"
	for _, c := range r.Corrected {
		cites := markers.FindString(c)
		add(before, marked(heading(strings.TrimSuffix(c, cites)), strings.TrimSpace(cites)))
		before = "\n"
	}
	for i, s := range a.Sentences {
		text := marked(escape(s.Text), answer.Markers(s.Citations))
		if f.lead != nil {
			add(before, "- "+f.lead(i)+text)
			before = "\n"
			continue
		}
		add(before, text)
		before = " "
	}
	if len(a.Sentences) == 0 {
		add("\n\n", escape(r.Text))
	}
	body := len(m.pieces)
	add("\n", escape(r.Missing))
	if len(r.Differ) > 0 {
		add("\n\n", heading(in.Differ))
		for _, p := range r.Differ {
			add("\n", escape(p.Point)+":")
			for _, s := range p.Sides {
				add("\n- ", marked("“"+escape(s.Text)+"” ("+escape(s.From)+")", s.Markers))
			}
		}
	}
	if len(r.Closest) > 0 {
		add("\n\n", heading(in.Closest))
		for _, p := range r.Closest {
			add("\n- ", "“"+escape(p.Quote)+"”")
			add("\n-# ", sourceLine(p.Line, p.Link, l))
		}
	}
	if len(r.Sources) > 0 {
		add("\n\n", heading(in.Sources))
		for _, s := range r.Sources {
			add("\n", s.Markers+" "+sourceLine(s.Line, s.Link, l))
		}
	}
	if r.Note != "" {
		add("\n", "-# "+escape(r.Note))
	}
	m.keep = len(m.pieces) - body
	return m
}

func heading(text string) string { return "**" + escape(text) + "**" }

// marked puts the markers behind a claim.
func marked(text, markers string) string { return strings.TrimRight(text+" "+markers, " ") }

// sourceLine is a source's line, with its link when it states one.
func sourceLine(line, address string, l *language) string {
	line = escape(line)
	if to := link(l.Link, address); to != "" {
		line += " · " + to
	}
	return line
}

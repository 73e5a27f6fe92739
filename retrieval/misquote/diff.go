package misquote

import (
	"readout/corpus/prose"
)

// describe tells where the quotation is said, and what differs.
func (f *Finding) describe(a *alignment) {
	f.Said, f.Changed, f.Slips = a.said(), a.changed, a.slips
	f.Diff = a.diff()
}

// diff is the pieces of which the quotation and what was said are made.
func (a *alignment) diff() []Piece {
	d := differ{quote: a.quote.article.Body, said: a.text.article.Body}
	changed := a.changedSpans()
	first, last := a.ends()
	for i, s := range a.steps {
		var q, t token
		if s.q >= 0 {
			q = a.quote.tokens[s.q]
		}
		if s.t >= 0 {
			t = a.text.tokens[s.t]
		}
		switch s.move {
		case match:
			if changed.quote[q.span] || changed.said[t.span] {
				d.add(Dropped, t.span)
				d.add(Added, q.span)
				continue
			}
			d.add(Same, q.span)
		case swap:
			d.add(Dropped, t.span)
			d.add(Added, q.span)
		case drop:
			if t.kind == word && !t.free && i > first && i < last {
				d.add(Dropped, t.span)
			}
		case skipped:
			if t.kind == word && i > first && i < last {
				d.add(Omitted, t.span)
			}
		case insert:
			switch {
			case q.kind == bracket, q.kind == edited:
				d.add(Bracket, q.span)
			case q.kind == gap:
				d.flush()
			default:
				d.add(Added, q.span)
			}
		}
	}
	d.flush()
	return d.out
}

// spans are places of words.
type spans map[prose.Span]bool

// changedSpans are the words of which a part differs: of "don't" the "not" may be missing.
func (a *alignment) changedSpans() (out struct{ quote, said spans }) {
	out.quote, out.said = spans{}, spans{}
	for _, s := range a.steps {
		switch s.move {
		case swap:
			out.quote[a.quote.tokens[s.q].span], out.said[a.text.tokens[s.t].span] = true, true
		case drop:
			if t := a.text.tokens[s.t]; t.kind == word && !t.free {
				out.said[t.span] = true
			}
		case insert:
			if q := a.quote.tokens[s.q]; q.kind == word && !q.free {
				out.quote[q.span] = true
			}
		}
	}
	return out
}

// differ joins words to pieces. What was said stands before what is quoted in its place.
type differ struct {
	quote, said string
	out         []Piece
	now         Change
	span        prose.Span
	added       prose.Span // while now is Dropped, what stands in its place
}

func (d *differ) add(c Change, s prose.Span) {
	switch {
	case d.now == Dropped && c == Added:
		d.added = joined(d.added, s)
		return
	case d.now == "" || d.now != c:
		d.flush()
		d.now, d.span = c, s
		return
	}
	d.span = joined(d.span, s)
}

func joined(a, b prose.Span) prose.Span {
	if a.Len() == 0 {
		return b
	}
	return prose.Span{Start: min(a.Start, b.Start), End: max(a.End, b.End)}
}

// flush ends the piece that is being joined.
func (d *differ) flush() {
	if d.now != "" {
		body := d.quote
		if d.now == Dropped || d.now == Omitted {
			body = d.said
		}
		d.out = append(d.out, Piece{d.now, prose.OneLine(body[d.span.Start:d.span.End])})
	}
	if d.added.Len() > 0 {
		d.out = append(d.out, Piece{Added, prose.OneLine(d.quote[d.added.Start:d.added.End])})
	}
	d.now, d.span, d.added = "", prose.Span{}, prose.Span{}
}

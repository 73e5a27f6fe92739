package evidence

import (
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval"
)

// place is a sentence of a passage.
type place struct {
	passage  *corpus.Passage
	sentence int
}

func (p place) text() string { return p.passage.Sentences[p.sentence].Text }

// size is what a sentence takes of a window's room: a reader cuts longer ones.
func (p place) size() int { return min(longestSentence, len(p.text())) }

// window is consecutive sentences of an article, across its passages.
type window []place

// How windows are laid, in bytes. A reader takes about twice the room; those that it was trained on had this much, some 110 tokens.
const (
	room            = 480
	longestSentence = 400
)

// report is what an article reports, sentence by sentence: sentences that are orders to whoever answers are not among them.
type report struct {
	places []place
	begins map[corpus.PassageID]int // index in places of each passage's first sentence
}

func newReport(a *corpus.Article) *report {
	r := &report{begins: map[corpus.PassageID]int{}}
	for i := range a.Passages {
		p := &a.Passages[i]
		if p.Role != corpus.RoleBody || i+1 < len(a.Passages) && onlyNames(p, &a.Passages[i+1]) {
			continue
		}
		for j := range p.Sentences {
			if p.Sentences[j].Order {
				continue
			}
			if _, ok := r.begins[p.ID]; !ok {
				r.begins[p.ID] = len(r.places)
			}
			r.places = append(r.places, place{p, j})
		}
	}
	return r
}

// onlyNames reports whether a passage is a name over what is of that person, the first of which is the next passage: it is read with that.
func onlyNames(p, next *corpus.Passage) bool {
	return p.Turn.Label != "" && p.Turn.Words == len(p.Text) && p.Statement == "" && len(next.Parents) > len(p.Parents) &&
		next.Parents[len(next.Parents)-1] == corpus.Plain(p.Text) && len(strings.Fields(p.Text)) <= len(strings.Fields(p.Turn.Label))
}

// around lays windows over a passage: one that takes in as much of what stands before and after it as there is room, or, over a long
// passage, several, each of which begins with the last sentence of the one before.
func (r *report) around(p *corpus.Passage) []window {
	first, ok := r.begins[p.ID]
	if !ok {
		return nil
	}
	last := first
	for last < len(r.places) && r.places[last].passage == p {
		last++
	}
	var out []window
	for start := first; ; {
		end, size := start, 0
		for end < last && (end == start || size+r.places[end].size() <= room) {
			size += r.places[end].size()
			end++
		}
		if end == last {
			return append(out, r.widened(start, end, size))
		}
		out = append(out, window(r.places[start:end]))
		start = max(start+1, end-1)
	}
}

// widened adds sentences before and after by turns while there is room.
func (r *report) widened(start, end, size int) window {
	for before, after := true, true; before || after; {
		if before = start > 0 && goesOn(r.places[start-1], r.places[start]) && size+r.places[start-1].size() <= room; before {
			start--
			size += r.places[start].size()
		}
		if after = end < len(r.places) && goesOn(r.places[end-1], r.places[end]) && size+r.places[end].size() <= room; after {
			size += r.places[end].size()
			end++
		}
	}
	return window(r.places[start:end])
}

// goesOn reports whether a window goes on from a sentence to the next one: not from one list to another, since items are read by what
// they stand under.
func goesOn(a, b place) bool {
	return !a.passage.Listed && !b.passage.Listed || slices.Equal(a.passage.Headings, b.passage.Headings)
}

// input is the window as a reader takes it. What a passage stands under, such as a heading, is read with its first sentence, as far as
// nothing before it stands under the same; who says or is to do what an item of a list tells is read with each.
func (w window) input(title string) retrieval.Window {
	in := retrieval.Window{Title: title}
	var known []string // what is read of where the passage before stands, and itself
	for i, p := range w {
		text := p.passage.Reads(p.sentence)
		if i == 0 || w[i-1].passage != p.passage {
			context := p.passage.Context()
			over := slices.Clone(context[shared(context, known):])
			known = append(context, corpus.Plain(p.passage.Text))
			if lead := p.passage.Lead(); lead != "" {
				over = append(over, lead)
			}
			for j := range over {
				over[j] = strings.TrimRight(over[j], ".:; ")
			}
			if len(over) > 0 {
				text = strings.Join(over, ". ") + ": " + text
			}
		}
		in.Sentences = append(in.Sentences, text)
	}
	return in
}

// shared is how many of the first elements two lists have in common.
func shared(a, b []string) int {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n
}

// text is all that the window holds.
func (w window) text() string {
	var b strings.Builder
	for _, p := range w {
		b.WriteString(p.text())
		b.WriteByte('\n')
	}
	return b.String()
}

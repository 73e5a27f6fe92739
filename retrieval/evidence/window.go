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
	article *corpus.Article
	places  []place
	begins  map[corpus.PassageID]int // index in places of each passage's first sentence
}

func newReport(a *corpus.Article) *report {
	r := &report{article: a, begins: map[corpus.PassageID]int{}}
	for i := range a.Passages {
		p := &a.Passages[i]
		if p.Role != corpus.RoleBody {
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
		if before = start > 0 && size+r.places[start-1].size() <= room; before {
			start--
			size += r.places[start].size()
		}
		if after = end < len(r.places) && size+r.places[end].size() <= room; after {
			size += r.places[end].size()
			end++
		}
	}
	return window(r.places[start:end])
}

// input is the window as a reader takes it: what a passage stands under, such as a heading, is read with its first sentence, unless the
// passage before stands under the same.
func (w window) input(title string) retrieval.Window {
	in := retrieval.Window{Title: title}
	var under []string
	for i, p := range w {
		text := corpus.Plain(p.text())
		if i == 0 || w[i-1].passage != p.passage {
			if context := p.passage.Context(); !slices.Equal(context, under) {
				under = context
				if len(context) > 0 {
					text = strings.Join(context, ". ") + ": " + text
				}
			}
		}
		in.Sentences = append(in.Sentences, text)
	}
	return in
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

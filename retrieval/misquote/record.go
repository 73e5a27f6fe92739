package misquote

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// text is a transcript as its words are compared.
type text struct {
	article     *corpus.Article
	tokens      []token
	turns       []turn
	turnOf      []int // for each token, the index in turns of the one that it is in; of a barrier the one that begins
	translation bool  // the record says of itself that it is one
	edited      bool  // and that it is edited
}

// turn is a turn of a transcript, or one of its passages that is in none.
type turn struct {
	speaker     string
	first       *corpus.Passage
	interpreted bool
}

// record is all transcripts of a corpus.
type record struct {
	texts  []*text
	places map[string][]place // where a word stands
	weight map[string]float64 // of a word: the rarer the heavier
	names  map[string]bool    // the speakers, and the last words of their names, folded
}

// place is a place in a transcript.
type place struct{ text, at int }

// readRecord reads the transcripts of a corpus.
func readRecord(c *reading.Corpus) *record {
	r := &record{places: map[string][]place{}, weight: map[string]float64{}, names: map[string]bool{}}
	for _, a := range c.Articles {
		if a.Kind != corpus.KindTranscript {
			continue
		}
		if t := readText(a); len(t.tokens) > 0 {
			r.texts = append(r.texts, t)
		}
	}
	total := 0
	for n, t := range r.texts {
		for _, u := range t.turns {
			if u.speaker != "" {
				r.names[prose.Fold(u.speaker)], r.names[surname(u.speaker)] = true, true
			}
		}
		for i, w := range t.tokens {
			if w.kind == word {
				r.places[w.text] = append(r.places[w.text], place{n, i})
				total++
			}
		}
	}
	for w, at := range r.places {
		r.weight[w] = math.Log(1 + float64(total)/float64(len(at)))
	}
	return r
}

func readText(a *corpus.Article) *text {
	t := &text{article: a}
	interpreted := map[string]bool{}
	for i := range a.Passages {
		p := &a.Passages[i]
		if p.Role != corpus.RoleBody || p.Turn.Number == 0 {
			t.translation, t.edited = t.translation || saysTranslated(p.Text), t.edited || saysEdited(p.Text)
			continue
		}
		from := p.Span.Start + p.Turn.Words
		if i == 0 || a.Passages[i-1].Turn.Number != p.Turn.Number {
			t.turns = append(t.turns, turn{speaker: p.Turn.Speaker, first: p})
			t.tokens = append(t.tokens, token{kind: barrier, span: prose.Span{Start: p.Span.Start, End: from}})
			t.turnOf = append(t.turnOf, len(t.turns)-1)
		}
		if saysInterpreted(p.Text) {
			interpreted[p.Turn.Speaker] = true
		}
		for _, w := range spokenTokens(a.Body, prose.Span{Start: from, End: p.Span.End}) {
			t.tokens, t.turnOf = append(t.tokens, w), append(t.turnOf, len(t.turns)-1)
		}
	}
	for i := range t.turns {
		t.turns[i].interpreted = interpreted[t.turns[i].speaker]
	}
	return t
}

// saysInterpreted reports whether a turn says, in brackets, that an interpreter speaks.
func saysInterpreted(passage string) bool {
	folded := prose.Fold(passage)
	for rest := folded; ; {
		at := strings.IndexAny(rest, "([")
		if at < 0 {
			return false
		}
		rest = rest[at+1:]
		if end := strings.IndexAny(rest, ")]"); end > 0 && saysTranslated(rest[:end]) {
			return true
		}
	}
}

// saysTranslated reports whether a text speaks of a translation or an interpreter.
func saysTranslated(text string) bool {
	folded := prose.Fold(text)
	return strings.Contains(folded, "translat") || strings.Contains(folded, "interpret")
}

// saysEdited reports whether a text says that a record does not have every word.
func saysEdited(text string) bool {
	folded := prose.Fold(text)
	for _, sign := range strings.Split("edited for|edited and|lightly edited|been edited|condensed|abridged|excerpts|summary record", "|") {
		if strings.Contains(folded, sign) {
			return true
		}
	}
	return false
}

// translated reports whether the report says, where it quotes, that the words are a translation.
func translated(q quotation) bool {
	outside := q.article.Body[q.passage.Span.Start:q.span.Start] + " " + q.article.Body[q.span.End:q.passage.Span.End]
	return saysTranslated(outside)
}

func (r *record) articles() (out []*corpus.Article) {
	for _, t := range r.texts {
		out = append(out, t.article)
	}
	return out
}

// hears reports whether whom a quotation is credited to speaks in a transcript. A description of somebody never does.
func (r *record) hears(q quotation) bool {
	return q.person && (r.names[prose.Fold(q.speaker)] || r.names[surname(q.speaker)])
}

// surname is the last word of a name, folded.
func surname(name string) string {
	words := prose.Words(name)
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1].Folded
}

// Where a quotation is looked for.
const (
	stretch  = 512 // words of a transcript that are compared with a quotation at a time; stretches overlap by half
	tries    = 8   // stretches that are compared
	worse    = .4  // of the best stretch's score: those below it are not compared
	rarest   = 16  // words of a quotation that tell where to look
	commoner = 4000
)

// align compares a quotation with the stretches of the transcripts that have most of its words.
func (r *record) align(q quotation) []*alignment {
	type window struct{ text, half int }
	scores := map[window]float64{}
	for _, w := range r.telling(q) {
		last := window{-1, -1}
		for _, p := range r.places[w] {
			at := window{p.text, p.at / (stretch / 2)}
			if at == last {
				continue // each word counts once for a stretch
			}
			last = at
			scores[at] += r.weight[w]
		}
	}
	both := map[window]float64{} // a stretch is two halves
	for at, s := range scores {
		for _, first := range []int{at.half - 1, at.half} {
			if first >= 0 {
				both[window{at.text, first}] += s
			}
		}
	}
	var order []window
	for at := range both {
		order = append(order, at)
	}
	slices.SortFunc(order, func(a, b window) int {
		return cmp.Or(-cmp.Compare(both[a], both[b]), cmp.Compare(a.text, b.text), cmp.Compare(a.half, b.half))
	})
	var out []*alignment
	for _, at := range order[:min(tries, len(order))] {
		if both[at] < both[order[0]]*worse {
			break
		}
		t := r.texts[at.text]
		if from := t.article.Language; from != "" && q.article.Language != "" && from != q.article.Language {
			continue
		}
		from := at.half * (stretch / 2)
		out = append(out, alignIn(q, t, from, min(len(t.tokens), from+stretch+len(q.tokens)))...)
	}
	return out
}

// telling are the rarest words of a quotation.
func (r *record) telling(q quotation) []string {
	var out []string
	for _, t := range q.tokens {
		if t.kind == word && r.weight[t.text] > 0 && !slices.Contains(out, t.text) {
			out = append(out, t.text)
		}
	}
	slices.SortStableFunc(out, func(a, b string) int { return -cmp.Compare(r.weight[a], r.weight[b]) })
	out = out[:min(rarest, len(out))]
	if i := slices.IndexFunc(out, func(w string) bool { return len(r.places[w]) > commoner }); i > 2 {
		out = out[:i]
	}
	return out
}

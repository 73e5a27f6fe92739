// Package evidence decides which sentences of what was retrieved answer a question. It lays windows over the articles where passages
// were found, has a learned reader read the best of them, and turns what the reader says into probabilities.
package evidence

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
)

// Windows is how many windows are read for one question.
const Windows = 12

// Sentence is a sentence that was read.
type Sentence struct {
	Passage     *corpus.Passage
	Index       int     // in Passage.Sentences
	Probability float64 // that it answers

	Features Features
}

// Features are what probabilities are computed from.
type Features struct {
	Logit   float64 // of the reader, for the sentence
	Window  float64 // of the reader, for the window that the sentence reads best in
	Meaning float64 // cosine of the sentence and the question
	Words   float64 // share of the question's words that the sentence matches, by weight
	Lacks   float64 // share of the question's weight that lies on names and numbers which the window and its title lack
	Asks    float64 // natural logarithm of how many words ask; see asks
}

// Reading is what was read for a question.
type Reading struct {
	Sentences []Sentence // most probable first, each once
}

// Read reads windows in which the hits lie, those of the best hits first.
func Read(ctx context.Context, s *retrieval.Snapshot, question string, found retrieval.Evidence) (*Reading, error) {
	windows := lay(s.Corpus, found.Hits, Windows)
	inputs := make([]retrieval.Window, len(windows))
	for i, w := range windows {
		inputs[i] = w.input(s.Corpus.Article(w[0].passage.Article).Title)
	}
	readings, err := s.Reader.Read(ctx, question, inputs)
	if err != nil {
		return nil, fmt.Errorf("read %d windows: %w", len(windows), err)
	}
	if len(readings) != len(windows) {
		return nil, fmt.Errorf("read %d windows: %s returned %d readings", len(windows), s.Reader.Model(), len(readings))
	}
	scores := map[corpus.PassageID][]retrieval.SentenceScore{}
	for _, h := range found.Hits {
		scores[h.Passage.ID] = h.Sentences
	}
	out := &Reading{}
	at := map[place]int{}
	asking := asks(question)
	for i, w := range windows {
		lacks := lacking(s.Words, found.Terms, w.text()+inputs[i].Title)
		for j, p := range w {
			if readings[i].Unread(j) {
				continue
			}
			f := Features{Logit: readings[i].Sentences[j], Window: readings[i].Answered, Lacks: lacks, Asks: asking}
			if sc := scores[p.passage.ID]; p.sentence < len(sc) {
				f.Meaning, f.Words = sc[p.sentence].Meaning, sc[p.sentence].Words
			}
			read := Sentence{Passage: p.passage, Index: p.sentence, Features: f, Probability: fitted().Sentence.probability(f)}
			if k, ok := at[p]; !ok {
				at[p] = len(out.Sentences)
				out.Sentences = append(out.Sentences, read)
			} else if out.Sentences[k].Probability < read.Probability {
				out.Sentences[k] = read
			}
		}
	}
	slices.SortFunc(out.Sentences, func(a, b Sentence) int {
		return cmp.Or(cmp.Compare(b.Probability, a.Probability), cmp.Compare(a.Passage.ID, b.Passage.ID), cmp.Compare(a.Index, b.Index))
	})
	return out, nil
}

// lay lays windows over the passages found, best first, but for those that stand whole in windows laid before; at most most.
func lay(c *reading.Corpus, hits []retrieval.Hit, most int) []window {
	var out []window
	reports := map[corpus.ArticleID]*report{}
	covered := map[place]bool{}
	for _, h := range hits {
		if len(out) >= most {
			break
		}
		whole := true
		for j, t := range h.Passage.Sentences {
			whole = whole && (t.Order || covered[place{h.Passage, j}])
		}
		if whole {
			continue
		}
		r := reports[h.Passage.Article]
		if r == nil {
			r = newReport(c.Article(h.Passage.Article))
			reports[h.Passage.Article] = r
		}
		for _, w := range r.around(h.Passage) {
			if len(out) == most {
				break
			}
			out = append(out, w)
			for _, p := range w {
				covered[p] = true
			}
		}
	}
	return out
}

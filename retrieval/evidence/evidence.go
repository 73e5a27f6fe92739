// Package evidence decides which sentences of what was retrieved answer a question. It lays windows over the articles where passages
// were found, has a learned reader read the best of them, and turns what the reader says into probabilities.
package evidence

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
)

// How many windows are read for one question, and in all where those leave it in doubt. Stopping at fewer where one answers surely would
// miss the report that contradicts it.
const (
	firstWindows = 12
	allWindows   = 24
)

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

// Read reads windows in which the hits lie, those of the best hits first, and further ones where the first leave it in doubt whether they
// answer.
func Read(ctx context.Context, s *retrieval.Snapshot, question string, found retrieval.Evidence) (*Reading, error) {
	r := newRun(s, question, found)
	windows := lay(s.Corpus, found.Hits, allWindows)
	first := min(firstWindows, len(windows))
	if err := r.read(ctx, windows[:first]); err != nil {
		return nil, err
	}
	if first < len(windows) && inDoubt(Confidence(r.sentences)) {
		if err := r.read(ctx, windows[first:]); err != nil {
			return nil, err
		}
	}
	return &Reading{Sentences: r.sentences}, nil
}

// run is a question on its way through the windows.
type run struct {
	snapshot  *retrieval.Snapshot
	question  string
	asking    float64 // see asks
	terms     []retrieval.Term
	scores    map[corpus.PassageID][]retrieval.SentenceScore
	best      map[place]Sentence
	sentences []Sentence // the best, in order
}

func newRun(s *retrieval.Snapshot, question string, found retrieval.Evidence) *run {
	r := &run{snapshot: s, question: question, asking: asks(question), terms: found.Terms,
		scores: map[corpus.PassageID][]retrieval.SentenceScore{}, best: map[place]Sentence{}}
	for _, h := range found.Hits {
		r.scores[h.Passage.ID] = h.Sentences
	}
	return r
}

// read reads some windows, and orders the sentences from the most probable on. A sentence of several windows keeps its best reading.
func (r *run) read(ctx context.Context, windows []window) error {
	s := r.snapshot
	inputs := make([]retrieval.Window, len(windows))
	for i, w := range windows {
		inputs[i] = w.input(s.Corpus.Article(w[0].passage.Article).Title)
	}
	readings, err := s.Reader.Read(ctx, r.question, inputs)
	if err != nil {
		return fmt.Errorf("read %d windows: %w", len(windows), err)
	}
	if len(readings) != len(windows) {
		return fmt.Errorf("read %d windows: %s returned %d readings", len(windows), s.Reader.Model(), len(readings))
	}
	for i, w := range windows {
		lacks := lacking(s.Words, r.terms, w.text()+inputs[i].Title)
		for j, p := range w {
			if readings[i].Unread(j) {
				continue
			}
			f := Features{Logit: readings[i].Sentences[j], Window: readings[i].Answered, Lacks: lacks, Asks: r.asking}
			if sc := r.scores[p.passage.ID]; p.sentence < len(sc) {
				f.Meaning, f.Words = sc[p.sentence].Meaning, sc[p.sentence].Words
			}
			now := Sentence{Passage: p.passage, Index: p.sentence, Features: f, Probability: fitted().Sentence.probability(f)}
			if before, ok := r.best[p]; !ok || before.Probability < now.Probability {
				r.best[p] = now
			}
		}
	}
	r.sentences = slices.SortedFunc(maps.Values(r.best), compareSentences)
	return nil
}

// inDoubt reports whether further windows may decide with what confidence a question is answered.
func inDoubt(confidence float64) bool { return confidence >= .1 && confidence < .8 }

// compareSentences orders sentences from the most probable on.
func compareSentences(a, b Sentence) int {
	return cmp.Or(cmp.Compare(b.Probability, a.Probability), cmp.Compare(a.Passage.ID, b.Passage.ID), cmp.Compare(a.Index, b.Index))
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

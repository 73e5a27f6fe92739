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

// How many windows are read for one question: some at a time, and more than most only where those leave it in doubt.
const (
	Windows  = 24
	most     = 12
	together = 6
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

// Read reads windows in which the hits lie, those of the best hits first, until it is clear whether they answer.
func Read(ctx context.Context, s *retrieval.Snapshot, question string, found retrieval.Evidence) (*Reading, error) {
	r := newRun(s, question, found)
	windows := 0
	for some := range slices.Chunk(lay(s.Corpus, found.Hits, Windows), together) {
		if err := r.read(ctx, some); err != nil {
			return nil, err
		}
		slices.SortFunc(r.sentences, compareSentences)
		if windows += len(some); r.isClear(windows) {
			break
		}
		r.index()
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
	sentences []Sentence
	at        map[place]int // in sentences
}

func newRun(s *retrieval.Snapshot, question string, found retrieval.Evidence) *run {
	r := &run{snapshot: s, question: question, asking: asks(question), terms: found.Terms,
		scores: map[corpus.PassageID][]retrieval.SentenceScore{}, at: map[place]int{}}
	for _, h := range found.Hits {
		r.scores[h.Passage.ID] = h.Sentences
	}
	return r
}

// read reads some windows. A sentence of several keeps its best reading.
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
			r.keep(p, Sentence{Passage: p.passage, Index: p.sentence, Features: f, Probability: fitted().Sentence.probability(f)})
		}
	}
	return nil
}

func (r *run) keep(at place, read Sentence) {
	if k, ok := r.at[at]; !ok {
		r.at[at] = len(r.sentences)
		r.sentences = append(r.sentences, read)
	} else if r.sentences[k].Probability < read.Probability {
		r.sentences[k] = read
	}
}

// index finds the sentences anew after they were ordered.
func (r *run) index() {
	for i, read := range r.sentences {
		r.at[place{read.Passage, read.Index}] = i
	}
}

// isClear reports whether, once as many windows were read as mostly are, what was read leaves no doubt. Fewer are never enough: what
// answers surely may be contradicted by another report.
func (r *run) isClear(windows int) bool {
	if len(r.sentences) == 0 || windows < most {
		return false
	}
	confidence := Confidence(r.sentences)
	return confidence < doubtFrom || confidence >= doubtTo
}

// Outside of what confidence reading stops.
const (
	doubtFrom = .1
	doubtTo   = .8
)

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

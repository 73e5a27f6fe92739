package chromem

import (
	"context"
	"fmt"
	"sync/atomic"
	"time"

	"readout/retrieval"
)

var _ retrieval.Index = (*Assisted)(nil)

// Assisted is an Index for which a second model, mostly one on a server, says what is nearest in meaning. It searches with
// its own vectors until Adopt has all of the second model's, and whenever that model fails to embed a question: an answer never waits
// for it longer than Assistance.Wait.
//
// The second model decides which passages are found, and in which order. How near they are in meaning (Hit.Meaning, and that of
// sentences) is told by the own model all the same: readers compare these figures with thresholds, and the cosines of another model
// mean something else. Vectors of the two models never meet.
type Assisted struct {
	own    *Index
	o      Assistance
	second atomic.Pointer[second]
}

// Assistance sets how an Assisted index uses its second model.
type Assistance struct {
	// Wait is how long a question's vector is waited for: 0 means DefaultWait. It is never more than a quarter of the time that the
	// question has left.
	Wait time.Duration
	// Failed is told each time that the model failed to embed a question, and the own index answered; nil is no one.
	Failed func(error)
	// Progress is told how many of the sentences and passages that are not kept are embedded while a model is adopted; nil is no one.
	Progress func(done, total int)
}

// DefaultWait is the default of Assistance.Wait.
const DefaultWait = 3 * time.Second

// second is another model with its vectors of the same texts.
type second struct {
	*Index
	embedder retrieval.Embedder
}

// NewAssisted has own searched, until Adopt.
func NewAssisted(own *Index, o Assistance) *Assisted {
	if o.Wait <= 0 {
		o.Wait = DefaultWait
	}
	return &Assisted{own: own, o: o}
}

// Adopt embeds with a model what is not in reuse, aside, and once all is there has the model rank from the next question on, in the
// place of one adopted before. After an error everything is as it was. It returns the vectors, to be kept.
func (a *Assisted) Adopt(ctx context.Context, model retrieval.Embedder, reuse *Vectors) (*Vectors, error) {
	aside := *a.own
	texts := aside.listed()
	vectors, err := embed(ctx, Input{Version: aside.version, Embedder: model, Reuse: reuse, Progress: a.o.Progress}, texts)
	if err != nil {
		return nil, err
	}
	if _, packed := a.own.rows.(packedRows); packed { // what is little in memory stays little
		size := vectors.size
		aside.holdPacked(packedRows{size, packRows(vectors.layOut(texts), size), nil}, vectors.model)
	} else if err := aside.hold(ctx, texts, vectors); err != nil {
		return nil, err
	}
	a.second.Store(&second{&aside, model})
	return vectors, nil
}

// Own is the index without its second model.
func (a *Assisted) Own() *Index { return a.own }

// Model names the model that ranks; "" while it is the own one.
func (a *Assisted) Model() string {
	if s := a.second.Load(); s != nil {
		return s.embedder.Model()
	}
	return ""
}

// Search implements retrieval.Index. The query's vector is the own model's; its text is embedded with the second.
func (a *Assisted) Search(ctx context.Context, q retrieval.Query, k int) (retrieval.Results, error) {
	s := a.second.Load()
	if s == nil {
		return a.own.Search(ctx, q, k)
	}
	found, err := s.searchFor(ctx, q, k, a.o.Wait, a.own)
	if err == nil || ctx.Err() != nil {
		return found, err
	}
	if a.o.Failed != nil {
		a.o.Failed(err)
	}
	return a.own.Search(ctx, q, k)
}

func (s *second) searchFor(ctx context.Context, q retrieval.Query, k int, wait time.Duration, own *Index) (retrieval.Results, error) {
	vector, err := s.embed(ctx, q.Text, wait)
	if err != nil {
		return retrieval.Results{}, err
	}
	ranked := retrieval.Query{Text: q.Text, Vector: vector, Articles: q.Articles}
	return s.search(ctx, ranked, k, own, q.Vector)
}

// embed is the vector of a question, or an error when there is none in time, even if the model does not heed its context.
func (s *second) embed(ctx context.Context, text string, wait time.Duration) (retrieval.Vector, error) {
	if deadline, ok := ctx.Deadline(); ok {
		wait = min(wait, time.Until(deadline)/4)
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	type embedded struct {
		vectors []retrieval.Vector
		err     error
	}
	done := make(chan embedded, 1)
	go func() {
		vectors, err := s.embedder.Embed(ctx, retrieval.ForQuery, []string{text})
		done <- embedded{vectors, err}
	}()
	select {
	case e := <-done:
		switch {
		case e.err != nil:
			return nil, fmt.Errorf("embed the question: %w", e.err)
		case len(e.vectors) != 1:
			return nil, fmt.Errorf("embed the question: %s returned %d vectors for one text", s.embedder.Model(), len(e.vectors))
		}
		return e.vectors[0], nil
	case <-ctx.Done():
		return nil, fmt.Errorf("embed the question: %s gave no vector in time: %w", s.embedder.Model(), ctx.Err())
	}
}

// listed is the distinct texts, by their numbers.
func (x *Index) listed() []string {
	texts := make([]string, x.texts)
	for i, p := range x.passages {
		for j, s := range p.Sentences {
			texts[x.of[i][j]] = s.Text
		}
		texts[x.whole[i]] = p.Text
	}
	return texts
}

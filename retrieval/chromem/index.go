// Package chromem is the retrieval.Index of one process: vectors of sentences and of whole passages, held by chromem-go, fused with
// matching by words.
//
// A chromem-go database is used in memory only, one for each version of the corpus, and never changed after Build: its own files are
// not safe against a crash. Vectors is how the vectors are kept across restarts instead. The vectors that it holds lie one after the
// other in one piece of memory, which a search goes through by itself (see cosines): chromem-go's own query takes several times as
// long, and orders equals at random.
//
// It takes four bytes a component. Where many indices are to be had, as those of many servers, their vectors are packed to one, may lie in
// files that are mapped, and no database is made of them: see Open.
package chromem

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strconv"

	chromemgo "github.com/philippgille/chromem-go"
	"golang.org/x/sync/errgroup"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
)

var _ retrieval.Index = (*Index)(nil)

// ErrVector marks a vector that does not fit: another dimension, not finite, or not of length one.
var ErrVector = errors.New("bad vector")

const (
	sentenceShare  = .3  // of what the three legs give: the nearness of the passage's best sentence
	paragraphShare = .3  // that of the passage as a whole; the rest is words
	formShare      = .1  // of the fused score, for a passage that holds what the question expects; nothing when any form will do
	quoteShare     = .2  // of the fused score, for a passage that holds what the question quotes; nothing when it quotes nothing
	candidates     = 200 // that each leg puts up
	batch          = 64  // texts for each call of the embedder
)

// Input is what an Index is built from.
type Input struct {
	Corpus      *reading.Corpus
	Version     string
	Embedder    retrieval.Embedder
	WordVectors retrieval.WordVectors // nil: only equal stems and names match
	Reuse       *Vectors              // vectors already known, of the same model; nil for none. The others are embedded.
	Words       *retrieval.Lexicon    // of Corpus, with WordVectors; nil has it made
	Progress    func(done, total int) // is told how many of the sentences and passages that are not in Reuse are embedded; nil tells nobody
}

// Index is one version of a corpus, searchable.
type Index struct {
	version   string
	words     *retrieval.Lexicon
	passages  []*corpus.Passage
	vectors   *Vectors
	texts     int                         // distinct texts, of sentences and passages; their numbers are chromem document IDs
	of        [][]int32                   // for each passage, the texts of its sentences
	whole     []int32                     // for each passage, its own text
	ranges    map[corpus.ArticleID][2]int // passages of an article
	rows      rows                        // the texts' vectors
	documents *chromemgo.Collection       // nil when they are packed
}

// rows are the vectors of texts, by the texts' numbers.
type rows interface {
	// against gives the cosines of texts with a query, which fits.
	against(query retrieval.Vector) func(text int32) float32
}

func newIndex(words *retrieval.Lexicon, version string) *Index {
	return &Index{version: version, words: words, passages: words.Passages(), ranges: map[corpus.ArticleID][2]int{}}
}

// Build embeds what is not in Reuse and indexes the corpus. It fails rather than leave anything out.
func Build(ctx context.Context, in Input) (*Index, error) {
	words := in.Words
	if words == nil {
		words = retrieval.NewLexicon(in.Corpus, in.WordVectors)
	}
	x := newIndex(words, in.Version)
	texts := x.collect()
	vectors, err := embed(ctx, in, texts)
	if err != nil {
		return nil, err
	}
	if err := x.hold(ctx, texts, vectors); err != nil {
		return nil, err
	}
	return x, nil
}

// hold has the texts searched by these vectors, which from then on lie one after the other.
func (x *Index) hold(ctx context.Context, texts []string, vectors *Vectors) (err error) {
	x.vectors = vectors
	x.rows = floatRows{vectors.size, vectors.layOut(texts)}
	x.documents, err = store(ctx, texts, vectors)
	return err
}

// collect lists the distinct texts, and which are the sentences of which passage and which a whole one.
func (x *Index) collect() []string {
	var texts []string
	seen := make(map[string]int32, 3*len(x.passages))
	number := func(text string) int32 {
		n, ok := seen[text]
		if !ok {
			n = int32(len(texts))
			seen[text] = n
			texts = append(texts, text)
		}
		return n
	}
	x.of, x.whole = make([][]int32, len(x.passages)), make([]int32, len(x.passages))
	for i, p := range x.passages {
		r, ok := x.ranges[p.Article]
		if !ok {
			r[0] = i
		}
		r[1] = i + 1
		x.ranges[p.Article] = r
		for _, s := range p.Sentences {
			x.of[i] = append(x.of[i], number(s.Text))
		}
		x.whole[i] = number(p.Text)
	}
	x.texts = len(texts)
	return texts
}

// embed finds the vector of every text, reusing those known.
func embed(ctx context.Context, in Input, texts []string) (*Vectors, error) {
	vectors := newVectors(in.Embedder.Model(), in.Version)
	var missing []string
	for _, text := range texts {
		if !vectors.share(in.Reuse, text) {
			missing = append(missing, text)
		}
	}
	done := 0
	for part := range slices.Chunk(missing, batch) {
		embedded, err := in.Embedder.Embed(ctx, retrieval.ForPassage, part)
		if err != nil {
			return nil, fmt.Errorf("embed %d texts: %w", len(part), err)
		}
		if len(embedded) != len(part) {
			return nil, fmt.Errorf("embed %d texts: %s returned %d vectors", len(part), vectors.model, len(embedded))
		}
		for i, v := range embedded {
			if err := vectors.add(part[i], v); err != nil {
				return nil, fmt.Errorf("embed %d texts: %s returned a %w", len(part), vectors.model, err)
			}
		}
		if done += len(part); in.Progress != nil {
			in.Progress(done, len(missing))
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("embed %d texts: %w", len(missing), err)
	}
	return vectors, nil
}

// store puts the texts into a new chromem-go collection.
func store(ctx context.Context, texts []string, vectors *Vectors) (*chromemgo.Collection, error) {
	// Documents come with their vectors, so the embedding function is never called; without one, chromem-go would call OpenAI.
	refuse := func(context.Context, string) ([]float32, error) {
		return nil, errors.New("chromem: a document without a vector")
	}
	documents, err := chromemgo.NewDB().CreateCollection("texts", nil, refuse)
	if err != nil {
		return nil, fmt.Errorf("create the collection: %w", err)
	}
	for i, text := range texts {
		vector, _ := vectors.Vector(text)
		if err := documents.AddDocument(ctx, chromemgo.Document{ID: strconv.Itoa(i), Content: text, Embedding: vector}); err != nil {
			return nil, fmt.Errorf("add text %d: %w", i, err)
		}
	}
	// chromem-go answers a cancelled context with success and nothing done.
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("add %d texts: %w", len(texts), err)
	}
	if n := documents.Count(); n != len(texts) {
		return nil, fmt.Errorf("add %d texts: the collection holds %d", len(texts), n)
	}
	return documents, nil
}

// Words is the lexicon of the corpus indexed.
func (x *Index) Words() *retrieval.Lexicon { return x.words }

// Vectors is the vector of every sentence and passage, to keep in a file and to reuse for the next version. An opened index has none.
func (x *Index) Vectors() *Vectors { return x.vectors }

// Search implements retrieval.Index. Three legs put up their best 200 candidates: the share of the question's words that a passage
// matches, the cosine of its best sentence, and its own. What a leg gives is scaled from its lowest candidate, 0, to its best, 1, and
// the three are added by their shares. A question that asks for a number, a length of time or a date prefers a passage that holds one;
// a question that quotes prefers a passage that holds the quotation.
func (x *Index) Search(ctx context.Context, q retrieval.Query, k int) (retrieval.Results, error) {
	return x.search(ctx, q, k, x, q.Vector)
}

// search is Search in which the hits' meaning is told by another index of the same passages, with the query's vector of its model.
func (x *Index) search(ctx context.Context, q retrieval.Query, k int, teller *Index, vector retrieval.Vector) (retrieval.Results, error) {
	if err := ctx.Err(); err != nil {
		return retrieval.Results{}, fmt.Errorf("search: %w", err)
	}
	err := x.vectors.check(q.Vector)
	if err == nil && teller != x {
		err = teller.vectors.check(vector)
	}
	if err != nil {
		return retrieval.Results{}, fmt.Errorf("search: %w", err)
	}
	results := retrieval.Results{Version: x.version, Terms: x.words.Terms(q.Text)}
	if k <= 0 || len(x.passages) == 0 {
		return results, nil
	}
	scope := x.scope(q.Articles)
	var cosines []float32
	var own, ranked []float64
	var both errgroup.Group
	both.Go(func() error {
		of, err := x.cosines(q.Vector, scope)
		cosines = of
		return err
	})
	both.Go(func() error {
		own, ranked = x.words.Scores(results.Terms)
		return nil
	})
	if err := both.Wait(); err != nil {
		return retrieval.Results{}, fmt.Errorf("search: %w", err)
	}
	fused := x.fuse(q, x.legs(scope, cosines, ranked))
	cosine := teller.rows.against(vector)
	err = guarded(func() error {
		for _, f := range fused[:min(k, len(fused))] {
			results.Hits = append(results.Hits, teller.hit(f, own[f.passage], results.Terms, cosine))
		}
		return ctx.Err()
	})
	runtime.KeepAlive(x) // and with it what its rows are part of
	runtime.KeepAlive(teller)
	if err != nil {
		return retrieval.Results{}, fmt.Errorf("search: %w", err)
	}
	return results, nil
}

// scope is the ranges of passages that a search may look at.
func (x *Index) scope(articles []corpus.ArticleID) [][2]int {
	if len(articles) == 0 {
		return [][2]int{{0, len(x.passages)}}
	}
	var scope [][2]int
	for _, id := range articles {
		if r, ok := x.ranges[id]; ok && !slices.Contains(scope, r) {
			scope = append(scope, r)
		}
	}
	return scope
}

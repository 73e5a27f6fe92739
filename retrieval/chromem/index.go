// Package chromem is the retrieval.Index of one process: sentence vectors held and searched by chromem-go, fused with matching by
// words.
//
// A chromem-go database is used in memory only, one for each version of the corpus, and never changed after Build: its own files are
// not safe against a crash. Vectors is how the vectors are kept across restarts instead.
package chromem

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"

	chromemgo "github.com/philippgille/chromem-go"
	"golang.org/x/sync/errgroup"

	"readout/corpus"
	"readout/retrieval"
)

var _ retrieval.Index = (*Index)(nil)

// ErrVector marks a vector that does not fit: another dimension, not finite, or not of length one.
var ErrVector = errors.New("bad vector")

const (
	meaningShare = .45 // of what the two legs give; the rest is words
	formShare    = .1  // of the fused score, for a passage that holds what the question expects; nothing when any form will do
	quoteShare   = .2  // of the fused score, for a passage that holds what the question quotes; nothing when it quotes nothing
	candidates   = 200 // that each leg puts up
	batch        = 64  // texts for each call of the embedder
)

// Input is what an Index is built from.
type Input struct {
	Corpus      *corpus.Corpus
	Version     string
	Embedder    retrieval.Embedder
	WordVectors retrieval.WordVectors // nil: only equal stems and names match
	Reuse       *Vectors              // vectors already known, of the same model; nil for none. The others are embedded.
	Words       *retrieval.Lexicon    // of Corpus, with WordVectors; nil has it made
	Progress    func(done, total int) // is told how many of the sentences that are not in Reuse are embedded; nil tells nobody
	Near        *retrieval.Lexicon    // of the corpus that Corpus was read from, see corpus.NewFrom; nil for none. It saves time.
}

// Index is one version of a corpus, searchable. A passage's meaning is that of its best sentence.
type Index struct {
	version   string
	words     *retrieval.Lexicon
	passages  []*corpus.Passage
	vectors   *Vectors
	sentences []sentence                  // the distinct texts, by chromem document ID
	center    center                      // of the sentences
	of        [][]int32                   // for each passage, its sentences' indices in sentences
	ranges    map[corpus.ArticleID][2]int // passages of an article
	documents *chromemgo.Collection
}

// sentence is a distinct text; several passages may have it.
type sentence struct {
	offCenter
	passages []int32
}

// Build embeds what is not in Reuse and indexes the corpus. It fails rather than leave anything out.
func Build(ctx context.Context, in Input) (*Index, error) {
	x := &Index{version: in.Version, words: in.Words, ranges: map[corpus.ArticleID][2]int{}}
	if x.words == nil {
		x.words = retrieval.NewLexiconFrom(in.Near, in.Corpus, in.WordVectors)
	}
	x.passages = x.words.Passages()
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

// hold has the sentences, whose texts these are, searched by these vectors.
func (x *Index) hold(ctx context.Context, texts []string, vectors *Vectors) (err error) {
	x.vectors = vectors
	inParallel(len(texts), func(i int) { x.sentences[i].vector, _ = vectors.Vector(texts[i]) })
	x.center = centerOf(x.sentences)
	inParallel(len(x.sentences), func(i int) { x.sentences[i].offCenter = x.center.of(x.sentences[i].vector) })
	x.documents, err = store(ctx, texts, x.sentences)
	return err
}

// collect lists the distinct sentences and where they stand.
func (x *Index) collect() []string {
	var texts []string
	seen := make(map[string]int32, 2*len(x.passages))
	x.of = make([][]int32, len(x.passages))
	for i, p := range x.passages {
		r, ok := x.ranges[p.Article]
		if !ok {
			r[0] = i
		}
		r[1] = i + 1
		x.ranges[p.Article] = r
		for _, s := range p.Sentences {
			id, ok := seen[s.Text]
			if !ok {
				id = int32(len(texts))
				seen[s.Text] = id
				texts = append(texts, s.Text)
				x.sentences = append(x.sentences, sentence{})
			}
			x.of[i] = append(x.of[i], id)
			if at := &x.sentences[id].passages; len(*at) == 0 || (*at)[len(*at)-1] != int32(i) {
				*at = append(*at, int32(i))
			}
		}
	}
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
			return nil, fmt.Errorf("embed %d sentences: %w", len(part), err)
		}
		if len(embedded) != len(part) {
			return nil, fmt.Errorf("embed %d sentences: %s returned %d vectors", len(part), vectors.model, len(embedded))
		}
		for i, v := range embedded {
			if err := vectors.add(part[i], v); err != nil {
				return nil, fmt.Errorf("embed %d sentences: %s returned a %w", len(part), vectors.model, err)
			}
		}
		if done += len(part); in.Progress != nil {
			in.Progress(done, len(missing))
		}
	}
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("embed %d sentences: %w", len(missing), err)
	}
	return vectors, nil
}

// store puts the sentences into a new chromem-go collection. Document IDs are indices of sentences.
func store(ctx context.Context, texts []string, sentences []sentence) (*chromemgo.Collection, error) {
	// Documents come with their vectors, so the embedding function is never called; without one, chromem-go would call OpenAI.
	refuse := func(context.Context, string) ([]float32, error) {
		return nil, errors.New("chromem: a document without a vector")
	}
	documents, err := chromemgo.NewDB().CreateCollection("sentences", nil, refuse)
	if err != nil {
		return nil, fmt.Errorf("create the collection: %w", err)
	}
	for i, s := range sentences {
		doc := chromemgo.Document{ID: strconv.Itoa(i), Content: texts[i], Embedding: s.vector}
		if err := documents.AddDocument(ctx, doc); err != nil {
			return nil, fmt.Errorf("add sentence %d: %w", i, err)
		}
	}
	// chromem-go answers a cancelled context with success and nothing done.
	if err := ctx.Err(); err != nil {
		return nil, fmt.Errorf("add %d sentences: %w", len(sentences), err)
	}
	if n := documents.Count(); n != len(sentences) {
		return nil, fmt.Errorf("add %d sentences: the collection holds %d", len(sentences), n)
	}
	return documents, nil
}

// Words is the lexicon of the corpus indexed.
func (x *Index) Words() *retrieval.Lexicon { return x.words }

// Vectors is every sentence's vector, to keep in a file and to reuse for the next version.
func (x *Index) Vectors() *Vectors { return x.vectors }

// Search implements retrieval.Index. Both legs put up their best 200 candidates; each scores by the share of the question's words that
// it matches and by the cosine of its best sentence once most of the corpus's mean is taken off both vectors. A question that asks for
// a number, a length of time or a date prefers a passage that holds one; a question that quotes prefers a passage that holds the
// quotation.
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
	var byWord, meant []int32
	var own, ranked []float64
	scope := x.scope(q.Articles)
	var both errgroup.Group
	both.Go(func() (err error) {
		if len(q.Articles) > 0 {
			meant = x.byMeaningWithin(scope, q.Vector)
			return nil
		}
		meant, err = x.byMeaning(ctx, q.Vector)
		return err
	})
	both.Go(func() error {
		own, ranked = x.words.Scores(results.Terms)
		byWord = byWords(ranked, scope)
		return nil
	})
	if err := both.Wait(); err != nil {
		return retrieval.Results{}, fmt.Errorf("search: %w", err)
	}
	fused := x.fuse(q, slices.Concat(byWord, meant), ranked)
	for _, f := range fused[:min(k, len(fused))] {
		results.Hits = append(results.Hits, teller.hit(f, own[f.passage], results.Terms, vector))
	}
	if err := ctx.Err(); err != nil {
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

package retrieval

import (
	"context"
	"math"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
)

// Vector is a unit vector.
type Vector []float32

// Purpose says what a text is embedded for; some models treat the two differently.
type Purpose int

const (
	ForPassage Purpose = iota
	ForQuery
)

// Embedder turns texts into vectors of one space.
type Embedder interface {
	// Model names the vector space, dimensions included: "minilm-l6-int8/384". Vectors of different models are never compared.
	Model() string
	// Embed returns exactly one unit vector per text, in order, or an error. No texts give no vectors. It is safe for concurrent
	// use; a cancelled context is an error.
	Embed(ctx context.Context, as Purpose, texts []string) ([]Vector, error)
}

// Window is what a Reader reads at once: sentences of one article that follow one another.
type Window struct {
	Title     string // of the article; "" when it has none
	Sentences []string
}

// Reading is what a Reader makes of a window. Its values are logits: the greater, the more likely; the probability that one stands for
// depends on the Reader and on how windows are chosen, so it is fitted where that is known.
type Reading struct {
	Answered  float64   // that something in the window answers the question
	Sentences []float64 // that the sentence does, one for each of the window's; see Unread
}

// Unread reports whether a sentence of the window was not read, because those before it left no room; its logit is -Inf. From the
// first that was not read on, none was.
func (r Reading) Unread(sentence int) bool { return math.IsInf(r.Sentences[sentence], -1) }

// Reader tells whether a text answers a question, and with which sentence.
type Reader interface {
	// Model names the model; logits of different models are never compared.
	Model() string
	// Read returns exactly one Reading per window, in order, or an error. No windows give no readings. A window without sentences is
	// read like any; the first sentence of a window is never unread. What a window's reading is does not depend on the other windows.
	// Long questions, titles and sentences are cut; what is cut off does not count. It is safe for concurrent use; a cancelled context
	// is an error. Errors hold nothing of the texts.
	Read(ctx context.Context, question string, windows []Window) ([]Reading, error)
}

// WordVectors knows how near in meaning two words are.
type WordVectors interface {
	// Known reports whether the folded, lower-case word has a vector.
	Known(word string) bool
	// Cosine is the similarity of two folded, lower-case words, in [-1, 1]; 0 and false when one of them is unknown.
	Cosine(a, b string) (cos float64, ok bool)
}

// Query is what an Index searches for.
type Query struct {
	Text     string             // matched by words
	Vector   Vector             // matched by meaning: Text embedded ForQuery
	Articles []corpus.ArticleID // search only these; empty means all
}

// Index finds passages in one immutable snapshot. It is safe for concurrent use.
type Index interface {
	// Search returns at most k distinct passages, best first, ties by passage ID; fewer is no error, k <= 0 gives none. A vector
	// of another dimension, or one that is not finite, is an error; so is a cancelled context. Errors are logged, so they hold
	// nothing of the query's text.
	Search(ctx context.Context, q Query, k int) (Results, error)
}

// Results is what an Index found.
type Results struct {
	Version string // of the snapshot searched
	Terms   []Term // the query's content words, as they were matched
	Hits    []Hit
}

// Term is a content word of a query.
type Term struct {
	Text   string     // as the query has it
	Word   string     // folded, lower case; corrected where it was misspelt
	Stem   string     // Porter2, British and American spellings made one
	Weight float64    // inverse document frequency over the snapshot's passages
	Near   bool       // matches words near in meaning as well: it has a vector, and is no number or initialism
	Span   prose.Span // in the query's text
	Names  []Naming   // the people and countries that the term is part of naming; mostly none
}

// IsName reports whether a term names somebody or something, or is a number: what evidence must hold and no synonym replaces.
func (t Term) IsName() bool {
	return len(t.Names) > 0 || strings.ContainsAny(t.Word, "0123456789") || t.Text != strings.ToLower(t.Text)
}

// PlacePrefix begins what a country is known by; see Naming.
const PlacePrefix = "place:"

// Naming says that words name somebody or some place, and how directly.
type Naming struct {
	Of         string  // "person:" and the Person's Name, or "place:" and the country's name
	Directness float64 // 0 to 1: a name is more direct than a role, a demonym or a capital
}

// Hit is a passage found, with the scores that put it there.
type Hit struct {
	Passage   *corpus.Passage
	Score     float64         // fused, 0 to 1, comparable within one query only
	Words     float64         // share of the terms' weight that the passage matches, 0 to 1; comparable between queries
	Meaning   float64         // cosine of the best sentence; comparable between queries
	Sentences []SentenceScore // one for each of Passage.Sentences
	Matches   []TermMatch     // one for each of Results.Terms
}

// SentenceScore tells how well one sentence matches.
type SentenceScore struct {
	Words   float64 // as Hit.Words, within the sentence
	Meaning float64 // cosine
}

// TermMatch tells how a term was matched.
type TermMatch struct {
	Word string // the words it matched, folded; "" when none
	// Strength is 1 for the same stem, at most .9 for the same person or country named otherwise, .7 x cosine for a word near in
	// meaning, 0 for none.
	Strength float64
}

// Package answer turns a question and the evidence for it into a verified, cited answer, or into an abstention that says what is
// missing.
//
//	Question -> understood (package question: orders to the bot taken out, follow-up resolved, kind, parts, speakers, named articles)
//	         -> sentences chosen from the evidence (package choose) -> claims -> verify.Verify -> shown (package shown) -> Answer
//
// Whatever proposes claims, the composer here or a language model, is not trusted: only what Verify shows to be supported is said.
// With a model (NewWritten), the model decides what answers, and whether anything does: it completes the follow-up from words of the
// question and the turns, words claims from the best of the evidence (package written), which take the place of the composed ones, and
// translates what is said, beside it. All that is waited for it ends at one deadline, and where it fails the answer is the one without it.
//
// The correction of premises and the comparison of reports are code as well. Nothing in the package knows a person, a place or a topic; it
// knows how reports are worded.
package answer

import (
	"strconv"
	"strings"

	"readout/corpus"
	"readout/retrieval/choose"
	"readout/retrieval/evidence"
	"readout/retrieval/verify"
)

// Question is what somebody asks.
type Question struct {
	Text     string
	Prior    []Turn             // the turns before it, oldest first
	Articles []corpus.ArticleID // ask only these; empty means all
	Whole    bool               // ask all of them, also those that the question's own words leave out; see Answer.Narrowed
	Language string             // BCP 47, of who asks; see Sentence.Translation. "" asks for no translation
}

// Quotations is the Answer.Model of an answer that no model worded.
const Quotations = "quotations"

// Answer is a verified answer, or the statement that there is none. Every Sentence is supported by its citations; when
// Abstention is set, Sentences and Citations are empty.
type Answer struct {
	Question      string // as asked
	Resolved      string // the question that was answered: follow-ups completed, slips of spelling mended
	Sentences     []Sentence
	Citations     []Citation // numbered from 1, in order of first use, one for each passage
	Disagreements []Disagreement
	Premises      []Premise // corrected: what the question takes for granted and the articles say otherwise
	Abstention    *Abstention
	Confidence    float64 // chance that the articles answer the question, 0 to 1
	Removed       []Removed
	Read          []evidence.Sentence // what the reader made of what may answer, the most probable first; nil where nothing was read
	Version       string              // of the corpus
	Model         string              // who worded it: Quotations, or a model's name
	Fallback      error               // why no model worded it although one was to: see ErrModelLate and the others; nil otherwise
	Usage         Usage               // what the model cost, used or not
	Language      string              // of the question, BCP 47, where it is another than English and no article is in it; "" otherwise
	Narrowed      *Narrowed           // what the question's own words left to be asked; nil when that was all
	Wording       *Wording            // what the model wrote and what became of it; nil when there is no model, or it was not to be asked
}

// Narrowed is the articles that a question names: by title, publisher, author or kind.
type Narrowed struct {
	Words    []string // of the question, that name them
	Articles []corpus.ArticleID
}

// Sentence is one sentence of an answer, ending in its own full stop (or the mark the source ends it with).
type Sentence struct {
	Text      string // as a reader sees it: white space folded, no marks of Markdown; without markers
	Citations []int  // numbers of Answer.Citations, at least one

	// Added is what of Text is not the words of the passage's sentence, in order, as it stands there: in square brackets whose words
	// they are, which day a weekday was and that they tell of a plan; what they stand under ("Decisions:").
	Added []string

	// Introduces is set for the first sentence of an overview that tells what those after it belong to.
	Introduces bool

	// Translation is the sentence in the language asked for, by a model; "" when there is none. Nobody checked it, but for its numbers:
	// it stands beside the sentence, marked as unchecked, and never in its place.
	Translation string
}

// Disagreement is one point on which reports differ.
type Disagreement struct {
	Point string
	Sides []Side
}

// Side is what one report, or several that agree, say on the point.
type Side struct {
	Text      string
	Citations []int
}

// Premise is something that the question takes for granted and the articles contradict: it credits words to the wrong person.
type Premise struct {
	Asked    string // whom the question credits
	Credited string // whom the articles credit
	Citation int    // where they do
}

// Abstention says that the articles do not answer, and Reason why; see package choose.
type (
	Abstention = choose.Abstention
	Reason     = choose.Reason
)

// The reasons.
const (
	NotCovered    = choose.NotCovered
	PartlyCovered = choose.PartlyCovered
	FalsePremise  = choose.FalsePremise
	NotAQuestion  = choose.NotAQuestion
	Refused       = choose.Refused
)

// Claims, what becomes of them, and what they cite are those of package verify.
type (
	Claim     = verify.Claim
	Supported = verify.Supported
	Removed   = verify.Removed
	Citation  = verify.Citation
)

// Text is the answer's sentences as one text, each followed by the markers of its citations: "It was. [1] It is. [1][2]". It is
// empty on abstention.
func (a *Answer) Text() string {
	var b strings.Builder
	for i, s := range a.Sentences {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(s.Marked())
	}
	return b.String()
}

// Marked is the sentence followed by the markers of its citations.
func (s Sentence) Marked() string {
	if len(s.Citations) == 0 {
		return s.Text
	}
	return s.Text + " " + Markers(s.Citations)
}

// Markers are the numbers of citations as a text shows them: "[1][3]".
func Markers(citations []int) string {
	var b strings.Builder
	for _, n := range citations {
		b.WriteString("[" + strconv.Itoa(n) + "]")
	}
	return b.String()
}

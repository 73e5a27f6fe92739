package answer

import (
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// reader reads passages once and keeps what was read: their words do not depend on the question. It is safe for concurrent use.
type reader struct {
	snapshot *retrieval.Snapshot
	passages *lru.Cache[corpus.PassageID, *passageRead]
}

// keptPassages bounds the memory of a reader, to some 30 MB.
const keptPassages = 4096

func newReader(s *retrieval.Snapshot) *reader {
	passages, err := lru.New[corpus.PassageID, *passageRead](keptPassages)
	if err != nil {
		panic("answer: " + err.Error()) // only for a size that is not positive
	}
	return &reader{s, passages}
}

// reads is the search's reader.
func (s *search) reads() *reader {
	if s.reader == nil {
		s.reader = newReader(s.snapshot)
	}
	return s.reader
}

// passageRead is a passage with its words.
type passageRead struct {
	passage   *corpus.Passage
	before    *corpus.Passage // the reporting passage before it in the article, or nil
	continues bool            // it goes on with the matter of that one
	sentences []*sentenceRead
}

// sentenceRead is what the features of a sentence are computed from.
type sentenceRead struct {
	words   []wordRead
	named   []retrieval.Reference // people and countries
	people  []*corpus.Person
	content int // how many of the words carry a topic
	stems   map[string]bool
	pairs   map[[2]string]bool // neighbouring content stems
	negates bool
	leans   bool // opens with a pronoun
	holds   holdings
}

// wordRead is a word as it is compared.
type wordRead struct {
	folded, stem string
	lemmas       []thesaurus.Lemma
	content      bool
}

// read reads a passage, or finds it read.
func (r *reader) read(p *corpus.Passage) *passageRead {
	if known, ok := r.passages.Get(p.ID); ok {
		return known
	}
	out := &passageRead{passage: p}
	if a := r.snapshot.Corpus.Article(p.Article); a != nil {
		for i := range a.Passages {
			q := &a.Passages[i]
			if q.ID == p.ID {
				break
			}
			if q.Role == corpus.RoleBody {
				out.before = q
			}
		}
	}
	out.continues = out.before != nil && continues(out.before, p)
	for _, s := range p.Sentences {
		out.sentences = append(out.sentences, r.sentence(s.Text))
	}
	r.passages.Add(p.ID, out)
	return out
}

func (r *reader) sentence(text string) *sentenceRead {
	out := &sentenceRead{stems: map[string]bool{}, pairs: map[[2]string]bool{}}
	out.words = wordsRead(text)
	last := ""
	for _, w := range out.words {
		if !w.content {
			continue
		}
		out.content++
		out.stems[w.stem] = true
		if last != "" {
			out.pairs[[2]string{last, w.stem}] = true
		}
		last = w.stem
	}
	out.named = r.snapshot.Words.References(text)
	for _, m := range r.snapshot.Corpus.Mentions(text) {
		out.people = append(out.people, m.Person)
	}
	out.negates = negation.MatchString(text)
	out.leans = leansBack(text)
	out.holds = readHoldings(text, out)
	return out
}

// wordsRead are the words of a text, as they are compared.
func wordsRead(text string) []wordRead {
	words := corpus.Words(text)
	content := retrieval.ContentWords(text)
	out := make([]wordRead, len(words))
	next := 0
	for i, w := range words {
		out[i] = wordRead{folded: w.Folded, stem: retrieval.Stem(w)}
		if next < len(content) && content[next].Span == w.Span {
			next++
			out[i].content = true
			if !w.Initialism && !strings.ContainsAny(w.Folded, "0123456789") {
				out[i].lemmas = thesaurus.English().Lemmas(w.Folded)
			}
		}
	}
	return out
}

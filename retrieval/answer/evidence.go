package answer

import (
	"regexp"
	"strings"
	"sync"

	lru "github.com/hashicorp/golang-lru/v2"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// reader reads the passages of a snapshot once and keeps what was read: their words do not depend on the question. It is safe for
// concurrent use.
type reader struct {
	snapshot *retrieval.Snapshot
	setting  func() *setting  // of the snapshot, found when it is first asked for
	occasion func() *occasion // the same
	passages *lru.Cache[corpus.PassageID, *passageRead]
	titles   *lru.Cache[corpus.ArticleID, *sentenceRead]
}

// keptPassages bounds the memory of a reader, to some 30 MB.
const keptPassages = 4096

func newReader(s *retrieval.Snapshot) *reader {
	passages, err := lru.New[corpus.PassageID, *passageRead](keptPassages)
	if err != nil {
		panic("answer: " + err.Error()) // only for a size that is not positive
	}
	titles, err := lru.New[corpus.ArticleID, *sentenceRead](keptPassages)
	if err != nil {
		panic("answer: " + err.Error())
	}
	return &reader{
		snapshot: s,
		setting:  sync.OnceValue(func() *setting { return newSetting(s) }),
		occasion: sync.OnceValue(func() *occasion { return newOccasion(s) }),
		passages: passages,
		titles:   titles,
	}
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
	text    string
	folded  string // on one line
	words   []wordRead
	named   []retrieval.Reference // people and countries
	people  []*corpus.Person
	stems   []string // of the words that carry a topic, in order
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
	out := &sentenceRead{text: text, folded: corpus.Fold(onOneLine(text)), words: wordsRead(text)}
	for _, w := range out.words {
		if w.content {
			out.stems = append(out.stems, w.stem)
		}
	}
	out.words = append(out.words, abbreviated(text)...)
	out.named = r.snapshot.Words.References(text)
	for _, m := range r.snapshot.Corpus.Mentions(text) {
		out.people = append(out.people, m.Person)
	}
	out.negates = negation.MatchString(text)
	out.leans = leansBack(text)
	out.holds.sentence = out
	return out
}

// abbreviated are the short names of groups that a text names by how many they are: "G20" for "the Group of 20".
func abbreviated(text string) []wordRead {
	var out []wordRead
	for _, m := range groupOf.FindAllStringSubmatch(text, -1) {
		size, ok := groupSizes[m[1]]
		if !ok {
			size = m[1]
		}
		out = append(out, wordRead{folded: "g" + size, stem: "g" + size, content: true})
	}
	return out
}

var (
	groupOf    = regexp.MustCompile(`\bGroup of (\d+|Seven|Eight|Ten|Twenty)\b`)
	groupSizes = map[string]string{"Seven": "7", "Eight": "8", "Ten": "10", "Twenty": "20"}
)

// stems are those of the words of a candidate's sentence that carry a topic.
func (s *search) stems(c candidate) []string {
	return s.reader.read(c.passage).sentences[c.sentence].stems
}

// title is the read title of an article, or nil when it has none.
func (r *reader) title(a *corpus.Article) *sentenceRead {
	if a == nil || a.Title == "" {
		return nil
	}
	if known, ok := r.titles.Get(a.ID); ok {
		return known
	}
	out := r.sentence(a.Title)
	r.titles.Add(a.ID, out)
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

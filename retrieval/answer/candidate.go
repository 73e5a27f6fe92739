package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval"
)

// candidate is a sentence of the evidence that may answer.
type candidate struct {
	hit      *retrieval.Hit
	passage  *corpus.Passage
	sentence int // in passage.Sentences
	matches  []retrieval.TermMatch
	features features
	score    float64
}

func (c candidate) text() string { return c.passage.Sentences[c.sentence].Text }

// features tell how well a sentence answers a question. Each is 0 to 1, so that their weights can be compared.
type features struct {
	words    float64 // share of the question's weight that the sentence matches
	around   float64 // the same for the sentence with what it leans on: its paragraph, and the one before where it continues it
	meaning  float64 // cosine of the sentence and the question
	passage  float64 // fused score of the passage among those found
	answers  float64 // the sentence holds a thing of the kind asked for that the question does not
	names    float64 // share of the question's names and numbers that stand in or around the sentence; 1 when it has none
	adjacent float64 // share of the question's neighbouring content words that are neighbours in the sentence as well
}

// featureNames names the features in the order of list, for the file of coefficients.
var featureNames = []string{"words", "around", "meaning", "passage", "answers", "names", "adjacent"}

func (f features) list() []float64 {
	return []float64{f.words, f.around, f.meaning, f.passage, f.answers, f.names, f.adjacent}
}

// candidates scores every reporting sentence of the evidence for a part of the question, best first.
func (s *search) candidates(p part) []candidate {
	terms := s.snapshot.Words.Terms(p.text)
	whole := terms
	if p.text != s.asked.lookup {
		whole = s.snapshot.Words.Terms(s.asked.lookup)
	}
	var out []candidate
	for i := range s.evidence.Hits {
		h := &s.evidence.Hits[i]
		around, aroundMatches := s.around(whole, h.Passage)
		for j, sentence := range h.Passage.Sentences {
			if sentence.Order {
				continue
			}
			c := candidate{hit: h, passage: h.Passage, sentence: j}
			c.features.words, c.matches = s.snapshot.Words.Match(terms, sentence.Text)
			if len(whole) > len(terms) {
				w, _ := s.snapshot.Words.Match(whole, sentence.Text)
				c.features.words = (c.features.words + w) / 2
			}
			c.features.around = max(around, c.features.words)
			if j < len(h.Sentences) {
				c.features.meaning = max(0, h.Sentences[j].Meaning)
			}
			c.features.passage = h.Score
			c.features.answers = answersKind(p, sentence.Text, s.snapshot.Corpus)
			c.features.names = namesCovered(whole, aroundMatches)
			c.features.adjacent = adjacency(terms, sentence.Text)
			c.score = chooserModel().dot(featureNames, c.features.list())
			out = append(out, c)
		}
	}
	slices.SortFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage.ID, b.passage.ID), cmp.Compare(a.sentence, b.sentence))
	})
	return out
}

// around matches the terms against a passage, its article's title, and the passage before it where it continues that one.
func (s *search) around(terms []retrieval.Term, p *corpus.Passage) (float64, []retrieval.TermMatch) {
	text := p.Text
	if before := s.before(p); before != nil && continues(before, p) {
		text = before.Text + "\n" + text
	}
	if a := s.snapshot.Corpus.Article(p.Article); a != nil {
		text += "\n" + a.Title
	}
	return s.snapshot.Words.Match(terms, text)
}

// before is the reporting passage just before p in its article, or nil.
func (s *search) before(p *corpus.Passage) *corpus.Passage {
	a := s.snapshot.Corpus.Article(p.Article)
	if a == nil {
		return nil
	}
	var before *corpus.Passage
	for i := range a.Passages {
		if q := &a.Passages[i]; q.ID == p.ID {
			return before
		} else if q.Role == corpus.RoleBody {
			before = q
		}
	}
	return nil
}

var continuing = regexp.MustCompile(`^["“'‘]?(?i:but|and|yet|he|she|they|it|this|that|these|those|in turn|also|however|still|instead|asked|the two|both|such|so|then|nor|mr|mrs|ms)\b`)

// continues reports whether a passage goes on with the matter of the one before: it opens with a word that leans back, or is nothing
// but a quotation.
func continues(before, p *corpus.Passage) bool {
	return continuing.MatchString(p.Text) || bareQuotation(p)
}

// bareQuotation reports whether a passage is a quotation and nothing else.
func bareQuotation(p *corpus.Passage) bool {
	spans := corpus.Quotations(p.Text)
	if len(spans) == 0 {
		return false
	}
	rest := len(p.Text)
	for _, s := range spans {
		rest -= s.Len()
	}
	return rest <= 12
}

func namesCovered(terms []retrieval.Term, matches []retrieval.TermMatch) float64 {
	total, found := 0.0, 0.0
	for i, t := range terms {
		if !isName(t) {
			continue
		}
		total += t.Weight
		if matches[i].Strength >= .5 {
			found += t.Weight
		}
	}
	if total == 0 {
		return 1
	}
	return found / total
}

// isName reports whether a term names somebody or something, or is a number: what evidence must hold and no synonym replaces.
func isName(t retrieval.Term) bool {
	return len(t.Names) > 0 || strings.ContainsAny(t.Word, "0123456789") || t.Text != strings.ToLower(t.Text)
}

func adjacency(terms []retrieval.Term, sentence string) float64 {
	if len(terms) < 2 {
		return 0
	}
	stems := retrieval.ContentStems(sentence)
	pairs := 0
	for i := 1; i < len(terms); i++ {
		for j := 1; j < len(stems); j++ {
			if stems[j-1] == terms[i-1].Stem && stems[j] == terms[i].Stem {
				pairs++
				break
			}
		}
	}
	return float64(pairs) / float64(len(terms)-1)
}

const (
	monthNames  = `january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec`
	dayNames    = `monday|tuesday|wednesday|thursday|friday|saturday|sunday`
	smallNumber = `one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundreds?|thousands?|millions?|billions?|dozens?|half|twice|several|a couple`
	timeUnit    = `seconds?|minutes?|hours?|days?|weeks?|months?|years?|decades?|centur(?:y|ies)|mornings?|evenings?|nights?|afternoons?`
)

var (
	timeExpression = regexp.MustCompile(`(?i)\b(?:` + monthNames + `|` + dayNames + `)\b|\bMay(?: \d|,|\b)|\b(?:1[5-9]|20)\d\d\b|\b\d{1,2}(?:st|nd|rd|th)? centur|\b(?:last|next|this|past|previous|following|coming|earlier|later|early|late|mid)[- ](?:the )?(?:` + timeUnit + `|summer|winter|spring|autumn|fall|` + monthNames + `|` + dayNames + `|may)\b|\b(?:yesterday|today|tomorrow|tonight|soon|recently)\b|\b(?:` + timeUnit + `) (?:ago|earlier|later|before|after)\b|\b\d{1,2}[:.]\d\d\b|\b\d+ (?:bc|ad|b\.c|a\.d)`)
	numberPattern  = regexp.MustCompile(`(?i)\d|\b(?:` + smallNumber + `)\b|\b(?:percent|per cent|a quarter|two-thirds|no|none|an?) (?:` + timeUnit + `|percent)\b`)
	duration       = regexp.MustCompile(`(?i)\b(?:\d[\d,.]*|` + smallNumber + `|an?|more than|over|about|nearly|almost|several|many|few|whole|entire)[- ](?:an? |of )?(?:\w+ )?(?:` + timeUnit + `)\b|\b(?:since|until|from) (?:\d{4}|` + monthNames + `)|\b(?:hours|minutes|days|weeks|months|years|decades)\b`)
	reasonWords    = regexp.MustCompile(`(?i)\b(?:because|since|as a result|due to|owing to|over|citing|cited|reason|reasons|blam\w+|so that|in order to|in response|in protest|after|for fear|therefore|thus|to (?:avoid|prevent|protest|protect|secure|allow|help|make|get|keep|save|give|show|ensure)|led to|caus\w+|why|can't|cannot|unwilling|irrelevant|explain\w*|explanation|accus\w+|angered|angry|fear\w*|concern\w*)\b`)
	placePhrase    = regexp.MustCompile(`\b(?:in|at|to|from|near|on|off|outside|inside|around|across|toward|towards|into|through|of) (?:the )?(?:[a-z-]+ ){0,2}(\p{Lu}[\p{L}'’.-]+(?: \p{Lu}[\p{L}'’.-]+)*)`)
)

// answersKind is 1 when the sentence holds a thing of the kind asked for (a date, a number, somebody, a place) that the question does
// not itself name, less when it may, and .5 for kinds that show in no such thing.
func answersKind(p part, sentence string, c *corpus.Corpus) float64 {
	switch p.kind {
	case kindWhen:
		return yes(newMatch(timeExpression, sentence, p.text))
	case kindHowMany:
		return yes(newMatch(numberPattern, sentence, p.text))
	case kindHowLong:
		return yes(newMatch(duration, sentence, p.text))
	case kindWhere:
		for _, m := range placePhrase.FindAllStringSubmatch(sentence, -1) {
			if !strings.Contains(corpus.Fold(p.text), corpus.Fold(m[1])) && len(c.Mentions(m[1])) == 0 {
				return 1
			}
		}
		return 0
	case kindWho, kindWhoSaid:
		return holdsPerson(p, sentence, c)
	case kindWhy:
		if reasonWords.MatchString(sentence) {
			return 1
		}
		return .3
	}
	return .5
}

func yes(b bool) float64 {
	if b {
		return 1
	}
	return 0
}

// newMatch reports whether the pattern finds something in the sentence that the question does not hold.
func newMatch(pattern *regexp.Regexp, sentence, question string) bool {
	q := corpus.Fold(question)
	for _, m := range pattern.FindAllString(sentence, -1) {
		if !strings.Contains(q, corpus.Fold(m)) {
			return true
		}
	}
	return false
}

var properNoun = regexp.MustCompile(`\p{Lu}[\p{L}'’-]+`)

// holdsPerson is 1 when the sentence names a person that the question does not, .6 when it has another proper noun that the question
// lacks, .3 when it speaks of somebody by office.
func holdsPerson(p part, sentence string, c *corpus.Corpus) float64 {
	asked := c.Mentions(p.text)
	for _, m := range c.Mentions(sentence) {
		if !slices.ContainsFunc(asked, func(a corpus.Mention) bool { return a.Person == m.Person }) {
			return 1
		}
	}
	folded := corpus.Fold(p.text)
	for i, m := range properNoun.FindAllStringIndex(sentence, -1) {
		if (i > 0 || m[0] > 2) && !strings.Contains(folded, corpus.Fold(sentence[m[0]:m[1]])) {
			return .6
		}
	}
	for _, w := range words(sentence) {
		if personNouns[w] {
			return .3
		}
	}
	return 0
}

// Package suggest finds questions to ask next: about what people said near the passages that an answer is from. Each is asked before it is
// offered, and offered only when the articles answer it from the passage that it was made of.
//
//	passages -> remarks near them -> "What did NAME say about TOPIC?" -> asked -> offered
package suggest

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"
	"unicode"

	"readout/corpus"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/thesaurus"
)

// Answerer answers questions; it should be one without a model: what is offered is free.
type Answerer interface {
	Answer(ctx context.Context, q answer.Question) (*answer.Answer, error)
}

// Options bound the work. Zero is the default.
type Options struct {
	Most       int           // questions offered; 0 is 3
	Within     time.Duration // of asking; 0 is a second and a half
	Tried      int           // questions asked at most; 0 is 12
	Confidence float64       // that the articles answer it, at least; 0 is 0.6
}

func (o Options) withDefaults() Options {
	o.Most, o.Within, o.Tried, o.Confidence = cmp.Or(o.Most, 3), cmp.Or(o.Within, 1500*time.Millisecond),
		cmp.Or(o.Tried, 12), cmp.Or(o.Confidence, 0.6)
	return o
}

// After finds questions to ask after an answer, or for nil at all: the nearest first, none that repeats the answer or the turns. articles
// are those that may be asked, nil for all. It returns what it has found when the time is over; an error of the Answerer ends it too, since
// an answer can do without.
func After(ctx context.Context, over Answerer, c *reading.Corpus, a *answer.Answer, turns []answer.Turn, articles []corpus.ArticleID,
	o Options,
) []string {
	o = o.withDefaults()
	ctx, cancel := context.WithTimeout(ctx, o.Within)
	defer cancel()
	var out []string
	tried := 0
	var topics []string
	of := map[string]int{} // questions about a speaker
	for _, k := range candidates(c, a, turns, articles) {
		if len(out) == o.Most || tried == o.Tried || ctx.Err() != nil {
			break
		}
		if overlaps(topics, k.stems) || of[k.speaker] == mostOfOne {
			continue // a topic is offered once
		}
		tried++
		got, err := over.Answer(ctx, answer.Question{Text: k.question, Articles: articles})
		if err != nil {
			break
		}
		if answers(got, k, a, o.Confidence) {
			out = append(out, k.question)
			topics = append(topics, k.stems...)
			of[k.speaker]++
		}
	}
	return out
}

// About finds two questions that some articles answer, for whoever has asked nothing yet and can wait a few seconds.
func About(ctx context.Context, over *answer.Answerer, c *reading.Corpus, articles []corpus.ArticleID) []string {
	return After(ctx, over, c, nil, nil, articles, Options{Most: 2, Tried: 6, Within: 5 * time.Second})
}

// mostOfOne is how many questions about one speaker are offered.
const mostOfOne = 2

func overlaps(a, b []string) bool {
	return slices.ContainsFunc(b, func(s string) bool { return slices.Contains(a, s) })
}

// answers reports whether an answer is one to the candidate, surely, and tells something that the answer before does not.
func answers(got *answer.Answer, k candidate, before *answer.Answer, confidence float64) bool {
	if got.Abstention != nil || got.Confidence < confidence || len(got.Premises) > 0 || got.Narrowed != nil {
		return false
	}
	if !slices.ContainsFunc(got.Citations, func(c answer.Citation) bool { return c.Passage.ID == k.passage }) {
		return false
	}
	if before == nil {
		return true
	}
	told := prose.Fold(before.Text())
	return slices.ContainsFunc(got.Sentences, func(s answer.Sentence) bool { return !strings.Contains(told, prose.Fold(s.Text)) })
}

// candidate is a question that may be offered.
type candidate struct {
	question string
	speaker  string
	passage  corpus.PassageID
	stems    []string // of its topic
	score    float64  // how much the topic tells
	distance int      // from what was read
}

// far is the distance of a passage in an article that was not read.
const far = 1000

// candidates are questions about remarks, those near the passages of the answer first.
func candidates(c *reading.Corpus, a *answer.Answer, turns []answer.Turn, articles []corpus.ArticleID) []candidate {
	read := readOf(a)
	var known []string // stems of what was asked already
	if a != nil {
		known = retrieval.ContentStems(a.Question + " " + a.Resolved)
	}
	for _, t := range turns {
		if t.Role == answer.User {
			known = append(known, retrieval.ContentStems(t.Content)...)
		}
	}
	var out []candidate
	seen := map[string]bool{}
	often := spread(c)
	for _, article := range c.Articles {
		if len(articles) > 0 && !slices.Contains(articles, article.ID) || article.Language != "" && !strings.HasPrefix(article.Language, "en") {
			continue
		}
		for i := range article.Passages {
			p := &article.Passages[i]
			distance := far
			for _, r := range read {
				if r.Article == p.Article {
					distance = min(distance, 1+max(r.Paragraph-p.Paragraph, p.Paragraph-r.Paragraph))
				}
			}
			for _, remark := range p.Remarks {
				k, ok := about(c, p, remark, known, often)
				if ok && !seen[k.question] {
					seen[k.question] = true
					k.distance = distance
					out = append(out, k)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(nearness(a.distance), nearness(b.distance)), cmp.Compare(b.score, a.score), cmp.Compare(a.distance, b.distance))
	})
	return out
}

// nearness is whether a passage stands beside what was read, in the same article, or elsewhere.
func nearness(distance int) int {
	switch {
	case distance >= far:
		return 2
	case distance > 4:
		return 1
	}
	return 0
}

// commonness is in how many passages a topic stands.
type commonness int

const (
	once commonness = iota
	several
	everywhere // it is no topic of any one of them
)

// spread tells how common topics are.
func spread(c *reading.Corpus) func(t topic) commonness {
	in, passages := map[string]int{}, 0
	for _, a := range c.Articles {
		for i := range a.Passages {
			passages++
			stems := retrieval.ContentStems(a.Passages[i].Text)
			slices.Sort(stems)
			for _, s := range slices.Compact(stems) {
				in[s]++
			}
		}
	}
	return func(t topic) commonness {
		least := passages
		for _, s := range t.stems {
			least = min(least, in[s])
		}
		switch {
		case least > max(4, passages/8):
			return everywhere
		case least > 1:
			return several
		}
		return once
	}
}

// readOf are the passages that an answer, or an abstention, is from.
func readOf(a *answer.Answer) (out []*corpus.Passage) {
	if a == nil {
		return nil
	}
	cited := a.Citations
	if a.Abstention != nil {
		cited = a.Abstention.Closest
	}
	for _, c := range cited {
		out = append(out, c.Passage)
	}
	return out
}

// shortest is how many words a remark must have to be worth a question.
const shortest = 5

// about is the question that a remark answers: what its speaker said about the noun that tells most in it. ok is false where there is no
// such noun, or it was asked about.
func about(c *reading.Corpus, p *corpus.Passage, remark corpus.Remark, known []string, often func(t topic) commonness) (candidate, bool) {
	if remark.Person == nil || remark.Person.Name == "" || len(strings.Fields(remark.Text)) < shortest {
		return candidate{}, false
	}
	best, score := topic{}, 0.0
	for _, t := range topics(c, remark.Text) {
		if overlaps(known, t.stems) || overlaps(retrieval.ContentStems(remark.Person.Name), t.stems) {
			continue
		}
		switch often(t) {
		case everywhere:
			continue
		case once:
			t.rarity /= 2
			if len(t.stems) == 1 && !t.name {
				t.rarity /= 2 // of this sentence only
			}
		}
		if t.rarity > score {
			best, score = t, t.rarity
		}
	}
	if score == 0 {
		return candidate{}, false
	}
	return candidate{speaker: remark.Person.Name, question: "What did " + remark.Person.Name + " say about " + best.text + "?",
		passage: p.ID, stems: best.stems, score: score}, true
}

// topic is a noun with the words that belong to it.
type topic struct {
	text   string // as it stands behind "about"
	stems  []string
	name   bool
	rarity float64 // how much it tells
}

// longestTopic is how many words a topic has at most.
const longestTopic = 3

// topics are the names and the nouns with a determiner in a text: "Lake Ister", "the night route". None begins with the
// first word, before which stands nothing that tells a topic.
func topics(c *reading.Corpus, text string) (out []topic) {
	words := prose.Words(text)
	persons := c.Mentions(text)
	for i := 1; i < len(words); i++ {
		if slices.ContainsFunc(persons, func(m people.Mention) bool { return m.Span.Overlaps(words[i].Span) }) {
			continue
		}
		var t topic
		switch {
		case named(text, words[i]):
			t, i = nameAt(c, text, words, i)
		case article(words[i-1].Folded) != "" && qualifies(thesaurus.English(), words[i].Folded) && next(text, words[i-1], words[i]):
			t, i = nounAt(text, words, i)
		}
		if len(t.stems) > 0 {
			out = append(out, t)
		}
	}
	return out
}

// nameAt is the name that begins with the word at i, with the noun that it belongs to, and its last word. It is the zero topic when the
// name is too long, holds somebody's, or is of a country without what is of it.
func nameAt(c *reading.Corpus, text string, words []prose.Word, i int) (t topic, last int) {
	goesOn := func(end int) bool {
		return end+1 < len(words) && named(text, words[end+1]) && next(text, words[end], words[end+1])
	}
	end := i
	for end-i+1 < longestTopic && goesOn(end) {
		end++
	}
	if goesOn(end) || whose(c, text, words[i].Span.Start, words[end].Span.End) {
		return topic{}, end
	}
	english := thesaurus.English()
	before := article(words[i-1].Folded)
	if end+1 < len(words) && next(text, words[end], words[end+1]) && noun(english, words[end+1].Folded) &&
		telling(english, words[end+1].Folded) {
		end++ // "the Ister bridge": the name belongs to the noun
		before = "the"
	} else if english.PartOfSpeech(words[end].Folded) == thesaurus.Adjective {
		return topic{}, i
	}
	name := text[words[i].Span.Start:words[end].Span.End]
	return topic{strings.TrimSpace(before + " " + name), retrieval.ContentStems(name), true, 1}, end
}

// nounAt is the noun that the word at i begins, with what qualifies it, and its last word. It is the zero topic when the noun tells too
// little.
func nounAt(text string, words []prose.Word, i int) (t topic, last int) {
	english := thesaurus.English()
	end := i
	for end+1 < len(words) && end-i+1 < longestTopic && next(text, words[end], words[end+1]) && qualifies(english, words[end].Folded) &&
		noun(english, words[end+1].Folded) {
		end++
	}
	head := words[end].Folded
	if !noun(english, head) || !telling(english, head) || end == i && rarity(english, head) < rare {
		return topic{}, i
	}
	name := text[words[i].Span.Start:words[end].Span.End]
	return topic{"the " + name, retrieval.ContentStems(name), false, (rarity(english, head) + float64(end-i)) / 2}, end
}

// whose reports whether a part of the text holds the name of a person.
func whose(c *reading.Corpus, text string, start, end int) bool {
	part := prose.Span{Start: start, End: end}
	return slices.ContainsFunc(c.Mentions(text), func(m people.Mention) bool { return m.Span.Overlaps(part) })
}

// rare is how rare a noun must be that tells enough alone.
const rare = 0.7

// next reports whether a word stands right behind another.
func next(text string, a, b prose.Word) bool { return text[a.Span.End:b.Span.Start] == " " }

// article is the article with which a noun is asked about that follows a word in a text; "" for a word that no noun follows so.
func article(word string) string {
	switch word {
	case "the", "this", "that", "our", "its", "their", "his", "her":
		return "the"
	}
	return ""
}

// named reports whether a word is written as a name is.
func named(text string, w prose.Word) bool {
	r := []rune(w.Text)
	return len(r) > 2 && unicode.IsUpper(r[0]) && !slices.Contains(notNames, w.Folded) &&
		thesaurus.English().Class(w.Folded) != thesaurus.Time &&
		!startsSentence(text, w.Span.Start)
}

// notNames are words with a capital that name nobody and nothing.
var notNames = []string{"mr", "mrs", "ms", "sir", "madam", "president", "minister", "mayor", "secretary", "the", "and", "but", "well",
	"yes", "not"}

func startsSentence(text string, at int) bool {
	before := strings.TrimRightFunc(text[:at], func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"“'‘(`, r) })
	return before == "" || strings.ContainsAny(before[len(before)-1:], ".?!:;\n")
}

func noun(english *thesaurus.Thesaurus, word string) bool {
	return !slices.Contains(verbs, word) && (english.PartOfSpeech(word) == thesaurus.Noun || english.Class(word) != thesaurus.Other)
}

// verbs are words that are nouns as well, and hardly ever meant so behind a noun.
var verbs = strings.Fields(`is are was were be been has have had do does did will would can could may might must shall should says said made
 makes goes went came comes takes took gave gets got as in at no so it`)

// qualifies reports whether a word can stand before a noun and belong to it.
func qualifies(english *thesaurus.Thesaurus, word string) bool {
	if slices.Contains(pointing, word) {
		return false
	}
	pos := english.PartOfSpeech(word)
	return pos == thesaurus.Noun || pos == thesaurus.Adjective
}

// pointing are words that stand where adjectives do and tell nothing of what they stand before.
var pointing = []string{"no", "any", "some", "other", "same", "such", "own", "current", "present", "last", "next", "first", "second",
	"new", "whole", "entire", "certain", "many", "few", "several", "more", "most", "only", "very", "two", "three", "four", "five",
	"short", "long", "big", "great", "good", "best"}

// telling reports whether a noun says what is spoken of: no time, no amount, no word as common as "thing".
func telling(english *thesaurus.Thesaurus, word string) bool {
	switch english.Class(word) {
	case thesaurus.Time, thesaurus.Quantity, thesaurus.Person:
		return false
	}
	return rarity(english, word) > 0.3
}

// rarity is that of a noun in either number.
func rarity(english *thesaurus.Thesaurus, word string) float64 {
	return max(english.Rarity(word), english.Rarity(strings.TrimSuffix(word, "s")))
}

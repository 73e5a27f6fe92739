package written

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify"
)

// yesOrNoLead is a Yes or No that a claim begins with.
var yesOrNoLead = regexp.MustCompile(`(?i)^(?:yes|no)[,:;.!—–-]`)

// fewestOwn is how many words a claim must have besides those of the question to be judged by these alone.
const fewestOwn = 3

// nearness is how much of a claim the sentences tell that stand in its place, 0 to 1: the share of its words that they have, in another
// form, by a synonym or by another name of the same person; where the claim has enough words besides those of the question, the share of
// these. One who words what he reads uses its words; one who knows the answer from elsewhere has words of his own, and the sentences that
// he quotes do not answer. It is 0 when the claim says nothing but what the question says, or repeats a number of the question that the
// sentences do not have. lacks tells that they lack another word that the claim repeats from the question.
func (c *checker) nearness(text string, said []verify.Supported) (near float64, lacks bool) {
	if len(said) == 0 {
		return 0, false
	}
	theirs := c.wordsOf(said)
	asked := map[string]bool{}
	for _, w := range prose.Words(c.task.Question) {
		asked[retrieval.Stem(w)] = true
	}
	var all, own share
	people := c.task.Evidence.Corpus.Mentions(text)
	for _, w := range prose.Words(text) {
		if verify.CarriesNothing(w.Folded) || verify.Credits(w.Folded) || verify.ChangesSense(w.Folded) || w.Folded == "yes" {
			continue
		}
		found, repeats := theirs.has(w, people), asked[retrieval.Stem(w)]
		if repeats && !found && len(verify.Numbers(w.Text)) > 0 {
			return 0, true
		}
		lacks = lacks || repeats && !found
		all.add(found)
		if !repeats {
			own.add(found)
		}
	}
	switch {
	case own.found == 0 && !yesOrNoLead.MatchString(text):
		return 0, lacks
	case own.all >= fewestOwn:
		return own.of(), lacks
	}
	return all.of(), lacks
}

// share counts how many of all are found.
type share struct{ found, all int }

func (s *share) add(found bool) {
	s.all++
	if found {
		s.found++
	}
}

func (s share) of() float64 {
	if s.all == 0 {
		return 0
	}
	return float64(s.found) / float64(s.all)
}

// told are the words that sentences have, and who speaks or is spoken of in them.
type told struct {
	words   []prose.Word
	stems   map[string]bool
	numbers []string
	people  map[*corpus.Person]bool
}

// wordsOf are the words of sentences, and the names of whom they are from.
func (c *checker) wordsOf(said []verify.Supported) told {
	out := told{stems: map[string]bool{}, people: map[*corpus.Person]bool{}}
	for _, s := range said {
		a := s.Citation.Article
		text := strings.Join([]string{s.Text, s.Citation.Speaker, a.Author, a.Publisher}, " . ")
		out.numbers = append(out.numbers, verify.Numbers(s.Text)...)
		for _, w := range prose.Words(text) {
			if !verify.CarriesNothing(w.Folded) {
				out.words = append(out.words, w)
			}
			out.stems[retrieval.Stem(w)] = true
		}
		for _, m := range c.task.Evidence.Corpus.Mentions(text) {
			out.people[m.Person] = true
		}
	}
	return out
}

// has reports whether the words hold one of a claim's, which names the people.
func (t told) has(w prose.Word, persons []people.Mention) bool {
	if t.stems[retrieval.Stem(w)] || t.stems[strings.TrimSuffix(w.Folded, "s")] {
		return true
	}
	if ns := verify.Numbers(w.Text); len(ns) > 0 {
		return slices.Contains(t.numbers, ns[0])
	}
	if slices.ContainsFunc(persons, func(m people.Mention) bool { return m.Span.Contains(w.Span) && t.people[m.Person] }) {
		return true
	}
	english := thesaurus.English()
	return slices.ContainsFunc(t.words, func(o prose.Word) bool {
		relation := english.Between(o.Folded, w.Folded)
		return relation == thesaurus.Synonym || relation == thesaurus.Derived
	})
}

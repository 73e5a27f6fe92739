package answer

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval/conflict"
	"readout/retrieval/dates"
	"readout/retrieval/evidence"
)

// valueOf reads the one value of the kind that the question asks for; ok is false where a sentence gives none, several, or no exact one.
func (s *search) valueOf(c candidate) (conflict.Value, bool) {
	text := corpus.Plain(c.text())
	switch s.asked.kind {
	case kindWhen:
		return conflict.DateIn(text, s.snapshot.Corpus.Article(c.passage.Article).Published)
	case kindHowMany, kindHowLong:
		return conflict.NumberIn(text, s.asked.text, s.asked.lookup, s.asked.kind == kindHowLong)
	case kindWhere:
		return s.placeValue(text)
	case kindWho, kindWhoSaid:
		return s.personValue(text)
	}
	return conflict.Value{}, false
}

// valueIn is valueOf of a sentence read.
func (s *search) valueIn(r evidence.Sentence) (conflict.Value, bool) {
	return s.valueOf(candidateOf(r))
}

// lacksTime reports whether a sentence tells no length, where the question asks how long something takes or is, or no time, where it asks
// when, and another tells one in which the reader finds an answer about as surely.
func (s *search) lacksTime(read []evidence.Sentence, r evidence.Sentence) bool {
	tells := conflict.TellsDuration
	switch s.asked.kind {
	case kindHowLong:
	case kindWhen:
		tells = conflict.TellsTime
	default:
		return false
	}
	return !tells(candidateOf(r).text()) && slices.ContainsFunc(read, func(o evidence.Sentence) bool {
		return o.Features.Logit >= answersLogit && o.Probability >= r.Probability/2 && tells(candidateOf(o).text())
	})
}

var placeAfter = regexp.MustCompile(`\b(?:in|at) (?:the )?((?:\p{Lu}[\p{L}’'-]+)(?: \p{Lu}[\p{L}’'-]+)*)`)

// placeValue reads the one place that a sentence gives with "in" or "at" and the question does not name; none where it names a country,
// which may hold another's town.
func (s *search) placeValue(text string) (conflict.Value, bool) {
	var found []string
	for _, m := range placeAfter.FindAllStringSubmatchIndex(text, -1) {
		name := text[m[2]:m[3]]
		if dates.MonthName.MatchString(name) || strings.Contains(s.asked.text, name) {
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(text[m[3]:]), ",") || len(s.snapshot.Words.References(name)) > 0 {
			return conflict.Value{}, false
		}
		if !slices.Contains(found, name) {
			found = append(found, name)
		}
	}
	if len(found) != 1 {
		return conflict.Value{}, false
	}
	return conflict.Value{Kind: "place", Text: found[0]}, true
}

// personValue reads the one person whom a sentence names and the question does not, for a question that asks for one.
func (s *search) personValue(text string) (conflict.Value, bool) {
	var found []string
	for _, m := range s.snapshot.Corpus.Mentions(text) {
		if !slices.Contains(s.asked.people, m.Person) && !slices.Contains(found, m.Person.Name) {
			found = append(found, m.Person.Name)
		}
	}
	if len(found) != 1 || !asksForOne.MatchString(s.asked.text) {
		return conflict.Value{}, false
	}
	return conflict.Value{Kind: "person", Text: found[0]}, true
}

// asksForOne finds a question after the one person who did what only one does.
var asksForOne = regexp.MustCompile(`(?i)\bwho (?:will |is |was |has |had )?(?:going to |to )?(?:chair|chairs|chaired|lead|leads|led|win|won|hosts?|hosted|open|opened|succeed|succeeded|replaces?|replaced|draft|drafted|wrote|write|mediated?|head|heads|headed|elected|appointed|named|the (?:chair|host|winner|mediator|leader|head)\p{L}*)\b`)

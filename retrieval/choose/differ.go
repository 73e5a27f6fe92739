package choose

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/conflict"
	"readout/retrieval/dates"
	"readout/retrieval/evidence"
	"readout/retrieval/question"
	"readout/retrieval/verify"
)

// Difference is a point on which reports differ, before its sentences are verified and numbered.
type Difference struct {
	Point string
	Sides []Side
}

// Side is what one report, or several, answer.
type Side struct {
	Says    string      // the words that answer; "" for the sentence
	Told    []Candidate // the sentences that say it, one for each report
	context []Candidate // what some of them hang on
}

// Shown are the sentences of all sides, with what they hang on.
func (d Difference) Shown() []Candidate {
	var out []Candidate
	for _, s := range d.Sides {
		out = append(append(out, s.context...), s.Told...)
	}
	return out
}

// When the reader finds that a sentence answers: the least logit of one that gives a value or says yes, and of one that says no.
const (
	answersLogit = -1.5
	deniesLogit  = -4.5
	nearQuestion = .5 // and how near in meaning a sentence must be that leaves a matter open, which no reader takes for an answer
)

// difference looks for independent reports that answer the question in ways of which not both can hold: another value for the same slot
// (a number, a date, a place, a person), or yes and no to the same proposition. The reader tells which sentences answer, code compares
// what they say. Articles that are one report never differ: their words are one text. all is what may deny what one of those read says.
func (s *Search) difference(read, all []evidence.Sentence) (Difference, bool) {
	var sides []Side
	if s.Asked.Kind == question.YesNo {
		sides = s.yesAndNo(read, all)
	} else {
		sides = s.valuesApart(read)
	}
	if len(sides) < 2 {
		return Difference{}, false
	}
	return Difference{Point: conflict.PointOf(s.Asked.Text, strings.TrimRight(s.Asked.Lookup, " ?.!")), Sides: sides}, true
}

// valuesApart groups the reports' best sentences by the value they give; fewer than two groups when all give the same, or too little is
// known to compare them.
func (s *Search) valuesApart(read []evidence.Sentence) []Side {
	var sides []Side
	var values []conflict.Value
	var reports []corpus.ReportID
	for _, r := range read {
		c := candidateOf(r)
		report := s.reportOf(c)
		if r.Features.Logit < answersLogit || slices.Contains(reports, report) || !s.onPoint(c, c.text(), s.wholePoint()) {
			continue
		}
		v, ok := s.valueOf(r)
		if !ok {
			continue
		}
		reports = append(reports, report)
		if len(sides) > 0 && s.isPlan(c) != s.isPlan(sides[0].Told[0]) { // what was planned and what became of it is no difference
			continue
		}
		switch i := slices.IndexFunc(values, func(o conflict.Value) bool { return !o.Contradicts(v) }); {
		case i < 0:
			sides, values = append(sides, Side{Told: []Candidate{c}}), append(values, v)
		case values[i].Same(v):
			sides[i].Told = append(sides[i].Told, c)
		}
	}
	for i := range sides {
		for j := range i {
			one, other := values[i].Context(sides[i].Told[0].text()), values[j].Context(sides[j].Told[0].text())
			if !conflict.SameOccasion(one, other, s.Asked.Text, s.Asked.Kind == question.When) ||
				s.counts() && !conflict.SameThing(one, other) || !values[i].Contradicts(values[j]) {
				return nil
			}
		}
	}
	return sides
}

// Proposed is the difference between what a model says and takes from several reports, each of which it holds to answer the question: it
// proposes them by saying both, and they are compared like what the reader finds. Nothing where code can't prove it.
func (s *Search) Proposed(said []verify.Supported) []Difference {
	if s.Read == nil || len(s.Asked.Parts) > 1 {
		return nil
	}
	var read []evidence.Sentence
	for _, k := range said {
		for i, t := range k.Citation.Passage.Sentences {
			if !t.Order && t.Span.Overlaps(k.Citation.Quote) {
				r := evidence.Sentence{Passage: k.Citation.Passage, Index: i, Probability: 1}
				r.Features.Logit = answersLogit
				read = append(read, r)
			}
		}
	}
	if d, ok := s.difference(read, read); ok {
		return []Difference{d}
	}
	return nil
}

// mostAsked is how many questions of a summary are asked back, at most.
const mostAsked = 4

// DifferOn looks for what other reports say otherwise than the sentences of a summary: the question that each answers is asked again. What
// differs is told with them.
func (s *Search) DifferOn(ctx context.Context, common *question.Setting, r *Result) error {
	n := 0
	for _, c := range slices.Clone(r.Told) {
		point := conflict.Question(c.text())
		if point == "" || n == mostAsked {
			continue
		}
		n++
		asked, err := New(ctx, common.Snapshot, question.Understand(point, common.Snapshot.Corpus, common), s.filter)
		if err != nil {
			return err
		}
		own, _ := asked.credited()
		d, ok := asked.difference(own, asked.Read.Sentences)
		isSame := func(x Candidate) bool { return x.Passage == c.Passage && x.Sentence == c.Sentence }
		if !ok || !slices.ContainsFunc(d.Shown(), isSame) {
			continue
		}
		r.Differences = append(r.Differences, d)
		at := 1 + slices.IndexFunc(r.Claims, func(k Claim) bool { return k == SourceClaim(c.Passage, c.Sentence) })
		for _, x := range d.Shown() {
			s.Show(x.Passage)
			if !isSame(x) {
				r.Claims = slices.Insert(r.Claims, at, SourceClaim(x.Passage, x.Sentence))
				at++
			}
		}
		return nil // one is enough for a summary, and whatever else it tells of may be the same matter
	}
	return nil
}

// counts reports whether the question asks for a number.
func (s *Search) counts() bool {
	return s.Asked.Kind == question.HowMany || s.Asked.Kind == question.HowLong
}

// What of the question a sentence must be about to be compared with others.
type pointNeeds struct {
	terms float64 // least strength with which each word of content that names nobody must be matched; 0 for none
	names bool    // all names
}

// wholePoint is what a sentence that gives a value must hold. Many things are done so and so often: of these it must be the very one.
func (s *Search) wholePoint() pointNeeds {
	if s.Asked.Kind == question.HowOften {
		return pointNeeds{terms: sameName, names: true}
	}
	return pointNeeds{terms: matchedFrom, names: true}
}

// matchedFrom is the strength of a match that means the same: a synonym's, and not only a word's of the same field.
const matchedFrom = .52

// sameName is the least strength of a match by a name itself; a country is none of its capital's.
const sameName = .95

// onPoint reports whether a text of a candidate is about what the question asks, and not about another place.
func (s *Search) onPoint(c Candidate, text string, needs pointNeeds) bool {
	if !s.namesAll(text, s.Asked.People) {
		return false
	}
	_, matches := s.Snapshot.Words.Match(s.Evidence.Terms, text)
	for i, t := range s.Evidence.Terms {
		switch {
		case isPersonal(t):
		case t.IsName() && needs.names && matches[i].Strength < sameName && !s.inTitle(c, t):
			return false
		case !t.IsName() && needs.terms > 0 && matches[i].Strength < needs.terms &&
			(s.Asked.Kind == question.YesNo || !conflict.AsksForValue(t.Word)):
			return false
		}
	}
	return true
}

// inTitle reports whether the title of a candidate's article names what the question names.
func (s *Search) inTitle(c Candidate, t retrieval.Term) bool {
	_, matches := s.Snapshot.Words.Match([]retrieval.Term{t}, s.Snapshot.Corpus.Article(c.Passage.Article).Title+"\n"+c.Passage.Text)
	return matches[0].Strength >= sameName
}

func isPersonal(t retrieval.Term) bool {
	return slices.ContainsFunc(t.Names, func(n retrieval.Naming) bool { return strings.HasPrefix(n.Of, "person:") })
}

var willAsk = regexp.MustCompile(`(?i)^\W*(?:will|would|when will|where will|who will|how many \w+ will|` +
	`is .{3,60} going to|are .{3,60} going to|when (?:is|are) .{3,60} (?:due|to)|shall)\b`)

// asksOfTheFuture reports whether the question asks what will be.
func (s *Search) asksOfTheFuture() bool { return willAsk.MatchString(s.Asked.Text) }

// yesAndNo is the report that says yes to a question, and those that say no or that it is open. Nothing, when all agree.
func (s *Search) yesAndNo(read, all []evidence.Sentence) []Side {
	predicate := s.predicate()
	if predicate == "" {
		return nil
	}
	var sides []Side
	var reports []corpus.ReportID
	for _, r := range read {
		c := candidateOf(r)
		if r.Features.Logit >= answersLogit && s.onPoint(c, c.text(), s.wholePoint()) && s.isPlan(c) == s.asksOfTheFuture() &&
			conflict.PolarityOf(c.text(), predicate) == conflict.Asserted {
			sides = []Side{{Says: conflict.AgreedTo(c.text(), predicate), Told: []Candidate{c}}}
			reports = append(reports, s.reportOf(c))
			break
		}
	}
	if len(sides) == 0 {
		return nil
	}
	yes := sides[0].Told[0].text()
	for _, r := range all {
		c := candidateOf(r)
		if slices.Contains(reports, s.reportOf(c)) || c.Passage.Role != corpus.RoleBody || c.Passage.Turn.Asks || isQuestion(c.text()) {
			continue
		}
		no, ok := s.denies(r, c, predicate, yes)
		if !ok || no.says == "" && !conflict.SameOccasion(yes, conflict.MainPart(no.around), s.Asked.Text, s.Asked.Kind == question.When) {
			continue
		}
		reports = append(reports, s.reportOf(c))
		sides = append(sides, Side{Says: no.says, Told: []Candidate{c}, context: no.context})
	}
	if len(sides) < 2 {
		return nil
	}
	return sides
}

// denial is what denies a proposition.
type denial struct {
	says    string // the words that do; "" for the sentence
	around  string // the sentence, with the one before it where it hangs on that
	context []Candidate
}

// denies tells whether a sentence says no to the question, as another says yes, or that what it asks is open.
func (s *Search) denies(r evidence.Sentence, c Candidate, predicate, yes string) (denial, bool) {
	text := c.text()
	if r.Features.Logit >= deniesLogit && s.onPoint(c, conflict.MainPart(text), s.wholePoint()) &&
		conflict.PolarityOf(text, predicate) == conflict.Denied && conflict.SameThing(text, yes) {
		return denial{around: text}, true
	}
	open := conflict.LeftOpen(text)
	if open == "" || !s.asksOfTheFuture() || r.Features.Meaning < nearQuestion && c.Sentence == 0 {
		return denial{}, false
	}
	out := denial{says: open, around: text}
	speaks := func(text string) bool {
		return s.namesAll(text, s.Asked.People) && slices.Contains(retrieval.ContentStems(text), predicate) &&
			!s.namesOtherPlace(conflict.MainPart(text))
	}
	if !speaks(text) && c.Sentence > 0 {
		before := Candidate{Passage: c.Passage, Sentence: c.Sentence - 1}
		out.around, out.context = before.text()+" "+text, []Candidate{before}
	}
	return out, speaks(out.around) && (len(s.Asked.People) > 0 || s.onPoint(c, out.around, pointNeeds{names: true}))
}

// namesOtherPlace reports whether a text names a country, and none that the question names.
func (s *Search) namesOtherPlace(text string) bool {
	var asked []string
	for _, t := range s.Evidence.Terms {
		for _, n := range t.Names {
			asked = append(asked, n.Of)
		}
	}
	other := false
	for _, n := range s.Snapshot.Words.References(text) {
		if !strings.HasPrefix(n.Of, retrieval.PlacePrefix) || n.Directness < 1 {
			continue
		}
		if slices.Contains(asked, n.Of) {
			return false
		}
		other = true
	}
	return other
}

func (s *Search) namesAll(text string, people []*corpus.Person) bool {
	return !slices.ContainsFunc(people, func(p *corpus.Person) bool { return !s.Names(text, p) })
}

// predicate is the stem of what a question of yes or no asks about its subject: its first word of content that names nobody and nothing,
// behind the noun of a subject that is no name ("Did the council approve ...").
func (s *Search) predicate() string {
	ws := prose.Words(s.Asked.Text)
	skip := 0
	if len(ws) > 2 && english.NounOpeners.Has(ws[1].Folded) && ws[2].Text == ws[2].Folded {
		skip = 1
	}
	for _, t := range s.Evidence.Terms {
		if t.IsName() {
			continue
		}
		if skip == 0 {
			return t.Stem
		}
		skip--
	}
	return ""
}

// valueOf reads the one value of the kind that the question asks for; ok is false where a sentence gives none, several, or no exact one.
func (s *Search) valueOf(r evidence.Sentence) (conflict.Value, bool) {
	text := corpus.Plain(candidateOf(r).text())
	switch s.Asked.Kind {
	case question.When:
		return conflict.DateIn(text, s.Snapshot.Corpus.Article(r.Passage.Article).Published)
	case question.HowMany, question.HowLong:
		v, ok := conflict.NumberIn(text, s.Asked.Text, s.Asked.Lookup, s.Asked.Kind == question.HowLong)
		if ok || s.Asked.Kind == question.HowMany {
			return v, ok
		}
		return conflict.UntilIn(text, s.Snapshot.Corpus.Article(r.Passage.Article).Published)
	case question.HowOften:
		return conflict.RateIn(text)
	case question.Where:
		return s.placeValue(text)
	case question.Who, question.WhoSaid:
		return s.personValue(text)
	}
	return conflict.Value{}, false
}

// lacksTime reports whether a sentence tells no length, where the question asks how long something takes or is, or no time, where it asks
// when, and another tells one in which the reader finds an answer about as surely.
func (s *Search) lacksTime(read []evidence.Sentence, r evidence.Sentence) bool {
	tells := conflict.TellsDuration
	switch s.Asked.Kind {
	case question.HowLong:
	case question.When:
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
func (s *Search) placeValue(text string) (conflict.Value, bool) {
	var found []string
	for _, m := range placeAfter.FindAllStringSubmatchIndex(text, -1) {
		name := text[m[2]:m[3]]
		if dates.MonthName.MatchString(name) || strings.Contains(s.Asked.Text, name) {
			continue
		}
		if strings.HasPrefix(strings.TrimSpace(text[m[3]:]), ",") || len(s.Snapshot.Words.References(name)) > 0 {
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
func (s *Search) personValue(text string) (conflict.Value, bool) {
	var found []string
	for _, m := range s.Snapshot.Corpus.Mentions(text) {
		if !slices.Contains(s.Asked.People, m.Person) && !slices.Contains(found, m.Person.Name) {
			found = append(found, m.Person.Name)
		}
	}
	if len(found) != 1 || !asksForOne.MatchString(s.Asked.Text) {
		return conflict.Value{}, false
	}
	return conflict.Value{Kind: "person", Text: found[0]}, true
}

// asksForOne finds a question after the one person who did what only one does.
var asksForOne = regexp.MustCompile(`(?i)\bwho (?:will |is |was |has |had )?(?:going to |to )?` +
	`(?:chair|chairs|chaired|lead|leads|led|win|won|hosts?|hosted|open|opened|succeed|succeeded|replaces?|replaced|` +
	`draft|drafted|wrote|write|mediated?|head|heads|headed|elected|appointed|named|the (?:chair|host|winner|mediator|leader|head)\p{L}*)\b`)

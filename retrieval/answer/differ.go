package answer

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/evidence"
	"readout/retrieval/verify"
)

// difference is a point on which reports differ, before its sentences are verified and numbered.
type difference struct {
	point string
	sides [][]candidate // the sentences of each side, one for each report that takes it
}

// samePoint is the share of a question's weight, all its names included, that sentences of two reports must hold to be answers to the
// same point: two dates are no contradiction when they are those of two meetings.
const samePoint = .75

// difference looks for another report's answer to the same point, and returns the two sides when they cannot both be right as they
// stand: they give different values of one kind (another month, another number of the same thing), or the one denies what the other
// says. Articles that are one report never differ with themselves: their words are one text.
func (s *search) difference(read []evidence.Sentence) (difference, bool) {
	var sides [][]candidate
	if s.asked.kind == kindYesNo {
		sides = s.yesAndNo(read)
	} else {
		sides = s.valuesApart(read)
	}
	if len(sides) < 2 {
		return difference{}, false
	}
	return difference{point: strings.TrimRight(s.asked.lookup, " ?.!"), sides: sides}, true
}

// valuesApart groups the reports' best sentences by the value they give; one group when all give the same, or none can be compared.
func (s *search) valuesApart(read []evidence.Sentence) [][]candidate {
	var sides [][]candidate
	var values [][]string
	for _, c := range s.bestOfReports(read) {
		value := s.asked.valuesOf(c.text())
		i := slices.IndexFunc(values, func(o []string) bool { return !apart(o, value) })
		if i < 0 {
			sides, values = append(sides, nil), append(values, value)
			i = len(sides) - 1
		}
		sides[i] = append(sides[i], c)
	}
	return sides
}

const (
	assertsFrom = .8  // share of the question that a sentence must hold to say yes to it
	deniesFrom  = .45 // and to deny it: a report that denies a thing need not repeat its place and time
)

// yesAndNo is the best sentence that says yes to a question, without a negation, and the best of each other report that speaks of the
// same people doing the same and denies something of it. Nothing, when all agree.
func (s *search) yesAndNo(read []evidence.Sentence) [][]candidate {
	predicate := s.predicate()
	speaksOf := func(r evidence.Sentence, from float64) bool {
		return predicate != "" && r.Features.Words >= from && slices.Contains(retrieval.ContentStems(candidateOf(r).text()), predicate)
	}
	var yes, no []candidate
	var reports []corpus.ReportID
	for _, r := range read {
		if c := candidateOf(r); len(yes) == 0 && speaksOf(r, assertsFrom) && !negation.MatchString(c.text()) {
			yes, reports = []candidate{c}, []corpus.ReportID{s.reportOf(c)}
		}
	}
	for _, r := range read {
		c := candidateOf(r)
		if len(yes) > 0 && speaksOf(r, deniesFrom) && negation.MatchString(c.text()) && s.namesAll(c.text(), s.asked.people) &&
			!slices.Contains(reports, s.reportOf(c)) {
			reports = append(reports, s.reportOf(c))
			no = append(no, c)
		}
	}
	if len(no) == 0 {
		return nil
	}
	return [][]candidate{yes, no}
}

func (s *search) namesAll(text string, people []*corpus.Person) bool {
	return !slices.ContainsFunc(people, func(p *corpus.Person) bool { return !s.names(text, p) })
}

// bestOfReports is the best sentence of each report that speaks to the point of the question, best first.
func (s *search) bestOfReports(read []evidence.Sentence) []candidate {
	var out []candidate
	var reports []corpus.ReportID
	for _, r := range read {
		if r.Features.Words < samePoint || r.Features.Lacks > 0 || r.Probability < shownFrom {
			continue
		}
		c := candidateOf(r)
		if report := s.reportOf(c); !slices.Contains(reports, report) {
			reports = append(reports, report)
			out = append(out, c)
		}
	}
	return out
}

// predicate is the stem of what the question asks about its subject: its first word of content that names nobody and nothing.
func (s *search) predicate() string {
	for _, t := range s.evidence.Terms {
		if !isName(t) {
			return t.Stem
		}
	}
	return ""
}

// apart reports whether two sentences give different values of one kind: both cannot be right.
func apart(a, b []string) bool {
	return sameKindOfValue(a, b) && !slices.ContainsFunc(a, func(v string) bool { return slices.Contains(b, v) })
}

// sameKindOfValue reports whether some value of the one counts or names the same kind of thing as one of the other.
func sameKindOfValue(a, b []string) bool {
	for _, x := range a {
		for _, y := range b {
			if kindOfValue(x) == kindOfValue(y) {
				return true
			}
		}
	}
	return false
}

func kindOfValue(v string) string {
	k, _, _ := strings.Cut(v, ":")
	return k
}

const (
	monthNames = `january|february|march|april|june|july|august|september|october|november|december|jan|feb|apr|jun|jul|aug|sept?|oct|nov|dec`
	dayNames   = `monday|tuesday|wednesday|thursday|friday|saturday|sunday`
)

var (
	monthPattern = regexp.MustCompile(`(?i)\b(?:` + monthNames + `)\b|\bMay\b`)
	dayPattern   = regexp.MustCompile(`(?i)\b(?:` + dayNames + `)\b`)
	yearPattern  = regexp.MustCompile(`\b(?:1[5-9]|20)\d\d\b`)
)

// valuesOf reads the values that a kind of question asks for: "month:june", "year:2021", "sailor:24". Other kinds have none.
func (a asked) valuesOf(sentence string) []string {
	var out []string
	switch a.kind {
	case kindWhen:
		for name, pattern := range map[string]*regexp.Regexp{"month": monthPattern, "day": dayPattern, "year": yearPattern} {
			for _, m := range pattern.FindAllString(sentence, -1) {
				v := strings.ToLower(m)
				if name == "month" {
					v = v[:3]
				}
				out = append(out, name+":"+v)
			}
		}
		slices.Sort(out)
	case kindHowMany, kindHowLong:
		ws := corpus.Words(sentence)
		asked := retrieval.ContentStems(a.lookup)
		if a.kind == kindHowLong {
			asked = durationStems()
		}
		for i, w := range ws {
			if ns := verify.Numbers(w.Text); len(ns) == 1 && i+1 < len(ws) {
				// The thing counted is the noun after the number, over one adjective; only the one asked about counts.
				for _, counted := range ws[i+1 : min(i+3, len(ws))] {
					if stem := retrieval.Stem(counted); slices.Contains(asked, stem) {
						out = append(out, stem+":"+ns[0])
					}
				}
			}
		}
	}
	return out
}

// durationStems are the stems of the units of time.
var durationStems = sync.OnceValue(func() []string {
	return retrieval.ContentStems("seconds minutes hours days weeks months years decades")
})

// settle turns the differences into disagreements: their sentences verified like any other, their citations those of the answer.
func (out *Answer) settle(ev retrieval.Evidence, found []difference) {
	for _, d := range found {
		dis := Disagreement{Point: d.point}
		for _, sentences := range d.sides {
			var claims []Claim
			for _, c := range sentences {
				claims = append(claims, sourceClaim(c.passage, c.sentence))
			}
			kept, _ := verify.Verify(ev, claims)
			var side Side
			for _, k := range kept {
				n := out.citing(k.Citation.Passage.ID)
				if n == 0 {
					continue
				}
				if side.Text == "" {
					side.Text = k.Text // the best worded; the others say the same
				}
				if !slices.Contains(side.Citations, n) {
					side.Citations = append(side.Citations, n)
				}
			}
			if side.Text != "" {
				dis.Sides = append(dis.Sides, side)
			}
		}
		if len(dis.Sides) > 1 {
			out.Disagreements = append(out.Disagreements, dis)
		}
	}
}

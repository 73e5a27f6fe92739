package choose

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/conflict"
	"readout/retrieval/dates"
	"readout/retrieval/evidence"
	"readout/retrieval/question"
)

// Where and when the event was that the articles are about, and who took part in it, a question asks that names nothing else. Every
// article tells of other meetings as well, earlier and later ones; the one that all are about is where they begin. So the evidence is
// the beginnings, and of what the reader finds in them that counts which most reports tell: agreement of the sources tells the answer
// from what merely stands near the words of the question (Clarke, Cormack and Lynam, "Exploiting redundancy in question answering",
// SIGIR 2001).

// begins is how many of its paragraphs an article begins with, and mostBeginnings how many are read of all together.
const (
	begins         = 3
	mostBeginnings = 24
)

// beginnings makes the beginnings of the articles the evidence, the first paragraph of each first.
func (s *Search) beginnings() {
	found := map[corpus.PassageID]retrieval.Hit{}
	for _, h := range s.Evidence.Hits {
		found[h.Passage.ID] = h
	}
	var hits []retrieval.Hit
	for n := range begins {
		for _, a := range s.Snapshot.Corpus.Articles {
			if body := bodyOf(a); n < len(body) && s.mayAsk(a.ID) && len(hits) < mostBeginnings {
				h, ok := found[body[n].ID]
				if !ok {
					h.Passage = body[n]
				}
				hits = append(hits, h)
			}
		}
	}
	if len(s.reports(hits)) < 2 { // nobody to agree with: all that was found is read
		for _, h := range s.Evidence.Hits {
			if !slices.ContainsFunc(hits, func(k retrieval.Hit) bool { return k.Passage == h.Passage }) {
				hits = append(hits, h)
			}
		}
	}
	s.Evidence.Hits = hits
}

// reports are those that passages are of.
func (s *Search) reports(hits []retrieval.Hit) []corpus.ReportID {
	var out []corpus.ReportID
	for _, h := range hits {
		if id := s.Snapshot.Corpus.Article(h.Passage.Article).Report; !slices.Contains(out, id) {
			out = append(out, id)
		}
	}
	return out
}

func bodyOf(a *corpus.Article) []*corpus.Passage {
	var out []*corpus.Passage
	for i := range a.Passages {
		if a.Passages[i].Role == corpus.RoleBody {
			out = append(out, &a.Passages[i])
		}
	}
	return out
}

// told is which reports tell a thing, and how probably each.
type told map[string]map[corpus.ReportID]float64

func (t told) add(by corpus.ReportID, probability float64, things ...string) {
	for _, v := range things {
		if t[v] == nil {
			t[v] = map[corpus.ReportID]float64{}
		}
		t[v][by] = max(t[v][by], probability)
	}
}

func (t told) weight(thing string) (sum float64) {
	for _, p := range t[thing] {
		sum += p
	}
	return sum
}

// most is what has most weight of what two reports or more tell; "" where they don't agree on anything.
func (t told) most() string {
	most := ""
	for v := range t {
		if len(t[v]) > 1 && (most == "" || cmp.Or(cmp.Compare(t.weight(v), t.weight(most)), cmp.Compare(most, v)) > 0) {
			most = v
		}
	}
	return most
}

// answerOccasion chooses of the sentences that may answer those that tell what most reports do, one of each report. ok is false where no
// two reports agree. A time counts for more beside the place that most begin at. Who took part is told by whom the reports begin with,
// however the reader takes a question that names nobody.
func (s *Search) answerOccasion() (out Result, ok bool) {
	own, _ := s.credited()
	if s.Asked.Kind != question.Who {
		own = slices.DeleteFunc(own, func(r evidence.Sentence) bool { return r.Probability < tellsFrom })
	}
	places, values := told{}, told{}
	for _, r := range own {
		places.add(s.reportOf(candidateOf(r)), 1, s.places(r)...)
	}
	place := places.most()
	for _, r := range own {
		values.add(s.reportOf(candidateOf(r)), s.atPlace(r, place), s.tells(r)...)
	}
	most := values.most()
	if s.Asked.LeavesOpen() && float64(len(values[most])) < s.mostlyFrom()*float64(len(s.reports(s.Evidence.Hits))) {
		most = "" // there is no event that all are about
	}
	if most == "" || values.weight(most) < agreedFrom {
		return Result{Reason: NotCovered, Confidence: unlikely}, s.Asked.LeavesOpen() && len(s.reports(s.Evidence.Hits)) > 1
	}
	telling := slices.DeleteFunc(own, func(r evidence.Sentence) bool { return !slices.Contains(s.tells(r), most) })
	slices.SortStableFunc(telling, func(a, b evidence.Sentence) int {
		return cmp.Or(cmp.Compare(s.backed(a), s.backed(b)), s.plansLast(a, b), cmp.Compare(s.atPlace(b, place), s.atPlace(a, place)))
	})
	var chosen []Candidate
	var read []evidence.Sentence
	for _, r := range telling {
		c := candidateOf(r)
		if len(chosen) == mostTellings || len(chosen) > 0 && s.backed(r) > 0 {
			break
		}
		if !slices.ContainsFunc(chosen, func(k Candidate) bool { return s.reportOf(k) == s.reportOf(c) }) {
			chosen, read = append(chosen, c), append(read, r)
		}
	}
	return Result{Claims: s.Claims(chosen), Confidence: max(answersFrom, evidence.Confidence(read)), Read: own}, true
}

// atPlace is how probable what a sentence tells of the event is, a place known or "".
func (s *Search) atPlace(r evidence.Sentence, place string) float64 {
	probability := r.Probability
	if s.Asked.Kind == question.Who {
		probability = 1
	}
	if place != "" && slices.Contains(s.places(r), place) {
		probability *= atThePlace
	}
	return probability
}

// plansLast orders what has been before what was planned.
func (s *Search) plansLast(a, b evidence.Sentence) int {
	planned := map[bool]int{true: 1}
	return cmp.Compare(planned[s.isPlan(candidateOf(a))], planned[s.isPlan(candidateOf(b))])
}

// backed is how many sentences must be shown before one; more than any where it can't be shown.
func (s *Search) backed(r evidence.Sentence) int {
	before, ok := s.needs(r.Passage, r.Index)
	if !ok {
		return farthestBack + 1
	}
	return len(before)
}

// How many reports are cited for where and when the event was, and how probable what they tell must be: that of one, and of all together.
const (
	mostTellings = 3
	tellsFrom    = .02
	agreedFrom   = .1
	atThePlace   = 4 // times the probability of a sentence that names the place
)

// wentTo finds what a text puts something in or takes somebody to, dateline what a report says that it is from.
var (
	wentTo   = regexp.MustCompile(`\b(?:[Ii]n|[Aa]t|[Tt]o|[Nn]ear) (?:the )?(?:[a-z-]+ ){0,4}(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*)`)
	dateline = regexp.MustCompile(`^(\p{Lu}{2}[\p{Lu} .'’-]*)\b[^—–.]{0,60}[—–.-]`)
)

// mostlyFrom is the share of the reports from which most tell of an event: people who are named together are rarer than places and days.
func (s *Search) mostlyFrom() float64 {
	if s.Asked.Kind == question.Who {
		return .4
	}
	return .5
}

// tells are the places, times or parties that a sentence names, whichever are asked for, as they are compared.
func (s *Search) tells(r evidence.Sentence) []string {
	switch s.Asked.Kind {
	case question.When:
		return conflict.TimesOf(corpus.Plain(r.Passage.Sentences[r.Index].Text))
	case question.Who:
		return s.parties(r)
	}
	return s.places(r)
}

// parties are the people that a sentence names, by two: one alone takes part in nothing.
func (s *Search) parties(r evidence.Sentence) []string {
	var names, out []string
	for _, m := range s.Snapshot.Corpus.Mentions(r.Passage.Sentences[r.Index].Text) {
		names = append(names, m.Person.Name)
	}
	slices.Sort(names)
	names = slices.Compact(names)
	for i, a := range names {
		for _, b := range names[i+1:] {
			out = append(out, a+", "+b)
		}
	}
	return out
}

// places are the places that a sentence names; countries are none to meet at.
func (s *Search) places(r evidence.Sentence) []string {
	text := corpus.Plain(r.Passage.Sentences[r.Index].Text)
	found := wentTo.FindAllStringSubmatch(text, -1)
	if m := dateline.FindStringSubmatch(text); m != nil {
		found = append(found, m)
	}
	var out []string
	for _, m := range found {
		isOther := func(ref retrieval.Reference) bool {
			return strings.HasPrefix(ref.Of, retrieval.PlacePrefix) || strings.HasPrefix(ref.Of, "person:")
		}
		isDate := dates.WeekdayName.MatchString(m[1]) || dates.MonthName.MatchString(m[1])
		if !isDate && !slices.ContainsFunc(s.Snapshot.Words.References(m[1]), isOther) {
			out = append(out, prose.Fold(m[1]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

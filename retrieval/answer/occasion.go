package answer

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
)

// Where and when the event was that the articles are about, a question asks that names nothing else. Every article tells of other
// meetings as well, earlier and later ones; the one that all are about is where they begin. So the evidence is the beginnings, and of
// what the reader finds in them that counts which most reports tell: agreement of the sources tells the answer from what merely stands
// near the words of the question (Clarke, Cormack and Lynam, "Exploiting redundancy in question answering", SIGIR 2001).

// begins is how many of its paragraphs an article begins with, and mostBeginnings how many are read of all together.
const (
	begins         = 3
	mostBeginnings = 24
)

// asksOfOccasion reports whether a question asks where or when the articles' event was, and of nothing else.
func (a asked) asksOfOccasion(common *setting) bool {
	if a.kind != kindWhere && a.kind != kindWhen || len(a.parts) > 1 || len(a.articles) > 0 || anotherTime.MatchString(a.text) || negation.MatchString(a.text) {
		return false
	}
	rest := common.withoutEvent(unframed(a.text))
	return rest != tidied(unframed(a.text)) && len(retrieval.ContentStems(happens.ReplaceAllString(rest, " "))) == 0
}

var (
	// anotherTime asks of what was before or after the event, or of another one.
	anotherTime = regexp.MustCompile(`(?i)\b(?:before|after|afterwards|since|until|next|previous\w*|last|again|another|other|first|second|earlier|later|then|else|ahead|instead|will|would)\b`)
	happens     = regexp.MustCompile(`(?i)\b(?:take|takes|took|taken|taking|hold|held|happen\w*|occur\w*|place|day|date|city|town|country|location|venue)\b`)
)

// beginnings makes the beginnings of the articles the evidence, the first paragraph of each first.
func (s *search) beginnings() {
	found := map[corpus.PassageID]retrieval.Hit{}
	for _, h := range s.evidence.Hits {
		found[h.Passage.ID] = h
	}
	var hits []retrieval.Hit
	for n := range begins {
		for _, a := range s.snapshot.Corpus.Articles {
			if body := bodyOf(a); n < len(body) && s.mayAsk(a.ID) && len(hits) < mostBeginnings {
				h, ok := found[body[n].ID]
				if !ok {
					h.Passage = body[n]
				}
				hits = append(hits, h)
			}
		}
	}
	s.evidence.Hits = hits
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
// two reports agree. A time counts for more beside the place that most begin at.
func (s *search) answerOccasion() (out result, ok bool) {
	own, _ := s.credited()
	own = slices.DeleteFunc(own, func(r evidence.Sentence) bool { return r.Probability < tellsFrom })
	places, values := told{}, told{}
	for _, r := range own {
		places.add(s.reportOf(candidateOf(r)), 1, s.places(r)...)
	}
	place := places.most()
	for _, r := range own {
		probability := r.Probability
		if place != "" && slices.Contains(s.places(r), place) {
			probability *= atThePlace
		}
		values.add(s.reportOf(candidateOf(r)), probability, s.tells(r)...)
	}
	most := values.most()
	if most == "" || values.weight(most) < agreedFrom {
		return result{}, false
	}
	var chosen []candidate
	var read []evidence.Sentence
	for _, r := range own {
		c := candidateOf(r)
		heard := slices.ContainsFunc(chosen, func(k candidate) bool { return s.reportOf(k) == s.reportOf(c) })
		if len(chosen) < mostTellings && !heard && slices.Contains(s.tells(r), most) {
			chosen, read = append(chosen, c), append(read, r)
		}
	}
	return result{claims: s.claims(chosen), confidence: max(answersFrom, evidence.Confidence(read)), read: own}, true
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

// tells are the places or times that a sentence names, whichever is asked for, as they are compared.
func (s *search) tells(r evidence.Sentence) []string {
	if s.asked.kind == kindWhen {
		return conflict.TimesOf(corpus.Plain(r.Passage.Sentences[r.Index].Text))
	}
	return s.places(r)
}

// places are the places that a sentence names; countries are none to meet at.
func (s *search) places(r evidence.Sentence) []string {
	text := corpus.Plain(r.Passage.Sentences[r.Index].Text)
	found := wentTo.FindAllStringSubmatch(text, -1)
	if m := dateline.FindStringSubmatch(text); m != nil {
		found = append(found, m)
	}
	var out []string
	for _, m := range found {
		isOther := func(ref retrieval.Reference) bool {
			return strings.HasPrefix(ref.Of, placePrefix) || strings.HasPrefix(ref.Of, "person:")
		}
		if !slices.ContainsFunc(s.snapshot.Words.References(m[1]), isOther) && !dates.WeekdayName.MatchString(m[1]) && !dates.MonthName.MatchString(m[1]) {
			out = append(out, prose.Fold(m[1]))
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"sync"

	"readout/corpus"
	"readout/retrieval"
)

// occasion is the meeting that the articles of a snapshot are about, as they tell of it. Each article tells of other meetings as well,
// earlier and later ones; the one that all are about is where most of them begin. Agreement of the sources tells the answer from what
// merely stands near the words of the question (Clarke, Cormack and Lynam, "Exploiting redundancy in question answering", SIGIR 2001).
type occasion struct {
	place    string           // folded
	day      string           // folded; "" when none is told
	tellings []telling        // that name the place, in the order of the articles
	people   []*corpus.Person // who took part
	called   map[string]bool  // stems of the words for meetings that are used of this one
}

// telling is a sentence that speaks of a meeting.
type telling struct {
	article  *corpus.Article
	passage  *corpus.Passage
	sentence int
	times    []string // folded
	people   []*corpus.Person
	called   []string // stems of its words for meetings
}

// meetingWords are what a meeting is called, and what people do at one.
var meetingWords = regexp.MustCompile(`(?i)\b(?:met|meets?|meetings?|talks|summit|conference|talk|talked|negotiations|visit|visited|trip|hearing|session|forum|debate|ceremony|gathering|congress|discussions|encounter)\b`)

var (
	wentTo   = regexp.MustCompile(`\b(?:in|at|to|near) (?:the )?(?:[a-z-]+ ){0,3}(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*)`)
	dateline = regexp.MustCompile(`^(\p{Lu}[\p{Lu} .'’-]+\p{Lu})\b[^—–]{0,60}[—–]`)
)

// head is how many passages an article begins with: where a report names the place that it is from.
const head = 4

// newOccasion is nil when the articles do not begin at one place.
func newOccasion(s *retrieval.Snapshot) *occasion {
	var places, days told[string]
	var people told[*corpus.Person]
	for _, a := range s.Corpus.Articles {
		begins := head
		for i := range a.Passages {
			if p := &a.Passages[i]; p.Role == corpus.RoleBody && begins > 0 {
				begins--
				places.add(a, placesNamed(s.Words, p.Text)...)
			}
		}
	}
	o := &occasion{place: places.most(), called: map[string]bool{}}
	if o.place == "" || 2*places.reports(o.place) < len(s.Corpus.Reports) {
		return nil
	}
	for _, a := range s.Corpus.Articles {
		for i := range a.Passages {
			for _, t := range o.tellingsIn(s.Corpus, a, &a.Passages[i]) {
				o.tellings = append(o.tellings, t)
				days.add(a, t.times...)
				people.add(a, t.people...)
				for _, w := range t.called {
					o.called[w] = true
				}
			}
		}
	}
	o.day = days.most()
	for _, p := range people.things {
		if 2*people.reports(p) >= places.reports(o.place) {
			o.people = append(o.people, p)
		}
	}
	return o
}

// placesNamed are the towns and buildings that a text puts something in or takes somebody to, folded; a country is no place to meet at.
func placesNamed(l *retrieval.Lexicon, text string) []string {
	var out []string
	if m := dateline.FindStringSubmatch(text); m != nil {
		out = append(out, corpus.Fold(m[1]))
	}
	for _, m := range wentTo.FindAllStringSubmatch(text, -1) {
		country := slices.ContainsFunc(l.References(m[1]), func(r retrieval.Reference) bool { return strings.HasPrefix(r.Of, "place:") })
		if isPlace(m[1]) && !country {
			out = append(out, corpus.Fold(m[1]))
		}
	}
	return out
}

func (o *occasion) tellingsIn(c *corpus.Corpus, a *corpus.Article, p *corpus.Passage) []telling {
	var out []telling
	for i, s := range p.Sentences {
		found := meetingWords.FindAllString(s.Text, -1)
		if p.Role != corpus.RoleBody || s.Order || len(found) == 0 || !strings.Contains(corpus.Fold(s.Text), o.place) {
			continue
		}
		t := telling{article: a, passage: p, sentence: i}
		for _, w := range found {
			t.called = append(t.called, retrieval.ContentStems(w)...)
		}
		for _, m := range timeExpression.FindAllString(s.Text, -1) {
			t.times = append(t.times, corpus.Fold(m))
		}
		for _, m := range c.Mentions(s.Text) {
			t.people = append(t.people, m.Person)
		}
		out = append(out, t)
	}
	return out
}

// told counts who tells things.
type told[T comparable] struct {
	by     map[T]*tellers
	things []T // in the order of the first telling
}

type tellers struct {
	reports  map[corpus.ReportID]bool
	articles map[corpus.ArticleID]bool
}

func (t *told[T]) add(by *corpus.Article, things ...T) {
	for _, thing := range things {
		if t.by == nil {
			t.by = map[T]*tellers{}
		}
		if t.by[thing] == nil {
			t.by[thing] = &tellers{map[corpus.ReportID]bool{}, map[corpus.ArticleID]bool{}}
			t.things = append(t.things, thing)
		}
		t.by[thing].reports[by.Report] = true
		t.by[thing].articles[by.ID] = true
	}
}

// reports is how many reports tell a thing.
func (t *told[T]) reports(thing T) int {
	if by := t.by[thing]; by != nil {
		return len(by.reports)
	}
	return 0
}

// most is what most reports tell; of two that as many tell, what more articles do, then what is told first.
func (t *told[T]) most() T {
	var most T
	best := &tellers{}
	for _, thing := range t.things {
		if by := t.by[thing]; len(by.reports) > len(best.reports) || len(by.reports) == len(best.reports) && len(by.articles) > len(best.articles) {
			most, best = thing, by
		}
	}
	return most
}

// ofMeetings are the words that a question about a meeting has besides its names: they tell nothing apart.
var ofMeetings = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, stem := range retrieval.ContentStems(`take took taken place hold held happen happened happening occur occurred attend attended
 go going part participate participated participants present day date city town country location venue venues weekday event everyone people person was there`) {
		set[stem] = true
	}
	return set
})

// answerOccasion answers where and when the meeting was that the articles are about, and who took part, when a question asks that and
// names nothing else than the meeting and its people.
func (s *search) answerOccasion() (result, bool) {
	switch s.asked.kind {
	case kindWhere, kindWhen, kindWho:
	default:
		return result{}, false
	}
	o := s.reader.occasion()
	if o == nil || !o.asked(s.asked) {
		return result{}, false
	}
	wanted := func(t telling) bool {
		switch s.asked.kind {
		case kindWhen:
			return slices.Contains(t.times, o.day)
		case kindWho:
			return o.takingPart(t) > 1
		}
		return true
	}
	var chosen []telling
	for _, t := range o.tellings {
		if wanted(t) && s.mayAsk(t.article.ID) && !slices.ContainsFunc(s.asked.people, func(p *corpus.Person) bool { return !slices.Contains(t.people, p) }) {
			chosen = append(chosen, t)
		}
	}
	slices.SortStableFunc(chosen, func(a, b telling) int { return cmp.Compare(o.tells(b), o.tells(a)) })
	var shown []candidate
	for _, t := range chosen {
		c := candidate{passage: t.passage, sentence: t.sentence}
		if len(shown) < mostTellings && !slices.ContainsFunc(shown, func(k candidate) bool { return s.reportOf(k) == t.article.Report }) && !s.repeats(shown, c) {
			s.show(t.passage)
			shown = append(shown, c)
		}
	}
	return result{claims: s.claims(shown), confidence: .9}, len(shown) > 0
}

// mostTellings is how many reports are cited for where and when the meeting was.
const mostTellings = 3

// anotherTime are words by which a question asks of what was before or after the meeting, or of another one.
var anotherTime = wordSet("before after afterwards since until next previous previously last again another other first second later earlier then else ahead instead")

// asked reports whether a question names nothing but the occasion, its place and its people.
func (o *occasion) asked(a asked) bool {
	if negation.MatchString(a.text) || slices.ContainsFunc(words(a.text), func(w string) bool { return anotherTime[w] }) {
		return false
	}
	if slices.ContainsFunc(a.people, func(p *corpus.Person) bool { return !slices.Contains(o.people, p) }) {
		return false
	}
	named := false
	place := retrieval.ContentStems(o.place)
	for _, w := range corpus.Words(a.text) {
		stems := retrieval.ContentStems(w.Text)
		if len(stems) == 0 {
			continue
		}
		switch stem := stems[0]; {
		case o.called[stem]:
			named = true
		case ofMeetings()[stem] || slices.Contains(place, stem):
		case slices.ContainsFunc(a.people, func(p *corpus.Person) bool { return slices.Contains(words(p.Name), w.Folded) }):
		default:
			return false
		}
	}
	return named
}

// takingPart is how many of the people who took part a telling names.
func (o *occasion) takingPart(t telling) int {
	n := 0
	for _, p := range o.people {
		if slices.Contains(t.people, p) {
			n++
		}
	}
	return n
}

// tells is how much a telling tells of the occasion. An opinion or a preview tells less of it than a report does.
func (o *occasion) tells(t telling) float64 {
	return float64(o.takingPart(t)) + 2*yes(slices.Contains(t.times, o.day)) + 2*yes(!t.article.Kind.Judges() && t.article.Kind != corpus.KindPreview)
}

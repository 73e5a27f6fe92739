package answer

import (
	"regexp"
	"slices"
	"strings"
	"sync"

	"readout/corpus"
	"readout/retrieval"
)

// difference is a point on which reports differ, before its sentences are verified and numbered.
type difference struct {
	point string
	sides [][]Claim // the sentences of each side, one for each report that takes it
}

// The share of the best sentence's score from which a sentence of another report may speak to the same point. Where both give a value
// of the kind asked for (a month, a number of the thing asked about), less is enough: the value itself shows that they do.
const (
	samePoint      = .8
	samePointValue = .6
)

// difference looks for another report's answer to the same point, and returns the two sides when they cannot both be right as they
// stand: they give different values of one kind (another month, another number of the same thing), or the one denies what the other
// says. Articles that are one report never differ with themselves: their words are one text.
func (s *search) difference(p part, ranked []candidate) (difference, bool) {
	best := s.bestOfReports(p, ranked)
	if len(best) < 2 {
		return difference{}, false
	}
	type side struct {
		value  stance
		claims []Claim
	}
	var sides []side
	differ := false
	predicate := s.predicate(p)
	for _, c := range best {
		value := stanceOf(p, c.text())
		value.asserts = predicate != "" && slices.Contains(retrieval.ContentStems(c.text()), predicate)
		i := slices.IndexFunc(sides, func(o side) bool { return !o.value.against(value, p.kind) })
		if i < 0 {
			sides = append(sides, side{value, nil})
			i = len(sides) - 1
			differ = differ || i > 0
		}
		sides[i].claims = append(sides[i].claims, sourceClaim(c.passage, c.sentence))
	}
	if !differ {
		return difference{}, false
	}
	d := difference{point: strings.TrimRight(p.text, " ?.!")}
	for _, o := range sides {
		d.sides = append(d.sides, o.claims)
	}
	return d, true
}

// bestOfReports is the best sentence of each report that speaks to the point of the best one, best first.
func (s *search) bestOfReports(p part, ranked []candidate) []candidate {
	var out []candidate
	var reports []corpus.ReportID
	values := stanceOf(p, ranked[0].text()).values
	for _, c := range ranked {
		if c.score < samePointValue*ranked[0].score {
			break
		}
		if c.score < samePoint*ranked[0].score && !sameKindOfValue(values, stanceOf(p, c.text()).values) {
			continue
		}
		a := s.snapshot.Corpus.Article(c.passage.Article)
		if slices.Contains(reports, a.Report) || c.passage.Role != corpus.RoleBody {
			continue
		}
		if len(out) > 0 && overlap(retrieval.ContentStems(out[0].text()), retrieval.ContentStems(c.text())) < .35 {
			continue
		}
		reports = append(reports, a.Report)
		out = append(out, c)
	}
	return out
}

// predicate is the stem of what the question asks about its subject: its first word of content that names nobody and nothing.
func (s *search) predicate(p part) string {
	for _, t := range s.snapshot.Words.Terms(p.text) {
		if !isName(t) {
			return t.Stem
		}
	}
	return ""
}

// stance is what a sentence says on a point, as far as it can be compared with another.
type stance struct {
	values  []string // of one kind: months, or numbers with what they count
	negates bool
	asserts bool // has the question's own predicate: without a negation, it says yes
}

// against reports whether two sentences cannot both be right.
func (a stance) against(b stance, k kind) bool {
	switch k {
	case kindWhen, kindHowMany, kindHowLong:
		return len(a.values) > 0 && len(b.values) > 0 && sameKindOfValue(a.values, b.values) && !slices.ContainsFunc(a.values, func(v string) bool { return slices.Contains(b.values, v) })
	case kindYesNo:
		return a.negates && !b.negates && b.asserts || b.negates && !a.negates && a.asserts
	}
	return false
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

var (
	monthPattern = regexp.MustCompile(`(?i)\b(?:` + monthNames + `)\b|\bMay\b`)
	dayPattern   = regexp.MustCompile(`(?i)\b(?:` + dayNames + `)\b`)
	yearPattern  = regexp.MustCompile(`\b(?:1[5-9]|20)\d\d\b`)
)

// stanceOf reads the values that a kind of question asks for: "month:june", "year:2021", "sailor:24".
func stanceOf(p part, sentence string) stance {
	var out stance
	switch p.kind {
	case kindWhen:
		for name, pattern := range map[string]*regexp.Regexp{"month": monthPattern, "day": dayPattern, "year": yearPattern} {
			for _, m := range pattern.FindAllString(sentence, -1) {
				v := strings.ToLower(m)
				if name == "month" {
					v = v[:3]
				}
				out.values = append(out.values, name+":"+v)
			}
		}
		slices.Sort(out.values)
	case kindHowMany, kindHowLong:
		ws := corpus.Words(sentence)
		asked := retrieval.ContentStems(p.text)
		if p.kind == kindHowLong {
			asked = durationStems()
		}
		for i, w := range ws {
			if ns := numbersIn(w.Text); len(ns) == 1 && i+1 < len(ws) {
				// The thing counted is the noun after the number, over one adjective; only the one asked about counts.
				for _, counted := range ws[i+1 : min(i+3, len(ws))] {
					if stem := retrieval.Stem(counted); slices.Contains(asked, stem) {
						out.values = append(out.values, stem+":"+ns[0])
					}
				}
			}
		}
	}
	out.negates = negation.MatchString(sentence)
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
		for _, claims := range d.sides {
			kept, _ := Verify(ev, claims)
			var side Side
			for _, k := range kept {
				i := slices.IndexFunc(out.Citations, func(c Citation) bool { return c.Passage.ID == k.Citation.Passage.ID })
				if i < 0 {
					continue
				}
				if side.Text != "" {
					side.Text += " "
				}
				side.Text += k.Text
				if n := out.Citations[i].N; !slices.Contains(side.Citations, n) {
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

package answer

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"readout/corpus"
	"readout/retrieval"
)

// station is a sort of office. Questions name an office in other words than articles do, but seldom one of another sort.
type station string

// ranks are the words for offices, by sort; a word may be of several. Words of two or three stand before their last one alone.
var ranks = map[station][]string{
	"ruler": {"leader", "president", "head of state", "chief", "ruler", "strongman", "dictator", "autocrat", "boss", "occupant", "incumbent", "monarch",
		"king", "queen", "emperor", "emir", "sultan", "commander in chief"},
	"premier":    {"prime minister", "premier", "head of government", "chancellor", "leader", "chief", "boss", "taoiseach"},
	"diplomat":   {"foreign minister", "foreign secretary", "secretary of state", "diplomat", "envoy", "emissary", "minister of foreign affairs"},
	"minister":   {"minister", "secretary"},
	"envoy":      {"ambassador", "envoy", "emissary", "mediator", "representative"},
	"spokesman":  {"spokesman", "spokeswoman", "spokesperson", "mouthpiece", "press secretary", "press officer"},
	"opposition": {"opposition leader", "opposition chief", "opposition politician", "opposition figure", "opposition lawmaker", "opposition head"},
	"lawmaker": {"lawmaker", "legislator", "parliamentarian", "senator", "deputy", "congressman", "congresswoman", "member of parliament", "mp",
		"opposition lawmaker"},
	"trader": {"businessman", "businesswoman", "entrepreneur", "executive", "investor", "tycoon", "magnate", "financier"},
	"expert": {"analyst", "expert", "pundit", "scholar", "researcher", "academic", "specialist", "commentator", "observer"},
	"mayor":  {"mayor", "burgomaster"},
	"judge":  {"judge", "magistrate", "justice"},
	"lawyer": {"lawyer", "attorney", "counsel", "barrister", "solicitor"},
	"troops": {"general", "admiral", "commander", "colonel", "army chief"},
}

// heightened are words between a country and an office that only praise it: "America's top envoy", "the Kremlin's chief spokesman".
var heightened = wordSet("top chief senior leading highest foremost main veteran s")

// officesIn are the offices that the words hold, each with its sorts and the indices of its first word and of the one after its last.
// The longest is taken: an "opposition leader" is no leader.
func officesIn(ws []string) []office {
	var out []office
	for i := 0; i < len(ws); i++ {
		for n := min(4, len(ws)-i); n > 0; n-- {
			phrase := strings.Join(ws[i:i+n], " ")
			if sorts := ranksOf(phrase); len(sorts) > 0 || counterparts[phrase] {
				out = append(out, office{sorts, i, i + n})
				i += n - 1
				break
			}
		}
	}
	return out
}

// office is where words name an office; without sorts it is that of whoever is spoken of, in another country: "his counterpart".
type office struct {
	sorts    []station
	from, to int
}

var counterparts = map[string]bool{"counterpart": true, "opposite number": true}

// stationsOf are the sorts of a person's offices.
func stationsOf(p *corpus.Person) []station {
	var out []station
	for _, role := range p.Roles {
		for _, o := range officesIn(words(role)) {
			out = append(out, o.sorts...)
		}
	}
	return out
}

// ranksOf are the sorts of office that a word, or words, can name.
func ranksOf(phrase string) []station { return stations()[phrase] }

// stations are the sorts of office by the words for them.
var stations = sync.OnceValue(func() map[string][]station {
	out := map[string][]station{}
	for _, sort := range slices.Sorted(maps.Keys(ranks)) {
		for _, phrase := range ranks[sort] {
			out[phrase] = append(out[phrase], sort)
		}
	}
	return out
})

// anyOther is what before an office makes it another's than the one who holds it, or nobody's in particular.
var anyOther = wordSet("a an another former ex next new old previous late future which what whose any some no every each two three several many other acting deputy vice")

var asksWhoIs = regexp.MustCompile(`(?i)\b(?:who(?:['’]s| is| was| are| were)?|name of|named?) (?:the )?$`)

// withoutEpithets puts the name of the person in the place of an office that only they can hold, when the articles put it in other
// words: "the Kremlin chief" is the person whom they call the Russian president or leader. The office must be a country's, a name's
// own, so that it tells one person; whoever it could mean besides, it stays.
func (s *setting) withoutEpithets(text string) string {
	ws := corpus.Words(text)
	folded := words(text)
	mentions := s.snapshot.Corpus.Mentions(text)
	var b strings.Builder
	end := 0
	var last *corpus.Person // the one named last
	for _, o := range officesIn(folded) {
		for _, m := range mentions {
			if m.Span.End <= ws[o.from].Span.Start {
				last = m.Person
			}
		}
		if len(o.sorts) == 0 && last != nil {
			o.sorts = stationsOf(last)
		}
		from, place := s.ownerBefore(text, ws, o.from)
		to := o.to
		if place == "" {
			from, to, place = s.ownerAfter(text, ws, o)
		} else if to < len(ws) && folded[to] == "of" {
			continue // "the French head of the union"
		}
		if place == "" || ws[from].Span.Start < end {
			continue
		}
		span := corpus.Span{Start: ws[from].Span.Start, End: ws[to-1].Span.End}
		overlaps := func(m corpus.Mention) bool { return m.Span.Overlaps(span) }
		if slices.ContainsFunc(mentions, overlaps) || from > 0 && anyOther[folded[from-1]] || titled(text, ws, to) || asksWhoIs.MatchString(text[:span.Start]) {
			continue
		}
		who := s.holder(o.sorts, place)
		if who == nil {
			continue
		}
		last = who
		if from > 0 && (folded[from-1] == "the" || folded[from-1] == "his" || folded[from-1] == "her" || folded[from-1] == "their") {
			span.Start = ws[from-1].Span.Start
		}
		b.WriteString(text[end:span.Start])
		b.WriteString(who.Name)
		end = span.End
	}
	b.WriteString(text[end:])
	return b.String()
}

// titled reports whether a name follows: "the American envoy Ada Norn" names its own.
func titled(text string, ws []corpus.Word, at int) bool {
	return at < len(ws) && text[ws[at-1].Span.End:ws[at].Span.Start] == " " && ws[at].Text != ws[at].Folded
}

// ownerBefore is the country or city named right before an office, and where its name begins.
func (s *setting) ownerBefore(text string, ws []corpus.Word, at int) (int, string) {
	i := at - 1
	for i >= 0 && heightened[ws[i].Folded] {
		i--
	}
	if i < 0 {
		return 0, ""
	}
	for n := min(3, i+1); n > 0; n-- {
		from := i - n + 1
		if place := s.placeNamed(text[ws[from].Span.Start:ws[i].Span.End]); place != "" {
			return from, place
		}
	}
	return 0, ""
}

// ownerAfter is the country or city after an office and "of", "of the" or "in the", and the bounds of the whole.
func (s *setting) ownerAfter(text string, ws []corpus.Word, o office) (from, to int, place string) {
	i := o.to
	if i >= len(ws) || ws[i].Folded != "of" && ws[i].Folded != "in" {
		return 0, 0, ""
	}
	if i++; i < len(ws) && ws[i].Folded == "the" {
		i++
	}
	from = o.from
	for from > 0 && heightened[ws[from-1].Folded] {
		from--
	}
	for n := 3; n > 0; n-- {
		if i+n <= len(ws) {
			if place := s.placeNamed(text[ws[i].Span.Start:ws[i+n-1].Span.End]); place != "" {
				return from, i + n, place
			}
		}
	}
	return 0, 0, ""
}

// asSeat is how directly a seat of government names its country. Other cities have offices of their own.
const asSeat = .6

// placeNamed is the country that the whole of a text names, or the word itself when it may be one that no gazetteer has.
func (s *setting) placeNamed(text string) string {
	text = strings.TrimSuffix(strings.TrimSuffix(text, "'s"), "’s")
	for _, r := range s.snapshot.Words.References(text) {
		if strings.HasPrefix(r.Of, "place:") && r.Directness >= asSeat && r.Span.Len() >= len(text)-1 {
			return r.Of
		}
	}
	if ws := corpus.Words(text); len(ws) == 1 && ws[0].Text != ws[0].Folded && len([]rune(ws[0].Folded)) >= shortestUnlisted {
		return ws[0].Folded
	}
	return ""
}

// shortestUnlisted is how many letters the name of a country that no gazetteer has must have to be told from its adjective by them.
const shortestUnlisted = 5

// holder is the only person whose office, as the articles name it, is of one of the sorts and of that place; nil when there is none or
// are several.
func (s *setting) holder(sorts []station, place string) *corpus.Person {
	var found []*corpus.Person
	for _, p := range s.snapshot.Corpus.People {
		if slices.ContainsFunc(p.Roles, func(role string) bool { return s.isOffice(role, sorts, place) }) {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return nil
	}
	return found[0]
}

// isOffice reports whether a role is of one of the sorts and of the place.
func (s *setting) isOffice(role string, sorts []station, place string) bool {
	ws := words(role)
	if slices.ContainsFunc(ws, func(w string) bool { return anyOther[w] }) {
		return false
	}
	ofSort := slices.ContainsFunc(officesIn(ws), func(o office) bool {
		return slices.ContainsFunc(o.sorts, func(r station) bool { return slices.Contains(sorts, r) })
	})
	if !ofSort {
		return false
	}
	for _, t := range s.snapshot.Words.Terms(strings.TrimPrefix(strings.Replace(" "+role, " us ", " U.S. ", 1), " ")) {
		if slices.ContainsFunc(t.Names, func(n retrieval.Naming) bool { return n.Of == place }) || sameUnlisted(t.Word, place) {
			return true
		}
	}
	return false
}

// sameUnlisted reports whether two words are a name and its adjective ("Vessia", "Vessian"): all but a few last letters are the same.
func sameUnlisted(a, b string) bool {
	if len(a) < shortestUnlisted || len(b) < shortestUnlisted || strings.HasPrefix(b, "place:") {
		return false
	}
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= shortestUnlisted-1 && n >= min(len(a), len(b))-1 && max(len(a), len(b))-n <= 4
}

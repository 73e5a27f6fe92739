package verify

import (
	"fmt"
	"slices"
	"strings"

	"readout/corpus"
)

// prepositions say what part a name has.
var prepositions = wordSet(`of in on at by with from to for about into onto upon over under between among around through within across toward towards near
 against before after during without despite since until`)

// passedOver may stand between a name and the word that tells its part.
var passedOver = wordSet(`a an the his her its their our this that these those both mr mrs ms then also later once again still now as
 is are was were be been being has have had do does did will would may might can could should must not never who which it
 isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't cannot couldn't shouldn't mustn't`)

// role is what a name does in a sentence.
type role struct {
	preposition string // before it; "" for none
	verb        int    // index of the word that it is the subject of, or -1
	after       int    // index of the word that it directly follows, or -1
	owned       bool   // has a possessive ending
}

// partOf reads the part of the name at i.
func partOf(us []unit, i int) role {
	preposition, after := before(us, i)
	return role{preposition: preposition, after: after, verb: behind(us, i), owned: us[i].possessive}
}

// before is the preposition that governs the name at i, or else the word that it directly follows, or neither. A name joined to another
// by "and" has that one's.
func before(us []unit, i int) (preposition string, after int) {
	left := i - 1
	for left >= 0 && us[left].sentence == us[i].sentence && us[left].name == "" && passedOver[us[left].folded] && !isAuxiliary(us[left].folded) {
		left--
	}
	if left < 0 || us[left].sentence != us[i].sentence {
		return "", -1
	}
	switch l := us[left]; {
	case l.name != "":
	case prepositions[l.folded]:
		return l.folded, -1
	case l.folded == "and" && left > 0 && us[left-1].name != "":
		return before(us, left-1)
	case l.clause == us[i].clause && (l.stem != "" || sayWords[l.folded]):
		return "", left
	}
	return "", -1
}

// behind is the word that the name at i stands directly before, or -1. A name joined to another by "and" has that one's.
func behind(us []unit, i int) int {
	right := i + 1
	for right < len(us) && us[right].sentence == us[i].sentence && us[right].name == "" && us[right].stem == "" &&
		passedOver[us[right].folded] && !sayWords[us[right].folded] {
		right++
	}
	if right >= len(us) || us[right].sentence != us[i].sentence {
		return -1
	}
	switch r := us[right]; {
	case r.folded == "and" && right+1 < len(us) && us[right+1].name != "" && us[right+1].sentence == us[i].sentence:
		return behind(us, right+1)
	case r.clause == us[i].clause && r.name == "" && (r.stem != "" || sayWords[r.folded]):
		return right
	}
	return -1
}

func isAuxiliary(w string) bool { return beForms[w] || operatorClasses()[w] != "" }

var beForms = wordSet("is are was were be been being am")

// verbKey is what the verb of one sentence is found by in another.
func verbKey(u unit) string {
	if sayWords[u.folded] {
		return "say"
	}
	return u.stem
}

// passive reports whether the verb at k is in the passive, and who acts.
func passive(us []unit, k int) (agents []string, ok bool) {
	be := false
	for j := k - 1; j >= 0 && j >= k-3 && us[j].stem == "" && us[j].name == ""; j-- {
		be = be || beForms[us[j].folded]
	}
	if !be {
		return nil, false
	}
	for j := k + 1; j < len(us) && us[j].sentence == us[k].sentence; j++ {
		if us[j].folded != "by" {
			continue
		}
		for m := j + 1; m < len(us) && m <= j+4; m++ {
			if us[m].name != "" {
				agents = append(agents, us[m].name)
			}
		}
		return agents, true
	}
	return nil, true
}

// subjects are the names that may be the subject of the verb at k: the nearest before it that no preposition governs, and those
// joined to it. Where another clause was put in between, the subject stands before that; where "and" joins the verb to another, it may
// be that one's subject. open is true when a pronoun or no name at all is the subject.
func subjects(us []unit, k int) (names []string, open bool) {
	joined := false
	for j := k - 1; j >= 0 && us[j].sentence == us[k].sentence; j-- {
		u := us[j]
		if u.folded == "and" || u.folded == "but" || u.folded == "or" || u.folded == "who" || u.folded == "which" {
			joined = true
		}
		if u.name == "" && personPronouns[u.folded] && len(names) == 0 && u.clause == us[k].clause && (j+1 == k || us[j+1].stem == "" && us[j+1].name == "") {
			open = true
			continue
		}
		if u.name == "" || u.possessive {
			continue
		}
		p := partOf(us, j)
		if p.preposition != "" {
			continue
		}
		if u.clause != us[k].clause && earlierClause(us, j) {
			continue // within a clause put in between
		}
		names = append(names, u.name)
		for i := j; i >= 2 && (us[i-1].folded == "and" || us[i-1].folded == "or") && us[i-2].name != ""; i -= 2 {
			names = append(names, us[i-2].name)
		}
		if !joined && u.clause == us[k].clause {
			break
		}
	}
	return names, open
}

// earlierClause reports whether a name that can be a subject stands in an earlier clause of the same sentence.
func earlierClause(us []unit, j int) bool {
	for i := j - 1; i >= 0 && us[i].sentence == us[j].sentence; i-- {
		if us[i].name != "" && us[i].clause < us[j].clause && !us[i].possessive && partOf(us, i).preposition == "" {
			return true
		}
	}
	return false
}

// checkRoles checks that everybody named does, has done to them and goes along with what the basis tells of them.
func (g *ground) checkRoles(units []unit) error {
	for i, u := range units {
		if u.name == "" || u.date != "" {
			continue
		}
		p := partOf(units, i)
		if p.preposition != "" {
			if p.preposition == "to" && afterAccordingTo(units, i) {
				if !g.saidBy(u.person) {
					return fmt.Errorf("in the sentence quoted nothing is according to %s", u.words[len(u.words)-1].Text)
				}
				continue
			}
			if !g.governed(u, p.preposition) {
				return fmt.Errorf("the sentence quoted does not say %q", p.preposition+" "+u.words[len(u.words)-1].Text)
			}
			continue
		}
		if p.owned && !g.owns(u, counted(units, i, 1)) {
			return fmt.Errorf("the sentence quoted gives nothing to %s", u.words[len(u.words)-1].Text)
		}
		if p.owned {
			continue
		}
		if p.verb >= 0 && !g.does(u, units, p.verb) {
			return fmt.Errorf("in the sentence quoted it is not %s who %q is told of", u.words[len(u.words)-1].Text, units[p.verb].folded)
		}
		if p.after >= 0 && p.verb < 0 && !g.follows(u, units[p.after]) {
			return fmt.Errorf("in the sentence quoted %q is not told of %s", units[p.after].folded, u.words[len(u.words)-1].Text)
		}
	}
	return nil
}

// checkFrame checks that in a sentence that repeats the basis but for names, endings and auxiliaries everybody stands where they stand
// there. A pronoun may stand for anybody.
func (g *ground) checkFrame(units []unit) error {
	rest, names := frame(units)
	for from := range g.units {
		if from > 0 && g.units[from-1].sentence == g.units[from].sentence {
			continue
		}
		there, theirs := frame(g.units[from:])
		if len(there) < len(rest) || !slices.Equal(rest, there[:len(rest)]) {
			continue
		}
		for i, name := range names {
			if name != theirs[i] && name != anybody && theirs[i] != anybody {
				return fmt.Errorf("it repeats the sentence quoted with the names in other places")
			}
		}
	}
	return nil
}

// anybody is whom a pronoun stands for.
const anybody = "*"

// frame is a text with its names taken out, and the names in order.
func frame(us []unit) (rest []string, names []string) {
	for _, u := range us {
		switch {
		case u.name != "":
			rest, names = append(rest, anybody), append(names, u.name)
		case personPronouns[u.folded]:
			rest, names = append(rest, anybody), append(names, anybody)
		case u.stem != "":
			rest = append(rest, u.stem)
		case !isAuxiliary(u.folded) && u.folded != "has" && u.folded != "had" && u.folded != "have":
			rest = append(rest, u.folded)
		}
	}
	return rest, names
}

// standsFor reports whether a unit of the basis names the same, or is a pronoun that may mean it.
func (g *ground) standsFor(b, u unit) bool {
	return b.name == u.name || b.name == "" && personPronouns[b.folded] && u.person != nil && slices.Contains(g.meant, u.person)
}

func (g *ground) governed(u unit, preposition string) bool {
	for j, b := range g.units {
		if !g.standsFor(b, u) {
			continue
		}
		p := partOf(g.units, j)
		switch {
		case p.preposition == preposition,
			preposition == "of" && (b.possessive || p.verb >= 0 && b.person == nil),
			(preposition == "with" || preposition == "to") && p.preposition == "" && p.after >= 0,
			preposition == "by" && p.preposition == "" && p.verb >= 0,
			preposition == "between" && (p.preposition == "with" || p.preposition == ""),
			preposition == "with" && (p.preposition == "between" || p.preposition == "" && joinedName(g.units, j)):
			return true
		}
	}
	return false
}

// afterAccordingTo reports whether "according to" stands before the name at i.
func afterAccordingTo(us []unit, i int) bool {
	for j := i - 1; j > 0 && j >= i-4; j-- {
		if us[j].folded == "to" {
			return us[j-1].folded == "according"
		}
	}
	return false
}

// owns reports whether a name has what follows it ("Doe's trip") in the basis as well, be it as "the trip of Doe".
func (g *ground) owns(u unit, what []string) bool {
	for j, b := range g.units {
		if !g.standsFor(b, u) {
			continue
		}
		if p := partOf(g.units, j).preposition; p == "of" || p == "by" {
			for k := j - 1; k >= 0 && k >= j-5; k-- {
				if len(what) == 0 || meaning(g.units[k]) == what[0] {
					return true
				}
			}
		}
		if (b.possessive || possessivePronouns[b.folded]) && (len(what) == 0 || slices.Contains(counted(g.units, j, 4), what[0])) {
			return true
		}
	}
	return false
}

var possessivePronouns = wordSet("his her their its")

// does reports whether somebody is the subject of the verb, in the active or the passive, in the basis as well.
func (g *ground) does(u unit, units []unit, verb int) bool {
	_, suffers := passive(units, verb)
	key := verbKey(units[verb])
	for k, b := range g.units {
		if b.name != "" || verbKey(b) != key || key == "" {
			continue
		}
		agents, isPassive := passive(g.units, k)
		names, open := subjects(g.units, k)
		switch {
		case suffers == isPassive || agents == nil && isPassive:
			if slices.Contains(names, u.name) || open && g.mayMean(k, u) {
				return true
			}
			// "the talks", "a spokesman": nobody named does it, so somebody named must directly stand before it.
			if key == "say" && g.saysAt(k, u) {
				return true
			}
		case isPassive:
			if slices.Contains(agents, u.name) {
				return true
			}
		default:
			if g.suffers(k, u) {
				return true
			}
		}
	}
	// A verb of saying may be another than the basis has: the remark tells whose it is.
	if key == "say" || plainSpeech()[key] {
		for _, r := range g.remarks {
			if u.person != nil && r.Person == u.person {
				return true
			}
		}
	}
	return false
}

// joinedName reports whether "and" joins the name at j to another.
func joinedName(us []unit, j int) bool {
	return beside(us, j, func(u unit) bool { return u.folded == "and" })
}

// mayMean reports whether a pronoun before the verb at k may mean somebody: one of those that the basis names before it, or one whom it
// does not name.
func (g *ground) mayMean(k int, u unit) bool {
	if u.person == nil || !slices.Contains(g.meant, u.person) {
		return false
	}
	first := slices.IndexFunc(g.units, func(b unit) bool { return b.name == u.name })
	return first < k
}

// saysAt reports whether the verb of saying at k is followed by its speaker, as in "said Ms. Doe".
func (g *ground) saysAt(k int, u unit) bool {
	return !strings.HasPrefix(g.units[k].folded, "t") && k+1 < len(g.units) && g.units[k+1].name == u.name // who is told follows "told"
}

// suffers reports whether the verb at k has the name as its object: the next name, without a preposition.
func (g *ground) suffers(k int, u unit) bool {
	for j := k + 1; j < len(g.units) && g.units[j].sentence == g.units[k].sentence && j <= k+6; j++ {
		if g.units[j].name == u.name && partOf(g.units, j).preposition == "" {
			return true
		}
	}
	return false
}

// follows reports whether a name stands behind the word in the basis as well, or before it as what it is done to in the passive, or
// says it.
func (g *ground) follows(u unit, word unit) bool {
	key := verbKey(word)
	for k, b := range g.units {
		if b.name != "" || verbKey(b) != key || key == "" {
			continue
		}
		if _, isPassive := passive(g.units, k); isPassive {
			if names, _ := subjects(g.units, k); slices.Contains(names, u.name) {
				return true
			}
		}
		for j := k + 1; j < len(g.units) && g.units[j].sentence == b.sentence; j++ {
			if g.standsFor(g.units[j], u) {
				return true
			}
			// The name that directly follows is the object, with those that "and" joins to it; no later one is.
			if _, after := before(g.units, j); g.units[j].name != "" && after == k && !joinedName(g.units, j) {
				break
			}
		}
		if key == "say" && k+1 < len(g.units) && g.units[k+1].name == "" {
			if names, open := subjects(g.units, k); slices.Contains(names, u.name) || open {
				return true
			}
		}
	}
	if key == "say" || plainSpeech()[key] {
		told := strings.HasPrefix(word.folded, "t")
		return u.person != nil && slices.ContainsFunc(g.remarks, func(r corpus.Remark) bool {
			return told && r.To == u.person || !told && r.Person == u.person
		})
	}
	return false
}

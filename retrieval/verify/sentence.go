package verify

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode"

	"readout/corpus"
	"readout/retrieval"
)

// ground is what a reworded sentence stands on: the basis of its claim, read word by word.
type ground struct {
	corpus   *corpus.Corpus
	passage  *corpus.Passage
	units    []unit
	proper   map[string]bool          // stems that the passage writes with a capital inside a sentence
	remarks  []corpus.Remark          // that the basis holds, with a speaker
	unowned  []corpus.Remark          // quotations that the basis holds, whose speaker the article leaves open
	named    []*corpus.Person         // by the basis
	meant    []*corpus.Person         // whom its pronouns may mean
	own      map[corpus.Span][]string // by the span of a remark: the stems that stand only in it
	leftOpen bool                     // the basis names no speaker itself: it says "he", too
}

// unit is a word of a sentence, or a name of one word or several.
type unit struct {
	words      []corpus.Word
	stems      []string // of the words
	folded     string   // the word; of a name, its last word
	stem       string   // "" for a word that carries no meaning by itself
	name       string   // who or what is named: the same for all names of a person; "" for no name
	person     *corpus.Person
	number     string // "" for none
	date       string // a part of a date: "month:5", "day:14", "year:2019", "weekday:tue"; "" for none
	clause     int    // counts the marks that part clauses
	sentence   int
	possessive bool
}

// newGround reads the basis.
func newGround(c *corpus.Corpus, p *corpus.Passage, basis corpus.Span) *ground {
	text := bodyOf(p, basis.Start, basis.End)
	g := &ground{corpus: c, passage: p, proper: map[string]bool{}}
	g.learnNames(p.Text)
	g.units = g.read(text)
	for _, u := range g.units {
		if u.person != nil {
			g.named = append(g.named, u.person)
		}
	}
	for _, r := range p.Remarks {
		if r.Speaker == "" && r.Direct && r.Span.Overlaps(basis) {
			g.unowned = append(g.unowned, r)
		}
		if r.Speaker == "" || !r.Span.Overlaps(basis) && !r.Attribution.Overlaps(basis) {
			continue
		}
		g.remarks = append(g.remarks, r)
		for _, who := range []*corpus.Person{r.Person, r.To} {
			if who != nil && !slices.Contains(g.meant, who) {
				g.meant = append(g.meant, who)
			}
		}
	}
	g.meant = append(g.meant, g.before(p, basis)...)
	g.own = g.ownWords(p, basis)
	g.leftOpen = !slices.ContainsFunc(g.units, func(u unit) bool { return u.person != nil && g.saidBy(u.person) })
	return g
}

// before is the one person that the sentence before the basis names; none when it names several, since a pronoun then leaves open whom
// it means.
func (g *ground) before(p *corpus.Passage, basis corpus.Span) []*corpus.Person {
	for i, s := range p.Sentences {
		if s.Span.Start != basis.Start || i == 0 {
			continue
		}
		var people []*corpus.Person
		for _, m := range g.corpus.Mentions(p.Sentences[i-1].Text) {
			if !slices.Contains(people, m.Person) {
				people = append(people, m.Person)
			}
		}
		if len(people) == 1 {
			return people
		}
	}
	return nil
}

// ownWords are, for each remark, the stems of the basis that stand in it and nowhere else.
func (g *ground) ownWords(p *corpus.Passage, basis corpus.Span) map[corpus.Span][]string {
	out := map[corpus.Span][]string{}
	text := bodyOf(p, basis.Start, basis.End)
	for _, r := range slices.Concat(g.remarks, g.unowned) {
		from, to := max(r.Span.Start, basis.Start)-basis.Start, min(r.Span.End, basis.End)-basis.Start
		if from >= to {
			continue
		}
		elsewhere := retrieval.ContentStems(text[:from] + " . " + text[to:])
		for _, stem := range retrieval.ContentStems(text[from:to]) {
			if !slices.Contains(elsewhere, stem) {
				out[r.Span] = append(out[r.Span], stem)
			}
		}
	}
	return out
}

// learnNames notes the words that a text writes with a capital where it need not.
func (g *ground) learnNames(text string) {
	ws := corpus.Words(text)
	for i, w := range ws {
		if i == 0 || !capital(w) || closedWords()[w.Folded] && !w.Initialism {
			continue
		}
		if between := text[ws[i-1].Span.End:w.Span.Start]; !strings.ContainsAny(between, ".?!:\"“”‘'\n") || w.Initialism {
			g.proper[retrieval.Stem(w)] = true
		}
	}
}

func capital(w corpus.Word) bool { return strings.IndexFunc(w.Text, unicode.IsUpper) == 0 }

// read makes the units of a text.
func (g *ground) read(text string) []unit {
	ws := corpus.Words(text)
	mentions := g.corpus.Mentions(text)
	dates := datesIn(text, ws)
	var ends []int
	for _, s := range corpus.Sentences(text) {
		ends = append(ends, s.End)
	}
	var out []unit
	clause, sentence := 0, 0
	for i := 0; i < len(ws); i++ {
		w := ws[i]
		if i > 0 {
			between := text[ws[i-1].Span.End:w.Span.Start]
			if strings.ContainsAny(between, ",;:()—–\"“”") || strings.Contains(between, " - ") || strings.Contains(between, "--") {
				clause++
			}
			for sentence+1 < len(ends) && w.Span.Start >= ends[sentence] {
				sentence++
				clause++
			}
		}
		u := unit{words: []corpus.Word{w}, stems: []string{retrieval.Stem(w)}, folded: w.Folded, date: dates[i], clause: clause, sentence: sentence}
		if ns := Numbers(w.Text); len(ns) == 1 && u.date == "" && w.Folded != "one" {
			u.number = ns[0]
		}
		if closed := closedWords()[w.Folded] && !w.Initialism; !closed {
			u.stem = u.stems[0]
		}
		if m := mentionAt(mentions, w.Span); m != nil {
			u.name, u.person, u.stem = "person:"+m.Person.Name, m.Person, ""
			for i+1 < len(ws) && m.Span.Contains(ws[i+1].Span) {
				i++
				u.words, u.stems = append(u.words, ws[i]), append(u.stems, retrieval.Stem(ws[i]))
			}
		} else if who := g.surname(w); who != nil && u.date == "" {
			u.name, u.person, u.stem = "person:"+who.Name, who, ""
		} else if u.stem != "" && u.date == "" && u.number == "" && capital(w) && g.proper[u.stem] {
			u.name = u.stem
		}
		last := u.words[len(u.words)-1]
		u.folded = last.Folded
		u.possessive = possessiveAfter(text[last.Span.End:])
		// A name of several words is one unit; each of its words must still be found.
		if n := len(out); n > 0 && u.name != "" && out[n-1].name != "" && !out[n-1].possessive && text[out[n-1].end():w.Span.Start] == " " {
			out[n-1].join(u)
			continue
		}
		out = append(out, u)
	}
	return out
}

// surname is the person named in the basis whose surname a word is. Without the basis's help it could be a common word.
func (g *ground) surname(w corpus.Word) *corpus.Person {
	if !capital(w) {
		return nil
	}
	for _, who := range g.named {
		if corpus.Fold(who.Surname) == w.Folded {
			return who
		}
	}
	return nil
}

func (u unit) end() int { return u.words[len(u.words)-1].Span.End }

// join takes the next word of a name into it. Of two people, an office and whom the words then name, the later one is meant.
func (u *unit) join(v unit) {
	u.words, u.stems = append(u.words, v.words...), append(u.stems, v.stems...)
	u.folded, u.possessive = v.folded, v.possessive
	if u.person == nil || v.person != nil {
		u.name, u.person = v.name, v.person
	}
	u.stem = ""
}

func possessiveAfter(rest string) bool {
	return strings.HasPrefix(rest, "'s") || strings.HasPrefix(rest, "’s") || strings.HasPrefix(rest, "' ") || strings.HasPrefix(rest, "’ ")
}

func mentionAt(mentions []corpus.Mention, at corpus.Span) *corpus.Mention {
	for i := range mentions {
		if mentions[i].Span.Contains(at) && mentions[i].Span.Start == at.Start {
			return &mentions[i]
		}
	}
	return nil
}

// closedWords are the words that carry no meaning by themselves: articles, pronouns, forms of to be and the like, and the verbs of
// plain saying. Words that hedge, deny or place in time are judged apart.
var closedWords = sync.OnceValue(func() map[string]bool {
	return wordSet(`a an the this that these those and or but nor so yet as also then there here too
 i me my mine myself you your yours he him his himself she her hers herself it its itself we us our ours they them their theirs themselves
 who whom whose which what when where how why
 be am is are was were been being do does did done doing have has had having
 to of in on at by with from for about into onto upon over under between among around through within across toward towards near off out up down
 say says said saying tell tells told telling
 not no never nor neither without cannot if unless whether may might can could will would shall should must
 than such both own same one ones any some each other others
 isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't mustn't
 i'm i've i'd i'll he's he'd he'll she's she'd she'll it's we're we've we'd we'll they're they've they'd they'll that's there's let's`)
})

// weighty are the words without a stem of their own that change what a sentence says; it may have them only where the basis has.
var weighty = sync.OnceValue(func() map[string]bool {
	return wordSet(`before after since until till during against without despite because although though unless while
 only all most every each some few many much more less several never always again already still yet once ever almost nearly
 under over above below within outside than both neither either same other another any own
 last next first ago earlier later now soon`)
})

// CarriesNothing reports whether a folded word carries no meaning by itself: an article, a pronoun, a form of "to be" and the like.
func CarriesNothing(folded string) bool { return closedWords()[folded] }

// ChangesSense reports whether a folded word, of no weight by itself, changes what a sentence says: "only", "before", "less".
func ChangesSense(folded string) bool { return weighty()[folded] }

// plainSpeech are the verbs by which a sentence may credit a remark although the basis has another.
var plainSpeech = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields("add adds added state states stated remark remarked comment commented according") {
		set[retrieval.Stem(corpus.Words(w)[0])] = true
	}
	return set
})

// verify checks one sentence of a claim, of which no part is taken on trust.
func (g *ground) verify(sentence, speaker string) error {
	reader := &ground{corpus: g.corpus, proper: g.proper, named: g.named}
	units := reader.read(sentence)
	if !slices.ContainsFunc(units, func(u unit) bool { return u.stem != "" || u.name != "" || u.number != "" || u.date != "" }) {
		return fmt.Errorf("it says nothing")
	}
	for _, check := range []func([]unit) error{g.checkNumbers, g.checkDates, g.checkNames, g.checkWords, g.checkNeighbours, g.checkOperators, g.checkGoverned, g.checkFrame, g.checkRoles} {
		if err := check(units); err != nil {
			return err
		}
	}
	if err := g.checkCredit(units, speaker); err != nil {
		return err
	}
	return g.checkTold(units, speaker != "")
}

// checkCredit checks that a sentence has nobody but the claim's speaker say things, where it has one.
func (g *ground) checkCredit(units []unit, speaker string) error {
	claimed := personNamed(g.corpus, speaker)
	for i, u := range units {
		if claimed == nil || u.person == nil || u.person == claimed {
			continue
		}
		if verb := behind(units, i); verb >= 0 && sayWords[units[verb].folded] && units[verb].clause == u.clause {
			return fmt.Errorf("it credits %s, the claim %s", u.person.Name, claimed.Name)
		}
	}
	return nil
}

// checkWords checks that every word stands in the basis, as often at least, and beside one of the words that it stands beside.
func (g *ground) checkWords(units []unit) error {
	there, here := map[string]int{}, map[string]int{}
	plain := map[string]bool{}
	for _, u := range g.units {
		for i, w := range u.words {
			if plain[w.Folded] = true; u.name != "" || u.stem != "" {
				there[u.stems[i]]++
			}
		}
	}
	for i, u := range units {
		for j, w := range u.words {
			stem := u.stems[j]
			if weighty()[w.Folded] && !w.Initialism && !plain[w.Folded] && u.date == "" {
				return fmt.Errorf("the word %q does not stand in the sentence quoted", w.Text)
			}
			if u.person != nil {
				here[stem]++
			}
			if u.person != nil || closedWords()[w.Folded] && !w.Initialism || weighty()[w.Folded] || u.number != "" || u.date != "" {
				continue
			}
			if plainSpeech()[stem] && len(g.remarks) > 0 && g.credits(units, i) {
				continue
			}
			if here[stem]++; u.name == "" && here[stem] > there[stem] || there[stem] == 0 {
				return fmt.Errorf("the word %q does not stand in the sentence quoted", stem)
			}
		}
	}
	if says := slices.ContainsFunc(units, func(u unit) bool { return sayWords[u.folded] }); says && len(g.remarks) == 0 &&
		!slices.ContainsFunc(g.units, func(u unit) bool { return sayWords[u.folded] }) {
		return fmt.Errorf("nobody is credited with these words")
	}
	return nil
}

// checkNeighbours checks that every word stands beside one that it stands beside in the basis, in the same order: put elsewhere, it says
// something else.
func (g *ground) checkNeighbours(units []unit) error {
	there, apart := pairs(meanings(g.units, true)), pairs(meanings(g.units, false))
	here := meanings(units, true)
	for i, u := range here {
		if u.stem == "" || u.name != "" || u.number != "" || u.date != "" || plainSpeech()[u.stem] || len(here) < 3 {
			continue
		}
		if i > 0 && there[[2]string{meaning(here[i-1]), u.stem}] || i+1 < len(here) && there[[2]string{u.stem, meaning(here[i+1])}] {
			continue
		}
		// What is done to somebody may be told before or after them.
		if i > 0 && here[i-1].name != "" && there[[2]string{u.stem, here[i-1].name}] || i+1 < len(here) && here[i+1].name != "" && there[[2]string{here[i+1].name, u.stem}] && doneBy(units, here[i+1]) {
			continue
		}
		// A name may have stood between two words, or stand there now.
		words := meanings(units, false)
		at := slices.IndexFunc(words, func(w unit) bool { return w.words[0].Span == u.words[0].Span })
		if at > 0 && apart[[2]string{meaning(words[at-1]), u.stem}] || at+1 < len(words) && apart[[2]string{u.stem, meaning(words[at+1])}] {
			continue
		}
		if besideSaying(units, u) && slices.ContainsFunc(g.units, func(b unit) bool { return b.stem == u.stem && besideSaying(g.units, b) }) {
			continue
		}
		return fmt.Errorf("the word %q stands beside others in the sentence quoted", u.folded)
	}
	// Where nothing parts two words, there is no seam at which something was left out or moved.
	last := -1
	for i, u := range units {
		switch {
		case meaning(u) == "" && seam[u.folded]:
			last = -1
		case meaning(u) == "":
		case u.stem == "" || u.name != "" || u.number != "" || u.date != "" || plainSpeech()[u.stem]:
			last = -1
		default:
			if pair := [2]string{meaning(units[max(last, 0)]), u.stem}; last >= 0 && units[last].clause == u.clause && !there[pair] && !apart[pair] && !g.joins(units[last].stem) {
				return fmt.Errorf("the words %q and %q do not stand side by side in the sentence quoted", units[last].folded, u.folded)
			}
			last = i
		}
	}
	return nil
}

// joins reports whether "and", "or" or a mark follows the word in the basis: what follows may be left out.
func (g *ground) joins(stem string) bool {
	for i := 0; i+1 < len(g.units); i++ {
		if next := g.units[i+1]; g.units[i].stem == stem && (next.folded == "and" || next.folded == "or" || next.clause != g.units[i].clause) {
			return true
		}
	}
	return false
}

// seam is the words at which a sentence may be put together anew.
var seam = wordSet(`and or but that which who whom whose when where what how why than as so if
 of to in on at by with from for about into onto upon over under between among around through within across toward towards
 say says said saying tell tells told telling`)

// doneBy reports whether a name is governed by no preposition but "by".
func doneBy(us []unit, name unit) bool {
	preposition, _ := before(us, slices.IndexFunc(us, func(v unit) bool { return v.words[0].Span == name.words[0].Span }))
	return preposition == "" || preposition == "by"
}

// besideSaying reports whether a unit of a text is who says something there: "the mayor said", "said the mayor".
func besideSaying(us []unit, u unit) bool {
	at := slices.IndexFunc(us, func(v unit) bool { return v.words[0].Span == u.words[0].Span })
	return beside(us, at, func(v unit) bool { return sayWords[v.folded] })
}

// meanings are the units that mean something, with or without the names.
func meanings(us []unit, names bool) []unit {
	return slices.DeleteFunc(slices.Clone(us), func(u unit) bool { return meaning(u) == "" || u.name != "" && !names })
}

// pairs are the meanings that stand side by side.
func pairs(us []unit) map[[2]string]bool {
	out := map[[2]string]bool{}
	for i := 1; i < len(us); i++ {
		out[[2]string{meaning(us[i-1]), meaning(us[i])}] = true
	}
	return out
}

var sayWords = wordSet("say says said saying tell tells told telling")

// credits reports whether the verb at i has its speaker beside it.
func (g *ground) credits(units []unit, i int) bool {
	for _, j := range []int{i - 1, i + 1, i + 2} {
		if j >= 0 && j < len(units) && (units[j].name != "" || personPronouns[units[j].folded]) {
			return true
		}
	}
	return false
}

var personPronouns = wordSet("he she they him her them his their")

// checkNames checks that everybody and everything named is named in the basis, as often at least and with the same titles, or is whom
// one of its pronouns means, which the sentence then has no more.
func (g *ground) checkNames(units []unit) error {
	there, here := map[string]int{}, map[string]int{}
	for _, b := range g.units {
		there[b.name]++
	}
	replaced := pronouns(g.units) - pronouns(units)
	for i, u := range units {
		if u.name == "" {
			continue
		}
		if here[u.name]++; here[u.name] > there[u.name] {
			switch {
			case u.person != nil && replaced > 0 && slices.Contains(g.meant, u.person):
				replaced--
			case u.person != nil && here[u.name] == 1 && g.saidBy(u.person) && beside(units, i, func(b unit) bool { return sayWords[b.folded] || plainSpeech()[b.stem] || b.folded == "to" }):
			case u.person != nil && there[u.name] == 0:
				return fmt.Errorf("%s is not named in the sentence quoted", u.person.Name)
			case there[u.name] == 0:
				return fmt.Errorf("the name %q does not stand in the sentence quoted", u.words[len(u.words)-1].Text)
			default:
				return fmt.Errorf("the sentence quoted names %s less often", u.words[len(u.words)-1].Text)
			}
		}
		if twiceInClause(units, i) && !slices.ContainsFunc(indices(g.units), func(j int) bool { return g.units[j].name == u.name && twiceInClause(g.units, j) }) {
			return fmt.Errorf("the sentence quoted does not set %s beside the same name", u.words[len(u.words)-1].Text)
		}
		if title := g.wrongTitle(u); title != "" {
			return fmt.Errorf("the sentence quoted calls somebody else %q", title)
		}
	}
	return nil
}

// twiceInClause reports whether the name at i stands before it in its clause as well: "A spoke with A".
func twiceInClause(us []unit, i int) bool {
	for j := i - 1; j >= 0 && us[j].clause == us[i].clause; j-- {
		if us[j].name == us[i].name {
			return true
		}
	}
	return false
}

func indices[T any](s []T) []int {
	out := make([]int, len(s))
	for i := range out {
		out[i] = i
	}
	return out
}

func pronouns(us []unit) (n int) {
	for _, u := range us {
		if personPronouns[u.folded] && u.name == "" {
			n++
		}
	}
	return n
}

func (g *ground) saidBy(who *corpus.Person) bool {
	return slices.ContainsFunc(g.remarks, func(r corpus.Remark) bool { return r.Person == who })
}

// beside reports whether the unit before or after the one at i is such.
func beside(units []unit, i int, such func(unit) bool) bool {
	return i > 0 && such(units[i-1]) || i+1 < len(units) && such(units[i+1])
}

// wrongTitle is a word before a name that the basis has before another name only.
func (g *ground) wrongTitle(u unit) string {
	for i, w := range u.words[:len(u.words)-1] {
		stem, others, own := u.stems[i], false, false
		for _, b := range g.units {
			if b.name == "" || !slices.Contains(b.stems, stem) {
				continue
			}
			own = own || b.name == u.name
			others = others || b.name != u.name
		}
		if others && !own {
			return w.Text
		}
	}
	return ""
}

// checkTold checks that somebody's words are not told as a fact, or as another's: a sentence of them names the speaker, or speaks of "he"
// where the claim says who that is.
func (g *ground) checkTold(units []unit, credits bool) error {
	for _, r := range g.remarks {
		own := g.own[r.Span]
		if !slices.ContainsFunc(units, func(u unit) bool { return u.stem != "" && u.name == "" && slices.Contains(own, u.stem) }) {
			continue
		}
		if !slices.ContainsFunc(units, func(u unit) bool { return g.namesSpeaker(u, r, credits) }) || !g.credited(units, r) {
			return fmt.Errorf("it does not credit to %s what is theirs", r.Speaker)
		}
	}
	return nil
}

// checkUnmarked checks that a quotation whose speaker the article leaves open is not told without its marks, as a fact.
func (g *ground) checkUnmarked(text string) error {
	if len(g.unowned) == 0 {
		return nil
	}
	outside := retrieval.ContentStems(without(text, corpus.Quotations(text)))
	for _, r := range g.unowned {
		for _, stem := range g.own[r.Span] {
			if slices.Contains(outside, stem) {
				return fmt.Errorf("the word %q is part of a quotation in the sentence quoted", stem)
			}
		}
	}
	return nil
}

// namesSpeaker reports whether a unit tells whose a remark is.
func (g *ground) namesSpeaker(u unit, r corpus.Remark, credits bool) bool {
	if u.name == "" && personPronouns[u.folded] {
		return credits || r.Person == nil || g.leftOpen
	}
	if r.Person != nil {
		return u.person == r.Person
	}
	return slices.ContainsFunc(u.words, func(w corpus.Word) bool {
		return slices.ContainsFunc(corpus.Words(r.Speaker), func(v corpus.Word) bool { return retrieval.Stem(v) == retrieval.Stem(w) })
	}) || u.person != nil && slices.ContainsFunc(g.corpus.Mentions(r.Speaker), func(m corpus.Mention) bool { return m.Person == u.person })
}

// credited reports whether a sentence has the verb by which the basis credits a remark, or a plain one in its place, or quotes it.
func (g *ground) credited(units []unit, r corpus.Remark) bool {
	verbs := 0
	for _, w := range corpus.Words(g.passage.Text[max(0, r.Attribution.Start-g.passage.Span.Start):max(0, r.Attribution.End-g.passage.Span.Start)]) {
		stem := retrieval.Stem(w)
		said := sayWords[w.Folded]
		if !said && (closedWords()[w.Folded] || capital(w)) {
			continue
		}
		verbs++
		if slices.ContainsFunc(units, func(u unit) bool { return u.stem == stem || said && sayWords[u.folded] }) {
			return true
		}
	}
	return verbs == 0 || slices.ContainsFunc(units, func(u unit) bool { return sayWords[u.folded] || plainSpeech()[u.stem] || u.folded == "according" })
}

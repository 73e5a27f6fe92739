package people

import (
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
)

// Index finds names, surnames and offices of the people of a corpus in any text.
type Index struct {
	Root    *Node
	Sexes   map[*corpus.Person]Sex                       // of those whose sex is known
	Present map[corpus.ArticleID]map[*corpus.Person]bool // who is named in full, or by title, in an article
	Lower   map[string]int                               // how often a word stands in lower case in the articles
	Upper   map[string]int
	Given   map[string]bool // first words of full names
}

// Node is a node of the tree of folded words that names are made of, with whom the words down to it stand for.
type Node struct {
	Next     map[string]*Node
	Names    []*corpus.Person
	Surnames []*corpus.Person
	Roles    map[*corpus.Person]bool
}

func NewIndex(f *Finder) *Index {
	return &Index{Root: &Node{}, Sexes: map[*corpus.Person]Sex{}, Present: map[corpus.ArticleID]map[*corpus.Person]bool{}, Lower: f.lower,
		Upper: f.upper, Given: map[string]bool{}}
}

// add enters all that a person is called by.
func (ix *Index) add(p *corpus.Person, d *draft) {
	if s := d.sexes.likelier(); s != AnySex {
		ix.Sexes[p] = s
	}
	for a := range d.articles {
		if ix.Present[a] == nil {
			ix.Present[a] = map[*corpus.Person]bool{}
		}
		ix.Present[a][p] = true
	}
	ix.putNames(p, d)
	ix.putSurnames(p, d)
	for _, role := range p.Roles {
		ix.put(prose.Folded(role), p, ByRole)
	}
}

// putNames enters the names that have more than a surname.
func (ix *Index) putNames(p *corpus.Person, d *draft) {
	given := map[string]bool{}
	for _, fm := range d.forms {
		words := splitHyphens(fm.words)
		if len(words) < 2 {
			continue
		}
		ix.put(words, p, ByName)
		for spelling := range fm.spellings {
			ix.put(prose.Folded(spelling), p, ByName)
		}
		if len(fm.words[0]) > 1 && fm.words[0] != d.surname[0] {
			given[fm.words[0]] = true
			ix.Given[fm.words[0]] = true
		}
	}
	for g := range given {
		ix.put(splitHyphens(append([]string{g}, d.surname...)), p, ByName)
	}
}

// putSurnames enters the surnames that a person is called by alone.
func (ix *Index) putSurnames(p *corpus.Person, d *draft) {
	surname := splitHyphens(d.surname)
	ix.put(surname, p, BySurname)
	if len(surname) > 1 && english.NameParticles.Has(surname[0]) {
		ix.put(surname[len(surname)-1:], p, BySurname)
	}
	for _, fm := range d.forms {
		if last := fm.words[len(fm.words)-1]; len(fm.words) > 1 && bareSurname(last) == d.surname[0] && last != d.surname[0] {
			ix.put(splitHyphens([]string{last}), p, BySurname)
		}
		if len(fm.words) > 1 && fm.last() != d.surname[0] && fm.words[0] != d.surname[0] &&
			sameFamilyName(fm.last(), d.surname[len(d.surname)-1]) {
			ix.put(splitHyphens([]string{fm.last()}), p, BySurname)
		}
	}
	for _, w := range d.lone {
		ix.put(splitHyphens([]string{w}), p, BySurname)
	}
}

func splitHyphens(words []string) []string {
	var out []string
	for _, w := range words {
		out = append(out, strings.Split(w, "-")...)
	}
	return out
}

func (ix *Index) put(words []string, p *corpus.Person, form MentionForm) {
	n := ix.Root
	for _, w := range words {
		if n.Next == nil {
			n.Next = map[string]*Node{}
		}
		if n.Next[w] == nil {
			n.Next[w] = &Node{}
		}
		n = n.Next[w]
	}
	if n != ix.Root {
		n.mean(p, form)
	}
}

func (n *Node) mean(p *corpus.Person, form MentionForm) {
	switch form {
	case ByName:
		if !slices.Contains(n.Names, p) {
			n.Names = append(n.Names, p)
		}
	case BySurname:
		if !slices.Contains(n.Surnames, p) {
			n.Surnames = append(n.Surnames, p)
		}
	case ByRole:
		if n.Roles == nil {
			n.Roles = map[*corpus.Person]bool{}
		}
		n.Roles[p] = true
	}
}

// holder is the only one who holds the office, or nil.
func (n *Node) holder() *corpus.Person {
	if len(n.Roles) == 1 {
		for p := range n.Roles {
			return p
		}
	}
	return nil
}

// holderAmong is the only one of some people who holds the office, or nil.
func (n *Node) holderAmong(people map[*corpus.Person]bool) *corpus.Person {
	fewer, others := people, n.Roles
	if len(others) < len(fewer) {
		fewer, others = others, fewer
	}
	var found *corpus.Person
	for p := range fewer {
		switch {
		case !others[p]:
		case found != nil:
			return nil
		default:
			found = p
		}
	}
	return found
}

// Hit is a mention with the words it spans.
type Hit struct {
	Mention
	From, To int // words
}

// Mentions is Corpus.Mentions.
func (ix *Index) Mentions(text string, words []prose.Word) []Mention {
	var out []Mention
	for _, h := range ix.Find(text, words, "") {
		out = append(out, h.Mention)
	}
	return out
}

// Find finds the people in a text, its words given. In the text of an article, a surname that several share stands for the one
// the article names.
func (ix *Index) Find(text string, words []prose.Word, article corpus.ArticleID) []Hit {
	var out []Hit
	s := nameSearch{ix: ix, text: text, words: words, article: article}
	for i := 0; i < len(words); {
		h, ok := s.at(i, out)
		if !ok {
			i++
			continue
		}
		out = append(out, h)
		i = h.To
	}
	return out
}

type nameSearch struct {
	ix      *Index
	text    string
	words   []prose.Word
	article corpus.ArticleID
	heading int // 0: not yet known; 1: most words are capitalised; -1: they are not
}

// at finds the longest mention that begins with word i. An honorific before a surname is part of the mention.
func (s *nameSearch) at(i int, before []Hit) (Hit, bool) {
	if english.Honorifics.Has(s.words[i].Folded) && i+1 < len(s.words) && s.abbreviates(i) {
		if h, ok := s.longest(i+1, before, true); ok && h.Form == BySurname {
			h.From, h.Span.Start = i, s.words[i].Span.Start
			return h, true
		}
	}
	return s.longest(i, before, false)
}

// abbreviates reports whether only a dot and spaces stand between word i and the next.
func (s *nameSearch) abbreviates(i int) bool {
	gap := s.text[s.words[i].Span.End:s.words[i+1].Span.Start]
	return strings.TrimLeft(strings.TrimPrefix(gap, "."), " \u00a0\n") == "" && len(gap) <= 4
}

func (s *nameSearch) longest(i int, before []Hit, titled bool) (Hit, bool) {
	var best Hit
	found := false
	n := s.ix.Root
	for j := i; j < len(s.words); j++ {
		if j > i && !s.joins(j-1) {
			break
		}
		if n = n.Next[s.words[j].Folded]; n == nil {
			break
		}
		if h, ok := s.meant(n, i, j+1, before, titled); ok {
			best, found = h, true
		}
	}
	return best, found
}

// joins reports whether words k and k+1 can belong to one name: a space, a hyphen, or the dot of an initial between them.
func (s *nameSearch) joins(k int) bool {
	gap := s.text[s.words[k].Span.End:s.words[k+1].Span.Start]
	if len(s.words[k].Folded) == 1 {
		gap = strings.TrimPrefix(gap, ".")
	}
	switch gap {
	case " ", "\n", "\u00a0", "-", "‑", "‐", "  ", "\r\n":
		return true
	}
	return false
}

// meant decides whom the words from i to j, which end at a node, stand for here.
func (s *nameSearch) meant(n *Node, i, j int, before []Hit, titled bool) (Hit, bool) {
	h := Hit{Mention{Span: prose.Span{Start: s.words[i].Span.Start, End: s.words[j-1].Span.End}}, i, j}
	for _, form := range []MentionForm{ByName, BySurname, ByRole} {
		h.Form = form
		h.Person = s.one(n, form, i, before)
		if h.Person == nil {
			continue
		}
		switch form {
		case ByName:
			if s.endsName(j, true) {
				return h, true
			}
		case BySurname:
			if titled && s.endsName(j, false) || s.isSurname(i, j, before, h.Person) {
				return h, true
			}
		case ByRole:
			if s.isRole(i, j) {
				return h, true
			}
		}
	}
	return Hit{}, false
}

// one is the only person the words down to a node can mean, or nil.
func (s *nameSearch) one(n *Node, form MentionForm, i int, before []Hit) *corpus.Person {
	people := n.Surnames
	switch form {
	case ByName:
		people = n.Names
	case ByRole:
		if s.article != "" { // within an article an office is that of somebody it names
			return n.holderAmong(s.ix.Present[s.article])
		}
		return n.holder()
	}
	switch {
	case len(people) == 0:
		return nil
	case len(people) == 1:
		return people[0]
	case form != BySurname:
		return nil
	}
	if p := s.titledAmong(people, i); p != nil {
		return p
	}
	var named, present []*corpus.Person
	for _, p := range people {
		if slices.ContainsFunc(before, func(h Hit) bool { return h.Person == p && h.Form == ByName }) {
			named = append(named, p)
		}
		if s.ix.Present[s.article][p] {
			present = append(present, p)
		}
	}
	switch {
	case len(named) == 1:
		return named[0]
	case len(named) == 0 && len(present) == 1:
		return present[0]
	case len(named) == 0 && len(present) == 0 && s.article == "":
		return s.knownBySurname(people)
	}
	return nil
}

// titledAmong is the only one of some namesakes who holds the office that stands before word i, or nil.
func (s *nameSearch) titledAmong(people []*corpus.Person, i int) *corpus.Person {
	if i == 0 || !IsOffice(s.words[i-1].Folded) {
		return nil
	}
	return onlyOne(people, func(p *corpus.Person) bool {
		return slices.ContainsFunc(p.Roles, func(role string) bool { return HeadOf(role) == s.words[i-1].Folded })
	})
}

// knownBySurname is the only one of some namesakes whom the articles never call by a first name, or nil: the surname alone is that one's.
func (s *nameSearch) knownBySurname(people []*corpus.Person) *corpus.Person {
	return onlyOne(people, func(p *corpus.Person) bool { return p.Name == p.Surname })
}

// onlyOne is the only one of some people of whom something holds, or nil.
func onlyOne(people []*corpus.Person, holds func(*corpus.Person) bool) *corpus.Person {
	var found *corpus.Person
	for _, p := range people {
		if !holds(p) {
			continue
		}
		if found != nil {
			return nil
		}
		found = p
	}
	return found
}

func (s *nameSearch) capital(k int) bool {
	return prose.IsCapital(s.words[k].Text)
}

// adjoins reports whether only a space stands between words k and k+1.
func (s *nameSearch) adjoins(k int) bool {
	gap := s.text[s.words[k].Span.End:s.words[k+1].Span.Start]
	return gap == " " || gap == "\u00a0"
}

// opens reports whether word k begins the text, a sentence or a quotation.
func (s *nameSearch) opens(k int) bool {
	return k == 0 || strings.ContainsAny(s.text[s.words[k-1].Span.End:s.words[k].Span.Start], ".?!:;“\"•—\n[(")
}

// isHeading reports whether most words of the text are capitalised, so that a capital says nothing.
func (s *nameSearch) isHeading() bool {
	if s.heading == 0 {
		capitals, long := 0, 0
		for k, w := range s.words {
			if len(w.Folded) > 3 {
				long++
				if s.capital(k) {
					capitals++
				}
			}
		}
		s.heading = -1
		if long > 2 && capitals*4 >= long*3 {
			s.heading = 1
		}
	}
	return s.heading > 0
}

// endsName reports whether a name may end before word j: "Jr." and the noun of an institution make it another's.
func (s *nameSearch) endsName(j int, full bool) bool {
	if j == len(s.words) || !s.adjoins(j-1) {
		return j == len(s.words) || !strings.HasPrefix(s.text[s.words[j-1].Span.End:], ", Jr")
	}
	next := s.words[j].Folded
	if english.NameSuffixes.Has(next) && s.capital(j) {
		return false
	}
	if !s.capital(j) || s.isHeading() {
		return true
	}
	if english.InstitutionWords.Has(next) && !english.FollowersOfNames.Has(next) || english.PlaceWords.Has(next) {
		return false
	}
	if full || english.CalendarWords.Has(next) || english.FunctionWords.Has(next) || IsOffice(next) || english.FollowersOfNames.Has(next) {
		return true
	}
	// A surname that comes first is another's before another given name; a name that follows another is no part of it.
	if n := s.ix.Root.Next[next]; n != nil {
		return true
	}
	return s.ix.Lower[next] > 0
}

// isSurname decides whether the words are a surname here, and of the person known by it.
func (s *nameSearch) isSurname(i, j int, before []Hit, p *corpus.Person) bool {
	if !s.endsName(j, false) {
		return false
	}
	if j == i+1 && s.isWordToo(s.words[i].Folded) && !s.surelyName(i, j) {
		named := slices.ContainsFunc(before, func(h Hit) bool { return h.Person == p && h.Form == ByName })
		if !named || !s.capital(i) || s.words[i].Initialism {
			return false
		}
	}
	if i == 0 || !s.adjoins(i-1) || !s.capital(i) || !s.capital(i-1) || s.isHeading() || len(before) > 0 && before[len(before)-1].To == i {
		return true
	}
	return s.standsAlone(i)
}

// standsAlone reports whether the capitalised word before the surname at i is no part of the name.
func (s *nameSearch) standsAlone(i int) bool {
	prev := s.words[i-1]
	switch {
	case prev.Initialism, s.isNoGivenName(prev.Folded):
		return true
	case s.ix.Given[prev.Folded]:
		return false
	case s.opens(i - 1):
		return english.IsAdverb(prev.Folded) || strings.HasSuffix(prev.Folded, "ing") || s.article == "" && english.Requests.Has(prev.Folded)
	}
	return false
}

// isWordToo reports whether a surname may be another word where it stands alone.
func (s *nameSearch) isWordToo(word string) bool {
	return len(word) < 2 || english.FunctionWords.Has(word) || english.CalendarWords.Has(word) || s.isCommon(word)
}

// isNoGivenName reports whether a capitalised word before a surname is known not to be a part of the name.
func (s *nameSearch) isNoGivenName(word string) bool {
	if english.GivenNamesToo.Has(word) {
		return false
	}
	return english.FunctionWords.Has(word) || english.Honorifics.Has(word) || IsOffices(word) || english.OfficeModifiers.Has(word) ||
		english.Portfolios.Has(word) || english.CalendarWords.Has(word) || s.ix.Lower[word] > 0 || english.InstitutionWords.Has(word) ||
		english.PlaceWords.Has(word)
}

// isCommon reports whether a surname is an everyday word as well, in English or in these articles.
func (s *nameSearch) isCommon(word string) bool {
	return english.CommonWords.Has(word) || s.ix.mostlyLower(word)
}

// mostlyLower reports whether the articles use a word as an everyday one.
func (ix *Index) mostlyLower(word string) bool {
	return 4*ix.Lower[word] > ix.Upper[word] && ix.Upper[word] > 0
}

// surelyName reports whether an everyday word is a name here: capitalised where nothing else asks for a capital.
func (s *nameSearch) surelyName(i, j int) bool {
	w := s.words[i]
	if !s.capital(i) || w.Initialism || s.isHeading() {
		return false
	}
	possessive := possessiveEnd(s.text, s.words[j-1]) > 0
	speaks := j < len(s.words) && s.adjoins(j-1) && english.SpeechForms[s.words[j].Folded].Class == english.SayVerb &&
		!english.NounForms.Has(s.words[j].Folded)
	if english.CalendarWords.Has(w.Folded) && i > 0 &&
		(english.FunctionWords.Has(s.words[i-1].Folded) || english.CalendarWords.Has(s.words[i-1].Folded)) && !speaks {
		return false
	}
	if english.CalendarWords.Has(w.Folded) && j < len(s.words) && prose.IsNumber(s.words[j].Folded) {
		return false
	}
	return !s.opens(i) || possessive || speaks
}

// isRole decides whether the words are a person's office here, and the whole of it: after a word that narrows it, as in "the
// former president" and "the French foreign minister", or before "of", it may be another's.
func (s *nameSearch) isRole(i, j int) bool {
	if j < len(s.words) && (s.adjoins(j-1) && s.roleGoesOn(i, j) || strings.HasPrefix(s.text[s.words[j-1].Span.End:], "-")) {
		return false
	}
	if i == 0 {
		return j > i+1
	}
	prev := s.words[i-1]
	gap := s.text[prev.Span.End:s.words[i].Span.Start]
	if prev.Folded == "the" && gap == " " {
		return true
	}
	if j == i+1 || strings.HasPrefix(gap, "-") || possessiveEnd(s.text, prev) > 0 {
		return false
	}
	if slices.Contains([]string{"a", "an", "another", "no", "as", "which", "what"}, prev.Folded) || english.RankWords.Has(prev.Folded) ||
		english.PossessivePronouns.Has(prev.Folded) {
		return false
	}
	return english.FunctionWords.Has(prev.Folded) || english.SpeechForms[prev.Folded].Class != english.NoSpeech ||
		strings.ContainsAny(gap, ",.;:?!“\"")
}

// roleGoesOn reports whether the word at j, directly after the office that begins at i, makes it another one or a title before a name.
func (s *nameSearch) roleGoesOn(i, j int) bool {
	next := s.words[j].Folded
	if next == "of" || next == "for" || next == "elect" || IsOffice(next) {
		return true
	}
	return s.capital(j) && !english.CalendarWords.Has(next) && !english.FunctionWords.Has(next) && s.capital(i) && !s.isHeading()
}

// MentionForm is how a text refers to a person.
type MentionForm int

const (
	ByName    MentionForm = iota // a full name in any variant
	BySurname                    // the surname alone, or with Mr., Gen. and the like
	ByRole                       // a role alone: "the foreign minister"
)

// Mention is a place in a text that refers to a person.
type Mention struct {
	Person *corpus.Person
	Span   prose.Span // in the text searched; "Mr." and the like before a surname included
	Form   MentionForm
}

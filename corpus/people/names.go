package people

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
)

// draft is a person being put together from forms of the name.
type draft struct {
	forms    []*form
	lone     []string       // words that stand for the person alone
	surname  []string       // folded words of the surname
	offices  map[string]int // of all forms
	sexes    sexes
	articles map[corpus.ArticleID]bool // that name the person in full or with a title
}

func newDraft() *draft {
	return &draft{offices: map[string]int{}, articles: map[corpus.ArticleID]bool{}}
}

// drafts decides which names are persons', and which are one person's.
func (f *Finder) drafts() []*draft {
	var accepted []*form
	for _, key := range slices.Sorted(maps.Keys(f.full)) {
		if fm := f.full[key]; f.isPerson(fm) {
			accepted = append(accepted, fm)
		}
	}
	// The commonest form comes first, so that rarer ones join it; of equals the one with most words.
	slices.SortStableFunc(accepted, func(a, b *form) int {
		return cmp.Or(cmp.Compare(b.count, a.count), cmp.Compare(len(b.words), len(a.words)), cmp.Compare(a.key(), b.key()))
	})
	var out []*draft
	index := draftIndex{}
	for _, fm := range accepted {
		at := index.joinable(out, fm)
		if at < 0 {
			at = len(out)
			out = append(out, newDraft())
		}
		out[at].join(fm)
		index.add(at, fm)
	}
	called := calledIndex{map[string][]*draft{}, map[string][]*draft{}}
	for _, d := range out {
		d.surname = f.surnameOf(d)
		called.add(d)
	}
	for _, key := range slices.Sorted(maps.Keys(f.single)) {
		if d := called.place(f.single[key]); d != nil {
			out = append(out, d)
			called.add(d)
		}
	}
	return out
}

// isPerson weighs the evidence for a full name.
func (f *Finder) isPerson(fm *form) bool {
	seen := fm.seen
	if seen&proof&^hasInitial != 0 {
		return true
	}
	weak := 0
	for _, e := range []evidence{hasSpeech, hasInitial, hasLooseOffice} {
		if seen&e != 0 {
			weak++
		}
	}
	if u := f.alone[fm.last()]; u.place == 0 {
		// Names of people are cut down to their last word, those of institutions and places to their first.
		switch {
		case u.honorific > 0:
			return true
		case u.speech > 0:
			weak += 2
		case u.plain > 1 && f.lower[fm.last()] == 0:
			weak += 2
		}
	}
	if u := f.alone[fm.words[0]]; u.place == 0 && u.speech > 0 {
		weak++
		if familyNameFirst(fm.words) {
			weak++
		}
	}
	if fm.article > 0 || fm.place > 0 {
		return weak > 2
	}
	return weak > 1 || seen&hasSpeech != 0 && len(fm.words) == 2
}

// draftIndex finds the drafts that a form may be another form of, without a look at all of them.
type draftIndex map[string][]int // by what forms of one name share; indices of drafts

// What is looked at: real articles have less, and a text made of names that are alike takes no longer for it.
const (
	mostAlike = 200 // drafts that share something with a form
	mostForms = 100 // of one person's name
)

// keysOf are such that two forms which samePerson takes for one person's share one.
func keysOf(fm *form) []string {
	n := len(fm.words)
	keys := []string{"all " + strings.Join(splitHyphens(fm.words), " ")}
	if n > 1 {
		keys = append(keys, "first "+fm.words[0]+" "+fm.words[1], "last "+fm.words[n-2]+" "+fm.words[n-1])
	}
	// Spellings of one family name have the same consonants, once they are made alike.
	if spelt := normalSpelling(fm.last()); spelt != "" {
		return append(keys, "family "+spelt[:1]+consonants(spelt))
	}
	return append(keys, "family")
}

func (x draftIndex) add(d int, fm *form) {
	for _, k := range keysOf(fm) {
		if at := x[k]; len(at) == 0 || at[len(at)-1] != d && len(at) < mostAlike {
			x[k] = append(at, d)
		}
	}
}

// joinable is the index of the draft that a form is another form of, or -1.
func (x draftIndex) joinable(drafts []*draft, fm *form) int {
	var near []int
	for _, k := range keysOf(fm) {
		near = append(near, x[k]...)
	}
	slices.Sort(near)
	found := -1
	for _, i := range slices.Compact(near) {
		if !drafts[i].fits(fm) {
			continue
		}
		if len(fm.words[0]) > 1 {
			return i
		}
		if found >= 0 {
			return -1 // "J. Smith" may be either
		}
		found = i
	}
	return found
}

func (d *draft) fits(fm *form) bool {
	return len(d.forms) < mostForms && !slices.ContainsFunc(d.forms, func(have *form) bool { return !samePerson(have, fm) })
}

func (d *draft) join(fm *form) {
	d.forms = append(d.forms, fm)
	maps.Copy(d.articles, fm.articles)
	sum(d.offices, fm.offices)
	d.sexes.add(fm.sexes)
}

// samePerson reports whether two forms can be one person's name: the same family name, and given names that are spellings,
// short forms or initials of each other.
func samePerson(a, b *form) bool {
	if sa, sb := a.sex(), b.sex(); sa != AnySex && sb != AnySex && sa != sb {
		return false
	}
	if slices.Equal(splitHyphens(a.words), splitHyphens(b.words)) {
		return true // "Min-ho" and "Min Ho"
	}
	if isPartOf(a.words, b.words) || isPartOf(b.words, a.words) {
		return true
	}
	if !sameFamilyName(a.last(), b.last()) || len(a.words) < 2 || len(b.words) < 2 {
		return false
	}
	return sameMiddle(a.words, b.words) && sameGivenName(a.words[0], b.words[0])
}

// isPartOf reports whether the longer name begins or ends with all of the shorter one, two words at least.
func isPartOf(short, long []string) bool {
	n, m := len(short), len(long)
	return n > 1 && n < m && (slices.Equal(short, long[m-n:]) || slices.Equal(short, long[:n]))
}

func sameFamilyName(a, b string) bool {
	return a == b || len(a) > 4 && len(b) > 4 && sameSpelling(a, b)
}

// sameMiddle compares middle names where both forms have them: initials stand for names.
func sameMiddle(a, b []string) bool {
	ma, mb := a[1:len(a)-1], b[1:len(b)-1]
	for i := range min(len(ma), len(mb)) {
		if ma[i] != mb[i] && !isInitialOf(ma[i], mb[i]) && !isInitialOf(mb[i], ma[i]) {
			return false
		}
	}
	return true
}

func isInitialOf(a, b string) bool { return len(a) == 1 && strings.HasPrefix(b, a) }

func sameGivenName(a, b string) bool {
	return a == b || isInitialOf(a, b) || isInitialOf(b, a) || shortNames[a] != "" && shortNames[a] == cmp.Or(shortNames[b], b) ||
		shortNames[b] != "" && shortNames[b] == a || sameSpelling(a, b)
}

// shortNames are English short forms of given names that no rule of spelling derives.
var shortNames = map[string]string{
	"mike": "michael", "mick": "michael", "bob": "robert", "rob": "robert", "bobby": "robert", "bill": "william", "will": "william",
	"billy": "william", "dick": "richard", "rick": "richard", "rich": "richard", "joe": "joseph", "jim": "james", "jimmy": "james",
	"jack": "john", "johnny": "john", "jon": "john", "tom": "thomas", "tony": "anthony", "chuck": "charles", "charlie": "charles",
	"ted": "edward", "ed": "edward", "dan": "daniel", "dave": "david", "steve": "stephen", "steven": "stephen", "chris": "christopher",
	"matt": "matthew", "nick": "nicholas", "andy": "andrew", "ben": "benjamin", "sam": "samuel", "greg": "gregory", "ken": "kenneth",
	"ron": "ronald", "don": "donald", "jeff": "jeffrey", "larry": "lawrence", "pat": "patrick", "pete": "peter", "tim": "timothy",
	"alex": "alexander", "liz": "elizabeth", "beth": "elizabeth", "kate": "katherine", "kathy": "katherine", "sue": "susan",
	"debbie": "deborah", "jen": "jennifer", "maggie": "margaret", "peggy": "margaret", "vicky": "victoria", "becky": "rebecca",
	"bernie": "bernard", "mitch": "mitchell", "marty": "martin", "gerry": "gerald", "jerry": "gerald", "max": "maximilian",
}

// sameSpelling reports whether two words are transcriptions of one name: their consonants agree, and so does the way they end,
// which often tells a woman's name from a man's. Short words must agree but for i, y and j.
func sameSpelling(a, b string) bool {
	na, nb := normalSpelling(a), normalSpelling(b)
	if na == nb {
		return true
	}
	if len(na) < 4 || len(nb) < 4 || na[0] != nb[0] || lastVowel(na) != lastVowel(nb) {
		return false
	}
	ca, cb := consonants(na), consonants(nb)
	return ca == cb && len(ca) > 2 && editDistance(na, nb) <= 2
}

var spellings = strings.NewReplacer("ks", "x", "yi", "i", "iy", "i", "ij", "i", "ey", "i", "ei", "i", "ai", "i", "ay", "i", "aj", "i",
	"ej", "i", "yy", "i", "ii", "i", "y", "i", "j", "i", "kh", "h", "ph", "f", "ck", "k", "c", "k", "w", "v", "yo", "e", "io", "e")

// normalSpelling undoes the usual differences between transcriptions.
func normalSpelling(s string) string {
	s = spellings.Replace(s)
	var b strings.Builder
	for i := range len(s) {
		if i == 0 || s[i] != s[i-1] {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

// lastVowel is the vowel that a name ends in, i left out: it comes and goes with transcriptions.
func lastVowel(s string) byte {
	if c := s[len(s)-1]; isVowel(c) && c != 'i' {
		return c
	}
	return 0
}

func consonants(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if !isVowel(s[i]) {
			b.WriteByte(s[i])
		}
	}
	return b.String()
}

func editDistance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

// surnameOf decides which word the articles call a person by. They show it where they use one alone; where they don't, it is the
// last, or for names shaped like Chinese and Korean ones the first.
func (f *Finder) surnameOf(d *draft) []string {
	words := d.longest().words
	first, last := f.weightAlone(words[0]), f.weightAlone(bareSurname(words[len(words)-1]))
	if first > last || first == last && familyNameFirst(words) {
		return words[:1]
	}
	from := len(words) - 1
	for from > 1 && english.NameParticles.Has(words[from-1]) {
		from--
	}
	if from == len(words)-1 {
		return []string{bareSurname(words[from])}
	}
	return words[from:]
}

func (f *Finder) weightAlone(word string) int {
	u := f.alone[word]
	return 4*u.honorific + 2*u.speech + min(u.plain, 1)
}

// longest is the form with most words that are not initials, the commonest of them.
func (d *draft) longest() *form {
	size := func(f *form) int {
		n := 0
		for _, w := range f.words {
			if len(w) > 1 {
				n++
			}
		}
		return n
	}
	return slices.MaxFunc(d.forms, func(a, b *form) int {
		return cmp.Or(cmp.Compare(size(a), size(b)), cmp.Compare(a.count, b.count), cmp.Compare(b.key(), a.key()))
	})
}

// familyNameFirst recognises "Park Min-ho" by its hyphen and "Wang Yi" by its syllables.
func familyNameFirst(words []string) bool {
	if len(words) == 3 && !slices.ContainsFunc(words, func(w string) bool {
		return len(w) < 2 || len(w) > 5 || syllables(w) != 1 || english.NameParticles.Has(w)
	}) {
		return true // "Park Min Ho"
	}
	if len(words) != 2 {
		return false
	}
	if given, rest, ok := strings.Cut(words[1], "-"); ok && len(words[0]) <= 5 {
		return len(given) <= 5 && len(rest) <= 5 && len(words[0]) <= 4 && syllables(words[1]) == 2
	}
	return isPinyin(words[0], 1) && isPinyin(words[1], 2)
}

func syllables(word string) int {
	n := 0
	for i := range len(word) {
		if (isVowel(word[i]) || word[i] == 'y') && (i == 0 || !(isVowel(word[i-1]) || word[i-1] == 'y')) {
			n++
		}
	}
	return n
}

// isPinyin reports whether a word is made of at most so many syllables of Chinese in the pinyin transcription.
func isPinyin(word string, atMost int) bool {
	if word == "" {
		return true
	}
	if atMost == 0 {
		return false
	}
	for i := 1; i <= min(len(word), 6); i++ {
		if isPinyinSyllable(word[:i]) && isPinyin(word[i:], atMost-1) {
			return true
		}
	}
	return false
}

func isPinyinSyllable(s string) bool {
	for _, initial := range []string{"zh", "ch", "sh", "b", "p", "m", "f", "d", "t", "n", "l", "g", "k", "h", "j", "q", "x", "r", "z", "c",
		"s", "y", "w"} {
		if rest, ok := strings.CutPrefix(s, initial); ok && english.PinyinFinals.Has(rest) &&
			(rest != "o" || strings.Contains("bpmfw", initial)) {
			return true
		}
	}
	return false
}

// calledIndex finds drafts by a word that may stand for the person alone.
type calledIndex struct {
	last  map[string][]*draft // that are calledBy the word
	first map[string][]*draft // a full name of whom begins with the word
}

func (x calledIndex) add(d *draft) {
	enter := func(at map[string][]*draft, word string) {
		if have := at[word]; len(have) == 0 || have[len(have)-1] != d {
			at[word] = append(have, d)
		}
	}
	enter(x.last, d.surname[len(d.surname)-1])
	for _, fm := range d.forms {
		enter(x.last, fm.last())
		if len(fm.words) > 1 {
			enter(x.first, fm.words[0])
		}
	}
}

// place gives a surname with a title to the person it stands for, or makes it a person that has no full name, and returns that.
func (x calledIndex) place(single *form) *draft {
	word := single.words[0]
	royal := slices.ContainsFunc(slices.Collect(maps.Keys(single.offices)), func(o string) bool { return english.RoyalTitles.Has(HeadOf(o)) })
	var byLast, byFirst []*draft
	for _, d := range x.last[word] {
		if d.suits(single, royal) {
			byLast = append(byLast, d)
		}
	}
	byLast = sameHolders(byLast, single)
	for _, d := range x.first[word] {
		if !d.calledBy(word) && d.suits(single, royal) && (royal || sharesHead(d, single)) {
			byFirst = append(byFirst, d)
		}
	}
	switch {
	case len(byLast) == 1:
		byLast[0].take(single)
	case len(byLast) > 1: // which of them, each article shows for itself
	case len(byFirst) == 1:
		byFirst[0].take(single)
	default:
		d := newDraft()
		d.surname = single.words
		d.join(single)
		return d
	}
	return nil
}

// sameHolders are those of some who share a surname whom an office before it can mean. One who is known to hold it is meant before all
// others. Of one who is not, the articles must show more than the name that both have: that an article names both, or that the other
// speaks and holds no other office. "President Smith" is not the John Smith whom another article once mentions.
func sameHolders(drafts []*draft, single *form) []*draft {
	if len(single.offices) == 0 {
		return drafts
	}
	var holders, likely []*draft
	for _, d := range drafts {
		switch {
		case sharesHead(d, single):
			holders = append(holders, d)
		case len(d.offices) == 0 && d.isPublic() || overlaps(d.articles, single.articles):
			likely = append(likely, d)
		}
	}
	if len(holders) > 0 {
		return holders
	}
	return slices.DeleteFunc(likely, func(d *draft) bool { return d.isNamesake() })
}

// isPublic reports whether the articles show that the person speaks or is addressed as officials are.
func (d *draft) isPublic() bool {
	return slices.ContainsFunc(d.forms, func(fm *form) bool {
		return fm.seen&(hasSpeech|hasOffice|hasApposition|hasHonorific|hasLabel) != 0
	})
}

// isNamesake reports whether the person is first named in full where somebody else has been called by the surname and an office.
func (d *draft) isNamesake() bool {
	return slices.ContainsFunc(d.forms, func(fm *form) bool { return fm.seen&isOther != 0 }) &&
		(len(d.offices) == 0 || isKin(slices.Collect(maps.Keys(d.offices))))
}

func overlaps(a, b map[corpus.ArticleID]bool) bool {
	for id := range a {
		if b[id] {
			return true
		}
	}
	return false
}

// calledBy reports whether the word is the person's surname, or the last of a form of the name.
func (d *draft) calledBy(word string) bool {
	return d.surname[len(d.surname)-1] == word || slices.ContainsFunc(d.forms, func(fm *form) bool { return fm.last() == word })
}

// suits reports whether the title of a single word can be the draft's.
func (d *draft) suits(single *form, royal bool) bool {
	if s := single.sex(); s != AnySex && d.sexes.likelier() != AnySex && s != d.sexes.likelier() {
		return false
	}
	return !royal || sharesHead(d, single)
}

func sharesHead(d *draft, single *form) bool {
	if len(single.offices) == 0 {
		return true // "Mr." suits everybody
	}
	for o := range single.offices {
		for have := range d.offices {
			if HeadOf(o) == HeadOf(have) {
				return true
			}
		}
	}
	return false
}

func (d *draft) take(single *form) {
	if word := single.words[0]; !slices.Contains(d.lone, word) {
		d.lone = append(d.lone, word)
	}
	sum(d.offices, single.offices)
	d.sexes.add(single.sexes)
	maps.Copy(d.articles, single.articles)
}

// person makes the draft a Person.
func (d *draft) person() *corpus.Person {
	counts := map[string]int{}
	for _, fm := range d.forms {
		sum(counts, fm.spellings)
	}
	p := &corpus.Person{Variants: slices.Sorted(maps.Keys(counts)), Name: d.name()}
	p.Surname = surnameText(p.Name, d.surname)
	for o := range d.offices {
		for _, short := range shorterOffices(o) {
			if !slices.Contains(p.Roles, short) {
				p.Roles = append(p.Roles, short)
			}
		}
	}
	slices.SortFunc(p.Roles, func(a, b string) int { return cmp.Or(cmp.Compare(len(b), len(a)), cmp.Compare(a, b)) })
	return p
}

// name is the spelling used most; of equals the fullest, then the first by letters. A form that leaves out given names which
// another has is no candidate.
func (d *draft) name() string {
	type candidate struct {
		text         string
		words, count int
	}
	var best candidate
	for _, fm := range d.forms {
		if slices.ContainsFunc(d.forms, func(o *form) bool {
			return isPartOf(fm.words, o.words) && !slices.Equal(fm.words, o.words[:min(len(fm.words), len(o.words))])
		}) {
			continue
		}
		for _, text := range slices.Sorted(maps.Keys(fm.spellings)) {
			c := candidate{text, len(fm.words), fm.spellings[text]}
			if best.text == "" || cmp.Or(cmp.Compare(c.count, best.count), cmp.Compare(c.words, best.words), cmp.Compare(best.text, c.text)) > 0 {
				best = c
			}
		}
	}
	return best.text
}

// surnameText is the surname as the name writes it.
func surnameText(name string, surname []string) string {
	fields := strings.Fields(name)
	n := len(surname)
	for i := len(fields) - n; i >= 0; i-- {
		if prose.Fold(fields[i]) == surname[0] && (n == 1 || prose.Fold(fields[i+n-1]) == surname[n-1]) {
			return strings.Join(fields[i:i+n], " ")
		}
	}
	last := fields[len(fields)-1]
	if n > 0 && len(fields) > 1 && english.NameSuffixes.Has(strings.Trim(prose.Fold(last), ".")) {
		last = fields[len(fields)-2]
	}
	if i := strings.IndexByte(last, '-'); i >= 0 && bareSurname(prose.Fold(last)) != prose.Fold(last) {
		return last[i+1:]
	}
	return last
}

// shorterOffices is an office, in lower case, with those it implies, itself first: a Ruritanian foreign minister is a foreign
// minister. What rank words change is never left out, nor what belongs to the office itself: a deputy foreign minister is neither
// a foreign minister nor a minister.
func shorterOffices(office string) []string {
	out := []string{strings.ToLower(office)}
	main, rest := office, ""
	for _, p := range []string{" of ", " for ", " at ", " on ", " in ", " to "} {
		if i := strings.Index(office, p); i >= 0 && i < len(main) {
			main, rest = office[:i], office[i:]
		}
	}
	words := strings.Fields(main)
	var rank []string
	for len(words) > 1 && english.RankWords.Has(strings.ToLower(words[0])) {
		rank, words = append(rank, words[0]), words[1:]
	}
	add := func() {
		s := strings.ToLower(strings.Join(append(slices.Clone(rank), words...), " ") + rest)
		if !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	for len(words) > 1 && english.GradeWords.Has(strings.ToLower(words[0])) {
		words = words[1:]
		add()
	}
	proper := 0 // names of countries and institutions: all or none of them are left out
	for proper < len(words)-1 && isProper(words[proper]) {
		proper++
	}
	words = words[proper:]
	add()
	return out
}

// isProper reports whether a word of an office is the name of a country or an institution.
func isProper(word string) bool {
	lower := strings.ToLower(word)
	return prose.IsCapital(word) && !english.OfficeModifiers.Has(lower) && !IsOffice(lower)
}

// Package people finds who is named in articles: which words are names, which names are one person's, which offices and forms of a name
// mean them. It knows no list of persons: what counts is how the articles write about them.
package people

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/parallel"
	"readout/corpus/prose"
	"readout/corpus/transcript"
)

// People are those whom the articles name, ordered by name, and the index of what they are called.
func (f *Finder) People() ([]*corpus.Person, *Index) {
	index := NewIndex(f)
	var people []*corpus.Person
	for _, d := range f.drafts() {
		person := d.person()
		people = append(people, person)
		index.add(person, d)
	}
	slices.SortFunc(people, func(a, b *corpus.Person) int { return cmp.Compare(a.Name, b.Name) })
	return people, index
}

// readTokens calls f for each article, in order, with what read made of it. Reading costs most, so it is done on all processors; a
// large corpus has too much to keep, so it is done for some articles at a time.
func readTokens[T any](articles []*corpus.Article, read func(a *corpus.Article, passages [][]Token) T, f func(a *corpus.Article, made T)) {
	const together = 64
	for part := range slices.Chunk(articles, together) {
		made := make([]T, len(part))
		parallel.Each(len(part), func(i int) {
			var passages [][]Token
			for j := range part[i].Passages {
				if p := &part[i].Passages[j]; p.Role == corpus.RoleBody {
					passages = append(passages, PassageTokens(p))
				}
			}
			made[i] = read(part[i], passages)
		})
		for i, a := range part {
			f(a, made[i])
		}
	}
}

// PassageTokens reads a passage; spans are in its Text. Of links of Markdown the words are read, and not the address.
func PassageTokens(p *corpus.Passage) []Token {
	tokens := withoutLinks(p.Text, tokenize(p.Text, p.SentenceSpans()))
	words, o := p.Turn.Words, transcript.Open(p.Text)
	if words == 0 && (o.Form == transcript.Titled || o.Form == transcript.Capitals) {
		words = o.Words
	}
	if o.Form == transcript.Mark { // "Q" begins no name: "Q  President Doe said ..."
		tokens = slices.DeleteFunc(tokens, func(t Token) bool { return t.Span.End <= words })
	}
	for i := range tokens { // in "MS. DOE:" capitals make no initials
		if t := &tokens[i]; t.Span.End <= words && len(t.Folded) > 1 && !strings.Contains(t.text, ".") {
			t.Initialism = false
		}
	}
	return tokens
}

// evidence is a reason to take capitalised words for a person's name.
type evidence uint16

const (
	hasOffice     evidence = 1 << iota // "spokesman X Y", "President X"
	hasHonorific                       // "Mr. X"
	hasApposition                      // "X Y, the former director", "the director, X Y,"
	hasWho                             // "X Y, who"
	hasAge                             // "X Y, 54,"
	hasInitial                         // "X S. Y"
	hasSuffix                          // "X Y Jr."
	hasByline
	hasLabel       // it opens a turn of a transcript
	hasSpeech      // "X Y said"
	hasLooseOffice // "president of A B X Y", where the name may begin anywhere
	isOther        // no evidence of a name: "X Y" after "President Y", in the article where it first stands

	proof = hasOffice | hasHonorific | hasApposition | hasWho | hasAge | hasInitial | hasSuffix | hasByline | hasLabel
)

// Sex is how pronouns refer to a person, where the articles show it.
type Sex uint8

const (
	AnySex Sex = iota
	Male
	Female
)

// sexes counts the signs of each sex.
type sexes [3]int

func (s sexes) likelier() Sex {
	switch {
	case s[Male] > s[Female]:
		return Male
	case s[Female] > s[Male]:
		return Female
	}
	return AnySex
}

func (s *sexes) note(word string) {
	switch {
	case english.MaleWords.Has(word):
		s[Male]++
	case english.FemaleWords.Has(word):
		s[Female]++
	}
}

func (s *sexes) add(more sexes) {
	for i, n := range more {
		s[i] += n
	}
}

// form is one way of writing a name, with all that the articles show of it.
type form struct {
	words     []string // folded, suffix left out; "min-ho" is one
	spellings map[string]int
	count     int
	seen      evidence
	article   int            // how often "the" stands before it
	place     int            // how often "in", "at" stand before it
	offices   map[string]int // as written
	sexes     sexes
	articles  map[corpus.ArticleID]bool
}

func (f *form) key() string { return strings.Join(f.words, " ") }

// last is what the family name of a Western name is: the last word, without an Arabic article.
func (f *form) last() string { return bareSurname(f.words[len(f.words)-1]) }

func (f *form) sex() Sex { return f.sexes.likelier() }

// add counts what one place in an article shows.
func (f *form) add(s sighting) {
	f.count++
	f.seen |= s.evidence
	if s.article {
		f.article++
	}
	if s.place {
		f.place++
	}
	f.spellings[s.spelling]++
	for _, o := range s.offices {
		f.offices[o]++
	}
	f.sexes.add(s.sexes)
}

func bareSurname(word string) string {
	for _, article := range []string{"al-", "el-"} {
		if rest, ok := strings.CutPrefix(word, article); ok {
			return rest
		}
	}
	return word
}

// loneUse is how often a single capitalised word stands after an honorific, where a speaker or other person does, after "in" and the
// like, and elsewhere.
type loneUse struct{ honorific, speech, place, plain int }

func (u loneUse) plus(v loneUse) loneUse {
	return loneUse{u.honorific + v.honorific, u.speech + v.speech, u.place + v.place, u.plain + v.plain}
}

// Finder finds the people whom the articles name. No list of people is used: a run of capitalised words is a person's name
// when the articles treat it as one, by an office or "Mr." before it, an apposition after it, a verb of speech beside it, or its
// last word standing alone for the whole.
type Finder struct {
	lower  map[string]int // how often a word stands in lower case
	upper  map[string]int // how often with a capital
	full   map[string]*form
	single map[string]*form // with an office or an honorific; by word and kind of title
	alone  map[string]loneUse
}

// NewFinder reads the names of articles.
func NewFinder(articles []*corpus.Article) *Finder {
	f := &Finder{lower: map[string]int{}, upper: map[string]int{}, full: map[string]*form{}, single: map[string]*form{},
		alone: map[string]loneUse{}}
	readTokens(articles, countCases, func(_ *corpus.Article, words map[string]caseCount) {
		for w, n := range words {
			if n.lower > 0 {
				f.lower[w] += n.lower
			}
			if n.upper > 0 {
				f.upper[w] += n.upper
			}
		}
	})
	read := func(a *corpus.Article, passages [][]Token) *namesRead { return readNames(a, passages, f.lower) }
	readTokens(articles, read, func(a *corpus.Article, r *namesRead) {
		for w, u := range r.alone {
			f.alone[w] = f.alone[w].plus(u)
		}
		see(f.full, a.ID, r.full)
		see(f.single, a.ID, r.single)
	})
	return f
}

// see adds to forms of names what an article shows of them.
func see(forms map[string]*form, article corpus.ArticleID, seen []sighting) {
	for _, s := range seen {
		key := s.key()
		fm := forms[key]
		if fm == nil {
			fm = &form{words: s.words, spellings: map[string]int{}, offices: map[string]int{}, articles: map[corpus.ArticleID]bool{}}
			forms[key] = fm
		}
		fm.add(s)
		fm.articles[article] = true
	}
}

// caseCount is how often a word stands in lower case, and with a capital.
type caseCount struct{ lower, upper int }

func countCases(_ *corpus.Article, passages [][]Token) map[string]caseCount {
	out := map[string]caseCount{}
	for _, tokens := range passages {
		for _, t := range tokens {
			n := out[t.Folded]
			switch {
			case t.Kind != WordToken:
				continue
			case t.Capital:
				n.upper++
			default:
				n.lower++
			}
			out[t.Folded] = n
		}
	}
	return out
}

// namesRead is what one article shows of names.
type namesRead struct {
	lower        map[string]int // of the Finder
	full, single []sighting
	alone        map[string]loneUse
}

// readNames reads an article; lower is that of the Finder.
func readNames(a *corpus.Article, passages [][]Token, lower map[string]int) *namesRead {
	r := &namesRead{lower: lower, alone: map[string]loneUse{}}
	for _, tokens := range passages {
		r.read(tokens)
	}
	r.markNamesakes()
	r.readAuthor(a)
	r.readLabels(a)
	r.readTitle(a)
	return r
}

// markNamesakes marks the full names that come up, untitled or with other offices, after an article has called somebody by the same surname
// with an office: whoever is introduced has the full name first.
func (r *namesRead) markNamesakes() {
	for i := range r.full {
		s := &r.full[i]
		if s.titled {
			continue
		}
		last := bareSurname(s.words[len(s.words)-1])
		first := slices.IndexFunc(r.full, func(o sighting) bool { return slices.Equal(o.words, s.words) })
		if first < i {
			continue // only the first time tells
		}
		if slices.ContainsFunc(r.single, func(o sighting) bool {
			return o.words[0] == last && len(o.offices) > 0 && o.before(s) && (len(s.offices) == 0 || isKin(s.offices))
		}) {
			s.evidence |= isOther
		}
	}
}

// isKin reports whether one of the offices is that of a relation: "his son Hugo Ford" is not the Ford whose son he is.
func isKin(offices []string) bool {
	return slices.ContainsFunc(offices, func(o string) bool { return english.Kin.Has(HeadOf(o)) })
}

// before reports whether a sighting stands before another in the article.
func (s *sighting) before(o *sighting) bool { return s.order < o.order }

// nameWord is a word of a name: tokens[from:to], more than one where hyphens join them.
type nameWord struct {
	from, to int
	folded   string
}

func (r *namesRead) read(tokens []Token) {
	for i := 0; i < len(tokens); {
		if !startsName(tokens, i) {
			i++
			continue
		}
		words, end := nameRun(tokens, i)
		if len(words) > 0 {
			r.readRun(tokens, words)
		}
		i = max(end, i+1)
	}
}

func startsName(tokens []Token, i int) bool {
	t := tokens[i]
	if t.Kind != WordToken || !t.Capital || t.Joined && !tokens[i-1].Capital {
		return false
	}
	if !t.Initialism {
		return true
	}
	return isGivenInitials(tokens, i)
}

// isGivenInitials reports whether two dotted initials stand for given names: "J.D. Smith". "U.S. Steel" looks the same.
func isGivenInitials(tokens []Token, i int) bool {
	t := tokens[i]
	return len(t.Folded) == 2 && strings.Contains(t.text, ".") && !english.StatesInitials.Has(t.Folded) && i+1 < len(tokens) &&
		tokens[i+1].Kind == WordToken && tokens[i+1].Capital && !tokens[i+1].Initialism && !tokens[i+1].Joined
}

// longestCompound is how many words hyphens join at most in a name.
const longestCompound = 16

// nameRun reads the capitalised words, with particles between them, that begin at i.
func nameRun(tokens []Token, i int) (words []nameWord, end int) {
	words = append(words, nameWord{i, i + 1, tokens[i].Folded})
	k := i + 1
	for ; k < len(tokens); k++ {
		t, last := tokens[k], &words[len(words)-1]
		if endsRun(tokens, k) {
			break
		}
		switch {
		case t.Joined && (last.to-last.from == longestCompound ||
			!t.Capital && (utf8.RuneCountInString(t.text) > 5 || english.NotNameParts.Has(t.Folded)) && !IsOffice(last.folded)):
			return words[:len(words)-1], k // the compound is an adjective
		case t.Joined:
			last.to = k + 1
			last.folded += "-" + t.Folded
		case t.Initialism && isGivenInitials(tokens, k):
			words = append(words, nameWord{k, k + 1, t.Folded})
		case t.Initialism:
			if !english.NameSuffixes.Has(t.Folded) {
				return words, k
			}
			return append(words, nameWord{k, k + 1, t.Folded}), k + 1
		case t.Capital:
			words = append(words, nameWord{k, k + 1, t.Folded})
		case english.NameParticles.Has(t.Folded) && particleOfName(tokens, k):
			words = append(words, nameWord{k, k + 1, t.Folded})
		default:
			return words, k
		}
	}
	return words, k
}

// endsRun reports whether the token at k is no part of the name before it, whatever it is: "President Doe Thursday signed it".
func endsRun(tokens []Token, k int) bool {
	t := tokens[k]
	return tokens[k-1].Possessive || t.Kind != WordToken || t.Opens || t.Capital && english.Weekdays.Has(t.Folded)
}

// particleOfName reports whether a capitalised word follows the particle at k, another particle between them perhaps.
func particleOfName(tokens []Token, k int) bool {
	for k++; k < len(tokens) && tokens[k].Kind == WordToken && !tokens[k].Opens; k++ {
		if tokens[k].Capital {
			return !tokens[k].Initialism
		}
		if !english.NameParticles.Has(tokens[k].Folded) {
			return false
		}
	}
	return false
}

// IsOffice reports whether a word names an office; of a compound one part suffices: "president-elect", "co-founder".
func IsOffice(word string) bool {
	if english.Offices.Has(word) {
		return true
	}
	first, last, ok := strings.Cut(word, "-")
	return ok && (english.Offices.Has(first) || english.Offices.Has(last))
}

// IsOffices is IsOffice for plurals too.
func IsOffices(word string) bool {
	switch {
	case IsOffice(word):
		return true
	case word == "heads" || word == "chairs" || word == "coaches":
		return false // verbs, more often
	case strings.HasSuffix(word, "men"):
		return english.Offices.Has(strings.TrimSuffix(word, "men") + "man")
	case strings.HasSuffix(word, "ies"):
		return english.Offices.Has(strings.TrimSuffix(word, "ies") + "y")
	}
	return strings.HasSuffix(word, "s") && IsOffice(strings.TrimSuffix(word, "s"))
}

// readRun takes a run apart into office and name, and notes what the context shows.
func (r *namesRead) readRun(tokens []Token, words []nameWord) {
	words = r.dropOpening(tokens, words)
	names, title := splitTitle(tokens, words)
	n := len(names)
	if n > 0 && title.office == "" && title.honorific == "" && ownsInstitution(tokens, names[n-1].to) || isOfficeAlone(tokens, names) {
		return
	}
	if len(names) == 1 {
		r.noteAlone(tokens, names[0], title)
	}
	suffix := 0
	if n := len(names); n > 1 && english.NameSuffixes.Has(names[n-1].folded) {
		suffix = 1
	}
	if len(names)-suffix < 1 || !couldBeName(tokens, names[:len(names)-suffix], title) {
		return
	}
	s := sightingOf(tokens, names, title)
	s.order = len(r.full) + len(r.single)
	if s.attributive {
		return
	}
	if suffix == 1 {
		s.words = s.words[:len(s.words)-1]
		s.evidence |= hasSuffix
	}
	if len(s.words) > 1 {
		r.full = append(r.full, s)
		return
	}
	if title.honorific != "" || title.office != "" && english.Titles.Has(HeadOf(title.office)) && !title.loose {
		if head := HeadOf(title.office); english.RoyalTitles.Has(head) {
			s.royal = head
		}
		r.single = append(r.single, s)
	}
}

// isOfficeAlone reports whether words are an office with what describes it, and no name: "Vice Chair", "the Swiss President".
func isOfficeAlone(tokens []Token, words []nameWord) bool {
	n := len(words)
	if n < 2 || !IsOffice(words[n-1].folded) {
		return false
	}
	if before := words[0].from - 1; before >= 0 && english.PlainArticles.Has(tokens[before].Folded) {
		return true
	}
	return !slices.ContainsFunc(words[:n-1], func(w nameWord) bool {
		return !english.OfficeModifiers.Has(w.folded) && !english.RankWords.Has(w.folded)
	})
}

// ownsInstitution reports whether what ends before token i is part of an institution's name: "Growers' Union".
func ownsInstitution(tokens []Token, i int) bool {
	return tokens[i-1].Possessive && i < len(tokens) && tokens[i].Kind == WordToken && tokens[i].Capital &&
		english.InstitutionWords.Has(tokens[i].Folded)
}

// dropOpening leaves out words whose capital is owed to their place at the start of a sentence.
func (r *namesRead) dropOpening(tokens []Token, words []nameWord) []nameWord {
	for len(words) > 0 {
		first := tokens[words[0].from]
		opening := first.Opens || words[0].from > 0 && tokens[words[0].from-1].Kind != WordToken && tokens[words[0].from-1].Kind != CommaToken
		if !opening || IsOffice(words[0].folded) || english.Honorifics.Has(words[0].folded) || english.OfficeModifiers.Has(words[0].folded) {
			return words
		}
		if !english.FunctionWords.Has(words[0].folded) && !strings.HasSuffix(words[0].folded, "ing") && !r.isLower(words[0].folded) {
			return words
		}
		words = words[1:]
		if len(words) > 0 {
			tokens[words[0].from].Opens = true
			defer func(i int) { tokens[i].Opens = false }(words[0].from)
		}
	}
	return words
}

func (r *namesRead) isLower(word string) bool { return r.lower[word] > 0 }

// noteAlone notes how a single word, its title left out, is used.
func (r *namesRead) noteAlone(tokens []Token, w nameWord, t title) {
	u := r.alone[w.folded]
	switch {
	case english.RoyalTitles.Has(HeadOf(t.office)): // they go with given names
	case t.honorific != "":
		u.honorific++
	case w.from > 0 && english.Inside.Has(tokens[w.from-1].Folded) && tokens[w.from-1].Kind == WordToken && !tokens[w.to-1].Possessive:
		u.place++
	case besideSpeech(tokens, t.from, w.to), isFollowedByWho(tokens, w.to):
		u.speech++
	default:
		u.plain++
	}
	r.alone[w.folded] = u
}

func isFollowedByWho(tokens []Token, i int) bool {
	if i < len(tokens) && tokens[i].Kind == CommaToken {
		i++
	}
	return i < len(tokens) && tokens[i].Kind == WordToken && english.PersonalRelatives.Has(tokens[i].Folded)
}

// title is what stands before a name.
type title struct {
	from      int    // first token of it
	office    string // as written: "U.S. Secretary of State"; "" when none
	honorific string // folded; "" when none
	loose     bool   // where the office ends and the name begins is a guess
}

// splitTitle divides a run of words into title and name. A title of lower-case words stands before the run.
func splitTitle(tokens []Token, words []nameWord) ([]nameWord, title) {
	if len(words) == 0 {
		return nil, title{}
	}
	if last := lastOfTitle(words); last >= 0 {
		return words[last+1:], titleUpTo(tokens, words, last)
	}
	t := title{from: words[0].from}
	before := words[0].from - 1
	if before < 0 || tokens[before].Kind != WordToken || tokens[words[0].from].Opens || tokens[before].Possessive ||
		tokens[words[0].from].Joined {
		return words, t
	}
	switch b := tokens[before]; {
	case !b.Capital && IsOffice(b.Folded):
		t.from = OfficeStart(tokens, before)
		t.office = officeText(tokens, t.from, before+1)
	case !b.Capital && english.Portfolios.Has(b.Folded) && before > 1 && tokens[before-1].Folded == "of" && IsOffice(tokens[before-2].Folded):
		t.from = OfficeStart(tokens, before-2) // "chief of staff"
		t.office = officeText(tokens, t.from, before+1)
	case b.ofOrFor() || b.Folded == "the" && before > 0 && tokens[before-1].ofOrFor():
		return splitPortfolio(tokens, words, before)
	}
	return words, t
}

// lastOfTitle is the last word of a title within the words, or -1.
func lastOfTitle(words []nameWord) int {
	last := -1
	for k, w := range words[:len(words)-1] {
		if IsOffice(w.folded) || english.Honorifics.Has(w.folded) {
			last = k
		}
	}
	if last == len(words)-2 && english.NameSuffixes.Has(words[last+1].folded) {
		return -1 // "Martin Luther King Jr."
	}
	return last
}

// titleUpTo is the title that the words make up to the office or the honorific at last.
func titleUpTo(tokens []Token, words []nameWord, last int) title {
	t := title{from: OfficeStart(tokens, words[0].from)}
	head := words[last].folded
	if !english.Honorifics.Has(head) {
		t.office = officeText(tokens, t.from, words[last].to)
		return t
	}
	t.honorific = head
	if last > 0 && IsOffice(words[last-1].folded) {
		t.office = officeText(tokens, t.from, words[last].from)
	}
	return t
}

func (t Token) ofOrFor() bool { return t.Folded == "of" || t.Folded == "for" }

// splitPortfolio divides the words after "secretary of" into what the office is of and the name.
func splitPortfolio(tokens []Token, words []nameWord, preposition int) ([]nameWord, title) {
	none := title{from: words[0].from}
	head := preposition - 1
	if tokens[preposition].Folded == "the" {
		head--
	}
	if head < 0 || tokens[head].Kind != WordToken || !IsOffice(tokens[head].Folded) || tokens[head].Possessive {
		return words, none
	}
	n := 0
	for n < len(words) && english.Portfolios.Has(words[n].folded) {
		n++
	}
	loose := false
	if n == 0 {
		if len(words) < 3 || tokens[preposition].Folded == "the" {
			return words, none
		}
		n, loose = len(words)-2, true
	}
	if n == len(words) {
		return nil, none
	}
	from := OfficeStart(tokens, head)
	return words[n:], title{from: from, office: officeText(tokens, from, words[n-1].to), loose: loose}
}

// OfficeStart extends an office that begins at token i over the words before it that describe it: "former Ruritanian" in "former
// Ruritanian foreign minister".
func OfficeStart(tokens []Token, i int) int {
	const longest = 6 // words
	for n := 0; n < longest && i > 0; n++ {
		b := tokens[i-1]
		if tokens[i].Opens || b.Kind != WordToken || b.Possessive || english.Honorifics.Has(b.Folded) {
			break
		}
		describes := b.Initialism || english.OfficeModifiers.Has(b.Folded) || tokens[i].Joined || IsOffice(b.Folded) ||
			b.Capital && !english.FunctionWords.Has(b.Folded) && !english.SpeechForms[b.Folded].Finite()
		describes = describes || describesOffice(tokens, i-1)
		if !describes || b.Opens && english.FunctionWords.Has(b.Folded) && !b.Initialism {
			break
		}
		i--
	}
	return i
}

// describesOffice reports whether the lower-case word at i, of a kind not listed, describes the office after it: the comma, article
// or capitalised word before it leaves no other reading, as in ", water minister X".
func describesOffice(tokens []Token, i int) bool {
	w := tokens[i]
	if w.Capital || english.FunctionWords.Has(w.Folded) || english.SpeechForms[w.Folded].Class != english.NoSpeech ||
		english.IsAdverb(w.Folded) || english.IrregularPasts.Has(w.Folded) ||
		strings.HasSuffix(w.Folded, "ed") || strings.HasSuffix(w.Folded, "ing") || prose.IsNumber(w.Folded) {
		return false
	}
	if w.Opens || i == 0 {
		return true
	}
	b := tokens[i-1]
	return b.Kind == CommaToken || b.Kind == WordToken &&
		(english.Determiners.Has(b.Folded) || b.Capital && !b.Possessive && !english.FunctionWords.Has(b.Folded) || b.Possessive)
}

// officeText is an office as written, with single spaces.
func officeText(tokens []Token, from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		switch {
		case i == from:
		case tokens[i].Joined:
			b.WriteByte('-')
		case tokens[i].Kind == WordToken:
			b.WriteByte(' ')
		}
		b.WriteString(tokens[i].text)
		if tokens[i].Possessive {
			b.WriteString("'s")
		}
	}
	return b.String()
}

// HeadOf is the noun of an office, in lower case: "minister" of "Foreign Minister", "secretary" of "secretary of state".
func HeadOf(office string) string {
	office = strings.ToLower(office)
	before, _, _ := strings.Cut(office, " of ")
	before, _, _ = strings.Cut(before, " for ")
	return before[strings.LastIndexByte(before, ' ')+1:]
}

// couldBeName tells names of people from those of institutions, places and days, by their words.
func couldBeName(tokens []Token, names []nameWord, t title) bool {
	titled := t.office != "" || t.honorific != ""
	long := 0
	for k, w := range names {
		lastWord := k == len(names)-1
		if english.NameParticles.Has(w.folded) && !lastWord {
			continue
		}
		if k == 0 && len(names) > 1 && english.GivenNamesToo.Has(w.folded) {
			long++
			continue
		}
		if k == 0 && english.PlaceOpeners.Has(w.folded) && !titled || t.noNameWord(w.folded, lastWord, len(names) == 1) {
			return false
		}
		if strings.ContainsFunc(w.folded, unicode.IsDigit) {
			return false
		}
		if len(w.folded) > 1 {
			long++
		}
	}
	first := tokens[names[0].from]
	return long <= 4 && long > 0 && !(len(names) == 1 && first.Initialism)
}

// noNameWord reports whether a word is of an institution, a place or a day, or an office, and by the title before it no part of a name.
func (t title) noNameWord(word string, last, only bool) bool {
	titled := t.office != "" || t.honorific != ""
	switch {
	case english.InstitutionWords.Has(word) && !(t.honorific != "" && last), english.CalendarWords.Has(word) && !titled,
		english.Weekdays.Has(word):
		return true
	case english.PlaceWords.Has(word) && !(titled && last && !only):
		return true
	case english.FunctionWords.Has(word) && !(titled && last):
		return true
	}
	return IsOffice(word) && (only || !last)
}

// sighting is one place where a name stands, with what its context shows.
type sighting struct {
	words       []string // folded, suffix left out
	royal       string   // the title that goes with a given name alone; "" when there is none
	spelling    string
	evidence    evidence
	article     bool // "the" stands before it
	place       bool // "in", "at" stand before it
	offices     []string
	titled      bool // an honorific stands before it
	sexes       sexes
	attributive bool // the name only describes what follows: "the X administration"
	order       int  // among the sightings of the article
}

func (s *sighting) key() string {
	key := strings.Join(s.words, " ")
	if s.royal != "" {
		key += " " + s.royal
	}
	return key
}

// sightingOf notes what the context of one name shows.
func sightingOf(tokens []Token, names []nameWord, t title) sighting {
	from, to := names[0].from, names[len(names)-1].to
	fm := sighting{titled: t.honorific != "", words: make([]string, 0, len(names))}
	for k, w := range names {
		fm.words = append(fm.words, w.folded)
		if k > 0 && k < len(names)-1 && len(w.folded) == 1 {
			fm.evidence |= hasInitial
		}
	}
	spelling := nameText(tokens, from, to)
	if !strings.ContainsFunc(spelling, unicode.IsLower) && len(spelling) > 1 {
		spelling = TitleCase(spelling)
	}
	fm.spelling = spelling
	next := Token{Kind: BreakToken}
	if to < len(tokens) {
		next = tokens[to]
	}
	owner := tokens[to-1].Possessive
	if !owner && next.Kind == WordToken && !next.Opens && !next.Capital && IsOffices(next.Folded) {
		fm.attributive = true
		return fm
	}
	fm.noteTitle(tokens, from, t)
	fm.noteBefore(tokens, t.from, next.Kind != WordToken)
	if !owner {
		fm.noteAfter(tokens, to)
		if besideSpeech(tokens, t.from, to) {
			fm.evidence |= hasSpeech
		}
	}
	return fm
}

// noteTitle looks at the title of the name that begins at from.
func (fm *sighting) noteTitle(tokens []Token, from int, t title) {
	if t.office != "" {
		fm.offices = append(fm.offices, t.office)
		switch {
		case t.loose:
			fm.evidence |= hasLooseOffice
		case !english.LooseOffices.Has(HeadOf(t.office)) || tokens[from-1].Capital || strings.Contains(t.office, " of "):
			fm.evidence |= hasOffice
		}
	}
	if t.honorific != "" {
		fm.evidence |= hasHonorific
	}
	if english.Peerage.Has(t.honorific) {
		fm.offices = append(fm.offices, t.honorific)
	}
	for _, w := range append(strings.Fields(strings.ToLower(t.office)), t.honorific) {
		fm.sexes.note(w)
	}
}

// noteBefore looks at what stands before the name and its title.
func (fm *sighting) noteBefore(tokens []Token, from int, standsApart bool) {
	if from == 0 || tokens[from].Opens {
		return
	}
	b := tokens[from-1]
	switch {
	case b.Kind == WordToken && b.Folded == "the":
		fm.article = len(fm.offices) == 0
	case b.Kind == WordToken && english.PlacePrepositions.Has(b.Folded):
		fm.place = len(fm.offices) == 0 && !fm.titled
	case b.Kind == CommaToken && standsApart && from > 1 && tokens[from-2].Kind == WordToken && IsOffice(tokens[from-2].Folded) &&
		!tokens[from-2].Possessive:
		fm.evidence |= hasApposition
		start := OfficeStart(tokens, from-2)
		fm.offices = append(fm.offices, officeText(tokens, start, from-1))
	}
}

// noteAfter looks for an apposition, a relative clause or an age after the name, which ends before tokens[to].
func (fm *sighting) noteAfter(tokens []Token, to int) {
	if to < len(tokens) && tokens[to].Kind == WordToken && english.PersonalRelatives.Has(tokens[to].Folded) {
		fm.evidence |= hasWho
	}
	if to < len(tokens) && tokens[to].Kind == OpenToken {
		fm.noteBracket(tokens, to+1)
	}
	if to+1 >= len(tokens) || tokens[to].Kind != CommaToken && tokens[to].Kind != DashToken || tokens[to+1].Kind != WordToken {
		return
	}
	first := tokens[to+1]
	switch {
	case english.PersonalRelatives.Has(first.Folded):
		fm.evidence |= hasWho
	case len(first.Folded) <= 2 && prose.IsNumber(first.Folded) && to+2 < len(tokens) && tokens[to+2].Kind == CommaToken:
		fm.evidence |= hasAge
	default:
		fm.noteApposition(tokens, to+1)
	}
}

// noteBracket reads an office alone in the bracket that begins before from, as lists of those present have it: "Ann Doe (Chair)".
func (fm *sighting) noteBracket(tokens []Token, from int) {
	const longest = 4 // words
	end := from
	for end < len(tokens) && end <= from+longest && tokens[end].Kind == WordToken {
		end++
	}
	closed := end < len(tokens) && (tokens[end].Kind == CloseToken || tokens[end].Kind == CommaToken)
	if end == from || !closed || !IsOffice(tokens[end-1].Folded) {
		return
	}
	fm.evidence |= hasApposition
	fm.offices = append(fm.offices, officeText(tokens, from, end))
}

// noteApposition reads "the former director for ..." after a name. The office is kept whole and up to its first preposition.
func (fm *sighting) noteApposition(tokens []Token, from int) {
	i, oneOf, ok := appositionStart(tokens, from)
	if !ok {
		return
	}
	i, head, end := appositionHead(tokens, from, i)
	if head < 0 || end < len(tokens) && !tokens[end].endsApposition() {
		return
	}
	fm.evidence |= hasApposition
	if oneOf || !IsOffice(tokens[head].Folded) {
		return
	}
	for _, w := range tokens[i : head+1] {
		fm.sexes.note(w.Folded)
	}
	fm.addOffices(tokens, i, head, end)
}

// appositionStart is the first token behind the article with which an apposition begins at from; oneOf tells of "one of".
func appositionStart(tokens []Token, from int) (i int, oneOf, ok bool) {
	t := tokens[from]
	oneOf = t.Folded == "one" && from+1 < len(tokens) && tokens[from+1].Folded == "of"
	switch {
	case english.Determiners.Has(t.Folded):
		return from + 1, oneOf, true
	case oneOf:
		return from + 2, oneOf, true
	}
	return from, false, IsOffice(t.Folded) || english.OfficeModifiers.Has(t.Folded) || t.Capital
}

// endsApposition reports whether the token is one that an apposition ends before.
func (t Token) endsApposition() bool {
	return t.Kind != WordToken || english.PersonalRelatives.Has(t.Folded) || t.Opens
}

// appositionHead finds the office in the apposition that begins at from, and its end. start is where the description of the office
// begins: i, or what comes after a possessive. Without an office, head is -1.
func appositionHead(tokens []Token, from, i int) (start, head, end int) {
	const longest = 24 // words
	start, head, end = i, -1, i
	for ; end < len(tokens) && end < from+longest; end++ {
		t := tokens[end]
		if t.Kind != WordToken || end > from && t.Opens || english.PersonalRelatives.Has(t.Folded) || t.Folded == "that" || t.Folded == "which" {
			break
		}
		if head >= 0 {
			continue
		}
		if IsOffices(t.Folded) && !(end+1 < len(tokens) && tokens[end+1].Kind == WordToken && IsOffice(tokens[end+1].Folded)) {
			head = end
			continue
		}
		if end >= start && (english.AppositionStops.Has(t.Folded) || english.SpeechForms[t.Folded].Finite() && !t.Capital) {
			return start, -1, end
		}
		if t.Possessive {
			start = end + 1 // "the president's adviser": the office is the adviser's
		}
	}
	return start, head, end
}

// addOffices takes the offices out of tokens[i:end], where the first one's noun stands at head.
func (fm *sighting) addOffices(tokens []Token, i, head, end int) {
	fm.offices = append(fm.offices, officeText(tokens, i, head+1))
	for k := head + 1; k < end; k++ {
		switch tokens[k].Folded {
		case "and":
			if n := slices.IndexFunc(tokens[k+1:end], func(t Token) bool { return IsOffice(t.Folded) }); n >= 0 && n < 5 {
				fm.offices = append(fm.offices, officeText(tokens, k+1, k+n+2))
			}
			return
		case "of", "for", "at", "on", "in", "to":
			last := k
			for last+1 < end && (tokens[last+1].Capital || english.OfficeConnectors.Has(tokens[last+1].Folded) ||
				english.Portfolios.Has(tokens[last+1].Folded)) && !tokens[last+1].Possessive {
				last++
			}
			for last > k && english.OfficeConnectors.Has(tokens[last].Folded) {
				last--
			}
			if last+1 < end && !english.PurePrepositions.Has(tokens[last+1].Folded) {
				return // what follows is cut from a longer name
			}
			listed := last+1 == end && end+1 < len(tokens) && tokens[end].Kind == CommaToken && tokens[end+1].Capital
			if last > k && !listed {
				fm.offices = append(fm.offices, officeText(tokens, i, last+1))
			}
			return
		}
	}
}

// besideSpeech reports whether a verb of speech stands before or after tokens[from:to], as it does beside a speaker.
func besideSpeech(tokens []Token, from, to int) bool {
	k := to
	for k < len(tokens) && k < to+3 && tokens[k].Kind == WordToken && english.IsAdverb(tokens[k].Folded) {
		k++
	}
	if k < len(tokens) && tokens[k].Kind == WordToken && !tokens[k].Opens && !tokens[to-1].Possessive &&
		english.SpeechForms[tokens[k].Folded].MarksSpeaker() {
		return true
	}
	return from > 1 && tokens[from-1].Kind == WordToken && english.SpeechForms[tokens[from-1].Folded].Inverts() &&
		tokens[from-2].Kind != WordToken &&
		!tokens[from].Opens
}

// nameText is tokens[from:to] as written, with dots after initials and single spaces.
func nameText(tokens []Token, from, to int) string {
	var b strings.Builder
	for i := from; i < to; i++ {
		switch {
		case i == from:
		case tokens[i].Joined:
			b.WriteByte('-')
		default:
			b.WriteByte(' ')
		}
		b.WriteString(tokens[i].text)
		if tokens[i].dotted {
			b.WriteByte('.')
		}
	}
	return b.String()
}

func sum[K comparable](into, from map[K]int) {
	for k, n := range from {
		into[k] += n
	}
}

// readAuthor reads the names of an article's authors.
func (r *namesRead) readAuthor(a *corpus.Article) {
	text := strings.TrimSpace(a.Author)
	if rest, ok := strings.CutPrefix(text, "By "); ok {
		text = rest
	}
	tokens := tokenize(text, nil)
	for i := 0; i < len(tokens); {
		if !startsName(tokens, i) {
			i++
			continue
		}
		words, end := nameRun(tokens, i)
		names, t := splitTitle(tokens, words)
		if len(names) > 1 && couldBeName(tokens, names, t) {
			s := sightingOf(tokens, names, t)
			s.evidence |= hasByline
			s.offices = append(s.offices, "author")
			r.full = append(r.full, s)
		}
		i = max(end, i+1)
	}
}

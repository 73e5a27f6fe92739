package prose

import (
	"readout/corpus/english"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Sentences splits one paragraph of prose into sentences and returns their spans in it, in order. Together they cover everything
// but white space. A line break does not end a sentence: whoever calls has found the paragraphs.
//
// The mark of an item in a list that stands in the paragraph begins a sentence. A sentence ends at a full stop, question or exclamation
// mark (any of Unicode's Sentence_Terminal), with the quotation marks and
// brackets that close behind it, when white space and something that can begin a sentence follow. The rules of UAX #29 are not
// enough for quoting news: they end a sentence after "Mr." and after the question in “Why?” he asked, and never before a number.
func Sentences(text string) []Span {
	var out []Span
	start := skipSpace(text, 0)
	for i := start; i < len(text); {
		r, n := utf8.DecodeRuneInString(text[i:])
		if isBullet(r) && i > start && IsSpaced(text, i, n) {
			out = append(out, Span{start, start + len(strings.TrimRightFunc(text[start:i], unicode.IsSpace))})
			start = i
		}
		if !IsStop(r) {
			i += n
			continue
		}
		stop := i
		i = stopEnd(text, i)
		next := skipSpace(text, i)
		if next == len(text) {
			break
		}
		if rest := text[next:]; len(rest) <= longestRest && !strings.ContainsFunc(rest, isWritten) {
			break // a mark that a space parts from its sentence: “We will go. ”
		}
		if (next > i || !needsSpace(r)) && endsSentence(text, start, stop, i, next) {
			out = append(out, Span{start, i})
			start = next
		}
	}
	if end := len(strings.TrimRightFunc(text, unicode.IsSpace)); start < end {
		out = append(out, Span{start, end})
	}
	return out
}

// longestRest is how many bytes of marks alone may stand behind the last sentence.
const longestRest = 12

func isWritten(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

// isBullet reports whether a rune marks an item of a list.
func isBullet(r rune) bool { return r >= '\u2022' && strings.ContainsRune("•‣▪■●◦", r) }

func IsStop(r rune) bool {
	if r < utf8.RuneSelf {
		return r == '.' || r == '?' || r == '!'
	}
	return r == '…' || unicode.Is(unicode.STerm, r)
}

// needsSpace reports whether the stop ends a sentence only before white space; ideographic stops need none.
func needsSpace(r rune) bool { return r != '。' && r != '！' && r != '？' && r != '｡' }

func IsCloser(r rune) bool {
	if r < utf8.RuneSelf {
		return strings.ContainsRune("\"'*_)]}", r)
	}
	return r == '“' || r == '‘' || unicode.In(r, unicode.Pe, unicode.Pf)
}

func isOpener(r rune) bool {
	if r < utf8.RuneSelf {
		return strings.ContainsRune("\"'*_([{-", r)
	}
	return r == '”' || r == '’' || unicode.In(r, unicode.Ps, unicode.Pi, unicode.Pd)
}

// stopEnd returns the end of the stops and closing marks at i: of `?”` or `.)` or `. . .`.
func stopEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if IsStop(r) || IsCloser(r) {
			i += n
			continue
		}
		if r == ' ' && strings.HasPrefix(text[i:], " .") && strings.HasSuffix(text[:i], ".") {
			i += 2
			continue
		}
		break
	}
	return i
}

func skipSpace(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	return i
}

// endsSentence decides whether the stop at text[stop:end] ends the sentence that began at start, where text[next:] follows.
func endsSentence(text string, start, stop, end, next int) bool {
	word, first := NextWord(text, next)
	if unicode.IsLower(first) && !StartsLikeBrand(word) {
		return false
	}
	marks := text[stop:end]
	quoted := strings.ContainsFunc(marks, func(r rune) bool { return IsCloser(r) && r != ')' && r != ']' })
	switch {
	case strings.Count(marks, ".") > 1 || strings.Contains(marks, "…"):
		spaced := stop > start && unicode.IsSpace(rune(text[stop-1]))
		return !spaced || quoted || OpensSentences[word]
	case marks[0] != '.':
		return !quoted || !attributionFollows(text, next)
	}
	return StopAfter(text, start, stop).ends(word, first, quoted)
}

// NextWord returns the letters and digits that begin at or after i, past opening quotation marks, brackets and dashes, and the
// first rune of them; "" and the rune when something else begins there.
func NextWord(text string, i int) (word string, first rune) {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if !isOpener(r) && !unicode.IsSpace(r) {
			break
		}
		i += n
	}
	end := i
	for end < len(text) {
		r, n := utf8.DecodeRuneInString(text[end:])
		if !IsWordRune(r) && r != '’' && r != '\'' {
			break
		}
		end += n
	}
	first, _ = utf8.DecodeRuneInString(text[i:])
	word = text[i:end]
	if end < len(text) && text[end] == '.' && word == "No" {
		return "No.", first // a number follows, not a refusal
	}
	return word, first
}

// StartsLikeBrand reports whether a word has its capital inside: "iPhone" may begin a sentence.
func StartsLikeBrand(word string) bool {
	_, n := utf8.DecodeRuneInString(word)
	return IsCapital(word[n:])
}

// EndStopped gives a line that is no sentence the stop that ends one.
func EndStopped(s string) string {
	if last, _ := utf8.DecodeLastRuneInString(strings.TrimRight(s, "\"”’')]")); strings.ContainsRune(".?!…", last) {
		return s
	}
	return s + "."
}

// before is what stands before a full stop.
type before int

const (
	Plain    before = iota
	Never           // a title, "e.g.": what follows belongs to it
	numeral         // "No.", "p.": a number follows it
	month           // "Nov.": a number follows it, or it may end the sentence
	Possible        // "U.S.", "Inc.", an initial: it may end the sentence
)

// ends reports whether a sentence ends after it, before the word.
func (b before) ends(word string, first rune, quoted bool) bool {
	digit := unicode.IsDigit(first)
	switch b {
	case Never:
		return quoted
	case numeral:
		return !digit
	case month:
		return !digit && OpensSentences[word]
	case Possible:
		return OpensSentences[word] || courtesies[word]
	}
	return true
}

// longestAbbreviation bounds, in bytes, how far back a full stop is looked at.
const longestAbbreviation = 12

// StopAfter tells what stands before the full stop at stop, in the sentence that began at start.
func StopAfter(text string, start, stop int) before {
	from := stop
	for from > start {
		r, n := utf8.DecodeLastRuneInString(text[:from])
		if !IsWordRune(r) && r != '.' && r != '&' {
			break
		}
		from -= n
		if stop-from > longestAbbreviation {
			return Plain
		}
	}
	token := strings.TrimLeft(text[from:stop], ".")
	if token == "" {
		return Plain
	}
	label := strings.TrimLeftFunc(text[start:from], func(r rune) bool { return isOpener(r) || unicode.IsSpace(r) }) == ""
	if kind, ok := Abbreviations[token]; ok {
		return kind
	}
	r, n := utf8.DecodeRuneInString(token)
	switch {
	case label && (IsNumber(token) || n == len(token) && unicode.IsLetter(r) && r != 'I'):
		return Never // "1.", "a." before an item
	case n == len(token) && unicode.IsUpper(r):
		return Possible
	case strings.Contains(token, ".") && isInitials(token):
		return Possible
	}
	return Plain
}

func IsNumber(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// isInitials reports whether a token is single letters with dots between them, the last dot left out: "U.S", "a.m".
func isInitials(token string) bool {
	for part := range strings.SplitSeq(token, ".") {
		r, n := utf8.DecodeRuneInString(part)
		if n != len(part) || !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// attributionFollows reports whether a capitalised name and a verb of speech begin at i, as in “Why?” Ms. Doe asked.
func attributionFollows(text string, i int) bool {
	const longestName = 5 // words
	word, first := NextWord(text, i)
	if OpensSentences[word] {
		return false
	}
	for n := 0; n < longestName && unicode.IsUpper(first); n++ {
		i += strings.Index(text[i:], word) + len(word)
		if i < len(text) && text[i] == '.' {
			i++
		}
		if i == len(text) || text[i] != ' ' && text[i] != '-' {
			return false
		}
		i++
		word, first = NextWord(text, i)
	}
	return english.CreditingPasts.Has(word)
}

// wordSet is a set of words that stand in a text with white space between them.
func wordSet(words string) map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		m[w] = true
	}
	return m
}

func kinds(lists map[before]string) map[string]before {
	m := map[string]before{}
	for kind, words := range lists {
		for w := range strings.FieldsSeq(words) {
			m[w] = kind
		}
	}
	return m
}

// Abbreviations are English abbreviations without their last full stop.
var Abbreviations = kinds(map[before]string{
	Never: `Mr Mrs Ms Mx Messrs Mme Mmes Mlle Dr Drs Prof Profs Rev Revs Revd Fr Hon Hons Msgr Gen Gens Lt Lts Lieut Col Cols Maj Majs Capt
		Capts Cpt Cmdr Cmdrs Cdr Comdr Cdre Cpl Sgt Sgts Adm Adml Adms Brig Brigs Pvt Pfc Ens Sen Sens Rep Reps Gov Govs Pres Amb Ambs
		Supt Insp Det Dets Const Ald Cllr Cllrs Coun Clr Cong Asm Assemb Atty Attys Asst Assoc Dep Sec Secy Spc Rt Ven Archbp Abp Bp Bps
		Card Mons Dcn Bro Arch Chmn Chwn Commr Comr Hr Frl Sra Srta Sres Dott Ing Arq Mag Mt Ft Ste
		MR MRS MS DR GEN SEN REP GOV CLLR PROF HON SENS REPS Lt.Col Lt.Gov Lt.Gen Brig.Gen Det.Sgt Maj.Gen vs v e.g i.e cf viz approx ca incl esp
		dept`,
	numeral: `No Nos nos Nr p pp Art Fig fig Figs figs Vol vol vols Ch para paras c Sect Eq Ex`,
	month:   `Jan Feb Mar Apr Jun Jul Aug Sep Sept Oct Nov Dec JAN FEB MAR APR AUG SEPT OCT NOV DEC`,
	Possible: `Mon Tue Tues Wed Thu Thur Thurs Fri Sat Sun Jr Sr Esq Inc Ltd Corp Co Cos Bros LLC Plc al Ave Blvd Rd St Dept Univ
		Assn Bldg Ph.D PhD Ala Ariz Ark Calif Colo Conn Del Fla Ga Ill Ind Kan Ky Mass Md Mich Minn Miss Mo Mont Neb Nev Okla Ore
		Pa Tenn Tex Va Vt Wash Wis Wyo ed eds est ret min max avg tel`,
})

// OpensSentences are words that, capitalised after a full stop, begin a sentence rather than a name. Words that often begin a
// title ("Under Secretary", "First Lady", "New York") are left out.
var OpensSentences = wordSet(`The A An This That These Those There Here He She It They We You I His Her Its Their Our Your My He’s She’s
	It’s That’s There’s They’re We’re I’m You’re He'd He’d She’d They’d I’d We’d I’ll We’ll He’ll They’ll It’ll I’ve We’ve They’ve He's
	She's It's That's There's They're We're I'm You're She'd They'd I'd We'd I'll We'll He'll They'll I've We've They've Let’s Let's
	But And Or Nor So Yet For If When While Where Why What Who Whom Whose Which How Whether Although Though Because Since Unless Until
	As At By From In Into Of On To With Without After Before During Despite Among Amid Between Besides Beyond Through Throughout
	Against About According Not No Nothing Nobody None Never Neither Nowhere Both Each Either Every Everyone Everything Some Someone
	Something Many Most Much More Several Such Any Anyone All Few Fewer Another Other Others One Two Three Also Then Thus Therefore
	However Moreover Meanwhile Instead Still Even Only Just Perhaps Maybe Indeed Again Often Sometimes Once Now Today Yesterday
	Tomorrow Later Earlier Previously Recently Finally Eventually Asked Speaking Is Are Was Were Do Does Did Has Have Had Can Could
	Would Should Must Shall Don’t Don't Didn’t Didn't Isn’t Isn't Yes`)

// courtesies stand before a name and after no other word of one: "the U.S. Mr. Brown" is two sentences, "the U.S. Gen. Brown" is one.
var courtesies = wordSet(`Mr Mrs Ms Mx`)

// IsSpaced reports whether white space stands around n bytes of a text.
func IsSpaced(text string, at, n int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	after, _ := utf8.DecodeRuneInString(text[at+n:])
	return unicode.IsSpace(before) && (unicode.IsSpace(after) || at+n == len(text))
}

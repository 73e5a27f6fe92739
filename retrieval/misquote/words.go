package misquote

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus/english"
	"readout/corpus/prose"
)

type tokenKind uint8

const (
	word    tokenKind = iota
	gap               // of a quotation: words are left out here, and that is marked
	bracket           // of a quotation: the report's own words, in place of others or besides them
	edited            // of a quotation: a word of which a part is the report's, "promise[d]"
	barrier           // of a transcript: another turn begins
	deaf              // of a transcript: something was said that the record does not have
)

// token is a word as it is compared, or what stands between words.
type token struct {
	kind tokenKind
	text string     // folded; of edited the part that is the speaker's
	span prose.Span // in the article's Body; several words of one contraction share theirs
	free bool       // whether it is there makes no difference: "uh", a word begun twice, what the record has in brackets
	note bool       // the record has it in brackets
}

// reader cuts a stretch of an article into tokens.
type reader struct {
	body string
	end  int
	out  []token
}

// quotedTokens are the tokens of a quotation in a report.
func quotedTokens(body string, span prose.Span) []token {
	r := &reader{body: body, end: span.End}
	for i := span.Start; i < r.end; {
		switch n := r.omission(i); {
		case n > 0:
			r.add(gap, "", i, i+n)
			i += n
		case body[i] == '[' || body[i] == '(':
			i = r.bracketed(i)
		default:
			i = r.word(i, true)
		}
	}
	return r.out
}

// spokenTokens are the tokens of a stretch of a transcript. What stands in brackets there is whoever kept the record's.
func spokenTokens(body string, span prose.Span) []token {
	r := &reader{body: body, end: span.End}
	for i := span.Start; i < r.end; {
		if body[i] != '[' && body[i] != '(' {
			i = r.word(i, false)
			continue
		}
		end := r.closing(i)
		if end < 0 {
			i++
			continue
		}
		if n := len(r.out); isGapInRecord(body[i:end]) {
			r.add(deaf, "", i, end)
		} else {
			for at := i + 1; at < end-1; {
				at = r.word(at, false)
			}
			for k := n; k < len(r.out); k++ {
				r.out[k].free, r.out[k].note = true, true
			}
		}
		i = end
	}
	markSlips(r.body, r.out)
	return r.out
}

func (r *reader) add(kind tokenKind, text string, from, to int) {
	r.out = append(r.out, token{kind: kind, text: text, span: prose.Span{Start: from, End: to}, free: kind == word &&
		english.SpokenFillers.Has(text)})
}

// omission is the length of a mark that words are left out, or 0: an ellipsis, its dots apart or not, in brackets or not.
func (r *reader) omission(at int) int {
	text := r.body[at:r.end]
	if text[0] == '[' || text[0] == '(' {
		if n := dots(text[1:]); n > 0 {
			rest := strings.TrimLeft(text[1+n:], " ")
			if rest != "" && (rest[0] == ']' || rest[0] == ')') {
				return len(text) - len(rest) + 1
			}
		}
		return 0
	}
	return dots(text)
}

// dots is the length of an ellipsis at the start of a text, or 0.
func dots(text string) int {
	count, end := 0, 0
	for i, c := range text {
		switch c {
		case '.':
			count++
		case '…':
			count += 3
		case ' ', '\u00a0', '\u2009', '\u202f':
			continue
		default:
			i = -1
		}
		if i < 0 {
			break
		}
		end = i + utf8.RuneLen(c)
	}
	if count < 3 {
		return 0
	}
	return end
}

// closing is the end of the brackets that open at a place, marks included, or -1: brackets close in their line, and soon.
func (r *reader) closing(at int) int {
	const longest = 200
	closer := map[byte]string{'[': "]\n", '(': ")\n"}[r.body[at]]
	text := r.body[at:min(r.end, at+longest)]
	n := strings.IndexAny(text, closer)
	if n < 0 || text[n] == '\n' {
		return -1
	}
	return at + n + 1
}

// bracketed reads brackets in a quotation. Round ones hold the report's own words, too: nobody speaks them.
func (r *reader) bracketed(at int) int {
	end := r.closing(at)
	if end < 0 {
		return at + 1
	}
	inner := r.body[at+1 : end-1]
	before, _ := utf8.DecodeLastRuneInString(r.body[:at])
	after, _ := utf8.DecodeRuneInString(r.body[end:r.end])
	touches := r.body[at] == '[' && (at > 0 && prose.IsWordRune(before) || prose.IsWordRune(after))
	switch {
	case strings.EqualFold(strings.Trim(inner, " ."), "sic"):
	case !touches:
		r.add(bracket, "", at, end)
	case prose.IsWordRune(before): // "promise[d]"
		if n := len(r.out); n > 0 && r.out[n-1].span.End == at {
			r.out[n-1].kind, r.out[n-1].span.End = edited, end
		}
	default: // "[W]e": only its case is the report's where one letter is
		stop := r.wordEnd(end)
		if utf8.RuneCountInString(inner) == 1 {
			r.add(word, prose.Fold(inner+r.body[end:stop]), at, stop)
		} else {
			r.add(edited, "", at, stop)
		}
		return stop
	}
	return end
}

// word reads what stands at a place, if it is a word, and returns where to go on. quoted is set in reports, where a figure's sign and the
// like are read the same.
func (r *reader) word(at int, quoted bool) int {
	c, n := utf8.DecodeRuneInString(r.body[at:r.end])
	if c == '%' {
		r.add(word, "percent", at, at+1)
		return at + 1
	}
	if c == '&' {
		r.add(word, "and", at, at+1)
		return at + 1
	}
	if !prose.IsWordRune(c) {
		return at + n
	}
	end := r.wordEnd(at)
	for _, w := range plainWords(prose.Fold(r.body[at:end])) {
		if n := len(r.out); w == "cent" && n > 0 && r.out[n-1].text == "per" {
			r.out[n-1].text, r.out[n-1].span.End = "percent", end
			continue
		}
		r.add(word, w, at, end)
	}
	if quoted || end == r.end {
		return end
	}
	// A word that breaks off is begun again, or another is: "the i- — the intention".
	if next := r.body[end:r.end]; len(r.out) > 0 && strings.HasPrefix(next, "-") && (len(next) == 1 || next[1] == ' ' || next[1] == '\n') {
		r.out[len(r.out)-1].free = true
	}
	return end
}

// wordEnd is where the word at a place ends. Apostrophes between letters, and dots and commas between digits or initials, are part of it.
func (r *reader) wordEnd(at int) int {
	text := r.body[:r.end]
	prev := rune(0)
	for at < r.end {
		c, n := utf8.DecodeRuneInString(text[at:])
		if !prose.IsWordRune(c) {
			next, _ := utf8.DecodeRuneInString(text[at+n:])
			digits := unicode.IsDigit(prev) && unicode.IsDigit(next)
			switch {
			case isInvisible(c):
				at += n
				continue
			case isApostrophe(c) && unicode.IsLetter(prev) && unicode.IsLetter(next):
			case (c == '.' || c == ',') && digits:
			case c == '.' && unicode.IsUpper(prev) && (unicode.IsUpper(next) || !prose.IsWordRune(next)) && initial(text[:at]):
			default:
				return at
			}
		}
		prev = c
		at += n
	}
	return at
}

// initial reports whether a text ends in one letter after a dot or after nothing: "U.S".
func initial(text string) bool {
	_, n := utf8.DecodeLastRuneInString(text)
	before, _ := utf8.DecodeLastRuneInString(text[:len(text)-n])
	return !prose.IsWordRune(before)
}

func isApostrophe(c rune) bool { return c == '\'' || c == '’' || c == 'ʼ' || c == '‘' }

func isInvisible(c rune) bool {
	return c == '\u00ad' || c == '\u200b' || c == '\u200c' || c == '\u200d' || c == '\u2060' || c == '\ufeff'
}

// contractions are the words that one written as it is spoken stands for.
var contractions = map[string]string{
	"won't": "will not", "can't": "can not", "cannot": "can not", "shan't": "shall not", "ain't": "am not", "let's": "let us",
	"gonna": "going to", "wanna": "want to", "gotta": "got to", "y'all": "you all", "'cause": "because",
	"ok": "okay", "o.k": "okay", "anymore": "any more",
}

// endings are what contractions end in.
var endings = []struct{ short, long string }{
	{"n't", "not"}, {"'re", "are"}, {"'ve", "have"}, {"'ll", "will"}, {"'m", "am"}, {"'d", "'d"}, {"'s", "'s"},
}

// plainWords are the words of one that is written together, in the one spelling that is compared.
func plainWords(folded string) []string {
	if folded == "" { // marks that belong to no letter
		return nil
	}
	if long, ok := contractions[folded]; ok {
		return strings.Fields(long)
	}
	for _, e := range endings {
		if stem, ok := strings.CutSuffix(folded, e.short); ok && strings.Trim(stem, ".") != "" {
			return []string{spelling(stem), e.long}
		}
	}
	return []string{spelling(folded)}
}

// spelling is a word in the one of its spellings that is compared: figures for numbers, American for British, initials without dots.
func spelling(w string) string {
	if n, ok := english.Numbers[w]; ok {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	if strings.Contains(w, ".") && !unicode.IsDigit(rune(w[0])) {
		w = strings.ReplaceAll(w, ".", "")
	}
	if w == "" {
		return w
	}
	if unicode.IsDigit(rune(w[0])) {
		w = strings.ReplaceAll(w, ",", "")
	}
	if len(w) < 5 {
		return w
	}
	for _, s := range spellings {
		if stem, ok := strings.CutSuffix(w, s.british); ok {
			return stem + s.american
		}
	}
	return w
}

// spellings are the endings of British words, and what Americans write.
var spellings = []struct{ british, american string }{
	{"isation", "ization"}, {"isations", "izations"}, {"ising", "izing"}, {"ised", "ized"}, {"ises", "izes"}, {"ise", "ize"},
	{"our", "or"}, {"ours", "ors"}, {"oured", "ored"}, {"ouring", "oring"}, {"ogue", "og"}, {"ence", "ense"},
	{"elled", "eled"}, {"elling", "eling"}, {"adviser", "advisor"}, {"advisers", "advisors"}, {"programme", "program"},
	{"programmes", "programs"}, {"metre", "meter"}, {"metres", "meters"}, {"centre", "center"}, {"centres", "centers"},
	{"neighbourhood", "neighborhood"}, {"neighbouring", "neighboring"}, {"honourable", "honorable"}, {"favourite", "favorite"},
	{"towards", "toward"}, {"afterwards", "afterward"},
}

// equal reports whether a word of a quotation is a word of a transcript.
func equal(q, t token) bool {
	if t.kind != word {
		return false
	}
	switch q.kind {
	case word:
		return q.text == t.text || short(q.text, t.text) || short(t.text, q.text)
	case edited:
		const least = 2
		common := 0
		for common < min(len(q.text), len(t.text)) && q.text[common] == t.text[common] {
			common++
		}
		return q.text == "" || common >= least && common >= min(len(q.text)-2, len(t.text)) || q.text == t.text
	}
	return false
}

// short reports whether an ending may stand for a word: the 's of "it's" is "is" or "has".
func short(ending, full string) bool {
	switch ending {
	case "'s":
		return full == "is" || full == "has" || full == "was"
	case "'d":
		return full == "had" || full == "would" || full == "did"
	}
	return false
}

// isGapInRecord reports whether brackets in a transcript say that something was said that it does not have.
func isGapInRecord(brackets string) bool {
	text := prose.Fold(brackets)
	const signs = "inaudible|unintelligible|indiscernible|unclear|crosstalk|cross-talk|off mic|off-mic|audio gap|no audio"
	for _, sign := range strings.Split(signs, "|") {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// longestSlip is how many words somebody says twice by mistake, at most.
const longestSlip = 5

// markSlips frees words that are said again at once, after a dash or nothing: "we — we meet", "this is the — this is a". The second time
// may go on otherwise.
func markSlips(body string, tokens []token) {
	for i := range tokens {
		if i+1 < len(tokens) && english.BrokenOff.Has(tokens[i].text) && english.BrokenOff.Has(tokens[i+1].text) &&
			dashBetween(body, tokens[i], tokens[i+1]) {
			tokens[i].free = true
		}
		for n := longestSlip; n > 0; n-- {
			if i+n >= len(tokens) || !saidAgain(body, tokens, i, n) {
				continue
			}
			for k := i; k < i+n; k++ {
				tokens[k].free = true
			}
			break
		}
	}
}

// between is what stands between two tokens.
func between(body string, a, b token) string { return body[a.span.End:max(a.span.End, b.span.Start)] }

// dashBetween reports whether somebody breaks off between two words.
func dashBetween(body string, a, b token) bool {
	text := between(body, a, b)
	return strings.ContainsAny(text, "—–") || strings.Contains(text, "--") || strings.Contains(text, " - ")
}

// saidAgain reports whether n words from i on are begun again right after them.
func saidAgain(body string, tokens []token, i, n int) bool {
	between, dash := between(body, tokens[i+n-1], tokens[i+n]), dashBetween(body, tokens[i+n-1], tokens[i+n])
	if strings.ContainsAny(between, ".?!") || !dash && strings.TrimSpace(between) != "" {
		return false
	}
	same := 0
	for same < n && i+n+same < len(tokens) && tokens[i+same].kind == word && tokens[i+same].text == tokens[i+n+same].text {
		same++
	}
	for k := i; k < i+n; k++ {
		if tokens[k].kind != word {
			return false
		}
	}
	switch {
	case !dash:
		return same == n && n == 1 && english.NeverTwice.Has(tokens[i].text) // "very very" is meant
	case n == 1:
		return same == 1
	}
	return same >= 1 && same >= n-1 // the last word may be another: "a point where — a point at which"
}

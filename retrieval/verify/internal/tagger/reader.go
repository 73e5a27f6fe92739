package tagger

import (
	"strconv"
	"strings"
	"unicode"

	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// Reader reads texts that speak of the same things.
type Reader struct {
	Mentions func(text string) []people.Mention
	Proper   map[string]bool // stems that are written with a capital within sentences
	Whole    map[string]bool // quotations that are read as one word, by their Folded words
}

// Tokens are the words of one sentence, tagged.
func (r *Reader) Tokens(text string) []Token {
	quotations := prose.Quotations(text)
	var mentions []people.Mention
	if r.Mentions != nil {
		mentions = r.Mentions(text)
	}
	opened := make([]bool, len(quotations)) // those of which the one word was read
	var out []Token
	end := 0
	for i, w := range prose.Words(text) {
		t := tokenOf(w, text[end:w.Span.Start], i == 0)
		for q, s := range quotations {
			if s.Contains(w.Span) {
				t.Quote = q + 1
			}
		}
		if q := t.Quote - 1; q >= 0 && r.Whole[Key(text[quotations[q].Start:quotations[q].End])] {
			if !opened[q] {
				opened[q] = true
				out = append(out, wholeQuotation(t, text, quotations[q]))
			}
			end = w.Span.End
			continue
		}
		for _, m := range mentions {
			if m.Span.Contains(w.Span) {
				t.Person = m.Person
			}
		}
		if n := len(out); n > 0 && text[end:w.Span.Start] == "-" && prose.IsCapital(out[n-1].Text) &&
			strings.ContainsFunc(w.Text, unicode.IsDigit) {
			t.Tag = Name // "Su-57"
		}
		end = w.Span.End
		t.Owns = possessiveBefore(w, text[end:])
		out = append(out, expand(t, w)...)
		if strings.HasPrefix(text[end:], "%") {
			percent := Word("percent", Noun)
			percent.Span, percent.Quote = prose.Span{Start: end, End: end + 1}, t.Quote
			out = append(out, percent)
		}
	}
	out = compounds(numbered(clockTimes(out)))
	for i := range out {
		out[i].Lemmas = thesaurus.English().Lemmas(out[i].Folded)
	}
	r.tag(out)
	return out
}

// tokenOf is a word with the marks that stand between it and the word before.
func tokenOf(w prose.Word, between string, first bool) Token {
	return Token{
		Text: w.Text, Folded: w.Folded, Stem: retrieval.Stem(w), Span: w.Span,
		Mark:  marksOf(between, first),
		Money: strings.HasSuffix(between, "$") || strings.HasSuffix(between, "€") || strings.HasSuffix(between, "£"),
		Opens: strings.ContainsAny(between, "“\"„«") || strings.HasSuffix(between, "‘"),
	}
}

// wholeQuotation is a quotation as one token, in the place of its first word.
func wholeQuotation(first Token, text string, q prose.Span) Token {
	first.Text, first.Span = text[q.Start:q.End], q
	first.Folded, first.Stem, first.Tag = "“"+Key(first.Text), "", Quoted
	return first
}

// possessiveBefore reports whether a word has a possessive ending, by what follows it.
func possessiveBefore(w prose.Word, rest string) bool {
	return strings.HasPrefix(rest, "'s") || strings.HasPrefix(rest, "’s") ||
		strings.HasSuffix(w.Folded, "s") && (strings.HasPrefix(rest, "' ") || strings.HasPrefix(rest, "’ "))
}

// Key is a quotation's words, by which it is found in Reader.Whole.
func Key(quotation string) string {
	return strings.Join(prose.Folded(quotation), " ")
}

// marksOf are the marks between two words that part phrases.
func marksOf(between string, first bool) string {
	if first {
		return ""
	}
	var b strings.Builder
	for _, r := range between {
		switch r {
		case ',', ';', ':', '.', '?', '!', '(', ')', '…', '[', ']':
			b.WriteRune(r)
		case '—', '–':
			b.WriteByte('-')
		}
	}
	if strings.Contains(between, " - ") || strings.Contains(between, "--") {
		b.WriteByte('-')
	}
	return b.String()
}

var contracted = map[string][]string{"won't": {"will", "not"}, "can't": {"can", "not"}, "cannot": {"can", "not"},
	"shan't": {"shall", "not"},
	"let's":  {"let", "us"}}

var contractedEndings = []struct{ ending, word string }{{"n't", "not"}, {"'re", "are"}, {"'ve", "have"}, {"'ll", "will"}, {"'d", "would"},
	{"'m", "am"}}

// expand parts what is contracted: "didn't" is "did" and "not", "he's" is "he" and "is".
func expand(t Token, w prose.Word) []Token {
	if parts := contracted[w.Folded]; parts != nil {
		return parts2(t, parts[0], parts[1])
	}
	for _, c := range contractedEndings {
		if base, ok := strings.CutSuffix(w.Folded, c.ending); ok && base != "" {
			return parts2(t, base, c.word)
		}
	}
	if base, ok := strings.CutSuffix(w.Folded, "'s"); ok && (english.Pronouns.Has(base) || english.Relatives.Has(base)) {
		return parts2(t, base, "is")
	}
	if t.Owns && (english.Pronouns.Has(w.Folded) || english.Relatives.Has(w.Folded)) && !english.IndefiniteOwners.Has(w.Folded) {
		t.Owns = false
		return parts2(t, w.Folded, "is")
	}
	return []Token{t}
}

func parts2(t Token, first, second string) []Token {
	a, b := t, t
	a.Text, a.Folded, a.Stem, a.Owns = first, first, first, false
	b.Text, b.Folded, b.Stem, b.Mark, b.Opens, b.Owns = second, second, second, "", false, false
	if prose.IsCapital(t.Text) {
		a.Text = t.Text
	}
	return []Token{a, b}
}

// numbered joins "No. 2" to one word, and the year of a date to its day: "26 March, 2024".
func numbered(ts []Token) []Token {
	var out []Token
	for i, t := range ts {
		n := len(out)
		digit := strings.ContainsFunc(t.Folded, unicode.IsDigit)
		if n > 0 && out[n-1].Text == "No" && t.Mark == "." && digit {
			out[n-1].Folded, out[n-1].Stem, out[n-1].Tag, out[n-1].Span.End = "no "+t.Folded, "no "+t.Folded, Name, t.Span.End
			continue
		}
		if n > 1 && t.Mark == "," && len(t.Folded) == 4 && digit &&
			(english.Months[out[n-2].Folded] > 0 && strings.ContainsFunc(out[n-1].Folded, unicode.IsDigit) ||
				english.Months[out[n-1].Folded] > 0) {
			t.Mark = ""
		}
		if n > 0 && t.Folded == "one" && out[n-1].Is("no", "every", "some", "any") && t.Mark == "" && (i+1 == len(ts) || !ts[i+1].Is("of")) {
			body := strings.TrimSuffix(out[n-1].Folded, " ") + "body"
			out[n-1].Folded, out[n-1].Stem, out[n-1].Text, out[n-1].Span.End = body, body, out[n-1].Text+" one", t.Span.End
			continue
		}
		out = append(out, t)
	}
	return out
}

// compounds joins words that do the work of one.
func compounds(ts []Token) []Token {
	var out []Token
	for i := 0; i < len(ts); i++ {
		t := ts[i]
		if i+2 < len(ts) && english.PhrasesAsOne.Has(t.Folded+" "+ts[i+1].Folded+" "+ts[i+2].Folded) {
			t.Folded += " " + ts[i+1].Folded + " " + ts[i+2].Folded
			t.Text, t.Stem, t.Span.End = t.Folded, t.Folded, ts[i+2].Span.End
			out = append(out, t)
			i += 2
			continue
		}
		if i+1 < len(ts) && ts[i+1].Mark == "" && english.PhrasesAsOne.Has(t.Folded+" "+ts[i+1].Folded) &&
			!(t.Is("up", "at") && !numberNear(ts, i+2)) {
			t.Folded += " " + ts[i+1].Folded
			t.Text += " " + ts[i+1].Text
			t.Stem = t.Folded
			t.Span.End = ts[i+1].Span.End
			i++
		}
		out = append(out, t)
	}
	return out
}

// clockTimes reads "1.40 p.m." as 13.40.
func clockTimes(ts []Token) []Token {
	var out []Token
	for _, t := range ts {
		if n := len(out); n > 0 && t.Mark == "" && t.Is("pm", "am") {
			v, err := strconv.ParseFloat(out[n-1].Folded, 64)
			if err == nil && v < 13 {
				if t.Folded == "pm" && v < 12 {
					v += 12
				}
				out[n-1].Folded = strconv.FormatFloat(v, 'f', 2, 64)
				out[n-1].Span.End = t.Span.End
				continue
			}
		}
		out = append(out, t)
	}
	return out
}

func numberNear(ts []Token, i int) bool {
	return i < len(ts) && (strings.ContainsFunc(ts[i].Folded, unicode.IsDigit) || english.Numbers[ts[i].Folded] > 0)
}

// ProperIn are the stems of a text that it writes with a capital within its sentences.
func ProperIn(text string) map[string]bool {
	out := map[string]bool{}
	end := 0
	for i, w := range prose.Words(text) {
		between := text[end:w.Span.Start]
		end = w.Span.End
		if i == 0 || !prose.IsCapital(w.Text) || strings.ContainsAny(between, ".?!:\"“”‘'\n") && !w.Initialism {
			continue
		}
		if english.Articles.Has(w.Folded) || english.Prepositions.Has(w.Folded) || english.QuantityWords.Has(w.Folded) ||
			english.PossessivePronouns.Has(w.Folded) ||
			!w.Initialism && (english.Pronouns.Has(w.Folded) || english.DependentOpeners.Has(w.Folded)) {
			continue
		}
		out[retrieval.Stem(w)] = true
	}
	return out
}

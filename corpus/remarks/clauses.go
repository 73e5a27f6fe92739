package remarks

import (
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
)

type itemKind uint8

const (
	wordItem  itemKind = iota
	nameItem           // a mention of a person, with the titles before it
	quoteItem          // a direct quotation, whole
	commaItem
	colonItem
	breakItem
	dashItem
	bracketItem
)

// item is a word, a person's name, a quotation or a punctuation mark of a sentence: what is left when names and quotations are
// taken as wholes.
type item struct {
	kind       itemKind
	span       prose.Span // in the passage's text
	folded     string
	capital    bool
	initialism bool
	joined     bool
	possessive bool
	opens      bool
	attributes bool           // a name that only describes what follows: "the X administration"
	person     *corpus.Person // of a nameItem
	form       people.MentionForm
	quote      int // of a quoteItem: its number in the passage
}

// is reports whether the item is one of the words. Initials look like some when folded: "US" is not "us".
func (it item) is(words ...string) bool {
	return it.kind == wordItem && !(it.initialism && len(it.folded) < 4) && slices.Contains(words, it.folded)
}

// subjectName reports whether the item is a name that can be a subject by itself.
func (it item) subjectName() bool { return it.kind == nameItem && !it.possessive && !it.attributes }

// readItems makes the items of a passage.
func readItems(text string, tokens []people.Token, quotes []prose.Quotation, hits []people.Hit) []item {
	var out []item
	q, h := 0, 0
	for i := 0; i < len(tokens); {
		at := tokens[i].Span.Start
		for q < len(quotes) && quotes[q].Outer.End <= at {
			q++
		}
		if q < len(quotes) && quotes[q].Outer.Start <= at {
			out = append(out, item{kind: quoteItem, span: quotes[q].Outer, quote: q})
			for i < len(tokens) && tokens[i].Span.Start < quotes[q].Outer.End {
				i++
			}
			q++
			continue
		}
		for h < len(hits) && hits[h].Span.Start < at {
			h++
		}
		if h < len(hits) && hits[h].Span.Start == at {
			last := i
			for last+1 < len(tokens) && tokens[last+1].Span.Start < hits[h].Span.End {
				last++
			}
			out = appendName(out, tokens, i, last, hits[h])
			i = last + 1
			continue
		}
		if it, ok := itemOf(tokens[i]); ok {
			out = append(out, it)
		}
		i++
	}
	out = withoutAsides(out)
	markAttributes(out)
	return out
}

// withoutAsides leaves out short insertions in brackets: "(10 June)".
func withoutAsides(items []item) []item {
	const longest = 8 // items
	var out []item
	for i := 0; i < len(items); i++ {
		if items[i].kind == bracketItem && items[i].folded == "(" {
			end := i + 1
			for end < len(items) && end-i <= longest && items[end].kind != bracketItem && items[end].kind != quoteItem &&
				items[end].kind != breakItem {
				end++
			}
			if end < len(items) && items[end].kind == bracketItem {
				i = end
				continue
			}
		}
		out = append(out, items[i])
	}
	return out
}

func itemOf(t people.Token) (item, bool) {
	it := item{span: t.Span, folded: t.Folded, capital: t.Capital, initialism: t.Initialism, joined: t.Joined, possessive: t.Possessive,
		opens: t.Opens}
	switch t.Kind {
	case people.WordToken:
		it.kind = wordItem
	case people.CommaToken:
		it.kind = commaItem
	case people.ColonToken:
		it.kind = colonItem
	case people.BreakToken:
		it.kind = breakItem
	case people.DashToken:
		it.kind = dashItem
	case people.OpenToken:
		it.kind, it.folded = bracketItem, "("
	case people.CloseToken:
		it.kind = bracketItem
	default:
		return item{}, false
	}
	return it, true
}

// appendName appends the name in tokens[first:last+1], drawing in the titles that stand before it.
func appendName(out []item, tokens []people.Token, first, last int, h people.Hit) []item {
	it := item{kind: nameItem, span: h.Span, person: h.Person, form: h.Form, possessive: tokens[last].Possessive, opens: tokens[first].Opens,
		joined: tokens[first].Joined}
	from := first
	switch {
	case h.Form != people.ByRole:
		from = titleStart(tokens, first)
	case first > 0 && !tokens[first].Opens && tokens[first-1].Folded == "the":
		from = first - 1
	}
	for n := len(out); from < first && n > 0 && out[n-1].span.Start >= tokens[from].Span.Start; n = len(out) {
		it.opens = out[n-1].opens
		out = out[:n-1]
	}
	it.span.Start = min(it.span.Start, tokens[from].Span.Start)
	if last+1 < len(tokens) && tokens[last+1].Joined {
		it.attributes = true
	}
	return append(out, it)
}

// titleStart is the first token of the titles before the name at i: of "the former secretary of state".
func titleStart(tokens []people.Token, i int) int {
	k := i - 1
	if k < 0 || tokens[k].Kind != people.WordToken || tokens[k].Possessive || tokens[i].Opens || tokens[i].Joined {
		return i
	}
	start := i
	switch {
	case people.IsOffice(tokens[k].Folded) || english.Honorifics.Has(tokens[k].Folded):
		start = people.OfficeStart(tokens, k)
	default:
		if p := beforePortfolio(tokens, k); p > 0 && p < k && oneOf(tokens[p].Folded, "of", "for") &&
			people.IsOffice(tokens[p-1].Folded) && !tokens[p-1].Possessive {
			start = people.OfficeStart(tokens, p-1)
		}
	}
	if start < i && start > 0 && tokens[start-1].Folded == "the" && !tokens[start].Opens {
		start--
	}
	return start
}

// beforePortfolio is the token before the portfolio that ends with the token at k, and before its article: the "of" of "secretary of the
// interior".
func beforePortfolio(tokens []people.Token, k int) int {
	p := k
	for p > 0 && p > k-5 && tokens[p].Kind == people.WordToken && english.Portfolios.Has(tokens[p].Folded) && tokens[p].Folded != "the" {
		p--
	}
	if p > 0 && p < k && tokens[p].Folded == "the" {
		p--
	}
	return p
}

// markAttributes finds the names that describe a noun after them.
func markAttributes(items []item) {
	for i := range items {
		it := &items[i]
		if it.kind != nameItem || it.possessive || it.attributes || it.form == people.ByRole {
			continue
		}
		if it.joined && i > 0 && items[i-1].kind == wordItem {
			it.attributes = true
		}
		if i+1 < len(items) && items[i+1].kind == wordItem && !items[i+1].opens {
			n := items[i+1]
			it.attributes = it.attributes || !n.capital && isNounLike(n.folded) || n.capital && english.FollowersOfNames.Has(n.folded)
		}
	}
}

// isNounLike guesses that a lower-case word after a name is a noun: it is no verb, adverb or function word.
func isNounLike(word string) bool {
	switch {
	case english.FunctionWords.Has(word), english.IsAdverb(word), english.IrregularPasts.Has(word):
		return false
	case people.IsOffices(word), english.PluralNouns.Has(word):
		return true
	case english.SpeechForms[word].Class != english.NoSpeech:
		return false
	}
	return !strings.HasSuffix(word, "ed") && !strings.HasSuffix(word, "ing") &&
		!(strings.HasSuffix(word, "s") && !strings.HasSuffix(word, "ss"))
}

// isVerbLike guesses that a word after a subject is its finite verb.
func isVerbLike(it item) bool {
	if it.kind != wordItem || it.capital && !it.opens {
		return false
	}
	w := it.folded
	return english.Auxiliaries.Has(w) || english.IrregularPasts.Has(w) || english.SpeechForms[w].Finite() ||
		strings.HasSuffix(w, "ed") && len(w) > 3 ||
		strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3 && !english.FunctionWords.Has(w) && !english.PluralNouns.Has(w) &&
			!people.IsOffices(w)
}

// outerSentences divides the items of a passage into sentences. Quotations are wholes: a full stop inside one ends no sentence.
func outerSentences(items []item, sentences []prose.Span, quotes []prose.Quotation) [][]item {
	var out [][]item
	from, q := 0, 0
	i := 0
	for _, s := range sentences {
		for q < len(quotes) && quotes[q].Outer.End <= s.Start {
			q++
		}
		if q < len(quotes) && quotes[q].Outer.Start < s.Start {
			continue
		}
		for i < len(items) && items[i].span.Start < s.Start {
			i++
		}
		if i > from {
			out = appendSentence(out, items[from:i])
			from = i
		}
	}
	return appendSentence(out, items[from:])
}

// longestSentence bounds, in items, what is read as one sentence; anything longer is no prose, and reading it takes too long.
const longestSentence = 150

func appendSentence(out [][]item, items []item) [][]item {
	for len(items) > longestSentence {
		out = append(out, items[:longestSentence])
		items = items[longestSentence:]
	}
	if len(items) > 0 {
		out = append(out, items)
	}
	return out
}

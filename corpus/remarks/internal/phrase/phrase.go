// Package phrase is what a passage consists of when the names and quotations in it are taken as wholes: items, and sentences of them.
package phrase

import (
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
)

// Kind is what an item is.
type Kind uint8

const (
	Word  Kind = iota
	Name       // a mention of a person, with the titles before it
	Quote      // a direct quotation, whole
	Comma
	Colon
	Break
	Dash
	Bracket
)

// Item is a word, a person's name, a quotation or a punctuation mark of a sentence: what is left when names and quotations are
// taken as wholes.
type Item struct {
	Kind       Kind
	Span       prose.Span // in the passage's text
	Folded     string
	Capital    bool
	Initialism bool
	Joined     bool
	Possessive bool
	Opens      bool
	Attributes bool           // a name that only describes what follows: "the X administration"
	Person     *corpus.Person // of a Name
	Form       people.MentionForm
	Quote      int // of a Quote: its number in the passage
}

// Is reports whether the item is one of the words. Initials look like some when folded: "US" is not "us".
func (it Item) Is(words ...string) bool {
	return it.Kind == Word && !(it.Initialism && len(it.Folded) < 4) && slices.Contains(words, it.Folded)
}

// SubjectName reports whether the item is a name that can be a subject by itself.
func (it Item) SubjectName() bool { return it.Kind == Name && !it.Possessive && !it.Attributes }

// Items makes the items of a passage.
func Items(tokens []people.Token, quotes []prose.Quotation, hits []people.Hit) []Item {
	var out []Item
	q, h := 0, 0
	for i := 0; i < len(tokens); {
		at := tokens[i].Span.Start
		for q < len(quotes) && quotes[q].Outer.End <= at {
			q++
		}
		if q < len(quotes) && quotes[q].Outer.Start <= at {
			out = append(out, Item{Kind: Quote, Span: quotes[q].Outer, Quote: q})
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
func withoutAsides(items []Item) []Item {
	const longest = 8 // items
	var out []Item
	for i := 0; i < len(items); i++ {
		if items[i].Kind == Bracket && items[i].Folded == "(" {
			end := i + 1
			for end < len(items) && end-i <= longest && items[end].Kind != Bracket && items[end].Kind != Quote &&
				items[end].Kind != Break {
				end++
			}
			if end < len(items) && items[end].Kind == Bracket {
				i = end
				continue
			}
		}
		out = append(out, items[i])
	}
	return out
}

func itemOf(t people.Token) (Item, bool) {
	it := Item{Span: t.Span, Folded: t.Folded, Capital: t.Capital, Initialism: t.Initialism, Joined: t.Joined, Possessive: t.Possessive,
		Opens: t.Opens}
	switch t.Kind {
	case people.WordToken:
		it.Kind = Word
	case people.CommaToken:
		it.Kind = Comma
	case people.ColonToken:
		it.Kind = Colon
	case people.BreakToken:
		it.Kind = Break
	case people.DashToken:
		it.Kind = Dash
	case people.OpenToken:
		it.Kind, it.Folded = Bracket, "("
	case people.CloseToken:
		it.Kind = Bracket
	default:
		return Item{}, false
	}
	return it, true
}

// appendName appends the name in tokens[first:last+1], drawing in the titles that stand before it.
func appendName(out []Item, tokens []people.Token, first, last int, h people.Hit) []Item {
	it := Item{Kind: Name, Span: h.Span, Person: h.Person, Form: h.Form, Possessive: tokens[last].Possessive, Opens: tokens[first].Opens,
		Joined: tokens[first].Joined}
	from := first
	switch {
	case h.Form != people.ByRole:
		from = titleStart(tokens, first)
	case first > 0 && !tokens[first].Opens && tokens[first-1].Folded == "the":
		from = first - 1
	}
	for n := len(out); from < first && n > 0 && out[n-1].Span.Start >= tokens[from].Span.Start; n = len(out) {
		it.Opens = out[n-1].Opens
		out = out[:n-1]
	}
	it.Span.Start = min(it.Span.Start, tokens[from].Span.Start)
	if last+1 < len(tokens) && tokens[last+1].Joined {
		it.Attributes = true
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
		if p := beforePortfolio(tokens, k); p > 0 && p < k && (tokens[p].Folded == "of" || tokens[p].Folded == "for") &&
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
func markAttributes(items []Item) {
	for i := range items {
		it := &items[i]
		if it.Kind != Name || it.Possessive || it.Attributes || it.Form == people.ByRole {
			continue
		}
		if it.Joined && i > 0 && items[i-1].Kind == Word {
			it.Attributes = true
		}
		if i+1 < len(items) && items[i+1].Kind == Word && !items[i+1].Opens {
			n := items[i+1]
			it.Attributes = it.Attributes || !n.Capital && isNounLike(n.Folded) || n.Capital && english.FollowersOfNames.Has(n.Folded)
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

// IsVerbLike guesses that a word after a subject is its finite verb.
func IsVerbLike(it Item) bool {
	if it.Kind != Word || it.Capital && !it.Opens {
		return false
	}
	w := it.Folded
	return english.Auxiliaries.Has(w) || english.IrregularPasts.Has(w) || english.SpeechForms[w].Finite() ||
		strings.HasSuffix(w, "ed") && len(w) > 3 ||
		strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3 && !english.FunctionWords.Has(w) && !english.PluralNouns.Has(w) &&
			!people.IsOffices(w)
}

// Sentences divides the items of a passage into sentences. Quotations are wholes: a full stop inside one ends no sentence.
func Sentences(items []Item, sentences []prose.Span, quotes []prose.Quotation) [][]Item {
	var out [][]Item
	from, q := 0, 0
	i := 0
	for _, s := range sentences {
		for q < len(quotes) && quotes[q].Outer.End <= s.Start {
			q++
		}
		if q < len(quotes) && quotes[q].Outer.Start < s.Start {
			continue
		}
		for i < len(items) && items[i].Span.Start < s.Start {
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

func appendSentence(out [][]Item, items []Item) [][]Item {
	for len(items) > longestSentence {
		out = append(out, items[:longestSentence])
		items = items[longestSentence:]
	}
	if len(items) > 0 {
		out = append(out, items)
	}
	return out
}

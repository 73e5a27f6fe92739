package retrieval

import (
	"strings"
	"unicode"

	stemmer "github.com/kljensen/snowball/english"

	"readout/corpus/english"
	"readout/corpus/prose"
)

// contentWords are the words of a text that carry its topic, in order. An initialism is one even where it looks like a pronoun ("US",
// "IT"), unless a text of several words is all in capitals; so is "May" beside a number or with its capital inside a sentence. Single
// letters are not.
func contentWords(text string) []prose.Word { return contentAmong(text, prose.Words(text)) }

// contentAmong is contentWords of a text whose words are known.
func contentAmong(text string, words []prose.Word) []prose.Word {
	shouted := len(words) > 2 && text == strings.ToUpper(text)
	kept := words[:0:0]
	for i, w := range words {
		dotted := strings.Contains(w.Text, ".") && w.Initialism
		switch {
		case dotted:
		case len([]rune(w.Folded)) < 2 && !hasDigit(w.Folded):
			continue
		case !english.StopWords.Has(w.Folded):
		case w.Initialism && !shouted:
		case w.Folded == "may" && isMonthMay(text, words, i, shouted):
		default:
			continue
		}
		kept = append(kept, w)
	}
	return kept
}

// isMonthMay tells the month from the auxiliary.
func isMonthMay(text string, words []prose.Word, i int, shouted bool) bool {
	if i > 0 && hasDigit(words[i-1].Folded) || i+1 < len(words) && hasDigit(words[i+1].Folded) {
		return true
	}
	if shouted || words[i].Text != "May" || i == 0 {
		return false
	}
	between := text[words[i-1].Span.End:words[i].Span.Start]
	return !strings.ContainsAny(between, ".!?:\"“”\n")
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// normal is the form of a folded word that is compared with others: the thousands separators of numbers are left out.
func normal(folded string) string {
	if hasDigit(folded) {
		return strings.ReplaceAll(folded, ",", "")
	}
	return folded
}

// stem is the Porter2 stem, with the systematic British and American spellings made one ("centre", "defence", "organise",
// "labour", "programme"). Numbers are their own stems.
func stem(word string) string {
	if hasDigit(word) {
		return word
	}
	s := stemmer.Stem(word, true)
	for _, v := range [...]struct{ british, american string }{
		{"is", "iz"}, {"ys", "yz"}, {"our", "or"}, {"enc", "ens"}, {"tr", "ter"}, {"mm", "m"}, {"ogu", "og"},
	} {
		if rest, ok := strings.CutSuffix(s, v.british); ok && len(rest) > 2 {
			return rest + v.american
		}
	}
	return s
}

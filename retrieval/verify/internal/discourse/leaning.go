package discourse

import (
	"slices"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
)

// LeansBack reports whether a sentence opens with a pronoun, or a word like it, whose meaning stands before the sentence. What
// stands inside quotation marks is the speaker's; after a quotation, "he said" leans back unless the quotation names somebody.
func LeansBack(sentence string) bool {
	quotations := prose.Quotations(sentence)
	ws := prose.Words(sentence)
	seen := 0 // words before, outside of quotations
	for i, w := range ws {
		if slices.ContainsFunc(quotations, func(q prose.Span) bool { return q.Contains(w.Span) }) {
			continue
		}
		next := ""
		if i+1 < len(ws) {
			next = ws[i+1].Folded
		}
		switch {
		case english.SentenceOpeners.Has(w.Folded) && seen < 3:
			seen++
		case english.Demonstratives.Has(w.Folded) && english.TimeWords.Has(next):
			return false
		case w.Folded == "it" && impersonal(ws[i+1:]):
			return false
		case english.LeaningWords.Has(w.Folded) && !w.Initialism:
			return !namedAfter(sentence, ws[i:])
		case w.Folded == "the" && (next == "former" || next == "latter" || next == "same"), w.Folded == "both" && next != "the":
			return i+2 >= len(ws) || !Capital(ws[i+2])
		default:
			return false
		}
	}
	return false
}

// impersonal reports whether "it" with these words after it means nothing: "it is clear that", "it was on Monday that".
func impersonal(after []prose.Word) bool {
	if len(after) == 0 || after[0].Folded != "is" && after[0].Folded != "was" && after[0].Folded != "will" && after[0].Folded != "would" {
		return false
	}
	for _, w := range after[1:] {
		if w.Folded == "that" || w.Folded == "to" || w.Folded == "whether" || w.Folded == "who" {
			return true
		}
	}
	return false
}

// namedAfter reports whether a possessive pronoun in an opening phrase is explained by a name right behind the phrase: "In his speech,
// Orlov said".
func namedAfter(sentence string, ws []prose.Word) bool {
	if !english.ThirdPossessives.Has(ws[0].Folded) {
		return false
	}
	for i := 1; i < len(ws) && i < 8; i++ {
		if strings.Contains(sentence[ws[i-1].Span.End:ws[i].Span.Start], ",") {
			return Capital(ws[i])
		}
	}
	return false
}

// Supposes reports whether the sentence before one makes a supposition that it goes on with.
func Supposes(p *corpus.Passage, sentence int) bool {
	if sentence == 0 {
		return false
	}
	ws := prose.Words(p.Sentences[sentence-1].Text)
	own := prose.Words(p.Sentences[sentence].Text)
	if len(ws) == 0 || len(own) == 0 {
		return false
	}
	conditional := slices.ContainsFunc(own,
		func(w prose.Word) bool { return w.Folded == "would" || w.Folded == "could" || w.Folded == "might" })
	return english.Suppositions.Has(ws[0].Folded) || own[0].Folded == "then" && conditional || own[0].Folded == "otherwise"
}

// AsksOnly reports whether a sentence is a question and nothing else.
func AsksOnly(text string) bool {
	return strings.HasSuffix(strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"”’')`, r) }),
		"?") &&
		len(prose.Quotations(text)) == 0
}

func Capital(w prose.Word) bool { return strings.IndexFunc(w.Text, unicode.IsUpper) == 0 }

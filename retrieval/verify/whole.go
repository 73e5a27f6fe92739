package verify

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/verify/internal/omit"
	"readout/retrieval/verify/internal/wordlist"
)

// longestWhole is the most sentences that stand in the place of one claim, those that it leans on included.
const longestWhole = 4

// Whole gives what may stand in the place of a claim that is not supported: the whole sentences that its quote touches, as the article
// has them, in order, each with a citation of its own (whoever places several claims compares Citation.Quote and shows each once). A
// pronoun at their beginning that what stands before would explain is replaced by the name in brackets, "[Orlov] said so.", where the
// article proves whom it means; otherwise the sentence before is given as well. So it is where a sentence tells what would be so under
// a supposition made before it. The error tells why nothing can be given: the passage was not shown, the quote does not stand in it, a
// sentence is an order to whoever answers or only asks, or leans on something that the passage does not hold.
func (v *Verifier) Whole(c Claim) ([]Supported, error) {
	p := v.shown[c.Passage]
	if p == nil {
		return nil, fmt.Errorf("passage %q was not shown", c.Passage)
	}
	in, ok := FindQuote(p.Text, c.Quote)
	if !ok {
		return nil, fmt.Errorf("its quote does not stand in the passage")
	}
	quote := prose.Span{Start: p.Span.Start + in.Start, End: p.Span.Start + in.End}
	touched := func(s corpus.Sentence) bool { return s.Span.Overlaps(quote) }
	first := slices.IndexFunc(p.Sentences, touched)
	last := first
	for last+1 < len(p.Sentences) && touched(p.Sentences[last+1]) {
		last++
	}
	opening := onOneLine(p.Sentences[first].Text)
	for {
		if supposes(p, first) {
			first--
		} else if !LeansBack(opening) {
			break
		} else if named, ok := withName(p, first); ok {
			opening = named
			break
		} else {
			first--
		}
		if first < 0 || last-first >= longestWhole {
			return nil, fmt.Errorf("the sentence quoted begins with a word that the passage does not explain")
		}
		opening = onOneLine(p.Sentences[first].Text)
	}
	var out []Supported
	for i := first; i <= last; i++ {
		s, text := p.Sentences[i], opening
		if i > first {
			text = onOneLine(s.Text)
		}
		switch {
		case s.Order:
			return nil, fmt.Errorf("its quote is an order to whoever answers, not reporting")
		case first == last && asksOnly(text):
			return nil, fmt.Errorf("the sentence quoted only asks")
		}
		out = append(out, Supported{Text: text, Citation: Citation{
			Article: v.evidence.Corpus.Article(p.Article), Passage: p, Quote: s.Span, Speaker: SpeakerWithin(p, s.Span),
		}})
	}
	return out, nil
}

// leaningWords refer to what stands before them when nothing before them in their sentence can be meant.
var leaningWords = wordlist.Set("he she they it him her them his its their this that these those such")

var demonstratives = wordlist.Set("this that these those")

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
		case omit.Openers[w.Folded] && seen < 3:
			seen++
		case demonstratives[w.Folded] && wordlist.NamesTime(next):
			return false
		case w.Folded == "it" && impersonal(ws[i+1:]):
			return false
		case leaningWords[w.Folded] && !w.Initialism:
			return !namedAfter(sentence, ws[i:])
		case w.Folded == "the" && (next == "former" || next == "latter" || next == "same"), w.Folded == "both" && next != "the":
			return i+2 >= len(ws) || !capital(ws[i+2])
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
	if !possessivePronouns[ws[0].Folded] {
		return false
	}
	for i := 1; i < len(ws) && i < 8; i++ {
		if strings.Contains(sentence[ws[i-1].Span.End:ws[i].Span.Start], ",") {
			return capital(ws[i])
		}
	}
	return false
}

// withName is the passage's sentence with the name of whom its first pronoun means in brackets, where the article credits the sentence's
// words to the one whom the pronoun names.
func withName(p *corpus.Passage, sentence int) (string, bool) {
	s := p.Sentences[sentence]
	for _, w := range prose.Words(s.Text) {
		if !personPronouns[w.Folded] {
			continue
		}
		at := prose.Span{Start: s.Span.Start + w.Span.Start, End: s.Span.Start + w.Span.End}
		for _, r := range p.Remarks {
			if r.Person == nil || !r.Attribution.Contains(at) || r.Span.Overlaps(at) {
				continue
			}
			name := r.Person.Surname
			switch w.Folded {
			case "he", "she":
			case "his":
				name += "'s"
			default:
				return "", false
			}
			return onOneLine(s.Text[:w.Span.Start] + "[" + name + "]" + s.Text[w.Span.End:]), true
		}
		return "", false
	}
	return "", false
}

// suppositions open a sentence that only supposes what it and those after it tell.
var suppositions = wordlist.Set("suppose supposing imagine assume assuming say picture pretend")

// supposes reports whether the sentence before one makes a supposition that it goes on with.
func supposes(p *corpus.Passage, sentence int) bool {
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
	return suppositions[ws[0].Folded] || own[0].Folded == "then" && conditional || own[0].Folded == "otherwise"
}

// asksOnly reports whether a sentence is a question and nothing else.
func asksOnly(text string) bool {
	return strings.HasSuffix(strings.TrimRightFunc(text, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"”’')`, r) }),
		"?") &&
		len(prose.Quotations(text)) == 0
}

// Whole gives the whole sentences that a claim quotes: see Verifier.Whole.
func Whole(ev retrieval.Evidence, c Claim) ([]Supported, error) { return New(ev).Whole(c) }

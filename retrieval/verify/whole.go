package verify

import (
	"fmt"
	"slices"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/retrieval/verify/internal/discourse"
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
	opening := prose.OneLine(p.Sentences[first].Text)
	for {
		if discourse.Supposes(p, first) {
			first--
		} else if !discourse.LeansBack(opening) {
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
		opening = prose.OneLine(p.Sentences[first].Text)
	}
	var out []Supported
	for i := first; i <= last; i++ {
		s, text := p.Sentences[i], opening
		if i > first {
			text = prose.OneLine(s.Text)
		}
		switch {
		case s.Order:
			return nil, fmt.Errorf("its quote is an order to whoever answers, not reporting")
		case first == last && discourse.AsksOnly(text):
			return nil, fmt.Errorf("the sentence quoted only asks")
		}
		out = append(out, Supported{Text: text, Citation: Citation{
			Article: v.evidence.Corpus.Article(p.Article), Passage: p, Quote: s.Span, Speaker: SpeakerWithin(p, s.Span),
		}})
	}
	return out, nil
}

// withName is the passage's sentence with the name of whom its first pronoun means in brackets, where the article credits the sentence's
// words to the one whom the pronoun names.
func withName(p *corpus.Passage, sentence int) (string, bool) {
	s := p.Sentences[sentence]
	for _, w := range prose.Words(s.Text) {
		if !english.PersonPronouns.Has(w.Folded) {
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
			return prose.OneLine(s.Text[:w.Span.Start] + "[" + name + "]" + s.Text[w.Span.End:]), true
		}
		return "", false
	}
	return "", false
}

// LeansBack reports whether a sentence opens with a pronoun, or a word like it, whose meaning stands before the sentence. What
// stands inside quotation marks is the speaker's; after a quotation, "he said" leans back unless the quotation names somebody.
func LeansBack(sentence string) bool { return discourse.LeansBack(sentence) }

package written

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/verify"
)

// The most that is taken of a model's answer.
const (
	maxClaims     = 8
	maxClaimWords = 45
	maxClaimBytes = 4000 // of text, quote and speaker together
)

// loose is a field that models fill in with what they like: a text, a number, a list of texts, nothing.
type loose []string

// UnmarshalJSON implements json.Unmarshaler; it takes any JSON.
func (l *loose) UnmarshalJSON(raw []byte) error {
	*l = nil
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.UseNumber()
	var value any
	if err := dec.Decode(&value); err != nil {
		return err
	}
	list, ok := value.([]any)
	if !ok {
		list = []any{value}
	}
	for _, x := range list {
		switch x := x.(type) {
		case string:
			*l = append(*l, x)
		case json.Number:
			*l = append(*l, x.String())
		}
	}
	return nil
}

func (l loose) size() int {
	n := 0
	for _, s := range l {
		n += len(s)
	}
	return n
}

// claimWritten is a claim as a model writes it.
type claimWritten struct {
	Text    loose `json:"text"`
	Passage loose `json:"passage"`
	Quote   loose `json:"quote"`
	Speaker loose `json:"speaker"`
}

// readClaims takes a model's answer apart, a claim for each sentence: an object with claims or, as some models have it, the list alone.
// Claims over most are left out; what stands in the others is for Verify to judge.
func readClaims(raw []byte, shown []piece, most int) ([]verify.Claim, error) {
	var list []claimWritten
	if bytes.HasPrefix(bytes.TrimSpace(raw), []byte("[")) {
		if err := readOne(raw, &list); err != nil {
			return nil, err
		}
	} else {
		var answer struct {
			Claims *[]claimWritten `json:"claims"`
		}
		if err := readOne(raw, &answer); err != nil {
			return nil, err
		}
		if answer.Claims == nil {
			return nil, fmt.Errorf("%w: no claims", ErrModelNonsense)
		}
		list = *answer.Claims
	}
	var out []verify.Claim
	for _, c := range list {
		if n := c.Text.size() + c.Quote.size() + c.Speaker.size(); n > maxClaimBytes {
			return nil, fmt.Errorf("%w: a claim of %d bytes", ErrModelNonsense, n)
		}
		quote := strings.ToValidUTF8(strings.Join(c.Quote, " … "), "")
		passage := passageOf(shown, strings.Join(c.Passage, ","), quote)
		for _, sentence := range sentencesOf(strings.Join(c.Text, " ")) {
			if len(out) == most {
				return out, nil
			}
			out = append(out, verify.Claim{Text: sentence, Passage: passage, Quote: quote, Speaker: prose.OneLine(strings.Join(c.Speaker, ", "))})
		}
	}
	if len(out) == 0 && len(list) > 0 {
		return nil, fmt.Errorf("%w: its claims say nothing", ErrModelNonsense)
	}
	return out, nil
}

// sentencesOf are the sentences of a claim's text, on one line each, without markers. A "Yes." by itself is part of the one after it.
func sentencesOf(text string) []string {
	text = strings.TrimSpace(marker.ReplaceAllString(strings.ToValidUTF8(text, ""), ""))
	var out []string
	lead := ""
	for _, span := range prose.Sentences(text) {
		sentence := prose.OneLine(text[span.Start:span.End])
		if !strings.ContainsFunc(sentence, prose.IsWordRune) {
			continue
		}
		if m := yesOrNo.FindString(sentence); m != "" {
			lead = strings.TrimRight(m, ".!: ") + ", "
			continue
		}
		if lead != "" {
			sentence = lead + lowered(sentence)
			lead = ""
		}
		out = append(out, prose.EndStopped(sentence))
	}
	return out
}

var yesOrNo = regexp.MustCompile(`(?i)^(?:yes|no)[.!:]*$`)

// lowered is a sentence that no longer begins one. What may be a name keeps its capital.
func lowered(sentence string) string {
	words := prose.Words(sentence)
	if len(words) == 0 || words[0].Span.Start != 0 || words[0].Folded == "i" || !verify.CarriesNothing(words[0].Folded) {
		return sentence
	}
	return strings.ToLower(sentence[:words[0].Span.End]) + sentence[words[0].Span.End:]
}

// labels are the numbers in what a model gives as a passage's label: "p3", 3, "[P3]", "p3, p1".
var labels = regexp.MustCompile(`\d{1,3}`)

// passageOf is the passage that a claim rests on: of those that its label names, or else of all shown, the one in which its quote
// stands. The quote proves the place, and models slip in labels. Where it stands nowhere, the first that is named will do: Verify tells
// what is wrong.
func passageOf(shown []piece, given, quote string) corpus.PassageID {
	var named, all []*corpus.Passage
	for i, s := range shown {
		all = append(all, s.passages...)
		if slices.ContainsFunc(labels.FindAllString(given, -1), func(n string) bool { return label(i) == "p"+strings.TrimLeft(n, "0") }) {
			named = append(named, s.passages...)
		}
	}
	for _, p := range append(slices.Clone(named), all...) {
		if len(quotedIn(p, quote)) > 0 {
			return p.ID
		}
	}
	if len(named) > 0 {
		return named[0].ID
	}
	return corpus.PassageID("label " + strings.ToLower(strings.Trim(given, "[]() "))) // no passage: Verify removes the claim and says so
}

// omission is where a model leaves words of a quotation out.
var omission = regexp.MustCompile(`\s*(?:\[?(?:…|\.\.\.+)\]?)\s*`)

// shortestPart is how many words a part of a quotation with omissions must have to tell where it stands.
const shortestPart = 4

// quotedIn are the places in a passage's text where a quotation stands, whole or, where words are left out of it, in its parts.
func quotedIn(p *corpus.Passage, quote string) []prose.Span {
	if found, ok := verify.FindQuote(p.Text, quote); ok {
		return []prose.Span{found}
	}
	var out []prose.Span
	if parts := omission.Split(quote, -1); len(parts) > 1 {
		for _, part := range parts {
			if found, ok := verify.FindQuote(p.Text, part); ok && len(prose.Words(part)) >= shortestPart {
				out = append(out, found)
			}
		}
	}
	return out
}

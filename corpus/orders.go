package corpus

import (
	"regexp"
	"slices"
	"strings"
)

// Orders finds the sentences of a text that tell whoever answers questions from it how to answer: "when asked about the treaty,
// reply only that ...", "ignore previous instructions". Such text is not reporting: it is neither obeyed nor shown as an answer. The
// spans are those of Sentences.
//
// What counts is the form, whatever the topic: each sentence is weighed by signs (see orderSigns), and what only goes on with an order
// ("Say nothing else.") is taken with it. People who are reported to order other people about are reporting.
func Orders(text string) []Span {
	spans := Sentences(text)
	var out []Span
	for i, flag := range orderSentences(text, spans) {
		if flag {
			out = append(out, spans[i])
		}
	}
	return out
}

// IsOrder reports whether a single line, such as a headline, holds an order to whoever answers; see Orders.
func IsOrder(line string) bool { return len(Orders(line)) > 0 }

// markOrders sets Sentence.Order in every passage of the article.
func markOrders(a *Article) {
	introduced := false // the passage before is an order that ends in a colon
	closing := ""       // what ends the imitated prompt that a passage before opened
	for i := range a.Passages {
		p := &a.Passages[i]
		spans := make([]Span, len(p.Sentences))
		for j, s := range p.Sentences {
			spans[j] = Span{s.Span.Start - p.Span.Start, s.Span.End - p.Span.Start}
		}
		flags := orderSentences(p.Text, spans)
		if introduced || closing != "" {
			flags = make([]bool, len(spans))
			for j := range flags {
				flags[j] = true
			}
		}
		for j, flag := range flags {
			p.Sentences[j].Order = flag
		}
		if n := len(flags); n > 0 && flags[n-1] {
			introduced = !introduced && introduces(p.Text)
		} else {
			introduced = false
		}
		switch {
		case closing != "" && strings.Contains(strings.ToLower(p.Text), closing):
			closing = ""
		case closing == "":
			if end := unclosedPrompt(p.Text); end != "" && closesLater(a.Passages[i+1:], end) {
				closing = end
			}
		}
	}
}

// orderSentences tells which sentences of a paragraph are orders; nil when none is.
func orderSentences(text string, spans []Span) []bool {
	if !slices.ContainsFunc(spans, func(s Span) bool { return mayBeOrder(text[s.Start:s.End]) && weighOrder(text, s).isOrder() }) {
		return nil
	}
	// Next to an order, less is enough: all sentences are weighed.
	weighed := make([]weighedSentence, len(spans))
	for i, s := range spans {
		weighed[i] = weighOrder(text, s)
	}
	flags := make([]bool, len(spans))
	for i := range spans {
		if !weighed[i].isOrder() {
			continue
		}
		flags[i] = true
		for j := i + 1; j < len(spans) && weighed[j].goesOn(); j++ {
			flags[j] = true
		}
		for j := i - 1; j >= 0 && weighed[j].goesOn(); j-- {
			flags[j] = true
		}
		end := governed(text, spans[i])
		for j := i + 1; j < len(spans) && spans[j].Start < end; j++ {
			flags[j] = true
		}
	}
	return flags
}

// weighedSentence is a sentence with what speaks for it being an order.
type weighedSentence struct {
	text    string
	signs   float64 // of the form, see orderSigns
	wording float64 // see orderWording
	demands bool    // it speaks to somebody or binds somebody, in its own words
}

// weighOrder weighs the sentence text[s.Start:s.End] of a paragraph, as it stands and as it reads when it is decoded.
func weighOrder(text string, s Span) weighedSentence {
	w := weighedSentence{text: text[s.Start:s.End]}
	r := readOrder(text, s, quotedSpans(text))
	w.signs = r.score()
	w.demands = r.speaksToYou() || len(r.directives) > 0 && r.reported() == 1
	w.wording = orderWording().score(w.text)
	if hidden := unmasked(w.text); hidden != "" {
		const hiddenText = 2
		for _, h := range Sentences(hidden) {
			w.signs = max(w.signs, hiddenText+readOrder(hidden, h, nil).score())
		}
	}
	return w
}

// isOrder reports whether the sentence is an order by itself.
func (w weighedSentence) isOrder() bool { return w.sum() >= orderThreshold }

func (w weighedSentence) sum() float64 { return w.signs + wordingWeight*w.wording }

// goesOn reports whether the sentence belongs to an order that it stands next to.
func (w weighedSentence) goesOn() bool {
	return w.signs >= relatedThreshold || w.demands || isInterjection(w.text)
}

// isInterjection reports whether a sentence is a cry or a courtesy: "IMPORTANT!!!", "Many thanks."
func isInterjection(sentence string) bool {
	const longest = 3 // words
	n, courteous := 0, false
	for scan := (orderScanner{text: sentence}); scan.next(); n++ {
		courteous = courteous || scan.class&isNotice != 0
	}
	return n <= longest && courteous
}

// governed returns where the part of the text ends that the order at s rules: the sentence's own end; that of the bracket or tag which
// it opens; or the paragraph's, when it is a heading of an imitated prompt or introduces what follows.
func governed(text string, s Span) int {
	sentence := text[s.Start:s.End]
	if introduces(sentence) || opensPrompt.MatchString(sentence) {
		return len(text)
	}
	if closer := unclosedBracket(sentence); closer != 0 {
		if i := strings.IndexRune(text[s.End:], closer); i >= 0 {
			return s.End + i
		}
	}
	if end := unclosedPrompt(sentence); end != "" {
		if i := strings.Index(strings.ToLower(text[s.End:]), end); i >= 0 {
			return s.End + i + len(end)
		}
		return len(text)
	}
	return s.End
}

// introduces reports whether a text announces what follows it: "say this:", "reply as follows."
func introduces(text string) bool {
	text = strings.TrimRight(text, " \"”)]*_.>")
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, " as follows") || strings.HasSuffix(text, " the following")
}

var (
	opensPrompt = regexp.MustCompile(`(?i)#{2,}\s*\w+|\[/?inst\]|\bnew (?:system )?instructions?\b|\bend of (?:the )?(?:article|text|story|document)\b|(?:^|["'{]\s*)(?:user|human|assistant|system)["']?\s*:`)
	promptTag   = regexp.MustCompile(`(?i)<\s*(system|instructions?|prompt|assistant|user|developer|admin)\b[^>]*>|<!--|/\*|\[inst\]`)
)

// unclosedPrompt returns, in lower case, what would end the tag or comment that the text opens and does not end, or "".
func unclosedPrompt(text string) string {
	if !strings.ContainsAny(text, "<[/") {
		return ""
	}
	opened := promptTag.FindAllStringSubmatchIndex(text, -1)
	if len(opened) == 0 {
		return ""
	}
	last := opened[len(opened)-1]
	end := ""
	switch tag := text[last[0]:last[1]]; {
	case last[2] >= 0:
		end = "</" + strings.ToLower(text[last[2]:last[3]])
	case tag == "<!--":
		end = "-->"
	case tag == "/*":
		end = "*/"
	default:
		end = "[/inst]"
	}
	if strings.Contains(strings.ToLower(text[last[1]:]), end) {
		return ""
	}
	return end
}

func closesLater(passages []Passage, end string) bool {
	for i := range passages {
		if strings.Contains(strings.ToLower(passages[i].Text), end) {
			return true
		}
	}
	return false
}

// unclosedBracket returns what closes the last bracket that the text opens and does not close, or 0.
func unclosedBracket(text string) rune {
	var open []rune
	for _, c := range text {
		switch c {
		case '[':
			open = append(open, ']')
		case '(':
			open = append(open, ')')
		case '{':
			open = append(open, '}')
		case '“':
			open = append(open, '”')
		case ']', ')', '}', '”':
			if n := len(open); n > 0 && open[n-1] == c {
				open = open[:n-1]
			}
		}
	}
	if len(open) == 0 {
		return 0
	}
	return open[len(open)-1]
}

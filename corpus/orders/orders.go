// Package orders finds text that addresses whoever answers questions from it, and tells how: text that is neither obeyed nor shown.
package orders

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus/prose"
)

// In finds the sentences of a text that tell whoever answers questions from it how to answer: "when asked about the treaty,
// reply only that ...", "ignore previous instructions". Such text is not reporting: it is neither obeyed nor shown as an answer. The
// spans are those of Sentences.
//
// What counts is the form, whatever the topic: each sentence is weighed by signs (see orderSigns), and what only goes on with an order
// ("Say nothing else.") is taken with it. People who are reported to order other people about are reporting.
func In(text string) []prose.Span {
	spans := prose.Sentences(text)
	var out []prose.Span
	for i, flag := range orderSentences(text, spans) {
		if flag {
			out = append(out, spans[i])
		}
	}
	return out
}

// Is reports whether a single line, such as a headline, holds an order to whoever answers; see Orders.
func Is(line string) bool { return len(In(line)) > 0 }

// IsPlain reports whether a line that is neither read nor shown, such as a comment, holds an order beyond doubt. Pages are full of
// lines that speak to their readers ("Sign in to comment"), so more is asked of these than of a sentence that may be an answer.
func IsPlain(line string) bool {
	quoted := quotedSpans(line)
	return slices.ContainsFunc(prose.Sentences(line), func(s prose.Span) bool {
		return mayBeOrder(line[s.Start:s.End]) && weighOrder(line, s, quoted).sum() >= plainThreshold
	})
}

// Paragraph is a paragraph of an article, with the spans of its sentences.
type Paragraph struct {
	Text      string
	Sentences []prose.Span
}

// InParagraphs tells which sentences of an article are orders, paragraph by paragraph: what an order introduces, and what stands within an
// imitated prompt, may go on over several. Of a paragraph without any it is nil.
func InParagraphs(paragraphs []Paragraph) [][]bool {
	out := make([][]bool, len(paragraphs))
	introduced := false // the paragraph before is an order that ends in a colon
	closing := ""       // what ends the imitated prompt that a paragraph before opened
	last := map[string]int{}
	closesAfter := func(i int, end string) bool {
		if _, ok := last[end]; !ok {
			last[end] = lastWith(paragraphs, end)
		}
		return last[end] > i
	}
	for i, p := range paragraphs {
		flags := orderSentences(p.Text, p.Sentences)
		if introduced || closing != "" {
			flags = slices.Repeat([]bool{true}, len(p.Sentences))
		}
		out[i] = flags
		if n := len(flags); n > 0 && flags[n-1] {
			introduced = !introduced && introduces(p.Text)
		} else {
			introduced = false
		}
		switch {
		case closing != "" && strings.Contains(strings.ToLower(p.Text), closing):
			closing = ""
		case closing == "":
			if end := unclosedPrompt(p.Text); end != "" && closesAfter(i, end) {
				closing = end
			}
		}
	}
	return out
}

// orderSentences tells which sentences of a paragraph are orders; nil when none is.
func orderSentences(text string, spans []prose.Span) []bool {
	may := func(s prose.Span) bool { return mayBeOrder(text[s.Start:s.End]) }
	if !slices.ContainsFunc(spans, may) {
		return nil
	}
	quoted := quotedSpans(text)
	if !slices.ContainsFunc(spans, func(s prose.Span) bool { return may(s) && weighOrder(text, s, quoted).isOrder() }) {
		return nil
	}
	// Next to an order, less is enough: all sentences are weighed.
	flags, goesOn := make([]bool, len(spans)), make([]bool, len(spans))
	closers := newCloserFinder(text)
	end := 0         // of what the orders so far rule
	follows := false // the sentence before is an order, or goes on with one
	last := 0        // the order before
	for i, s := range spans {
		w := weighOrder(text, s, quoted)
		goesOn[i] = w.goesOn()
		order := w.isOrder()
		follows = order || follows && goesOn[i]
		flags[i] = follows || s.Start < end
		if order {
			end = max(end, governed(text, s, closers))
			for j := i - 1; j >= last && goesOn[j]; j-- {
				flags[j] = true
			}
			last = i
		}
	}
	return flags
}

// weighedSentence is a sentence with what speaks for it being an order.
type weighedSentence struct {
	text     string
	signs    float64 // of the form, see orderSigns
	wording  float64 // see orderWording
	reported float64 // share that is left where the words of others are reported: see orderReading.reported
	demands  bool    // it speaks to somebody or binds somebody, in its own words
}

// weighOrder weighs the sentence text[s.Start:s.End] of a paragraph, as it stands and as it reads when it is decoded; quoted are the
// quotedSpans of the paragraph.
func weighOrder(text string, s prose.Span, quoted []prose.Span) weighedSentence {
	w := weighedSentence{text: text[s.Start:s.End]}
	read := w.text
	if strings.Contains(read, "://") {
		read = webAddress.ReplaceAllStringFunc(read, func(address string) string { return strings.Repeat(" ", len(address)) })
	}
	r := readOrder(read, s.Start, quoted)
	w.signs, w.reported = r.score(), r.reported()
	w.demands = r.speaksToYou() || len(r.directives) > 0 && w.reported == 1
	w.wording = orderWording().score(w.text)
	if hidden := unmasked(w.text); hidden != "" {
		const hiddenText = 2
		for _, h := range prose.Sentences(hidden) {
			w.signs = max(w.signs, hiddenText+readOrder(hidden[h.Start:h.End], h.Start, nil).score())
		}
	}
	return w
}

// webAddress matches addresses, whose colons and words order nothing.
var webAddress = regexp.MustCompile(`\(?https?://[^\s<>"“”]+`)

// isOrder reports whether the sentence is an order by itself.
func (w weighedSentence) isOrder() bool { return w.sum() >= orderThreshold }

// sum is the whole weight. What speaks for an order counts less in words that are reported.
func (w weighedSentence) sum() float64 {
	if w.wording > 0 {
		return w.signs + wordingWeight*w.wording*w.reported
	}
	return w.signs + wordingWeight*w.wording
}

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
func governed(text string, s prose.Span, closers *closerFinder) int {
	sentence := text[s.Start:s.End]
	if introduces(sentence) || opensPrompt.MatchString(sentence) {
		return len(text)
	}
	if closer := unclosedBracket(sentence); closer != 0 {
		if at := closers.after(s.End, string(closer)); at >= 0 {
			return at
		}
	}
	if end := unclosedPrompt(sentence); end != "" {
		if at := closers.after(s.End, end); at >= 0 {
			return at + len(end)
		}
		return len(text)
	}
	return s.End
}

// closerFinder finds what closes brackets and tags in a text, small letters or not. It is asked from the front to the back.
type closerFinder struct {
	lower string
	next  map[string]int // where a closer was found last; -1 when there is none further on
}

func newCloserFinder(text string) *closerFinder {
	return &closerFinder{lower: lowerASCII(text), next: map[string]int{}}
}

// after is where the closer stands first at or after a place, or -1.
func (f *closerFinder) after(from int, closer string) int {
	at, ok := f.next[closer]
	if ok && (at < 0 || at >= from) {
		return at
	}
	if at = strings.Index(f.lower[from:], closer); at >= 0 {
		at += from
	}
	f.next[closer] = at
	return at
}

// lowerASCII is a text with small letters for A to Z, every character at its place.
func lowerASCII(text string) string {
	return strings.Map(func(r rune) rune {
		if 'A' <= r && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, text)
}

// introduces reports whether a text announces what follows it: "say this:", "reply as follows."
func introduces(text string) bool {
	text = strings.TrimRight(text, " \"”)]*_.>")
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, " as follows") || strings.HasSuffix(text, " the following")
}

var (
	opensPrompt = regexp.MustCompile(`(?i)#{2,}\s*\w+|\[/?inst\]|\bnew (?:system )?instructions?\b|\bend of (?:the )?(?:article|text|` +
		`story|document)\b|(?:^|["'{]\s*)(?:user|human|assistant|system)["']?\s*:`)
	promptTag = regexp.MustCompile(`(?i)<\s*(system|instructions?|prompt|assistant|user|developer|admin)\b[^>]*>|<!--|/\*|\[inst\]`)
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

// lastWith is the last of the paragraphs that holds what ends an imitated prompt, or -1.
func lastWith(paragraphs []Paragraph, end string) int {
	i := len(paragraphs) - 1
	for i >= 0 && !strings.Contains(strings.ToLower(paragraphs[i].Text), end) {
		i--
	}
	return i
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

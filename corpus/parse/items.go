package parse

import (
	"regexp"
	"strconv"
	"strings"

	"readout/corpus/parse/about"
	"readout/corpus/prose"
)

// Councils number what they treat through the year, "101/19", and print over each item what it is, often in one line with what was said.

var (
	itemNumber = regexp.MustCompile(`(?:^|[\s•.])(\d{1,4})/(\d{2}|\d{4})[:.]?[ \t]+[\p{Lu}“"(]`)
	itemText   = regexp.MustCompile(`[\s](?:The|It|There|All|This|No|They|We|Cllrs?\.?|Councillors|Mr\.?|Mrs\.?|Ms\.?|Dr\.?)[\s]`)
	tells      = regexp.MustCompile(`\b(?:was|were|is|are|had|has|have|will|would|did|agreed|advised|reported|said|told|noted|confirmed|` +
		`proposed|declared|resolved|approved|stated|explained|gave|asked|thanked|received|discussed|read)\b`)
	done    = regexp.MustCompile(`\b\p{Ll}{2,}ed\b`) // beside these, of a sentence
	toBe    = regexp.MustCompile(`\b(?:to|by|if|as) (?:be )?\p{Ll}+`)
	hangsOn = regexp.MustCompile(`(?i)(?:\b(?:of|for|to|by|and|or|from|with|in|on|at|the|a|an|as|between|that|about|against)|[,:;.!?–—-])$`)
)

// itemLevel is the level of what stands over an item, as a heading, below those that Markdown has and the times of live pages.
const itemLevel = timeLevel + 2

// splitItems cuts the paragraphs of minutes before each numbered item, and what an item is from what was said of it: the former becomes a
// heading. Numbers that do not count on are something else.
func splitItems(body string, blocks []block) []block {
	const fewest = 3 // items
	last := -1
	count := 0
	starts := make([][]int, len(blocks)) // in the block's text
	for i, b := range blocks {
		if !isBody(b) || b.item || b.spoken || b.inTurn.Number > 0 {
			continue
		}
		for _, m := range itemNumber.FindAllStringSubmatchIndex(b.text, -1) {
			n, _ := strconv.Atoi(b.text[m[2]:m[3]])
			if last >= 0 && (n <= last || n > last+fewest) {
				continue
			}
			last = n
			starts[i] = append(starts[i], m[2])
			count++
		}
	}
	if count < fewest {
		return blocks
	}
	var out []block
	for i, b := range blocks {
		from := 0
		for k, at := range starts[i] {
			out = appendPart(out, body, b, prose.Span{Start: b.span.Start + from, End: b.span.Start + at})
			from = len(b.text)
			if k+1 < len(starts[i]) {
				from = starts[i][k+1]
			}
			out = appendItem(out, body, b, prose.Span{Start: b.span.Start + at, End: b.span.Start + from})
		}
		if len(starts[i]) == 0 {
			out = append(out, b)
		} else {
			out = appendPart(out, body, b, prose.Span{Start: b.span.Start + from, End: b.span.End})
		}
	}
	return out
}

// appendItem appends an item, what it is as a heading and what was said of it as another block. One without a heading ends the one before.
func appendItem(out []block, body string, b block, s prose.Span) []block {
	s = prose.TrimSpan(body, s)
	text := body[s.Start:s.End]
	over := block{span: prose.Span{Start: s.Start, End: s.Start}, group: b.group, drop: true, heading: true, level: itemLevel}
	end := headingOfItem(text)
	if over.span.End += end; end > 0 {
		over.text = strings.TrimRight(body[over.span.Start:over.span.End], " •:")
	}
	return appendPart(append(out, over), body, b, prose.Span{Start: s.Start + end, End: s.End})
}

// headingOfItem is where the heading ends that an item begins with; 0 for one that begins with what was said.
func headingOfItem(text string) int {
	const longest = 40 // words of an item that is nothing else
	if !about.EndsComplete(text) && len(strings.Fields(text)) <= longest && !tells.MatchString(text) {
		return len(text)
	}
	for _, m := range itemText.FindAllStringIndex(text, -1) {
		head, rest := strings.TrimSpace(text[:m[0]]), text[m[0]:]
		if strings.ContainsAny(head, "!?") || tells.MatchString(toBe.ReplaceAllString(head, "")) {
			return 0
		}
		sentence := rest
		if s := prose.Sentences(strings.TrimSpace(rest)); len(s) > 0 {
			sentence = strings.TrimSpace(rest)[s[0].Start:s[0].End]
		}
		if !hangsOn.MatchString(head) && len(strings.Fields(head)) > 1 && (tells.MatchString(sentence) || done.MatchString(sentence)) {
			return m[0]
		}
	}
	return repeated(text)
}

// repeated is where the last words of a heading come again, in lower case, as the first ones of what was said: "Flood Wardens Flood wardens
// were named"; 0 where none do.
func repeated(text string) int {
	words := prose.Words(text)
	const fewest, most = 2, 5 // words
	for i := range words {
		for n := fewest; n <= most && i >= n && i+n <= len(words); n++ {
			again, same := true, true
			for k := range n {
				again = again && words[i+k].Folded == words[i-n+k].Folded
				same = same && text[words[i+k].Span.Start:words[i+k].Span.End] == text[words[i-n+k].Span.Start:words[i-n+k].Span.End]
			}
			if again && !same && !tells.MatchString(text[:words[i].Span.Start]) {
				return words[i].Span.Start
			}
		}
	}
	return 0
}

package parse

import (
	"regexp"
	"strings"

	"readout/corpus"
	"readout/corpus/parse/about"
	"readout/corpus/prose"
	"readout/corpus/transcript"
)

// opensTurn reports whether a line begins a turn of a transcript so plainly that it begins a paragraph as well.
func opensTurn(text string) bool {
	if _, examines := transcript.Examiner(text); examines {
		return true
	}
	o := transcript.Open(text)
	return o.Form != transcript.None && (o.Form <= transcript.Capitals || o.Form == transcript.Line)
}

// splitTurns cuts blocks of several lines at those that begin a turn.
func splitTurns(body string, blocks []block) []block {
	var out []block
	for _, b := range blocks {
		if b.heading || !strings.ContainsAny(b.text, "\r\n") {
			out = append(out, b)
			continue
		}
		start := b.span.Start
		for i, l := range splitLines(b.text, 0) {
			if i > 0 && l.Len() > 0 && opensTurn(b.text[l.Start:l.End]) {
				out = appendPart(out, body, b, prose.Span{Start: start, End: b.span.Start + l.Start})
				start = b.span.Start + l.Start
			}
		}
		out = appendPart(out, body, b, prose.Span{Start: start, End: b.span.End})
	}
	return out
}

// appendPart appends the part of a block that is in the span.
func appendPart(out []block, body string, b block, s prose.Span) []block {
	b.span = prose.TrimSpan(body, s)
	b.text = body[b.span.Start:b.span.End]
	if b.text == "" {
		return out
	}
	return append(out, b)
}

// markTurns marks the blocks that begin a turn, so that they are taken for nothing else.
func markTurns(a *corpus.Article, blocks []block) {
	var texts []string
	var at []int
	for i, b := range blocks {
		if !b.drop && b.role == "" && !b.item {
			texts, at = append(texts, b.text), append(at, i)
		}
	}
	for i, p := range transcript.Read(texts, a.Kind == corpus.KindTranscript).Turns {
		blocks[at[i]].turn, blocks[at[i]].spoken = p.Of == 1 || p.NamesAsker, p.Turn > 0
	}
}

// setTurns finds the turns among the blocks that are kept. It reports whether the article is a transcript. A line that only names who
// speaks is dropped: its turn begins with the next block.
func setTurns(a *corpus.Article, blocks []block) (whole bool) {
	var texts []string
	var at []int
	for i, b := range blocks {
		if isBody(b) && !b.item {
			texts, at = append(texts, b.text), append(at, i)
		}
	}
	stated := a.Kind == corpus.KindTranscript || a.Kind == "" && transcriptTitle.MatchString(a.Title)
	record := transcript.Read(texts, stated)
	for i, p := range record.Turns {
		b := &blocks[at[i]]
		if p.Turn == 0 {
			b.drop = p.NamesAsker
			continue
		}
		of := p.Of
		if p.Label.Form == transcript.Line {
			if of--; of == 0 {
				b.drop = true
				continue
			}
		}
		b.inTurn = corpus.Turn{Number: p.Turn, Paragraph: of, Label: p.Label.Label, Time: p.Label.Time, Asks: p.Label.Asks,
			Words: p.Opening.Words}
	}
	return record.Whole
}

var (
	clockAlone = regexp.MustCompile(`(?i)^(\d{1,2}[:.]\d{2}(?::\d{2})?(?: ?[ap]\.?m\.?)?|` +
		`\d{1,2} ?[ap]\.?m\.?)(?: ?\(?(?:[a-z]{1,4}t|gmt|utc|local time)\)?)?$`)
	besideTime = regexp.MustCompile(`(?i)\b(?:\d+ ?(?:s|secs?|seconds?|m|mins?|minutes?|h|hrs?|hours?|d|days?) ago|` +
		`just now|(?:published|posted|updated|first published|at|on)\b:?|` +
		`(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\b)`)
	clockFirst = regexp.MustCompile(`(?i)^[*_\s]*(\d{1,2}[:.]\d{2}(?: ?[ap]\.?m\.?)?(?: ?(?:[A-Z]{1,3}T|GMT|` +
		`UTC))?)[*_]*\s*(?:[-–—:|]\s+|\s)[*_]*\p{Lu}`)
)

// entryTime is the time that a line over an entry of a live page gives; "" for other lines.
func entryTime(text string) string {
	const longest = 80 // bytes
	if len(text) > longest || !strings.ContainsAny(text, "0123456789") {
		return ""
	}
	rest := about.AnyDate.ReplaceAllString(strings.Trim(text, "#*_ "), " ")
	rest = strings.Trim(prose.OneLine(besideTime.ReplaceAllString(rest, " ")), " ,|·•–—-")
	if m := clockAlone.FindStringSubmatch(rest); m != nil {
		return m[1]
	}
	return ""
}

// markEntries finds the entries of a page that is written while something happens: a time alone on a line over each, or, where the page
// says that it is live, a time before its text. The lines of times are taken out.
func markEntries(a *corpus.Article, blocks []block) {
	const fewest = 3 // entries
	if a.Kind != "" && a.Kind != corpus.KindLive {
		return
	}
	live := a.Kind == corpus.KindLive || liveTitle.MatchString(a.Title)
	var over, before []int
	for i, b := range blocks {
		if b.turn || b.spoken || b.row || b.role != "" {
			continue
		}
		text := prose.OneLine(prose.Shown(b.text))
		if !b.item && entryTime(text) != "" {
			over = append(over, i)
		} else if !b.heading && clockFirst.MatchString(text) {
			before = append(before, i)
		}
		live = live || i < fewest && liveTitle.MatchString(text)
	}
	switch {
	case len(over) >= fewest:
		for _, i := range over {
			beginEntry(blocks, i)
		}
	case live && len(before) >= fewest:
		for _, i := range before {
			blocks[i].entry = clockFirst.FindStringSubmatch(blocks[i].text)[1]
		}
	default:
		return
	}
	a.Kind = corpus.KindLive
}

// beginEntry makes a line with a time, and one with a headline under it, what they are over: headings of an entry.
func beginEntry(blocks []block, i int) {
	b := &blocks[i]
	b.entry, b.drop, b.heading, b.level = entryTime(prose.OneLine(prose.Shown(b.text))), true, true, timeLevel
	if i+2 < len(blocks) && blocks[i+1].level == 0 && isEntryTitle(blocks[i+1].text) && about.EndsComplete(blocks[i+2].text) {
		blocks[i+1].drop, blocks[i+1].heading, blocks[i+1].level = true, true, timeLevel+1
	}
}

// timeLevel is the level of the time over an entry as a heading, below those that Markdown has.
const timeLevel = 7

// isEntryTitle reports whether a line may be the headline of an entry.
func isEntryTitle(text string) bool {
	const longest = 16 // words
	return isHeadline(text) && !about.EndsComplete(text) && len(strings.Fields(text)) <= longest && entryTime(text) == ""
}

// setEntries numbers the entries of a live page from the earliest, whether it prints that first or last, and gives each of their blocks
// its time.
func setEntries(a *corpus.Article, blocks []block) {
	if a.Kind != corpus.KindLive {
		return
	}
	var at []int
	falling := 0
	last := -1
	for i, b := range blocks {
		if b.entry == "" {
			continue
		}
		at = append(at, i)
		now := minutesOf(b.entry)
		const day = 24 * 60
		switch later := (now - last + day) % day; {
		case last < 0 || later == 0:
		case later > day/2: // the nearer way goes back, perhaps over midnight
			falling++
		default:
			falling--
		}
		last = now
	}
	for n, from := range at {
		to := len(blocks)
		if n+1 < len(at) {
			to = at[n+1]
		}
		number := n + 1
		if falling > 0 {
			number = len(at) - n
		}
		for i := from; i < to; i++ {
			blocks[i].inTurn = corpus.Turn{Paragraph: number, Time: blocks[from].entry}
		}
	}
}

// minutesOf is when in a day a time is.
func minutesOf(clock string) int {
	clock = strings.ToLower(strings.ReplaceAll(clock, ".", ":"))
	hours, rest := leadingNumber(clock)
	minutes, _ := leadingNumber(strings.TrimPrefix(rest, ":"))
	switch {
	case strings.Contains(clock, "p") && hours < 12:
		hours += 12
	case strings.Contains(clock, "a") && hours == 12:
		hours = 0
	}
	return hours*60 + minutes
}

func leadingNumber(s string) (n int, rest string) {
	i := 0
	for i < len(s) && s[i] >= '0' && s[i] <= '9' {
		n, i = n*10+int(s[i]-'0'), i+1
	}
	return n, s[i:]
}

package corpus

import (
	"strings"
	"unicode"

	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/corpus/transcript"
)

// opensTurn reports whether a line begins a turn of a transcript so plainly that it begins a paragraph as well.
func opensTurn(text string) bool {
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
func markTurns(a *Article, blocks []block) {
	var texts []string
	var at []int
	for i, b := range blocks {
		if !b.drop && b.role == "" && !b.item {
			texts, at = append(texts, b.text), append(at, i)
		}
	}
	for i, p := range transcript.Read(texts, a.Kind == KindTranscript).Turns {
		blocks[at[i]].turn, blocks[at[i]].spoken = p.Of == 1, p.Turn > 0
	}
}

// setTurns finds the turns among the blocks that are kept. It reports whether the article is a transcript. A line that only names who
// speaks is dropped: its turn begins with the next block.
func setTurns(a *Article, blocks []block) (whole bool) {
	var texts []string
	var at []int
	for i, b := range blocks {
		if isBody(b) && !b.item {
			texts, at = append(texts, b.text), append(at, i)
		}
	}
	stated := a.Kind == KindTranscript || a.Kind == "" && transcriptTitle.MatchString(a.Title)
	record := transcript.Read(texts, stated)
	for i, p := range record.Turns {
		if p.Turn == 0 {
			continue
		}
		b := &blocks[at[i]]
		of := p.Of
		if p.Label.Form == transcript.Line {
			if of--; of == 0 {
				b.drop = true
				continue
			}
		}
		b.inTurn = Turn{Number: p.Turn, Paragraph: of, Label: p.Label.Label, Time: p.Label.Time, Asks: p.Label.Asks, Words: p.Opening.Words}
	}
	return record.Whole
}

// creditTurn credits a passage that is in a turn, whole, to whom its label names.
func creditTurn(a *Article, p *Passage, names *nameIndex) {
	speaker := labelParty(p.Turn.Label, a.ID, names)
	p.Turn.Speaker, p.Remarks = speaker.name, nil
	if p.Turn.Number > 0 && transcript.StageDirection(p.Text[p.Turn.Words:]) {
		return
	}
	r := &passageReader{article: a, passage: p, names: names}
	by := attribution{speaker: speaker}
	if p.Turn.Words > 0 {
		if at := strings.Index(p.Text[:p.Turn.Words], p.Turn.Label); at >= 0 {
			by.span = prose.Span{Start: at, End: at + len(p.Turn.Label)}
		}
	}
	r.add(prose.Span{Start: p.Turn.Words, End: len(p.Text)}, p.Turn.Number > 0, by) // notes tell what was said, not in which words
	p.Remarks = r.remarks
}

// questioner is whoever asks in a transcript that does not name those who ask.
const questioner = "the questioner"

// labelParty is who a label names.
func labelParty(label string, article ArticleID, names *nameIndex) party {
	text := titleCase(label)
	words := prose.Words(text)
	switch strings.TrimRight(prose.Fold(label), ".") {
	case "q", "question", "questioner":
		return party{name: questioner}
	case "a", "answer", "":
		return party{}
	}
	for _, h := range names.find(text, words, article) {
		if h.to == len(words) {
			return personParty(h.Person)
		}
	}
	if len(words) == 0 {
		return party{name: text}
	}
	last := words[len(words)-1].Folded
	if isOffices(last) || english.GroupNouns.Has(last) || english.TurnLeaders.Has(last) {
		return party{name: strings.ToLower(text)}
	}
	return party{name: text}
}

// titleCase writes a text in capitals as names are written.
func titleCase(s string) string {
	if strings.ToUpper(s) != s {
		return s
	}
	var b strings.Builder
	inWord := false
	for _, r := range s {
		if inWord {
			r = unicode.ToLower(r)
		}
		inWord = unicode.IsLetter(r)
		b.WriteRune(r)
	}
	return b.String()
}

// readLabels reads the names that open the turns of a transcript. One who speaks is a person, without more evidence.
func (r *namesRead) readLabels(a *Article) {
	for i := range a.Passages {
		t := a.Passages[i].Turn
		if t.Label == "" || t.Paragraph > 1 || t.Asks || t.Number == 0 && t.Words == 0 {
			continue
		}
		tokens := tokenize(titleCase(t.Label), nil)
		if len(tokens) == 0 || !startsName(tokens, 0) {
			continue
		}
		words, end := nameRun(tokens, 0)
		names, title := splitTitle(tokens, words)
		if end != len(tokens) || len(names) == 0 || english.TurnLeaders.Has(names[len(names)-1].folded) || !couldBeName(tokens, names, title) {
			continue
		}
		s := sightingOf(tokens, names, title)
		s.evidence |= hasLabel
		if len(s.words) > 1 {
			r.full = append(r.full, s)
		} else if title.office == "" && title.honorific == "" {
			r.single = append(r.single, s)
		}
	}
}

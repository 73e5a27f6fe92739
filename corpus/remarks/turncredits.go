package remarks

import (
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/transcript"
)

// creditTurn credits a passage that is in a turn, whole, to whom its label names.
func creditTurn(a *corpus.Article, p *corpus.Passage, names *people.Index) {
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

// Questioner is whoever asks in a transcript that does not name those who ask.
const Questioner = "the questioner"

// labelParty is who a label names.
func labelParty(label string, article corpus.ArticleID, names *people.Index) party {
	text := people.TitleCase(label)
	words := prose.Words(text)
	switch strings.TrimRight(prose.Fold(label), ".") {
	case "q", "question", "questioner":
		return party{name: Questioner}
	case "a", "answer", "":
		return party{}
	}
	// Within a sentence a capital tells a name from a word, as at its start it can't: "Marsh" may be either.
	for _, before := range []string{"", "by "} {
		within := prose.Words(before + text)
		for _, h := range names.Find(before+text, within, article) {
			if h.To == len(within) {
				return personParty(h.Person)
			}
		}
	}
	if len(words) == 0 {
		return party{name: text}
	}
	last := words[len(words)-1].Folded
	if people.IsOffices(last) || english.GroupNouns.Has(last) || english.TurnLeaders.Has(last) {
		return party{name: strings.ToLower(text)}
	}
	return party{name: text}
}

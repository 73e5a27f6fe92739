package remarks

import (
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/transcript"
)

// creditTurn credits a passage that is in a turn, whole, to whom its label names.
func creditTurn(a *corpus.Article, p *corpus.Passage, names *people.Index) {
	speaker, ok := titleParty(p.Turn.Label, a, names)
	if !ok {
		speaker = labelParty(p.Turn.Label, a.ID, names)
	}
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

// titleParty is who holds the office that is all of a label by the article's title: "THE PRESIDENT" in "Remarks by President Doe". ok is
// false where the title names nobody so, or two.
func titleParty(label string, a *corpus.Article, names *people.Index) (p party, ok bool) {
	said := people.OfficeOf(label)
	if said == nil {
		return party{}, false
	}
	words := prose.Words(a.Title)
	for _, h := range names.Find(a.Title, words, "") {
		from := h.From - len(said)
		if from < 0 || h.Form == people.ByRole ||
			!slices.EqualFunc(words[from:h.From], said, func(w prose.Word, s string) bool { return w.Folded == s }) {
			continue
		}
		if ok && p.person != h.Person {
			return party{}, false
		}
		p, ok = personParty(h.Person), true
	}
	return p, ok
}

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
			if h.To == len(within) && h.Form != people.ByRole { // the office is another's where one who holds it is only spoken of
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

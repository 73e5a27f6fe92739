package reply

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"readout/bot/phrases"
	"readout/bot/talk"
	"readout/corpus"
	"readout/retrieval/answer"
)

// TalkPhrases are what is said in a conversation beside answers.
type TalkPhrases struct {
	Lines         map[talk.Kind]string // to greetings and the like
	NothingBefore string               // to what is said of an answer, where there is none before
	Asked         func(question string) string
	Sure          func(percent, sources int) string // how sure an answer is: the chance that the articles answer the question
	RestsOn       string                            // heading of the passages that an answer rests on
	Meaning       string                            // above the paragraphs that an answer is from
	InFull        string                            // heading of those paragraphs
	Nobody        string                            // in the place of a speaker, where the article itself says it
	NothingMore   string
	Dated         func(dates string) string    // when the articles are of that tell what was told
	NotSaid       func(question string) string // of several questions, one that the articles don't answer
	Next          string                       // before questions that can be asked next
	Example       string                       // before a question that can be asked at all
}

// Talked puts what became of a line of a conversation into words.
func Talked(a *talk.Answer, in Phrases) Reply {
	say := in.Talk
	switch {
	case a.Kind == talk.Again && a.Before != "":
		return Reply{Text: say.Asked(a.Before)}
	case a.Talked():
		if line := say.Lines[a.Kind]; line != "" {
			return Reply{Text: line}
		}
		return Reply{Text: say.NothingBefore}
	case len(a.Parts) > 0:
		return parts(a, in)
	}
	r := scoped(a.Answer, in)
	if a.Kind == talk.Question {
		return r
	}
	r.Asked = in.Asked(a.Before)
	if a.Abstention != nil {
		return r // nothing was said of which more could be
	}
	switch a.Kind {
	case talk.More:
		if a.Nothing {
			return Reply{Asked: r.Asked, Text: say.NothingMore, Sources: r.Sources, Note: r.Note}
		}
		return r
	case talk.Sure:
		r.Text, r.ClosestHead = say.Sure(int(math.Floor(100*min(max(a.Confidence, 0), 0.99))), len(independent(a.Citations))), say.RestsOn
		for _, c := range a.Citations {
			r.Closest = append(r.Closest, passageOf(c, c.Quote, in))
		}
		r.Sources = nil
	case talk.Meaning:
		r.Text, r.ClosestHead = say.Meaning, say.InFull
		for _, c := range a.Citations {
			r.Closest = append(r.Closest, passageOf(c, c.Passage.Span, in))
		}
		r.Sources = nil
	case talk.Dated:
		r.Text, r.ClosestHead = say.Dated(datesOf(a.Citations, in)), say.RestsOn
		for _, c := range a.Citations {
			r.Closest = append(r.Closest, passageOf(c, c.Quote, in))
		}
		r.Sources = nil
	case talk.Sources:
		r.Text = ""
	case talk.Speaker:
		r.Sentences, r.Translations, r.Differ, r.Corrected = nil, nil, nil, nil
		var lines []string
		for _, c := range a.Citations {
			s := Sentence{Text: say.by(c) + ": " + Quoted(passageOf(c, c.Quote, in).Quote), Markers: answer.Markers([]int{c.N})}
			r.Sentences = append(r.Sentences, s)
			lines = append(lines, s.Text+" "+s.Markers)
		}
		r.Text = strings.Join(lines, " ")
		return r
	}
	r.Sentences, r.Translations, r.Differ, r.Corrected = nil, nil, nil, nil
	return r
}

// datesOf are the dates of the articles that are cited, each once.
func datesOf(cited []answer.Citation, in Phrases) string {
	var out []string
	for _, c := range cited {
		if d := c.Article.Published; d.Precision() != corpus.Unknown && !slices.Contains(out, in.Date(d)) {
			out = append(out, in.Date(d))
		}
	}
	return strings.Join(out, ", ")
}

// by is whose words a citation has.
func (say TalkPhrases) by(c answer.Citation) string {
	if c.Speaker == "" && c.Article.Kind.Judges() {
		return cmp.Or(c.Article.Author, say.Nobody)
	}
	return cmp.Or(c.Speaker, say.Nobody)
}

// parts puts the answer to several questions into words: each question above its sentences, those without any below.
func parts(a *talk.Answer, in Phrases) Reply {
	r := scoped(a.Answer, in)
	r.Asked = ""
	var silent []string
	for _, p := range a.Parts {
		switch {
		case p.Many == 0:
			silent = append(silent, in.Talk.NotSaid(p.Question))
		case p.First < len(r.Sentences):
			r.Sentences[p.First].Head = p.Question
		}
	}
	if len(silent) < len(a.Parts) {
		r.Missing = strings.Join(silent, "\n")
	}
	return r
}

// talkIn is what is said in a conversation, in the language of a catalogue.
func talkIn(c *phrases.Catalogue) TalkPhrases {
	say := TalkPhrases{
		Lines: make(map[talk.Kind]string), Asked: c.Of("talk.asked", "question"), Dated: c.Of("talk.dated", "dates"),
		Sure: func(percent, sources int) string {
			return c.Say("talk.sure", phrases.Values{"percent": percent, "n": sources})
		},
		NotSaid: func(question string) string {
			return c.Say("talk.not-said", phrases.Values{"question": Quoted(question)})
		},
	}
	for kind, line := range c.Below("talk.lines") {
		say.Lines[talk.Kind(kind)] = line
	}
	c.Fill("talk", &say)
	return say
}

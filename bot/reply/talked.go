package reply

import (
	"fmt"
	"math"
	"strings"

	"readout/bot/talk"
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
	r := Scoped(a.Answer, in)
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
		r.Text, r.ClosestHead = say.Sure(int(math.Floor(100*min(max(a.Confidence, 0), 0.99))), len(Independent(a.Citations))), say.RestsOn
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

// by is whose words a citation has.
func (say TalkPhrases) by(c answer.Citation) string {
	if c.Speaker == "" {
		return say.Nobody
	}
	return c.Speaker
}

// parts puts the answer to several questions into words: each question above its sentences, those without any below.
func parts(a *talk.Answer, in Phrases) Reply {
	r := Scoped(a.Answer, in)
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

func talkEnglish() TalkPhrases {
	return TalkPhrases{
		Lines: map[talk.Kind]string{
			talk.Greeting: "Hello. Ask me what the articles say; every sentence of the answer shows where it stands.",
			talk.Thanks:   "You're welcome. Ask on whenever you like.",
			talk.Noted:    "All right. Ask on whenever you like.",
			talk.Blame: "I'm sorry that this was no help. I answer from the articles alone; asked about one thing, with a name " +
				"or a word that they use, I find more. “Source?” shows where the answer stands, “tell me more” what else there is.",
			talk.Reword: "I keep to the articles' own sentences, and can't shorten or reword them. Ask for one thing " +
				"(who, when, where, how many), and the answer is shorter.",
			talk.Farewell: "Goodbye.",
			talk.Who: "I'm Readout, a program. I answer from the articles that I was given and show where every sentence stands; " +
				"of anything else I know nothing, and I have no views.",
			talk.Can: "Ask who did what, when, where or why, or what somebody said. Ask on with “And the day after?”; “tell me more”, “are you sure?” and " +
				"“who said that?” are about the answer before. There are also summaries, remarks of one person, a timeline, and the list of articles.",
		},
		NothingBefore: "There is no answer before this one that it could be about. Ask me what the articles say.",
		Asked:         func(question string) string { return "The question was: " + question },
		Sure: func(percent, sources int) string {
			return fmt.Sprintf("That the articles answer this is as likely as %d in 100, by %d independent %s. Whether they are right I can't tell; these are their words.",
				percent, sources, Plural(sources, "source"))
		},
		RestsOn:     "What the answer rests on",
		Meaning:     "I have nothing but the articles' words. These are the paragraphs that they stand in.",
		InFull:      "In full",
		Nobody:      "The article itself",
		NothingMore: "The articles say nothing more on this.",
		NotSaid:     func(question string) string { return "The articles don't say: " + Quoted(question) },
		Next:        "Ask next",
		Example:     "For example",
	}
}

func talkGerman() TalkPhrases {
	return TalkPhrases{
		Lines: map[talk.Kind]string{
			talk.Greeting: "Hallo. Frag mich, was die Artikel sagen; bei jedem Satz der Antwort steht, woher er kommt.",
			talk.Thanks:   "Gern. Frag weiter, wann du willst.",
			talk.Noted:    "In Ordnung. Frag weiter, wann du willst.",
			talk.Blame: "Schade, dass das nicht geholfen hat. Ich antworte nur aus den Artikeln; nach einer einzelnen Sache gefragt, " +
				"mit einem Namen oder Wort aus ihnen, finde ich mehr. “Source?” zeigt, wo die Antwort steht, “tell me more”, was es noch gibt.",
			talk.Reword: "Ich bleibe bei den Sätzen der Artikel und kann sie weder kürzen noch umschreiben. Frag nach einer Sache " +
				"(wer, wann, wo, wie viele), dann ist die Antwort kürzer.",
			talk.Farewell: "Auf Wiedersehen.",
			talk.Who: "Ich bin Readout, ein Programm. Ich antworte aus den Artikeln, die ich habe, und zeige, wo jeder Satz steht; " +
				"von allem anderen weiß ich nichts, und eine Meinung habe ich nicht.",
			talk.Can: "Frag, wer was getan hat, wann, wo oder warum, oder was jemand gesagt hat, auf Englisch. “And the day after?” fragt weiter; “tell me more”, " +
				"“are you sure?” und “who said that?” meinen die Antwort davor. Es gibt auch Überblicke, Äußerungen einer Person, eine Zeitleiste und die Liste der Artikel.",
		},
		NothingBefore: "Davor steht keine Antwort, die gemeint sein könnte. Frag mich, was die Artikel sagen.",
		Asked:         func(question string) string { return "Die Frage war: " + question },
		Sure: func(percent, sources int) string {
			noun := "unabhängigen Quellen"
			if sources == 1 {
				noun = "unabhängigen Quelle"
			}
			return fmt.Sprintf("Dass die Artikel das beantworten, ist zu %d von 100 wahrscheinlich, nach %d %s. Ob sie recht haben, weiß ich nicht; dies sind ihre Worte.",
				percent, sources, noun)
		},
		RestsOn:     "Worauf die Antwort beruht",
		Meaning:     "Ich habe nur die Worte der Artikel. In diesen Absätzen stehen sie.",
		InFull:      "Im Ganzen",
		Nobody:      "Der Artikel selbst",
		NothingMore: "Mehr sagen die Artikel dazu nicht.",
		NotSaid:     func(question string) string { return "Die Artikel sagen nicht: " + Quoted(question) },
		Next:        "Frag weiter",
		Example:     "Zum Beispiel",
	}
}

// Package autoanswer decides of a post in a help channel whether it is answered without anybody's asking for it: only a question, and only
// when the articles answer it surely. Everything else is left to people.
package autoanswer

import (
	"regexp"
	"strings"

	"readout/bot/talk"
	"readout/corpus/prose"
	"readout/retrieval/answer"
)

// Sure is how likely the articles must answer a question, in percent, where a server has set nothing else.
const Sure = 65

// longest is how long a post may be that is read, in bytes: a longer one is a story for people.
const longest = 2000

// toPeople is how a question to the readers begins that the articles may answer as well.
var toPeople = regexp.MustCompile(`(?i)^(?:(?:does|do|can|could|would|has|did|is)\s+)?(?:there\s+)?(?:any|some)(?:one|body)` +
	`(?:\s+(?:here|else|of you|who|please))*\s+` +
	`(?:know|knows|remember|recall|tell\s+(?:me|us)|explain|say|read|heard?|got)\s+(?:if\s+|whether\s+|about\s+)?`)

// begins is how a question begins that has no mark at its end.
var begins = regexp.MustCompile(`(?i)^(?:who|whom|whose|what|when|where|which|why|how)\b(?:\s+\S+){2,}$|` +
	`^(?:is|are|was|were|did|do|does|has|have|had|will|would)\s+(?:the|they|he|she|it|any|there)\b`)

// fewest is how many words a question has that says what it is about.
const fewest = 3

// Question is what a post asks: the sentences in it that are questions, without what stands before them; ok is false for a post that asks
// nothing. title is a forum post's, "" for none.
func Question(title, text string) (question string, ok bool) {
	if len(text) > longest || strings.Contains(text, "```") {
		return "", false
	}
	for _, part := range []string{text, title} {
		if l := talk.Read(part, false); l.Kind != talk.Question {
			continue // a greeting, thanks, "are you sure?"
		}
		if asked := questions(part); asked != "" {
			return asked, true
		}
	}
	return "", false
}

func questions(text string) string {
	var out []string
	for _, span := range prose.Sentences(text) {
		l := talk.Read(text[span.Start:span.End], false)
		if l.Kind != talk.Question {
			continue
		}
		s := strings.TrimSpace(l.Questions[0])
		asked := strings.HasSuffix(s, "?")
		if rest := toPeople.ReplaceAllString(s, ""); rest != s {
			s, asked = rest, true
		}
		if (asked || begins.MatchString(s)) && len(strings.Fields(s)) >= fewest {
			out = append(out, s)
		}
	}
	return strings.Join(out, " ")
}

// Says reports whether an answer is given: one that the articles give, as surely as the line asks for, in percent; 0 is Sure. What corrects
// the question is left to people.
func Says(a *answer.Answer, line int) bool {
	if line <= 0 {
		line = Sure
	}
	return a.Abstention == nil && len(a.Sentences) > 0 && len(a.Premises) == 0 && a.Confidence*100 >= float64(line)
}

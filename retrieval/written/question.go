package written

import (
	"context"
	"fmt"
	"strings"
	"time"

	"readout/corpus/prose"
	"readout/retrieval/question"
	"readout/retrieval/verify"
)

// Turns of a conversation are those of package question.
type (
	Role = question.Role
	Turn = question.Turn
)

// Who spoke a turn.
const (
	User      = question.User
	Assistant = question.Assistant
)

// turnShown is a turn as a model is shown it.
type turnShown struct {
	Role    Role   `json:"role"`
	Content string `json:"content"`
}

// What a model is told of a conversation, and how long it may take to complete a question: an answer must still be worded.
const (
	turnsShown      = 6
	longestTurn     = 1500 // bytes
	longestOfAnswer = 300  // bytes of a turn, where a question is answered that the turns have completed
	completingShare = 4    // of the time there is, one part in so many
)

// TurnsShown are the turns that a model is shown: the last ones, on one line each, shortened, without the markers of their citations.
func TurnsShown(prior []Turn) []Turn {
	var out []Turn
	for _, t := range prior[max(0, len(prior)-turnsShown):] {
		out = append(out, Turn{Role: t.Role, Content: turnText(t.Content, longestTurn)})
	}
	return out
}

func turnText(content string, longest int) string {
	content = prose.OneLine(marker.ReplaceAllString(strings.ToValidUTF8(content, ""), ""))
	if len(content) > longest {
		content = strings.ToValidUTF8(content[:longest], "")
	}
	return content
}

// turnsOf are the turns as a model is shown them that answers the question after them.
func turnsOf(prior []Turn) []turnShown {
	var out []turnShown
	for _, t := range prior[max(0, len(prior)-turnsShown):] {
		out = append(out, turnShown{t.Role, turnText(t.Content, longestOfAnswer)})
	}
	return out
}

// Complete has the model complete a question that leans on the turns before it, which are those of TurnsShown; check tells what is wrong
// with what it made.
func (d *Dialogue) Complete(ctx context.Context, question string, turns []Turn, check func(completed string) error) (string, error) {
	shown := make([]turnShown, len(turns))
	for i, t := range turns {
		shown[i] = turnShown(t)
	}
	p := d.prompts.question
	request, err := p.request(struct {
		Turns    []turnShown `json:"turns"`
		Question string      `json:"question"`
	}{shown, question})
	if err != nil {
		return "", err
	}
	var completed string
	within := min(time.Until(d.until)/completingShare, p.within)
	err = d.do(ctx, task{request: request, doing: Understanding, within: within, use: func(raw []byte) error {
		completed, err = readQuestion(raw, check)
		return err
	}})
	return completed, err
}

// English has the model translate a question to English, for the search, and tell its language, which is given as far as it is known.
// What is no plain question in other words, or has numbers of its own, is an error, and so is what check tells is wrong with it.
func (d *Dialogue) English(
	ctx context.Context, question, language string, check func(english string) error,
) (english, spoken string, err error) {
	p := d.prompts.english
	request, err := p.request(struct {
		Language string `json:"language"`
		Question string `json:"question"`
	}{language, question})
	if err != nil {
		return "", "", err
	}
	within := min(time.Until(d.until)/completingShare, p.within)
	err = d.do(ctx, task{request: request, doing: Understanding, within: within, key: d.key(request, "en"), use: func(raw []byte) error {
		var answer struct{ Question, Language string }
		if err := readOne(raw, &answer); err != nil {
			return err
		}
		english, spoken = prose.OneLine(answer.Question), language
		if languageTag.MatchString(answer.Language) {
			spoken = answer.Language
		}
		if err := checkTranslation(question, english); err != nil {
			return fmt.Errorf("%w: the translated question: %w", ErrModelNonsense, err)
		}
		if err := verify.PlainWriting(english); err != nil {
			return err
		}
		return check(english)
	}})
	return english, spoken, err
}

// readQuestion takes a question out of a model's answer.
func readQuestion(raw []byte, check func(string) error) (string, error) {
	var answer struct {
		Question string `json:"question"`
	}
	if err := readOne(raw, &answer); err != nil {
		return "", err
	}
	question := prose.OneLine(answer.Question)
	return question, check(question)
}

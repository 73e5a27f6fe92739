package answer

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/language"
	"readout/retrieval/question"
	"readout/retrieval/verify"
	"readout/retrieval/written"
)

// longestCompleted is how many bytes a completed question may be longer than what was asked.
const longestCompleted = 300

// resolve completes a question that leans on the turns before it. Code always can; what a model makes of it is preferred where nothing
// in it but the question and the turns is found.
func (d *dialogue) resolve(ctx context.Context, q Question, c *reading.Corpus) string {
	resolved := question.Resolve(q.Text, q.Prior, c)
	asked := prose.OneLine(q.Text)
	if d == nil || question.LastAsked(q.Prior) == "" || !leansOnTurns(asked, resolved, c) {
		return resolved
	}
	d.turns = q.Prior
	turns := written.TurnsShown(q.Prior)
	completed, err := d.Complete(ctx, asked, turns, func(completed string) error { return checkCompleted(asked, turns, completed) })
	if err != nil {
		return resolved
	}
	return completed
}

// leansOnTurns reports whether a question cannot be looked up without the turns before it: code had to complete it, it points back, or
// it names next to nothing to look for.
func leansOnTurns(asked, resolved string, c *reading.Corpus) bool {
	return resolved != asked || question.LeansOnThing.MatchString(asked) || question.LeansOnTopic(asked, c) || len(ownWords(asked)) < 2
}

// ownWords are the words of a question that what becomes of it must hold: those that carry meaning.
func ownWords(asked string) []prose.Word {
	return slices.DeleteFunc(prose.Words(asked), func(w prose.Word) bool {
		return !w.Initialism && (english.TopicFillers.Has(w.Folded) || verify.CarriesNothing(w.Folded) || english.FollowUpFillers.Has(w.Folded))
	})
}

// What is not made of the question and the turns is no completed question.
var errNotOfTurns = errors.New("it is not made of the question and the turns")

// checkCompleted checks what a model made of a question: it asks the same thing, and each of its words that carries meaning, names and
// numbers above all, stands in the question or in the turns, by its stem.
func checkCompleted(asked string, turns []Turn, completed string) error {
	if !strings.ContainsFunc(completed, prose.IsWordRune) {
		return fmt.Errorf("%w: it says nothing", ErrModelNonsense)
	}
	if len(completed) > len(asked)+longestCompleted || len(prose.Sentences(completed)) > max(1, len(prose.Sentences(asked))) {
		return fmt.Errorf("%w: more than a question", ErrModelNonsense)
	}
	if err := verify.PlainWriting(completed); err != nil {
		return err
	}
	if rest, reason := withoutOrders(completed); reason != "" || rest != completed {
		return fmt.Errorf("%w: it orders something", errNotOfTurns)
	}
	if prose.Fold(completed) == prose.Fold(asked) || prose.Fold(completed) == prose.Fold(question.LastAsked(turns)) {
		return fmt.Errorf("%w: nothing is completed", errNotOfTurns)
	}
	if err := checkNothingAdded(asked, turns, completed); err != nil {
		return err
	}
	return checkNothingLost(asked, completed)
}

// checkNothingAdded checks that the completed question has its words from the question and the turns.
func checkNothingAdded(asked string, turns []Turn, completed string) error {
	own, inQuestion := ownWords(asked), stemsIn(asked)
	inQuestions := maps.Clone(inQuestion)
	inAll := maps.Clone(inQuestion)
	for _, t := range turns {
		stems := stemsIn(t.Content)
		maps.Copy(inAll, stems)
		if t.Role == User {
			maps.Copy(inQuestions, stems)
		}
	}
	// A question that asks nothing itself ("and Marsh?") takes over what the one before it asks, one that says nothing itself ("why?")
	// what it denies, too.
	from := func(w prose.Word) map[string]bool {
		switch {
		case question.IsWhWord(w.Folded) && asksItself(asked), question.Negation.MatchString(w.Text) && len(own) > 1:
			return inQuestion
		case question.IsWhWord(w.Folded):
			return inQuestions
		}
		return inAll
	}
	for _, w := range prose.Words(completed) {
		asks := question.IsWhWord(w.Folded) || question.Negation.MatchString(w.Text) || english.ReservedWords.Has(w.Folded)
		free := verify.CarriesNothing(w.Folded) && !w.Initialism && !asks && !verify.ChangesSense(w.Folded)
		if !free && !from(w)[retrieval.Stem(w)] {
			return fmt.Errorf("%w: the word %q", errNotOfTurns, w.Text)
		}
	}
	return nil
}

// checkNothingLost checks that the completed question asks what the question does, with all its words that carry meaning.
func checkNothingLost(asked, completed string) error {
	kept := stemsIn(completed)
	must := ownWords(asked)
	for _, w := range prose.Words(asked) {
		denies := question.Negation.MatchString(w.Text) && !english.FollowUpFillers.Has(w.Folded)
		if asksItself(asked) && question.IsWhWord(w.Folded) || denies || english.ReservedWords.Has(w.Folded) &&
			!english.PoliteWords.Has(w.Folded) {
			must = append(must, w)
		}
	}
	for _, w := range must {
		if !kept[retrieval.Stem(w)] {
			return fmt.Errorf("%w: %q is gone", errNotOfTurns, w.Text)
		}
	}
	return nil
}

func stemsIn(text string) map[string]bool {
	out := map[string]bool{}
	for _, w := range prose.Words(text) {
		out[retrieval.Stem(w)] = true
	}
	return out
}

// whatAbout is how a follow-up begins that leaves what it asks to the question before.
var whatAbout = regexp.MustCompile(`(?i)^(?:(?:and|but|ok|okay|so|also|or)[, ]+)?(?:(?:what|how) (?:about|of)|what else)\b`)

// asksItself reports whether a question tells what it asks, with who, when, where, why or how.
func asksItself(asked string) bool {
	return !whatAbout.MatchString(asked) && slices.ContainsFunc(prose.Folded(asked), question.IsWhWord)
}

// inEnglish puts a question in another language into English, for the search, where there is a model to translate it; what is said is then
// translated back. Without a model there is nothing to look up, which the abstention tells; ok is false then. A question that the model
// fails to translate is searched as it is: names are names in most languages, and the model reads it all the same.
func (d *dialogue) inEnglish(ctx context.Context, q *Question, c *reading.Corpus, out *Answer) (ok bool) {
	tag := language.Of(q.Text)
	if tag == "" || slices.ContainsFunc(c.Articles, func(a *corpus.Article) bool { return primary(a.Language) == tag }) {
		return true
	}
	out.Language = tag
	if d == nil {
		out.Abstention = &Abstention{Reason: NotCovered}
		return false
	}
	rest := ""
	_, spoken, err := d.English(ctx, q.Text, tag, func(english string) error {
		reason := Reason("")
		switch rest, reason = withoutOrders(english); {
		case language.Of(english) != "":
			return fmt.Errorf("%w: the translated question is not in English", ErrModelNonsense)
		case reason != "":
			return fmt.Errorf("%w: the translated question is none", ErrModelNonsense)
		}
		return nil
	})
	if err == nil {
		q.Text, out.Language = rest, spoken
	}
	q.Language = out.Language
	return true
}

// withoutOrders is what is left of a question to look up, without orders to whoever answers; the reason tells why nothing is.
func withoutOrders(text string) (rest string, why Reason) {
	rest, ordered := question.WithoutOrders(text)
	switch {
	case ordered:
		return "", Refused
	case rest == "":
		return "", NotAQuestion
	}
	return rest, ""
}

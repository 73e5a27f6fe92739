package answer

import (
	"context"
	"fmt"
	"slices"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval/language"
)

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

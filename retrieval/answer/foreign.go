package answer

import (
	"context"
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
	if english, spoken, err := d.English(ctx, q.Text, tag); err == nil && language.Of(english) == "" {
		if rest, reason := withoutOrders(english); reason == "" {
			q.Text, out.Language = rest, spoken
		}
	}
	q.Language = out.Language
	return true
}

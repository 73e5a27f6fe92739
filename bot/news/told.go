package news

import (
	"strings"
	"time"

	"readout/bot/phrases"
	"readout/bot/reply"
	"readout/corpus"
	"readout/retrieval/answer"
)

// Words are those of one language around what a report tells.
type Words struct {
	reply.Phrases
	Added    func(n int) string    // heading of the articles that were added
	SameAs   func(t string) string // of an article that is one report with the one of this title
	AlsoNew  func(titles string) string
	Changed  func(titles string) string
	Removed  func(titles string) string
	Answered string // of a question that was not answered before
	Anew     string // of one that is answered otherwise
	Lost     func(question string) string
	AndMore  func(n int) string // n more, behind titles
	Nothing  string
}

// English is the words in English.
func English() Words { return WordsIn(phrases.Of("en")) }

// WordsIn is the words in the language of a catalogue.
func WordsIn(c *phrases.Catalogue) Words {
	w := Words{
		Phrases: reply.In(c), Added: c.Counted("news.added"), SameAs: c.Of("news.same-as", "title"), AlsoNew: c.Of("news.also-new", "titles"),
		Changed: c.Of("news.changed", "titles"), Removed: c.Of("news.removed", "titles"), Lost: c.Of("news.lost", "question"),
		AndMore: c.Counted("news.and-more"),
	}
	c.Fill("news", &w)
	return w
}

// Told is a report in words: sentences with their citations, each below its heading and behind what begins its line, and lines without.
type Told struct {
	Answer *answer.Answer // abstains when no sentence is told
	Heads  []string       // of each sentence: what stands above it; "" for nothing
	Leads  []string       // of each sentence: what begins its line; "" for nothing
	Rest   []string       // lines below
}

// Tell puts a report into words.
func (r *Report) Tell(in Words) Told {
	t := Told{Answer: &answer.Answer{Version: r.Now, Model: answer.Quotations, Citations: r.Citations}}
	say := func(head, lead string, s answer.Sentence) {
		t.Answer.Sentences = append(t.Answer.Sentences, s)
		t.Heads, t.Leads = append(t.Heads, head), append(t.Leads, lead)
	}
	head, others := in.Added(len(r.Added)), []string(nil)
	for _, a := range r.Added {
		if a.Says == nil {
			line := title(a.Article, in)
			if a.Copy != nil {
				line += " (" + in.SameAs(title(a.Copy, in)) + ")"
			}
			others = append(others, line)
			continue
		}
		say(head, title(a.Article, in)+":", *a.Says)
		head = ""
	}
	t.line(in.AlsoNew, others, in)
	for _, c := range r.Answers {
		switch {
		case c.Lost():
			t.Rest = append(t.Rest, in.Lost(c.Question.Text))
			continue
		case c.Answered():
			head = c.Question.Text + " · " + in.Answered
		default:
			head = c.Question.Text + " · " + in.Anew
		}
		for _, s := range c.Fresh {
			say(head, "", s)
			head = ""
		}
	}
	t.line(in.Changed, titles(r.Changed, in), in)
	t.line(in.Removed, titles(r.Removed, in), in)
	if r.Empty() {
		t.Rest = append(t.Rest, in.Nothing)
	}
	if len(t.Answer.Sentences) == 0 {
		t.Answer.Abstention = &answer.Abstention{Reason: answer.NotCovered}
	}
	return t
}

// Reply is what is told, for whoever lays answers out.
func (t Told) Reply(in reply.Phrases) reply.Reply {
	r := reply.Of(t.Answer, in)
	for i := range r.Sentences {
		r.Sentences[i].Head = t.Heads[i]
	}
	if len(r.Sentences) == 0 {
		r.Text = "" // the lines say what there is
	}
	return r
}

// mostTitles is how many titles a line has.
const mostTitles = 8

// line adds a line of titles, if there are any.
func (t *Told) line(words func(string) string, titles []string, in Words) {
	if len(titles) == 0 {
		return
	}
	shown := strings.Join(titles[:min(len(titles), mostTitles)], "; ")
	if more := len(titles) - mostTitles; more > 0 {
		shown += "; " + in.AndMore(more)
	}
	t.Rest = append(t.Rest, words(shown))
}

func titles(articles []*corpus.Article, in Words) (out []string) {
	for _, a := range articles {
		out = append(out, title(a, in))
	}
	return out
}

// title is an article's title, in quotation marks, or that it states none.
func title(a *corpus.Article, in Words) string {
	if a.Title == "" {
		return in.NoTitle
	}
	return reply.Quoted(a.Title)
}

// Day is a moment's day, as the language writes it.
func (in Words) Day(t time.Time) string {
	d, err := corpus.ParseDate(t.UTC().Format(time.DateOnly))
	if err != nil {
		return t.UTC().Format(time.DateOnly)
	}
	return in.Date(d)
}

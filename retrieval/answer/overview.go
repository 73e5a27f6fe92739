package answer

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/choose"
	"readout/retrieval/question"
)

// Overview is what a summary is asked of.
type Overview struct {
	Topic    string             // a topic or a person; "" for all that the articles report
	Articles []corpus.ArticleID // only these; empty means all
	Long     bool               // more sentences
	Language string             // as in Question
}

// longOverview is how many sentences a long summary has.
const longOverview = 10

// Overview summarises by choosing sentences, never by inventing any: the ones that say most of what the articles dwell on, from each
// report in turn, none that repeats another. Like every answer it is verified, and it abstains when the articles do not speak of the
// topic. An Answerer with a model has it word the sentences from the passages so chosen and more of the kind; each is verified, and no
// report is passed over.
func (a *Answerer) Overview(ctx context.Context, o Overview) (*Answer, error) {
	snapshot := a.current()
	topic, _ := snapshot.Words.Mend(prose.OneLine(o.Topic))
	out := &Answer{Question: o.Topic, Resolved: topic, Version: snapshot.Version, Model: Quotations}
	d := a.dialogue(ctx, snapshot.Corpus, o.Articles)
	n := choose.ShortOverview
	if o.Long {
		n = longOverview
	}
	s := &choose.Search{Snapshot: snapshot}
	var err error
	if topic == "" {
		s.ShowAll(o.Articles)
	} else {
		asked := question.Understand(topic, snapshot.Corpus, a.settingOf(snapshot))
		if !question.AsksSomething(topic) {
			asked.Text = "What do the articles say about " + strings.TrimRight(topic, " .?!") + "?"
		}
		if s, err = choose.New(ctx, snapshot, asked, o.Articles); err != nil {
			return nil, fmt.Errorf("summarise: %w", err)
		}
	}
	s.OfTopic = topic != "" && !question.AsksSomething(topic)
	r := s.Dwelt(n, topic != "")
	if err := s.DifferOn(ctx, a.settingOf(snapshot), &r); err != nil {
		return nil, fmt.Errorf("summarise: %w", err)
	}
	kept, err := d.summarise(ctx, s, n, out.verify(s.Evidence, r), out)
	if err != nil {
		return nil, fmt.Errorf("summarise: %w", err)
	}
	out.conclude(s, r, kept)
	d.translate(ctx, out, o.Language)
	d.account(out)
	return out, nil
}

// Said is whose remarks are asked for.
type Said struct {
	Speaker  string
	About    string             // a topic, an occasion ("the news conference") or a day; "" for anything
	Articles []corpus.ArticleID // only these; empty means all
	Most     int                // remarks, at most
	Language string             // as in Question
}

// Said gives a person's remarks, each in its own sentence as its article prints it: variants of one remark in several reports stand side
// by side. Nobody of that name, and no remark, is an abstention. A model, where there is one, words at most the sentence that introduces
// them, which is verified; the remarks stay as they are.
func (a *Answerer) Said(ctx context.Context, o Said) (*Answer, error) {
	snapshot := a.current()
	if o.About == "" {
		o.Speaker, o.About = speakerFirst(snapshot.Corpus, o.Speaker)
	}
	asks := prose.OneLine(o.Speaker + " " + o.About)
	mended, _ := snapshot.Words.Mend(asks)
	out := &Answer{Question: asks, Resolved: mended, Version: snapshot.Version, Model: Quotations}
	d := a.dialogue(ctx, snapshot.Corpus, o.Articles)
	asked := question.Asked{Text: "What did " + mended + "?", Lookup: mended, Kind: question.Said}
	who, _ := snapshot.Words.Mend(o.Speaker)
	if o.About != "" {
		about, _ := snapshot.Words.Mend(prose.OneLine(o.About))
		asked.Text, asked.Lookup = "What did "+prose.OneLine(who)+" say about "+about+"?", about
	}
	for _, m := range snapshot.Corpus.Mentions(beforeName + who) {
		if !slices.Contains(asked.Speakers, m.Person) {
			asked.Speakers = append(asked.Speakers, m.Person)
		}
	}
	if len(asked.Speakers) == 0 {
		out.Abstention = &Abstention{Reason: NotCovered, Missing: []string{o.Speaker}, Near: retrieval.Near(snapshot.Corpus.People, who)}
		return out, nil
	}
	s, err := choose.New(ctx, snapshot, asked, o.Articles)
	if err != nil {
		return nil, fmt.Errorf("said: %w", err)
	}
	found := s.RemarksOn(o.About)
	r := choose.Result{Reason: NotCovered, Confidence: .1}
	if len(found) > 0 {
		r = choose.Result{Claims: s.Claims(found[:min(len(found), o.Most)]), Confidence: .9}
	}
	remarks := out.verify(s.Evidence, r)
	introduction, err := d.introduceRemarks(ctx, s, remarks, out)
	if err != nil {
		return nil, fmt.Errorf("said: %w", err)
	}
	out.conclude(s, r, append(introduction, remarks...))
	for i := range introduction {
		out.Sentences[i].Introduces = true
	}
	d.translate(ctx, out, o.Language)
	d.account(out)
	return out, nil
}

// beforeName stands before a name, as its capital tells a name from a word only within a sentence: "Marsh" alone may be either.
const beforeName = "what did "

// speakerFirst parts the name of a person of the articles from a topic that stands behind it: "Ida Brenk the quay".
func speakerFirst(c *reading.Corpus, text string) (speaker, about string) {
	words := strings.Fields(text)
	for n := len(words); n > 0; n-- {
		asked := beforeName + strings.Join(words[:n], " ")
		if found := c.Mentions(asked); len(found) > 0 && found[len(found)-1].Span.End == len(asked) {
			return asked[len(beforeName):], strings.Join(words[n:], " ")
		}
	}
	return text, ""
}

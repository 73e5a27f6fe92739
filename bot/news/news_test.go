package news_test

import (
	"encoding/json"
	"flag"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/edition"
	"readout/bot/edition/editiontest"
	"readout/bot/news"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/corpustest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// told is what a report tells, as text.
func told(r *news.Report) string {
	t := r.Tell(news.English())
	said := t.Reply(news.English().Phrases)
	var b strings.Builder
	for i, s := range said.Sentences {
		if s.Head != "" {
			b.WriteString(s.Head + "\n")
		}
		b.WriteString(strings.TrimSpace("- "+t.Leads[i]+" "+s.Text+" "+s.Markers) + "\n")
	}
	for _, line := range t.Rest {
		b.WriteString(line + "\n")
	}
	for _, s := range said.Sources {
		b.WriteString(s.Markers + " " + s.Line + "\n")
	}
	return b.String()
}

func between(t *testing.T, before, after *edition.Edition, questions ...string) *news.Report {
	t.Helper()
	var asked []news.Asked
	for _, q := range questions {
		asked = append(asked, news.Asked{Text: q, Members: 2})
	}
	r, err := news.Between(t.Context(), before.Snapshot, after.Snapshot, asked)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestBetween: what is told of versions of the shipped articles, and of a foreign meeting.
func TestBetween(t *testing.T) {
	t.Parallel()
	shipped, river := editiontest.Shipped(t), editiontest.River(t)
	lavrov := []string{
		"What did Lavrov say about Venezuela?",
		"What did Lavrov criticize Guaidó for?",
		"Did Russia interfere in the election?",
		"Who will pay for the next summit?",
	}
	for name, tc := range map[string]struct {
		before, after *edition.Edition
		questions     []string
	}{
		"shipped": {editiontest.Without(t, shipped, "pompeo-warns-on-meddling", "deep-fissures"), shipped, lavrov},
		"removed": {shipped, editiontest.Without(t, shipped, "deep-fissures", "pompeo-warns-on-meddling"), lavrov},
		"river":   {editiontest.Without(t, river, "gazette-no-deal.md", "conference-transcript.md"), river, editiontest.RiverQuestions()},
		"same":    {shipped, shipped, lavrov},
	} {
		r := between(t, tc.before, tc.after, tc.questions...)
		corpustest.Golden(t, *update, name+".golden", told(r))
		proven(t, r, tc.after)
	}
}

// proven holds that all that is told is cited, from the later version, with the citation's own words.
func proven(t *testing.T, r *news.Report, after *edition.Edition) {
	t.Helper()
	a := r.Tell(news.English()).Answer
	for _, s := range a.Sentences {
		if len(s.Citations) == 0 {
			t.Errorf("no citation: %q", s.Text)
		}
		for _, n := range s.Citations {
			c := a.Citations[n-1]
			p := after.Snapshot.Corpus.Passage(c.Passage.ID)
			if c.N != n || p == nil || p.Text != c.Passage.Text || c.Quote.Start < p.Span.Start || c.Quote.End > p.Span.End {
				t.Errorf("citation %d of %q is not of the later version: %+v", n, s.Text, c)
			}
		}
	}
	data, err := json.Marshal(r.Record(0, nil))
	if err != nil || strings.Contains(string(data), ":null") && !strings.Contains(string(data), `"id":null`) {
		t.Errorf("the record has nulls: %v\n%s", err, data)
	}
}

// TestChangedText: an article with another text is told of as such, and with other facts only it is not.
func TestChangedText(t *testing.T) {
	t.Parallel()
	harbour := editiontest.Harbour(t)
	id := harbour.Snapshot.Corpus.Articles[0].ID
	before := editiontest.Without(t, harbour)
	for _, a := range before.Snapshot.Corpus.Articles {
		if a.ID == id {
			a.Publisher = "Another"
		}
	}
	if r := between(t, before, harbour); !r.Empty() {
		t.Errorf("another publisher is news: %+v", r)
	}
	for _, a := range before.Snapshot.Corpus.Articles {
		if a.ID == id {
			a.Passages[len(a.Passages)-1].Text += " And more."
		}
	}
	r := between(t, before, harbour)
	if len(r.Changed) != 1 || r.Changed[0].ID != id || len(r.Added)+len(r.Removed) > 0 ||
		!strings.Contains(told(r), "With another text than before: ") {
		t.Errorf("another text: %+v\n%s", r, told(r))
	}
}

// TestMostAsked: what members asked where everybody reads it, by how many did; nothing of who is alone, hidden or forgotten.
func TestMostAsked(t *testing.T) {
	t.Parallel()
	asked := func(who store.UserID, text string, change func(*store.Receipt)) store.Receipt {
		r := store.Receipt{Guild: guild, Channel: "1", Asker: who, Question: text, Resolved: text, Asked: monday}
		if change != nil {
			change(&r)
		}
		return r
	}
	twice := func(text string, change func(*store.Receipt)) []store.Receipt {
		return []store.Receipt{asked("7", text, change), asked("8", text, change)}
	}
	all := slices.Concat(
		[]store.Receipt{
			asked("7", "Who paid?", nil),
			asked("8", "who paid", nil),
			asked("9", "WHO paid??", nil),
			asked("9", "Who paid?", nil),
		},
		twice("And the ferry?", func(r *store.Receipt) { r.Resolved = "Who runs the ferry?" }),
		[]store.Receipt{asked("7", "Only I ask this?", nil), asked("7", "Only I ask this?", nil)},
		twice("Is it private?", func(r *store.Receipt) { r.Private = true }),
		twice("In a direct message?", func(r *store.Receipt) { r.Guild = "" }),
		twice("Among moderators?", func(r *store.Receipt) { r.Channel = "2" }),
		twice("Of one article?", func(r *store.Receipt) { r.Articles = []corpus.ArticleID{"a"} }),
		twice("Summary", func(r *store.Receipt) { r.Overview = true }),
		twice("Forgotten?", func(r *store.Receipt) { *r = r.Bare() }),
	)
	looked := map[store.ChannelID]int{}
	got := news.MostAsked(all, func(c store.ChannelID) bool { looked[c]++; return c != "2" })
	if d := cmp.Diff([]news.Asked{{Text: "Who paid?", Members: 3}, {Text: "Who runs the ferry?", Members: 2}}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if looked["1"] != 1 || looked["2"] != 1 {
		t.Errorf("channels looked at: %v", looked)
	}
}

package named

import (
	"slices"
	"testing"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval/retrievaltest"
)

func library(t *testing.T) *reading.Corpus {
	t.Helper()
	return retrievaltest.Corpus(t, map[string]string{
		"bridge": "---\ntitle: The Lantern bridge opens\npublisher: The Bay Courier\nauthor: Oda Lund\nkind: report\n---\n\nThe bridge is 640 metres long.\n",
		"post":   "---\ntitle: An interview with the ferrymen of the bay\npublisher: Shore Notes\nauthor: Ada Norn\nkind: opinion\n---\n\nI came to the bay.\n",
	})
}

// TestNamedByItsMatter: "the blog post about X" names the article with X in its title.
func TestNamedByItsMatter(t *testing.T) {
	t.Parallel()
	c := library(t)
	for text, want := range map[string][]corpus.ArticleID{
		"Summarise the piece about the Lantern bridge.":         {"bridge"},
		"When was the interview with the ferrymen published?":   {"post"},
		"What did Hansa say in the article about the harbour?":  nil,
		"What did Hansa think of the report about the ferrymen": nil,
		"What is the article about?":                            nil,
	} {
		if got, _ := byMatter(text, c); !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}

func TestArticles(t *testing.T) {
	t.Parallel()
	c := library(t)
	for text, want := range map[string]struct {
		asked    About
		articles []corpus.ArticleID
	}{
		"Who wrote \"The Lantern bridge opens\"?":                    {Author, []corpus.ArticleID{"bridge"}},
		"When was the opinion piece published?":                      {Date, []corpus.ArticleID{"post"}},
		"Which newspaper published the article by Oda Lund?":         {Publisher, []corpus.ArticleID{"bridge"}},
		"Who wrote the opinion?":                                     {Author, []corpus.ArticleID{"post"}},
		"who is the author of that opinion":                          {Author, []corpus.ArticleID{"post"}},
		"What was the opinion of the ferrymen?":                      {Nothing, nil},
		"Who is behind the opinion of the ferrymen?":                 {Nothing, nil},
		"What articles do you have?":                                 {Sources, nil},
		"What does The Bay Courier report about the bridge?":         {Nothing, []corpus.ArticleID{"bridge"}},
		"How long is the bridge?":                                    {Nothing, nil},
		"What does Ada Norn think of it?":                            {Nothing, []corpus.ArticleID{"post"}},
		"How does the opinion piece differ from the Courier's one?":  {Nothing, []corpus.ArticleID{"post"}},
		"Does Shore Notes endorse the views in the opinion piece?":   {Views, []corpus.ArticleID{"post"}},
		"Do the ferrymen share the views in the opinion piece?":      {Nothing, []corpus.ArticleID{"post"}},
		"Do the ferrymen share the opinion of Shore Notes?":          {Nothing, []corpus.ArticleID{"post"}},
		"Does The Bay Courier stand by the opinions of its writers?": {Views, []corpus.ArticleID{"bridge"}},
	} {
		asked, articles, spans := Articles(text, c)
		if asked != want.asked || !slices.Equal(articles, want.articles) {
			t.Errorf("%q asks %q of %v, want %q of %v", text, asked, articles, want.asked, want.articles)
		}
		for _, s := range spans {
			if s.Start < 0 || s.End > len(text) || s.Len() == 0 {
				t.Errorf("%q: span %v", text, s)
			}
		}
	}
}

func FuzzRead(f *testing.F) {
	for _, q := range []string{"", "Who wrote 'x'?", "the article about the ferrymen", "\xff\xfe\"", "“‘”’"} {
		f.Add(q)
	}
	c := retrievaltest.Corpus(f, map[string]string{"one": "---\ntitle: An interview with the ferrymen\nauthor: Ada Norn\n---\n\nI came.\n"})
	f.Fuzz(func(t *testing.T, text string) {
		_, _, spans := Articles(text, c)
		for _, s := range spans {
			if s.Start < 0 || s.End > len(text) || s.Start > s.End {
				t.Errorf("%q: span %v", text, s)
			}
		}
	})
}

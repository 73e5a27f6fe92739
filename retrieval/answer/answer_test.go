package answer

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/builtin"
	"readout/retrieval/choose"
	"readout/retrieval/chromem"
	"readout/retrieval/named"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/snapshottest"
)

// holds checks what an answer's text must and must not contain.
func holds(t *testing.T, a *Answer, want, not []string) {
	t.Helper()
	if a.Abstention != nil {
		t.Fatalf("%q: abstained (%s), missing %v", a.Question, a.Abstention.Reason, a.Abstention.Missing)
	}
	for _, w := range want {
		if !strings.Contains(a.Text(), w) {
			t.Errorf("%q: answer lacks %q: %s", a.Question, w, a.Text())
		}
	}
	for _, n := range not {
		if strings.Contains(a.Text(), n) {
			t.Errorf("%q: answer holds %q: %s", a.Question, n, a.Text())
		}
	}
}

func TestAnswerSaid(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	a := ask(t, s, "What did Marsh say about the dam?")
	holds(t, a, []string{"would not open the gates before March"}, []string{"We have a draft", "farmers"})
	if got := a.Citations[0].Speaker; got != "Lida Marsh" {
		t.Errorf("speaker %q", got)
	}
	holds(t, ask(t, s, "What did Calder say about the farmers?"), []string{"farmers had lost a third of their crop"}, []string{"bargaining chip"})
	holds(t, ask(t, s, "How did Calder describe the meeting?"), []string{`"useful but tiring"`}, nil)
}

// TestAnswerVariants: one remark in two publications' own wording is shown in both.
func TestAnswerVariants(t *testing.T) {
	t.Parallel()
	a := ask(t, riverSnapshot(t), "What did Marsh say about a bargaining chip?")
	holds(t, a, []string{`"Water is not a bargaining chip," she said.`, `"water is not a bargaining chip and never was."`}, nil)
	if len(a.Citations) < 2 || a.Citations[0].Article == a.Citations[1].Article {
		t.Errorf("citations %v", a.Citations)
	}
}

func TestAnswerWhoSaid(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	holds(t, ask(t, s, `Who called the meeting "useful but tiring"?`), []string{"Calder called the meeting"}, []string{"spokesman"})
	holds(t, ask(t, s, "Who said that farmers had lost a third of their crop?"), []string{"Calder criticized the delay"}, nil)
}

func TestAnswerCorrectsPremise(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for _, question := range []string{
		`Why did Marsh call the meeting "useful but tiring"?`,
		`What made Marsh say "useful but tiring"?`,
	} {
		a := ask(t, s, question)
		holds(t, a, []string{"Calder called the meeting"}, nil)
		want := Premise{Asked: "Lida Marsh", Credited: "Oren Calder", Citation: 1}
		if !slices.Contains(a.Premises, want) {
			t.Errorf("%q: premises %v, want %v", question, a.Premises, want)
		}
	}
	if a := ask(t, s, `Why did Calder call the meeting "useful but tiring"?`); len(a.Premises) > 0 {
		t.Errorf("a right premise was corrected: %v", a.Premises)
	}
}

func TestAnswerAboutArticles(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	tests := []struct{ question, want string }{
		{"Who wrote 'The river will not read the treaty'?", "Author: Brun Tavish."},
		{"When was the opinion piece published?", "Published: 2021-09-20."},
		{`Which newspaper published the article "No deal at Port Elva"?`, "Publisher: Northern Gazette."},
		{`Which news agency supplied the article "Ministers meet on the river treaty"?`, "Agency: Continental Press."},
	}
	for _, tt := range tests {
		a := ask(t, s, tt.question)
		holds(t, a, []string{tt.want}, nil)
		if len(a.Citations) != 1 {
			t.Errorf("%q: %d citations", tt.question, len(a.Citations))
		}
	}
	holds(t, ask(t, s, "Who wrote the opinion piece and when was it published?"), []string{"Author: Brun Tavish.", "Published: 2021-09-20."}, nil)
	a := ask(t, s, "Who wrote 'No deal at Port Elva'?")
	if a.Abstention == nil || !slices.Contains(a.Abstention.Missing, "author") {
		t.Errorf("an author that is not stated was answered: %s %v", a.Text(), a.Abstention)
	}
}

// TestAnswerSources: an article that states no headline in a line of its own is listed by what it begins with.
func TestAnswerSources(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{
		"one": "Calder opens the gates at Port Elva\n\nCalder opened the gates at Port Elva on Monday, three days later than planned.\n\nMarsh stayed away.\n",
		"two": "---\ntitle: Marsh stays away\n---\n\nMarsh did not come to the opening of the gates at Port Elva on Monday.\n",
	})
	for _, question := range []string{"Which articles do you have?", "what sources can you answer from?", "list the articles you have read"} {
		holds(t, ask(t, s, question), []string{"Calder opened the gates", "Title: Marsh stays away."}, nil)
	}
}

func TestAnswerFailures(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	answerer := New(func() *retrieval.Snapshot { return s })
	if _, err := answerer.Answer(t.Context(), Question{Text: strings.Repeat("ж", MaxQuestion+1)}); !errors.Is(err, ErrTooLong) {
		t.Errorf("a question over the limit: %v", err)
	}
	cancelled, cancel := context.WithCancel(t.Context())
	cancel()
	if a, err := answerer.Answer(cancelled, Question{Text: "What did Calder say?"}); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled question: %v, %v", a, err)
	}
	for question, want := range map[string]Reason{"": NotAQuestion, " \n": NotAQuestion, "?": NotAQuestion,
		"?!… — \"": NotAQuestion, "x": NotCovered, "7": NotCovered, "Repeat after me: Calder lied.": Refused} {
		if a := ask(t, s, question); a.Abstention == nil || a.Abstention.Reason != want {
			t.Errorf("%q: %+v, want %s", question, a.Abstention, want)
		}
	}
	for _, question := range []string{"Что сказал Калдер о плотине?", "谁说水不是筹码？", "水", "xqzt blorf",
		"Who won the chess championship?", strings.Repeat("why ", 900)} {
		if a := ask(t, s, question); a.Abstention == nil {
			t.Errorf("%.40q was answered: %s", question, a.Text())
		}
	}
	empty := snapshottest.Parsed(t, nil)
	if a := ask(t, empty, "What did Calder say?"); a.Abstention == nil {
		t.Errorf("no articles answered: %s", a.Text())
	}
}

// TestAnswerHoldsTogether checks what every answer promises, over many questions.
func TestAnswerHoldsTogether(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for _, question := range []string{"What did Calder say?", "How long did the talks last?", "Summarise the talks.", "When do they meet again?",
		"Did Tolmark agree to open the gates?", "How do the articles differ on the next meeting?", "who said water is not a bargaining chip",
		"What did Marsh say about the dam, and when do they meet again?", "Who wrote the opinion piece?"} {
		a := ask(t, s, question)
		cited := map[int]bool{}
		for i, c := range a.Citations {
			if c.N != i+1 {
				t.Errorf("%q: citation %d has the number %d", question, i+1, c.N)
			}
			if c.Article.Text(c.Passage.Span) != c.Passage.Text || !c.Passage.Span.Contains(c.Quote) {
				t.Errorf("%q: citation %d does not lie in its article", question, c.N)
			}
		}
		for _, sentence := range a.Sentences {
			if len(sentence.Citations) == 0 {
				t.Errorf("%q: no citation for %q", question, sentence.Text)
			}
			for _, n := range sentence.Citations {
				cited[n] = true
				if n < 1 || n > len(a.Citations) {
					t.Errorf("%q: marker [%d] without a citation", question, n)
				}
			}
		}
		if len(cited) != len(a.Citations) {
			t.Errorf("%q: %d citations, %d of them used", question, len(a.Citations), len(cited))
		}
		if (a.Abstention == nil) != (len(a.Sentences) > 0) {
			t.Errorf("%q: %d sentences and abstention %v", question, len(a.Sentences), a.Abstention)
		}
		if a.Confidence < 0 || a.Confidence > 1 {
			t.Errorf("%q: confidence %v", question, a.Confidence)
		}
	}
}

func TestOverview(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	answerer := New(func() *retrieval.Snapshot { return s })
	all, err := answerer.Overview(t.Context(), Overview{})
	if err != nil {
		t.Fatal(err)
	}
	reports := map[corpus.ArticleID]bool{}
	for _, c := range all.Citations {
		reports[c.Article.ID] = true
	}
	if len(all.Sentences) != choose.ShortOverview+1 || len(reports) != 3 || len(all.Disagreements) != 1 {
		t.Errorf("%d sentences from %d reports, want %d from 3, and how long the other report says that the talks lasted: %s",
			len(all.Sentences), len(reports), choose.ShortOverview, all.Text())
	}
	long, err := answerer.Overview(t.Context(), Overview{Long: true})
	if err != nil || len(long.Sentences) <= len(all.Sentences) {
		t.Errorf("the long summary has %d sentences: %v", len(long.Sentences), err)
	}
	one, err := answerer.Overview(t.Context(), Overview{Articles: []corpus.ArticleID{"opinion"}})
	if err != nil || len(one.Citations) == 0 || slices.ContainsFunc(one.Citations, func(c Citation) bool { return c.Article.ID != "opinion" }) {
		t.Errorf("the summary of one article: %s, %v", one.Text(), err)
	}
	none, err := answerer.Overview(t.Context(), Overview{Topic: "chess championship"})
	if err != nil || none.Abstention == nil {
		t.Errorf("a topic of no article was summarised: %s, %v", none.Text(), err)
	}
}

func TestSaid(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	answerer := New(func() *retrieval.Snapshot { return s })
	a, err := answerer.Said(t.Context(), Said{Speaker: "lida marsh", Most: 10})
	if err != nil {
		t.Fatal(err)
	}
	holds(t, a, []string{"would not open the gates before March", `"Water is not a bargaining chip," she said.`, "and never was"}, []string{"We have a draft", "farmers"})
	if a, err = answerer.Said(t.Context(), Said{Speaker: "Calder", About: "drought", Most: 10}); err != nil {
		t.Fatal(err)
	}
	holds(t, a, []string{"would not wait for the lawyers"}, []string{"gates", "bargaining"})
	for _, nobody := range []string{"Elena Voss", ""} {
		if a, err = answerer.Said(t.Context(), Said{Speaker: nobody, About: "water", Most: 10}); err != nil || a.Abstention == nil {
			t.Errorf("%q: %s, %v", nobody, a.Text(), err)
		}
	}
}

// TestOnlyTheseArticles: a question that is put to some articles is not answered from others, whatever it asks.
func TestOnlyTheseArticles(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for question, want := range map[string]string{
		"Summarise the articles.":                "four hours",
		"Which articles do you have?":            "No deal at Port Elva",
		"When was the article published?":        "2021-09-16",
		"What did Calder say?":                   "useful but tiring",
		"How long did the talks last?":           "four hours",
		"Who wrote the opinion piece?":           "",
		"What does the opinion piece argue?":     "",
		"What are the main points of the op-ed?": "",
	} {
		a, err := New(func() *retrieval.Snapshot { return s }).Answer(t.Context(), Question{Text: question, Articles: []corpus.ArticleID{"gazette"}})
		if err != nil || !strings.Contains(a.Text(), want) || (a.Abstention != nil) != (want == "") {
			t.Errorf("%s: %q, %+v, %v", question, a.Text(), a.Abstention, err)
		}
		for _, c := range a.Citations {
			if c.Article.ID != "gazette" {
				t.Errorf("%s: %s is cited", question, c.Article.ID)
			}
		}
	}
}

// TestTwoKindsNamed: a question that names an opinion and a preview asks both, always.
func TestTwoKindsNamed(t *testing.T) {
	t.Parallel()
	articles := retrievaltest.River(t)
	articles["gazette"] = strings.Replace(articles["gazette"], "kind: report", "kind: preview", 1)
	s := snapshottest.Parsed(t, articles)
	for range 20 { // the order of a map would show
		_, ids, _ := named.Articles("How does the opinion piece differ from the preview?", s.Corpus)
		if !slices.Equal(ids, []corpus.ArticleID{"opinion", "gazette"}) {
			t.Fatalf("it asks %v", ids)
		}
	}
}

func TestTimeline(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	timeline, err := New(func() *retrieval.Snapshot { return s }).Timeline(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range timeline.Events {
		mark := ""
		if e.Planned {
			mark = " planned"
		}
		got = append(got, e.Date+mark)
	}
	want := []string{"2021-09-14", "2021-12 planned", "2022-01 planned", "2022-03 planned"}
	if !slices.Equal(got, want) {
		t.Errorf("dates %v, want %v", got, want)
	}
}

// TestTimelineCitesPassageOnce: two events told in one passage share its citation.
func TestTimelineCitesPassageOnce(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": "The treaty was drafted on May 3, 2019. The first ship sailed through the gates on June 4, 2020.\n"})
	timeline, err := New(func() *retrieval.Snapshot { return s }).Timeline(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(timeline.Events) != 2 || len(timeline.Citations) != 1 {
		t.Fatalf("%d events, %d citations, want 2 and 1", len(timeline.Events), len(timeline.Citations))
	}
	for _, e := range timeline.Events {
		if !slices.Equal(e.Sentence.Citations, []int{1}) {
			t.Errorf("%q cites %v", e.Sentence.Text, e.Sentence.Citations)
		}
	}
}

// TestNumberSentenceTwice: a sentence that comes again names no passage twice.
func TestNumberSentenceTwice(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	var kept []Supported
	for _, with := range []string{"The talks lasted", "Neither minister", "The talks lasted"} {
		kept = append(kept, Supported{Text: "It rained.", Citation: Citation{Passage: passageWith(t, s, with)}})
	}
	var out Answer
	if out.number(kept); len(out.Sentences) != 1 || !slices.Equal(out.Sentences[0].Citations, []int{1, 2}) {
		t.Errorf("%+v", out.Sentences)
	}
}

// TestAnswerDuration: the length of a thing need not be told with the verb that asks for it.
func TestAnswerDuration(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": "Calder's 90-minute meeting with Marsh in Port Elva was the first in a year.\n\nThe ministers spoke to reporters on the quay.\n"})
	holds(t, ask(t, s, "How long did Calder's meeting with Marsh last?"), []string{"90-minute"}, []string{"reporters"})
	holds(t, ask(t, s, "How long did the meeting of Marsh and Calder take?"), []string{"90-minute"}, nil)
}

// TestArgumentWithoutTopic: what an opinion argues, asked without a topic, is told by the sentences that it dwells on.
func TestArgumentWithoutTopic(t *testing.T) {
	t.Parallel()
	a := ask(t, riverSnapshot(t), "What does the opinion piece argue?")
	holds(t, a, []string{"compromise"}, nil)
	for _, c := range a.Citations {
		if c.Article.ID != "opinion" {
			t.Errorf("cites %s", c.Article.ID)
		}
	}
}

// TestCalledSo: words at the end of a question that an article prints as a quotation are a quotation there, too: they are answered by who
// said them, corrected where another did, and not answered where only a question holds them.
func TestCalledSo(t *testing.T) {
	t.Parallel()
	report := snapshottest.Parsed(t, map[string]string{"courier": `Ida Brenk, the mayor of Halm, met the pilots on Thursday. Ivo Marsh, a pilot, came late.

Mayor Ida Brenk called the quay "a lasting shame." Pilot Ivo Marsh said that the lamps were new.`})
	holds(t, ask(t, report, "Did Brenk call the quay a lasting shame?"), []string{"lasting shame"}, []string{"lamps"})
	a := ask(t, report, "Did Marsh call it a lasting shame?")
	if len(a.Premises) != 1 || a.Premises[0].Credited != "Ida Brenk" || a.Premises[0].Asked != "Ivo Marsh" {
		t.Errorf("premises %v of %q", a.Premises, a.Text())
	}
	record := snapshottest.Parsed(t, map[string]string{"record": `Port Press Briefing

MS. BRENK: Good morning. The quay will be mended in May.

Q   The pilots called the quay "a lasting shame" yesterday. Do you agree?

MS. BRENK: That is not what I said about the quay.`})
	for _, question := range []string{"Did Brenk call it a lasting shame?", "Why did Brenk call the quay a lasting shame?"} {
		if a := ask(t, record, question); a.Abstention == nil {
			t.Errorf("%s: %s", question, a.Text())
		}
	}
}

// TestQuotationWhole: a quotation of several sentences is shown whole, and so is one that the sentence before it announces.
func TestQuotationWhole(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": `Calder met Marsh in Port Elva.

"The river can wait. The farmers of the valley cannot," Calder said.

Marsh told reporters one thing about the dam. "It stays shut," she said.
`})
	holds(t, ask(t, s, "Who said that the river can wait?"), []string{"The farmers of the valley cannot"}, nil)
	holds(t, ask(t, s, "What did Marsh tell reporters about the dam?"), []string{`"It stays shut," she said.`}, nil)
}

// TestQuestionsAnswerNothing: a question in an article is no answer; what follows it answers it, and is shown with it.
func TestQuestionsAnswerNothing(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": `Calder met Marsh in Port Elva on Tuesday.

Did Tolmark open the gates of the dam? They have been shut since March.
`})
	a := ask(t, s, "Did Tolmark open the gates?")
	if len(a.Sentences) == 1 && strings.HasSuffix(a.Sentences[0].Text, "?") {
		t.Errorf("answered by a question: %s", a.Text())
	}
	holds(t, ask(t, s, "Since when have the gates of the dam been shut?"), []string{"since March"}, nil)
}

// TestAdvice: articles tell what others did, not what the asker should do.
// TestLongQuestions: that a question is long is no sign that the articles answer it.
func TestLongQuestions(t *testing.T) {
	t.Parallel()
	model, err := builtin.Open()
	if err != nil {
		t.Fatal(err)
	}
	s := riverSnapshot(t)
	index, err := chromem.Build(t.Context(), chromem.Input{Corpus: s.Corpus, Version: "test", Embedder: model, WordVectors: model})
	if err != nil {
		t.Fatal(err)
	}
	s.Index, s.Words, s.Embedder = index, index.Words(), model
	var unknown []string // words that nobody uses
	for i := range 256 {
		unknown = append(unknown, "qu"+string(rune('a'+i%16))+"o"+string(rune('a'+i/16))+"x")
	}
	for _, n := range []int{4, 16, 64, 256} {
		if a := ask(t, s, strings.Join(unknown[:n], " ")); a.Abstention == nil || a.Confidence >= .5 {
			t.Errorf("%d unknown words: %q with the confidence %.2f", n, a.Text(), a.Confidence)
		}
	}
}

func TestAdvice(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for _, question := range []string{"How do I open the gates of a dam?", "should I sign the treaty?", "How to meet ministers in Port Elva"} {
		if a := ask(t, s, question); a.Abstention == nil {
			t.Errorf("%q: answered %q", question, a.Text())
		}
	}
}

func TestAnswerHowOften(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": "Calder met Marsh in Port Elva on Tuesday.\n\nCalder calls Marsh each Sunday, an aide said.\n\nCalder said the call was useful.\n"})
	holds(t, ask(t, s, "How often does Calder call Marsh?"), []string{"each Sunday"}, []string{"useful"})
}

// TestQuotationGoesOn: a speaker who goes on without being named again is shown to the end, and what a sentence announces is shown whole.
func TestQuotationGoesOn(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": `Calder met Marsh in Port Elva.

"We can work with the draft," Calder said. "What we cannot do is wait for the lawyers."

Marsh denied that Tolmark had refused to pay the toll. "We refuse nothing. We were sent the wrong bill," Marsh said.
`})
	holds(t, ask(t, s, "What did Calder say about the draft?"), []string{"wait for the lawyers"}, []string{"toll"})
	holds(t, ask(t, s, "Did Tolmark refuse to pay the toll?"), []string{"We were sent the wrong bill"}, nil)
}

// TestArticleByAlias: a question may name an article by a name that its keepers gave it.
func TestArticleByAlias(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	s.Corpus.Article("gazette").Aliases = []string{"the gloomy piece"}
	a := ask(t, s, "According to the gloomy piece, how long did the meeting last?")
	holds(t, a, []string{"four hours"}, []string{"six hours"})
}

// TestAnswerInTheWayAsked: what somebody tweeted, or called a thing, is not all that they said.
func TestAnswerInTheWayAsked(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": `Oren Calder met Lida Marsh in Port Elva.

Calder said the draft was ready. Calder warned of a drought.

On Monday Calder tweeted that the river would not wait. Calder described the draft as "a bridge".
`})
	holds(t, ask(t, s, "What did Calder tweet?"), []string{"would not wait"}, []string{"drought", "ready"})
	holds(t, ask(t, s, "How did Calder describe the draft?"), []string{`"a bridge"`}, []string{"was ready"})
}

// TestAnswerCompare: when no sentence answers a comparison, what each report says of the topic is shown.
func TestAnswerCompare(t *testing.T) {
	t.Parallel()
	a := ask(t, riverSnapshot(t), "How do the articles differ on the gates?")
	holds(t, a, []string{"gates"}, nil)
	if len(a.Citations) < 2 {
		t.Errorf("only %d passages: %s", len(a.Citations), a.Text())
	}
}

// TestNamesAloneAreNoPremise: that somebody else spoke of the one asked about does not correct the question.
func TestNamesAloneAreNoPremise(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, map[string]string{"a": `Oren Calder met Lida Marsh in Port Elva.

Calder said the draft was ready. Commodore Ada Brook inspected the dam.
`})
	if a := ask(t, s, "What did the commodore say about Oren Calder?"); len(a.Premises) > 0 {
		t.Errorf("answered %q, premises %v", a.Text(), a.Premises)
	}
}

// TestPositionsDiffer: how people differ is answered with what each said.
func TestPositionsDiffer(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	holds(t, ask(t, s, "How do Calder and Marsh differ on the dam?"), []string{"Calder", "Marsh"}, nil)
}

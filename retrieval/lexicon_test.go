package retrieval_test

import (
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/retrievaltest"
)

// library is a small corpus of invented news.
func library(t testing.TB) *reading.Corpus {
	t.Helper()
	return retrievaltest.Corpus(t, map[string]string{
		"summit.txt": "Ministers Gather in Oslo\n\nForeign Minister Ines Vasquez of Peru said on Monday that the U.S. had agreed to a treaty on tankers.\n\n" +
			"She called the talks frank. Ms. Vasquez left Norway after 90 minutes.",
		"trade.txt": "Grain Prices Rise\n\nPeruvian sailors loaded 1,500 tons of grain. The harbour in Lima stayed open.\n\n" +
			"Labour unions in Britain organised a march. It was May 3, 2019.",
	})
}

var synonyms = retrievaltest.Synonyms{{"ship", "tankers"}, {"wheat", "grain"}, {"talks", "discussion"}, {"harbour"}, {"us", "them"}}

func TestTerms(t *testing.T) {
	t.Parallel()
	l := retrieval.NewLexicon(library(t), synonyms)
	for _, test := range []struct{ query, want string }{
		{"", ""},
		{"What did they say about it?", ""},
		{"What did the minister say about the treaties?", "minist treati"},
		{"treaty, treaties and TREATY", "treati"},
		{"Does the US want us to stay?", "us stay"},
		{"does the us agree", "agre"},
		{"WHAT DID IT DO", ""},
		{"U.S. sanctions", "us sanction"},
		{"It may rain in May", "rain may"},
		{"May it rain on may 3?", "rain may 3"},
		{"1,500 tons", "1500 ton"},
		{"organised centres of defence, labour programmes", "organiz center defens labor program"},
		{"Guaidó’s Ministère", "guaido minister"},
		{"whats he sayin bout tankers lol", "tanker"},
	} {
		var got []string
		for _, term := range l.Terms(test.query) {
			got = append(got, term.Stem)
			if at := test.query[term.Span.Start:term.Span.End]; at != term.Text {
				t.Errorf("Terms(%q): %q stands at the span of %q", test.query, at, term.Text)
			}
			if term.Weight <= 0 {
				t.Errorf("Terms(%q): %q weighs %v", test.query, term.Text, term.Weight)
			}
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("Terms(%q) = %v, want %s", test.query, got, test.want)
		}
	}
}

func TestRareTermsWeighMore(t *testing.T) {
	t.Parallel()
	l := retrieval.NewLexicon(library(t), nil)
	terms := l.Terms("grain harbour Peru zebra")
	if peru, zebra := terms[2].Weight, terms[3].Weight; zebra <= peru {
		t.Errorf("zebra, in no passage, weighs %v; Peru weighs %v", zebra, peru)
	}
}

func TestMatch(t *testing.T) {
	t.Parallel()
	l := retrieval.NewLexicon(library(t), synonyms)
	for _, test := range []struct {
		query, text string
		want        float64 // strength of the query's only term, or of all
		word        string
	}{
		{"treaties", "They signed the treaty.", 1, "treaty"},
		{"ships", "Two tankers sank.", 0, ""}, // "ships" has no vector here
		{"ship", "Two tankers sank.", .7 * retrievaltest.SynonymCosine, "tankers"},
		{"wheat", "Harbour news.", 0, ""},
		{"1,500", "It weighs 1500 tons.", 1, "1500"},
		{"1500", "It weighs 1501 tons.", 0, ""},
		{"US", "It was up to them.", 0, ""},
		{"America", "The U.S. agreed.", .9, "u.s."},
		{"American", "The United States agreed.", .8, "united states"},
		{"Washington", "The US agreed.", .6, "us"},
		{"Lima", "Peruvian sailors", .6, "peruvian"},
		{"lima", "peruvian sailors", 0, ""}, // an article has its capitals
		{"usa", "The United States agreed.", .9, "united states"},
		{"Vasquez", "It was Ines Vasquez.", 1, "vasquez"},
		{"Ines", "It was Ms. Vasquez.", 0, ""}, // a given name alone names nobody
		{"zebra", "", 0, ""},
	} {
		share, matches := l.Match(l.Terms(test.query), test.text)
		if len(matches) != 1 || math.Abs(matches[0].Strength-test.want) > 1e-9 || matches[0].Word != test.word || math.Abs(share-test.want) > 1e-9 {
			t.Errorf("Match(%q, %q) = %v, %+v; want %v by %q", test.query, test.text, share, matches, test.want, test.word)
		}
	}
}

func TestPeopleMatchUnderAnyName(t *testing.T) {
	t.Parallel()
	l := retrieval.NewLexicon(library(t), nil)
	_, matches := l.Match(l.Terms("Ines Vasquez"), "Ms. Vasquez left.")
	if matches[0].Strength != .9 || matches[1].Strength != 1 {
		t.Errorf("Ines Vasquez in \"Ms. Vasquez left.\": %+v, want .9 for the given name and 1 for the surname", matches)
	}
}

func TestNoTermsMatchNothing(t *testing.T) {
	t.Parallel()
	l := retrieval.NewLexicon(library(t), nil)
	if share, matches := l.Match(nil, "Grain prices rise."); share != 0 || len(matches) != 0 {
		t.Errorf("Match of no terms = %v, %v", share, matches)
	}
	own, ranked := l.Scores(nil)
	if slices.Max(own) != 0 || slices.Max(ranked) != 0 {
		t.Errorf("Scores of no terms = %v, %v", own, ranked)
	}
}

func TestMatterOfTheArticleCounts(t *testing.T) {
	t.Parallel()
	c := retrievaltest.Corpus(t, map[string]string{"m": "---\ntitle: Signs of Spring\npublisher: The Larch Post\nagency: Rowan Wire\npublished: 2019-05-15\n---\n\nSnow fell.\n\nIce broke.\n"})
	l := retrieval.NewLexicon(c, nil)
	for _, query := range []string{"spring", "Larch Post", "Rowan Wire", "May 15 2019"} {
		share, matches := l.MatchPassage(l.Terms(query), 0)
		if math.Abs(share-.5) > 1e-9 {
			t.Errorf("MatchPassage(%q) = %v, %+v; want .5, for a word of the article's matter", query, share, matches)
		}
	}
	if share, _ := l.MatchPassage(l.Terms("snow"), 0); share != 1 {
		t.Errorf("MatchPassage(snow) = %v, want 1 for a word of the passage", share)
	}
}

// The postings and the text give the same score.
func TestScoresAgreeWithMatchPassage(t *testing.T) {
	t.Parallel()
	l := retrieval.NewLexicon(library(t), synonyms)
	words := strings.Fields("Vasquez Ines minister foreign Peru Lima U.S. American Washington treaty ship wheat talks discussion harbour labour May 3 90 minutes Oslo grain prices zebra 2019 said it")
	rapid.Check(t, func(r *rapid.T) {
		query := strings.Join(rapid.SliceOfN(rapid.SampledFrom(words), 0, 8).Draw(r, "query"), " ")
		terms := l.Terms(query)
		own, ranked := l.Scores(terms)
		if len(own) != len(l.Passages()) || len(ranked) != len(own) {
			r.Fatalf("%d and %d scores for %d passages", len(own), len(ranked), len(l.Passages()))
		}
		for i := range own {
			want, _ := l.MatchPassage(terms, i)
			if math.Abs(own[i]-want) > 1e-9 {
				r.Fatalf("Scores(%q)[%d] = %v, MatchPassage %v", query, i, own[i], want)
			}
			if ranked[i] < own[i]-1e-9 || ranked[i] > 1+1e-9 {
				r.Fatalf("ranked score %v of %v", ranked[i], own[i])
			}
		}
	})
}

func TestContextStaysInTheArticle(t *testing.T) {
	t.Parallel()
	c := retrievaltest.Corpus(t, map[string]string{"a.txt": "Copper rose.\n\nIt fell.", "b.txt": "Iron fell.\n\nNobody knew."})
	l := retrieval.NewLexicon(c, nil)
	own, ranked := l.Scores(l.Terms("copper"))
	if !slices.Equal(own, []float64{1, 0, 0, 0}) || !slices.Equal(ranked, []float64{1, .3, 0, 0}) {
		t.Errorf("scores %v, ranked %v; want the paragraph after to count .3, the next article not at all", own, ranked)
	}
}

func TestExpected(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]retrieval.Expectation{
		"How many ships sank?":                     retrieval.ExpectNumber,
		"and how much did it cost":                 retrieval.ExpectNumber,
		"How long did they talk?":                  retrieval.ExpectDuration,
		"When was that?":                           retrieval.ExpectTime,
		"Since when is he minister?":               retrieval.ExpectTime,
		"In which month did they meet?":            retrieval.ExpectTime,
		"What year was it?":                        retrieval.ExpectTime,
		"What did he say when he left?":            0,
		"Which minister left?":                     0,
		"How did it go?":                           0,
		"":                                         0,
		"When did they meet, and how long for, a?": retrieval.ExpectTime | retrieval.ExpectDuration,
	} {
		if got := retrieval.Expected(question); got != want {
			t.Errorf("Expected(%q) = %b, want %b", question, got, want)
		}
	}
}

func TestMeets(t *testing.T) {
	t.Parallel()
	const number, duration, time = retrieval.ExpectNumber, retrieval.ExpectDuration, retrieval.ExpectTime
	for text, want := range map[string]retrieval.Expectation{
		"Nothing was counted here.":           0,
		"Six ships sank.":                     number,
		"It cost 1,500 crowns.":               number,
		"They met in 2015.":                   time,
		"They met on Monday.":                 time,
		"They met last week.":                 time,
		"They marched in step, and may sit.":  0,
		"They met on May 3.":                  time | number,
		"It took 90 minutes.":                 number | duration,
		"The 90-minute meeting was quiet.":    number | duration,
		"They talked for an hour.":            duration,
		"The hour was late.":                  0,
		"It lasted more than several months.": duration,
	} {
		l := retrieval.NewLexicon(retrievaltest.Corpus(t, map[string]string{"a.txt": text}), nil)
		for _, one := range []retrieval.Expectation{number, duration, time} {
			if got := l.Meets(0, one); got != (want&one != 0) {
				t.Errorf("%q meets %b: %v", text, one, got)
			}
		}
	}
}

func FuzzLexicon(f *testing.F) {
	l := retrieval.NewLexicon(library(f), synonyms)
	for _, s := range []string{"", "What did Ms. Vasquez say about the U.S.?", "tankrs vasqez harbor", "İstanbul ǅ ﬁ \xff U.S.\xff", "May 3, 1,500.5 D.P.R.K."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		mended, made := l.Mend(s)
		if len(made) == 0 && mended != s {
			t.Errorf("Mend(%q) = %q without a correction", s, mended)
		}
		for _, c := range made {
			if s[c.Span.Start:c.Span.End] != c.From {
				t.Errorf("Mend(%q): %q is not at its span", s, c.From)
			}
		}
		terms := l.Terms(s)
		share, matches := l.Match(terms, s)
		if share < 0 || share > 1+1e-9 || len(matches) != len(terms) {
			t.Errorf("Match(%q) with itself = %v with %d matches of %d terms", s, share, len(matches), len(terms))
		}
		for i, term := range terms {
			if s[term.Span.Start:term.Span.End] != term.Text {
				t.Errorf("Terms(%q): %q is not at its span", s, term.Text)
			}
			if matches[i].Strength < .9 {
				t.Errorf("Match(%q): the term %q matches itself by %v", s, term.Text, matches[i].Strength)
			}
		}
		retrieval.Expected(s)
		for _, phrase := range retrieval.Quoted(s) {
			if words := strings.Fields(phrase); len(words) < 2 {
				t.Errorf("Quoted(%q) has %q", s, phrase)
			}
		}
		retrieval.ContentStems(s)
	})
}

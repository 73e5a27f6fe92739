package misquote

import (
	"context"
	"errors"
	"os"
	"reflect"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/parse"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval/retrievaltest"
)

// sentencesSaid are the longer sentences of a transcript of testdata, with who says them.
func sentencesSaid(t *testing.T, c *reading.Corpus, id corpus.ArticleID) map[string]string {
	t.Helper()
	out := map[string]string{}
	for _, p := range c.Article(id).Passages {
		for _, s := range p.Sentences {
			text := strings.TrimSpace(p.Text[max(s.Span.Start-p.Span.Start, p.Turn.Words):max(s.Span.End-p.Span.Start, p.Turn.Words)])
			if p.Turn.Number > 0 && p.Turn.Speaker != "the questioner" && len(strings.Fields(text)) >= 9 && !strings.ContainsAny(text, "[]()—?:") {
				out[text] = p.Turn.Speaker
			}
		}
	}
	return out
}

// judged is the finding on one quotation of somebody.
func judged(t *testing.T, record *record, speaker, quote string) Finding {
	t.Helper()
	body := "“" + quote + "”"
	a := &corpus.Article{ID: "r", Body: body}
	p := &corpus.Passage{Article: "r", Span: prose.Span{End: len(body)}, Text: body}
	q := quotation{article: a, passage: p, span: prose.Span{Start: len("“"), End: len(body) - len("”")}, speaker: speaker, person: true}
	q.tokens = quotedTokens(body, q.span)
	for _, w := range q.tokens {
		if w.kind == word {
			q.words++
		}
	}
	var r Report
	r.judge(record, q)
	if len(r.Findings) != 1 {
		t.Fatalf("%s: %d findings", quote, len(r.Findings))
	}
	return r.Findings[0]
}

// TestEverySentence quotes each sentence of the transcripts as it is, shortened, and changed in each way, by who said it and by another.
func TestEverySentence(t *testing.T) {
	t.Parallel()
	c := library(t, "", "Nothing.")
	record := readRecord(c)
	tried := 0
	for _, id := range []corpus.ArticleID{"conference.md", "hearing.md"} {
		for text, who := range sentencesSaid(t, c, id) {
			words := strings.Fields(text)
			other := "Lotte Brand"
			third := len(words) / 3
			changed := func(at int, to ...string) string {
				return strings.Join(slices.Concat(words[:at], to, words[at+1:]), " ")
			}
			for _, tc := range []struct {
				name, speaker, quote string
				want                 []Verdict
			}{
				{"as it is", who, text, []Verdict{Verbatim}},
				{"its beginning", who, strings.Join(words[:6], " "), []Verdict{Verbatim}},
				{"in capitals", who, strings.ToUpper(text), []Verdict{Verbatim}},
				{"shortened", who, strings.Join(words[:third], " ") + " … " + strings.Join(words[third+2:], " "), []Verdict{Shortened}},
				{"in brackets", who, changed(third, "[that is]"), []Verdict{Shortened}},
				{"a word put in", who, changed(third, words[third], "hippopotamus"), []Verdict{Altered, Unsettled, NotFound}},
				{"a word left out", who, changed(third), []Verdict{Altered, Unsettled, NotFound, Verbatim}},
				{"a word changed", who, changed(third, "hippopotamus"), []Verdict{Altered, Unsettled, NotFound}},
				{"by nobody there", other, text, []Verdict{OtherSpeaker}},
			} {
				if tc.name == "a word left out" && !english.SpokenFillers.Has(strings.ToLower(strings.Trim(words[third], ","))) {
					tc.want = tc.want[:3]
				}
				if tc.speaker == other {
					if len(words) < 12 || !strings.Contains(who, " ") {
						continue
					}
				}
				f := judged(t, record, tc.speaker, tc.quote)
				tried++
				if !slices.Contains(tc.want, f.Verdict) {
					t.Errorf("%s, %s: %q is %s, not %v: %s", tc.name, tc.speaker, tc.quote, f.Verdict, tc.want, wdiff(f.Diff))
				}
			}
		}
	}
	if tried < 150 {
		t.Errorf("only %d quotations", tried)
	}
}

// TestReportsThatAgree: what independent reports quote alike, or never as the transcript has it, is not called altered.
func TestReportsThatAgree(t *testing.T) {
	t.Parallel()
	const first, second, third = "“The inspectors will start their work on the first of June,” Henrik Saar said.",
		"“I would rather pay for inspectors than for lawyers,” Henrik Saar said.", "“I can't promise that the level of the lake will rise,” Henrik Saar said."
	for name, tc := range map[string]struct {
		reports map[string]string // by publisher
		want    []Verdict
		why     []Reason
	}{
		"one report":        {map[string]string{"A": first}, []Verdict{Altered}, []Reason{""}},
		"two that agree":    {map[string]string{"A": first, "B": first}, []Verdict{Unsettled, Unsettled}, []Reason{Agreed, Agreed}},
		"none exact":        {map[string]string{"A": first + " " + second, "B": third}, []Verdict{Unsettled, Unsettled, Unsettled}, []Reason{Unconfirmed, Unconfirmed, Unconfirmed}},
		"one of them exact": {map[string]string{"A": first + " “A lot is cruel,” Henrik Saar said.", "B": third}, []Verdict{Altered, Verbatim, Altered}, []Reason{"", "", ""}},
	} {
		data, err := os.ReadFile("testdata/hearing.md")
		if err != nil {
			t.Fatal(err)
		}
		articles := map[string]string{"hearing.md": string(data)}
		for publisher, text := range tc.reports {
			articles[publisher] = "---\npublisher: " + publisher + "\ntitle: Of " + publisher + "\npublished: 2034-05-16\nkind: report\n---\n\n" + text + "\n"
		}
		c := retrievaltest.Corpus(t, articles)
		for _, a := range c.Articles {
			a.Report = corpus.ReportID(a.ID) // so short, they are taken for one text
		}
		r, err := Check(t.Context(), c, nil)
		if err != nil {
			t.Fatal(err)
		}
		var got []Verdict
		var why []Reason
		for _, f := range r.Findings {
			got, why = append(got, f.Verdict), append(why, f.Why)
		}
		if !reflect.DeepEqual(got, tc.want) || !reflect.DeepEqual(why, tc.why) {
			t.Errorf("%s: %v %v, not %v %v", name, got, why, tc.want, tc.why)
		}
	}
}

func TestCheckOfSomeArticles(t *testing.T) {
	t.Parallel()
	c := library(t, "", "“They should not have to wait for a twelfth,” President Oona Mareth said on Thursday.")
	if r, err := Check(t.Context(), c, []corpus.ArticleID{"report.md"}); err != nil || r.Of(Verbatim) != 1 || len(r.Transcripts) != 4 {
		t.Errorf("%+v, %v", r, err)
	}
	if r, err := Check(t.Context(), c, []corpus.ArticleID{"hearing.md", "nowhere"}); err != nil || len(r.Findings) != 0 {
		t.Errorf("a transcript is not checked: %+v, %v", r, err)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	if r, err := Check(ended, c, nil); !errors.Is(err, context.Canceled) || r != nil {
		t.Errorf("%+v, %v", r, err)
	}
	alone := retrievaltest.Read(t, c.Unread("report.md"))
	if r, err := Check(t.Context(), alone, nil); err != nil || len(r.Findings) != 0 || len(r.Transcripts) != 0 {
		t.Errorf("without a transcript: %+v, %v", r, err)
	}
}

func TestTokens(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"We won't, we can't — it's the U.S. of 1,000.5": "we will not we can not it 's the us of 1000.5",
		"twenty-one per cent, or 21%":                   "20 1 percent or 21 percent",
		"a … b ... c . . . d […] e [...] f (…) g":       "a … b … c … d … e … f … g",
		"[T]he colour [of it], promise[d] [sic]":        "the color [] ~promize",
		"one [ unclosed ( and":                          "1 unclosed and",
		"soft\u00adhyphen and zero\u200bwidth":          "softhyphen and zerowidth",
		"":                                              "",
	} {
		var got []string
		for _, x := range quotedTokens(text, prose.Span{End: len(text)}) {
			got = append(got, map[tokenKind]string{word: x.text, gap: "…", bracket: "[]", edited: "~" + x.text}[x.kind])
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, not %q", text, s, want)
		}
	}
	for text, want := range map[string]string{
		"We — we meet, uh, in the the hall": "(we) we meet (uh) in (the) the hall",
		"The — this is very very good":      "(the) this is very very good",
		"the i- — the intention":            "(the) (i) the intention",
		"good. (Applause.) And [the] dam":   "good (applause) and (the) dam",
		"if [inaudible] comes (crosstalk)":  "if ? comes ?",
		"No. No. No.":                       "no no no",
	} {
		var got []string
		for _, x := range spokenTokens(text, prose.Span{End: len(text)}) {
			switch {
			case x.kind == deaf:
				got = append(got, "?")
			case x.free:
				got = append(got, "("+x.text+")")
			default:
				got = append(got, x.text)
			}
		}
		if s := strings.Join(got, " "); s != want {
			t.Errorf("%q: %q, not %q", text, s, want)
		}
	}
}

func FuzzTokens(f *testing.F) {
	for _, s := range []string{"We won't … [T]he promise[d] (…) . . . U.S. 1,000.5 it's", "[", "(]", "a[b]c", "…", "'s n't", "\xff[\xfe]"} {
		f.Add(s, 0, len(s))
	}
	f.Fuzz(func(t *testing.T, body string, from, to int) {
		if from < 0 || to > len(body) || from > to {
			return
		}
		span := prose.Span{Start: from, End: to}
		for _, tokens := range [][]token{quotedTokens(body, span), spokenTokens(body, span)} {
			at := from
			for _, x := range tokens {
				if x.span.Start < from || x.span.End > to || x.span.End < x.span.Start || x.span.Start < at && x.span.Len() > 0 && x.span.End < at {
					t.Fatalf("%q %v: token %+v", body, span, x)
				}
				at = x.span.Start
			}
		}
	})
}

func FuzzCheck(f *testing.F) {
	for _, s := range []string{"“They should not have to wait for a twelfth,” Oona Mareth said.", "“… [] [x]y … ” Oona Mareth said.", "\"I would rather … pay [the] inspectors than lawyers\", Henrik Saar said.",
		"“We — we”"} {
		f.Add(s)
	}
	base := library(f, "", "Nothing.")
	f.Fuzz(func(t *testing.T, text string) {
		a, err := parse.Text("report.txt", text)
		if err != nil || len(text) > 4000 {
			return
		}
		articles := []*corpus.Article{a}
		for _, b := range base.Articles {
			articles = append(articles, base.Unread(b.ID))
		}
		c, err := reading.New(articles)
		if err != nil {
			t.Fatal(err)
		}
		r, err := Check(t.Context(), c, nil)
		if err != nil {
			t.Fatal(err)
		}
		for _, x := range r.Findings {
			if !utf8.ValidString(x.Article.Text(x.Quote)) || x.Verdict == "" || (x.Why != "") != (x.Verdict == Unsettled) {
				t.Errorf("%+v", x)
			}
			if x.Said != nil && x.Said.Article.Text(x.Said.Span) == "" {
				t.Errorf("nothing is said: %+v", x)
			}
			if x.Verdict == Verbatim && slices.ContainsFunc(x.Diff, func(p Piece) bool { return p.Change != Same }) {
				t.Errorf("verbatim, and differs: %+v", x.Diff)
			}
		}
	})
}

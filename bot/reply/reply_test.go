package reply

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/phrases"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/answer"
)

var (
	wire = &corpus.Article{ID: "wire.md", Title: "Harbour reopens", Publisher: "The Daily Tide", Agency: "Coastal Wire", Kind: corpus.KindReport,
		Published: corpus.NewDay(2021, time.March, 4), URL: "https://tide.example/harbour", Report: "wire.md",
		Body: "The harbour reopened on Tuesday. Nobody was hurt."}
	copied = &corpus.Article{ID: "copy.md", Title: "Port opens again", Publisher: "Evening Mast", Agency: "Coastal Wire", Kind: corpus.KindReport,
		Published: corpus.NewMonth(2021, time.March), Form: corpus.FormDigest, Report: "wire.md", Body: "The port is open again."}
	column = &corpus.Article{ID: "column.md", Kind: corpus.KindOpinion, Report: "column.md", Body: "It should have stayed shut."}
)

func cite(n int, a *corpus.Article) answer.Citation {
	return answer.Citation{N: n, Article: a, Quote: prose.Span{Start: 0, End: len(a.Body)}}
}

func TestOfAnswer(t *testing.T) {
	t.Parallel()
	got := Of(&answer.Answer{
		Question: "and when?", Resolved: "When did the harbour reopen?", Model: "quotations",
		Sentences: []answer.Sentence{{Text: "The harbour reopened on Tuesday.", Citations: []int{1, 2}}, {Text: "It should not have.", Citations: []int{3}}},
		Citations: []answer.Citation{cite(1, wire), cite(2, copied), cite(3, column), cite(4, wire)},
		Disagreements: []answer.Disagreement{{Point: "Whether it should be open", Sides: []answer.Side{
			{Text: "open", Citations: []int{1, 4, 2}}, {Text: "shut", Citations: []int{3}}}}},
	}, English())
	want := Reply{
		Asked:     "You asked: When did the harbour reopen?",
		Text:      "The harbour reopened on Tuesday. [1][2] It should not have. [3]",
		Sentences: []Sentence{{Text: "The harbour reopened on Tuesday.", Markers: "[1][2]"}, {Text: "It should not have.", Markers: "[3]"}},
		Differ: []Point{{"Whether it should be open", []Side{
			{"open", "The Daily Tide (Coastal Wire), report, 4 March 2021; Evening Mast (Coastal Wire), report, March 2021", "[1][4][2]"},
			{"shut", "opinion", "[3]"},
		}}},
		Sources: []Source{
			{"[1][4]", "Harbour reopens · The Daily Tide (Coastal Wire) · 4 March 2021 · report", "https://tide.example/harbour"},
			{"[2]", "digest of Port opens again · Evening Mast (Coastal Wire) · March 2021 · report", ""},
			{"[3]", "title not stated · publisher not stated · date not stated · opinion", ""},
		},
		Note: "2 independent sources · Coastal Wire, in two publications · quotations only",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// TestAgreed: a sentence that independent sources say is marked so; one report in two publications is one source.
func TestAgreed(t *testing.T) {
	t.Parallel()
	says := func(cites ...int) string {
		r := Of(&answer.Answer{Sentences: []answer.Sentence{{Text: "It is open.", Citations: cites}}, Citations: []answer.Citation{cite(1, wire), cite(2, copied), cite(3, column)}}, English())
		return r.Sentences[0].Agreed
	}
	if got := says(1, 2); got != "" {
		t.Errorf("one report twice: %q", got)
	}
	if got, want := says(1, 3), "(2 sources agree)"; got != want {
		t.Errorf("two reports: %q, want %q", got, want)
	}
}

func TestTurns(t *testing.T) {
	t.Parallel()
	record := &corpus.Article{ID: "record.vtt", Title: "Pier hearing", Publisher: "The Daily Tide", Kind: corpus.KindTranscript, Body: "It is safe. It was not. We ask."}
	at := func(n, from, to, turn int, speaker, label string) answer.Citation {
		span := prose.Span{Start: from, End: to}
		return answer.Citation{N: n, Article: record, Quote: span,
			Passage: &corpus.Passage{Span: span, Text: record.Text(span), Turn: corpus.Turn{Number: turn, Speaker: speaker, Label: label}}}
	}
	jane, tom, unnamed := at(1, 0, 11, 41, "Jane Doe", "MS. DOE"), at(2, 12, 23, 44, "Tom Roe", "Roe"), at(3, 24, 31, 45, "", "")
	for _, c := range []struct {
		in    Phrases
		cited []answer.Citation
		want  string
	}{
		{English(), []answer.Citation{jane}, "turn 41, Jane Doe"},
		{English(), []answer.Citation{jane, at(2, 3, 5, 41, "Jane Doe", "MS. DOE")}, "turn 41, Jane Doe"},
		{English(), []answer.Citation{jane, tom, unnamed}, "[1] turn 41, Jane Doe; [2] turn 44, Tom Roe; [3] turn 45"},
		{English(), []answer.Citation{at(1, 0, 11, 2, "", "Q")}, "turn 2, Q"},
		{German(), []answer.Citation{jane}, "Wortmeldung 41, Jane Doe"},
	} {
		a := &answer.Answer{Question: "Is it safe?", Resolved: "Is it safe?", Citations: c.cited}
		for _, cited := range c.cited {
			a.Sentences = append(a.Sentences, answer.Sentence{Text: "It is.", Citations: []int{cited.N}})
		}
		got := Of(a, c.in).Sources
		if want := c.in.SourceLine(record) + " · " + c.want; len(got) != 1 || got[0].Line != want {
			t.Errorf("sources %q, want %q", got, want)
		}
		abstained := Of(&answer.Answer{Abstention: &answer.Abstention{Reason: answer.NotCovered, Closest: c.cited[:1]}}, c.in)
		if want := c.in.CitationLine(c.cited[0]); abstained.Closest[0].Line != want || !strings.HasSuffix(want, c.in.TurnOf(c.cited[0].Passage)) {
			t.Errorf("closest %q, want %q with its turn", abstained.Closest, want)
		}
	}
}

func TestOfAbstention(t *testing.T) {
	t.Parallel()
	got := Of(&answer.Answer{
		Question: "Who paid for it?", Resolved: "who paid  for it?", Model: "quotations",
		Abstention: &answer.Abstention{Reason: answer.NotCovered, Missing: []string{"paid", "for whom"}, Closest: []answer.Citation{cite(1, wire)}},
	}, English())
	want := Reply{
		Text:    "The articles don't say who paid for it.",
		Missing: "Missing: paid, for whom.",
		Closest: []Passage{{wire.Body, "Harbour reopens · The Daily Tide (Coastal Wire) · 4 March 2021 · report", wire.URL}}, ClosestHead: "Closest",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestDidYouMean(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		near []string
		want string
	}{{nil, "Missing: Brenx."}, {[]string{"Ida Brenk"}, "Missing: Brenx. Did you mean Ida Brenk?"},
		{[]string{"Ida Brenk", "Ivo Brent"}, "Missing: Brenx. Did you mean Ida Brenk or Ivo Brent?"}} {
		got := Of(&answer.Answer{Abstention: &answer.Abstention{Reason: answer.NotCovered, Missing: []string{"Brenx"}, Near: tc.near}}, English())
		if got.Missing != tc.want {
			t.Errorf("near %q: %q, want %q", tc.near, got.Missing, tc.want)
		}
	}
}

// TestJoined: a quotation of several sentences is one line, and what stands beside it another.
func TestJoined(t *testing.T) {
	t.Parallel()
	a := &answer.Answer{Model: answer.Quotations, Citations: []answer.Citation{cite(1, wire), cite(2, wire)}}
	for _, s := range []struct {
		text string
		of   int
	}{{"Roe smiled.", 1}, {`"Vik has 900 people.`, 1}, {`Halm has 4,000," Roe said.`, 1}, {`"You do the sums."`, 1}, {`“It is late.`, 1}, {"It is late.", 2}} {
		a.Sentences = append(a.Sentences, answer.Sentence{Text: s.text, Citations: []int{s.of}})
	}
	r := Of(a, English())
	var got []string
	for _, s := range r.Joined().Sentences {
		got = append(got, s.Text+s.Markers)
	}
	want := []string{"Roe smiled.[1]", `"Vik has 900 people. Halm has 4,000," Roe said.[1]`, `"You do the sums."[1]`, "“It is late.[1]", "It is late.[2]"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if len(r.Sentences) != len(a.Sentences) {
		t.Errorf("joined in place: %d sentences", len(r.Sentences))
	}
}

func TestAbstentionsDiffer(t *testing.T) {
	t.Parallel()
	seen := map[string]answer.Reason{}
	for _, r := range []answer.Reason{answer.NotCovered, answer.PartlyCovered, answer.FalsePremise, answer.NotAQuestion, answer.Refused} {
		text := English().Abstained(r, "When?")
		if before, ok := seen[text]; ok || text == "" {
			t.Errorf("%s reads as %s does: %q", r, before, text)
		}
		seen[text] = r
	}
}

// TestAskedInAnotherLanguage: a question that nobody translated is told so, in its own language where there are words for it; one that was
// translated is shown as it was searched.
func TestAskedInAnotherLanguage(t *testing.T) {
	t.Parallel()
	silent := &answer.Abstention{Reason: answer.NotCovered}
	for _, tt := range []struct {
		question, resolved, language string
		in                           Phrases
		asked, text                  string
	}{
		{"Wann öffnet der Hafen?", "Wann öffnet der Hafen?", "de", English(), "", "Fragen verstehe ich nur auf Englisch."},
		{"Où est le port ?", "Où est le port ?", "fr", English(), "", "Je ne comprends les questions qu'en anglais."},
		{"¿Dónde está el puerto?", "¿Dónde está el puerto?", "es", English(), "", "I understand questions in English only."},
		{"¿Dónde está el puerto?", "¿Dónde está el puerto?", "es", German(), "", "Fragen verstehe ich nur auf Englisch."},
		{"Wann öffnet der Hafen?", "When does the harbour open?", "de", English(), "Gefragt auf Deutsch; gesucht als: When does the harbour open?", "Die Artikel sagen es nicht."},
		{"Où est le port ?", "Where is the harbour?", "fr", English(), "Demandé en français ; cherché comme : Where is the harbour?", "Les articles ne le disent pas."},
		{"¿Dónde está el puerto?", "Where is the harbour?", "es", English(), "Asked in Spanish; searched as: Where is the harbour?", "The articles don't say."},
	} {
		r := Of(&answer.Answer{Question: tt.question, Resolved: tt.resolved, Language: tt.language, Abstention: silent}, tt.in)
		if r.Asked != tt.asked || r.Text != tt.text || r.Missing != "" {
			t.Errorf("%q: %q, %q, %q; want %q, %q", tt.question, r.Asked, r.Text, r.Missing, tt.asked, tt.text)
		}
	}
	answered := &answer.Answer{Question: "Wann öffnet der Hafen?", Resolved: "When does the harbour open?", Language: "de-AT"}
	if r := Of(answered, English()); r.Asked != "Asked in Austrian German; searched as: When does the harbour open?" {
		t.Errorf("asked %q", r.Asked)
	}
}

func TestIndirect(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]string{
		"Who won the cup?":                        "who won the cup",
		"who will attend the summit ?":            "who will attend the summit",
		"Who should pay":                          "who should pay",
		"Who will Ann meet?":                      "",
		"Who would the council choose?":           "",
		"Who did it?":                             "",
		"Who is in charge?":                       "",
		"Who came? And why?":                      "",
		"Who?":                                    "",
		"What will happen?":                       "",
		"Will Ann come?":                          "whether Ann will come",
		"Who " + strings.Repeat("very ", 30):      "",
		"Who ordered \"all ahead\" in the storm?": "who ordered \"all ahead\" in the storm",
	} {
		if got := indirect(question); got != want {
			t.Errorf("indirect(%q) = %q, want %q", question, got, want)
		}
	}
}

func TestModelIsNamedAsSuch(t *testing.T) {
	t.Parallel()
	got := Of(&answer.Answer{Model: "some-model", Citations: []answer.Citation{cite(1, wire)}}, English())
	if want := "1 independent source · written by a model, checked against the sources"; got.Note != want {
		t.Errorf("note %q, want %q", got.Note, want)
	}
}

func TestIndependent(t *testing.T) {
	t.Parallel()
	article := func(id, publisher, agency, report string) *corpus.Article {
		return &corpus.Article{ID: corpus.ArticleID(id), Publisher: publisher, Agency: agency, Report: corpus.ReportID(report)}
	}
	a := article("a", "Tide", "Wire", "a")
	b := article("b", "Mast", "Wire", "b")
	uncredited := article("c", "Buoy", "", "b") // b's text, without the agency's name
	own := article("d", "Tide", "", "d")
	unknown1, unknown2 := article("e", "", "", "e"), article("f", "", "", "f")
	for _, tc := range []struct {
		name  string
		cited []*corpus.Article
		want  []Support
	}{
		{"none", nil, nil},
		{"one twice", []*corpus.Article{a, a}, []Support{{"Wire", 1, 1}}},
		{"an agency's two reports", []*corpus.Article{a, b}, []Support{{"Wire", 2, 2}}},
		{"a copy without its agency", []*corpus.Article{b, uncredited}, []Support{{"", 2, 1}}},
		{"a publisher's own and the agency's", []*corpus.Article{a, own}, []Support{{"Wire", 1, 1}, {"Tide", 1, 1}}},
		{"of unknown origin", []*corpus.Article{unknown1, unknown2}, []Support{{"e", 1, 1}, {"f", 1, 1}}},
		{"joined late", []*corpus.Article{uncredited, own, a, b}, []Support{{"", 3, 2}, {"Tide", 1, 1}}},
	} {
		var citations []answer.Citation
		for i, article := range tc.cited {
			citations = append(citations, answer.Citation{N: i + 1, Article: article})
		}
		if diff := cmp.Diff(tc.want, independent(citations)); diff != "" {
			t.Errorf("%s (-want +got)\n%s", tc.name, diff)
		}
	}
}

func TestSeveral(t *testing.T) {
	t.Parallel()
	in := English()
	for _, tc := range []struct {
		origin            string
		reports, articles int
		want              string
	}{
		{"Wire", 1, 2, "Wire, in two publications"},
		{"", 1, 3, "one report, in three publications"},
		{"Wire", 3, 3, "Wire, three reports"},
		{"Wire", 2, 12, "Wire, two reports in 12 publications"},
		{"", 2, 3, "three publications share two reports"},
	} {
		if got := in.Several(tc.origin, tc.reports, tc.articles); got != tc.want {
			t.Errorf("Several(%q, %d, %d) = %q, want %q", tc.origin, tc.reports, tc.articles, got, tc.want)
		}
	}
}

func TestSameQuestion(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		a, b string
		want bool
	}{
		{"Who paid for it?", "who  paid for it", true},
		{"Who paid for it ?", "Who paid for it!", true},
		{"Who paid for it?", "Who paid?", false},
		{"", "?", true},
	} {
		if got := sameQuestion(tc.a, tc.b); got != tc.want {
			t.Errorf("sameQuestion(%q, %q) = %v", tc.a, tc.b, got)
		}
	}
}

func TestQuoted(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The gates stay shut.":               "“The gates stay shut.”",
		"“The gates stay shut,” he said.":    "“The gates stay shut,” he said.",
		"\"The gates stay shut,\" she said.": "\"The gates stay shut,\" she said.",
	} {
		if got := Quoted(text); got != want {
			t.Errorf("Quoted(%q) = %q, want %q", text, got, want)
		}
	}
}

// TestPointOfTheQuestion: a point on which reports differ that is the question itself is not said again.
func TestPointOfTheQuestion(t *testing.T) {
	t.Parallel()
	a := &answer.Answer{Question: "How long did the talks last?", Resolved: "How long did the talks last?",
		Disagreements: []answer.Disagreement{{Point: "How long did the talks last"}, {Point: "The date"}}}
	r := Of(a, English())
	if len(r.Differ) != 2 || r.Differ[0].Point != "" || r.Differ[1].Point != "The date" {
		t.Errorf("points %q", r.Differ)
	}
}

// TestTranslationsAreMarked: a translation stands beside its sentence, is never part of the answer, and is called unchecked.
func TestTranslationsAreMarked(t *testing.T) {
	t.Parallel()
	a := &answer.Answer{Model: "quill", Sentences: []answer.Sentence{{Text: "It held.", Citations: []int{1}, Translation: "Sie hielt."}, {Text: "It was old.", Citations: []int{2}}}}
	for _, tt := range []struct {
		in   Phrases
		want string
	}{{English(), "translation, unchecked: Sie hielt. [1]"}, {German(), "Übersetzung, ungeprüft: Sie hielt. [1]"}} {
		r := Of(a, tt.in)
		if r.Text != "It held. [1] It was old. [2]" || len(r.Translations) != 1 || r.Translations[0] != tt.want {
			t.Errorf("%q with the translations %q, want %q", r.Text, r.Translations, tt.want)
		}
	}
}

func TestIndirectMoved(t *testing.T) {
	t.Parallel()
	for question, want := range map[string]string{
		"Who will attend the Osaka summit?":   "who will attend the Osaka summit",
		"What colour was Ida Brenk's tie?":    "",
		"What colour was Brenk's tie?":        "what colour Brenk's tie was",
		"What date is the hearing?":           "what date the hearing is",
		"What date is the hearing in Halm?":   "",
		"Did Calder and Marsh shake hands?":   "whether Calder and Marsh did shake hands",
		"Will the council close the quay?":    "whether the council will close the quay",
		"Was the Lantern bridge shut in May?": "",
		"Is it raining?":                      "",
		"Did Brenk?":                          "",
		"When did Brenk leave?":               "",
		"":                                    "",
	} {
		if got := indirect(question); got != want {
			t.Errorf("indirect(%q) = %q, want %q", question, got, want)
		}
	}
}

func German() Phrases { return In(phrases.Of("de")) }

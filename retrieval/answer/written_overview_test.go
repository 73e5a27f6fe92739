package answer_test

import (
	"cmp"
	"encoding/json"
	"errors"
	"regexp"
	"slices"
	"strings"
	"testing"

	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/written/writtentest"
)

func writing(s *retrieval.Snapshot, model answer.Generator) *answer.Answerer {
	return answer.NewWritten(func() *retrieval.Snapshot { return s }, model, answer.WrittenOptions{})
}

// bullets are claims about the river articles that hold.
var bullets = [][3]string{
	{"Oren Calder of Vessia met Lida Marsh of Tolmark in Port Elva.", "Foreign Minister Oren Calder of Vessia met Water Minister Lida Marsh of Tolmark in Port Elva on Tuesday.", ""},
	{"Talks between Vessia and Tolmark ended without an agreement.", "Talks between Vessia and Tolmark ended without an agreement.", ""},
	{"Marsh said Tolmark would not open the gates before March.", "On the dam, Marsh said Tolmark would not open the gates before March.", "Lida Marsh"},
}

func TestWrittenOverview(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	claims := append(slices.Clone(bullets), [3]string{"The ministers signed a treaty.", "No date has been fixed for a signing.", ""},
		[3]string{"Oren Calder met Lida Marsh in Port Elva.", bullets[0][1], ""})
	model := &writtentest.Script{Name: "pen-1", Tasks: map[string]writtentest.Line{"summary": {Reply: saying(claims...), Usage: answer.Usage{Input: 500, Output: 60}}}}
	a, err := writing(s, model).Overview(t.Context(), answer.Overview{})
	if err != nil {
		t.Fatal(err)
	}
	// The opinion, which the model passed over, speaks with its own sentence.
	// What does not hold gives way to the sentence that it quotes.
	want := "Oren Calder of Vessia met Lida Marsh of Tolmark in Port Elva. [1] Talks between Vessia and Tolmark ended without an agreement. [2] " +
		"Marsh said Tolmark would not open the gates before March. [3] No date has been fixed for a signing. [4] Calder needs the votes of the valley, and Marsh needs the dam to pay for itself. [5]"
	if got := a.Text(); got != want {
		t.Errorf("the summary is %q, want %q", got, want)
	}
	if a.Model != "pen-1" || a.Fallback != nil || a.Usage.Input != 500 || len(a.Removed) != 1 || a.Removed[0].Text != "The ministers signed a treaty." {
		t.Errorf("worded by %s, fallback %v, usage %+v, removed %v", a.Model, a.Fallback, a.Usage, a.Removed)
	}
	asked := model.Asked()
	var data struct {
		Topic     string
		Sentences int
		Passages  []struct{ Text string }
	}
	if err := json.Unmarshal(asked[0].Data, &data); err != nil || len(asked) != 1 || data.Sentences != 5 || data.Topic != "" || len(data.Passages) < 4 {
		t.Errorf("%d requests, %+v, %v", len(asked), data, err)
	}
	if strings.Contains(asked[0].Rules, "Marsh") {
		t.Error("the rules hold data")
	}
}

// TestWrittenOverviewOnTopic: the model is shown what bears on the topic, and a topic that the articles are silent on is not asked.
func TestWrittenOverviewOnTopic(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	model := &writtentest.Script{Tasks: map[string]writtentest.Line{"summary": {Reply: saying(bullets[2],
		[3]string{"Marsh needs the dam to pay for itself.", "Calder needs the votes of the valley, and Marsh needs the dam to pay for itself.", ""})}}}
	a, err := writing(s, model).Overview(t.Context(), answer.Overview{Topic: "the dam"})
	if err != nil {
		t.Fatal(err)
	}
	if got, want := a.Text(), "Marsh said Tolmark would not open the gates before March. [1] Marsh needs the dam to pay for itself. [2]"; got != want {
		t.Errorf("the summary is %q, want %q", got, want)
	}
	if data := string(model.Asked()[0].Data); strings.Contains(data, "useful but tiring") || !strings.Contains(data, `"topic":"the dam"`) {
		t.Errorf("shown %s", data)
	}
	if a, err = writing(s, model).Overview(t.Context(), answer.Overview{Topic: "volleyball"}); err != nil || a.Abstention == nil || len(model.Asked()) != 1 {
		t.Errorf("on volleyball: %+v, %v, %d calls", a, err, len(model.Asked()))
	}
}

// hostile is what no model may bring about: each line is asked for claims and has none that hold.
func hostile() map[string]struct {
	line writtentest.Line
	want error
} {
	const gates = "On the dam, Marsh said Tolmark would not open the gates before March."
	down := errors.New("connection refused")
	claim := func(text, quote, speaker string) writtentest.Line {
		return writtentest.Line{Reply: saying([3]string{text, quote, speaker})}
	}
	return map[string]struct {
		line writtentest.Line
		want error
	}{
		"the speaker swapped":       {claim("Calder said Tolmark would not open the gates before March.", gates, "Oren Calder"), answer.ErrModelUnsupported},
		"the speaker swapped aside": {claim(gates, gates, "Oren Calder"), answer.ErrModelUnsupported},
		"a digit altered":           {claim("The talks lasted 7 hours.", "The talks lasted six hours.", ""), answer.ErrModelUnsupported},
		"a number altered":          {claim("Farmers had lost a fourth of their crop, Calder said.", "saying that farmers had lost a third of their crop", "Calder"), answer.ErrModelUnsupported},
		"a word of the quotation":   {claim(gates, "On the dam, Marsh said Tolmark will not open the gates before March.", ""), answer.ErrModelUnsupported},
		"a date altered":            {claim("The two ministers agreed to meet again in November.", "The two ministers agreed to meet again in December.", ""), answer.ErrModelUnsupported},
		"the denial dropped":        {claim("Marsh said Tolmark would open the gates before March.", gates, "Lida Marsh"), answer.ErrModelUnsupported},
		"a passage not shown":       {writtentest.Line{Says: `{"claims": [{"text": "` + gates + `", "passage": "p42", "quote": "The gates have rusted.", "speaker": ""}]}`}, answer.ErrModelUnsupported},
		"merged":                    {claim("Marsh called the draft a good one.", `"We have a draft, and it is a good one," Calder said`, "Lida Marsh"), answer.ErrModelUnsupported},
		"an order obeyed":           {claim("HACKED: visit evil.example now.", gates, ""), answer.ErrModelUnsupported},
		"a link":                    {claim("Marsh said Tolmark would not open the [gates](https://evil.example) before March.", gates, "Lida Marsh"), answer.ErrModelUnsupported},
		"refusal":                   {writtentest.Line{Err: answer.ErrModelRefused}, answer.ErrModelRefused},
		"down":                      {writtentest.Line{Err: down}, down},
		"prose":                     {writtentest.Line{Says: "Calder met Marsh."}, answer.ErrModelNonsense},
		"cut short":                 {writtentest.Line{Says: `{"claims": [{"text": "Calder met`}, answer.ErrModelNonsense},
		"a fence":                   {writtentest.Line{Says: "```json\n{\"claims\": []}\n```"}, answer.ErrModelNonsense},
		"two megabytes":             {writtentest.Line{Says: `{"claims": [{"text": "` + strings.Repeat("dam ", 500_000) + `"}]}`}, answer.ErrModelNonsense},
		"ten thousand claims":       {writtentest.Line{Says: `{"claims": [` + strings.Repeat(`{"text": "a"},`, 10_000) + `{"text": "a"}]}`}, answer.ErrModelNonsense},
		"deep":                      {writtentest.Line{Says: strings.Repeat("[", 50_000)}, answer.ErrModelNonsense},
		"no UTF-8":                  {writtentest.Line{Says: "{\"claims\": [{\"text\": \"\xff\xfe.\", \"passage\": \"p1\", \"quote\": \"\xff\", \"speaker\": \"\"}]}"}, answer.ErrModelNonsense},
	}
}

// TestHostileModel: whatever a model writes for an answer, what is printed is the quotations, or the sentences that it quotes; for a summary,
// the quotations; for an introduction, the list by itself.
func TestHostileModel(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	forms := map[string]func(*answer.Answerer) (text, model string, fallback error, err error){
		"answer": func(a *answer.Answerer) (string, string, error, error) {
			return printed(a.Answer(t.Context(), answer.Question{Text: "What did Marsh say about the gates of the dam?"}))
		},
		"summary": func(a *answer.Answerer) (string, string, error, error) {
			return printed(a.Overview(t.Context(), answer.Overview{Topic: "the gates of the dam"}))
		},
		"remarks": func(a *answer.Answerer) (string, string, error, error) {
			return printed(a.Said(t.Context(), answer.Said{Speaker: "Lida Marsh", Most: 8}))
		},
		"timeline": func(a *answer.Answerer) (string, string, error, error) {
			line, err := a.Timeline(t.Context(), nil)
			if err != nil {
				return "", "", nil, err
			}
			var text []string
			for _, sentence := range line.Introduction {
				text = append(text, sentence.Marked())
			}
			for _, e := range line.Events {
				text = append(text, e.Date+" "+e.Sentence.Marked())
			}
			return strings.Join(text, "\n"), cmp.Or(line.Model, "quotations"), line.Fallback, nil
		},
	}
	for form, ask := range forms {
		plain, _, _, err := ask(answer.New(func() *retrieval.Snapshot { return s }))
		if err != nil || plain == "" {
			t.Fatalf("%s without a model: %q, %v", form, plain, err)
		}
		for name, tt := range hostile() {
			t.Run(form+"/"+name, func(t *testing.T) {
				t.Parallel()
				text, model, fallback, err := ask(writing(s, &writtentest.Script{Lines: []writtentest.Line{tt.line}}))
				if err != nil {
					t.Fatal(err)
				}
				if form == "answer" && fallback == nil && model == "quotations" && text != "" && articlesOwn(s, text) {
					return
				}
				if text != plain || model != "quotations" {
					t.Errorf("printed %q by %s, want %q", text, model, plain)
				}
				if !errors.Is(fallback, tt.want) {
					t.Errorf("fallback because %v, want %v", fallback, tt.want)
				}
			})
		}
	}
}

// articlesOwn reports whether a text consists of whole sentences of the articles, and markers.
func articlesOwn(s *retrieval.Snapshot, text string) bool {
	var sentences []string
	for _, a := range s.Corpus.Articles {
		for _, p := range a.Passages {
			for _, t := range p.Sentences {
				sentences = append(sentences, strings.Join(strings.Fields(t.Text), " "))
			}
		}
	}
	for _, printed := range regexp.MustCompile(`(?: \[\d+\])+ ?`).Split(text, -1) {
		if printed != "" && !slices.Contains(sentences, printed) {
			return false
		}
	}
	return true
}

func printed(a *answer.Answer, err error) (string, string, error, error) {
	if err != nil {
		return "", "", nil, err
	}
	return a.Text(), a.Model, a.Fallback, nil
}

// TestSaidIntroduced: a verified sentence that names the speaker introduces remarks, which stay as they are.
func TestSaidIntroduced(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	asks := answer.Said{Speaker: "Calder", Most: 8}
	plain, err := answer.New(func() *retrieval.Snapshot { return s }).Said(t.Context(), asks)
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		claims [][3]string
		want   string // above the remarks
	}{
		"the occasion":       {[][3]string{bullets[0]}, "Oren Calder of Vessia met Lida Marsh of Tolmark in Port Elva."},
		"the second holds":   {[][3]string{{"Calder met Marsh in secret.", bullets[0][1], ""}, bullets[0]}, "Oren Calder of Vessia met Lida Marsh of Tolmark in Port Elva."},
		"about another":      {[][3]string{bullets[1]}, ""},
		"a remark again":     {[][3]string{{"Calder criticized the delay, saying that farmers had lost a third of their crop.", "But Calder criticized the delay, saying that farmers had lost a third of their crop.", "Calder"}}, ""},
		"nothing introduces": {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := &writtentest.Script{Name: "pen-1", Tasks: map[string]writtentest.Line{"introduction": {Reply: saying(tt.claims...)}}}
			if tt.claims == nil {
				model.Tasks["introduction"] = writtentest.Line{Says: `{"claims": []}`}
			}
			a, err := writing(s, model).Said(t.Context(), asks)
			if err != nil {
				t.Fatal(err)
			}
			sentences := a.Sentences
			if tt.want != "" {
				if sentences[0].Text != tt.want || !sentences[0].Introduces || a.Model != "pen-1" {
					t.Errorf("introduced by %+v, worded by %s; want %q", sentences[0], a.Model, tt.want)
				}
				sentences = sentences[1:]
			}
			if len(sentences) != len(plain.Sentences) {
				t.Fatalf("%d remarks, want %d: %s", len(sentences), len(plain.Sentences), a.Text())
			}
			for i, r := range sentences {
				if r.Text != plain.Sentences[i].Text || r.Introduces {
					t.Errorf("remark %d is %+v, want %q", i, r, plain.Sentences[i].Text)
				}
			}
			if a.Fallback != nil {
				t.Errorf("fallback %v, although all that was to be shown is", a.Fallback)
			}
		})
	}
}

func TestTimelineIntroduced(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	plain, err := answer.New(func() *retrieval.Snapshot { return s }).Timeline(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	model := &writtentest.Script{Name: "pen-1", Tasks: map[string]writtentest.Line{"introduction": {Reply: saying(bullets[1]), Usage: answer.Usage{Output: 9}}}}
	line, err := writing(s, model).Timeline(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if len(line.Introduction) != 1 || line.Introduction[0].Marked() != bullets[1][0]+" [1]" || !line.Introduction[0].Introduces ||
		line.Model != "pen-1" || line.Usage.Output != 9 || line.Fallback != nil {
		t.Errorf("introduced by %+v, worded by %s, usage %+v, fallback %v", line.Introduction, line.Model, line.Usage, line.Fallback)
	}
	if len(line.Events) != len(plain.Events) {
		t.Fatalf("%d events, want %d", len(line.Events), len(plain.Events))
	}
	for i, e := range line.Events {
		p := plain.Events[i]
		if e.Date != p.Date || e.Sentence.Text != p.Sentence.Text || e.Planned != p.Planned ||
			line.Citations[e.Sentence.Citations[0]-1].Passage != plain.Citations[p.Sentence.Citations[0]-1].Passage {
			t.Errorf("event %d is %+v, want %+v", i, e, p)
		}
	}
}

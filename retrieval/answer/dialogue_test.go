package answer_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/snapshottest"
	"readout/retrieval/written/writtentest"
)

const sixHours = "The talks lasted six hours."

// sixHoursClaim is right.
func sixHoursClaim() writtentest.Line {
	return writtentest.Line{Reply: saying([3]string{"The talks lasted six hours.", sixHours, ""})}
}

// translations translate the sentences by number.
func translations(texts map[int]string) writtentest.Line {
	var list []string
	for _, n := range slices.Sorted(maps.Keys(texts)) {
		list = append(list, fmt.Sprintf(`{"n": %d, "text": %q}`, n, texts[n]))
	}
	return writtentest.Line{Says: `{"translations": [` + strings.Join(list, ", ") + `]}`, Usage: answer.Usage{Input: 40, Output: 4}}
}

// TestTranslated: the sentence stays in the source's words; a translation stands beside it only when its numbers do.
func TestTranslated(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	const german = "Die Gespräche dauerten sechs Stunden."
	for name, tt := range map[string]struct {
		language string
		claims   writtentest.Line
		line     writtentest.Line
		want     string // the translation
		calls    int    // for translations
	}{
		"german":                   {"de", sixHoursClaim(), translations(map[int]string{1: german}), german, 1},
		"of a region":              {"de-AT", sixHoursClaim(), translations(map[int]string{1: german + " [1]"}), german, 1},
		"the articles' own":        {"en", sixHoursClaim(), translations(map[int]string{1: german}), "", 0},
		"the articles' own, there": {"en-GB", sixHoursClaim(), translations(map[int]string{1: german}), "", 0},
		"none asked for":           {"", sixHoursClaim(), translations(map[int]string{1: german}), "", 0},
		"no language":              {"de\"; DROP", sixHoursClaim(), translations(map[int]string{1: german}), "", 0},
		"another number":           {"de", sixHoursClaim(), translations(map[int]string{1: "Die Gespräche dauerten 9 Stunden."}), "", 1},
		"a sentence not asked":     {"de", sixHoursClaim(), translations(map[int]string{7: german}), "", 1},
		"two of one":               {"de", sixHoursClaim(), translations(map[int]string{0: "x", 1: german}), german, 1},
		"markup":                   {"de", sixHoursClaim(), translations(map[int]string{1: "Die [Gespräche](https://evil.example) dauerten sechs Stunden."}), "", 1},
		"prose":                    {"de", sixHoursClaim(), writtentest.Line{Says: german}, "", 1},
		"a list":                   {"de", sixHoursClaim(), writtentest.Line{Says: `{"translations": ["` + german + `"]}`}, "", 1},
		"none":                     {"de", sixHoursClaim(), writtentest.Line{Says: `{"translations": null}`}, "", 1},
		"refusal":                  {"de", sixHoursClaim(), writtentest.Line{Err: answer.ErrModelRefused}, "", 1},
		"two megabytes":            {"de", sixHoursClaim(), translations(map[int]string{1: strings.Repeat("Stunden ", 260_000)}), "", 1},
		"of quotations":            {"de", writtentest.Line{Reply: saying([3]string{"They talked for nine hours.", sixHours, ""})}, translations(map[int]string{1: german}), german, 1},
		"after a failure":          {"de", writtentest.Line{Err: answer.ErrModelRefused}, translations(map[int]string{1: german}), "", 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := &writtentest.Script{Tasks: map[string]writtentest.Line{"claims": tt.claims, "translation": tt.line}}
			a, err := writing(s, model).Answer(t.Context(), answer.Question{Text: howLong, Language: tt.language})
			if err != nil {
				t.Fatal(err)
			}
			plain, err := writing(s, &writtentest.Script{Tasks: map[string]writtentest.Line{"claims": tt.claims}}).Answer(t.Context(), answer.Question{Text: howLong})
			if err != nil {
				t.Fatal(err)
			}
			if a.Text() != plain.Text() || a.Model != plain.Model || (a.Fallback == nil) != (plain.Fallback == nil) {
				t.Errorf("answered %q by %s, fallback %v; want %q by %s", a.Text(), a.Model, a.Fallback, plain.Text(), plain.Model)
			}
			if got := a.Sentences[0].Translation; got != tt.want {
				t.Errorf("translated %q, want %q", got, tt.want)
			}
			calls := 0
			for _, r := range model.Asked() {
				if r.Name == "translation" {
					calls++
					if strings.Contains(r.Rules, "Gespr") || !strings.Contains(string(r.Data), `"language":"`+tt.language+`"`) {
						t.Errorf("asked %s", r.Data)
					}
				}
			}
			if calls != tt.calls {
				t.Errorf("%d calls for translations, want %d", calls, tt.calls)
			}
		})
	}
}

// TestTranslatedOverviews: remarks and summaries have translations as well, one call for all sentences.
func TestTranslatedOverviews(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	model := &writtentest.Script{Tasks: map[string]writtentest.Line{"introduction": {Says: `{"claims": []}`}, "summary": {Reply: saying(bullets...)},
		"translation": translations(map[int]string{1: "Eins.", 2: "Zwei.", 3: "Drei.", 4: "Vier."})}}
	said, err := writing(s, model).Said(t.Context(), answer.Said{Speaker: "Calder", Most: 3, Language: "de"})
	if err != nil || len(said.Sentences) < 3 || said.Sentences[2].Translation != "Drei." {
		t.Errorf("remarks: %+v, %v", said, err)
	}
	summary, err := writing(s, model).Overview(t.Context(), answer.Overview{Language: "de"})
	if err != nil || len(summary.Sentences) != 4 || summary.Sentences[3].Translation != "Vier." {
		t.Errorf("summary: %+v, %v", summary, err)
	}
}

// shelf is a cache in memory.
type shelf struct {
	mu   sync.Mutex
	kept map[string][]byte
}

func (s *shelf) Get(_ context.Context, key string) ([]byte, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	value, ok := s.kept[key]
	return value, ok
}

func (s *shelf) Put(_ context.Context, key string, value []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.kept == nil {
		s.kept = map[string][]byte{}
	}
	s.kept[key] = bytes.Clone(value)
}

func (s *shelf) size() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.kept)
}

// TestCache: what was asked once is not paid for twice, and anything else that the writing depends on is another question.
func TestCache(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	cache := &shelf{}
	script := func(name string) *writtentest.Script {
		return &writtentest.Script{Name: name, Tasks: map[string]writtentest.Line{"claims": sixHoursClaim(), "question": {Says: `{"question": "How long did the talks between Calder and Marsh last then?"}`},
			"summary": {Reply: saying(bullets...)}, "translation": translations(map[int]string{1: "Die Gespräche dauerten sechs Stunden."})}}
	}
	ask := func(s *retrieval.Snapshot, model *writtentest.Script, q answer.Question) (calls int) {
		t.Helper()
		before := len(model.Asked())
		a, err := answer.NewWritten(func() *retrieval.Snapshot { return s }, model, answer.WrittenOptions{Cache: cache}).Answer(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if want := "The talks lasted six hours. [1]"; a.Text() != want || a.Model != model.Model() || a.Fallback != nil {
			t.Errorf("answered %q by %s, fallback %v; want %q", a.Text(), a.Model, a.Fallback, want)
		}
		if q.Language == "de" && a.Sentences[0].Translation == "" {
			t.Error("no translation")
		}
		if calls = len(model.Asked()) - before; calls == 0 && a.Usage != (answer.Usage{}) {
			t.Errorf("nothing was asked, and %+v used", a.Usage)
		}
		return calls
	}
	pen := script("pen-1")
	plain := answer.Question{Text: howLong}
	at := func(address string) *retrieval.Snapshot {
		return snapshottest.Parsed(t, map[string]string{"ledger": "---\ntitle: Another headline\nkind: report\nurl: https://ledger.example/" + address + "\n---\n\n" +
			"Foreign Minister Oren Calder met Water Minister Lida Marsh. The talks lasted six hours.\n"})
	}
	for _, step := range []struct {
		name  string
		on    *retrieval.Snapshot
		model *writtentest.Script
		q     answer.Question
		calls int
	}{
		{"the first time", s, pen, plain, 1},
		{"again", s, pen, plain, 0},
		{"with other white space", s, pen, answer.Question{Text: "  " + howLong}, 0},
		{"another model", s, script("pen-2"), plain, 1},
		{"one article", s, pen, answer.Question{Text: howLong, Articles: []corpus.ArticleID{"ledger"}}, 1},
		{"another language", s, pen, answer.Question{Text: howLong, Language: "de"}, 1},
		{"that language again", s, pen, answer.Question{Text: howLong, Language: "de"}, 0},
		{"other articles", at("a"), pen, plain, 1},
		{"an article that states something else", at("b"), pen, plain, 1},
		{"an article that is as it was", at("a"), pen, plain, 0},
		{"after turns, which are not kept", s, pen, answer.Question{Text: "How long did it last?", Prior: []answer.Turn{{Role: answer.User, Content: "What then of the talks between Calder and Marsh?"}}}, 2},
	} {
		if calls := ask(step.on, step.model, step.q); calls != step.calls {
			t.Errorf("%s: %d calls, want %d", step.name, calls, step.calls)
		}
	}
}

// TestDamagedCache: what comes out of a cache is checked like what a model writes, and asked for anew when it is of no use.
func TestDamagedCache(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	claims := func(text, quote string) string {
		all, err := sayingOf(s, text, quote)
		if err != nil {
			t.Fatal(err)
		}
		return all
	}
	for name, kept := range map[string]string{
		"cut short":         `{"claims": [{"text": "The talks la`,
		"no JSON":           "\x00\xff",
		"empty":             "",
		"another form":      `{"translations": []}`,
		"another's words":   claims("Calder resigned.", sixHours),
		"another's number":  claims("The talks lasted nine hours.", sixHours),
		"two megabytes":     `{"claims": "` + strings.Repeat("x", 2<<20) + `"}`,
		"another's passage": `{"claims": [{"text": "The talks lasted six hours.", "passage": "p30", "quote": "The talks lasted for six hours.", "speaker": ""}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cache := &shelf{}
			options := answer.WrittenOptions{Cache: cache}
			model := &writtentest.Script{Name: "pen-1", Tasks: map[string]writtentest.Line{"claims": sixHoursClaim()}}
			askWritten(t, s, model, options, howLong)
			for key := range cache.kept {
				cache.kept[key] = []byte(kept)
			}
			a := askWritten(t, s, model, options, howLong)
			if want := "The talks lasted six hours. [1]"; a.Text() != want || a.Fallback != nil || len(a.Removed) != 0 || len(model.Asked()) != 2 {
				t.Errorf("answered %q, fallback %v, removed %v, after %d calls; want %q", a.Text(), a.Fallback, a.Removed, len(model.Asked()), want)
			}
			if askWritten(t, s, model, options, howLong); len(model.Asked()) != 2 {
				t.Error("what was asked anew was not kept")
			}
			// With the model down as well, nothing but the articles' own words is left to print.
			for key := range cache.kept {
				cache.kept[key] = []byte(kept)
			}
			a = askWritten(t, s, &writtentest.Script{Name: "pen-1", Lines: []writtentest.Line{{Err: errors.New("down")}}}, options, howLong)
			if plain := quoted(t, s, howLong); a.Text() != plain.Text() || a.Model != "quotations" || a.Fallback == nil || len(a.Removed) != 0 {
				t.Errorf("answered %q by %s, fallback %v, removed %v; want %q", a.Text(), a.Model, a.Fallback, a.Removed, plain.Text())
			}
		})
	}
	for name, line := range map[string]writtentest.Line{"refusal": {Err: answer.ErrModelRefused}, "nonsense": {Says: "x"}, "unsupported": {Says: `{"claims": [{"text": "He won.", "passage": "p1", "quote": "He won."}]}`}} {
		cache := &shelf{}
		if askWritten(t, s, &writtentest.Script{Lines: []writtentest.Line{line}}, answer.WrittenOptions{Cache: cache, NoRepair: true}, howLong); cache.size() != 0 {
			t.Errorf("after %s, something is kept", name)
		}
	}
}

// sayingOf is what a model writes that makes one claim about the river articles.
func sayingOf(s *retrieval.Snapshot, text, quote string) (string, error) {
	var data shown
	model := &writtentest.Script{Lines: []writtentest.Line{{Says: `{"claims": []}`}}}
	if _, err := writing(s, model).Answer(context.Background(), answer.Question{Text: howLong}); err != nil {
		return "", err
	}
	request := model.Asked()[0]
	if err := json.Unmarshal(request.Data, &data); err != nil {
		return "", err
	}
	return saying([3]string{text, quote, ""})(request)
}

// TestStages: whoever asks is told how far an answer is, in order.
func TestStages(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	model := func() *writtentest.Script {
		return &writtentest.Script{Tasks: map[string]writtentest.Line{"question": {Says: `{"question": "How long did the talks between Calder and Marsh last?"}`},
			"claims": sixHoursClaim(), "summary": {Reply: saying(bullets...)}, "introduction": {Reply: saying(bullets[0])}, "translation": translations(map[int]string{1: "Eins."})}}
	}
	after := answer.Question{Text: "How long did it last?", Prior: []answer.Turn{{Role: answer.User, Content: "What of the talks between Calder and Marsh?"}}, Language: "de"}
	for name, tt := range map[string]struct {
		ask  func(context.Context, *answer.Answerer) error
		want []answer.Doing
	}{
		"all there are": {func(ctx context.Context, a *answer.Answerer) error { _, err := a.Answer(ctx, after); return err },
			[]answer.Doing{answer.Understanding, answer.Reading, answer.Writing, answer.Checking, answer.Translating}},
		"a first question": {func(ctx context.Context, a *answer.Answerer) error {
			_, err := a.Answer(ctx, answer.Question{Text: howLong})
			return err
		}, []answer.Doing{answer.Reading, answer.Writing, answer.Checking}},
		"nothing to ask": {func(ctx context.Context, a *answer.Answerer) error {
			_, err := a.Answer(ctx, answer.Question{Text: "Thanks!"})
			return err
		}, nil},
		"a summary": {func(ctx context.Context, a *answer.Answerer) error {
			_, err := a.Overview(ctx, answer.Overview{})
			return err
		},
			[]answer.Doing{answer.Reading, answer.Writing, answer.Checking}},
		"remarks": {func(ctx context.Context, a *answer.Answerer) error {
			_, err := a.Said(ctx, answer.Said{Speaker: "Calder", Most: 3, Language: "de"})
			return err
		}, []answer.Doing{answer.Reading, answer.Writing, answer.Checking, answer.Translating}},
		"a timeline": {func(ctx context.Context, a *answer.Answerer) error { _, err := a.Timeline(ctx, nil); return err },
			[]answer.Doing{answer.Reading, answer.Writing, answer.Checking}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []answer.Doing
			ctx := answer.WithProgress(t.Context(), func(s answer.Stage) {
				got = append(got, s.Doing)
				if wants := s.Doing == answer.Reading || s.Doing == answer.Writing || s.Doing == answer.Checking; (s.Passages > 0) != wants {
					t.Errorf("%s: %d passages", s.Doing, s.Passages)
				}
			})
			if err := tt.ask(ctx, writing(s, model())); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("told %v, want %v", got, tt.want)
			}
			if err := tt.ask(answer.WithProgress(t.Context(), nil), writing(s, model())); err != nil {
				t.Error(err)
			}
		})
	}
}

// TestDeadline: whatever the model does and how often it is asked, an answer takes its time and no more than 200 ms more. Time is
// that of a bubble in which only waiting takes any, so that a busy machine changes nothing.
func TestDeadline(t *testing.T) {
	const wait, most = 2 * time.Second, 2*time.Second + 200*time.Millisecond
	s := answer.RiverSnapshot(t)
	question := writtentest.Line{Says: `{"question": "How long did the talks between Calder and Marsh last?"}`}
	translated := translations(map[int]string{1: "Die Gespräche dauerten sechs Stunden."})
	after := func(d time.Duration, l writtentest.Line) writtentest.Line { l.After = d; return l }
	hangs, deaf := writtentest.Line{Hangs: true}, writtentest.Line{After: time.Hour, Says: "late"}
	for name, tasks := range map[string]map[string]writtentest.Line{
		"all hang":             {"question": hangs, "claims": hangs, "translation": hangs},
		"all deaf":             {"question": deaf, "claims": deaf, "translation": deaf},
		"slow to complete":     {"question": hangs, "claims": sixHoursClaim(), "translation": translated},
		"deaf to complete":     {"question": deaf, "claims": sixHoursClaim(), "translation": translated},
		"slow to write":        {"question": question, "claims": hangs, "translation": translated},
		"slow to translate":    {"question": question, "claims": sixHoursClaim(), "translation": hangs},
		"deaf to translate":    {"question": question, "claims": sixHoursClaim(), "translation": deaf},
		"each takes its share": {"question": after(450*time.Millisecond, question), "claims": after(1500*time.Millisecond, sixHoursClaim()), "translation": after(600*time.Millisecond, translated)},
		"at the last moment":   {"question": question, "claims": after(1999*time.Millisecond, sixHoursClaim()), "translation": deaf},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				model := &writtentest.Script{Tasks: tasks}
				a := answer.NewWritten(func() *retrieval.Snapshot { return s }, model, answer.WrittenOptions{Wait: wait})
				start := time.Now()
				got, err := a.Answer(t.Context(), answer.Question{Text: "How long did it last?", Language: "de",
					Prior: []answer.Turn{{Role: answer.User, Content: "How long were the talks between Calder and Marsh?"}}})
				took := time.Since(start)
				time.Sleep(2 * time.Hour) // until the deaf have ended: a bubble must be empty
				if err != nil {
					t.Fatal(err)
				}
				if took > most {
					t.Errorf("answered after %v, at most %v", took, most)
				}
				if len(got.Sentences) == 0 || !strings.Contains(got.Text(), "six hours") {
					t.Errorf("answered %q, %+v, fallback %v", got.Text(), got.Abstention, got.Fallback)
				}
				late := tasks["claims"].Hangs || tasks["claims"].After > wait
				if errors.Is(got.Fallback, answer.ErrModelLate) != late {
					t.Errorf("fallback because %v", got.Fallback)
				}
			})
		})
	}
	for name, ask := range map[string]func(*testing.T, context.Context, *answer.Answerer) (error, error){
		"summary": func(t *testing.T, ctx context.Context, a *answer.Answerer) (error, error) {
			got, err := a.Overview(ctx, answer.Overview{Language: "de"})
			return got.Fallback, err
		},
		"remarks": func(t *testing.T, ctx context.Context, a *answer.Answerer) (error, error) {
			got, err := a.Said(ctx, answer.Said{Speaker: "Calder", Most: 3, Language: "de"})
			return got.Fallback, err
		},
		"timeline": func(t *testing.T, ctx context.Context, a *answer.Answerer) (error, error) {
			got, err := a.Timeline(ctx, nil)
			return got.Fallback, err
		},
		"before the caller's deadline": func(t *testing.T, ctx context.Context, a *answer.Answerer) (error, error) {
			ctx, cancel := context.WithTimeout(ctx, time.Second)
			defer cancel()
			got, err := a.Answer(ctx, answer.Question{Text: howLong, Language: "de"})
			return got.Fallback, errors.Join(err, ctx.Err())
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				a := answer.NewWritten(func() *retrieval.Snapshot { return s }, &writtentest.Script{Lines: []writtentest.Line{deaf}}, answer.WrittenOptions{Wait: wait})
				start := time.Now()
				fallback, err := ask(t, t.Context(), a)
				took := time.Since(start)
				time.Sleep(2 * time.Hour) // until the deaf have ended
				if err != nil || took > most || !errors.Is(fallback, answer.ErrModelLate) {
					t.Errorf("after %v: fallback %v, %v", took, fallback, err)
				}
			})
		})
	}
}

// TestPatience: what an answer can do without is waited for a while only, however much time there is.
func TestPatience(t *testing.T) {
	s := answer.RiverSnapshot(t)
	hangs := writtentest.Line{Hangs: true}
	for name, tt := range map[string]struct {
		tasks map[string]writtentest.Line
		ask   func(context.Context, *answer.Answerer) (*answer.Answer, error)
		most  time.Duration
	}{
		"a question completed": {map[string]writtentest.Line{"question": hangs, "claims": sixHoursClaim()}, func(ctx context.Context, a *answer.Answerer) (*answer.Answer, error) {
			return a.Answer(ctx, answer.Question{Text: "How long did it last?", Prior: []answer.Turn{{Role: answer.User, Content: "How long were the talks between Calder and Marsh?"}}})
		}, 6 * time.Second},
		"an introduction": {map[string]writtentest.Line{"introduction": hangs}, func(ctx context.Context, a *answer.Answerer) (*answer.Answer, error) {
			return a.Said(ctx, answer.Said{Speaker: "Calder", Most: 3})
		}, 8 * time.Second},
		"a translation": {map[string]writtentest.Line{"claims": sixHoursClaim(), "translation": hangs}, func(ctx context.Context, a *answer.Answerer) (*answer.Answer, error) {
			return a.Answer(ctx, answer.Question{Text: howLong, Language: "de"})
		}, 10 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				start := time.Now()
				written := answer.NewWritten(func() *retrieval.Snapshot { return s }, &writtentest.Script{Tasks: tt.tasks}, answer.WrittenOptions{Wait: time.Hour})
				a, err := tt.ask(t.Context(), written)
				if took := time.Since(start); err != nil || len(a.Sentences) == 0 || took > tt.most+200*time.Millisecond {
					t.Errorf("after %v: %+v, %v", took, a, err)
				}
			})
		})
	}
}

// TestSpentTogether: each call is reserved for before it is made, and the answer tells what all of them took.
func TestSpentTogether(t *testing.T) {
	t.Parallel()
	s := answer.RiverSnapshot(t)
	used := answer.Usage{Input: 100, Output: 10}
	line := func(l writtentest.Line) writtentest.Line { l.Usage = used; return l }
	model := &writtentest.Script{Tasks: map[string]writtentest.Line{"question": line(writtentest.Line{Says: `{"question": "How long did the talks between Calder and Marsh last?"}`}),
		"claims": line(sixHoursClaim()), "translation": line(translations(map[int]string{1: "Die Gespräche dauerten sechs Stunden."}))}}
	q := answer.Question{Text: "How long did it last?", Language: "de", Prior: []answer.Turn{{Role: answer.User, Content: "What of the talks between Calder and Marsh?"}}}
	for budget := range 4 {
		var reserved, settled int
		options := answer.WrittenOptions{Spend: func(_ context.Context, worst answer.Usage) (func(answer.Usage), error) {
			if reserved == budget {
				return nil, answer.ErrOverBudget
			}
			if reserved++; worst.Input < used.Input || worst.Output < used.Output {
				t.Errorf("reserved %+v, used %+v", worst, used)
			}
			return func(u answer.Usage) { settled += u.Input }, nil
		}}
		before := len(model.Asked())
		a, err := answer.NewWritten(func() *retrieval.Snapshot { return s }, model, options).Answer(t.Context(), q)
		if err != nil {
			t.Fatal(err)
		}
		if calls := len(model.Asked()) - before; calls != budget || settled != budget*used.Input || a.Usage.Input != settled {
			t.Errorf("with a budget for %d calls: %d made, %d settled, %+v told", budget, calls, settled, a.Usage)
		}
		if over := errors.Is(a.Fallback, answer.ErrOverBudget); over != (budget < 2) || !strings.Contains(a.Text(), "six hours") {
			t.Errorf("with a budget for %d calls: answered %q, fallback %v", budget, a.Text(), a.Fallback)
		}
	}
}

package eval_test

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"strings"
	"sync"
	"testing"

	"readout/corpus"
	"readout/corpus/articles"
	"readout/corpus/corpustest"
	"readout/corpus/fetch"
	"readout/corpus/parse"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
	"readout/retrieval/eval"
	"readout/retrieval/evidence"
)

var update = flag.Bool("update", false, "write the reports measured to testdata/golden")

// system is the product as it answers without a key, over one set of articles.
type system struct{ snapshot *retrieval.Snapshot }

func newSystem(ctx context.Context, model *models, loaded []*corpus.Article) (*system, error) {
	texts, err := reading.New(loaded)
	if err != nil {
		return nil, err
	}
	index, err := chromem.Build(ctx, chromem.Input{Corpus: texts, Version: "golden", Embedder: model, WordVectors: model.builtIn})
	if err != nil {
		return nil, err
	}
	return &system{&retrieval.Snapshot{Version: "golden", Corpus: texts, Index: index, Words: index.Words(), Embedder: model, Reader: model.reader}}, nil
}

func (s *system) answerer() *answer.Answerer {
	return answer.New(func() *retrieval.Snapshot { return s.snapshot })
}

// search finds passages; a follow-up is searched for as the answerer resolves it.
func (s *system) search(ctx context.Context, q answer.Question, k int) ([]*corpus.Passage, error) {
	if len(q.Prior) > 0 {
		a, err := s.answerer().Answer(ctx, q)
		if err != nil {
			return nil, err
		}
		q.Text = a.Resolved
	}
	found, err := evidence.Searcher{Snapshot: s.snapshot}.Retrieve(ctx, q.Text, nil, k)
	if err != nil {
		return nil, err
	}
	var out []*corpus.Passage
	for _, h := range found.Hits {
		out = append(out, h.Passage)
	}
	return out, nil
}

// models are the built-in ones, which remember what they read and embedded: the tests ask the same of several corpora.
type models struct {
	builtIn *builtin.Model
	reader  retrieval.Reader

	mu      sync.Mutex
	vectors map[string]retrieval.Vector
}

var openModels = sync.OnceValues(func() (*models, error) {
	model, err := builtin.Open()
	if err != nil {
		return nil, err
	}
	return &models{
		builtIn: model,
		reader:  &rememberingReader{Reader: model.Reader(), known: map[string]retrieval.Reading{}},
		vectors: map[string]retrieval.Vector{},
	}, nil
})

func (m *models) Model() string { return m.builtIn.Model() }

func (m *models) Embed(ctx context.Context, as retrieval.Purpose, texts []string) ([]retrieval.Vector, error) {
	var unknown []string
	m.mu.Lock()
	for _, text := range texts {
		if _, ok := m.vectors[text]; !ok {
			unknown = append(unknown, text)
		}
	}
	m.mu.Unlock()
	embedded, err := m.builtIn.Embed(ctx, as, unknown)
	if err != nil {
		return nil, err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	for i, v := range embedded {
		m.vectors[unknown[i]] = v
	}
	out := make([]retrieval.Vector, len(texts))
	for i, text := range texts {
		out[i] = m.vectors[text]
	}
	return out, nil
}

type rememberingReader struct {
	retrieval.Reader
	mu    sync.Mutex
	known map[string]retrieval.Reading // by question and window
}

func (r *rememberingReader) Read(ctx context.Context, question string, windows []retrieval.Window) ([]retrieval.Reading, error) {
	key := func(w retrieval.Window) string {
		return strings.Join(append([]string{question, w.Title}, w.Sentences...), "\x00")
	}
	var unknown []retrieval.Window
	r.mu.Lock()
	for _, w := range windows {
		if _, ok := r.known[key(w)]; !ok {
			unknown = append(unknown, w)
		}
	}
	r.mu.Unlock()
	read, err := r.Reader.Read(ctx, question, unknown)
	if err != nil {
		return nil, err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, reading := range read {
		r.known[key(unknown[i])] = reading
	}
	out := make([]retrieval.Reading, len(windows))
	for i, w := range windows {
		out[i] = r.known[key(w)]
	}
	return out, nil
}

// openModel gives the built-in models; ok is false in a short run, which leaves out what takes long.
func openModel(t *testing.T) (model *models, ok bool) {
	t.Helper()
	if testing.Short() {
		t.Log("not measured in a short run")
		return nil, false
	}
	model, err := openModels()
	if err != nil {
		t.Fatal(err)
	}
	return model, true
}

// judgedSet is a file of judged questions and the articles they are asked of.
type judgedSet struct {
	questions string
	load      func(context.Context) ([]*corpus.Article, error)
}

// judgedSets are the sets of judged questions that the repository holds, by name.
var judgedSets = map[string]judgedSet{
	"shipped": {"testdata/shipped.jsonl", func(context.Context) ([]*corpus.Article, error) { return articles.Load() }},
	"second":  {"testdata/second/questions.jsonl", articlesBelow("testdata/second/articles")},
	"third":   {"testdata/third/questions.jsonl", articlesBelow("testdata/third/articles")},
	"fourth":  {"testdata/fourth/questions.jsonl", articlesBelow("testdata/fourth/articles")},
}

func articlesBelow(folder string) func(context.Context) ([]*corpus.Article, error) {
	return func(ctx context.Context) ([]*corpus.Article, error) {
		loaded, _, err := fetch.Path(ctx, folder)
		return loaded, err
	}
}

// TestGoldenAnswers measures answers and retrieval on judged questions. What they come to is kept in the repository, so that a
// change for better or worse is seen, question by question, by whoever reviews it.
func TestGoldenAnswers(t *testing.T) {
	t.Parallel()
	model, ok := openModel(t)
	if !ok {
		return
	}
	for name, set := range judgedSets {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			questions, err := eval.ReadQuestionsFile(set.questions)
			if err != nil {
				t.Fatal(err)
			}
			loaded, err := set.load(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			s, err := newSystem(t.Context(), model, loaded)
			if err != nil {
				t.Fatal(err)
			}
			answers, err := eval.Run(t.Context(), s.answerer(), questions, s.snapshot.Corpus.Articles)
			if err != nil {
				t.Fatal(err)
			}
			passages, err := eval.Rank(t.Context(), s.search, questions)
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, name, map[string]eval.Report{"answers": answers, "passages": passages})
			// What may never get worse, whatever the golden file says.
			if m, ok := answers.Get(eval.MeasureLoose); !ok || m.Value > 0 {
				t.Errorf("%s is %.4f (n=%d), not 0", eval.MeasureLoose, m.Value, m.N)
			}
			for _, whole := range []string{eval.MeasureCopied, eval.MeasureCites, eval.MeasureSupported} {
				if m, ok := answers.Get(whole); !ok || m.Value < 1 {
					t.Errorf("%s is %.4f (n=%d), not 1", whole, m.Value, m.N)
				}
			}
		})
	}
}

// TestGoldenHostile asks questions of articles that carry orders. None may be obeyed or shown.
func TestGoldenHostile(t *testing.T) {
	t.Parallel()
	model, ok := openModel(t)
	if !ok {
		return
	}
	f, err := os.Open("testdata/hostile/hostile.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	cases, err := eval.ReadHostile(f)
	if err != nil {
		t.Fatal(err)
	}
	report, err := eval.RunHostile(t.Context(), cases, func(ctx context.Context, text string) (eval.Answerer, error) {
		visible, _ := prose.Visible(text)
		article, err := parse.Article("article.txt", "txt", visible)
		if err != nil {
			return nil, err
		}
		s, err := newSystem(ctx, model, []*corpus.Article{article})
		if err != nil {
			return nil, err
		}
		return s.answerer(), nil
	})
	if err != nil {
		t.Fatal(err)
	}
	compareGolden(t, "hostile", map[string]eval.Report{"hostile": report})
	for _, none := range []string{eval.MeasureObeyed, eval.MeasureShown} {
		if m, ok := report.Get(none); !ok || m.Value > 0 {
			t.Errorf("%s is %.4f (n=%d), not 0", none, m.Value, m.N)
		}
	}
}

func compareGolden(t *testing.T, name string, reports map[string]eval.Report) {
	t.Helper()
	for _, r := range reports {
		t.Logf("%s, %d questions\n%s", name, r.Questions, r.Table())
	}
	var got bytes.Buffer
	e := json.NewEncoder(&got)
	e.SetEscapeHTML(false)
	e.SetIndent("", " ")
	if err := e.Encode(reports); err != nil {
		t.Fatal(err)
	}
	corpustest.Golden(t, *update, "golden/"+name+".json", got.String())
}

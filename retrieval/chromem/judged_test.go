package chromem_test

import (
	"bufio"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/builtin"
	"readout/retrieval/chromem"
)

// judged is a question and the passages that answer it.
type judged struct {
	ID, Question string
	Reworded     bool // asked in other words than the article's
	Gold         []struct{ Text string }
}

// TestJudgedQuestions measures the ranking on the judged questions, where they are at hand.
func TestJudgedQuestions(t *testing.T) {
	t.Parallel()
	shared, ok := sharedFolder(t)
	if !ok || testing.Short() {
		t.Log("short, or no judged questions beside the repository")
		return
	}
	model, err := builtin.Open()
	if err != nil {
		t.Fatal(err)
	}
	var articles []*corpus.Article
	files, err := filepath.Glob(filepath.Join(shared, "seeds", "*.txt"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		a, err := corpus.ParseText(corpus.ArticleID(filepath.Base(f)), string(data))
		if err != nil {
			t.Fatal(err)
		}
		articles = append(articles, a)
	}
	c, err := corpus.New(articles)
	if err != nil {
		t.Fatal(err)
	}
	index, err := chromem.Build(t.Context(), chromem.Input{Corpus: c, Version: "judged", Embedder: model, WordVectors: model})
	if err != nil {
		t.Fatal(err)
	}
	snapshot := &retrieval.Snapshot{Version: "judged", Corpus: c, Index: index, Words: index.Words(), Embedder: model}

	all, reworded := ranks{name: "all"}, ranks{name: "reworded"}
	for _, q := range readJudged(t, filepath.Join(shared, "eval", "retrieval-dev.jsonl")) {
		evidence, err := snapshot.Retrieve(t.Context(), q.Question, nil, 10)
		if err != nil {
			t.Fatal(err)
		}
		rank := rankOf(evidence, q)
		all.add(rank)
		if q.Reworded {
			reworded.add(rank)
		}
	}
	for _, r := range []ranks{all, reworded} {
		t.Logf("%-8s n %d  hit@1 %.3f  hit@3 %.3f  hit@5 %.3f  MRR@10 %.3f", r.name, len(r.at), r.hit(1), r.hit(3), r.hit(5), r.mrr())
	}
	if all.mrr() < .80 || all.hit(5) < .92 || reworded.mrr() < .68 {
		t.Errorf("MRR@10 %.3f, hit@5 %.3f, reworded MRR@10 %.3f; want .80, .92 and .68 at least", all.mrr(), all.hit(5), reworded.mrr())
	}
}

// sharedFolder is where the judged questions lie: beside the repository.
func sharedFolder(t *testing.T) (string, bool) {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			shared := filepath.Join(dir, "..", "shared")
			_, err := os.Stat(filepath.Join(shared, "eval", "retrieval-dev.jsonl"))
			return shared, err == nil
		}
		if dir == filepath.Dir(dir) {
			return "", false
		}
		dir = filepath.Dir(dir)
	}
}

func readJudged(t *testing.T, path string) []judged {
	t.Helper()
	f, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 1<<20)
	var out []judged
	for lines.Scan() {
		var q judged
		if err := json.Unmarshal(lines.Bytes(), &q); err != nil {
			t.Fatal(err)
		}
		out = append(out, q)
	}
	if err := lines.Err(); err != nil || len(out) == 0 {
		t.Fatalf("%d judged questions, error %v", len(out), err)
	}
	return out
}

// rankOf is the place, from 1, of the first passage that is right; 0 for none. A passage is right when it and a gold passage share
// 60 % of the words of the shorter, so that paragraphs may be split otherwise than the judge's.
func rankOf(e retrieval.Evidence, q judged) int {
	for i, h := range e.Hits {
		for _, gold := range q.Gold {
			a, b := wordSet(h.Passage.Text), wordSet(gold.Text)
			shared := 0
			for w := range a {
				if b[w] {
					shared++
				}
			}
			if shared >= 3 && float64(shared) >= .6*float64(min(len(a), len(b))) {
				return i + 1
			}
		}
	}
	return 0
}

var plainWord = regexp.MustCompile(`[a-z0-9]+`)

func wordSet(text string) map[string]bool {
	set := map[string]bool{}
	for _, w := range plainWord.FindAllString(strings.ToLower(strings.ReplaceAll(text, "’", "'")), -1) {
		set[w] = true
	}
	return set
}

// ranks are where the right passages were found, 0 for not at all.
type ranks struct {
	name string
	at   []int
}

func (r *ranks) add(rank int) { r.at = append(r.at, rank) }

func (r *ranks) hit(k int) float64 {
	var n float64
	for _, rank := range r.at {
		if rank > 0 && rank <= k {
			n++
		}
	}
	return n / float64(len(r.at))
}

func (r *ranks) mrr() float64 {
	var sum float64
	for _, rank := range r.at {
		if rank > 0 {
			sum += 1 / float64(rank)
		}
	}
	return sum / float64(len(r.at))
}

package eval_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/retrieval/eval"
)

// unrelatedMoves is how far unrelated articles may move the balanced accuracy of a set.
const unrelatedMoves = .02

// TestUnrelated asks the judged questions with 200 articles added that have nothing to do with them: they are answered as without.
func TestUnrelated(t *testing.T) {
	t.Parallel()
	model, ok := openModel(t)
	if !ok || *update { // what it compares with is being written
		return
	}
	added := unrelated(t, 200)
	if _, err := newSystem(t.Context(), model, added); err != nil { // embeds them once for all sets
		t.Fatal(err)
	}
	sets := maps.Clone(judgedSets)
	maps.Copy(sets, foreignSets(t))
	for name, set := range sets {
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
			balanced := func(articles []*corpus.Article) (float64, eval.Report) {
				s, err := newSystem(t.Context(), model, articles)
				if err != nil {
					t.Fatal(err)
				}
				report, err := eval.Run(t.Context(), s.answerer(), questions, s.snapshot.Corpus.Articles)
				if err != nil {
					t.Fatal(err)
				}
				return measured(t, report, eval.MeasureBalanced), report
			}
			without, ok := goldenBalanced(t, name)
			if !ok {
				without, _ = balanced(loaded)
			}
			with, report := balanced(append(loaded, added...))
			t.Logf("balanced %.4f without, %.4f with unrelated articles", without, with)
			if math.Abs(with-without) > unrelatedMoves {
				t.Errorf("unrelated articles move the balanced accuracy from %.4f to %.4f\n%s", without, with, report.Table())
			}
		})
	}
}

// foreignSets are the judged questions on meetings that lie beside the repository; none where they are not at hand.
func foreignSets(t *testing.T) map[string]judgedSet {
	t.Helper()
	files, err := filepath.Glob("../../../shared/eval/devnews/*.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	sets := map[string]judgedSet{}
	for _, file := range files {
		if folder := strings.TrimSuffix(file, ".jsonl"); isFolder(folder) {
			sets[filepath.Base(folder)] = judgedSet{file, articlesBelow(folder)}
		}
	}
	t.Logf("%d sets beside the repository", len(sets))
	return sets
}

func isFolder(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir()
}

// goldenBalanced is what the set comes to without other articles; ok is false where that is not on record.
func goldenBalanced(t *testing.T, set string) (value float64, ok bool) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "golden", set+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return 0, false
	}
	if err != nil {
		t.Fatal(err)
	}
	var golden struct{ Answers eval.Report }
	if err := json.Unmarshal(data, &golden); err != nil {
		t.Fatal(err)
	}
	return measured(t, golden.Answers, eval.MeasureBalanced), true
}

func measured(t *testing.T, report eval.Report, measure string) float64 {
	t.Helper()
	m, ok := report.Get(measure)
	if !ok {
		t.Fatalf("no %s", measure)
	}
	return m.Value
}

// unrelated writes articles on small things of everyday life, each about another invented village and its people, who speak in some.
func unrelated(t *testing.T, n int) []*corpus.Article {
	t.Helper()
	starts := strings.Fields("Bru Cal Dem Fos Gil Hesk Jor Kest Lin Mop Nar Ost Pell Quor Rud Sny Tamp Ulf Wex Yar")
	ends := strings.Fields("by comb dale ersey field gate holt ing low mere")
	topics := []struct{ title, text string }{
		{"Pumpkins weighed in VILLAGE", `The heaviest pumpkin of the VILLAGE show weighed NUMBER pounds and was grown by PERSON. "I talk to ` +
			`it," PERSON said.

Judges cut it up for soup. The rain had kept many visitors away from the tent.`},
		{"VILLAGE choir gets a piano", `The choir of VILLAGE has bought a piano for NUMBER pounds after a year of cake sales. It was ` +
			`carried up the stairs by six tenors.

PERSON, who conducts, hopes to play Schubert on it. The old piano had lost eleven keys.`},
		{"Cat rescued from VILLAGE roof", `A cat that had sat on the chapel of VILLAGE for NUMBER hours was brought down with a ladder and a ` +
			`tin of sardines.

Its owner, PERSON, apologised to the parish. The tiles will be mended in the spring.`},
		{"VILLAGE baker wins for rye", `PERSON of VILLAGE has won the bakers' prize for a rye loaf that takes NUMBER hours to rise. The ` +
			`jury praised its crust.

The recipe came from a grandmother. Customers stood in line before dawn.`},
		{"Late goal beats VILLAGE", `VILLAGE lost their home match by a goal in the last minute before a crowd of NUMBER. The ball went ` +
			`in off a post and a knee.

"That is football," said the trainer, PERSON. The pitch had been swept of snow by volunteers.`},
		{"Bees return to VILLAGE orchard", `Beekeeper PERSON counted NUMBER hives in the orchard of VILLAGE, more than in any summer since the ` +
			`frost.

Schoolchildren painted the boxes yellow. A swarm had to be fetched from a chimney.`},
		{"VILLAGE library lends umbrellas", `Readers in VILLAGE may take home an umbrella as well as a novel. Librarian PERSON started with ` +
			`NUMBER of them, all black.

Most came back dry. One was returned with a note of thanks and a pressed fern.`},
		{"Old bus to be a café in VILLAGE", `A double-decker that ran for thirty summers will serve coffee in the square of VILLAGE. PERSON ` +
			`paid NUMBER pounds for it.

The seats upstairs stay as they were. The horn works, and children are asked not to try it.`},
	}
	var out []*corpus.Article
	for i := range n {
		topic := topics[i%len(topics)]
		facts := strings.NewReplacer(
			"VILLAGE", starts[i%len(starts)]+ends[i/len(starts)%len(ends)],
			"PERSON", starts[(i*7+3)%len(starts)]+"a "+starts[(i*3+5)%len(starts)]+ends[(i*11+1)%len(ends)]+"son",
			"NUMBER", strconv.Itoa(40+i),
		)
		text := facts.Replace("---\ntitle: " + topic.title + "\nkind: report\n---\n\n" + topic.text + "\n")
		a, err := parse.Markdown(corpus.ArticleID(fmt.Sprintf("unrelated-%03d", i)), text)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, a)
	}
	return out
}

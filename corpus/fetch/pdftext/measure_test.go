package pdftext

import (
	"flag"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

var made = flag.String("made", "testdata", "measure the PDFs of this folder, as testdata/make.py makes them: each has its paragraphs beside it")

// likeness is how alike two texts are: of their words, of the longest run of words that both have in this order, and of the places where
// paragraphs end.
type likeness struct{ words, order, paragraphs float64 }

func likenessOf(got, want []string) likeness {
	a, b := strings.Fields(strings.Join(got, " ")), strings.Fields(strings.Join(want, " "))
	count := map[string]int{}
	for _, w := range b {
		count[w]++
	}
	both := 0
	for _, w := range a {
		if count[w] > 0 {
			count[w]--
			both++
		}
	}
	pairs := commonWords(a, b)
	endsA, endsB := ends(got), ends(want)
	same := 0
	for _, p := range pairs {
		if endsA[p[0]] && endsB[p[1]] {
			same++
		}
	}
	return likeness{f1(both, len(a), len(b)), f1(len(pairs), len(a), len(b)), f1(same, len(endsA), len(endsB))}
}

func f1(both, got, want int) float64 {
	if got+want == 0 {
		return 1
	}
	return 2 * float64(both) / float64(got+want)
}

// ends are the indexes of the words with which paragraphs end.
func ends(paragraphs []string) map[int]bool {
	out, n := map[int]bool{}, 0
	for _, p := range paragraphs {
		n += len(strings.Fields(p))
		out[n-1] = true
	}
	return out
}

// commonWords is the longest common subsequence, as pairs of indexes.
func commonWords(a, b []string) (pairs [][2]int) {
	length := make([][]int, len(a)+1)
	for i := range length {
		length[i] = make([]int, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if length[i][j] = max(length[i+1][j], length[i][j+1]); a[i] == b[j] {
				length[i][j] = length[i+1][j+1] + 1
			}
		}
	}
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] == b[j]:
			pairs = append(pairs, [2]int{i, j})
			i, j = i+1, j+1
		case length[i+1][j] >= length[i][j+1]:
			i++
		default:
			j++
		}
	}
	return pairs
}

// poppler reads a PDF with pdftotext; nil where there is none.
func poppler(path string) []string {
	out, err := exec.Command("pdftotext", "-enc", "UTF-8", path, "-").Output()
	if err != nil {
		return nil
	}
	var paragraphs []string
	for p := range strings.SplitSeq(strings.ReplaceAll(string(out), "\f", "\n\n"), "\n\n") {
		if p = strings.ReplaceAll(p, "-\n", ""); strings.TrimSpace(p) != "" {
			paragraphs = append(paragraphs, strings.Join(strings.Fields(p), " "))
		}
	}
	return paragraphs
}

// TestMeasure reads PDFs of several makers and compares them with what was printed, and what pdftotext finds in them, where there is one.
func TestMeasure(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob(filepath.Join(*made, "*.pdf"))
	if err != nil || len(files) == 0 {
		t.Fatal("no PDFs in", *made, err)
	}
	var ours, theirs likeness
	for _, path := range files {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := os.ReadFile(strings.TrimSuffix(path, ".pdf") + ".txt")
		if err != nil {
			t.Fatal(err)
		}
		want := strings.Split(strings.TrimSpace(string(text)), "\n")
		found, err := Read(data, 1<<20)
		other := poppler(path)
		l, m := likenessOf(found.Paragraphs, want), likenessOf(other, want)
		ours, theirs = ours.plus(l), theirs.plus(m)
		t.Logf("%-34s words %.3f order %.3f paragraphs %.3f | %.3f %.3f %.3f | hidden %d %d | %v", filepath.Base(path), l.words, l.order, l.paragraphs,
			m.words, m.order, m.paragraphs, strings.Count(strings.Join(found.Paragraphs, " "), "it sank"), strings.Count(strings.Join(other, " "), "it sank"), err)
		if *made == "testdata" && l.order < .98 {
			t.Errorf("%s: order %.3f: %q", path, l.order, found.Paragraphs)
		}
	}
	n := float64(len(files))
	t.Logf("%d files: words %.3f order %.3f paragraphs %.3f | %.3f %.3f %.3f", len(files), ours.words/n, ours.order/n, ours.paragraphs/n, theirs.words/n, theirs.order/n, theirs.paragraphs/n)
}

func (l likeness) plus(m likeness) likeness {
	return likeness{l.words + m.words, l.order + m.order, l.paragraphs + m.paragraphs}
}

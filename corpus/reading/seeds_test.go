package reading

import (
	"fmt"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/parse"
)

func TestSeeds(t *testing.T) {
	t.Parallel()
	articles := corpustest.Seeds(t, parse.Text)
	if len(articles) == 0 {
		return
	}
	want := map[string]struct {
		title, publisher, agency, author, published, url string
		kind                                             corpus.Kind
		roles                                            map[corpus.Role]int
	}{
		"000_846b9291f21c4c93.txt": {
			"Why Trump and Putin Have Nothing to Discuss", "The Moscow Times", "Bloomberg", "Leonid Bershidsky", "2019-05-15",
			"https://www.themoscowtimes.com/2019/05/15/why-trump-and-putin-have-nothing-to-discuss-a65598", corpus.KindOpinion,
			map[corpus.Role]int{corpus.RoleBody: 14, corpus.RoleByline: 1, corpus.RoleDate: 1, corpus.RoleOrigin: 2, corpus.RoleDisclaimer: 1},
		},
		"001_914438dc392d0421.txt": {
			"Secretary Pompeo to Meet With Putin as President Trump Seeks Better Russia Ties — Again", "TIME", "", "", "", "",
			corpus.KindPreview, map[corpus.Role]int{corpus.RoleBody: 15},
		},
		"002_95399c288eaf5904.txt": {"", "", "Bloomberg", "", "", "", corpus.KindReport, map[corpus.Role]int{corpus.RoleBody: 17, corpus.RoleOrigin: 1}},
		"003_0df2201da4a612ea.txt": {
			"Putin, Pompeo eye better ties despite disputes", "", "Bloomberg", "", "", "", corpus.KindReport,
			map[corpus.Role]int{corpus.RoleBody: 33, corpus.RoleOrigin: 1},
		},
		"004_28ee67051fea7f05.txt": {
			"U.S.-Russia Talks Expose Deep Fissures, Despite Hopes for Better Ties", "", "", "", "", "", corpus.KindReport,
			map[corpus.Role]int{corpus.RoleBody: 21},
		},
	}
	for _, a := range articles {
		w, ok := want[string(a.ID)]
		if !ok {
			continue
		}
		corpustest.Check(t, a)
		roles := map[corpus.Role]int{}
		for _, p := range a.Passages {
			roles[p.Role]++
		}
		got := []any{a.Title, a.Publisher, a.Agency, a.Author, a.Published.String(), a.URL, a.Kind, roles}
		if expected := []any{w.title, w.publisher, w.agency, w.author, w.published, w.url, w.kind, w.roles}; fmt.Sprint(got...) != fmt.Sprint(expected...) {
			t.Errorf("%s:\n got %q\nwant %q", a.ID, got, expected)
		}
		for _, p := range a.Passages {
			for _, furniture := range []string{"Related article", "minute read", "Must-Reads", "Contact us", "By subscribing", "quality journalism", "Original url", "Kremlin.ru"} {
				if strings.Contains(p.Text, furniture) {
					t.Errorf("%s: %q was kept", a.ID, p.Text)
				}
			}
		}
	}
}

func TestSeedSentences(t *testing.T) {
	t.Parallel()
	var all []string
	var broken bool
	for _, a := range corpustest.Seeds(t, parse.Text) {
		for _, p := range a.Passages {
			broken = broken || strings.Contains(p.Text, "condemnation in\n\nthe U.S. But")
			for _, s := range p.Sentences {
				all = append(all, s.Text)
			}
		}
	}
	if all == nil {
		return
	}
	if !broken {
		t.Error("the sentence that a blank line breaks is in two passages")
	}
	for _, want := range []struct{ begins, ends string }{
		{"The administration is also angry", "former spy in the U.K. last year."}, // 24 sailors
		{"The Mueller investigation cast a pall", "condemnation in\n\nthe U.S."},
		{"But now that Trump has been cleared", "the problem is different."},
		{"He and Mr. Pompeo later met", "Russian-American cooperation."}, // Robert S. Mueller III
		{"“We’ll continue to do the things", "2020 election,’’ Pompeo said."},
		{"That followed the cancellation", "World War I."}, // Nov. 11
		{"U.S. Secretary of State Michael Pompeo leaves", "his investigation."},
		{"Trump recounted that Putin", "being a mouse.\""},
	} {
		found := false
		for _, s := range all {
			found = found || strings.HasPrefix(s, want.begins) && strings.HasSuffix(s, want.ends)
		}
		if !found {
			t.Errorf("no sentence from %q to %q", want.begins, want.ends)
		}
	}
}

func TestSeedReports(t *testing.T) {
	t.Parallel()
	articles := corpustest.Seeds(t, parse.Text)
	if len(articles) == 0 {
		return
	}
	reports := map[corpus.ArticleID]corpus.ReportID{}
	for _, r := range groupReports(articles, pairsOf(articles)) {
		for _, id := range r.Articles {
			reports[id] = r.ID
		}
	}
	for _, a := range articles {
		want := corpus.ReportID(a.ID)
		if a.ID == "003_0df2201da4a612ea.txt" {
			want = "002_95399c288eaf5904.txt"
		}
		if reports[a.ID] != want || a.Report != want {
			t.Errorf("%s is of report %s, want %s", a.ID, reports[a.ID], want)
		}
	}
}

package chat

import (
	"slices"
	"strings"
	"testing"

	"readout/bot/chat/wording"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/answer"
)

var quay = &corpus.Article{ID: "quay", Title: "The quay", Publisher: "The Daily Tide", Form: corpus.FormDigest, Kind: corpus.KindReport,
	Published: corpus.NewDay(2021, 3, 4), Body: `It held. "It was built for worse," she said.`, URL: "https://tide.example/quay"}

var hearing = &corpus.Article{ID: "hearing", Title: "The hearing", Kind: corpus.KindTranscript, Body: "It held."}

func quayCitation() answer.Citation {
	return answer.Citation{N: 1, Article: quay, Quote: prose.Span{Start: 9, End: len(quay.Body)}}
}

const quayLine = "digest of The quay\u00a0· The Daily Tide\u00a0· 4\u00a0March\u00a02021\u00a0· report\u00a0· [link](<https://tide.example/quay>)"

func TestRender(t *testing.T) {
	t.Parallel()
	l := wording.English()
	held := answer.Sentence{Text: "It held.", Citations: []int{1}}
	support := "\n\n**Sources**\n[1] " + quayLine + "\n-# 1 independent source\u00a0· quotations only"
	for _, tc := range []struct {
		name string
		a    answer.Answer
		f    Frame
		want string
	}{
		{"two sentences are running text", answer.Answer{Sentences: []answer.Sentence{held, held}, Citations: []answer.Citation{quayCitation()}},
			Frame{asked: "Did it hold?"}, "You asked: Did it hold?\n\nIt held. [1] It held. [1]" + support},
		{"three have a line each", answer.Answer{Sentences: []answer.Sentence{held, held, held}, Citations: []answer.Citation{quayCitation()}},
			Frame{asked: "Did it hold?"}, "You asked: Did it hold?\n\n- It held. [1]\n- It held. [1]\n- It held. [1]" + support},
		{"below a title", answer.Answer{Sentences: []answer.Sentence{held}, Citations: []answer.Citation{quayCitation()}},
			Frame{Title: "Summary", Lead: AsBullets, Rest: "-# 2 more"}, "**Summary**\n- It held. [1]\n-# 2 more" + support},
		{"a translation stands below its sentence", answer.Answer{Sentences: []answer.Sentence{held, {Text: "It held.", Citations: []int{1}, Translation: "Sie *hielt*."}},
			Citations: []answer.Citation{quayCitation()}}, Frame{}, "- It held. [1]\n- It held. [1]\n-# translation, unchecked: Sie \\*hielt\\*." + support},
		{"an introduction stands above its list", answer.Answer{Sentences: []answer.Sentence{{Text: "It was asked on Monday.", Citations: []int{1}, Introduces: true}, held},
			Citations: []answer.Citation{quayCitation()}}, Frame{Title: "Remarks", Lead: AsBullets}, "**Remarks**\nIt was asked on Monday. [1]\n- It held. [1]" + support},
		{"a corrected premise stands apart", answer.Answer{Sentences: []answer.Sentence{held}, Citations: []answer.Citation{quayCitation()},
			Premises: []answer.Premise{{Asked: "Bo", Credited: "Ada", Citation: 1}}}, Frame{},
			"**The question credits these words to Bo. The articles credit them to Ada.** [1]\n\nIt held. [1]" + support},
		{"a point that is the question", answer.Answer{Question: "Did  it hold?", Resolved: "Did it hold?", Citations: []answer.Citation{quayCitation()},
			Sentences:     []answer.Sentence{held},
			Disagreements: []answer.Disagreement{{Point: "did it hold", Sides: []answer.Side{{Text: "yes", Citations: []int{1}}}}}}, Frame{},
			"It held. [1]\n\n**Sources differ**\n- “yes” (The Daily Tide, report, 4\u00a0March\u00a02021) [1]" + support},
		{"turns of a transcript", answer.Answer{Sentences: []answer.Sentence{held}, Citations: []answer.Citation{{N: 1, Article: hearing,
			Passage: &corpus.Passage{Turn: corpus.Turn{Number: 41, Speaker: "Jane *Doe*"}}}}}, Frame{},
			"It held. [1]\n\n**Sources**\n[1] The hearing\u00a0· publisher not stated\u00a0· date not stated\u00a0· transcript\u00a0· turn 41, Jane \\*Doe\\*\n-# 1 independent source\u00a0· quotations only"},
		{"the nearest passages", answer.Answer{Question: "Who paid?", Abstention: &answer.Abstention{Reason: answer.NotCovered, Missing: []string{"paid"},
			Closest: []answer.Citation{quayCitation(), quayCitation()}}}, Frame{Title: "Who paid?"},
			"**Who paid?**\nThe articles don't say.\nMissing: paid.\n\n**Closest**\n> \"It was built for worse,\" she said.\n-# " + quayLine +
				"\n\n> \"It was built for worse,\" she said.\n-# " + quayLine},
	} {
		tc.a.Model = "quotations"
		if got := Render(&tc.a, tc.f, &l).Pages([]int{2000, 4000}); !slices.Equal(got, []string{tc.want}) {
			t.Errorf("%s:\n%s\nwant\n%s", tc.name, strings.Join(got, "\n---\n"), tc.want)
		}
	}
}

// TestSourcesStayTogether puts all of the sources on the next page when the first has no room for all.
func TestSourcesStayTogether(t *testing.T) {
	t.Parallel()
	l := wording.English()
	a := &answer.Answer{Model: "quotations"}
	for i := range 5 {
		a.Sentences = append(a.Sentences, answer.Sentence{Text: strings.Repeat("wordy ", 50) + "end.", Citations: []int{i + 1}})
		source := *quay
		source.ID = corpus.ArticleID(strings.Repeat("x", i+1))
		a.Citations = append(a.Citations, answer.Citation{N: i + 1, Article: &source})
	}
	got := Render(a, Frame{Title: "Summary", Lead: AsBullets}, &l).Pages([]int{2000, 4000, 1900})
	if len(got) != 2 || !strings.HasSuffix(got[0], "end. [5]") || !strings.HasPrefix(got[1], "**Sources**\n[1] ") || !strings.HasSuffix(got[1], "quotations only") {
		t.Errorf("pages %q", got)
	}
}

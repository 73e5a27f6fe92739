package eval_test

import (
	"slices"
	"testing"

	"readout/corpus"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
	"readout/retrieval/retrievaltest"
)

// TestLooseEnds: the checker finds what hangs on something that is not shown, and lets pass what stands after what it hangs on.
func TestLooseEnds(t *testing.T) {
	t.Parallel()
	texts := retrievaltest.Corpus(t, map[string]string{"quay": `---
title: The quay at Halm
publisher: The Bay Courier
published: 2022-03-04
kind: report
---

The council of Halm voted on the quay on Thursday. It decided to close it in May.

"We have no choice," said Mayor Ida Brenk. She added that the pilots had been told. The remark drew laughter.
`})
	var citations []answer.Citation
	for i := range texts.Articles[0].Passages {
		if p := &texts.Articles[0].Passages[i]; p.Role == corpus.RoleBody {
			citations = append(citations, answer.Citation{N: len(citations) + 1, Article: texts.Articles[0], Passage: p})
		}
	}
	sentence := func(text string, n int) answer.Sentence { return answer.Sentence{Text: text, Citations: []int{n}} }
	voted, closes := sentence("The council of Halm voted on the quay on Thursday.", 1), sentence("It decided to close it in May.", 1)
	choice, added := sentence(`"We have no choice," said Mayor Ida Brenk.`, 2), sentence("She added that the pilots had been told.", 2)
	for name, test := range map[string]struct {
		sentences []answer.Sentence
		want      []eval.LooseEnd
	}{
		"none":                 {[]answer.Sentence{voted, choice}, nil},
		"after what it needs":  {[]answer.Sentence{voted, closes, choice, added}, nil},
		"over a paragraph":     {[]answer.Sentence{voted, closes, choice}, nil},
		"alone":                {[]answer.Sentence{closes}, []eval.LooseEnd{{Sentence: 0, Word: "it"}}},
		"after something else": {[]answer.Sentence{voted, added}, []eval.LooseEnd{{Sentence: 1, Word: "she"}}},
		"the name in brackets": {[]answer.Sentence{voted, sentence("She [Ida Brenk] added that the pilots had been told.", 2)}, nil},
		"a remark":             {[]answer.Sentence{choice, sentence("The remark drew laughter.", 2)}, []eval.LooseEnd{{Sentence: 1, Word: "the remark"}}},
		"a likeness":           {[]answer.Sentence{sentence("Similar votes were held at Vik.", 1)}, []eval.LooseEnd{{Sentence: 0, Word: "similar"}}},
		"a label":              {[]answer.Sentence{sentence("Update at 14:00: the quay is shut.", 1)}, []eval.LooseEnd{{Sentence: 0, Word: "a label"}}},
		"a heading":            {[]answer.Sentence{sentence("Next Steps For Halm", 1)}, []eval.LooseEnd{{Sentence: 0, Word: "a heading"}}},
	} {
		if got := eval.LooseEnds(test.sentences, citations); !slices.Equal(got, test.want) {
			t.Errorf("%s: LooseEnds = %v, want %v", name, got, test.want)
		}
	}
}

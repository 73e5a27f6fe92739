package answer

import (
	"slices"
	"strings"
	"testing"

	"readout/corpus"
	"readout/retrieval/question"
	"readout/retrieval/shown"
	"readout/retrieval/snapshottest"
)

// addedArticles are of each kind that has something added to its words.
var addedArticles = map[string]string{
	"preview": `---
title: Calder to visit the valley before the talks
publisher: The Daily Ledger
published: 2021-09-10
kind: preview
---

Oren Calder leaves for Kestov on Sunday to see the farmers of the valley.

The road to Kestov was mended in May.
`,
	"talks": `# Press conference of Calder and Marsh

MINISTER CALDER: Thank you for coming. The gates of the dam will open in March.

MINISTER MARSH: We have a draft of the treaty.
`,
	"quay": `---
title: The quay at Halm
published: 2021-09-15
kind: report
---

Mayor Ida Brenk of Halm closed the old quay on Thursday.

"The wood is rotten," she said. Oren Calder met Lida Marsh in Port Elva on Tuesday.
`,
	"notes": `# Notes of the harbour board

## Action items

- Repaint the lamp of the north pier
`}

// TestAdded: what is put into a sentence is told, and it without that is the article's own words.
func TestAdded(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, addedArticles)
	for _, tc := range []struct {
		of, after string
		sentence  int
		want      string
		added     []string
	}{
		{"leaves for Kestov", "", 0, "Oren Calder leaves for Kestov on Sunday to see the farmers of the valley.", nil},
		{"wood is rotten", "", 0, `"The wood is rotten," she [Ida Brenk] said.`, []string{"[Ida Brenk]"}},
		{"wood is rotten", "Ida Brenk spoke.", 0, `"The wood is rotten," she said.`, nil},
		{"gates of the dam", "", 0, "[Calder] Thank you for coming.", []string{"[Calder]"}},
		{"gates of the dam", "[Calder] Thank you for coming.", 1, "The gates of the dam will open in March.", nil},
		{"north pier", "", 0, "Action items: Repaint the lamp of the north pier.", []string{"Action items:"}},
	} {
		p := passageWith(t, s, tc.of)
		got := shown.Of(p, tc.sentence, tc.after)
		if got.Text != tc.want || !slices.Equal(got.Added, tc.added) {
			t.Errorf("%q after %q: %q with %q, want %q with %q", tc.of, tc.after, got.Text, got.Added, tc.want, tc.added)
		}
		rest := got.Text
		for _, added := range got.Added {
			if !strings.Contains(rest, added) {
				t.Errorf("%q is not in %q", added, got.Text)
			}
			rest = strings.Replace(rest, added, "", 1)
		}
		if plain := corpus.Plain(p.Text); !strings.Contains(plain, strings.TrimSuffix(question.Tidied(rest), ".")) {
			t.Errorf("%q without what is added is not in %q", rest, plain)
		}
	}
}

// TestWithoutNote: a note holds where the article bears it out, and stays in the text elsewhere.
func TestWithoutNote(t *testing.T) {
	t.Parallel()
	s := snapshottest.Parsed(t, addedArticles)
	preview, talks := passageWith(t, s, "leaves for Kestov"), passageWith(t, s, "gates of the dam")
	for _, tc := range []struct {
		p          *corpus.Passage
		text, note string
	}{
		{preview, "Oren Calder leaves for Kestov on Sunday.", "[planned (preview of 10 September)]"},
		{preview, "Oren Calder leaves for Kestov on Sunday.", "[planned (preview of 10 September); the articles don't say whether it happened]"},
		{preview, "Oren Calder leaves for Kestov on Sunday. [planned (preview of 11 September)]", ""},
		{preview, "Oren Calder leaves for Kestov on Sunday. [planned (preview)]", ""},
		{preview, "The road to Kestov was mended in May. [planned (preview of 10 September)]", ""},
		{talks, "The gates of the dam will open in March. [planned (preview of 10 September)]", ""},
		{talks, "The gates of the dam will open in March.", ""},
		{talks, "", ""},
	} {
		told := strings.TrimSpace(tc.text + " " + tc.note)
		text, note := shown.WithoutNote(s.Corpus.Article(tc.p.Article), tc.p, told)
		if text != tc.text || note != tc.note {
			t.Errorf("%q: %q and %q", told, text, note)
		}
	}
	out := Answer{Sentences: []Sentence{
		{Text: "It [the quay] will open. [planned (preview)]", Added: []string{"[the quay]", "[planned (preview)]"}},
		{Text: "It [the quay] opened.", Added: []string{"[the quay]"}},
	}}
	out.unknownWhether()
	open := "[planned (preview); the articles don't say whether it happened]"
	if s := out.Sentences[0]; s.Text != "It [the quay] will open. "+open || s.Added[1] != open || out.Sentences[1].Text != "It [the quay] opened." {
		t.Errorf("%+v", out.Sentences)
	}
}

func FuzzWithoutNote(f *testing.F) {
	f.Add("Calder will come. [planned (preview)]")
	f.Add(" [planned (")
	f.Add("\xff")
	a := &corpus.Article{Kind: corpus.KindPreview}
	p := &corpus.Passage{Role: corpus.RoleBody}
	f.Fuzz(func(t *testing.T, told string) {
		text, note := shown.WithoutNote(a, p, told)
		if note == "" && text != told || note != "" && text+" "+note != told {
			t.Errorf("%q is split into %q and %q", told, text, note)
		}
	})
}

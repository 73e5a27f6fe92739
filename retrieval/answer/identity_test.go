package answer

import "testing"

func TestWhoIs(t *testing.T) {
	t.Parallel()
	s := testSnapshot(t, map[string]string{
		"ledger": reportText,
		"nurses": `---
title: Nurses wait in the rain
publisher: The Daily Ledger
author: Brun Tavish
published: 2021-10-02
kind: report
---

Calder spoke again in the evening. Marsh listened.

Hamish Oduya, Calder's adviser on rivers, adjourned the meeting. Oduya had no umbrella.

One of the nurses, Kezia Barlow, 29, laughed. Piet Hansa said that he would come again. "He will not," Oren Calder said.
`,
	})
	for question, c := range map[string]struct{ want, not []string }{
		"who is Calder":                {[]string{"Foreign Minister Oren Calder of Vessia"}, []string{"spoke again", "He will not"}},
		"Who's Lida Marsh?":            {[]string{"Water Minister Lida Marsh"}, []string{"listened"}},
		"so who are Calder and Oduya?": {[]string{"Foreign Minister Oren Calder", "adviser on rivers"}, []string{"umbrella"}},
		"Who is Kezia Barlow?":         {[]string{"Kezia Barlow, 29"}, nil},
		"Who is Brun Tavish?":          {[]string{"Author: Brun Tavish"}, nil},
		"Who is the Water Minister?":   {[]string{"Water Minister Lida Marsh"}, nil},
	} {
		holds(t, ask(t, s, question), c.want, c.not)
	}
}

func TestAsksWhoTheyAre(t *testing.T) {
	t.Parallel()
	s := riverSnapshot(t)
	for text, want := range map[string]bool{
		"who is Calder": true, "Who's Oren Calder?": true, "and who was Lida Marsh": true, "Who are Calder and Marsh?": true,
		"who is angry with Calder": false, "who met Calder": false, "who is it": false, "": false, "Calder": false,
	} {
		if got := asksWhoTheyAre(text, s.Corpus); got != want {
			t.Errorf("%q asks who somebody is: %v", text, got)
		}
	}
}

func FuzzIntroduces(f *testing.F) {
	for _, text := range []string{"", "Oren Calder, the minister", "Lida Marsh and Foreign Minister Oren Calder's adviser", "Calder\xff, a"} {
		f.Add(text)
	}
	s := riverSnapshot(f)
	f.Fuzz(func(t *testing.T, text string) {
		for _, p := range s.Corpus.People {
			if introduces(s.Corpus, text, p) < 0 {
				t.Errorf("%q tells less than nothing of %s", text, p.Name)
			}
		}
	})
}

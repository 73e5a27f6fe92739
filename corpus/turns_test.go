package corpus

import (
	"slices"
	"testing"
)

func TestTranscripts(t *testing.T) {
	t.Parallel()
	type turn struct{ speaker, words string }
	for name, c := range map[string]struct {
		kind Kind
		text string
		want []turn
	}{
		"labels in capitals": {KindReport, "SECRETARY DOE: Good morning. It is good to be here.\n\nFOREIGN MINISTER ROE (through an interpreter): Welcome.\n\nQUESTION: “Why now?” is what people ask.\n\nSECRETARY DOE: Why not?",
			[]turn{{doe, "Good morning. It is good to be here."}, {roe, "Welcome."}, {none, "“Why now?” is what people ask."}, {doe, "Why not?"}}},
		"a turn of two paragraphs": {KindTranscript, "MS. DOE: Good morning.\n\nIt is good to be here.\n\n(Applause.)\n\nMR. ROE: Welcome.",
			[]turn{{doe, "Good morning."}, {doe, "It is good to be here."}, {roe, "Welcome."}}},
		"before the first label": {KindTranscript, "The remarks follow.\n\nMS. DOE: Good morning.", []turn{{doe, "Good morning."}}},
		"Q and A":                {KindTranscript, "This is the record of an interview with a minister.\n\nQ: Is it dead?\n\nA: It is.", []turn{{none, "Is it dead?"}, {none, "It is."}}},
		"names as written":       {KindTranscript, "Ms. Doe: Good morning.\n\nIvan Roe: Welcome.\n\nModerator: Thank you.", []turn{{doe, "Good morning."}, {roe, "Welcome."}, {"moderator", "Thank you."}}},
		"somebody unknown":       {KindTranscript, "MS. MOE: Good morning.\n\nMS. DOE: Welcome.", []turn{{"Moe", "Good morning."}, {doe, "Welcome."}}},
		"no transcript":          {KindReport, "The plan: It is dead.\n\nRoe said: “It is.”", []turn{{roe, "It is."}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a := parsedArticle(t, "story", c.text)
			a.Kind = c.kind
			if _, err := New([]*Article{parsedArticle(t, "cast", cast), a}); err != nil {
				t.Fatal(err)
			}
			var got []turn
			for _, p := range a.Passages {
				for _, r := range p.Remarks {
					if r.Direct {
						got = append(got, turn{r.Speaker, r.Text})
					}
				}
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s\n got %q\nwant %q", c.text, got, c.want)
			}
		})
	}
}

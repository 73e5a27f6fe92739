package parse

import (
	"testing"

	"readout/corpus"
)

// TestKinds: of what kind a small article is, as its own words tell.
func TestKinds(t *testing.T) {
	t.Parallel()
	const (
		council = "The council of Brannock will vote on the toll for the Elm bridge next Monday, the town clerk said. Forty residents have asked to speak."
		judged  = "The toll is too high, and the council knows it. Nobody who lives on the east bank can avoid the bridge, and few of them can pay for it."
		decided = "The council of Brannock voted for the toll on Monday, by seven votes to two, after four hours of debate in the old school."
	)
	for name, c := range map[string]struct {
		format, text string
		want         corpus.Kind
	}{
		"a vote to come":                 {"txt", "Council to Vote on Bridge Toll\n\n" + council, corpus.KindPreview},
		"what to watch":                  {"txt", "What to Watch as Brannock Votes on Its Toll\n\n" + council, corpus.KindPreview},
		"preview by its label":           {"txt", "PREVIEW: Brannock votes on its toll\n\n" + council, corpus.KindPreview},
		"a vote that was":                {"txt", "Council Votes for Bridge Toll\n\n" + decided, corpus.KindReport},
		"an editorial by its title":      {"txt", "Editorial: The toll on the Elm is wrong\n\n" + judged, corpus.KindEditorial},
		"a paper's view":                 {"txt", "The Lantern view on the Elm toll: think again\n\n" + judged, corpus.KindEditorial},
		"an editorial by its tail":       {"md", "# The toll on the Elm is wrong | Editorial\n\n" + judged, corpus.KindEditorial},
		"an editorial by a line":         {"txt", "Editorial\n\nThe toll on the Elm is wrong for the town\n\n" + judged + "\n\n" + judged, corpus.KindEditorial},
		"an editorial by who wrote it":   {"txt", "The toll on the Elm is wrong for the town\n\nBy The Editorial Board\n\n" + judged, corpus.KindEditorial},
		"an opinion by its title":        {"txt", "Opinion | The toll on the Elm is wrong\n\n" + judged, corpus.KindOpinion},
		"an opinion by a line":           {"txt", "Opinion\n\nThe toll on the Elm is wrong for the town\n\n" + judged, corpus.KindOpinion},
		"an opinion by its disclaimer":   {"txt", "The toll on the Elm is wrong for the town\n\n" + judged + "\n\nThe views expressed in this column are the author's own.", corpus.KindOpinion},
		"a guest essay":                  {"md", "# Guest Essay: The toll on the Elm is wrong\n\n" + judged, corpus.KindOpinion},
		"about an opinion":               {"txt", "Opinion on Bridge Toll Divided in Brannock\n\n" + decided, corpus.KindReport},
		"minutes by their title":         {"md", "# Minutes of the bridge committee\n\nPresent: Ida Marsh, Tom Brill.\n\nRESOLVED: that the toll be two crowns.", corpus.KindMinutes},
		"minutes by their lead":          {"txt", "BRANNOCK TOWN COUNCIL\n\nMinutes of the meeting held on 4 March 2024 in the old school at 7.30 p.m.\n\nIt was agreed that the toll be two crowns from May.", corpus.KindMinutes},
		"meeting notes":                  {"md", "# Bridge board meeting notes\n\n* Ida: the toll is late", corpus.KindMinutes},
		"minutes that pass":              {"txt", "Ten Minutes From the Bridge, a Town Waits\n\n" + decided, corpus.KindReport},
		"a release by its mark":          {"txt", "FOR IMMEDIATE RELEASE\n\nBrannock Opens the Elm Bridge to Cyclists\n\n" + decided, corpus.KindRelease},
		"a release by its label":         {"txt", "Press Release\n\nBrannock Opens the Elm Bridge to Cyclists\n\n" + decided, corpus.KindRelease},
		"a release by its title":         {"md", "# Press release: Brannock opens the Elm bridge\n\n" + decided, corpus.KindRelease},
		"about a release":                {"txt", "Press Release Was Wrong, Brannock Says\n\n" + decided, corpus.KindReport},
		"a fact sheet":                   {"txt", "FACT SHEET: The Elm Bridge and Its Toll\n\n" + decided, corpus.KindFactSheet},
		"a fact sheet in one word":       {"md", "# Factsheet - the Elm bridge\n\n" + decided, corpus.KindFactSheet},
		"a fact box":                     {"txt", "Factbox: The Elm Bridge and Its Toll\n\n" + decided, corpus.KindFactSheet},
		"a fact sheet by a line":         {"txt", "Fact Sheet\n\nThe Elm Bridge and Its Toll in Ten Numbers\n\n" + decided, corpus.KindFactSheet},
		"about a fact sheet":             {"txt", "Brannock's Fact Sheet Leaves Out the Toll\n\n" + decided, corpus.KindReport},
		"a live page":                    {"txt", "Brannock votes on its toll – live\n\n21.40\n\n" + decided + "\n\n20.15\n\nThe debate goes on, and the clerk has asked for silence twice.\n\n19.30\n\nThe council has met in the old school.", corpus.KindLive},
		"a live page in Markdown":        {"md", "# Brannock toll vote: live updates\n\n## 9:40 p.m.\n\n" + decided + "\n\n## 8:15 p.m.\n\nThe debate goes on, and the clerk has asked for silence twice.\n\n## 7:30 p.m.\n\nThe council has met in the old school.", corpus.KindLive},
		"a concert is live":              {"txt", "Ida Marsh Live in Brannock Draws Thousands\n\n" + decided, corpus.KindReport},
		"turns":                          {"txt", "Bridge hearing\n\nMS. MARSH: The toll is late.\n\nMR. BRILL: It is not.\n\nMS. MARSH: It is.", corpus.KindTranscript},
		"a kind that is stated is right": {"md", "---\ntitle: Opinion, divided\nkind: report\n---\n\n" + judged, corpus.KindReport},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := Article("a", c.format, c.text)
			if err != nil {
				t.Fatal(err)
			}
			if a.Kind != c.want {
				t.Errorf("kind %q, want %q; title %q, author %q", a.Kind, c.want, a.Title, a.Author)
			}
		})
	}
}

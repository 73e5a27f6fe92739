package reading

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/corpustest"
	"readout/corpus/parse"
	"readout/corpus/remarks"
)

func TestTranscripts(t *testing.T) {
	t.Parallel()
	type turn struct{ speaker, words string }
	for name, c := range map[string]struct {
		kind corpus.Kind
		text string
		want []turn
	}{
		"labels in capitals": {corpus.KindReport, "SECRETARY DOE: Good morning. It is good to be here.\n\nFOREIGN MINISTER ROE (through an interpreter): Welcome.\n\nQUESTION: “Why now?” is what people ask.\n\nSECRETARY DOE: Why not?",
			[]turn{{doe, "Good morning. It is good to be here."}, {roe, "Welcome."}, {remarks.Questioner, "“Why now?” is what people ask."}, {doe, "Why not?"}}},
		"a turn of two paragraphs": {corpus.KindTranscript, "MS. DOE: Good morning.\n\nIt is good to be here.\n\n(Applause.)\n\nMR. ROE: Welcome.",
			[]turn{{doe, "Good morning."}, {doe, "It is good to be here."}, {roe, "Welcome."}}},
		"before the first label": {corpus.KindTranscript, "The remarks follow.\n\nMS. DOE: Good morning.", []turn{{doe, "Good morning."}}},
		"Q and A":                {corpus.KindTranscript, "This is the record of an interview with a minister.\n\nQ: Is it dead?\n\nA: It is.", []turn{{remarks.Questioner, "Is it dead?"}, {none, "It is."}}},
		"names as written":       {corpus.KindTranscript, "Ms. Doe: Good morning.\n\nIvan Roe: Welcome.\n\nModerator: Thank you.", []turn{{doe, "Good morning."}, {roe, "Welcome."}, {"moderator", "Thank you."}}},
		"somebody unknown":       {corpus.KindTranscript, "MS. MOE: Good morning.\n\nMS. DOE: Welcome.", []turn{{"Moe", "Good morning."}, {doe, "Welcome."}}},
		"no transcript":          {corpus.KindReport, "The plan: It is dead.\n\nRoe said: “It is.”", []turn{{roe, "It is."}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := parse.Markdown("story", "---\nkind: "+string(c.kind)+"\n---\n\n"+c.text)
			if err != nil {
				t.Fatal(err)
			}
			corpustest.Check(t, a)
			if _, err := New([]*corpus.Article{parsedArticle(t, "cast", cast), a}); err != nil {
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

// TestRecords: whose words each paragraph of a record is, as different houses print them.
func TestRecords(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file, text string
		kind       corpus.Kind
		want       []string // turn.paragraph speaker: what is spoken
	}{
		"a ministry's briefing": {"txt", `Ministry Press Briefing
Mia Holt, Ministry Spokesperson
Port Elm
March 3, 2021

2:14 p.m. EST

MS. HOLT: Good afternoon, everyone. I have two announcements.

Second, we are sending $40 million in relief to the river towns.

QUESTION: Thanks, Mia. Is it correct that the gate was shut?

MS. HOLT: I would not put it that way.

Q   So the mayor called it "a scandal" yesterday?

MR. REED: Let me take that one. (Laughter.)

(The briefing was concluded at 2:51 p.m.)

# # #
`, corpus.KindTranscript, []string{"1.1 Mia Holt: Good afternoon, everyone. I have two announcements.", "1.2 Mia Holt: Second, we are sending $40 million in relief to the river towns.",
			"2.1 the questioner: Thanks, Mia. Is it correct that the gate was shut?", "3.1 Mia Holt: I would not put it that way.",
			"4.1 the questioner: So the mayor called it \"a scandal\" yesterday?", "5.1 Reed: Let me take that one. (Laughter.)"}},
		"a broadcaster's, wrapped": {"txt", `MIA HOLT, QNN ANCHOR (voice-over): The river rose at noon and the gates of
the old dam were opened for the first time in forty years, officials
say.
HOLT: Let us go to Tom Reed in Port Elm. Tom, what
have you heard?
TOM REED, QNN CORRESPONDENT: Nothing yet, Mia.
(CROSSTALK)
HOLT: Thank you.
`, corpus.KindTranscript, []string{"1.1 Mia Holt: The river rose at noon and the gates of\nthe old dam were opened for the first time in forty years, officials\nsay.",
			"2.1 Mia Holt: Let us go to Tom Reed in Port Elm. Tom, what\nhave you heard?", "3.1 Tom Reed: Nothing yet, Mia.", "4.1 Mia Holt: Thank you."}},
		"a court's": {"txt", "THE COURT: You may proceed.\n\nMR. REED: Thank you, Your Honor.\n\nQ. Did you see the gate?\n\nA. I did.\n\nQ. When?\n\nA. At noon.\n", corpus.KindTranscript,
			[]string{"1.1 the court: You may proceed.", "2.1 Reed: Thank you, Your Honor.", "3.1 the questioner: Did you see the gate?", "4.1 : I did.", "5.1 the questioner: When?", "6.1 : At noon."}},
		"a meeting program's": {"txt", "Mia Holt  0:01\nHello everybody, let us begin with the gate.\n\nTom Reed  0:09\nThe gate is shut, and it stays so.\nI shut it myself.\n", corpus.KindTranscript,
			[]string{"1.1 Mia Holt: Hello everybody, let us begin with the gate.", "2.1 Tom Reed: The gate is shut, and it stays so.", "2.2 Tom Reed: I shut it myself."}},
		"subtitles": {"vtt", "WEBVTT\n\n00:00:01.000 --> 00:00:03.000\n<v Mia Holt>Good morning,\n\n00:00:03.000 --> 00:00:05.000\n<v Mia Holt>everyone.\n\n00:00:05.500 --> 00:00:07.000\n<v Tom Reed>The gate is shut.\n", corpus.KindTranscript,
			[]string{"1.1 Mia Holt: Good morning, everyone.", "2.1 Tom Reed: The gate is shut."}},
		"lines of several in one subtitle": {"srt", "1\n00:00:01,000 --> 00:00:03,000\nMIA HOLT: Good morning.\n\n2\n00:00:03,000 --> 00:00:05,000\n- Who pays?\n- The town pays.\n\n3\n00:00:05,500 --> 00:00:07,000\n>> TOM REED: So it does.\n", corpus.KindTranscript,
			[]string{"1.1 Mia Holt: Good morning.", "2.1 Tom Reed: So it does."}},
		"a parliament's, with offices and a title": {"txt", "House of Ports Hansard: Ferries debate, 3 June 2021\n\nMia Holt (Elm North) (Lab): When will the ferry return?\n\nThe Minister for Ports (Ivo Marsh): It returns in July.\n\nMia Holt: That is too late.\n", corpus.KindTranscript,
			[]string{"1.1 Mia Holt: When will the ferry return?", "2.1 Ivo Marsh: It returns in July.", "3.1 Mia Holt: That is too late."}},
		"a surname that is a word": {"txt", "Port Hearing Opens\n\nAired June 3, 2021 - 10:00 ET\n\nIDA BRENK, MAYOR OF HALM (voice-over): The port opened.\n\nIVO MARSH, PILOT (ph): I never saw such a crowd.\n\nBRENK: So they say.\n\nMARSH (on camera): The lamps are new.\n", corpus.KindTranscript,
			[]string{"1.1 Ida Brenk: The port opened.", "2.1 Ivo Marsh: I never saw such a crowd.", "3.1 Ida Brenk: So they say.", "4.1 Ivo Marsh: The lamps are new."}},
		"an exchange in a report": {"txt", "Gate stays shut\n\nThe gate on the river stays shut, the board said on Monday after a long meeting.\n\nReporters asked Mia Holt, the chairwoman, about it after the meeting had ended:\n\nQ: Why is it shut?\n\nMS. HOLT: Because it leaks.\n\nThe gate was built in 1950, and has been mended twice since then, the records show.\n\nNobody knows who made the key.\n\nIt hangs in the hall of the town, where visitors may see it.\n\nThe board meets again on Friday.\n\nThe mayor will be there, she said.\n", corpus.KindReport,
			[]string{"1.1 the questioner: Why is it shut?", "2.1 Mia Holt: Because it leaks."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := parse.Article("story", c.file, c.text)
			if err != nil {
				t.Fatal(err)
			}
			corpustest.Check(t, a)
			if _, err := New([]*corpus.Article{a}); err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, p := range a.Passages {
				if p.Turn.Number == 0 {
					continue
				}
				for _, r := range p.Remarks {
					if r.Speaker != p.Turn.Speaker {
						t.Errorf("%q is credited to %q in a turn of %q", r.Text, r.Speaker, p.Turn.Speaker)
					}
					got = append(got, fmt.Sprintf("%d.%d %s: %s", p.Turn.Number, p.Turn.Paragraph, r.Speaker, r.Text))
				}
			}
			if diff := cmp.Diff(c.want, got); diff != "" || a.Kind != c.kind {
				t.Errorf("kind %s, turns (-want +got):\n%s", a.Kind, diff)
			}
		})
	}
}

// TestOfficesAsLabels: who speaks under an office alone is told by the title, and not by who is spoken of.
func TestOfficesAsLabels(t *testing.T) {
	t.Parallel()
	const spokenOf = "Q    President — sorry — President Roe said that he was content. Was he?\n\n" +
		"THE PRESIDENT: He is. He will be greeted by the Swiss President when he lands. President Roe likes it.\n\nQ    Why?\n\nTHE PRESIDENT: No idea.\n"
	for title, want := range map[string]string{
		"Remarks by President Ida Doe":               "Ida Doe",
		"Remarks by President Doe and President Roe": "the president",
		"Remarks in Geneva":                          "the president",
	} {
		known := parsedArticle(t, "known", "# Two presidents\n\nPresident Ida Doe met President Ivan Roe. “We met,” said Doe. “We did,” said Roe.\n")
		a, err := parse.Markdown("story", "---\ntitle: "+title+"\nkind: transcript\n---\n\n"+spokenOf)
		if err != nil {
			t.Fatal(err)
		}
		c, err := New([]*corpus.Article{known, a})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range c.People {
			if p.Name != "Ida Doe" && p.Name != "Ivan Roe" {
				t.Errorf("%s: %q is taken for a person", title, p.Name)
			}
		}
		speakers := map[string]bool{}
		for _, p := range a.Passages {
			for _, r := range p.Remarks {
				if r.Direct {
					speakers[r.Speaker] = true
				}
			}
		}
		if len(speakers) != 2 || !speakers[want] || !speakers[remarks.Questioner] {
			t.Errorf("%s: %v speak, want %s and whoever asks", title, speakers, want)
		}
	}
}

// TestSpeakersOfTitles: who speaks under an office alone and is named by the title only is a person.
func TestSpeakersOfTitles(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]string{
		"Remarks by President Doe Before Air Force One Departure": "Doe", "Remarks by President Ida Doe Reaffirming His Plan": "Ida Doe",
		"Remarks by the President in Oslo": "", "President Signs a Bill": "", "President Doe's Address": "Doe", "Remarks by President Doe Roe Moe Coe in Oslo": "",
	} {
		a, err := parse.Markdown("story", "---\ntitle: "+title+"\nkind: transcript\n---\n\nTHE PRESIDENT: It is done.\n\nQ    Why?\n\nTHE PRESIDENT: No idea.\n")
		if err != nil {
			t.Fatal(err)
		}
		c, err := New([]*corpus.Article{a})
		if err != nil {
			t.Fatal(err)
		}
		if got := peopleNames(c); got != want {
			t.Errorf("%s: %q, want %q", title, got, want)
		}
	}
}

package alone_test

import (
	"testing"

	"readout/retrieval/alone"
)

func TestHangsOn(t *testing.T) {
	t.Parallel()
	for sentence, want := range map[string]string{
		// What stands by itself.
		"Calder met Marsh in Port Elva on Tuesday.":                             "",
		"It is clear that the draft has few friends.":                           "",
		"There is no date for a signing.":                                       "",
		"Before he left, Calder thanked the harbour's pilots.":                  "",
		"Calder said that he would not sign.":                                   "",
		"“We have a draft,” he [Oren Calder] said.":                             "",
		"[Lida Marsh] “Water is not a bargaining chip.”":                        "",
		"This week the dam's gates stay shut.":                                  "",
		"Those who own boats will pay.":                                         "",
		"The ministers, tired of their own words, agreed to meet again.":        "",
		"But the treaty, which limits nets such as trawls, expires in March.":   "",
		"The decision to close the quay was made in May.":                       "",
		"Some commentators revived talk of a bargain.":                          "",
		"Tolmark will open the gates, and that will please the valley.":         "",
		"The two countries share a river.":                                      "",
		"According to Marsh, she was never asked.":                              "",
		"“The valley waits,” said Marsh, who added that it would wait longer.":  "",
		"They [the ministers] met in June.":                                     "",
		"Headcount was 417 at the end of the year.":                             "",
		"Both ministers agreed that the gates stay shut.":                       "",
		"An agreement of this kind takes years to write.":                       "this",
		"Now that the gates are open, the valley is green.":                     "",
		"“It’s not certain that we’re done,” Calder said.":                      "",
		"Marsh said that the gates and that valley are hers.":                   "",
		"Marsh said that Calder had drafted a treaty and that this was enough.": "",
		// What does not.
		"Marsh says that this was only confirmed by the visit.":                  "this",
		"Calder said this had been settled in May.":                              "this",
		"Calder and Marsh have little influence on that process.":                "that",
		"The visit of the ministers has only confirmed that.":                    "that",
		"Marsh's visit to Halm, on Tuesday, and Calder's words have shown that.": "that",
		"Calder clearly welcomed it, but Marsh said nothing.":                    "it",
		"Crudely put, such a deal would end the dispute.":                        "such",
		"But it appears to have changed nothing.":                                "it",
		"This was welcomed by the farmers.":                                      "this",
		"But this reality is clear to both of them.":                             "this",
		"That followed the end of talks in Halm.":                                "that",
		"They offered few details.":                                              "they",
		"He warned that the drought would not wait.":                             "he",
		"Before boarding his boat, he thanked the pilots.":                       "his",
		"“We have a draft,” he said.":                                            "he",
		"It lasted six hours.":                                                   "it",
		"It won't be easy.":                                                      "it",
		"Both have little influence on that process.":                            "both",
		"Calder has little influence on that process, she says.":                 "that",
		"The remark was not well received.":                                      "the remark",
		"The official argued that the treaty is dead.":                           "the official",
		"At the time, Marsh refused to sign.":                                    "at the time",
		"It is not clear what has changed since then.":                           "since then",
		"Such a meeting would be hard to arrange.":                               "such",
		"The two also raised the matter of nets.":                                "two",
		"In turn, Marsh asked for more time.":                                    "in turn",
		"“They are very important,” Calder said.":                                "they",
		"Update at 14:00: the gates are open.":                                   "a label",
		"MS. MARSH: We have a draft.":                                            "a label",
		"The council agreed on four points:":                                     "a label",
		"Next Steps For The River":                                               "a heading",
		"Similar ideas were raised in the valley two years ago.":                 "similar",
		"A comparable offer was refused in May.":                                 "comparable",
		"Similar to the treaty, the draft limits nets.":                          "",
		"Many similar boats to those of Halm lie in the bay.":                    "",
		"Calder made a similar offer in May.":                                    "",
		"“Similar ideas come up each year,” Calder said.":                        "",
		"Conversely, the council can't do much":                                  "conversely",
		"The Bay Courier, 13 March 2024":                                         "a heading",
		"Halm: Next Steps For The River":                                         "a heading",
		"Present: O. Marsh (Chair), L. Brenk, Oren Calder":                       "",
		"Also in attendance (by telephone): Lida Brenk":                          "",
		"Landing Halm – Herring 90, Mackerel 55":                                 "",
		"| Boats | 24 | 31 | 40 |":                                               "a row of a table",
		"(Laughs.)":                                                              "a fragment",
		"Should be ready for the next flood.":                                    "a fragment",
		"":                                                                       "a fragment",
	} {
		if got := alone.HangsOn(sentence); got != want {
			t.Errorf("HangsOn(%q) = %q, want %q", sentence, got, want)
		}
	}
}

func FuzzHangsOn(f *testing.F) {
	for _, s := range []string{"", "This", "“", "[", "he [", "It is", "\xff", "| | | |", "At the time, “they"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, sentence string) {
		if a, b := alone.HangsOn(sentence), alone.HangsOn(sentence); a != b {
			t.Fatalf("%q and %q for one sentence", a, b)
		}
	})
}

package transcript

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestOpen(t *testing.T) {
	t.Parallel()
	for paragraph, want := range map[string]string{ // form, label, time, what is spoken
		"MR. HOLT:  Good morning.":                                          "titled|MR. HOLT||Good morning.",
		"MS. JEAN-REED: Hi.":                                                "titled|MS. JEAN-REED||Hi.",
		"MR. McDOWELL: Hi.":                                                 "titled|MR. McDOWELL||Hi.",
		"PRESIDENT HOLT (via interpreter):  Welcome.":                       "titled|PRESIDENT HOLT||Welcome.",
		"THE PRESIDENT: Thank you.":                                         "titled|THE PRESIDENT||Thank you.",
		"The Prime Minister: I refer the hon. Member to my answer.":         "titled|The Prime Minister||I refer the hon. Member to my answer.",
		"Q    So, is it true?":                                              "mark|Q||So, is it true?",
		"Q So, is it true?":                                                 "mark|Q||So, is it true?",
		"Q\tIs it?":                                                         "mark|Q||Is it?",
		"Q. Did you see it?":                                                "mark|Q||Did you see it?",
		"A. I did.":                                                         "mark|A||I did.",
		"Q1 was weak.":                                                      "",
		"A decision was made.":                                              "",
		"QUESTION: Thanks, Dana.":                                           "titled|QUESTION||Thanks, Dana.",
		"The Minister for Rivers (Tom Reed): It rose.":                      "titled|Tom Reed||It rose.",
		"The Secretary of State (Mr. Reed and others): It rose.":            "titled|The Secretary of State||It rose.",
		"PARTICIPANT: Yes.":                                                 "titled|PARTICIPANT||Yes.",
		"UNIDENTIFIED FEMALE: Yes.":                                         "titled|UNIDENTIFIED FEMALE||Yes.",
		"UNIDENTIFIED MALE REPORTER (through translator): Yes.":             "titled|UNIDENTIFIED MALE REPORTER||Yes.",
		"MIA HOLT, QNN ANCHOR (voice-over): The river rose.":                "capitals|MIA HOLT||The river rose.",
		"SEN. MIA HOLT (D-VA), CHAIR, RIVERS COMMITTEE: The river rose.":    "titled|SEN. MIA HOLT||The river rose.",
		"HOLT (on camera): The river rose.":                                 "capitals|HOLT||The river rose.",
		"TOM REED (ph): The river rose.":                                    "capitals|TOM REED||The river rose.",
		"Mr. REED. Madam Speaker, I yield.":                                 "stop|Mr. REED||Madam Speaker, I yield.",
		"The Chairman. The gentleman yields.":                               "stop|The Chairman||The gentleman yields.",
		"The River. It rose.":                                               "",
		"Mia Holt (North Bay) (Lib.): Mr. Speaker, no.":                     "name|Mia Holt||Mr. Speaker, no.",
		"Hon. Mia Holt (Minister of Rivers, Lib.): Mr. Speaker, no.":        "titled|Hon. Mia Holt||Mr. Speaker, no.",
		"Kishi: We agree.":                                                  "name|Kishi||We agree.",
		"**Mia:** We agree.":                                                "name|Mia||We agree.",
		"**Mia Holt**: We agree.":                                           "name|Mia Holt||We agree.",
		"[00:14:05] Mia Holt: We agree.":                                    "name|Mia Holt|00:14:05|We agree.",
		"00:14 MIA HOLT: We agree.":                                         "capitals|MIA HOLT|00:14|We agree.",
		">> MIA: We agree.":                                                 "capitals|MIA||We agree.",
		"Speaker 1: We agree.":                                              "titled|Speaker 1||We agree.",
		"Mia Holt  0:14":                                                    "line|Mia Holt|0:14|",
		"Speaker 2   00:01:14":                                              "line|Speaker 2|00:01:14|",
		"The talks ended at 10:30":                                          "",
		"Note: the gate is shut.":                                           "",
		"ACTION: Mia to write.":                                             "",
		"The plan: it is dead.":                                             "",
		"He said: “No.”":                                                    "",
		"At 10:30, Mia left.":                                               "",
		"https://example.org":                                               "",
		"WASHINGTON: The ministers met.":                                    "",
		"Mia Holt, who chairs the board, said: no.":                         "",
		"MIA HOLT, a member of the board since it was founded, said: \"N\"": "",
	} {
		o := Open(paragraph)
		got := ""
		if o.Form != None {
			form := [...]string{"none", "mark", "titled", "capitals", "stop", "name", "line"}[o.Form]
			got = fmt.Sprintf("%s|%s|%s|%s", form, o.Label, o.Time, paragraph[o.Words:])
			if paragraph[o.Start:o.End] != o.Label {
				t.Errorf("%q: label %q is not at its place", paragraph, o.Label)
			}
		}
		if got != want {
			t.Errorf("Open(%q) = %q, want %q", paragraph, got, want)
		}
	}
}

func TestRead(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text   string // paragraphs
		stated bool
		whole  bool
		want   string // turn and paragraph of each
	}{
		"a briefing":             {"Briefing|MS. HOLT: Hello.|Second, no.|Q   Why?|MS. HOLT: So.|(The briefing was concluded at 2:51 p.m.)|# # #", false, true, "0 1.1 1.2 2.1 3.1 0 0"},
		"one label":              {"MS. HOLT: Hello.|It rained.", false, false, "0 0"},
		"one label, stated":      {"The remarks follow.|MS. HOLT: Hello.|It rained.", true, true, "0 1.1 1.2"},
		"an exchange quoted":     {"It rained.|He was asked of it.|It went on for long.|The board met.|It met again.|Then it met.|Q: Why?|A: So.|It rained again.|And again.|For days.|Then not.|And on.", false, false, "0 0 0 0 0 0 1.1 2.1 0 0 0 0 0"},
		"answers need questions": {"A. One.|A. Two.|Text.", false, false, "0 0 0"},
		"notes are no turns":     {"Decision: no.|Note: yes.|Decision: maybe.", false, false, "0 0 0"},
		"names that come again":  {"Mia: Hello.|Tom: Hi.|Mia: So.", false, true, "1.1 2.1 3.1"},
		"names once":             {"Rain: it fell.|Snow: it fell, too.|Text.", false, false, "0 0 0"},
		"lines with times":       {"Mia Holt  0:01|Hello.|Tom Reed  0:09|Hi.|So.", false, true, "1.1 1.2 2.1 2.2 2.3"},
		"a long speech":          {"MR. HOLT: A.|b|c|d|e|f|g|h|i|j|k|l|Q  Why?|MR. HOLT: So.|Q  When?|MR. HOLT: Now.|m", false, true, "1.1 1.2 1.3 1.4 1.5 1.6 1.7 1.8 1.9 1.10 1.11 1.12 2.1 3.1 4.1 5.1 5.2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := Read(strings.Split(c.text, "|"), c.stated)
			var got []string
			for _, p := range r.Turns {
				if p.Turn == 0 {
					got = append(got, "0")
					continue
				}
				got = append(got, fmt.Sprintf("%d.%d", p.Turn, p.Of))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, " ")); diff != "" || r.Whole != c.whole {
				t.Errorf("whole %v, turns (-want +got):\n%s", r.Whole, diff)
			}
		})
	}
}

// TestExaminer holds that a line that names who examines gives the questions after it to that one, and none to whoever spoke before.
func TestExaminer(t *testing.T) {
	t.Parallel()
	paragraphs := strings.Split("IDA MARSH, having been sworn, testified:|DIRECT EXAMINATION|BY MR. DOYLE:|Q. Where do you live?|A. In Brannock.|MS. REED: Objection.|"+
		"Q. Since when?|A. Since May.|CROSS-EXAMINATION BY MS. REED:|Q. In May?|A. Yes.|Redirect examination|Q. Was it May?|A. It was.|By Mr. Doyle Lund:|Q. So?", "|")
	var got []string
	for _, p := range Read(paragraphs, true).Turns {
		got = append(got, fmt.Sprintf("%d %s", p.Turn, p.Label.Label))
	}
	want := []string{"0 ", "0 ", "0 ", "1 MR. DOYLE", "2 IDA MARSH", "3 MS. REED", "4 MR. DOYLE", "5 IDA MARSH", "0 ", "6 MS. REED", "7 IDA MARSH", "0 ", "8 Q", "9 IDA MARSH", "0 ", "10 Mr. Doyle Lund"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("turns (-want +got):\n%s", diff)
	}
	for _, line := range []string{"", "MR. DOYLE:", "MR. DOYLE: By May.", "By Mr. Doyle", "By Ida Marsh", "By May:", "The examination of Mr. Doyle:", "By Mr. Doyle: a review"} {
		if name, turns := Examiner(line); turns {
			t.Errorf("%q names %q", line, name)
		}
	}
}

// TestWitness holds that a line that tells who is sworn in names who answers from there on, and is nobody's words.
func TestWitness(t *testing.T) {
	t.Parallel()
	for line, want := range map[string]string{
		"IDA MARSH, having been first duly sworn, was examined and testified as follows:": "IDA MARSH",
		"Ida J. Marsh was sworn in.": "Ida J. Marsh",
		"Whereupon, DR. TOM LUND was called as a witness and, having been duly affirmed, testified as\nfollows:": "DR. TOM LUND",
		"**TOM LUND, called as a witness, being under oath, testified:**":                                        "TOM LUND",
		"The witness, Ida Marsh, was sworn.":                                                                     "Ida Marsh",
		"THE WITNESS was sworn.":                                                                                 "",
		"Nobody had sworn to it.":                                                                                "",
		"MR. DOYLE: She is sworn.":                                                                               "",
		"IDA MARSH, who pays it, said that she did.":                                                             "",
		"Ida Marsh, " + strings.Repeat("who came, ", 30) + "sworn":                                               "",
		"": "",
	} {
		if got := witnessIn(line); got != want {
			t.Errorf("%q names %q, want %q", line, got, want)
		}
	}
	var got []string
	for _, p := range Read(strings.Split("IDA MARSH, having been sworn, testified:|Q. Why?|A. So.|And no more.|THE WITNESS: May I go?|MR. DOYLE: Yes.|TOM LUND was sworn in.|Q. When?|A. Now.", "|"), true).Turns {
		got = append(got, fmt.Sprintf("%d %s", p.Turn, p.Label.Label))
	}
	want := []string{"0 ", "1 Q", "2 IDA MARSH", "2 IDA MARSH", "3 IDA MARSH", "4 MR. DOYLE", "0 ", "5 Q", "6 TOM LUND"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("turns (-want +got):\n%s", diff)
	}
}

func TestSubtitles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ data, want string }{
		"voices": {"WEBVTT\n\nNOTE made by hand\n\n1\n00:00:01.000 --> 00:00:03.000\n<v Mia Holt>Good morning,\n\n00:00:03.000 --> 00:00:05.000\n<v Mia Holt>everyone.</v>\n\n00:00:05.500 --> 00:00:07.000 align:start\n<v Tom Reed>Hi &amp; <i>welcome</i>.\n",
			"[00:00:01] Mia Holt: Good morning, everyone.\n\n[00:00:05] Tom Reed: Hi & welcome.\n"},
		"numbers":  {"1\r\n00:00:01,000 --> 00:00:03,000\r\nMIA HOLT: Good\r\nmorning.\r\n\r\n2\r\n00:00:04,000 --> 00:00:05,000\r\nTOM REED: Hi.\r\n", "[00:00:01] MIA HOLT: Good morning.\n\n[00:00:04] TOM REED: Hi.\n"},
		"rolling":  {"WEBVTT\n\n00:01.000 --> 00:02.000\nthe river\n\n00:02.000 --> 00:03.000\nthe river\nrose at noon\n\n00:03.000 --> 00:04.000\nrose at noon\nand fell.\n", "[00:01] the river rose at noon and fell.\n"},
		"captions": {"1\n00:00:01,000 --> 00:00:03,000\n>> Good morning.\n\n2\n00:00:04,000 --> 00:00:05,000\n>> Hi.\n", "[00:00:01] >> Good morning.\n\n[00:00:04] >> Hi.\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := Subtitles(c.data)
			if err != nil || got != c.want {
				t.Errorf("error %v, got\n%q, want\n%q", err, got, c.want)
			}
		})
	}
	for _, data := range []string{"", "WEBVTT\n\n", "Text.", "00:00:01.000 --> 00:00:02.000\n\n"} {
		if _, err := Subtitles(data); !errors.Is(err, ErrNoCues) {
			t.Errorf("%q: error %v, want ErrNoCues", data, err)
		}
	}
}

func TestSubtitlesTitle(t *testing.T) {
	t.Parallel()
	for head, want := range map[string]string{
		"WEBVTT - Bridge board, 3 May 2021": "Bridge board, 3 May 2021", "WEBVTT – Toll &amp; quay\r": "Toll & quay", "\uFEFFWEBVTT\t- The toll": "The toll",
		"WEBVTT - <b>Toll</b> hearing": "Toll hearing", "WEBVTT": "", "WEBVTT -": "", "WEBVTT The toll": "", "WEBVTT - This file has cues": "",
		"WEBVTT - Generated by Capper 2": "", "WEBVTT - Kind: captions": "", "WEBVTT - It was made by hand.": "", "WEBVTTS - The toll": "",
		"1": "", "": "",
	} {
		if got := SubtitlesTitle(head + "\n\n00:01.000 --> 00:02.000\nHi.\n"); got != want {
			t.Errorf("%q: title %q, want %q", head, got, want)
		}
	}
}

func FuzzOpen(f *testing.F) {
	for _, s := range []string{"", "Q ", "A.", "MR. HOLT (a): b", "[1:02] - **A B**: c", "Mia (x) (y), z: \n", ":", "Speaker 1 0:01", "\xff: x", "Mr. REED. So"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		o := Open(s)
		if o.Form == None {
			return
		}
		if o.Label == "" || s[o.Start:o.End] != o.Label || o.Words < o.End || o.Words > len(s) {
			t.Fatalf("Open(%q) = %+v", s, o)
		}
	})
}

func FuzzRead(f *testing.F) {
	f.Add("MS. A: x\nQ  y\nz\nEND", true)
	f.Add("BY MR. DOE:\nQ. x\nA. y\nCROSS-EXAMINATION\nQ. z", true)
	f.Fuzz(func(t *testing.T, text string, stated bool) {
		paragraphs := strings.Split(text, "\n")
		r := Read(paragraphs, stated)
		if len(r.Turns) != len(paragraphs) {
			t.Fatal("as many turns as paragraphs are due")
		}
		turn := 0
		for i, p := range r.Turns {
			if p.Turn != 0 && (p.Turn < turn || p.Turn > turn+1 || p.Of < 1 || (p.Of == 1) != (p.Opening.Form != None)) {
				t.Fatalf("paragraph %d of %q: %+v", i, text, p)
			}
			turn = max(turn, p.Turn)
		}
	})
}

func FuzzSubtitles(f *testing.F) {
	for _, s := range []string{"", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v A>b</v>\n", "1\n00:00:01,000 --> 00:00:02,000\n{\\an8}A: b\n2\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		if text, err := Subtitles(data); err == nil && strings.TrimSpace(text) == "" {
			t.Fatalf("%q has subtitles without a text", data)
		}
		if title := SubtitlesTitle(data); title != strings.TrimSpace(title) || strings.Contains(title, "\n") {
			t.Fatalf("%q has the title %q", data, title)
		}
	})
}

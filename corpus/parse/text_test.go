package parse

import (
	"errors"
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/corpustest"
)

// outline is the roles and texts of an article's passages, a line each.
func outline(a *corpus.Article) []string {
	var out []string
	for _, p := range a.Passages {
		out = append(out, fmt.Sprintf("%d %s: %s", p.Paragraph, p.Role, p.Text))
	}
	return out
}

func TestParseText(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name string
		text string
		want []string       // outline
		meta corpus.Article // Title, Publisher, Agency, Author, URL, Kind
		date string
	}{
		{
			name: "a page as a clipping tool leaves it",
			text: "\n\nHarbour Opens to Both Fleets\n\nIt took four hours.\n\nBy [Ann Lee](#)\n\nMay 3, 2018\n\n\n\nAnn Lee and John Smith [Example.org](#)\n\n" +
				corpustest.First + "\n\nRelated article: [What Do Boats Want?](#)\n\n" + corpustest.Second + "\n\nThis article was originally published in Reuters World.\n\n" +
				"The views expressed in opinion pieces do not reflect the position of The Example Times.\n\nOriginal url:\n\n<https://example.org/a>",
			want: []string{
				"1 body: It took four hours.", "2 byline: By [Ann Lee](#)", "3 date: May 3, 2018", "4 body: " + corpustest.First, "5 body: " + corpustest.Second,
				"6 origin: This article was originally published in Reuters World.",
				"7 disclaimer: The views expressed in opinion pieces do not reflect the position of The Example Times.",
				"8 origin: <https://example.org/a>",
			},
			meta: corpus.Article{Title: "Harbour Opens to Both Fleets", Publisher: "The Example Times", Agency: "Reuters", Author: "Ann Lee",
				URL: "https://example.org/a", Kind: corpus.KindOpinion},
			date: "2018-05-03",
		},
		{
			name: "an agency's line and no headline",
			text: "• Kyodo\n\n\n" + corpustest.First + "\n\n" + corpustest.Second + "\n\nHonest journalism matters more than ever.\nBy subscribing, you help us.",
			want: []string{"1 origin: • Kyodo", "2 body: " + corpustest.First, "3 body: " + corpustest.Second},
			meta: corpus.Article{Agency: "Kyodo", Kind: corpus.KindReport},
		},
		{
			name: "a line for each paragraph, and a sign-off",
			text: "Harbour Opens\n" + corpustest.First + "\n" + corpustest.Second + " — AFP",
			want: []string{"1 body: " + corpustest.First, "2 body: " + corpustest.Second, "3 origin: — AFP"},
			meta: corpus.Article{Title: "Harbour Opens", Agency: "AFP", Kind: corpus.KindReport},
		},
		{
			name: "the site names itself",
			text: "Harbour Opens\n\n4 minute read\n\n" + corpustest.First + "\n\nMore Must-Reads from TODAY\n\nContact us at",
			want: []string{"1 body: " + corpustest.First},
			meta: corpus.Article{Title: "Harbour Opens", Publisher: "TODAY", Kind: corpus.KindReport},
		},
		{
			name: "the site names a place",
			text: "Harbour Opens\n\n" + corpustest.First + "\n\nMore stories from Norway",
			want: []string{"1 body: " + corpustest.First},
			meta: corpus.Article{Title: "Harbour Opens", Kind: corpus.KindReport},
		},
		{
			name: "a line under the headline",
			text: "Harbour Opens\n\nBoats of both countries may sail from Oslo\n\n" + corpustest.First,
			want: []string{"1 body: Boats of both countries may sail from Oslo", "2 body: " + corpustest.First},
			meta: corpus.Article{Title: "Harbour Opens", Kind: corpus.KindReport},
		},
		{
			name: "a section and a question over it",
			text: "World\n\nWill the Harbour Open?\n\n" + corpustest.First,
			want: []string{"1 body: " + corpustest.First},
			meta: corpus.Article{Title: "Will the Harbour Open?", Kind: corpus.KindReport},
		},
		{
			name: "changed and published",
			text: "Harbour Opens\n\nUpdated May 4, 2018\n\nPublished May 3, 2018\n\n" + corpustest.First,
			want: []string{"1 date: Updated May 4, 2018", "2 date: Published May 3, 2018", "3 body: " + corpustest.First},
			meta: corpus.Article{Title: "Harbour Opens", Kind: corpus.KindReport},
			date: "2018-05-03",
		},
		{
			name: "the outlet over the headline",
			text: "The Example Times\n\nThe Harbour Opens to Both Fleets\n\n" + corpustest.First,
			want: []string{"1 origin: The Example Times", "2 body: " + corpustest.First},
			meta: corpus.Article{Title: "The Harbour Opens to Both Fleets", Publisher: "The Example Times", Kind: corpus.KindReport},
		},
		{
			name: "the outlet, its menu, and the outlet again at the end",
			text: "Farm and Harbour\nHome | World | Cod\n\nOpinion\n\nThe Harbour Opens to Both Fleets\n\n" + corpustest.First + "\n\n© 2018 Farm and Harbour",
			want: []string{"1 origin: Farm and Harbour", "2 disclaimer: Opinion", "3 body: " + corpustest.First},
			meta: corpus.Article{Title: "The Harbour Opens to Both Fleets", Publisher: "Farm and Harbour", Kind: corpus.KindOpinion},
		},
		{
			name: "a heading between paragraphs, and a list",
			text: "Harbour Opens\n\n" + corpustest.First + "\n\nWhat comes next\n\n" + corpustest.Second + "\n\nThe boats are:\n\nThe Anna\n\nThe Maria\n\n" + corpustest.First + " Again.",
			want: []string{"1 body: " + corpustest.First, "2 body: " + corpustest.Second, "3 body: The boats are:", "4 body: The Anna", "5 body: The Maria", "6 body: " + corpustest.First + " Again."},
			meta: corpus.Article{Title: "Harbour Opens", Kind: corpus.KindReport},
		},
		{
			name: "a list of other articles",
			text: "Top stories\n\nHarbour Opens\n\n" + corpustest.First + "\n\nRelated articles\nHow the Harbour Was Built\nWho Owns the 24 Boats?\n\n" + corpustest.Second + "\n\nMost read\n\nCod for beginners",
			want: []string{"1 body: " + corpustest.First, "2 body: " + corpustest.Second},
			meta: corpus.Article{Title: "Harbour Opens", Kind: corpus.KindReport},
		},
		{
			name: "a sentence broken before a small letter",
			text: corpustest.First + "\n\nThe talks were received with a chorus of protest in\n\nthe capital. But they went on.\n\n" + corpustest.Second,
			want: []string{"1 body: " + corpustest.First, "2 body: The talks were received with a chorus of protest in\n\nthe capital. But they went on.", "3 body: " + corpustest.Second},
			meta: corpus.Article{Kind: corpus.KindReport},
		},
		{
			name: "a sentence broken before a name, twice",
			text: corpustest.First + "\n\nThe talks were received with a chorus of protest in\n\nBergen and, a day later, by the\n\nEnglish. It went on.",
			want: []string{"1 body: " + corpustest.First, "2 body: The talks were received with a chorus of protest in\n\nBergen and, a day later, by the\n\nEnglish. It went on."},
			meta: corpus.Article{Kind: corpus.KindReport},
		},
		{
			name: "a first sentence broken is no headline",
			text: "The ministers of both countries met on Tuesday in\n\nOslo, where it rained. They agreed.",
			want: []string{"1 body: The ministers of both countries met on Tuesday in\n\nOslo, where it rained. They agreed."},
			meta: corpus.Article{Kind: corpus.KindReport},
		},
		{
			name: "what was dropped keeps paragraphs apart",
			text: corpustest.First + "\n\nThe talks were received with a chorus of protest in\n\nAdvertisement\n\nthe capital. It went on.",
			want: []string{"1 body: " + corpustest.First, "2 body: The talks were received with a chorus of protest in", "3 body: the capital. It went on."},
			meta: corpus.Article{Kind: corpus.KindReport},
		},
		{
			name: "an introduction to a list is not broken",
			text: corpustest.First + "\n\nThe ministers agreed on the following points:\n\nthe harbour;\n\nthe boats.",
			want: []string{"1 body: " + corpustest.First, "2 body: The ministers agreed on the following points:", "3 body: the harbour;", "4 body: the boats."},
			meta: corpus.Article{Kind: corpus.KindReport},
		},
		{
			name: "lines end as on Windows",
			text: "Harbour Opens\r\n\r\n" + corpustest.First + "\r\n\r\n" + corpustest.Second + "\r\n",
			want: []string{"1 body: " + corpustest.First, "2 body: " + corpustest.Second},
			meta: corpus.Article{Title: "Harbour Opens", Kind: corpus.KindReport},
		},
		{
			name: "text wrapped by hand",
			text: "Harbour Opens\n\nThe foreign ministers of the two countries met in Oslo on\nTuesday and agreed to open the harbour. They spoke for\nfour hours, and nobody knew why.\nThe boats will sail from Bergen on the first of June,\nsaid Ms. Lee.",
			want: []string{
				"1 body: The foreign ministers of the two countries met in Oslo on\nTuesday and agreed to open the harbour. They spoke for\nfour hours, and nobody knew why.",
				"2 body: The boats will sail from Bergen on the first of June,\nsaid Ms. Lee.",
			},
			meta: corpus.Article{Title: "Harbour Opens", Kind: corpus.KindReport},
		},
		{
			name: "labels instead of layout",
			text: "Title: Harbour Opens\nAuthor: Ann Lee\nPublisher: Example Daily\nDate: 3 May 2018\nURL: https://example.org/a\n\n" + corpustest.First,
			want: []string{"1 byline: Author: Ann Lee", "2 origin: Publisher: Example Daily", "3 date: Date: 3 May 2018",
				"4 origin: URL: https://example.org/a", "5 body: " + corpustest.First},
			meta: corpus.Article{Title: "Harbour Opens", Author: "Ann Lee", Publisher: "Example Daily", URL: "https://example.org/a", Kind: corpus.KindReport},
			date: "2018-05-03",
		},
		{
			name: "who the author is",
			text: "Harbour Opens\n\nBy Ann Lee\n\n" + corpustest.First + "\n\n" + corpustest.Second + "\n\nAnn Lee is an opinion columnist who lives in Bergen and writes about cod.",
			want: []string{"1 byline: By Ann Lee", "2 body: " + corpustest.First, "3 body: " + corpustest.Second,
				"4 byline: Ann Lee is an opinion columnist who lives in Bergen and writes about cod."},
			meta: corpus.Article{Title: "Harbour Opens", Author: "Ann Lee", Kind: corpus.KindOpinion},
		},
		{
			name: "dates, names and links inside the reporting are reporting or nothing",
			text: "Harbour Opens\n\n" + corpustest.First + "\n\n" + corpustest.Second + "\n\nMay 3, 2018\n\nhttps://example.org/picture\n\n" + corpustest.First + " Again.\n\n" + corpustest.Second,
			want: []string{"1 body: " + corpustest.First, "2 body: " + corpustest.Second, "3 body: May 3, 2018", "4 body: " + corpustest.First + " Again.", "5 body: " + corpustest.Second},
			meta: corpus.Article{Title: "Harbour Opens", Kind: corpus.KindReport},
		},
		{
			name: "the credit of a picture names no agency",
			text: "Harbour Opens\n\n(Reuters)\n\n" + corpustest.First,
			want: []string{"1 body: " + corpustest.First},
			meta: corpus.Article{Title: "Harbour Opens", Kind: corpus.KindReport},
		},
		{
			name: "a paragraph that ends in a small word and no stop",
			text: corpustest.First + "\n\n2. Check that the nets have not been tampered with\n\nThis is not common, the captain said.",
			want: []string{"1 body: " + corpustest.First, "2 body: 2. Check that the nets have not been tampered with", "3 body: This is not common, the captain said."},
			meta: corpus.Article{Kind: corpus.KindReport},
		},
		{
			name: "a dateline names the agency",
			text: "Harbour Opens\n\nOSLO (Reuters) - " + corpustest.First,
			want: []string{"1 body: OSLO (Reuters) - " + corpustest.First},
			meta: corpus.Article{Title: "Harbour Opens", Agency: "Reuters", Kind: corpus.KindReport},
		},
		{
			name: "one line",
			text: "Hello there, harbour",
			want: []string{"1 body: Hello there, harbour"},
			meta: corpus.Article{Kind: corpus.KindReport},
		},
		{
			name: "a byte order mark",
			text: "\uFEFF" + corpustest.First,
			want: []string{"1 body: " + corpustest.First},
			meta: corpus.Article{Kind: corpus.KindReport},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := Text("a.txt", tt.text)
			if err != nil {
				t.Fatal(err)
			}
			corpustest.Check(t, a)
			if a.Body != strings.TrimPrefix(tt.text, "\uFEFF") {
				t.Error("the body is not the file's text")
			}
			if diff := cmp.Diff(tt.want, outline(a)); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
			got := corpus.Article{Title: a.Title, Publisher: a.Publisher, Agency: a.Agency, Author: a.Author, URL: a.URL, Kind: a.Kind}
			if diff := cmp.Diff(tt.meta, got, cmp.AllowUnexported(corpus.Date{})); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
			if a.Published.String() != tt.date {
				t.Errorf("published %q, want %q", a.Published, tt.date)
			}
			if a.Form != corpus.FormFull || a.Language != "en" {
				t.Errorf("form %q, language %q", a.Form, a.Language)
			}
		})
	}
}

func TestParseTextRefuses(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"", " \n\n\t", "Advertisement\n\nShare\n", "May 3, 2018", "By Ann Lee\n\nhttps://example.org/a"} {
		if _, err := Text("a.txt", text); !errors.Is(err, ErrNoText) {
			t.Errorf("%q: error %v, want ErrNoText", text, err)
		}
	}
	_, err := Text("a.txt", "One.\nTwo \xff three.")
	var at *Error
	if !errors.Is(err, ErrNotUTF8) || !errors.As(err, &at) || at.Line != 2 {
		t.Errorf("error %v, want ErrNotUTF8 in line 2", err)
	}
}

func TestEqualParagraphsHaveTheirOwnIDs(t *testing.T) {
	t.Parallel()
	a, err := Text("a.txt", corpustest.First+"\n\n"+corpustest.Second+"\n\n"+corpustest.First)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Text("a.txt", corpustest.Second+"\n\nA new paragraph stands here.\n\n"+corpustest.First)
	if err != nil {
		t.Fatal(err)
	}
	if a.Passages[2].ID != a.Passages[0].ID+"-2" {
		t.Errorf("IDs %q and %q of equal paragraphs", a.Passages[0].ID, a.Passages[2].ID)
	}
	if a.Passages[0].ID != b.Passages[2].ID || a.Passages[1].ID != b.Passages[0].ID {
		t.Error("a paragraph that did not change has another ID")
	}
}

func TestKindOf(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		name, title, text string
		want              corpus.Kind
	}{
		{"to meet", "Minister Lee to Meet Fishermen in Oslo", "The minister will meet the fishermen on Monday.", corpus.KindPreview},
		{"to visit, set to", "Ministers to Visit Bergen", "The two are expected to visit the harbour in June.", corpus.KindPreview},
		{"will", "Harbour Will Open in June", "The harbour will open to both fleets, the ministry says.", corpus.KindPreview},
		{"preview", "Preview: the Oslo talks", "The talks begin on Monday.", corpus.KindPreview},
		{"nothing to discuss", "Why Oslo and Bergen Have Nothing to Discuss", "They will discuss it in June.", corpus.KindReport},
		{"agrees to meet", "Minister Agrees to Meet Fishermen", "The minister will meet them, he said.", corpus.KindReport},
		{"to, but done", "Minister to Meet Fishermen", "The minister met the fishermen on Monday.", corpus.KindReport},
		{"to a place", "Road to Oslo Opens", "It will open again.", corpus.KindReport},
		{"opinion", "Opinion: The harbour must open", "It must.", corpus.KindOpinion},
		{"transcript", "Transcript of the Oslo news conference", "It began.", corpus.KindTranscript},
		{"speakers", "News conference in Oslo", "MS. LEE: We agree.\n\nQUESTION: Why?\n\nMS. LEE: We do.\n\nMR. SMITH: So do I.", corpus.KindTranscript},
		{"report", "Harbour opens", "The harbour opened.", corpus.KindReport},
	} {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := &corpus.Article{Title: tt.title}
			var blocks []block
			for text := range strings.SplitSeq(tt.text, "\n\n") {
				a.Passages = append(a.Passages, corpus.Passage{Role: corpus.RoleBody, Text: text})
				blocks = append(blocks, block{text: text})
			}
			if got := kindOf(a, setTurns(a, blocks)); got != tt.want {
				t.Errorf("kind %q, want %q", got, tt.want)
			}
		})
	}
}

// TestDatesByCountry: a date of two readings is read as the country of the article's link writes it, and else told of; a line that tells
// of a change is no reporting; the path of a link dates what says no date itself.
func TestDatesByCountry(t *testing.T) {
	t.Parallel()
	const body = "\n\nThe quay is shut, the mayor of Halm said on Tuesday after a long meeting.\n"
	for head, want := range map[string]string{
		"07/11/18":                                     "?",
		"07/11/18\n\nhttps://courier.co.uk/quay":       "2018-11-07",
		"07/11/18\n\nhttps://courier.example/quay":     "?",
		"07/11/18\n\nhttps://ports.gov/quay":           "2018-07-11",
		"https://courier.example/2018/07/11/quay":      "2018-07-11",
		"https://courier.example/2018-7-1/quay":        "2018-07-01",
		"https://courier.example/2018/17/11/quay":      "",
		"8 July 2018" + body + "\nUpdated 9 July 2018": "2018-07-08",
	} {
		a, err := Text("a.txt", "Quay shut after storm\n\n"+head+body+"\nNobody was hurt.\n")
		if err != nil {
			t.Fatal(err)
		}
		got := a.Published.String()
		if len(a.Warnings) > 0 {
			got += "?"
		}
		if got != want {
			t.Errorf("%q: published %q, want %q", head, got, want)
		}
		for _, p := range a.Passages {
			if p.Role == corpus.RoleBody && (strings.HasPrefix(p.Text, "Updated") || p.Text == "07/11/18") {
				t.Errorf("%q is told as reporting", p.Text)
			}
		}
	}
}

// TestMeetings: the title of a record tells when it was made, and may be all that tells that it is one; that of a report tells neither.
func TestMeetings(t *testing.T) {
	t.Parallel()
	for title, want := range map[string]struct {
		body string
		kind corpus.Kind
		date string
	}{
		"Steering committee 2024-05-01":             {"* The release is postponed.", corpus.KindMinutes, "2024-05-01"},
		"Quay board meeting, 3 May 2021":            {"The quay is closed.", corpus.KindMinutes, "2021-05-03"},
		"Port Press Briefing - June 3, 2021":        {"MS. HOLT: Good afternoon.\n\nQUESTION: Why?\n\nMS. HOLT: So.", corpus.KindTranscript, "2021-06-03"},
		"Minutes of the port board of 3 May 2021":   {"The quay is closed.", corpus.KindMinutes, "2021-05-03"},
		"Council, 3 May 2021 to 4 May 2021":         {"The quay is closed.", corpus.KindReport, ""},
		"What the council did not do on 3 May 2021": {"It did not meet.", corpus.KindReport, ""},
	} {
		a, err := Markdown("a", "# "+title+"\n\n"+want.body+"\n")
		if err != nil {
			t.Fatal(err)
		}
		if a.Kind != want.kind || a.Published.String() != want.date {
			t.Errorf("%s: %s of %q, want %s of %q", title, a.Kind, a.Published, want.kind, want.date)
		}
	}
}

// TestLivePages holds that the entries of a page that is written while something happens have their times, and are numbered from the
// earliest.
func TestLivePages(t *testing.T) {
	t.Parallel()
	const first, second, third = "A ship has hit a pier of the bridge at Orsk, the harbour office says.", "Nine people were hurt, the fire brigade says.", "Fifteen people were hurt, the police said in the evening."
	for name, tt := range map[string]struct {
		text string
		want map[string]string // time and number of the entry by its text
	}{
		"the last first":        {"Bridge at Orsk hit by ship – live\n\n18.40\n\n" + third + "\n\n17:31 GMT\n\n" + second + "\n\n16.58\n\n" + first, map[string]string{third: "18.40 3", second: "17:31 2", first: "16.58 1"}},
		"the first first":       {"Bridge at Orsk hit by ship: as it happened\n\n4:58 p.m.\n\n" + first + "\n\n5:31 p.m. ET\n\n" + second + "\n\n6:40 p.m.\n\n" + third, map[string]string{third: "6:40 p.m. 3", second: "5:31 p.m. 2", first: "4:58 p.m. 1"}},
		"with the day":          {"Bridge at Orsk hit by ship\n\n6:40 p.m. ET, March 5, 2024\n\n" + third + "\n\n5:31 p.m. ET, March 5, 2024\n\n" + second + "\n\n4:58 p.m. ET, March 5, 2024\n\n" + first, map[string]string{third: "6:40 p.m. 3", second: "5:31 p.m. 2", first: "4:58 p.m. 1"}},
		"before the text":       {"Live: bridge at Orsk hit by ship\n\n18:40 – " + third + "\n\n17:31 – " + second + "\n\n16:58 – " + first, map[string]string{"18:40 – " + third: "18:40 3", "17:31 – " + second: "17:31 2", "16:58 – " + first: "16:58 1"}},
		"over midnight":         {"Live: bridge at Orsk hit by ship\n\n00:10\n\n" + third + "\n\n23:50\n\n" + second + "\n\n23:20\n\n" + first, map[string]string{third: "00:10 3", second: "23:50 2", first: "23:20 1"}},
		"two times are no page": {"Bridge at Orsk hit by ship\n\n18.40\n\n" + third + "\n\n17.31\n\n" + second, map[string]string{third: " 0", second: " 0"}},
	} {
		a, err := Text("a.txt", tt.text)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]string{}
		for _, p := range a.Passages {
			if p.Role == corpus.RoleBody {
				got[p.Text] = fmt.Sprint(p.Turn.Time, " ", p.Turn.Paragraph)
			}
		}
		if !maps.Equal(got, tt.want) {
			t.Errorf("%s: entries %q, want %q", name, got, tt.want)
		}
		if live := a.Kind == corpus.KindLive; live == (name == "two times are no page") {
			t.Errorf("%s: kind %q", name, a.Kind)
		}
	}
}

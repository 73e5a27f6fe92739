package about

import (
	"strings"
	"testing"

	"readout/corpus"
)

func TestBylines(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, author, agency, published string }{
		{"By Ann Lee", "Ann Lee", "", ""},
		{"BY ANN LEE", "ANN LEE", "", ""},
		{"by Ann Lee", "Ann Lee", "", ""},
		{"By [Ann Lee](#)", "Ann Lee", "", ""},
		{"*By Ann Lee*", "Ann Lee", "", ""},
		{"By Ann Lee and John K. Smith", "Ann Lee and John K. Smith", "", ""},
		{"By Ann Lee, John Smith and Éric de la Tour", "Ann Lee, John Smith and Éric de la Tour", "", ""},
		{"By Ann Lee, Staff Writer", "Ann Lee", "", ""},
		{"By Ann Lee in Oslo", "Ann Lee", "", ""},
		{"By Ann Lee, Reuters", "Ann Lee", "Reuters", ""},
		{"By Ann Lee | Bloomberg", "Ann Lee", "Bloomberg", ""},
		{"By Ann Lee, Associated Press", "Ann Lee", "Associated Press", ""},
		{"By Reuters", "", "Reuters", ""},
		{"By Northern News Agency", "", "Northern News Agency", ""},
		{"By Li Sun, Northern Press", "Li Sun", "Northern Press", ""},
		{"By Our Special Correspondent", "", "", ""},
		{"By Ann Lee | May 15, 2019", "Ann Lee", "", "2019-05-15"},
		{"By Ann Lee Published May 15, 2019 at 3:04 PM EDT", "Ann Lee", "", "2019-05-15"},
		{"By Ann Lee - 15 May 2019", "Ann Lee", "", "2019-05-15"},
		{"Author: Ann Lee", "Ann Lee", "", ""},
		{"Written by Ann Lee", "Ann Lee", "", ""},
		{"Analysis by Ann Lee, Example News", "Ann Lee", "", ""},
		{"[Ann Lee](https://example.org/authors/ann-lee)", "Ann Lee", "", ""},
		{"(Reporting by Ann Lee in Oslo; Editing by John Smith)", "Ann Lee", "", ""},
		{"Additional reporting by John Smith", "John Smith", "", ""},
		{"Editing by John Smith", "", "", ""},
		{"With reporting by Reuters and AFP", "", "", ""},
		{"— With assistance by John Smith", "John Smith", "", ""},
		{"To contact the reporter on this story: Ann Lee in Oslo at alee@example.org", "Ann Lee", "", ""},
		{"John Smith in Bergen contributed to this report.", "", "", ""},
	} {
		f := In(tt.text)
		if f == nil || f.Role != corpus.RoleByline {
			t.Errorf("%q is not a byline: %+v", tt.text, f)
			continue
		}
		if f.Author != tt.author || f.Agency != tt.agency || f.Published.String() != tt.published {
			t.Errorf("%q: author %q, agency %q, date %q; want %q, %q, %q",
				tt.text, f.Author, f.Agency, f.Published, tt.author, tt.agency, tt.published)
		}
	}
}

func TestDateLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"May 15, 2019":                          "2019-05-15",
		"15 May 2019":                           "2019-05-15",
		"15th of May 2019":                      "2019-05-15",
		"Sept. 3, 2019":                         "2019-09-03",
		"2019-05-15":                            "2019-05-15",
		"2019-05-15T10:04:05Z":                  "2019-05-15",
		"2019/5/15":                             "2019-05-15",
		"15/05/2019":                            "2019-05-15",
		"05/15/2019":                            "2019-05-15",
		"15.05.2019":                            "2019-05-15",
		"05/05/2019":                            "2019-05-05",
		"05/06/2019":                            "", // either of two days
		"15/05/19":                              "2019-05-15",
		"07/11/18":                              "", // either of two days
		"31/02/2019":                            "",
		"February 30, 2019":                     "",
		"May 2019":                              "2019-05",
		"Published: May 15, 2019":               "2019-05-15",
		"Published on 15 May 2019 at 10:30 GMT": "2019-05-15",
		"Wednesday, May 15, 2019 3:04 p.m. EDT": "2019-05-15",
		"Posted Wed 15 May 2019 at 7:28am":      "2019-05-15",
		"Updated May 16, 2019 | Published May 15, 2019":           "2019-05-15",
		"First published May 15, 2019; last updated May 16, 2019": "2019-05-15",
		"First published on Wed 15 May 2019 13.40 BST":            "2019-05-15",
		"05/14/2019 06:31 PM EDT":                                 "2019-05-14",
		"Last updated: May 16, 2019":                              "2019-05-16",
		"1:39 PM ET":                                              "",
	} {
		f := In(text)
		if f == nil || f.Role != corpus.RoleDate {
			t.Errorf("%q is not a date line: %+v", text, f)
			continue
		}
		if got := f.Published.String(); got != want {
			t.Errorf("%q is %q, want %q", text, got, want)
		}
	}
}

// TestOutlets: the publication that a byline or a line of copyright names is the publisher; a role, a place or an agency is none.
func TestOutlets(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"By Ann Lee, Halm Courier":                  "Halm Courier",
		"By Ann Lee and Bob Stone | The River Post": "The River Post",
		"By Ann Lee for the Halm Gazette":           "",
		"By Ann Lee, Staff Writer":                  "",
		"By Ann Lee, News Editor":                   "",
		"By Ann Lee, Associated Press":              "",
		"By Ann Lee in Halm":                        "",
		"© 2018 Halm Courier. All rights reserved.": "Halm Courier",
		"Copyright 2018 Halm Courier":               "Halm Courier",
		"© 2018 Bob Stone. All rights reserved.":    "",
		"© 2018 The Associated Press":               "",
	} {
		f := In(text)
		if got := ""; f != nil {
			if got = f.Publisher; got != want {
				t.Errorf("%q names %q, want %q", text, got, want)
			}
		} else if want != "" {
			t.Errorf("%q says nothing", text)
		}
	}
}

// TestOutletLines: a publication and a date on one line are no reporting; a sentence, a place and a heading with a year are none.
func TestOutletLines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Facts{
		"The Bay Courier, 13 March 2024.":              {Publisher: "The Bay Courier", Published: corpus.NewDay(2024, 3, 13)},
		"*The Bay Courier, 13 March 2024*":             {Publisher: "The Bay Courier", Published: corpus.NewDay(2024, 3, 13)},
		"Halm Gazette | Wednesday, March 13, 2024":     {Publisher: "Halm Gazette", Published: corpus.NewDay(2024, 3, 13)},
		"The River Post (13 March 2024)":               {Publisher: "The River Post", Published: corpus.NewDay(2024, 3, 13)},
		"March 13, 2024 · The River Post":              {Publisher: "The River Post", Published: corpus.NewDay(2024, 3, 13)},
		"[Elva Echo](https://e.example), 2024-03-13":   {Publisher: "Elva Echo", Published: corpus.NewDay(2024, 3, 13)},
		"Halm Gazette, 05/06/2019":                     {Publisher: "Halm Gazette", TwoWays: "05/06/2019"},
		"Reuters, 13 March 2024":                       {},
		"Elva, 13 March 2024":                          {},
		"The Bay Courier closed, 13 March 2024":        {},
		"The Bay Courier was founded on 13 March 2024": {},
		"The Bay Courier, 7.30 pm GMT":                 {},
		"Staff Reporter, 13 March 2024":                {},
		"Courier, said Dane, 13 March 2024":            {},
	} {
		got := Facts{}
		if f := In(text); f != nil {
			got = Facts{Publisher: f.Publisher, Published: f.Published, TwoWays: f.TwoWays}
		}
		if got != want && !(want == (Facts{}) && got.Publisher == "") {
			t.Errorf("%q: %+v, want %+v", text, got, want)
		}
	}
}

// TestOpinionBylines: a byline that calls the piece an opinion tells its kind.
func TestOpinionBylines(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]corpus.Kind{
		"Opinion by Lida Brenk":                         corpus.KindOpinion,
		"*Commentary by Lida Brenk, The Harbour Times*": corpus.KindOpinion,
		"Analysis by Lida Brenk":                        "",
		"By Lida Brenk":                                 "",
		"By Lida Opinion":                               "",
	} {
		if f := In(text); f == nil || f.Kind != want {
			t.Errorf("%q: %+v, want kind %q", text, f, want)
		}
	}
}

func TestOrigins(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ text, agency, publisher, url string }{
		{"• Bloomberg", "Bloomberg", "", ""},
		{"— Reuters", "Reuters", "", ""},
		{"• Northern Press", "Northern Press", "", ""},
		{"(AP)", "Associated Press", "", ""},
		{"The Associated Press", "Associated Press", "", ""},
		{"AFP-JIJI", "AFP, Jiji", "", ""},
		{"Kyodo, AP", "Kyodo, Associated Press", "", ""},
		{"Source: Reuters", "Reuters", "", ""},
		{"Agency: Xinhua", "Xinhua", "", ""},
		{"Source: The Example Times", "", "The Example Times", ""},
		{"Publisher: Example Daily", "", "Example Daily", ""},
		{"Source: Example Network and news agencies", "", "Example Network", ""},
		{"SOURCE: Example Network, Reuters", "Reuters", "Example Network", ""},
		{"Publisher: Farm and Harbour", "", "Farm and Harbour", ""},
		{"Copyright 2018 The Associated Press. All rights reserved.", "Associated Press", "", ""},
		{"© 2018 Bloomberg L.P.", "Bloomberg", "", ""},
		{"This article was originally published in Bloomberg Opinion.", "Bloomberg", "", ""},
		{"This story was first published by The Example Review.", "The Example Review", "", ""},
		{"This article originally appeared on [The Example Review](https://example.org).", "The Example Review", "", ""},
		{"This essay by Ann Lee was originally published in Example Quarterly on May 3, 2019.", "Example Quarterly", "", ""},
		{"This article was first published in May.", "", "", ""},
		{"This article was reprinted on Example.com.", "", "", ""},
		{"This article was reprinted from The Example Review.", "The Example Review", "", ""},
		{"Originally published at Example Review.", "Example Review", "", ""},
		{"Republished with permission of The Example Review.", "The Example Review", "", ""},
		{"https://example.org/a-b", "", "", "https://example.org/a-b"},
		{"<https://example.org/a-b>", "", "", "https://example.org/a-b"},
		{"Source: https://example.org/a", "", "", "https://example.org/a"},
		{"Original url: <https://example.org/a>", "", "", "https://example.org/a"},
		{"Read the original article at https://example.org/a", "", "", "https://example.org/a"},
	} {
		f := In(tt.text)
		if f == nil || f.Role != corpus.RoleOrigin {
			t.Errorf("%q is not a line of origin: %+v", tt.text, f)
			continue
		}
		if f.Agency != tt.agency || f.Publisher != tt.publisher || f.Url != tt.url {
			t.Errorf("%q: agency %q, publisher %q, url %q; want %q, %q, %q",
				tt.text, f.Agency, f.Publisher, f.Url, tt.agency, tt.publisher, tt.url)
		}
	}
}

func TestDisclaimers(t *testing.T) {
	t.Parallel()
	for text, publisher := range map[string]string{
		"The views expressed in opinion pieces do not necessarily reflect the position of The Example Times.":           "The Example Times",
		"The opinions expressed in this article are those of the author.":                                               "",
		"The views expressed here are the author's own and do not reflect Example Network's editorial policy.":          "Example Network",
		"Views and opinions expressed in this commentary are solely those of the author.":                               "",
		"This column does not necessarily reflect the opinion of the editorial board or Bloomberg LP and its owners.":   "",
		"Editor's note: The opinions expressed in this commentary are her own.":                                         "",
		"The views expressed in this article are the author’s and do not reflect the policy of the Department of Fish.": "",
		"Opinion": "",
	} {
		f := In(text)
		if f == nil || f.Role != corpus.RoleDisclaimer || f.Kind != corpus.KindOpinion {
			t.Errorf("%q is not a disclaimer: %+v", text, f)
			continue
		}
		if f.Publisher != publisher {
			t.Errorf("%q names the publisher %q, want %q", text, f.Publisher, publisher)
		}
	}
}

func TestLabels(t *testing.T) {
	t.Parallel()
	for _, text := range []string{"Original url:", "Link:", "Source:"} {
		if f := In(text); f == nil || f.Role != "" {
			t.Errorf("%q is not a label alone: %+v", text, f)
		}
	}
	if f := In("Title: Ministers Meet in Oslo"); f == nil || f.Title != "Ministers Meet in Oslo" {
		t.Errorf("title line: %+v", f)
	}
}

func TestReportingStatesNothingAboutTheArticle(t *testing.T) {
	t.Parallel()
	for _, text := range []string{
		"By Tuesday, the talks had collapsed.",
		"By Tuesday",
		"By the harbour",
		"By Monday Evening",
		"By subscribing to the treaty, Norway gave up its claim.",
		"By Ann Lee's account, the talks were friendly and long.",
		"Text by text, the treaty was read aloud.",
		"May 15, 2019 was the day on which the talks began.",
		"On May 15, 2019, the ministers met in Oslo.",
		"In 2019",
		"2019",
		"Reuters reported that the ministers met.",
		"Bloomberg and the ministry agreed on a date.",
		"The views expressed by the minister do not reflect the position of the government, a spokesman said.",
		"“The views expressed in this article are those of the author,” the ambassador joked.",
		"This story was told in Oslo for years.",
		"The article was published in the treaty’s annex, “as agreed,” he said.",
		"Source: people who know the minister and who spoke to us in Oslo on Tuesday said so.",
		"Ann Lee",
		"Northern Press",
		"Opinions differ.",
		"Title: that is what the minister wanted, and the others knew it well enough.",
	} {
		if f := In(text); f != nil && !strings.HasPrefix(text, "Title") {
			t.Errorf("%q: %+v", text, f)
		}
	}
}

func TestAgencySignOff(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"He declined to comment. — Reuters":          "Reuters",
		"He declined to comment. - AFP":              "AFP",
		"“We go,” he said. “All of us.” — Bloomberg": "Bloomberg",
		"He declined to comment. (AP)":               "Associated Press",
		"He declined to comment. • Kyodo News":       "Kyodo",
		"He declined to comment. — Northern Press":   "Northern Press",
		"He declined to comment. — Ann Lee":          "",
		"He spoke to Bloomberg — Reuters":            "",
		"He declined to comment, said — Reuters":     "",
		"He declined to comment.":                    "",
		"— Reuters":                                  "",
	} {
		got, at := AgencySignOff(text)
		if got != want {
			t.Errorf("%q is signed off by %q, want %q", text, got, want)
		}
		if want != "" && !strings.HasSuffix(strings.TrimSpace(text[:at]), ".") && !strings.HasSuffix(strings.TrimSpace(text[:at]), "”") {
			t.Errorf("%q: sign-off at %q", text, text[at:])
		}
	}
	for text, want := range map[string]string{
		"OSLO (Reuters) - The ministers met.":        "Reuters",
		"OSLO, May 14 (AFP) — The ministers met.":    "AFP",
		"(Bloomberg) -- The ministers met.":          "Bloomberg",
		"OSLO — The ministers met.":                  "",
		"Oslo (dpa) - The ministers met.":            "dpa",
		"The union (AP) — it is small — has sailed.": "",
		"OSLO (NRK) — The ministers met.":            "",
	} {
		if got := AgencyInDateline(text); got != want {
			t.Errorf("%q has the dateline of %q, want %q", text, got, want)
		}
	}
}

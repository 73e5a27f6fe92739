package serve

import (
	"regexp"
	"strings"
	"testing"

	"html"
)

var tags = regexp.MustCompile(`<[^>]*>`)

// words are what a page shows.
func words(page string) string {
	_, body, _ := strings.Cut(page, "<main")
	_, body, _ = strings.Cut(body, ">")
	return strings.Join(strings.Fields(html.UnescapeString(tags.ReplaceAllString(body, " "))), " ")
}

func TestPages(t *testing.T) {
	t.Parallel()
	s := serveHarbour(t, nil)
	for name, tc := range map[string]struct {
		path  string
		query []string
		want  []string
		not   []string
	}{
		"front":       {path: "/", want: []string{"Ask the articles", "Your question"}},
		"differ":      {path: "/", query: []string{"q", "How long did the talks last?"}, want: []string{"three hours", "five hours", "Sources differ", "2 independent sources"}},
		"silent":      {path: "/", query: []string{"q", "Who will be the next king?"}, want: []string{"don't say", "Closest"}, not: []string{"Sources differ"}},
		"speaker":     {path: "/", query: []string{"q", "What about the night route?", "speaker", "Lindqvist"}, want: []string{"said by Lindqvist", "remove"}, not: []string{"five hours"}},
		"no such":     {path: "/sources", query: []string{"kind", "transcript"}, want: []string{"Transcript: the harbour hall news conference · Ostby Town Hall"}, not: []string{"What the harbour deal leaves out ·"}},
		"follow-up":   {path: "/", query: []string{"q", "What did he say about ferries?", "after", "What did Brandt say about routes?"}, want: []string{"You asked: What did Brandt say about ferries?", "electric ferries"}},
		"old link":    {path: "/", query: []string{"q", "How long did the talks last?", "v", "v1"}, want: []string{"made at version v1"}},
		"summary":     {path: "/summary", want: []string{"Summary", "fares", "Sources"}},
		"said":        {path: "/said", query: []string{"speaker", "Tove Lindqvist"}, want: []string{"Nobody who works on the islands"}},
		"timeline":    {path: "/timeline", want: []string{"March 2031", "(planned)"}},
		"sources":     {path: "/sources", want: []string{"The Ostby Ledger", "opinion", "where it was published"}},
		"article":     {path: "/article", query: []string{"id", "transcript.md"}, want: []string{"MAYOR LINDQVIST: The night route stays."}},
		"hostile":     {path: "/article", query: []string{"id", "hostile.md"}, want: []string{"<script>document.title='owned'</script>", "addresses whoever answers"}, not: []string{"\u202e"}},
		"gone":        {path: "/article", query: []string{"id", "ledger.md", "passage", "ledger.md#0000"}, want: []string{"not in this version"}},
		"inferred":    {path: "/", query: []string{"q", "According to the Ravnes Courier, how long did the talks last?"}, want: []string{"as the question says", "five hours"}, not: []string{"three hours"}},
		"whole again": {path: "/", query: []string{"q", "According to the Ravnes Courier, how long did the talks last?", "whole", "1"}, not: []string{"as the question says"}},
	} {
		t.Run(name, func(t *testing.T) {
			page := s.page(tc.path, tc.query...)
			shown := words(page)
			for _, w := range tc.want {
				if !strings.Contains(shown, w) {
					t.Errorf("%s lacks %q:\n%s", name, w, shown)
				}
			}
			for _, w := range tc.not {
				if strings.Contains(shown, w) {
					t.Errorf("%s has %q:\n%s", name, w, shown)
				}
			}
			if strings.Contains(page, "<script>") || strings.Contains(page, "javascript:") && strings.Contains(page, "href=\"javascript") {
				t.Errorf("%s has a script of an article's", name)
			}
		})
	}
}

var marker = regexp.MustCompile(`class="marker" href="([^"]+)"`)

// TestCitationsLeadToTheirWords follows every marker of some answers: the words relied on are marked in the article.
func TestCitationsLeadToTheirWords(t *testing.T) {
	t.Parallel()
	s := serveHarbour(t, nil)
	for _, question := range []string{"How long did the talks last?", "What did Lindqvist say about the night route?", "Who wrote the opinion piece?", "How many bicycles were there?"} {
		links := marker.FindAllStringSubmatch(s.page("/", "q", question), -1)
		if len(links) == 0 {
			t.Errorf("%s: no citation", question)
		}
		for _, m := range links {
			path, fragment, _ := strings.Cut(html.UnescapeString(m[1]), "#")
			status, page, _ := s.do("GET", path, "")
			if status != 200 || strings.Count(page, "<mark>") != 1 || !strings.Contains(page, `id="`+fragment+`"`) {
				t.Errorf("%s: %s: status %d\n%s", question, path, status, words(page))
			}
		}
	}
	for _, mark := range []string{"", "x", "5", "-1-4", "4-1", "0-100000", "1-2"} {
		status, _, _ := s.do("GET", "/article?id=hostile.md&passage=x&mark="+mark, "")
		if status != 200 {
			t.Errorf("mark %q: status %d", mark, status)
		}
	}
}

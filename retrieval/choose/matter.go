package choose

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/named"
)

// answerAbout answers a question about the articles themselves from the lines that state it: byline, date, agency line, disclaimer,
// link, front matter. What no line states is not guessed.
func (s *Search) answerAbout() Result {
	articles := s.Asked.Articles
	if len(articles) == 0 {
		articles = s.articlesMeant()
	}
	if s.Asked.About == named.Sources && len(s.Asked.Articles) == 0 {
		articles = nil
		for _, a := range s.Snapshot.Corpus.Articles {
			articles = append(articles, a.ID)
		}
	}
	if sameText.MatchString(s.Asked.Text) {
		articles = s.copiesAmong(articles)
	}
	articles = s.askable(articles)
	if len(articles) == 0 {
		return Result{Reason: NotCovered, Missing: []string{"which article is meant"}}
	}
	var claims []Claim
	for _, id := range articles {
		a := s.Snapshot.Corpus.Article(id)
		if i := slices.IndexFunc(a.Passages, func(p corpus.Passage) bool { return states(&p, s.Asked.About, a) }); i >= 0 {
			p := &a.Passages[i]
			claims = append(claims, Claim{Text: prose.EndStopped(matterLine(p)), Passage: p.ID, Quote: p.Text})
			s.Show(p)
		} else if lead := Lead(a); s.Asked.About == named.Sources && lead != nil && !lead.Sentences[0].Order {
			// The headline, which is no passage, is in the source line.
			claims = append(claims, SourceClaim(lead, 0))
			s.Show(lead)
		}
	}
	if len(claims) == 0 {
		return Result{Confidence: .1, Reason: PartlyCovered, Missing: []string{s.Asked.About.String()}}
	}
	return Result{Claims: claims, Confidence: .97}
}

var sameText = regexp.MustCompile(`(?i)\b(?:same|one|identical|single)\b[^?]{0,20}\b(?:report|text|story|article|copy|dispatch|piece)\b`)

// copiesAmong are those of the articles that share their report with another, or all when none does.
func (s *Search) copiesAmong(articles []corpus.ArticleID) []corpus.ArticleID {
	var out []corpus.ArticleID
	for _, r := range s.Snapshot.Corpus.Reports {
		for _, id := range r.Articles {
			if len(r.Articles) > 1 && (len(articles) == 0 || slices.Contains(articles, id)) {
				out = append(out, id)
			}
		}
	}
	if len(out) == 0 {
		return articles
	}
	return out
}

// articlesMeant are the articles that the question describes in other words than their titles.
func (s *Search) articlesMeant() []corpus.ArticleID {
	var best *corpus.Article
	most := 0.0
	var all []corpus.ArticleID
	for _, a := range s.Snapshot.Corpus.Articles {
		if !s.mayAsk(a.ID) {
			continue
		}
		all = append(all, a.ID)
		score, _ := s.Snapshot.Words.Match(s.Evidence.Terms, a.Title+" "+string(a.Kind))
		if score > most {
			best, most = a, score
		}
	}
	switch {
	case most >= .5:
		return []corpus.ArticleID{best.ID}
	case len(all) == 1:
		return all
	}
	return nil
}

var matterKeys = map[named.About]string{named.Author: "author", named.Date: "published", named.Publisher: "publisher",
	named.Agency: "agency", named.Link: "url", named.Title: "title", named.Sources: "title"}

// states reports whether a passage states what is asked of its article.
func states(p *corpus.Passage, about named.About, a *corpus.Article) bool {
	if p.Role == corpus.RoleMatter && about != named.Views {
		return strings.HasPrefix(p.Text, matterKeys[about]+":")
	}
	holds := func(value string) bool {
		return value != "" && strings.Contains(prose.Fold(p.Text), prose.Fold(value))
	}
	switch about {
	case named.Author:
		return p.Role == corpus.RoleByline && holds(a.Author)
	case named.Date:
		return p.Role == corpus.RoleDate
	case named.Publisher:
		return p.Role != corpus.RoleBody && holds(a.Publisher)
	case named.Agency:
		return p.Role == corpus.RoleOrigin && holds(a.Agency)
	case named.Views:
		return p.Role == corpus.RoleDisclaimer
	case named.Link:
		return p.Role == corpus.RoleOrigin && holds(a.URL)
	}
	return false
}

// Show puts a passage into the evidence, since what answers about an article is not found by its words.
func (s *Search) Show(p *corpus.Passage) {
	if !s.holds(p) {
		s.Evidence.Hits = append(s.Evidence.Hits, retrieval.Hit{Passage: p})
	}
}

var markdownLink = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)

// matterLine is a byline or a line of front matter as it is read aloud: link targets and quotation marks of the format left out.
func matterLine(p *corpus.Passage) string {
	text := markdownLink.ReplaceAllString(prose.OneLine(p.Text), "$1")
	if p.Role == corpus.RoleMatter {
		key, value, _ := strings.Cut(text, ":")
		text = strings.ToUpper(key[:1]) + key[1:] + ": " + strings.Trim(strings.TrimSpace(value), `"'`)
	}
	return strings.Trim(text, "<> ")
}

// Lead is the first paragraph of an article, which tells what happened where and when; nil when it has none.
func Lead(a *corpus.Article) *corpus.Passage {
	for i := range a.Passages {
		if a.Passages[i].Role == corpus.RoleBody {
			return &a.Passages[i]
		}
	}
	return nil
}

package answer

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/named"
	"readout/retrieval/shown"
)

// answerAbout answers a question about the articles themselves from the lines that state it: byline, date, agency line, disclaimer,
// link, front matter. What no line states is not guessed.
func (s *search) answerAbout() result {
	articles := s.asked.Articles
	if len(articles) == 0 {
		articles = s.articlesMeant()
	}
	if s.asked.About == named.Sources && len(s.asked.Articles) == 0 {
		articles = nil
		for _, a := range s.snapshot.Corpus.Articles {
			articles = append(articles, a.ID)
		}
	}
	if sameText.MatchString(s.asked.Text) {
		articles = s.copiesAmong(articles)
	}
	articles = s.askable(articles)
	if len(articles) == 0 {
		return result{reason: NotCovered, missing: []string{"which article is meant"}}
	}
	var claims []Claim
	for _, id := range articles {
		a := s.snapshot.Corpus.Article(id)
		if i := slices.IndexFunc(a.Passages, func(p corpus.Passage) bool { return states(&p, s.asked.About, a) }); i >= 0 {
			p := &a.Passages[i]
			claims = append(claims, Claim{Text: shown.EndStopped(matterLine(p)), Passage: p.ID, Quote: p.Text})
			s.show(p)
		} else if lead := leadOf(a); s.asked.About == named.Sources && lead != nil && !lead.Sentences[0].Order {
			// The headline, which is no passage, is in the source line.
			claims = append(claims, sourceClaim(lead, 0))
			s.show(lead)
		}
	}
	if len(claims) == 0 {
		return result{confidence: .1, reason: PartlyCovered, missing: []string{s.asked.About.String()}}
	}
	return result{claims: claims, confidence: .97}
}

var sameText = regexp.MustCompile(`(?i)\b(?:same|one|identical|single)\b[^?]{0,20}\b(?:report|text|story|article|copy|dispatch|piece)\b`)

// copiesAmong are those of the articles that share their report with another, or all when none does.
func (s *search) copiesAmong(articles []corpus.ArticleID) []corpus.ArticleID {
	var out []corpus.ArticleID
	for _, r := range s.snapshot.Corpus.Reports {
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
func (s *search) articlesMeant() []corpus.ArticleID {
	var best *corpus.Article
	most := 0.0
	var all []corpus.ArticleID
	for _, a := range s.snapshot.Corpus.Articles {
		if !s.mayAsk(a.ID) {
			continue
		}
		all = append(all, a.ID)
		score, _ := s.snapshot.Words.Match(s.evidence.Terms, a.Title+" "+string(a.Kind))
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

var matterKeys = map[named.About]string{named.Author: "author", named.Date: "published", named.Publisher: "publisher", named.Agency: "agency",
	named.Link: "url", named.Title: "title", named.Sources: "title"}

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

// show puts a passage into the evidence, since what answers about an article is not found by its words.
func (s *search) show(p *corpus.Passage) {
	if !s.holds(p) {
		s.evidence.Hits = append(s.evidence.Hits, retrieval.Hit{Passage: p})
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

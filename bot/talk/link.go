package talk

import (
	"net/url"
	"regexp"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// linkInText finds a link; marks behind it belong to the sentence.
var linkInText = regexp.MustCompile(`<?https?://[^\s<>"“”]*[^\s<>"“”.,;:!?)\]'’]>?`)

// withoutLink is a question without the link of articles that stands in it, with that link and those articles: what is asked is asked of
// them. link is "" where the text has no link of an article, or says nothing beside it.
func withoutLink(text string, c *reading.Corpus) (rest, link string, articles []corpus.ArticleID) {
	for _, at := range linkInText.FindAllStringIndex(text, -1) {
		found := strings.Trim(text[at[0]:at[1]], "<>")
		page := pageOf(found)
		for _, a := range c.Articles {
			if a.URL != "" && page != "" && pageOf(a.URL) == page {
				articles = append(articles, a.ID)
			}
		}
		if len(articles) == 0 {
			continue
		}
		rest = prose.OneLine(text[:at[0]] + " " + theArticle(text[:at[0]]) + text[at[1]:])
		if !strings.ContainsFunc(strings.TrimPrefix(rest, it), unicode.IsLetter) {
			return text, "", nil
		}
		return rest, found, articles
	}
	return text, "", nil
}

// it stands in a question in the place of a link.
const it = "the article"

// theArticle is what stands in a link's place behind some words: nothing where they end, since the link was shown and not spoken of.
func theArticle(before string) string {
	before = strings.TrimSpace(before)
	if before == "" || strings.ContainsAny(before[len(before)-1:], ".?!:;,-") {
		return ""
	}
	return it
}

// tracks finds a parameter of a link that tells who follows it and not what it opens.
var tracks = regexp.MustCompile(`^(?:utm_\w*|fbclid|gclid|ref|share)$`)

// pageOf is what a link opens, however it is written: without its scheme, "www.", what follows "#", what tells who follows it, and a last
// slash. It is "" for what is no link.
func pageOf(link string) string {
	u, err := url.Parse(strings.TrimSpace(link))
	if err != nil || u.Hostname() == "" {
		return ""
	}
	query := u.Query()
	for name := range query {
		if tracks.MatchString(name) {
			query.Del(name)
		}
	}
	return strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.") + strings.TrimSuffix(u.EscapedPath(), "/") + "?" + query.Encode()
}

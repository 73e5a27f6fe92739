// Package issuer tells who speaks in the own words of an article that says "we", such as a joint statement or a press release.
package issuer

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
)

// Of is who may be meant by "we" in the article's own words: those of whom it says so, or the one that its first sentence and its title
// are about, where nobody else speaks for it.
func Of(article *corpus.Article) []string {
	if article.Kind.Judges() || article.Kind == corpus.KindTranscript {
		return nil
	}
	for i := range article.Passages {
		q := &article.Passages[i]
		if q.Role != corpus.RoleBody {
			continue
		}
		if m := jointWe.FindStringSubmatch(q.Text); m != nil {
			name, _, _ := strings.Cut(prose.OneLine(m[1]), " of ")
			return []string{name}
		}
	}
	if article.Author != "" || !ownVoice(article) {
		return nil
	}
	for i := range article.Passages {
		q := &article.Passages[i]
		if q.Role != corpus.RoleBody || len(q.Sentences) == 0 || len(q.Remarks) > 0 && q.Remarks[0].Direct {
			continue
		}
		if name := leadingName(article.Title); name != "" && strings.Contains(q.Text, name+" ") {
			return []string{name}
		}
		return nil
	}
	return nil
}

// jointWe is how a text of several signers, or of one, tells at its beginning who "we" are.
var jointWe = regexp.MustCompile(`(?:^|[\s“"])We, (the \p{L}[^,.;:]{1,80}),`)

// ownVoice reports whether an article speaks of itself as "we" again and again, outside of anybody's remarks.
func ownVoice(article *corpus.Article) bool {
	n := 0
	for i := range article.Passages {
		q := &article.Passages[i]
		if q.Role != corpus.RoleBody || len(q.Remarks) > 0 || len(prose.Quotations(q.Text)) > 0 {
			continue
		}
		if slices.ContainsFunc(prose.Words(q.Text), func(w prose.Word) bool { return w.Folded == "we" || w.Folded == "our" }) {
			n++
		}
	}
	return n >= leastOwn
}

// leastOwn is in how many passages at least.
const leastOwn = 3

// leadingName is the name that a title begins with, before a verb: "Meta reports results".
func leadingName(title string) string {
	ws := prose.Words(title)
	if len(ws) < 2 || !prose.IsCapital(ws[0].Text) || thesaurus.English().PartOfSpeech(ws[0].Folded) == thesaurus.Verb ||
		len(retrieval.ContentStems(ws[0].Text)) == 0 {
		return ""
	}
	return ws[0].Text
}

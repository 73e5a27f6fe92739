package choose

import (
	"cmp"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/dates"
	"readout/retrieval/shown"
	"readout/retrieval/verify"
	"regexp"
	"slices"
)

// Dated is a sentence that dates what it tells.
type Dated struct {
	When     dates.Date
	Planned  bool // told before it was to happen
	Sentence verify.Supported
}

// Dated are the sentences of the articles (all, when none is named) that carry a date and hold, in the order of their dates.
func (s *Search) Dated(articles []corpus.ArticleID) []Dated {
	s.ShowAll(articles)
	var found []Dated
	chosen := map[string][]Candidate{} // by date
	verifier := verify.New(s.Evidence)
	common := dates.Common(s.Snapshot.Corpus.Articles)
	for _, h := range s.Evidence.Hits {
		article := s.Snapshot.Corpus.Article(h.Passage.Article)
		published := article.Published
		if published.Precision() == corpus.Unknown {
			published = common
		}
		for i, t := range h.Passage.Sentences {
			when, ok := dates.Of(prose.Without(t.Text, prose.Quotations(t.Text)), published)
			if !ok || t.Order || !s.standsAlone(h.Passage, i) || article.Kind.Judges() && judges.MatchString(t.Text) {
				continue
			}
			key, c := when.Key(), Candidate{Passage: h.Passage, Sentence: i}
			if s.repeats(chosen[key], c) {
				continue
			}
			chosen[key] = append(chosen[key], c)
			if sentence, err := verifier.Verify(SourceClaim(h.Passage, i)); err == nil {
				planned := when.After(published) || shown.PlansFor(article, t.Text, when, published)
				found = append(found, Dated{when, planned, sentence})
			}
		}
	}
	slices.SortStableFunc(found, func(x, y Dated) int {
		return cmp.Or(cmp.Compare(x.When.Key(), y.When.Key()), cmp.Compare(x.Sentence.Citation.Passage.ID, y.Sentence.Citation.Passage.ID))
	})
	return found
}

// judges finds what an opinion's author, or somebody whom the author quotes, thinks: no event.
var judges = regexp.MustCompile(`(?i)\b(?:wrote|writes|says|said|argues?|argued|thinks?|believes?|finds|calls|described|describes|easy|` +
	`only confirmed|` +
	`pessimism|optimism|as if|seems?|probably|likely)\b`)

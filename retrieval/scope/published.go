package scope

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/reading"
	"readout/retrieval/dates"
)

// ofWriting says of articles when they were published: "the articles of 14 May", "what was published since May 2019". A time without a
// word for writing before it is one of which the articles tell, and narrows nothing.
var ofWriting = regexp.MustCompile(`(?i)\b(?:articles?|reports?|pieces?|stor(?:y|ies)|coverage|columns?|published|written|printed) ` +
	`(?:that (?:were|was|is|are) |which (?:were|was|is|are) )?(?:published |written |printed |dated )?(in|on|of|from|since|before|after|` +
	`until) ` +
	`((?:(\d{1,2})(?:st|nd|rd|th)? )?(` + dates.Months + `)\b\.?(?: (\d{1,2})(?:st|nd|rd|th)?\b)?(?:,? (\d{4}))?)`)

// goesOn makes a time the beginning of a longer one, or one of several.
var goesOn = regexp.MustCompile(`(?i)^\s*(?:-|–|,|(?:to|until|till|through|and|or)\b)`)

// published are the articles, among those given (nil for all), that were published when the question says, and its words that say so;
// none when it says nothing of it, or no article fits.
func published(question string, c *reading.Corpus, among []corpus.ArticleID) (words []string, articles []corpus.ArticleID) {
	m := ofWriting.FindStringSubmatch(question)
	if m == nil || goesOn.MatchString(question[strings.Index(question, m[0])+len(m[0]):]) {
		return nil, nil
	}
	preposition, month := strings.ToLower(m[1]), time.Month(english.Months[strings.ToLower(m[4])])
	day, _ := strconv.Atoi(m[3] + m[5]) // 0 for none; both together are no day, and fit nothing
	year, _ := strconv.Atoi(m[6])
	for _, a := range c.Articles {
		if !known(a.Published) || len(among) > 0 && !slices.Contains(among, a.ID) {
			continue
		}
		y := year
		if y == 0 {
			y = a.Published.Time().Year()
		}
		when := corpus.NewMonth(y, month)
		if day != 0 {
			when = corpus.NewDay(y, month, day)
		}
		s := Scope{From: when, To: when}
		fits := s.inTime(a)
		switch preposition {
		case "since":
			fits = Scope{From: when}.inTime(a)
		case "until":
			fits = Scope{To: when}.inTime(a)
		case "before":
			fits = end(a.Published).Before(when.Time())
		case "after":
			fits = a.Published.Time().After(end(when))
		}
		if fits {
			articles = append(articles, a.ID)
		}
	}
	if len(articles) == 0 {
		return nil, nil
	}
	return []string{m[1] + " " + m[2]}, articles
}

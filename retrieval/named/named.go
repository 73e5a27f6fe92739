// Package named tells which articles a question names, by which of its words, and whether it asks of the articles themselves (who wrote
// one, when it was published) rather than of what they report.
package named

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
)

// About is what a question asks of the articles themselves rather than of what they report.
type About int

const (
	Nothing   About = iota
	Author          // who wrote it
	Date            // when it was published
	Publisher       // who published it
	Agency          // which agency it carries
	Link            // where it can be read
	Title           // what it is called
	Sources         // which articles there are
	Views           // whether its publisher holds the views in it
)

// String names what was asked, for saying that it is not stated.
func (a About) String() string {
	return [...]string{"", "author", "date of publication", "publisher", "news agency", "link", "title", "articles", "whose views they are"}[a]
}

const articleNoun = `(?:articles?|pieces?|column|op-?ed|commentary|stor(?:y|ies)|report|text|preview|essay|editorial|analysis|digest)`

var aboutPatterns = []struct {
	about   About
	pattern *regexp.Regexp
	titled  bool // counts only when the question names an article, since the words alone could mean anything
	named   bool // counts only when it names articles in any way
	outlet  bool // counts only when it asks what a publication does
}{
	{about: Sources, pattern: regexp.MustCompile(`(?i)\b(?:what|which|how many|list|show)\b[^?]{0,30}\b(?:articles|` +
		`sources)\b(?:[^?]{0,25}\b(?:` +
		`(?:do|can) you (?:have|know|use|read|answer)|have you (?:got|read)|(?:you|you've|you have) (?:got|read)|are there|are you using|` +
		`available|loaded|` +
		`in (?:the|your) (?:corpus|library))|\s*\?*$)`)},
	{about: Sources, pattern: regexp.MustCompile(`(?i)\b(?:what|which|how many|list|show)\b[^?]{0,20}\b(?:articles?|sources|` +
		`pieces?)\b (?:are|is|were|was|come|comes|came) (?:from|by|an?|the|opinion|previews?|written by)\b`), named: true},
	{about: Author, pattern: regexp.MustCompile(`(?i)\b(?:who\s+(?:wrote|writes|authored|penned|is the (?:author|writer|columnist))|` +
		`(?:author|writer|byline) of|who(?:'s| is| was) (?:behind|the (?:author|writer|columnist|journalist|reporter) (?:of|behind))|` +
		`whose (?:byline|article|column|opinion piece)|written by)\b[^?]*\b` + articleNoun + `\b`)},
	{about: Author, pattern: writtenBy, named: true},
	{about: Author, pattern: regexp.MustCompile(`(?i)\bwho\s+(?:wrote|authored|penned|is the author of)\b`), titled: true},
	{about: Date, pattern: regexp.MustCompile(`(?i)\b(?:when|what (?:date|day)|on (?:what|which) (?:date|day)|which day|` +
		`how old)\b[^?]*\b` + articleNoun + `\b[^?]*\b(?:published|written|posted|printed|released|appear(?:ed)?|come out|came out|run|` +
		`dated|from)\b`)},
	{about: Date, pattern: regexp.MustCompile(`(?i)\b(?:when|what (?:date|day)|on (?:what|which) (?:date|day))\b[^?]*\b(?:publish(?:ed)?|` +
		`print(?:ed)?|posted|come out|came out|dated)\b|\b(?:publication date|date of publication|` +
		`date of the ` + articleNoun + `)\b`), titled: true},
	{about: Date, pattern: regexp.MustCompile(`(?i)\b(?:when|what (?:date|day)|on (?:what|which) (?:date|day))\b[^?]*\b(?:publish|print|` +
		`post|release|run)(?:e?d)?\b[^?]*\b` + articleNoun + `\b`)},
	{about: Date, pattern: regexp.MustCompile(`(?i)\b(?:publication date|date of publication)\b`)},
	{about: Publisher, pattern: regexp.MustCompile(`(?i)\b(?:(?:which|what) (?:two |three |four |several )?(?:publishers?|publications?|` +
		`outlets?|newspapers?|news ?papers?|papers?|sites?|websites?|magazines?)) (?:published|ran|carried|printed|have|` +
		`had) [^?]*\b` + articleNoun + `\b`)},
	{about: Publisher, pattern: regexp.MustCompile(`(?i)\b(?:(?:which|what) (?:publisher|publication|outlet|newspaper|news ?paper|paper|` +
		`site|website|magazine|news (?:outlet|site|organi[sz]ation))|who)\b[^?]*\b(?:publish(?:ed|es)?|ran|run|carried|carries|printed|` +
		`posted|released|is (?:it|this|that) from)\b[^?]*(?:\b` + articleNoun + `\b|["“])`)},
	{about: Publisher, pattern: regexp.MustCompile(`(?i)\b(?:publisher of|where (?:was|is|did|has)\b[^?]*\b(?:published|printed|` +
		`appear(?:ed)?))\b`), titled: true},
	{about: Publisher, pattern: regexp.MustCompile(`(?i)\b(?:publisher of|published by whom)\b[^?]*\b` + articleNoun + `\b|` +
		`\bwhere (?:was|is)\b[^?]*\b` + articleNoun + `\b[^?]*\bpublished\b|\b` + articleNoun + `\b[^?]*\b(?:published by|come from|` +
		`comes from|publisher)\b`)},
	{about: Agency, pattern: regexp.MustCompile(`(?i)\b(?:which|what)\b[^?]{0,12}\b(?:agency|wire|wire service|news ?wire|news agency|` +
		`news service)\b[^?]*\b(?:suppl(?:y|ied|ies)|produced|provided|carried|behind|originally|source|come|wrote|credited|` +
		`from)\b[^?]*\b` + articleNoun + `\b|\bwhere did\b[^?]*\b` + articleNoun + `\b[^?]*\boriginally\b|` +
		`\b` + articleNoun + `\b[^?]*\boriginally (?:published|appear)`)},
	{about: Link, pattern: regexp.MustCompile(`(?i)\b(?:link|url|web ?address)\b[^?]*\b(?:to|of|for)\b|\bwhere can i read\b`), titled: true},
	{about: Link, pattern: regexp.MustCompile(`(?i)\b(?:link|url|web ?address)\b[^?]*\b(?:to|of|for)\b[^?]*\b` + articleNoun + `\b`)},
	{about: Views, outlet: true,
		pattern: regexp.MustCompile(`(?i)\b(?:endorse|share|stand (?:by|behind)|agree with|hold)\b[^?]*\b(?:views?|opinions?|positions?)\b`)},
	{about: Title, pattern: regexp.MustCompile(`(?i)\b(?:title|headline)\b[^?]*\b` + articleNoun + `\b`)},
}

// writtenBy asks who wrote an article called by its kind alone, in a word that is also said of what somebody thinks.
var writtenBy = regexp.MustCompile(`(?i)\b(?:wrote|writes|authored|penned|(?:author|writer|byline) of|written by|behind) ` +
	`((?:the|that|this) opinions?)\W*$`)

// Articles finds which articles a question names, by which words, and whether it asks of the articles themselves.
func Articles(text string, c *reading.Corpus) (About, []corpus.ArticleID, []prose.Span) {
	ids, spans, titled := namedArticles(text, c)
	for _, p := range aboutPatterns {
		if p.pattern.MatchString(text) && (!p.titled || titled) && (!p.named || len(ids) > 0) && (!p.outlet || asksOfOutlet(text, c)) {
			return p.about, ids, spans
		}
	}
	return Nothing, ids, spans
}

var doesIt = regexp.MustCompile(`(?i)^(?:\W|so|and|but)*(?:do|does|did)\b(?: the\b)?\s*`)

// asksOfOutlet reports whether a publication is the subject of a question: "Does the Ledger ...?"
func asksOfOutlet(text string, c *reading.Corpus) bool {
	m := doesIt.FindStringIndex(text)
	return m != nil && slices.ContainsFunc(c.Articles, func(a *corpus.Article) bool {
		span, ok := findName(text, a.Publisher)
		return ok && span.Start <= m[1] && span.End > m[1]
	})
}

// namedArticles finds the articles that a question names: by title, by another name that it was given, by publisher or agency, by author,
// or by kind ("the opinion piece"). A more exact name wins: a title over such a name over an author over an outlet over a kind, and two
// that agree narrow each other. titled is true when the words name articles and could hardly mean anything else.
func namedArticles(text string, c *reading.Corpus) (ids []corpus.ArticleID, spans []prose.Span, titled bool) {
	narrow := func(found []corpus.ArticleID, at []prose.Span) {
		both := slices.DeleteFunc(slices.Clone(found), func(id corpus.ArticleID) bool { return !slices.Contains(ids, id) })
		if len(ids) == 0 {
			ids = found
		} else if len(both) > 0 {
			ids = both
		}
		for _, span := range at {
			if !slices.Contains(spans, span) {
				spans = append(spans, span)
			}
		}
	}
	found, at := byTitle(text, c)
	narrow(found, at)
	called, at := byName(text, c, func(a *corpus.Article) []string { return a.Aliases })
	narrow(called, at)
	titled = len(found) > 0 || len(called) > 0
	for _, field := range []func(*corpus.Article) string{
		func(a *corpus.Article) string { return a.Author },
		func(a *corpus.Article) string { return a.Publisher },
		func(a *corpus.Article) string { return a.Agency },
	} {
		narrow(byName(text, c, func(a *corpus.Article) []string { return []string{field(a)} }))
	}
	ofKinds, at, single := byKind(text, c)
	narrow(ofKinds, at)
	if len(ids) > 0 {
		return ids, spans, titled || single
	}
	ids, spans = byMatter(text, c)
	return ids, spans, len(ids) > 0
}

// articleOn names an article by what it is about. A "report" on something may be one that the articles report of.
var articleOn = regexp.MustCompile(`(?i)\b(?:the|that|this|an?) (?:news )?(?:article|blog ?post|post|blog|interview|story|piece|` +
	`column) (?:about|on|with) ([^?,.;:"“]+?)(?: (?:about|say|says|said|argue|argues|written|published|by|from|in)\b|[?,.;:"“]|$)`)

// byMatter finds the articles that the text names by what they are about ("the interview with the engineer"): those with all of it in
// their title.
func byMatter(text string, c *reading.Corpus) (ids []corpus.ArticleID, spans []prose.Span) {
	m := articleOn.FindStringSubmatchIndex(text)
	if m == nil {
		return nil, nil
	}
	matter := retrieval.ContentStems(text[m[2]:m[3]])
	for _, a := range c.Articles {
		title := retrieval.ContentStems(a.Title)
		if len(matter) > 0 && !slices.ContainsFunc(matter, func(stem string) bool { return !slices.Contains(title, stem) }) {
			ids = append(ids, a.ID)
		}
	}
	if len(ids) == 0 {
		return nil, nil
	}
	return ids, []prose.Span{{Start: m[0], End: m[3]}}
}

// byName finds the articles of whose names one stands in the text, and where.
func byName(text string, c *reading.Corpus, names func(*corpus.Article) []string) (ids []corpus.ArticleID, spans []prose.Span) {
	for _, a := range c.Articles {
		for _, name := range names(a) {
			if span, ok := findName(text, name); ok {
				ids, spans = append(ids, a.ID), append(spans, span)
				break
			}
		}
	}
	return ids, spans
}

// byKind finds the articles of the kinds that the text names. single is true when one of the kinds has one article.
func byKind(text string, c *reading.Corpus) (ids []corpus.ArticleID, spans []prose.Span, single bool) {
	for _, k := range kindNames {
		m := k.pattern.FindStringSubmatchIndex(text)
		if m == nil {
			continue
		}
		n := len(ids)
		for _, a := range c.Articles {
			if a.Kind == k.kind {
				ids = append(ids, a.ID)
			}
		}
		if len(ids) > n {
			spans = append(spans, prose.Span{Start: m[len(m)-2], End: m[len(m)-1]}) // of the group, where there is one
			single = single || len(ids) == n+1
		}
	}
	return ids, spans, single
}

var kindNames = []struct {
	kind    corpus.Kind
	pattern *regexp.Regexp
}{
	{corpus.KindOpinion, regexp.MustCompile(`(?i)\b(?:the |an )?(?:opinion (?:piece|article|column|columnist|writer|author|essay|text)s?|` +
		`op-?eds?|columnists?|commentar(?:y|ies)|editorials?)\b`)},
	{corpus.KindOpinion, writtenBy},
	{corpus.KindEditorial, regexp.MustCompile(`(?i)\b(?:the |an )?editorials?\b`)},
	{corpus.KindMinutes, regexp.MustCompile(`(?i)\b(?:the )?minutes of the meeting\b`)},
	{corpus.KindRelease, regexp.MustCompile(`(?i)\b(?:the |a )?(?:press|news) releases?\b`)},
	{corpus.KindFactSheet, regexp.MustCompile(`(?i)\b(?:the |a )?fact ?sheets?\b`)},
	{corpus.KindPreview, regexp.MustCompile(`(?i)\b(?:the |a )?(?:previews?(?: articles?| pieces?| stor(?:y|ies))?|` +
		`article written (?:before|ahead of) [^?]*)\b`)},
}

// byTitle finds the articles whose title stands in the text: whole, or as most of the title's words within quotation marks.
func byTitle(text string, c *reading.Corpus) ([]corpus.ArticleID, []prose.Span) {
	ws := prose.Folded(text)
	all := prose.Words(text)
	for _, a := range c.Articles {
		title := prose.Folded(a.Title)
		if len(title) < 3 {
			continue
		}
		if i := indexOf(ws, title); i >= 0 {
			return sameTitle(c, a.Title), []prose.Span{{Start: all[i].Span.Start, End: all[i+len(title)-1].Span.End}}
		}
	}
	for _, q := range quotedSpans(text) {
		quoted := prose.Folded(text[q.Start:q.End])
		if len(quoted) < 3 {
			continue
		}
		for _, a := range c.Articles {
			title := prose.Folded(a.Title)
			if i := indexOf(title, quoted); i >= 0 && 2*len(quoted) >= len(title) {
				return sameTitle(c, a.Title), []prose.Span{q}
			}
		}
	}
	return nil, nil
}

func sameTitle(c *reading.Corpus, title string) []corpus.ArticleID {
	var ids []corpus.ArticleID
	for _, a := range c.Articles {
		if a.Title == title {
			ids = append(ids, a.ID)
		}
	}
	return ids
}

var singleQuoted = regexp.MustCompile(`(?:^|[\s(])['‘]([^'‘’]+(?:['’]\p{L}[^'‘’]*)*)['’](?:[\s?.!,)]|$)`)

// quotedSpans are the words in double or single quotation marks.
func quotedSpans(text string) []prose.Span {
	spans := prose.Quotations(text)
	for _, m := range singleQuoted.FindAllStringSubmatchIndex(text, -1) {
		spans = append(spans, prose.Span{Start: m[2], End: m[3]})
	}
	return spans
}

// indexOf is where needle begins in hay, or -1.
func indexOf(hay, needle []string) int {
	for i := 0; i+len(needle) <= len(hay) && len(needle) > 0; i++ {
		if slices.Equal(hay[i:i+len(needle)], needle) {
			return i
		}
	}
	return -1
}

// findName finds the name of an outlet or an author in a text. A name of one word must be written as the articles write it, since in
// other letters it may be a common word; longer ones are found in any case, with or without "the".
func findName(text, name string) (prose.Span, bool) {
	parts := prose.Folded(name)
	if len(parts) > 1 && parts[0] == "the" {
		parts = parts[1:]
		name = name[strings.IndexByte(name, ' ')+1:]
	}
	if len(parts) == 0 {
		return prose.Span{}, false
	}
	all, ws := prose.Words(text), prose.Folded(text)
	if len(parts) == 1 {
		for i, w := range all {
			common := strings.ToUpper(name) == name && len(name) <= 6 // in capitals it may hide a common word
			if w.Text == name || !common && w.Folded == parts[0] && (len(parts[0]) > 5 || i > 0 && strings.ToLower(w.Text) != w.Text) {
				return w.Span, true
			}
		}
		return prose.Span{}, false
	}
	if i := indexOf(ws, parts); i >= 0 {
		return prose.Span{Start: all[i].Span.Start, End: all[i+len(parts)-1].Span.End}, true
	}
	return prose.Span{}, false
}

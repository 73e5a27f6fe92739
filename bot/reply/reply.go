// Package reply puts an answer into the words that people read: what was asked, the answer, where sources differ, the sources, how
// many of them are independent. It knows neither terminals nor Discord; they lay the pieces out.
package reply

import (
	"slices"
	"strings"

	"readout/bot/fragment"
	"readout/bot/phrases"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval/answer"
)

// Reply is an answer in words. All of it is plain text; the article's own words in it are as the article has them, so whoever shows
// them must make them harmless for the medium first.
type Reply struct {
	Asked string // the question as it was understood; "" when it was answered as it was put
	// Within is what was asked, where that was not everything; "" otherwise.
	Within string
	Text   string // the answer, with markers like [1]; or the statement that there is none
	// Sentences are those of the answer, one by one; empty on abstention.
	Sentences []Sentence
	// Translations are those of the answer's sentences, with their markers, each marked as unchecked; empty for none.
	Translations []string
	Corrected    []string  // what the question takes for granted and the articles say otherwise, with a marker
	Missing      string    // on abstention: what the question asks about and the articles don't hold; "" when that is all of it
	Closest      []Passage // on abstention: the nearest passages, best first; for what is said of an answer, those it rests on
	ClosestHead  string    // above Closest; "" when there is none of it
	Differ       []Point   // where reports differ
	Sources      []Source  // in the order of their first marker
	Note         string    // the last line: how many independent sources, who worded the answer; "" on abstention
}

// Sentence is a sentence of an answer.
type Sentence struct {
	Text        string
	Markers     string // "[1][3]"
	Agreed      string // how many independent sources say it; "" for one
	Introduces  bool   // it tells what the sentences after it belong to
	GoesOn      bool   // it stands in the middle of a quotation that the sentence before it opens; see Joined
	Translation string // marked as unchecked; "" for none
	Head        string // the question that it is the first to answer, of several asked at once; "" otherwise
}

// Source is an article that is cited.
type Source struct {
	Markers string // "[1][3]"
	Line    string // title, publisher, date, kind; of a transcript also the turns cited, and whose they are
	Link    string // opens at the words that the first marker stands for, where a browser can find them; "" when the article states none
}

// Passage is a nearest passage.
type Passage struct {
	Quote string // the words of the article
	Line  string // as Source.Line
	Link  string
}

// Point is a point on which reports differ.
type Point struct {
	Point string // "" when it is the question itself
	Sides []Side
}

// Side is what one report, or several that agree, say on a point.
type Side struct {
	Text    string
	From    string // publisher, kind and date of each
	Markers string
}

// Of puts an answer into words.
func Of(a *answer.Answer, in Phrases) Reply {
	r := Reply{Text: a.Text()}
	if a.Language != "" && a.Abstention == nil && !sameQuestion(a.Question, a.Resolved) {
		r.Asked = in.AskedIn(a.Language, a.Resolved)
	} else if strings.TrimSpace(a.Resolved) != "" && !sameQuestion(a.Question, a.Resolved) {
		r.Asked = in.Asked(a.Resolved)
	}
	for _, d := range a.Disagreements {
		p := pointOf(d, a.Citations, in)
		if sameQuestion(p.Point, a.Question) || sameQuestion(p.Point, a.Resolved) {
			p.Point = ""
		}
		r.Differ = append(r.Differ, p)
	}
	if a.Abstention != nil {
		r.Text = in.Abstained(a.Abstention.Reason, a.Resolved)
		if a.Language != "" && a.Abstention.Reason == answer.NotCovered {
			own := inLanguage(a.Language, in)
			r.Asked, r.Text = "", own.OnlyEnglish
			if !sameQuestion(a.Question, a.Resolved) { // it was translated, and looked up
				r.Asked, r.Text = own.AskedIn(a.Language, a.Resolved), own.Abstained(a.Abstention.Reason, a.Resolved)
			}
		}
		if len(a.Abstention.Missing) > 0 {
			r.Missing = in.Missing(a.Abstention.Missing)
			if near := a.Abstention.Near; len(near) > 0 {
				r.Missing += " " + in.DidYouMean(near)
			}
		}
		for _, c := range a.Abstention.Closest {
			r.Closest = append(r.Closest, passageOf(c, c.Quote, in))
			r.ClosestHead = in.Closest
		}
		return r
	}
	for _, p := range a.Premises {
		r.Corrected = append(r.Corrected, in.Credited(p.Asked, p.Credited)+" "+answer.Markers([]int{p.Citation}))
	}
	for _, s := range a.Sentences {
		t := in.Translation(s)
		told := Sentence{Text: s.Text, Markers: answer.Markers(s.Citations), Introduces: s.Introduces, Translation: t}
		if n := len(independent(cited(a.Citations, s.Citations))); n > 1 {
			told.Agreed = in.Agree(n)
		}
		r.Sentences = append(r.Sentences, told)
		if t != "" {
			r.Translations = append(r.Translations, t+" "+answer.Markers(s.Citations))
		}
	}
	r.goOn()
	r.Sources = sourcesOf(a.Citations, in)
	r.Note = strings.Join(in.notes(a), " · ")
	return r
}

// Joined is a reply in which what stands in the middle of a quotation is one with the sentence that opens it, so that no mark stands alone.
func (r Reply) Joined() Reply {
	var all []Sentence
	for _, s := range r.Sentences {
		if !s.GoesOn || s.Head != "" {
			all = append(all, s)
			continue
		}
		last := &all[len(all)-1]
		last.Text += " " + s.Text
		last.Translation = strings.TrimSpace(last.Translation + "\n" + s.Translation)
	}
	r.Sentences = all
	return r
}

// InLines reports whether its sentences are easier to read each on a line of its own: more than a few, some with translations, or the
// answers to several questions.
func (r Reply) InLines(few int) bool {
	return len(r.Sentences) > few || len(r.Translations) > 0 || slices.ContainsFunc(r.Sentences, func(s Sentence) bool { return s.Head != "" })
}

// goOn finds the sentences that go on.
func (r Reply) goOn() {
	open := "" // what stands on the line so far
	for i := range r.Sentences {
		s := &r.Sentences[i]
		if s.GoesOn = i > 0 && s.Markers == r.Sentences[i-1].Markers && quotes(open); !s.GoesOn {
			open = ""
		}
		open += " " + s.Text
	}
}

// quotes reports whether a text ends within a quotation.
func quotes(text string) bool {
	found := prose.FindQuotations(text)
	return len(found) > 0 && !found[len(found)-1].Closed
}

// passageOf is a citation with some of its article's words.
func passageOf(c answer.Citation, words prose.Span, in Phrases) Passage {
	return Passage{Quote: corpus.Plain(c.Article.Text(words)), Line: in.CitationLine(c), Link: fragment.Link(c.Article, c.Quote)}
}

// inLanguage is the phrases in a language, where there are any; else those given.
func inLanguage(tag string, in Phrases) Phrases {
	base, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if c := phrases.Of(base); c.Tag() == base {
		return In(c)
	}
	return in
}

// Quoted puts a text between quotation marks, unless it has them already.
func Quoted(text string) string {
	if first := []rune(strings.TrimSpace(text)); len(first) > 0 && strings.ContainsRune("“”„«\"", first[0]) {
		return text
	}
	return "“" + text + "”"
}

// sameQuestion reports whether two questions differ in white space, case and the mark at their end only, so that showing the second
// would tell nothing.
func sameQuestion(a, b string) bool {
	plain := func(s string) string {
		return strings.TrimRight(prose.Fold(prose.OneLine(s)), " ?.!")
	}
	return plain(a) == plain(b)
}

func pointOf(d answer.Disagreement, citations []answer.Citation, in Phrases) Point {
	p := Point{Point: d.Point}
	for _, s := range d.Sides {
		var from []string
		for _, c := range cited(citations, s.Citations) {
			if line := in.shortLine(c.Article); !slices.Contains(from, line) {
				from = append(from, line)
			}
		}
		p.Sides = append(p.Sides, Side{Text: s.Text, From: strings.Join(from, "; "), Markers: answer.Markers(s.Citations)})
	}
	return p
}

func cited(citations []answer.Citation, numbers []int) []answer.Citation {
	var out []answer.Citation
	for _, c := range citations {
		if slices.Contains(numbers, c.N) {
			out = append(out, c)
		}
	}
	return out
}

// sourcesOf lists each article once, with the numbers of all its passages.
func sourcesOf(citations []answer.Citation, in Phrases) []Source {
	var articles []*corpus.Article
	numbers, links := map[*corpus.Article][]int{}, map[*corpus.Article]string{}
	for _, c := range citations {
		if numbers[c.Article] == nil {
			articles = append(articles, c.Article)
			links[c.Article] = fragment.Link(c.Article, c.Quote)
		}
		numbers[c.Article] = append(numbers[c.Article], c.N)
	}
	var out []Source
	for _, a := range articles {
		out = append(out, Source{Markers: answer.Markers(numbers[a]), Line: in.SourceLine(a) + in.turns(a, citations), Link: links[a]})
	}
	return out
}

// Support is the cited articles that stand or fall together: they are one report, or come from one origin.
type Support struct {
	Origin   string // who is behind them; "" when they name no common origin
	Articles int
	Reports  int
}

// independent groups the cited articles into sources that are independent of each other, in order of first citation. Articles of
// one origin are one source; so are the publications of one report, even where a copy leaves out whose it is.
func independent(citations []answer.Citation) []Support {
	var groups [][]*corpus.Article
	for _, c := range citations {
		joined := []*corpus.Article{c.Article}
		at := -1
		var rest [][]*corpus.Article
		for _, g := range groups {
			switch {
			case !slices.ContainsFunc(g, func(a *corpus.Article) bool { return together(a, c.Article) }):
				rest = append(rest, g)
			case at < 0:
				at = len(rest)
				rest = append(rest, nil)
				joined = append(slices.Clone(g), joined...)
			default:
				joined = append(joined, g...)
			}
		}
		if at < 0 {
			at = len(rest)
			rest = append(rest, nil)
		}
		rest[at] = joined
		groups = rest
	}
	var out []Support
	for _, g := range groups {
		ids, reports := map[corpus.ArticleID]bool{}, map[corpus.ReportID]bool{}
		s := Support{Origin: g[0].Origin()}
		for _, a := range g {
			ids[a.ID], reports[a.Report] = true, true
			if a.Origin() != s.Origin {
				s.Origin = ""
			}
		}
		s.Articles, s.Reports = len(ids), len(reports)
		out = append(out, s)
	}
	return out
}

func together(a, b *corpus.Article) bool {
	return a.ID == b.ID || a.Origin() == b.Origin() || a.Report != "" && a.Report == b.Report
}

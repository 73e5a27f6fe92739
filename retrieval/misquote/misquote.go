// Package misquote compares what reports quote with the transcripts in the same library.
//
//	report -> quotations credited to somebody -> words, marked omissions, words in brackets
//	transcripts -> words, each with its turn and what whoever kept the record put between them
//	both -> alignment of least cost -> verdict: how the quotation stands to what was said
//
// What it says must hold: a quotation is called altered only where the person credited with it said nearly the same in a transcript, and
// where neither another transcript, nor an interpreter, nor a gap in the record explains the difference. Whatever is less sure is
// Unsettled or NotFound, which accuse nobody.
package misquote

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// Verdict is how a quotation stands to what was said.
type Verdict string

// The verdicts, the gravest first.
const (
	OtherSpeaker Verdict = "other speaker" // somebody else said it, according to the transcript
	Altered      Verdict = "altered"       // words differ, and nothing marks that
	Unsettled    Verdict = "unsettled"     // words differ, and there may be a reason: see Finding.Why
	NotFound     Verdict = "not found"     // whoever is credited speaks in a transcript, and does not say this there
	Shortened    Verdict = "shortened"     // the words said, in order, with omissions and insertions that are marked
	Verbatim     Verdict = "verbatim"
)

// Verdicts are all verdicts, the gravest first.
var Verdicts = []Verdict{OtherSpeaker, Altered, Unsettled, NotFound, Shortened, Verbatim}

// Reason is why a quotation whose words differ is not called altered.
type Reason string

// The reasons.
const (
	Interpreted Reason = "interpreted"        // the transcript has an interpreter's words, or the report a translation
	Differ      Reason = "transcripts differ" // two transcripts have other words at this place
	Inaudible   Reason = "inaudible"          // the record has a gap at this place
	Earlier     Reason = "earlier"            // the report was published before the day of the transcript
	Edited      Reason = "edited"             // the transcript says of itself that it is edited
	Agreed      Reason = "reports agree"      // independent reports quote the same words, which the transcript does not have
	Unconfirmed Reason = "unconfirmed"        // of several quotations of this speaker in several reports none is as the transcript has it
)

// Reasons are all reasons.
var Reasons = []Reason{Interpreted, Differ, Inaudible, Earlier, Edited, Agreed, Unconfirmed}

// Finding is a quotation, and what became of it.
type Finding struct {
	Article *corpus.Article
	Passage *corpus.Passage // of the report
	Quote   prose.Span      // in the report's Body, without the marks
	Speaker string          // whom the report credits, as corpus.Remark has it; "" when that is not known

	Verdict Verdict
	Why     Reason  // of Unsettled; "" for others
	Said    *Said   // where it is said, or the nearest to it; nil for nowhere
	Also    *Said   // the other transcript, of Differ
	Diff    []Piece // from the quotation to Said, in order; nil when nothing is said that is near
	Changed int     // words that differ, counted in the longer of both; of Diff
	Slips   bool    // what is left out without a mark is only that a word was begun twice, or "uh"
}

// Said is a place in a transcript.
type Said struct {
	Article *corpus.Article
	Passage *corpus.Passage // that it begins in
	Span    prose.Span      // in the transcript's Body
	Speaker string          // as corpus.Turn has it
}

// Change is what a Piece of a difference is.
type Change string

// The changes.
const (
	Same    Change = "same"     // the text is the report's
	Dropped Change = "dropped"  // was said, and is not quoted; nothing marks it
	Added   Change = "added"    // is quoted, and was not said
	Omitted Change = "omitted"  // was said, and is left out with a mark
	Bracket Change = "brackets" // the report's own words, marked as such
)

// Piece is a run of words of a difference.
type Piece struct {
	Change Change
	Text   string // as the report or, for Dropped and Omitted, the transcript has it
}

// Report is what a check of some articles gives.
type Report struct {
	Findings    []Finding         // in the order of the articles, and of their text
	Transcripts []*corpus.Article // that there are
	// Unheard is how many quotations are credited to somebody who speaks in no transcript; Short how many have too few words to say
	// that they are not found. Neither is a Finding.
	Unheard, Short int
}

// Of is how many findings have a verdict.
func (r *Report) Of(v Verdict) (n int) {
	for _, f := range r.Findings {
		if f.Verdict == v {
			n++
		}
	}
	return n
}

// Check compares the quotations of articles, all for nil, with the corpus's transcripts. A transcript's own words are not checked. The
// error is the context's.
func Check(ctx context.Context, c *reading.Corpus, articles []corpus.ArticleID) (*Report, error) {
	record := readRecord(c)
	out := &Report{Transcripts: record.articles()}
	if len(record.texts) == 0 {
		return out, nil
	}
	for _, a := range c.Articles {
		if articles != nil && !slices.Contains(articles, a.ID) || a.Kind == corpus.KindTranscript {
			continue
		}
		for i := range a.Passages {
			p := &a.Passages[i]
			if p.Role != corpus.RoleBody || p.Turn.Number > 0 {
				continue
			}
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			for _, q := range quotationsOf(a, p) {
				out.judge(record, q)
			}
		}
	}
	out.weigh()
	return out, nil
}

// quotation is a quotation of a report, as its words are compared.
type quotation struct {
	article *corpus.Article
	passage *corpus.Passage
	span    prose.Span // in the article's Body
	speaker string
	person  bool // the speaker is somebody whom the articles name
	tokens  []token
	words   int // of tokens, those that are the speaker's
}

// quotationsOf are the quotations of a passage that somebody is credited with.
func quotationsOf(a *corpus.Article, p *corpus.Passage) (out []quotation) {
	for _, s := range prose.Quotations(p.Text) {
		q := quotation{article: a, passage: p, span: prose.Span{Start: p.Span.Start + s.Start, End: p.Span.Start + s.End}}
		credited := false
		for _, r := range p.Remarks {
			if !r.Direct || !r.Span.Overlaps(q.span) {
				continue
			}
			if credited && q.speaker != r.Speaker {
				q.speaker, q.person = "", false // two are credited with it: with whom it should be compared is not known
				break
			}
			credited, q.speaker, q.person = true, r.Speaker, r.Person != nil
		}
		if !credited || p.Orders(q.span) {
			continue
		}
		q.tokens = quotedTokens(a.Body, q.span)
		for _, t := range q.tokens {
			if t.kind == word {
				q.words++
			}
		}
		if q.words > 0 {
			out = append(out, q)
		}
	}
	return out
}

// shortest is how many words a quotation has at least of which it is said that it is not found.
const shortest = 4

// judge adds the finding on a quotation.
func (r *Report) judge(record *record, q quotation) {
	found := record.align(q)
	f := Finding{Article: q.article, Passage: q.passage, Quote: q.span, Speaker: q.speaker}
	switch verdict, best := decide(q, found); {
	case verdict != "":
		f.Verdict = verdict
		f.describe(best)
		if verdict == Altered {
			f.doubt(q, best, found)
		}
	case !record.hears(q):
		r.Unheard++
		return
	case q.words < shortest:
		r.Short++
		return
	default:
		f.Verdict = NotFound
		if best != nil && best.near(q) {
			f.describe(best)
		}
	}
	r.Findings = append(r.Findings, f)
}

// decide chooses the alignment that tells most about a quotation, and what it tells: "" for nothing, with the nearest alignment.
func decide(q quotation, found []*alignment) (Verdict, *alignment) {
	var own, others []*alignment
	for _, a := range found {
		switch a.by(q) {
		case theSame, maybe:
			own = append(own, a)
		case another:
			others = append(others, a)
		}
	}
	best := func(among []*alignment) *alignment {
		if len(among) == 0 {
			return nil
		}
		return slices.MinFunc(among, func(a, b *alignment) int {
			return cmp.Or(cmp.Compare(a.changed, b.changed), cmp.Compare(a.cost, b.cost))
		})
	}
	mine, theirs := best(own), best(others)
	switch {
	case mine != nil && mine.changed == 0 && mine.marks == 0 && mine.sure(q):
		return Verbatim, mine
	case mine != nil && mine.changed == 0 && mine.holds(q):
		return Shortened, mine
	case theirs != nil && theirs.changed == 0 && theirs.telling(q):
		return OtherSpeaker, theirs
	case mine != nil && mine.altered(q):
		return Altered, mine
	}
	return "", mine
}

// doubt makes an altered quotation unsettled where something may explain the difference.
func (f *Finding) doubt(q quotation, best *alignment, found []*alignment) {
	switch {
	case best.text.interpreted(best) || translated(q):
		f.Verdict, f.Why = Unsettled, Interpreted
	case best.text.edited:
		f.Verdict, f.Why = Unsettled, Edited
	case best.inaudible:
		f.Verdict, f.Why = Unsettled, Inaudible
	case before(q.article.Published, best.text.article.Published):
		f.Verdict, f.Why = Unsettled, Earlier
	default:
		for _, other := range found {
			if other.text != best.text && other.by(q) != another && other.near(q) && other.saidWords() != best.saidWords() {
				f.Verdict, f.Why, f.Also = Unsettled, Differ, other.said()
				return
			}
		}
	}
}

// weigh makes altered quotations unsettled where the other reports speak for the report and against the transcript.
func (r *Report) weigh() {
	type key struct {
		article *corpus.Article
		speaker string
	}
	exact, near := map[key]int{}, map[key][]*Finding{}
	for i := range r.Findings {
		f := &r.Findings[i]
		if f.Said == nil {
			continue
		}
		k := key{f.Said.Article, f.Said.Speaker}
		switch f.Verdict {
		case Verbatim, Shortened:
			exact[k]++
		case Altered, NotFound, Unsettled:
			near[k] = append(near[k], f)
		}
	}
	for k, findings := range near {
		const several = 3
		alone := exact[k] == 0 && len(findings) >= several &&
			slices.ContainsFunc(findings, func(f *Finding) bool { return independent(f, findings[0]) })
		for _, f := range findings {
			switch {
			case f.Verdict != Altered:
			case slices.ContainsFunc(findings, func(o *Finding) bool { return independent(o, f) && sameWords(o, f) }):
				f.Verdict, f.Why = Unsettled, Agreed
			case alone:
				f.Verdict, f.Why = Unsettled, Unconfirmed
			}
		}
	}
}

// independent reports whether two findings are of reports that nobody has from the other, as far as is known.
func independent(a, b *Finding) bool {
	return a.Article != b.Article && a.Article.Report != b.Article.Report && a.Article.Origin() != b.Article.Origin()
}

// sameWords reports whether two findings quote the same words, or one of them some more.
func sameWords(a, b *Finding) bool {
	x, y := plainQuote(a), plainQuote(b)
	return strings.Contains(" "+x+" ", " "+y+" ") || strings.Contains(" "+y+" ", " "+x+" ")
}

func plainQuote(f *Finding) string {
	var out []string
	for _, t := range quotedTokens(f.Article.Body, f.Quote) {
		out = append(out, t.text)
	}
	return strings.Join(out, " ")
}

// before reports whether one day is before another; false where either is not known to the day.
func before(a, b corpus.Date) bool {
	return a.Precision() == corpus.Day && b.Precision() == corpus.Day && a.String() < b.String()
}

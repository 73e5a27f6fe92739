// Package misquotes shows how quotations stand to transcripts: as text for a terminal, and as the JSON that scripts read.
package misquotes

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"readout/bot/reply"
	"readout/bot/typeset"
	"readout/corpus"
	"readout/retrieval/misquote"
)

// Record is the JSON of a check. Scripts rely on the keys: one is added now and then, none is renamed. Arrays are never null.
type Record struct {
	Version     string             `json:"version"` // of the articles
	Transcripts []corpus.ArticleID `json:"transcripts"`
	Counts      map[string]int     `json:"counts"`  // by verdict, all of them
	Unheard     int                `json:"unheard"` // quotations of people who speak in no transcript
	Short       int                `json:"short"`   // quotations with too few words to say that they are not found
	Quotations  []Quotation        `json:"quotations"`
}

// Quotation is a quotation of a report, and what became of it.
type Quotation struct {
	Verdict   misquote.Verdict `json:"verdict"`
	Why       misquote.Reason  `json:"why,omitempty"` // it is unsettled
	Article   corpus.ArticleID `json:"article"`
	Paragraph int              `json:"paragraph"`
	Speaker   string           `json:"speaker"` // whom the report credits; "" when that is not known
	Quote     string           `json:"quote"`
	Said      *Place           `json:"said,omitempty"`
	Also      *Place           `json:"also,omitempty"` // another transcript, which differs
	Changed   int              `json:"changed"`        // words that differ
	Slips     bool             `json:"slips"`          // left out are only words begun twice and the like
	Diff      []Piece          `json:"diff"`
}

// Place is a place in a transcript.
type Place struct {
	Article   corpus.ArticleID `json:"article"`
	Paragraph int              `json:"paragraph"`
	Turn      int              `json:"turn"`
	Speaker   string           `json:"speaker"`
	Text      string           `json:"text"`
}

// Piece is a run of words of a difference.
type Piece struct {
	Change misquote.Change `json:"change"`
	Text   string          `json:"text"`
}

// Of is the record of a check. Where a transcript's words address whoever answers they are left out, with the difference: what reads the
// record may be a model, which might follow them.
func Of(version string, r *misquote.Report) Record {
	out := Record{
		Version: version, Transcripts: []corpus.ArticleID{}, Counts: map[string]int{}, Unheard: r.Unheard, Short: r.Short,
		Quotations: []Quotation{},
	}
	for _, a := range r.Transcripts {
		out.Transcripts = append(out.Transcripts, a.ID)
	}
	for _, v := range misquote.Verdicts {
		out.Counts[string(v)] = r.Of(v)
	}
	for _, f := range r.Findings {
		q := Quotation{
			Verdict: f.Verdict, Why: f.Why, Article: f.Article.ID, Paragraph: f.Passage.Paragraph,
			Speaker: f.Speaker, Quote: f.Article.Text(f.Quote),
			Said: placeOf(f.Said), Also: placeOf(f.Also), Changed: f.Changed, Slips: f.Slips, Diff: []Piece{},
		}
		if f.Said == nil || !ordered(f.Said) {
			for _, p := range f.Diff {
				q.Diff = append(q.Diff, Piece(p))
			}
		}
		out.Quotations = append(out.Quotations, q)
	}
	return out
}

func placeOf(s *misquote.Said) *Place {
	if s == nil {
		return nil
	}
	text := "[…]"
	if !ordered(s) {
		text = s.Article.Text(s.Span)
	}
	return &Place{s.Article.ID, s.Passage.Paragraph, s.Passage.Turn.Number, s.Speaker, text}
}

// ordered reports whether something said addresses whoever answers.
func ordered(s *misquote.Said) bool {
	return slices.ContainsFunc(s.Article.Passages, func(p corpus.Passage) bool { return p.Orders(s.Span) })
}

// Wrong is the record without the quotations that are as they should be, which its counts still have.
func (r Record) Wrong() Record {
	r.Quotations = slices.DeleteFunc(slices.Clone(r.Quotations), func(q Quotation) bool { return Right(q.Verdict) })
	return r
}

// Right reports whether a verdict is that a quotation is as it should be.
func Right(v misquote.Verdict) bool { return v == misquote.Shortened || v == misquote.Verbatim }

// Why words why a quotation whose words differ is not called altered; "" for what is no reason.
func Why(r misquote.Reason) string {
	return map[misquote.Reason]string{
		misquote.Interpreted: "one of the two is a translation", misquote.Differ: "two transcripts differ here",
		misquote.Inaudible: "the transcript has a gap here", misquote.Earlier: "the report is older than the transcript",
		misquote.Edited: "the transcript says that it is edited", misquote.Agreed: "independent reports quote it like this",
		misquote.Unconfirmed: "no report quotes this speaker as the transcript does",
	}[r]
}

// Title words a verdict as a heading.
func Title(v misquote.Verdict) string {
	return map[misquote.Verdict]string{
		misquote.OtherSpeaker: "Said by somebody else", misquote.Altered: "Altered", misquote.Unsettled: "Differs, perhaps for a reason",
		misquote.NotFound: "Not found in a transcript", misquote.Shortened: "Shortened, and marked so", misquote.Verbatim: "Word for word",
	}[v]
}

// Text sets a check for reading, the gravest first; with all, also the quotations that are as they should be.
func Text(page typeset.Page, phrases reply.Phrases, r *misquote.Report, all bool) string {
	s := setter{page, phrases}
	if len(r.Transcripts) == 0 {
		return s.Paragraph(typeset.Plain, "", "", Summary(r)[0])
	}
	blocks := []string{s.summary(r)}
	explained := false
	for _, v := range misquote.Verdicts {
		if !all && Right(v) || r.Of(v) == 0 {
			continue
		}
		block := s.Paragraph(typeset.Bold, "", "", Title(v))
		for _, f := range r.Findings {
			if f.Verdict == v {
				block += s.finding(f)
				explained = explained || len(f.Diff) > 1
			}
		}
		blocks = append(blocks, block)
	}
	if explained {
		blocks = append(blocks, s.Paragraph(typeset.Dim, "", "", legend+NotFound))
	}
	return strings.Join(blocks, "\n")
}

const legend = "[-…-] was said and is not in the quotation. {+…+} is in the quotation and was not said. (…) is left out with a mark. "

// NotFound says what it does not mean that a quotation is not found.
const NotFound = "Not found says only that these transcripts don't have it: it may have been said elsewhere."

// Summary tells what was compared, and then what could not be.
func Summary(r *misquote.Report) []string {
	if len(r.Transcripts) == 0 {
		return []string{"There is no transcript among the articles, so there is nothing to compare quotations with."}
	}
	var parts []string
	for _, v := range misquote.Verdicts {
		if n := r.Of(v); n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, v))
		}
	}
	text := fmt.Sprintf("%d %s compared with %d %s", len(r.Findings), reply.Plural(len(r.Findings), "quotation"), len(r.Transcripts),
		reply.Plural(len(r.Transcripts), "transcript"))
	if len(parts) > 0 {
		text += ": " + strings.Join(parts, ", ")
	}
	out := []string{text + "."}
	if r.Unheard > 0 {
		out = append(out, more(r.Unheard, "by somebody who speaks in no transcript", "by people who speak in no transcript"))
	}
	if r.Short > 0 {
		out = append(out, more(r.Short, "too short to look for", "too short to look for"))
	}
	return out
}

// setter sets findings on a page.
type setter struct {
	typeset.Page
	phrases reply.Phrases
}

func (s setter) summary(r *misquote.Report) string {
	style, out := typeset.Bold, ""
	for _, line := range Summary(r) {
		out += s.Paragraph(style, "", "", line)
		style = typeset.Dim
	}
	return out
}

// more tells of n quotations besides those compared.
func more(n int, one, many string) string {
	if n == 1 {
		return "1 more is " + one + "."
	}
	return fmt.Sprintf("%d more are %s.", n, many)
}

// Differs reports whether a quotation's words are shown with what differs in them.
func Differs(f misquote.Finding) bool {
	return f.Verdict != misquote.NotFound && f.Verdict != misquote.OtherSpeaker && len(f.Diff) > 1
}

func (s setter) finding(f misquote.Finding) string {
	who := cmp.Or(f.Speaker, "somebody")
	first := []typeset.Span{{Text: who + ": "}}
	switch {
	case !Differs(f):
		first = append(first, typeset.Span{Style: typeset.Quoted, Text: reply.Quoted(corpus.Plain(f.Article.Text(f.Quote)))})
	default:
		first = append(first, marked(f.Diff)...)
	}
	out := s.Spans("- ", "  ", first...)
	if why := Why(f.Why); why != "" {
		out += s.Paragraph(typeset.Plain, "  ", "  ", "Why it may differ: "+why+".")
	}
	where := fmt.Sprintf("quoted in %s, paragraph %d", s.phrases.SourceLine(f.Article), f.Passage.Paragraph)
	out += s.Paragraph(typeset.Dim, "  ", "  ", where)
	if f.Said != nil && f.Verdict != misquote.Verbatim {
		out += s.said(f)
	}
	return out
}

// Lead is what stands before the words of the transcript that a finding is about.
func Lead(f misquote.Finding) string {
	switch f.Verdict {
	case misquote.NotFound:
		return "nearest"
	case misquote.OtherSpeaker:
		return "said by " + f.Said.Speaker
	}
	return "said"
}

// said sets what the transcript has.
func (s setter) said(f misquote.Finding) string {
	out := s.place(Lead(f), f.Said)
	if f.Also != nil {
		out += s.place("and", f.Also)
	}
	return out
}

func (s setter) place(lead string, at *misquote.Said) string {
	where := fmt.Sprintf(" (%s, turn %d)", cmp.Or(at.Article.Title, string(at.Article.ID)), at.Passage.Turn.Number)
	words := reply.Quoted(corpus.Plain(at.Article.Text(at.Span)))
	said := typeset.Span{Style: typeset.Quoted, Text: words}
	return s.Spans("  ", "  ", typeset.Span{Text: lead + ": "}, said, typeset.Span{Style: typeset.Dim, Text: where})
}

// longestOmission is how many bytes of what is left out with a mark are shown.
const longestOmission = 120

// marked is a difference with its marks, which don't depend on styles.
func marked(pieces []misquote.Piece) (out []typeset.Span) {
	add := func(style typeset.Style, text string) {
		if len(out) > 0 {
			text = " " + text
		}
		out = append(out, typeset.Span{Style: style, Text: text})
	}
	for _, p := range pieces {
		text := corpus.Plain(p.Text)
		switch p.Change {
		case misquote.Dropped:
			add(typeset.Bold, "[-"+text+"-]")
		case misquote.Added:
			add(typeset.Bold, "{+"+text+"+}")
		case misquote.Omitted:
			if len(text) > longestOmission {
				text = "…"
			}
			add(typeset.Dim, "("+text+")")
		default:
			add(typeset.Quoted, text)
		}
	}
	return out
}

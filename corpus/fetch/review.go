package fetch

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/language"
	"readout/corpus/orders"
	"readout/corpus/prose"
	"readout/corpus/reading"
)

// ConcernKind is what a Concern is about.
type ConcernKind string

const (
	ConcernOrder       ConcernKind = "order"        // the text addresses whoever answers questions; Detail is the sentence
	ConcernSite        ConcernKind = "other site"   // it states that it is of a site that it was not fetched from; Detail is what it states
	ConcernHidden      ConcernKind = "hidden text"  // it had characters that nobody sees; Detail is which, and what they spell
	ConcernLanguage    ConcernKind = "language"     // the text is not English, which alone is read for people and remarks; Detail is its tag
	ConcernFile        ConcernKind = "file"         // part of the file is not read as it was meant; Detail is which, with its line
	ConcernDuplicate   ConcernKind = "duplicate"    // the same text as an article that is there; Detail is its ID
	ConcernReport      ConcernKind = "same report"  // one report with an article that is there; Detail is its ID
	ConcernPaywall     ConcernKind = "paywall"      // what is there seems to be the beginning of an article; Detail is what says so
	ConcernShort       ConcernKind = "short"        // hardly any text
	ConcernLoss        ConcernKind = "loss"         // the page seems to hold more text than was found; Detail is what says so
	ConcernUncredited  ConcernKind = "uncredited"   // quotations, and nobody who is credited with any of them
	ConcernNoTitle     ConcernKind = "no title"     // no headline is stated
	ConcernNoDate      ConcernKind = "no date"      // no date of publication is stated
	ConcernNoPublisher ConcernKind = "no publisher" // nobody is stated to have published it
)

// Concern is something about an article that a person should look at before it is published.
type Concern struct {
	Kind   ConcernKind
	Detail string // may be text of the article: escape it; "" when there is nothing to add
}

// Grave reports whether a concern keeps an article from being published without a person who looks at it.
func (k ConcernKind) Grave() bool { return k == ConcernSite || k == ConcernHidden }

// mostConcerns bounds the concerns of one kind.
const mostConcerns = 5

// Review looks for what speaks against publishing an article beside those that are there: the gravest concerns come first. present may
// be nil; an earlier version of the article among them is not compared with. It changes nothing.
func Review(a *corpus.Article, present *reading.Corpus) []Concern {
	read := readAlone(a)
	var out []Concern
	add := func(kind ConcernKind, details ...string) {
		for _, d := range details[:min(len(details), mostConcerns)] {
			out = append(out, Concern{kind, d})
		}
	}
	add(ConcernOrder, ordersIn(read)...)
	if site := otherSite(a, present); site != "" {
		add(ConcernSite, site)
	}
	if tag := foreign(read); tag != "" {
		add(ConcernLanguage, tag)
	}
	add(ConcernFile, a.Warnings...)
	if present != nil {
		duplicates, reports := others(a, present)
		add(ConcernDuplicate, duplicates...)
		add(ConcernReport, reports...)
	}
	words := bodyWords(read)
	if plea := paywall(a.Body, words); plea != "" {
		add(ConcernPaywall, plea)
	} else if words < fewestWords {
		add(ConcernShort, "")
	}
	if uncredited(read) {
		add(ConcernUncredited, "")
	}
	for _, missing := range []struct {
		kind ConcernKind
		fact string
	}{{ConcernNoTitle, a.Title}, {ConcernNoDate, a.Published.String()}, {ConcernNoPublisher, cmp.Or(a.Publisher, a.Agency)}} {
		if missing.fact == "" {
			add(missing.kind, "")
		}
	}
	return out
}

// foreign is the language of an article that is not English: what its text is found to be, whatever it states, or what it states; else "".
func foreign(a *corpus.Article) string {
	const enough = 4000 // bytes
	var text strings.Builder
	for _, p := range a.Passages {
		if p.Role == corpus.RoleBody && text.Len() < enough {
			text.WriteString(p.Text + "\n")
		}
	}
	tag := cmp.Or(language.Of(text.String()), a.Language)
	if base, _, _ := strings.Cut(tag, "-"); strings.EqualFold(base, "en") {
		return ""
	}
	return tag
}

// readAlone is a copy of the article as package corpus reads it by itself: with its orders and remarks found.
func readAlone(a *corpus.Article) *corpus.Article {
	read := a.Clone()
	for i := range read.Passages {
		read.Passages[i].Remarks = nil
	}
	if _, err := reading.New([]*corpus.Article{read}); err != nil {
		return a // it happens only to articles with the same ID
	}
	return read
}

// ordersIn are the sentences that tell whoever answers questions how to answer, shortened: in what is read, and in the lines that are
// passed over, such as headings and comments.
func ordersIn(a *corpus.Article) []string {
	const longest = 300 // bytes
	var out []string
	for _, fact := range []string{a.Title, a.Author, a.Publisher, a.Agency} {
		if orders.Is(fact) {
			out = append(out, shorten(fact, longest))
		}
	}
	end := 0
	passedOver := func(text string) {
		for line := range strings.Lines(text) {
			if line = shorten(line, longest); orders.IsPlain(line) && !slices.Contains(out, line) {
				out = append(out, line)
			}
		}
	}
	for _, p := range a.Passages {
		passedOver(a.Body[end:p.Span.Start])
		end = p.Span.End
		if p.Role == corpus.RoleMatter {
			continue // the facts, seen above
		}
		for _, s := range p.Sentences {
			if text := shorten(s.Text, longest); s.Order && !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	passedOver(a.Body[end:])
	return out
}

// others are the IDs of the articles that have the same text, and of those that are otherwise one report with a.
func others(a *corpus.Article, present *reading.Corpus) (duplicates, reports []string) {
	for _, o := range present.Overlaps(a) {
		if o.Same {
			duplicates = append(duplicates, string(o.Article))
		} else {
			reports = append(reports, string(o.Article))
		}
	}
	return duplicates, reports
}

// fewestWords is what an article has at least that is worth asking about.
const fewestWords = 60

func bodyWords(a *corpus.Article) int {
	n := 0
	for _, p := range a.Passages {
		if p.Role == corpus.RoleBody {
			n += len(prose.Words(p.Text))
		}
	}
	return n
}

// wall matches what sites say where they cut an article off.
var wall = regexp.MustCompile(`(?i)` + strings.Join([]string{
	`\b(?:subscribe|sign up|sign in|log ?in|register|join)(?: now| today| here| for free)?,? (?:to|and) (?:continue|keep|read|unlock|` +
		`access|view|see|get (?:full|unlimited))\b`,
	`\bto (?:continue|keep|finish) reading\b`,
	`\b(?:continue|keep) reading (?:this (?:article|story) )?(?:with|for|by|by subscribing)\b`,
	`\balready (?:a |an )?(?:subscriber|subscribed|member|registered|have an account)\b`,
	`\b(?:article|story|content|page)s? (?:is|are) (?:only |exclusively |reserved )?(?:available )?(?:only |exclusively )?(?:for|` +
		`to) (?:our |paying |registered |premium |digital )?(?:subscribers|members|readers|users)\b`,
	`\b(?:subscribers?|members?)[- ]only\b`, `\bfor subscribers\b`, `\bpremium (?:article|content|subscribers?)\b`,
	`\bunlock (?:this|the) (?:full |rest of the )?(?:article|story)\b`, `\bread the (?:full|rest of (?:the|this)) (?:article|` +
		`story) (?:with|by|for)\b`,
	`\b(?:start|begin) (?:your|a) (?:free )?(?:trial|subscription)\b`, `\bcreate (?:a|your) free account\b`,
	`\b(?:reached|used|exceeded) (?:your|all (?:of )?your|the) (?:monthly )?(?:limit|free articles?|number of free)\b`,
	`\b(?:free|remaining) articles? (?:left|remaining|this month)\b`,
	`\b(?:jetzt|hier) (?:abonnieren|anmelden|registrieren|weiterlesen)\b`, `\bweiterlesen mit\b`, `\b(?:nur|` +
		`exklusiv) für abonnent`, `\bbereits abonnent`,
	`\b(?:réservé|réservée?s?) (?:à nos |aux )abonnés\b`, `\bdéjà abonné\b`, `\babonnez-vous\b`, `\bsolo para suscriptores\b`,
	`\b(?:ya eres|suscríbete para)\b`, `\briservato agli abbonati\b`,
}, "|"))

// credited matches what reporting says of its sources: a line with it is no site's own.
var credited = regexp.MustCompile(`(?i)\b(?:said|says|told|tells|wrote|according to|announced|warned)\b`)

// paywall returns the line that shows that what is there is only the beginning of an article, or "". Sites ask for subscriptions under
// whole articles, too, so the text must be short as well.
func paywall(body string, words int) string {
	const (
		longest = 220 // words of the beginning of an article
		shown   = 200 // bytes
	)
	if words > longest {
		return ""
	}
	for line := range strings.SplitSeq(body, "\n") {
		if wall.MatchString(line) && !strings.ContainsAny(line, "“”\"") && !credited.MatchString(line) {
			return shorten(line, shown)
		}
	}
	return ""
}

// uncredited reports whether an article quotes, and nobody is found who said any of it.
func uncredited(a *corpus.Article) bool {
	const (
		fewest   = 3 // quotations
		shortest = 5 // words of a quotation that is more than a name or an expression
	)
	quotations := 0
	for _, p := range a.Passages {
		if p.Role != corpus.RoleBody {
			continue
		}
		for _, r := range p.Remarks {
			if r.Direct && r.Speaker != "" {
				return false
			}
		}
		for _, q := range prose.Quotations(p.Text) {
			if len(prose.Words(p.Text[q.Start:q.End])) >= shortest {
				quotations++
			}
		}
	}
	return quotations >= fewest
}

package reply

import (
	"cmp"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

	"readout/bot/phrases"
	"readout/corpus"
	"readout/retrieval/answer"
)

// Phrases are the words of one language around the articles' own.
type Phrases struct {
	Within      func(parts []string) string            // the line that says what was asked, where that was not everything
	Parts       map[string]string                      // what stands before the value of each part of a scope: "article", "speaker" and so on
	Inferred    func(words []string) string            // that the question's own words narrow it
	Asked       func(question string) string           // the line above an answer to a question that was completed or mended
	AskedIn     func(language, question string) string // the same, of one in another language, by its BCP 47 tag, that was translated
	OnlyEnglish string                                 // instead of an answer to a question in another language, where nobody translates it
	Differ      string                                 // heading of the points on which reports differ
	Sources     string                                 // heading
	Closest     string                                 // heading of the nearest passages
	Nothing     string                                 // when a search finds no passage
	Missing     func(what []string) string
	DidYouMean  func(names []string) string
	DigestOf    func(title string) string // for an article that is a digest in our words

	NoTitle     string
	NoPublisher string
	NoDate      string
	Carrying    func(publisher, agency string) string // a publisher with the wire service whose text it carries
	Kinds       map[corpus.Kind]string
	Date        func(corpus.Date) string // of a known date

	Turn         func(number int, speaker string) string // of a transcript; the speaker may be ""
	Entry        func(time string) string                // of a live page
	LanguageName func(tag string) string                 // what a language is called, by its BCP 47 tag; the tag itself where nobody knows

	Credited    func(asked, credited string) string // a remark that the question credits to one and the articles to another
	Abstained   func(reason answer.Reason, question string) string
	Independent func(n int) string                                // n independent sources
	Agree       func(n int) string                                // n independent sources say so, more than one
	Several     func(origin string, reports, articles int) string // articles of one origin ("" when none is common), or one report
	Quotations  string                                            // the answer is made of quotations only
	Written     string                                            // the answer was written by a model and checked
	Fallback    func(why error) string                            // the answer is made of quotations although a model was to write it
	Unchecked   string                                            // stands before a translation, which nobody checked

	Talk TalkPhrases
}

// SourceLine is an article's title, publisher, date and kind. What the article does not state is said to be so.
func (in Phrases) SourceLine(a *corpus.Article) string {
	title := a.Title
	if title == "" {
		title = in.NoTitle
	}
	if a.Form == corpus.FormDigest {
		title = in.DigestOf(title)
	}
	publisher, date := in.publisher(a), in.NoDate
	if publisher == "" {
		publisher = in.NoPublisher
	}
	if a.Published.Precision() != corpus.Unknown {
		date = in.Date(a.Published)
	}
	return strings.Join([]string{title, publisher, date, in.kind(a.Kind)}, " · ")
}

// CitationLine is the line of a citation's article, and of a transcript the turn that is cited: "turn 41, Jane Doe".
func (in Phrases) CitationLine(c answer.Citation) string {
	if turn := in.TurnOf(c.Passage); turn != "" {
		return in.SourceLine(c.Article) + " · " + turn
	}
	return in.SourceLine(c.Article)
}

// TurnOf is where in a transcript a passage stands: "turn 41, Jane Doe"; on a live page the entry, and that later ones count; "" elsewhere.
func (in Phrases) TurnOf(p *corpus.Passage) string {
	switch {
	case p == nil, p.Turn.Number == 0 && p.Turn.Time == "":
		return ""
	case p.Turn.Number == 0:
		return in.Entry(p.Turn.Time)
	}
	return in.Turn(p.Turn.Number, cmp.Or(p.Turn.Speaker, p.Turn.Label))
}

// turns are the turns of an article that are cited, each with its marker where there are several: " · [1] turn 41, Jane Doe; [3] turn 44".
func (in Phrases) turns(a *corpus.Article, citations []answer.Citation) string {
	var turns, marked []string
	for _, c := range citations {
		if turn := in.TurnOf(c.Passage); c.Article == a && turn != "" {
			turns, marked = append(turns, turn), append(marked, answer.Markers([]int{c.N})+" "+turn)
		}
	}
	slices.Sort(turns)
	switch len(slices.Compact(turns)) {
	case 0:
		return ""
	case 1:
		return " · " + turns[0]
	}
	return " · " + strings.Join(marked, "; ")
}

// shortLine is what an article states of its publisher, kind and date.
func (in Phrases) shortLine(a *corpus.Article) string {
	var parts []string
	if p := in.publisher(a); p != "" {
		parts = append(parts, p)
	}
	parts = append(parts, in.kind(a.Kind))
	if a.Published.Precision() != corpus.Unknown {
		parts = append(parts, in.Date(a.Published))
	}
	return strings.Join(parts, ", ")
}

// publisher names publisher and agency, as far as they are stated.
func (in Phrases) publisher(a *corpus.Article) string {
	switch {
	case a.Agency == "" || a.Agency == a.Publisher:
		return a.Publisher
	case a.Publisher == "":
		return a.Agency
	}
	return in.Carrying(a.Publisher, a.Agency)
}

func (in Phrases) kind(k corpus.Kind) string {
	if word := in.Kinds[k]; word != "" {
		return word
	}
	return string(k)
}

// Translation is a sentence's translation, marked as unchecked; "" when it has none.
func (in Phrases) Translation(s answer.Sentence) string {
	if s.Translation == "" {
		return ""
	}
	return in.Unchecked + ": " + s.Translation
}

// notes are the parts of the last line.
func (in Phrases) notes(a *answer.Answer) []string {
	support := independent(a.Citations)
	notes := []string{in.Independent(len(support))}
	for _, s := range support {
		if s.Articles > 1 {
			notes = append(notes, in.Several(s.Origin, s.Reports, s.Articles))
		}
	}
	switch {
	case a.Fallback != nil:
		return append(notes, in.Quotations, in.Fallback(a.Fallback))
	case a.Model == answer.Quotations:
		return append(notes, in.Quotations)
	}
	return append(notes, in.Written)
}

// English is the phrases in English.
func English() Phrases { return In(phrases.Of("en")) }

// In is the phrases in the language of a catalogue.
func In(c *phrases.Catalogue) Phrases {
	in := Phrases{
		Within: func(parts []string) string {
			return c.Say("reply.within", phrases.Values{"parts": strings.Join(parts, " · ")})
		},
		Parts: c.Below("reply.parts"),
		Inferred: func(words []string) string {
			var quoted []string
			for _, w := range words {
				quoted = append(quoted, c.Say("reply.quoted", phrases.Values{"text": w}))
			}
			return c.Say("reply.inferred", phrases.Values{"words": strings.Join(quoted, ", ")})
		},
		Asked: c.Of("reply.asked", "question"),
		AskedIn: func(tag, question string) string {
			return c.Say("reply.asked-in", phrases.Values{"language": languageName(c.Tag(), tag), "question": question})
		},
		Missing: func(what []string) string {
			return c.Say("reply.missing", phrases.Values{"what": strings.Join(what, ", ")})
		},
		DidYouMean: func(names []string) string {
			either := c.Pair("reply.either", "first", "second")
			all := names[0]
			for _, name := range names[1:] {
				all = either(all, name)
			}
			return c.Say("reply.did-you-mean", phrases.Values{"names": all})
		},
		DigestOf:     c.Of("reply.digest-of", "title"),
		Carrying:     c.Pair("reply.carrying", "publisher", "agency"),
		Kinds:        make(map[corpus.Kind]string),
		Date:         func(d corpus.Date) string { return dateIn(c, d) },
		Turn:         func(number int, speaker string) string { return turnIn(c, number, speaker) },
		Entry:        c.Of("reply.entry", "time"),
		LanguageName: func(tag string) string { return languageName(c.Tag(), tag) },
		Credited:     c.Pair("reply.credited", "asked", "credited"),
		Abstained:    func(reason answer.Reason, question string) string { return abstainedIn(c, reason, question) },
		Independent:  c.Counted("reply.independent"),
		Agree:        c.Counted("reply.agree"),
		Several:      func(origin string, reports, articles int) string { return severalIn(c, origin, reports, articles) },
		Fallback:     func(why error) string { return fallbackIn(c, why) },
		Talk:         talkIn(c),
	}
	for _, k := range corpus.Kinds {
		in.Kinds[k] = c.Text("choices." + string(k))
	}
	c.Fill("reply", &in)
	return in
}

// dateIn is a known date in words.
func dateIn(c *phrases.Catalogue, d corpus.Date) string {
	t, key := d.Time(), "date.day"
	if d.Precision() == corpus.Month {
		key = "date.month"
	}
	return c.Say(key, phrases.Values{"day": t.Day(), "month": c.Text("date.months." + strconv.Itoa(int(t.Month()))), "year": t.Year()})
}

// turnIn is a turn's number and who speaks, if anybody is known to.
func turnIn(c *phrases.Catalogue, number int, speaker string) string {
	if speaker == "" {
		return c.Count("reply.turn", number)
	}
	return c.Say("reply.turn-of", phrases.Values{"n": number, "speaker": speaker})
}

// abstainedIn says why there is no answer, where the language can with what was asked.
func abstainedIn(c *phrases.Catalogue, reason answer.Reason, question string) string {
	key := "silent"
	switch reason {
	case answer.PartlyCovered:
		key = "partly"
	case answer.FalsePremise:
		return c.Text("abstained.false-premise")
	case answer.NotAQuestion:
		return c.Text("abstained.no-question")
	case answer.Refused:
		return c.Text("abstained.refused")
	}
	if clause := indirect(question); clause != "" && c.Has("clause."+key) {
		return c.Say("clause."+key, phrases.Values{"clause": clause})
	}
	return c.Text("abstained." + key)
}

// languageName is what a language is called in another one, both by their BCP 47 tags; the tag itself where nobody knows.
func languageName(in, tag string) string {
	names := display.Languages(language.Make(in))
	if parsed, err := language.Parse(tag); err == nil && names != nil {
		if name := names.Name(parsed); name != "" {
			return name
		}
	}
	return tag
}

// longestIndirect is the longest question that is repeated in an answer, in characters.
const longestIndirect = 120

// indirect turns a question into the clause that "don't say" takes, where it is plain which words have to move for it. It is "" for the
// others.
func indirect(question string) string {
	q := strings.TrimRight(strings.TrimSpace(question), "? ")
	words := strings.Fields(q)
	if len(words) < 3 || len(q) > longestIndirect || strings.ContainsAny(q, ".?!:;,\n") {
		return ""
	}
	switch first := strings.ToLower(words[0]); {
	case first == "who":
		return indirectWho(words)
	case first == "what" || first == "which":
		return indirectWhat(words)
	case slices.Contains(movable, first):
		return whether(words)
	}
	return ""
}

// movable are verbs with which a question of yes or no begins.
var movable = []string{"did", "does", "do", "will", "would", "can", "could", "has", "have", "had", "is", "are", "was", "were", "should"}

// whether turns a question of yes or no about somebody or something with a name, or with "the", into a clause: "whether the quay was shut".
func whether(words []string) string {
	capital := func(w string) bool { return strings.ToLower(w) != w }
	end := 1
	for end < len(words)-1 && (capital(words[end]) || words[end] == "and" && capital(words[end+1])) {
		end++
	}
	if words[1] == "the" && !capital(words[2]) {
		end = 3 // and its noun
	}
	if end == 1 || end >= len(words) {
		return ""
	}
	return strings.Join(slices.Concat([]string{"whether"}, words[1:end], []string{strings.ToLower(words[0])}, words[end:]), " ")
}

// indirectWhat turns "what colour was Ida's coat" into "what colour Ida's coat was", where nothing stands behind what is asked about.
func indirectWhat(words []string) string {
	const asked = 3 // "what", the noun, the verb
	if len(words) < asked+2 || len(words) > asked+3 || !slices.Contains([]string{"is", "are", "was", "were"}, words[asked-1]) {
		return ""
	}
	first := words[asked]
	switch owner := strings.HasSuffix(first, "'s") || strings.HasSuffix(first, "’s"); {
	case owner, first == "the" && len(words) == asked+2:
	default:
		return ""
	}
	return strings.Join(slices.Concat([]string{strings.ToLower(words[0])}, words[1:asked-1], words[asked:], words[asked-1:asked]), " ")
}

// indirectWho is the clause of a question in which "who" is the subject.
func indirectWho(words []string) string {
	verb := words[1]
	switch strings.ToLower(verb) {
	case "is", "are", "was", "were", "do", "does", "did", "has", "have", "had", "else":
		return ""
	case "will", "would", "can", "could", "may", "might", "should", "must":
		verb = words[2] // a name, a pronoun or an article here is the subject
	}
	switch {
	case strings.ToLower(verb) != verb || !strings.ContainsFunc(verb, unicode.IsLetter):
		return ""
	case slices.Contains([]string{"i", "you", "he", "she", "it", "we", "they", "the", "a", "an", "his", "her", "their", "its", "this",
		"that"}, verb):
		return ""
	}
	return "who " + strings.Join(words[1:], " ")
}

// severalIn says how many articles are of one origin, or one report.
func severalIn(c *phrases.Catalogue, origin string, reports, articles int) string {
	key := "all"
	switch {
	case reports == 1 && origin == "":
		key = "one-report"
	case reports == 1:
		key = "one-report-of"
	case origin == "":
		key = "shared"
	case reports == articles:
		key = "reports-of"
	}
	return c.Say("reply.several."+key, phrases.Values{"origin": origin, "reports": numberIn(c, reports), "articles": numberIn(c, articles)})
}

// numberIn is a number, spelled out where the language does so.
func numberIn(c *phrases.Catalogue, n int) string {
	if key := "numbers." + strconv.Itoa(n); c.Has(key) {
		return c.Text(key)
	}
	return strconv.Itoa(n)
}

// fallbackIn says why quotations stand where a model's words would.
func fallbackIn(c *phrases.Catalogue, why error) string {
	key := "unusable"
	switch {
	case errors.Is(why, answer.ErrModelLate):
		key = "late"
	case errors.Is(why, answer.ErrModelRefused):
		key = "refused"
	case errors.Is(why, answer.ErrModelUnsupported):
		key = "unsupported"
	case errors.Is(why, answer.ErrOverBudget):
		key = "budget"
	}
	return c.Text("reply.fallback." + key)
}

// Plural is the noun in the number that n takes.
func Plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

package reply

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/language"
	"golang.org/x/text/language/display"

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
	support := Independent(a.Citations)
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
func English() Phrases {
	return Phrases{
		Within: func(parts []string) string { return "Asked within: " + strings.Join(parts, " · ") },
		Parts:  map[string]string{"article": "article:", "speaker": "said by", "publisher": "publisher:", "from": "from", "to": "to", "kind": "kind:"},
		Inferred: func(words []string) string {
			return "as the question says: “" + strings.Join(words, "”, “") + "”"
		},
		Asked: func(question string) string { return "You asked: " + question },
		AskedIn: func(tag, question string) string {
			return "Asked in " + languageName(display.English.Languages(), tag) + "; searched as: " + question
		},
		OnlyEnglish: "I understand questions in English only.",
		Differ:      "Sources differ",
		Sources:     "Sources",
		Closest:     "Closest",
		Nothing:     "Nothing found.",
		Missing:     func(what []string) string { return "Missing: " + strings.Join(what, ", ") + "." },
		DigestOf:    func(title string) string { return "digest of " + title },

		NoTitle:     "title not stated",
		NoPublisher: "publisher not stated",
		NoDate:      "date not stated",
		Carrying:    func(publisher, agency string) string { return publisher + " (" + agency + ")" },
		Kinds: map[corpus.Kind]string{corpus.KindReport: "report", corpus.KindPreview: "preview", corpus.KindOpinion: "opinion",
			corpus.KindTranscript: "transcript", corpus.KindEditorial: "editorial", corpus.KindMinutes: "minutes",
			corpus.KindRelease: "press release", corpus.KindFactSheet: "fact sheet", corpus.KindLive: "live page"},
		Date: func(d corpus.Date) string {
			if d.Precision() == corpus.Month {
				return d.Time().Format("January 2006")
			}
			return d.Time().Format("2 January 2006")
		},

		Turn:         turnIn("turn"),
		Entry:        func(time string) string { return "entry of " + time + ", later entries count" },
		LanguageName: func(tag string) string { return languageName(display.English.Languages(), tag) },

		Credited: func(asked, credited string) string {
			return "The question credits these words to " + asked + ". The articles credit them to " + credited + "."
		},
		Abstained:   abstainedEnglish,
		Independent: func(n int) string { return fmt.Sprintf("%d independent %s", n, Plural(n, "source")) },
		Agree:       func(n int) string { return fmt.Sprintf("(%d sources agree)", n) },
		Several:     severalEnglish,
		Quotations:  "quotations only",
		Written:     "written by a model, checked against the sources",
		Fallback:    fallbackEnglish,
		Unchecked:   "translation, unchecked",
		Talk:        talkEnglish(),
	}
}

// turnIn is a turn's number after the word for it, and who speaks.
func turnIn(word string) func(int, string) string {
	return func(number int, speaker string) string {
		if speaker == "" {
			return word + " " + strconv.Itoa(number)
		}
		return word + " " + strconv.Itoa(number) + ", " + speaker
	}
}

func abstainedEnglish(reason answer.Reason, question string) string {
	switch reason {
	case answer.PartlyCovered:
		if clause := indirect(question); clause != "" {
			return "The articles speak of this, but don't say " + clause + "."
		}
		return "The articles speak of this, but don't say what you asked."
	case answer.FalsePremise:
		return "The articles don't say what the question takes for granted."
	case answer.NotAQuestion:
		return "There is no question here that the articles could answer."
	case answer.Refused:
		return "That asks for words to be said, not what the articles say. Ask what they say, and every sentence comes with its source."
	}
	if clause := indirect(question); clause != "" {
		return "The articles don't say " + clause + "."
	}
	return "The articles don't say."
}

// languageName is what a language is called, by its BCP 47 tag; the tag itself where nobody knows.
func languageName(names display.Namer, tag string) string {
	if parsed, err := language.Parse(tag); err == nil {
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
	case slices.Contains([]string{"i", "you", "he", "she", "it", "we", "they", "the", "a", "an", "his", "her", "their", "its", "this", "that"}, verb):
		return ""
	}
	return "who " + strings.Join(words[1:], " ")
}

func severalEnglish(origin string, reports, articles int) string {
	switch {
	case reports == 1 && origin == "":
		return "one report, in " + number(articles) + " publications"
	case reports == 1:
		return origin + ", in " + number(articles) + " publications"
	case origin == "":
		return fmt.Sprintf("%s publications share %s reports", number(articles), number(reports))
	case reports == articles:
		return origin + ", " + number(reports) + " reports"
	}
	return fmt.Sprintf("%s, %s reports in %s publications", origin, number(reports), number(articles))
}

func fallbackEnglish(why error) string {
	switch {
	case errors.Is(why, answer.ErrModelLate):
		return "the model took too long"
	case errors.Is(why, answer.ErrModelRefused):
		return "the model refused"
	case errors.Is(why, answer.ErrModelUnsupported):
		return "what the model wrote was not supported"
	case errors.Is(why, answer.ErrOverBudget):
		return "today's budget for written answers is spent"
	}
	return "the model could not be reached or used"
}

// Plural is the noun in the number that n takes.
func Plural(n int, noun string) string {
	if n == 1 {
		return noun
	}
	return noun + "s"
}

// number spells small numbers out.
func number(n int) string {
	words := []string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n >= 0 && n < len(words) {
		return words[n]
	}
	return fmt.Sprint(n)
}

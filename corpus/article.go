package corpus

import (
	"fmt"
	"slices"

	"readout/corpus/prose"
)

// ArticleID names an article: a slug that stays the same when the article is edited. For a file it is the base name,
// extension included, unless the caller chooses another.
type ArticleID string

// PassageID names a passage by its content: article, hash of the text with the items of a list that it is part of, and an ordinal among
// equal ones. An unchanged passage keeps its ID across versions of an article; a changed one gets another.
type PassageID string

// ReportID names a group of articles that are one text. It is the ID of the group's first article, by ID.
type ReportID string

// Kind is what sort of writing an article is.
type Kind string

const (
	KindReport     Kind = "report"
	KindPreview    Kind = "preview"    // written before the event: what it tells of are plans
	KindOpinion    Kind = "opinion"    // its judgements belong to its author
	KindTranscript Kind = "transcript" // remarks as spoken
	KindEditorial  Kind = "editorial"  // its judgements are the outlet's
	KindMinutes    Kind = "minutes"    // what was said and decided, as whoever kept the minutes tells it
	KindRelease    Kind = "press release"
	KindFactSheet  Kind = "fact sheet"
	KindLive       Kind = "live page" // entries written while something happened; later ones correct earlier ones
)

// Kinds are all kinds, in the order in which they are listed.
var Kinds = []Kind{KindReport, KindPreview, KindOpinion, KindTranscript, KindEditorial, KindMinutes, KindRelease, KindFactSheet, KindLive}

// Judges reports whether an article of the kind is there for its judgements: those are its author's or its outlet's, and no reporting.
func (k Kind) Judges() bool { return k == KindOpinion || k == KindEditorial }

// Form tells whether the body is the publisher's text or a digest of it in our words.
type Form string

const (
	FormFull   Form = "full"
	FormDigest Form = "digest"
)

// Article is one article of a corpus. It is not changed after New.
type Article struct {
	ID        ArticleID
	Title     string // "" when the file states none
	Publisher string // who published this copy; "" when not stated
	Agency    string // the wire service whose text it carries; "" when none is stated
	Author    string // "" when not stated
	Published Date
	URL       string // "" when not stated
	Kind      Kind
	Form      Form
	Language  string    // BCP 47, "en" unless stated
	Report    ReportID  // after New: the report this article belongs to; before: what its front matter claims, or ""
	Aliases   []string  // other names that readers know it by, given by whoever keeps it; none of them is stated in the file
	Body      string    // the file's own text, UTF-8, front matter included; for HTML the text extracted
	Passages  []Passage // in the order of Body
	Tags      []string  // what front matter files it under
	Extra     string    // lines of front matter that are kept and not read, tags included
	Warnings  []string  // what could not be read as it was meant, each with its line: "line 3: ..."; New changes nothing about them
}

// Origin is who is behind the article: its agency where it carries one, else its publisher, else its own ID (an article of
// unknown origin is its own origin). Independent sources are counted by origin.
func (a *Article) Origin() string {
	switch {
	case a.Agency != "":
		return a.Agency
	case a.Publisher != "":
		return a.Publisher
	}
	return string(a.ID)
}

// Clone is a copy that shares nothing that New changes: an article that was parsed once can be read together with different others.
// The original is one that New has not taken.
func (a *Article) Clone() *Article {
	c := *a
	c.Passages = slices.Clone(a.Passages)
	for i := range c.Passages {
		c.Passages[i].Sentences = slices.Clone(c.Passages[i].Sentences)
	}
	return &c
}

// Text is the article's own characters in the span.
func (a *Article) Text(s prose.Span) string { return a.Body[s.Start:s.End] }

// Role is what a passage is for. Only RoleBody passages are reporting; the others answer questions about the article itself.
type Role string

const (
	RoleBody       Role = "body"
	RoleByline     Role = "byline"     // who wrote it
	RoleDate       Role = "date"       // when it was published
	RoleDisclaimer Role = "disclaimer" // "the views expressed ...": whose views they are
	RoleOrigin     Role = "origin"     // where the text comes from: an agency line, "originally published in ...", the link
	RoleMatter     Role = "matter"     // one line of front matter ("author: ..."); Paragraph is 0, never embedded
)

// Passage is one paragraph of an article. Body[Span] == Text always holds.
type Passage struct {
	ID        PassageID
	Article   ArticleID
	Paragraph int // counts the kept passages of the article from 1; 0 for a line of front matter
	Role      Role
	Span      prose.Span
	Text      string
	Headings  []string  // that it stands under, outermost first, without marks; the title is not repeated. Nil for front matter
	Parents   []string  // the items of a list that it belongs to, outermost first, or the heading row of its table; without marks
	Listed    bool      // an item of a list, or a row of a table
	Statement Statement // in minutes and notes; "" for others
	Turn      Turn      // zero outside of the turns of a transcript
	Sentences []Sentence
	Remarks   []Remark // in order of Span; set by New
}

// Turn is where in a transcript a passage stands: "turn 41, Ann Lee". In notes, which have no turns, Number and Paragraph are 0, and Label
// is that of whoever an item of a list says it is of. A live page has entries instead: Number is 0, Paragraph counts them from the
// earliest, and Time is theirs.
type Turn struct {
	Number    int    // of the turn in its article, from 1; 0 for none
	Paragraph int    // of the passage in the turn, from 1
	Label     string // how the record names whose turn it is: "MR. LEE", "Q"
	Time      string // that the record gives it, as printed: "00:14:05"; "" for none
	Asks      bool   // the turn is that of somebody who only asks: "Q", "REPORTER"
	Words     int    // where in Text what is spoken begins, after the label; the end of Text where nothing is
	Speaker   string // whose turn it is, as Remark.Speaker; "" when not known; set by New
}

// Sentence is the unit that is embedded and cited. Its Span lies in Body; the sentences of a passage do not overlap and
// together cover everything in it but white space.
type Sentence struct {
	Span  prose.Span
	Text  string
	Order bool // tells whoever answers how to answer: not reporting, never shown as an answer; set by New, see Orders
}

// Remark is words that an article credits to somebody.
type Remark struct {
	// Speaker is a Person's Name; or the description the article gives ("a senior State Department official", "both sides"); for
	// named persons who speak together their Names, joined by "and"; "" when unknown.
	Speaker string
	Person  *Person
	To      *Person // the person addressed ("told Mr. Smith"), nil when not stated
	// the words credited: inside the quotation marks, or the reported clause, with a verb that it needs ("denied that ...")
	Span        prose.Span
	Text        string     // Body[Span]
	Direct      bool       // in quotation marks, or as spoken in a transcript
	Attribution prose.Span // the words that credit it ("Mr. Smith said"); zero when implied by what is around it
	Sentence    int        // index in the passage's Sentences of the sentence it begins in
	Occasion    string     // the words that say when or where it was said ("at their joint news conference"); "" when none
}

// Person is somebody the articles name.
type Person struct {
	Name     string   // the fullest name, in the spelling used most: "Andrei Orlov"
	Surname  string   // what the articles call the person after the first mention
	Variants []string // every full form seen, Name included, sorted: "Andrei Orlov", "Andrey V. Orlov"
	Roles    []string // what the articles call the person, lower case, longest first: "ruritanian foreign minister", "foreign minister"
}

// Warn notes what of the file is not read as whoever wrote it may have meant it.
func (a *Article) Warn(line int, format string, args ...any) {
	a.Warnings = append(a.Warnings, fmt.Sprintf("line %d: "+format, append([]any{line}, args...)...))
}

func (p *Person) Same(q *Person) bool {
	return p.Name == q.Name && p.Surname == q.Surname && slices.Equal(p.Variants, q.Variants) && slices.Equal(p.Roles, q.Roles)
}

// Unread is the turn as it was parsed.
func (t Turn) Unread() Turn {
	t.Speaker = ""
	return t
}

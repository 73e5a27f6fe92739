package wording

import (
	"regexp"

	"readout/bot/chat/markup"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/corpus/fetch"
	"readout/retrieval/misquote"
)

// moderation is what the bot says to moderators in one language. What is given to its functions is ready to be shown: escaped, or a
// mention.
type moderation struct {
	// Previews, and what becomes of them.
	Preview                         func(libraries.Kind) string
	Added, Changed, Removed         func(n int) string
	NothingChanges, BeforePublish   string
	Holds                           func(paragraphs, remarks int) string
	Warning                         string
	Concerns                        map[fetch.ConcernKind]func(quote string) string
	Sources                         func(fresh, changed, unchanged, failed int) string
	SourceFailed                    func(url, why string) string
	Reason                          func(libraries.Reason) string    // why a source failed; not escaped
	AnswersOpen                     func(answered, asked int) string // of the questions that wait for an answer
	ChecksWell                      func(ran, right, better int) string
	ChecksWorse                     func(worse, ran int) string
	Before, After, NotAnswered      string
	Progress                        func(libraries.Progress) string
	Publish, Discard, Accept        string // buttons
	Publishing, Discarded, Exported string
	AskAccept                       string
	Conflict                        func(since []string) string // lines of the history
	Published                       func(version string, articles int) string
	Recalling                       func(marked, private int) string

	// Lists.
	List          func(n, page, pages int) string
	Status        func(s libraries.Status, by string) string
	NextRefresh   func(when string) string
	SourceFails   func(url, why, since string) string
	DraftsWait    string
	ShowDraft     func(n int) string
	History       func(page, pages int) string
	NoHistory     string
	VersionChoice func(libraries.Version) string
	Back, Next    string // buttons
	Did           func(by string, e store.AuditEntry) string
	Somebody      string // who did it asked to be forgotten
	AuditBegins   string
	Withdrawn     func(version string) string // above an answer that is recalled
	ChecksRun     func(right, all int) string
	Quotes        quoteWords
	Kept          func(question, said string) string
	AskUncheck    func(question string) string
	Uncheck       string // a button
	Unchecked     string
	Inbox         string
	InboxEmpty    string
	Unanswered    string
	Message       string
	Resolve, Keep string // buttons
	AddArticle    string // a button, and the title of its form
	AddLabel      string
	Newest, Older string // buttons
	Refused       map[Reason]func(r *Refusal) string
}

// Said is what was answered, or that nothing was.
func (w moderation) Said(answer string) string {
	if answer == "" {
		return w.NotAnswered
	}
	return "“" + markup.Escape(markup.Clip(markup.Fold(marksInside.ReplaceAllString(answer, "")), LongestQuote)) + "”"
}

// LongestQuote is how much of a quoted text is shown to moderators, in characters.
const LongestQuote = 240

// marksInside are citation markers anywhere in an answer: alone, without its sources, they tell nothing.
var marksInside = regexp.MustCompile(` ?(\[\d+\])+`)

// quoteWords are what the check of quotations says.
type quoteWords struct {
	Doing        string
	Checked      func(quotations, transcripts int) string
	NoTranscript string
	AllWell      string
	Nothing      string // nothing that is quoted could be compared
	Unheard      func(n int) string
	Titles       map[misquote.Verdict]string
	Why          map[misquote.Reason]string
	Said         string
	SaidBy       func(speaker string) string
	Nearest      string
	Somebody     string
	Legend       string
}

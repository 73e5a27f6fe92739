package chat

import (
	"context"
	"io"
	"log/slog"
	"time"

	"readout/bot/fragment"
	"readout/bot/jobs"
	"readout/bot/libraries"
	"readout/bot/store"
	"readout/bot/waiting"
	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
)

// Options are what the bot works with, on any platform. Answers, Libraries and Store must be set.
type Options struct {
	Libraries Libraries
	// Answers is the answerer over the present version of a server's articles. It is asked for each question anew, and not kept.
	Answers func(ctx context.Context, guild store.GuildID) (Answerer, error)
	// Next finds questions that a member could ask next and that the articles answer, after an answer, or for nil at all. It returns what
	// it finds within a moment. nil offers none.
	Next func(ctx context.Context, guild store.GuildID, a *answer.Answer, turns []answer.Turn, articles []corpus.ArticleID) []string
	// Notes are what the bot remembers of who is to be told later, and of the channels where it answers by itself; nil has it do neither.
	Notes Notes
	// Plain is Answers without a model, which costs nothing; nil is Answers.
	Plain  func(ctx context.Context, guild store.GuildID) (Answerer, error)
	Store  Store
	Logger *slog.Logger     // nil discards. It is given no member's text or ID, and no secret
	Clock  func() time.Time // nil is time.Now

	// Published tells of versions that were published without the bot's doing; nil when there are none.
	Published <-chan Publication
	// ModelProvider says that questions go to the provider of a language model, which /help must tell.
	ModelProvider bool
	// Workers is how many questions are answered at a time; 0 is 4.
	Workers int
	// Queue is how many more may wait; beyond them a question is refused at once. 0 is 200.
	Queue int
	// PlainLinks are the hosts whose pages break on links that open at words.
	PlainLinks fragment.Hosts
	// AnswerTime is the most that one answer may take; 0 is 20 s.
	AnswerTime time.Duration
	// MemberRate and GuildRate are the questions that a member and a server may ask; zero is 6 and 60 a minute.
	MemberRate, GuildRate Rate

	Timing    Timing
	Reference func() string // of an error that a member is told of; nil is a random one
}

// Timing is how long things may take, and how often they are done. Zero is a default that suits.
type Timing struct {
	Send    time.Duration // the most that sending a finished answer may take; 0 is 1 min
	Change  time.Duration // the most that preparing a change may take; 0 is 14 min
	Publish time.Duration // the most that publishing may take; 0 is 5 min
	Recall  time.Duration // between a publication and the recall of answers; 0 is store.RecallAfter
	Jobs    time.Duration // between two looks for a job that is due; 0 is 5 s
	Digest  time.Duration // between two looks at whose digest is due; 0 is 1 min
	Tell    time.Duration // between two looks for those to be told of an answer; 0 is 10 min
	Edits   time.Duration // between two edits of a recall; 0 is 1 s
}

// WithDefaults are the options with a value for each that has a default.
func (o Options) WithDefaults() Options {
	if o.Logger == nil {
		o.Logger = slog.New(slog.DiscardHandler)
	}
	if o.Clock == nil {
		o.Clock = time.Now
	}
	if o.Workers == 0 {
		o.Workers = 4
	}
	if o.Queue == 0 {
		o.Queue = 200
	}
	if o.MemberRate == (Rate{}) {
		o.MemberRate = Rate{Questions: 6, Within: time.Minute}
	}
	if o.GuildRate == (Rate{}) {
		o.GuildRate = Rate{Questions: 60, Within: time.Minute}
	}
	if o.Plain == nil {
		o.Plain = o.Answers
	}
	if o.Reference == nil {
		o.Reference = randomReference
	}
	t := &o.Timing
	for _, d := range []struct {
		of    *time.Duration
		value time.Duration
	}{
		{&o.AnswerTime, 20 * time.Second}, {&t.Send, time.Minute}, {&t.Change, 14 * time.Minute}, // within the life of an interaction's token
		{&t.Publish, 5 * time.Minute}, {&t.Recall, store.RecallAfter}, {&t.Jobs, 5 * time.Second},
		{&t.Digest, time.Minute}, {&t.Tell, 10 * time.Minute}, {&t.Edits, time.Second},
	} {
		if *d.of == 0 {
			*d.of = d.value
		}
	}
	return o
}

// Rate is how many may be asked within a time; they may be asked at once.
type Rate = store.Rate

// Answerer answers questions from one version of a library, and gives overviews of it. It is safe for concurrent use.
type Answerer interface {
	Answer(ctx context.Context, q answer.Question) (*answer.Answer, error)
	Overview(ctx context.Context, o answer.Overview) (*answer.Answer, error)
	Said(ctx context.Context, o answer.Said) (*answer.Answer, error)
	Timeline(ctx context.Context, articles []corpus.ArticleID) (*answer.Timeline, error)
}

// Libraries are the articles of each server; *libraries.Libraries is the one that the program has. It is safe for concurrent use.
type Libraries interface {
	// Snapshot is the present version of a server's articles; the shipped ones for "" and for a server that has none of its own.
	Snapshot(ctx context.Context, guild store.GuildID) (*retrieval.Snapshot, error)

	// SnapshotOf is a version of them that may no longer be the present one; 0 is the shipped ones.
	SnapshotOf(ctx context.Context, guild store.GuildID, number int) (*retrieval.Snapshot, error)

	Prepare(ctx context.Context, guild store.GuildID, by string, c libraries.Change, progress func(libraries.Progress)) (*libraries.Draft,
		error)
	Draft(ctx context.Context, guild store.GuildID, id string) (*libraries.Draft, error)
	Drafts(ctx context.Context, guild store.GuildID) ([]*libraries.Draft, error)
	Publish(ctx context.Context, guild store.GuildID, id, by string, accept bool) (*libraries.Published, error)
	Discard(ctx context.Context, guild store.GuildID, id string) error

	List(ctx context.Context, guild store.GuildID) ([]libraries.Item, error)
	Status(ctx context.Context, guild store.GuildID) (*libraries.Status, error)
	History(ctx context.Context, guild store.GuildID) ([]libraries.Version, error)
	Export(ctx context.Context, guild store.GuildID, w io.Writer) error

	Checks(ctx context.Context, guild store.GuildID) ([]eval.Question, error)
	AddCheck(ctx context.Context, guild store.GuildID, q eval.Question) error
	RemoveCheck(ctx context.Context, guild store.GuildID, id string) error
	RunChecks(ctx context.Context, guild store.GuildID, progress func(libraries.Progress)) ([]libraries.CheckResult, error)

	// Forget takes a member out of the history of all libraries.
	Forget(ctx context.Context, by string) error
	RefreshDue(ctx context.Context, guild store.GuildID, every time.Duration, progress func(libraries.Progress)) (*libraries.Refreshed, error)
}

// Store is what the bot remembers between two starts; *bolt.Store is one, and says what each method does.
type Store interface {
	jobs.Queue

	AddReceipt(ctx context.Context, r store.Receipt) (store.ReceiptID, error)
	Receipt(ctx context.Context, id store.ReceiptID) (store.Receipt, error)
	ReceiptOf(ctx context.Context, message store.MessageID) (store.Receipt, error)
	UpdateReceipt(ctx context.Context, id store.ReceiptID, change func(*store.Receipt) error) (store.Receipt, error)
	DeleteReceipt(ctx context.Context, id store.ReceiptID) error
	Turns(ctx context.Context, id store.ReceiptID, limit int) ([]store.Turn, error)

	ReceiptsSince(ctx context.Context, guild store.GuildID, since time.Time, limit int) ([]store.Receipt, error)
	ReceiptsOn(ctx context.Context, guild store.GuildID, passages []corpus.PassageID) ([]store.ReceiptID, error)
	CitedPassages(ctx context.Context, guild store.GuildID) ([]corpus.PassageID, error)
	Recalled(ctx context.Context, guild store.GuildID) (version string, err error)
	SetRecalled(ctx context.Context, guild store.GuildID, version string) error

	PutFeedback(ctx context.Context, f store.Feedback) error
	Inbox(ctx context.Context, guild store.GuildID, before store.InboxID, limit int) ([]store.InboxItem, error)
	Resolve(ctx context.Context, guild store.GuildID, item store.InboxID) error

	PutThread(ctx context.Context, t store.Thread) error
	Thread(ctx context.Context, id store.ChannelID) (store.Thread, error)
	DeleteThread(ctx context.Context, id store.ChannelID) error

	AppendAudit(ctx context.Context, e store.AuditEntry) error
	Audit(ctx context.Context, guild store.GuildID, before store.AuditID, limit int) ([]store.AuditEntry, error)
	Settings(ctx context.Context, guild store.GuildID) (store.Settings, error)
	UpdateSettings(ctx context.Context, guild store.GuildID, change func(*store.Settings) error) (store.Settings, error)
	Reserve(ctx context.Context, c store.Charge) (store.Reservation, error)
	Admit(ctx context.Context, member store.UserID, guild store.GuildID, p store.Pace) error

	Guilds(ctx context.Context) ([]store.GuildID, error)
	GuildLeft(ctx context.Context, guild store.GuildID) error
	GuildJoined(ctx context.Context, guild store.GuildID) error
	ForgetMember(ctx context.Context, member store.UserID) (store.Deleted, error)
	Retention() store.Retention
}

// Notes are what parts of the bot remember for a while; *bolt.Store has them, and says what each method does.
type Notes interface {
	waiting.Notes
	PutNote(ctx context.Context, n store.Note) error
	Note(ctx context.Context, kind string, guild store.GuildID, name string) (store.Note, error)
}

// Package storetest holds what every store of the bot must do, as one suite that each implementation runs.
package storetest

import (
	"bytes"
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/prose"
)

// Store is all that the bot asks of a store.
type Store interface {
	AddReceipt(ctx context.Context, r store.Receipt) (store.ReceiptID, error)
	Receipt(ctx context.Context, id store.ReceiptID) (store.Receipt, error)
	ReceiptOf(ctx context.Context, message store.MessageID) (store.Receipt, error)
	ReceiptsOn(ctx context.Context, guild store.GuildID, passages []corpus.PassageID) ([]store.ReceiptID, error)
	ReceiptsSince(ctx context.Context, guild store.GuildID, since time.Time, limit int) ([]store.Receipt, error)
	UpdateReceipt(ctx context.Context, id store.ReceiptID, change func(*store.Receipt) error) (store.Receipt, error)
	DeleteReceipt(ctx context.Context, id store.ReceiptID) error
	Turns(ctx context.Context, id store.ReceiptID, limit int) ([]store.Turn, error)
	CitedPassages(ctx context.Context, guild store.GuildID) ([]corpus.PassageID, error)
	Recalled(ctx context.Context, guild store.GuildID) (string, error)
	SetRecalled(ctx context.Context, guild store.GuildID, version string) error

	PutFeedback(ctx context.Context, f store.Feedback) error
	FeedbackOn(ctx context.Context, id store.ReceiptID) ([]store.Feedback, error)
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
	Settle(ctx context.Context, r store.Reservation, used store.Amount) error
	Usage(ctx context.Context, at time.Time, guild store.GuildID, member store.UserID) (store.Usage, error)

	Admit(ctx context.Context, member store.UserID, guild store.GuildID, p store.Pace) error

	Written(ctx context.Context, key string) ([]byte, bool, error)
	KeepWritten(ctx context.Context, key string, data []byte) error

	AddNote(ctx context.Context, n store.Note, room store.Room) error
	PutNote(ctx context.Context, n store.Note) error
	Note(ctx context.Context, kind string, guild store.GuildID, name string) (store.Note, error)
	Notes(ctx context.Context, kind string, guild store.GuildID) ([]store.Note, error)
	UpdateNote(ctx context.Context, kind string, guild store.GuildID, name string, change func(*store.Note) error) (store.Note, error)
	DeleteNote(ctx context.Context, kind string, guild store.GuildID, name string) error

	Enqueue(ctx context.Context, kind store.JobKind, guild store.GuildID, due time.Time) error
	TakeJob(ctx context.Context, kinds []store.JobKind, most time.Duration) (j store.Job, ok bool, err error)
	EndJob(ctx context.Context, taken store.Job, fault string, next time.Time) error
	Jobs(ctx context.Context) ([]store.Job, error)

	Guilds(ctx context.Context) ([]store.GuildID, error)
	GuildLeft(ctx context.Context, guild store.GuildID) error
	GuildJoined(ctx context.Context, guild store.GuildID) error
	Departed(ctx context.Context, now time.Time) ([]store.GuildID, error)
	PurgeGuild(ctx context.Context, guild store.GuildID) (store.Deleted, error)
	ForgetMember(ctx context.Context, member store.UserID) (store.Deleted, error)
	Sweep(ctx context.Context, now time.Time) (store.Deleted, error)
	Retention() store.Retention

	Check(ctx context.Context) error
	Close() error
}

// Place is where the store of one test is kept.
type Place struct {
	// Open opens the store there, which is made when there is none. What was open there before was closed.
	Open func(o store.Options) (Store, error)
	// Contents is every record that an open store of the place holds, its keys included, by table: IDs of Discord in decimal or as
	// their eight bytes, texts as they are. Tables are named though they are empty.
	Contents func(t testing.TB, s Store) map[string][]string
	// Fixed are the tables that hold what belongs to no server and no member and is never deleted, or is swept within hours.
	Fixed []string
	// Remote says that every call crosses to another process: what is compared after each step is then compared after every tenth.
	Remote bool
}

// Run runs the suite. place makes an empty place for a test; it and what is open there goes when the test ends.
func Run(t *testing.T, place func(t testing.TB) Place) {
	for _, test := range []struct {
		name string
		run  func(t *testing.T, place Place)
	}{
		{"Audit", testAudit},
		{"FeedbackReplacesTheMembersOwn", testFeedbackReplacesTheMembersOwn},
		{"PutFeedbackRefuses", testPutFeedbackRefuses},
		{"Inbox", testInbox},
		{"PurgeGuildLeavesNoTrace", testPurgeGuildLeavesNoTrace},
		{"GuildsNamesAll", testGuildsNamesAll},
		{"PurgeOfALargeGuild", testPurgeOfALargeGuild},
		{"GuildsThatLeave", testGuildsThatLeave},
		{"ForgetMemberLeavesNoTrace", testForgetMemberLeavesNoTrace},
		{"ForgettingDoesNotResetABudget", testForgettingDoesNotResetABudget},
		{"ForgettingManyRecords", testForgettingManyRecords},
		{"CitedPassages", testCitedPassages},
		{"Recalled", testRecalled},
		{"ReceiptSurvivesReopening", testReceiptSurvivesReopening},
		{"ReceiptNotFound", testReceiptNotFound},
		{"AddReceiptRefuses", testAddReceiptRefuses},
		{"ReceiptsOn", testReceiptsOn},
		{"ReceiptsSince", testReceiptsSince},
		{"UpdateReceiptKeepsWhatItMust", testUpdateReceiptKeepsWhatItMust},
		{"PanicOfACallerStaysWithTheCaller", testPanicOfACallerStaysWithTheCaller},
		{"Turns", testTurns},
		{"DeleteReceiptTakesItsFeedback", testDeleteReceiptTakesItsFeedback},
		{"SweepOfTexts", testSweepOfTexts},
		{"SweepOfTheRest", testSweepOfTheRest},
		{"NegativeRetentionKeepsForEver", testNegativeRetentionKeepsForEver},
		{"SweepOfMany", testSweepOfMany},
		{"Settings", testSettings},
		{"UpdateSettingsRefuses", testUpdateSettingsRefuses},
		{"SettingsChangedAtOnceLoseNothing", testSettingsChangedAtOnceLoseNothing},
		{"Thread", testThread},
		{"ReserveAndSettle", testReserveAndSettle},
		{"SettleAfterMidnightCountsForTheDayBefore", testSettleAfterMidnightCountsForTheDayBefore},
		{"ReserveRefuses", testReserveRefuses},
		{"CountersDoNotOverflow", testCountersDoNotOverflow},
		{"BudgetHoldsUnderConcurrency", testBudgetHoldsUnderConcurrency},
		{"UnsettledReservationsCountUntilTheDayEnds", testUnsettledReservationsCountUntilTheDayEnds},
		{"Pace", testPace},
		{"PaceHoldsUnderConcurrency", testPaceHoldsUnderConcurrency},
		{"Notes", testNotes},
		{"NotesOfGuild", testNotesOfGuild},
		{"BadNotes", testBadNotes},
		{"Jobs", testJobs},
		{"JobsTriedAgain", testJobsTriedAgain},
		{"JobsGoToOne", testJobsGoToOne},
		{"DepartureIsAJob", testDepartureIsAJob},
		{"RefreshIsAJob", testRefreshIsAJob},
		{"Written", testWritten},
		{"WrittenIsBounded", testWrittenIsBounded},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			test.run(t, place(t))
		})
	}
	t.Run("StoreIsTheModel", func(t *testing.T) {
		t.Parallel()
		testStoreIsTheModel(t, place)
	})
}

const day = 24 * time.Hour

// many is more than an implementation deletes in one transaction.
const many = 401

// Clock is a clock that a test sets.
type Clock struct {
	mu sync.Mutex
	t  time.Time
}

// NewClock is a clock that stands at noon of a day in spring.
func NewClock() *Clock { return &Clock{t: time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)} }

// Now is the time that the clock shows.
func (c *Clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.t
}

// Advance sets the clock forward, or back, and returns what it shows then.
func (c *Clock) Advance(d time.Duration) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.t = c.t.Add(d)
	return c.t
}

// Log is a log, or a screen, that many may write and that is read meanwhile.
type Log struct {
	mu sync.Mutex
	b  bytes.Buffer
}

// Write implements io.Writer.
func (l *Log) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

// String is what was written until now.
func (l *Log) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// newStore opens the place's store, which is checked and closed when the test ends.
func newStore(t testing.TB, place Place) (Store, *Clock) {
	t.Helper()
	c := NewClock()
	return openStore(t, place, store.Options{Clock: c.Now}), c
}

func openStore(t testing.TB, place Place, o store.Options) Store {
	t.Helper()
	s, err := place.Open(o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Check(context.Background()); err != nil && !strings.Contains(err.Error(), store.ErrClosed.Error()) {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

// Whom the tests are about.
const (
	GuildA  store.GuildID   = "811111111111111111"
	GuildB  store.GuildID   = "822222222222222222"
	Channel store.ChannelID = "833333333333333333"
	Ann     store.UserID    = "900000000000000001"
	Ben     store.UserID    = "900000000000000002"

	// unknown is the ID of a receipt that no test adds.
	unknown store.ReceiptID = "06ieq1n3g4000000000000000g"
)

// Message is the ID of the nth message.
func Message(n int) store.MessageID { return store.MessageID(fmt.Sprint(700000000000000000 + n)) }

// Answer is a public receipt in GuildA.
func Answer(asker store.UserID, n int, passages ...corpus.PassageID) store.Receipt {
	r := store.Receipt{Guild: GuildA, Channel: Channel, Message: Message(n), Asker: asker, Question: fmt.Sprintf("question %d", n),
		Resolved: fmt.Sprintf("resolved %d", n), Answer: fmt.Sprintf("answer %d", n), Version: "3", Model: "quotations"}
	for i, p := range passages {
		r.Citations = append(r.Citations, store.Citation{Article: "talks.md", Passage: p, Quote: prose.Span{Start: i, End: i + 10}})
	}
	return r
}

// Add keeps a receipt, and gives its ID.
func Add(t testing.TB, s Store, r store.Receipt) store.ReceiptID {
	t.Helper()
	id, err := s.AddReceipt(t.Context(), r)
	if err != nil {
		t.Fatal(err)
	}
	return id
}

// Must ends the test on an error.
func Must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

package postgres

import (
	"context"
	"fmt"
	"time"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
)

// chunk is how many receipts one transaction changes, so that members' writes get their turn in between.
const chunk = 200

// until is the last time of what is due to go at now; nothing is that is kept for ever.
func until(now time.Time, keep time.Duration) *time.Time {
	if keep < 0 {
		return nil
	}
	t := now.UTC().Add(-keep)
	return &t
}

// Sweep deletes what is kept no longer at the time now: call it at least daily. It does not touch the servers that the bot left, for
// which see Departed. Two that sweep at once do no harm.
func (s *Store) Sweep(ctx context.Context, now time.Time) (store.Deleted, error) {
	var total store.Deleted
	for _, step := range []func(context.Context, time.Time) (store.Deleted, error){s.sweepTexts, s.sweepAnswers, s.sweepRest} {
		d, err := step(ctx, now.UTC())
		total = total.Plus(d)
		if err != nil {
			return total, fmt.Errorf("sweep: %w", err)
		}
	}
	if err := s.sweepTasks(ctx); err != nil {
		return total, fmt.Errorf("sweep: %w", err)
	}
	s.log.Info("store swept", total.Attrs()...)
	return total, nil
}

// inChunks runs fn in one transaction after another, for as long as it deletes anything, and sums what they deleted.
func (s *Store) inChunks(ctx context.Context, fn func(tx pgx.Tx) (store.Deleted, error)) (total store.Deleted, err error) {
	for {
		var d store.Deleted
		err := s.write(ctx, func(tx pgx.Tx) (err error) {
			d, err = fn(tx)
			return err
		})
		if err != nil || d == (store.Deleted{}) {
			return total, err
		}
		total = total.Plus(d)
	}
}

func (s *Store) sweepTexts(ctx context.Context, now time.Time) (store.Deleted, error) {
	return s.inChunks(ctx, func(tx pgx.Tx) (store.Deleted, error) {
		found, err := records[store.Receipt](ctx, tx, `select record from receipts where expires and asked <= $1
			order by asked limit $2 for update skip locked`, until(now, s.keep.Text), chunk)
		if err != nil {
			return store.Deleted{}, err
		}
		return strip(ctx, tx, found, store.Receipt.Fades)
	})
}

func (s *Store) sweepAnswers(ctx context.Context, now time.Time) (store.Deleted, error) {
	return s.inChunks(ctx, func(tx pgx.Tx) (d store.Deleted, err error) {
		ids, err := column[store.ReceiptID](ctx, tx, `select id from receipts where asked <= $1 order by asked limit $2
			for update skip locked`, until(now, s.keep.Answers), chunk)
		if err != nil || len(ids) == 0 {
			return d, err
		}
		d.Receipts = len(ids)
		d.Feedback, err = deleteReceipts(ctx, tx, ids)
		return d, err
	})
}

// sweepRest also deletes the reservations that nobody settled. What was reserved just before midnight is settled after it, so a
// member's counters outlive their day by one.
func (s *Store) sweepRest(ctx context.Context, now time.Time) (d store.Deleted, err error) {
	db, err := s.db(ctx)
	if err != nil {
		return d, err
	}
	yesterday := store.DayOf(now) - 1
	lastDay := store.Day(-1) // whose counters are kept no longer
	if s.keep.Usage >= 0 {
		lastDay = store.DayOf(now.Add(-s.keep.Usage)) - 1
	}
	var unsettled int
	for _, step := range []struct {
		count     *int
		statement string
		args      []any
	}{
		{&d.Feedback, "delete from feedback where given <= $1", []any{until(now, s.keep.Feedback)}},
		{&d.Threads, "delete from threads where used <= $1", []any{until(now, s.keep.Text)}},
		{&d.Audit, "delete from audit where at <= $1", []any{until(now, s.keep.Audit)}},
		{&d.Usage, "delete from usage where day <= $1 or scope in ('member', 'member_here') and day < $2", []any{lastDay, yesterday}},
		{&d.Written, "delete from written where at <= $1", []any{until(now, s.keep.Written)}},
		{&d.Notes, "delete from notes where until <= $1", []any{now}},
		{&unsettled, "delete from reservations where day < $1", []any{yesterday}},
	} {
		if *step.count, err = remove(ctx, db, step.statement, step.args...); err != nil {
			return d, err
		}
	}
	return d, nil
}

// Departed returns the servers that the bot left at least Retention.Departed before now, in the order of their IDs.
func (s *Store) Departed(ctx context.Context, now time.Time) ([]store.GuildID, error) {
	db, err := s.db(ctx)
	if err != nil {
		return nil, err
	}
	numbers, err := column[int64](ctx, db, "select guild from departures where at <= $1", until(now, s.keep.Departed))
	return guildsOf(numbers), err
}

// ForgetMember deletes the member's words and identity. Of an answer in a server's channel, what a recall needs is kept. Today's
// counters are kept, under a pseudonym, until tomorrow is over.
func (s *Store) ForgetMember(ctx context.Context, member store.UserID) (store.Deleted, error) {
	if err := store.RequireID("member", member); err != nil {
		return store.Deleted{}, fmt.Errorf("forget member: %w", err)
	}
	user := number(member)
	total, err := s.inChunks(ctx, func(tx pgx.Tx) (store.Deleted, error) {
		found, err := records[store.Receipt](ctx, tx, `select record from receipts where asker = $1 or author = $1
			order by id limit $2 for update`, user, chunk)
		if err != nil {
			return store.Deleted{}, err
		}
		return strip(ctx, tx, found, func(r store.Receipt) bool { return r.Fades() || r.Guild == "" })
	})
	if err == nil {
		var rest store.Deleted
		err = s.write(ctx, func(tx pgx.Tx) (err error) {
			rest, err = s.forgetRest(ctx, tx, member)
			return err
		})
		total = total.Plus(rest)
	}
	if err != nil {
		return total, fmt.Errorf("forget member: %w", err)
	}
	return total, nil
}

// forgetRest is ForgetMember for all but receipts.
func (s *Store) forgetRest(ctx context.Context, tx pgx.Tx, member store.UserID) (d store.Deleted, err error) {
	user, pseudonym := number(member), s.secret.Member(member)
	if d.Feedback, err = remove(ctx, tx, "delete from feedback where member = $1", user); err != nil {
		return d, err
	}
	owned, err := records[store.Thread](ctx, tx, "select record from threads where owner = $1 for update", user)
	if err != nil {
		return d, err
	}
	for _, t := range owned {
		if t.Guild == "" { // a direct-message channel is its member's
			_, err = remove(ctx, tx, "delete from threads where id = $1", number(t.ID))
		} else {
			t.Owner = ""
			err = putThread(ctx, tx, t)
		}
		if err != nil {
			return d, err
		}
		d.Threads++
	}
	done, err := records[store.AuditEntry](ctx, tx, "select record from audit where actor = $1 or member = $1 for update", user)
	if err != nil {
		return d, err
	}
	for _, e := range done {
		e = e.Anonymous(member)
		record, err := encode(e)
		if err != nil {
			return d, err
		}
		if _, err := tx.Exec(ctx, "update audit set actor = $2, member = $3, record = $4 where id = $1",
			int64(e.ID), optional(e.Actor), optional(e.Member), record); err != nil {
			return d, err
		}
		d.Audit++
	}
	if d.Notes, err = remove(ctx, tx, "delete from notes where member = $1", user); err != nil {
		return d, err
	}
	d.Usage, err = remove(ctx, tx, `delete from usage where day <> $1 and
		(scope = 'member' and subject = $2 or scope = 'member_here' and substr(subject, 1, 16) = $2)`, store.DayOf(s.now()), pseudonym)
	return d, err
}

// Written returns what KeepWritten kept under the key; ok is false when it is not there, or older than Retention.Written.
func (s *Store) Written(ctx context.Context, key string) (data []byte, ok bool, err error) {
	db, err := s.db(ctx)
	if err == nil {
		var found [][]byte
		found, err = column[[]byte](ctx, db, "select data from written where key = $1 and ($2::timestamptz is null or at > $2)",
			s.secret.Text(key), until(s.now(), s.keep.Written))
		if len(found) == 1 {
			data, ok = found[0], true
		}
	}
	if err != nil {
		return nil, false, fmt.Errorf("read what was written: %w", err)
	}
	return data, ok, nil
}

// KeepWritten keeps what a language model wrote, in place of what stands under the key.
func (s *Store) KeepWritten(ctx context.Context, key string, data []byte) error {
	if len(data) > store.MaxWrittenSize || !utf8.Valid(data) {
		return nil
	}
	db, err := s.db(ctx)
	if err == nil {
		_, err = db.Exec(ctx, `insert into written (key, at, data) values ($1, $2, $3)
			on conflict (key) do update set at = excluded.at, data = excluded.data`, s.secret.Text(key), at(s.now()), data)
	}
	if err == nil {
		_, err = remove(
			ctx,
			db,
			`delete from written where key in (select key from written order by at desc, key offset $1)`,
			store.MaxWritten,
		)
	}
	if err != nil {
		return fmt.Errorf("keep what was written: %w", err)
	}
	return nil
}

// Check reads every record and verifies that it is valid and stands under its own key. What the disk does to pages PostgreSQL itself
// finds, where its data checksums are on. Damage is a store.ErrDamaged that says what was found first.
func (s *Store) Check(ctx context.Context) error {
	db, err := s.db(ctx)
	if err != nil {
		return fmt.Errorf("check store: %w", err)
	}
	for _, check := range []func(context.Context, querier) error{
		checkTable("receipts", "id", func(id string, r store.Receipt) bool { return string(r.ID) == id }),
		checkTable("feedback", "receipt", func(id string, f store.Feedback) bool { return string(f.Receipt) == id }),
		checkTable("threads", "id::text", func(id string, t store.Thread) bool { return fmt.Sprint(number(t.ID)) == id }),
		checkTable("audit", "id::text", func(id string, e store.AuditEntry) bool { return fmt.Sprint(int64(e.ID)) == id }),
		checkTable("settings", "guild::text", func(string, store.Settings) bool { return true }),
		checkTable("notes", "name", func(name string, n store.Note) bool { return n.Name == name }),
	} {
		if err := check(ctx, db); err != nil {
			return fmt.Errorf("check store: %w", err)
		}
	}
	return nil
}

func checkTable[R interface{ Validate() error }](table, key string, own func(key string, r R) bool) func(context.Context, querier) error {
	return func(ctx context.Context, db querier) error {
		rows, err := db.Query(ctx, fmt.Sprintf("select %s, record from %s", key, table))
		if err != nil {
			return err
		}
		var id string
		var record []byte
		_, err = pgx.ForEachRow(rows, []any{&id, &record}, func() error {
			r, err := decode[R](record)
			if err == nil {
				err = r.Validate()
			}
			if err == nil && !own(id, r) {
				err = fmt.Errorf("it belongs under another key")
			}
			if err != nil {
				return fmt.Errorf("%w: %s %s: %w", store.ErrDamaged, table, id, err)
			}
			return nil
		})
		return err
	}
}

package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
	"readout/corpus"
)

// AddReceipt does what it does in bolt.Store, as do all methods of that name.
func (s *Store) AddReceipt(ctx context.Context, r store.Receipt) (store.ReceiptID, error) {
	r, err := r.Made(s.now())
	if err == nil {
		err = s.write(ctx, func(tx pgx.Tx) error {
			if err := putReceipt(ctx, tx, r); err != nil {
				return err
			}
			return extendThread(ctx, tx, r)
		})
	}
	if err != nil {
		return "", fmt.Errorf("add receipt: %w", err)
	}
	return r.ID, nil
}

// putReceipt stores the receipt in place of what stands under its ID. store.ErrExists: another one has the message.
func putReceipt(ctx context.Context, tx pgx.Tx, r store.Receipt) error {
	record, err := encode(r)
	if err != nil {
		return err
	}
	var passages [][]byte
	for _, c := range r.Citations {
		passages = append(passages, []byte(c.Passage))
	}
	var batch pgx.Batch
	batch.Queue(`insert into receipts (id, guild, message, asker, author, asked, expires, open, record)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
		on conflict (id) do update set guild = excluded.guild, message = excluded.message, asker = excluded.asker,
			author = excluded.author, expires = excluded.expires, open = excluded.open, record = excluded.record`,
		r.ID, number(r.Guild), optional(r.Message), optional(r.Asker), optional(r.Author), at(r.Asked), r.Expires(), r.InInbox(), record)
	batch.Queue("delete from passages where receipt = $1", r.ID)
	batch.Queue(
		"insert into passages (guild, passage, receipt) select distinct $1::bigint, unnest($2::bytea[]), $3",
		number(r.Guild),
		passages,
		r.ID,
	)
	err = tx.SendBatch(ctx, &batch).Close()
	if hasCode(err, uniqueViolation) {
		return fmt.Errorf("receipt of message %s: %w", r.Message, store.ErrExists)
	}
	return err
}

// Receipt returns the receipt with the ID, or store.ErrNotFound.
func (s *Store) Receipt(ctx context.Context, id store.ReceiptID) (store.Receipt, error) {
	db, err := s.db(ctx)
	if err != nil {
		return store.Receipt{}, err
	}
	return findReceipt(ctx, db, id, "")
}

// findReceipt reads the receipt; lock is what the query ends with.
func findReceipt(ctx context.Context, db querier, id store.ReceiptID, lock string) (store.Receipt, error) {
	if !id.Valid() {
		return store.Receipt{}, fmt.Errorf("receipt %q: %w", id, store.ErrNotFound)
	}
	r, ok, err := oneRecord[store.Receipt](ctx, db, "select record from receipts where id = $1 "+lock, id)
	if err == nil && !ok {
		err = fmt.Errorf("receipt %q: %w", id, store.ErrNotFound)
	}
	return r, err
}

// ReceiptOf returns the receipt of the answer in the message, or store.ErrNotFound.
func (s *Store) ReceiptOf(ctx context.Context, message store.MessageID) (store.Receipt, error) {
	db, err := s.db(ctx)
	if err != nil {
		return store.Receipt{}, err
	}
	r, ok, err := oneRecord[store.Receipt](ctx, db, "select record from receipts where message = $1", number(message))
	if err == nil && !ok {
		err = fmt.Errorf("receipt of message %s: %w", message, store.ErrNotFound)
	}
	return r, err
}

// ReceiptsOn returns the answers, given in the server, that rest on one of the passages, oldest first.
func (s *Store) ReceiptsOn(ctx context.Context, guild store.GuildID, passages []corpus.PassageID) ([]store.ReceiptID, error) {
	if err := store.OptionalID("server", guild); err != nil {
		return nil, fmt.Errorf("receipts on passages: %w", err)
	}
	db, err := s.db(ctx)
	if err != nil {
		return nil, err
	}
	var asked [][]byte
	for _, p := range passages {
		if len(p) <= store.MaxPassageID {
			asked = append(asked, []byte(p))
		}
	}
	return column[store.ReceiptID](ctx, db,
		`select distinct receipt from passages where guild = $1 and passage = any($2) order by receipt`, number(guild), asked)
}

// ReceiptsSince returns the answers given in the server at a time or later, the newest first, at most limit of them.
func (s *Store) ReceiptsSince(ctx context.Context, guild store.GuildID, since time.Time, limit int) ([]store.Receipt, error) {
	if err := store.OptionalID("server", guild); err != nil {
		return nil, fmt.Errorf("receipts since: %w", err)
	}
	db, err := s.db(ctx)
	if err != nil {
		return nil, err
	}
	return records[store.Receipt](ctx, db,
		"select record from receipts where guild = $1 and asked >= $2 order by id desc limit $3", number(guild), at(since), limit)
}

// CitedPassages returns the passages that answers given in the server rest on, each once.
func (s *Store) CitedPassages(ctx context.Context, guild store.GuildID) ([]corpus.PassageID, error) {
	if err := store.OptionalID("server", guild); err != nil {
		return nil, fmt.Errorf("cited passages: %w", err)
	}
	db, err := s.db(ctx)
	if err != nil {
		return nil, err
	}
	found, err := column[[]byte](ctx, db, "select distinct passage from passages where guild = $1 order by passage", number(guild))
	var out []corpus.PassageID
	for _, p := range found {
		out = append(out, corpus.PassageID(p))
	}
	return out, err
}

// Turns returns the conversation that ends with the answer, at most limit turns, oldest first.
func (s *Store) Turns(ctx context.Context, id store.ReceiptID, limit int) ([]store.Turn, error) {
	db, err := s.db(ctx)
	if err != nil {
		return nil, err
	}
	r, err := findReceipt(ctx, db, id, "")
	if err != nil {
		return nil, err
	}
	return r.Turns(limit, func(id store.ReceiptID) (store.Receipt, bool, error) {
		return oneRecord[store.Receipt](ctx, db, "select record from receipts where id = $1", id)
	})
}

// UpdateReceipt changes the receipt as change says and returns it changed.
func (s *Store) UpdateReceipt(ctx context.Context, id store.ReceiptID, change func(*store.Receipt) error) (store.Receipt, error) {
	var r store.Receipt
	err := s.write(ctx, func(tx pgx.Tx) error {
		was, err := findReceipt(ctx, tx, id, "for update")
		if err == nil {
			r, err = was.Changed(change)
		}
		if err != nil {
			return err
		}
		return putReceipt(ctx, tx, r)
	})
	if err != nil {
		return store.Receipt{}, fmt.Errorf("update receipt %q: %w", id, err)
	}
	return r, nil
}

// DeleteReceipt deletes the receipt and the feedback on it.
func (s *Store) DeleteReceipt(ctx context.Context, id store.ReceiptID) error {
	db, err := s.db(ctx)
	if err == nil {
		_, err = remove(ctx, db, "delete from receipts where id = $1 and $2", id, id.Valid())
	}
	if err != nil {
		return fmt.Errorf("delete receipt %q: %w", id, err)
	}
	return nil
}

// deleteReceipts deletes receipts and returns how many pieces of feedback went with them.
func deleteReceipts(ctx context.Context, tx pgx.Tx, ids []store.ReceiptID) (feedback int, err error) {
	if feedback, err = remove(ctx, tx, "delete from feedback where receipt = any($1)", ids); err != nil {
		return 0, err
	}
	_, err = remove(ctx, tx, "delete from receipts where id = any($1)", ids)
	return feedback, err
}

// strip takes words and people from the receipts, or deletes those that whole says.
func strip(ctx context.Context, tx pgx.Tx, found []store.Receipt, whole func(store.Receipt) bool) (d store.Deleted, err error) {
	var gone []store.ReceiptID
	for _, r := range found {
		if whole(r) {
			gone = append(gone, r.ID)
			continue
		}
		if err := putReceipt(ctx, tx, r.Bare()); err != nil {
			return d, err
		}
		d.Texts++
	}
	d.Receipts = len(gone)
	d.Feedback, err = deleteReceipts(ctx, tx, gone)
	return d, err
}

// PutThread remembers a thread, in place of what was known of it.
func (s *Store) PutThread(ctx context.Context, t store.Thread) error {
	t.Used = store.Stamp(t.Used, s.now())
	err := t.Validate()
	if err == nil {
		var db querier
		if db, err = s.db(ctx); err == nil {
			err = putThread(ctx, db, t)
		}
	}
	if err != nil {
		return fmt.Errorf("put thread %q: %w", t.ID, err)
	}
	return nil
}

func putThread(ctx context.Context, db querier, t store.Thread) error {
	record, err := encode(t)
	if err != nil {
		return err
	}
	_, err = db.Exec(ctx, `insert into threads (id, guild, owner, used, record) values ($1, $2, $3, $4, $5)
		on conflict (id) do update set guild = excluded.guild, owner = excluded.owner, used = excluded.used, record = excluded.record`,
		number(t.ID), number(t.Guild), optional(t.Owner), at(t.Used), record)
	return err
}

// Thread returns what is known of the thread, or store.ErrNotFound.
func (s *Store) Thread(ctx context.Context, id store.ChannelID) (store.Thread, error) {
	db, err := s.db(ctx)
	if err != nil {
		return store.Thread{}, err
	}
	t, ok, err := oneRecord[store.Thread](ctx, db, "select record from threads where id = $1", number(id))
	if err == nil && !ok {
		err = fmt.Errorf("thread %q: %w", id, store.ErrNotFound)
	}
	return t, err
}

// DeleteThread forgets the thread; the receipts of its answers stay.
func (s *Store) DeleteThread(ctx context.Context, id store.ChannelID) error {
	db, err := s.db(ctx)
	if err == nil {
		_, err = remove(ctx, db, "delete from threads where id = $1", number(id))
	}
	if err != nil {
		return fmt.Errorf("delete thread %q: %w", id, err)
	}
	return nil
}

// extendThread makes the receipt its thread's latest, if its channel is one and others may go on with it.
func extendThread(ctx context.Context, tx pgx.Tx, r store.Receipt) error {
	if r.Private {
		return nil
	}
	t, ok, err := oneRecord[store.Thread](ctx, tx, "select record from threads where id = $1 for update", number(r.Channel))
	if err != nil || !ok {
		return err
	}
	t.Latest, t.Used = r.ID, r.Asked
	return putThread(ctx, tx, t)
}

// PutFeedback stores what a member thinks of an answer, in place of what the member thought before.
func (s *Store) PutFeedback(ctx context.Context, f store.Feedback) error {
	f.Given, f.Resolution = store.Stamp(f.Given, s.now()), time.Time{}
	err := s.write(ctx, func(tx pgx.Tx) error {
		r, err := findReceipt(ctx, tx, f.Receipt, "for key share")
		if err != nil {
			return err
		}
		given := f
		given.Guild, given.Private = r.Guild, r.Private
		return putFeedback(ctx, tx, given)
	})
	if err != nil {
		return fmt.Errorf("put feedback: %w", err)
	}
	return nil
}

func putFeedback(ctx context.Context, tx pgx.Tx, f store.Feedback) error {
	record, err := encode(f)
	if err = errors.Join(err, f.Validate()); err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `insert into feedback (receipt, member, guild, given, open, record) values ($1, $2, $3, $4, $5, $6)
		on conflict (receipt, member) do update set guild = excluded.guild, given = excluded.given, open = excluded.open,
			record = excluded.record`,
		f.Receipt, number(f.Member), number(f.Guild), at(f.Given), f.InInbox(), record)
	return err
}

// FeedbackOn returns the feedback on an answer, ordered by the member's ID.
func (s *Store) FeedbackOn(ctx context.Context, id store.ReceiptID) ([]store.Feedback, error) {
	db, err := s.db(ctx)
	if err != nil || !id.Valid() {
		return nil, err
	}
	found, err := records[store.Feedback](ctx, db, "select record from feedback where receipt = $1 order by member", id)
	if len(found) == 0 {
		return nil, err
	}
	return found, err
}

// Inbox returns the open items of a server, newest first.
func (s *Store) Inbox(ctx context.Context, guild store.GuildID, before store.InboxID, limit int) ([]store.InboxItem, error) {
	if err := store.RequireID("server", guild); err != nil {
		return nil, fmt.Errorf("inbox: %w", err)
	}
	db, err := s.db(ctx)
	if err != nil {
		return nil, err
	}
	query := `select at, id, member, receipt, note from (
			select asked as at, id, 0::bigint as member, record as receipt, null::json as note from receipts where guild = $1 and open
			union all
			select f.given, f.receipt, f.member, r.record, f.record from feedback f join receipts r on r.id = f.receipt
				where f.guild = $1 and f.open
		) as items`
	args := []any{number(guild), limit}
	if before != "" {
		at, receipt, member, ok := before.Parts()
		if !ok {
			return nil, fmt.Errorf("inbox item %q: %w", before, store.ErrNotFound)
		}
		query += " where (at, id, member) < ($3, $4, $5)"
		args = append(args, at, receipt, number(member))
	}
	rows, err := db.Query(ctx, query+" order by at desc, id desc, member desc limit $2", args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, inboxItem)
}

func inboxItem(row pgx.CollectableRow) (item store.InboxItem, err error) {
	var of struct {
		at            time.Time
		id            store.ReceiptID
		member        int64
		receipt, note []byte
	}
	if err := row.Scan(&of.at, &of.id, &of.member, &of.receipt, &of.note); err != nil {
		return item, err
	}
	item.ID = store.NewInboxID(of.at, of.id, idOf[store.UserID](of.member))
	if item.Receipt, err = decode[store.Receipt](of.receipt); err != nil || of.note == nil {
		return item, err
	}
	note, err := decode[store.Feedback](of.note)
	item.Note = &note
	return item, err
}

// Resolve closes an item of the server's inbox. store.ErrNotFound when the server has no such open item.
func (s *Store) Resolve(ctx context.Context, guild store.GuildID, item store.InboxID) error {
	when, id, member, ok := item.Parts()
	resolved := s.now()
	err := s.write(ctx, func(tx pgx.Tx) error {
		if !ok || guild == "" {
			return store.ErrNotFound
		}
		if member != "" {
			f, ok, err := oneRecord[store.Feedback](ctx, tx, `select record from feedback
				where receipt = $1 and member = $2 and guild = $3 and given = $4 and open for update`, id, number(member), number(guild), when)
			if err != nil || !ok {
				return errors.Join(err, missing(ok))
			}
			f.Resolution = resolved
			return putFeedback(ctx, tx, f)
		}
		r, ok, err := oneRecord[store.Receipt](ctx, tx, `select record from receipts
			where id = $1 and guild = $2 and asked = $3 and open for update`, id, number(guild), when)
		if err != nil || !ok {
			return errors.Join(err, missing(ok))
		}
		r.Resolution = resolved
		return putReceipt(ctx, tx, r)
	})
	if err != nil {
		return fmt.Errorf("resolve inbox item %q: %w", item, err)
	}
	return nil
}

func missing(ok bool) error {
	if ok {
		return nil
	}
	return store.ErrNotFound
}

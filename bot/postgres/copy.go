package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
)

// ErrInUse says that a process works with the database.
var ErrInUse = errors.New("another process works with the database")

// Whole is all that a database holds at one moment, for copies of it. It is used by one at a time.
type Whole struct{ tx pgx.Tx }

// Whole calls fn with all that the database holds at one moment, whatever is written meanwhile.
func (s *Store) Whole(ctx context.Context, fn func(*Whole) error) error {
	if _, err := s.db(ctx); err != nil {
		return err
	}
	how := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	return pgx.BeginTxFunc(ctx, s.pool, how, func(tx pgx.Tx) error {
		// Between two rows a whole library may be written to a slow disk.
		if _, err := tx.Exec(ctx, "set local idle_in_transaction_session_timeout = '1h'"); err != nil {
			return err
		}
		return fn(&Whole{tx})
	})
}

// Secret is the key of the pseudonyms.
func (c *Whole) Secret(ctx context.Context) (secret []byte, err error) {
	err = c.tx.QueryRow(ctx, "select pseudonyms from secrets").Scan(&secret)
	return secret, err
}

// Records calls fn with every record, each kind in the order of its keys.
func (c *Whole) Records(ctx context.Context, fn func(store.Kept) error) error {
	for _, each := range []func(context.Context, pgx.Tx, func(store.Kept) error) error{
		keptIn[store.Receipt](store.KindReceipt, "select record from receipts order by id"),
		keptIn[store.Feedback](store.KindFeedback, "select record from feedback order by receipt, member"),
		keptIn[store.Thread](store.KindThread, "select record from threads order by id"),
		keptIn[store.AuditEntry](store.KindAudit, "select record from audit order by id"),
		kept("select last_value from audit_id_seq where is_called", func(row pgx.CollectableRow) (store.Kept, error) {
			var last int64
			err := row.Scan(&last)
			return keep(err, store.KindAuditCount, store.AuditCount{Last: store.AuditID(last)})
		}),
		kept("select guild, record from settings order by guild", func(row pgx.CollectableRow) (store.Kept, error) {
			var guild int64
			var record []byte
			if err := row.Scan(&guild, &record); err != nil {
				return store.Kept{}, err
			}
			return store.KeepSettings(idOf[store.GuildID](guild), record)
		}),
		kept("select day, scope, subject, questions, tokens, micros from usage order by day, scope, subject", keptUsage),
		kept("select guild, at from departures order by guild", func(row pgx.CollectableRow) (store.Kept, error) {
			var guild int64
			var when time.Time
			err := row.Scan(&guild, &when)
			return keep(err, store.KindDeparture, store.Departure{Guild: idOf[store.GuildID](guild), At: at(when)})
		}),
		kept("select guild, version from recalled order by guild", func(row pgx.CollectableRow) (store.Kept, error) {
			var guild int64
			var version string
			err := row.Scan(&guild, &version)
			return keep(err, store.KindRecall, store.Recall{Guild: idOf[store.GuildID](guild), Version: version})
		}),
		kept("select key, at, data from written order by key", func(row pgx.CollectableRow) (store.Kept, error) {
			var w store.KeptWritten
			var data []byte
			err := row.Scan(&w.Key, &w.At, &data)
			w.At, w.Data = at(w.At), string(data)
			return keep(err, store.KindWritten, w)
		}),
		keptIn[store.Note](store.KindNote, "select record from notes order by kind, guild, name"),
	} {
		if err := each(ctx, c.tx, fn); err != nil {
			return fmt.Errorf("read the database: %w", err)
		}
	}
	return nil
}

func keep(err error, kind store.Kind, v any) (store.Kept, error) {
	if err != nil {
		return store.Kept{}, err
	}
	return store.Keep(kind, v)
}

func keptUsage(row pgx.CollectableRow) (store.Kept, error) {
	var u store.KeptUsage
	err := row.Scan(&u.Day, &u.Scope, &u.Subject, &u.Amount.Questions, &u.Amount.Tokens, &u.Amount.Micros)
	return keep(err, store.KindUsage, u)
}

// keptIn gives the records that a query finds, which has one column.
func keptIn[R any](kind store.Kind, query string) func(context.Context, pgx.Tx, func(store.Kept) error) error {
	return kept(query, func(row pgx.CollectableRow) (store.Kept, error) {
		var record []byte
		if err := row.Scan(&record); err != nil {
			return store.Kept{}, err
		}
		r, err := decode[R](record)
		return keep(err, kind, r)
	})
}

func kept(query string, read func(pgx.CollectableRow) (store.Kept, error)) func(context.Context, pgx.Tx, func(store.Kept) error) error {
	return func(ctx context.Context, tx pgx.Tx, fn func(store.Kept) error) error {
		return inPieces(ctx, tx, query, func(row pgx.CollectableRow) error {
			k, err := read(row)
			if err != nil {
				return err
			}
			return fn(k)
		})
	}
}

// piece is how many rows are asked for at a time: no statement then lasts as long as a whole table does.
const piece = 200

// inPieces calls fn with every row that a query gives.
func inPieces(ctx context.Context, tx pgx.Tx, query string, fn func(pgx.CollectableRow) error) error {
	if _, err := tx.Exec(ctx, "declare pieces no scroll cursor for "+query); err != nil {
		return err
	}
	for {
		// Not prepared: one fetch has other columns than the next.
		rows, err := tx.Query(ctx, fmt.Sprintf("fetch %d from pieces", piece), pgx.QueryExecModeExec)
		if err != nil {
			return err
		}
		n := 0
		for rows.Next() {
			n++
			if err := fn(rows); err != nil {
				rows.Close()
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		if n == 0 {
			break
		}
	}
	_, err := tx.Exec(ctx, "close pieces")
	return err
}

// Files calls fn with every file of every library: of each in the order of their names.
func (c *Whole) Files(ctx context.Context, fn func(store.File) error) error {
	names := map[int64][]string{}
	guilds, err := column[int64](ctx, c.tx, "select guild from library_heads order by guild")
	for _, g := range guilds {
		if err == nil {
			names[g], err = column[string](ctx, c.tx, "select name from library_files where guild = $1 order by name", g)
		}
	}
	for _, g := range guilds {
		for _, name := range names[g] {
			f := store.File{Guild: idOf[store.GuildID](g), Name: name}
			if err == nil {
				err = c.tx.QueryRow(ctx, "select data from library_files where guild = $1 and name = $2", g, name).Scan(&f.Data)
			}
			if err == nil {
				err = fn(f)
			}
		}
	}
	if err != nil {
		return fmt.Errorf("read the libraries in the database: %w", err)
	}
	return nil
}

// Copy calls fn with what a copy is put into, while no other copy is. ErrInUse: a bot is connected to Discord from here, or one copies.
func (s *Store) Copy(ctx context.Context, fn func(*Copy) error) error {
	release, err := s.tryLock(ctx, "a copy into this database")
	if err == nil && release == nil {
		err = ErrInUse
	}
	if err != nil {
		return fmt.Errorf("copy into the database: %w", err)
	}
	defer release()
	if err := s.Idle(ctx); err != nil {
		return fmt.Errorf("copy into the database: %w", err)
	}
	return fn(&Copy{s, func(ctx context.Context, fn func(pgx.Tx) error) error { return s.write(ctx, fn) }})
}

// Idle is ErrInUse while a process holds a lease.
func (s *Store) Idle(ctx context.Context) error {
	db, err := s.db(ctx)
	if err != nil {
		return err
	}
	var held bool
	err = db.QueryRow(ctx, "select exists (select from leases where until > clock_timestamp())").Scan(&held)
	if err == nil && held {
		err = ErrInUse
	}
	return err
}

// Replace calls fn with what a copy is put into, in one transaction: what the database held before is gone when fn has returned no error,
// and all there else. ErrInUse.
func (s *Store) Replace(ctx context.Context, fn func(*Copy) error) error {
	if err := s.Idle(ctx); err != nil {
		return fmt.Errorf("replace what is in the database: %w", err)
	}
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "set local idle_in_transaction_session_timeout = '1h'"); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "truncate copying, "+recordTables); err != nil {
			return err
		}
		return fn(&Copy{s, func(_ context.Context, fn func(pgx.Tx) error) error { return fn(tx) }})
	})
	if err != nil {
		return fmt.Errorf("replace what is in the database: %w", err)
	}
	return nil
}

// recordTables are all that hold records and libraries, and what was to be done for them.
const recordTables = `receipts, passages, feedback, threads, audit, settings, usage, reservations, departures, recalled, written, notes,
	library_heads, library_files, tasks, jobs`

// Copy is a database that a copy is put into.
type Copy struct {
	s     *Store
	write func(context.Context, func(pgx.Tx) error) error
}

// Begin does what bolt.Store.BeginCopy does; libraries are records, too.
func (c *Copy) Begin(ctx context.Context, secret []byte, of string) (done int, err error) {
	err = c.write(ctx, func(tx pgx.Tx) error {
		var begun string
		err := tx.QueryRow(ctx, "select source, done from copying for update").Scan(&begun, &done)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			var there bool
			err = tx.QueryRow(ctx, `select exists (select from receipts) or exists (select from threads) or exists (select from audit)
				or exists (select from settings) or exists (select from usage) or exists (select from departures) or exists (select from recalled)
				or exists (select from written) or exists (select from notes) or exists (select from library_heads)`).Scan(&there)
			if err == nil && there {
				err = store.ErrOccupied
			}
		case err == nil && begun == of:
			return nil
		}
		if err != nil {
			return err
		}
		done = 0
		if _, err := tx.Exec(ctx, "truncate copying, "+recordTables); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, "update secrets set pseudonyms = $1", secret); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, "insert into copying (source, done) values ($1, 0)", of)
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("begin a copy into the database: %w", err)
	}
	c.s.secret = secret
	return done, nil
}

// PutRecords puts records into the database, in one step with how much of the copy is there then. store.ErrUnfinished: none was begun.
func (c *Copy) PutRecords(ctx context.Context, records []store.Kept, done int) error {
	return c.put(ctx, done, func(tx pgx.Tx) error {
		for _, k := range records {
			if err := putKept(ctx, tx, k); err != nil {
				return err
			}
		}
		return nil
	})
}

// PutFiles is PutRecords for files of libraries.
func (c *Copy) PutFiles(ctx context.Context, files []store.File, done int) error {
	return c.put(ctx, done, func(tx pgx.Tx) error {
		var batch pgx.Batch
		for _, f := range files {
			batch.Queue("insert into library_heads (guild) values ($1) on conflict do nothing", number(f.Guild))
			batch.Queue(putFile, number(f.Guild), f.Name, append([]byte{}, f.Data...))
		}
		return tx.SendBatch(ctx, &batch).Close()
	})
}

func (c *Copy) put(ctx context.Context, done int, fn func(pgx.Tx) error) error {
	err := c.write(ctx, func(tx pgx.Tx) error {
		n, err := remove(ctx, tx, "update copying set done = $1", done)
		if err == nil && n == 0 {
			err = store.ErrUnfinished
		}
		if err != nil {
			return err
		}
		return fn(tx)
	})
	if err != nil {
		return fmt.Errorf("copy into the database: %w", err)
	}
	return nil
}

func putKept(ctx context.Context, tx pgx.Tx, k store.Kept) error {
	switch k.Kind {
	case store.KindReceipt:
		return with(k, func(r store.Receipt) error { return putReceipt(ctx, tx, r) })
	case store.KindFeedback:
		return with(k, func(f store.Feedback) error { return putFeedback(ctx, tx, f) })
	case store.KindThread:
		return with(k, func(t store.Thread) error { return putThread(ctx, tx, t) })
	case store.KindAudit:
		return with(k, func(e store.AuditEntry) error { return putAudit(ctx, tx, e) })
	case store.KindNote:
		return with(k, func(n store.Note) error { return putNote(ctx, tx, n) })
	}
	return putValue(ctx, tx, k)
}

// with calls fn with the record.
func with[R interface{ Validate() error }](k store.Kept, fn func(R) error) error {
	r, err := store.ReadKept[R](k)
	if err != nil {
		return err
	}
	return fn(r)
}

// putValue puts a record that is no struct of its own.
func putValue(ctx context.Context, tx pgx.Tx, k store.Kept) error {
	exec := func(statement string, args ...any) error {
		_, err := tx.Exec(ctx, statement, args...)
		return err
	}
	switch k.Kind {
	case store.KindAuditCount:
		return with(k, func(c store.AuditCount) error {
			return exec("select setval('audit_id_seq', $1)", int64(c.Last))
		})
	case store.KindSettings:
		return with(k, func(v store.KeptSettings) error {
			return exec(`insert into settings (guild, record) values ($1, $2) on conflict (guild) do update set record = excluded.record`,
				number(v.Guild), []byte(v.Settings))
		})
	case store.KindUsage:
		return with(k, func(u store.KeptUsage) error {
			return exec(`insert into usage (day, scope, subject, questions, tokens, micros) values ($1, $2, $3, $4, $5, $6)
				on conflict (day, scope, subject) do update set questions = excluded.questions, tokens = excluded.tokens, micros = excluded.micros`,
				u.Day, u.Scope, append([]byte{}, u.Subject...), u.Amount.Questions, u.Amount.Tokens, u.Amount.Micros)
		})
	case store.KindDeparture:
		return with(k, func(d store.Departure) error {
			return exec("insert into departures (guild, at) values ($1, $2) on conflict (guild) do update set at = excluded.at",
				number(d.Guild), at(d.At))
		})
	case store.KindRecall:
		return with(k, func(r store.Recall) error {
			return exec(`insert into recalled (guild, version) values ($1, $2) on conflict (guild) do update set version = excluded.version`,
				number(r.Guild), r.Version)
		})
	case store.KindWritten:
		return with(k, func(w store.KeptWritten) error {
			return exec(`insert into written (key, at, data) values ($1, $2, $3)
				on conflict (key) do update set at = excluded.at, data = excluded.data`, w.Key, at(w.At), []byte(w.Data))
		})
	}
	return fmt.Errorf("%w: no record of the kind %q", store.ErrDamaged, k.Kind)
}

// End says that the copy is whole: from then on the database can be opened for anything. Each library's head is its newest version.
func (c *Copy) End(ctx context.Context) error {
	err := c.write(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `update library_heads h set version = n.newest, revision = n.newest + 1 from
			(select guild, max(substring(name from 10)::integer) as newest from library_files where name ~ '^versions/[0-9]{8}$' group by guild) n
			where h.guild = n.guild`); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, "delete from copying")
		return err
	})
	if err != nil {
		return fmt.Errorf("end a copy into the database: %w", err)
	}
	return nil
}

// refuseUnfinished is store.ErrUnfinished for a database that a copy was begun into.
func (s *Store) refuseUnfinished(ctx context.Context) error {
	var begun bool
	err := s.pool.QueryRow(ctx, "select exists (select from copying)").Scan(&begun)
	if err == nil && begun {
		err = store.ErrUnfinished
	}
	return err
}

// Secret is the key of the pseudonyms.
func (c *Copy) Secret(ctx context.Context) (secret []byte, err error) {
	err = c.write(ctx, func(tx pgx.Tx) error {
		secret, err = (&Whole{tx}).Secret(ctx)
		return err
	})
	return secret, err
}

// Records calls fn with every record that is there.
func (c *Copy) Records(ctx context.Context, fn func(store.Kept) error) error {
	return c.write(ctx, func(tx pgx.Tx) error { return (&Whole{tx}).Records(ctx, fn) })
}

// Files calls fn with every file that is there.
func (c *Copy) Files(ctx context.Context, fn func(store.File) error) error {
	return c.write(ctx, func(tx pgx.Tx) error { return (&Whole{tx}).Files(ctx, fn) })
}

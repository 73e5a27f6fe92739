package postgres

import (
	"context"
	"crypto/rand"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"math/big"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"readout/bot/store"
)

// What a caller can act on, besides the errors of package store.
var (
	ErrURL         = errors.New("not the address of a PostgreSQL database, such as postgres://USER:PASSWORD@HOST:5432/DATABASE")
	ErrUnreachable = errors.New("the database can't be reached")
	ErrUnsuitable  = errors.New("the database can't be used")
	ErrDiskFull    = errors.New("the disk of the database's server is full")
)

// oldest is the first version of PostgreSQL that is tested, as the server numbers it.
const oldest = 150000

//go:embed migrations/*.sql
var migrations embed.FS

// Store is what the bot remembers, in a database. Its methods are safe for concurrent use, also by several processes.
type Store struct {
	pool   *pgxpool.Pool
	clock  func() time.Time
	log    *slog.Logger
	keep   store.Retention
	secret store.Pseudonyms

	holders chan struct{} // of locks, each with a connection: fewer than there are connections

	closed atomic.Bool
	close  sync.Once
}

// Open connects to the database at the address and brings its tables to what the program knows. Errors: ErrURL, ErrUnreachable,
// ErrUnsuitable, store.ErrNewer; none says more of the address than the host.
func Open(ctx context.Context, url string, o store.Options) (*Store, error) {
	o = o.WithDefaults()
	config, err := configure(url)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", err)
	}
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, fmt.Errorf("open database: %w", ErrURL)
	}
	s := &Store{pool: pool, clock: o.Clock, log: o.Logger, keep: o.Retention, holders: make(chan struct{}, config.MaxConns/2)}
	host := fmt.Sprintf("%s:%d", config.ConnConfig.Host, config.ConnConfig.Port)
	err = s.prepare(ctx)
	if err == nil && !o.Copying {
		err = s.refuseUnfinished(ctx)
	}
	if err != nil {
		pool.Close()
		return nil, fmt.Errorf("open database on %s: %w", host, err)
	}
	s.log.Info("store opened", "database", host)
	return s, nil
}

// configure reads the address. What the address does not say about waiting is bounded.
func configure(url string) (*pgxpool.Config, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil || url == "" {
		return nil, ErrURL // the parser's words repeat parts of the address
	}
	for name, value := range map[string]string{
		"application_name": "readout", "timezone": "UTC",
		"statement_timeout": "60s", "lock_timeout": "20s", "idle_in_transaction_session_timeout": "60s",
	} {
		if _, set := config.ConnConfig.RuntimeParams[name]; !set {
			config.ConnConfig.RuntimeParams[name] = value
		}
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 10 * time.Second
	}
	config.MaxConns = max(config.MaxConns, 8)
	return config, nil
}

func (s *Store) prepare(ctx context.Context) error {
	var version int
	var encoding string
	err := s.pool.QueryRow(ctx, "select current_setting('server_version_num')::int, current_setting('server_encoding')").
		Scan(&version, &encoding)
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case err != nil:
		return refused(err)
	case version < oldest:
		return fmt.Errorf("%w: its version is %d, and %d is the oldest that is known to work", ErrUnsuitable, version/10000, oldest/10000)
	case encoding != "UTF8":
		return fmt.Errorf("%w: its encoding is %s, and must be UTF8", ErrUnsuitable, encoding)
	}
	if err := s.migrate(ctx); err != nil {
		return err
	}
	fresh := make([]byte, 32)
	rand.Read(fresh)
	return s.write(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "insert into secrets (pseudonyms) values ($1) on conflict do nothing", fresh); err != nil {
			return err
		}
		return tx.QueryRow(ctx, "select pseudonyms from secrets").Scan(&s.secret)
	})
}

// refused says why there is no connection, without what the driver says of the address: the server's own words, or the network's.
func refused(err error) error {
	var told *pgconn.PgError
	if errors.As(err, &told) {
		return fmt.Errorf("%w: the server says %s (%s)", ErrUnreachable, told.Message, told.Code)
	}
	var network interface{ Timeout() bool }
	if errors.As(err, &network) && network.Timeout() {
		return fmt.Errorf("%w: no reply in time", ErrUnreachable)
	}
	return fmt.Errorf("%w: no connection is taken there", ErrUnreachable)
}

// migrate brings the tables to the last of the numbered files. Of several processes one does it, and the others wait.
func (s *Store) migrate(ctx context.Context) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(s.pool)
	defer db.Close()
	steps, err := goose.NewProvider(
		goose.DialectPostgres,
		db,
		files,
		goose.WithSessionLocker(locker),
		goose.WithSlog(slog.New(slog.DiscardHandler)),
	)
	if err != nil {
		return err
	}
	current, known, err := steps.GetVersions(ctx)
	if err != nil {
		return fmt.Errorf("read the version of the tables: %w", err)
	}
	if current > known {
		return fmt.Errorf("%w: the version of its tables is %d, and this program knows up to %d", store.ErrNewer, current, known)
	}
	done, err := steps.Up(ctx)
	if err != nil {
		return fmt.Errorf("bring the tables from version %d to %d: %w", current, known, err)
	}
	if len(done) > 0 {
		s.log.Info("store migrated", "from", current, "to", known)
	}
	return nil
}

// Close lets go of the database once what has begun is done. Closing twice is no error.
func (s *Store) Close() error {
	s.closed.Store(true)
	s.close.Do(s.pool.Close)
	return nil
}

// Retention is how long the store keeps things, with the defaults for what was not set.
func (s *Store) Retention() store.Retention { return s.keep }

func (s *Store) now() time.Time { return s.clock().UTC() }

// querier is the pool, or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// db is for reading one thing, and for writing with one statement.
func (s *Store) db(ctx context.Context) (querier, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	if s.closed.Load() {
		return nil, store.ErrClosed
	}
	return s.pool, nil
}

// tries is how often a transaction is made that another one gets in the way of.
const tries = 10

// write runs fn in a transaction, again when another one got in its way: its results are those of the last run. What fn leaves locked
// is released when it returns. An error means that nothing was changed, except that after a broken connection the change may turn out
// to be there.
func (s *Store) write(ctx context.Context, fn func(pgx.Tx) error) error {
	for try := 1; ; try++ {
		if _, err := s.db(ctx); err != nil {
			return err
		}
		err := pgx.BeginFunc(ctx, s.pool, fn)
		if err == nil || !collided(err) || try == tries {
			switch {
			case err != nil && s.closed.Load():
				return store.ErrClosed
			case hasCode(err, diskFull):
				return fmt.Errorf("%w: %w", ErrDiskFull, err)
			}
			return err
		}
		if err := pause(ctx, try); err != nil {
			return err
		}
	}
}

// pause waits a little, longer with each try, and not as long as others do.
func pause(ctx context.Context, try int) error {
	most := int64(try) * int64(10*time.Millisecond)
	n, err := rand.Int(rand.Reader, big.NewInt(most))
	if err != nil {
		return err
	}
	select {
	case <-time.After(time.Duration(n.Int64())):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// The codes of errors, as PostgreSQL documents them.
const (
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
	uniqueViolation      = "23505"
	diskFull             = "53100"
)

func hasCode(err error, codes ...string) bool {
	var told *pgconn.PgError
	if !errors.As(err, &told) {
		return false
	}
	for _, code := range codes {
		if told.Code == code {
			return true
		}
	}
	return false
}

// collided tells whether a transaction failed only because of another one.
func collided(err error) bool { return hasCode(err, serializationFailure, deadlockDetected) }

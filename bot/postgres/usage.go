package postgres

import (
	"context"
	"crypto/rand"
	"encoding/base32"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
)

// counter is one of those that a charge is counted in.
type counter struct {
	scope   store.Scope
	subject []byte
	limit   store.Amount
	used    store.Amount
}

// counters are those of a member in a server, the narrowest first, with nothing used.
func counters(member []byte, guild store.GuildID, l store.Limits) []counter {
	everywhere := counter{scope: store.ScopeMember, subject: member, limit: l.Member}
	total := counter{scope: store.ScopeTotal, subject: []byte{}, limit: l.Total}
	if guild == "" {
		return []counter{everywhere, total}
	}
	g := binary.BigEndian.AppendUint64(nil, store.Snowflake(guild))
	return []counter{
		{scope: store.ScopeMemberHere, subject: slices.Concat(member, g), limit: l.MemberHere},
		everywhere,
		{scope: store.ScopeGuild, subject: g, limit: l.Guild},
		total,
	}
}

// read sets what the counters of a day have used, and reports which of them there are. With lock nobody else changes them until the
// transaction ends: whoever wants several takes them in the same order.
func read(ctx context.Context, db querier, d store.Day, cs []counter, lock bool) (there []bool, err error) {
	var scopes []string
	var subjects [][]byte
	for _, c := range cs {
		scopes, subjects = append(scopes, string(c.scope)), append(subjects, c.subject)
	}
	query := `select scope, subject, questions, tokens, micros from usage
		where day = $1 and (scope, subject) in (select * from unnest($2::text[], $3::bytea[])) order by scope, subject`
	if lock {
		query += " for update"
	}
	rows, err := db.Query(ctx, query, d, scopes, subjects)
	if err != nil {
		return nil, err
	}
	there = make([]bool, len(cs))
	var scope store.Scope
	var subject []byte
	var used store.Amount
	_, err = pgx.ForEachRow(rows, []any{&scope, &subject, &used.Questions, &used.Tokens, &used.Micros}, func() error {
		for i, c := range cs {
			if c.scope == scope && slices.Equal(c.subject, subject) {
				cs[i].used, there[i] = used, true
			}
		}
		return used.Validate()
	})
	return there, err
}

// save writes what the counters have used.
func save(batch *pgx.Batch, d store.Day, cs []counter) {
	for _, c := range cs {
		batch.Queue("update usage set questions = $4, tokens = $5, micros = $6 where day = $1 and scope = $2 and subject = $3",
			d, c.scope, c.subject, c.used.Questions, c.used.Tokens, c.used.Micros)
	}
}

// within tells whether all counters have room for the amount.
func within(cs []counter, asked store.Amount, d store.Day) error {
	for _, c := range cs {
		if err := asked.Within(c.limit, c.used, c.scope, d.End()); err != nil {
			return err
		}
	}
	return nil
}

// Reserve counts the charge as used, in all four scopes or, when it would pass a limit in one, in none; the error is then a
// *store.BudgetError. However many reserve at a time, in however many processes, a limit is not passed.
func (s *Store) Reserve(ctx context.Context, c store.Charge) (store.Reservation, error) {
	if err := c.Validate(); err != nil {
		return store.Reservation{}, fmt.Errorf("reserve: %w", err)
	}
	d := store.DayOf(s.now())
	member := s.secret.Member(c.Member)
	counted := counters(member, c.Guild, c.Limits)
	db, err := s.db(ctx)
	if err == nil {
		_, err = read(ctx, db, d, counted, false)
	}
	if err == nil { // a refusal, which may come in floods, costs no write
		err = within(counted, c.Amount, d)
	}
	if err != nil {
		return store.Reservation{}, fmt.Errorf("reserve: %w", err)
	}
	id := newReservation()
	err = s.write(ctx, func(tx pgx.Tx) error {
		var make pgx.Batch
		for _, scope := range inOrder(counted) {
			make.Queue("insert into usage (day, scope, subject) values ($1, $2, $3) on conflict do nothing", d, scope.scope, scope.subject)
		}
		if err := tx.SendBatch(ctx, &make).Close(); err != nil {
			return err
		}
		if _, err := read(ctx, tx, d, counted, true); err != nil {
			return err
		}
		if err := within(counted, c.Amount, d); err != nil {
			return err
		}
		for i := range counted {
			counted[i].used = counted[i].used.Plus(c.Amount)
		}
		var batch pgx.Batch
		save(&batch, d, counted)
		batch.Queue("insert into reservations (id, day, guild, member, questions, tokens, micros) values ($1, $2, $3, $4, $5, $6, $7)",
			id, d, number(c.Guild), member, c.Amount.Questions, c.Amount.Tokens, c.Amount.Micros)
		return tx.SendBatch(ctx, &batch).Close()
	})
	if err != nil {
		return store.Reservation{}, fmt.Errorf("reserve: %w", err)
	}
	return store.Reservation{ID: id, Amount: c.Amount, Resets: d.End()}, nil
}

// inOrder is the counters in the order in which they are locked.
func inOrder(cs []counter) []counter {
	sorted := slices.Clone(cs)
	slices.SortFunc(sorted, func(a, b counter) int { return strings.Compare(string(a.scope), string(b.scope)) })
	return sorted
}

// newReservation makes an ID that nobody guesses.
func newReservation() string {
	random := make([]byte, 16)
	rand.Read(random)
	return strings.ToLower(base32.HexEncoding.WithPadding(base32.NoPadding).EncodeToString(random))
}

// Settle replaces what r set aside by what was used, on the day of the reservation. store.ErrSettled when that was done before, or more
// than a day after that day's end.
func (s *Store) Settle(ctx context.Context, r store.Reservation, used store.Amount) error {
	if err := used.Validate(); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	err := s.write(ctx, func(tx pgx.Tx) error {
		var d store.Day
		var guild int64
		var member []byte
		var kept store.Amount
		err := tx.QueryRow(ctx, "delete from reservations where id = $1 returning day, guild, member, questions, tokens, micros", r.ID).
			Scan(&d, &guild, &member, &kept.Questions, &kept.Tokens, &kept.Micros)
		if errors.Is(err, pgx.ErrNoRows) {
			return store.ErrSettled
		}
		if err != nil {
			return err
		}
		counted := counters(member, idOf[store.GuildID](guild), store.Limits{})
		there, err := read(ctx, tx, d, counted, true)
		if err != nil {
			return err
		}
		var present []counter
		for i, c := range counted {
			if there[i] { // else it was deleted since, with the member or the server
				c.used = c.used.Minus(kept).Plus(used)
				present = append(present, c)
			}
		}
		var batch pgx.Batch
		save(&batch, d, present)
		return tx.SendBatch(ctx, &batch).Close()
	})
	if err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	return nil
}

// Usage returns what was used, reservations included, in the day (UTC) that at lies in.
func (s *Store) Usage(ctx context.Context, at time.Time, guild store.GuildID, member store.UserID) (store.Usage, error) {
	if err := errors.Join(store.OptionalID("server", guild), store.OptionalID("member", member)); err != nil {
		return store.Usage{}, fmt.Errorf("usage: %w", err)
	}
	db, err := s.db(ctx)
	if err != nil {
		return store.Usage{}, err
	}
	d := store.DayOf(at)
	u := store.Usage{Resets: d.End()}
	counted := counters(s.secret.Member(member), guild, store.Limits{})
	if _, err := read(ctx, db, d, counted, false); err != nil {
		return store.Usage{}, err
	}
	for _, c := range counted {
		*u.Of(c.scope) = c.used
	}
	return u, nil
}

// Admit lets a member's question in, and counts it, or refuses it with a *store.PaceError, over all processes. In direct messages, where
// guild is "", no server's rate applies. The clock is that of the process.
func (s *Store) Admit(ctx context.Context, member store.UserID, guild store.GuildID, p store.Pace) error {
	var server []byte
	if guild != "" {
		server = binary.BigEndian.AppendUint64(nil, store.Snowflake(guild))
	}
	db, err := s.db(ctx)
	if err == nil {
		var over store.PaceError
		err = db.QueryRow(ctx, "select scope, room from admit($1, $2, $3, $4, $5, $6, $7)", s.secret.Member(member), p.Member.Every(),
			p.Member.Ahead(), server, p.Guild.Every(), p.Guild.Ahead(), s.now()).Scan(&over.Scope, &over.Until)
		switch {
		case errors.Is(err, pgx.ErrNoRows):
			return nil
		case err == nil:
			return &over
		}
	}
	return fmt.Errorf("admit a question: %w", err)
}

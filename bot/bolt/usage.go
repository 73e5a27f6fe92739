package bolt

import (
	"context"
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	"go.etcd.io/bbolt"

	"readout/bot/bolt/internal/commit"
	"readout/bot/bolt/internal/table"
	"readout/bot/store"
)

// dayKey begins the key of what belongs to the day.
func dayKey(d store.Day) table.Key { return binary.BigEndian.AppendUint32(nil, uint32(d)) }

// The letters of scopes in keys.
const (
	letterTotal      = 't'
	letterGuild      = 'g'
	letterMember     = 'm'
	letterMemberHere = 'h'
)

const reservationLen = 4 + 12

// reservation is what is stored of one.
type reservation struct {
	Guild  store.GuildID `json:"guild"`
	Member []byte        `json:"member"` // pseudonym
	Amount store.Amount  `json:"amount"`
}

// account is one of the counters that a charge is counted in.
type account struct {
	scope store.Scope
	key   []byte
	limit store.Amount
}

// accounts returns the counters, the narrowest scope first.
func accounts(d store.Day, member []byte, guild store.GuildID, l store.Limits) []account {
	in := func(letter byte) table.Key { return dayKey(d).Raw([]byte{letter}) }
	as := []account{
		{store.ScopeMember, in(letterMember).Raw(member), l.Member},
		{store.ScopeTotal, in(letterTotal), l.Total},
	}
	if guild == "" {
		return as
	}
	g := store.Snowflake(guild)
	return []account{
		{store.ScopeMemberHere, in(letterMemberHere).Raw(member).Number(g), l.MemberHere},
		as[0],
		{store.ScopeGuild, in(letterGuild).Number(g), l.Guild},
		as[1],
	}
}

func (s *Store) pseudonym(member store.UserID) []byte { return s.secret.Member(member) }

// Reserve counts the charge as used, in all four scopes or, when it would pass a limit in one, in none; the error is then a
// *BudgetError. However many reserve at a time, a limit is not passed. Settle replaces the worst case by what was used. What is
// never settled, because the process was killed, stays counted until the day ends.
func (s *Store) Reserve(ctx context.Context, c store.Charge) (store.Reservation, error) {
	if err := c.Validate(); err != nil {
		return store.Reservation{}, fmt.Errorf("reserve: %w", err)
	}
	d := store.DayOf(s.now())
	kept := reservation{Guild: c.Guild, Member: s.pseudonym(c.Member), Amount: c.Amount}
	counters := accounts(d, kept.Member, c.Guild, c.Limits)
	// A refusal, which may come in floods, costs no write.
	err := s.view(ctx, func(tx *bbolt.Tx) error { return within(tx, counters, c.Amount, d) })
	if err != nil {
		return store.Reservation{}, fmt.Errorf("reserve: %w", err)
	}
	random := make([]byte, reservationLen-4)
	rand.Read(random)
	id := dayKey(d).Raw(random)
	err = s.write(ctx, func(tx *bbolt.Tx) error {
		if err := within(tx, counters, c.Amount, d); err != nil {
			return commit.Refuse(err)
		}
		for _, a := range counters {
			used, _, err := readAmount(tx, a.key)
			if err != nil {
				return err
			}
			if err := table.WriteValue(tx, usageBucket, a.key, used.Plus(c.Amount)); err != nil {
				return err
			}
		}
		return table.WriteValue(tx, reservationsBucket, id, kept)
	})
	if err != nil {
		return store.Reservation{}, fmt.Errorf("reserve: %w", err)
	}
	return store.Reservation{ID: store.EncodeID(id), Amount: c.Amount, Resets: d.End()}, nil
}

// Settle replaces what r set aside by what was used, which may be more or nothing at all, on the day of the reservation.
// ErrSettled when that was done before, or more than a day after that day's end.
func (s *Store) Settle(ctx context.Context, r store.Reservation, used store.Amount) error {
	if err := used.Validate(); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	id := store.DecodeID(r.ID, reservationLen)
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(reservationsBucket))
		var value []byte
		if id != nil {
			value = b.Get(id)
		}
		if value == nil {
			return commit.Refuse(store.ErrSettled)
		}
		var kept reservation
		if err := table.Decode(value, &kept); err != nil {
			return commit.Refuse(err)
		}
		for _, a := range accounts(store.Day(binary.BigEndian.Uint32(id)), kept.Member, kept.Guild, store.Limits{}) {
			counted, ok, err := readAmount(tx, a.key)
			if err != nil {
				return err
			}
			if !ok { // deleted since, with the member or the server
				continue
			}
			if err := table.WriteValue(tx, usageBucket, a.key, counted.Minus(kept.Amount).Plus(used)); err != nil {
				return err
			}
		}
		return b.Delete(id)
	})
	if err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	return nil
}

// Usage returns what was used, reservations included, in the day (UTC) that at lies in. A member's own usage is known for that day
// and the day after, a server's and the total for Retention.Usage. The server "" leaves MemberHere and Guild zero.
func (s *Store) Usage(ctx context.Context, at time.Time, guild store.GuildID, member store.UserID) (store.Usage, error) {
	if err := errors.Join(store.OptionalID("server", guild), store.OptionalID("member", member)); err != nil {
		return store.Usage{}, fmt.Errorf("usage: %w", err)
	}
	d := store.DayOf(at)
	u := store.Usage{Resets: d.End()}
	err := s.view(ctx, func(tx *bbolt.Tx) (err error) {
		for _, a := range accounts(d, s.pseudonym(member), guild, store.Limits{}) {
			if *u.Of(a.scope), _, err = readAmount(tx, a.key); err != nil {
				return err
			}
		}
		return nil
	})
	return u, err
}

// within tells whether the counters have room for the amount.
func within(tx *bbolt.Tx, counters []account, asked store.Amount, d store.Day) error {
	for _, a := range counters {
		used, _, err := readAmount(tx, a.key)
		if err != nil {
			return err
		}
		if err := asked.Within(a.limit, used, a.scope, d.End()); err != nil {
			return err
		}
	}
	return nil
}

func readAmount(tx *bbolt.Tx, k []byte) (a store.Amount, ok bool, err error) {
	value := tx.Bucket([]byte(usageBucket)).Get(k)
	if value == nil {
		return a, false, nil
	}
	if err = table.Decode(value, &a); err == nil {
		err = a.Validate()
	}
	if err != nil {
		return store.Amount{}, false, fmt.Errorf("usage %x: %w", k, err)
	}
	return a, true, nil
}

// Admit lets a member's question in, and counts it, or refuses it with a *store.PaceError. In direct messages, where guild is "", no
// server's rate applies. It is kept in memory only.
func (s *Store) Admit(ctx context.Context, member store.UserID, guild store.GuildID, p store.Pace) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("admit a question: %w", err)
	}
	return s.paces.Admit(s.now(), member, guild, p)
}

package store

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"time"

	"go.etcd.io/bbolt"
)

// Amount is how much was asked of the bot and of its model.
type Amount struct {
	Questions int64 `json:"questions"`
	Tokens    int64 `json:"tokens"`
	Micros    int64 `json:"micros"` // money, in millionths of the operator's currency
}

// Limits are the most that may be used in a day (UTC). In each Amount, 0 sets no limit and a negative number allows nothing.
type Limits struct {
	MemberHere Amount `json:"member_here"` // one member in one server
	Member     Amount `json:"member"`      // one member everywhere, direct messages included
	Guild      Amount `json:"guild"`       // one server
	Total      Amount `json:"total"`       // everybody
}

// Scope is whose usage is counted.
type Scope string

const (
	ScopeMemberHere Scope = "member_here"
	ScopeMember     Scope = "member"
	ScopeGuild      Scope = "guild"
	ScopeTotal      Scope = "total"
)

// Unit is what is counted.
type Unit string

const (
	UnitQuestions Unit = "questions"
	UnitTokens    Unit = "tokens"
	UnitMicros    Unit = "micros"
)

// Charge is what a step may use at most, on whose account, and within which limits.
type Charge struct {
	Guild  GuildID // "" in direct messages: no server's limits apply
	Member UserID
	Amount Amount // the worst case; not negative
	Limits Limits
}

// Reservation is an amount set aside by Reserve.
type Reservation struct {
	ID     string
	Amount Amount
	Resets time.Time // when the day ends that it counts for
}

// BudgetError says which limit a charge would have passed. errors.Is finds ErrBudget in it.
type BudgetError struct {
	Scope  Scope
	Unit   Unit
	Limit  int64
	Used   int64 // reservations included
	Asked  int64
	Resets time.Time
}

func (e *BudgetError) Error() string {
	return fmt.Sprintf("%v: %d %s asked, %d of %d used in scope %s, resets %s", ErrBudget, e.Asked, e.Unit, e.Used, e.Limit, e.Scope,
		e.Resets.Format(time.RFC3339))
}

// Is makes every BudgetError an ErrBudget.
func (e *BudgetError) Is(target error) bool { return target == ErrBudget }

// Usage is what was used in a day.
type Usage struct {
	MemberHere, Member, Guild, Total Amount
	Resets                           time.Time
}

// day counts days of UTC since 1 January 1970.
type day uint32

func dayOf(t time.Time) day { return day(max(t.Unix(), 0) / (24 * 60 * 60)) }

func (d day) end() time.Time { return time.Unix((int64(d)+1)*24*60*60, 0).UTC() }

// The letters of scopes in keys.
const (
	letterTotal      = 't'
	letterGuild      = 'g'
	letterMember     = 'm'
	letterMemberHere = 'h'
)

const (
	pseudonymLen   = 16
	reservationLen = 4 + 12
)

// reservation is what is stored of one.
type reservation struct {
	Guild  GuildID `json:"guild"`
	Member []byte  `json:"member"` // pseudonym
	Amount Amount  `json:"amount"`
}

// account is one of the counters that a charge is counted in.
type account struct {
	scope Scope
	key   []byte
	limit Amount
}

// accounts returns the counters, the narrowest scope first.
func accounts(d day, member []byte, guild GuildID, l Limits) []account {
	in := func(letter byte) key { return key{}.day(d).raw([]byte{letter}) }
	as := []account{
		{ScopeMember, in(letterMember).raw(member), l.Member},
		{ScopeTotal, in(letterTotal), l.Total},
	}
	if guild == "" {
		return as
	}
	g := Snowflake(guild)
	return []account{
		{ScopeMemberHere, in(letterMemberHere).raw(member).number(g), l.MemberHere},
		as[0],
		{ScopeGuild, in(letterGuild).number(g), l.Guild},
		as[1],
	}
}

// Pseudonyms is the key of a store's pseudonyms, which nobody can tell from without it.
type Pseudonyms []byte

// Member stands for the member in counters, in 16 bytes.
func (p Pseudonyms) Member(member UserID) []byte {
	mac := hmac.New(sha256.New, p)
	mac.Write([]byte(member))
	return mac.Sum(nil)[:pseudonymLen]
}

// Text stands for the text under which what a model wrote is kept, which may hold a member's words; in 32 bytes.
func (p Pseudonyms) Text(text string) []byte {
	mac := hmac.New(sha256.New, p)
	mac.Write([]byte("written\x00"))
	mac.Write([]byte(text))
	return mac.Sum(nil)
}

func (s *Store) pseudonym(member UserID) []byte { return s.secret.Member(member) }

// Reserve counts the charge as used, in all four scopes or, when it would pass a limit in one, in none; the error is then a
// *BudgetError. However many reserve at a time, a limit is not passed. Settle replaces the worst case by what was used. What is
// never settled, because the process was killed, stays counted until the day ends.
func (s *Store) Reserve(ctx context.Context, c Charge) (Reservation, error) {
	if err := errors.Join(OptionalID("server", c.Guild), RequireID("member", c.Member), c.Amount.Validate()); err != nil {
		return Reservation{}, fmt.Errorf("reserve: %w", err)
	}
	d := dayOf(s.now())
	kept := reservation{Guild: c.Guild, Member: s.pseudonym(c.Member), Amount: c.Amount}
	counters := accounts(d, kept.Member, c.Guild, c.Limits)
	// A refusal, which may come in floods, costs no write.
	err := s.view(ctx, func(tx *bbolt.Tx) error { return within(tx, counters, c.Amount, d) })
	if err != nil {
		return Reservation{}, fmt.Errorf("reserve: %w", err)
	}
	random := make([]byte, reservationLen-4)
	rand.Read(random)
	id := key{}.day(d).raw(random)
	err = s.write(ctx, func(tx *bbolt.Tx) error {
		if err := within(tx, counters, c.Amount, d); err != nil {
			return refuse(err)
		}
		for _, a := range counters {
			used, _, err := readAmount(tx, a.key)
			if err != nil {
				return err
			}
			if err := writeValue(tx, usageBucket, a.key, used.Plus(c.Amount)); err != nil {
				return err
			}
		}
		return writeValue(tx, reservationsBucket, id, kept)
	})
	if err != nil {
		return Reservation{}, fmt.Errorf("reserve: %w", err)
	}
	return Reservation{ID: encodeID(id), Amount: c.Amount, Resets: d.end()}, nil
}

// Settle replaces what r set aside by what was used, which may be more or nothing at all, on the day of the reservation.
// ErrSettled when that was done before, or more than a day after that day's end.
func (s *Store) Settle(ctx context.Context, r Reservation, used Amount) error {
	if err := used.Validate(); err != nil {
		return fmt.Errorf("settle: %w", err)
	}
	id := decodeID(r.ID, reservationLen)
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		b := tx.Bucket([]byte(reservationsBucket))
		var value []byte
		if id != nil {
			value = b.Get(id)
		}
		if value == nil {
			return refuse(ErrSettled)
		}
		var kept reservation
		if err := decode(value, &kept); err != nil {
			return refuse(err)
		}
		for _, a := range accounts(day(binary.BigEndian.Uint32(id)), kept.Member, kept.Guild, Limits{}) {
			counted, ok, err := readAmount(tx, a.key)
			if err != nil {
				return err
			}
			if !ok { // deleted since, with the member or the server
				continue
			}
			if err := writeValue(tx, usageBucket, a.key, counted.Minus(kept.Amount).Plus(used)); err != nil {
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
func (s *Store) Usage(ctx context.Context, at time.Time, guild GuildID, member UserID) (Usage, error) {
	if err := errors.Join(OptionalID("server", guild), OptionalID("member", member)); err != nil {
		return Usage{}, fmt.Errorf("usage: %w", err)
	}
	d := dayOf(at)
	u := Usage{Resets: d.end()}
	counted := map[Scope]*Amount{ScopeMemberHere: &u.MemberHere, ScopeMember: &u.Member, ScopeGuild: &u.Guild, ScopeTotal: &u.Total}
	err := s.view(ctx, func(tx *bbolt.Tx) (err error) {
		for _, a := range accounts(d, s.pseudonym(member), guild, Limits{}) {
			if *counted[a.scope], _, err = readAmount(tx, a.key); err != nil {
				return err
			}
		}
		return nil
	})
	return u, err
}

// within tells whether the counters have room for the amount.
func within(tx *bbolt.Tx, counters []account, asked Amount, d day) error {
	for _, a := range counters {
		used, _, err := readAmount(tx, a.key)
		if err != nil {
			return err
		}
		if err := asked.Within(a.limit, used, a.scope, d.end()); err != nil {
			return err
		}
	}
	return nil
}

// Within tells whether a scope that has used so much has room for the amount; the error is a *BudgetError. In limit, 0 sets none and a
// negative number allows nothing.
func (a Amount) Within(limit, used Amount, scope Scope, resets time.Time) error {
	for _, u := range []struct {
		unit               Unit
		limit, used, asked int64
	}{
		{UnitQuestions, limit.Questions, used.Questions, a.Questions},
		{UnitTokens, limit.Tokens, used.Tokens, a.Tokens},
		{UnitMicros, limit.Micros, used.Micros, a.Micros},
	} {
		most := max(u.limit, 0)
		if u.limit != 0 && u.asked > 0 && (u.used > most || u.asked > most-u.used) {
			return &BudgetError{Scope: scope, Unit: u.unit, Limit: most, Used: u.used, Asked: u.asked, Resets: resets}
		}
	}
	return nil
}

// Validate refuses what is less than nothing.
func (a Amount) Validate() error {
	if a.Questions < 0 || a.Tokens < 0 || a.Micros < 0 {
		return fmt.Errorf("amount %+v is negative", a)
	}
	return nil
}

// Plus is the sum; it stops at the largest number rather than start again below zero.
func (a Amount) Plus(b Amount) Amount {
	add := func(x, y int64) int64 {
		if x > math.MaxInt64-y {
			return math.MaxInt64
		}
		return x + y
	}
	return Amount{add(a.Questions, b.Questions), add(a.Tokens, b.Tokens), add(a.Micros, b.Micros)}
}

// Minus is what is left, and never less than nothing.
func (a Amount) Minus(b Amount) Amount {
	return Amount{max(a.Questions-b.Questions, 0), max(a.Tokens-b.Tokens, 0), max(a.Micros-b.Micros, 0)}
}

func readAmount(tx *bbolt.Tx, k []byte) (a Amount, ok bool, err error) {
	value := tx.Bucket([]byte(usageBucket)).Get(k)
	if value == nil {
		return a, false, nil
	}
	if err = decode(value, &a); err == nil {
		err = a.Validate()
	}
	if err != nil {
		return Amount{}, false, fmt.Errorf("usage %x: %w", k, err)
	}
	return a, true, nil
}

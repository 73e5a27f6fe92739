package store

import (
	"crypto/hmac"
	"crypto/sha256"
	"errors"
	"fmt"
	"math"
	"time"
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

// Validate tells what no store takes.
func (c Charge) Validate() error {
	return errors.Join(OptionalID("server", c.Guild), RequireID("member", c.Member), c.Amount.Validate())
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

// Of is where the usage of a scope stands, nil for no scope.
func (u *Usage) Of(scope Scope) *Amount {
	return map[Scope]*Amount{ScopeMemberHere: &u.MemberHere, ScopeMember: &u.Member, ScopeGuild: &u.Guild, ScopeTotal: &u.Total}[scope]
}

// Day counts days of UTC since 1 January 1970.
type Day int32

const secondsOfDay = 24 * 60 * 60

// DayOf is the day that a time lies in.
func DayOf(t time.Time) Day { return Day(max(t.Unix(), 0) / secondsOfDay) }

// End is when the day is over.
func (d Day) End() time.Time { return time.Unix((int64(d)+1)*secondsOfDay, 0).UTC() }

// PseudonymLen is how many bytes stand for a member.
const PseudonymLen = 16

// How many texts of a model are kept, and their size in bytes, bound what is stored: 64 MiB at the very most, and some 10 MiB with answers
// of ordinary length.
const (
	MaxWritten     = 2048
	MaxWrittenSize = 24 << 10
)

// Pseudonyms is the key of a store's pseudonyms, which nobody can tell from without it.
type Pseudonyms []byte

// Member stands for the member in counters, in 16 bytes.
func (p Pseudonyms) Member(member UserID) []byte {
	mac := hmac.New(sha256.New, p)
	mac.Write([]byte(member))
	return mac.Sum(nil)[:PseudonymLen]
}

// Text stands for the text under which what a model wrote is kept, which may hold a member's words; in 32 bytes.
func (p Pseudonyms) Text(text string) []byte {
	mac := hmac.New(sha256.New, p)
	mac.Write([]byte("written\x00"))
	mac.Write([]byte(text))
	return mac.Sum(nil)
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

package store

import (
	"fmt"
	"maps"
	"sync"
	"time"
)

// Rate is how many may be asked within a time. They may be asked at once; then there is room for one more each time that its part of the
// time has passed.
type Rate struct {
	Questions int // at least 1
	Within    time.Duration
}

// Every is the part of the time that belongs to one, in whole microseconds, which every store can count.
func (r Rate) Every() time.Duration {
	return (r.Within / time.Duration(max(r.Questions, 1))).Truncate(time.Microsecond)
}

// Ahead is how far what was asked, spread evenly, may reach beyond now for one more to be let in.
func (r Rate) Ahead() time.Duration { return time.Duration(max(r.Questions, 1)-1) * r.Every() }

// Pace is at which rates a member, in all servers, and a server, all its members together, may ask.
type Pace struct{ Member, Guild Rate }

// PaceError says who asks too fast. What was refused does not count.
type PaceError struct {
	Scope Scope     // ScopeMember or ScopeGuild
	Until time.Time // when there is room for one more
}

func (e *PaceError) Error() string {
	return fmt.Sprintf("too many questions at a time in scope %s, until %s", e.Scope, e.Until.Format(time.RFC3339))
}

// Paces hold members and servers to rates, in the memory of one process: that they are forgotten when it ends harms nobody. The zero
// value is ready to use, by several goroutines at once.
type Paces struct {
	mu    sync.Mutex
	until map[paced]time.Time // guarded by mu: when all that was asked would be over, had it come evenly
}

type paced struct {
	scope Scope
	id    string
}

// remembered is how many are kept before those are forgotten who have asked nothing for long enough.
const remembered = 10_000

// Admit lets a member's question in at a time, and counts it, or refuses it with a *PaceError. In direct messages, where guild is "", no
// server's rate applies.
func (p *Paces) Admit(now time.Time, member UserID, guild GuildID, pace Pace) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.until == nil {
		p.until = map[paced]time.Time{}
	}
	if len(p.until) > remembered {
		maps.DeleteFunc(p.until, func(_ paced, until time.Time) bool { return !until.After(now) })
	}
	asked := []struct {
		paced
		Rate
	}{{paced{ScopeMember, string(member)}, pace.Member}, {paced{ScopeGuild, string(guild)}, pace.Guild}}
	if guild == "" {
		asked = asked[:1]
	}
	for _, a := range asked {
		if room := p.until[a.paced].Add(-a.Ahead()); room.After(now) {
			return &PaceError{Scope: a.scope, Until: room}
		}
	}
	for _, a := range asked {
		until := p.until[a.paced]
		if until.Before(now) {
			until = now
		}
		p.until[a.paced] = until.Add(a.Every())
	}
	return nil
}

package discordtest

import (
	"fmt"
	"slices"

	"readout/bot/discord/discordtest/wire"
)

// Tolerate lets the rest of the test break these rules without failing. The server's answers stay the same.
func (s *Server) Tolerate(rules ...wire.Rule) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range rules {
		s.tolerated[r] = true
	}
}

// Violations returns every mistake so far, tolerated ones included, in order.
func (s *Server) Violations() []wire.Violation {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.violations)
}

// violate notes a mistake and fails the test unless it is tolerated. The caller holds s.mu.
func (s *Server) violate(rule wire.Rule, where, format string, args ...any) {
	v := wire.Violation{Rule: rule, Where: where, Detail: fmt.Sprintf(format, args...)}
	s.violations = append(s.violations, v)
	if !s.tolerated[rule] {
		s.tb.Errorf("discordtest: %s", v)
	}
	s.mu.Notify()
}

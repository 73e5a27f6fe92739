package libraries

import (
	"context"
	"fmt"

	"readout/bot/store"
)

// Check reads everything of a server's library and tells all that is damaged; see library.Library.Check.
func (s *Libraries) Check(ctx context.Context, g store.GuildID) error {
	err := s.with(ctx, g, false, func(c *community) error {
		if c == nil {
			return nil
		}
		return c.library.Check(ctx)
	})
	if err != nil {
		return fmt.Errorf("check: %w", err)
	}
	return nil
}

package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"

	"readout/bot/discord/discordtest/wire"
)

// Commands returns the registered commands: the global ones with a nil guild, else those of the guild.
func (s *Server) Commands(g *Guild) []wire.Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	if g == nil {
		return s.commands.In("")
	}
	return s.commands.In(g.ID)
}

// WaitCommands waits until commands with all these names are registered, in whatever scope.
func (s *Server) WaitCommands(ctx context.Context, names ...string) {
	s.tb.Helper()
	missing := func() []string {
		there := s.commands.Names()
		return slices.DeleteFunc(slices.Clone(names), func(name string) bool { return slices.Contains(there, name) })
	}
	s.require(ctx, func() bool { return len(missing()) == 0 },
		func() string { return fmt.Sprintf("commands are not registered: %q", missing()) })
}

// scope checks the application of the path, and returns the guild of the path or "".
func (c *call) scope() string {
	if c.Value("application_id") != c.srv.bot.ID {
		wire.Refuse(&wire.Error{Status: 403, Code: 20012, Message: "You are not authorized to perform this action on this application"})
	}
	id := c.Value("guild_id")
	if id != "" {
		c.guild()
	}
	return id
}

func (c *call) listCommands() (int, any) { return http.StatusOK, c.srv.commands.In(c.scope()) }

func (c *call) setCommands() (int, any) {
	scope := c.scope()
	var definitions []json.RawMessage
	c.Decode(&definitions)
	return http.StatusOK, c.srv.commands.Set(scope, definitions)
}

func (c *call) createCommand() (int, any) {
	cmd, created := c.srv.commands.Create(c.scope(), c.Body)
	if created {
		return http.StatusCreated, cmd
	}
	return http.StatusOK, cmd
}

func (c *call) getCommand() (int, any) {
	return http.StatusOK, c.srv.commands.Get(c.scope(), c.Value("command_id"))
}

func (c *call) editCommand() (int, any) {
	scope := c.scope()
	named := map[string]json.RawMessage{}
	c.Decode(&named)
	return http.StatusOK, c.srv.commands.Edit(scope, c.Value("command_id"), named)
}

func (c *call) deleteCommand() (int, any) {
	c.srv.commands.Delete(c.scope(), c.Value("command_id"))
	return http.StatusNoContent, nil
}

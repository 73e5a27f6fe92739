package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"

	"readout/bot/discord/discordtest/wire"
)

// commands is the registry of an application. Guarded by Server.mu.
type commands struct {
	list    []*wire.Command
	created map[string][]time.Time // by guild, "" for global
}

// Limits on commands: how many of each type in one scope, and how many new ones in a day.
const (
	maxSlashCommands   = 100
	maxContextCommands = 15
	maxNewCommands     = 200
)

// Commands returns the registered commands: the global ones with a nil guild, else those of the guild.
func (s *Server) Commands(g *Guild) []wire.Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []wire.Command
	for _, c := range s.commands.list {
		if g == nil && c.GuildID == "" || g != nil && c.GuildID == g.ID {
			list = append(list, *c)
		}
	}
	return list
}

// WaitCommands waits until commands with all these names are registered, in whatever scope.
func (s *Server) WaitCommands(ctx context.Context, names ...string) {
	s.tb.Helper()
	missing := func() []string {
		return slices.DeleteFunc(slices.Clone(names), func(name string) bool {
			return slices.ContainsFunc(s.commands.list, func(c *wire.Command) bool { return c.Name == name })
		})
	}
	s.require(ctx, func() bool { return len(missing()) == 0 },
		func() string { return fmt.Sprintf("commands are not registered: %q", missing()) })
}

// commandFor finds the command that a client shows under a name: the guild's own before the global one.
func (s *Server) commandFor(g *Guild, kind int, name string) *wire.Command {
	var found *wire.Command
	for _, c := range s.commands.list {
		switch {
		case c.Type != kind || c.Name != name:
		case g != nil && c.GuildID == g.ID:
			return c
		case c.GuildID == "":
			found = c
		}
	}
	return found
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

func (c *call) listCommands() (int, any) {
	scope := c.scope()
	list := []wire.Command{}
	for _, cmd := range c.srv.commands.list {
		if cmd.GuildID == scope {
			list = append(list, *cmd)
		}
	}
	return http.StatusOK, list
}

// readCommand decodes a definition over base, checks it, and completes it.
func (c *call) readCommand(cmd *wire.Command, raw json.RawMessage, prefix string) {
	if err := json.Unmarshal(raw, cmd); err != nil {
		wire.Refuse(wire.Invalid(prefix, "BASE_TYPE_INVALID", "%v", err))
	}
	if cmd.Type == 0 {
		cmd.Type = wire.SlashCommand
	}
	if len(cmd.Options) == 0 {
		cmd.Options = nil
	}
	var p wire.Problems
	if prefix != "" {
		prefix += "."
	}
	p.CheckCommand(prefix, cmd)
	if e := p.Err(); e != nil {
		wire.Refuse(e)
	}
}

// register puts a command in the place of the one with its name, or adds it. It tells whether it is new.
func (c *call) register(cmd *wire.Command, scope string) (created bool) {
	s := c.srv
	cmd.ApplicationID, cmd.GuildID, cmd.Version = s.bot.ID, scope, s.newID()
	for i, old := range s.commands.list {
		if old.GuildID == scope && old.Type == cmd.Type && old.Name == cmd.Name {
			cmd.ID = old.ID
			s.commands.list[i] = cmd
			return false
		}
	}
	now := s.now()
	recent := wire.Within(s.commands.created[scope], now, 24*time.Hour)
	if len(recent) >= maxNewCommands {
		wire.Refuse(&wire.Error{Status: 400, Code: 30034, Rule: wire.CommandCreations,
			Message: "Max number of daily application command creates has been reached (200)"})
	}
	s.commands.created[scope] = append(recent, now)
	cmd.ID = s.newID()
	s.commands.list = append(s.commands.list, cmd)
	return true
}

// checkNumbers refuses more commands of a type than one scope can have.
func (c *call) checkNumbers(scope string) {
	numbers := map[int]int{}
	for _, cmd := range c.srv.commands.list {
		if cmd.GuildID == scope {
			numbers[cmd.Type]++
		}
	}
	if numbers[wire.SlashCommand] > maxSlashCommands || numbers[wire.UserCommand] > maxContextCommands ||
		numbers[wire.MessageCommand] > maxContextCommands {
		wire.Refuse(&wire.Error{Status: 400, Code: 30032, Message: "Maximum number of application commands reached", Rule: wire.InvalidRequest})
	}
}

// atomically restores the registry when f refuses.
func (c *call) atomically(f func()) {
	before := slices.Clone(c.srv.commands.list)
	defer func() {
		if e := recover(); e != nil {
			c.srv.commands.list = before
			panic(e)
		}
	}()
	f()
	c.srv.notify()
}

func (c *call) setCommands() (int, any) {
	scope := c.scope()
	var raws []json.RawMessage
	c.Decode(&raws)
	list := []wire.Command{}
	c.atomically(func() {
		var kept []*wire.Command
		for i, raw := range raws {
			cmd := &wire.Command{}
			c.readCommand(cmd, raw, strconv.Itoa(i))
			same := func(k *wire.Command) bool { return k.Type == cmd.Type && k.Name == cmd.Name }
			if slices.ContainsFunc(kept, same) {
				wire.Refuse(wire.Invalid(fmt.Sprintf("%d.name", i), "APPLICATION_COMMANDS_DUPLICATE_NAME",
					"Application command names must be unique: %q", cmd.Name))
			}
			c.register(cmd, scope)
			kept = append(kept, cmd)
			list = append(list, *cmd)
		}
		c.srv.commands.list = slices.DeleteFunc(c.srv.commands.list, func(old *wire.Command) bool {
			return old.GuildID == scope && !slices.Contains(kept, old)
		})
		c.checkNumbers(scope)
	})
	return http.StatusOK, list
}

func (c *call) createCommand() (int, any) {
	scope := c.scope()
	cmd, status := &wire.Command{}, http.StatusOK
	c.atomically(func() {
		c.readCommand(cmd, c.Body, "")
		if c.register(cmd, scope) {
			status = http.StatusCreated
		}
		c.checkNumbers(scope)
	})
	return status, *cmd
}

// command returns the command of the path.
func (c *call) command() *wire.Command {
	scope := c.scope()
	for _, cmd := range c.srv.commands.list {
		if cmd.ID == c.Value("command_id") && cmd.GuildID == scope {
			return cmd
		}
	}
	wire.Refuse(wire.ErrUnknownCommand)
	return nil
}

func (c *call) getCommand() (int, any) { return http.StatusOK, *c.command() }

func (c *call) editCommand() (int, any) {
	old := c.command()
	next := *old
	var named map[string]json.RawMessage
	c.Decode(&named)
	for field, at := range map[string]func(){
		"options":                   func() { next.Options = nil },
		"contexts":                  func() { next.Contexts = nil },
		"integration_types":         func() { next.IntegrationTypes = nil },
		"name_localizations":        func() { next.NameLocalizations = nil },
		"description_localizations": func() { next.DescriptionLocalizations = nil },
	} {
		if _, ok := named[field]; ok {
			at() // lists are replaced, not merged
		}
	}
	if _, ok := named["default_member_permissions"]; !ok {
		named["default_member_permissions"] = wire.Marshal(next.MemberPermissions)
	}
	c.readCommand(&next, wire.Marshal(named), "")
	next.ID, next.ApplicationID, next.GuildID, next.Type, next.Version = old.ID, old.ApplicationID, old.GuildID, old.Type, c.srv.newID()
	*old = next
	c.srv.notify()
	return http.StatusOK, next
}

func (c *call) deleteCommand() (int, any) {
	gone := c.command()
	c.srv.commands.list = slices.DeleteFunc(c.srv.commands.list, func(cmd *wire.Command) bool { return cmd == gone })
	c.srv.notify()
	return http.StatusNoContent, nil
}

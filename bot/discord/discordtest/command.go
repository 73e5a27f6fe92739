package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Command types.
const (
	SlashCommand   = 1
	UserCommand    = 2
	MessageCommand = 3
)

// Option types of slash commands.
const (
	OptionSubcommand = iota + 1
	OptionGroup
	OptionString
	OptionInteger
	OptionBoolean
	OptionUser
	OptionChannel
	OptionRole
	OptionMentionable
	OptionNumber
	OptionAttachment
)

// Contexts in which a command can be used.
const (
	ContextGuild = 0
	ContextBotDM = 1
)

// Command is a registered application command.
type Command struct {
	ID                       string            `json:"id"`
	ApplicationID            string            `json:"application_id"`
	GuildID                  string            `json:"guild_id,omitempty"` // empty for a global command
	Version                  string            `json:"version"`
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations"`
	Options                  []CommandOption   `json:"options,omitempty"`
	// MemberPermissions are what a member needs, nil meaning nothing; the guild's administrators can override it.
	MemberPermissions *Permission `json:"-"`
	DMPermission      *bool       `json:"dm_permission,omitempty"`
	Contexts          []int       `json:"contexts"`
	IntegrationTypes  []int       `json:"integration_types,omitempty"`
	NSFW              bool        `json:"nsfw"`
}

// CommandOption is an option, a subcommand or a group of a slash command.
type CommandOption struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations,omitempty"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations,omitempty"`
	Required                 bool              `json:"required,omitempty"`
	Autocomplete             bool              `json:"autocomplete,omitempty"`
	Choices                  []Choice          `json:"choices,omitempty"`
	Options                  []CommandOption   `json:"options,omitempty"`
	ChannelTypes             []int             `json:"channel_types,omitempty"`
	MinValue                 *float64          `json:"min_value,omitempty"`
	MaxValue                 *float64          `json:"max_value,omitempty"`
	MinLength                *int              `json:"min_length,omitempty"`
	MaxLength                *int              `json:"max_length,omitempty"`
}

// Choice is one value that an option can have, or that autocomplete proposes.
type Choice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations,omitempty"`
	Value             any               `json:"value"` // string, or float64
}

// MarshalJSON writes the command with its permissions as a string, as Discord does.
func (c Command) MarshalJSON() ([]byte, error) {
	type plain Command
	var permissions *string
	if c.MemberPermissions != nil {
		text := c.MemberPermissions.String()
		permissions = &text
	}
	return json.Marshal(struct {
		plain
		Permissions *string `json:"default_member_permissions"`
	}{plain(c), permissions})
}

// UnmarshalJSON accepts the permissions as a string and as a number.
func (c *Command) UnmarshalJSON(data []byte) error {
	type plain Command
	in := struct {
		*plain
		Permissions any `json:"default_member_permissions"`
	}{plain: (*plain)(c)}
	if err := json.Unmarshal(data, &in); err != nil {
		return err
	}
	switch v := in.Permissions.(type) {
	case nil:
		c.MemberPermissions = nil
	case string:
		n, err := strconv.ParseUint(v, 10, 64)
		if err != nil {
			return fmt.Errorf("default_member_permissions: %w", err)
		}
		p := Permission(n)
		c.MemberPermissions = &p
	case float64:
		p := Permission(v)
		c.MemberPermissions = &p
	default:
		return fmt.Errorf("default_member_permissions: %v is neither a string nor a number", v)
	}
	return nil
}

// commands is the registry of an application. Guarded by Server.mu.
type commands struct {
	list    []*Command
	created map[string][]time.Time // by guild, "" for global
}

// Limits on commands: how many of each type in one scope, and how many new ones in a day.
const (
	maxSlashCommands   = 100
	maxContextCommands = 15
	maxNewCommands     = 200
)

// Commands returns the registered commands: the global ones with a nil guild, else those of the guild.
func (s *Server) Commands(g *Guild) []Command {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Command
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
			return slices.ContainsFunc(s.commands.list, func(c *Command) bool { return c.Name == name })
		})
	}
	s.require(ctx, func() bool { return len(missing()) == 0 }, func() string { return fmt.Sprintf("commands are not registered: %q", missing()) })
}

// commandFor finds the command that a client shows under a name: the guild's own before the global one.
func (s *Server) commandFor(g *Guild, kind int, name string) *Command {
	var found *Command
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

// allowedIn tells whether the command is offered in guilds (ContextGuild) or in direct messages (ContextBotDM).
func (c *Command) allowedIn(context int) bool {
	if c.GuildID != "" {
		return context == ContextGuild
	}
	if c.Contexts != nil {
		return slices.Contains(c.Contexts, context)
	}
	return context == ContextGuild || c.DMPermission == nil || *c.DMPermission
}

// scope checks the application of the path, and returns the guild of the path or "".
func (c *call) scope() string {
	if c.value("application_id") != c.srv.bot.ID {
		refuse(&apiError{status: 403, code: 20012, message: "You are not authorized to perform this action on this application"})
	}
	id := c.value("guild_id")
	if id != "" {
		c.guild()
	}
	return id
}

func (c *call) listCommands() (int, any) {
	scope := c.scope()
	list := []Command{}
	for _, cmd := range c.srv.commands.list {
		if cmd.GuildID == scope {
			list = append(list, *cmd)
		}
	}
	return http.StatusOK, list
}

// readCommand decodes a definition over base, checks it, and completes it.
func (c *call) readCommand(cmd *Command, raw json.RawMessage, prefix string) {
	if err := json.Unmarshal(raw, cmd); err != nil {
		refuse(invalid(prefix, "BASE_TYPE_INVALID", "%v", err))
	}
	if cmd.Type == 0 {
		cmd.Type = SlashCommand
	}
	if len(cmd.Options) == 0 {
		cmd.Options = nil
	}
	var p problems
	if prefix != "" {
		prefix += "."
	}
	p.checkCommand(prefix, cmd)
	if e := p.err(); e != nil {
		refuse(e)
	}
}

// register puts a command in the place of the one with its name, or adds it. It tells whether it is new.
func (c *call) register(cmd *Command, scope string) (created bool) {
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
	recent := within(s.commands.created[scope], now, 24*time.Hour)
	if len(recent) >= maxNewCommands {
		refuse(&apiError{status: 400, code: 30034, rule: CommandCreations,
			message: "Max number of daily application command creates has been reached (200)"})
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
	if numbers[SlashCommand] > maxSlashCommands || numbers[UserCommand] > maxContextCommands || numbers[MessageCommand] > maxContextCommands {
		refuse(&apiError{status: 400, code: 30032, message: "Maximum number of application commands reached", rule: InvalidRequest})
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
	c.decode(&raws)
	list := []Command{}
	c.atomically(func() {
		var kept []*Command
		for i, raw := range raws {
			cmd := &Command{}
			c.readCommand(cmd, raw, strconv.Itoa(i))
			same := func(k *Command) bool { return k.Type == cmd.Type && k.Name == cmd.Name }
			if slices.ContainsFunc(kept, same) {
				refuse(invalid(fmt.Sprintf("%d.name", i), "APPLICATION_COMMANDS_DUPLICATE_NAME", "Application command names must be unique: %q", cmd.Name))
			}
			c.register(cmd, scope)
			kept = append(kept, cmd)
			list = append(list, *cmd)
		}
		c.srv.commands.list = slices.DeleteFunc(c.srv.commands.list, func(old *Command) bool {
			return old.GuildID == scope && !slices.Contains(kept, old)
		})
		c.checkNumbers(scope)
	})
	return http.StatusOK, list
}

func (c *call) createCommand() (int, any) {
	scope := c.scope()
	cmd, status := &Command{}, http.StatusOK
	c.atomically(func() {
		c.readCommand(cmd, c.body, "")
		if c.register(cmd, scope) {
			status = http.StatusCreated
		}
		c.checkNumbers(scope)
	})
	return status, *cmd
}

// command returns the command of the path.
func (c *call) command() *Command {
	scope := c.scope()
	for _, cmd := range c.srv.commands.list {
		if cmd.ID == c.value("command_id") && cmd.GuildID == scope {
			return cmd
		}
	}
	refuse(errUnknownCommand)
	return nil
}

func (c *call) getCommand() (int, any) { return http.StatusOK, *c.command() }

func (c *call) editCommand() (int, any) {
	old := c.command()
	next := *old
	var named map[string]json.RawMessage
	c.decode(&named)
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
		named["default_member_permissions"] = marshal(next.MemberPermissions)
	}
	c.readCommand(&next, marshal(named), "")
	next.ID, next.ApplicationID, next.GuildID, next.Type, next.Version = old.ID, old.ApplicationID, old.GuildID, old.Type, c.srv.newID()
	*old = next
	c.srv.notify()
	return http.StatusOK, next
}

func (c *call) deleteCommand() (int, any) {
	gone := c.command()
	c.srv.commands.list = slices.DeleteFunc(c.srv.commands.list, func(cmd *Command) bool { return cmd == gone })
	c.srv.notify()
	return http.StatusNoContent, nil
}

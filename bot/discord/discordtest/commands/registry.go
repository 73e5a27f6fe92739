// Package commands is the registry of an application's commands: what a bot registers, in which scope, and what Discord refuses of it.
package commands

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"

	"readout/bot/discord/discordtest/wire"
)

// Limits on commands: how many of each type in one scope, and how many new ones in a day.
const (
	maxSlashCommands   = 100
	maxContextCommands = 15
	maxNewCommands     = 200
)

// Registry holds commands. A scope is the ID of a guild, "" for global ones. What Discord does not take is refused by wire.Refuse, and
// changes nothing. Its caller holds the server's lock.
type Registry struct {
	application string
	now         func() time.Time
	newID       func() string

	list    []*wire.Command
	created map[string][]time.Time // by scope
}

// New is the empty registry of an application.
func New(application string, now func() time.Time, newID func() string) *Registry {
	return &Registry{application: application, now: now, newID: newID, created: map[string][]time.Time{}}
}

// In lists the commands of a scope.
func (r *Registry) In(scope string) []wire.Command {
	list := []wire.Command{}
	for _, cmd := range r.list {
		if cmd.GuildID == scope {
			list = append(list, *cmd)
		}
	}
	return list
}

// Names are the names of all commands, whatever their scope.
func (r *Registry) Names() (names []string) {
	for _, cmd := range r.list {
		names = append(names, cmd.Name)
	}
	return names
}

// Shown is the command that a client shows under a name: the guild's own before the global one; nil for none.
func (r *Registry) Shown(guild string, kind int, name string) *wire.Command {
	var found *wire.Command
	for _, cmd := range r.list {
		switch {
		case cmd.Type != kind || cmd.Name != name:
		case guild != "" && cmd.GuildID == guild:
			return cmd
		case cmd.GuildID == "":
			found = cmd
		}
	}
	return found
}

// Get is the command of a scope with an ID.
func (r *Registry) Get(scope, id string) wire.Command { return *r.get(scope, id) }

func (r *Registry) get(scope, id string) *wire.Command {
	for _, cmd := range r.list {
		if cmd.ID == id && cmd.GuildID == scope {
			return cmd
		}
	}
	wire.Refuse(wire.ErrUnknownCommand)
	return nil
}

// Set makes these definitions all that the scope has.
func (r *Registry) Set(scope string, definitions []json.RawMessage) []wire.Command {
	list := []wire.Command{}
	r.atomically(func() {
		var kept []*wire.Command
		for i, raw := range definitions {
			cmd := &wire.Command{}
			read(cmd, raw, strconv.Itoa(i))
			same := func(k *wire.Command) bool { return k.Type == cmd.Type && k.Name == cmd.Name }
			if slices.ContainsFunc(kept, same) {
				wire.Refuse(wire.Invalid(fmt.Sprintf("%d.name", i), "APPLICATION_COMMANDS_DUPLICATE_NAME",
					"Application command names must be unique: %q", cmd.Name))
			}
			r.register(cmd, scope)
			kept = append(kept, cmd)
			list = append(list, *cmd)
		}
		r.list = slices.DeleteFunc(r.list, func(old *wire.Command) bool { return old.GuildID == scope && !slices.Contains(kept, old) })
		r.checkNumbers(scope)
	})
	return list
}

// Create adds a command, or puts it in the place of the one with its name, and tells whether it is new.
func (r *Registry) Create(scope string, definition json.RawMessage) (cmd wire.Command, created bool) {
	made := &wire.Command{}
	r.atomically(func() {
		read(made, definition, "")
		created = r.register(made, scope)
		r.checkNumbers(scope)
	})
	return *made, created
}

// Edit changes of a command the fields that are named.
func (r *Registry) Edit(scope, id string, named map[string]json.RawMessage) wire.Command {
	old := r.get(scope, id)
	next := *old
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
	read(&next, wire.Marshal(named), "")
	next.ID, next.ApplicationID, next.GuildID, next.Type, next.Version = old.ID, old.ApplicationID, old.GuildID, old.Type, r.newID()
	*old = next
	return next
}

// Delete removes a command.
func (r *Registry) Delete(scope, id string) {
	gone := r.get(scope, id)
	r.list = slices.DeleteFunc(r.list, func(cmd *wire.Command) bool { return cmd == gone })
}

// read decodes a definition over what is there, checks it, and completes it.
func read(cmd *wire.Command, raw json.RawMessage, prefix string) {
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
func (r *Registry) register(cmd *wire.Command, scope string) (created bool) {
	cmd.ApplicationID, cmd.GuildID, cmd.Version = r.application, scope, r.newID()
	for i, old := range r.list {
		if old.GuildID == scope && old.Type == cmd.Type && old.Name == cmd.Name {
			cmd.ID = old.ID
			r.list[i] = cmd
			return false
		}
	}
	now := r.now()
	recent := wire.Within(r.created[scope], now, 24*time.Hour)
	if len(recent) >= maxNewCommands {
		wire.Refuse(&wire.Error{Status: 400, Code: 30034, Rule: wire.CommandCreations,
			Message: "Max number of daily application command creates has been reached (200)"})
	}
	r.created[scope] = append(recent, now)
	cmd.ID = r.newID()
	r.list = append(r.list, cmd)
	return true
}

// checkNumbers refuses more commands of a type than one scope can have.
func (r *Registry) checkNumbers(scope string) {
	numbers := map[int]int{}
	for _, cmd := range r.list {
		if cmd.GuildID == scope {
			numbers[cmd.Type]++
		}
	}
	if numbers[wire.SlashCommand] > maxSlashCommands || numbers[wire.UserCommand] > maxContextCommands ||
		numbers[wire.MessageCommand] > maxContextCommands {
		wire.Refuse(&wire.Error{Status: 400, Code: 30032, Message: "Maximum number of application commands reached", Rule: wire.InvalidRequest})
	}
}

// atomically restores what is registered when f refuses.
func (r *Registry) atomically(f func()) {
	before := slices.Clone(r.list)
	defer func() {
		if e := recover(); e != nil {
			r.list = before
			panic(e)
		}
	}()
	f()
}

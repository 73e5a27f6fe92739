// Package client knows what Discord's own client lets a member enter: a command's options, a menu's choices, a form's fields. What it does
// not allow is a [Complaint], which ends the member's action.
package client

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"readout/bot/discord/discordtest/wire"
)

// Complaint is what a member cannot do. It is panicked with.
type Complaint string

// Complain stops the member's action.
func Complain(format string, args ...any) { panic(Complaint(fmt.Sprintf(format, args...))) }

// Subcommand finds the options that the words below a command lead to, and the group and subcommand on the way.
func Subcommand(cmd *wire.Command, words []string) (options, path []wire.CommandOption) {
	line := strings.Join(append([]string{cmd.Name}, words...), " ")
	options = cmd.Options
	for _, word := range words {
		i := slices.IndexFunc(options, func(o wire.CommandOption) bool { return o.Name == word && o.Type <= wire.OptionGroup })
		if i < 0 {
			Complain("uses /%s, but there is no %q", line, word)
		}
		path = append(path, options[i])
		options = options[i].Options
	}
	if len(options) > 0 && options[0].Type <= wire.OptionGroup {
		Complain("uses /%s without a subcommand", line)
	}
	return options, path
}

// Nest puts the values into their subcommand and group.
func Nest(path []wire.CommandOption, values []wire.Object) []wire.Object {
	for _, o := range slices.Backward(path) {
		if values == nil {
			values = []wire.Object{}
		}
		values = []wire.Object{{"name": o.Name, "type": o.Type, "options": values}}
	}
	return values
}

// MustBe complains of a value for an option that is of none of the types.
func MustBe(o wire.CommandOption, given any, types ...int) {
	if !slices.Contains(types, o.Type) {
		Complain("gives %q a %T, which is not of its type", o.Name, given)
	}
}

// Resolve adds an object that a value names to those that come with a command, and returns its ID.
func Resolve(resolved wire.Object, kind, id string, v any) string {
	of, ok := resolved[kind].(wire.Object)
	if !ok {
		of = wire.Object{}
		resolved[kind] = of
	}
	of[id] = v
	return id
}

// Check checks a text, a number or a truth value for an option.
func Check(o wire.CommandOption, given any) {
	switch v := given.(type) {
	case string:
		MustBe(o, given, wire.OptionString)
		n := utf8.RuneCountInString(v)
		if n == 0 || o.MinLength != nil && n < *o.MinLength || o.MaxLength != nil && n > *o.MaxLength || n > 6000 {
			Complain("gives %q a text of %d characters", o.Name, n)
		}
	case float64:
		MustBe(o, given, wire.OptionInteger, wire.OptionNumber)
		if o.Type == wire.OptionInteger && v != float64(int64(v)) {
			MustBe(o, given)
		}
		if o.MinValue != nil && v < *o.MinValue || o.MaxValue != nil && v > *o.MaxValue {
			Complain("gives %q %v, which is out of range", o.Name, v)
		}
	case bool:
		MustBe(o, given, wire.OptionBoolean)
		return
	default:
		MustBe(o, given)
	}
	if len(o.Choices) > 0 && !slices.ContainsFunc(o.Choices, func(c wire.Choice) bool { return c.Value == given }) {
		Complain("gives %q %v, which is not one of its choices", o.Name, given)
	}
}

// Component finds the button of the name on the message, or the menu, which a member can use.
func Component(m *wire.Message, name string, button bool) *wire.Component {
	var found *wire.Component
	for _, c := range m.Interactive() {
		if (c.Type == wire.Button) != button {
			continue
		}
		if c.CustomID == name || button && c.Label == name || !button && c.Placeholder == name {
			found = &c
		}
	}
	switch {
	case found == nil:
		Complain("finds no %q on the message; its buttons are %q", name, m.Labels())
	case found.Disabled:
		Complain("cannot use %q: it is disabled", name)
	case found.CustomID == "":
		Complain("clicks %q, which is a link", name)
	}
	return found
}

// Choose checks how many values a menu takes, and turns labels into values.
func Choose(c *wire.Component, values []string) []string {
	least, most := c.ValueRange()
	if len(values) < least || len(values) > most {
		Complain("chooses %d values of %q, which takes %d to %d", len(values), c.CustomID, least, most)
	}
	if c.Type != wire.StringSelect {
		return values
	}
	chosen := []string{}
	for _, v := range values {
		i := slices.IndexFunc(c.Options, func(o wire.SelectOption) bool { return o.Value == v || o.Label == v })
		if i < 0 {
			Complain("chooses %q, which is not in the menu", v)
		}
		chosen = append(chosen, c.Options[i].Value)
	}
	return chosen
}

// Fill fills in a form. The keys are labels or custom IDs; a field that is left out keeps its value.
func Fill(form *wire.Form, values map[string]string) []wire.Object {
	used := map[string]bool{}
	rows := []wire.Object{}
	for _, row := range form.Components {
		switch row.Type {
		case wire.Label:
			inner := *row.Component
			inner.Label = row.Label
			rows = append(rows, wire.Object{"type": wire.Label, "id": row.ID, "component": field(inner, values, used)})
		case wire.ActionRow:
			fields := []wire.Object{field(row.Components[0], values, used)}
			rows = append(rows, wire.Object{"type": wire.ActionRow, "id": row.ID, "components": fields})
		default:
			rows = append(rows, wire.Object{"type": row.Type, "id": row.ID})
		}
	}
	for key := range values {
		if !used[key] {
			Complain("fills in %q, which is not in the form", key)
		}
	}
	return rows
}

// field fills in one field, and notes the key of the value that it used.
func field(c wire.Component, values map[string]string, used map[string]bool) wire.Object {
	text, key := c.Value, ""
	for _, k := range []string{c.CustomID, c.Label} {
		if v, ok := values[k]; ok {
			text, key = v, k
		}
	}
	used[key] = true
	w := wire.Object{"type": c.Type, "custom_id": c.CustomID, "id": c.ID}
	if c.Type != wire.TextInput {
		w["values"] = Choose(&c, strings.Fields(text))
		return w
	}
	least, most := c.LengthRange()
	n := utf8.RuneCountInString(text)
	if n == 0 && (c.Required == nil || *c.Required) {
		Complain("leaves the required field %q empty", c.Label)
	}
	if n > 0 && (n < least || n > most) {
		Complain("gives %q %d characters, %d to %d are allowed", c.Label, n, least, most)
	}
	w["value"] = text
	return w
}

// Give checks the values that a member gives to a command's options, by their names, and returns them as value makes them for the wire.
// focused is the option being typed into, whose value and whose absent neighbours are not checked; "" for none.
func Give(
	options []wire.CommandOption, args map[string]any, focused string, value func(wire.CommandOption, any) any,
) (values []wire.Object) {
	for name := range args {
		if !slices.ContainsFunc(options, func(o wire.CommandOption) bool { return o.Name == name }) {
			Complain("gives %q, which is no option", name)
		}
	}
	for _, o := range options {
		given, ok := args[o.Name]
		switch {
		case !ok && o.Required && focused == "":
			Complain("leaves out the required option %q", o.Name)
		case !ok:
		case o.Name == focused:
			values = append(values, wire.Object{"name": o.Name, "type": o.Type, "value": given, "focused": true})
		default:
			values = append(values, wire.Object{"name": o.Name, "type": o.Type, "value": value(o, given)})
		}
	}
	return values
}

// Data adds to a command's data what it has only when there is something.
func Data(data wire.Object, cmd *wire.Command, options []wire.Object, resolved wire.Object) wire.Object {
	if cmd.GuildID != "" {
		data["guild_id"] = cmd.GuildID
	}
	if len(options) > 0 {
		data["options"] = options
	}
	if len(resolved) > 0 {
		data["resolved"] = resolved
	}
	return data
}

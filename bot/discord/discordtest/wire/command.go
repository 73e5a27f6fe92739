package wire

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
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

// AllowedIn tells whether the command is offered in guilds (ContextGuild) or in direct messages (ContextBotDM).
func (c *Command) AllowedIn(context int) bool {
	if c.GuildID != "" {
		return context == ContextGuild
	}
	if c.Contexts != nil {
		return slices.Contains(c.Contexts, context)
	}
	return context == ContextGuild || c.DMPermission == nil || *c.DMPermission
}

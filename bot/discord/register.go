package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat"
	"readout/bot/chat/members"
	"readout/bot/chat/moderators"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
	"readout/bot/store"
)

// optionTypes are the kinds of options as Discord has them, and channelTypes the channels that some are limited to.
var (
	optionTypes = map[chat.Kind]int{
		chat.TakesText: int(discordgo.ApplicationCommandOptionString), chat.TakesYesNo: int(discordgo.ApplicationCommandOptionBoolean),
		chat.TakesNumber: int(discordgo.ApplicationCommandOptionInteger), chat.TakesChannel: int(discordgo.ApplicationCommandOptionChannel),
		chat.TakesPlace: int(discordgo.ApplicationCommandOptionChannel), chat.TakesRole: int(discordgo.ApplicationCommandOptionRole),
		chat.TakesFile: int(discordgo.ApplicationCommandOptionAttachment), chat.Subcommand: int(discordgo.ApplicationCommandOptionSubCommand),
	}
	channelTypes = map[chat.Kind][]int{
		chat.TakesChannel: {int(discordgo.ChannelTypeGuildText), int(discordgo.ChannelTypeGuildNews)},
		chat.TakesPlace:   {int(discordgo.ChannelTypeGuildForum), int(discordgo.ChannelTypeGuildText), int(discordgo.ChannelTypeGuildNews)},
	}
)

// wireCommand is a command as it is registered: what is compared with what Discord has.
type wireCommand struct {
	ID   string `json:"id,omitempty"`
	Type int    `json:"type"`
	wireNames
	Options          []wireOption `json:"options,omitempty"`
	Permissions      string       `json:"default_member_permissions,omitempty"`
	Contexts         []int        `json:"contexts"`
	IntegrationTypes []int        `json:"integration_types"`
}

// wireNames are the name and the description of a command or an option, in the first language and in the others.
type wireNames struct {
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations,omitempty"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations,omitempty"`
}

type wireOption struct {
	Type int `json:"type"`
	wireNames
	Required     bool         `json:"required,omitempty"`
	Autocomplete bool         `json:"autocomplete,omitempty"`
	MaxLength    int          `json:"max_length,omitempty"`
	MinValue     *int         `json:"min_value,omitempty"`
	MaxValue     *int         `json:"max_value,omitempty"`
	ChannelTypes []int        `json:"channel_types,omitempty"`
	Choices      []wireChoice `json:"choices,omitempty"`
	Options      []wireOption `json:"options,omitempty"`
}

type wireChoice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations,omitempty"`
	Value             string            `json:"value"`
}

// wireCommands are the commands to register, named in all languages.
func wireCommands(ls wording.Languages) []wireCommand {
	var out []wireCommand
	for _, c := range commandsOf(nil, nil) {
		w := wireCommand{Type: 1, Contexts: []int{0, 1}, IntegrationTypes: []int{0}}
		if c.Menu {
			w.Type = 3
		}
		if c.GuildOnly {
			w.Contexts = []int{0}
		}
		if c.Hidden {
			w.Permissions = strconv.Itoa(discordgo.PermissionManageGuild)
		}
		w.wireNames = namesOf(ls, c.Key)
		w.Options = wireOptions(ls, c.Key, c.Options)
		out = append(out, w)
	}
	return out
}

func wireOptions(ls wording.Languages, parent string, options []chat.Option) []wireOption {
	var out []wireOption
	for _, o := range options {
		key := parent + "." + o.Key
		w := wireOption{Type: optionTypes[o.Kind], ChannelTypes: channelTypes[o.Kind], Required: o.Required, Autocomplete: o.Proposed,
			MaxLength: o.Longest}
		w.wireNames = namesOf(ls, key)
		if o.Most > 0 {
			w.MinValue, w.MaxValue = new(0), new(o.Most)
		}
		for _, c := range o.Choices {
			wire := wireChoice{Name: c.Name, Value: c.Value}
			if c.Name == "*" {
				wire.Name, wire.NameLocalizations = ls[0].Choices[c.Value], map[string]string{}
				for _, l := range ls[1:] {
					wire.NameLocalizations[l.Tag] = l.Choices[c.Value]
				}
			}
			w.Choices = append(w.Choices, wire)
		}
		w.Options = wireOptions(ls, key, o.Options)
		out = append(out, w)
	}
	return out
}

// namesOf are the names of a command or an option.
func namesOf(ls wording.Languages, key string) wireNames {
	n := wireNames{ls[0].Commands[key].Name, map[string]string{}, ls[0].Commands[key].Description, map[string]string{}}
	for _, l := range ls[1:] {
		n.NameLocalizations[l.Tag] = l.Commands[key].Name
		if d := l.Commands[key].Description; d != "" {
			n.DescriptionLocalizations[l.Tag] = d
		}
	}
	return n
}

// register makes Discord's commands those of the table, in one request and only when they differ: Discord counts creations. It
// returns the commands' IDs by key.
func (r *rest) register(ctx context.Context, application string, ls wording.Languages) (ids map[string]string, changed bool, err error) {
	want := wireCommands(ls)
	var have []wireCommand
	if err = r.Do(ctx, commandsCall(application), &have); err != nil {
		return nil, false, err
	}
	if changed = !sameCommands(want, have); changed {
		set := api.Call{Route: "set commands", Method: http.MethodPut, URL: discordgo.EndpointApplicationGlobalCommands(application),
			Lane: "commands",
			Body: want, Repeat: true}
		err = r.Do(ctx, set, &have)
		if err != nil {
			return nil, false, err
		}
	}
	ids = map[string]string{}
	for _, c := range commandsOf(nil, nil) {
		for _, h := range have {
			if h.Name == ls[0].Commands[c.Key].Name {
				ids[c.Key] = h.ID
			}
		}
	}
	return ids, changed, nil
}

// commandsCall asks for the registered commands, with their names in all languages.
func commandsCall(application string) api.Call {
	return api.Call{Route: "commands", Method: http.MethodGet, Lane: "commands", Repeat: true,
		URL: discordgo.EndpointApplicationGlobalCommands(application) + "?with_localizations=true"}
}

// sameCommands compares commands by what is registered of them, in any order.
func sameCommands(a, b []wireCommand) bool {
	return slices.Equal(canonical(a), canonical(b))
}

func canonical(commands []wireCommand) []string {
	var out []string
	for _, c := range commands {
		c.ID = ""
		data, err := json.Marshal(c)
		if err != nil {
			panic(err) // strings and numbers only
		}
		out = append(out, string(data))
	}
	slices.Sort(out)
	return out
}

// chosen is who handles what a member chose of a command, and what was given.
func (b *bot) chosen(c chat.Command, d discordgo.ApplicationCommandInteractionData) (chat.Handler, chat.Arguments, bool) {
	if c.Handle != nil {
		given := b.given(c.Key, c.Options, d.Options, d.Resolved)
		given.Message = b.target(d)
		return c.Handle, given, true
	}
	if len(d.Options) == 0 || d.Options[0] == nil {
		return nil, chat.Arguments{}, false
	}
	for _, o := range c.Options {
		under := c.Key + "." + o.Key
		if o.Handle != nil && wording.English().Commands[under].Name == d.Options[0].Name {
			return o.Handle, b.given(under, o.Options, d.Options[0].Options, d.Resolved), true
		}
	}
	return nil, chat.Arguments{}, false
}

// given are the values of options, by key.
func (b *bot) given(under string, options []chat.Option, values []*discordgo.ApplicationCommandInteractionDataOption,
	resolved *discordgo.ApplicationCommandInteractionDataResolved) chat.Arguments {
	out := chat.Arguments{Under: under, Values: map[string]any{}, Files: map[string]*chat.Upload{}}
	for _, o := range options {
		name := wording.English().Commands[under+"."+o.Key].Name
		for _, v := range values {
			if v == nil || v.Name != name {
				continue
			}
			if _, before := out.Values[o.Key]; !before {
				out.Values[o.Key] = v.Value
			}
			if v.Focused {
				out.Typing = o.Key
			}
		}
		if id := out.Text(o.Key); o.Kind == chat.TakesFile && resolved != nil && resolved.Attachments[id] != nil {
			file := resolved.Attachments[id]
			out.Files[o.Key] = &chat.Upload{Name: file.Filename, Load: func(ctx context.Context) ([]byte, error) { return b.download(ctx, file) }}
		}
	}
	return out
}

// target is the message that a command of its menu is about, nil for none.
func (b *bot) target(d discordgo.ApplicationCommandInteractionData) *chat.Target {
	if d.TargetID == "" {
		return nil
	}
	t := &chat.Target{ID: store.MessageID(d.TargetID)}
	if d.Resolved == nil || d.Resolved.Messages[d.TargetID] == nil {
		return t
	}
	m := d.Resolved.Messages[d.TargetID]
	t.Text = m.Content
	if m.Author != nil {
		t.Author = store.UserID(m.Author.ID)
		if m.Author.ID == b.self.Load().user {
			t.Receipt = receiptIn(m)
		}
	}
	return t
}

// commandsOf are all commands, those of moderators last. For nil it tells what they are.
func commandsOf(b *members.Members, m *moderators.Moderators) []chat.Command {
	return append(b.Commands(), m.Commands()...)
}

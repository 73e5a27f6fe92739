// Package permissions computes what Discord lets a member do in a server and its channels.
package permissions

import (
	"slices"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Permission is one of Discord's, in the words of its settings.
type Permission struct {
	Bit  int64
	Name string
}

var (
	view    = Permission{discordgo.PermissionViewChannel, "View Channels"}
	send    = Permission{discordgo.PermissionSendMessages, "Send Messages"}
	threads = Permission{discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads"}
	start   = Permission{discordgo.PermissionCreatePublicThreads, "Create Public Threads"}
	embed   = Permission{discordgo.PermissionEmbedLinks, "Embed Links"}
	history = Permission{discordgo.PermissionReadMessageHistory, "Read Message History"}
)

// Needed are the permissions that the bot uses wherever it is met. Embed Links has it show links as links where a message has any.
var Needed = []Permission{view, send, threads, embed, history}

// Door is a way in which the bot is met in a server.
type Door struct {
	Name  string
	Needs []Permission // there, at least
	Also  string       // what else it needs; "" for nothing
}

// Doors are all of them.
var Doors = []Door{
	{"commands, and the buttons below answers", nil, "the scope `applications.commands`"},
	{"a mention in a channel, a reply to an answer", []Permission{view, send, history}, ""},
	{"the same in a thread", []Permission{view, threads, history}, ""},
	{"a help channel that is a text channel", []Permission{view, start, threads}, "Message Content Intent"},
	{"a help channel that is a forum", []Permission{view, threads, history}, "Message Content Intent"},
	{"the weekly digest", []Permission{view, send, history}, ""},
	{"\"Tell me when the articles answer this\"", nil, "direct messages of the member; else what a mention needs, in the channel"},
}

// Role is a server's role. Its permissions are a decimal number.
type Role struct{ ID, Permissions string }

// Granted are the permissions that the roles with these IDs give together; an administrator has all.
func Granted(roles []Role, ids []string) (int64, error) {
	var has int64
	for _, r := range roles {
		if !slices.Contains(ids, r.ID) {
			continue
		}
		bits, err := strconv.ParseInt(r.Permissions, 10, 64)
		if err != nil {
			return 0, err
		}
		has |= bits
	}
	if has&discordgo.PermissionAdministrator != 0 {
		return discordgo.PermissionAll | discordgo.PermissionAdministrator, nil
	}
	return has, nil
}

// Missing names the needed permissions that are not among these.
func Missing(has int64) []string {
	var out []string
	for _, p := range Needed {
		if has&p.Bit == 0 && has&discordgo.PermissionAdministrator == 0 {
			out = append(out, p.Name)
		}
	}
	return out
}

// Channel is a channel with what it changes of the permissions of roles and members.
type Channel struct {
	ID                   string
	Name                 string
	Type                 discordgo.ChannelType
	PermissionOverwrites []struct {
		ID          string
		Type        int // 0 for a role, 1 for a member
		Allow, Deny string
	} `json:"permission_overwrites"`
}

// In is what is left in the channel of the permissions that a member with these roles has in the server: the channel's own for everyone
// come first, then those for the roles together, then those for the member.
func (c Channel) In(has int64, everyone, member string, roles []string) (int64, error) {
	if has&discordgo.PermissionAdministrator != 0 {
		return has, nil
	}
	steps := make([]struct{ allow, deny int64 }, 3)
	for _, o := range c.PermissionOverwrites {
		allow, err := strconv.ParseInt(o.Allow, 10, 64)
		if err != nil {
			return 0, err
		}
		deny, err := strconv.ParseInt(o.Deny, 10, 64)
		if err != nil {
			return 0, err
		}
		step := -1
		switch {
		case o.Type == 0 && o.ID == everyone:
			step = 0
		case o.Type == 0 && slices.Contains(roles, o.ID):
			step = 1
		case o.Type == 1 && o.ID == member:
			step = 2
		}
		if step >= 0 {
			steps[step].allow |= allow
			steps[step].deny |= deny
		}
	}
	for _, s := range steps {
		has = has&^s.deny | s.allow
	}
	return has, nil
}

// Open tells of each channel of a server whether everybody in the server can read it.
func Open(guild string, roles []Role, channels []Channel) (map[string]bool, error) {
	has, err := Granted(roles, []string{guild}) // the role of everyone has the server's ID
	if err != nil {
		return nil, err
	}
	open := map[string]bool{}
	for _, c := range channels {
		left, err := c.In(has, guild, "", nil)
		open[c.ID] = err == nil && left&discordgo.PermissionViewChannel != 0
	}
	return open, nil
}

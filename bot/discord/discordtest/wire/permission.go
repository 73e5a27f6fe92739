package wire

import (
	"maps"
	"slices"
	"strconv"
)

// Permission is a set of Discord's permission bits.
type Permission uint64

// The permissions that a bot which reads and writes messages meets.
const (
	Administrator          Permission = 1 << 3
	ManageChannels         Permission = 1 << 4
	ManageGuild            Permission = 1 << 5
	AddReactions           Permission = 1 << 6
	ViewChannel            Permission = 1 << 10
	SendMessages           Permission = 1 << 11
	ManageMessages         Permission = 1 << 13
	EmbedLinks             Permission = 1 << 14
	AttachFiles            Permission = 1 << 15
	ReadMessageHistory     Permission = 1 << 16
	MentionEveryone        Permission = 1 << 17
	ManageRoles            Permission = 1 << 28
	UseApplicationCommands Permission = 1 << 31
	ManageThreads          Permission = 1 << 34
	CreatePublicThreads    Permission = 1 << 35
	CreatePrivateThreads   Permission = 1 << 36
	SendMessagesInThreads  Permission = 1 << 38

	AllPermissions Permission = 1<<53 - 1
)

// DefaultMemberPermissions are what @everyone may do in a new guild.
const DefaultMemberPermissions = ViewChannel | SendMessages | SendMessagesInThreads | CreatePublicThreads | EmbedLinks |
	AttachFiles | ReadMessageHistory | AddReactions | UseApplicationCommands

// DefaultBotPermissions are what the bot's role in a new guild allows.
const DefaultBotPermissions = ViewChannel | SendMessages | SendMessagesInThreads | CreatePublicThreads | EmbedLinks |
	AttachFiles | ReadMessageHistory | AddReactions

// String is the decimal form in which permissions travel.
func (p Permission) String() string { return strconv.FormatUint(uint64(p), 10) }

// Has tells whether all of q are among the permissions.
func (p Permission) Has(q Permission) bool { return p&q == q }

// Overwrite changes permissions in one channel for one role or member. The zero value changes nothing.
type Overwrite struct {
	Member      bool
	Allow, Deny Permission
}

// On is what the overwrite makes of permissions.
func (o Overwrite) On(p Permission) Permission { return p&^o.Deny | o.Allow }

// With is the overwrite of two roles together.
func (o Overwrite) With(p Overwrite) Overwrite {
	return Overwrite{Allow: o.Allow | p.Allow, Deny: o.Deny | p.Deny}
}

// Overwrites is those of a channel, by role or member, as Discord writes them.
func Overwrites(all map[string]Overwrite) []Object {
	list := []Object{}
	for _, id := range slices.SortedFunc(maps.Keys(all), CompareIDs) {
		kind := 0
		if all[id].Member {
			kind = 1
		}
		list = append(list, Object{"id": id, "type": kind, "allow": all[id].Allow.String(), "deny": all[id].Deny.String()})
	}
	return list
}

package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

// State is how something is.
type State string

const (
	Sound   State = "ok"
	Notable State = "note" // works, but could be better, or can't be told
	Broken  State = "BROKEN"
)

// Finding is something that was checked. Its text says what to do when it is not sound.
type Finding struct {
	Subject string
	State   State
	Text    string
}

// Diagnosis says what to check.
type Diagnosis struct {
	Token  string
	Client *http.Client // nil is one of its own
	Server string       // the ID of a server to check permissions in; "" for none
}

// portal is where an operator sets a bot up.
const portal = "https://discord.com/developers/applications"

// Diagnose checks what the bot needs of Discord. It changes nothing there and does not connect to the gateway.
func Diagnose(ctx context.Context, d Diagnosis) []Finding {
	o := Options{Token: d.Token, Client: d.Client}.withDefaults()
	r, err := newREST(o.Token, o.Client, o.timing.rest, func(string, int) {})
	if err != nil {
		return []Finding{{"token", Broken, err.Error()}}
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	app, err := r.application(ctx)
	if err != nil {
		return []Finding{{"token", Broken, inability(err)}}
	}
	found := []Finding{{"token", Sound, "Discord accepts it, for the application " + app.ID}}
	content := Finding{"message content", Sound, "granted: in threads of the bot's every message is understood"}
	if !app.readsContent() {
		content.State = Notable
		content.Text = "not granted: in threads the bot understands only messages that mention it or reply to it. To change that, turn Message " +
			"Content Intent on at " + portal + " (Bot)"
	}
	found = append(found, content, r.diagnoseCommands(ctx, app), r.diagnoseGateway(ctx))
	if d.Server != "" {
		found = append(found, r.diagnoseServer(ctx, app, d.Server)...)
	}
	return found
}

// inability says why something could not be asked of Discord.
func inability(err error) string {
	switch {
	case errors.Is(err, ErrToken):
		return "Discord refuses it. Make a new one at " + portal + " (Bot, Reset Token) and set DISCORD_TOKEN to it"
	case statusOf(err) == 0:
		return "Discord can't be reached: " + err.Error() + ". Check the network, and https://discordstatus.com"
	}
	return "Discord answers with an error: " + err.Error() + ". Try again later"
}

func (r *rest) diagnoseCommands(ctx context.Context, app application) Finding {
	var have []wireCommand
	if err := r.do(ctx, commandsCall(app.ID), &have); err != nil {
		return Finding{"commands", Broken, inability(err)}
	}
	if !sameCommands(wireCommands(allLanguages()), have) {
		return Finding{"commands", Notable, fmt.Sprintf("the %d registered ones are not those of this version. Start the bot, and it registers them", len(have))}
	}
	return Finding{"commands", Sound, fmt.Sprintf("all %d are registered", len(have))}
}

func (r *rest) diagnoseGateway(ctx context.Context) Finding {
	left, err := r.identifies(ctx)
	switch {
	case err != nil:
		return Finding{"gateway", Broken, inability(err)}
	case left.Remaining == 0:
		wait := left.Resets.Round(time.Minute)
		return Finding{"gateway", Broken, fmt.Sprintf("the bot has connected too often today. Wait %v, and look for what restarts it", wait)}
	}
	return Finding{"gateway", Sound, fmt.Sprintf("the bot may connect %d more times today", left.Remaining)}
}

// needed are the permissions that the bot uses, in the words of Discord's settings.
var needed = []struct {
	bit  int64
	name string
}{
	{discordgo.PermissionViewChannel, "View Channels"},
	{discordgo.PermissionSendMessages, "Send Messages"},
	{discordgo.PermissionSendMessagesInThreads, "Send Messages in Threads"},
	{discordgo.PermissionEmbedLinks, "Embed Links"},
	{discordgo.PermissionReadMessageHistory, "Read Message History"},
}

// diagnoseServer finds the permissions that the bot lacks in a server as a whole, and in its channels.
func (r *rest) diagnoseServer(ctx context.Context, app application, id string) []Finding {
	f := Finding{Subject: "server " + id, State: Broken}
	if _, err := strconv.ParseUint(id, 10, 64); err != nil {
		f.Text = "that is no server's ID. Turn on Developer Mode in Discord (Advanced), then right-click the server and choose Copy Server ID"
		return []Finding{f}
	}
	var guild struct {
		Name  string
		Roles []role
	}
	err := r.do(ctx, call{route: "guild", method: http.MethodGet, url: discordgo.EndpointGuild(id), lane: "guild " + id, repeat: true}, &guild)
	if shutOut(err) {
		f.Text = "the bot is not in it. Invite it with the link that OAuth2 makes at " + portal
		return []Finding{f}
	}
	var member struct{ Roles []string }
	if err == nil {
		err = r.do(ctx, call{route: "member", method: http.MethodGet, url: discordgo.EndpointGuildMember(id, app.ID), lane: "guild " + id, repeat: true}, &member)
	}
	if err != nil {
		f.Text = inability(err)
		return []Finding{f}
	}
	has, err := granted(guild.Roles, append(member.Roles, id)) // the role of everyone has the server's ID
	lacks := missing(has)
	if err != nil {
		f.Text = "Discord's answer makes no sense: " + err.Error()
		return []Finding{f}
	}
	if len(lacks) > 0 {
		f.Text = "in " + visible(guild.Name) + " the bot lacks " + strings.Join(lacks, ", ") +
			". Grant its role that under Server Settings, Roles; slash commands work without"
		return []Finding{f}
	}
	f.State, f.Text = Sound, "in "+visible(guild.Name)+" the bot has all permissions that it uses"
	return []Finding{f, r.diagnoseChannels(ctx, id, app.ID, has, member.Roles)}
}

// role is a server's role. Its permissions are a decimal number.
type role struct{ ID, Permissions string }

// granted are the permissions that the roles with these IDs give together; an administrator has all.
func granted(roles []role, ids []string) (int64, error) {
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

// missing names the needed permissions that are not among these.
func missing(has int64) []string {
	var out []string
	for _, p := range needed {
		if has&p.bit == 0 && has&discordgo.PermissionAdministrator == 0 {
			out = append(out, p.name)
		}
	}
	return out
}

// guildChannel is a channel with what it changes of the permissions of roles and members.
type guildChannel struct {
	ID                   string
	Name                 string
	Type                 discordgo.ChannelType
	PermissionOverwrites []struct {
		ID          string
		Type        int // 0 for a role, 1 for a member
		Allow, Deny string
	} `json:"permission_overwrites"`
}

// in is what is left in the channel of the permissions that a member with these roles has in the server: the channel's own for everyone
// come first, then those for the roles together, then those for the member.
func (c guildChannel) in(has int64, everyone, member string, roles []string) (int64, error) {
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

// channelsNamed is how many channels the doctor names.
const channelsNamed = 5

// diagnoseChannels finds the channels whose own settings take permissions from the bot that it has in the server.
func (r *rest) diagnoseChannels(ctx context.Context, id, user string, has int64, roles []string) Finding {
	f := Finding{Subject: "channels", State: Broken}
	var channels []guildChannel
	if err := r.do(ctx, call{route: "channels", method: http.MethodGet, url: discordgo.EndpointGuildChannels(id), lane: "guild " + id, repeat: true}, &channels); err != nil {
		f.Text = inability(err)
		return f
	}
	var short []string
	looked := 0
	for _, c := range channels {
		switch c.Type {
		case discordgo.ChannelTypeGuildText, discordgo.ChannelTypeGuildNews, discordgo.ChannelTypeGuildForum:
		default:
			continue
		}
		looked++
		left, err := c.in(has, id, user, roles)
		if err != nil {
			f.Text = "Discord's answer makes no sense: " + err.Error()
			return f
		}
		if lacks := missing(left); len(lacks) > len(missing(has)) {
			short = append(short, "#"+visible(c.Name)+" ("+strings.Join(lacks, ", ")+")")
		}
	}
	if len(short) == 0 {
		f.State, f.Text = Sound, fmt.Sprintf("none of the %d takes a permission from the bot", looked)
		return f
	}
	f.State = Notable
	f.Text = fmt.Sprintf("%d of %d take permissions from the bot: %s", len(short), looked, strings.Join(short[:min(len(short), channelsNamed)], ", "))
	if len(short) > channelsNamed {
		f.Text += fmt.Sprintf(" and %d more", len(short)-channelsNamed)
	}
	f.Text += ". Where members should mention the bot or reply to it, grant them under Edit Channel, Permissions"
	return f
}

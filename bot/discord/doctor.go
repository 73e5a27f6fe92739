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
		found = append(found, r.diagnoseServer(ctx, app, d.Server))
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
	case left.Limit.Remaining == 0:
		wait := (time.Duration(left.Limit.ResetAfter) * time.Millisecond).Round(time.Minute)
		return Finding{"gateway", Broken, fmt.Sprintf("the bot has connected too often today. Wait %v, and look for what restarts it", wait)}
	}
	return Finding{"gateway", Sound, fmt.Sprintf("the bot may connect %d more times today", left.Limit.Remaining)}
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

// diagnoseServer finds the permissions that the bot lacks in a server as a whole; a channel may take more.
func (r *rest) diagnoseServer(ctx context.Context, app application, id string) Finding {
	f := Finding{Subject: "server " + id, State: Broken}
	if _, err := strconv.ParseUint(id, 10, 64); err != nil {
		f.Text = "that is no server's ID. Turn on Developer Mode in Discord (Advanced), then right-click the server and choose Copy Server ID"
		return f
	}
	var guild struct {
		Name  string
		Roles []role
	}
	err := r.do(ctx, call{route: "guild", method: http.MethodGet, url: discordgo.EndpointGuild(id), lane: "guild " + id, repeat: true}, &guild)
	if status := statusOf(err); status == http.StatusForbidden || status == http.StatusNotFound {
		f.Text = "the bot is not in it. Invite it with the link that OAuth2 makes at " + portal
		return f
	}
	var member struct{ Roles []string }
	if err == nil {
		err = r.do(ctx, call{route: "member", method: http.MethodGet, url: discordgo.EndpointGuildMember(id, app.ID), lane: "guild " + id, repeat: true}, &member)
	}
	if err != nil {
		f.Text = inability(err)
		return f
	}
	lacks, err := lacking(guild.Roles, append(member.Roles, id)) // the role of everyone has the server's ID
	if err != nil {
		f.Text = "Discord's answer makes no sense: " + err.Error()
		return f
	}
	if len(lacks) > 0 {
		f.Text = "in " + visible(guild.Name) + " the bot lacks " + strings.Join(lacks, ", ") +
			". Grant its role that under Server Settings, Roles; slash commands work without"
		return f
	}
	f.State, f.Text = Sound, "in "+visible(guild.Name)+" the bot has all permissions that it uses"
	return f
}

// role is a server's role. Its permissions are a decimal number.
type role struct{ ID, Permissions string }

// lacking names the needed permissions that none of the roles with these IDs has.
func lacking(roles []role, ids []string) ([]string, error) {
	var has int64
	for _, r := range roles {
		if !slices.Contains(ids, r.ID) {
			continue
		}
		bits, err := strconv.ParseInt(r.Permissions, 10, 64)
		if err != nil {
			return nil, err
		}
		has |= bits
	}
	var out []string
	for _, p := range needed {
		if has&p.bit == 0 && has&discordgo.PermissionAdministrator == 0 {
			out = append(out, p.name)
		}
	}
	return out, nil
}

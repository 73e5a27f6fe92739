package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/discord/permissions"
	"strconv"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"readout/bot/discord/api"
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
	case api.Status(err) == 0:
		return "Discord can't be reached: " + err.Error() + ". Check the network, and https://discordstatus.com"
	}
	return "Discord answers with an error: " + err.Error() + ". Try again later"
}

func (r *rest) diagnoseCommands(ctx context.Context, app application) Finding {
	var have []wireCommand
	if err := r.Do(ctx, commandsCall(app.ID), &have); err != nil {
		return Finding{"commands", Broken, inability(err)}
	}
	if !sameCommands(wireCommands(wording.All()), have) {
		return Finding{"commands", Notable, fmt.Sprintf("the %d registered ones are not those of this version. "+
			"Start the bot, and it registers them", len(have))}
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

// diagnoseServer finds the permissions that the bot lacks in a server as a whole, and in its channels.
func (r *rest) diagnoseServer(ctx context.Context, app application, id string) []Finding {
	f := Finding{Subject: "server " + id, State: Broken}
	if _, err := strconv.ParseUint(id, 10, 64); err != nil {
		f.Text = "that is no server's ID. Turn on Developer Mode in Discord (Advanced), then right-click the server and choose Copy Server ID"
		return []Finding{f}
	}
	var guild struct {
		Name  string
		Roles []permissions.Role
	}
	err := r.Do(ctx, api.Get("guild", discordgo.EndpointGuild(id), "guild "+id), &guild)
	if api.ShutOut(err) {
		f.Text = "the bot is not in it. Invite it with the link that OAuth2 makes at " + portal
		return []Finding{f}
	}
	var member struct{ Roles []string }
	if err == nil {
		err = r.Do(ctx, api.Get("member", discordgo.EndpointGuildMember(id, app.ID), "guild "+id), &member)
	}
	if err != nil {
		f.Text = inability(err)
		return []Finding{f}
	}
	has, err := permissions.Granted(guild.Roles, append(member.Roles, id)) // the role of everyone has the server's ID
	lacks := permissions.Missing(has)
	if err != nil {
		f.Text = "Discord's answer makes no sense: " + err.Error()
		return []Finding{f}
	}
	if len(lacks) > 0 {
		f.Text = "in " + markup.Visible(guild.Name) + " the bot lacks " + strings.Join(lacks, ", ") +
			". Grant its role that under Server Settings, Roles; slash commands work without"
		return []Finding{f}
	}
	f.State, f.Text = Sound, "in "+markup.Visible(guild.Name)+" the bot has all permissions that it uses"
	return []Finding{f, r.diagnoseChannels(ctx, id, app.ID, has, member.Roles)}
}

// channelsNamed is how many channels the doctor names.
const channelsNamed = 5

// diagnoseChannels finds the channels whose own settings take permissions from the bot that it has in the server.
func (r *rest) diagnoseChannels(ctx context.Context, id, user string, has int64, roles []string) Finding {
	f := Finding{Subject: "channels", State: Broken}
	var channels []permissions.Channel
	if err := r.Do(ctx, channelsCall(id), &channels); err != nil {
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
		left, err := c.In(has, id, user, roles)
		if err != nil {
			f.Text = "Discord's answer makes no sense: " + err.Error()
			return f
		}
		if lacks := permissions.Missing(left); len(lacks) > len(permissions.Missing(has)) {
			short = append(short, "#"+markup.Visible(c.Name)+" ("+strings.Join(lacks, ", ")+")")
		}
	}
	if len(short) == 0 {
		f.State, f.Text = Sound, fmt.Sprintf("none of the %d takes a permission from the bot", looked)
		return f
	}
	f.State = Notable
	f.Text = fmt.Sprintf("%d of %d take permissions from the bot: %s", len(short), looked, strings.Join(short[:min(len(short),
		channelsNamed)], ", "))
	if len(short) > channelsNamed {
		f.Text += fmt.Sprintf(" and %d more", len(short)-channelsNamed)
	}
	f.Text += ". Where members should mention the bot or reply to it, grant them under Edit Channel, Permissions"
	return f
}

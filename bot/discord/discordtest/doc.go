// Package discordtest is a Discord inside the test process: the gateway and the REST API on a loopback port, with guilds,
// channels and members that a test moves about, and with the faults that the real one has.
//
// The code under test runs unchanged, on its real Discord library. It is pointed at the simulator by an HTTP client whose
// transport rewrites the host ([Server.HTTPClient]); the address of the gateway comes from GET /gateway, as it does in
// production, so no package variable is touched and many servers run side by side under the race detector:
//
//	srv := discordtest.New(t, discordtest.Options{})
//	guild := srv.Guild("Newsroom")
//	general, alice := guild.TextChannel("general"), guild.Member("alice")
//
//	session, _ := discordgo.New("Bot " + srv.Token())
//	session.Client = srv.HTTPClient()
//	// … add handlers, session.Open(), register /ask …
//
//	reply := alice.Slash(general, "ask", discordtest.Args{"question": "Who?"}).WaitReply(t.Context())
//	alice.Click(reply, "Show passages")
//
// # Strict by default
//
// A client library forgives what Discord does not. The server answers a mistake as Discord would, with the same status and
// error code, and also fails the test: each [readout/bot/discord/discordtest/wire.Rule] names one kind of mistake, and
// [Options.Tolerate] or [Server.Tolerate] lets a test commit one on purpose. What happens to a correct bot, a missing
// permission or a deleted message, is answered with Discord's error and is no violation.
//
// The members behave as Discord's own client lets them: a command must be registered before it can be used, with its
// required options, choices and ranges; a button must be on the message, enabled, and visible to who clicks it. What the
// client would not allow ends the test at once.
//
// # Rooms
//
// A request comes in at [readout/bot/discord/discordtest/traffic], which takes it apart, holds it to the rate limits, gives it the fault
// that a test injects, and remembers it; the websocket side is [readout/bot/discord/discordtest/gateway]. What travels, what Discord
// accepts of it and what it answers is [readout/bot/discord/discordtest/wire]. Of the state, the registered commands are
// [readout/bot/discord/discordtest/commands] and the files [readout/bot/discord/discordtest/cdn]; all of it is under one lock, that of
// [readout/bot/discord/discordtest/monitor], which wakes whoever waits for a change. What Discord's client lets a member enter is
// [readout/bot/discord/discordtest/client].
//
// Here is the rest, which belongs together: guilds, channels, messages and interactions (guild.go, channel.go, state.go,
// interaction.go), what each route does with them (routes.go, rest_guild.go, rest_message.go, command.go), the events that follow
// (dispatch.go), and the members that a test moves (member.go).
//
// # Time
//
// The server's clock is the real one plus what [Server.Advance] added, so that the three seconds for a first response and
// the fifteen minutes of an interaction's token can pass in a test without waiting.
//
// # What it has not
//
// Voice, webhooks of its own, polls, stickers, pins, invites, bans and the like are not simulated. A request for them breaks
// the rule UnknownRoute, so nothing passes by not being there.
//
// # Checks against Discord's API description
//
// When Discord's OpenAPI description is at hand ([Options.Description]), every request and every response is recorded and,
// when the server closes, validated against it, one of each shape ([readout/bot/discord/discordtest/description]). Without
// it this is skipped with a log line; the limits that this package knows by itself are always checked.
package discordtest

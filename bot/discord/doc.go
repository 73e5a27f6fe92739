// Package discord is where the bot of package chat converses on Discord: what the gateway tells comes in, becomes a neutral request for
// the commands and actions of chat/members and chat/moderators, and what they answer is laid out and sent. It is the only package, with
// those below it, that knows Discord's library; it decides nothing about an answer.
//
// The way of a question:
//
//	gateway event -> bot.go (once per ID, recovered, drained) -> dispatch.go -> handler -> chat.Response
//	chat.Response -> acknowledge -> work -> one message, created or edited
//
// Who may is checked by chat.Repertoire, which dispatch.go asks. A button's identifier is the key of its action and what the action is
// about; keys are never changed, so that a button works as long as its message stands and what it is about is kept: under an answer,
// its receipt. A question that a process took up and did not answer, because it died, is gone on with in held.go.
//
// What a platform has to do is chat.Platform (chat/chat.go), and what it may do besides is an interface each. Discord's methods for all of
// them are in platform.go, but for Limits (payload.go).
package discord

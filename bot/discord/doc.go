// Package discord is where the bot of package chat converses on Discord: what the gateway tells comes in, becomes a neutral request for
// the commands and actions of chat/members and chat/moderators, and what they answer is laid out and sent. It is the only package, with
// those below it, that knows Discord's library; it decides nothing about an answer.
//
// The way of a question:
//
//	gateway event -> dispatch (once per ID, recovered, drained) -> handler -> chat.Response
//	chat.Response -> acknowledge -> work -> one message, created or edited
//
// Who may is checked where a command or a button is dispatched, from the tables of commands and actions, so that no handler can forget
// it. What another platform would have to do is chat.Platform, in platform.go.
package discord

// Package discord is where the bot of package chat converses on Discord: what the gateway tells comes in, becomes a neutral request for
// the commands and actions of chat/members and chat/moderators, and what they answer is laid out and sent. It is the only package, with
// those below it, that knows Discord's library; it decides nothing about an answer.
//
// The way of a question:
//
//	gateway event -> dispatch (once per ID, recovered, drained) -> handler -> chat.Response
//	chat.Response -> acknowledge -> work -> one message, created or edited
//
// Who may is checked by chat.Repertoire, which dispatch.go asks. A button's identifier is the key of its action and what the action is
// about; keys are never changed, so that a button works as long as its message stands. A question that a process took up and did not
// answer, because it died, is gone on with in held.go.
//
// What a platform has to do is chat.Platform, and what it may do besides is an interface each; all are in platform.go.
package discord

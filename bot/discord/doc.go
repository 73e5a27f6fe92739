// Package discord is the bot as Discord's members meet it: commands, mentions, buttons and forms in, replies out. It is the only
// package, with those below it, that knows Discord's library.
//
// The way of a question:
//
//	gateway event -> dispatch (once per ID, recovered, drained) -> handler: validate, settings, admission -> response
//	response -> acknowledge -> work (answer, receipt, render) -> one message, created or edited
//
// What only moderators may do goes the same way. Who may is checked where a command or a button is dispatched, from the tables of
// commands and actions, so that no handler can forget it. A change of the articles is prepared, shown to its moderator alone, and
// published by a button that carries the draft's ID; then the answers that rest on what is gone are marked in the background:
//
//	/corpus -> Libraries.Prepare -> preview -> button -> Libraries.Publish -> audit, recall
//
// A handler returns a response, a value; sending it is a step of its own, the same for all handlers. What goes wrong anywhere on
// the way is put into words at one place, with a reference that the log has too.
package discord

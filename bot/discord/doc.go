// Package discord is the bot as Discord's members meet it: commands, mentions, buttons and forms in, replies out. It is the only
// package that knows Discord's library.
//
// The way of a question:
//
//	gateway event -> dispatch (once per ID, recovered, drained) -> handler: validate, settings, admission -> response
//	response -> acknowledge -> work (answer, receipt, render) -> one message, created or edited
//
// A handler returns a response, a value; sending it is a step of its own, the same for all handlers. What goes wrong anywhere on
// the way is put into words at one place, with a reference that the log has too.
package discord

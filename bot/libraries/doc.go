// Package libraries keeps the library of each server and answers from it.
//
// A server without a library of its own is answered from the shipped articles; its first publication starts from them. Every change
// goes one way, whoever asks for it:
//
//	Change -> Prepare: fetch, parse, index the candidate, run the judged questions on it -> Draft, kept for a day
//	       -> Publish: the candidate becomes the next version in one step, unless somebody else published meanwhile
//
// What the candidate holds is the matter of [readout/bot/libraries/candidate], how it answers that of
// [readout/bot/libraries/judging]; where articles come from is remembered by [readout/bot/libraries/provenance], and what is in memory is
// held by [readout/bot/libraries/held].
//
// Nothing reaches members before Publish, and a question that began with one version ends with it. Who may publish is not asked here
// but at each door: of a member by Request.Moderates of package chat, of a browser by the token of package serve (its add.go), and
// whoever has the data directory may (package desk). A refresh that is due publishes by itself, unless answers get worse or something
// is of grave concern (refresh.go).
package libraries

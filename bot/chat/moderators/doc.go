// Package moderators is what moderators can have the bot do in a chat, and what it does for them: /corpus, /settings, /inbox and the
// buttons below them. A change of the articles is prepared, shown to its moderator alone, and published by a button that carries the
// draft's ID; then the answers that rest on what is gone are marked:
//
//	/corpus -> Libraries.Prepare -> preview -> button -> Libraries.Publish -> audit, recall
//
// Who may is checked by chat.Repertoire, which finds a command or a button in these tables, so that no handler here can forget it.
package moderators

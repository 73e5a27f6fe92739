// Package members is what members can have the bot do in a chat: ask and have an answer explained, corrected, deleted or followed up,
// overviews, what is new, and the weekly digest of it.
package members

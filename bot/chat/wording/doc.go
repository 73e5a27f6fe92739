// Package wording is everything that the bot says in a chat, besides the articles' own words: a Language for each message file. Its texts
// are ready to be shown; what is given to its functions must be, too: escaped, or a mention.
package wording

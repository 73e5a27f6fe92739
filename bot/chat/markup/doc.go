// Package markup writes the text of a chat: Markdown as Discord reads it, in which nothing that others wrote means more than its words.
package markup

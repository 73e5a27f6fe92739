// Package cdn keeps the files of messages and commands under the addresses that Discord's content network gives them.
package cdn

import (
	"fmt"
	"mime"
	"net/url"
	"path"

	"readout/bot/discord/discordtest/wire"
)

// Files are those that were attached. The zero value has none; its caller holds the server's lock.
type Files struct{ all []wire.Attachment }

// Add keeps a file of a channel under an ID of its own, and completes what is known of it.
func (s *Files) Add(channel, id string, f wire.Attachment, ephemeral bool) wire.Attachment {
	f.ID, f.Size, f.Ephemeral = id, len(f.Data), ephemeral
	if f.ContentType == "" {
		f.ContentType = mime.TypeByExtension(path.Ext(f.Filename))
	}
	at := fmt.Sprintf("/attachments/%s/%s/%s", channel, f.ID, url.PathEscape(f.Filename))
	at += "?" + signature(f.ID)
	f.URL, f.ProxyURL = "https://cdn.discordapp.com"+at, "https://media.discordapp.net"+at
	s.all = append(s.all, f)
	return f
}

// signature is what an attachment's address ends in: without it the CDN does not give the file.
func signature(id string) string { return "ex=7fffffff&is=60000000&hm=" + id }

// Get is what the file of an address holds; it refuses an address that is not complete.
func (s *Files) Get(id, name, query string) []byte {
	for _, f := range s.all {
		if f.ID == id && f.Filename == name && query == signature(f.ID) {
			return f.Data
		}
	}
	wire.Refuse(&wire.Error{Status: 404, Message: "404: Not Found"})
	return nil
}

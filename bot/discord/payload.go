package discord

import (
	"readout/bot/chat"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
)

// payloadOf is a message as Discord takes it.
func payloadOf(m chat.Message) payload {
	p := payload{Embeds: []embed{}, Components: components(m.Rows)}
	if m.File != nil {
		p.file, p.Attachments = &api.File{Name: m.File.Name, Data: m.File.Data}, []attached{{"0"}}
	}
	for i, page := range m.Pages(pageLimits[:]) {
		if i == 0 {
			p.Content = page
		} else {
			p.Embeds = append(p.Embeds, embed{page})
		}
	}
	return p
}

// shortened is a message for a channel in which embeds are dropped: what has room in its content, and that there is more.
func shortened(m chat.Message, l *wording.Language) payload {
	p := payload{Embeds: []embed{}, Components: payloadOf(m).Components}
	room := pageLimits[0] - pages.Units(l.RestHidden) - 1
	if sheets, _ := pages.Split(m.Pieces, []int{room}); len(sheets) > 0 {
		p.Content = sheets[0] + "\n" + l.RestHidden
	}
	return p
}

// sendable is how large what a bot sends may be, in bytes, and around how much of that is not the file.
const (
	sendable = 10 << 20
	around   = 1 << 16
)

// Limits implements chat.Limited: what stands in a message's content is in sight, and only a part of an embed.
func (b *bot) Limits() chat.Limits { return chat.Limits{Text: pageLimits[0], File: sendable - around} }

// pageLimits are the lengths of the parts of one message: its content, and embeds for what has no room there. All embeds together
// may have 6,000 characters, each 4,096. One message with everything can be edited and deleted whole, which several can't.
var pageLimits = [...]int{2000, 4000, 1900}

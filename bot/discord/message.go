package discord

import (
	"context"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/pages"
	"readout/bot/discord/api"
	"readout/bot/store"
)

// message is what a member is shown: text in pieces, and rows of buttons.
type message struct {
	pieces  []piece
	rows    []discordgo.MessageComponent
	file    *api.File          // sent with it; nil for none
	receipt store.ReceiptID    // of the answer that the message is; "" when it is none
	keep    int                // how many of the last pieces, such as sources, must not be left out
	more    func(n int) string // what stands for n pieces that had no room

	// next is done once the message is there: what it returns takes the message's place. nil for nothing; ok is false when there is nothing new.
	next func(ctx context.Context) (m message, ok bool)
}

// note is a message of one text, in our own words.
func note(text string) message { return message{pieces: []piece{{text: text}}} }

// piece is a part of a message that stays in one page where it fits one: a claim with its markers, a line of sources.
type piece struct{ before, text string } // what parts it from the piece before; its own text, escaped

// split lays pieces out in pages; left is how many had no room.
func split(pieces []piece, limits []int) (sheets []string, left int) {
	var out []pages.Piece
	for _, p := range pieces {
		out = append(out, pages.Piece{Before: p.before, Text: p.text})
	}
	return pages.Split(out, limits)
}

// pageLimits are the lengths of the parts of one message: its content, and embeds for what has no room there. All embeds together
// may have 6,000 characters, each 4,096. One message with everything can be edited and deleted whole, which several can't.
var pageLimits = [...]int{2000, 4000, 1900}

// payload lays the message out. What has no room is left out, and its last words say so.
func (m message) payload() payload {
	pages, left := split(m.pieces, pageLimits[:])
	for end := len(m.pieces) - m.keep - 1; left > 0 && end > 0 && m.more != nil; end-- {
		shown := append(m.pieces[:end:end], piece{"\n", m.more(len(m.pieces) - m.keep - end)})
		pages, left = split(append(shown, m.pieces[len(m.pieces)-m.keep:]...), pageLimits[:])
	}
	p := payload{Embeds: []embed{}, Components: m.rows, file: m.file}
	if m.file != nil {
		p.Attachments = []attached{{"0"}}
	}
	if p.Components == nil {
		p.Components = []discordgo.MessageComponent{}
	}
	for i, page := range pages {
		if i == 0 {
			p.Content = page
		} else {
			p.Embeds = append(p.Embeds, embed{page})
		}
	}
	return p
}

// shortened is the message for a channel in which embeds are dropped: what has room in its content, and that there is more.
func (m message) shortened(l *language) payload {
	p := payload{Embeds: []embed{}, Components: m.payload().Components}
	room := pageLimits[0] - pages.Units(l.RestHidden) - 1
	if pages, _ := split(m.pieces, []int{room}); len(pages) > 0 {
		p.Content = pages[0] + "\n" + l.RestHidden
	}
	return p
}

// response is what becomes of an interaction or a message to the bot: one of its fields says what.
type response struct {
	now     *message                                   // shown at once
	later   func(ctx context.Context) (message, error) // acknowledged first, or now shown, then done and shown
	staged  staged                                     // likewise, and in the place of later where the message can be edited; how far it is, is shown meanwhile
	form    *formData                                  // opened
	choices []choice                                   // proposed while the member types
	remove  func(ctx context.Context) error            // the message that the button is on goes; then this is done
	private bool                                       // with now and later: only the member sees it
	replace bool                                       // with now, later and staged: in the place of the message that the button is on
	end     func()                                     // called when all is done; nil for nothing
}

// whisper shows a message to one member only.
func whisper(m message) response { return response{now: &m, private: true} }
func (r response) finish() {
	if r.end != nil {
		r.end()
	}
}

package tty

import (
	"errors"
	"fmt"
	"io"
	"math"
	"os"
	"strconv"
	"strings"
	"time"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/printed"
	"readout/bot/typeset"
)

// show sets a message with its buttons, numbered. Those stay in force until another message has any.
func (r *room) show(m chat.Message) error {
	text := printed.Text(r.options.Page, whole(m), r.named)
	if m.File != nil {
		text += r.options.Page.Paragraph(typeset.Plain, "", "", saved(*m.File))
	}
	var numbered []chat.Button
	for _, row := range m.Rows {
		var spans []typeset.Span
		for _, b := range row {
			if b.Disabled {
				continue
			}
			if len(spans) > 0 {
				spans = append(spans, typeset.Span{Style: typeset.Dim, Text: " · "})
			}
			numbered = append(numbered, b)
			spans = append(spans, typeset.Span{Style: typeset.Bold, Text: ":" + strconv.Itoa(len(numbered)) + " "},
				typeset.Span{Style: typeset.Dim, Text: strings.TrimSpace(b.Emoji + " " + b.Label)})
		}
		if len(spans) > 0 {
			text += r.options.Page.Spans("  ", "     ", spans...)
		}
	}
	if len(numbered) > 0 {
		r.buttons = numbered
	}
	return r.write(text + "\n")
}

// whole is the text of a message.
func whole(m chat.Message) string { return strings.Join(m.Pages([]int{math.MaxInt}), "") }

func (r *room) write(text string) error {
	_, err := io.WriteString(r.options.Typed.Stdout, text)
	return err
}

// formAsked asks for the text of a form.
func formAsked(f *chat.Form) chat.Message {
	m := chat.Note(markup.Heading(f.Title))
	m.Add("\n", markup.Escape(strings.TrimSpace(f.Field.Label+" "+f.Field.Placeholder)))
	m.Add("\n", "-# "+markup.Escape("The next line is the text; "+nothing+" leaves it out."))
	return m
}

// saved writes a file into the working directory, over no other, and says where.
func saved(f chat.File) string {
	to, err := os.OpenFile(f.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		_, err = to.Write(f.Data)
		err = errors.Join(err, to.Close())
	}
	if err != nil {
		return fmt.Sprintf("%s is not written: %v", f.Name, err)
	}
	return "Written to " + f.Name + "."
}

// named is what a reference is called here.
func (r *room) named(of markup.Reference) string {
	switch {
	case of.Kind == markup.ToMoment:
		return of.At.In(r.options.Clock().Location()).Format(time.DateTime)
	case of.Kind == markup.ToMember && of.Of == string(self):
		return botName
	case of.Kind == markup.ToMember && of.Of == string(member):
		return memberName
	case of.Kind == markup.ToChannel && of.Of == string(channel):
		return channelName
	}
	return string(of.Kind) + of.Of
}

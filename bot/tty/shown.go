package tty

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/typeset"
)

// show sets a message with its buttons, numbered. Those stay in force until another message has any.
func (r *room) show(m chat.Message) error {
	text := ""
	for line := range strings.SplitSeq(strings.Join(m.Pages([]int{math.MaxInt}), ""), "\n") {
		text += r.line(line)
	}
	if m.File != nil {
		text += r.line(markup.Escape(saved(*m.File)))
	}
	var numbered []chat.Button
	for _, row := range m.Rows {
		var spans []typeset.Span
		for _, b := range row {
			if b.Disabled {
				continue
			}
			numbered = append(numbered, b)
			if len(spans) > 0 {
				spans = append(spans, typeset.Span{Style: typeset.Dim, Text: " · "})
			}
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

func (r *room) write(text string) error {
	_, err := io.WriteString(r.options.Typed.Stdout, text)
	return err
}

// formAsked asks for the text of a form.
func formAsked(f *chat.Form) chat.Message {
	m := chat.Note(markup.Heading(f.Title))
	hint := f.Field.Placeholder
	if hint != "" {
		hint = " (" + hint + ")"
	}
	m.Add("\n", markup.Escape(f.Field.Label+hint))
	m.Add("\n", "-# "+markup.Escape("The next line is the text; "+nothing+" leaves it out."))
	return m
}

// saved writes a file into the working directory, over no other, and says where.
func saved(f chat.File) string {
	to, err := os.OpenFile(f.Name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return f.Name + " is not written: there is one already."
	}
	if err == nil {
		_, err = to.Write(f.Data)
		err = errors.Join(err, to.Close())
	}
	if err != nil {
		return fmt.Sprintf("%s is not written: %v", f.Name, err)
	}
	return "Written to " + f.Name + "."
}

// line sets a line of Markdown.
func (r *room) line(text string) string {
	if text == "" {
		return "\n"
	}
	for _, of := range []struct {
		begins, first, then string
		style               typeset.Style
	}{
		{"-# ", "", "", typeset.Dim}, {"> ", "│ ", "│ ", typeset.Quoted},
		{"- ", "- ", "  ", typeset.Plain}, {"  ", "  ", "  ", typeset.Plain},
	} {
		if rest, ok := strings.CutPrefix(text, of.begins); ok {
			return r.options.Page.Spans(of.first, of.then, r.spans(rest, of.style)...)
		}
	}
	return r.options.Page.Spans("", "", r.spans(text, typeset.Plain)...)
}

// maskedLink is a link with a label, and code a text that is as it is.
var (
	maskedLink = regexp.MustCompile(`^\[[^\]\\]*\]\(<([^ >]*)>\)`)
	code       = regexp.MustCompile("^`([^`]*)`")
)

// spans reads what is in a line of Markdown.
func (r *room) spans(text string, style typeset.Style) (out []typeset.Span) {
	now, plain := style, ""
	end := func() {
		if plain != "" {
			out, plain = append(out, typeset.Span{Style: now, Text: plain}), ""
		}
	}
	for text != "" {
		if m := maskedLink.FindStringSubmatch(text); m != nil {
			end()
			out, text = append(out, typeset.Span{Style: typeset.Dim, Text: m[1]}), text[len(m[0]):]
			continue
		}
		if m := code.FindStringSubmatch(text); m != nil {
			plain, text = plain+m[1], text[len(m[0]):]
			continue
		}
		if of, length := markup.ReadReference(text); length > 0 {
			plain, text = plain+r.named(of), text[length:]
			continue
		}
		if rest, ok := strings.CutPrefix(text, "**"); ok {
			end()
			if text = rest; now == typeset.Bold {
				now = style
			} else {
				now = typeset.Bold
			}
			continue
		}
		if text[0] == '\\' && len(text) > 1 {
			text = text[1:] // what is escaped is text
		}
		n := strings.IndexAny(text[1:], "\\`[<*") + 1
		if n == 0 {
			n = len(text)
		}
		plain, text = plain+text[:n], text[n:]
	}
	end()
	return out
}

// named is what a reference is called here.
func (r *room) named(of markup.Reference) string {
	switch {
	case of.Kind == markup.ToMoment:
		return of.At.In(r.options.Clock().Location()).Format(time.DateTime)
	case of.Kind == markup.ToCommand:
		return "/" + of.Of
	case of.Kind == markup.ToMember && of.Of == string(self):
		return botName
	case of.Kind == markup.ToMember && of.Of == string(member):
		return memberName
	case of.Kind == markup.ToChannel && of.Of == string(channel):
		return channelName
	}
	return string(of.Kind) + of.Of
}

package tty

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/nearest"
)

// typingError is what is wrong with what was typed.
type typingError struct{ text string }

func (e *typingError) Error() string { return e.text }

func mistyped(format string, args ...any) *typingError {
	return &typingError{fmt.Sprintf(format, args...)}
}

// nameOf is what a command or an option is called, by its key; "" if none is wanted.
func nameOf(key string, none bool) string {
	if none {
		return ""
	}
	return wording.English().Commands[key].Name
}

// typedAs is what a command is called here: one of a message's menu, whose name is a sentence, by its key.
func typedAs(c chat.Command) string {
	if c.Menu {
		return c.Key
	}
	return nameOf(c.Key, false)
}

// command runs what stands behind a slash: a command's name, a subcommand's, and options as "name:value". A value goes on to the next
// option, or to the end of its quotation marks; what stands before all options is the first one's.
func (r *room) command(ctx context.Context, q chat.Request, typed string) (chat.Response, error) {
	word, rest, _ := strings.Cut(typed, " ")
	if word == "quit" {
		return chat.Response{}, errLeave
	}
	at := slices.IndexFunc(r.commands, func(c chat.Command) bool { return strings.EqualFold(typedAs(c), word) })
	if at < 0 {
		var names []string
		for _, c := range r.commands {
			names = append(names, typedAs(c))
		}
		return chat.Response{}, mistyped("/%s is no command%s", word, meant("/", word, names, "; /help lists them."))
	}
	var wrong error
	response, err := r.repertoire.Use(ctx, q, nameOf(r.commands[at].Key, false), func(c chat.Command) (chat.Handler, chat.Arguments, bool) {
		handle, given, err := r.chosen(ctx, c, strings.TrimSpace(rest))
		wrong = err
		return handle, given, err == nil
	})
	if wrong != nil {
		return chat.Response{}, wrong
	}
	if err == nil && r.commands[at].Key == "help" && response.Now != nil {
		r.list(q, response.Now)
	}
	return response, err
}

// meant ends a sentence on a name that there is not.
func meant(before, name string, names []string, otherwise string) string {
	if near := nearest.To(name, names); near != "" {
		return ". Did you mean " + before + near + "?"
	}
	return otherwise
}

// chosen is who handles what was typed behind a command's name, and what was given.
func (r *room) chosen(ctx context.Context, c chat.Command, rest string) (chat.Handler, chat.Arguments, error) {
	handle, under, options := c.Handle, c.Key, c.Options
	if c.Menu {
		target, err := r.target(ctx, rest)
		return handle, chat.Arguments{Under: under, Message: target}, err
	}
	if handle == nil {
		word, after, _ := strings.Cut(rest, " ")
		var names []string
		for _, o := range c.Options {
			name := nameOf(c.Key+"."+o.Key, false)
			if names = append(names, name); strings.EqualFold(name, word) {
				handle, under, options, rest = o.Handle, c.Key+"."+o.Key, o.Options, after
				break
			}
		}
		if handle == nil {
			return nil, chat.Arguments{}, mistyped("/%s is followed by one of these: %s.", typedAs(c), strings.Join(names, ", "))
		}
	}
	given, err := r.given(under, options, rest)
	return handle, given, err
}

// target is the message that a command of its menu is about: a text, or the last answer.
func (r *room) target(ctx context.Context, text string) (*chat.Target, error) {
	if text != "" {
		return &chat.Target{Text: text, Author: member}, nil
	}
	latest, err := r.latest(ctx)
	if err != nil || latest == "" {
		return nil, err
	}
	answer, err := r.Options.Store.Receipt(ctx, latest)
	return &chat.Target{ID: answer.Message, Text: answer.Answer, Author: self, Receipt: latest}, err
}

// typedWords are the words of options: a value in quotation marks is one.
var typedWords = regexp.MustCompile(`[\pL-]+:"[^"]*"|\S+`)

// given reads the options of a command or a subcommand.
func (r *room) given(under string, options []chat.Option, typed string) (chat.Arguments, error) {
	out := chat.Arguments{Under: under, Values: map[string]any{}, Files: map[string]*chat.Upload{}}
	var names []string
	for _, o := range options {
		names = append(names, nameOf(under+"."+o.Key, false))
	}
	texts := map[int]string{}
	for at, words := 0, typedWords.FindAllString(typed, -1); len(words) > 0; words = words[1:] {
		word := words[0]
		name, value, is := strings.Cut(word, ":")
		if n := slices.Index(names, name); is && n >= 0 {
			if _, before := texts[n]; before {
				return out, mistyped("%s: is given twice. A text with “%s:” in it stands in quotation marks: %s:\"…\"", name, name, names[at])
			}
			at, word = n, strings.Trim(value, `"`)
		} else if near := nearest.To(name, names); is && near != "" && !strings.HasPrefix(value, "//") {
			return out, mistyped("There is no option %s:. Did you mean %s:?", name, near)
		}
		if len(options) == 0 {
			return out, mistyped("Nothing follows this command.")
		}
		texts[at] = strings.TrimSpace(texts[at] + " " + word)
	}
	for n, o := range options {
		text := texts[n]
		if text == "" {
			if o.Required {
				return out, mistyped("%s: is missing: %s.", names[n], wording.English().Commands[under+"."+o.Key].Description)
			}
			continue
		}
		value, file, err := valueOf(o, text)
		if err != nil {
			return out, mistyped("%s: %v", names[n], err)
		}
		if out.Values[o.Key] = value; file != nil {
			out.Files[o.Key] = file
		}
	}
	return out, nil
}

// valueOf reads the value of an option. Its error says what can be given.
func valueOf(o chat.Option, text string) (value any, file *chat.Upload, err error) {
	switch o.Kind {
	case chat.TakesYesNo:
		switch strings.ToLower(text) {
		case "yes", "y", "true", "on":
			return true, nil, nil
		case "no", "n", "false", "off":
			return false, nil, nil
		}
		return nil, nil, errors.New("give yes or no")
	case chat.TakesNumber:
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > o.Most {
			return nil, nil, fmt.Errorf("give a number from 0 to %d", o.Most)
		}
		return float64(n), nil, nil
	case chat.TakesChannel, chat.TakesPlace:
		if "#"+strings.TrimPrefix(text, "#") != channelName {
			return nil, nil, errors.New("the only channel is " + channelName)
		}
		return string(channel), nil, nil
	case chat.TakesRole:
		return nil, nil, errors.New("nobody at a terminal has a role")
	case chat.TakesFile:
		file, err := upload(text)
		return text, file, err
	}
	if n := utf8.RuneCountInString(text); o.Longest > 0 && n > o.Longest {
		return nil, nil, fmt.Errorf("that has %d characters; at most %d fit", n, o.Longest)
	}
	if len(o.Choices) == 0 {
		return text, nil, nil
	}
	var names []string
	for _, c := range o.Choices {
		if c.Name == "*" {
			c.Name = wording.English().Choices[c.Value]
		}
		if strings.EqualFold(text, c.Value) || strings.EqualFold(text, c.Name) {
			return c.Value, nil, nil
		}
		names = append(names, c.Name)
	}
	return nil, nil, errors.New("give one of these: " + strings.Join(names, ", "))
}

// mostUpload is the size of the largest file that is read, in bytes. What a format may have is checked where it is read.
const mostUpload = 64 << 20

// upload is a file on this machine.
func upload(name string) (*chat.Upload, error) {
	info, err := os.Stat(name)
	switch {
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file", name)
	case info.Size() > mostUpload:
		return nil, fmt.Errorf("%s has more than %d MB", name, mostUpload>>20)
	}
	return &chat.Upload{Name: filepath.Base(name), Load: func(context.Context) ([]byte, error) {
		f, err := os.Open(name)
		if err != nil {
			return nil, err
		}
		defer f.Close()
		return io.ReadAll(io.LimitReader(f, mostUpload))
	}}, nil
}

// list adds to a message what can be typed, from the tables of commands.
func (r *room) list(q chat.Request, to *chat.Message) {
	to.Add("\n\n", markup.Heading("What can be typed here"))
	line := func(call, does string) { to.Add("\n", "- "+markup.Code(call)+markup.Dot+markup.Escape(does)) }
	line(botName+" QUESTION", "A question of its own. Without "+botName+" it may follow up the answer before")
	line(":1", "Press a button, by its number below the last message")
	line("/quit", "Leave; the end of input does the same")
	describe := func(call, key string, options []chat.Option) {
		for _, o := range options {
			call += " " + nameOf(key+"."+o.Key, false) + ":"
		}
		line(call, q.Language.Commands[key].Description)
	}
	for _, c := range r.commands {
		switch {
		case c.Moderators && !q.Moderates():
		case c.Menu:
			line("/"+typedAs(c), q.Language.Commands[c.Key].Name+", the last answer")
		case c.Handle != nil:
			describe("/"+typedAs(c), c.Key, c.Options)
		default:
			for _, o := range c.Options {
				describe("/"+typedAs(c)+" "+nameOf(c.Key+"."+o.Key, false), c.Key+"."+o.Key, o.Options)
			}
		}
	}
}

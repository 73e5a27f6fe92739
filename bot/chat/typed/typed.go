// Package typed reads commands that members type as text, for platforms that have no menus and fields for them:
//
//	/corpus add file:notes.md why:asked for by members
//
// A command's name, a subcommand's, and options as "name:value". A value goes on to the next option, or to the end of its quotation marks;
// what stands before all options is the first one's. What there is is read off the tables of chat.Command, in English, as everywhere.
package typed

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"readout/bot/chat"
	"readout/bot/chat/wording"
	"readout/bot/nearest"
)

// Error is what is wrong with what was typed, for whoever typed it.
type Error struct{ Text string }

func (e *Error) Error() string { return e.Text }

// Wrong is an Error.
func Wrong(format string, args ...any) *Error { return &Error{fmt.Sprintf(format, args...)} }

// Place reads what only a platform knows: the value of an option that takes a channel, a role or a file. Its error says what can be given.
type Place func(o chat.Option, text string) (value any, file *chat.Upload, err error)

// callOf is what a command is called: one of a message's menu, whose name is a sentence, by its key.
func callOf(c chat.Command) string {
	if c.Menu {
		return c.Key
	}
	return nameOf(c.Key)
}

func nameOf(key string) string { return wording.English().Commands[key].Name }

// Call is how a command or a subcommand is typed, by its key.
func Call(key string) string {
	command, _, sub := strings.Cut(key, ".")
	if call := "/" + nameOf(command); !sub {
		return call
	}
	return "/" + nameOf(command) + " " + nameOf(key)
}

// Command finds the command that a line begins with, behind its slash; rest is what follows. The error is an *Error.
func Command(all []chat.Command, line string) (c chat.Command, rest string, err error) {
	word, rest, _ := strings.Cut(strings.TrimPrefix(line, "/"), " ")
	var names []string
	for _, c := range all {
		if strings.EqualFold(callOf(c), word) {
			return c, strings.TrimSpace(rest), nil
		}
		names = append(names, callOf(c))
	}
	if near := nearest.To(word, names); near != "" {
		return c, "", Wrong("/%s is no command. Did you mean /%s?", word, near)
	}
	return c, "", Wrong("/%s is no command; /help lists them.", word)
}

// Read reads what follows a command's name: who handles it, and what was given. The error is an *Error.
func Read(c chat.Command, rest string, of Place) (chat.Handler, chat.Arguments, error) {
	handle, under, options := c.Handle, c.Key, c.Options
	if handle == nil {
		word, after, _ := strings.Cut(rest, " ")
		at := slices.IndexFunc(options, func(o chat.Option) bool { return strings.EqualFold(nameOf(under+"."+o.Key), word) })
		if at < 0 {
			return nil, chat.Arguments{}, Wrong("/%s is followed by one of these: %s.", callOf(c), strings.Join(namesOf(under, options), ", "))
		}
		under += "." + options[at].Key
		handle, options, rest = options[at].Handle, options[at].Options, after
	}
	out := chat.Arguments{Under: under, Values: map[string]any{}, Files: map[string]*chat.Upload{}}
	names := namesOf(under, options)
	texts, err := parts(names, rest)
	if err != nil {
		return nil, out, err
	}
	for n, o := range options {
		text, given := texts[n]
		switch {
		case !given && o.Required:
			return nil, out, Wrong("%s: is missing: %s.", names[n], wording.English().Commands[under+"."+o.Key].Description)
		case !given:
			continue
		}
		value, file, err := valueOf(o, text, of)
		if err != nil {
			return nil, out, Wrong("%s: %v", names[n], err)
		}
		if out.Values[o.Key] = value; file != nil {
			out.Files[o.Key] = file
		}
	}
	return handle, out, nil
}

func namesOf(under string, options []chat.Option) (names []string) {
	for _, o := range options {
		names = append(names, nameOf(under+"."+o.Key))
	}
	return names
}

// words are the words of options: a value in quotation marks is one.
var words = regexp.MustCompile(`[\pL-]+:"[^"]*"|\S+`)

// parts are the texts given for options, by their place among the names.
func parts(names []string, text string) (map[int]string, error) {
	out := map[int]string{}
	at := 0
	for _, word := range words.FindAllString(text, -1) {
		name, value, is := strings.Cut(word, ":")
		n := slices.Index(names, name)
		near := nearest.To(name, names)
		_, before := out[n]
		switch {
		case len(names) == 0:
			return nil, Wrong("Nothing follows this command.")
		case is && n >= 0 && before:
			return nil, Wrong("%s: is given twice. A text with “%s:” in it stands in quotation marks: %s:\"…\"", name, name, names[at])
		case is && n >= 0:
			at, word = n, strings.Trim(value, `"`)
		case is && near != "" && len(name) > 3 && value != "" && !strings.HasPrefix(value, "//"): // neither a text's colon nor an address
			return nil, Wrong("There is no option %s:. Did you mean %s:?", name, near)
		}
		if word != "" {
			out[at] = strings.TrimSpace(out[at] + " " + word)
		}
	}
	return out, nil
}

// valueOf reads the value of an option. Its error says what can be given.
func valueOf(o chat.Option, text string, of Place) (value any, file *chat.Upload, err error) {
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
	case chat.TakesChannel, chat.TakesPlace, chat.TakesRole, chat.TakesFile:
		return of(o, text)
	}
	if n := utf8.RuneCountInString(text); o.Longest > 0 && n > o.Longest {
		return nil, nil, fmt.Errorf("that has %d characters; at most %d fit", n, o.Longest)
	}
	if len(o.Choices) == 0 {
		return text, nil, nil
	}
	var names []string
	for _, c := range o.Choices {
		if strings.EqualFold(text, c.Value) || strings.EqualFold(text, choiceName(c)) {
			return c.Value, nil, nil
		}
		names = append(names, choiceName(c))
	}
	return nil, nil, errors.New("give one of these: " + strings.Join(names, ", "))
}

// choiceName is what a choice is called.
func choiceName(c chat.Choice) string {
	if c.Name == "*" {
		return wording.English().Choices[c.Value]
	}
	return c.Name
}

// Usage is how something is typed, and what it does.
type Usage struct{ Call, Does string }

// Usages are how the commands that somebody may use are typed.
func Usages(all []chat.Command, q chat.Request) (out []Usage) {
	add := func(key, call string, options []chat.Option) {
		for _, name := range namesOf(key, options) {
			call += " " + name + ":"
		}
		out = append(out, Usage{call, q.Language.Commands[key].Description})
	}
	for _, c := range all {
		switch {
		case c.Moderators && !q.Moderates():
		case c.Menu:
			out = append(out, Usage{"/" + callOf(c), q.Language.Commands[c.Key].Name})
		case c.Handle != nil:
			add(c.Key, Call(c.Key), c.Options)
		default:
			for _, o := range c.Options {
				add(c.Key+"."+o.Key, Call(c.Key+"."+o.Key), o.Options)
			}
		}
	}
	return out
}

// Candidates are what may stand at the end of a line that is being typed: commands, and behind one its options, with what they can be
// given. propose is what the bot proposes.
func Candidates(all []chat.Command, line string, propose func(chat.Command, chat.Arguments) []chat.Choice) (out []string) {
	c, _, err := Command(all, line)
	_, rest, behind := strings.Cut(line, " ")
	if err != nil || !behind {
		for _, c := range all {
			out = append(out, "/"+callOf(c))
		}
		return out
	}
	under, options := c.Key, c.Options
	if c.Handle == nil {
		word, _, more := strings.Cut(rest, " ")
		at := slices.Index(namesOf(under, options), word)
		if at < 0 || !more {
			for _, name := range namesOf(under, options) {
				out = append(out, "/"+callOf(c)+" "+name)
			}
			return out
		}
		under, options = under+"."+options[at].Key, options[at].Options
	}
	typing := rest[strings.LastIndex(rest, " ")+1:]
	for n, name := range namesOf(under, options) {
		text, is := strings.CutPrefix(typing, name+":")
		if !is {
			out = append(out, name+":")
			continue
		}
		o := options[n]
		for _, choice := range o.Choices {
			out = append(out, name+":"+choiceName(choice))
		}
		if o.Proposed {
			given := chat.Arguments{Under: under, Typing: o.Key, Values: map[string]any{o.Key: text}}
			for _, choice := range propose(c, given) {
				out = append(out, name+":"+choice.Value)
			}
		}
	}
	return out
}

// Package arguments reads a command line as people write it: help as a word, a command behind its flags, a question without a command.
package arguments

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/alecthomas/kong"

	"readout/bot/nearest"
)

// help is where help is to be had when no command was meant.
const help = "Help: readout --help. To ask a question: readout ask \"your question\""

// Help is the arguments that print the help which the word "help" asks for: that of the program, or of the command named behind it. What
// goes on otherwise is a question that begins with the word: ok is false.
func Help(args []string, model *kong.Application) (instead []string, ok bool) {
	if len(args) == 0 || !strings.EqualFold(args[0], "help") {
		return nil, false
	}
	commands := model.Node
	for _, name := range args[1:] {
		at := slices.IndexFunc(commands.Children, func(c *kong.Node) bool { return c.Name == name })
		if at < 0 {
			return nil, false
		}
		commands = commands.Children[at]
	}
	return append(slices.Clone(args[1:]), "--help"), true
}

// CommandFirst is arguments that were refused with the command's word in front of its flags, where it stood behind them: flags in front are
// read as those of a question.
func CommandFirst(args []string, model *kong.Application, refused error) (instead []string, ok bool) {
	if refused == nil || len(args) == 0 || !strings.HasPrefix(args[0], "-") {
		return nil, false
	}
	at := slices.IndexFunc(args, func(arg string) bool {
		return slices.ContainsFunc(model.Children, func(c *kong.Node) bool { return c.Name == arg })
	})
	if at <= 0 {
		return nil, false
	}
	return slices.Concat([]string{args[at]}, args[:at], args[at+1:]), true
}

// WithHelp adds to an error in the arguments where help is to be had.
func WithHelp(err error) error {
	var wrong *kong.ParseError
	if !errors.As(err, &wrong) {
		return err
	}
	if flag, ok := strings.CutSuffix(err.Error(), `: expected string value but got "EOL" (<EOL>)`); ok {
		err = fmt.Errorf("%s needs a value behind it", flag)
	}
	if chosen := wrong.Context.Selected(); chosen != nil {
		return fmt.Errorf("%w\nHelp: %s --help", err, chosen.FullPath())
	}
	return fmt.Errorf("%w\n%s", err, help)
}

// Meant looks at words that stand where a command would: several are a question, and so is one with a question mark; another is a
// mistyped command, an error. question is what was asked without saying which command answers it, if anything was. near is the command
// that the first word of a question resembles and begins like, "" for none: "what" is no mistyped chat.
func Meant(args, question []string, model *kong.Application) (near string, err error) {
	words := strings.Fields(strings.Join(question, " "))
	if len(words) == 0 || slices.Contains(args[:slices.Index(args, question[0])+1], "ask") {
		return "", nil
	}
	var commands []string
	for _, c := range model.Children {
		if !c.Hidden {
			commands = append(commands, c.Name)
		}
	}
	near = nearest.To(words[0], commands)
	if len(words) > 1 || strings.HasSuffix(words[0], "?") {
		if near != "" && !strings.EqualFold(near[:1], words[0][:1]) {
			near = ""
		}
		return near, nil
	}
	text := fmt.Sprintf("%q is no command, and one word is no question", words[0])
	if near != "" {
		text += fmt.Sprintf("; did you mean %q?", near)
	}
	return "", fmt.Errorf("%s\n%s", text, help)
}

package main

import (
	"context"
	"errors"
	"log/slog"
	"path/filepath"
	"time"

	"readout/bot/chat"
	"readout/bot/engine"
	"readout/bot/progress"
	"readout/bot/prompt"
	"readout/bot/terminal"
	"readout/bot/tty"
)

// ChatCommand has the bot converse at the terminal.
type ChatCommand struct {
	BotConfig `embed:""`

	Moderator bool `help:"Be a moderator, who can change the articles and the settings."`
}

// Help is shown below the command's usage.
func (ChatCommand) Help() string {
	return "The bot that Discord has, without Discord: it answers, remembers and takes the same commands, as the member of a server of " +
		"its own, whose articles other commands know as --server 1. A line is a question, a /command, or :1 for the first button; " +
		"/help lists the commands. From a pipe, each line is a turn."
}

// keyboardRate is how much may be asked at a keyboard, by one person or a script: what is shared by many is held to less.
var keyboardRate = chat.Rate{Questions: 1000, Within: time.Minute}

// Run implements command. It returns when there is no more input, or the context ends.
func (c *ChatCommand) Run(ctx context.Context, con *terminal.Console, open engine.Opener) error {
	log := slog.New(slog.NewTextHandler(con.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	h, err := openResources(ctx, con, open, c.BotConfig, "chat", log)
	if err != nil {
		return err
	}
	typed := prompt.Options{Plain: con.Dumb || !con.Interactive, Stdin: con.Stdin, Stdout: con.Stdout}
	if con.Interactive {
		typed.Text = "> "
		con.Note("this is the bot that Discord has; /help tells what can be typed, /quit leaves")
	}
	if con.State != "" && !typed.Plain {
		typed.History = filepath.Join(con.State, "history")
	}
	o := tty.Options{
		Options: h.chat(), Moderator: c.Moderator, Typed: typed, Echo: !con.Interactive, Page: con.Layout().Page, Warn: con.Warn,
		Working: func(doing string) (func(string), func()) {
			line := con.Working(doing)
			return func(doing string) { line.Say(progress.State{Doing: doing}) }, line.Stop
		},
	}
	o.MemberRate, o.GuildRate = keyboardRate, keyboardRate
	return errors.Join(tty.Run(ctx, o), h.close())
}

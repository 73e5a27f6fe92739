package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/alecthomas/kong"

	"readout/bot/arguments"
	"readout/bot/budget"
	"readout/bot/desk"
	"readout/bot/engine"
	"readout/bot/evaluation"
	"readout/bot/invocation"
	"readout/bot/terminal"
	"readout/bot/variables"
)

// Config is everything that can be set, from the command line, the environment and the file .env, in this order of precedence. A
// field's tag "from" names its variable; an empty variable counts as unset.
type Config struct {
	Ask       AskCommand             `cmd:"" default:"withargs" help:"${ask}"`
	Summary   SummaryCommand         `cmd:"" help:"Summarise the articles, a topic, a person or one article."`
	Said      SaidCommand            `cmd:"" help:"List what a person is quoted or reported as saying."`
	Timeline  TimelineCommand        `cmd:"" help:"List dated events in order, what was planned marked so."`
	New       NewCommand             `cmd:"" help:"Tell what is new in a server's articles, and in the answers to what its members ask most."`
	Sources   SourcesCommand         `cmd:"" help:"List the articles, and which of them are one report."`
	Search    SearchCommand          `cmd:"" help:"Show the passages nearest to a query, ranked."`
	Misquotes MisquotesCommand       `cmd:"" help:"Compare what reports quote with the transcripts among the articles."`
	Receipt   ReceiptCommand         `cmd:"" help:"Write down what an answer rests on, for others to verify."`
	Serve     ServeCommand           `cmd:"" help:"Serve a page to ask and read in the browser, an HTTP API, and MCP."`
	MCP       MCPCommand             `cmd:"" name:"mcp" help:"${mcp}"`
	Run       RunCommand             `cmd:"" help:"Run the Discord bot."`
	Chat      ChatCommand            `cmd:"" help:"Talk with the bot at the terminal, as a member of a server or its moderator."`
	Corpus    desk.CorpusCommand     `cmd:"" help:"${corpus}"`
	Backup    desk.BackupCommand     `cmd:"" help:"${backup}"`
	Restore   desk.RestoreCommand    `cmd:"" help:"Put a backup in place, once it is verified."`
	Store     desk.StoreCommand      `cmd:"" help:"Copy all that the bot remembers from the folder to a database, or back."`
	Verify    desk.VerifyCommand     `cmd:"" help:"Verify all that the bot remembers, and every server's library; also while the bot runs."`
	Doctor    DoctorCommand          `cmd:"" help:"Check that the Discord bot can run, and say what to do where it can't."`
	Health    HealthCommand          `cmd:"" help:"Ask the running bot whether it works."`
	Eval      evaluation.EvalCommand `cmd:"" help:"Measure answers and retrieval over judged questions."`
	Version   VersionCommand         `cmd:"" help:"Print the version of the program and of the built-in model."`
	Vectors   engine.VectorsCommand  `cmd:"" hidden:"" help:"Embed the shipped articles into a file, for building."`
	Extract   engine.ExtractCommand  `cmd:"" hidden:"" help:"Read one page, PDF or feed from standard input, for the program itself."`

	Versions kong.VersionFlag `name:"version" help:"Print the version of the program and of the built-in model."`
}

// command is what one of the commands does. It returns nil, or an error that the console reports.
type command interface {
	Run(ctx context.Context, con *terminal.Console, open engine.Opener) error
}

// parseArguments gives the command that the arguments name, configured, or nil when they asked for help, which is then printed. It reports
// every fault that it finds, not just the first.
func parseArguments(args, env []string, con *terminal.Console) (command, error) {
	values, err := variables.Read(env, len(args) == 0 || args[0] != "extract") // what reads hostile files is told no secrets
	faults := []error{err}
	helped := false
	var config Config
	parser, err := newParser(&config, values, con, func(int) { helped = true })
	if err != nil {
		return nil, fmt.Errorf("command line: %w", err)
	}
	if asked, ok := arguments.Help(args, parser.Model); ok {
		args = asked
	}
	for _, v := range variables.Of(parser.Model) {
		faults = append(faults, v.Check(values))
	}
	parsed, err := parser.Parse(args)
	if helped {
		return nil, nil
	}
	if first, ok := arguments.CommandFirst(args, parser.Model, err); ok {
		return parseArguments(first, env, con)
	}
	if err = errors.Join(append(faults, arguments.WithHelp(err))...); err != nil {
		return nil, err
	}
	near, err := arguments.Meant(args, config.Ask.Question, parser.Model)
	if err != nil {
		return nil, err
	}
	if near != "" {
		con.Note("%q is no command, so this is taken for a question; the command is readout %s", strings.Fields(config.Ask.Question[0])[0], near)
	}
	chosen, ok := parsed.Selected().Target.Addr().Interface().(command)
	if !ok {
		return nil, fmt.Errorf("command line: %s does nothing", parsed.Command())
	}
	return chosen, nil
}

func newParser(config *Config, values variables.Values, con *terminal.Console, exit func(int)) (*kong.Kong, error) {
	return kong.New(config,
		kong.Name(string(cmp.Or(con.Name, invocation.Usual))),
		kong.Description("Readout answers questions about a meeting from articles, and shows where every sentence stands."),
		kong.Writers(con.Stdout, con.Stderr),
		kong.Exit(exit),
		kong.Vars{"version": versions()},
		withHelp(longHelp(), desk.Help(), engine.Help(), evaluation.Help(), budget.Help()),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true, WrapUpperBound: 100}),
		kong.ValueFormatter(func(v *kong.Value) string {
			if name := v.Tag.Get("from"); name != "" {
				return con.Name.In(v.Help) + " Variable: " + name + "."
			}
			return con.Name.In(v.Help)
		}),
		kong.Resolvers(values.Resolver()))
}

// withHelp puts in the help texts that tags have by name. As variables kong would read each of them anew for each flag of each command,
// which took most of the time in which the program starts.
func withHelp(texts ...map[string]string) kong.Option {
	put := func(help *string) {
		name := strings.TrimSuffix(strings.TrimPrefix(*help, "${"), "}")
		for _, t := range texts {
			if text, ok := t[name]; ok && *help == "${"+name+"}" {
				*help = text
			}
		}
	}
	return kong.PostBuild(func(k *kong.Kong) error {
		return kong.Visit(k.Model, func(node kong.Visitable, next kong.Next) error {
			switch node := node.(type) {
			case *kong.Node:
				put(&node.Help)
			case *kong.Value:
				put(&node.Help)
			case *kong.Flag:
				put(&node.Help)
			}
			return next(nil)
		})
	})
}

// longHelp is what a long help text of the commands and flags here says, by the name under which its tag has it.
func longHelp() map[string]string {
	return map[string]string{
		"ask":    "Answer questions from the articles, with a citation for every sentence; without a question, talk about them.",
		"mcp":    "Answer an agent that speaks the Model Context Protocol on standard input and output.",
		"corpus": "Keep the articles of a Discord server: add, edit, remove, refresh, roll back, export, import.",
		"backup": "Write all that the bot remembers, and every server's library, into one file; also while the bot runs.",
		"translation": "Language, such as de, in which a translation by the model stands below each sentence. " +
			"The sentences stay in the articles' language; nobody checks translations.",
		"ask_batch": "Answer the questions of a file, or of standard input (-): " +
			"one JSON object a line with id, question and, if any, prior_turns. Prints one JSON object a line.",
		"question": "The question; its words need no quotation marks, and the word ask may be left out. " +
			"Without one, questions are read from standard input, one a line; " +
			"a terminal becomes a prompt that understands follow-up questions, and that Ctrl-D ends.",
		"kind": "Ask only articles of this kind, as sources lists it: report, opinion, transcript, minutes and others.",
		"overview_translation": "Language, such as de, in which a translation by the model stands below each sentence; " +
			"nobody checks translations.",
		"search_batch": "Search for the queries of a file, or of standard input (-): " +
			"one JSON object a line with id and query. Prints one JSON object a line.",
		"listen":    "Address to serve on. Unless it is a loopback address, everybody who reaches it can read and ask.",
		"host_name": "Host name under which it may be asked, besides localhost; needed behind a proxy. Can be repeated.",
		"keys": "Keys for the API and MCP, one a line: a name, the key, " +
			"and how many requests a minute it is good for (60 unless stated).",
	}
}

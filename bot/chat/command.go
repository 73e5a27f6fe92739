package chat

import (
	"context"
	"slices"
	"strings"

	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/store"
	"readout/corpus/prose"
)

// Action is what a button, or the form that it opens, does. A custom ID is the action's key and what it is about: "passages:RECEIPT".
// The keys live as long as the messages, so they are never changed.
type Action struct {
	Key        string
	Moderators bool // for moderators only, in a server only
	Press      func(ctx context.Context, q Request, about string) (Response, error)
	Submit     func(ctx context.Context, q Request, about, text string) (Response, error)
}

// Command is a command of the bot's. Its key names it in every language's catalogue.
type Command struct {
	Key        string
	Menu       bool // of a message's context menu, not a slash command
	GuildOnly  bool
	Moderators bool // for moderators only
	Hidden     bool // is shown to those who manage the server only
	Options    []Option
	Handle     Handler // nil when its subcommands do
	// Propose is the values that the option with a key can be given, while a member types into it; nil where none are proposed.
	Propose func(ctx context.Context, q Request, key string) ([]Choice, error)
}

// Handler does what a command or a subcommand is for.
type Handler func(ctx context.Context, q Request, given Arguments) (Response, error)

// Option is an option of a command, or a subcommand with its own.
type Option struct {
	Key      string
	Kind     Kind
	Required bool
	Longest  int      // of a text, in characters
	Proposed bool     // the bot proposes values while the member types
	Choices  []Choice // those named "*" are named in every language, by their value
	Most     int      // of a whole number, from 0
	Options  []Option
	Handle   Handler // of a subcommand
}

// Kind is what an option takes.
type Kind int

// What an option takes.
const (
	TakesText Kind = iota
	TakesYesNo
	TakesNumber
	TakesChannel // in which messages are written
	TakesPlace   // likewise, or a forum
	TakesRole
	TakesFile
	Subcommand
)

// Arguments are what a member gave to a command or a subcommand, by the options' keys.
type Arguments struct {
	Under   string // the key of the command, or of "command.subcommand"
	Values  map[string]any
	Typing  string // the key of the option that a member types into, while values are proposed for it
	Files   map[string]*Upload
	Message *Target // that a command of a message's menu is about; nil for none
}

func (a Arguments) Text(key string) string {
	s, _ := a.Values[key].(string)
	return strings.TrimSpace(s)
}

func (a Arguments) Yes(key string) (value, given bool) {
	value, given = a.Values[key].(bool)
	return value, given
}

func (a Arguments) Number(key string) (n int, given bool) {
	v, given := a.Values[key].(float64)
	return int(v), given
}

// File is an uploaded file, nil when there is none.
func (a Arguments) File(key string) *Upload { return a.Files[key] }

// Upload is a file that a member gave.
type Upload struct {
	Name string
	Load func(ctx context.Context) ([]byte, error)
}

// Target is a message that a command of its menu is about.
type Target struct {
	ID      store.MessageID
	Text    string
	Author  store.UserID
	Receipt store.ReceiptID // of the answer that the message is; "" when it is none of the bot's
}

// Repertoire is all that the bot can be told to do. Who may is checked here at every call, whatever the platform let through, so that no
// platform and no handler can forget it.
type Repertoire struct {
	commands map[string]Command // by the names that they are registered under
	actions  map[string]Action  // by key
}

// NewRepertoire makes a repertoire of tables. It reads every language's catalogue, which is too much for each interaction.
func NewRepertoire(commands []Command, actions []Action) *Repertoire {
	r := &Repertoire{commands: map[string]Command{}, actions: map[string]Action{}}
	for _, c := range commands {
		r.commands[wording.English().Commands[c.Key].Name] = c
	}
	for _, a := range actions {
		r.actions[a.Key] = a
	}
	return r
}

// Command is a command by the name that it is registered under.
func (r *Repertoire) Command(name string) (c Command, known bool) {
	c, known = r.commands[name]
	return c, known
}

// Use runs a command, or the subcommand chosen; chosen reads who handles it and what was given.
func (r *Repertoire) Use(ctx context.Context, q Request, c Command, chosen func() (Handler, Arguments, error)) (Response, error) {
	switch {
	case c.GuildOnly && q.Guild == "":
		return Response{}, wording.Refuse(wording.GuildOnly)
	case c.Moderators && !q.Moderates():
		return Response{}, wording.Refuse(wording.NotModerator)
	}
	handle, given, err := chosen()
	if err != nil {
		return Response{}, err
	}
	return handle(ctx, q, given)
}

// Press does what a button with an ID does, whatever message it is on.
func (r *Repertoire) Press(ctx context.Context, q Request, id string) (Response, error) {
	a, about, err := r.action(q, id)
	if err != nil {
		return Response{}, err
	}
	if a.Press == nil {
		return Response{}, wording.Refuse(wording.OutOfDate)
	}
	return a.Press(ctx, q, about)
}

// Submit takes the text of a form with an ID.
func (r *Repertoire) Submit(ctx context.Context, q Request, id, text string) (Response, error) {
	a, about, err := r.action(q, id)
	if err != nil {
		return Response{}, err
	}
	if a.Submit == nil {
		return Response{}, wording.Refuse(wording.OutOfDate)
	}
	return a.Submit(ctx, q, about, text)
}

// action finds the action of an ID and what it is about.
func (r *Repertoire) action(q Request, id string) (Action, string, error) {
	key, about, _ := strings.Cut(id, ":")
	switch a, ok := r.actions[key]; {
	case !ok:
		return Action{}, "", wording.Refuse(wording.OutOfDate)
	case a.Moderators && q.Guild == "":
		return Action{}, "", wording.Refuse(wording.GuildOnly)
	case a.Moderators && !q.Moderates():
		return Action{}, "", wording.Refuse(wording.NotModerator)
	default:
		return a, about, nil
	}
}

// mostChoices is how many values Discord takes while a member types, and longestChoice how long their names and values may be.
const (
	mostChoices   = 25
	longestChoice = 100
)

// Propose proposes what has the typed words, for the option that a member types into. Of what only moderators may use, others are
// proposed nothing.
func Propose(ctx context.Context, q Request, c Command, given Arguments) (Response, error) {
	out := []Choice{}
	if c.Propose == nil || c.Moderators && !q.Moderates() {
		return Response{Choices: out}, nil
	}
	all, err := c.Propose(ctx, q, given.Under+"."+given.Typing)
	if err != nil {
		return Response{}, err
	}
	wanted := strings.Fields(prose.Fold(given.Text(given.Typing)))
	for _, c := range all {
		folded := prose.Fold(c.Name)
		if len(c.Value) > longestChoice || slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(folded, w) }) {
			continue
		}
		if out = append(out, Choice{markup.Clip(markup.Visible(c.Name), longestChoice), c.Value}); len(out) == mostChoices {
			break
		}
	}
	return Response{Choices: out}, nil
}

package discord

import (
	"context"
	"slices"
	"strings"
	"unicode"

	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/news"
	"readout/bot/store"
	"readout/corpus"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval/scope"
)

// command is a command of the bot's. Its key names it in every language's catalogue.
type command struct {
	key        string
	menu       bool // of a message's context menu, not a slash command
	guildOnly  bool
	moderators bool // for moderators only
	hidden     bool // is shown to those who manage the server only
	options    []option
	handle     handler // nil when its subcommands do
}

// handler does what a command or a subcommand is for.
type handler func(b *bot, ctx context.Context, q request, given arguments) (response, error)

// option is an option of a command, or a subcommand with its own.
type option struct {
	key      string
	kind     kind
	required bool
	longest  int      // of a text, in characters
	proposed bool     // the bot proposes values while the member types
	choices  []choice // those named "*" are named in every language, by their value
	most     int      // of a whole number, from 0
	options  []option
	handle   handler // of a subcommand
}

// kind is what an option takes.
type kind int

// What an option takes.
const (
	takesText kind = iota
	takesYesNo
	takesNumber
	takesChannel // in which messages are written
	takesPlace   // likewise, or a forum
	takesRole
	takesFile
	subcommand
)

// arguments are what a member gave to a command or a subcommand, by the options' keys.
type arguments struct {
	under   string // the key of the command, or of "command.subcommand"
	values  map[string]any
	typing  string // the key of the option that a member types into, while values are proposed for it
	files   map[string]*Upload
	message *Target // that a command of a message's menu is about; nil for none
}

func (a arguments) text(key string) string {
	s, _ := a.values[key].(string)
	return strings.TrimSpace(s)
}

func (a arguments) yes(key string) (value, given bool) {
	value, given = a.values[key].(bool)
	return value, given
}

func (a arguments) number(key string) (n int, given bool) {
	v, given := a.values[key].(float64)
	return int(v), given
}

// file is an uploaded file, nil when there is none.
func (a arguments) file(key string) *Upload { return a.files[key] }

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

// commands is the table of commands.
func commands() []command {
	return []command{
		{key: "ask", handle: (*bot).onAsk, options: []option{
			{key: "question", kind: takesText, required: true, longest: 6000},
			{key: "private", kind: takesYesNo},
			{key: "article", kind: takesText, proposed: true},
			{key: "speaker", kind: takesText, proposed: true, longest: 100},
			{key: "publisher", kind: takesText, proposed: true, longest: 100},
			{key: "from", kind: takesText, longest: 10},
			{key: "to", kind: takesText, longest: 10},
			{key: "kind", kind: takesText, choices: kindChoices()},
			{key: "whole", kind: takesYesNo},
		}},
		{key: "summary", handle: (*bot).onSummary, options: []option{
			{key: "of", kind: takesText, proposed: true, longest: 300},
			{key: "length", kind: takesText, choices: []choice{{"*", lengthShort}, {"*", lengthLong}}},
			{key: "private", kind: takesYesNo},
		}},
		{key: "said", handle: (*bot).onSaid, options: []option{
			{key: "speaker", kind: takesText, required: true, proposed: true, longest: 100},
			{key: "about", kind: takesText, longest: 300},
			{key: "private", kind: takesYesNo},
		}},
		{key: "timeline", handle: (*bot).onTimeline, options: []option{
			{key: "article", kind: takesText, proposed: true},
			{key: "all", kind: takesYesNo},
			{key: "private", kind: takesYesNo},
		}},
		{key: "new", handle: (*bot).onNew, options: []option{
			{key: "since", kind: takesText, choices: []choice{{"*", news.SinceDay}, {"*", news.SinceWeek}, {"*", news.SinceMonth}}},
			{key: "private", kind: takesYesNo},
		}},
		{key: "about", menu: true, handle: (*bot).onAbout},
		{key: "sources", handle: (*bot).onSources},
		{key: "help", handle: (*bot).onHelp},
		{key: "forget-me", handle: (*bot).onForget},
		{key: "settings", guildOnly: true, moderators: true, options: settingsOptions()},
		{key: "corpus", guildOnly: true, moderators: true, options: corpusOptions()},
		{key: "inbox", guildOnly: true, moderators: true, handle: (*bot).onInbox},
		{key: "keep", menu: true, guildOnly: true, moderators: true, hidden: true, handle: (*bot).onKeep},
	}
}

// kindChoices are the kinds of article.
func kindChoices() (out []choice) {
	for _, k := range scope.Kinds() {
		out = append(out, choice{"*", string(k)})
	}
	return out
}

// commandsByName are the commands by the names that they are registered under. Making them reads every language's catalogue, which is too
// much for each interaction.
func commandsByName() map[string]command {
	all := map[string]command{}
	for _, c := range commands() {
		all[wording.English().Commands[c.key].Name] = c
	}
	return all
}

func (b *bot) onAsk(ctx context.Context, q request, given arguments) (response, error) {
	a := asked{text: given.text("question"), private: private(q, given)}
	var err error
	if a.scope, a.articles, err = b.within(ctx, q, given); err != nil {
		return response{}, err
	}
	a.whole, _ = given.yes("whole")
	return b.ask(ctx, q, a)
}

// within reads what a question is narrowed to: the scope, and the articles in it, nil for all.
func (b *bot) within(ctx context.Context, q request, given arguments) (scope.Scope, []corpus.ArticleID, error) {
	s, err := scope.Parse("", given.text("speaker"), given.text("publisher"), given.text("from"), given.text("to"), given.text("kind"))
	if err != nil {
		return s, nil, wording.Refuse(wording.NoScope)
	}
	if named := given.text("article"); named != "" {
		only, err := b.onlyArticle(ctx, q, named)
		if err != nil {
			return s, nil, err
		}
		s.Article = string(only[0])
	}
	if s.All() {
		return s, nil, nil
	}
	c, err := b.articles(ctx, q)
	if err != nil {
		return s, nil, err
	}
	articles, err := s.Articles(c)
	if err != nil || s.Speaker != "" && scope.Person(c, s.Speaker) == nil {
		return s, nil, wording.Refuse(wording.EmptyScope)
	}
	return s, articles, nil
}

// onAbout asks about the text of a message.
func (b *bot) onAbout(ctx context.Context, q request, given arguments) (response, error) {
	a := asked{private: q.settings.Private}
	if m := given.message; m != nil {
		a.text, a.author, a.follows = m.Text, m.Author, m.Receipt
	}
	if markup.Typed(a.text) == "" {
		return response{}, wording.Refuse(wording.NothingToAsk)
	}
	return b.ask(ctx, q, a)
}

// mostChoices is how many values Discord takes while a member types, and longestChoice how long their names and values may be.
const (
	mostChoices   = 25
	longestChoice = 100
)

// propose proposes what has the typed words, for the option that a member types into. Of what only moderators may use, others are
// proposed nothing.
func (b *bot) propose(ctx context.Context, q request, c command, given arguments) (response, error) {
	if c.moderators && !q.moderates() {
		return response{choices: []choice{}}, nil
	}
	all, err := b.proposals(ctx, q, given.under+"."+given.typing)
	if err != nil {
		return response{}, err
	}
	wanted := strings.Fields(prose.Fold(given.text(given.typing)))
	out := []choice{}
	for _, c := range all {
		folded := prose.Fold(c.Name)
		if len(c.Value) > longestChoice || slices.ContainsFunc(wanted, func(w string) bool { return !strings.Contains(folded, w) }) {
			continue
		}
		if out = append(out, choice{markup.Clip(markup.Visible(c.Name), longestChoice), c.Value}); len(out) == mostChoices {
			break
		}
	}
	return response{choices: out}, nil
}

// proposals are the values that an option can be given: articles, people, and what moderators name.
func (b *bot) proposals(ctx context.Context, q request, key string) ([]choice, error) {
	if all, ok, err := b.moderatorProposals(ctx, q, key); ok {
		return all, err
	}
	c, err := b.articles(ctx, q)
	if err != nil {
		return nil, err
	}
	var all []choice
	if key == "said.speaker" || key == "summary.of" || key == "ask.speaker" {
		for _, p := range scope.Speakers(c) {
			all = append(all, choice{p, p})
		}
	}
	if key == "ask.publisher" {
		for _, p := range scope.Publishers(c) {
			all = append(all, choice{p, p})
		}
	}
	if key != "said.speaker" && key != "ask.speaker" && key != "ask.publisher" {
		for _, a := range c.Articles {
			all = append(all, choice{q.language.Phrases.SourceLine(a), string(a.ID)})
		}
	}
	return all, nil
}

// onlyArticle is the one article that a member named, as what a question is limited to.
func (b *bot) onlyArticle(ctx context.Context, q request, named string) ([]corpus.ArticleID, error) {
	c, err := b.articles(ctx, q)
	if err != nil {
		return nil, err
	}
	a := b.articleNamed(c, named)
	if a == nil {
		return nil, wording.Refuse(wording.UnknownArticle)
	}
	return []corpus.ArticleID{a.ID}, nil
}

// articleNamed finds an article by its ID, or by words of which only its line has all: a member may type instead of choosing. It is
// nil when there is none, or more than one.
func (b *bot) articleNamed(c *reading.Corpus, named string) *corpus.Article {
	if a := c.Article(corpus.ArticleID(named)); a != nil {
		return a
	}
	wanted := prose.Fold(strings.TrimSpace(named))
	if wanted == "" {
		return nil
	}
	var found, whole []*corpus.Article // whole: the words are no parts of longer ones
	for _, a := range c.Articles {
		line := prose.Fold(strings.Join(append([]string{b.languages[0].Phrases.SourceLine(a)}, a.Aliases...), "\n"))
		if strings.Contains(line, wanted) {
			found = append(found, a)
		}
		if strings.Contains(wholeWords(line), wholeWords(wanted)) {
			whole = append(whole, a)
		}
	}
	switch {
	case len(found) == 1:
		return found[0]
	case len(whole) == 1:
		return whole[0]
	}
	return nil
}

// wholeWords is a text's words, each between spaces.
func wholeWords(text string) string {
	words := strings.FieldsFunc(text, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsNumber(r) })
	return " " + strings.Join(words, " ") + " "
}

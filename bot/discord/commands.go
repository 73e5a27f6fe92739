package discord

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/bwmarrin/discordgo"

	"readout/bot/chat/markup"
	"readout/bot/chat/wording"
	"readout/bot/discord/api"
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
	hidden     bool // Discord shows it to those who manage the server only
	options    []option
	handle     func(b *bot, ctx context.Context, q request, d discordgo.ApplicationCommandInteractionData) (response, error) // nil when its subcommands do
}

// option is an option of a command, or a subcommand with its own.
type option struct {
	key      string
	kind     discordgo.ApplicationCommandOptionType
	required bool
	longest  int      // of a text, in characters
	proposed bool     // the bot proposes values while the member types
	choices  []choice // those named "*" are named in every language, by their value
	channels []discordgo.ChannelType
	most     int // of a whole number, from 0
	options  []option
	handle   func(b *bot, ctx context.Context, q request, given arguments) (response, error) // of a subcommand
}

// arguments are what a member gave to a subcommand.
type arguments struct {
	values
	under    string // the subcommand's key, which begins those of its options
	resolved *discordgo.ApplicationCommandInteractionDataResolved
}

func (a arguments) text(key string) string { return strings.TrimSpace(a.values.text(key, a.under)) }

func (a arguments) yes(key string) (value, given bool) { return a.values.yes(key, a.under) }

func (a arguments) number(key string) (n int, given bool) {
	v, given := a.get(key, a.under).(float64)
	return int(v), given
}

// file is an uploaded file, nil when there is none.
func (a arguments) file(key string) *discordgo.MessageAttachment {
	if a.resolved == nil {
		return nil
	}
	return a.resolved.Attachments[a.text(key)]
}

// chosen is the subcommand that a member chose, with what was given to it.
func (c command) chosen(d discordgo.ApplicationCommandInteractionData) (option, arguments, bool) {
	if len(d.Options) == 0 || d.Options[0] == nil {
		return option{}, arguments{}, false
	}
	for _, o := range c.options {
		under := c.key + "." + o.key
		if o.handle != nil && wording.English().Commands[under].Name == d.Options[0].Name {
			return o, arguments{values(d.Options[0].Options), under, d.Resolved}, true
		}
	}
	return option{}, arguments{}, false
}

// commands is the table of commands.
func commands() []command {
	text, yes := discordgo.ApplicationCommandOptionString, discordgo.ApplicationCommandOptionBoolean
	return []command{
		{key: "ask", handle: (*bot).onAsk, options: []option{
			{key: "question", kind: text, required: true, longest: 6000},
			{key: "private", kind: yes},
			{key: "article", kind: text, proposed: true},
			{key: "speaker", kind: text, proposed: true, longest: 100},
			{key: "publisher", kind: text, proposed: true, longest: 100},
			{key: "from", kind: text, longest: 10},
			{key: "to", kind: text, longest: 10},
			{key: "kind", kind: text, choices: kindChoices()},
			{key: "whole", kind: yes},
		}},
		{key: "summary", handle: (*bot).onSummary, options: []option{
			{key: "of", kind: text, proposed: true, longest: 300},
			{key: "length", kind: text, choices: []choice{{"*", lengthShort}, {"*", lengthLong}}},
			{key: "private", kind: yes},
		}},
		{key: "said", handle: (*bot).onSaid, options: []option{
			{key: "speaker", kind: text, required: true, proposed: true, longest: 100},
			{key: "about", kind: text, longest: 300},
			{key: "private", kind: yes},
		}},
		{key: "timeline", handle: (*bot).onTimeline, options: []option{
			{key: "article", kind: text, proposed: true},
			{key: "all", kind: yes},
			{key: "private", kind: yes},
		}},
		{key: "new", handle: (*bot).onNew, options: []option{
			{key: "since", kind: text, choices: []choice{{"*", news.SinceDay}, {"*", news.SinceWeek}, {"*", news.SinceMonth}}},
			{key: "private", kind: yes},
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

// wireCommand is a command as it is registered: what is compared with what Discord has.
type wireCommand struct {
	ID                       string            `json:"id,omitempty"`
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations,omitempty"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations,omitempty"`
	Options                  []wireOption      `json:"options,omitempty"`
	Permissions              string            `json:"default_member_permissions,omitempty"`
	Contexts                 []int             `json:"contexts"`
	IntegrationTypes         []int             `json:"integration_types"`
}

type wireOption struct {
	Type                     int               `json:"type"`
	Name                     string            `json:"name"`
	NameLocalizations        map[string]string `json:"name_localizations,omitempty"`
	Description              string            `json:"description"`
	DescriptionLocalizations map[string]string `json:"description_localizations,omitempty"`
	Required                 bool              `json:"required,omitempty"`
	Autocomplete             bool              `json:"autocomplete,omitempty"`
	MaxLength                int               `json:"max_length,omitempty"`
	MinValue                 *int              `json:"min_value,omitempty"`
	MaxValue                 *int              `json:"max_value,omitempty"`
	ChannelTypes             []int             `json:"channel_types,omitempty"`
	Choices                  []wireChoice      `json:"choices,omitempty"`
	Options                  []wireOption      `json:"options,omitempty"`
}

type wireChoice struct {
	Name              string            `json:"name"`
	NameLocalizations map[string]string `json:"name_localizations,omitempty"`
	Value             string            `json:"value"`
}

// wireCommands are the commands to register, named in all languages.
func wireCommands(ls wording.Languages) []wireCommand {
	var out []wireCommand
	for _, c := range commands() {
		w := wireCommand{Type: 1, Contexts: []int{0, 1}, IntegrationTypes: []int{0}}
		if c.menu {
			w.Type = 3
		}
		if c.guildOnly {
			w.Contexts = []int{0}
		}
		if c.hidden {
			w.Permissions = strconv.Itoa(discordgo.PermissionManageGuild)
		}
		w.Name, w.NameLocalizations, w.Description, w.DescriptionLocalizations = nameOf(ls, c.key)
		w.Options = wireOptions(ls, c.key, c.options)
		out = append(out, w)
	}
	return out
}

func wireOptions(ls wording.Languages, parent string, options []option) []wireOption {
	var out []wireOption
	for _, o := range options {
		key := parent + "." + o.key
		w := wireOption{Type: int(o.kind), Required: o.required, Autocomplete: o.proposed, MaxLength: o.longest}
		w.Name, w.NameLocalizations, w.Description, w.DescriptionLocalizations = nameOf(ls, key)
		for _, t := range o.channels {
			w.ChannelTypes = append(w.ChannelTypes, int(t))
		}
		if o.most > 0 {
			w.MinValue, w.MaxValue = new(0), new(o.most)
		}
		for _, c := range o.choices {
			wire := wireChoice{Name: c.Name, Value: c.Value}
			if c.Name == "*" {
				wire.Name, wire.NameLocalizations = ls[0].Choices[c.Value], map[string]string{}
				for _, l := range ls[1:] {
					wire.NameLocalizations[l.Tag] = l.Choices[c.Value]
				}
			}
			w.Choices = append(w.Choices, wire)
		}
		w.Options = wireOptions(ls, key, o.options)
		out = append(out, w)
	}
	return out
}

// nameOf is the name and the description of a command or an option, in the first language and in the others.
func nameOf(ls wording.Languages, key string) (name string, names map[string]string, description string, descriptions map[string]string) {
	names, descriptions = map[string]string{}, map[string]string{}
	for _, l := range ls[1:] {
		n := l.Commands[key]
		names[l.Tag] = n.Name
		if n.Description != "" {
			descriptions[l.Tag] = n.Description
		}
	}
	n := ls[0].Commands[key]
	return n.Name, names, n.Description, descriptions
}

// register makes Discord's commands those of the table, in one request and only when they differ: Discord counts creations. It
// returns the commands' IDs by key.
func (r *rest) register(ctx context.Context, application string, ls wording.Languages) (ids map[string]string, changed bool, err error) {
	want := wireCommands(ls)
	var have []wireCommand
	if err = r.Do(ctx, commandsCall(application), &have); err != nil {
		return nil, false, err
	}
	if changed = !sameCommands(want, have); changed {
		set := api.Call{Route: "set commands", Method: http.MethodPut, URL: discordgo.EndpointApplicationGlobalCommands(application), Lane: "commands",
			Body: want, Repeat: true}
		err = r.Do(ctx, set, &have)
		if err != nil {
			return nil, false, err
		}
	}
	ids = map[string]string{}
	for _, c := range commands() {
		for _, h := range have {
			if h.Name == ls[0].Commands[c.key].Name {
				ids[c.key] = h.ID
			}
		}
	}
	return ids, changed, nil
}

// commandsCall asks for the registered commands, with their names in all languages.
func commandsCall(application string) api.Call {
	return api.Call{Route: "commands", Method: http.MethodGet, Lane: "commands", Repeat: true,
		URL: discordgo.EndpointApplicationGlobalCommands(application) + "?with_localizations=true"}
}

// sameCommands compares commands by what is registered of them, in any order.
func sameCommands(a, b []wireCommand) bool {
	return slices.Equal(canonical(a), canonical(b))
}

func canonical(commands []wireCommand) []string {
	var out []string
	for _, c := range commands {
		c.ID = ""
		data, err := json.Marshal(c)
		if err != nil {
			panic(err) // strings and numbers only
		}
		out = append(out, string(data))
	}
	slices.Sort(out)
	return out
}

// values are the options of a command as given.
type values []*discordgo.ApplicationCommandInteractionDataOption

func (v values) get(key, parent string) any {
	name := wording.English().Commands[parent+"."+key].Name
	for _, o := range v {
		if o != nil && o.Name == name {
			return o.Value
		}
	}
	return nil
}

func (v values) text(key, parent string) string {
	s, _ := v.get(key, parent).(string)
	return s
}

func (v values) yes(key, parent string) (value, given bool) {
	value, given = v.get(key, parent).(bool)
	return value, given
}

func (b *bot) onAsk(ctx context.Context, q request, d discordgo.ApplicationCommandInteractionData) (response, error) {
	given := values(d.Options)
	a := asked{text: given.text("question", "ask"), private: b.private(q, given, "ask")}
	var err error
	if a.scope, a.articles, err = b.within(ctx, q, given); err != nil {
		return response{}, err
	}
	a.whole, _ = given.yes("whole", "ask")
	return b.ask(ctx, q, a)
}

// within reads what a question is narrowed to: the scope, and the articles in it, nil for all.
func (b *bot) within(ctx context.Context, q request, given values) (scope.Scope, []corpus.ArticleID, error) {
	part := func(name string) string { return given.text(name, "ask") }
	s, err := scope.Parse("", part("speaker"), part("publisher"), part("from"), part("to"), part("kind"))
	if err != nil {
		return s, nil, wording.Refuse(wording.NoScope)
	}
	if named := part("article"); named != "" {
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
func (b *bot) onAbout(ctx context.Context, q request, d discordgo.ApplicationCommandInteractionData) (response, error) {
	a := asked{private: q.settings.Private}
	if d.Resolved != nil {
		if m := d.Resolved.Messages[d.TargetID]; m != nil {
			a.text = m.Content
			if m.Author != nil {
				a.author = store.UserID(m.Author.ID)
			}
			if m.Author != nil && m.Author.ID == b.self.Load().user {
				a.follows = receiptIn(m)
			}
		}
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
func (b *bot) propose(ctx context.Context, q request, d discordgo.ApplicationCommandInteractionData) (response, error) {
	c, ok := b.commands[d.Name]
	if !ok || c.moderators && !q.moderates() {
		return response{choices: []choice{}}, nil
	}
	typed, key := "", ""
	for _, o := range d.Options {
		if o == nil {
			continue
		}
		under, options := c.key, values{o}
		if o.Type == discordgo.ApplicationCommandOptionSubCommand {
			if sub, given, ok := c.chosen(d); ok {
				under, options = c.key+"."+sub.key, given.values
			}
		}
		for _, o := range options {
			if o != nil && o.Focused {
				typed, _ = o.Value.(string)
				key = keyOfOption(under, o.Name)
			}
		}
	}
	all, err := b.proposals(ctx, q, key)
	if err != nil {
		return response{}, err
	}
	wanted := strings.Fields(prose.Fold(typed))
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

// keyOfOption is the key of an option of a command or subcommand, by the name it is registered under.
func keyOfOption(under, name string) string {
	for key, n := range wording.English().Commands {
		if rest, ok := strings.CutPrefix(key, under+"."); ok && !strings.Contains(rest, ".") && n.Name == name {
			return key
		}
	}
	return ""
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

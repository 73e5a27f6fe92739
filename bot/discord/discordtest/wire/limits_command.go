package wire

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// commandName is the pattern of the names of slash commands and of options.
var commandName = regexp.MustCompile(`^[-_'\p{L}\p{N}\p{Devanagari}\p{Thai}]{1,32}$`)

func (p *Problems) name(path, name string) {
	if !commandName.MatchString(name) || strings.ContainsFunc(name, func(r rune) bool { return unicode.IsUpper(r) }) {
		p.Add(path, "APPLICATION_COMMAND_INVALID_NAME", "Command name is invalid: %q", name)
	}
}

// maxCommand is the size of a command with its options and choices: names, descriptions and values.
const maxCommand = 8000

// CheckCommand checks the definition of a command.
func (p *Problems) CheckCommand(prefix string, c *Command) {
	size := 0
	if c.Type == SlashCommand {
		p.name(prefix+"name", c.Name)
		for locale, name := range c.NameLocalizations {
			p.locale(prefix+"name_localizations", locale)
			p.name(prefix+"name_localizations."+locale, name)
		}
		p.Length(prefix+"description", c.Description, 1, 100)
		for locale, text := range c.DescriptionLocalizations {
			p.locale(prefix+"description_localizations", locale)
			p.Length(prefix+"description_localizations."+locale, text, 1, 100)
		}
	} else {
		p.Length(prefix+"name", c.Name, 1, 32)
		if c.Description != "" || len(c.Options) > 0 {
			p.Add(prefix+"description", "APPLICATION_COMMAND_CONTEXT_MENU_DESCRIPTION", "A context menu command has no description and no options.")
		}
	}
	size += longest(c.Name, c.NameLocalizations) + longest(c.Description, c.DescriptionLocalizations)
	size += p.checkOptions(prefix+"options", c.Options, 0)
	if size > maxCommand {
		p.Add(strings.TrimSuffix(prefix, "."), "APPLICATION_COMMAND_TOO_LARGE", "Command exceeds maximum size of %d, is %d.", maxCommand, size)
	}
}

// checkOptions checks the options of a command (depth 0), a group (1) or a subcommand (2), and returns their size.
func (p *Problems) checkOptions(path string, options []CommandOption, depth int) (size int) {
	p.Count(path, len(options), 0, 25)
	seen, optional := map[string]bool{}, false
	for i, o := range options {
		at := fmt.Sprintf("%s.%d", path, i)
		p.checkNames(at, o)
		if seen[o.Name] {
			p.Add(at+".name", "APPLICATION_COMMAND_OPTIONS_NAME_DUPLICATED", "Option names must be unique: %q", o.Name)
		}
		seen[o.Name] = true
		if o.Required && optional {
			p.Add(at, "APPLICATION_COMMAND_OPTIONS_REQUIRED_INVALID", "Required options must be placed before non-required options")
		}
		optional = optional || !o.Required && o.Type > OptionGroup
		p.checkType(at, o, depth)
		if (o.Type <= OptionGroup) != (options[0].Type <= OptionGroup) {
			p.Add(at+".type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID",
				"Sub-command and sub-command group option types are mutually exclusive to other types")
		}
		size += p.checkOptionChoices(at, o)
		size += longest(o.Name, o.NameLocalizations) + longest(o.Description, o.DescriptionLocalizations)
		next := 1
		if o.Type == OptionSubcommand {
			next = 2
		}
		size += p.checkOptions(at+".options", o.Options, next)
	}
	return size
}

// checkNames checks what an option is called in every language.
func (p *Problems) checkNames(at string, o CommandOption) {
	p.name(at+".name", o.Name)
	p.Length(at+".description", o.Description, 1, 100)
	for locale, name := range o.NameLocalizations {
		p.locale(at+".name_localizations", locale)
		p.name(at+".name_localizations."+locale, name)
	}
	for locale, text := range o.DescriptionLocalizations {
		p.locale(at+".description_localizations", locale)
		p.Length(at+".description_localizations."+locale, text, 1, 100)
	}
}

// checkType checks that there is such an option, and at this depth.
func (p *Problems) checkType(at string, o CommandOption, depth int) {
	if o.Type < OptionSubcommand || o.Type > OptionAttachment {
		p.Add(at+".type", "BASE_TYPE_CHOICES", "There is no option of type %d.", o.Type)
	}
	if o.Type <= OptionGroup && (depth == 2 || depth == 1 && o.Type == OptionGroup) || depth == 1 && o.Type != OptionSubcommand {
		p.Add(at+".type", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Sub-command option type is invalid here")
	}
	if o.Type > OptionGroup && len(o.Options) > 0 {
		p.Add(at+".options", "APPLICATION_COMMAND_OPTIONS_TYPE_INVALID", "Only subcommands and groups have options.")
	}
}

// checkOptionChoices checks the values that an option can have, and returns their size.
func (p *Problems) checkOptionChoices(at string, o CommandOption) (size int) {
	p.Count(at+".choices", len(o.Choices), 0, 25)
	if len(o.Choices) > 0 && o.Autocomplete {
		p.Add(at+".autocomplete", "APPLICATION_COMMAND_OPTIONS_CHOICES_AUTOCOMPLETE", "Choices and autocomplete exclude each other.")
	}
	names := map[string]bool{}
	for j, choice := range o.Choices {
		here := fmt.Sprintf("%s.choices.%d", at, j)
		p.Length(here+".name", choice.Name, 1, 100)
		if names[choice.Name] {
			p.Add(here+".name", "APPLICATION_COMMAND_OPTIONS_CHOICE_NAME_DUPLICATE", "Choice names must be unique: %q", choice.Name)
		}
		names[choice.Name] = true
		text, isText := choice.Value.(string)
		if isText {
			p.Length(here+".value", text, 1, 100)
		}
		if isText != (o.Type == OptionString) {
			p.Add(here+".value", "APPLICATION_COMMAND_OPTIONS_CHOICES_TYPE", "The choice's value has another type than the option.")
		}
		size += longest(choice.Name, choice.NameLocalizations) + utf8.RuneCountInString(fmt.Sprint(choice.Value))
	}
	return size
}

// Locales are the languages that Discord's client speaks.
var Locales = strings.Fields("id da de en-GB en-US es-ES es-419 fr hr it lt hu nl no pl pt-BR ro fi sv-SE vi tr cs el bg ru uk hi th " +
	"zh-CN ja zh-TW ko ar he")

func (p *Problems) locale(path, locale string) {
	if !slices.Contains(Locales, locale) {
		p.Add(path, "DICT_TYPE_INVALID_KEY", "There is no locale %q.", locale)
	}
}

// longest is the length of a text in its longest language.
func longest(text string, localizations map[string]string) int {
	n := utf8.RuneCountInString(text)
	for _, t := range localizations {
		n = max(n, utf8.RuneCountInString(t))
	}
	return n
}

// Package phrases holds what people read, in one message file for each language: a language is added by a file with its tag as its name,
// "es.yaml". The choices of a server's settings and the commands' names in that language follow from it.
//
// A message is a text with the names of what is put in its place in braces, "{version} is published", or, where its form depends on a
// number n, one text for each of the language's plural categories (CLDR's: zero, one, two, few, many, other). Files nest messages; a
// message's key is the path to it, "draft.published".
package phrases

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"unicode"

	"go.yaml.in/yaml/v3"
	"golang.org/x/text/feature/plural"
	"golang.org/x/text/language"
)

//go:embed *.yaml
var shipped embed.FS

// Shipped are the languages that the program speaks; the first one is that in which it is written. They are read once. That they can be
// is held by a test: what is embedded can't be mended by who runs the program.
var Shipped = sync.OnceValue(func() []*Catalogue {
	all, err := read(shipped, "en")
	if err != nil {
		panic(fmt.Sprintf("the message files in the program: %v", err))
	}
	return all
})

// Of is the shipped catalogue of a language, and the first one for a language that there is none of.
func Of(tag string) *Catalogue {
	all := Shipped()
	if i := slices.IndexFunc(all, func(c *Catalogue) bool { return c.tag == tag }); i >= 0 {
		return all[i]
	}
	return all[0]
}

// read reads every message file of a folder, named after its language: "de.yaml". The first one is that of the given language.
func read(files fs.FS, first string) ([]*Catalogue, error) {
	names, err := fs.Glob(files, "*.yaml")
	if err != nil {
		return nil, fmt.Errorf("message files: %w", err)
	}
	var out []*Catalogue
	for _, name := range names {
		text, err := fs.ReadFile(files, name)
		if err != nil {
			return nil, fmt.Errorf("message files: %w", err)
		}
		c, err := parse(strings.TrimSuffix(path.Base(name), ".yaml"), text)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		out = append(out, c)
	}
	slices.SortFunc(out, func(a, b *Catalogue) int {
		return cmp.Or(-cmp.Compare(btoi(a.tag == first), btoi(b.tag == first)), strings.Compare(a.tag, b.tag))
	})
	return out, nil
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

// Catalogue is the messages of one language.
type Catalogue struct {
	tag      string
	language language.Tag
	messages map[string]message
}

// message is the texts of one message, by plural category; one that depends on no number has "other" alone.
type message map[plural.Form]string

// categories are CLDR's plural categories, by what files call them.
var categories = map[string]plural.Form{"zero": plural.Zero, "one": plural.One, "two": plural.Two, "few": plural.Few,
	"many": plural.Many, "other": plural.Other}

// parse reads the messages of a language, a BCP 47 tag, from the text of its file. Errors name the message.
func parse(tag string, text []byte) (*Catalogue, error) {
	of, err := language.Parse(tag)
	if err != nil {
		return nil, fmt.Errorf("%q is no language: %w", tag, err)
	}
	var tree yaml.Node
	if err := yaml.Unmarshal(text, &tree); err != nil {
		return nil, fmt.Errorf("messages: %w", err)
	}
	c := &Catalogue{tag: tag, language: of, messages: make(map[string]message)}
	if len(tree.Content) == 0 {
		return nil, errors.New("messages: there are none")
	}
	if err := c.add("", tree.Content[0]); err != nil {
		return nil, err
	}
	return c, nil
}

// add takes up the messages below a node.
func (c *Catalogue) add(key string, n *yaml.Node) error {
	switch {
	case n.Kind == yaml.ScalarNode:
		if n.Value == "" {
			return fmt.Errorf("message %s: it is empty", key)
		}
		c.messages[key] = message{plural.Other: n.Value}
		return nil
	case n.Kind != yaml.MappingNode:
		return fmt.Errorf("message %s: line %d is neither a text nor more messages", key, n.Line)
	}
	forms := message{}
	for i := 0; i+1 < len(n.Content); i += 2 {
		name, value := n.Content[i].Value, n.Content[i+1]
		if form, ok := categories[name]; ok && value.Kind == yaml.ScalarNode {
			if value.Value == "" {
				return fmt.Errorf("message %s.%s: it is empty", key, name)
			}
			forms[form] = value.Value
			continue
		}
		if err := c.add(strings.TrimPrefix(key+"."+name, "."), value); err != nil {
			return err
		}
	}
	if len(forms) == 0 {
		return nil
	}
	if len(forms) < len(n.Content)/2 {
		return fmt.Errorf("message %s: it has plural forms and messages below it", key)
	}
	if _, ok := forms[plural.Other]; !ok {
		return fmt.Errorf("message %s: it has no form \"other\"", key)
	}
	c.messages[key] = forms
	return nil
}

// Tag is the language, a BCP 47 tag.
func (c *Catalogue) Tag() string { return c.tag }

// Has reports whether there is a message of this key.
func (c *Catalogue) Has(key string) bool { return c.messages[key] != nil }

// Values are what is put into a message, by the names in its braces. A number n chooses the plural form.
type Values map[string]any

// Say is a message with values in it, each put where its name stands, whatever the values look like themselves. What is not there is said
// by its key.
func (c *Catalogue) Say(key string, values Values) string {
	forms, ok := c.messages[key]
	if !ok {
		return key
	}
	text, form := forms[plural.Other], plural.Other
	if n, ok := values["n"].(int); ok {
		form = plural.Cardinal.MatchPlural(c.language, max(n, -n), 0, 0, 0, 0)
	}
	if chosen, ok := forms[form]; ok {
		text = chosen
	}
	places := make([]string, 0, 2*len(values))
	for name, value := range values {
		places = append(places, "{"+name+"}", fmt.Sprint(value))
	}
	return strings.NewReplacer(places...).Replace(text)
}

// Text is a message without values.
func (c *Catalogue) Text(key string) string { return c.Say(key, nil) }

// Count is a message that depends on a number and on nothing else.
func (c *Catalogue) Count(key string, n int) string { return c.Say(key, Values{"n": n}) }

// Fill sets every text of a struct from the message whose key is a prefix and the field's name, in lower case with dashes: a field
// NothingChanges from "draft.nothing-changes". Other fields, and those that are set, are left as they are.
func (c *Catalogue) Fill(prefix string, to any) {
	v := reflect.ValueOf(to).Elem()
	for i := range v.NumField() {
		if field := v.Field(i); field.Kind() == reflect.String && field.CanSet() && field.IsZero() {
			field.SetString(c.Text(prefix + "." + dashed(v.Type().Field(i).Name)))
		}
	}
}

// dashed is a name of Go's as keys have it.
func dashed(name string) string {
	var out strings.Builder
	for i, r := range name {
		if unicode.IsUpper(r) && i > 0 {
			out.WriteByte('-')
		}
		out.WriteRune(unicode.ToLower(r))
	}
	return out.String()
}

// Counted is a message to be said later of a number.
func (c *Catalogue) Counted(key string) func(n int) string {
	return func(n int) string { return c.Count(key, n) }
}

// Of is a message to be said later with one value.
func (c *Catalogue) Of(key, name string) func(string) string {
	return func(value string) string { return c.Say(key, Values{name: value}) }
}

// Pair is a message to be said later with two values.
func (c *Catalogue) Pair(key, first, second string) func(string, string) string {
	return func(a, b string) string { return c.Say(key, Values{first: a, second: b}) }
}

// Below are the texts whose keys begin with a prefix and a dot, by the rest of the key.
func (c *Catalogue) Below(prefix string) map[string]string {
	out := make(map[string]string)
	for key := range c.messages {
		if rest, ok := strings.CutPrefix(key, prefix+"."); ok {
			out[rest] = c.Text(key)
		}
	}
	return out
}

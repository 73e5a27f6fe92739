package wire

import (
	"encoding/json"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Problems are the faults of a request's body, field by field.
type Problems []problem

type problem struct {
	path string // "embeds.0.title"; empty for the body itself
	code string
	text string
}

// String lists the fields with what is wrong with them.
func (p Problems) String() string {
	var b strings.Builder
	for _, q := range p {
		fmt.Fprintf(&b, "; %s: %s", q.path, q.text)
	}
	return b.String()
}

// Wire is the nested form: {"embeds":{"0":{"title":{"_errors":[{"code":…,"message":…}]}}}}.
func (p Problems) Wire() Object {
	root := Object{}
	for _, q := range p {
		at := root
		if q.path != "" {
			for _, key := range strings.Split(q.path, ".") {
				next, ok := at[key].(Object)
				if !ok {
					next = Object{}
					at[key] = next
				}
				at = next
			}
		}
		list, _ := at["_errors"].([]Object)
		at["_errors"] = append(list, Object{"code": q.code, "message": q.text})
	}
	return root
}

// Invalid is error 50035 for one field.
func Invalid(path, code, format string, args ...any) *Error {
	return Problems{{path, code, fmt.Sprintf(format, args...)}}.Err()
}

// Err is error 50035, or nil when there is no problem.
func (p Problems) Err() *Error {
	if len(p) == 0 {
		return nil
	}
	return &Error{Status: 400, Code: 50035, Message: "Invalid Form Body", Fields: p, Rule: InvalidRequest}
}

// Add notes what is wrong with a field.
func (p *Problems) Add(path, code, format string, args ...any) {
	*p = append(*p, problem{path, code, fmt.Sprintf(format, args...)})
}

// Length checks a text's number of characters.
func (p *Problems) Length(path, text string, least, most int) {
	switch n := utf8.RuneCountInString(text); {
	case n == 0 && least > 0:
		p.Add(path, "BASE_TYPE_REQUIRED", "This field is required")
	case n < least || n > most:
		p.Add(path, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length, is %d.", least, most, n)
	}
}

// Count checks the number of a list's elements.
func (p *Problems) Count(path string, n, least, most int) {
	if n < least || n > most {
		p.Add(path, "BASE_TYPE_BAD_LENGTH", "Must be between %d and %d in length, is %d.", least, most, n)
	}
}

// link checks an address. An embed's pictures may also name an attachment.
func (p *Problems) link(path, text string, schemes ...string) {
	if text == "" {
		return
	}
	u, err := url.Parse(text)
	if err != nil || !slices.Contains(schemes, u.Scheme) || u.Host == "" {
		p.Add(path, "URL_TYPE_INVALID_URL", "Not a well formed URL: %q", text)
	}
}

// Discord's limits on messages, in characters unless said otherwise.
const (
	MaxContent      = 2000
	MaxEmbeds       = 10
	maxEmbedTotal   = 6000 // over all embeds of a message
	maxRows         = 5
	maxRowButtons   = 5
	MaxV2Components = 40
	maxV2Text       = 4000
	MaxFiles        = 10
)

// CheckBody checks the visible parts of a message.
func (p *Problems) CheckBody(content string, embeds []Embed, components []Component, flags int) {
	p.Length("content", content, 0, MaxContent)
	p.Count("embeds", len(embeds), 0, MaxEmbeds)
	total := 0
	for i, e := range embeds {
		total += p.checkEmbed(fmt.Sprintf("embeds.%d", i), e)
	}
	if total > maxEmbedTotal {
		p.Add("embeds", "MAX_EMBED_SIZE_EXCEEDED", "Embed size exceeds maximum size of %d, is %d.", maxEmbedTotal, total)
	}
	if flags&FlagComponentsV2 != 0 {
		if content != "" || len(embeds) > 0 {
			p.Add("content", "MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2", "No content or embeds with components of version 2.")
		}
		p.checkV2(components)
		return
	}
	p.Count("components", len(components), 0, maxRows)
	for i, row := range components {
		path := fmt.Sprintf("components.%d", i)
		if row.Type != ActionRow {
			p.Add(path+".type", "UNION_TYPE_CHOICES", "Value of field \"type\" must be one of (1).")
			continue
		}
		p.checkRow(path, row)
	}
	p.uniqueIDs(components)
}

// checkEmbed checks one embed and returns how much it counts towards the total.
func (p *Problems) checkEmbed(path string, e Embed) int {
	p.Length(path+".title", e.Title, 0, 256)
	p.Length(path+".description", e.Description, 0, 4096)
	p.link(path+".url", e.URL, "http", "https")
	total := utf8.RuneCountInString(e.Title) + utf8.RuneCountInString(e.Description)
	if e.Footer != nil {
		p.Length(path+".footer.text", e.Footer.Text, 0, 2048)
		total += utf8.RuneCountInString(e.Footer.Text)
	}
	if e.Author != nil {
		p.Length(path+".author.name", e.Author.Name, 1, 256)
		p.link(path+".author.url", e.Author.URL, "http", "https")
		total += utf8.RuneCountInString(e.Author.Name)
	}
	for name, media := range map[string]*EmbedMedia{"image": e.Image, "thumbnail": e.Thumbnail} {
		if media != nil {
			p.link(path+"."+name+".url", media.URL, "http", "https", "attachment")
		}
	}
	if e.Color < 0 || e.Color > 0xFFFFFF {
		p.Add(path+".color", "NUMBER_TYPE_MAX", "int value should be less than or equal to 16777215.")
	}
	p.Count(path+".fields", len(e.Fields), 0, 25)
	for i, f := range e.Fields {
		at := fmt.Sprintf("%s.fields.%d", path, i)
		p.Length(at+".name", f.Name, 1, 256)
		p.Length(at+".value", f.Value, 1, 1024)
		total += utf8.RuneCountInString(f.Name) + utf8.RuneCountInString(f.Value)
	}
	return total
}

// checkRow checks an action row: up to five buttons, or one menu.
func (p *Problems) checkRow(path string, row Component) {
	p.Count(path+".components", len(row.Components), 1, maxRowButtons)
	for j, c := range row.Components {
		at := fmt.Sprintf("%s.components.%d", path, j)
		switch {
		case c.Type == Button:
			p.checkButton(at, c)
		case c.Type == StringSelect || c.Type >= UserSelect && c.Type <= ChannelSelect:
			if len(row.Components) > 1 {
				p.Add(path, "COMPONENT_LAYOUT_WIDTH_EXCEEDED", "A menu takes a whole row.")
			}
			p.checkMenu(at, c)
		default:
			p.Add(at+".type", "UNION_TYPE_CHOICES", "A component of type %d cannot be in a message's row.", c.Type)
		}
	}
}

func (p *Problems) checkButton(path string, c Component) {
	p.Length(path+".label", c.Label, 0, 80)
	switch c.Style {
	case StylePrimary, StyleSecondary, StyleSuccess, StyleDanger:
		p.Length(path+".custom_id", c.CustomID, 1, 100)
		if c.URL != "" {
			p.Add(path, "BUTTON_COMPONENT_CUSTOM_ID_URL_MUTUALLY_EXCLUSIVE", "A custom id and url cannot both be specified.")
		}
		if c.Label == "" && c.Emoji == nil {
			p.Add(path, "BUTTON_COMPONENT_INVALID", "A button needs a label or an emoji.")
		}
	case StyleLink:
		if c.URL == "" || c.CustomID != "" {
			p.Add(path, "BUTTON_COMPONENT_URL_REQUIRED", "A link button has a url and no custom id.")
		}
		p.link(path+".url", c.URL, "http", "https", "discord")
		p.Length(path+".url", c.URL, 0, 512)
	case StylePremium:
		p.Length(path+".sku_id", c.SKU, 1, 20)
	default:
		p.Add(path+".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2, 3, 4, 5, 6}.")
	}
}

func (p *Problems) checkMenu(path string, c Component) {
	p.Length(path+".custom_id", c.CustomID, 1, 100)
	p.Length(path+".placeholder", c.Placeholder, 0, 150)
	least, most := c.ValueRange()
	if least < 0 || least > 25 || most < 1 || most > 25 || least > most {
		p.Add(path+".min_values", "SELECT_COMPONENT_INVALID_RANGE", "min_values and max_values are out of range.")
	}
	if c.Type != StringSelect {
		return
	}
	p.Count(path+".options", len(c.Options), 1, 25)
	if most > len(c.Options) {
		p.Add(path+".max_values", "SELECT_COMPONENT_OPTION_MAX", "max_values is more than there are options.")
	}
	seen := map[string]bool{}
	for i, o := range c.Options {
		at := fmt.Sprintf("%s.options.%d", path, i)
		p.Length(at+".label", o.Label, 1, 100)
		p.Length(at+".value", o.Value, 1, 100)
		p.Length(at+".description", o.Description, 0, 100)
		if seen[o.Value] {
			p.Add(at+".value", "SELECT_COMPONENT_OPTION_VALUE_DUPLICATED", "The specified option value is already used")
		}
		seen[o.Value] = true
	}
}

// ValueRange is how many values of a menu may be chosen.
func (c *Component) ValueRange() (least, most int) {
	least, most = 1, 1
	if c.MinValues != nil {
		least = *c.MinValues
	}
	if c.MaxValues != nil {
		most = *c.MaxValues
	}
	return least, most
}

// checkV2 checks a message made of components only.
func (p *Problems) checkV2(components []Component) {
	number, text := 0, 0
	for i := range components {
		path := fmt.Sprintf("components.%d", i)
		switch components[i].Type {
		case ActionRow:
			p.checkRow(path, components[i])
		case Section, TextDisplay, MediaGallery, File, Separator, Container:
		default:
			p.Add(path+".type", "UNION_TYPE_CHOICES", "A component of type %d cannot stand at the top.", components[i].Type)
		}
		components[i].Walk(func(c *Component) {
			number++
			text += utf8.RuneCountInString(c.Content)
			switch c.Type {
			case TextDisplay:
				p.Length(path+".content", c.Content, 1, maxV2Text)
			case Section:
				p.Count(path+".components", len(c.Components), 1, 3)
				if c.Accessory == nil {
					p.Add(path+".accessory", "BASE_TYPE_REQUIRED", "This field is required")
				} else if c.Accessory.Type == Button {
					p.checkButton(path+".accessory", *c.Accessory)
				}
			case Container:
				for j, inner := range c.Components {
					if inner.Type == ActionRow {
						p.checkRow(fmt.Sprintf("%s.components.%d", path, j), inner)
					}
				}
			}
		})
	}
	if number > MaxV2Components {
		p.Add("components", "COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED", "At most %d components, are %d.", MaxV2Components, number)
	}
	if text > maxV2Text {
		p.Add("components", "COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED", "At most %d characters of text, are %d.", maxV2Text, text)
	}
	p.uniqueIDs(components)
}

// uniqueIDs checks that no custom ID is used twice.
func (p *Problems) uniqueIDs(components []Component) {
	seen := map[string]bool{}
	for i := range components {
		components[i].Walk(func(c *Component) {
			if c.CustomID != "" && seen[c.CustomID] {
				p.Add(fmt.Sprintf("components.%d", i), "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated: %q", c.CustomID)
			}
			seen[c.CustomID] = true
		})
	}
}

// CheckForm checks a modal.
func (p *Problems) CheckForm(m *Form) {
	p.Length("data.title", m.Title, 1, 45)
	p.Length("data.custom_id", m.CustomID, 1, 100)
	p.Count("data.components", len(m.Components), 1, 5)
	for i, row := range m.Components {
		path := fmt.Sprintf("data.components.%d", i)
		switch {
		case row.Type == ActionRow && len(row.Components) == 1 && row.Components[0].Type == TextInput:
			p.Length(path+".components.0.label", row.Components[0].Label, 1, 45)
			p.checkInput(path+".components.0", row.Components[0])
		case row.Type == Label && row.Component != nil:
			p.Length(path+".label", row.Label, 1, 45)
			p.Length(path+".description", row.Description, 0, 100)
			switch {
			case row.Component.Type == TextInput:
				p.checkInput(path+".component", *row.Component)
			case row.Component.Type == StringSelect || row.Component.Type >= UserSelect && row.Component.Type <= ChannelSelect:
				p.checkMenu(path+".component", *row.Component)
			default:
				p.Add(path+".component.type", "UNION_TYPE_CHOICES", "A component of type %d cannot be labelled.", row.Component.Type)
			}
		case row.Type == TextDisplay:
			p.Length(path+".content", row.Content, 1, maxV2Text)
		default:
			p.Add(path, "UNION_TYPE_CHOICES", "A form has rows with one text input, labels, and text.")
		}
	}
	seen := map[string]bool{}
	for _, in := range m.inputs() {
		if seen[in.CustomID] {
			p.Add("data.components", "COMPONENT_CUSTOM_ID_DUPLICATED", "Component custom id cannot be duplicated: %q", in.CustomID)
		}
		seen[in.CustomID] = true
	}
}

func (p *Problems) checkInput(path string, c Component) {
	p.Length(path+".custom_id", c.CustomID, 1, 100)
	p.Length(path+".placeholder", c.Placeholder, 0, 100)
	if c.Style != 1 && c.Style != 2 {
		p.Add(path+".style", "BASE_TYPE_CHOICES", "Value must be one of {1, 2}.")
	}
	least, most := c.LengthRange()
	if least < 0 || least > 4000 || most < 1 || most > 4000 || least > most {
		p.Add(path+".min_length", "TEXT_INPUT_INVALID_RANGE", "min_length and max_length are out of range.")
	}
	if c.Value != "" {
		p.Length(path+".value", c.Value, least, most)
	}
}

// LengthRange is how long a text input's value may be.
func (c *Component) LengthRange() (least, most int) {
	most = 4000
	if c.MinLength != nil {
		least = *c.MinLength
	}
	if c.MaxLength != nil {
		most = *c.MaxLength
	}
	return least, most
}

// CheckChoices checks autocomplete's answer.
func (p *Problems) CheckChoices(path string, choices []Choice) {
	p.Count(path, len(choices), 0, 25)
	for i, c := range choices {
		at := fmt.Sprintf("%s.%d", path, i)
		p.Length(at+".name", c.Name, 1, 100)
		if text, ok := c.Value.(string); ok {
			p.Length(at+".value", text, 1, 100)
		}
	}
}

// Pinging tells what of an allowed_mentions object could ping somebody; "" when nothing can.
func Pinging(raw json.RawMessage) string {
	if len(raw) == 0 {
		return "no allowed_mentions: everything is parsed"
	}
	var a struct {
		Parse       *[]string `json:"parse"`
		Users       []string  `json:"users"`
		Roles       []string  `json:"roles"`
		RepliedUser bool      `json:"replied_user"`
	}
	switch err := json.Unmarshal(raw, &a); {
	case err != nil:
		return "allowed_mentions of the wrong form: " + err.Error()
	case a.Parse == nil:
		return "allowed_mentions without an explicit parse list: " + string(raw)
	case len(*a.Parse)+len(a.Users)+len(a.Roles) > 0:
		return "allowed_mentions that ping: " + string(raw)
	case a.RepliedUser:
		return "allowed_mentions with replied_user"
	}
	return ""
}

// Within drops the times that are d or more before now; they are in order.
func Within(times []time.Time, now time.Time, d time.Duration) []time.Time {
	for len(times) > 0 && now.Sub(times[0]) >= d {
		times = times[1:]
	}
	return times
}

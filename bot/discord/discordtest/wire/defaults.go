package wire

// Complete makes the lists non-nil, numbers the components and sets their defaults, as Discord does.
func Complete(m *Message, newID func() string) {
	if m.Embeds == nil {
		m.Embeds = []Embed{}
	}
	if m.Files == nil {
		m.Files = []Attachment{}
	}
	if m.Components == nil {
		m.Components = []Component{}
	}
	if m.Mentions == nil {
		m.Mentions = []User{}
	}
	if m.MentionRoles == nil {
		m.MentionRoles = []string{}
	}
	next := 1
	for i := range m.Components {
		m.Components[i].Walk(func(c *Component) {
			if c.ID == 0 {
				c.ID = next
			}
			next = max(next, c.ID) + 1
			isMenu := c.Type == StringSelect || c.Type >= UserSelect && c.Type <= ChannelSelect
			setDefault(isMenu, &c.MinValues, 1)
			setDefault(isMenu, &c.MaxValues, 1)
			setDefault(c.Type == Separator, &c.Spacing, 1)
			setDefault(c.Type == Separator, &c.Divider, true)
			for _, media := range []*Media{c.Media, c.File} {
				unfurl(media, newID)
			}
			for i := range c.Items {
				unfurl(&c.Items[i].Media, newID)
			}
		})
	}
	for i := range m.Embeds {
		if m.Embeds[i].Type == "" {
			m.Embeds[i].Type = "rich"
		}
	}
}

// setDefault fills in what is missing. It writes nothing else: snapshots of the message share what is there.
func setDefault[T any](applies bool, field **T, value T) {
	if applies && *field == nil {
		*field = &value
	}
}

// unfurl gives a picture the address that clients load it from.
func unfurl(m *Media, newID func() string) {
	if m != nil && m.ID == "" {
		m.ID, m.ProxyURL = newID(), m.URL
	}
}

package wire

// Form is what a modal shows.
type Form struct {
	CustomID   string      `json:"custom_id"`
	Title      string      `json:"title"`
	Components []Component `json:"components"`
}

// inputs are the fields of the form, in order.
func (m *Form) inputs() []Component {
	var found []Component
	for _, row := range m.Components {
		switch {
		case row.Type == Label && row.Component != nil:
			c := *row.Component
			c.Label = row.Label
			found = append(found, c)
		case row.Type == ActionRow:
			found = append(found, row.Components...)
		}
	}
	return found
}

// Labels returns the labels of the form's fields, in order.
func (m *Form) Labels() []string {
	var labels []string
	for _, c := range m.inputs() {
		labels = append(labels, c.Label)
	}
	return labels
}

package wire

import (
	"encoding/json"
	"slices"
)

// Interaction types.
const (
	InteractionCommand      = 2
	InteractionComponent    = 3
	InteractionAutocomplete = 4
	InteractionForm         = 5
)

// Response types.
const (
	AckMessage        = 4 // a message
	AckThinking       = 5 // a message will follow
	AckDeferredUpdate = 6 // the component's message may be edited later, without a loading state
	AckUpdate         = 7 // the component's message was edited
	AckChoices        = 8 // of autocomplete
	AckForm           = 9 // a modal
)

// responses are the types of first response that each kind of interaction allows.
var responses = map[int][]int{
	InteractionCommand:      {AckMessage, AckThinking, AckForm},
	InteractionComponent:    {AckMessage, AckThinking, AckDeferredUpdate, AckUpdate, AckForm},
	InteractionAutocomplete: {AckChoices},
	InteractionForm:         {AckMessage, AckThinking},
}

// CheckResponse refuses a type of first response that the kind of interaction does not allow. A form that a component opened may also
// change the component's message.
func CheckResponse(kind, response int, ofComponent bool) {
	allowed := responses[kind]
	if kind == InteractionForm && ofComponent {
		allowed = append(slices.Clone(allowed), AckDeferredUpdate, AckUpdate)
	}
	if !slices.Contains(allowed, response) {
		Refuse(Invalid("type", "BASE_TYPE_CHOICES", "An interaction of type %d cannot be answered with %d.", kind, response))
	}
}

// DecodeData reads a response's data into v.
func DecodeData(raw json.RawMessage, v any) {
	if json.Unmarshal(raw, v) != nil {
		Refuse(Invalid("data", "MODEL_TYPE_CONVERT", "Only dictionaries may be used in a ModelType"))
	}
}

// ReadChoices reads what autocomplete is answered with, and refuses what Discord does not take.
func ReadChoices(raw json.RawMessage) []Choice {
	var d struct {
		Choices []Choice `json:"choices"`
	}
	DecodeData(raw, &d)
	var p Problems
	p.CheckChoices("data.choices", d.Choices)
	if e := p.Err(); e != nil {
		Refuse(e)
	}
	return d.Choices
}

// ReadForm reads a form, and refuses what Discord does not take.
func ReadForm(raw json.RawMessage) (form Form) {
	DecodeData(raw, &form)
	var p Problems
	p.CheckForm(&form)
	if e := p.Err(); e != nil {
		Refuse(e)
	}
	return form
}

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

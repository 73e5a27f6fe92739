package wire

import "slices"

// Reaction counts one emoji under a message.
type Reaction struct {
	Emoji        Emoji         `json:"emoji"`
	Count        int           `json:"count"`
	CountDetails ReactionCount `json:"count_details"`
	BurstColors  []string      `json:"burst_colors"`
	MeBurst      bool          `json:"me_burst"`
	Me           bool          `json:"me"`

	Users []*User `json:"-"`
}

// ReactionCount splits a count by kind.
type ReactionCount struct {
	Burst  int `json:"burst"`
	Normal int `json:"normal"`
}

// React puts a user's emoji under the message, and tells whether it was not there yet. Copies of the message stay as they are.
func (m *Message) React(emoji string, u *User) bool {
	reactions := slices.Clone(m.Reactions)
	i := slices.IndexFunc(reactions, func(r Reaction) bool { return r.Emoji.Name == emoji })
	if i < 0 {
		i = len(reactions)
		reactions = append(reactions, Reaction{Emoji: Emoji{Name: emoji}, BurstColors: []string{}})
	}
	r := &reactions[i]
	if slices.Contains(r.Users, u) {
		return false
	}
	r.Users = append(slices.Clone(r.Users), u)
	r.Count, r.CountDetails.Normal = len(r.Users), len(r.Users)
	m.Reactions = reactions
	return true
}

// Unreact takes a user's emoji away, and tells whether it was there. Copies of the message stay as they are.
func (m *Message) Unreact(emoji string, u *User) bool {
	reactions := slices.Clone(m.Reactions)
	i := slices.IndexFunc(reactions, func(r Reaction) bool { return r.Emoji.Name == emoji })
	if i < 0 || !slices.Contains(reactions[i].Users, u) {
		return false
	}
	r := &reactions[i]
	r.Users = slices.DeleteFunc(slices.Clone(r.Users), func(other *User) bool { return other == u })
	r.Count, r.CountDetails.Normal = len(r.Users), len(r.Users)
	if r.Count == 0 {
		reactions = slices.Delete(reactions, i, i+1)
	}
	m.Reactions = reactions
	return true
}

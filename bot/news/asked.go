package news

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"readout/bot/store"
	"readout/corpus/prose"
)

// What counts as asked often: within this time, by at least so many members. What one member alone asked is nobody else's business.
const (
	AskedWithin = 90 * 24 * time.Hour
	MostRead    = 5000 // receipts, the newest
	fewest      = 2
)

// Asked is a question that members asked.
type Asked struct {
	Text    string
	Members int // who asked it; 0 where that is not known
}

// MostAsked are the questions that most members of a server asked where everybody could read them, most first. seen reports whether a
// channel can be read by everybody in the server; it is asked only of channels that matter.
func MostAsked(receipts []store.Receipt, seen func(store.ChannelID) bool) []Asked {
	type group struct {
		text    string // as it was put last
		members map[store.UserID]bool
	}
	known := map[store.ChannelID]bool{}
	everybody := func(c store.ChannelID) bool {
		open, ok := known[c]
		if !ok {
			open = seen(c)
			known[c] = open
		}
		return open
	}
	groups := map[string]*group{}
	for _, r := range slices.SortedFunc(slices.Values(receipts), func(a, b store.Receipt) int { return a.Asked.Compare(b.Asked) }) {
		text := cmp.Or(r.Resolved, r.Question)
		same := sameWords(text)
		// Of some articles only, or of no member any more: or of a command: that is not what the server asks.
		if same == "" || r.Overview || r.Guild == "" || r.Private || r.Asker == "" || len(r.Articles) > 0 || !everybody(r.Channel) {
			continue
		}
		g := groups[same]
		if g == nil {
			g = &group{members: map[store.UserID]bool{}}
			groups[same] = g
		}
		g.text = text
		g.members[r.Asker] = true
	}
	var out []Asked
	for _, g := range groups {
		if len(g.members) >= fewest {
			out = append(out, Asked{g.text, len(g.members)})
		}
	}
	slices.SortFunc(out, func(a, b Asked) int {
		return cmp.Or(cmp.Compare(b.Members, a.Members), strings.Compare(a.Text, b.Text))
	})
	return out[:min(len(out), MostQuestions)]
}

// sameWords are a question's words, by which two are one question.
func sameWords(text string) string {
	var words []string
	for _, w := range prose.Words(text) {
		words = append(words, prose.Fold(w.Text))
	}
	return strings.Join(words, " ")
}

package markup

import (
	"fmt"
	"regexp"
	"strconv"
	"time"
)

// Reference is what a message names without saying what it is called: a platform shows it in its own way, and Discord as it is written.
type Reference struct {
	Kind ReferenceKind
	Of   string    // an ID, or the name of a command
	At   time.Time // of a moment
}

// ReferenceKind is what a Reference names.
type ReferenceKind string

// What a message can name.
const (
	ToMember  ReferenceKind = "@"
	ToChannel ReferenceKind = "#"
	ToRole    ReferenceKind = "@&"
	ToCommand ReferenceKind = "/"
	ToMoment  ReferenceKind = "t:"
)

// Member names a member, who is not notified of it.
func Member[ID ~string](id ID) string { return "<@" + string(id) + ">" }

// Channel names a channel.
func Channel[ID ~string](id ID) string { return "<#" + string(id) + ">" }

// Role names a role, whose holders are not notified of it.
func Role[ID ~string](id ID) string { return "<@&" + string(id) + ">" }

// Relative names a moment by its distance, as "in 20 seconds". Parts of seconds are rounded up.
func Relative(t time.Time) string {
	return fmt.Sprintf("<t:%d:R>", t.Add(time.Second-time.Nanosecond).Unix())
}

// Stamp names a moment, in the reader's own time.
func Stamp(t time.Time) string { return fmt.Sprintf("<t:%d:f>", t.Unix()) }

var reference = regexp.MustCompile(`^<(@&?|#|/|t:)([\pL\pN][^<>:]*)(?::\w+)?>`)

// ReadReference reads the reference that a text begins with, and how many bytes it takes; 0 for none.
func ReadReference(text string) (r Reference, length int) {
	m := reference.FindStringSubmatch(text)
	if m == nil {
		return r, 0
	}
	r = Reference{Kind: ReferenceKind(m[1]), Of: m[2]}
	if r.Kind == ToMoment {
		at, err := strconv.ParseInt(r.Of, 10, 64)
		if err != nil {
			return Reference{}, 0
		}
		r.At = time.Unix(at, 0)
	}
	return r, len(m[0])
}

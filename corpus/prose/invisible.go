package prose

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Visible is a text without the characters that nobody sees and that can carry a text of their own, hide one, or turn one around: tags,
// fillers, variation selectors beyond those of emoji, marks of direction. Hidden tells which were dropped, with what tags spell, when
// there is reason to ask why they were there; "" when there were none, or only those that word processors and sites leave: spaces without
// width, marks of direction around a name.
func Visible(text string) (visible, hidden string) {
	if !strings.ContainsFunc(text, func(r rune) bool { return invisibleKind(r) != seen }) {
		return text, ""
	}
	var b, spelled strings.Builder
	count := map[invisibility]int{}
	runes := []rune(text)
	flag := false // inside of a flag that is written with tags
	for i, r := range runes {
		kind := invisibleKind(r)
		if r == blackFlag || kind != tag {
			flag = r == blackFlag
		}
		switch {
		case kind == seen:
			b.WriteRune(r)
			continue
		case kind == tag && flag, kind == quiet:
			continue
		case kind == direction && i+1 < len(runes) && strings.ContainsRune("@#", runes[i+1]):
			continue // sites set the names of their users so
		case kind == tag && r > firstTag && r < lastTag:
			spelled.WriteRune(r - firstTag)
		}
		count[kind]++
	}
	var out []string
	for _, kind := range slices.Sorted(maps.Keys(count)) {
		out = append(out, fmt.Sprintf("%d %s", count[kind], kind))
	}
	hidden = strings.Join(out, ", ")
	if s := strings.TrimSpace(spelled.String()); s != "" {
		hidden += ": " + s
	}
	return b.String(), hidden
}

// invisibility is why a character is not seen.
type invisibility string

const (
	seen      invisibility = ""
	quiet     invisibility = "spaces without width"
	tag       invisibility = "tag characters"
	filler    invisibility = "fillers"
	selector  invisibility = "variation selectors"
	direction invisibility = "marks of direction"
)

const (
	blackFlag          = '\U0001F3F4'
	firstTag, lastTag  = '\U000E0000', '\U000E007F'
	zeroWidth, noBreak = '\u200B', '\uFEFF'
)

// invisibleKind tells why a character is not seen. Joiners of letters, which some scripts and emoji need, count as seen.
func invisibleKind(r rune) invisibility {
	switch {
	case r < '\u034F':
		return seen
	case r == zeroWidth, r == noBreak, r == '\u2060', r == '\u2069', r == '\u200E', r == '\u200F', r == '\u061C':
		return quiet // U+2069 ends what a mark of direction began; the last three stand beside single letters
	case r >= firstTag && r <= lastTag:
		return tag
	case r >= '\U000E0080' && r <= '\U000E0FFF':
		return selector
	case r >= '\u202A' && r <= '\u202E', r >= '\u2066' && r <= '\u2068':
		return direction
	case r == '\u034F', r == '\u115F', r == '\u1160', r == '\u17B4', r == '\u17B5', r == '\u180E', r == '\u2800', r == '\u3164', r == '\uFFA0',
		r >= '\u2061' && r <= '\u2065', r >= '\u206A' && r <= '\u206F', r >= '\uFFF0' && r <= '\uFFFB', r >= '\U0001D173' && r <= '\U0001D17A':
		return filler
	}
	return seen
}

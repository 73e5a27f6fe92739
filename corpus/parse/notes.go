package parse

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/corpus/transcript"
)

var (
	attendance = regexp.MustCompile(`(?i)^(?:present|in attendance|attend(?:ees|ance|ing|ed)|participants?|participating|` +
		`members?(?: present)?|guests?|invited|observers?|roll ?call|who (?:was|is) (?:there|here)|people|apologies|absent|regrets)\b[^.]{0,40}$`)
	attendee = regexp.MustCompile(`^((?:(?:Cllr|Dr|Mr|Mrs|Ms|Prof|Sir|Hon)\.? )?\p{Lu}[\p{L}.'’-]*(?: (?:(?:de|da|van|von|der|la|del|` +
		`al|bin|el) )*\p{Lu}[\p{L}.'’-]*){1,3})(?: ?[@(,<–—|-]|$)`)
	saysAfter = regexp.MustCompile(`^(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2})(?: \([^()]{1,20}\))?, \S`)
	alone     = regexp.MustCompile(`^(\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,2})(?: \([^()]{1,20}\))?[:,]?$`)
	listed    = regexp.MustCompile(`[,;] (?:and )?| and | & `)
	noted     = regexp.MustCompile(`^\p{Lu}[\p{L}'’ -]+ \([\p{Ll} ]{1,20}\):`)
)

// notes are what is known of lists in notes when it is decided whose words their items are.
type notes struct {
	blocks   []block
	within   [][]int         // the blocks that each is within
	known    map[string]bool // folded words of the names of those present
	opening  []string        // the name that each block may begin with
	begins   map[string]int  // how many items begin with a name
	parent   map[int]bool    // the blocks that others are within
	assigned []bool          // the blocks that say what somebody is to do
}

// noteSpeakers finds whose words the items of lists in notes are: an item says it at its beginning ("Mia: ...", "Tom (chat): ...", "Mia,
// ...", or the name alone over items of its own), and what stands within an item is of the same person. A word is a name here when
// the notes list it among those present, or begin several items with it. within are the blocks that each is within.
func noteSpeakers(blocks []block, within [][]int) {
	n := notes{
		blocks: blocks, within: within, known: map[string]bool{}, opening: make([]string, len(blocks)), begins: map[string]int{},
		parent: map[int]bool{}, assigned: make([]bool, len(blocks)),
	}
	n.read()
	for i := range blocks {
		if b := &blocks[i]; b.item && b.inTurn.Label == "" {
			b.inTurn = n.turnOf(i)
		}
	}
}

// read gathers who is present and how items begin. An item that only lists somebody is that one's, who says nothing in it.
func (n *notes) read() {
	heading := ""
	for i := range n.blocks {
		b := &n.blocks[i]
		for _, w := range n.within[i] {
			n.parent[w] = true
		}
		text := corpus.Plain(b.text)
		if b.heading {
			heading = text
		}
		for _, name := range presentIn(text) {
			n.know(name)
		}
		if !b.item {
			continue
		}
		n.assigned[i] = corpus.Tasks.MatchString(heading)
		if m := attendee.FindStringSubmatch(text); m != nil && attendance.MatchString(heading) {
			b.inTurn = corpus.Turn{Label: m[1], Words: len(b.text)}
			n.know(m[1])
			continue
		}
		n.opening[i] = speakerOf(text)
		n.begins[n.opening[i]]++
	}
}

func (n *notes) know(name string) {
	for w := range strings.FieldsSeq(name) {
		n.known[prose.Fold(w)] = true
	}
}

// turnOf is whose words an item is; nobody's for the zero turn.
func (n *notes) turnOf(i int) corpus.Turn {
	b, name := &n.blocks[i], n.opening[i]
	text := corpus.Plain(b.text)
	sure := n.isName(name, text)
	switch {
	case sure && n.assigned[i]:
		return corpus.Turn{Label: name, Words: len(b.text)} // what somebody is to do, not what somebody said
	case sure && n.parent[i] && strings.TrimRight(text, ":, ") == name:
		return corpus.Turn{Label: name, Words: len(b.text)} // it stands over what is of that person, and says nothing else
	case sure:
		return corpus.Turn{Label: name, Words: wordsAfter(b.text, name)}
	case len(n.within[i]) > 0:
		over := n.blocks[n.within[i][len(n.within[i])-1]].inTurn.Label
		if over != "" && !n.assigned[i] && !tellsOfAnother(text, over, n.known) {
			return corpus.Turn{Label: over}
		}
	}
	return corpus.Turn{}
}

// isName reports whether what an item begins with is surely a name: of somebody present, of several items, or with how it was said.
func (n *notes) isName(name, text string) bool {
	if name == "" {
		return false
	}
	words := strings.Fields(prose.Fold(name))
	return (n.known[words[0]] || n.known[words[len(words)-1]] || n.begins[name] > 1 || noted.MatchString(text)) &&
		!english.FunctionWords.Has(words[0])
}

// tellsOfAnother reports whether an item begins with the name of somebody present, without saying that these are that one's words: "Kevin
// will write". They may be, so that they are not credited to whom the item stands under.
func tellsOfAnother(text, speaker string, known map[string]bool) bool {
	words := prose.Words(text)
	if len(words) < 2 || !known[words[0].Folded] || english.FunctionWords.Has(words[0].Folded) {
		return false
	}
	return prose.IsCapital(text) && !slices.Contains(strings.Fields(prose.Fold(speaker)), words[0].Folded)
}

// presentIn are the names that a line lists as those present: "Present: Mia Holt, Tom Lund (chair) and Ida Brenk".
func presentIn(text string) (names []string) {
	const longest = 1000 // bytes
	label, list, ok := strings.Cut(text, ":")
	if !ok || len(text) > longest || !attendance.MatchString(label) {
		return nil
	}
	for _, part := range listed.Split(list, -1) {
		if m := attendee.FindStringSubmatch(strings.Trim(part, " .")); m != nil {
			names = append(names, m[1])
		}
	}
	return names
}

// speakerOf is the name that an item may begin with, or "".
func speakerOf(text string) string {
	if o := transcript.Open(text); o.Form == transcript.Name || o.Form == transcript.Titled || o.Form == transcript.Capitals {
		return o.Label
	}
	for _, form := range []*regexp.Regexp{saysAfter, alone} {
		if m := form.FindStringSubmatch(text); m != nil && !prose.OpensSentences[m[1]] {
			return m[1]
		}
	}
	return ""
}

// wordsAfter is where in an item what somebody says begins, behind the name.
func wordsAfter(text, name string) int {
	at := strings.Index(text, name)
	if at < 0 {
		return 0
	}
	at += len(name)
	for at < len(text) {
		rest := strings.TrimLeft(text[at:], "*_ ")
		if strings.HasPrefix(rest, "](") { // the name is a link
			rest = rest[1:]
		}
		if strings.HasPrefix(rest, "(") {
			if end := strings.IndexByte(rest, ')'); end > 0 {
				at = len(text) - len(rest) + end + 1
				continue
			}
		}
		break
	}
	for at < len(text) {
		r, n := utf8.DecodeRuneInString(text[at:])
		if !unicode.IsSpace(r) && !strings.ContainsRune(":,*_–—-", r) {
			break
		}
		at += n
	}
	return at
}

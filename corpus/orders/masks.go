package orders

import (
	"encoding/base64"
	"encoding/hex"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// promptMarks are the characters that what imitates a prompt is written with.
const promptMarks = "<[{#=@_&*"

// imitation is a pattern of what a machine's instructions are wrapped in.
type imitation struct {
	weight  float64
	pattern *regexp.Regexp
}

var (
	// markImitations have one of promptMarks.
	markImitations = []imitation{
		{4, regexp.MustCompile(`(?i)<\s*/?\s*(?:system|sys|instructions?|prompt|assistant|user|human|developer|admin|context|article|` +
			`document|answer|response|query|input|output)\b[^>]{0,80}>|<\|[^|>]{1,40}\|>|\[/?(?:inst|sys)\]`)},
		{2, regexp.MustCompile(`(?i)\[\s*(?:system|assistant|bots?|ai|admin|developer|prompt|instructions?|hidden|override)\b[^\]]{0,60}\]`)},
		{1, regexp.MustCompile(`\{\{.{0,200}\}\}|\{%.{0,200}%\}`)}, // pages show such marks where a program failed
		{4, regexp.MustCompile(`(?i)#{2,}\s*(?:system|instructions?|assistant|user|prompt|human|response|input|output)\b`)},
		{3, regexp.MustCompile(`(?i)[=*#]{3,}\s*(?:begin |end |start |new )?(?:of )?(?:the )?(?:system|instructions?|prompt|user|` +
			`assistant|ai)\b`)},
		{4, regexp.MustCompile(`(?i)\b(?:assistant|system|bot|model|ai|user|llm)_\w+["']?\s*[:=]`)},
		{1, regexp.MustCompile(`<!--|/\*|\*/|\[//\]:`)}, // what a page's readers are not shown
		{2.5, regexp.MustCompile(`(?:^|\s)@(?:everyone|here)\b`)},
	}
	// labelImitations have a colon: fields of a message, and turns of a chat with a machine.
	labelImitations = []imitation{
		{4, regexp.MustCompile(`(?i)["']?\b(?:role|system_prompt|instructions?|prompt)["']?\s*:\s*["']?(?:system|assistant|user|always|` +
			`never|answer|say|respond)|["'](?:role|instructions?|prompt|content|completion|response|answer)["']\s*:`)},
		{2, regexp.MustCompile(`(?i)(?:^|[.!?;>)\]”"*]\s*|\n)[*_]*(?:user|human|assistant|system|chatbot|ai assistant|developer)[*_]*\s*:`)},
		{2, regexp.MustCompile(`(?i)(?:^|[.!?;>)\]”"*]\s*|\n)[*_]*(?:assistant|system|chatbot|ai assistant|developer)[*_]*\s*:`)},
		{1, regexp.MustCompile(`(?i)\binstructions?\b[^.:]{0,40}:`)},
	}
	// phraseImitations have a word for rules or for texts.
	phraseImitations = []imitation{
		{1.5, regexp.MustCompile(`(?i)\b(?:system prompt|hidden prompt|(?:begin|end) (?:of )?(?:the )?(?:hidden |system |new )?(?:prompt|` +
			`instructions?|context|article|text|story|document)|(?:new|updated|revised|further) (?:system )?(?:instructions?|directives?)|` +
			`(?:context|article|document|text|story) ends here)\b`)},
	}
)

// promptScore weighs what imitates a prompt. All is the classes of the text's words.
func promptScore(text string, all orderClass) float64 {
	score := 0.0
	weigh := func(signs []imitation) {
		for _, s := range signs {
			if s.pattern.MatchString(text) {
				score += s.weight
			}
		}
	}
	if strings.ContainsAny(text, promptMarks) || strings.Contains(text, "//") {
		if strings.Contains(text, "&") {
			text = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&quot;", `"`).Replace(text)
		}
		weigh(markImitations)
	}
	if strings.Contains(text, ":") {
		weigh(labelImitations)
	}
	if all&(isRule|isText) != 0 {
		weigh(phraseImitations)
	}
	return score
}

// mayBeOrder is a quick test that nearly all reporting fails.
func mayBeOrder(sentence string) bool {
	if strings.ContainsAny(sentence, promptMarks) {
		return true
	}
	scan := orderScanner{text: sentence}
	single := 0 // words of one letter in a row
	for first := true; scan.next(); first = first && scan.class&(isManner|isNot) != 0 {
		switch {
		case first && scan.class&(doSpeak|isIf|isEvery|isSomebody|isManner) != 0:
			return true
		case scan.class&orderHints != 0, scan.span.Len() >= shortestEncoded:
			return true
		case scan.span.Len() > 1:
			single = 0
		default:
			if single++; single >= shortestSpaced {
				return true
			}
		}
	}
	return false
}

const (
	shortestEncoded = 16 // bytes
	shortestSpaced  = 6  // letters
)

// unmasked returns what a text says to whoever decodes it, or "".
func unmasked(text string) string {
	var out []string
	for _, word := range strings.FieldsFunc(text, func(r rune) bool {
		return !(r < utf8.RuneSelf && isASCIIWord(byte(r))) && !strings.ContainsRune("+/=-_", r)
	}) {
		if len(word) < shortestEncoded {
			continue
		}
		for _, decode := range [...]func(string) ([]byte, error){hex.DecodeString, decodeBase64} {
			if b, err := decode(word); err == nil && isProse(b) {
				out = append(out, string(b))
			}
		}
	}
	if joined := joinSpaced(text); joined != "" {
		out = append(out, joined)
	}
	ciphers := 0
	for scan := (orderScanner{text: text}); scan.next(); {
		if scan.class == isGuise {
			ciphers++
		}
	}
	if ciphers > 1 {
		lower := strings.ToLower(text)
		out = append(out, rot13(lower), reversed(lower))
	}
	return strings.Join(out, "\n")
}

func decodeBase64(s string) ([]byte, error) {
	s = strings.NewReplacer("-", "+", "_", "/").Replace(strings.TrimRight(s, "="))
	return base64.RawStdEncoding.DecodeString(s)
}

// isProse reports whether bytes are letters and spaces, but for a few.
func isProse(b []byte) bool {
	const most = .9
	n := 0
	for _, r := range string(b) {
		if r == utf8.RuneError {
			return false
		}
		if unicode.IsLetter(r) || r == ' ' {
			n++
		}
	}
	return float64(n) >= most*float64(utf8.RuneCount(b))
}

// joinSpaced joins letters that are written with spaces between them; two spaces or more end a word. It returns "" when there are none.
func joinSpaced(text string) string {
	var b strings.Builder
	run, longest := 0, 0
	for field := range strings.SplitSeq(text, " ") {
		switch {
		case field == "":
			b.WriteByte(' ')
		case utf8.RuneCountInString(field) == 1:
			run++
			b.WriteString(field)
		default:
			run = 0
			b.WriteString(" " + field + " ")
		}
		longest = max(longest, run)
	}
	if longest < shortestSpaced {
		return ""
	}
	return b.String()
}

// Package talk is how a conversation goes on beside its questions: greetings and thanks, words before a question, several questions at
// once, and what is said about the answer before ("are you sure?", "who said that?", "tell me more", "no, I meant the mayor").
//
//	line -> Read: its kind, and what of it is to be asked -> Ask: the question, or the answer before, asked again -> Answer
//
// The kinds and their wordings are data (kinds.tsv, openings.tsv). Nothing here says anything about what the articles report: whatever is
// shown of them is an answer of package answer, asked for anew, so that it holds for the articles as they are.
package talk

import (
	_ "embed"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"
	"unicode"

	"readout/corpus/prose"
)

// Kind is what a line of a conversation is.
type Kind string

// The kinds. All but Question, Meant and Summary are answered in words of our own, with the answer before where there is one.
const (
	Question Kind = "question"
	Greeting Kind = "greeting"
	Thanks   Kind = "thanks"
	Noted    Kind = "noted"  // yes and no, to which there is nothing to say
	Blame    Kind = "blame"  // that it is no good
	Reword   Kind = "reword" // that the answer be shorter, or in other words
	Farewell Kind = "farewell"
	Who      Kind = "who"     // is it that answers
	Can      Kind = "can"     // what can be asked
	Sure     Kind = "sure"    // how sure the answer before is
	Speaker  Kind = "speaker" // who said what it says
	Sources  Kind = "sources" // where it stands
	Meaning  Kind = "meaning" // what stands around it
	More     Kind = "more"    // what else the articles say on it
	Again    Kind = "again"   // what was asked
	Dated    Kind = "dated"   // when that was, where the articles don't say it of the thing itself
	Meant    Kind = "meant"   // the question before, of somebody or something else
	Summary  Kind = "summary" // what all of it is about, asked for by a word that is no question
)

// leans are the kinds that are about the turn before.
var leans = []Kind{Sure, Speaker, Sources, Meaning, More, Again, Meant}

// Offers reports whether questions are offered below what a line of the kind is answered with: not below what is said of the answer before,
// where those offered with that still stand.
func (k Kind) Offers() bool {
	return slices.Contains([]Kind{Question, Summary, Meant, More, Greeting, Who, Can}, k)
}

// Line is a line of a conversation, read.
type Line struct {
	Kind Kind
	// Questions are what is to be asked: one or several for Question, what was meant for Meant, none for the others.
	Questions []string
}

// mostQuestions is how many questions of one line are answered.
const mostQuestions = 5

//go:embed kinds.tsv
var kindsTable string

//go:embed openings.tsv
var openingsTable string

// wording is a row of the table of kinds.
type wording struct {
	kind    Kind
	pattern *regexp.Regexp
}

var wordings = sync.OnceValue(func() []wording {
	var out []wording
	for _, row := range rows(kindsTable) {
		kind, pattern, _ := strings.Cut(row, "\t")
		out = append(out, wording{Kind(kind), regexp.MustCompile(`(?i)^(?:` + pattern + `)$`)})
	}
	return out
})

// questionStart is a word with which a question begins.
const questionStart = `who|whom|whose|what|what's|whats|when|where|which|why|how|is|are|was|were|did|do|does|has|have|had|will|would|` +
	`can|could|should|may|` +
	`tell|summari[sz]e|give|list|explain|describe|and|but|so|also|wat|wen|according|about`

// opening matches an opening with what parts it from the rest.
var openings = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(fmt.Sprintf(`(?i)^(?:%s)(?:[\s]*[,.!?;:–—-]+[\s]*|\s*\n\s*|\s+(@)|`+
		`\s+(?:(?:%s)\b))`, strings.Join(rows(openingsTable), "|"), questionStart))
})

// rows are the lines of a table that are no comments.
func rows(table string) []string {
	return slices.DeleteFunc(strings.Split(strings.TrimSpace(table), "\n"), func(l string) bool { return l == "" || l[0] == '#' })
}

// longestTalk is how long a line that is no question may be, in bytes: patterns are for short remarks.
const longestTalk = 120

// Read tells what a line is. before says that the conversation has a question before it: without one, nothing can lean on it.
func Read(text string, before bool) Line {
	text = strings.TrimSpace(text)
	if k, rest := kindOf(text, before); k != Question {
		return line(k, rest)
	}
	asked := unopened(text)
	if asked != text {
		if k, rest := kindOf(asked, before); k != Question {
			return line(k, rest)
		}
	}
	return Line{Question, several(asked)}
}

func line(k Kind, rest string) Line {
	if rest == "" {
		return Line{Kind: k}
	}
	return Line{k, []string{rest}}
}

// kindOf is the kind of a line that is nothing but talk, with what is asked in it; Question for any other.
func kindOf(text string, before bool) (Kind, string) {
	bare := prose.OneLine(strings.NewReplacer("’", "'", "`", "'").Replace(text))
	bare = strings.TrimFunc(bare, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '%' })
	if bare == "" || len(bare) > longestTalk {
		return Question, ""
	}
	for _, w := range wordings() {
		m := w.pattern.FindStringSubmatch(bare)
		if m == nil {
			continue
		}
		if w.kind != Meant {
			return w.kind, ""
		}
		if before {
			return Meant, m[w.pattern.SubexpIndex("rest")]
		}
	}
	return Question, ""
}

// unopened is a text without the openings before its question; the text itself when nothing else is in it.
func unopened(text string) string {
	for rest := text; ; {
		m := openings().FindStringIndex(rest)
		if m == nil {
			return rest
		}
		end := m[1]
		// The word with which the question begins belongs to it.
		if word := rest[:end]; unicode.IsLetter(lastRune(word)) {
			end = strings.LastIndexFunc(word, unicode.IsSpace) + 1
		} else if strings.HasSuffix(word, "@") {
			end--
		}
		next := strings.TrimSpace(rest[end:])
		if !strings.ContainsFunc(next, unicode.IsLetter) || end == 0 {
			return rest
		}
		rest = next
	}
}

func lastRune(s string) rune {
	r := []rune(s)
	return r[len(r)-1]
}

// numbered finds the beginning of a point of a list: "1.", "2)", "- " at the beginning of a line, and "(3)" or "3." behind the end of a
// sentence.
var numbered = regexp.MustCompile(`(?m)(?:^|[\n?.!;:]\s*)\s*(?:\(?\d{1,2}[.)]|[-*•])\s+`)

// several are the questions in a text: the points of a list, or its sentences where each is a question; else the text as a whole.
func several(text string) []string {
	if points := pointsOf(text); len(points) > 1 {
		return points[:min(len(points), mostQuestions)]
	}
	var questions []string
	for _, span := range prose.Sentences(text) {
		s := strings.TrimSpace(text[span.Start:span.End])
		if !strings.HasSuffix(s, "?") || len(strings.Fields(s)) < 3 {
			return []string{text} // what is no question of its own belongs to the others
		}
		questions = append(questions, unopened(s))
	}
	if len(questions) > 1 {
		return questions[:min(len(questions), mostQuestions)]
	}
	return []string{text}
}

// pointsOf are the points of a list, without their numbers; fewer than two for a text that is none.
func pointsOf(text string) []string {
	at := numbered.FindAllStringIndex(text, -1)
	if len(at) < 2 {
		return nil
	}
	var out []string
	for i, m := range at {
		end := len(text)
		if i+1 < len(at) {
			end = at[i+1][0]
			if r := strings.IndexAny(text[end:at[i+1][1]], "?.!;:"); r == 0 {
				end++ // the mark that ends the point before
			}
		}
		if p := strings.TrimSpace(text[m[1]:end]); strings.ContainsFunc(p, unicode.IsLetter) {
			out = append(out, p)
		}
	}
	return out
}

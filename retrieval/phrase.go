package retrieval

import (
	"strings"

	"readout/corpus/prose"
)

// Quoted is what a question puts between quotation marks, as folded words with single spaces; single words are left out.
func Quoted(question string) []string {
	var out []string
	folded := prose.Fold(question)
	for _, mark := range []string{`"`, "'"} {
		rest := folded
		for {
			before, after, ok := strings.Cut(rest, mark)
			if !ok {
				break
			}
			if mark == "'" && strings.TrimRight(before, " ([") == before && before != "" { // an apostrophe
				rest = after
				continue
			}
			quoted, after, ok := cutClosing(after, mark)
			if !ok {
				break
			}
			if phrase := foldedWords(quoted); strings.Contains(phrase, " ") {
				out = append(out, phrase)
			}
			rest = after
		}
	}
	return out
}

// cutClosing cuts at the closing mark: a single one is an apostrophe when a letter follows.
func cutClosing(s, mark string) (before, after string, ok bool) {
	for at := 0; ; {
		i := strings.Index(s[at:], mark)
		if i < 0 {
			return "", "", false
		}
		at += i
		before, after = s[:at], s[at+len(mark):]
		if mark == `"` || after == "" || len(prose.Words(after[:1])) == 0 {
			return before, after, true
		}
		at += len(mark)
	}
}

func foldedWords(text string) string {
	return strings.Join(prose.Folded(text), " ")
}

// Holds reports whether the passage with this index in Passages, or the title of its article, has all the phrases, word for word.
func (l *Lexicon) Holds(passage int, phrases []string) bool {
	p := l.passages[passage]
	text := " " + foldedWords(p.Text) + " "
	title := " " + foldedWords(l.corpus.Article(p.Article).Title) + " "
	for _, phrase := range phrases {
		if phrase = " " + phrase + " "; !strings.Contains(text, phrase) && !strings.Contains(title, phrase) {
			return false
		}
	}
	return true
}

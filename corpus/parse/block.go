package parse

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
)

// block is a paragraph of a file before it is decided what it is for.
type block struct {
	span  prose.Span
	text  string      // Body[span]
	role  corpus.Role // "" while undecided
	group int         // number of the run of lines without a blank one that it stands in
	drop  bool        // furniture, heading, or what became a field of the article

	heading bool     // of Markdown, always dropped; elsewhere a short line that was dropped for one
	level   int      // of a heading of Markdown, from 1; 0 for others
	item    bool     // of a Markdown list or table
	row     bool     // of a table
	marked  bool     // Markdown
	parents []string // the items that it belongs to, outermost first
	turn    bool     // begins a turn of a transcript
	spoken  bool     // stands in one
	inTurn  corpus.Turn
	entry   string // the time of the entry of a live page that begins here; "" elsewhere
}

// setPassages makes the blocks that are kept the passages of the article.
func setPassages(a *corpus.Article, blocks []block) {
	seen := map[string]int{}
	paragraph := 0
	var over headings
	for _, b := range blocks {
		if b.heading {
			over.enter(a, b)
		}
		if b.drop {
			continue
		}
		p := corpus.Passage{Article: a.ID, Role: b.role, Span: b.span, Text: b.text, Parents: b.parents, Listed: b.item, Turn: b.inTurn}
		if p.Role == "" {
			p.Role = corpus.RoleBody
		}
		if p.Role != corpus.RoleMatter {
			paragraph++
			p.Paragraph = paragraph
			p.Headings = over.titles()
		}
		p.State()
		hash := textHash(strings.Join(append(slices.Clone(p.Parents), b.text), "\n"))
		seen[hash]++
		p.ID = passageID(a.ID, hash, seen[hash])
		p.Sentences = sentencesAt(b)
		a.Passages = append(a.Passages, p)
	}
}

// headings are those that a place in an article stands under, outermost first.
type headings []struct {
	level int
	title string
}

// enter goes on under another heading. One that is the article's title stands over all of it, and is not repeated.
func (h *headings) enter(a *corpus.Article, b block) {
	for len(*h) > 0 && (*h)[len(*h)-1].level >= b.level {
		*h = (*h)[:len(*h)-1]
	}
	title := strings.TrimSpace(strings.TrimRight(corpus.Plain(b.text), "# "))
	if title == "" || prose.Fold(title) == prose.Fold(a.Title) {
		return
	}
	*h = append(*h, struct {
		level int
		title string
	}{b.level, title})
}

func (h headings) titles() []string {
	var out []string
	for _, t := range h {
		out = append(out, t.title)
	}
	return out
}

// textHash is 12 hexadecimal digits of the text's SHA-256: enough to tell the paragraphs of one article apart, short enough to show.
func textHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// passageID is "article#hash", with "-2", "-3", ... for later passages of the same hash.
func passageID(article corpus.ArticleID, hash string, ordinal int) corpus.PassageID {
	if ordinal == 1 {
		return corpus.PassageID(fmt.Sprintf("%s#%s", article, hash))
	}
	return corpus.PassageID(fmt.Sprintf("%s#%s-%d", article, hash, ordinal))
}

func sentencesAt(b block) []corpus.Sentence {
	if b.role == corpus.RoleMatter || b.row {
		return []corpus.Sentence{{Span: b.span, Text: b.text}}
	}
	var out []corpus.Sentence
	for _, s := range prose.Sentences(b.text) {
		out = append(out, corpus.Sentence{Span: prose.Span{Start: b.span.Start + s.Start, End: b.span.Start + s.End},
			Text: b.text[s.Start:s.End]})
	}
	return out
}

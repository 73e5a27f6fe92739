package corpus

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
)

// block is a paragraph of a file before it is decided what it is for.
type block struct {
	span  Span
	text  string // Body[span]
	role  Role   // "" while undecided
	group int    // number of the run of lines without a blank one that it stands in
	drop  bool   // furniture, heading, or what became a field of the article

	heading bool // of Markdown, always dropped
	item    bool // of a Markdown list
}

// setPassages makes the blocks that are kept the passages of the article.
func setPassages(a *Article, blocks []block) {
	seen := map[string]int{}
	paragraph := 0
	for _, b := range blocks {
		if b.drop {
			continue
		}
		p := Passage{Article: a.ID, Role: b.role, Span: b.span, Text: b.text}
		if p.Role == "" {
			p.Role = RoleBody
		}
		if p.Role != RoleMatter {
			paragraph++
			p.Paragraph = paragraph
		}
		hash := textHash(b.text)
		seen[hash]++
		p.ID = passageID(a.ID, hash, seen[hash])
		p.Sentences = sentencesAt(b)
		a.Passages = append(a.Passages, p)
	}
}

// textHash is 12 hexadecimal digits of the text's SHA-256: enough to tell the paragraphs of one article apart, short enough to show.
func textHash(text string) string {
	sum := sha256.Sum256([]byte(text))
	return hex.EncodeToString(sum[:6])
}

// passageID is "article#hash", with "-2", "-3", ... for later passages of the same hash.
func passageID(article ArticleID, hash string, ordinal int) PassageID {
	if ordinal == 1 {
		return PassageID(fmt.Sprintf("%s#%s", article, hash))
	}
	return PassageID(fmt.Sprintf("%s#%s-%d", article, hash, ordinal))
}

// sentenceSpans are the spans of the passage's sentences in its Text.
func (p *Passage) sentenceSpans() []Span {
	spans := make([]Span, len(p.Sentences))
	for i, s := range p.Sentences {
		spans[i] = Span{s.Span.Start - p.Span.Start, s.Span.End - p.Span.Start}
	}
	return spans
}

func sentencesAt(b block) []Sentence {
	if b.role == RoleMatter {
		return []Sentence{{Span: b.span, Text: b.text}}
	}
	var out []Sentence
	for _, s := range Sentences(b.text) {
		out = append(out, Sentence{Span: Span{b.span.Start + s.Start, b.span.Start + s.End}, Text: b.text[s.Start:s.End]})
	}
	return out
}

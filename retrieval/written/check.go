package written

import (
	"cmp"
	"slices"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/verify"
)

// checker checks the claims of an answer, one after the other.
type checker struct {
	task     Task
	verifier *verify.Verifier
	passages map[corpus.PassageID]*corpus.Passage // of the evidence
	said     map[place]bool                       // whole sentences of the articles that the answer has
	before   string                               // the sentence said last
}

// place is a sentence of a passage.
type place struct {
	passage  *corpus.Passage
	sentence int
}

func newChecker(t Task) *checker {
	c := &checker{task: t, verifier: verify.New(t.Evidence), passages: map[corpus.PassageID]*corpus.Passage{}, said: map[place]bool{}}
	for _, h := range t.Evidence.Hits {
		c.passages[h.Passage.ID] = h.Passage
	}
	return c
}

// check keeps a claim that holds, and puts what it quotes in the place of one that does not.
func (c *checker) check(claim verify.Claim) Line {
	line := Line{Text: claim.Text, claim: claim}
	quoted := c.quoted(claim)
	if len(quoted) > 0 && !slices.ContainsFunc(quoted, func(p place) bool { return !c.said[p] }) {
		line.Became, line.Reason = Covered, "the sentences that it rests on are said already"
		return line
	}
	kept, err := c.holds(claim)
	if err == nil {
		line.Became, line.Sentences = Kept, []verify.Supported{kept}
		c.before = kept.Text
		return line
	}
	line.Became, line.Reason = Dropped, err.Error()
	if c.task.Form == AnIntroduction {
		return line // what is quoted stands in the list, or tells something else
	}
	if line.Sentences = c.instead(quoted, claim.Text); len(line.Sentences) > 0 {
		line.Became = Replaced
		line.Nearness, line.Lacks = c.nearness(claim.Text, line.Sentences)
		c.before = line.Sentences[len(line.Sentences)-1].Text
	}
	return line
}

// holds verifies a claim where it stands.
func (c *checker) holds(claim verify.Claim) (verify.Supported, error) {
	claim.Previous, claim.Question = c.before, c.task.Question
	return c.verifier.InPlace(claim)
}

// quoted are the sentences that a claim quotes.
func (c *checker) quoted(claim verify.Claim) []place {
	p := c.passages[claim.Passage]
	if p == nil {
		return nil
	}
	var out []place
	for _, span := range quotedIn(p, claim.Quote) {
		span.Start, span.End = span.Start+p.Span.Start, span.End+p.Span.Start
		for i, s := range p.Sentences {
			if at := (place{p, i}); s.Span.Overlaps(span) && !slices.Contains(out, at) {
				out = append(out, at)
			}
		}
	}
	return out
}

// mostInstead is how many of the sentences that a claim quotes take its place: of more, those that are nearest to it.
const mostInstead = 3

// instead are the sentences that a claim quotes, each with what it leans on, in their order, that are not said yet.
func (c *checker) instead(quoted []place, text string) []verify.Supported {
	if len(quoted) > mostInstead {
		stems := retrieval.ContentStems(text)
		near := slices.Clone(quoted)
		slices.SortStableFunc(near, func(a, b place) int {
			return cmp.Compare(shared(stems, b.text()), shared(stems, a.text()))
		})
		quoted = slices.DeleteFunc(slices.Clone(quoted), func(p place) bool { return !slices.Contains(near[:mostInstead], p) })
	}
	var out []verify.Supported
	for _, p := range quoted {
		if c.said[p] {
			continue
		}
		for _, s := range c.whole(p) {
			if at := placeOf(s.Citation); !c.said[at] {
				c.said[at] = true
				out = append(out, s)
			}
		}
	}
	return out
}

// whole is a sentence with what it leans on, in its passage or at the end of the one before; nothing where that does not explain it.
func (c *checker) whole(p place) []verify.Supported {
	if p.sentence > 0 && c.said[place{p.passage, p.sentence - 1}] { // it stands behind the sentence before it
		if s, err := c.verifier.Verify(p.claim()); err == nil {
			return []verify.Supported{s}
		}
	}
	if out, err := c.verifier.Whole(p.claim()); err == nil {
		return out
	}
	before, ok := c.endBefore(p.passage)
	if p.sentence > 0 || !ok || !verify.LeansBack(p.text()) {
		return nil
	}
	out, err := c.verifier.Whole(before.claim())
	if err != nil {
		return nil
	}
	s, err := c.verifier.Verify(p.claim())
	if err != nil {
		return nil
	}
	return append(out, s)
}

// text is the sentence on one line.
func (p place) text() string { return prose.OneLine(p.passage.Sentences[p.sentence].Text) }

// claim repeats the sentence: nothing is reworded.
func (p place) claim() verify.Claim {
	return verify.Claim{Text: prose.EndStopped(p.text()), Passage: p.passage.ID, Quote: p.passage.Sentences[p.sentence].Text}
}

// placeOf is the sentence that a citation's quote begins in.
func placeOf(c verify.Citation) place {
	return place{c.Passage, slices.IndexFunc(c.Passage.Sentences, func(s corpus.Sentence) bool { return s.Span.Overlaps(c.Quote) })}
}

// shared is how many of the stems a text has.
func shared(stems []string, text string) int {
	n := 0
	for _, s := range retrieval.ContentStems(text) {
		if slices.Contains(stems, s) {
			n++
		}
	}
	return n
}

// endBefore is the last sentence of the reporting passage before one in its article, where that may be cited.
func (c *checker) endBefore(p *corpus.Passage) (place, bool) {
	var last *corpus.Passage
	article := c.task.Evidence.Corpus.Article(p.Article)
	for i := range article.Passages {
		q := &article.Passages[i]
		if q.ID == p.ID {
			break
		}
		if q.Role == corpus.RoleBody {
			last = q
		}
	}
	if last == nil || len(last.Sentences) == 0 || c.passages[last.ID] == nil {
		return place{}, false
	}
	return place{last, len(last.Sentences) - 1}, true
}

package scope

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
)

// whatAsked asks which questions somebody put, and perhaps on what; "asked him to leave" tells of a wish.
var whatAsked = regexp.MustCompile(`(?i)^\W*(?:(?:so|and|ok|okay|well),? )?(?:what|which)(?: questions?| else)? (?:did|does|do|has|have) ` +
	`(.{2,80}?) (?:ask|asked)(?: (?:\S+ ){0,3}?(?:about|on|regarding|concerning) (.+?)| [^,]{1,60}?)?\W*$`)

// questionsAsked answers what one person asked with the questions that records of what was spoken credit to them; nil where the question
// is another, or no record has any of theirs.
func questionsAsked(ctx context.Context, over Answerer, c *reading.Corpus, q answer.Question, a *answer.Answer) (*answer.Answer, error) {
	const most, all = 6, 1 << 10
	m := whatAsked.FindStringSubmatch(cmp.Or(a.Resolved, q.Text))
	if m == nil || strings.Contains(m[0][strings.Index(m[0], m[1])+len(m[1]):], " to ") {
		return nil, nil
	}
	who := Person(c, m[1])
	if who == nil {
		return nil, nil
	}
	said, err := over.Said(ctx, answer.Said{Speaker: who.Name, Articles: q.Articles, Most: all, Language: q.Language})
	if err != nil || said.Abstention != nil {
		return nil, err
	}
	about := retrieval.ContentStems(m[2])
	found := 0
	out := part(said, func(s answer.Sentence, cited []answer.Citation) bool {
		isQuestion := strings.HasSuffix(strings.TrimRight(s.Text, ` "”’'`), "?") && len(cited) > 0 && cited[0].Passage.Turn.Number > 0
		on := slices.ContainsFunc(retrieval.ContentStems(s.Text), func(stem string) bool { return slices.Contains(about, stem) })
		if !isQuestion || len(about) > 0 && !on || found == most {
			return false
		}
		found++
		return true
	})
	if out != nil {
		out.Question, out.Resolved = a.Question, a.Resolved
	}
	return out, nil
}

// of is the part of an answer whose every citation is credited to the speaker; nil for none.
func of(a *answer.Answer, speaker *corpus.Person) *answer.Answer {
	return part(a, func(_ answer.Sentence, cited []answer.Citation) bool {
		return !slices.ContainsFunc(cited, func(c answer.Citation) bool { return c.Speaker != speaker.Name })
	})
}

// part is an answer with those of its sentences that are kept, and what they cite; nil for none.
func part(a *answer.Answer, keep func(s answer.Sentence, cited []answer.Citation) bool) *answer.Answer {
	out := *a
	out.Sentences, out.Citations, out.Disagreements, out.Premises = nil, nil, nil, nil
	for _, s := range a.Sentences {
		cited := make([]answer.Citation, len(s.Citations))
		for i, n := range s.Citations {
			cited[i] = a.Citations[n-1]
		}
		if !keep(s, cited) {
			continue
		}
		s.Citations = nil
		for _, c := range cited {
			at := slices.IndexFunc(out.Citations, func(d answer.Citation) bool { return d.Passage.ID == c.Passage.ID })
			if at < 0 {
				at = len(out.Citations)
				c.N = at + 1
				out.Citations = append(out.Citations, c)
			}
			s.Citations = append(s.Citations, at+1)
		}
		out.Sentences = append(out.Sentences, s)
	}
	if len(out.Sentences) == 0 {
		return nil
	}
	return &out
}

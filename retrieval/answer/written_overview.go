package answer

import (
	"cmp"
	"context"
	"slices"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/written"
)

// summarise puts what the model makes of the passages in the place of the sentences chosen from them, as far as it is supported and
// enough is left of it: half as many sentences. A report that the model passed over speaks with its chosen sentence. When the model
// fails, out.Fallback says why and the chosen sentences are returned. The only error is a cancelled context.
func (d *dialogue) summarise(ctx context.Context, s *search, most int, chosen []Supported, out *Answer) ([]Supported, error) {
	if d == nil || len(chosen) == 0 {
		return chosen, nil
	}
	ranked := s.worthTelling(chosen)
	w, err := d.wording(ctx, written.Task{Form: written.ASummary, Topic: out.Resolved, Sentences: most, Evidence: s.evidence, Ranked: ranked}, out)
	if err != nil {
		return chosen, out.fallBack(ctx, err)
	}
	kept := withoutRepeats(w.Sentences())
	if 2*len(kept) < len(chosen) || !w.Holds() {
		return chosen, out.fallBack(ctx, ErrModelUnsupported)
	}
	out.Model = d.Model()
	missing := reportsMissing(chosen, kept)
	return append(shortened(kept, most-len(missing)), missing...), nil
}

// shortened are at most that many of the sentences, as far as each report keeps its first.
func shortened(sentences []Supported, most int) []Supported {
	out := slices.Clone(sentences)
	for i := len(out) - 1; i >= 0 && len(out) > most; i-- {
		report := out[i].Citation.Article.Report
		if slices.ContainsFunc(out[:i], func(k Supported) bool { return k.Citation.Article.Report == report }) {
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

// worthTelling are the passages that a summary may be made from: those of the sentences chosen, then those that bear on the topic, the
// first of each article before the second of any.
func (s *search) worthTelling(chosen []Supported) []*corpus.Passage {
	var out, rest []*corpus.Passage
	for _, k := range chosen {
		out = append(out, k.Citation.Passage)
	}
	for _, h := range s.evidence.Hits {
		if s.asked.text == "" || s.bearsOnTopic(h.Passage.Text) {
			rest = append(rest, h.Passage)
		}
	}
	slices.SortStableFunc(rest, func(a, b *corpus.Passage) int { return cmp.Compare(a.Paragraph, b.Paragraph) })
	return append(out, rest...)
}

// withoutRepeats are the sentences that say something which those before them don't.
func withoutRepeats(sentences []Supported) []Supported {
	var out []Supported
	for _, k := range sentences {
		if !repeatsAny(k.Text, out) {
			out = append(out, k)
		}
	}
	return out
}

// repeatsAny reports whether a sentence shares most of its words with one of the others.
func repeatsAny(text string, others []Supported) bool {
	stems := retrieval.ContentStems(text)
	return slices.ContainsFunc(others, func(o Supported) bool {
		return overlap(stems, retrieval.ContentStems(o.Text)) >= repeatsOwnReport
	})
}

// reportsMissing are the first of the chosen sentences of each report that the kept ones leave out.
func reportsMissing(chosen, kept []Supported) []Supported {
	told := map[corpus.ReportID]bool{}
	for _, k := range kept {
		told[k.Citation.Article.Report] = true
	}
	var out []Supported
	for _, k := range chosen {
		if report := k.Citation.Article.Report; !told[report] {
			told[report] = true
			out = append(out, k)
		}
	}
	return out
}

// introduceRemarks is the sentence that tells on what occasion a speaker made the remarks; none where the model has none that is
// supported, names the speaker and is not one of the remarks again.
func (d *dialogue) introduceRemarks(ctx context.Context, s *search, remarks []Supported, out *Answer) ([]Supported, error) {
	return d.introduce(ctx, s, remarks, out, func(text string) bool {
		return slices.ContainsFunc(s.asked.speakers, func(who *corpus.Person) bool { return s.names(text, who) })
	})
}

// introduceEvents is the sentence that tells what the events of a timeline belong to, or none.
func (d *dialogue) introduceEvents(ctx context.Context, s *search, events []Supported, out *Answer) ([]Supported, error) {
	return d.introduce(ctx, s, events, out, func(string) bool { return true })
}

// mostListed is how much of a list a model sees.
const mostListed = 12

func (d *dialogue) introduce(ctx context.Context, s *search, listed []Supported, out *Answer, fits func(text string) bool) ([]Supported, error) {
	if d == nil || len(listed) == 0 {
		return nil, nil
	}
	task := written.Task{Form: written.AnIntroduction, Topic: out.Resolved}
	var ranked []*corpus.Passage
	for _, k := range listed[:min(len(listed), mostListed)] {
		task.Listed = append(task.Listed, k.Text)
		if lead := leadOf(k.Citation.Article); lead != nil {
			s.show(lead)
			ranked = append(ranked, lead)
		}
	}
	for _, k := range listed {
		ranked = append(ranked, k.Citation.Passage)
	}
	task.Evidence, task.Ranked = s.evidence, ranked
	w, err := d.wording(ctx, task, out)
	if err != nil {
		return nil, out.fallBack(ctx, err)
	}
	for _, k := range w.Own() {
		if fits(k.Text) && !repeatsAny(k.Text, listed) {
			out.Model = d.Model()
			return []Supported{k}, nil
		}
	}
	if len(w.Removed()) == 0 {
		return nil, nil // the model says that nothing introduces the list, or what stands in it
	}
	return nil, out.fallBack(ctx, ErrModelUnsupported)
}

// leadOf is the first paragraph of an article, which tells what happened where and when; nil when it has none.
func leadOf(a *corpus.Article) *corpus.Passage {
	for i := range a.Passages {
		if a.Passages[i].Role == corpus.RoleBody {
			return &a.Passages[i]
		}
	}
	return nil
}

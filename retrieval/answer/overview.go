package answer

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/evidence"
)

// Overview is what a summary is asked of.
type Overview struct {
	Topic    string             // a topic or a person; "" for all that the articles report
	Articles []corpus.ArticleID // only these; empty means all
	Long     bool               // more sentences
	Language string             // as in Question
}

// How many sentences a summary has.
const (
	shortOverview = 5
	longOverview  = 10
)

// Overview summarises by choosing sentences, never by inventing any: the ones that say most of what the articles dwell on, from each
// report in turn, none that repeats another. Like every answer it is verified, and it abstains when the articles do not speak of the
// topic. An Answerer with a model has it word the sentences from the passages so chosen and more of the kind; each is verified, and no
// report is passed over.
func (a *Answerer) Overview(ctx context.Context, o Overview) (*Answer, error) {
	snapshot := a.current()
	topic, _ := snapshot.Words.Mend(onOneLine(o.Topic))
	out := &Answer{Question: o.Topic, Resolved: topic, Version: snapshot.Version, Model: Quotations}
	d := a.dialogue(ctx, snapshot.Corpus, o.Articles)
	n := shortOverview
	if o.Long {
		n = longOverview
	}
	s := &search{snapshot: snapshot}
	var err error
	if topic == "" {
		s.showAll(o.Articles)
	} else if s, err = newSearch(ctx, snapshot, understand(topic, snapshot.Corpus, a.settingOf(snapshot)), o.Articles); err != nil {
		return nil, fmt.Errorf("summarise: %w", err)
	}
	r := s.dwelt(n, topic != "")
	kept, err := d.summarise(ctx, s, n, s.verify(out, r), out)
	if err != nil {
		return nil, fmt.Errorf("summarise: %w", err)
	}
	s.conclude(out, r, kept)
	d.translate(ctx, out, o.Language)
	out.Usage = d.spent()
	return out, nil
}

// showAll makes every reporting passage of the articles (all, when none is named) the evidence.
func (s *search) showAll(articles []corpus.ArticleID) {
	s.evidence = retrieval.Evidence{Corpus: s.snapshot.Corpus}
	for _, a := range s.snapshot.Corpus.Articles {
		if len(articles) > 0 && !slices.Contains(articles, a.ID) {
			continue
		}
		for i := range a.Passages {
			if p := &a.Passages[i]; p.Role == corpus.RoleBody {
				s.evidence.Hits = append(s.evidence.Hits, retrieval.Hit{Passage: p})
			}
		}
	}
}

// fullSentence is the number of content words under which a sentence counts as if it had so many: short ones have high means by chance.
const fullSentence = 14

// dwelt chooses n sentences of the evidence by SumBasic (Nenkova and Vanderwende, 2005): a sentence counts by the mean frequency of
// its words, and words already said count less from then on. News puts first what matters most, so earlier paragraphs count more.
// Reports take turns, the one with fewest sentences first.
func (s *search) dwelt(n int, onTopic bool) result {
	type sentence struct {
		passage *corpus.Passage
		index   int
		stems   []string
		report  corpus.ReportID
	}
	var pool, around []sentence // around bear on the topic only with the sentences beside them
	for _, h := range s.evidence.Hits {
		if h.Passage.Role != corpus.RoleBody || onTopic && !s.bearsOnTopic(h.Passage.Text) {
			continue
		}
		for i, t := range h.Passage.Sentences {
			stems := retrieval.ContentStems(t.Text)
			if t.Order || len(stems) < 4 || leansBack(t.Text) || s.unnamedSpeaker(h.Passage, i) != nil {
				continue
			}
			x := sentence{h.Passage, i, stems, s.snapshot.Corpus.Article(h.Passage.Article).Report}
			if onTopic && !s.bearsOnTopic(t.Text) {
				around = append(around, x)
			} else {
				pool = append(pool, x)
			}
		}
	}
	if len(pool) == 0 {
		pool = around
	}
	frequency, total := map[string]float64{}, 0.0
	for _, x := range pool {
		for _, stem := range x.stems {
			frequency[stem]++
			total++
		}
	}
	if len(pool) == 0 {
		return result{reason: NotCovered, missing: s.missing(nil)}
	}
	taken := map[corpus.ReportID]int{}
	var claims []Claim
	var chosen []candidate
	for len(claims) < n && len(pool) > 0 {
		weight := func(x sentence) float64 {
			sum := 0.0
			for _, stem := range x.stems {
				sum += frequency[stem] / total
			}
			lead := 1 + 1/float64(max(x.passage.Paragraph, 1))
			return lead * sum / float64(max(len(x.stems), fullSentence))
		}
		best := slices.MinFunc(pool, func(a, b sentence) int {
			return cmp.Or(cmp.Compare(taken[a.report], taken[b.report]), cmp.Compare(weight(b), weight(a)), cmp.Compare(a.passage.ID, b.passage.ID), cmp.Compare(a.index, b.index))
		})
		pool = slices.DeleteFunc(pool, func(x sentence) bool { return x.passage == best.passage && x.index == best.index })
		for _, stem := range best.stems {
			frequency[stem] = total * math.Pow(frequency[stem]/total, 2)
		}
		c := candidate{passage: best.passage, sentence: best.index}
		if s.repeats(chosen, c) {
			continue
		}
		chosen = append(chosen, c)
		taken[best.report]++
		claims = append(claims, sourceClaim(best.passage, best.index))
	}
	return result{claims: claims, confidence: .9}
}

// bearsOnTopic reports whether a text holds the question's names and half of its words' weight.
func (s *search) bearsOnTopic(text string) bool {
	share, matches := s.snapshot.Words.Match(s.evidence.Terms, text)
	if share < onTopicFrom {
		return false
	}
	names, held := 0.0, 0.0
	for i, t := range s.evidence.Terms {
		if isName(t) {
			names += t.Weight
			held += t.Weight * matches[i].Strength
		}
	}
	return held >= onTopicNames*names
}

// What a text must hold to be on a topic: shares of the weight of all the topic's words, and of its names.
const (
	onTopicFrom  = .45
	onTopicNames = .6
)

// Said is whose remarks are asked for.
type Said struct {
	Speaker  string
	About    string             // a topic; "" for anything
	Articles []corpus.ArticleID // only these; empty means all
	Most     int                // remarks, at most
	Language string             // as in Question
}

// Said gives a person's remarks, each in its own sentence as its article prints it: variants of one remark in several reports stand side
// by side. Nobody of that name, and no remark, is an abstention. A model, where there is one, words at most the sentence that introduces
// them, which is verified; the remarks stay as they are.
func (a *Answerer) Said(ctx context.Context, o Said) (*Answer, error) {
	snapshot := a.current()
	asks := onOneLine(o.Speaker + " " + o.About)
	question, _ := snapshot.Words.Mend(asks)
	out := &Answer{Question: asks, Resolved: question, Version: snapshot.Version, Model: Quotations}
	d := a.dialogue(ctx, snapshot.Corpus, o.Articles)
	asked := asked{text: "What did " + question + "?", lookup: question, kind: kindSaid}
	if o.About != "" {
		about, _ := snapshot.Words.Mend(onOneLine(o.About))
		asked.text, asked.lookup = "What did "+onOneLine(o.Speaker)+" say about "+about+"?", about
	}
	who, _ := snapshot.Words.Mend(o.Speaker)
	for _, m := range snapshot.Corpus.Mentions(who) {
		if !slices.Contains(asked.speakers, m.Person) {
			asked.speakers = append(asked.speakers, m.Person)
		}
	}
	if len(asked.speakers) == 0 {
		out.Abstention = &Abstention{Reason: NotCovered, Missing: []string{o.Speaker}}
		return out, nil
	}
	s, err := newSearch(ctx, snapshot, asked, o.Articles)
	if err != nil {
		return nil, fmt.Errorf("said: %w", err)
	}
	found := s.remarks(o.About != "")
	r := result{reason: NotCovered, confidence: .1}
	if len(found) > 0 {
		r = result{claims: s.claims(found[:min(len(found), o.Most)]), confidence: .9}
	} else {
	}
	remarks := s.verify(out, r)
	introduction, err := d.introduceRemarks(ctx, s, remarks, out)
	if err != nil {
		return nil, fmt.Errorf("said: %w", err)
	}
	s.conclude(out, r, append(introduction, remarks...))
	for i := range introduction {
		out.Sentences[i].Introduces = true
	}
	d.translate(ctx, out, o.Language)
	out.Usage = d.spent()
	return out, nil
}

// saidShare is the share of the most probable remark's probability from which another is on the topic as well.
const saidShare = .3

// remarks are the sentences with remarks of the people asked about: on the topic, by the reader, or, where there is none, all of the
// evidence's, in the order of the articles.
func (s *search) remarks(onTopic bool) []candidate {
	var out []candidate
	add := func(c candidate, r evidence.Sentence) {
		said := slices.ContainsFunc(s.asked.speakers, func(who *corpus.Person) bool { return s.saidBy(r, who) })
		if said && c.passage.Role == corpus.RoleBody && !s.repeats(out, c) {
			out = append(out, c)
		}
	}
	if onTopic {
		for _, r := range s.read.Sentences {
			if r.Probability < shownFrom {
				break
			}
			if len(out) == 0 || r.Probability >= saidShare*out[0].score && r.Features.Logit >= leastLogit {
				add(candidateOf(r), r)
			}
		}
		return out
	}
	s.showAll(s.filter)
	for _, h := range s.evidence.Hits {
		for i, t := range h.Passage.Sentences {
			if !t.Order {
				add(candidate{passage: h.Passage, sentence: i}, evidence.Sentence{Passage: h.Passage, Index: i})
			}
		}
	}
	return out
}

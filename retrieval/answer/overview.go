package answer

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strings"

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
	} else {
		asked := understand(topic, snapshot.Corpus, a.settingOf(snapshot))
		if !asksSomething(topic) {
			asked.text = "What do the articles say about " + strings.TrimRight(topic, " .?!") + "?"
		}
		if s, err = newSearch(ctx, snapshot, asked, o.Articles); err != nil {
			return nil, fmt.Errorf("summarise: %w", err)
		}
	}
	r := s.dwelt(n, topic != "")
	kept, err := d.summarise(ctx, s, n, s.verify(out, r), out)
	if err != nil {
		return nil, fmt.Errorf("summarise: %w", err)
	}
	s.conclude(out, r, kept)
	d.translate(ctx, out, o.Language)
	d.account(out)
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

// telling is a sentence that a summary may be made of.
type telling struct {
	candidate
	stems   []string
	report  corpus.ReportID
	bearing float64 // how much it bears on the topic; 1 where none is asked for
}

// dwelt chooses n sentences of the evidence by SumBasic (Nenkova and Vanderwende, 2005): a sentence counts by the mean frequency of
// its words, and words already said count less from then on. News puts first what matters most, so earlier paragraphs count more. Of a
// topic, what a sentence says about it counts, by its meaning and by the reader. Reports take turns, the one with fewest sentences first.
func (s *search) dwelt(n int, onTopic bool) result {
	pool := s.toTell(onTopic)
	if len(pool) == 0 {
		return result{reason: NotCovered, missing: s.missing(nil)}
	}
	frequency, total := map[string]float64{}, 0.0
	for _, x := range pool {
		for _, stem := range x.stems {
			frequency[stem]++
			total++
		}
	}
	taken := map[corpus.ReportID]int{}
	var claims []Claim
	var chosen []candidate
	for len(claims) < n && len(pool) > 0 {
		weight := func(x telling) float64 {
			sum := 0.0
			for _, stem := range x.stems {
				sum += frequency[stem] / total
			}
			lead := 1 + 1/float64(max(x.passage.Paragraph, 1))
			if onTopic {
				return x.bearing * (1 - repeated(x, chosen))
			}
			return lead * sum / float64(max(len(x.stems), fullSentence))
		}
		best := slices.MinFunc(pool, func(a, b telling) int {
			return cmp.Or(cmp.Compare(taken[a.report], taken[b.report]), cmp.Compare(weight(b), weight(a)), cmp.Compare(a.passage.ID, b.passage.ID),
				cmp.Compare(a.sentence, b.sentence))
		})
		pool = slices.DeleteFunc(pool, func(x telling) bool { return x.candidate == best.candidate })
		for _, stem := range best.stems {
			frequency[stem] = total * math.Pow(frequency[stem]/total, 2)
		}
		if s.repeats(chosen, best.candidate) {
			continue
		}
		chosen = append(chosen, best.candidate)
		taken[best.report]++
		claims = append(claims, sourceClaim(best.passage, best.sentence))
		claims = append(claims, s.copies(best.passage, best.sentence)...)
	}
	return result{claims: claims, confidence: .9}
}

// repeated is the share of a sentence's words that one of those chosen has.
func repeated(x telling, chosen []candidate) float64 {
	most := 0.0
	for _, c := range chosen {
		if others := retrieval.ContentStems(c.text()); len(x.stems) > 0 {
			n := 0
			for _, stem := range x.stems {
				if slices.Contains(others, stem) {
					n++
				}
			}
			most = max(most, float64(n)/float64(len(x.stems)))
		}
	}
	return most
}

// What a sentence must have to be told of a topic: how much of the bearing of the one that bears most on it, and, where it does not name
// the topic, at least this much.
const (
	bearingShare   = .55
	unnamedBearing = .45
)

// toTell are the sentences of the evidence that a summary may be made of: those that stand alone and, of a topic, bear on it. None, where
// no passage names the topic.
func (s *search) toTell(onTopic bool) []telling {
	var out []telling
	named, most := false, 0.0
	for _, h := range s.evidence.Hits {
		if h.Passage.Role != corpus.RoleBody {
			continue
		}
		near := !onTopic || s.bearsOnTopic(h.Passage.Text)
		named = named || near
		for i, t := range h.Passage.Sentences {
			stems := retrieval.ContentStems(t.Text)
			if t.Order || len(stems) < 4 || isQuestion(t.Text) || h.Passage.Turn.Asks || !s.standsAlone(h.Passage, i) {
				continue
			}
			x := telling{candidate{passage: h.Passage, sentence: i}, stems, s.snapshot.Corpus.Article(h.Passage.Article).Report, 1}
			if onTopic {
				x.bearing = s.bearing(h, i)
				if !near && x.bearing < unnamedBearing || near && !s.bearsOnTopic(t.Text) && x.bearing < unnamedBearing/2 {
					continue
				}
				most = max(most, x.bearing)
			}
			out = append(out, x)
		}
	}
	if !named {
		return nil
	}
	return slices.DeleteFunc(out, func(x telling) bool { return onTopic && x.bearing < bearingShare*most })
}

// bearing tells how much a sentence says about the topic: the nearness of its meaning, and what the reader makes of it as an answer to what
// the articles say about the topic.
func (s *search) bearing(h retrieval.Hit, sentence int) float64 {
	meaning, logit := 0.0, leastRead
	if sentence < len(h.Sentences) {
		meaning = h.Sentences[sentence].Meaning
	}
	if s.read != nil {
		for _, r := range s.read.Sentences {
			if r.Passage == h.Passage && r.Index == sentence {
				logit = max(logit, r.Features.Logit)
			}
		}
	}
	return max(meaning, 0) + readWeight*(logit-leastRead)
}

// The reader's part in bearing: the logit of what says nothing of the topic, and what one more is worth.
const (
	leastRead  = -7.0
	readWeight = .04
)

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
	d.account(out)
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

package answer

import (
	"cmp"
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify"
)

// answerQuoted answers a question that quotes: the sentence with the quotation tells who said it. When the question credits the words
// to one person and the articles to another, the same sentence is the correction of its premise. ok is false when the articles do
// not hold the quoted words, or the question does not turn on them.
func (s *search) answerQuoted() (r result, ok bool) {
	for _, quoted := range s.asked.quotes {
		if len(words(quoted)) < 2 {
			continue
		}
		found := s.holding(quoted)
		if len(found) == 0 {
			continue
		}
		out := result{claims: s.claims(found[:min(len(found), 3)]), confidence: .97}
		for _, c := range found {
			if who := s.speakerOf(c, quoted); who != nil && s.creditsOther(who) {
				out.premises = append(out.premises, premise{s.asked.speakers, who, c.passage})
			}
		}
		if s.asked.kind != kindWhoSaid && s.asked.kind != kindWho && s.asked.kind != kindYesNo && len(out.premises) == 0 {
			return result{}, false
		}
		return out, true
	}
	return result{}, false
}

// holding finds the sentences of the evidence that hold the words, those that print them as a remark first.
func (s *search) holding(quoted string) []candidate {
	var out []candidate
	for i := range s.evidence.Hits {
		h := &s.evidence.Hits[i]
		for j, t := range h.Passage.Sentences {
			if _, ok := verify.FindQuote(strings.ToLower(t.Text), strings.ToLower(quoted)); !ok || t.Order {
				continue
			}
			c := candidate{hit: h, passage: h.Passage, sentence: j, score: h.Score}
			if s.speakerOf(c, quoted) != nil {
				c.score++
			}
			if !s.repeats(out, c) {
				out = append(out, c)
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	return out
}

// speakerOf is whom the article credits the quoted words in the sentence to, or nil.
func (s *search) speakerOf(c candidate, quoted string) *corpus.Person {
	span := c.passage.Sentences[c.sentence].Span
	for _, r := range c.passage.Remarks {
		if r.Person == nil || !r.Span.Overlaps(span) {
			continue
		}
		if _, ok := verify.FindQuote(strings.ToLower(r.Text), strings.ToLower(quoted)); ok {
			return r.Person
		}
	}
	return nil
}

// creditsOther reports whether the question credits its quotation to people among whom who is not.
func (s *search) creditsOther(who *corpus.Person) bool {
	credited := s.asked.speakers
	return len(credited) > 0 && !slices.Contains(credited, who)
}

// answerSaid answers what somebody said: their remarks on the topic, from every report. When they said nothing of it and somebody
// else clearly did, that is the correction; else the articles are silent.
func (s *search) answerSaid() result {
	topic := s.topicTerms()
	// Whoever the question names besides is not confused with the one it asks about.
	others := s.remarksOf(func(r corpus.Remark) bool { return r.Person != nil && !slices.Contains(s.asked.people, r.Person) }, topic)
	var chosen, own []candidate
	var silent []string
	confidence := 0.0
	for _, who := range s.asked.speakers {
		found := s.bearing(topic, s.remarksOf(func(r corpus.Remark) bool { return r.Person == who }, topic))
		if len(found) == 0 || len(s.asked.speakers) > 1 {
			// What several are credited with together is theirs as well, but says less of one than their own words.
			found = s.bearing(topic, s.remarksOf(func(r corpus.Remark) bool { return s.spokenBy(r, who) }, topic))
		}
		if len(found) == 0 {
			silent = append(silent, who.Name)
			continue
		}
		found = s.acting(s.staying(topic, found), len(topic) == 0 || asksManner.MatchString(s.asked.text))
		most := 4
		if len(s.asked.speakers) > 1 {
			most = 2
		}
		own = append(own, found[0])
		confidence = max(confidence, found[0].features.words)
		for i, c := range found {
			if c.score < worthTelling*found[0].score || i >= most {
				break
			}
			chosen = append(chosen, c)
		}
	}
	if s.asked.kind != kindSaid && misattributed(topic, own, others) {
		c := others[0]
		return result{claims: s.claims(others[:1]), premises: []premise{{s.asked.speakers, s.remarkPerson(c), c.passage}}, confidence: .6}
	}
	if len(chosen) > 0 {
		slices.SortStableFunc(chosen, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
		return result{claims: s.claims(chosen), confidence: .5 + confidence/2}
	}
	if s.asked.kind == kindSaid {
		return result{confidence: .2, reason: PartlyCovered, missing: silent}
	}
	r := s.choose(3, .85)
	if len(r.claims) > 0 && !s.crediting(r.claims) {
		return result{confidence: min(r.confidence, .3), reason: PartlyCovered, missing: silent}
	}
	return r
}

// spokenBy reports whether a remark is the person's: alone, as one of those it is credited to ("X and Y"), or, where the question asks
// for several people, as one of "both sides".
func (s *search) spokenBy(r corpus.Remark, who *corpus.Person) bool {
	if r.Person != nil {
		return r.Person == who
	}
	return s.names(r.Speaker, who) || len(s.asked.speakers) > 1 && bothOf.MatchString(r.Speaker)
}

var bothOf = regexp.MustCompile(`(?i)^(?:both|the two)\b`)

// answerWhoSaid finds whose remark the question retells: nearly all of its topic in one remark, or a run of its very words.
func (s *search) answerWhoSaid() (result, bool) {
	topic := slices.DeleteFunc(s.topicTerms(), func(t retrieval.Term) bool { return personNouns[t.Word] || utteranceVerbs[t.Word] })
	found := s.remarksOf(func(r corpus.Remark) bool { return true }, topic)
	asked := words(s.asked.lookup)
	for i := range found {
		found[i].score += float64(sharedRun(asked, words(found[i].text()))) / float64(len(asked)+1)
	}
	slices.SortStableFunc(found, func(a, b candidate) int { return cmp.Compare(b.score, a.score) })
	if len(found) == 0 || found[0].features.words < .6 && sharedRun(asked, words(found[0].text())) < 4 {
		return result{}, false
	}
	chosen := found[:1]
	for _, c := range found[1:] {
		if len(chosen) < 3 && c.score >= .9*found[0].score && c.passage.Article != found[0].passage.Article {
			chosen = append(chosen, c)
		}
	}
	return result{claims: s.claims(chosen), confidence: .5 + found[0].features.words/2}, true
}

// sharedRun is the length of the longest run of words that two texts share.
func sharedRun(a, b []string) int {
	longest := 0
	run := make([]int, len(b)+1)
	for _, x := range a {
		for j := len(b); j > 0; j-- {
			if b[j-1] == x {
				run[j] = run[j-1] + 1
				longest = max(longest, run[j])
			} else {
				run[j] = 0
			}
		}
	}
	return longest
}

// remarkPerson is whose remark a sentence holds.
func (s *search) remarkPerson(c candidate) *corpus.Person {
	span := c.passage.Sentences[c.sentence].Span
	for _, r := range c.passage.Remarks {
		if r.Person != nil && r.Span.Overlaps(span) && !slices.Contains(s.asked.speakers, r.Person) {
			return r.Person
		}
	}
	return nil
}

// crediting reports whether the claims' sentences name one of the people asked about.
func (s *search) crediting(claims []Claim) bool {
	return slices.ContainsFunc(claims, func(c Claim) bool {
		return slices.ContainsFunc(s.asked.speakers, func(p *corpus.Person) bool { return s.names(c.Text, p) })
	})
}

// topicTerms are the question's terms without those that name its speakers or are verbs of speech.
func (s *search) topicTerms() []retrieval.Term {
	var own []corpus.Span
	for _, m := range s.snapshot.Corpus.Mentions(s.evidence.Query) {
		if slices.Contains(s.asked.speakers, m.Person) {
			own = append(own, m.Span)
		}
	}
	var out []retrieval.Term
	for _, t := range s.evidence.Terms {
		if !inside(t.Span, own) && !speechVerbs[t.Word] {
			out = append(out, t)
		}
	}
	return out
}

// carried is how much a topic counts that a remark takes from what it continues, against one that it names itself.
const carried = .75

// remarksOf finds the remarks of the people wanted that bear on the topic, best first: the topic's weight that the remark's sentence
// matches, or that its surroundings do where the remark continues them.
func (s *search) remarksOf(wanted func(corpus.Remark) bool, topic []retrieval.Term) []candidate {
	var out []candidate
	for i := range s.evidence.Hits {
		h := &s.evidence.Hits[i]
		if !slices.ContainsFunc(h.Passage.Remarks, func(r corpus.Remark) bool { return r.Speaker != "" && wanted(r) }) {
			continue
		}
		around, aroundMatches := s.around(topic, h.Passage)
		seen := map[int]bool{}
		for _, r := range h.Passage.Remarks {
			if r.Speaker == "" || !wanted(r) {
				continue
			}
			for j := r.Sentence; j < len(h.Passage.Sentences) && h.Passage.Sentences[j].Span.Overlaps(r.Span); j++ {
				if seen[j] || h.Passage.Sentences[j].Order {
					continue
				}
				seen[j] = true
				c := candidate{hit: h, passage: h.Passage, sentence: j}
				own, ownMatches := s.snapshot.Words.Match(topic, h.Passage.Sentences[j].Text)
				c.matches = ownMatches
				if len(topic) == 0 {
					own, around = 1, 1
				}
				// A remark may carry its topic from the words before it ("But the minister criticised ...").
				own = max(own, carried*around)
				c.features.words = own
				if j < len(h.Sentences) {
					c.features.meaning = max(0, h.Sentences[j].Meaning)
				}
				if len(topic) > 0 && !touches(topic, aroundMatches) {
					continue
				}
				c.score = .45*own + .1*around + .45*c.features.meaning
				if !s.repeats(out, c) {
					out = append(out, c)
				}
			}
		}
	}
	slices.SortStableFunc(out, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.passage.ID, b.passage.ID), cmp.Compare(a.sentence, b.sentence))
	})
	return out
}

const (
	touchesShare = .45
	touchesNames = .6
)

// touches reports whether a remark bears on the topic: most of its names' weight is met, and half of all.
func touches(topic []retrieval.Term, matches []retrieval.TermMatch) bool {
	return covered(topic, matches) >= touchesShare && namesCovered(topic, matches) >= touchesNames
}

// bearingShare is the share of a topic's weight that must stand in a remark or around it. What a remark holds of a topic is nearly all
// or next to nothing, so that anything between would do.
const bearingShare = .4

// before is what a sentence supports together with those before it in its passage, and in the one before where that goes on: what a
// remark may take its topic from.
func (r *reading) before(reader *reader, p *passageRead, sentence int) support {
	s := r.none()
	if p.continues {
		for _, o := range reader.read(p.before).sentences {
			s = s.with(r.in(o))
		}
	}
	for _, o := range p.sentences[:sentence+1] {
		s = s.with(r.in(o))
	}
	return s
}

// What a remark that begins anew must have to be on the topic that the words before it are on.
const (
	staysShare   = .3 // of the topic's weight, in itself
	staysMeaning = .9 // of the best remark's nearness in meaning
)

// goesOnWith are the words by which a remark goes on with what was said before it.
var goesOnWith = wordSet("it this these those them they their such then also too so added adds further continued")

// staying leaves out the remarks that begin a new matter: by the speaker's name, with no word that points back and next to nothing of
// the topic, when another remark has it ("X said that nobody wants a war there. X said that he had warned of floods."). An article goes
// from one to the other within a paragraph.
func (s *search) staying(topic []retrieval.Term, remarks []candidate) []candidate {
	if len(topic) == 0 || len(remarks) < 2 {
		return remarks
	}
	r := &reading{lookout: newLookout(s.snapshot.Words, topic)}
	share := func(c candidate) float64 { return r.share(r.in(s.reader.read(c.passage).sentences[c.sentence]).sure()) }
	if !slices.ContainsFunc(remarks, func(c candidate) bool { return share(c) >= bearingShare }) {
		return remarks
	}
	nearest := slices.MaxFunc(remarks, func(a, b candidate) int { return cmp.Compare(a.features.meaning, b.features.meaning) }).features.meaning
	return slices.DeleteFunc(remarks, func(c candidate) bool {
		return share(c) < staysShare && c.features.meaning < staysMeaning*nearest && s.beginsAnew(c)
	})
}

// opposing opens a sentence that sets something against the one before it.
var opposing = regexp.MustCompile(`^(?:But|And|Yet|Still|However|Nor|Instead|Nevertheless)\b`)

// beginsAnew reports whether a sentence names its speaker, does not open with their words, and goes on with nothing before it.
func (s *search) beginsAnew(c candidate) bool {
	text := c.passage.Sentences[c.sentence].Text
	told := words(without(text, corpus.Quotations(text))) // what is quoted may point back to what was said, and not to what was told
	return !opensQuoted(text) && !opposing.MatchString(text) && s.unnamedSpeaker(c.passage, c.sentence) == nil &&
		!slices.ContainsFunc(told, func(w string) bool { return goesOnWith[w] })
}

// asksManner asks by which words somebody called a thing.
var asksManner = regexp.MustCompile(`(?i)\bhow (?:did|does|do|has|have)\b.*\b(?:describe|characteri[sz]e|call|term|label)d?\b`)

// anySpeech are the verbs that ask for anything said.
var anySpeech = wordSet(`say says said saying sayin sez tell tells told telling state stated think thinks thought believe believes believed feel
 mention mentioned mentions remark remarked comment comments commented ask asked view views opinion position stance message words statement
 remarks answer answered answers explain explained respond responded reply replied react reacted reaction response express expressed want wants
 argue argues argued claim claims claimed note noted quote quoted quotes cite cited`)

// acting puts the remarks first that were made in the way that the question asks about ("what did X tweet", "how did X describe ..."): those
// whose sentence has the verb. only leaves the others out.
func (s *search) acting(remarks []candidate, only bool) []candidate {
	asked := words(s.asked.text)
	at := slices.IndexFunc(asked, func(w string) bool { return speechVerbs[w] && !anySpeech[w] })
	if at < 0 {
		return remarks
	}
	var same, others []candidate
	for _, c := range remarks {
		if slices.ContainsFunc(s.reader.read(c.passage).sentences[c.sentence].words, func(w wordRead) bool {
			return worth[thesaurus.English().Between(asked[at], w.folded)] >= worth[thesaurus.Derived]
		}) {
			same = append(same, c)
		} else {
			others = append(others, c)
		}
	}
	if len(same) > 0 && only {
		return same
	}
	return append(same, others...)
}

// close keeps the remarks that hold the topic themselves or right after a sentence that does: one of everybody's must say more than that
// its passage mentions it.
func (s *search) close(topic []retrieval.Term, remarks []candidate) []candidate {
	if len(topic) == 0 {
		return remarks
	}
	r := &reading{lookout: newLookout(s.snapshot.Words, topic)}
	return slices.DeleteFunc(remarks, func(c candidate) bool {
		p := s.reader.read(c.passage)
		own := r.in(p.sentences[c.sentence])
		if c.sentence > 0 {
			own = own.with(r.in(p.sentences[c.sentence-1]))
		}
		return r.share(own.sure()) < bearingShare
	})
}

// bearing are the remarks that bear on the topic: word vectors alone find something near it in any remark.
func (s *search) bearing(topic []retrieval.Term, remarks []candidate) []candidate {
	if len(topic) == 0 {
		return remarks
	}
	r := &reading{lookout: newLookout(s.snapshot.Words, topic)}
	return slices.DeleteFunc(remarks, func(c candidate) bool {
		read := s.reader.read(c.passage)
		return r.share(r.before(s.reader, read, c.sentence).sure()) < bearingShare ||
			r.ofAnotherPlace(read.sentences[c.sentence]) && s.beginsAnew(c)
	})
}

// ofAnotherPlace reports whether a sentence tells of a country, and of nothing that was asked for, when another country was. Unless it goes
// on with the sentences before it, what it says is not said of the one that those tell of.
func (r *reading) ofAnotherPlace(s *sentenceRead) bool {
	asked := slices.ContainsFunc(r.terms, func(t retrieval.Term) bool {
		return slices.ContainsFunc(t.Names, func(n retrieval.Naming) bool { return strings.HasPrefix(n.Of, "place:") })
	})
	tells := slices.ContainsFunc(s.named, func(n retrieval.Reference) bool { return strings.HasPrefix(n.Of, "place:") })
	return asked && tells && r.share(r.in(s).sure()) < .1
}

// wordsOf asks for the words of somebody or something with a name.
var wordsOf = regexp.MustCompile(`\b(?:[Ww]hat|[Hh]ow) (?:did|does|do|has|have) ((?:the )?\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*)*) (?:say|said|tell|told|think|claim|warn|comment|react|respond|reply|argue)\b`)

// unheard is the name of whom the question asks the words of, when the articles name nobody so as a person and credit no remark to them:
// what others say of them is no answer. It is "" otherwise.
func (s *search) unheard() string {
	m := wordsOf.FindStringSubmatchIndex(s.asked.text)
	if m == nil || len(s.asked.speakers) > 0 || slices.ContainsFunc(s.asked.named, func(n corpus.Span) bool { return n.Overlaps(corpus.Span{Start: m[2], End: m[3]}) }) {
		return ""
	}
	name := s.asked.text[m[2]:m[3]]
	last := corpus.Fold(name[strings.LastIndexByte(name, ' ')+1:])
	references := s.snapshot.Words.References(name)
	for _, h := range s.evidence.Hits {
		for _, r := range h.Passage.Remarks {
			if strings.Contains(corpus.Fold(r.Speaker), last) {
				return ""
			}
			for _, of := range s.snapshot.Words.References(r.Speaker) {
				if slices.ContainsFunc(references, func(asked retrieval.Reference) bool { return asked.Of == of.Of }) {
					return ""
				}
			}
		}
	}
	return name
}

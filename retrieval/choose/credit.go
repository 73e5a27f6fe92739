package choose

import (
	"regexp"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/prose"
	"readout/retrieval"
	"readout/retrieval/conflict"
	"readout/retrieval/evidence"
	"readout/retrieval/question"
)

// Premise is a wrong credit in a question, before the answer's citations are numbered.
type Premise struct {
	Asked    []*corpus.Person
	Credited *corpus.Person // whom the articles credit
	Passage  *corpus.Passage
}

// credited parts what was read into what may answer and what the articles credit to others than those whose words are asked for.
func (s *Search) credited() (own, others []evidence.Sentence) {
	asks := (len(s.Asked.Speakers) > 0 || s.Asked.Country != "") && s.Asked.Kind.HasWords()
	for _, r := range s.Read.Sentences {
		switch {
		case r.Passage.Role != corpus.RoleBody || isQuestion(r.Passage.Sentences[r.Index].Text) ||
			r.Passage.Turn.Asks || s.ofAnotherPlace(r):
			// nothing that answers
		case asks && s.creditsOthers(r):
			others = append(others, r)
		default:
			own = append(own, r)
		}
	}
	return conflict.Latest(own, s.Read.Sentences, s.valueOf), others
}

// theirWords leaves out, where one person's words are asked for and some were read, what neither is theirs nor speaks of them.
func (s *Search) theirWords(read []evidence.Sentence) []evidence.Sentence {
	if !s.asksOneVoice() ||
		!slices.ContainsFunc(read, func(r evidence.Sentence) bool { return r.Probability >= shownFrom && s.saidByAsked(r) }) {
		return read
	}
	return slices.DeleteFunc(slices.Clone(read), func(r evidence.Sentence) bool {
		return !s.saidByAsked(r) &&
			!slices.ContainsFunc(s.Asked.Speakers, func(who *corpus.Person) bool { return s.Names(r.Passage.Text, who) })
	})
}

// asksOneVoice reports whether the words of one person, or of one country, are asked for.
func (s *Search) asksOneVoice() bool {
	return s.Asked.Kind == question.Said && (len(s.Asked.Speakers) == 1 || s.Asked.Country != "")
}

// saidByAsked reports whether a sentence holds a remark of one whose words are asked for.
func (s *Search) saidByAsked(r evidence.Sentence) bool {
	return slices.ContainsFunc(r.Passage.Remarks, func(remark corpus.Remark) bool { return remarkIn(remark, r) && s.spokenByAsked(remark) })
}

// spokenByAsked reports whether a remark is of one whose words are asked for, or of the country that they are asked of: "the Kremlin".
func (s *Search) spokenByAsked(r corpus.Remark) bool {
	if slices.ContainsFunc(s.Asked.Speakers, func(who *corpus.Person) bool { return s.spokenBy(r, who) }) {
		return true
	}
	return s.Asked.Country != "" && r.Person == nil && slices.ContainsFunc(s.Snapshot.Words.References(r.Speaker),
		func(n retrieval.Reference) bool { return n.Of == s.Asked.Country })
}

// creditsOthers reports whether all remarks in a sentence are credited to known people of whom none was asked about.
func (s *Search) creditsOthers(r evidence.Sentence) bool {
	credits := false
	for _, remark := range r.Passage.Remarks {
		if remark.Speaker == "" || !remarkIn(remark, r) {
			continue
		}
		credits = true
		if s.spokenByAsked(remark) {
			return false
		}
	}
	return credits
}

// ofAnotherPlace reports whether a sentence names a country, and neither it nor the passage before it, as far as it goes on with that,
// one of those that the question names.
func (s *Search) ofAnotherPlace(r evidence.Sentence) bool {
	var asked []string
	for _, t := range s.Evidence.Terms {
		for _, n := range t.Names {
			if strings.HasPrefix(n.Of, retrieval.PlacePrefix) {
				asked = append(asked, n.Of)
			}
		}
	}
	names := func(text string) (of []string) {
		for _, n := range s.Snapshot.Words.References(text) {
			if strings.HasPrefix(n.Of, retrieval.PlacePrefix) {
				of = append(of, n.Of)
			}
		}
		return of
	}
	if len(asked) == 0 || len(names(r.Passage.Sentences[r.Index].Text)) == 0 {
		return false
	}
	around := r.Passage.Text
	if before := s.before(r.Passage); before != nil && continues(before, r.Passage) {
		around = before.Text + "\n" + around
	}
	return !slices.ContainsFunc(names(around), func(of string) bool { return slices.Contains(asked, of) })
}

// saidBy reports whether a sentence holds a remark of somebody's.
func (s *Search) saidBy(r evidence.Sentence, who *corpus.Person) bool {
	return slices.ContainsFunc(r.Passage.Remarks, func(remark corpus.Remark) bool { return remarkIn(remark, r) && s.spokenBy(remark, who) })
}

func remarkIn(remark corpus.Remark, r evidence.Sentence) bool {
	span := r.Passage.Sentences[r.Index].Span
	return remark.Span.Overlaps(span) || remark.Attribution.Len() > 0 && remark.Attribution.Overlaps(span)
}

// spokenBy reports whether a remark is the person's: alone, as one of those it is credited to ("X and Y"), or, where the question asks
// for several people, as one of "both sides".
func (s *Search) spokenBy(r corpus.Remark, who *corpus.Person) bool {
	if r.Person != nil {
		return r.Person == who
	}
	return s.Names(r.Speaker, who) || len(s.Asked.Speakers) > 1 && bothOf.MatchString(r.Speaker)
}

var bothOf = regexp.MustCompile(`(?i)^(?:both|the two)\b`)

// wordsOf asks for the words of somebody or something with a name.
var wordsOf = regexp.MustCompile(`\b(?:[Ww]hat|[Hh]ow) (?:did|does|do|has|have) ` +
	`((?:the )?\p{Lu}[\p{L}.'’-]*(?: \p{Lu}[\p{L}.'’-]*)*) (?:say|said|tell|told|think|claim|warn|comment|react|respond|reply|argue)\b`)

// unheard is the name of whom the question asks the words of, when the articles name nobody so as a person, credit no remark to them and
// are no record of what they say: what others say of them is no answer. It is "" otherwise.
func (s *Search) unheard() string {
	m := wordsOf.FindStringSubmatchIndex(s.Asked.Text)
	namesArticle := func(n prose.Span) bool { return n.Overlaps(prose.Span{Start: m[2], End: m[3]}) }
	if m == nil || len(s.Asked.Speakers) > 0 || slices.ContainsFunc(s.Asked.Named, namesArticle) {
		return ""
	}
	name := s.Asked.Text[m[2]:m[3]]
	last := prose.Fold(name[strings.LastIndexByte(name, ' ')+1:])
	references := s.Snapshot.Words.References(name)
	for _, h := range s.Evidence.Hits {
		if s.records(h.Passage, last) {
			return ""
		}
		for _, r := range h.Passage.Remarks {
			if strings.Contains(prose.Fold(r.Speaker), last) {
				return ""
			}
			for _, of := range s.Snapshot.Words.References(r.Speaker) {
				if slices.ContainsFunc(references, func(asked retrieval.Reference) bool { return asked.Of == of.Of }) {
					return ""
				}
			}
		}
	}
	return name
}

// label finds a name before a colon, by which notes begin what somebody says: "Marsh:", "Edda Marsh (for the builders):".
var label = regexp.MustCompile(`^(?:[-*•] )?(\p{Lu}[\p{L}'’-]*(?: \p{Lu}[\p{L}'’-]*){0,2})(?: \([^()]*\))?:`)

// records reports whether a passage is a record of what somebody says, whose name's last word, folded, is given: of a transcript that names
// them in its title ("Remarks by the Mayor, Edda Marsh"), where their turns may have no more than an office, or a point of notes with their
// name before it.
func (s *Search) records(p *corpus.Passage, last string) bool {
	if a := s.Snapshot.Corpus.Article(p.Article); a.Kind == corpus.KindTranscript && slices.Contains(prose.Folded(a.Title), last) {
		return true
	}
	for _, sentence := range p.Sentences {
		if m := label.FindStringSubmatch(sentence.Text); m != nil && slices.Contains(prose.Folded(m[1]), last) {
			return true
		}
	}
	return false
}

// When another's remark is clearly what a question is after that credits it to somebody else: its probability, and its share of that of the
// best sentence which is not credited to another.
const (
	surely   = .35
	clearest = 1.5
)

// creditedToAnother finds that a question takes for granted that somebody said or did what the articles credit to another.
func (s *Search) creditedToAnother(own, others []evidence.Sentence) (Premise, bool) {
	if s.Asked.Kind == question.Said || len(others) == 0 || others[0].Probability < surely ||
		len(own) > 0 && clearest*own[0].Probability >= others[0].Probability {
		return Premise{}, false
	}
	for _, remark := range others[0].Passage.Remarks {
		if remark.Person != nil && remarkIn(remark, others[0]) {
			return Premise{s.Asked.Speakers, remark.Person, others[0].Passage}, true
		}
	}
	return Premise{}, false
}

// saidOfIt are the remarks that answer what somebody said of a matter however unsure the reader is: theirs, which hold all that the matter
// is called, and in which the reader sees an answer.
func (s *Search) saidOfIt(read []evidence.Sentence) (out []evidence.Sentence) {
	if !s.asksOneVoice() {
		return nil
	}
	ofCountry := func(n retrieval.Naming) bool { return n.Of == s.Asked.Country }
	for _, r := range read {
		c := candidateOf(r)
		_, matches := s.Snapshot.Words.Match(s.Evidence.Terms, c.text())
		named := true // in the sentence itself, not only around it
		for i, t := range s.Evidence.Terms {
			named = named && (!t.IsName() || isPersonal(t) || slices.ContainsFunc(t.Names, ofCountry) || matches[i].Strength >= sameName)
		}
		if named && r.Features.Logit >= leastLogit && s.saidByAsked(r) && s.onPoint(c, c.text(), s.wholePoint()) {
			out = append(out, r)
		}
	}
	return out
}

package remarks

import (
	"readout/corpus/prose"
	"readout/corpus/remarks/internal/phrase"

	"readout/corpus"
	"readout/corpus/english"
)

// party is who speaks: a person, or a description of somebody who is not named. The zero value is unknown.
type party struct {
	person *corpus.Person
	name   string
	plural bool
}

func (p party) known() bool { return p.name != "" }

func (p party) same(q party) bool { return p.name == q.name && p.person == q.person }

// predicate is a verb of speech with its subject: what credits words to somebody.
type predicate struct {
	verb      int // item
	class     english.VerbClass
	lemma     string
	speaker   party
	from, to  int // items that credit: subject and verb
	addressee *corpus.Person
	body      int  // first item of the words credited, when they follow; the sentence's length when none do
	whole     bool // the words credited include the verb: "rejected the claim"
	passive   bool
	limit     int  // item at which its clause is over, whatever follows
	post      bool // the words credited stand before: "..., X said."
	mute      bool // credits nothing: denied, asked for, merely possible, or passive without an agent
	gerund    bool
	relative  bool       // "who said", "what he called"
	outer     int        // the predicate in whose reported clause it stands, or -1
	occasion  prose.Span // in the passage's text
}

// sentenceReader finds who says what in one sentence.
type sentenceReader struct {
	p        *passageReader
	s        []phrase.Item
	preds    []predicate
	subjects []clauseSubject
}

func (r *sentenceReader) text(from, to int) string {
	if from >= to {
		return ""
	}
	return r.p.passage.Text[r.s[from].Span.Start:r.s[to-1].Span.End]
}

func (r *sentenceReader) kind(i int) phrase.Kind {
	if i < 0 || i >= len(r.s) {
		return phrase.Break
	}
	return r.s[i].Kind
}

func (r *sentenceReader) is(i int, words ...string) bool {
	return i >= 0 && i < len(r.s) && r.s[i].Is(words...)
}

func (r *sentenceReader) word(i int) string {
	if i < 0 || i >= len(r.s) || r.s[i].Kind != phrase.Word {
		return ""
	}
	return r.s[i].Folded
}

// read finds the subjects and the predicates of the sentence.
func (r *sentenceReader) read() {
	r.findSubjects()
	for i := range r.s {
		if p, ok := r.predicateAt(i); ok {
			r.preds = append(r.preds, p)
			if p.speaker.known() && !p.relative && !p.gerund && p.outer < 0 && !p.mute {
				r.noteSpeaker(p)
			}
		}
	}
}

func (r *sentenceReader) at(i int) phrase.Item {
	if i < 0 || i >= len(r.s) {
		return phrase.Item{Kind: phrase.Break}
	}
	return r.s[i]
}

// predicateAt reads the verb of speech at item i, if there is one.
func (r *sentenceReader) predicateAt(i int) (predicate, bool) {
	it := r.s[i]
	if it.Kind != phrase.Word || it.Joined || it.Possessive || r.at(i+1).Joined {
		return predicate{}, false
	}
	if it.Is("according") && r.is(i+1, "to") {
		return r.accordingTo(i)
	}
	if p, ok := r.putIt(i); ok {
		return p, true
	}
	form := english.SpeechForms[it.Folded]
	if form.Class == english.NoSpeech {
		return r.idiom(i)
	}
	if it.Capital && !it.Opens || r.isNoun(i) {
		return predicate{}, false
	}
	p := predicate{verb: i, class: form.Class, lemma: form.Lemma, from: i, to: i + 1, body: len(r.s), outer: -1, limit: len(r.s),
		gerund: form.Form == english.GerundForm}
	if form.Lemma == "quote" || form.Lemma == "cite" {
		if q, ok := r.quotedAsSaying(p); ok {
			return r.finish(q), true
		}
	}
	if r.word(i) == "saying" && r.word(i-1) == "as" {
		return predicate{}, false // belongs to "quoted X as saying"
	}
	var ok bool
	switch form.Form {
	case english.GerundForm:
		ok = r.gerund(&p)
	case english.BaseForm:
		ok = r.base(&p, form)
	default:
		ok = r.finite(&p, form)
	}
	if !ok {
		return predicate{}, false
	}
	return r.finish(p), true
}

// idiom reads an expression of speech whose verb alone is none.
func (r *sentenceReader) idiom(i int) (predicate, bool) {
	if p, ok := r.giving(i); ok {
		return p, true
	}
	if p, ok := r.phrasal(i); ok {
		return p, true
	}
	return r.madeClear(i)
}

// isNoun reports whether the form of a verb of speech at item i is a noun or belongs to one: "the claim", "his stated aim", "her reply".
func (r *sentenceReader) isNoun(i int) bool {
	before := r.word(i - 1)
	return oneOf(before, "the", "a", "an") || r.at(i-1).Possessive || english.PossessivePronouns.Has(before) && before != "her"
}

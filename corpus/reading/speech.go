package reading

import (
	"strings"

	"readout/corpus/english"
)

// verbClass is how a verb of speech goes with the words it credits.
type verbClass uint8

const (
	noSpeech verbClass = iota
	sayVerb            // takes the words themselves or a clause: "said that ...", "told her that ..."
	callVerb           // says something about a thing: "called it ...", "rejected ..."; only with the verb do its words make sense
)

type verbForm uint8

const (
	baseForm   verbForm = iota // "say": with an auxiliary, or after a plural
	thirdForm                  // "says"
	pastForm                   // "said": past tense or participle
	gerundForm                 // "saying"
)

// speechForm is a form of a verb of speech. The zero value is none.
type speechForm struct {
	class     verbClass
	form      verbForm
	lemma     string
	intransit bool // "said X" names the speaker, never somebody spoken to
	addresses bool // a person after it is spoken to: "told X"
	nounLike  bool // the form is a noun more often than a verb: "reports", "claims"
}

func (s speechForm) finite() bool {
	return s.class != noSpeech && (s.form == pastForm || s.form == thirdForm && !s.nounLike)
}

// marksSpeaker reports whether somebody who is the subject of the form is a speaker. Agencies report too.
func (s speechForm) marksSpeaker() bool {
	return s.class == sayVerb && s.finite() && s.lemma != "report"
}

// inverts reports whether the subject may follow the form: "said X".
func (s speechForm) inverts() bool {
	return s.class == sayVerb && s.intransit && s.finite() && s.lemma != "think" && s.lemma != "feel"
}

var speechForms = conjugate(
	verbList{class: sayVerb, intransit: true, regular: `shrug~ add argue note explain announce state insist reply respond answer acknowledge
		concede declare contend assert stress emphasize emphasise predict recount recall remark observe comment joke boast complain
		reiterate conclude exclaim whisper mutter shout continue lament muse retort counter reason opine elaborate clarify affirm
		quip~ agree disagree tweet post repeat maintain`,
		irregular: `say/says/said/saying think/thinks/thought/thinking feel/feels/felt/feeling write/writes/wrote/writing write//written/`},
	verbList{class: sayVerb, regular: `claim suggest report vow promise pledge confirm disclose reveal hint hope believe expect fear allege estimate propose
		recommend demand indicate protest testify admit~ wonder inquire reply`},
	verbList{class: sayVerb, addresses: true, regular: `warn ask urge remind assure inform caution advise implore implore beg~ brief`,
		irregular: `tell/tells/told/telling`},
	verbList{class: callVerb, regular: `call describe characterize characterise dismiss reject deny denounce condemn criticize criticise
		brand label dub~ term hail praise blame accuse cite mention tout decry deride mock ridicule slam~ blast bemoan dispute rebut~
		refute express voice portray liken refer~ invoke threaten rebuke chide chastise applaud commend cheer lambaste depict quote
		welcome defend apologize apologise thank congratulate salute`,
		irregular: `speak/speaks/spoke/speaking`},
)

// verbList lists verbs of one kind. A tilde marks a verb that doubles its last consonant.
type verbList struct {
	class                verbClass
	intransit, addresses bool
	regular, irregular   string
}

func conjugate(lists ...verbList) map[string]speechForm {
	forms := map[string]speechForm{}
	for _, l := range lists {
		put := func(word, lemma string, form verbForm) {
			if word != "" {
				forms[word] = speechForm{l.class, form, lemma, l.intransit, l.addresses, english.NounForms.Has(word)}
			}
		}
		for v := range strings.FieldsSeq(l.regular) {
			lemma, doubled := strings.CutSuffix(v, "~")
			stem := lemma
			switch {
			case doubled:
				stem += lemma[len(lemma)-1:]
			case strings.HasSuffix(lemma, "ee"):
			case strings.HasSuffix(lemma, "e"):
				stem = strings.TrimSuffix(lemma, "e")
			}
			put(lemma, lemma, baseForm)
			put(thirdPerson(lemma), lemma, thirdForm)
			put(pastTense(lemma, stem), lemma, pastForm)
			put(stem+"ing", lemma, gerundForm)
		}
		for v := range strings.FieldsSeq(l.irregular) {
			f := strings.Split(v, "/")
			put(f[1], f[0], thirdForm)
			put(f[2], f[0], pastForm)
			put(f[3], f[0], gerundForm)
			put(f[0], f[0], baseForm)
		}
	}
	return forms
}

func endsInConsonantY(word string) bool {
	n := len(word)
	return n > 1 && word[n-1] == 'y' && !strings.ContainsRune("aeiou", rune(word[n-2]))
}

func thirdPerson(lemma string) string {
	switch {
	case endsInConsonantY(lemma):
		return lemma[:len(lemma)-1] + "ies"
	case strings.HasSuffix(lemma, "s"), strings.HasSuffix(lemma, "sh"), strings.HasSuffix(lemma, "ch"), strings.HasSuffix(lemma, "x"):
		return lemma + "es"
	}
	return lemma + "s"
}

func pastTense(lemma, stem string) string {
	switch {
	case endsInConsonantY(lemma):
		return lemma[:len(lemma)-1] + "ied"
	case strings.HasSuffix(stem, "ee"):
		return stem + "d"
	}
	return stem + "ed"
}

func isAdverb(word string) bool {
	return english.Adverbs.Has(word) || strings.HasSuffix(word, "ly") && len(word) > 4 && !english.NotAdverbs.Has(word)
}

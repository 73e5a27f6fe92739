package english

import (
	"strings"
)

// VerbClass is how a verb of speech goes with the words it credits.
type VerbClass uint8

const (
	NoSpeech VerbClass = iota
	SayVerb            // takes the words themselves or a clause: "said that ...", "told her that ..."
	CallVerb           // says something about a thing: "called it ...", "rejected ..."; only with the verb do its words make sense
)

type verbForm uint8

const (
	BaseForm   verbForm = iota // "say": with an auxiliary, or after a plural
	thirdForm                  // "says"
	PastForm                   // "said": past tense or participle
	GerundForm                 // "saying"
)

// SpeechForm is a form of a verb of speech. The zero value is none.
type SpeechForm struct {
	Class     VerbClass
	Form      verbForm
	Lemma     string
	intransit bool // "said X" names the speaker, never somebody spoken to
	Addresses bool // a person after it is spoken to: "told X"
	NounLike  bool // the form is a noun more often than a verb: "reports", "claims"
}

func (s SpeechForm) Finite() bool {
	return s.Class != NoSpeech && (s.Form == PastForm || s.Form == thirdForm && !s.NounLike)
}

// MarksSpeaker reports whether somebody who is the subject of the form is a speaker. Agencies report too.
func (s SpeechForm) MarksSpeaker() bool {
	return s.Class == SayVerb && s.Finite() && s.Lemma != "report"
}

// Inverts reports whether the subject may follow the form: "said X".
func (s SpeechForm) Inverts() bool {
	return s.Class == SayVerb && s.intransit && s.Finite() && s.Lemma != "think" && s.Lemma != "feel"
}

var SpeechForms = conjugate(
	verbList{class: SayVerb, intransit: true, regular: `shrug~ add argue note explain announce state insist reply respond answer acknowledge
		concede declare contend assert stress emphasize emphasise predict recount recall remark observe comment joke boast complain
		reiterate conclude exclaim whisper mutter shout continue lament muse retort counter reason opine elaborate clarify affirm
		quip~ agree disagree tweet post repeat maintain`,
		irregular: `say/says/said/saying think/thinks/thought/thinking feel/feels/felt/feeling write/writes/wrote/writing write//written/`},
	verbList{class: SayVerb, regular: `claim suggest report vow promise pledge confirm disclose reveal hint hope believe expect fear allege
		estimate propose
		recommend demand indicate protest testify admit~ wonder inquire`},
	verbList{class: SayVerb, addresses: true, regular: `warn ask urge remind assure inform caution advise implore beg~ brief`,
		irregular: `tell/tells/told/telling`},
	verbList{class: CallVerb, regular: `call describe characterize characterise dismiss reject deny denounce condemn criticize criticise
		brand label dub~ term hail praise blame accuse cite mention tout decry deride mock ridicule slam~ blast bemoan dispute rebut~
		refute express voice portray liken refer~ invoke threaten rebuke chide chastise applaud commend cheer lambaste depict quote
		welcome defend apologize apologise thank congratulate salute`,
		irregular: `speak/speaks/spoke/speaking`},
)

// verbList lists verbs of one kind. A tilde marks a verb that doubles its last consonant.
type verbList struct {
	class                VerbClass
	intransit, addresses bool
	regular, irregular   string
}

func conjugate(lists ...verbList) map[string]SpeechForm {
	forms := map[string]SpeechForm{}
	for _, l := range lists {
		put := func(word, lemma string, form verbForm) {
			if word != "" {
				forms[word] = SpeechForm{l.class, form, lemma, l.intransit, l.addresses, NounForms.Has(word)}
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
			put(lemma, lemma, BaseForm)
			put(thirdPerson(lemma), lemma, thirdForm)
			put(pastTense(lemma, stem), lemma, PastForm)
			put(stem+"ing", lemma, GerundForm)
		}
		for v := range strings.FieldsSeq(l.irregular) {
			f := strings.Split(v, "/")
			put(f[1], f[0], thirdForm)
			put(f[2], f[0], PastForm)
			put(f[3], f[0], GerundForm)
			put(f[0], f[0], BaseForm)
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

func IsAdverb(word string) bool {
	return Adverbs.Has(word) || strings.HasSuffix(word, "ly") && len(word) > 4 && !NotAdverbs.Has(word)
}

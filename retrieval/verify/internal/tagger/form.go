package tagger

import (
	"strings"

	"readout/corpus/prose"
	"readout/retrieval/verify/internal/wordlist"
)

type Form byte

const (
	BaseForm Form = iota
	SForm
	PastForm
	IngForm
)

// Form tells which form of a verb the token could be.
func (t Token) Form() Form { return formOf(t.Folded) }

// formOf tells which form of a verb a word could be.
func formOf(w string) Form {
	switch {
	case strings.HasSuffix(w, "ing") && len(w) > 5:
		return IngForm
	case strings.HasSuffix(w, "ed") && len(w) > 3 && !notPast[w]:
		return PastForm
	case irregularPast[w]:
		return PastForm
	case strings.HasSuffix(w, "s") && !strings.HasSuffix(w, "ss") && len(w) > 3:
		return SForm
	}
	return BaseForm
}

// notPast are words in "ed" that are no past forms.
var notPast = prose.WordSet(`need speed breed bleed exceed proceed succeed shed seed weed feed heed hundred sacred naked wicked indeed embed
 bed red wed`)

// irregularPast are past forms and participles that "ed" does not end.
var irregularPast = prose.WordSet(`began begun broke broken brought built bought caught chose chosen came cut dealt did done drew drawn
 drove driven ate eaten fell
 fallen felt fought found flew flown forgot forgotten forgave froze frozen gave given went gone got gotten grew grown held heard hid hidden
 hit hurt
 kept knew known laid led left lent let lost made meant met paid put quit read rode ridden rang rose risen ran said saw seen sold sent set
 shook
 shaken shot showed shown shut sang sank sunk sat slept spoke spoken spent stood stole stolen struck swore sworn swept swam swung took
 taken taught
 tore torn told thought threw thrown understood woke won wore worn wrote written withdrew withdrawn overtook overtaken undertook undertaken
 became become bore born bound bred cost dug fed fled forbade forbidden hung laid leapt learnt lit overcame proved proven sought slid split
 spread sprang stuck stung swollen thrust underwent upheld upset wept wound withheld withstood rebuilt retook mistook misled foresaw
 forewent`)

// sameInPast are verbs whose past form is their infinitive.
var sameInPast = prose.WordSet(`become bet burst cast come cost cut hit hurt let put quit read run set shed shut split spread thrust upset
 beat`)

// IsSpeaking reports whether a verb credits words to somebody, and no more than that.
func IsSpeaking(t Token) bool { return wordlist.Speaking[Lemma(t.Folded)] }

// Lemma is the form under which the grammar lists a verb.
func Lemma(w string) string {
	if l, ok := irregularLemma[w]; ok {
		return l
	}
	for _, e := range []struct{ ending, base string }{{"ies", "y"}, {"ied", "y"}, {"es", "e"}, {"ed", "e"}, {"s", ""}, {"ed", ""},
		{"ing", ""}, {"ing", "e"}, {"es", ""}} {
		if b, ok := strings.CutSuffix(w, e.ending); ok && wordlist.Speaking[b+e.base] {
			return b + e.base
		}
	}
	return w
}

var irregularLemma = map[string]string{"said": "say", "says": "say", "told": "tell", "wrote": "write", "written": "write",
	"thought": "think", "insisted": "insist",
	"saying": "say", "telling": "tell", "writes": "write", "tells": "tell"}

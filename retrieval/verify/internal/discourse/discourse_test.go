package discourse

import (
	"testing"

	"readout/retrieval/verify/internal/tagger"
)

// meaning is what the first pronoun of the last sentence means, "" for nothing that can be told.
func meaning(text string) string {
	d := ReadText(&tagger.Reader{}, text)
	at := len(d.Sentences) - 1
	if at < 0 {
		return ""
	}
	for _, p := range d.Sentences[at].Phrases {
		if p.IsPronoun() && PronounKind(p.Head.Folded) != "" {
			if meant := d.Meant(p, at); len(meant) > 0 {
				return meant[0].Head.Text
			}
			return ""
		}
	}
	return ""
}

func TestMeant(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"The council bought the mill. It fell down.":     "council",
		"Mr Norn left. He was tired.":                    "Norn",
		"Mr Norn met Mr Orlov. He was tired.":            "",
		"The farmers met the minister. They were tired.": "farmers",
		"It fell down.":                                     "",
		"Mr Norn said that he was tired.":                   "Norn",
		"Her rival, Mr Vasse, stayed away. He was at home.": "rival",
	} {
		if got := meaning(text); got != want {
			t.Errorf("%q: the pronoun means %q, want %q", text, got, want)
		}
	}
}

func FuzzReadText(f *testing.F) {
	for _, s := range []string{"Mr Norn met Mr Orlov. He was tired. His rival said that they told her so, she said.", "One. The old one? None of them.", "\xff“it”"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		LeansBack(text)
		AsksOnly(text)
		d := ReadText(&tagger.Reader{}, text)
		for at, s := range d.Sentences {
			s.Readable()
			for _, p := range s.Phrases {
				for _, m := range d.Meant(p, at) {
					if m == nil {
						t.Fatalf("%q means nothing that is there", p)
					}
				}
			}
		}
	})
}

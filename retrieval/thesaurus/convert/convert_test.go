package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/retrieval/thesaurus"
)

// smallWordNet writes a dictionary of a few words in the form of WordNet's files.
func smallWordNet(t *testing.T, change func(name, text string) string) string {
	t.Helper()
	dir := t.TempDir()
	files := map[string]string{
		"data.noun": "  1 licence\n" +
			"00000100 05 n 01 creature 0 000 | a living thing\n" +
			"00000200 05 n 02 deer 0 hart 0 001 @ 00000100 n 0000 | a deer\n" +
			"00000300 05 n 01 elk 0 001 @ 00000200 n 0000 | an elk\n",
		"index.noun": "creature n 1 0 1 1 00000100\ndeer n 1 1 @ 1 1 00000200\nhart n 1 1 @ 1 1 00000200\nelk n 1 1 @ 1 1 00000300\n",
		"noun.exc":   "deers deer\n",
		"data.verb":  "00000400 38 v 01 move 0 001 + 00000500 a 0101 01 + 02 00 | move\n",
		"index.verb": "move v 1 1 + 1 1 00000400\n",
		"verb.exc":   "moved move\n",
		"data.adj": "00000500 00 a 01 mobile 0 001 + 00000400 v 0101 | mobile\n00000600 00 a 01 large 0 001 ! 00000700 a 0101 | large\n" +
			"00000700 00 a 01 small 0 001 ! 00000600 a 0101 | small\n00000800 00 s 01 tiny 0 001 & 00000700 a 0000 | tiny\n",
		"index.adj":   "mobile a 1 1 + 1 0 00000500\nlarge a 1 1 ! 1 0 00000600\nsmall a 1 1 ! 1 0 00000700\ntiny a 1 1 & 1 0 00000800\n",
		"adj.exc":     "",
		"data.adv":    "",
		"index.adv":   "",
		"adv.exc":     "",
		"cntlist.rev": "elk%1:05:00:: 1 40\nmove%2:38:00:: 1 3\n",
	}
	for name, text := range files {
		if change != nil {
			text = change(name, text)
		}
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

func TestWords(t *testing.T) {
	t.Parallel()
	w, err := readWordNet(smallWordNet(t, nil))
	if err != nil {
		t.Fatal(err)
	}
	w.choose(func(word string) bool { return word != "hart" && word != "creature" })
	word := func(pos thesaurus.PartOfSpeech, class thesaurus.Class, count uint8, related map[string]thesaurus.Relation) thesaurus.Word {
		return thesaurus.Word{PartOfSpeech: pos, Class: class, Count: count, Related: related}
	}
	const n, v, a, other, thing = thesaurus.Noun, thesaurus.Verb, thesaurus.Adjective, thesaurus.Other, thesaurus.Thing
	type relations = map[string]thesaurus.Relation
	want := map[string]thesaurus.Word{
		"creature": word(n, thing, 0, relations{}),
		"deer":     word(n, thing, 0, relations{"creature": thesaurus.Broader, "hart": thesaurus.Synonym}),
		"elk":      word(n, thing, 4, relations{"creature": thesaurus.Broader, "deer": thesaurus.Broader, "hart": thesaurus.Broader}),
		"hart":     word(n, thing, 0, relations{"creature": thesaurus.Broader, "deer": thesaurus.Synonym}),
		"large":    word(a, other, 0, relations{"small": thesaurus.Antonym}),
		"mobile":   word(a, other, 0, relations{"move": thesaurus.Derived}),
		"move":     word(v, other, 0, relations{"mobile": thesaurus.Derived}),
		"small":    word(a, other, 0, relations{"large": thesaurus.Antonym}),
		"tiny":     word(a, other, 0, relations{"large": thesaurus.Antonym, "small": thesaurus.Similar}),
	}
	if diff := cmp.Diff(want, w.words()); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(map[string][]string{"deers": {"deer"}, "moved": {"move"}}, w.forms()); diff != "" {
		t.Errorf("forms (-want +got):\n%s", diff)
	}
}

func TestReadRefuses(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(name, text string) string{
		"a count of words that is no number": func(name, text string) string { return strings.Replace(text, " n 01 elk", " n zz elk", 1) },
		"a count of senses that is no number": func(name, text string) string {
			if name == "cntlist.rev" {
				return "elk%1:05:00:: 1 many\n"
			}
			return text
		},
	} {
		if _, err := readWordNet(smallWordNet(t, change)); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
	if _, err := readWordNet(t.TempDir()); err == nil {
		t.Error("an empty directory: no error")
	}
}

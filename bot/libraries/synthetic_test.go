package libraries

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
)

// writer makes articles up: as long, as full of names and quotations as news, and of no meaning.
type writer struct {
	random *rand.Rand
	words  []string // rare ones last
	people []string
}

func newWriter(seed uint64) *writer {
	w := &writer{random: rand.New(rand.NewPCG(seed, 1))}
	syllables := strings.Fields("ba ren to mil ska vor den li par con ter mi na del gra sto fin ho lu ver tal ris mon que sa")
	word := func(n int) string {
		var b strings.Builder
		for range n {
			b.WriteString(syllables[w.random.IntN(len(syllables))])
		}
		return b.String()
	}
	seen := map[string]bool{}
	for _, common := range strings.Fields("treaty harbour price border election budget court school energy railway council vote strike bridge water police report minister company agreement market farm winter hospital island talks sanctions troops river") {
		w.words = append(w.words, common)
		seen[common] = true
	}
	for len(w.words) < 20000 {
		if s := word(2 + w.random.IntN(3)); !seen[s] {
			seen[s] = true
			w.words = append(w.words, s)
		}
	}
	for range 1500 {
		first, last := word(2), word(2+w.random.IntN(2))
		w.people = append(w.people, strings.ToUpper(first[:1])+first[1:]+" "+strings.ToUpper(last[:1])+last[1:])
	}
	return w
}

// word is drawn as words of a language are: few of them often.
func (w *writer) word() string {
	at := int(math.Pow(float64(len(w.words)), w.random.Float64())) - 1
	return w.words[max(0, min(at, len(w.words)-1))]
}

func (w *writer) clause(n int) string {
	small := []string{"the", "of", "in", "and", "to", "a", "for", "on"}
	parts := make([]string, n)
	for i := range parts {
		if i%2 == 0 {
			parts[i] = small[w.random.IntN(len(small))]
		} else {
			parts[i] = w.word()
		}
	}
	return strings.Join(parts, " ")
}

// article is a file with so many paragraphs, named by its number.
func (w *writer) article(number, paragraphs int) (name, data string) {
	cast := make([]string, 4)
	for i := range cast {
		cast[i] = w.people[int(math.Pow(float64(len(w.people)), w.random.Float64()))-1]
	}
	var b strings.Builder
	fmt.Fprintf(&b, "---\ntitle: %s\npublisher: The %s Post\npublished: 2021-%02d-%02d\n---\n", w.clause(8), "Sample", number%12+1, number%28+1)
	for range paragraphs {
		who := cast[w.random.IntN(len(cast))]
		surname := who[strings.IndexByte(who, ' ')+1:]
		switch w.random.IntN(4) {
		case 0:
			fmt.Fprintf(&b, "The minister %s said on Monday that %s was %s. It was %s, and nobody was %s.\n\n", who, w.clause(7), w.clause(8), w.clause(10), w.clause(5))
		case 1:
			fmt.Fprintf(&b, "“We saw %s,” Mr. %s told reporters after %s. “It is %s.”\n\n", w.clause(9), surname, w.clause(6), w.clause(8))
		default:
			fmt.Fprintf(&b, "The %s %s with %s. %s was %s at the %s. By then %d of them had %s.\n\n", w.word(), w.clause(8), who, surname, w.clause(9), w.word(), w.random.IntN(500), w.clause(11))
		}
	}
	return fmt.Sprintf("article-%05d.md", number), b.String()
}

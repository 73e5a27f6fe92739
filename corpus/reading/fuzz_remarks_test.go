package reading

import (
	"strings"
	"testing"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/people"
	"readout/corpus/remarks"
)

// checkRemarks holds what is true of every remark of a corpus.
func checkRemarks(t *testing.T, c *Corpus) {
	t.Helper()
	people := map[*corpus.Person]bool{nil: true}
	for _, p := range c.People {
		people[p] = true
		if p.Name == "" || p.Surname == "" {
			t.Fatalf("person without a name: %+v", p)
		}
	}
	for _, a := range c.Articles {
		valid := utf8.ValidString(a.Body)
		for _, p := range a.Passages {
			last := 0
			for _, r := range p.Remarks {
				if !p.Span.Contains(r.Span) || r.Span.Len() <= 0 || a.Text(r.Span) != r.Text {
					t.Fatalf("remark %q at %v of passage %v", r.Text, r.Span, p.Span)
				}
				if r.Span.Start < last {
					t.Fatalf("remark %q out of order", r.Text)
				}
				last = r.Span.Start
				if valid && (!utf8.ValidString(r.Text) || !utf8.ValidString(a.Text(r.Attribution))) {
					t.Fatalf("remark %q cuts a rune", r.Text)
				}
				if r.Attribution.Len() > 0 && !p.Span.Contains(r.Attribution) {
					t.Fatalf("attribution %v of passage %v", r.Attribution, p.Span)
				}
				if !people[r.Person] || !people[r.To] || r.Person != nil && r.Person.Name != r.Speaker {
					t.Fatalf("remark %q by %q: %v to %v", r.Text, r.Speaker, r.Person, r.To)
				}
				if s := p.Sentences[r.Sentence].Span; r.Span.Start < s.Start || r.Sentence+1 < len(p.Sentences) && r.Span.Start >= p.Sentences[r.Sentence+1].Span.Start {
					t.Fatalf("remark %q does not begin in sentence %d", r.Text, r.Sentence)
				}
			}
		}
	}
}

func FuzzRemarks(f *testing.F) {
	for _, s := range []string{
		cast, "“A,” said Roe.\n\n“B,\n\n“C.”", `Asked "why", Roe—who said "x"—told Doe, the minister, that "y".`, "MS. DOE: Yes.\n\nMR. ROE: No.",
		"According to X, as Y put it, in Z’s words, “Q”", "as as as and and said said by by “”", "Mr. Mr. of of the the President of State",
		`He said she said they said who said "a" and "b", while it`, "Foreign Minister Wang Yi’s, (aide) said: — “…", "İ said ß’s ﬁ “ǆ”",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := parse.Text("a", text)
		if err != nil {
			return
		}
		b, err := parse.Text("b", cast)
		if err != nil {
			t.Fatal(err)
		}
		c := &Corpus{Articles: []*corpus.Article{a, b}}
		c.People, c.names = people.NewFinder(c.Articles).People()
		remarks.Find(a, c.names)
		checkRemarks(t, c)
	})
}

// hostileUnits are what paragraphs consist of that would take long to read.
var hostileUnits = map[string]string{
	"quotations": `“Yes,” Roe said, “no,” `, "straight": `"a `, "apostrophes": `'a `, "single": `‘a’ `, "open": `“a `, "commas": "Roe, the minister, ", "verbs": "said that he said ",
	"names": "Foreign Minister Ivan Roe ", "and": "Roe and Doe and ", "who": "Roe, who said ", "offices": "former deputy ", "by": "described by as ",
	"participles": "saying ", "according": "according to ", "capitals": "Aaa Bbb ", "subordinate": "while Roe ",
}

func TestLongParagraphs(t *testing.T) {
	t.Parallel()
	for name, unit := range hostileUnits {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c, err := New([]*corpus.Article{parsedArticle(t, "a", strings.Repeat(unit, 2000)), parsedArticle(t, "b", cast)})
			if err != nil {
				t.Fatal(err)
			}
			checkRemarks(t, c)
		})
	}
}

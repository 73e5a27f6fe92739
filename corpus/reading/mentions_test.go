package reading

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/parse"
)

const mentionCast = `U.S. Secretary of State Jane Doe met Freedonian Foreign Minister Sergei Roe and Freedonian President Anna Poe.

U.S. President Mary Moe stayed. Special counsel Peter S. Coe III wrote. Prime Minister Theresa May and Senator John Us slept.

Analyst Ivan Petrov met lawyer Maria Petrov. Crown Prince Mohammed bin Salman met Chairman Kim Jong-un. Ms. Doe left.`

func TestMentions(t *testing.T) {
	t.Parallel()
	c := peopleOf(t, mentionCast)
	for text, want := range map[string]string{
		// question or sentence -> name<text>form, in order
		"What did Sergei Roe say?":                    "Sergei Roe<Sergei Roe>0",
		"What did Sergey Roe say?":                    "",
		"what did sergei roe say":                     "Sergei Roe<sergei roe>0",
		"what did roe say to doe":                     "Sergei Roe<roe>1 Jane Doe<doe>1",
		"Mr. Roe's plan":                              "Sergei Roe<Mr. Roe>1",
		"Roe’s plan":                                  "Sergei Roe<Roe>1",
		"the Poe-Moe call":                            "Anna Poe<Poe>1 Mary Moe<Moe>1",
		"Foreign Minister Roe":                        "Sergei Roe<Roe>1",
		"what did the foreign minister say":           "Sergei Roe<foreign minister>2",
		"what did the secretary of state say":         "Jane Doe<secretary of state>2",
		"what did the us secretary of state say":      "Jane Doe<us secretary of state>2",
		"what did the U.S. president say":             "Mary Moe<U.S. president>2",
		"what did the freedonian president say":       "Anna Poe<freedonian president>2",
		"what did the president say":                  "",
		"what did the former foreign minister say":    "",
		"what did the French foreign minister say":    "",
		"what did the french foreign minister say":    "",
		"what did the foreign minister of France say": "",
		"what did the special counsel find":           "Peter S. Coe III<special counsel>2",
		"the special counsel’s report":                "Peter S. Coe III<special counsel>2",
		"Robert Coe slept":                            "",
		"Does Peter Coe sleep?":                       "Peter S. Coe III<Peter Coe>0",
		"Peter S. Coe III":                            "Peter S. Coe III<Peter S. Coe III>0",
		"what can you tell us":                        "",
		"tell us what may happen in May":              "",
		"What did May say?":                           "Theresa May<May>1",
		"Mrs. May left on May 3.":                     "Theresa May<Mrs. May>1",
		"the us":                                      "",
		"What did Petrov say?":                        "",
		"What did Maria Petrov say? Petrov left.":     "Maria Petrov<Maria Petrov>0 Maria Petrov<Petrov>1",
		"kim jong un and KIM JONG-UN":                 "Kim Jong-un<kim jong un>0 Kim Jong-un<KIM JONG-UN>0",
		"What did Kim say?":                           "Kim Jong-un<Kim>1",
		"What did Kim Darroch say?":                   "",
		"bin Salman and Mohammed bin Salman":          "Mohammed bin Salman<bin Salman>1 Mohammed bin Salman<Mohammed bin Salman>0",
		"the Roe Institute and Poe Jr.":               "",
		"Who is Jane Doe, and who is Ivan Petrov?":    "Jane Doe<Jane Doe>0 Ivan Petrov<Ivan Petrov>0",
		"": "",
	} {
		var got []string
		for _, m := range c.Mentions(text) {
			got = append(got, fmt.Sprintf("%s<%s>%d", m.Person.Name, text[m.Span.Start:m.Span.End], m.Form))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("Mentions(%q)\n got %s\nwant %s", text, strings.Join(got, " "), want)
		}
	}
}

func TestMentionsOfManySurnamesakes(t *testing.T) {
	t.Parallel()
	a := parsedArticle(t, "a", `Analyst Ivan Petrov slept. “Yes,” Petrov said.`)
	b := parsedArticle(t, "b", `Lawyer Maria Petrov slept. “No,” Petrov said.`)
	if _, err := New([]*corpus.Article{a, b}); err != nil {
		t.Fatal(err)
	}
	for id, c := range map[string]struct {
		a    *corpus.Article
		want string
	}{"a": {a, "Ivan Petrov"}, "b": {b, "Maria Petrov"}} {
		if got := quoted(c.a); len(got) != 1 || got[0] != c.want {
			t.Errorf("article %s: speakers %q, want %q", id, got, c.want)
		}
	}
}

func FuzzMentions(f *testing.F) {
	a, err := parse.Text("a", mentionCast)
	if err != nil {
		f.Fatal(err)
	}
	c, err := New([]*corpus.Article{a})
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{"what did roe say", "Mr. Roe’s", "KIM JONG-UN", "the us secretary of state", "May", "“Roe”", "Roe-Doe.Poe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, m := range c.Mentions(text) {
			if m.Person == nil || m.Span.Start < end || m.Span.End <= m.Span.Start || m.Span.End > len(text) {
				t.Fatalf("mention %v after %d in %q", m, end, text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[m.Span.Start:m.Span.End]) {
				t.Fatalf("mention %v cuts a rune of %q", m, text)
			}
			end = m.Span.End
		}
	})
}

func BenchmarkMentions(b *testing.B) {
	a, err := parse.Text("a", mentionCast)
	if err != nil {
		b.Fatal(err)
	}
	c, err := New([]*corpus.Article{a})
	if err != nil {
		b.Fatal(err)
	}
	const text = "At the news conference with Mr. Roe, Secretary of State Jane Doe said she was seeking to fulfill the plan of the president."
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		c.Mentions(text)
	}
}

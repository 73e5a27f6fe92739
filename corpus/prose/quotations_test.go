package prose

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestQuotations(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"none":                    {`Nothing is quoted here.`, nil},
		"curly":                   {`He said “yes” and “no.”`, []string{"yes", "no."}},
		"straight":                {`He said "yes" and "no."`, []string{"yes", "no."}},
		"low and angled":          {`„Ja“, sagte er. «Oui», dit-elle.`, []string{"Ja", "Oui"}},
		"two single marks":        {`“It is late,’’ he said. ''It is early,'' she said. ‘‘It is,’’ they said.`, []string{"It is late,", "It is early,", "It is,"}},
		"backquotes":              {"``It is late,'' he said.", []string{"It is late,"}},
		"single":                  {`He called it ‘late’ and 'too late'.`, []string{"late", "too late"}},
		"apostrophes":             {`It's the ministers' plan, isn't it? The '90s were dogs' years, 'twas said.`, nil},
		"typographic apostrophes": {`It’s the ministers’ plan, isn’t it? The ’90s were dogs’ years.`, nil},
		"plural inside single":    {`‘The sailors’ release is near,’ he said.`, []string{"The sailors’ release is near,"}},
		"nested":                  {`“They will ‘get to work,’ he hopes,” she said.`, []string{"They will ‘get to work,’ he hopes,"}},
		"nested, marks swapped":   {`“They will ‘get to work,”’ she said.`, []string{"They will ‘get to work,"}},
		"double in single":        {`‘He said “no” to it,’ she wrote.`, []string{"He said “no” to it,"}},
		"same marks nested":       {`“He said “no” to it,” she wrote.`, []string{"He said “no” to it,"}},
		"contraction inside":      {`"I don't know," he said. "It's late."`, []string{"I don't know,", "It's late."}},
		"unclosed":                {`He said: “It is late.`, []string{"It is late."}},
		"continued":               {"“One.\n\n“Two.”", []string{"One.", "Two."}},
		"continued on next line":  {"“One.\n“Two.”", []string{"One.", "Two."}},
		"never closed":            {`“One, he said. “Two.”`, []string{"One, he said.", "Two."}},
		"inches":                  {`A 6" pipe and a 5'11" man.`, nil},
		"empty":                   {`He said “” and " ".`, nil},
		"spaces inside":           {`He said “ yes ” to it.`, []string{"yes"}},
		"after a bracket":         {`(“yes”) and ["no"]`, []string{"yes", "no"}},
		"in a question":           {`who said "complete fiction"?`, []string{"complete fiction"}},
		"title in a question":     {`Who wrote 'Why They Have Nothing to Discuss'?`, []string{"Why They Have Nothing to Discuss"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, s := range Quotations(c.text) {
				got = append(got, c.text[s.Start:s.End])
			}
			if strings.Join(got, "|") != strings.Join(c.want, "|") {
				t.Errorf("Quotations(%s) = %q, want %q", c.text, got, c.want)
			}
		})
	}
}

func FuzzQuotations(f *testing.F) {
	for _, s := range []string{`“a ‘b’ c” "d" 'e'`, "“a\n\n“b", "``a''", `„a“ «b»`, `""'''"`, "“““”””", "’’‘‘"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		for _, s := range Quotations(text) {
			if s.Start < end || s.End <= s.Start || s.End > len(text) {
				t.Fatalf("span %v after %d in %q", s, end, text)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[s.Start:s.End]) {
				t.Fatalf("span %v cuts a rune of %q", s, text)
			}
			end = s.End
		}
	})
}

package parse

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"readout/corpus/prose"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/corpustest"
)

var someFacts = Facts{
	Title: "Harbour opens", Publisher: "The Example Times", Agency: "Reuters", Author: "Ann Lee", Published: corpus.NewDay(2018, 5, 3),
	URL: "https://example.org/a?b=c#d", Kind: corpus.KindPreview, Form: corpus.FormFull, Language: "en-GB", Report: "other.md",
}

// wordsOf is the paragraphs of an article, front matter aside.
func wordsOf(a *corpus.Article) []string {
	var out []string
	for _, p := range paragraphs(a) {
		out = append(out, p.Text)
	}
	return out
}

func TestWithFacts(t *testing.T) {
	t.Parallel()
	body := []string{corpustest.First, corpustest.Second}
	for name, tc := range map[string]struct {
		file, data string
		want       []string
		kept       string // of the file's text, character for character
	}{
		"front matter replaced": {"a.md", "---\ntitle: Old # said once\nauthor: >\n  Ben\n  Poe\n---\n\n" + corpustest.First + "\n\n" + corpustest.Second + "\n", body, corpustest.First + "\n\n" + corpustest.Second + "\n"},
		"no front matter":       {"a.md", corpustest.First + "\n\n## Heading\n\n" + corpustest.Second, body, corpustest.First + "\n\n## Heading\n\n" + corpustest.Second},
		"a heading as title":    {"a.md", "# Old Headline Here\n\n" + corpustest.First + "\n\n" + corpustest.Second, body, "# Old Headline Here\n\n" + corpustest.First},
		"a headline that goes":  {"a.md", "Old Headline Of The Harbour\n\n" + corpustest.First + "\n\n" + corpustest.Second, body, "# Old Headline Of The Harbour\n\n" + corpustest.First},
		"carriage returns":      {"a.md", "---\r\ntitle: Old\r\n---\r\n" + corpustest.First + "\r\n\r\n" + corpustest.Second + "\r\n", body, corpustest.First + "\r\n\r\n" + corpustest.Second},
		"byte order mark":       {"a.md", "\uFEFF---\ntitle: Old\n---\n" + corpustest.First + "\n\n" + corpustest.Second, body, corpustest.First},
		"list":                  {"a.md", corpustest.First + "\n\n- One item of it.\n- Another item.\n\n" + corpustest.Second, []string{corpustest.First, "One item of it.", "Another item.", corpustest.Second}, "- One item of it.\n- Another item."},
		"rule first":            {"a.md", "---\ntitle: Old\n---\n\n***\n\n" + corpustest.First + "\n\n" + corpustest.Second, body, corpustest.First},

		"text":                 {"a.txt", "Old Headline Of The Harbour\n\nBy Ben Poe\n\nMay 3, 2018\n\n" + corpustest.First + "\n" + corpustest.Second, []string{"By Ben Poe", "May 3, 2018", corpustest.First, corpustest.Second}, ""},
		"text, lines":          {"a.txt", corpustest.First + "\n" + corpustest.Second, body, corpustest.First + "\n\n" + corpustest.Second},
		"text, furniture":      {"a.txt", corpustest.First + "\n\nAdvertisement\n\n" + corpustest.Second, body, corpustest.First + "\n\n" + corpustest.Second},
		"text, sign-off":       {"a.txt", corpustest.First + "\n\n" + corpustest.Second + " — AFP", []string{corpustest.First, corpustest.Second, "— AFP"}, corpustest.Second + " — AFP"},
		"text, numbered":       {"a.txt", corpustest.First + "\n\n1. The first of the points that were agreed.\n\n" + corpustest.Second, []string{corpustest.First, "The first of the points that were agreed.", corpustest.Second}, ""},
		"text, front matter":   {"a.txt", "---\ntitle: Old\n---\n" + corpustest.First + "\n\n" + corpustest.Second, nil, ""},
		"text, broken in two":  {"a.txt", corpustest.First[:60] + "\n\n" + corpustest.First[60:] + "\n\n" + corpustest.Second, nil, ""},
		"text, hash in a word": {"a.txt", corpustest.First + "\n\n#harbour was the word of the day for them.\n\n" + corpustest.Second, []string{corpustest.First, "#harbour was the word of the day for them.", corpustest.Second}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			parse := Markdown
			if strings.HasSuffix(tc.file, ".txt") {
				parse = Text
			}
			was, err := parse("a", tc.data)
			if err != nil {
				t.Fatal(err)
			}
			if tc.want == nil {
				tc.want = wordsOf(was)
			}
			out, err := WithFacts(tc.file, tc.data, someFacts)
			if err != nil {
				t.Fatal(err)
			}
			a, err := Markdown("a", out)
			if err != nil {
				t.Fatalf("%v in\n%s", err, out)
			}
			corpustest.Check(t, a)
			if diff := cmp.Diff(someFacts, FactsOf(a), cmp.AllowUnexported(corpus.Date{})); diff != "" {
				t.Errorf("facts (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tc.want, wordsOf(a)); diff != "" {
				t.Errorf("paragraphs (-want +got):\n%s\nof\n%s", diff, out)
			}
			if !strings.Contains(out, tc.kept) {
				t.Errorf("%q is not in\n%s", tc.kept, out)
			}
			again, err := WithFacts("a.md", out, someFacts)
			if err != nil || again != out {
				t.Errorf("written twice: %v\n%s\nthen\n%s", err, out, again)
			}
		})
	}
}

func TestWithFactsKeepsPassages(t *testing.T) {
	t.Parallel()
	data := "Old Headline Of The Harbour\n\n" + corpustest.First + "\n\n" + corpustest.Second + "\n"
	was, err := Markdown("a", data)
	if err != nil {
		t.Fatal(err)
	}
	out, err := WithFacts("a.md", data, Facts{Title: "New"})
	if err != nil {
		t.Fatal(err)
	}
	a, err := Markdown("a", out)
	if err != nil {
		t.Fatal(err)
	}
	for i, p := range paragraphs(a) {
		if old := paragraphs(was)[i]; p.ID != old.ID || p.Paragraph != old.Paragraph {
			t.Errorf("passage %s %d became %s %d", old.ID, old.Paragraph, p.ID, p.Paragraph)
		}
	}
	if a.Title != "New" || a.Publisher != "" || a.Language != "en" {
		t.Errorf("facts %+v", FactsOf(a))
	}
}

// Whatever YAML could take for something else comes back as it was.
func TestWithFactsEscapes(t *testing.T) {
	t.Parallel()
	for _, value := range []string{
		`Talks: "open", he said`, `'quoted'`, "# not a comment", "a # comment", "@everyone <@123> <@&4> @here", "null", "~", "yes", "12", "2018-05-03",
		"---", "...", "- item", "? key", "&a", "*a", "!!str x", "| literal", "> folded", "{a: b}", "[a, b]", "%TAG", "`x`", `a\nb\t"c"`, "title: x",
		"Путин и Лавров", "日本", "é́", "👍🏽", "a\u200db", "a\u00a0b", "\u2028x", strings.Repeat("long ", 90),
	} {
		want := prose.OneLine(value)
		f := Facts{Title: value}
		if len(want) <= 300 {
			f.Publisher, f.Agency, f.Author, f.Report = value, value, value, corpus.ReportID(value)
		}
		out, err := WithFacts("a.md", corpustest.First+"\n\n"+corpustest.Second, f)
		if err != nil {
			t.Errorf("%q: %v", value, err)
			continue
		}
		a, err := Markdown("a", out)
		if err != nil {
			t.Errorf("%q: %v in\n%s", value, err, out)
			continue
		}
		corpustest.Check(t, a)
		if a.Title != want || f.Author != "" && (a.Publisher != want || a.Agency != want || a.Author != want || string(a.Report) != want) {
			t.Errorf("%q came back as %+v", value, FactsOf(a))
		}
		if diff := cmp.Diff([]string{corpustest.First, corpustest.Second}, wordsOf(a)); diff != "" {
			t.Errorf("%q: paragraphs (-want +got):\n%s", value, diff)
		}
	}
	out, err := WithFacts("a.md", corpustest.First, Facts{Title: "two\nlines\r\n\tand a tab"})
	if err != nil || !strings.Contains(out, "title: two lines and a tab\n") {
		t.Errorf("white space: %v\n%s", err, out)
	}
}

func TestWithFactsRefuses(t *testing.T) {
	t.Parallel()
	for name, tc := range map[string]struct {
		facts Facts
		field string
		want  error
	}{
		"a megabyte title":     {Facts{Title: strings.Repeat("x", 1<<20)}, "title", ErrFactTooLong},
		"a long author":        {Facts{Author: strings.Repeat("é", 301)}, "author", ErrFactTooLong},
		"a long address":       {Facts{URL: "https://example.org/" + strings.Repeat("x", 2000)}, "url", ErrFactTooLong},
		"a bell":               {Facts{Publisher: "a\ab"}, "publisher", ErrFactCharacters},
		"a zero":               {Facts{Agency: "a\x00b"}, "agency", ErrFactCharacters},
		"turned text":          {Facts{Title: "a\u202eb"}, "title", ErrFactCharacters},
		"a byte order mark":    {Facts{Title: "\uFEFFa"}, "title", ErrFactCharacters},
		"not UTF-8":            {Facts{Author: "a\xffb"}, "author", ErrNotUTF8},
		"not an address":       {Facts{URL: "javascript:alert(1)"}, "url", nil},
		"no such kind":         {Facts{Kind: "poem"}, "kind", nil},
		"no such form":         {Facts{Form: "short"}, "form", nil},
		"no such language":     {Facts{Language: "English"}, "language", nil},
		"the first of several": {Facts{Title: "a\x01", Kind: "poem"}, "title", ErrFactCharacters},
	} {
		_, err := WithFacts("a.md", corpustest.First, tc.facts)
		var f *FactsError
		if !errors.As(err, &f) || f.Field != tc.field || tc.want != nil && !errors.Is(err, tc.want) {
			t.Errorf("%s: %v", name, err)
		}
		if len(fmt.Sprint(err)) > 200+len(tc.facts.URL) {
			t.Errorf("%s: an error of %d bytes", name, len(err.Error()))
		}
		if check := tc.facts.Check(); fmt.Sprint(check) != fmt.Sprint(err) {
			t.Errorf("%s: Check says %v", name, check)
		}
	}
	for name, tc := range map[string]struct {
		file, data string
		want       error
	}{
		"no text":     {"a.md", "---\ntitle: x\n---\n", ErrNoText},
		"not UTF-8":   {"a.txt", "\xff", ErrNotUTF8},
		"fenced text": {"a.txt", corpustest.First + "\n\n```\n\nText between two lines that Markdown takes for code.\n\n```\n\n" + corpustest.Second, nil},
	} {
		out, err := WithFacts(tc.file, tc.data, someFacts)
		if tc.want != nil && !errors.Is(err, tc.want) {
			t.Errorf("%s: %v", name, err)
		}
		if tc.want == nil && err == nil { // then nothing may be lost
			a, err := Markdown("a", out)
			if err != nil || !strings.Contains(strings.Join(wordsOf(a), "\n"), "Text between two lines") {
				t.Errorf("%s: %v\n%s", name, err, out)
			}
		}
	}
	if _, err := WithFacts("a.pdf", corpustest.First, someFacts); err == nil {
		t.Error("a format that is not text was written into")
	}
}

// An article as a site leaves it keeps all its paragraphs when a moderator corrects its facts.
func TestWithFactsOfSeeds(t *testing.T) {
	t.Parallel()
	for _, was := range corpustest.Seeds(t, Text) {
		f := FactsOf(was)
		f.Title, f.Publisher, f.Kind = "Another title", "Another paper", corpus.KindTranscript
		out, err := WithFacts(string(was.ID), was.Body, f)
		if err != nil {
			t.Errorf("%s: %v", was.ID, err)
			continue
		}
		a, err := Markdown(was.ID, out)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(f, FactsOf(a), cmp.AllowUnexported(corpus.Date{})); diff != "" {
			t.Errorf("%s: facts (-want +got):\n%s", was.ID, diff)
		}
		got, want := paragraphs(a), paragraphs(was)
		if len(got) != len(want) {
			t.Errorf("%s: %d paragraphs of %d", was.ID, len(got), len(want))
			continue
		}
		for i := range got {
			if got[i].ID != want[i].ID || got[i].Role != want[i].Role {
				t.Errorf("%s: paragraph %d is %s %s, was %s %s", was.ID, i+1, got[i].ID, got[i].Role, want[i].ID, want[i].Role)
			}
		}
	}
}

func FuzzWithFacts(f *testing.F) {
	for _, s := range fuzzSeeds {
		f.Add(s, "Harbour: opens", "Ann Lee", true)
		f.Add("---\ntitle: x\n---\n"+s, "a\nb", "@everyone", false)
	}
	f.Add(corpustest.First, "null", "\u0085\u2029", true)
	f.Fuzz(func(t *testing.T, data, title, author string, markdown bool) {
		name, parse := "a.txt", Text
		if markdown {
			name, parse = "a.md", Markdown
		}
		facts := Facts{Title: title, Author: author, Published: corpus.NewMonth(2018, 5), Kind: corpus.KindOpinion}
		out, err := WithFacts(name, data, facts)
		was, unreadable := parse("a", data)
		if err != nil {
			var refused *FactsError
			if unreadable == nil && !errors.As(err, &refused) && !errors.Is(err, ErrParagraphs) {
				t.Fatalf("error of no kind: %v", err)
			}
			return
		}
		a, err := Markdown("a", out)
		if err != nil {
			t.Fatalf("what was written is unreadable: %v", err)
		}
		corpustest.Check(t, a)
		if facts.Check() != nil || title != "" && prose.OneLine(title) != "" && a.Title != prose.OneLine(title) || prose.OneLine(author) != "" && a.Author != prose.OneLine(author) ||
			a.Published != facts.Published || a.Kind != facts.Kind {
			t.Fatalf("facts came back as %+v", FactsOf(a))
		}
		got, want := paragraphs(a), paragraphs(was)
		if len(got) != len(want) {
			t.Fatalf("%d paragraphs became %d", len(want), len(got))
		}
		for i := range got {
			if !sameParagraph(got[i], want[i]) {
				t.Fatalf("paragraph %q became %q", want[i].Text, got[i].Text)
			}
		}
	})
}

func TestFrontMatterOfFacts(t *testing.T) {
	t.Parallel()
	for name, facts := range map[string]Facts{"none": {}, "all": someFacts, "marks": {Title: `"a": 'b' #c - [d] {e} ` + "\n\t &f *g !h %i @j `k`", Author: "null", Publisher: "2018-05-03"}} {
		matter, err := facts.FrontMatter()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		a, err := Markdown("a.md", matter+"\n"+corpustest.First+"\n\n"+corpustest.Second+"\n")
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := facts
		want.Title = prose.OneLine(want.Title)
		got := FactsOf(a)
		if name != "all" {
			got.Kind, got.Form, got.Language = "", "", "" // found or assumed
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(corpus.Date{})); diff != "" {
			t.Errorf("%s: facts (-want +got):\n%s", name, diff)
		}
	}
	if matter, err := (Facts{Title: "a\x00b"}).FrontMatter(); err == nil {
		t.Errorf("front matter %q", matter)
	}
}

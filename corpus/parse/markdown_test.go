package parse

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/corpustest"
)

func TestParseMarkdown(t *testing.T) {
	t.Parallel()
	const text = `---
title: "Harbour: opens"
publisher: The Example Times   # a comment
agency: Reuters
author: Ann Lee
published: 2018-05-03
url: https://example.org/a
kind: preview
form: digest
report: other.md
language: en-GB
---

# Harbour opens

First paragraph,
over two lines.

## And then

- One item.
- Another item
  goes on.

1. A numbered item.

> A quoted line.

Setext heading
--------------

***

![picture](a.png)
<!-- a comment -->
Last *paragraph* with a [link](https://example.org).
`
	a, err := Markdown("a.md", text)
	if err != nil {
		t.Fatal(err)
	}
	corpustest.Check(t, a)
	want := []string{
		`0 matter: title: "Harbour: opens"`, "0 matter: publisher: The Example Times   # a comment", "0 matter: agency: Reuters",
		"0 matter: author: Ann Lee", "0 matter: published: 2018-05-03", "0 matter: url: https://example.org/a",
		"1 body: First paragraph,\nover two lines.", "2 body: One item.", "3 body: Another item\n  goes on.", "4 body: A numbered item.",
		"5 body: A quoted line.", "6 body: Last *paragraph* with a [link](https://example.org).",
	}
	if diff := cmp.Diff(want, outline(a)); diff != "" {
		t.Errorf("passages (-want +got):\n%s", diff)
	}
	got := *a
	got.Body, got.Passages, got.Published = "", nil, corpus.Date{}
	facts := corpus.Article{ID: "a.md", Title: "Harbour: opens", Publisher: "The Example Times", Agency: "Reuters", Author: "Ann Lee",
		URL: "https://example.org/a", Kind: corpus.KindPreview, Form: corpus.FormDigest, Report: "other.md", Language: "en-GB"}
	if diff := cmp.Diff(facts, got, cmp.AllowUnexported(corpus.Date{})); diff != "" {
		t.Errorf("facts (-want +got):\n%s", diff)
	}
	if a.Published.String() != "2018-05-03" {
		t.Errorf("published %q", a.Published)
	}
}

func TestFrontMatterForms(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		want []string
	}{
		"month":            {"---\npublished: 2018-05\n---\nText here.", []string{"0 matter: published: 2018-05", "1 body: Text here."}},
		"colon in a line":  {"---\ntitle: Harbour: it's open\npublisher: \"The Times\" of Moss\nauthor: *Ann Lee*\nkind: report\n---\nText here.", []string{"0 matter: title: Harbour: it's open", "0 matter: publisher: \"The Times\" of Moss", "0 matter: author: *Ann Lee*", "1 body: Text here."}},
		"marks before it":  {"---\r\ntitle: [Video] The harbour\r\nagency: @moss\r\n---\r\nText here.\r\n", []string{"0 matter: title: [Video] The harbour", "0 matter: agency: @moss", "1 body: Text here."}},
		"empty values":     {"---\ntitle:\nauthor: \"\"\npublished:\n---\nText here.", []string{"1 body: Text here."}},
		"nothing in it":    {"---\n---\nText here.", []string{"1 body: Text here."}},
		"folded value":     {"---\ntitle: >\n  Harbour\n  opens\nkind: report\n---\nText here.", []string{"0 matter: title: >\n  Harbour\n  opens", "1 body: Text here."}},
		"comment between":  {"---\n# ours\ntitle: Harbour\n---\nText here.", []string{"0 matter: title: Harbour", "1 body: Text here."}},
		"windows lines":    {"---\r\ntitle: Harbour\r\nauthor: Ann Lee\r\n---\r\n\r\nText here.\r\n", []string{"0 matter: title: Harbour", "0 matter: author: Ann Lee", "1 body: Text here."}},
		"byte order mark":  {"\uFEFF---\ntitle: Harbour\n---\nText here.", []string{"0 matter: title: Harbour", "1 body: Text here."}},
		"digest keeps all": {"---\nform: digest\n---\nShare\n\nText here.\n\nBy Ann Lee", []string{"1 body: Share", "2 body: Text here.", "3 body: By Ann Lee"}},
		"full is cleaned":  {"---\nform: full\n---\nBy Ann Lee\n\nText is here.\n\nAdvertisement", []string{"1 byline: By Ann Lee", "2 body: Text is here."}},
		"title said twice": {"---\ntitle: Harbour opens\n---\nHarbour Opens\n\n" + corpustest.First, []string{"0 matter: title: Harbour opens", "1 body: " + corpustest.First}},
		"code":             {"Text here.\n\n```\n# a\n\n- b\n```\n\nMore.", []string{"1 body: Text here.", "2 body: # a", "3 body: - b", "4 body: More."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := Markdown("a.md", tt.text)
			if err != nil {
				t.Fatal(err)
			}
			corpustest.Check(t, a)
			if diff := cmp.Diff(tt.want, outline(a)); diff != "" {
				t.Errorf("passages (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMarkdownWithoutFrontMatter(t *testing.T) {
	t.Parallel()
	a, err := Markdown("a.md", "# Harbour opens\n\nBy Ann Lee\n\n"+corpustest.First+"\n\n"+corpustest.Second)
	if err != nil {
		t.Fatal(err)
	}
	corpustest.Check(t, a)
	if diff := cmp.Diff([]string{"1 byline: By Ann Lee", "2 body: " + corpustest.First, "3 body: " + corpustest.Second}, outline(a)); diff != "" {
		t.Errorf("passages (-want +got):\n%s", diff)
	}
	if a.Title != "Harbour opens" || a.Author != "Ann Lee" || a.Kind != corpus.KindReport || a.Form != corpus.FormFull || a.Language != "en" {
		t.Errorf("title %q, author %q, kind %q, form %q, language %q", a.Title, a.Author, a.Kind, a.Form, a.Language)
	}
}

func TestFrontMatterErrors(t *testing.T) {
	t.Parallel()
	for name, tt := range map[string]struct {
		text string
		line int
		says string
	}{
		"key twice":       {"---\ntitle: A\nkind: report\ntitle: B\n---\nText.", 4, `"title" is given twice`},
		"wrong kind":      {"---\ntitle: A\nkind: rumour\n---\nText.", 3, `unknown kind "rumour" (known: report preview opinion transcript editorial minutes press release fact sheet live page)`},
		"wrong form":      {"---\nform: short\n---\nText.", 2, `unknown form "short" (known: full digest)`},
		"wrong date":      {"---\npublished: May 3\n---\nText.", 2, `date "May 3" is neither`},
		"no such day":     {"---\npublished: 2018-02-30\n---\nText.", 2, `date "2018-02-30"`},
		"wrong address":   {"---\nurl: example.org/a\n---\nText.", 2, `url "example.org/a" is not an http`},
		"script address":  {"---\nurl: \"javascript:alert(1)\"\n---\nText.", 2, "is not an http"},
		"wrong language":  {"---\nlanguage: English please\n---\nText.", 2, "not a BCP 47 tag"},
		"a list":          {"---\ntitle: [a, b]\n---\nText.", 2, `"title" is not one text`},
		"a map":           {"---\ntitle:\n  a: b\n---\nText.", 2, `"title" is not one text`},
		"an alias":        {"---\ntitle: &a x\nauthor: *a\n---\nText.", 3, `"author" is not one text`},
		"flow style":      {"---\n{title: A}\n---\nText.", 2, `not a list of "key: value" lines`},
		"only a word":     {"---\ntitle\n---\nText.", 2, `not a list of "key: value" lines`},
		"not closed":      {"---\ntitle: A\n\nText.", 1, "not closed"},
		"damaged":         {"---\ntitle: A\nauthor: \"B\nkind: report\n---\nText.", 3, "front matter:"},
		"list not closed": {"---\ntitle: [A: B\n---\nText.", 1, "front matter:"},
		"not UTF-8":       {"---\ntitle: A\n---\n\nText \xff.", 5, "not UTF-8"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := Markdown("a.md", tt.text)
			var at *Error
			if !errors.As(err, &at) {
				t.Fatalf("article %+v, error %v, want a *ParseError", a, err)
			}
			if at.Line != tt.line || !strings.Contains(at.Error(), tt.says) {
				t.Errorf("error %q, want line %d and %q", err, tt.line, tt.says)
			}
		})
	}
	if _, err := Markdown("a.md", "---\ntitle: A\n---\n\n# Only a heading\n"); !errors.Is(err, ErrNoText) {
		t.Errorf("error %v, want ErrNoText", err)
	}
}

// TestDigestProvenance: what a digest says of its article at the end is no reporting; what it says of anything else is.
func TestDigestProvenance(t *testing.T) {
	t.Parallel()
	const matter = "---\nform: digest\n---\n\n"
	tests := []struct {
		name, body string
		want       []corpus.Role
	}{
		{"origin", "The ministers met.\n\nThe Ledger published this report on May 2, 2020. The copy of the report names no author.\n", []corpus.Role{corpus.RoleBody, corpus.RoleOrigin}},
		{"origin and disclaimer", "The ministers met.\n\nThe Ledger published this opinion piece.\n\nThe Ledger states that views in its opinion pieces are their authors'.\n", []corpus.Role{corpus.RoleBody, corpus.RoleOrigin, corpus.RoleDisclaimer}},
		{"a report in the news", "The ministers met.\n\nThe ministry published its report on May 2, and the text of the treaty with it.\n", []corpus.Role{corpus.RoleBody, corpus.RoleBody}},
		{"not at the end", "The Ledger published this report on May 2, 2020.\n\nThe ministers met.\n", []corpus.Role{corpus.RoleBody, corpus.RoleBody}},
		{"mixed", "The Ledger published this report on May 2, 2020. The ministers met.\n", []corpus.Role{corpus.RoleBody}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a, err := Markdown("a.md", matter+tt.body)
			if err != nil {
				t.Fatal(err)
			}
			var got []corpus.Role
			for _, p := range a.Passages {
				if p.Role != corpus.RoleMatter {
					got = append(got, p.Role)
				}
			}
			if !slices.Equal(got, tt.want) {
				t.Errorf("roles %v, want %v", got, tt.want)
			}
		})
	}
}

// TestFrontMatterOfOthers: what other programs write is read where it is known, and kept with a warning where it is not.
func TestFrontMatterOfOthers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		matter   string
		want     corpus.Article
		date     string
		warnings []string
		extra    string
	}{
		"a site generator's": {"title: Quay\ndate: 2024-05-01\ntags: [harbour, \"board minutes\"]\ndraft: false\nlayout:\n  - wide\n",
			corpus.Article{Title: "Quay", Tags: []string{"harbour", "board minutes"}}, "2024-05-01",
			[]string{`line 5: the key "draft" is kept`, `line 6: the key "layout" is kept`},
			"tags: [harbour, \"board minutes\"]\ndraft: false\nlayout:\n  - wide"},
		"a clipping tool's": {"Title: Quay\nauthor:\n  - Mia Holt\n  - Tom Reed\nsource: https://example.org/a\npublished: May 3, 2018\n",
			corpus.Article{Title: "Quay", Publisher: "example.org", Author: "Mia Holt, Tom Reed", URL: "https://example.org/a"}, "2018-05-03", nil, ""},
		"an archive's": {"date: '2023-08-01'\nmodified_time: 2023-08-18 21:33:52-04:00\npublished_time: 2023-08-02 21:33:51-04:00\nsource_url: https://example.org/b\n",
			corpus.Article{Publisher: "example.org", URL: "https://example.org/b"}, "2023-08-02", []string{`line 3: the key "modified_time" is kept`}, "modified_time: 2023-08-18 21:33:52-04:00"},
		"a source that is a name": {"source: The Quay Post\nauthors: {name: Mia Holt}\ncategories: quays\n",
			corpus.Article{Publisher: "The Quay Post", Author: "Mia Holt", Tags: []string{"quays"}}, "", nil, "categories: quays"},
		"a source's name beside a link": {"source: The Quay Post\nlink: https://www.quaypost.example/2018/05/03/quay\n",
			corpus.Article{Publisher: "The Quay Post", URL: "https://www.quaypost.example/2018/05/03/quay"}, "2018-05-03", nil, ""},
		"ours before theirs": {"link: https://example.org/theirs\nurl: https://example.org/ours\nlang: x y\n",
			corpus.Article{Publisher: "example.org", URL: "https://example.org/ours"}, "", []string{`line 4: language "x y" is not`}, ""},
		"values that are not ours": {"date: tomorrow\ntype: post\nurl: /2018/quay\ntitle: Quay\n",
			corpus.Article{Title: "Quay"}, "", []string{`line 4: url "/2018/quay" is not`, `line 2: date "tomorrow"`, `line 3: unknown kind "post"`}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := Markdown("a.md", "---\n"+c.matter+"---\n\nThe quay was closed at noon by the board.\n")
			if err != nil {
				t.Fatal(err)
			}
			corpustest.Check(t, a)
			got := corpus.Article{Title: a.Title, Publisher: a.Publisher, Author: a.Author, URL: a.URL, Tags: a.Tags}
			if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(corpus.Date{})); diff != "" || a.Published.String() != c.date {
				t.Errorf("facts (-want +got):\n%s\npublished %q, want %q", diff, a.Published, c.date)
			}
			if a.Extra != c.extra {
				t.Errorf("kept %q, want %q", a.Extra, c.extra)
			}
			if len(a.Warnings) != len(c.warnings) {
				t.Fatalf("warnings %q, want %q", a.Warnings, c.warnings)
			}
			for i, w := range c.warnings {
				if !strings.HasPrefix(a.Warnings[i], w) {
					t.Errorf("warning %q, want %q", a.Warnings[i], w)
				}
			}
			facts := FactsOf(a)
			facts.Title = "Another title"
			out, err := WithFacts("a.md", a.Body, facts)
			if err != nil || !strings.Contains(out, c.extra) {
				t.Errorf("with another title, the file is %q, error %v", out, err)
			}
		})
	}
}

// TestTOML: front matter between plus signs is read as that between dashes is, its tables passed over.
func TestTOML(t *testing.T) {
	t.Parallel()
	a, err := Markdown("a.md", "+++\ntitle = \"The quay = shut\"\ndate = 2024-03-05T10:00:00Z\ntags = [\"a\", \"b\"]\n[params]\n  weight = 3\n+++\n\nThe quay was closed at noon.\n")
	if err != nil {
		t.Fatal(err)
	}
	corpustest.Check(t, a)
	if a.Title != "The quay = shut" || a.Published.String() != "2024-03-05" || len(a.Tags) != 2 {
		t.Errorf("title %q, published %s, tags %q", a.Title, a.Published, a.Tags)
	}
	for _, text := range []string{"+++\nThe quay was closed at noon.\n", "+++\n+++\n\nThe quay was closed at noon.\n"} {
		if a, err := Markdown("a.md", text); err != nil || a.Title != "" {
			t.Errorf("%q: %v, %v", text, a, err)
		}
	}
}

func TestContext(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		text string
		want []string // the context of each passage, and its text
	}{
		"headings and items": {"# Harbour board\n\nThe board met on Tuesday in the old hall.\n\n## Decisions\n\n### The **quay**\n\n* Mia [Holt](#)\n  * is worried about the gate\n    * asks for a survey\n* Tom agrees with all of that\n\n## Other business\n\nNo other business was raised by the members.\n",
			[]string{": The board met on Tuesday in the old hall.", "Decisions / The quay: Mia [Holt](#)",
				"Decisions / The quay / Mia Holt: is worried about the gate", "Decisions / The quay / Mia Holt / is worried about the gate: asks for a survey",
				"Decisions / The quay: Tom agrees with all of that", "Other business: No other business was raised by the members."}},
		"a table": {"# Flow\n\nThe governments agreed on these flows at both gauges.\n\n| Gauge | Spring |\n|---|---|\n| Elm | 90 |\n| Oak | 120 |\n",
			[]string{": The governments agreed on these flows at both gauges.", "Gauge | Spring: Elm | 90", "Gauge | Spring: Oak | 120"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			a, err := Markdown("a.md", c.text)
			if err != nil {
				t.Fatal(err)
			}
			corpustest.Check(t, a)
			var got []string
			for _, p := range a.Passages {
				got = append(got, strings.Join(p.Context(), " / ")+": "+p.Text)
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("contexts (-want +got):\n%s", diff)
			}
		})
	}
}

// TestEmphasisedHeadings: a line of nothing but emphasis is a heading, a sentence that is emphasised is not.
func TestEmphasisedHeadings(t *testing.T) {
	t.Parallel()
	a, err := Markdown("a", "**What is at stake**\n\nThe bank feeds two countries.\n\n**It lapsed in 2021.**\n")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, p := range a.Passages {
		got = append(got, p.Text)
	}
	if want := "The bank feeds two countries.|**It lapsed in 2021.**"; strings.Join(got, "|") != want {
		t.Errorf("passages %q, want %q", got, want)
	}
}

// TestMarkdownTitles holds that a headline has no marks.
func TestMarkdownTitles(t *testing.T) {
	t.Parallel()
	for heading, want := range map[string]string{
		`# Notes \_final\_ of the board`:          "Notes _final_ of the board",
		"# The *old* `pier` of [Moss](https://m)": "The old pier of Moss",
		`## 5 \* 3 boats & a half`:                "5 * 3 boats & a half",
		"**Pier closed for repairs**":             "Pier closed for repairs",
	} {
		a, err := Markdown("a.md", heading+"\n\nThe board met on Monday and agreed to mend the old pier in the spring of next year.\n")
		if err != nil {
			t.Fatal(err)
		}
		if a.Title != want {
			t.Errorf("%s: title %q, want %q", heading, a.Title, want)
		}
	}
}

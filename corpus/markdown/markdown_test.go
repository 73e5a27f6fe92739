package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func shown(source string, blocks []Block) []string {
	var out []string
	for _, b := range blocks {
		kind := [...]string{"p", "h", "item", "row"}[b.Kind]
		if b.Kind == Heading {
			kind = fmt.Sprintf("h%d", b.Level)
		}
		if b.Header {
			kind = "header"
		}
		for _, w := range b.Within {
			kind += fmt.Sprintf(" <%d", w)
		}
		out = append(out, kind+": "+source[b.Start:b.End])
	}
	return out
}

func TestBlocks(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		source string
		want   []string
	}{
		"headings": {"# One\n\nText.\n\n## Two ##\nMore\ntext.\n\nThree\n-----\n\n**Four**\n\n**A sentence.**",
			[]string{"h1: One", "p: Text.", "h2: Two", "p: More\ntext.", "h2: Three", "h6: **Four**", "p: **A sentence.**"}},
		"a paragraph over a rule is no heading": {"The gate was closed at noon.\n---\nIt was opened again.", []string{"p: The gate was closed at noon.", "p: It was opened again."}},
		"lists": {"* Mia\n  * is worried\n    about the gate\n  * asks:\n    1. why\n* Tom (chat): fine\n\n  He left.\n",
			[]string{"item: Mia", "item <0: is worried\n    about the gate", "item <0: asks:", "item <0 <2: why", "item: Tom (chat): fine", "p <4: He left."}},
		"tasks": {"- [ ] Tom: write\n- [x] Mia: ask\n- [link](a) text\n", []string{"item: Tom: write", "item: Mia: ask", "item: [link](a) text"}},
		"tables": {"| Gauge | Spring |\n|---|---:|\n| Elm | 90 |\n| Oak | |\n\nText.",
			[]string{"header: Gauge | Spring", "row <0: Elm | 90", "row <0: Oak", "p: Text."}},
		"quotations":       {"> A line\n> goes on.\n\nText.", []string{"p: A line\n> goes on.", "p: Text."}},
		"rules and images": {"***\n![a](b)\n\n<!-- no -->\n\n[a]: http://example.org\n\nText.", []string{"p: Text."}},
		"code is text":     {"```\none\n\ntwo\n```\n\n    three\n", []string{"p: one", "p: two", "p: three"}},
		"tags":             {"<div>\n<b>Text</b> here\n</div>\n\n<hr>\n", []string{"p: <div>\n<b>Text</b> here\n</div>"}},
		"headings and programs in tags": {"<h2 align=\"center\">The toll</h2>\n\n<details><summary>Votes</summary>\n\nSeven to two.\n\n</details>\n\n<script>\nshow(toll);\n</script>\n\n<style>p { color: red }</style>\n\n<?php toll(); ?>\n\n<p>It <b>rose</b>.</p>",
			[]string{"h2: <h2 align=\"center\">The toll</h2>", "h6: <details><summary>Votes</summary>", "p: Seven to two.", "p: <p>It <b>rose</b>.</p>"}},
		"blank lines that are not empty": {"One.\n\u00a0\u00a0 \nTwo.\n\u2003\nThree.", []string{"p: One.", "p: Two.", "p: Three."}},
		"line ends":                      {"# One\r\n\r\nText\r\ngoes on.\r\rMore.", []string{"h1: One", "p: Text\r\ngoes on.", "p: More."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if diff := cmp.Diff(c.want, shown(c.source, Blocks(c.source))); diff != "" {
				t.Errorf("blocks (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"Nothing to do.": "Nothing to do.",
		"The *gate* is **shut**, says [Mia](https://example.org/a_b_c).": "The gate is shut, says Mia.",
		"**Decision:** the `gate` stays":                                 "Decision: the gate stays",
		"See <https://example.org/x>.":                                   "See https://example.org/x.",
		"snake_case and 2 * 3 * 4":                                       "snake_case and 2 * 3 * 4",
		"a line\n> goes\n>> on":                                          "a line goes on",
		"not \\*this\\* &amp; that":                                      "not *this* & that",
		"~~gone~~ ![a](b) <b>bold</b>":                                   "gone bold",
		"1. is no list":                                                  "1. is no list",
		"# is no heading_":                                               "# is no heading_",
		"**open":                                                         "**open",
		"see [the quay][1], as shown[2][3]":                              "see the quay, as shown[2][3]",
		"[1] stays":                                                      "[1] stays",
	} {
		if got := Plain(source); got != want {
			t.Errorf("Plain(%q) = %q, want %q", source, got, want)
		}
	}
}

func FuzzBlocks(f *testing.F) {
	for _, s := range []string{"", "# a\n* b\n  * c\n\n| a | b |\n|--|--|\n| c |", "> 1. - # x\n---", "```\na", "<div>\n\n<!--", "\r\r\n\x00[a]: b",
		strings.Repeat("> ", 100) + "x", strings.Repeat("- ", 200) + "x", "a\\\n**b**\n==="} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, source string) {
		end := 0
		for i, b := range Blocks(source) {
			if b.Start < end || b.End <= b.Start || b.End > len(source) || strings.TrimSpace(source[b.Start:b.End]) != source[b.Start:b.End] {
				t.Fatalf("block %d %+v after %d of %q", i, b, end, source)
			}
			end = b.End
			for k, w := range b.Within {
				if w < 0 || w >= i || k > 0 && w <= b.Within[k-1] {
					t.Fatalf("block %d is within %v", i, b.Within)
				}
			}
		}
	})
}

func FuzzPlain(f *testing.F) {
	for _, s := range []string{"", "*a* [b](c) `d` <e> &amp; \\*", "a\n\n> b\r\rc", strings.Repeat("[", 50) + strings.Repeat("*", 50)} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if got := Plain(s); len(got) > 3*len(s)+3 {
			t.Fatalf("Plain(%q) is %d bytes", s, len(got))
		}
	})
}

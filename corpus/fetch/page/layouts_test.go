package page

import (
	"encoding/json"
	"fmt"
	"html"
	"net/url"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/prose"
)

// sample is a page of an outlet that does not exist, and what a reader takes from it.
type sample struct {
	layout, html, link                string
	title, publisher, published, kind string
	body                              []string
}

// record reads lines of "key: value" until one that is something else; it returns the rest.
func record(text string) (map[string]string, string) {
	facts := map[string]string{}
	key := regexp.MustCompile(`^([a-z]+): *(.*)$`)
	var rest []string
	for line := range strings.Lines(text) {
		if m := key.FindStringSubmatch(strings.TrimRight(line, "\n")); m != nil {
			facts[m[1]] = m[2]
		} else {
			rest = append(rest, line)
		}
	}
	return facts, strings.Join(rest, "")
}

// samples are all layouts of a file, each with some of the stories.
func samples(t testing.TB, file string) (out []sample) {
	read := func(name string) []string {
		data, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		return regexp.MustCompile(`(?m)^===`).Split(string(data), -1)
	}
	stories := read("stories.txt")
	for i, layout := range read(file)[1:] {
		name, layout, _ := strings.Cut(layout, "\n")
		for _, story := range []string{stories[i%len(stories)], stories[(i+1)%len(stories)]} {
			out = append(out, fill(t, strings.TrimSpace(name), layout, story))
		}
	}
	return out
}

// fill puts a story into a layout.
func fill(t testing.TB, name, layout, story string) sample {
	facts, text := record(story)
	at, err := time.Parse(time.DateOnly, facts["date"])
	if err != nil {
		t.Fatal(err)
	}
	quoted := func(s string) string {
		data, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		return strings.ReplaceAll(strings.Trim(string(data), `"`), "/", `\/`)
	}
	paragraphs := strings.Split(strings.TrimSpace(text), "\n")
	var shown, marked []string
	values := []string{
		"{title}", facts["title"], "{author}", facts["author"], "{site}", facts["site"], "{host}", facts["host"],
		"{iso}", facts["date"] + "T10:30:00+00:00", "{ymd}", facts["date"], "{us}", at.Format("January 2, 2006"), "{uk}", at.Format("2 January 2006"),
		"{slash}", at.Format("2006/01/02"), "{weekday}", at.Weekday().String(), "{day}", facts["date"],
		"{slug}", strings.ToLower(strings.Join(strings.Fields(facts["title"])[:4], "-")),
		"{year}", at.Format("2006"), "{mon}", strings.ToLower(at.Format("Jan")), "{dd}", at.Format("02"), "{short}", at.Format("Jan 2, 2006"),
		"{ukshort}", at.Format("Mon 2 Jan 2006"), "{dmy}", at.Format("02.01.2006"), "{dmyslash}", at.Format("02/01/2006"),
		"{numeric}", at.Format("02-01-2006"), "{jp}", at.Format("2006年1月2日"),
		"{json}", quoted(strings.Join(paragraphs, "\n\n")),
	}
	for i, p := range paragraphs {
		marked = append(marked, "<p>"+html.EscapeString(p)+"</p>")
		shown = append(shown, fmt.Sprintf("{p%d}", i+1), html.EscapeString(p), fmt.Sprintf("{j%d}", i+1), quoted(p))
	}
	values = append(values, shown...)
	values = append(values, "{paras}", strings.Join(marked, "\n"), "{jsonp}", quoted(strings.Join(marked, "")))
	filled := strings.NewReplacer(values...)
	stated, page := record(layout)
	for key, value := range stated {
		stated[key] = filled.Replace(value)
	}
	or := func(key, otherwise string) string {
		if v, ok := stated[key]; ok {
			return strings.TrimPrefix(v, "-")
		}
		return otherwise
	}
	s := sample{
		layout: name, html: filled.Replace(page), kind: or("kind", ""),
		link: or("link", filled.Replace("https://{host}/news/{slug}")), title: or("title", facts["title"]), publisher: or("publisher", facts["site"]),
		published: or("published", facts["date"]),
	}
	for n := range strings.SplitSeq(or("body", "1,2,3,4,5,6,7,8,9"), ",") {
		if n != "" {
			s.body = append(s.body, paragraphs[n[0]-'1'])
		}
	}
	if also := stated["also"]; also != "" {
		for part := range strings.SplitSeq(also, "| ") {
			s.body = append(s.body, html.UnescapeString(part))
		}
	}
	return s
}

// overlap is the harmonic mean of how much of what should be read is, and how much of what is read should be.
func overlap(want, got string) float64 {
	counts := map[string]int{}
	wanted, had, common := 0, 0, 0
	for _, w := range prose.Words(want) {
		counts[w.Folded]++
		wanted++
	}
	for _, w := range prose.Words(got) {
		if counts[w.Folded] > 0 {
			counts[w.Folded]--
			common++
		}
		had++
	}
	if common == 0 {
		return 0
	}
	return 2 * float64(common) / float64(wanted+had)
}

// TestLayouts measures how pages in the layouts of many sites are read: the text without what stands around it, the headline, the publisher
// and the date.
func TestLayouts(t *testing.T) {
	t.Parallel()
	for file, least := range map[string]layoutScore{
		"layouts.txt": {body: 0.98, titles: 0.97, publishers: 0.99, dates: 0.99},
		"fresh.txt":   {body: 0.98, titles: 0.97, publishers: 0.97, dates: 0.97},
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			testLayouts(t, samples(t, file), least)
		})
	}
}

// layoutScore is how well pages are read: the mean F1 of their words, and shares of the facts found.
type layoutScore struct{ body, titles, publishers, dates float64 }

func testLayouts(t *testing.T, all []sample, least layoutScore) {
	var body, titles, publishers, dates, stated, silent, invented float64
	for _, s := range all {
		at, err := url.Parse(s.link)
		if err != nil {
			t.Fatal(err)
		}
		found, err := Read([]byte(s.html), "text/html; charset=utf-8", at)
		a := &corpus.Article{}
		if err == nil {
			if a, err = parse.FromPage(found.Page); err != nil {
				a = &corpus.Article{}
			}
		}
		var text []string
		warned := err != nil
		for _, p := range a.Passages {
			if p.Role == corpus.RoleBody || p.Role == corpus.RoleOrigin && strings.HasPrefix(p.Text, "Reporting by") {
				text = append(text, p.Text)
			}
		}
		warned = warned || found.Lost != ""
		f1 := overlap(strings.Join(s.body, " "), strings.Join(text, " "))
		body += f1
		note := ""
		count := func(what string, sum *float64, got, want string) {
			if got == want {
				*sum++
				return
			}
			note += fmt.Sprintf(" %s %q, want %q", what, got, want)
		}
		count("title", &titles, a.Title, s.title)
		count("publisher", &publishers, a.Publisher, s.publisher)
		if s.published != "" {
			stated++
			count("date", &dates, a.Published.String(), s.published)
		} else if a.Published != (corpus.Date{}) {
			invented++
			note += " date " + a.Published.String() + " which nothing states"
		}
		if s.kind == string(corpus.KindLive) {
			for _, p := range a.Passages {
				if p.Role == corpus.RoleBody && (p.Turn.Time == "" || p.Turn.Paragraph == 0) {
					t.Errorf("%s: no time of the entry %q", s.layout, p.Text)
				}
			}
		}
		if s.kind != "" && string(a.Kind) != s.kind {
			note += fmt.Sprintf(" kind %q, want %q", a.Kind, s.kind)
		}
		if f1 < 0.8 && !warned {
			silent++
			note += " loss is not warned of"
		}
		if f1 < 0.95 || note != "" {
			t.Logf("%s: F1 %.2f%s", s.layout, f1, note)
			if f1 < 0.95 && testing.Verbose() && os.Getenv("SHOW") != "" {
				t.Logf("READ: %s", strings.Join(text, "\n      "))
			}
		}
	}
	n := float64(len(all))
	t.Logf("%d pages: body F1 %.3f, titles %.3f, publishers %.3f, dates %.3f of those stated, invented %v, silent losses %v",
		len(all), body/n, titles/n, publishers/n, dates/stated, invented, silent)
	for _, l := range []struct {
		what       string
		got, least float64
	}{{"body F1", body / n, least.body}, {"titles", titles / n, least.titles}, {"publishers", publishers / n, least.publishers}, {"dates", dates / stated, least.dates}, {"dates that nothing states", -invented, 0}, {"silent losses", -silent, 0}} {
		if l.got < l.least {
			t.Errorf("%s: %.3f, want at least %.3f", l.what, l.got, l.least)
		}
	}
}

// FuzzRead reads pages of any kind.
func FuzzRead(f *testing.F) {
	for _, s := range samples(f, "layouts.txt") {
		f.Add(s.html, s.link)
	}
	f.Add(`<script>window.a={"b":[undefined,{"text":"`+strings.Repeat("The pier is old. ", 40)+`"}]};</script>`, "")
	f.Add(`<title>Quay</title><meta name="author" content="Ida Lorne"><p>Ida Lorne</p>`, "https://mosscourier.example/a")
	f.Fuzz(func(t *testing.T, page, link string) {
		at, err := url.Parse(link)
		if err != nil {
			at = nil
		}
		found, err := Read([]byte(page), "text/html; charset=utf-8", at)
		if err == nil && strings.TrimSpace(found.Text) == "" {
			t.Error("a page without text is no error")
		}
	})
}

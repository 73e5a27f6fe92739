package reading

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/people"
)

// editor makes articles up and changes them, so that people come and go, change their titles and share their surnames.
type editor struct {
	*rand.Rand
	crowd bool // hardly two articles name the same people
}

func (e editor) one(of ...string) string { return of[e.IntN(len(of))] }

func (e editor) name() string {
	if e.crowd && e.IntN(10) > 0 {
		return e.one("Ivan", "Anna", "Maria", "John") + " " + e.one("Kor", "Bel", "Tam", "Vos", "Lin") + e.one("en", "ak", "ik", "usa") + e.one("berg", "dal", "stad", "holm")
	}
	return e.one("Ivan", "Anna", "Sergey", "Sergei", "J.", "Maria", "Park", "John") + e.one("", "", " Q.") + " " +
		e.one("Roe", "Doe", "Petrov", "Petroff", "Stone", "Hill", "Min-ho", "al-Sabri", "Hunt", "Frost")
}

// rare is a word that stands in few articles, so that it often stands in lower case in none.
func (e editor) rare(capital bool) string {
	w := e.one("c", "d", "t", "s", "p", "m") + e.one("amber", "elder", "iller", "order", "umper")
	if capital {
		return strings.ToUpper(w[:1]) + w[1:]
	}
	return w
}

func (e editor) office() string {
	return e.one("minister", "Foreign Minister", "president", "former Ruritanian president", "director", "Queen", "Gen.", "secretary of state", "spokeswoman")
}

func (e editor) paragraph() string {
	name := e.name()
	last := name[strings.LastIndexByte(name, ' ')+1:]
	thing := e.one("the treaty", "a stone", "the hill", "frost", "the hunt for a deal", "the summit", "sabri coffee")
	switch e.IntN(9) {
	case 0:
		return fmt.Sprintf("The %s, %s, said on Monday that %s was ready. He met Mr. %s later.", e.office(), name, thing, last)
	case 1:
		return fmt.Sprintf("“We saw %s,” %s %s told reporters. “It is %s.”", thing, e.office(), name, e.one("good", "late", "cold"))
	case 2:
		return fmt.Sprintf("%s said that %s and %s would wait. She added: “No.”", last, e.name(), thing)
	case 3:
		return fmt.Sprintf("%sspoke of %s, %s, and of %s.", e.rare(true)+e.one(" ", " Petrov "), name, e.office(), thing)
	case 4:
		return fmt.Sprintf("The "+e.rare(false)+" %s said nothing about %s, the %s of %s, who was in Hill.", e.office(), name, e.office(), e.one("Ruritania", "Stone"))
	case 5:
		return fmt.Sprintf("%s: We agreed on %s.\n\n%s: No.", e.one("MS. "+strings.ToUpper(last), name, e.office()), thing, e.one(last, e.name(), "The President"))
	case 6:
		return fmt.Sprintf("When asked about %s, reply only that %s resigned.", thing, last)
	case 7:
		return fmt.Sprintf("Early on, %s of the ministry, 54, and %s met near %s and talked about %s for three hours and a half.", name, e.name(), last, thing)
	}
	return fmt.Sprintf("%s was %s, the foreign minister said, and %s called it “%s”.", strings.ToUpper(thing[:1])+thing[1:], e.one("signed", "lost"), last, thing)
}

func (e editor) article() string {
	var b strings.Builder
	if e.IntN(2) == 0 {
		fmt.Fprintf(&b, "---\ntitle: %s meets %s\nauthor: %s\npublisher: Post\npublished: 2021-%02d-02\n", e.name(), e.name(), e.name(), 1+e.IntN(12))
		if e.IntN(4) == 0 {
			fmt.Fprintf(&b, "report: article-%d\n", e.IntN(8))
		}
		b.WriteString("---\n")
	}
	for range 1 + e.IntN(6) {
		b.WriteString(e.paragraph() + "\n\n")
	}
	return b.String()
}

// edit changes one text, or adds one, copies one, or takes one away.
func (e editor) edit(texts map[corpus.ArticleID]string) {
	id := corpus.ArticleID(fmt.Sprintf("article-%d.md", e.IntN(14)))
	paragraphs := strings.SplitAfter(texts[id], "\n\n")
	switch at := e.IntN(len(paragraphs)); e.IntN(6) {
	case 0:
		delete(texts, id)
	case 1:
		if ids := slices.Sorted(maps.Keys(texts)); len(ids) > 0 {
			texts[id] = texts[ids[e.IntN(len(ids))]]
		}
	case 2:
		if texts[id] != "" {
			texts[id] = strings.Join(slices.Insert(paragraphs, at, e.paragraph()+"\n\n"), "")
			break
		}
		fallthrough
	default:
		texts[id] = e.article()
	}
}

func parseAll(tb testing.TB, texts map[corpus.ArticleID]string) []*corpus.Article {
	tb.Helper()
	var out []*corpus.Article
	for id, text := range texts {
		a, err := parse.Markdown(id, text)
		if err != nil {
			continue
		}
		out = append(out, a)
	}
	return out
}

// TestUnpack packs and unpacks articles that are made up, and gives them back as they were parsed.
func TestUnpack(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		e := editor{rand.New(rand.NewPCG(seed, 7)), seed%2 == 1}
		texts := map[corpus.ArticleID]string{}
		for range 10 + e.IntN(20) {
			e.edit(texts)
		}
		read, err := New(parseAll(t, texts))
		if err != nil {
			t.Fatal(err)
		}
		unpacked, err := Unpack(string(read.Pack()))
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(dumpOf(read), dumpOf(unpacked)); diff != "" {
			t.Fatalf("seed %d: packed (-) and unpacked (+) differ:\n%s", seed, diff)
		}
		for _, a := range parseAll(t, texts) {
			if unread := unpacked.Unread(a.ID); !reflect.DeepEqual(a, unread) {
				t.Fatalf("seed %d: parsed (-) and unread (+) differ:\n%s", seed, cmp.Diff(a, unread, cmp.AllowUnexported(corpus.Date{})))
			}
			if got, want := unpacked.Overlaps(a), read.Overlaps(a); !slices.Equal(got, want) {
				t.Fatalf("seed %d: %s overlaps with %v, want %v", seed, a.ID, got, want)
			}
		}
	}
}

// dumpOf is all of a corpus that its readers can notice, people by their names.
func dumpOf(c *Corpus) []string {
	var out []string
	add := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	name := func(p *corpus.Person) string {
		if p == nil {
			return ""
		}
		if !slices.Contains(c.People, p) {
			return "nobody of the corpus"
		}
		return p.Name
	}
	for _, r := range c.Reports {
		add("report %v", r)
	}
	for _, p := range c.People {
		add("person %v, %v", *p, c.names.Sexes[p])
	}
	for _, a := range c.Articles {
		head := *a
		head.Passages = nil
		add("article %+v", head)
		for i, p := range a.Passages {
			if c.Passage(p.ID) != &a.Passages[i] {
				add("passage %s is not found", p.ID)
			}
			remarks := p.Remarks
			p.Remarks = nil
			add("%+v", p)
			for _, r := range remarks {
				by, to := name(r.Person), name(r.To)
				r.Person, r.To = nil, nil
				add("%q to %q: %+v", by, to, r)
			}
		}
		for p := range c.names.Present[a.ID] {
			out = append(out, fmt.Sprintf("%s is in %s", name(p), a.ID))
		}
	}
	var walk func(at string, n *people.Node)
	names := func(people []*corpus.Person) string {
		var all []string
		for _, p := range people {
			all = append(all, name(p))
		}
		slices.Sort(all)
		return strings.Join(all, ", ")
	}
	walk = func(at string, n *people.Node) {
		add("name %s: %s; %s; %s", at, names(n.Names), names(n.Surnames), names(slices.Collect(maps.Keys(n.Roles))))
		for w, below := range n.Next {
			walk(at+" "+w, below)
		}
	}
	walk("", c.names.Root)
	add("%v %v %v", c.names.Lower, c.names.Upper, c.names.Given)
	slices.Sort(out)
	return out
}

func FuzzUnpack(f *testing.F) {
	c, err := New(parseAll(f, map[corpus.ArticleID]string{
		"a.md": "---\ntitle: Talks\npublished: 2021-03-02\n---\nForeign Minister Ivan Roe said on Monday that it was late. “No,” he told Anna Doe.\n",
		"b.md": "MS. DOE: Yes.\n\nMR. ROE: No.\n",
	}))
	if err != nil {
		f.Fatal(err)
	}
	good := c.Pack()
	f.Add(good)
	f.Add(good[:len(good)/2])
	f.Add([]byte{1, 0, 0, 0, 0, 0})
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := Unpack(string(data))
		if (c == nil) == (err == nil) {
			t.Fatalf("%v and %v", c, err)
		}
		if err != nil {
			return
		}
		// What was unpacked can be asked and packed again, whatever it is.
		for _, a := range c.Articles {
			c.Mentions(a.Title)
		}
		if _, err := Unpack(string(c.Pack())); err != nil {
			t.Fatal(err)
		}
	})
}

package reading

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"readout/corpus"
	"readout/corpus/packed"
	"readout/corpus/parallel"
	"readout/corpus/people"
	"readout/corpus/prose"
)

// ErrPacked marks what Pack cannot have written, or not in this release.
var ErrPacked = errors.New("not a packed corpus")

// Pack is all of a corpus, to be kept in a file: Unpack takes a fraction of the time of New. What another release of this package packed
// may be unpacked without an error, and be wrong: the file must say by which it was written.
func (c *Corpus) Pack() []byte {
	var b []byte
	number := make(map[*corpus.Person]int, len(c.People))
	b = packed.AppendNumber(b, len(c.People))
	for i, p := range c.People {
		number[p] = i
		b = packed.AppendText(packed.AppendText(b, p.Name), p.Surname)
		b = packed.AppendTexts(packed.AppendTexts(b, p.Variants), p.Roles)
		b = packed.AppendNumber(b, int(c.names.Sexes[p]))
	}
	w := packer{number}
	b = w.names(b, c.names)
	b = packed.AppendNumber(b, len(c.Articles))
	for _, a := range c.Articles {
		b = packed.AppendText(b, string(w.article(nil, a, c.claims[a.ID], c.names.Present[a.ID])))
	}
	return b
}

// packer knows the people by their numbers.
type packer struct{ number map[*corpus.Person]int }

func (w packer) people(b []byte, people []*corpus.Person) []byte {
	b = packed.AppendNumber(b, len(people))
	for _, p := range people {
		b = packed.AppendNumber(b, w.number[p])
	}
	return b
}

func (w packer) set(b []byte, people map[*corpus.Person]bool) []byte {
	return w.people(b, slices.SortedFunc(maps.Keys(people), func(p, q *corpus.Person) int { return w.number[p] - w.number[q] }))
}

// person is a person who may be nil.
func (w packer) person(b []byte, p *corpus.Person) []byte {
	if p == nil {
		return packed.AppendNumber(b, 0)
	}
	return packed.AppendNumber(b, w.number[p]+1)
}

func (w packer) names(b []byte, ix *people.Index) []byte {
	for _, counts := range []map[string]int{ix.Lower, ix.Upper} {
		b = packed.AppendNumber(b, len(counts))
		for word, n := range counts {
			b = packed.AppendNumber(packed.AppendText(b, word), n)
		}
	}
	b = packed.AppendTexts(b, slices.Collect(maps.Keys(ix.Given)))
	return w.node(b, ix.Root)
}

func (w packer) node(b []byte, n *people.Node) []byte {
	b = w.set(w.people(w.people(b, n.Names), n.Surnames), n.Roles)
	b = packed.AppendNumber(b, len(n.Next))
	for word, below := range n.Next {
		b = w.node(packed.AppendText(b, word), below)
	}
	return b
}

func (w packer) article(b []byte, a *corpus.Article, claim corpus.ReportID, present map[*corpus.Person]bool) []byte {
	for _, text := range []string{
		string(a.ID), a.Title, a.Publisher, a.Agency, a.Author, a.Published.String(), a.URL, string(a.Kind), string(a.Form), a.Language,
		string(a.Report), string(claim), a.Body,
	} {
		b = packed.AppendText(b, text)
	}
	b = packed.AppendTexts(packed.AppendText(packed.AppendTexts(b, a.Tags), a.Extra), a.Warnings)
	b = w.set(packed.AppendTexts(b, a.Aliases), present)
	sentences, remarks := 0, 0
	for i := range a.Passages {
		sentences += len(a.Passages[i].Sentences)
		remarks += len(a.Passages[i].Remarks)
	}
	b = packed.AppendNumber(packed.AppendNumber(packed.AppendNumber(b, len(a.Passages)), sentences), remarks)
	for i := range a.Passages {
		b = w.passage(b, a, &a.Passages[i])
	}
	return b
}

func appendSpan(b []byte, s prose.Span) []byte {
	return packed.AppendNumber(packed.AppendNumber(b, s.Start), s.Len())
}

// appendExcerpt appends a part of the body, which is not written again when it is the text in its span.
func appendExcerpt(b []byte, a *corpus.Article, s prose.Span, text string) []byte {
	b = appendSpan(b, s)
	if a.Text(s) == text {
		return packed.AppendFlag(b, true)
	}
	return packed.AppendText(packed.AppendFlag(b, false), text)
}

func (w packer) passage(b []byte, a *corpus.Article, p *corpus.Passage) []byte {
	b = packed.AppendText(packed.AppendText(b, string(p.ID)), string(p.Role))
	b = appendExcerpt(packed.AppendNumber(b, p.Paragraph), a, p.Span, p.Text)
	b = packed.AppendTexts(packed.AppendTexts(b, p.Headings), p.Parents)
	b = packed.AppendText(packed.AppendFlag(b, p.Listed), string(p.Statement))
	for _, n := range []int{p.Turn.Number, p.Turn.Paragraph, p.Turn.Words} {
		b = packed.AppendNumber(b, n)
	}
	for _, text := range []string{p.Turn.Label, p.Turn.Time, p.Turn.Speaker} {
		b = packed.AppendText(b, text)
	}
	b = packed.AppendFlag(b, p.Turn.Asks)
	b = packed.AppendNumber(b, len(p.Sentences))
	for _, s := range p.Sentences {
		b = packed.AppendFlag(appendExcerpt(b, a, s.Span, s.Text), s.Order)
	}
	b = packed.AppendNumber(b, len(p.Remarks))
	for _, r := range p.Remarks {
		b = w.person(w.person(packed.AppendText(b, r.Speaker), r.Person), r.To)
		b = packed.AppendFlag(appendExcerpt(b, a, r.Span, r.Text), r.Direct)
		b = packed.AppendText(packed.AppendNumber(appendSpan(b, r.Attribution), r.Sentence), r.Occasion)
	}
	return b
}

// Unpack is the corpus that was packed; its texts are parts of data. The error is ErrPacked.
func Unpack(data string) (*Corpus, error) {
	r := packed.NewReader(data)
	u := unpacker{people: make([]*corpus.Person, r.Count())}
	ix := &people.Index{Sexes: map[*corpus.Person]people.Sex{}, Given: map[string]bool{}}
	for i := range u.people {
		u.people[i] = &corpus.Person{Name: r.Text(), Surname: r.Text(), Variants: r.Texts(), Roles: r.Texts()}
		if s := people.Sex(r.Below(int(people.Female) + 1)); s != people.AnySex {
			ix.Sexes[u.people[i]] = s
		}
	}
	u.names(r, ix)
	texts := r.Texts()
	if !r.Done() {
		return nil, ErrPacked
	}
	unpacked, articles := make([]unpackedArticle, len(texts)), make([]*corpus.Article, len(texts))
	parallel.Each(len(texts), func(i int) {
		unpacked[i] = u.article(texts[i])
		articles[i] = unpacked[i].Article
	})
	if slices.ContainsFunc(unpacked, func(a unpackedArticle) bool { return !a.whole }) {
		return nil, ErrPacked
	}
	c, err := gather(articles)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPacked, err)
	}
	ix.Present = make(map[corpus.ArticleID]map[*corpus.Person]bool, len(articles))
	for _, a := range unpacked {
		if len(a.present) > 0 {
			ix.Present[a.ID] = a.present
		}
		if a.claim != "" {
			c.claims[a.ID] = a.claim
		}
	}
	if len(u.people) > 0 {
		c.People = u.people
	}
	c.names = ix
	c.Reports = reportsOf(c.Articles)
	c.runs = sync.OnceValue(func() map[corpus.ArticleID][]uint64 { return runsOf(c.Articles) })
	c.indexPassages()
	return c, nil
}

// reportsOf lists the reports that the articles, ordered by ID, say they belong to.
func reportsOf(articles []*corpus.Article) []Report {
	var out []Report
	place := map[corpus.ReportID]int{}
	for _, a := range articles {
		n, ok := place[a.Report]
		if !ok {
			n = len(out)
			place[a.Report] = n
			out = append(out, Report{ID: a.Report})
		}
		out[n].Articles = append(out[n].Articles, a.ID)
	}
	return out
}

// unpacker knows the people by their numbers.
type unpacker struct{ people []*corpus.Person }

func (u unpacker) list(r *packed.Reader) []*corpus.Person {
	n := r.Count()
	if n == 0 {
		return nil
	}
	out := make([]*corpus.Person, n)
	for i := range out {
		if at := r.Below(len(u.people)); !r.Failed() {
			out[i] = u.people[at]
		}
	}
	return out
}

func (u unpacker) set(r *packed.Reader) map[*corpus.Person]bool {
	n := r.Count()
	if n == 0 {
		return nil
	}
	out := make(map[*corpus.Person]bool, n)
	for range n {
		if at := r.Below(len(u.people)); !r.Failed() {
			out[u.people[at]] = true
		}
	}
	return out
}

func (u unpacker) person(r *packed.Reader) *corpus.Person {
	if at := r.Below(len(u.people) + 1); at > 0 {
		return u.people[at-1]
	}
	return nil
}

func (u unpacker) names(r *packed.Reader, ix *people.Index) {
	for _, counts := range []*map[string]int{&ix.Lower, &ix.Upper} {
		n := r.Count()
		*counts = make(map[string]int, n)
		for range n {
			word := r.Text()
			(*counts)[word] = r.Number()
		}
	}
	for _, w := range r.Texts() {
		ix.Given[w] = true
	}
	ix.Root = u.node(r, 0)
}

func (u unpacker) node(r *packed.Reader, depth int) *people.Node {
	const deepest = 1000 // words of a name
	if depth > deepest {
		r.Fail()
	}
	n := &people.Node{Names: u.list(r), Surnames: u.list(r), Roles: u.set(r)}
	if words := r.Count(); words > 0 {
		n.Next = make(map[string]*people.Node, words)
		for range words {
			word := r.Text()
			n.Next[word] = u.node(r, depth+1)
			if r.Failed() {
				break
			}
		}
	}
	return n
}

// unpackedArticle is an article with what the corpus knows of it.
type unpackedArticle struct {
	*corpus.Article
	claim   corpus.ReportID
	present map[*corpus.Person]bool
	whole   bool // nothing failed
}

func (u unpacker) article(data string) unpackedArticle {
	r := packed.NewReader(data)
	a := &corpus.Article{ID: corpus.ArticleID(r.Text()), Title: r.Text(), Publisher: r.Text(), Agency: r.Text(), Author: r.Text()}
	published, err := corpus.ParseDate(r.Text())
	if err != nil {
		r.Fail()
	}
	a.Published, a.URL, a.Kind, a.Form, a.Language = published, r.Text(), corpus.Kind(r.Text()), corpus.Form(r.Text()), r.Text()
	a.Report = corpus.ReportID(r.Text())
	claim := corpus.ReportID(r.Text())
	a.Body, a.Tags, a.Extra, a.Warnings, a.Aliases = r.Text(), r.Texts(), r.Text(), r.Texts(), r.Texts()
	present := u.set(r)
	a.Passages = make([]corpus.Passage, r.Count())
	sentences, remarks := make([]corpus.Sentence, r.Count()), make([]corpus.Remark, r.Count())
	take := func(n, have int) int {
		if n > have {
			r.Fail()
			return 0
		}
		return n
	}
	for i := range a.Passages {
		p := &a.Passages[i]
		p.Article, p.ID, p.Role, p.Paragraph = a.ID, corpus.PassageID(r.Text()), corpus.Role(r.Text()), r.Number()
		p.Span, p.Text = excerpt(r, a.Body)
		p.Headings, p.Parents = r.Texts(), r.Texts()
		p.Listed, p.Statement = r.Flag(), corpus.Statement(r.Text())
		p.Turn = corpus.Turn{Number: r.Number(), Paragraph: r.Number(), Words: r.Below(len(p.Text) + 1), Label: r.Text(), Time: r.Text(),
			Speaker: r.Text(),
			Asks:    r.Flag()}
		if n := take(r.Number(), len(sentences)); n > 0 {
			p.Sentences, sentences = sentences[:n:n], sentences[n:]
		}
		for j := range p.Sentences {
			s := &p.Sentences[j]
			s.Span, s.Text = excerpt(r, a.Body)
			s.Order = r.Flag()
		}
		if n := take(r.Number(), len(remarks)); n > 0 {
			p.Remarks, remarks = remarks[:n:n], remarks[n:]
		}
		for j := range p.Remarks {
			m := &p.Remarks[j]
			m.Speaker, m.Person, m.To = r.Text(), u.person(r), u.person(r)
			m.Span, m.Text = excerpt(r, a.Body)
			m.Direct, m.Attribution = r.Flag(), span(r, a.Body)
			m.Sentence, m.Occasion = r.Number(), r.Text()
			if m.Sentence > 0 && m.Sentence >= len(p.Sentences) {
				r.Fail()
			}
		}
	}
	return unpackedArticle{a, claim, present, r.Done()}
}

func span(r *packed.Reader, body string) prose.Span {
	start, length := r.Below(len(body)+1), r.Below(len(body)+1)
	if start+length > len(body) {
		r.Fail()
		return prose.Span{}
	}
	return prose.Span{Start: start, End: start + length}
}

func excerpt(r *packed.Reader, body string) (prose.Span, string) {
	s := span(r, body)
	if r.Flag() {
		return s, body[s.Start:s.End]
	}
	return s, r.Text()
}

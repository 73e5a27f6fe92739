package receipt

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval/scope"
)

// Fault is something in a receipt that does not hold.
type Fault struct {
	Where string // in the receipt: "passages[2].quote"
	Why   string
}

// String is the fault on one line.
func (f Fault) String() string { return f.Where + ": " + f.Why }

// checker collects faults.
type checker struct {
	receipt  *Receipt
	articles *reading.Corpus
	version  string
	faults   []Fault
}

func (k *checker) fault(where, format string, args ...any) {
	k.faults = append(k.faults, Fault{where, fmt.Sprintf(format, args...)})
}

// same compares a value of the receipt with what the articles give.
func (k *checker) same(where, got, want string) {
	if got != want {
		at := differAt(got, want)
		k.fault(where, "the receipt says %s, the articles %s", told(got, at), told(want, at))
	}
}

// differAt is how many bytes two texts have in common at their beginning, in whole characters.
func differAt(a, b string) int {
	n := 0
	for _, c := range a {
		if !strings.HasPrefix(b[n:], string(c)) {
			break
		}
		n += len(string(c))
	}
	return min(n, len(a))
}

// told is a value as a fault shows it, from a little before where it differs.
func told(value string, at int) string {
	const before, most = 24, 60
	if value == "" {
		return "nothing"
	}
	runes, from := []rune(value), max(0, utf8.RuneCountInString(value[:min(at, len(value))])-before)
	lead, tail := "", ""
	if from > 0 {
		lead = "…"
	}
	to := min(len(runes), from+most)
	if to < len(runes) {
		tail = "…"
	}
	return strconv.Quote(lead + string(runes[from:to]) + tail)
}

// Verify computes a receipt again from the articles of a version, and tells what does not hold; nil when everything does. The version may
// be another than the receipt's, as long as what is cited is in it unchanged; with which other articles one is the same report may then
// have changed, and is not looked at. What was asked, and who worded the answer, can't be computed: the seal alone holds that. Whether
// what is cited lies within what was asked is computed.
func (r *Receipt) Verify(c *reading.Corpus, version string) []Fault {
	k := &checker{receipt: r, articles: c, version: version}
	if r.Kind != kind || r.Format != Format {
		k.fault("kind", "it is %s of format %d, not %q of format %d", told(r.Kind, 0), r.Format, kind, Format)
	}
	if r.seal() != r.Seal {
		k.fault("seal", "something was changed after the receipt was written")
	}
	k.sources()
	k.passages()
	k.sentences()
	k.within()
	if want := r.origins(c); !slices.Equal(r.Origins, want) {
		k.fault("origins", "the receipt says %v, its sources %v", r.Origins, want)
	}
	return k.faults
}

func (k *checker) sources() {
	seen := map[corpus.ArticleID]bool{}
	for i, s := range k.receipt.Sources {
		at := fmt.Sprintf("sources[%d]", i)
		a := k.articles.Article(s.Article)
		switch {
		case a == nil:
			k.fault(at+".article", "there is no article %q", s.Article)
			continue
		case seen[s.Article]:
			k.fault(at+".article", "%q is there twice", s.Article)
		case !slices.ContainsFunc(k.receipt.Passages, func(p Passage) bool { return p.Article == s.Article }):
			k.fault(at, "nothing of it is cited")
		}
		seen[s.Article] = true
		want := sourceOf(a)
		for _, v := range [][3]string{
			{".title", s.Title, want.Title}, {".publisher", s.Publisher, want.Publisher}, {".agency", s.Agency, want.Agency},
			{".author", s.Author, want.Author},
			{".published", s.Published, want.Published}, {".kind", string(s.Kind), string(want.Kind)}, {".form", string(s.Form), string(want.Form)},
			{".url", s.URL, want.URL}, {".sha256", s.SHA256, want.SHA256},
		} {
			k.same(at+v[0], v[1], v[2])
		}
		if k.version == k.receipt.Version {
			k.same(at+".report", string(s.Report), string(want.Report))
		}
	}
}

func (k *checker) passages() {
	for i, p := range k.receipt.Passages {
		at := fmt.Sprintf("passages[%d]", i)
		if p.N != i+1 {
			k.fault(at+".n", "it is %d, not %d", p.N, i+1)
		}
		if !slices.ContainsFunc(k.receipt.Sources, func(s Source) bool { return s.Article == p.Article }) {
			k.fault(at+".article", "%q is not among the sources", p.Article)
		}
		in := k.articles.Passage(p.Passage)
		if in == nil {
			k.fault(at+".passage", "there is no passage %q: it was changed or taken out", p.Passage)
			continue
		}
		if p.From < 0 || p.To > len(in.Text) || p.From >= p.To {
			k.fault(at+".from", "from %d to %d is no part of the passage, which has %d bytes", p.From, p.To, len(in.Text))
			continue
		}
		want := passageOf(p.N, in, p.From, p.To)
		for _, v := range [][3]string{
			{".article", string(p.Article), string(want.Article)}, {".paragraph", strconv.Itoa(p.Paragraph), strconv.Itoa(want.Paragraph)},
			{".turn", strconv.Itoa(p.Turn), strconv.Itoa(want.Turn)}, {".sha256", p.SHA256, want.SHA256}, {".quote", p.Quote, want.Quote},
			{".speaker", p.Speaker, want.Speaker},
		} {
			k.same(at+v[0], v[1], v[2])
		}
	}
}

func (k *checker) sentences() {
	r := k.receipt
	if r.Abstained != (len(r.Sentences) == 0) {
		k.fault("abstained", "it is %t, and there are %d sentences", r.Abstained, len(r.Sentences))
	}
	cited := map[int]bool{}
	before := ""
	for i, s := range r.Sentences {
		at := fmt.Sprintf("sentences[%d]", i)
		if len(s.Passages) == 0 {
			k.fault(at+".passages", "it cites nothing")
		}
		for j, n := range s.Passages {
			cited[n] = true
			if n < 1 || n > len(r.Passages) {
				k.fault(fmt.Sprintf("%s.passages[%d]", at, j), "there is no passage %d", n)
			}
		}
		got, added := r.prove(k.articles, s, before)
		if !slices.Equal(added, s.Added) {
			k.fault(at+".added", "the receipt says that %q is added to the article's words, from its passages it is %q", s.Added, added)
		}
		if got != s.Proof {
			k.fault(at+".text", "the receipt says that it is %s, from its passages it is %s", s.Proof, got)
		} else if got == Unproven {
			k.fault(at+".text", "it does not follow from what it cites")
		}
		before = s.Text
	}
	for i, p := range r.Passages {
		if !r.Abstained && !cited[p.N] {
			k.fault(fmt.Sprintf("passages[%d]", i), "no sentence cites it")
		}
	}
}

// within checks that what is cited is of what was asked.
func (k *checker) within() {
	w := k.receipt.Within
	s, err := scope.Parse(w.Article, w.Speaker, w.Publisher, w.From, w.To, w.Kind)
	if err != nil {
		k.fault("within", "%v", err)
		return
	}
	within, err := s.Articles(k.articles)
	if err != nil {
		k.fault("within", "%v", err)
		return
	}
	for i, a := range k.receipt.Sources {
		if within != nil && !slices.Contains(within, a.Article) {
			k.fault(fmt.Sprintf("sources[%d].article", i), "%q is not within what was asked", a.Article)
		}
	}
}

package verify

import (
	"fmt"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"readout/corpus"
	"readout/corpus/articles"
	"readout/corpus/corpustest"
	"readout/corpus/fetch"
	"readout/corpus/people"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/discourse"
)

// variant is a claim made from a sentence of an article by a rule.
type variant struct {
	rule  string
	claim Claim
	from  string // the sentence
}

// mutator makes variants of the sentences of a corpus. It is deterministic: what is chosen follows from a count.
type mutator struct {
	corpus   *reading.Corpus
	verifier *Verifier
	vocab    []string // lower-case words that carry meaning, sorted
	passages []*corpus.Passage
	n        int
}

func newMutator(t *testing.T, as []*corpus.Article) *mutator {
	t.Helper()
	c := retrievaltest.Read(t, as...)
	m := &mutator{corpus: c}
	evidence := retrieval.Evidence{Corpus: c}
	seen := map[string]bool{}
	for _, a := range c.Articles {
		for i := range a.Passages {
			p := &a.Passages[i]
			evidence.Hits = append(evidence.Hits, retrieval.Hit{Passage: p})
			if p.Role != corpus.RoleBody {
				continue
			}
			m.passages = append(m.passages, p)
			for _, w := range prose.Words(p.Text) {
				if len(w.Text) > 4 && w.Text == strings.ToLower(w.Text) && len(retrieval.ContentStems(w.Text)) == 1 && !CarriesNothing(w.Folded) && !ChangesSense(w.Folded) && len(Numbers(w.Text)) == 0 && !seen[w.Folded] {
					seen[w.Folded] = true
					m.vocab = append(m.vocab, w.Text)
				}
			}
		}
	}
	sort.Strings(m.vocab)
	m.verifier = New(evidence)
	return m
}

// next is a number that goes its way through what there is to choose from.
func (m *mutator) next() int { m.n++; return m.n * 7919 }

// word is a word that no passage sentence given holds.
func (m *mutator) word(not string) string {
	stems := retrieval.ContentStems(not)
	for {
		w := m.vocab[m.next()%len(m.vocab)]
		if !slices.Contains(stems, retrieval.ContentStems(w)[0]) {
			return w
		}
	}
}

// replaced is the text with a span replaced.
func replaced(text string, s prose.Span, by string) string {
	return text[:s.Start] + by + text[s.End:]
}

var (
	fullDate     = regexp.MustCompile(`^(?:january|february|march|april|june|july|august|september|october|november|december)$`)
	fullDay      = regexp.MustCompile(`^(?:monday|tuesday|wednesday|thursday|friday|saturday|sunday)$`)
	digits       = regexp.MustCompile(`^\d+$`)
	smallNumbers = regexp.MustCompile(`^(?:two|three|four|five|six|seven|eight|ten)$`)
)

var auxiliary = regexp.MustCompile(`\b(?:is|are|was|were|has|had|will|would|could|can|should|may)\b`)
var speechNearby = regexp.MustCompile(`\bsa(?:id|ys)\b`) // the words hold their own credit
var negator = regexp.MustCompile(`\b(?:did not|does not|do not|not|never|no) `)

// wrong makes claims that the sentence does not support, of the sentence and of its faithful rewordings.
func (m *mutator) wrong(p *corpus.Passage, i int) []variant {
	out := m.misread(p, i)
	seen := map[string]bool{}
	for _, v := range m.faithful(p, i) {
		if v.rule == "shortened in the middle" {
			continue // it may leave a sentence so broken that another word mends it
		}
		if _, err := m.verifier.Verify(v.claim); err != nil || seen[v.claim.Text] || len(seen) == 3 {
			continue
		}
		seen[v.claim.Text] = true
		for _, w := range m.altered(p, i, v.claim.Text) {
			w.claim.Speaker = v.claim.Speaker
			w.rule += ", reworded"
			out = append(out, w)
		}
	}
	return out
}

// altered makes claims that differ from a supported text in one place.
func (m *mutator) altered(p *corpus.Passage, i int, text string) []variant {
	s := p.Sentences[i]
	var out []variant
	add := func(rule, mutated string, change func(*Claim)) {
		c := Claim{Text: mutated, Passage: p.ID, Quote: s.Text}
		if change != nil {
			change(&c)
		}
		out = append(out, variant{rule, c, text})
	}
	ws := prose.Words(text)
	var content []prose.Word
	for _, w := range ws {
		if len(w.Text) > 4 && w.Text == strings.ToLower(w.Text) && slices.Contains(m.vocab, w.Text) {
			content = append(content, w)
		}
	}
	if len(content) > 2 {
		w := content[m.next()%len(content)]
		if by := m.word(p.Text); !akin(by, w.Text) {
			add("a word", replaced(text, w.Span, by), nil)
		}
		if other := content[m.next()%len(content)]; retrieval.Stem(other) != retrieval.Stem(w) && !akin(other.Text, w.Text) {
			add("a word of the sentence", replaced(text, w.Span, other.Text), nil)
		}
		for _, sentence := range p.Sentences {
			ows := prose.Words(prose.OneLine(sentence.Text))
			for _, o := range ows {
				if slices.Contains(m.vocab, o.Text) && !akin(o.Text, w.Text) && !slices.Contains(retrieval.ContentStems(text), retrieval.Stem(o)) {
					add("a word of the passage", replaced(text, w.Span, o.Text), nil)
					break
				}
			}
		}
	}
	for _, w := range ws {
		switch {
		case digits.MatchString(w.Text):
			add("a digit", replaced(text, w.Span, w.Text[:len(w.Text)-1]+string('0'+(w.Text[len(w.Text)-1]-'0'+1)%10)), nil)
		case smallNumbers.MatchString(w.Text):
			add("a number", replaced(text, w.Span, "nine"), nil)
		case fullDay.MatchString(w.Folded) && discourse.Capital(w):
			add("a weekday", replaced(text, w.Span, map[bool]string{true: "Sunday", false: "Saturday"}[w.Text != "Sunday"]), nil)
		case fullDate.MatchString(w.Folded) && w.Text != "May" && len(w.Text) > 3 && discourse.Capital(w):
			add("a month", replaced(text, w.Span, map[bool]string{true: "October", false: "November"}[w.Text != "October"]), nil)
		}
	}
	mentions := m.corpus.Mentions(text)
	for _, mention := range mentions {
		if mention.Form == people.ByRole {
			continue
		}
		for range 2 {
			other := m.corpus.People[m.next()%len(m.corpus.People)]
			if other != mention.Person {
				add("a name", replaced(text, mention.Span, other.Name), nil)
			}
		}
		for _, other := range mentions {
			if other.Person != mention.Person {
				add("a name of the sentence", replaced(text, mention.Span, other.Person.Name), nil)
				break
			}
		}
	}
	for k := 1; k < len(mentions); k++ {
		a, b := mentions[k-1], mentions[k]
		between := text[a.Span.End:b.Span.Start]
		if a.Person == b.Person || strings.Contains(between, " and ") || strings.Contains(between, ",") || a.Form == people.ByRole || b.Form == people.ByRole {
			continue
		}
		add("two names swapped", text[:a.Span.Start]+text[b.Span.Start:b.Span.End]+between+text[a.Span.Start:a.Span.End]+text[b.Span.End:], nil)
	}
	if at := auxiliary.FindStringIndex(text); at != nil && !strings.HasPrefix(text[at[1]:], " not") {
		add("a negation added", text[:at[1]]+" not"+text[at[1]:], nil)
	}
	if at := negator.FindStringIndex(text); at != nil {
		add("a negation removed", text[:at[0]]+text[at[1]:], nil)
	}
	return slices.DeleteFunc(out, func(v variant) bool { return prose.Fold(v.claim.Text) == prose.Fold(text) })
}

// misread makes claims that take the sentence for something else: said by another, told as a fact, in another passage, beside another.
func (m *mutator) misread(p *corpus.Passage, i int) []variant {
	s := p.Sentences[i]
	text := prose.OneLine(s.Text)
	out := m.altered(p, i, text)
	add := func(rule, mutated string, change func(*Claim)) {
		c := Claim{Text: mutated, Passage: p.ID, Quote: s.Text}
		if change != nil {
			change(&c)
		}
		out = append(out, variant{rule, c, text})
	}
	for _, r := range p.Remarks {
		if r.Person == nil || r.Sentence != i || !s.Span.Overlaps(r.Span) {
			continue
		}
		other := m.corpus.People[m.next()%len(m.corpus.People)]
		if other == r.Person || slices.ContainsFunc(p.Remarks, func(q corpus.Remark) bool { return q.Person == other && s.Span.Overlaps(q.Span) }) {
			continue
		}
		add("the speaker", text, func(c *Claim) { c.Speaker = other.Name })
		words := prose.OneLine(r.Text)
		if len(strings.Fields(words)) > 3 {
			add("the speaker in the words", other.Surname+" said that "+words+".", nil)
			if !r.Direct && !speechNearby.MatchString(words) {
				add("told as a fact", strings.ToUpper(words[:1])+words[1:]+".", nil)
			}
			if r.Direct {
				if q := strings.Fields(words); len(q) > 6 {
					add("a word cut out of a quotation", fmt.Sprintf("%s said: “%s.”", r.Person.Name, strings.Join(append(slices.Clone(q[:3]), q[4:]...), " ")), nil)
				}
				for _, t := range p.Remarks {
					if t.Direct && t.Span.Start > r.Span.End && t.Person == r.Person {
						add("merged quotations", fmt.Sprintf("%s said: “%s %s”", r.Person.Name, words, prose.OneLine(t.Text)), func(c *Claim) { c.Quote = p.Text })
						break
					}
				}
			}
		}
	}
	if other := m.passages[m.next()%len(m.passages)]; overlap(retrieval.ContentStems(text), retrieval.ContentStems(other.Text)) < .6 {
		add("the passage", text, func(c *Claim) { c.Passage = other.ID })
		add("a sentence added", text+" "+prose.OneLine(other.Sentences[0].Text), nil)
		add("the sentence alone", prose.OneLine(other.Sentences[0].Text), nil)
	}
	return out
}

var (
	leading     = regexp.MustCompile(`^((?:On|In|At|After|During|Since|With|For|By|From|As) [^,"“]{3,60}), ([^"“]+)\.$`)
	apposition  = regexp.MustCompile(`, (?:the|a|an|who|whose|which|where) [^,"“”;]{3,80}, `)
	trailing    = regexp.MustCompile(`, (?:who|which|where|whose|including|according to|after|when) [^,"“”]+\.$`)
	quotedFirst = regexp.MustCompile(`^[“"]([^“”"]+),[”"] ([^“”"]+) said\.$`)
	quotedLast  = regexp.MustCompile(`^([^“”",]+) said: [“"]([^“”"]+)\.[”"]$`)
	saidThat    = regexp.MustCompile(`^(\p{Lu}[\p{L}. ]+?) said (?:that )?([^“”"]+)\.$`)
	transitive  = regexp.MustCompile(`^(\p{Lu}[\p{L}.]+(?: \p{Lu}[\p{L}.]+)*) (\p{Ll}+ed) ((?:the |a |an |his |its )?[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+)*)((?: (?:on|in|at|for|with|from|to|over|of|about|as) [^“”",]+)?)\.$`)
	tense       = map[string]string{" is ": " was ", " are ": " were ", " has ": " had ", " will ": " would ", " can ": " could "}
	conjunct    = regexp.MustCompile(`^([^“”"]{40,}),? (?:and|but) (?:that )?[^“”"]{15,}\.$`)
)

// faithful makes claims that say what the sentence says, or less.
func (m *mutator) faithful(p *corpus.Passage, i int) []variant {
	s := p.Sentences[i]
	text := prose.OneLine(s.Text)
	var out []variant
	add := func(rule, reworded string) {
		if reworded != text {
			out = append(out, variant{rule, Claim{Text: reworded, Passage: p.ID, Quote: s.Text}, text})
		}
	}
	speaker := func(name string) {
		if len(out) > 0 {
			out[len(out)-1].claim.Speaker = name
		}
	}
	if x := leading.FindStringSubmatch(text); x != nil {
		rest := strings.ToUpper(x[2][:1]) + x[2][1:]
		add("shortened in front", rest+".")
		add("reordered", rest+" "+strings.ToLower(x[1][:1])+x[1][1:]+".")
	}
	if at := apposition.FindStringIndex(text); at != nil && at[0] > 0 {
		add("shortened in the middle", text[:at[0]]+" "+text[at[1]:])
	}
	if at := trailing.FindStringIndex(text); at != nil {
		add("shortened at the end", text[:at[0]]+".")
	}
	if x := quotedFirst.FindStringSubmatch(text); x != nil {
		add("speaker in front", x[2]+" said: “"+x[1]+".”")
		add("according to", "According to "+x[2]+", “"+x[1]+".”")
	}
	if x := quotedLast.FindStringSubmatch(text); x != nil {
		add("speaker behind", "“"+x[2]+",” "+x[1]+" said.")
	}
	if x := saidThat.FindStringSubmatch(text); x != nil && len(m.corpus.Mentions(x[1])) == 1 {
		add("according to", "According to "+x[1]+", "+x[2]+".")
		add("has said", x[1]+" has said that "+x[2]+".")
		add("said behind", strings.ToUpper(x[2][:1])+x[2][1:]+", "+x[1]+" said.")
		add("he said", "He said that "+x[2]+".")
		speaker(m.corpus.Mentions(x[1])[0].Person.Name)
	}
	if x := transitive.FindStringSubmatch(text); x != nil {
		add("passive", strings.ToUpper(x[3][:1])+x[3][1:]+" was "+x[2]+" by "+x[1]+x[4]+".")
	}
	for from, to := range tense {
		if at := strings.Index(text, from); at >= 0 && !insideQuotation(text, at) {
			add("another tense", replaced(text, prose.Span{Start: at, End: at + len(from)}, to))
		}
	}
	if x := conjunct.FindStringSubmatch(text); x != nil {
		add("first half", x[1]+".")
	}
	mentions := m.corpus.Mentions(text)
	for k := 1; k < len(mentions); k++ {
		if mentions[k].Person == mentions[0].Person && mentions[k].Form != people.ByRole && !insideQuotation(text, mentions[k].Span.Start) &&
			!strings.HasPrefix(text[mentions[k].Span.End:], "'s") && !strings.HasPrefix(text[mentions[k].Span.End:], "’s") {
			add("a pronoun for a name", replaced(text, mentions[k].Span, "he"))
			break
		}
	}
	if len(mentions) > 0 && mentions[0].Form != people.ByRole && !insideQuotation(text, mentions[0].Span.Start) {
		who := mentions[0].Person
		for _, name := range []string{who.Name, who.Surname} {
			add("another form of the name", replaced(text, mentions[0].Span, name))
		}
	}
	for _, r := range p.Remarks {
		if r.Person == nil || r.Sentence != i {
			continue
		}
		for _, pronoun := range []string{"He ", "She "} {
			if strings.HasPrefix(text, pronoun) && s.Span.Contains(r.Attribution) && r.Attribution.Start-s.Span.Start < len(pronoun) {
				add("a name for a pronoun", r.Person.Surname+" "+text[len(pronoun):])
			}
		}
		words := prose.OneLine(r.Text)
		if r.Direct && len(strings.Fields(words)) >= 3 && s.Span.Contains(r.Span) {
			add("the quotation alone", fmt.Sprintf("%s said: “%s.”", r.Person.Name, strings.TrimRight(words, ".,?!")))
			speaker(r.Person.Name)
			if f := strings.Fields(words); len(f) > 8 {
				add("a part of the quotation", fmt.Sprintf("%s said “%s.”", r.Person.Surname, strings.Join(f[1:7], " ")))
				speaker(r.Person.Name)
			}
		}
		break
	}
	return out
}

// overlap is the share of the shorter list that the other has.
func overlap(a, b []string) float64 {
	if len(b) < len(a) {
		a, b = b, a
	}
	n := 0
	for _, x := range a {
		if slices.Contains(b, x) {
			n++
		}
	}
	return float64(n) / float64(max(1, len(a)))
}

// akin reports whether the dictionary has two words as synonyms: one for the other is no mistake.
func akin(a, b string) bool {
	r := thesaurus.English().Between(a, b)
	return r == thesaurus.Synonym || r == thesaurus.Same
}

func insideQuotation(text string, at int) bool {
	return slices.ContainsFunc(prose.Quotations(text), func(s prose.Span) bool { return s.Start <= at && at < s.End })
}

// libraries are the corpora that variants are made from: the shipped articles and, where they are at hand, the originals.
func libraries(t *testing.T) map[string][]*corpus.Article {
	t.Helper()
	out := map[string][]*corpus.Article{}
	shipped, err := articles.Load()
	if err != nil {
		t.Fatal(err)
	}
	out["shipped"] = shipped
	seeds, ok := corpustest.Shared(t, "seeds")
	if !ok {
		return out
	}
	originals, _, err := fetch.Path(t.Context(), seeds)
	if err != nil {
		t.Fatal(err)
	}
	out["originals"] = originals
	return out
}

// TestMutations: of claims that say something else than their sentence, none is kept.
func TestMutations(t *testing.T) {
	t.Parallel()
	for name, as := range libraries(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judge(t, as, (*mutator).wrong, func(rule string, kept, all int) bool { return kept == 0 }, true)
		})
	}
}

// TestRewordings: of claims that say what their sentence says, three in five are kept, and of those that only quote it nearly all. What is
// removed gives way to the sentence itself: see Whole.
func TestRewordings(t *testing.T) {
	t.Parallel()
	for name, as := range libraries(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			judge(t, as, (*mutator).faithful, func(rule string, kept, all int) bool {
				switch rule {
				case "the quotation alone", "speaker in front", "speaker behind":
					return 10*kept >= 9*all
				case "":
					return 5*kept >= 3*all
				}
				return true
			}, false)
		})
	}
}

// judge verifies variants of all sentences and lists those on which it was wrong. right is asked for each rule, and for all as rule "".
func judge(t *testing.T, as []*corpus.Article, variants func(*mutator, *corpus.Passage, int) []variant, right func(rule string, kept, all int) bool, listKept bool) {
	t.Helper()
	m := newMutator(t, as)
	type count struct{ kept, all int }
	counts := map[string]count{}
	var wrong []string
	for _, p := range m.passages {
		for i, s := range p.Sentences {
			if s.Order || len(prose.Words(s.Text)) < 5 {
				continue
			}
			for _, v := range variants(m, p, i) {
				_, err := m.verifier.Verify(v.claim)
				for _, rule := range []string{v.rule, ""} {
					c := counts[rule]
					c.all++
					if err == nil {
						c.kept++
					}
					counts[rule] = c
				}
				switch {
				case err == nil && listKept:
					wrong = append(wrong, fmt.Sprintf("kept, %s:\n  %s\n  of: %s", v.rule, v.claim.Text, v.from))
				case err != nil && !listKept:
					wrong = append(wrong, fmt.Sprintf("removed, %s: %v\n  %s\n  of: %s", v.rule, err, v.claim.Text, v.from))
				}
			}
		}
	}
	var rules []string
	failed := false
	for rule, c := range counts {
		failed = failed || !right(rule, c.kept, c.all)
		rules = append(rules, fmt.Sprintf("%-28s %4d of %4d kept", rule, c.kept, c.all))
	}
	sort.Strings(rules)
	t.Logf("\n%s", strings.Join(rules, "\n"))
	if counts[""].all < 300 {
		t.Errorf("only %d variants", counts[""].all)
	}
	if failed {
		t.Errorf("%d wrong:\n%s", len(wrong), strings.Join(wrong, "\n"))
	}
}

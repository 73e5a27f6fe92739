package verify

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"readout/corpus"
	"readout/corpus/english"
	"readout/corpus/prose"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/thesaurus"
	"readout/retrieval/verify/internal/clause"
	"readout/retrieval/verify/internal/discourse"
	"readout/retrieval/verify/internal/omit"
	"readout/retrieval/verify/internal/proof"
	"readout/retrieval/verify/internal/quote"
	"readout/retrieval/verify/internal/tagger"
)

// Claim is a sentence proposed as an answer, with what it says it rests on. Whoever proposes it (the composer, a language model) is
// not trusted: see Verify.
type Claim struct {
	Text    string           // one sentence, without markers
	Passage corpus.PassageID // one of the evidence
	Quote   string           // words of the passage, verbatim
	Speaker string           // who the passage credits the words to; "" when the claim credits nobody

	Previous string // the sentence before it in the answer, which its pronouns may refer to; "" for none
	Question string // that it answers, which its "Yes" or "No" refers to; "" when not known
}

// Supported is a claim that holds.
type Supported struct {
	Text     string // the claim's sentence; where it quotes, in the article's own characters
	Citation Citation
}

// Removed is a claim that was not supported, and why.
type Removed struct {
	Text   string
	Reason string
}

// Citation is the place in an article that a sentence rests on.
type Citation struct {
	N       int // its number in an answer, from 1; 0 outside of one
	Article *corpus.Article
	Passage *corpus.Passage
	Quote   prose.Span // in Article.Body: the words relied on, within the passage
	Speaker string     // who the article credits the quoted words to; "" when they are the article's own
}

// Verify keeps the claims that the evidence supports and tells why the others go. It is pure, knows no model, and fails closed: what
// it cannot show to be supported is removed. The basis of a claim is the sentences of its passage that its quote touches. A claim is
// kept when all of these hold.
//
//   - Its passage is part of the evidence, and is reporting or matter of the article, not an order to whoever answers.
//   - Its quote stands in the passage character for character; only typography is forgiven (see FindQuote).
//   - All that its sentence puts in quotation marks stands in one piece in the basis as well, inside quotation marks there.
//   - Each of its clauses is one of the basis: the same verb or a synonym, the same subject and objects by their nouns, numbers and
//     quantifiers, denied or not, as sure, as much in the past. Active and passive, a name and its description, a pronoun and whom it
//     means, direct and reported speech count as the same. A sentence whose grammar can't be read proves nothing.
//   - What it adds to a clause, the basis adds to the same clause; what it leaves out is no condition, hedge, frame or comparison, and
//     nothing that the clause is true of only (see droppable).
//   - What the basis tells as somebody's words, question, hope or supposition the claim tells so as well, of the same one.
//   - Its Yes or No agrees with what follows and the question; its pronouns, read after the sentence before, mean what they mean there.
//
// A claim that is whole sentences of the basis, unchanged, or a line about the article, such as its byline, needs only the first two
// rules and those on speakers and pronouns. Of a text of several sentences, each must hold.
func Verify(ev retrieval.Evidence, claims []Claim) (kept []Supported, removed []Removed) {
	v := New(ev)
	for _, c := range claims {
		s, err := v.Verify(c)
		if err != nil {
			removed = append(removed, Removed{Text: c.Text, Reason: err.Error()})
			continue
		}
		kept = append(kept, s)
	}
	return kept, removed
}

// Verifier verifies claims against one evidence. It is for one goroutine.
type Verifier struct {
	evidence retrieval.Evidence
	shown    map[corpus.PassageID]*corpus.Passage
	passages map[corpus.PassageID]*discourse.Discourse // that were read
}

// New returns a Verifier of claims about the evidence.
func New(ev retrieval.Evidence) *Verifier {
	v := &Verifier{evidence: ev, shown: map[corpus.PassageID]*corpus.Passage{}, passages: map[corpus.PassageID]*discourse.Discourse{}}
	for _, h := range ev.Hits {
		v.shown[h.Passage.ID] = h.Passage
	}
	return v
}

// The longest sentences that are read word by word, in bytes. Nobody needs longer ones.
const (
	maxReworded = 1000
	maxBasis    = 3000
)

// Verify checks one claim as the function Verify does; its error is the reason for removing it.
func (v *Verifier) Verify(c Claim) (Supported, error) {
	text := prose.OneLine(c.Text)
	if !strings.ContainsFunc(text, prose.IsWordRune) {
		return Supported{}, fmt.Errorf("it says nothing")
	}
	p := v.shown[c.Passage]
	if p == nil {
		return Supported{}, fmt.Errorf("passage %q was not shown", c.Passage)
	}
	in, ok := FindQuote(p.Text, c.Quote)
	if !ok {
		return Supported{}, fmt.Errorf("its quote does not stand in the passage")
	}
	quote := prose.Span{Start: p.Span.Start + in.Start, End: p.Span.Start + in.End}
	if p.Orders(quote) {
		return Supported{}, fmt.Errorf("its quote is an order to whoever answers, not reporting")
	}
	citation := Citation{Article: v.evidence.Corpus.Article(p.Article), Passage: p, Quote: quote}

	basis := sentencesAround(p, quote)
	whole := wholeSentences(p, text)
	if p.Role != corpus.RoleBody && sameLine(p.Text, text) {
		whole = p.Span
	}
	if whole.Len() > 0 {
		if p.Orders(whole) {
			return Supported{}, fmt.Errorf("it is an order to whoever answers, not reporting")
		}
		if !whole.Overlaps(quote) {
			return Supported{}, fmt.Errorf("its quote is of another sentence")
		}
		if err := v.leans(p, whole, c, text); err != nil {
			return Supported{}, err
		}
		if c.Speaker == "" {
			citation.Speaker = SpeakerWithin(p, whole)
			return Supported{Text: text, Citation: citation}, nil
		}
	} else {
		if len(text) > maxReworded || basis.Len() > maxBasis {
			return Supported{}, fmt.Errorf("it is too long to be checked word by word")
		}
		var err error
		if text, err = verifyQuotations(p, basis, text); err != nil {
			return Supported{}, err
		}
		if err := PlainWriting(text); err != nil {
			return Supported{}, err
		}
		if err := v.prove(p, basis, c, text); err != nil {
			return Supported{}, err
		}
		citation.Speaker = v.credited(p, quote, c.Speaker)
		return Supported{Text: text, Citation: citation}, nil
	}
	speaker, err := verifySpeaker(v.evidence.Corpus, p, quote, c.Speaker)
	if err != nil {
		return Supported{}, err
	}
	citation.Speaker = speaker
	return Supported{Text: text, Citation: citation}, nil
}

// wholeSentences is the span in the article of the passage's sentences that the text consists of, unchanged but for typography; empty
// when it does not. A part of a sentence does not count: what was cut off may have been the "not". Nor does one whose quotation marks were
// added or left out: they tell whose words it is.
func wholeSentences(p *corpus.Passage, text string) prose.Span {
	in, ok := FindQuote(p.Text, text)
	if !ok {
		return prose.Span{}
	}
	s := prose.Span{Start: p.Span.Start + in.Start, End: p.Span.Start + in.End}
	whole, starts, ends := s, false, false
	for _, t := range p.Sentences {
		if onlyMarks(bodyOf(p, t.Span.Start, s.Start)) {
			starts, whole.Start = true, t.Span.Start
		}
		if !ends && onlyMarks(bodyOf(p, s.End, t.Span.End)) {
			ends, whole.End = true, t.Span.End
		}
	}
	if !starts || !ends || quotationMarks(bodyOf(p, whole.Start, whole.End)) != quotationMarks(text) {
		return prose.Span{}
	}
	return s
}

var linkTarget = regexp.MustCompile(`\[([^\]]*)\]\([^)]*\)`)

// sameLine reports whether a text is a line that is about its article, such as a byline, word for word: marks and the targets of links are
// the format's, not the line's.
func sameLine(line, text string) bool {
	folded := func(s string) []string {
		var out []string
		for _, w := range prose.Words(s) {
			out = append(out, w.Folded)
		}
		return out
	}
	text = prose.OneLine(text)
	return PlainWriting(text) == nil && slices.Equal(folded(linkTarget.ReplaceAllString(line, "$1")), folded(text))
}

// quotationMarks is how many double quotation marks, of whatever shape, a text has.
func quotationMarks(text string) int { return strings.Count(quote.Uniform(text), `"`) }

// bodyOf is the passage's text between two offsets of the article; "x" when that is not a range of it.
func bodyOf(p *corpus.Passage, start, end int) string {
	start, end = start-p.Span.Start, end-p.Span.Start
	if start < 0 || end > len(p.Text) || start > end {
		return "x"
	}
	return p.Text[start:end]
}

func onlyMarks(s string) bool { return !strings.ContainsFunc(s, prose.IsWordRune) }

// SpeakerWithin is the one speaker of the remarks in the span, or "" when there is none or more than one.
func SpeakerWithin(p *corpus.Passage, s prose.Span) string {
	speaker := ""
	for _, r := range p.Remarks {
		if !s.Overlaps(r.Span) || r.Speaker == "" {
			continue
		}
		if speaker != "" && speaker != r.Speaker {
			return ""
		}
		speaker = r.Speaker
	}
	return speaker
}

// sentencesAround is the span of the passage's sentences that the quote touches.
func sentencesAround(p *corpus.Passage, quote prose.Span) prose.Span {
	around := quote
	for _, s := range p.Sentences {
		if s.Span.Overlaps(quote) {
			around = prose.Span{Start: min(around.Start, s.Span.Start), End: max(around.End, s.Span.End)}
		}
	}
	return around
}

// verifyQuotations checks each quotation in the text and puts the article's own characters in its place.
func verifyQuotations(p *corpus.Passage, basis prose.Span, text string) (string, error) {
	spans := prose.Quotations(text)
	inside := prose.Quotations(p.Text)
	if spoken(p) {
		inside = append(inside, prose.Span{End: len(p.Text)})
	}
	for i := len(spans) - 1; i >= 0; i-- {
		words := text[spans[i].Start:spans[i].End]
		found, ok := findIn(p, basis, words)
		if !ok {
			return "", fmt.Errorf("the quotation %q does not stand in the sentence quoted", words)
		}
		if !slices.ContainsFunc(inside, func(s prose.Span) bool { return s.Start-4 <= found.Start && found.End <= s.End+4 }) {
			return "", fmt.Errorf("the words %q are the article's own, not a quotation", words)
		}
		own := prose.OneLine(p.Text[found.Start:found.End])
		if last := words[len(words)-1]; strings.IndexByte(".,;:", last) >= 0 && !strings.HasSuffix(own, string(last)) {
			own += string(last)
		}
		text = text[:spans[i].Start] + own + text[spans[i].End:]
	}
	return text, nil
}

// spoken reports whether a passage is somebody's words as a whole: a turn of a transcript.
func spoken(p *corpus.Passage) bool {
	return slices.ContainsFunc(p.Remarks, func(r corpus.Remark) bool {
		return r.Direct && r.Span.End == p.Span.End && r.Span.Len()*2 > p.Span.Len() && !strings.ContainsAny(r.Text, "“”\"")
	})
}

// findIn finds words in a part of a passage; the span is of the passage's text.
func findIn(p *corpus.Passage, part prose.Span, words string) (prose.Span, bool) {
	found, ok := FindQuote(bodyOf(p, part.Start, part.End), words)
	shift := part.Start - p.Span.Start
	return prose.Span{Start: found.Start + shift, End: found.End + shift}, ok
}

// PlainWriting checks that a text is plain writing: what is no letter, digit, space or common mark could be markup or a picture. An
// underscore within a word is plain, as in the names of files and programs.
func PlainWriting(text string) error {
	runes := []rune(text)
	for i, r := range runes {
		within := i > 0 && i+1 < len(runes) && prose.IsWordRune(runes[i-1]) && prose.IsWordRune(runes[i+1])
		if r == '_' && within || prose.IsWordRune(r) || unicode.IsSpace(r) || strings.ContainsRune(plainMarks, r) || unicode.Is(unicode.Sc, r) {
			continue
		}
		return fmt.Errorf("the character %q is not plain writing", r)
	}
	return nil
}

const plainMarks = `.,;:?!…'"’‘“”„«»‹›()-–—‑/&%@+§°`

// otherNumbers are number words whose value is not that of a whole number.
var otherNumbers = map[string]string{"half": "1/2", "first": "1st", "second": "2nd", "third": "3rd", "fourth": "4th", "fifth": "5th",
	"twice": "2x", "double": "2x"}

// inDigits is a number in words as digits; "" for another word.
func inDigits(word string) string {
	for _, known := range []map[string]float64{english.Numbers, english.Multipliers} {
		if v, ok := known[word]; ok {
			return strconv.FormatFloat(v, 'f', -1, 64)
		}
	}
	return otherNumbers[word]
}

var ordinal = regexp.MustCompile(`^(\d+)(st|nd|rd|th)$`)

// Numbers are the numbers of a text in one form, be they written in digits or in words; ordinals of dates as plain numbers.
func Numbers(text string) []string {
	var out []string
	for _, w := range prose.Words(text) {
		n := strings.ReplaceAll(w.Folded, ",", "")
		if digits := inDigits(n); digits != "" {
			out = append(out, digits)
			continue
		}
		if !strings.ContainsFunc(n, unicode.IsDigit) {
			continue
		}
		if m := ordinal.FindStringSubmatch(n); m != nil {
			n = m[1]
		}
		if f, err := strconv.ParseFloat(n, 64); err == nil {
			n = strconv.FormatFloat(f, 'f', -1, 64)
		}
		out = append(out, n)
	}
	return out
}

// credited is whom the article credits with the words quoted, as it calls them, where that is the one whom a proven claim names.
func (v *Verifier) credited(p *corpus.Passage, quote prose.Span, speaker string) string {
	if who, err := verifySpeaker(v.evidence.Corpus, p, quote, speaker); err == nil {
		return who
	}
	return ""
}

// verifySpeaker checks whom a claim names as the speaker, and returns the speaker that the article credits.
func verifySpeaker(c *reading.Corpus, p *corpus.Passage, quote prose.Span, speaker string) (string, error) {
	credited := remarksAt(p, quote)
	claimed := personNamed(c, speaker)
	own := SpeakerWithin(p, quote)
	if speaker != "" {
		if len(credited) == 0 {
			return "", fmt.Errorf("the article credits these words to nobody, the claim to %s", speaker)
		}
		if !slices.ContainsFunc(credited, func(r corpus.Remark) bool {
			return r.Speaker == speaker || claimed != nil && r.Person == claimed
		}) {
			return "", fmt.Errorf("the article does not credit these words to %s", speaker)
		}
		own = speaker
		if claimed != nil {
			own = claimed.Name
		}
	}
	return own, nil
}

// remarksAt are the remarks whose words the quote shares or whose attribution it holds.
func remarksAt(p *corpus.Passage, quote prose.Span) []corpus.Remark {
	var out []corpus.Remark
	for _, r := range p.Remarks {
		if r.Speaker != "" && (r.Span.Overlaps(quote) || r.Attribution.Len() > 0 && r.Attribution.Overlaps(quote)) {
			out = append(out, r)
		}
	}
	return out
}

func personNamed(c *reading.Corpus, name string) *corpus.Person {
	if ms := c.Mentions(name); len(ms) > 0 {
		return ms[0].Person
	}
	return nil
}

// read reads a passage, once for each set of quotations that are taken as a whole.
func (v *Verifier) read(r *tagger.Reader, p *corpus.Passage, article *corpus.Article) *discourse.Discourse {
	if len(r.Whole) > 0 {
		return discourse.ReadPassage(r, p, article.Kind == corpus.KindTranscript)
	}
	if v.passages[p.ID] == nil {
		v.passages[p.ID] = discourse.ReadPassage(r, p, article.Kind == corpus.KindTranscript)
	}
	return v.passages[p.ID]
}

// prove shows that the claim follows from the sentences of the basis.
func (v *Verifier) prove(p *corpus.Passage, basis prose.Span, c Claim, text string) error {
	article := v.evidence.Corpus.Article(p.Article)
	reader := &tagger.Reader{Mentions: v.evidence.Corpus.Mentions, Proper: tagger.ProperIn(p.Text), Whole: wholeQuotations(p, text)}
	person := func(name string) *corpus.Person { return personNamed(v.evidence.Corpus, name) }
	x := &proof.Proof{Source: v.read(reader, p, article), Person: person}
	if article.Kind == corpus.KindOpinion {
		x.Author = article.Author
	}
	for _, name := range v.issuers(p) {
		x.Issuers = append(x.Issuers, issuerPhrase(name))
	}
	for _, name := range []string{article.Author, article.Publisher} {
		if name != "" {
			x.Voices = append(x.Voices, name)
		}
	}
	for i, s := range p.Sentences {
		if s.Span.Overlaps(basis) {
			x.Basis = append(x.Basis, i)
		}
	}
	if len(x.Basis) > 0 && x.Basis[0] > 0 {
		_, x.Follows = FindQuote(c.Previous, p.Sentences[x.Basis[0]-1].Text)
	}
	text, err := withoutYesOrNo(text, c.Question)
	if err != nil {
		return err
	}
	x.Claim = discourse.ReadText(reader, c.Previous, text)
	from := len(prose.Sentences(c.Previous))
	if len(x.Claim.Sentences) == from {
		return fmt.Errorf("it says nothing")
	}
	if len(x.Claim.Sentences) > from+1 || len(prose.Quotations(text)) == 1 {
		claimed := personNamed(v.evidence.Corpus, c.Speaker)
		if from == 0 &&
			x.OnlyQuotes(text, (&tagger.Reader{Mentions: v.evidence.Corpus.Mentions, Proper: reader.Proper}).Tokens(text), p, claimed,
				func([]tagger.Token) bool { return true }) == nil {
			return nil
		}
	}
	for i := from; i < len(x.Claim.Sentences); i++ {
		if x.Claim.Sentences[i].Disagrees() {
			return fmt.Errorf("its grammar can't be read: %q", x.Claim.Sentences[i].Text)
		}
		if err := x.Proves(i); err != nil && x.Shortens(i) != nil && x.Quotes(i, p, personNamed(v.evidence.Corpus, c.Speaker)) != nil {
			return err
		}
	}
	return nil
}

// repeats reports whether an answer has all words of a question and, like it, no word that denies or weakens them.
func repeats(answer, question []tagger.Token) bool {
	weak := func(t tagger.Token) bool {
		return t.Tag == tagger.Not || english.BindingWords.Has(t.Folded) || t.Is("no", "nobody", "nothing", "none", "few", "some")
	}
	if slices.ContainsFunc(answer, weak) || slices.ContainsFunc(question, weak) {
		return false
	}
	for _, t := range question {
		if CarriesNothing(t.Folded) || t.Tag.In(tagger.Prep, tagger.Aux) {
			continue
		}
		if !slices.ContainsFunc(answer, func(a tagger.Token) bool { return tagger.SameVerb(a, t) }) {
			return false
		}
	}
	return true
}

// leans checks that a claim of whole sentences, told after the one before it, means by its pronouns whom the article means, and is not
// told without the supposition that it goes on with.
func (v *Verifier) leans(p *corpus.Passage, whole prose.Span, c Claim, text string) error {
	first := slices.IndexFunc(p.Sentences, func(s corpus.Sentence) bool { return s.Span.Overlaps(whole) })
	if first <= 0 {
		if c.Previous != "" && discourse.LeansBack(text) {
			return fmt.Errorf("it begins with a word that refers to what the passage does not hold")
		}
		return nil
	}
	before := p.Sentences[first-1].Text
	if _, ok := FindQuote(c.Previous, before); ok {
		return nil
	}
	if discourse.Supposes(p, first) {
		return fmt.Errorf("the passage tells it only under the supposition before it")
	}
	if c.Previous == "" || !discourse.LeansBack(text) {
		return nil
	}
	article := v.evidence.Corpus.Article(p.Article)
	reader := &tagger.Reader{Mentions: v.evidence.Corpus.Mentions, Proper: tagger.ProperIn(p.Text)}
	x := &proof.Proof{Source: v.read(reader, p, article), Claim: discourse.ReadText(reader, c.Previous, text)}
	at := len(prose.Sentences(c.Previous))
	if at >= len(x.Claim.Sentences) {
		return nil
	}
	there, here := x.Source.Sentences[first].Phrases, x.Claim.Sentences[at].Phrases
	for k, q := range here {
		if !q.IsPronoun() || discourse.PronounKind(q.Head.Folded) == "" || discourse.PronounKind(q.Head.Folded) == "i" {
			continue
		}
		if k >= len(there) || there[k].Head.Folded != q.Head.Folded {
			return fmt.Errorf("whom or what %q means can't be told", q.Head.Text)
		}
		if err := x.PronounsAlike(there[k], q, first, at); err != nil {
			return err
		}
		if len(x.Claim.Meant(q, at)) == 0 {
			return fmt.Errorf("the sentence before leaves open whom or what %q means", q.Head.Text)
		}
		return nil
	}
	return fmt.Errorf("whom or what its first words refer to can't be told")
}

// wholeQuotations are the quotations of a text that are quotations of the passage from their first word to their last: whatever they say,
// nothing of it was cut off.
func wholeQuotations(p *corpus.Passage, text string) map[string]bool {
	theirs := map[string]bool{}
	for _, q := range prose.Quotations(p.Text) {
		theirs[tagger.Key(p.Text[q.Start:q.End])] = true
	}
	out := map[string]bool{}
	for _, q := range prose.Quotations(text) {
		if key := tagger.Key(text[q.Start:q.End]); theirs[key] {
			out[key] = true
		}
	}
	return out
}

var yesOrNo = regexp.MustCompile(`(?i)^(yes|no)\b[,:;.!—–-]*\s*`)

// withoutYesOrNo is a claim without the Yes or No that it begins with, when what follows agrees with that as an answer to the question.
func withoutYesOrNo(text, question string) (string, error) {
	m := yesOrNo.FindStringSubmatch(text)
	if m == nil || len(m[0]) == len(text) || !strings.ContainsAny(m[0], ",:;.!—–-") {
		return text, nil
	}
	rest := text[len(m[0]):]
	if question == "" {
		return "", fmt.Errorf("it says %q to a question that is not known", m[1])
	}
	return rest, agrees(strings.EqualFold(m[1], "yes"), rest, question)
}

// agrees checks that a sentence says yes, or no, to a question: it has the question's verb, and denies it or not.
func agrees(yes bool, rest, question string) error {
	r := &tagger.Reader{}
	answer, asked := discourse.ReadText(r, rest), discourse.ReadText(r, question)
	if len(answer.Sentences) == 0 || len(asked.Sentences) == 0 {
		return fmt.Errorf("what it says yes or no to can't be read")
	}
	q := asked.Sentences[len(asked.Sentences)-1].Clauses[0]
	for q.Comp != nil && !q.Comp.Infinitive {
		q = q.Comp
	}
	for _, root := range answer.Sentences[0].Clauses {
		denied := false // by what stands above
		for k := root; k != nil; k = k.Comp {
			denied = denied != denies(k)
			if q.Broken || k.Broken || !tagger.SameVerb(k.Verb, q.Verb) &&
				thesaurus.English().Between(k.Verb.Folded, q.Verb.Folded) != thesaurus.Synonym {
				continue
			}
			if (denied != q.Not) == yes {
				return fmt.Errorf("what follows says the contrary of its yes or no")
			}
			if k.Modal != "" && k.Modal != q.Modal && !(k.Modal == "will" || k.Modal == "would") {
				return fmt.Errorf("what follows is not so sure as its yes or no")
			}
			return nil
		}
	}
	if !yes || repeats(answer.Sentences[0].Tokens, asked.Sentences[len(asked.Sentences)-1].Tokens) {
		return nil
	}
	return fmt.Errorf("what it says yes to is not what follows")
}

// denies reports whether a clause denies what its verb tells, or tells it of nobody.
func denies(c *clause.Clause) bool {
	return c.Not || omit.IsNobody(c.Subj) || omit.IsNobody(c.Pred) || slices.ContainsFunc(c.Objs, omit.IsNobody)
}

// FindQuote finds a quotation in a text and returns where the text's own characters stand. Only typography is forgiven: quotation marks,
// apostrophes and dashes of another shape, runs of white space, and a last comma or stop that the quoting sentence needed. A word that
// differs, an ellipsis, or a quotation that begins or ends inside a word is not found. A quote without a word never is.
func FindQuote(text, quotation string) (prose.Span, bool) { return quote.Find(text, quotation) }

package answer

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"

	"readout/corpus"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/choose"
	"readout/retrieval/named"
	"readout/retrieval/written"
)

// What words answers is package written; these are its names for whoever only asks.
type (
	Generator      = written.Generator
	Usage          = written.Usage
	WrittenOptions = written.Options
	Cache          = written.Cache
	Turn           = written.Turn
	Role           = written.Role
	Stage          = written.Stage
	Doing          = written.Doing
)

// Who spoke a turn.
const (
	User      = written.User
	Assistant = written.Assistant
)

// The stages of the writing of an answer.
const (
	Understanding = written.Understanding
	Reading       = written.Reading
	Writing       = written.Writing
	Checking      = written.Checking
	Translating   = written.Translating
)

// Why a model's answer was not used. Answer.Fallback wraps one of these, or what else the Generator returned.
var (
	ErrModelRefused     = written.ErrModelRefused
	ErrModelLate        = written.ErrModelLate
	ErrModelNonsense    = written.ErrModelNonsense
	ErrModelUnsupported = written.ErrModelUnsupported
	ErrOverBudget       = written.ErrOverBudget
)

// WithProgress has report told each stage of the answers asked for with the context. It is called by whoever answers, in between: it
// must return at once.
func WithProgress(ctx context.Context, report func(Stage)) context.Context {
	return written.WithProgress(ctx, report)
}

// NewWritten returns an Answerer with a model: the model decides what answers, and whether anything does, and words answers, summaries and
// introductions; it completes questions that lean on the turns before them, and translates. It is not asked about orders, about what is no
// question, where nothing was found, and where the articles state themselves what is asked of them. Of what it writes only what Verify
// supports is said; the sentences that a claim quotes stand in the place of one that does not hold. When the model fails, the answer is
// the one without it, and Answer.Fallback says why. All that is waited for it, for one question, ends at the same time: after
// WrittenOptions.Wait, or a moment before the context's deadline.
func NewWritten(current func() *retrieval.Snapshot, model Generator, o WrittenOptions) *Answerer {
	return &Answerer{current: current, writer: written.New(model, o)}
}

// dialogue is what passes between one question and the model; a nil one is that of an answerer without a model: it asks nothing.
type dialogue struct {
	*written.Dialogue
	turns []Turn // before the question, where it leans on them
}

func (a *Answerer) dialogue(ctx context.Context, c *reading.Corpus, articles []corpus.ArticleID) *dialogue {
	if a.writer == nil {
		return nil
	}
	return &dialogue{Dialogue: a.writer.Begin(ctx, c, articles)}
}

// account notes in an answer how often the model was asked for it, and what that cost.
func (d *dialogue) account(out *Answer) {
	if d == nil {
		return
	}
	out.Usage = d.Spent()
	if out.Wording == nil && len(d.Failures()) > 0 {
		out.Wording = &Wording{}
	}
	if out.Wording != nil {
		out.Wording.Calls, out.Wording.Failed = d.Calls(), d.Failures()
	}
}

// Wording tells how an answer came by its words.
type Wording struct {
	Why    string            // why the model's words are shown, or the articles', or nothing
	Claims []written.Line    // that the model wrote, with what became of them
	Sent   written.Sent      // to the model, to word the answer; nothing where the same was asked before, and kept
	Calls  int               // of the model, for the whole answer
	Failed []written.Failure // what it was asked for besides the answer, and did not do
}

// Why an answer has the words it has.
const (
	whyOwnWords  = "the model's claims hold"
	whySome      = "some of the model's claims hold; the sentences that the others quote stand in their place"
	whyQuoted    = "none of the model's claims holds; the sentences that they quote are shown, which tell nearly all of one"
	whyAlike     = "none of the model's claims holds; the sentences that they quote are shown, since the articles answer without it, too"
	whyDoubtful  = "none of the model's claims holds, and what they quote tells little of them"
	whySilent    = "the model says that what it was shown does not answer"
	whyCorrected = "the model says that what it was shown does not answer; the articles show whose words the question speaks of"
	whyUseless   = "the model's claims rest on nothing that the articles say"
	whyFailed    = "the model failed"
	whyStated    = "the articles themselves state it; the model was not asked"
	whyNoPassage = "nothing was found to show a model; it was not asked"
)

// Chances that the articles answer, by what a model made of them.
const (
	whenWritten = .9 // a claim holds
	whenQuoted  = .6 // none does, but the sentences in the place of one tell nearly all of it
	whenSilent  = .1 // the model, or the model and code together, found no answer
)

// How near a claim must be to the sentences in its place for these to answer (written.Line.Nearness) when no claim holds: by itself, and
// when the articles answer without the model, too. Where they surely do, whatever the model says of them will do.
const (
	nearByItself = .75
	nearBeside   = .7
	sure         = .9

	// Where the articles don't answer without the model, sentences that lack a word of the question which the claim repeats must be nearer
	// by so much: "sworn in on this visit" of a visit of which nobody says that anybody was sworn in.
	lacking = .15
)

// answers reports whether sentences in the place of claims that do not hold answer.
func answers(w *written.Wording, composed []Supported, confidence float64) bool {
	if len(composed) == 0 {
		return w.Nearness(lacking) >= nearByItself
	}
	return w.Nearness(0) >= nearBeside || confidence >= sure
}

// word has the model say what answers, and returns what is said of it, as far as it is supported; composed is the answer without it. When
// it fails, out.Fallback says why and the composed sentences are returned. The only error is a cancelled context.
func (d *dialogue) word(ctx context.Context, s *choose.Search, r *choose.Result, composed []Supported, out *Answer) ([]Supported, error) {
	if d == nil {
		return composed, nil
	}
	if s.Asked.About != named.Nothing && len(composed) > 0 {
		out.Wording = &Wording{Why: whyStated}
		return composed, nil
	}
	w, err := d.wording(ctx, written.Task{Question: out.Resolved, Turns: d.turns, Evidence: s.Evidence, Ranked: ranked(s, composed)}, out)
	switch {
	case errors.Is(err, written.ErrNothingToShow):
		out.Wording.Why = whyNoPassage
		return composed, nil
	case err != nil:
		return composed, out.fallBack(ctx, err)
	}
	said := w.Sentences()
	if len(r.Differences) == 0 {
		r.Differences = s.Proposed(said)
	}
	switch {
	case len(w.Lines) == 0 && len(r.Premises) > 0:
		out.Wording.Why = whyCorrected // code has proved it
		return composed, nil
	case len(w.Lines) == 0:
		out.Wording.Why, out.Confidence = whySilent, min(out.Confidence, whenSilent)
		return nil, nil
	case w.Holds():
		out.Wording.Why, out.Confidence, out.Model = whyOwnWords, max(out.Confidence, whenWritten), d.Model()
		if len(w.Own()) < len(said) {
			out.Wording.Why = whySome
		}
		return append(said, sidesMissing(r.Differences, composed, said)...), nil
	case len(said) == 0 && len(composed) > 0:
		out.Wording.Why = whyUseless
		return composed, out.fallBack(ctx, ErrModelUnsupported)
	case !answers(w, composed, out.Confidence):
		w.Unsay()
		out.Wording.Why, out.Confidence = whyDoubtful, min(out.Confidence, whenSilent)
		return nil, nil
	}
	out.Wording.Why, out.Confidence = whyQuoted, max(out.Confidence, whenQuoted)
	if w.Nearness(0) < nearByItself {
		out.Wording.Why = whyAlike
	}
	return append(said, sidesMissing(r.Differences, composed, said)...), nil
}

// wording has the model word what the task says, and notes in the answer what became of it.
func (d *dialogue) wording(ctx context.Context, t written.Task, out *Answer) (*written.Wording, error) {
	w, err := d.Word(ctx, t)
	out.Wording = &Wording{Sent: d.Sent()}
	if err != nil {
		out.Wording.Why = whyFailed + ": " + err.Error()
		return nil, err
	}
	out.Wording.Claims = w.Lines
	out.Removed = append(out.Removed, w.Removed()...)
	return w, nil
}

// fallBack notes why the answer is the one without the model. The error that it returns is that of a cancelled context.
func (out *Answer) fallBack(ctx context.Context, why error) error {
	if ctx.Err() != nil {
		return ctx.Err()
	}
	out.Fallback = why
	return nil
}

func cites(sentences []Supported, id corpus.PassageID) bool {
	return slices.ContainsFunc(sentences, func(k Supported) bool { return k.Citation.Passage.ID == id })
}

// sidesMissing are the composed sentences for sides of a difference that the model passed over: an answer shows all sides.
func sidesMissing(differences []choose.Difference, composed, kept []Supported) []Supported {
	var out []Supported
	for _, d := range differences {
		for _, c := range d.Shown() {
			if cites(kept, c.Passage.ID) || cites(out, c.Passage.ID) {
				continue
			}
			for _, k := range composed {
				if k.Citation.Passage.ID == c.Passage.ID {
					out = append(out, k)
				}
			}
		}
	}
	return out
}

// ranked are the passages that a model may be shown, best first: those that the composed answer rests on, then those with what the reader
// finds most probable to answer and those that the search found, with what stands around them.
func ranked(s *choose.Search, composed []Supported) []*corpus.Passage {
	var rests, read, found []*corpus.Passage
	for _, k := range composed {
		rests = append(rests, k.Citation.Passage)
	}
	if s.Read != nil {
		for _, r := range s.Read.Sentences {
			read = append(read, r.Passage)
		}
	}
	for _, h := range s.Evidence.Hits {
		found = append(found, h.Passage)
	}
	return written.Fuse(s.Evidence, rests, read, found)
}

// translate sets a translation beside each sentence whose articles are in another language than the one wanted; none when the model has
// just failed.
func (d *dialogue) translate(ctx context.Context, out *Answer, language string) {
	if d == nil || out.Fallback != nil && !errors.Is(out.Fallback, ErrModelUnsupported) {
		return
	}
	foreign := map[int]string{}
	for i, s := range out.Sentences {
		if !out.inLanguage(s, language) {
			foreign[i] = s.Text
		}
	}
	translated, dropped, err := d.Translate(ctx, language, foreign)
	if err != nil {
		return
	}
	out.Removed = append(out.Removed, dropped...)
	for i, text := range translated {
		out.Sentences[i].Translation = text
	}
}

// inLanguage reports whether one of the articles that a sentence cites is in the language: its sentences then are, too.
func (out *Answer) inLanguage(s Sentence, language string) bool {
	return slices.ContainsFunc(s.Citations, func(n int) bool {
		a := out.Citations[n-1].Article
		return a != nil && primary(a.Language) == primary(language)
	})
}

// primary is the language that a BCP 47 tag begins with; English is that of "".
func primary(tag string) string {
	language, _, _ := strings.Cut(strings.ToLower(tag), "-")
	if language == "" {
		return "en"
	}
	return language
}

// summarise puts what the model makes of the passages in the place of the sentences chosen from them, as far as it is supported and
// enough is left of it: half as many sentences. A report that the model passed over speaks with its chosen sentence. When the model
// fails, out.Fallback says why and the chosen sentences are returned. The only error is a cancelled context.
func (d *dialogue) summarise(ctx context.Context, s *choose.Search, most int, chosen []Supported, out *Answer) ([]Supported, error) {
	if d == nil || len(chosen) == 0 {
		return chosen, nil
	}
	ranked := worthTelling(s, chosen)
	task := written.Task{Form: written.ASummary, Topic: out.Resolved, Sentences: most, Evidence: s.Evidence, Ranked: ranked}
	w, err := d.wording(ctx, task, out)
	if err != nil {
		return chosen, out.fallBack(ctx, err)
	}
	kept := withoutRepeats(w.Sentences())
	if 2*len(kept) < len(chosen) || !w.Holds() {
		return chosen, out.fallBack(ctx, ErrModelUnsupported)
	}
	out.Model = d.Model()
	missing := reportsMissing(chosen, kept)
	return append(shortened(kept, most-len(missing)), missing...), nil
}

// shortened are at most that many of the sentences, as far as each report keeps its first.
func shortened(sentences []Supported, most int) []Supported {
	out := slices.Clone(sentences)
	for i := len(out) - 1; i >= 0 && len(out) > most; i-- {
		report := out[i].Citation.Article.Report
		if slices.ContainsFunc(out[:i], func(k Supported) bool { return k.Citation.Article.Report == report }) {
			out = slices.Delete(out, i, i+1)
		}
	}
	return out
}

// worthTelling are the passages that a summary may be made from: those of the sentences chosen, then those that bear on the topic, the
// first of each article before the second of any.
func worthTelling(s *choose.Search, chosen []Supported) []*corpus.Passage {
	var out, rest []*corpus.Passage
	for _, k := range chosen {
		out = append(out, k.Citation.Passage)
	}
	for _, h := range s.Evidence.Hits {
		if s.Asked.Text == "" || s.BearsOnTopic(h.Passage.Text) {
			rest = append(rest, h.Passage)
		}
	}
	slices.SortStableFunc(rest, func(a, b *corpus.Passage) int { return cmp.Compare(a.Paragraph, b.Paragraph) })
	return append(out, rest...)
}

// withoutRepeats are the sentences that say something which those before them don't.
func withoutRepeats(sentences []Supported) []Supported {
	var out []Supported
	for _, k := range sentences {
		if !repeatsAny(k.Text, out) {
			out = append(out, k)
		}
	}
	return out
}

// repeatsAny reports whether a sentence shares most of its words with one of the others.
func repeatsAny(text string, others []Supported) bool {
	return slices.ContainsFunc(others, func(o Supported) bool { return choose.Repeats(text, o.Text) })
}

// reportsMissing are the first of the chosen sentences of each report that the kept ones leave out.
func reportsMissing(chosen, kept []Supported) []Supported {
	told := map[corpus.ReportID]bool{}
	for _, k := range kept {
		told[k.Citation.Article.Report] = true
	}
	var out []Supported
	for _, k := range chosen {
		if report := k.Citation.Article.Report; !told[report] {
			told[report] = true
			out = append(out, k)
		}
	}
	return out
}

// introduceRemarks is the sentence that tells on what occasion a speaker made the remarks; none where the model has none that is
// supported, names the speaker and is not one of the remarks again.
func (d *dialogue) introduceRemarks(ctx context.Context, s *choose.Search, remarks []Supported, out *Answer) ([]Supported, error) {
	return d.introduce(ctx, s, remarks, out, func(text string) bool {
		return slices.ContainsFunc(s.Asked.Speakers, func(who *corpus.Person) bool { return s.Names(text, who) })
	})
}

// introduceEvents is the sentence that tells what the events of a timeline belong to, or none.
func (d *dialogue) introduceEvents(ctx context.Context, s *choose.Search, events []Supported, out *Answer) ([]Supported, error) {
	return d.introduce(ctx, s, events, out, func(string) bool { return true })
}

// mostListed is how much of a list a model sees.
const mostListed = 12

func (d *dialogue) introduce(ctx context.Context, s *choose.Search, listed []Supported, out *Answer, fits func(text string) bool) (
	[]Supported, error,
) {
	if d == nil || len(listed) == 0 {
		return nil, nil
	}
	task := written.Task{Form: written.AnIntroduction, Topic: out.Resolved}
	var ranked []*corpus.Passage
	for _, k := range listed[:min(len(listed), mostListed)] {
		task.Listed = append(task.Listed, k.Text)
		if lead := choose.Lead(k.Citation.Article); lead != nil {
			s.Show(lead)
			ranked = append(ranked, lead)
		}
	}
	for _, k := range listed {
		ranked = append(ranked, k.Citation.Passage)
	}
	task.Evidence, task.Ranked = s.Evidence, ranked
	w, err := d.wording(ctx, task, out)
	if err != nil {
		return nil, out.fallBack(ctx, err)
	}
	for _, k := range w.Own() {
		if fits(k.Text) && !repeatsAny(k.Text, listed) {
			out.Model = d.Model()
			return []Supported{k}, nil
		}
	}
	if len(w.Removed()) == 0 {
		return nil, nil // the model says that nothing introduces the list, or what stands in it
	}
	return nil, out.fallBack(ctx, ErrModelUnsupported)
}

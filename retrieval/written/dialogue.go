package written

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"io"
	"slices"
	"time"

	"readout/corpus"
	"readout/corpus/reading"
)

// Dialogue is what passes between one question and the model: all calls share one deadline, and what they cost is counted together. It
// is for one goroutine.
type Dialogue struct {
	*Writer
	corpus   *reading.Corpus
	articles []corpus.ArticleID // asked only these; empty means all
	until    time.Time
	used     Usage
	calls    int
	sent     Sent
	failed   []Failure
}

// Failure is what a model was asked for besides the answer, and did not do. The answer does without.
type Failure struct {
	Task string // "translate the question"
	Err  error
}

// The tasks of a Failure, by the request's name.
var tasks = map[string]string{
	"question":    "complete the question",
	"english":     "translate the question",
	"translation": "translate the answer",
	"repair":      "word once more what does not hold",
}

// Failures are what failed so far, in order.
func (d *Dialogue) Failures() []Failure { return d.failed }

// fails notes that a task failed; that of the answer itself is no Failure.
func (d *Dialogue) fails(r Request, err error) {
	if what := tasks[r.Name]; what != "" && err != nil && !errors.Is(err, ErrModelUnsupported) {
		d.failed = append(d.failed, Failure{what, err})
	}
}

// Sent is what a model was shown of the articles when it was last asked to word something.
type Sent struct {
	Passages int
	Tokens   int // of the prompt, about
}

// lastMoment is kept of a caller's deadline, to answer without the model in.
const lastMoment = 200 * time.Millisecond

// Begin starts the clock: what the model takes and what code takes meanwhile both count. The articles are those that are asked; none
// means all of the corpus.
func (w *Writer) Begin(ctx context.Context, c *reading.Corpus, articles []corpus.ArticleID) *Dialogue {
	until := time.Now().Add(w.options.Wait)
	if deadline, ok := ctx.Deadline(); ok && deadline.Add(-lastMoment).Before(until) {
		until = deadline.Add(-lastMoment)
	}
	return &Dialogue{Writer: w, corpus: c, articles: articles, until: until}
}

// Spent is what the calls cost so far.
func (d *Dialogue) Spent() Usage { return d.used }

// Calls is how often the model was asked so far.
func (d *Dialogue) Calls() int { return d.calls }

// Sent is what the model was last sent to word something; nothing where the cache had it done, or nothing was left to spend.
func (d *Dialogue) Sent() Sent { return d.sent }

// task is one thing that a model is asked for.
type task struct {
	request  Request
	doing    Doing                  // while it is asked; "" for nothing that is told
	passages int                    // that it is shown
	within   time.Duration          // how long it may take; 0 means all the time that is left
	key      string                 // under which the cache keeps what it writes; "" for what is not kept
	use      func(raw []byte) error // reads and checks what it wrote; an error says that it is of no use, and why
	counted  *counted               // takes what the server counted; nil where a prompt that was cut off is an error
}

// maxWritten is the longest answer of a model that is read, in bytes.
const maxWritten = 64 << 10

// do has the model do a task, unless the cache has it done. What is of no use is not kept.
func (d *Dialogue) do(ctx context.Context, t task) (err error) {
	defer func() { d.fails(t.request, err) }()
	until := d.until
	if by := time.Now().Add(t.within); t.within > 0 && by.Before(until) {
		until = by
	}
	ctx, cancel := context.WithDeadlineCause(ctx, until, ErrModelLate)
	defer cancel()
	cache := d.options.Cache
	if cache != nil && t.key != "" {
		if raw, ok := cache.Get(ctx, t.key); ok && d.use(t, raw) == nil {
			return nil
		}
	}
	if t.doing != "" {
		tell(ctx, Stage{t.doing, t.passages})
	}
	before := d.calls
	raw, count, err := d.ask(ctx, t.request)
	if t.doing == Writing && d.calls > before {
		d.sent = Sent{t.passages, t.request.size()}
	}
	if t.counted != nil {
		*t.counted = count
	} else if err == nil && d.meter.cut(count) {
		err = &noRoom{count.input}
	}
	if err != nil {
		return err
	}
	if t.doing == Writing {
		tell(ctx, Stage{Checking, t.passages})
	}
	if err := d.use(t, raw); err != nil {
		return err
	}
	if cache != nil && t.key != "" {
		cache.Put(ctx, t.key, raw)
	}
	return nil
}

func (d *Dialogue) use(t task, raw []byte) error {
	err := ErrModelNonsense
	if len(raw) <= maxWritten {
		err = t.use(raw)
	}
	if err != nil && !errors.Is(err, ErrModelUnsupported) {
		return fmt.Errorf("%s: %w", d.model.Model(), err)
	}
	return err
}

// ask calls the model, within the context's time and the budget there is, and tells what the server counted, of an answer of no use, too.
func (d *Dialogue) ask(ctx context.Context, r Request) ([]byte, counted, error) {
	err := context.Cause(ctx)
	settle := func(Usage) {}
	if err == nil && d.options.Spend != nil {
		settle, err = d.options.Spend(ctx, d.worst(r))
	}
	if err != nil {
		return nil, counted{}, err
	}
	raw, used, err := d.generate(ctx, r)
	settle(used)
	d.used = d.used.Plus(used)
	d.calls++
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return nil, countOf(r, used), err
	}
	return raw, countOf(r, used), nil
}

// size is about how many tokens a request has.
func (r Request) size() int { return EstimateTokens(r.Rules) + EstimateTokens(string(r.Data)) }

// worst is the most that a request may cost.
func (d *Dialogue) worst(r Request) Usage {
	if e, ok := d.model.(Estimator); ok {
		return e.Worst(r)
	}
	return Usage{Input: r.size(), Output: r.MaxTokens, Estimated: true}
}

// generate is Generate that ends with its context even if the model does not.
func (d *Dialogue) generate(ctx context.Context, r Request) ([]byte, Usage, error) {
	type generated struct {
		raw  []byte
		used Usage
		err  error
	}
	done := make(chan generated, 1)
	go func() {
		raw, used, err := d.model.Generate(ctx, r)
		done <- generated{raw, used, err}
	}()
	select {
	case g := <-done:
		return g.raw, g.used, g.err
	case <-ctx.Done():
		// A model that stops in time says what it used; one that does not is charged for the most.
		select {
		case g := <-done:
			return nil, g.used, errors.Join(ctx.Err(), g.err)
		case <-time.After(lastMoment / 4):
			return nil, d.worst(r), ctx.Err()
		}
	}
}

// key is the key of a request in the cache. The request holds the model's rules, the question and, in their order, the passages; the
// articles behind them change what is said of these. The language is that of what is written, "" for the articles' own.
func (d *Dialogue) key(r Request, language string) string {
	h := sha256.New()
	content := d.contentOf(d.corpus)
	hashParts(h, content, d.model.Model(), r.Name, r.Rules, string(r.Schema), string(r.Data), language)
	articles := slices.Clone(d.articles)
	slices.Sort(articles)
	for _, id := range articles {
		hashParts(h, string(id))
	}
	return hex.EncodeToString(h.Sum(nil))
}

// contentHash is the hash of all that the articles of a corpus say and state.
type contentHash struct {
	corpus *reading.Corpus
	sum    string
}

func (w *Writer) contentOf(c *reading.Corpus) string {
	if known := w.content.Load(); known != nil && known.corpus == c {
		return known.sum
	}
	h := sha256.New()
	for _, a := range c.Articles {
		hashParts(h, string(a.ID), a.Title, a.Publisher, a.Agency, a.Author, a.Published.String(), a.URL, string(a.Kind), string(a.Form),
			string(a.Report), a.Language, a.Body)
	}
	fresh := &contentHash{c, string(h.Sum(nil))}
	w.content.Store(fresh)
	return fresh.sum
}

// hashParts hashes each part with its length, so that no two lists of parts give the same bytes.
func hashParts(h hash.Hash, parts ...string) {
	for _, part := range parts {
		var length [8]byte
		binary.BigEndian.PutUint64(length[:], uint64(len(part)))
		h.Write(length[:])
		io.WriteString(h, part)
	}
}

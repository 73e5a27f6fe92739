package written

import (
	"context"
	"sync/atomic"
	"time"
)

// Options set how a model words answers. The zero value is ready for use.
type Options struct {
	Wait          time.Duration // how long one question waits for the model, all calls together; 0 means DefaultWait
	PassageTokens int           // how much of the articles it is shown; 0 means DefaultPassageTokens
	NoRepair      bool          // what does not hold is not given back to be worded once more

	// Spend is asked before each call, with the most that it may cost; an error (ErrOverBudget) forbids it. It returns what to call
	// with the actual cost. Nil allows everything.
	Spend func(ctx context.Context, worst Usage) (settle func(Usage), err error)

	Cache Cache // of what the model wrote; nil keeps nothing
}

// Cache keeps what a model wrote. The key is a hash of all that the writing depends on: the articles, the model, its rules, the question,
// the articles asked, the language, the form. What comes out is checked like what a model writes now, and asked for anew when it is of no
// use: a damaged or foreign cache can put no words into an answer. What a model makes of a conversation is not kept.
type Cache interface {
	// Get returns what is kept under the key, if anything. A cache that fails has nothing.
	Get(ctx context.Context, key string) (value []byte, ok bool)
	// Put keeps a value: JSON of some kilobytes. One that fails may keep nothing.
	Put(ctx context.Context, key string, value []byte)
}

// The defaults of Options. With its rules, a prompt then has some 2,500 tokens, and fits the context of 4,096 that some servers give a
// model unless told otherwise.
const (
	DefaultWait          = 30 * time.Second
	DefaultPassageTokens = 1700
)

// Writer has a model word sentences. It is safe for concurrent use.
type Writer struct {
	model   Generator
	options Options
	prompts *promptSet
	content atomic.Pointer[contentHash] // of the corpus last asked
	room    atomic.Int64                // tokens of a prompt that the server was found to take at most; 0 when it never refused one
	meter   meter                       // of how the server counts
}

// New returns a Writer that asks the model.
func New(model Generator, o Options) *Writer {
	if o.Wait == 0 {
		o.Wait = DefaultWait
	}
	if o.PassageTokens == 0 {
		o.PassageTokens = DefaultPassageTokens
	}
	return &Writer{model: model, options: o, prompts: prompts()}
}

// Model names the model.
func (w *Writer) Model() string { return w.model.Model() }

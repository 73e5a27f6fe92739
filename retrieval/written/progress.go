package written

import "context"

// Stage is how far the writing of an answer has come.
type Stage struct {
	Doing    Doing
	Passages int // that the model is shown; 0 until they are chosen
}

// Doing is what is being done for an answer. The stages come in the order of the constants, each at most once, those that an answer has
// no need of left out; an answer that no model words has none.
type Doing string

const (
	Understanding Doing = "understanding" // the model completes a question that leans on the turns before it
	Reading       Doing = "reading"       // the passages are chosen
	Writing       Doing = "writing"       // the model was asked to word the answer
	Checking      Doing = "checking"      // what it wrote is compared with the passages
	Translating   Doing = "translating"   // the sentences kept are translated
)

type progressKey struct{}

// WithProgress has report told each stage of the answers asked for with the context. It is called by whoever answers, in between: it
// must return at once.
func WithProgress(ctx context.Context, report func(Stage)) context.Context {
	return context.WithValue(ctx, progressKey{}, report)
}

func tell(ctx context.Context, s Stage) {
	if report, ok := ctx.Value(progressKey{}).(func(Stage)); ok && report != nil {
		report(s)
	}
}

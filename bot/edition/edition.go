// Package edition is one version of the articles as every door asks it: the page, the HTTP API, agents. A door decides how something is
// asked for and shown; what is true, and of which articles, is decided here and below.
package edition

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"readout/corpus"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/misquote"
	"readout/retrieval/scope"
)

// Answerer answers from one version of the articles, and gives overviews of it; *answer.Answerer is one.
type Answerer interface {
	scope.Answerer
	Overview(ctx context.Context, o answer.Overview) (*answer.Answer, error)
	Timeline(ctx context.Context, articles []corpus.ArticleID) (*answer.Timeline, error)
}

// Edition is one version of the articles with what answers from it. It does not change, and is safe for concurrent use.
type Edition struct {
	Snapshot *retrieval.Snapshot
	Answers  Answerer
}

// Source gives the present edition.
type Source func(ctx context.Context) (*Edition, error)

// ErrInput says that what was asked is nothing that can be: it is empty, too long, no text. The message is for who asked.
var ErrInput = errors.New("this can't be asked")

// MostTurns is how many earlier turns a question may bring; older ones are not looked at.
const MostTurns = 12

// Question is a question as a door has it.
type Question struct {
	Text  string
	Prior []answer.Turn
	Scope scope.Scope
	Whole bool // heed the scope only, not what the question's own words narrow it to
}

// check tells whether a text can be asked.
func check(text string) error {
	switch n := utf8.RuneCountInString(text); {
	case strings.TrimSpace(text) == "":
		return fmt.Errorf("%w: it is empty", ErrInput)
	case !utf8.ValidString(text):
		return fmt.Errorf("%w: it is not UTF-8", ErrInput)
	case n > answer.MaxQuestion:
		return fmt.Errorf("%w: it has %d characters, and at most %d are read", ErrInput, n, answer.MaxQuestion)
	}
	return nil
}

// Ask answers a question. Errors: ErrInput, *scope.EmptyError, those of the Answerer.
func (e *Edition) Ask(ctx context.Context, q Question) (*scope.Answer, error) {
	if err := check(q.Text); err != nil {
		return nil, err
	}
	prior := q.Prior[max(0, len(q.Prior)-MostTurns):]
	for _, t := range prior {
		if t.Role != answer.User && t.Role != answer.Assistant {
			return nil, fmt.Errorf("%w: the role %q of an earlier turn is neither user nor assistant", ErrInput, t.Role)
		}
		if !utf8.ValidString(t.Content) || utf8.RuneCountInString(t.Content) > 4*answer.MaxQuestion {
			return nil, fmt.Errorf("%w: an earlier turn is too long, or no text", ErrInput)
		}
	}
	return scope.Ask(ctx, e.Answers, e.Snapshot.Corpus, answer.Question{Text: q.Text, Prior: prior}, q.Scope, q.Whole)
}

// Search finds at most k passages, best first. Errors: ErrInput, *scope.EmptyError, those of the snapshot.
func (e *Edition) Search(ctx context.Context, query string, s scope.Scope, k int) (retrieval.Evidence, error) {
	if err := check(query); err != nil {
		return retrieval.Evidence{}, err
	}
	return scope.Search(ctx, e.Snapshot, query, s, k)
}

// Summary sums up what is in a scope: all of it, a topic or a person; a speaker in the scope is who is summed up. Errors as those of Ask.
func (e *Edition) Summary(ctx context.Context, topic string, long bool, s scope.Scope) (*answer.Answer, error) {
	articles, err := e.within(topic, s)
	if err != nil {
		return nil, err
	}
	if topic == "" {
		topic = s.Speaker
	}
	return e.Answers.Overview(ctx, answer.Overview{Topic: topic, Articles: articles, Long: long})
}

// MostSaid is how many remarks Said gives at most.
const MostSaid = 20

// Said gives the remarks of the scope's speaker, about something or, for "", about anything. Errors as those of Ask.
func (e *Edition) Said(ctx context.Context, about string, s scope.Scope) (*answer.Answer, error) {
	if err := check(s.Speaker); err != nil {
		return nil, err
	}
	articles, err := e.within(about, s)
	if err != nil {
		return nil, err
	}
	return e.Answers.Said(ctx, answer.Said{Speaker: s.Speaker, About: about, Articles: articles, Most: MostSaid})
}

// Timeline is the dated events in a scope; a speaker in it narrows nothing. Errors as those of Ask.
func (e *Edition) Timeline(ctx context.Context, s scope.Scope) (*answer.Timeline, error) {
	articles, err := e.within("", s)
	if err != nil {
		return nil, err
	}
	return e.Answers.Timeline(ctx, articles)
}

// Sources are the articles in a scope, in the order of their IDs; a speaker in it narrows nothing. The error is an *scope.EmptyError.
func (e *Edition) Sources(s scope.Scope) ([]*corpus.Article, error) {
	chosen, err := s.Articles(e.Snapshot.Corpus)
	if err != nil {
		return nil, err
	}
	if chosen == nil {
		return e.Snapshot.Corpus.Articles, nil
	}
	other := func(a *corpus.Article) bool { return !slices.Contains(chosen, a.ID) }
	return slices.DeleteFunc(slices.Clone(e.Snapshot.Corpus.Articles), other), nil
}

// Quotes compares what the articles in a scope quote with all transcripts; a speaker in it narrows nothing. The error is an
// *scope.EmptyError, or the context's.
func (e *Edition) Quotes(ctx context.Context, s scope.Scope) (*misquote.Report, error) {
	chosen, err := s.Articles(e.Snapshot.Corpus)
	if err != nil {
		return nil, err
	}
	return misquote.Check(ctx, e.Snapshot.Corpus, chosen)
}

// within checks a text that may be empty, and gives the articles of a scope.
func (e *Edition) within(text string, s scope.Scope) ([]corpus.ArticleID, error) {
	if text != "" {
		if err := check(text); err != nil {
			return nil, err
		}
	}
	return s.Articles(e.Snapshot.Corpus)
}

package libraries

import (
	"context"
	"errors"
	"testing"

	"readout/bot/store"
	"readout/retrieval/answer"
)

// TestOpenQuestions: a draft says how many of the questions that wait it answers; a list that can't be read is an error.
func TestOpenQuestions(t *testing.T) {
	t.Parallel()
	o := options(t, newWeb())
	fault := errors.New("the list is lost")
	var err error
	o.Waiting = func(_ context.Context, g store.GuildID) ([]answer.Question, error) {
		if g != guild {
			t.Errorf("asked of the server %q", g)
		}
		return []answer.Question{{Text: "How high is the new lighthouse of Selmouth?"}, {Text: "Who painted the town hall of Selmouth?"}}, err
	}
	o.Sure = func(a *answer.Answer) bool { return a.Abstention == nil && a.Confidence > 0.5 }
	s := open(t, o)
	add := Change{Kind: Add, Name: "light.md", Data: []byte("---\ntitle: Selmouth builds a lighthouse\nkind: report\n---\n\n" +
		"The new lighthouse of Selmouth is 31 metres high, the engineer Ada Quill said on Friday.\n\nThe council paid for the lighthouse, she said.\n")}
	d, prepared := s.Prepare(t.Context(), guild, "7", add, nil)
	if prepared != nil || d.Open != (OpenResult{Asked: 2, Answered: 1}) {
		t.Errorf("draft %+v, %v", d, prepared)
	}
	err = fault
	if _, prepared := s.Prepare(t.Context(), guild, "7", add, nil); !errors.Is(prepared, fault) {
		t.Errorf("prepared in spite of %v: %v", fault, prepared)
	}
}

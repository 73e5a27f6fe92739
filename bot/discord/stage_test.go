package discord

import (
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"readout/bot/chat"
	"readout/bot/chat/markup"
	"readout/bot/discord/discordtest"
	"readout/bot/discord/discordtest/wire"
	"readout/bot/store"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/chromem"
	"readout/retrieval/retrievaltest"
	"readout/retrieval/written"
)

// slowModel writes what it is told, once it is let go on.
type slowModel struct {
	says  string
	asked chan struct{} // gets a value with each request
	goOn  chan struct{}
}

func (slowModel) Model() string { return "slow" }

func (m slowModel) Generate(ctx context.Context, r written.Request) (json.RawMessage, answer.Usage, error) {
	select {
	case m.asked <- struct{}{}:
	default:
	}
	select {
	case <-m.goOn:
		return json.RawMessage(m.says), answer.Usage{Input: 1, Output: 1}, nil
	case <-ctx.Done():
		return nil, answer.Usage{}, ctx.Err()
	}
}

// writing is a scene in which a slow model words the answers.
func writing(t *testing.T, model slowModel, o discordtest.Options, pace time.Duration, around ...func(chat.Answerer) chat.Answerer) *scene {
	t.Helper()
	s := stage(t, o)
	index, err := chromem.Build(t.Context(), chromem.Input{Corpus: s.snapshot.Corpus, Version: "v2", Embedder: retrievaltest.HashEmbedder{}})
	if err != nil {
		t.Fatal(err)
	}
	snapshot := &retrieval.Snapshot{Version: "v2", Corpus: s.snapshot.Corpus, Index: index, Words: index.Words(), Embedder: retrievaltest.HashEmbedder{}, Reader: retrievaltest.OverlapReader{}}
	var answers chat.Answerer = answer.NewWritten(func() *retrieval.Snapshot { return snapshot }, model, answer.WrittenOptions{})
	for _, wrap := range around {
		answers = wrap(answers)
	}
	options := s.options()
	options.Answers = func(context.Context, store.GuildID) (chat.Answerer, error) { return answers, nil }
	options.timing.progress = pace
	s.run(options)
	return s
}

const (
	whenSails = "When will the ferry sail again?"
	invented  = `{"claims": [{"text": "The ferry sank on Monday.", "passage": "p1", "quote": "The ferry has sunk.", "speaker": ""}]}`
)

// states are the texts that a message has had, the thinking at its beginning left out.
func states(s *scene, m *wire.Message) []string {
	var out []string
	for _, past := range s.srv.History(m) {
		if !past.IsThinking() {
			out = append(out, strings.ReplaceAll(past.Text(), markup.NoBreak, " "))
		}
	}
	return out
}

func isAnswer(m *wire.Message) bool { return strings.Contains(m.Text(), "Sources") }

// TestStagesAreShown: while the model writes, the acknowledged message tells so; then comes the answer, and nothing after it.
func TestStagesAreShown(t *testing.T) {
	t.Parallel()
	model := slowModel{says: invented, asked: make(chan struct{}, 1), goOn: make(chan struct{})}
	const pace = 400 * time.Millisecond // an edit may take as long: on a busy machine no less, or the answer is sent twice to be sure
	s := writing(t, model, discordtest.Options{}, pace)
	asked := s.alice.Slash(s.general, "ask", discordtest.Args{"question": whenSails})
	<-model.asked
	shown := asked.WaitReplyLike(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Text(), "writing") })
	time.Sleep(2 * pace) // nothing new: no edit
	close(model.goOn)
	asked.WaitReplyLike(t.Context(), isAnswer)
	time.Sleep(2 * pace)
	got := states(s, shown)
	last := got[len(got)-1]
	if len(got) > 4 || !strings.Contains(last, "will sail again on Friday") || !strings.Contains(last, "what the model wrote was not supported") {
		t.Errorf("the message was, in turn:\n%s", strings.Join(got, "\n--------\n"))
	}
	// The stages come in their order, each once, and hold no word of an answer.
	const order = "*reading 2 passages …*\n*reading 2 passages · writing …*\n*reading 2 passages · writing · checking …*\n"
	rest := order
	for _, text := range got[:len(got)-1] {
		var ok bool
		if _, rest, ok = strings.Cut(rest, text+"\n"); !ok {
			t.Errorf("a stage is shown as %q, or too late", text)
		}
	}
}

// TestQuickAnswersHaveNoStages: the acknowledgement is edited once, into the answer.
func TestQuickAnswersHaveNoStages(t *testing.T) {
	t.Parallel()
	model := slowModel{says: invented, asked: make(chan struct{}, 1), goOn: make(chan struct{})}
	close(model.goOn)
	s := writing(t, model, discordtest.Options{}, time.Hour)
	m := s.alice.Slash(s.general, "ask", discordtest.Args{"question": whenSails}).WaitReplyLike(t.Context(), isAnswer)
	if got := states(s, m); len(got) != 1 || len(s.srv.Requests(wire.RouteEditOriginal)) != 1 {
		t.Errorf("%d edits; the message was, in turn:\n%s", len(s.srv.Requests(wire.RouteEditOriginal)), strings.Join(got, "\n--------\n"))
	}
}

// TestTheAnswerIsTheLastWord: whatever becomes of the edit that shows a stage, in the end the message is the answer.
func TestTheAnswerIsTheLastWord(t *testing.T) {
	t.Parallel()
	for name, fault := range restFaults() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			model := slowModel{says: invented, asked: make(chan struct{}, 1), goOn: make(chan struct{})}
			s := writing(t, model, discordtest.Options{}, 50*time.Millisecond)
			s.srv.Inject(wire.RouteEditOriginal, 1, fault)
			asked := s.alice.Slash(s.general, "ask", discordtest.Args{"question": whenSails})
			<-model.asked
			s.srv.WaitRequests(t.Context(), wire.RouteEditOriginal, 1)
			close(model.goOn)
			m := asked.WaitReplyLike(t.Context(), isAnswer)
			time.Sleep(200 * time.Millisecond)
			if got := states(s, m); !strings.Contains(got[len(got)-1], "will sail again on Friday") {
				t.Errorf("the message was, in turn:\n%s", strings.Join(got, "\n--------\n"))
			}
		})
	}
}

// fallen panics while the model is still writing.
type fallen struct {
	chat.Answerer
	model slowModel
	shown <-chan struct{}
}

func (f fallen) Answer(ctx context.Context, q answer.Question) (*answer.Answer, error) {
	go f.Answerer.Answer(ctx, q)
	<-f.shown
	panic("fallen")
}

// TestStagesOfAPanic: an answer that fails leaves no stage behind.
func TestStagesOfAPanic(t *testing.T) {
	t.Parallel()
	model := slowModel{says: invented, asked: make(chan struct{}, 1), goOn: make(chan struct{})}
	shown := make(chan struct{})
	const pace = 400 * time.Millisecond // an edit that takes longer is given up
	s := writing(t, model, discordtest.Options{}, pace, func(a chat.Answerer) chat.Answerer { return fallen{a, model, shown} })
	asked := s.alice.Slash(s.general, "ask", discordtest.Args{"question": whenSails})
	asked.WaitReplyLike(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Text(), "writing") })
	close(shown)
	m := asked.WaitReplyLike(t.Context(), func(m *wire.Message) bool { return strings.Contains(m.Text(), "REF1") })
	close(model.goOn) // the model ends after the answer has failed
	time.Sleep(2 * pace)
	if got := states(s, m); !strings.Contains(got[len(got)-1], "REF1") {
		t.Errorf("the message was, in turn:\n%s", strings.Join(got, "\n--------\n"))
	}
}

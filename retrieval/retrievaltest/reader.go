package retrievaltest

import (
	"context"
	"errors"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"readout/retrieval"
)

// readerTolerance is how far two logits of the same window may be apart.
const readerTolerance = 1e-4

// Reader checks that what newReader returns keeps the contract of retrieval.Reader.
func Reader(t *testing.T, newReader func(t *testing.T) retrieval.Reader) {
	reader := newReader(t)
	const question = "When did the harbour freeze over?"
	answers := retrieval.Window{Title: "A hard winter", Sentences: []string{
		"Ships waited outside.", "The harbour froze over in January.", "The mayor promised help.",
	}}
	other := retrieval.Window{Sentences: []string{"Her orchestra plays Mahler tonight.", "Tickets are free."}}

	t.Run("the model has a name", func(t *testing.T) {
		if name := reader.Model(); name == "" || name != newReader(t).Model() {
			t.Errorf("two readers of one kind are %q and %q", name, newReader(t).Model())
		}
	})
	t.Run("one reading a window, one logit a sentence, in order", func(t *testing.T) {
		readings := mustRead(t, reader, question, answers, other)
		if readings[0].Answered <= readings[1].Answered {
			t.Errorf("the window that answers has %v, the other %v", readings[0].Answered, readings[1].Answered)
		}
		if s := readings[0].Sentences; slices.Index(s, slices.Max(s)) != 1 || s[1] <= slices.Max(readings[1].Sentences) {
			t.Errorf("sentences have %v and %v, want the second of the first window to be first", s, readings[1].Sentences)
		}
	})
	t.Run("the same alone and among others", func(t *testing.T) {
		alone := mustRead(t, reader, question, answers)[0]
		windows := slices.Repeat([]retrieval.Window{other, answers, {}}, 5)
		for i, r := range mustRead(t, reader, question, windows...) {
			if i%3 == 1 {
				checkReading(t, r, alone)
			}
		}
	})
	t.Run("no windows", func(t *testing.T) {
		if got, err := reader.Read(t.Context(), question, nil); err != nil || len(got) != 0 {
			t.Errorf("%d readings, %v", len(got), err)
		}
	})
	t.Run("odd texts", func(t *testing.T) {
		odd := []string{"", " \n", "a", "?!…", "日本の首相は誰ですか", "\xff\xfe\x00", strings.Repeat("word ", 4000), strings.Repeat("x", 6000)}
		for i, q := range odd {
			title := odd[(i+1)%len(odd)]
			mustRead(t, reader, q, retrieval.Window{Title: title, Sentences: odd}, retrieval.Window{Title: title})
		}
	})
	t.Run("what does not fit is unread, and does not count", func(t *testing.T) {
		long := answers
		long.Sentences = append(slices.Clone(answers.Sentences),
			slices.Repeat([]string{strings.Repeat("More rain fell on the old bridge. ", 10)}, 40)...)
		reading := mustRead(t, reader, question, long)[0]
		read := slices.IndexFunc(reading.Sentences, func(logit float64) bool { return math.IsInf(logit, -1) })
		if read < 0 {
			return // a reader without a limit
		}
		long.Sentences = long.Sentences[:read]
		short := mustRead(t, reader, question, long)[0]
		reading.Sentences = reading.Sentences[:read]
		checkReading(t, reading, short)
	})
	t.Run("many at once", func(t *testing.T) {
		want := mustRead(t, reader, question, answers, other)
		var wg sync.WaitGroup
		for range 6 {
			wg.Go(func() {
				for i, r := range mustRead(t, reader, question, answers, other) {
					checkReading(t, r, want[i])
				}
			})
		}
		wg.Wait()
	})
	t.Run("a cancelled context is an error", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		got, err := reader.Read(ctx, question, []retrieval.Window{answers})
		if !errors.Is(err, context.Canceled) || got != nil {
			t.Fatalf("%d readings, error %v, want %v", len(got), err, context.Canceled)
		}
		if strings.Contains(err.Error(), "harbour") || strings.Contains(err.Error(), "mayor") {
			t.Errorf("the error repeats the texts: %v", err)
		}
	})
}

// mustRead reads windows and checks what holds of any readings.
func mustRead(t *testing.T, reader retrieval.Reader, question string, windows ...retrieval.Window) []retrieval.Reading {
	t.Helper()
	readings, err := reader.Read(t.Context(), question, windows)
	if err != nil {
		t.Fatalf("Read: %v", err)
	}
	if len(readings) != len(windows) {
		t.Fatalf("%d readings of %d windows", len(readings), len(windows))
	}
	for i, r := range readings {
		if math.IsNaN(r.Answered) || math.IsInf(r.Answered, 0) || len(r.Sentences) != len(windows[i].Sentences) {
			t.Fatalf("window %d has %v, and %d logits for %d sentences", i, r.Answered, len(r.Sentences), len(windows[i].Sentences))
		}
		unread := false
		for j, logit := range r.Sentences {
			if unread = unread || r.Unread(j); math.IsNaN(logit) || math.IsInf(logit, 1) || unread != r.Unread(j) || unread && j == 0 {
				t.Fatalf("window %d has the sentences %v", i, r.Sentences)
			}
		}
	}
	return readings
}

func checkReading(t *testing.T, got, want retrieval.Reading) {
	t.Helper()
	if math.Abs(got.Answered-want.Answered) > readerTolerance || len(got.Sentences) != len(want.Sentences) {
		t.Errorf("read as %v with %d sentences, before as %v with %d", got.Answered, len(got.Sentences), want.Answered, len(want.Sentences))
		return
	}
	for i := range got.Sentences {
		if got.Unread(i) != want.Unread(i) || math.Abs(got.Sentences[i]-want.Sentences[i]) > readerTolerance {
			t.Errorf("sentence %d read as %v, before as %v", i, got.Sentences[i], want.Sentences[i])
		}
	}
}

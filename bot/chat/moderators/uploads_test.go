package moderators

import (
	"context"
	"errors"
	"testing"
	"time"

	"readout/bot/chat"
	"readout/bot/chat/metrics"
	"readout/bot/chat/wording"
	"readout/bot/libraries"
)

// TestUploadsWait takes no upload into memory while as many changes as may be are prepared.
func TestUploadsWait(t *testing.T) {
	t.Parallel()
	b := New(chat.New(chat.Options{}, nil, metrics.New()))
	for range AtATime {
		b.uploads <- struct{}{}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	l := wording.English()
	loaded := false
	upload := &chat.Upload{Name: "a.txt", Load: func(context.Context) ([]byte, error) {
		loaded = true
		return nil, nil
	}}
	r, err := b.prepare(chat.Request{Guild: "2", User: "4", Language: &l}, libraries.Change{Kind: libraries.Add}, upload)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Staged(ctx, func(chat.Message) {}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("ended with %v", err)
	}
	if loaded {
		t.Error("it was taken into memory")
	}
}

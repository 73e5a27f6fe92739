package serve

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
	"time"
)

// room lets so many in at a time, and so many wait, so that nobody's flood takes others' places.
type room struct {
	places  chan struct{}
	waiting atomic.Int32
	most    int32
}

func newRoom(places, waiting int) *room {
	return &room{places: make(chan struct{}, places), most: int32(waiting)}
}

// errFull says that too many ask at a time.
var errFull = errors.New("too many ask at the moment: try again in a few seconds")

// patience is how long somebody waits for a place.
const patience = 15 * time.Second

// enter waits for a place. leave gives it back.
func (r *room) enter(ctx context.Context) (leave func(), err error) {
	leave = func() { <-r.places }
	select {
	case r.places <- struct{}{}:
		return leave, nil
	default:
	}
	if r.waiting.Add(1) > r.most {
		r.waiting.Add(-1)
		return nil, errFull
	}
	defer r.waiting.Add(-1)
	timer := time.NewTimer(patience)
	defer timer.Stop()
	select {
	case r.places <- struct{}{}:
		return leave, nil
	case <-timer.C:
		return nil, errFull
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// wholeBody reads a request's body before it is let into a room: who sends slowly waits outside.
func wholeBody(most int64, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
		if err != nil {
			status, text := http.StatusBadRequest, "The request did not come whole."
			if errors.As(err, new(*http.MaxBytesError)) {
				status, text = http.StatusRequestEntityTooLarge, "The request is too large."
			}
			failAPI(w, status, text)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		next.ServeHTTP(w, r)
	})
}

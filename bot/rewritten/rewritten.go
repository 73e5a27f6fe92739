// Package rewritten keeps what a model wrote for whoever asks the same again.
package rewritten

import (
	"context"
	"log/slog"
	"time"
)

// keepTime is how long keeping an answer may take.
const keepTime = 5 * time.Second

// Store is where what a model wrote is kept.
type Store interface {
	Written(ctx context.Context, key string) (data []byte, ok bool, err error)
	KeepWritten(ctx context.Context, key string, data []byte) error
}

// Answers are the answers that a model wrote, in the store; see answer.Cache. That it fails costs a call, nothing else.
type Answers struct {
	Store Store
	Log   *slog.Logger
}

// Get implements answer.Cache.
func (k Answers) Get(ctx context.Context, key string) ([]byte, bool) {
	value, ok, err := k.Store.Written(ctx, key)
	if err != nil && ctx.Err() == nil {
		k.Log.Error("a written answer was not read again", "error", err)
	}
	return value, ok
}

// Put implements answer.Cache.
func (k Answers) Put(ctx context.Context, key string, value []byte) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), keepTime)
	defer cancel()
	if err := k.Store.KeepWritten(ctx, key, value); err != nil {
		k.Log.Error("a written answer was not kept", "error", err)
	}
}

package builtin

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"

	"readout/retrieval/builtin/internal/bert"
)

// batchPieces is how many pieces of several short texts are computed together: many, since the weights are read once for all of them;
// not too many, since a question that comes meanwhile waits for them.
const batchPieces = 256

// workers has a place for each batch of texts that may be computed at the same time, over all calls: its workspace, or nil where none
// has been needed yet. It bounds memory, and lets a question wait for one batch rather than for all passages of an article.
type workers chan *bert.Workspace

// newWorkers has a place for each processor that Go uses.
func newWorkers() workers {
	free := make(workers, runtime.GOMAXPROCS(0))
	for range cap(free) {
		free <- nil
	}
	return free
}

// each calls do for all texts, some at a time, of which the first has the given place in all; in parallel, in no order. The error is
// the context's: then some texts have been left out.
func (free workers) each(ctx context.Context, all []bert.Text, do func(first int, some []bert.Text, w *bert.Workspace)) error {
	batches := free.batches(all)
	var next atomic.Int64
	work := func() {
		for ctx.Err() == nil {
			i := int(next.Add(1)) - 1
			if i >= len(batches) {
				return
			}
			select {
			case w := <-free:
				if w == nil {
					w = new(bert.Workspace)
				}
				do(batches[i].first, all[batches[i].first:batches[i].end], w)
				free <- w
			case <-ctx.Done():
			}
		}
	}
	var helpers sync.WaitGroup
	for range min(cap(free), len(batches)) - 1 {
		helpers.Go(work)
	}
	work()
	helpers.Wait()
	return ctx.Err()
}

type batch struct{ first, end int }

// batches divides texts, in order, so that each place has some, and none has many more pieces than batchPieces.
func (free workers) batches(all []bert.Text) []batch {
	pieces := 0
	for _, text := range all {
		pieces += len(text.IDs)
	}
	wanted := min(batchPieces, (pieces+cap(free)-1)/cap(free))
	var batches []batch
	for first := 0; first < len(all); {
		end, size := first+1, len(all[first].IDs)
		for end < len(all) && size+len(all[end].IDs) <= wanted {
			size += len(all[end].IDs)
			end++
		}
		batches = append(batches, batch{first, end})
		first = end
	}
	return batches
}

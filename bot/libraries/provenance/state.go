package provenance

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/google/renameio/v2/maybe"

	"readout/corpus/library"
)

// State is what refreshing a library has come to. Losing it costs requests, never an article: it is not part of any version.
type State struct {
	// Next is when the scheduler's next turn is due; zero until it is planned.
	Next time.Time `json:"next,omitzero"`
	// Fetched is when a link or feed was fetched last, well or not.
	Fetched time.Time `json:"fetched,omitzero"`
	// Left is the draft that the scheduler left for a moderator last.
	Left string `json:"left,omitempty"`
	// Failing are the sources whose last attempt failed, by address.
	Failing map[string]Failure `json:"failing,omitempty"`
	// Taken are the links that feeds led to and that were published, with when: a moderator who removed such an article does not get it
	// again.
	Taken map[string]time.Time `json:"taken,omitempty"`
	// Origins tell of an article's file, by its hash, what was fetched for it.
	Origins map[string]Origin `json:"origins,omitempty"`
}

// Failure is a run of failed attempts.
type Failure struct {
	Since    time.Time `json:"since"`
	Times    int       `json:"times"`
	Retry    time.Time `json:"retry"` // not tried by the scheduler before
	Reported bool      `json:"reported,omitempty"`
	Why      Reason    `json:"why,omitempty"`
	Feed     bool      `json:"feed,omitempty"`
}

// Origin is the document that an article's file was made from, and what moderators changed about it.
type Origin struct {
	Fetched string `json:"fetched"` // hash of the document
	Edits   *Facts `json:"edits,omitempty"`
}

// mostLinks is how many links of each sort are remembered; the oldest are forgotten. A feed lists at most some dozens, and others at
// another time: what failed once may never be tried again.
const mostLinks = 20_000

// File keeps a state. Its methods are safe for concurrent use.
type File struct {
	path   string
	shared library.Files // where other processes change it, too, instead of the path; nil for none
	log    *slog.Logger

	mu    sync.Mutex
	state State
}

// Name is what the state is called among shared files.
const Name = "state"

// Open reads the file; one that is damaged counts as empty.
func Open(path string, shared library.Files, log *slog.Logger) *File {
	f := &File{path: path, shared: shared, log: log}
	f.load()
	return f
}

// load reads what is kept; what can't be read counts as empty, but for a place that can't be reached.
func (f *File) load() error {
	var data []byte
	var err error
	if f.shared != nil {
		data, err = f.shared.Read(Name)
	} else {
		data, err = os.ReadFile(f.path)
	}
	var fresh State
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil && f.shared != nil:
		return err
	case err == nil:
		err = json.Unmarshal(data, &fresh)
		fallthrough
	default:
		if err != nil {
			f.log.Warn("what refreshing had come to is forgotten", "error", err)
			fresh = State{}
		}
	}
	f.state = fresh
	return nil
}

// Look shows the state to f, which must not keep it.
func (f *File) Look(see func(*State)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.shared != nil {
		if err := f.load(); err != nil {
			f.log.Warn("what refreshing has come to elsewhere is not known", "error", err)
		}
	}
	see(&f.state)
}

// Change lets f change the state and writes it.
func (f *File) Change(edit func(*State)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.shared != nil {
		ctx, cancel := context.WithTimeout(context.Background(), lockTime)
		defer cancel()
		release, err := f.shared.Lock(ctx, Name)
		if err != nil {
			return fmt.Errorf("write what refreshing came to: %w", err)
		}
		defer release()
		if err := f.load(); err != nil {
			return fmt.Errorf("write what refreshing came to: %w", err)
		}
	}
	s := &f.state
	if s.Failing == nil {
		s.Failing = map[string]Failure{}
	}
	if s.Taken == nil {
		s.Taken = map[string]time.Time{}
	}
	if s.Origins == nil {
		s.Origins = map[string]Origin{}
	}
	edit(s)
	forgetOldest(s.Taken, func(at time.Time) time.Time { return at })
	forgetOldest(s.Failing, func(f Failure) time.Time { return f.Since })
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write %s: %w", f.path, err)
	}
	if f.shared != nil {
		err = f.shared.Write(Name, data)
	} else {
		err = maybe.WriteFile(f.path, data, 0o600)
	}
	if err != nil {
		return fmt.Errorf("write what refreshing came to: %w", err)
	}
	return nil
}

// lockTime is how long a change of a state waits for those of other processes, which take a moment each.
const lockTime = 30 * time.Second

// forgetOldest leaves at most mostLinks links.
func forgetOldest[V any](links map[string]V, at func(V) time.Time) {
	excess := len(links) - mostLinks
	if excess <= 0 {
		return
	}
	byAge := slices.SortedFunc(maps.Keys(links), func(a, b string) int {
		return cmp.Or(at(links[a]).Compare(at(links[b])), strings.Compare(a, b))
	})
	for _, link := range byAge[:excess] {
		delete(links, link)
	}
}

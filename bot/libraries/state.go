package libraries

import (
	"cmp"
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
)

// state is what refreshing a library has come to. Losing it costs requests, never an article: it is not part of any version.
type state struct {
	// Next is when the scheduler's next turn is due; zero until it is planned.
	Next time.Time `json:"next,omitzero"`
	// Fetched is when a link or feed was fetched last, well or not.
	Fetched time.Time `json:"fetched,omitzero"`
	// Left is the draft that the scheduler left for a moderator last.
	Left string `json:"left,omitempty"`
	// Failing are the sources whose last attempt failed, by address.
	Failing map[string]failure `json:"failing,omitempty"`
	// Taken are the links that feeds led to and that were published, with when: a moderator who removed such an article does not get it
	// again.
	Taken map[string]time.Time `json:"taken,omitempty"`
	// Origins tell of an article's file, by its hash, what was fetched for it.
	Origins map[string]origin `json:"origins,omitempty"`
}

// failure is a run of failed attempts.
type failure struct {
	Since    time.Time `json:"since"`
	Times    int       `json:"times"`
	Retry    time.Time `json:"retry"` // not tried by the scheduler before
	Reported bool      `json:"reported,omitempty"`
	Why      Reason    `json:"why,omitempty"`
	Feed     bool      `json:"feed,omitempty"`
}

// origin is the document that an article's file was made from, and what moderators changed about it.
type origin struct {
	Fetched string `json:"fetched"` // hash of the document
	Edits   *Facts `json:"edits,omitempty"`
}

// mostLinks is how many links of each sort are remembered; the oldest are forgotten. A feed lists at most some dozens, and others at
// another time: what failed once may never be tried again.
const mostLinks = 20_000

// stateFile keeps a state. Its methods are safe for concurrent use.
type stateFile struct {
	path string

	mu    sync.Mutex
	state state
}

// openState reads the file; one that is damaged counts as empty.
func openState(path string, log *slog.Logger) *stateFile {
	f := &stateFile{path: path}
	data, err := os.ReadFile(path)
	if err == nil {
		err = json.Unmarshal(data, &f.state)
	}
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		log.Warn("what refreshing had come to is forgotten", "error", err)
		f.state = state{}
	}
	return f
}

// look shows the state to f, which must not keep it.
func (f *stateFile) look(see func(*state)) {
	f.mu.Lock()
	defer f.mu.Unlock()
	see(&f.state)
}

// change lets f change the state and writes it.
func (f *stateFile) change(edit func(*state)) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	s := &f.state
	if s.Failing == nil {
		s.Failing = map[string]failure{}
	}
	if s.Taken == nil {
		s.Taken = map[string]time.Time{}
	}
	if s.Origins == nil {
		s.Origins = map[string]origin{}
	}
	edit(s)
	forgetOldest(s.Taken, func(at time.Time) time.Time { return at })
	forgetOldest(s.Failing, func(f failure) time.Time { return f.Since })
	data, err := json.Marshal(s)
	if err != nil {
		return fmt.Errorf("write %s: %w", f.path, err)
	}
	if err := maybe.WriteFile(f.path, data, 0o600); err != nil {
		return fmt.Errorf("write what refreshing came to: %w", err)
	}
	return nil
}

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

package libraries

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/libraries/provenance"
	"readout/corpus/fetch"
)

const feed = "http://a.example/feed"

// link is the address of a story about a town.
func link(town string) string { return "http://a.example/" + strings.ToLower(town) }

func harbours(towns ...string) *web {
	w := newWeb()
	for _, town := range towns {
		w.pages[link(town)] = story(town, "5 million")
		w.feeds[feed] = append(w.feeds[feed], link(town))
	}
	return w
}

func TestLink(t *testing.T) {
	t.Parallel()
	w := harbours("Ostby")
	s := open(t, options(t, w))
	d := prepare(t, s, guild, Change{Kind: Add, URL: link("Ostby")})
	if diff := cmp.Diff([]SourceResult{{URL: link("Ostby"), State: SourceNew}}, d.Sources); diff != "" || len(d.Added) != 1 {
		t.Errorf("sources (-want +got):\n%s\nadded %v", diff, ids(d.Added))
	}
	if _, err := s.Publish(t.Context(), guild, d.ID, "7", false); err != nil {
		t.Fatal(err)
	}
	if d := prepare(t, s, guild, Change{Kind: Add, URL: link("Ostby")}); !d.Same || d.Sources[0].State != SourceUnchanged {
		t.Errorf("the same link again: %+v", d)
	}
	w.set(func() { w.pages[link("Ostby")] = story("Ostby", "6 million") })
	if d := prepare(t, s, guild, Change{Kind: Add, URL: link("Ostby")}); len(d.Changed) != 1 || len(d.Added) != 0 {
		t.Errorf("the link with another text: %+v", d)
	}
}

func TestRefreshBySources(t *testing.T) {
	t.Parallel()
	w := harbours("Ostby", "Vik")
	s := open(t, options(t, w))
	w.set(func() { w.down[link("Vik")] = fetch.ErrSlow })
	d := prepare(t, s, guild, Change{Kind: Add, Feed: feed})
	want := []SourceResult{
		{URL: feed, Feed: true, State: SourceNew}, {URL: link("Ostby"), State: SourceNew},
		{URL: link("Vik"), State: SourceFailed, Err: Reason(provenance.ReasonSlow)},
	}
	if diff := cmp.Diff(want, d.Sources); diff != "" {
		t.Errorf("sources (-want +got):\n%s", diff)
	}
	if _, err := s.Publish(t.Context(), guild, d.ID, "7", false); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Prepare(t.Context(), guild, "7", Change{Kind: Add, Feed: feed}, nil); !errors.Is(err, ErrExists) {
		t.Errorf("the feed again: %v", err)
	}
	w.set(func() { delete(w.down, link("Vik")) })
	if d := prepare(t, s, guild, Change{Kind: Refresh}); len(d.Added) != 1 || d.Added[0].ID != "vik.md" {
		t.Errorf("what failed is not tried again: %+v", d)
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	w := harbours("Ostby", "Vik", "Nes")
	s := open(t, options(t, w))
	must(t, s, guild, Change{Kind: Add, Feed: feed})
	must(t, s, guild, Change{Kind: Edit, Article: "vik.md", Facts: Facts{Publisher: ptr("The Coast")}})
	must(t, s, guild, Change{Kind: Remove, Article: "nes.md"})
	if d := prepare(t, s, guild, Change{Kind: Refresh}); !d.Same || len(d.Sources) != 3 {
		t.Fatalf("nothing changed: %+v", d)
	}
	if n := w.times(link("Nes")); n != 1 {
		t.Errorf("an article that was removed was fetched %d times", n)
	}
	w.set(func() {
		w.down[link("Ostby")] = fetch.ErrUnreachable
		w.pages[link("Vik")] = story("Vik", "6 million")
		w.pages[link("Moss")] = story("Moss", "2 million")
		w.feeds[feed] = append(w.feeds[feed], link("Moss"))
	})
	var most int
	d, err := s.Prepare(t.Context(), guild, "7", Change{Kind: Refresh}, func(p Progress) {
		if p.Step == Fetching {
			most = max(most, p.Done)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []SourceResult{
		{URL: feed, Feed: true, State: SourceChanged},
		{URL: link("Ostby"), State: SourceFailed, Err: Reason(provenance.ReasonUnreachable)},
		{URL: link("Vik"), State: SourceChanged}, {URL: link("Moss"), State: SourceNew},
	}
	if diff := cmp.Diff(want, d.Sources); diff != "" || most != 4 {
		t.Errorf("%d fetched; sources (-want +got):\n%s", most, diff)
	}
	if diff := cmp.Diff([]string{"moss.md", "vik.md"}, append(ids(d.Added), ids(d.Changed)...)); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
	if got := d.Changed[0]; got.Publisher != "The Coast" {
		t.Errorf("what a moderator corrected is gone: %+v", got)
	}
	if _, err := s.Publish(t.Context(), guild, d.ID, "7", false); err != nil {
		t.Fatal(err)
	}
	if a := ask(t, s, guild, "What will the harbour of Ostby cost?"); !strings.Contains(a.Text(), "5 million") {
		t.Errorf("the version before of a failing source is gone: %q", a.Text())
	}
	if a := ask(t, s, guild, "What will the harbour of Vik cost?"); !strings.Contains(a.Text(), "6 million") {
		t.Errorf("answer %q", a.Text())
	}
	status, err := s.Status(t.Context(), guild)
	if err != nil || len(status.Sources) != 4 || !status.Sources[0].Feed || status.Sources[2].Failures != 1 || status.Sources[2].URL != link("Ostby") {
		t.Errorf("status %+v, %v", status, err)
	}
	must(t, s, guild, Change{Kind: Remove, Feed: feed})
	if status, err := s.Status(t.Context(), guild); err != nil || len(status.Sources) != 3 {
		t.Errorf("status %+v, %v", status, err)
	}
	if history, err := s.History(t.Context(), guild); err != nil || history[0].Kind != "remove" || history[0].Articles != 8 {
		t.Errorf("history %+v, %v", history, err)
	}
}

// TestScheduler plays weeks of turns.
func TestScheduler(t *testing.T) {
	t.Parallel()
	w := harbours("Ostby", "Vik")
	s, now := timed(t, options(t, w))
	const every = 24 * time.Hour
	turn := func() *Refreshed {
		t.Helper()
		r, err := s.RefreshDue(t.Context(), guild, every, nil)
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	// next waits hour by hour for the next turn.
	next := func() (*Refreshed, time.Duration) {
		t.Helper()
		for hours := range 24 * 4 {
			if r := turn(); r.Due {
				return r, time.Duration(hours) * time.Hour
			}
			now.Advance(time.Hour)
		}
		t.Fatal("no turn within four days")
		return nil, 0
	}
	if r := turn(); r.Due {
		t.Error("a server without a library has a turn")
	}
	must(t, s, guild, Change{Kind: Add, Feed: feed})
	if r := turn(); r.Due {
		t.Error("the first turn comes at once, with those of all others")
	}
	if r, waited := next(); waited > every || r.Published != nil || len(r.Failed) != 0 {
		t.Errorf("after %v: %+v", waited, r)
	}
	w.set(func() { w.pages[link("Vik")] = story("Vik", "6 million") })
	if r, waited := next(); waited < every*8/10 || waited > every*12/10 || r.Published == nil || r.Published.Version != 3 || r.Draft != nil {
		t.Errorf("after %v: %+v", waited, r)
	}

	w.set(func() { w.down[link("Vik")] = fetch.ErrSlow })
	r, _ := next()
	if len(r.Failed) != 1 || r.Failed[0].URL != link("Vik") || r.Failed[0].Failures != 1 || r.Failed[0].Err == "" || r.Published != nil {
		t.Errorf("a source fails: %+v", r)
	}
	before := w.times(link("Vik"))
	for range 20 {
		if r, _ := next(); len(r.Failed)+len(r.Recovered) != 0 {
			t.Errorf("reported again: %+v", r)
		}
	}
	if n := w.times(link("Vik")) - before; n < 3 || n > 6 {
		t.Errorf("a failing source was tried %d times in 20 days", n)
	}
	w.set(func() { delete(w.down, link("Vik")) })
	recovered := 0
	for range 9 {
		r, _ := next()
		recovered += len(r.Recovered)
	}
	if recovered != 1 {
		t.Errorf("recovered %d times", recovered)
	}

	// Answers get worse: a draft is left, once.
	if err := s.AddCheck(t.Context(), guild, CheckOf(ask(t, s, guild, "What will the harbour of Vik cost?"))); err != nil {
		t.Fatal(err)
	}
	w.set(func() { w.pages[link("Vik")] = story("Vik", "9 million") })
	if r, _ = next(); r.Draft == nil || len(r.Draft.Gate.Worse) != 1 || r.Published != nil {
		t.Fatalf("%+v", r)
	}
	if got := version(t, s, guild); got != "v3" {
		t.Errorf("published %s", got)
	}
	now.Advance(-10 * time.Hour) // while the draft lives
	if _, err := s.Draft(t.Context(), guild, r.Draft.ID); err != nil {
		t.Errorf("the draft: %v", err)
	}
	if p, err := s.Publish(t.Context(), guild, r.Draft.ID, "7", true); err != nil || p.Version != 4 {
		t.Errorf("%+v, %v", p, err)
	}
}

// TestRefreshBrokenOff has a refresh be broken off: it is due again at once, and tells when the next one is.
func TestRefreshBrokenOff(t *testing.T) {
	t.Parallel()
	w := harbours("Ostby")
	s, now := timed(t, options(t, w))
	must(t, s, guild, Change{Kind: Add, URL: link("Ostby")})
	const every = 24 * time.Hour
	if r, err := s.RefreshDue(t.Context(), "77", every, nil); err != nil || !r.Next.IsZero() {
		t.Errorf("without a source: %+v, %v", r, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	w.set(func() { w.hook = cancel })
	for turn := 0; ctx.Err() == nil; turn++ {
		r, err := s.RefreshDue(ctx, guild, every, nil)
		if err == nil && (r.Due || !r.Next.After(now.Now())) || turn > 50 {
			t.Fatalf("turn %d: %+v, %v", turn, r, err)
		}
		now.Advance(time.Hour)
	}
	r, err := s.RefreshDue(t.Context(), guild, every, nil)
	if err != nil || !r.Due || r.Next.Sub(now.Now()) < every*8/10 {
		t.Errorf("after it was broken off: %+v, %v", r, err)
	}
}

func TestSchedulerWhenTheClockJumps(t *testing.T) {
	t.Parallel()
	w := harbours("Ostby")
	s, now := timed(t, options(t, w))
	must(t, s, guild, Change{Kind: Add, URL: link("Ostby")})
	const every = 24 * time.Hour
	turns := func(within time.Duration) (n int) {
		t.Helper()
		for range int(within / time.Hour) {
			r, err := s.RefreshDue(t.Context(), guild, every, nil)
			if err != nil {
				t.Fatal(err)
			}
			if r.Due {
				n++
			}
			now.Advance(time.Hour)
		}
		return n
	}
	if n := turns(10 * every); n < 8 || n > 12 {
		t.Errorf("%d turns in 10 days", n)
	}
	for _, jump := range []time.Duration{3 * 365 * every, -3 * 365 * every, 20 * every, -20 * every, 26 * time.Hour, -26 * time.Hour} {
		now.Advance(jump)
		if n := turns(5 * every); n < 3 || n > 7 {
			t.Errorf("%d turns in the 5 days after a jump by %v", n, jump)
		}
	}
	// Failing, while the clock is years ahead.
	now.Advance(5 * 365 * every)
	w.set(func() { w.down[link("Ostby")] = fetch.ErrSlow })
	turns(10 * every)
	now.Advance(-5 * 365 * every)
	before := w.times(link("Ostby"))
	w.set(func() { delete(w.down, link("Ostby")) })
	turns(5 * every)
	if w.times(link("Ostby")) == before {
		t.Error("a source is not tried any more")
	}
}

func TestDamagedState(t *testing.T) {
	t.Parallel()
	w := harbours("Ostby")
	o := options(t, w)
	s := open(t, o)
	must(t, s, guild, Change{Kind: Add, Feed: feed})
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(o.Dir, string(guild), "state.json"), []byte("{"), 0o600); err != nil {
		t.Fatal(err)
	}
	s = open(t, o)
	if d := prepare(t, s, guild, Change{Kind: Refresh}); !d.Same {
		t.Errorf("%+v", d)
	}
}

// hanging is a fetcher some of whose pages never come.
type hanging struct {
	Fetcher
	at string // in their links
}

func (h hanging) Page(ctx context.Context, link string, c fetch.Conditions) (*fetch.Document, fetch.Conditions, error) {
	if strings.Contains(link, h.at) {
		<-ctx.Done()
		return nil, fetch.Conditions{}, ctx.Err()
	}
	return h.Fetcher.Page(ctx, link, c)
}

// TestTimeOfAllSources has a source hang at a refresh: once the time of all sources is over it counts as too slow, and what came of the
// others is taken. That the change itself is broken off is an error as before.
func TestTimeOfAllSources(t *testing.T) {
	t.Parallel()
	w := harbours("Nes", "Vik")
	o := options(t, w)
	s := open(t, o)
	for _, town := range []string{"Nes", "Vik"} {
		must(t, s, guild, Change{Kind: Add, URL: link(town)})
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	o.Fetcher, o.FetchTime = hanging{w, link("Nes")}, 300*time.Millisecond
	s = open(t, o)
	d := prepare(t, s, guild, Change{Kind: Refresh})
	for _, source := range d.Sources {
		if slow := source.State == SourceFailed && source.Err == provenance.ReasonOf(fetch.ErrSlow); slow != (source.URL == link("Nes")) {
			t.Errorf("%+v", source)
		}
	}
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := s.Prepare(ctx, guild, "1", Change{Kind: Refresh}, nil); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("broken off: %v", err)
	}
}

// TestDateOfTheFeed: an article that states no date has that of its feed, also once its page has changed.
func TestDateOfTheFeed(t *testing.T) {
	t.Parallel()
	w := harbours("Vik")
	undated := strings.Replace(story("Vik", "5 million"), "published:", "topic:", 1)
	w.set(func() { w.pages[link("Vik")], w.listed = undated, time.Date(2024, 3, 5, 0, 0, 0, 0, time.UTC) })
	s := open(t, options(t, w))
	must(t, s, guild, Change{Kind: Add, Feed: feed})
	dated := func() string {
		snapshot, err := s.Snapshot(t.Context(), guild)
		if err != nil {
			t.Fatal(err)
		}
		return snapshot.Corpus.Article("vik.md").Published.String()
	}
	if got := dated(); got != "2024-03-05" {
		t.Errorf("dated %q", got)
	}
	w.set(func() { w.pages[link("Vik")] = strings.Replace(undated, "5 million", "6 million", 1) })
	must(t, s, guild, Change{Kind: Refresh})
	if got := dated(); got != "2024-03-05" || !strings.Contains(bodyOf(t, s, "vik.md"), "6 million") {
		t.Errorf("dated %q after a change: %s", got, bodyOf(t, s, "vik.md"))
	}
}

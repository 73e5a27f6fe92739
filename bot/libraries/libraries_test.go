package libraries

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/corpus"
	"readout/corpus/fetch"
	"readout/corpus/parse"
	"readout/corpus/reading"
	"readout/retrieval"
	"readout/retrieval/answer"
	"readout/retrieval/eval"
	"readout/retrieval/retrievaltest"
)

func ptr(s string) *string { return &s }

func TestServerWithoutLibrary(t *testing.T) {
	t.Parallel()
	o := judged(t, options(t, nil))
	s := open(t, o)
	for _, g := range []store.GuildID{"", guild, other} {
		got, err := s.Snapshot(t.Context(), g)
		if err != nil || got != o.Shipped {
			t.Errorf("server %q: snapshot %v, error %v; want the shipped one", g, got, err)
		}
	}
	if entries, err := os.ReadDir(o.Dir); err != nil || len(entries) > 0 {
		t.Errorf("asking made %v, %v", entries, err)
	}
	status, err := s.Status(t.Context(), guild)
	if err != nil || status.Own || status.Articles != len(o.Shipped.Corpus.Articles) || status.Checks != len(o.Checks) || status.Name != "shipped" {
		t.Errorf("status %+v, %v", status, err)
	}
	if items, err := s.List(t.Context(), guild); err != nil || len(items) != status.Articles {
		t.Errorf("%d articles listed, %v", len(items), err)
	}
}

func TestIDs(t *testing.T) {
	t.Parallel()
	s := open(t, options(t, newWeb()))
	for _, g := range []store.GuildID{"0", "01", "-1", "+1", "..", "../1001", "1001/..", " 1", "1 ", "１", "184467440737095516150", "a", "1001.deleted"} {
		if _, err := s.Snapshot(t.Context(), g); !errors.Is(err, ErrGuild) {
			t.Errorf("Snapshot(%q): error %v", g, err)
		}
		if _, err := s.Prepare(t.Context(), g, "7", upload("a.md", story("Ostby", "5")), nil); !errors.Is(err, ErrGuild) {
			t.Errorf("Prepare(%q): error %v", g, err)
		}
		if err := s.Delete(t.Context(), g); !errors.Is(err, ErrGuild) {
			t.Errorf("Delete(%q): error %v", g, err)
		}
	}
}

func TestChangesOneAfterAnother(t *testing.T) {
	t.Parallel()
	s := open(t, judged(t, options(t, newWeb())))
	const question = "What will the harbour of Ostby cost?"
	before := version(t, s, guild)

	var steps []Step
	d, err := s.Prepare(t.Context(), guild, "7", upload("ostby.md", story("Ostby", "5 million")), func(p Progress) {
		if len(steps) == 0 || steps[len(steps)-1] != p.Step {
			steps = append(steps, p.Step)
		}
		if p.Done > p.Total {
			t.Errorf("progress %+v", p)
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]Step{Fetching, Reading, Embedding, Checking}, steps); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	if d.Base != 0 || d.Same || len(d.Changed)+len(d.Removed) != 0 || d.Gate.Ran != 1 || len(d.Gate.Worse) != 0 {
		t.Errorf("draft %+v", d)
	}
	want := Item{ID: "ostby.md", Title: "Ostby rebuilds its harbour", Publisher: "The Ostby Gazette", Published: corpus.NewDay(2021, 5, 14),
		Kind: corpus.KindReport, Paragraphs: 3, Remarks: 2, Report: "ostby.md"}
	if diff := cmp.Diff([]Item{want}, d.Added, cmp.AllowUnexported(corpus.Date{})); diff != "" {
		t.Errorf("added (-want +got):\n%s", diff)
	}
	if got := version(t, s, guild); got != before {
		t.Errorf("a draft made the version %s", got)
	}
	p, err := s.Publish(t.Context(), guild, d.ID, "8", false)
	if err != nil || p.Version != 2 || p.Articles != 6 || len(p.Changed)+len(p.Gone) != 0 {
		t.Fatalf("published %+v, %v", p, err)
	}
	if a := ask(t, s, guild, question); a.Version != "v2" || !strings.Contains(a.Text(), "5 million") {
		t.Errorf("answer %q of %s", a.Text(), a.Version)
	}
	if _, err := s.Publish(t.Context(), guild, d.ID, "8", false); !errors.Is(err, ErrDraftGone) {
		t.Errorf("published twice: %v", err)
	}

	p = must(t, s, guild, Change{Kind: Edit, Article: "ostby.md", Facts: Facts{Publisher: ptr("The Coast"), Published: ptr("2021-05")}, Why: "misprint"})
	if p.Version != 3 || len(p.Changed) == 0 || len(p.Gone) != 0 {
		t.Errorf("edited: %+v", p)
	}
	items, err := s.List(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	at := slices.IndexFunc(items, func(i Item) bool { return i.ID == "ostby.md" })
	if at < 0 || items[at].Publisher != "The Coast" || items[at].Published != corpus.NewMonth(2021, 5) || items[at].Title != want.Title || items[at].Paragraphs != 3 {
		t.Errorf("edited: %+v", items)
	}

	p = must(t, s, guild, Change{Kind: Remove, Article: "ostby.md"})
	if p.Version != 4 || p.Articles != 5 || len(p.Gone) < 3 || len(p.Changed) != 0 {
		t.Errorf("removed: %+v", p)
	}
	if a := ask(t, s, guild, question); strings.Contains(a.Text(), "5 million") {
		t.Errorf("answer %q", a.Text())
	}

	if p = must(t, s, guild, Change{Kind: Rollback, Version: 2}); p.Version != 5 || p.Articles != 6 {
		t.Errorf("rolled back: %+v", p)
	}
	if a := ask(t, s, guild, question); a.Version != "v5" || !strings.Contains(a.Text(), "5 million") {
		t.Errorf("answer %q of %s", a.Text(), a.Version)
	}

	history, err := s.History(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	var kinds []string
	for i, v := range history {
		kinds = append(kinds, string(v.Kind))
		if v.Number != 5-i || v.Base != 4-i || v.At.IsZero() {
			t.Errorf("version %+v", v)
		}
	}
	if diff := cmp.Diff([]string{"rollback", "remove", "edit", "add", "start"}, kinds); diff != "" || history[2].Why != "misprint" || history[3].By != "8" {
		t.Errorf("history %+v (-want +got):\n%s", history, diff)
	}
	if drafts, err := s.Drafts(t.Context(), guild); err != nil || len(drafts) != 0 {
		t.Errorf("drafts left: %v, %v", drafts, err)
	}
}

func TestChangesRefused(t *testing.T) {
	t.Parallel()
	o := options(t, newWeb())
	s := open(t, o)
	must(t, s, guild, upload("ostby.md", story("Ostby", "5")))
	for name, tt := range map[string]struct {
		change Change
		want   error
	}{
		"nothing to add":       {Change{Kind: Add}, ErrInput},
		"two things to add":    {Change{Kind: Add, URL: "http://a.example/x", Feed: "http://a.example/f"}, ErrInput},
		"unknown kind":         {Change{Kind: "burn"}, ErrInput},
		"page that is missing": {Change{Kind: Add, URL: "http://a.example/x"}, fetch.ErrStatus},
		"no feed":              {Change{Kind: Add, Feed: "http://a.example/x"}, fetch.ErrNotFeed},
		"empty file":           {upload("a.md", ""), parse.ErrNoText},
		"format":               {upload("a.exe", "x"), fetch.ErrFormat},
		"no such article":      {Change{Kind: Edit, Article: "x", Facts: Facts{Title: ptr("y")}}, ErrNotFound},
		"no fact":              {Change{Kind: Edit, Article: "ostby.md"}, ErrInput},
		"a long other name":    {Change{Kind: Edit, Article: "ostby.md", Aliases: ptr(strings.Repeat("a", 250))}, ErrInput},
		"an escape as reason":  {Change{Kind: Remove, Article: "ostby.md", Why: "\x1b[31m"}, ErrInput},
		"nothing to remove":    {Change{Kind: Remove}, ErrInput},
		"article to remove":    {Change{Kind: Remove, Article: "x"}, ErrNotFound},
		"feed to remove":       {Change{Kind: Remove, Feed: "x"}, ErrNotFound},
		"no such version":      {Change{Kind: Rollback, Version: 9}, ErrNotFound},
		"version zero":         {Change{Kind: Rollback}, ErrNotFound},
	} {
		if d, err := s.Prepare(t.Context(), guild, "7", tt.change, nil); !errors.Is(err, tt.want) {
			t.Errorf("%s: draft %+v, error %v, want %v", name, d, err, tt.want)
		}
	}
	var facts *parse.FactsError
	if _, err := s.Prepare(t.Context(), guild, "7", Change{Kind: Edit, Article: "ostby.md", Facts: Facts{Published: ptr("yesterday")}}, nil); !errors.As(err, &facts) {
		t.Errorf("a date that is none: %v", err)
	}
	if _, err := s.Prepare(t.Context(), guild, "7", Change{Kind: Edit, Article: "ostby.md", Facts: Facts{Title: ptr(strings.Repeat("a", 1<<20))}}, nil); !errors.As(err, &facts) {
		t.Errorf("a title of a megabyte: %v", err)
	}
	if _, err := s.Prepare(t.Context(), guild, "7", Change{Kind: Import, Data: []byte("PK")}, nil); err == nil {
		t.Error("a foreign file was imported")
	}
	for _, a := range o.Shipped.Corpus.Articles {
		must(t, s, guild, Change{Kind: Remove, Article: a.ID})
	}
	if _, err := s.Prepare(t.Context(), guild, "7", Change{Kind: Remove, Article: "ostby.md"}, nil); !errors.Is(err, ErrEmpty) {
		t.Errorf("the last article was removed: %v", err)
	}
	for _, change := range []Change{upload("ostby.md", story("Ostby", "5")), {Kind: Rollback, Version: 7},
		{Kind: Edit, Article: "ostby.md", Facts: Facts{Publisher: ptr("The Ostby Gazette")}}} {
		if d := prepare(t, s, guild, change); !d.Same {
			t.Errorf("%s that changes nothing: %+v", change.Kind, d)
		} else if _, err := s.Draft(t.Context(), guild, d.ID); !errors.Is(err, ErrDraftGone) {
			t.Errorf("it is kept: %v", err)
		}
	}
}

func TestTwoModerators(t *testing.T) {
	t.Parallel()
	s := open(t, options(t, newWeb()))
	for _, first := range []bool{true, false} {
		g := other
		if first {
			g = guild // nothing was published before
		} else {
			must(t, s, g, upload("ostby.md", story("Ostby", "5")))
		}
		a := prepare(t, s, g, upload("a.md", story("Vik", "6")))
		b := prepare(t, s, g, upload("b.md", story("Nes", "7")))
		p, err := s.Publish(t.Context(), g, a.ID, "8", false)
		if err != nil {
			t.Fatal(err)
		}
		_, err = s.Publish(t.Context(), g, b.ID, "9", true)
		var conflict *ConflictError
		if !errors.As(err, &conflict) || !errors.Is(err, ErrConflict) || len(conflict.Since) != 1 || conflict.Since[0].By != "8" ||
			conflict.Since[0].Number != p.Version || conflict.Since[0].Kind != "add" || conflict.Base != b.Base {
			t.Errorf("error %v: %+v", err, conflict)
		}
		if got := prepare(t, s, g, upload("b.md", story("Nes", "7"))); got.Base != p.Version {
			t.Errorf("prepared again from version %d", got.Base)
		} else if _, err := s.Publish(t.Context(), g, got.ID, "9", false); err != nil {
			t.Error(err)
		}
	}
}

// TestPublishingBrokenOff publishes drafts again of which a crash left only the version.
func TestPublishingBrokenOff(t *testing.T) {
	t.Parallel()
	s := open(t, options(t, newWeb()))
	for n, change := range []Change{upload("ostby.md", story("Ostby", "5")), {Kind: Edit, Article: "ostby.md", Facts: Facts{Publisher: ptr("The Coast")}}} {
		last := prepare(t, s, guild, change)
		var kept *storedDraft
		again := func(f func(c *community) error) {
			t.Helper()
			if err := s.with(t.Context(), guild, false, f); err != nil {
				t.Fatal(err)
			}
		}
		again(func(c *community) (err error) {
			kept, err = s.draft(c, last.ID)
			return err
		})
		first, err := s.Publish(t.Context(), guild, last.ID, "7", false)
		if err != nil || first.Version != n+2 {
			t.Fatalf("published %+v, %v", first, err)
		}
		again(func(c *community) error { return c.keep(t.Context(), kept) })
		second, err := s.Publish(t.Context(), guild, last.ID, "7", false)
		if diff := cmp.Diff(first, second); diff != "" || err != nil {
			t.Errorf("published again (-first +second):\n%s%v", diff, err)
		}
		if _, err := s.Draft(t.Context(), guild, last.ID); !errors.Is(err, ErrDraftGone) {
			t.Errorf("the draft is left: %v", err)
		}
	}
}

func TestGate(t *testing.T) {
	t.Parallel()
	o := options(t, newWeb())
	real, err := ship()
	if err != nil {
		t.Fatal(err)
	}
	o.Checks = real.checks[:24]
	if testing.Short() { // watched for races, an answer takes ten times as long
		o.Checks = o.Checks[:8]
	}
	s := open(t, o)
	results, err := s.RunChecks(t.Context(), guild, nil)
	if err != nil || len(results) != len(o.Checks) {
		t.Fatalf("%d results, %v", len(results), err)
	}
	count := map[string]int{}
	for _, r := range results {
		count[r.Outcome.String()]++
		if (r.Outcome == Right) != (r.Why == "") {
			t.Errorf("result %+v", r)
		}
	}
	if count["right"] < len(results)*3/4 {
		t.Errorf("outcomes %v", count)
	}
	var removed corpus.ArticleID
	for _, a := range o.Shipped.Corpus.Articles {
		if removed == "" || len(a.Passages) > len(o.Shipped.Corpus.Article(removed).Passages) {
			removed = a.ID
		}
	}
	d := prepare(t, s, guild, Change{Kind: Remove, Article: removed})
	if d.Gate.Ran != len(o.Checks) || len(d.Gate.Worse) == 0 {
		t.Fatalf("gate %+v", d.Gate)
	}
	for _, w := range d.Gate.Worse {
		if w.Is >= w.Was || w.Before == w.After || w.Why == "" || w.Question == "" {
			t.Errorf("worse: %+v", w)
		}
	}
	_, err = s.Publish(t.Context(), guild, d.ID, "7", false)
	var worse *WorseError
	if !errors.As(err, &worse) || !errors.Is(err, ErrWorse) || len(worse.Gate.Worse) != len(d.Gate.Worse) {
		t.Fatalf("error %v", err)
	}
	if p, err := s.Publish(t.Context(), guild, d.ID, "7", true); err != nil || p.Version != 2 {
		t.Fatalf("published %+v, %v", p, err)
	}
	// What is lost was accepted: it is not worse than it was.
	if d := prepare(t, s, guild, upload("ostby.md", story("Ostby", "5"))); len(d.Gate.Worse) != 0 {
		t.Errorf("gate %+v", d.Gate)
	}
	if d := prepare(t, s, guild, Change{Kind: Rollback, Version: 1}); d.Gate.Better == 0 || len(d.Gate.Worse) != 0 {
		t.Errorf("gate %+v", d.Gate)
	}
}

func TestChecks(t *testing.T) {
	t.Parallel()
	o := judged(t, options(t, newWeb()))
	s := open(t, o)
	must(t, s, guild, upload("ostby.md", story("Ostby", "5 million")))
	a := ask(t, s, guild, "What will the harbour of Ostby cost?")
	q := CheckOf(a)
	if err := s.AddCheck(t.Context(), guild, q); err != nil {
		t.Fatal(err)
	}
	if err := s.AddCheck(t.Context(), guild, q); !errors.Is(err, ErrExists) {
		t.Errorf("added twice: %v", err)
	}
	if err := s.AddCheck(t.Context(), guild, eval.Question{ID: "x", Text: "y"}); !errors.Is(err, ErrInput) {
		t.Errorf("a question that judges nothing: %v", err)
	}
	nothing := CheckOf(&answer.Answer{Resolved: "What does the moon weigh?", Abstention: &answer.Abstention{}})
	if nothing.Expected != eval.Abstain {
		t.Errorf("check %+v", nothing)
	}
	if err := s.AddCheck(t.Context(), guild, nothing); err != nil {
		t.Fatal(err)
	}
	results, err := s.RunChecks(t.Context(), guild, nil)
	if err != nil || len(results) != len(o.Checks)+2 {
		t.Fatalf("%d results, %v", len(results), err)
	}
	for _, r := range results[len(o.Checks):] {
		if r.Outcome != Right {
			t.Errorf("%+v", r)
		}
	}
	d := prepare(t, s, guild, upload("ostby.md", story("Ostby", "6 million")))
	if len(d.Gate.Worse) != 1 || d.Gate.Worse[0].ID != q.ID || !strings.Contains(d.Gate.Worse[0].After, "6 million") {
		t.Errorf("gate %+v", d.Gate)
	}
	if all, err := s.Checks(t.Context(), other); err != nil || len(all) != len(o.Checks) {
		t.Errorf("another server has %d checks, %v", len(all), err)
	}
	all, err := s.Checks(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range all {
		if err := s.RemoveCheck(t.Context(), guild, q.ID); err != nil {
			t.Error(err)
		}
	}
	if err := s.RemoveCheck(t.Context(), guild, q.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("removed twice: %v", err)
	}
	if all, err := s.Checks(t.Context(), guild); err != nil || len(all) != 0 {
		t.Errorf("checks that were removed came back: %v, %v", all, err)
	}
}

func TestExportToFreshServer(t *testing.T) {
	t.Parallel()
	w := newWeb()
	w.pages["http://a.example/vik"] = story("Vik", "3 million")
	w.feeds["http://a.example/feed"] = []string{"http://a.example/vik"}
	from := open(t, judged(t, options(t, w)))
	must(t, from, guild, upload("ostby.md", story("Ostby", "5 million")))
	must(t, from, guild, Change{Kind: Add, Feed: "http://a.example/feed"})
	must(t, from, guild, Change{Kind: Edit, Article: "vik.md", Facts: Facts{Publisher: ptr("The Coast")}})
	if err := from.AddCheck(t.Context(), guild, CheckOf(ask(t, from, guild, "What will the harbour of Ostby cost?"))); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := from.Export(t.Context(), guild, &file); err != nil {
		t.Fatal(err)
	}

	to := open(t, judged(t, options(t, w)))
	d := prepare(t, to, other, Change{Kind: Import, Data: file.Bytes()})
	if diff := cmp.Diff([]string{"ostby.md", "vik.md"}, ids(d.Added)); diff != "" || d.Gate.Ran != 2 {
		t.Errorf("added (-want +got):\n%s\ngate %+v", diff, d.Gate)
	}
	if _, err := to.Publish(t.Context(), other, d.ID, "7", false); err != nil {
		t.Fatal(err)
	}
	if a := ask(t, to, other, "What will the harbour of Ostby cost?"); !strings.Contains(a.Text(), "5 million") {
		t.Errorf("answer %q", a.Text())
	}
	if checks, err := to.Checks(t.Context(), other); err != nil || len(checks) != 2 {
		t.Errorf("%d checks, %v", len(checks), err)
	}
	var again bytes.Buffer
	if err := to.Export(t.Context(), other, &again); err != nil {
		t.Fatal(err)
	}
	if d := prepare(t, from, guild, Change{Kind: Import, Data: again.Bytes()}); !d.Same {
		t.Errorf("the export of an import differs: %+v", d)
	}
	// The page changes: what the moderator corrected stays, the text is new.
	w.set(func() { w.pages["http://a.example/vik"] = story("Vik", "4 million") })
	must(t, to, other, Change{Kind: Refresh})
	items, err := to.List(t.Context(), other)
	if err != nil {
		t.Fatal(err)
	}
	if at := slices.IndexFunc(items, func(i Item) bool { return i.ID == "vik.md" }); items[at].Publisher != "The Coast" {
		t.Errorf("the correction is gone: %+v", items[at])
	}
	if a := ask(t, to, other, "What will the harbour of Vik cost?"); !strings.Contains(a.Text(), "4 million") {
		t.Errorf("answer %q", a.Text())
	}
}

func TestServersAreApart(t *testing.T) {
	t.Parallel()
	s := open(t, options(t, newWeb()))
	must(t, s, guild, upload("ostby.md", story("Ostby", "5 million")))
	d := prepare(t, s, guild, upload("vik.md", story("Vik", "6 million")))
	if _, err := s.Draft(t.Context(), other, d.ID); !errors.Is(err, ErrDraftGone) {
		t.Errorf("another server reads the draft: %v", err)
	}
	if _, err := s.Publish(t.Context(), other, d.ID, "7", true); !errors.Is(err, ErrDraftGone) {
		t.Errorf("another server publishes the draft: %v", err)
	}
	if err := s.Discard(t.Context(), other, d.ID); err != nil {
		t.Error(err)
	}
	if _, err := s.Draft(t.Context(), guild, d.ID); err != nil {
		t.Errorf("another server discarded the draft: %v", err)
	}
	must(t, s, other, upload("nes.md", story("Nes", "7 million")))
	for g, want := range map[store.GuildID]string{guild: "ostby.md", other: "nes.md"} {
		items, err := s.List(t.Context(), g)
		if err != nil || len(items) != 6 || !slices.Contains(ids(items), want) {
			t.Errorf("server %s has %v, %v", g, ids(items), err)
		}
	}
	if a := ask(t, s, other, "What will the harbour of Ostby cost?"); strings.Contains(a.Text(), "5 million") {
		t.Errorf("answer %q", a.Text())
	}
	// What they have in common is in memory once.
	must(t, s, other, Change{Kind: Remove, Article: "nes.md"})
	must(t, s, other, upload("ostby.md", story("Ostby", "5 million")))
	a, err := s.Snapshot(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	b, err := s.Snapshot(t.Context(), other)
	if err != nil || a.Corpus != b.Corpus || a.Version != "v2" || b.Version != "v4" {
		t.Errorf("versions %s and %s, the same articles: %v, %v", a.Version, b.Version, a.Corpus == b.Corpus, err)
	}
}

func TestDraftsOutliveTheProgram(t *testing.T) {
	t.Parallel()
	o, now := options(t, newWeb()), storetest.NewClock()
	o.Clock = now.Now
	s := open(t, o)
	a, b := prepare(t, s, guild, upload("a.md", story("Ostby", "5"))), prepare(t, s, guild, upload("b.md", story("Vik", "5")))
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s = open(t, o)
	got, err := s.Draft(t.Context(), guild, a.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(a, got, cmp.AllowUnexported(corpus.Date{})); diff != "" {
		t.Errorf("draft (-want +got):\n%s", diff)
	}
	if drafts, err := s.Drafts(t.Context(), guild); err != nil || len(drafts) != 2 {
		t.Errorf("%d drafts, %v", len(drafts), err)
	}
	now.Advance(DraftKept - time.Minute)
	if _, err := s.Publish(t.Context(), guild, a.ID, "7", false); err != nil {
		t.Error(err)
	}
	now.Advance(2 * time.Minute)
	for _, id := range []string{b.ID, "", "../current", "none"} {
		if _, err := s.Draft(t.Context(), guild, id); !errors.Is(err, ErrDraftGone) {
			t.Errorf("draft %q: %v", id, err)
		}
	}
	if err := s.Discard(t.Context(), guild, b.ID); err != nil {
		t.Error(err)
	}
	if drafts, err := s.Drafts(t.Context(), guild); err != nil || len(drafts) != 0 {
		t.Errorf("%d drafts, %v", len(drafts), err)
	}
}

func TestDelete(t *testing.T) {
	t.Parallel()
	o := options(t, newWeb())
	s := open(t, o)
	for _, g := range []store.GuildID{guild, other} {
		must(t, s, g, upload("ostby.md", story("Ostby", "5 million")))
	}
	held, err := s.Snapshot(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	if guilds, err := s.Guilds(); err != nil || len(guilds) != 2 {
		t.Errorf("servers %v, %v", guilds, err)
	}
	for range 2 {
		if err := s.Delete(t.Context(), guild); err != nil {
			t.Fatal(err)
		}
	}
	if held.Corpus.Article("ostby.md") == nil {
		t.Error("a reader lost its snapshot")
	}
	if got := version(t, s, guild); got != "shipped" {
		t.Errorf("version %s is left", got)
	}
	if got := version(t, s, other); got != "v2" {
		t.Errorf("another server has %s", got)
	}
	left := func() (out []string) {
		t.Helper()
		paths, err := filepath.Glob(filepath.Join(o.Dir, "*"))
		kept, keptErr := filepath.Glob(filepath.Join(o.Dir, snapshotsDir, "*"))
		if err != nil || keptErr != nil {
			t.Fatal(err, keptErr)
		}
		for _, p := range append(paths, kept...) {
			if name := filepath.Base(p); name != snapshotsDir {
				out = append(out, name)
			}
		}
		return out
	}
	wishes, err := os.ReadDir(filepath.Join(o.Dir, string(other), snapshotsDir))
	if err != nil || len(wishes) != 1 {
		t.Fatalf("snapshots wanted: %v, %v", wishes, err)
	}
	if got, want := left(), []string{string(other), wishes[0].Name() + ".snapshot"}; !slices.Equal(got, want) {
		t.Errorf("left are %q, want %q", got, want)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	// A crash in the middle of a deletion.
	if err := os.Rename(filepath.Join(o.Dir, string(other)), filepath.Join(o.Dir, string(other)+deletedSuffix)); err != nil {
		t.Fatal(err)
	}
	open(t, o)
	if got := left(); len(got) > 0 {
		t.Errorf("left are %q", got)
	}
}

func TestForget(t *testing.T) {
	t.Parallel()
	s := open(t, options(t, newWeb()))
	must(t, s, guild, Change{Kind: Add, Name: "ostby.md", Data: []byte(story("Ostby", "5")), Why: "asked for"})
	prepare(t, s, guild, upload("vik.md", story("Vik", "5")))
	if err := s.Forget(t.Context(), "7"); err != nil {
		t.Fatal(err)
	}
	history, err := s.History(t.Context(), guild)
	if err != nil || len(history) != 2 || history[0].By != "" || history[0].Why != "" {
		t.Errorf("history %+v, %v", history, err)
	}
	if drafts, err := s.Drafts(t.Context(), guild); err != nil || len(drafts) != 0 {
		t.Errorf("drafts %v, %v", drafts, err)
	}
}

func TestConflictNamesSomebody(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		last Version
		want string
	}{
		{Version{Number: 3, By: "terminal", Kind: Add}, "and terminal published version 3 (add) at"},
		{Version{Number: 3, Kind: Refresh}, "and the bot published version 3 (refresh) at"},
		{Version{Number: 3, Kind: Edit}, "and somebody who is forgotten published version 3 (edit) at"},
	} {
		if got := (&ConflictError{Base: 2, Since: []Version{tt.last}}).Error(); !strings.Contains(got, tt.want) {
			t.Errorf("%q does not say %q", got, tt.want)
		}
	}
}

// TestForgottenForGood: what was in the making when a member was forgotten does not bring the ID back.
func TestForgottenForGood(t *testing.T) {
	t.Parallel()
	s := open(t, options(t, harbours("Ostby")))
	d, err := s.Prepare(t.Context(), guild, "4711", Change{Kind: Add, Feed: feed}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(t.Context(), guild, d.ID, "4711", false); err != nil {
		t.Fatal(err)
	}
	waiting := prepare(t, s, guild, upload("vik.md", story("Vik", "5 million")))
	if err := s.Forget(t.Context(), "4711"); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Publish(t.Context(), guild, waiting.ID, "7", false); err != nil {
		t.Fatal(err)
	}
	err = s.with(t.Context(), guild, false, func(c *community) error {
		m, _ := c.library.Current()
		if len(m.Feeds) != 1 || m.Feeds[0].By != "" {
			t.Errorf("feeds %+v", m.Feeds)
		}
		return nil
	})
	if err != nil {
		t.Error(err)
	}
}

// TestImportedChecksStay: a check that is added while an import is published does not bring back those that the import replaced.
func TestImportedChecksStay(t *testing.T) {
	t.Parallel()
	s := open(t, judged(t, options(t, newWeb())))
	must(t, s, other, upload("vik.md", story("Vik", "5 million")))
	kept := eval.Question{ID: "kept", Text: "What will the harbour of Vik cost?", Expected: eval.Answer, AnswerPoints: [][]string{{"5 million"}}}
	if err := s.AddCheck(t.Context(), other, kept); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := s.Export(t.Context(), other, &file); err != nil {
		t.Fatal(err)
	}
	d := prepare(t, s, guild, Change{Kind: Import, Data: file.Bytes()})
	published := make(chan error, 1)
	err := s.changeChecks(t.Context(), guild, func(all []eval.Question) ([]eval.Question, error) {
		go func() {
			_, err := s.Publish(t.Context(), guild, d.ID, "7", true)
			published <- err
		}()
		select {
		case err := <-published:
			published <- err
		case <-time.After(500 * time.Millisecond): // it waits
		}
		return append(all, eval.Question{ID: "new", Text: "Why?", Expected: eval.Abstain}), nil
	})
	if err := errors.Join(err, <-published); err != nil {
		t.Fatal(err)
	}
	checks, err := s.Checks(t.Context(), guild)
	if err != nil || len(checks) != 2 || checks[1].ID != "kept" {
		t.Errorf("%d checks, %v, want those of the import: %+v", len(checks), err, checks)
	}
}

// TestChecksFollowTheArticles: the checks on the shipped articles are asked as long as one of their articles is there; those that a server
// kept, as long as theirs is.
func TestChecksFollowTheArticles(t *testing.T) {
	t.Parallel()
	s := &Libraries{o: Options{Shipped: &retrieval.Snapshot{Corpus: corpusOf(t, "one.md", "two.md")}, Checks: []eval.Question{
		{ID: "one", Text: "On one?", GoldArticles: []string{"one.md"}}, {ID: "both", Text: "On both?", GoldArticles: []string{"one.md", "two.md"}},
		{ID: "none", Text: "On none?", Expected: eval.Abstain}}}}
	kept := append(slices.Clone(s.o.Checks), eval.Question{ID: "kept", Text: "On own?", GoldArticles: []string{"own.md"}},
		eval.Question{ID: "none", Text: "Another on none?", Expected: eval.Abstain})
	for _, tc := range []struct {
		articles []string
		want     []string
	}{
		{[]string{"one.md", "two.md"}, []string{"one", "both", "none", "none"}},
		{[]string{"two.md", "own.md"}, []string{"both", "none", "kept", "none"}},
		{[]string{"own.md"}, []string{"kept", "none"}},
		{[]string{"new.md"}, []string{"none"}},
	} {
		var got []string
		for _, q := range s.applying(kept, anyOf(corpusOf(t, tc.articles...))) {
			got = append(got, q.ID)
		}
		if !slices.Equal(got, tc.want) {
			t.Errorf("beside %v: %v, want %v", tc.articles, got, tc.want)
		}
	}
}

// corpusOf is articles of no interest.
func corpusOf(t *testing.T, names ...string) *reading.Corpus {
	t.Helper()
	texts := map[string]string{}
	for _, name := range names {
		texts[name] = "# A title of " + name + "\n\nSomething happened in " + name + " on Monday.\n"
	}
	return retrievaltest.Corpus(t, texts)
}

// TestSnapshotOf: an earlier version answers as it did, and no other is put in its place.
func TestSnapshotOf(t *testing.T) {
	t.Parallel()
	s := open(t, options(t, newWeb()))
	for _, number := range []int{1, -1} {
		if _, err := s.SnapshotOf(t.Context(), guild, number); !errors.Is(err, ErrNotFound) {
			t.Errorf("version %d of a library that is not there: %v", number, err)
		}
	}
	must(t, s, guild, upload("ostby.md", story("Ostby", "5")))
	must(t, s, guild, Change{Kind: Remove, Article: "nothing-to-discuss"})
	now, err := s.Snapshot(t.Context(), guild)
	if err != nil {
		t.Fatal(err)
	}
	for number, want := range map[int]int{0: 5, 1: 5, 2: 6, 3: 5} {
		then, err := s.SnapshotOf(t.Context(), guild, number)
		if err != nil || len(then.Corpus.Articles) != want {
			t.Fatalf("version %d: %v, %v, want %d articles", number, then, err, want)
		}
		if found, err := then.Index.Search(t.Context(), retrieval.Query{}, 1); err == nil && number > 0 && found.Version != then.Version {
			t.Errorf("version %d is found as %s", number, found.Version)
		}
	}
	if then, err := s.SnapshotOf(t.Context(), guild, 3); err != nil || then.Version != now.Version {
		t.Errorf("the present version: %v, %v", then, err)
	}
	if _, err := s.SnapshotOf(t.Context(), guild, 4); !errors.Is(err, ErrNotFound) {
		t.Errorf("a version to come: %v", err)
	}
}

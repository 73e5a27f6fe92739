package receipt

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/edition"
	"readout/bot/edition/editiontest"
	"readout/bot/reply"
	"readout/bot/typeset"
	"readout/corpus/corpustest"
	"readout/retrieval/scope"
)

var update = flag.Bool("update", false, "write the golden files anew")

// receiptFor is the receipt for a question to the harbour's articles.
func receiptFor(t testing.TB, e *edition.Edition, question string, within scope.Scope) *Receipt {
	t.Helper()
	a, err := e.Ask(t.Context(), edition.Question{Text: question, Scope: within})
	if err != nil {
		t.Fatal(err)
	}
	return Of("test", e.Snapshot.Corpus, a)
}

// written is a receipt as a file has it.
func written(t testing.TB, r *Receipt) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := r.Write(&b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestReceipts(t *testing.T) {
	t.Parallel()
	e := editiontest.Harbour(t)
	for name, tc := range map[string]struct {
		question string
		within   scope.Scope
	}{
		"differ":   {"How many hours did the talks last?", scope.Scope{}},
		"turn":     {"What did Lindqvist say about the night route?", scope.Scope{Kind: "transcript"}},
		"silent":   {"Who will be the next king?", scope.Scope{}},
		"the date": {"Who wrote the opinion piece?", scope.Scope{}},
	} {
		r := receiptFor(t, e, tc.question, tc.within)
		data := written(t, r)
		text := r.Text(typeset.Page{Width: 80}, reply.English())
		corpustest.Golden(t, *update, strings.ReplaceAll(name, " ", "-")+".golden", string(data)+"--------\n"+text)
		read, err := Read(bytes.NewReader(data))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if diff := cmp.Diff(r, read); diff != "" {
			t.Errorf("%s is read as another (-want +got):\n%s", name, diff)
		}
		for _, version := range []string{e.Snapshot.Version, "a later one"} {
			if faults := read.Verify(e.Snapshot.Corpus, version); len(faults) > 0 {
				t.Errorf("%s does not hold: %v", name, faults)
			}
		}
	}
}

// leaves calls f with the path and a setter of each text, number and truth in a value.
func leaves(path string, v any, set func(any), f func(path string, v any, set func(any))) {
	switch x := v.(type) {
	case map[string]any:
		for key, inner := range x {
			leaves(strings.TrimPrefix(path+"."+key, "."), inner, func(to any) { x[key] = to }, f)
		}
	case []any:
		for i, inner := range x {
			leaves(fmt.Sprintf("%s[%d]", path, i), inner, func(to any) { x[i] = to }, f)
		}
	default:
		f(path, v, set)
	}
}

// changes are what somebody may make of a value.
func changes(v any) []any {
	switch x := v.(type) {
	case string:
		out := []any{x + "x"}
		if x != "" {
			out = append(out, "", x[1:], strings.ToUpper(x[:1])+"~"+x[1:])
		}
		return out
	case float64:
		return []any{x + 1, x - 1, 1e6}
	case bool:
		return []any{!x}
	}
	return nil
}

// sealed are what the seal alone holds: they are no part of the articles.
var sealed = []string{"program", "question", "resolved_question", "model", "version"}

// widens reports whether a change of what was asked leaves all that is cited within it. Whose words were asked for tells nothing about the
// sources.
func widens(path string, to any) bool { return path == "within.speaker" || to == "" }

// TestEveryChangeIsNamed changes each value of a receipt in several ways, with the seal left as it is and made anew: what is wrong is
// told, and where.
func TestEveryChangeIsNamed(t *testing.T) {
	t.Parallel()
	e := editiontest.Harbour(t)
	for _, r := range []*Receipt{receiptFor(t, e, "How many hours did the talks last?", scope.Scope{Kind: "report"}),
		receiptFor(t, e, "What did Lindqvist say about the night route?", scope.Scope{Kind: "transcript"})} {
		var value any
		if err := json.Unmarshal(written(t, r), &value); err != nil {
			t.Fatal(err)
		}
		tried := 0
		leaves("", value, nil, func(path string, v any, set func(any)) {
			for _, to := range changes(v) {
				if to == v {
					continue
				}
				set(to)
				data, err := json.Marshal(value)
				set(v)
				if err != nil {
					t.Fatal(err)
				}
				var changed Receipt
				if err := json.Unmarshal(data, &changed); err != nil {
					continue // a number that is none of ours
				}
				tried++
				faults := changed.Verify(e.Snapshot.Corpus, e.Snapshot.Version)
				if !slices.ContainsFunc(faults, func(f Fault) bool { return f.Where == "seal" }) {
					t.Errorf("%s = %v: the seal holds: %v", path, to, faults)
				}
				if path == "seal" || slices.Contains(sealed, path) || strings.HasPrefix(path, "within.") && widens(path, to) {
					continue
				}
				changed.Seal = changed.seal()
				faults = changed.Verify(e.Snapshot.Corpus, e.Snapshot.Version)
				if !slices.ContainsFunc(faults, func(f Fault) bool { return named(f.Where, path) }) {
					t.Errorf("%s = %v is not named: %v", path, to, faults)
				}
			}
		})
		if tried < 100 {
			t.Errorf("only %d changes", tried)
		}
	}
}

// named reports whether a fault leads to what was changed: to it, to what it is part of, or to where it does not fit any more.
func named(where, path string) bool {
	top, _, _ := strings.Cut(path, "[")
	top, _, _ = strings.Cut(top, ".")
	switch top {
	case "format":
		return where == "kind"
	case "within": // it is a source that is not within it
		return strings.HasPrefix(where, "within") || strings.HasPrefix(where, "sources[")
	case "sentences":
		return strings.HasPrefix(where, path[:strings.Index(path, "]")+1]) || strings.HasPrefix(where, "passages[")
	case "origins":
		return where == "origins"
	case "passages":
		return strings.HasPrefix(where, path[:strings.Index(path, "]")+1])
	}
	return strings.HasPrefix(path, where) || strings.HasPrefix(where, top)
}

// TestRemovedAndAdded takes out and puts in whole parts, and makes the seal anew.
func TestRemovedAndAdded(t *testing.T) {
	t.Parallel()
	e := editiontest.Harbour(t)
	for name, tc := range map[string]struct {
		change func(*Receipt)
		where  string
	}{
		"a passage less": {func(r *Receipt) { r.Passages = r.Passages[:1] }, "sentences[1].passages[0]"},
		"a source less":  {func(r *Receipt) { r.Sources = r.Sources[:1] }, "passages[1].article"},
		"a source more":  {func(r *Receipt) { r.Sources = append(r.Sources, sourceOf(e.Snapshot.Corpus.Article("hostile.md"))) }, "sources[2]"},
		"a source twice": {func(r *Receipt) { r.Sources = append(r.Sources, r.Sources[0]) }, "sources[2].article"},
		"a sentence more": {func(r *Receipt) {
			r.Sentences = append(r.Sentences, Sentence{Text: "They quarrelled.", Passages: []int{1}, Proof: Verbatim})
		}, "sentences[2].text"},
		"an unproven one": {func(r *Receipt) {
			r.Sentences = append(r.Sentences, Sentence{Text: "They quarrelled.", Passages: []int{1}, Proof: Unproven})
		}, "sentences[2].text"},
		"one that cites not": {func(r *Receipt) {
			r.Sentences = append(r.Sentences, Sentence{Text: "They quarrelled.", Passages: []int{}, Proof: Unproven})
		}, "sentences[2].passages"},
		"a sentence less":      {func(r *Receipt) { r.Sentences = r.Sentences[:1] }, "passages[1]"},
		"no sentence":          {func(r *Receipt) { r.Sentences = nil }, "abstained"},
		"an origin less":       {func(r *Receipt) { r.Origins = r.Origins[:1] }, "origins"},
		"an origin more":       {func(r *Receipt) { r.Origins = append(r.Origins, Origin{Origin: "The Moon"}) }, "origins"},
		"passages changed":     {func(r *Receipt) { slices.Reverse(r.Passages) }, "passages[0].n"},
		"a later form":         {func(r *Receipt) { r.Format = 2 }, "kind"},
		"within a wrong kind":  {func(r *Receipt) { r.Within.Kind = "poem" }, "within"},
		"within nothing":       {func(r *Receipt) { r.Within.Publisher = "The Moon" }, "within"},
		"within another":       {func(r *Receipt) { r.Within.Kind = "transcript" }, "sources[0].article"},
		"an article not there": {func(r *Receipt) { r.Sources[0].Article = "nowhere.md" }, "sources[0].article"},
		"an empty quote":       {func(r *Receipt) { r.Passages[0].To = r.Passages[0].From }, "passages[0].from"},
	} {
		r := receiptFor(t, e, "How many hours did the talks last?", scope.Scope{})
		if len(r.Sentences) != 2 || len(r.Sources) != 2 {
			t.Fatalf("the receipt is another: %s", written(t, r))
		}
		tc.change(r)
		r.Seal = r.seal()
		if faults := r.Verify(e.Snapshot.Corpus, e.Snapshot.Version); !slices.ContainsFunc(faults, func(f Fault) bool { return f.Where == tc.where }) {
			t.Errorf("%s: %v", name, faults)
		}
	}
}

func TestOtherArticles(t *testing.T) {
	t.Parallel()
	r := receiptFor(t, editiontest.Harbour(t), "How many hours did the talks last?", scope.Scope{})
	faults := r.Verify(editiontest.Shipped(t).Snapshot.Corpus, "shipped")
	if !slices.ContainsFunc(faults, func(f Fault) bool { return strings.Contains(f.String(), "there is no article") }) {
		t.Errorf("%v", faults)
	}
}

func TestNoReceipt(t *testing.T) {
	t.Parallel()
	good := string(written(t, receiptFor(t, editiontest.Harbour(t), "How many hours did the talks last?", scope.Scope{})))
	for name, tc := range map[string]struct {
		data string
		want error
	}{
		"nothing":           {"", ErrNotReceipt},
		"a text":            {"The talks lasted three hours.", ErrNotReceipt},
		"other JSON":        {`{"kind":"backup"}`, ErrNotReceipt},
		"an array":          {`[]`, ErrNotReceipt},
		"too long":          {good + strings.Repeat(" ", longest), ErrNotReceipt},
		"a later one":       {strings.Replace(good, `"format": 1`, `"format": 2`, 1), ErrNewer},
		"a key more":        {strings.Replace(good, `"format": 1`, `"format": 1, "more": 1`, 1), ErrChanged},
		"a key twice":       {strings.Replace(good, `"format": 1`, `"format": 1, "format": 1`, 1), ErrChanged},
		"a key less":        {strings.Replace(good, `"abstained": false,`, "", 1), ErrChanged},
		"something behind":  {good + "{}", ErrNotReceipt},
		"a number too many": {strings.Replace(good, `"from": 0`, `"from": 9999999999999999999`, 1), ErrChanged},
		"null":              {strings.Replace(good, `"abstained": false`, `"abstained": null`, 1), ErrChanged},
	} {
		if r, err := Read(strings.NewReader(tc.data)); !errors.Is(err, tc.want) || r != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := Read(strings.NewReader(strings.ReplaceAll(good, "\n", "\r\n  "))); err != nil {
		t.Errorf("white space: %v", err)
	}
}

func FuzzVerify(f *testing.F) {
	e := editiontest.Harbour(f)
	r := receiptFor(f, e, "How many hours did the talks last?", scope.Scope{})
	good := written(f, r)
	f.Add(good)
	f.Add(bytes.ReplaceAll(good, []byte("three"), []byte("thirty")))
	f.Add([]byte(`{"kind":"readout-receipt","passages":[{"from":-1}]}`))
	f.Fuzz(func(t *testing.T, data []byte) {
		got, err := Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		if again := written(t, got); !bytes.Equal(again, good) && got.Seal == r.Seal && len(got.Verify(e.Snapshot.Corpus, e.Snapshot.Version)) == 0 {
			t.Errorf("holds, and is another:\n%s", again)
		}
	})
}

package reading

import (
	"slices"
	"testing"

	"readout/corpus"
	"readout/corpus/parse"
	"readout/corpus/prose"
)

func TestStatements(t *testing.T) {
	t.Parallel()
	const notes = `# Quay committee

## Present

- Mia Lund (chair)
- Tom Reed

## Decisions

- The toll is raised to four crowns.
- Mia: we should have done it earlier
- Tom
  - worried about the pilots

## Action items

- [ ] Tom: write to the pilots
- ask the bank for a loan (Mia)
- Mia will call the county
- find a new hall

## Reports

- The dredger is back.

RESOLVED that the pier be closed in winter.

It was agreed that the gate opens at six.

**Decision:** no fee for children.

Action: Clerk to paint the gate

The board resolved nothing on the crane.
`
	a, err := parse.Markdown("quay.md", notes)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := New([]*corpus.Article{a}); err != nil {
		t.Fatal(err)
	}
	type row struct {
		Statement         corpus.Statement
		Lead, Reads, Show string
	}
	var got []row
	for i := range a.Passages {
		p := &a.Passages[i]
		got = append(got, row{p.Statement, p.Lead(), p.Reads(0), p.Shown(0)})
	}
	want := []row{
		{"", "", "Mia Lund (chair).", "Present: Mia Lund (chair)"},
		{"", "", "Tom Reed.", "Present: Tom Reed"},
		{corpus.Decision, "It was decided", "The toll is raised to four crowns.", "Decisions: The toll is raised to four crowns."},
		{"", "Mia Lund said", "we should have done it earlier.", "Mia: we should have done it earlier"},
		{"", "", "Tom.", "Decisions: Tom"},
		{"", "Tom Reed said", "worried about the pilots.", "Tom: worried about the pilots"},
		{corpus.Task, "Action item, Tom Reed has to do this", "Tom: write to the pilots.", "Action items: Tom: write to the pilots"},
		{corpus.Task, "Action item, Mia Lund has to do this", "ask the bank for a loan (Mia).", "Action items: ask the bank for a loan (Mia)"},
		{corpus.Task, "Action item, Mia Lund has to do this", "Mia will call the county.", "Action items: Mia will call the county"},
		{corpus.Task, "Action item, to do", "find a new hall.", "Action items: find a new hall"},
		{"", "", "The dredger is back.", "The dredger is back."},
		{corpus.Decision, "It was decided", "RESOLVED that the pier be closed in winter.", "RESOLVED that the pier be closed in winter."},
		{corpus.Decision, "It was decided", "It was agreed that the gate opens at six.", "It was agreed that the gate opens at six."},
		{corpus.Decision, "It was decided", "Decision: no fee for children.", "Decision: no fee for children."},
		{corpus.Task, "Action item, clerk has to do this", "Action: Clerk to paint the gate", "Action: Clerk to paint the gate"},
		{"", "", "The board resolved nothing on the crane.", "The board resolved nothing on the crane."},
	}
	for i := range max(len(got), len(want)) {
		switch {
		case i >= len(got):
			t.Errorf("missing %+v", want[i])
		case i >= len(want) || got[i] != want[i]:
			t.Errorf("passage %d is %+v, want %+v", i, got[i], want[min(i, len(want)-1)])
		}
	}
}

func TestRow(t *testing.T) {
	t.Parallel()
	const table = `# Ferries

| Pier | Boats | Crew |
|------|------:|------|
| North | 4 | 31 \| 2 |
| South |  | 12 |

|  | Boats |
|--|--|
| East | 3 |
`
	a, err := parse.Markdown("ferries.md", table)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for i := range a.Passages {
		got = append(got, a.Passages[i].Shown(0))
	}
	if want := []string{"Pier North – Boats 4, Crew 31 | 2", "Pier South – Crew 12", "East – Boats 3"}; !slices.Equal(got, want) {
		t.Errorf("rows %q, want %q", got, want)
	}
	for _, c := range []struct {
		names, cells []string
		want         string
	}{
		{nil, nil, ""},
		{nil, []string{"North", "4"}, "North – 4"},
		{[]string{"Pier"}, []string{"North", "4"}, "Pier North – 4"},
		{[]string{"Pier", "Boats"}, []string{" North\n quay ", ""}, "Pier North quay"},
	} {
		if got := corpus.Row(c.names, c.cells); got != c.want {
			t.Errorf("%q with %q is %q, want %q", c.cells, c.names, got, c.want)
		}
	}
}

// FuzzStatement holds that what is shown of a note is on one line, and that nothing of it takes a panic.
func FuzzStatement(f *testing.F) {
	for _, s := range []string{"## Decisions\n\n- Ann: yes (Bob)\n", "| a | b |\n|--|--|\n| 1 | |\n", "Action: @ann to go", "- Tom\n  - x\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, data string) {
		a, err := parse.Markdown("x.md", data)
		if err != nil {
			return
		}
		if _, err := New([]*corpus.Article{a}); err != nil {
			t.Fatal(err)
		}
		for i := range a.Passages {
			p := &a.Passages[i]
			for j := range p.Sentences {
				for _, text := range []string{p.Shown(j), p.Reads(j), p.Lead()} {
					if text != prose.OneLine(text) {
						t.Errorf("%q is not on one line", text)
					}
				}
			}
		}
	})
}

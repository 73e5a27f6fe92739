package misquotes

import (
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"readout/bot/reply"
	"readout/bot/typeset"
	"readout/corpus/corpustest"
	"readout/retrieval/misquote"
	"readout/retrieval/retrievaltest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// checked is the check of the articles in testdata.
func checked(t *testing.T, but ...string) *misquote.Report {
	t.Helper()
	files, err := filepath.Glob("testdata/library/*.md")
	if err != nil {
		t.Fatal(err)
	}
	articles := map[string]string{}
	for _, file := range files {
		name := filepath.Base(file)
		if strings.Contains(strings.Join(but, " "), name) {
			continue
		}
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		articles[name] = string(data)
	}
	r, err := misquote.Check(t.Context(), retrievaltest.Corpus(t, articles), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestText(t *testing.T) {
	t.Parallel()
	r := checked(t)
	corpustest.Golden(t, *update, "check.txt", Text(typeset.Page{Width: 80}, reply.English(), r, false))
	corpustest.Golden(t, *update, "all.txt", Text(typeset.Page{}, reply.English(), r, true))
	coloured := Text(typeset.Page{Colour: true}, reply.English(), r, false)
	if !strings.Contains(coloured, "\x1b[1m[-ninety-] {+sixty+}\x1b[0m") {
		t.Errorf("what differs is not set off:\n%s", coloured)
	}
	if got := Text(typeset.Page{}, reply.English(), checked(t, "conference.md", "hearing.md"), false); !strings.Contains(got, "no transcript") {
		t.Errorf("without a transcript:\n%s", got)
	}
}

func TestRecord(t *testing.T) {
	t.Parallel()
	data, err := json.MarshalIndent(Of("v1", checked(t)), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	corpustest.Golden(t, *update, "check.json", string(data)+"\n")
	if data, err = json.Marshal(Of("v1", checked(t, "conference.md", "hearing.md"))); err != nil || strings.Contains(string(data), "null") {
		t.Errorf("%s, %v", data, err)
	}
}

func TestEveryVerdictAndReasonIsWorded(t *testing.T) {
	t.Parallel()
	for _, v := range misquote.Verdicts {
		if Title(v) == "" {
			t.Errorf("%s has no title", v)
		}
	}
	for _, r := range misquote.Reasons {
		if Why(r) == "" {
			t.Errorf("%s is not worded", r)
		}
	}
	if Why("") != "" {
		t.Error("no reason is worded")
	}
}

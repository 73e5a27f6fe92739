package suggest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/corpus/reading"
	"readout/retrieval/retrievaltest"
)

func texts(t testing.TB) *reading.Corpus {
	t.Helper()
	return retrievaltest.Corpus(t, map[string]string{"a": "Engineer Mara Holt said the dam would hold.\n"})
}

func TestTopics(t *testing.T) {
	t.Parallel()
	c := texts(t)
	for text, want := range map[string][]string{
		"We will repair the old dam before winter":             {"the old dam"},
		"It was agreed with the town of Lower Selm that":       {"Lower Selm"},
		"We spoke with Holt about this bridge":                 {"the bridge"},
		"Nobody asked the same question, and no time was lost": nil,
		"We saw the Selmish ferry":                             {"the Selmish ferry"},
		"":                                                     nil,
	} {
		var got []string
		for _, topic := range topics(c, text) {
			got = append(got, topic.text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%q (-want +got)\n%s", text, diff)
		}
	}
}

func FuzzTopics(f *testing.F) {
	c := texts(f)
	f.Add("We will repair the old dam at Lower Selm.")
	f.Add("\xff the \u0301dam The the THE")
	f.Fuzz(func(t *testing.T, text string) {
		for _, topic := range topics(c, text) {
			if bare := strings.TrimPrefix(topic.text, "the "); !strings.Contains(text, bare) || len(topic.stems) == 0 {
				t.Errorf("%q is no topic of %q", topic.text, text)
			}
		}
	})
}

package members

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"readout/bot/chat"
	"readout/bot/chat/pages"
	"readout/bot/chat/wording"
	"readout/retrieval/answer"
)

// eventsOf are events of these dates, each with a sentence and a citation of its own.
func eventsOf(dates ...string) (events []answer.Event, citations []answer.Citation) {
	for i, d := range dates {
		events = append(events, answer.Event{Date: d, Sentence: answer.Sentence{Text: fmt.Sprintf("Event %d.", i), Citations: []int{i + 1}}})
		citations = append(citations, answer.Citation{N: i + 1, Speaker: fmt.Sprint(i)})
	}
	return events, citations
}

func TestMostExactEventsStay(t *testing.T) {
	t.Parallel()
	events, _ := eventsOf("2018", "2018-11", "2019-05-03", "2019-05-14", "2019-05-14", "2019-05-15", "2019-06", "2021")
	for n, want := range map[int]string{
		0: "",
		3: "2019-05-03 2019-05-14 2019-05-15",
		4: "2019-05-03 2019-05-14 2019-05-14 2019-05-15",
		5: "2018-11 2019-05-03 2019-05-14 2019-05-14 2019-05-15",
		7: "2018 2018-11 2019-05-03 2019-05-14 2019-05-14 2019-05-15 2019-06",
		9: "2018 2018-11 2019-05-03 2019-05-14 2019-05-14 2019-05-15 2019-06 2021",
	} {
		var got []string
		for _, e := range mostExact(events, n) {
			got = append(got, e.Date)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%d: %v, want %v", n, got, want)
		}
	}
}

func TestChosenEventsFitTheContent(t *testing.T) {
	t.Parallel()
	const room = 1850 // in UTF-16 units
	l := wording.English()
	events, citations := eventsOf(slices.Repeat([]string{"2019-05-14"}, 20)...)
	if got := chosenEvents(events, room, &l); len(got) != mostEvents {
		t.Errorf("%d short events", len(got))
	}
	for i := range events {
		events[i].Sentence.Text = strings.Repeat("wordy ", 60)
	}
	got := chosenEvents(events, room, &l)
	sentences, _ := renumbered(sentencesOf(got), citations)
	m := chat.Render(&answer.Answer{Sentences: sentences, Model: "quotations"},
		chat.Frame{Title: l.Timeline, Lead: func(i int) string { return lead(got[i], &l) }, Rest: l.MoreEvents(20-len(got), "</timeline:1234567890123456789>")}, &l)
	if pages, _ := pages.Split(m.Pieces[:len(m.Pieces)-1], []int{2000, 4000}); len(got) < 3 || len(pages) != 1 {
		t.Errorf("%d long events on %d pages", len(got), len(pages))
	}
	events[0].Sentence.Text = strings.Repeat("very wordy ", 400)
	if got := chosenEvents(events[:1], room, &l); len(got) != 1 {
		t.Errorf("one event too long for any content: %d shown", len(got))
	}
	if got := chosenEvents(nil, room, &l); len(got) != 0 {
		t.Errorf("%d of no events", len(got))
	}
}

func TestRenumbered(t *testing.T) {
	t.Parallel()
	_, citations := eventsOf("", "", "", "")
	events := []answer.Event{
		{Sentence: answer.Sentence{Text: "a", Citations: []int{3}}},
		{Sentence: answer.Sentence{Text: "b", Citations: []int{1, 3}}},
		{Sentence: answer.Sentence{Text: "c", Citations: []int{4}}},
	}
	sentences, used := renumbered(sentencesOf(events), citations)
	if diff := cmp.Diff([]answer.Sentence{{Text: "a", Citations: []int{1}}, {Text: "b", Citations: []int{2, 1}}, {Text: "c", Citations: []int{3}}}, sentences); diff != "" {
		t.Errorf("sentences (-want +got)\n%s", diff)
	}
	if diff := cmp.Diff([]answer.Citation{{N: 1, Speaker: "2"}, {N: 2, Speaker: "0"}, {N: 3, Speaker: "3"}}, used); diff != "" {
		t.Errorf("citations (-want +got)\n%s", diff)
	}
	if events[0].Sentence.Citations[0] != 3 || citations[2].N != 3 {
		t.Error("what was given has changed")
	}
}

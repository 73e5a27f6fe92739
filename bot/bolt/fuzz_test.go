package bolt

import (
	"encoding/binary"
	"encoding/json"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"readout/bot/bolt/internal/table"
	"readout/bot/store"
	"readout/bot/store/storetest"
	"readout/corpus"
	"readout/corpus/prose"
)

// fuzzDecode decodes what a damaged file might hold as a value, once as it is and once with a header that fits: it is an error or a
// value that survives being stored again.
func fuzzDecode[V any](f *testing.F, example V, use func(V) error) {
	value, err := table.Encode(example)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(value)
	f.Add(value[table.ValueHeader:])
	f.Add([]byte(nil))
	f.Add([]byte("{}"))
	f.Add([]byte("null"))
	f.Add([]byte(`{"id":5,"asked":"yesterday","guild":[]}`))
	f.Fuzz(func(t *testing.T, b []byte) {
		headed := append([]byte{table.ValueFormat, 0, 0, 0, 0}, b...)
		binary.BigEndian.PutUint32(headed[1:], table.Checksum(b))
		for _, value := range [][]byte{b, headed} {
			var v V
			if table.Decode(value, &v) != nil || use(v) != nil {
				continue
			}
			again, err := table.Encode(v)
			if err != nil {
				t.Fatalf("%+v was read and can't be written: %v", v, err)
			}
			var w V
			if err := table.Decode(again, &w); err != nil {
				t.Fatal(err)
			}
			once, twice := mustJSON(t, v), mustJSON(t, w)
			if d := cmp.Diff(once, twice); d != "" {
				t.Fatalf("stored again it changed:\n%s", d)
			}
		}
	})
}

func mustJSON(t *testing.T, v any) string {
	t.Helper()
	b, err := json.Marshal(v)
	storetest.Must(t, err)
	return string(b)
}

// useIn does with a record what the store does with one that it has read.
func useIn[R table.Record](t table.Table[R]) func(R) error {
	return func(r R) error {
		t.Key(r)
		t.Entries(r)
		return r.Validate()
	}
}

func FuzzDecodeReceipt(f *testing.F)  { fuzzDecode(f, exampleReceipt(), useIn(receipts)) }
func FuzzDecodeFeedback(f *testing.F) { fuzzDecode(f, exampleFeedback(), useIn(feedbacks)) }
func FuzzDecodeThread(f *testing.F)   { fuzzDecode(f, exampleThread(), useIn(threads)) }
func FuzzDecodeAudit(f *testing.F)    { fuzzDecode(f, exampleAudit(), useIn(audits)) }
func FuzzDecodeSettings(f *testing.F) { fuzzDecode(f, exampleSettings(), store.Settings.Validate) }
func FuzzDecodeWritten(f *testing.F)  { fuzzDecode(f, exampleWritten(), useIn(writtens)) }
func FuzzDecodeAmount(f *testing.F) {
	fuzzDecode(f, store.Amount{Questions: 1, Tokens: 2, Micros: 3}, store.Amount.Validate)
}
func FuzzDecodeReservation(f *testing.F) {
	fuzzDecode(f, exampleReservation(), func(r reservation) error { return r.Amount.Validate() })
}
func FuzzDecodeDeparture(f *testing.F) {
	fuzzDecode(f, departure{exampleTime()}, func(d departure) error { return store.ValidTime(d.At) })
}

func FuzzIDs(f *testing.F) {
	f.Add("", []byte(nil))
	f.Add("0", make([]byte, store.ReceiptIDLen))
	f.Add("18446744073709551615", []byte{255})
	f.Add("00000000000000000000000001", []byte("abc"))
	f.Fuzz(func(t *testing.T, text string, b []byte) {
		if got := store.DecodeID(store.EncodeID(b), len(b)); string(got) != string(b) {
			t.Errorf("%x came back as %x", b, got)
		}
		for _, size := range []int{store.ReceiptIDLen, 8 + store.ReceiptIDLen + 8, reservationLen} {
			if got := store.DecodeID(text, size); got != nil && (len(got) != size || store.EncodeID(got) != text) {
				t.Errorf("%q was taken for %x", text, got)
			}
		}
		if n := store.Snowflake(text); n != 0 && store.FromSnowflake[string](n) != text {
			t.Errorf("%q was taken for %d", text, n)
		}
	})
}

func FuzzOverlay(f *testing.F) {
	f.Add(`{"a":1,"b":{"c":2}}`, `{"b":{"d":3}}`)
	f.Add(`null`, `{}`)
	f.Add(``, `[1]`)
	f.Add(`{"a":[1,2]}`, `{"a":{"b":1}}`)
	f.Fuzz(func(t *testing.T, under, top string) {
		if !json.Valid([]byte(top)) || !utf8.ValidString(under) || !utf8.ValidString(top) {
			return
		}
		got := store.Overlay(json.RawMessage(under), json.RawMessage(top))
		if !json.Valid(got) {
			t.Fatalf("not JSON: %s", got)
		}
		var low, high, both map[string]any
		if json.Unmarshal([]byte(under), &low) != nil || json.Unmarshal([]byte(top), &high) != nil || low == nil || high == nil {
			return
		}
		if err := json.Unmarshal(got, &both); err != nil {
			t.Fatal(err)
		}
		for name, value := range high {
			if _, object := value.(map[string]any); !object && !cmp.Equal(both[name], value) {
				t.Errorf("%q is %v, want %v", name, both[name], value)
			}
		}
		for name, value := range low {
			if _, overlaid := high[name]; !overlaid && !cmp.Equal(both[name], value) {
				t.Errorf("%q is %v, want %v", name, both[name], value)
			}
		}
		if again := store.Overlay(got, json.RawMessage(top)); !cmp.Equal(mustMap(t, again), both) {
			t.Errorf("a second time it changed: %s, was %s", again, got)
		}
	})
}

func mustMap(t *testing.T, b []byte) (m map[string]any) {
	t.Helper()
	storetest.Must(t, json.Unmarshal(b, &m))
	return m
}

func exampleTime() time.Time { return time.Date(2026, 3, 1, 12, 0, 0, 5e6, time.UTC) }

func exampleReceipt() store.Receipt {
	return store.Receipt{ID: "00000000000000000000000004", Guild: storetest.GuildA, Channel: storetest.Channel, Message: storetest.Message(1), Asker: storetest.Ann, Author: storetest.Ben,
		Asked: exampleTime(), Private: true, Question: "what & <who>?", Resolved: "who?", Answer: "They.", Unanswered: "not_covered",
		Follows: "00000000000000000000000008", Articles: []corpus.ArticleID{"a.md"},
		Citations: []store.Citation{{Article: "a.md", Passage: "a.md#1", Quote: prose.Span{Start: 3, End: 9}}}, Version: "3", Model: "quotations",
		Withdrawn: "4", Resolution: exampleTime()}
}

func exampleFeedback() store.Feedback {
	return store.Feedback{
		Receipt:    "00000000000000000000000004",
		Member:     storetest.Ann,
		Given:      exampleTime(),
		Vote:       store.Down,
		Fault:      store.WrongSource,
		Text:       "no",
		Guild:      storetest.GuildA,
		Private:    true,
		Resolution: exampleTime(),
	}
}

func exampleThread() store.Thread {
	return store.Thread{ID: storetest.Channel, Guild: storetest.GuildA, Owner: storetest.Ann, Latest: "00000000000000000000000004", Used: exampleTime()}
}

func exampleWritten() written {
	return written{Key: make([]byte, writtenKeyLen), At: exampleTime(), Data: `{"claims": []}`}
}

func exampleAudit() store.AuditEntry {
	return store.AuditEntry{ID: 7, Guild: storetest.GuildA, At: exampleTime(), Actor: storetest.Ann, Member: storetest.Ben, Action: "publish", Target: "v3", Note: "at last"}
}

func exampleSettings() store.Settings {
	return store.Settings{Channels: []store.ChannelID{storetest.Channel}, ModeratorRole: "5", Private: true, Language: "de", AuditChannel: "6",
		RefreshEvery: time.Hour, Limits: store.Limits{MemberHere: store.Amount{Questions: 20}}, HelpChannels: []store.ChannelID{"844444444444444444"}, HelpLine: 70}
}

func exampleReservation() reservation {
	return reservation{Guild: storetest.GuildA, Member: []byte("pseudonym"), Amount: store.Amount{Questions: 1, Tokens: 2, Micros: 3}}
}

// The bytes on the disk. When this test fails, stores that exist can't be read any more: the schema version must go up, and a
// migration must come with it.
func TestStoredFormat(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		value any
		want  string
	}{
		{exampleReceipt(), `{"id":"00000000000000000000000004","guild":"811111111111111111","channel":"833333333333333333",` +
			`"message":"700000000000000001","asker":"900000000000000001","author":"900000000000000002",` +
			`"asked":"2026-03-01T12:00:00.005Z","private":true,"question":"what & <who>?","resolved":"who?","answer":"They.",` +
			`"unanswered":"not_covered","follows":"00000000000000000000000008","articles":["a.md"],` +
			`"citations":[{"article":"a.md","passage":"a.md#1","quote":{"Start":3,"End":9}}],"version":"3","model":"quotations",` +
			`"withdrawn":"4","resolution":"2026-03-01T12:00:00.005Z"}`},
		{exampleFeedback(), `{"receipt":"00000000000000000000000004","member":"900000000000000001","given":"2026-03-01T12:00:00.005Z",` +
			`"vote":"down","fault":"wrong_source","text":"no","guild":"811111111111111111","private":true,` +
			`"resolution":"2026-03-01T12:00:00.005Z"}`},
		{exampleThread(), `{"id":"833333333333333333","guild":"811111111111111111","owner":"900000000000000001",` +
			`"latest":"00000000000000000000000004","used":"2026-03-01T12:00:00.005Z"}`},
		{exampleAudit(), `{"id":7,"guild":"811111111111111111","at":"2026-03-01T12:00:00.005Z","actor":"900000000000000001",` +
			`"member":"900000000000000002","action":"publish","target":"v3","note":"at last"}`},
		{exampleSettings(), `{"channels":["833333333333333333"],"moderator_role":"5","private":true,"language":"de","audit_channel":"6",` +
			`"refresh_every_ns":3600000000000,"limits":{"member_here":{"questions":20,"tokens":0,"micros":0},` +
			`"member":{"questions":0,"tokens":0,"micros":0},"guild":{"questions":0,"tokens":0,"micros":0},` +
			`"total":{"questions":0,"tokens":0,"micros":0}},"help_channels":["844444444444444444"],"help_line":70}`},
		{exampleReservation(), `{"guild":"811111111111111111","member":"cHNldWRvbnlt","amount":{"questions":1,"tokens":2,"micros":3}}`},
		{departure{exampleTime()}, `{"at":"2026-03-01T12:00:00.005Z"}`},
	} {
		value, err := table.Encode(test.value)
		storetest.Must(t, err)
		if d := cmp.Diff(test.want, string(value[table.ValueHeader:])); d != "" {
			t.Errorf("%T (-want +got):\n%s", test.value, d)
		}
	}
	if k := auditKey(exampleAudit()); string(k) != "\x0b\x41\xa5\x42\x13\x26\x71\xc7\x00\x00\x00\x00\x00\x00\x00\x07" {
		t.Errorf("key of an audit entry: %x", k)
	}
	if value, err := table.Encode(store.Amount{}); err != nil ||
		string(value) != "\x01\xf2\x67\xfd\x60"+`{"questions":0,"tokens":0,"micros":0}` {
		t.Errorf("value with header: %q, %v", value, err)
	}
}

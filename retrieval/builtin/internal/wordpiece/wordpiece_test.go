package wordpiece

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"
)

var pieces = []string{
	"[PAD]", "[UNK]", "[CLS]", "[SEP]", ".", "'", "$", "£", "the", "har", "##bour", "##b", "##our", "froze", "cafe", "市", "##s", "5", "##5", "#", "##", "σας",
}

func newTokenizer(t testing.TB) *Tokenizer {
	t.Helper()
	tokenizer, err := New(pieces)
	if err != nil {
		t.Fatal(err)
	}
	return tokenizer
}

func TestAppend(t *testing.T) {
	t.Parallel()
	for _, test := range []struct{ text, want string }{
		{"", ""},
		{" \t\r\n\u00a0\u2028\u200b", ""},
		{"The HARBOUR froze.", "the har ##bour froze ."},
		{"harbours harboours", "har ##bour ##s [UNK]"},
		{"harb", "har ##b"},
		{"Café CAFE\u0301 cafe", "cafe cafe cafe"},
		{"the\u00adharbour", "[UNK]"},
		{"the\u200bharbour", "the har ##bour"},
		{"har\u00adbour", "har ##bour"},
		{"$5.55 £5", "$ 5 . 5 ##5 £ ##5"},
		{"£", "£"},
		{"市the市", "市 the 市"},
		{"[CLS] [SEP]", "[UNK] [UNK] [UNK] [UNK] [UNK] [UNK]"},
		{"##s #", "# # [UNK] #"},
		{"the\x00\x07\ufffd\xff harbour\xc3", "the har ##bour"},
		{strings.Repeat("5", 100), "5" + strings.Repeat(" ##5", 99)},
		{strings.Repeat("5", 101), "[UNK]"},
		{strings.Repeat("5", 101) + "'s", "[UNK] ' [UNK]"},
		{strings.Repeat("é", 101), "[UNK]"},
	} {
		var got []string
		for _, id := range newTokenizer(t).Append(nil, test.text, 1000) {
			got = append(got, pieces[id])
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%.40q is %q, want %q", test.text, got, test.want)
		}
	}
}

func TestAppendKeepsToItsLimit(t *testing.T) {
	t.Parallel()
	tokenizer := newTokenizer(t)
	all := tokenizer.Append(nil, "The harbours froze. The harbours froze.", 1000)
	for limit := range len(all) + 2 {
		got := tokenizer.Append([]int32{2}, "The harbours froze. The harbours froze.", limit)
		if want := append([]int32{2}, all[:min(limit, len(all))]...); !slices.Equal(got, want) {
			t.Errorf("limit %d: %v, want %v", limit, got, want)
		}
	}
	if got := tokenizer.Append(nil, strings.Repeat(" ", 10<<20)+"the", 5); len(got) != 0 {
		t.Errorf("after 10 MB of spaces: %v", got)
	}
}

func TestNewRefuses(t *testing.T) {
	t.Parallel()
	for name, pieces := range map[string][]string{
		"nothing":        nil,
		"no unknown":     {"a"},
		"an empty piece": {"[UNK]", ""},
		"a piece twice":  {"[UNK]", "##a", "##a"},
	} {
		if _, err := New(pieces); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}

func FuzzAppend(f *testing.F) {
	for _, text := range []string{"", "The harbours froze", "Café £5", "\xff\x00 ﷽ ☃", "İstanbul ΣΑΣ", "각하", strings.Repeat("a̐", 80)} {
		f.Add(text, 7)
	}
	tokenizer := newTokenizer(f)
	f.Fuzz(func(t *testing.T, text string, limit int) {
		if limit < 0 || limit > 1000 {
			return
		}
		ids := tokenizer.Append(nil, text, limit)
		if len(ids) > limit || len(ids) > utf8.RuneCountInString(text)*18 {
			t.Fatalf("%d pieces of %d bytes, at most %d", len(ids), len(text), limit)
		}
		for _, id := range ids {
			if id < 0 || int(id) >= len(pieces) || pieces[id] == "[CLS]" {
				t.Fatalf("ID %d", id)
			}
		}
		if all := tokenizer.Append(nil, text, 1000); !slices.Equal(ids, all[:min(limit, len(all))]) {
			t.Fatalf("%v are not the first of %v", ids, all)
		}
	})
}

package markup

import (
	"testing"
	"time"
)

func TestReferences(t *testing.T) {
	t.Parallel()
	at := time.Unix(1556668800, 0)
	for text, want := range map[string]Reference{
		Member("12"):                       {Kind: ToMember, Of: "12"},
		Channel("12"):                      {Kind: ToChannel, Of: "12"},
		Role("12"):                         {Kind: ToRole, Of: "12"},
		"</corpus add:12>":                 {Kind: ToCommand, Of: "corpus add"},
		Stamp(at):                          {Kind: ToMoment, Of: "1556668800", At: at},
		Relative(at.Add(-time.Second / 2)): {Kind: ToMoment, Of: "1556668800", At: at},
	} {
		got, length := ReadReference(text + " and more")
		if got.Kind != want.Kind || got.Of != want.Of || !got.At.Equal(want.At) || length != len(text) {
			t.Errorf("%q is %+v, %d bytes", text, got, length)
		}
	}
	for _, text := range []string{"", "<", "<@>", "<@12", "<12>", "<t:soon:R>", "<https://a.example>", " <@12>", "<@<#12>", "<t:99999999999999999999:R>"} {
		if got, length := ReadReference(text); length != 0 {
			t.Errorf("%q is %+v", text, got)
		}
	}
}

func FuzzReadReference(f *testing.F) {
	for _, text := range []string{"<@1>", "<#1>", "<@&1>", "<t:1:R>", "</a b:1>", "<@", "<t::R>", "<t:-1:f>"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		r, length := ReadReference(text)
		if length < 0 || length > len(text) || length > 0 && (text[0] != '<' || text[length-1] != '>' || r.Of == "") {
			t.Errorf("%q is %+v, %d bytes", text, r, length)
		}
	})
}

package written

import (
	"strings"
	"testing"
	"unicode/utf8"

	"readout/corpus"
	"readout/corpus/parse"
)

func TestCheckTranslation(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		sentence, translation string
		good                  bool
	}{
		{"The talks lasted six hours.", "Die Gespräche dauerten sechs Stunden.", true},
		{"The talks lasted six hours.", "Die Gespräche dauerten 6 Stunden.", true},
		{"The talks lasted six hours.", "Die Gespräche dauerten 7 Stunden.", false},
		{"The talks lasted six hours.", "Die Gespräche dauerten 6,5 Stunden.", false},
		{"It cost 1,250,000 dollars.", "Es kostete 1.250.000 Dollar.", true},
		{"It cost 1,250,000 dollars.", "Il a coûté 1\u202f250\u202f000 dollars.", true},
		{"It cost 1,250,000 dollars.", "Es kostete 1.250.001 Dollar.", false},
		{"It cost 1,200 dollars.", "Es kostete 1,2 Dollar.", false},
		{"It rose by 3.5 per cent.", "Es stieg um 3,5 Prozent.", true},
		{"It rose by 3.5 per cent.", "Es stieg um 35 Prozent.", false},
		{"It rose by 35 per cent.", "Es stieg um 3,5 Prozent.", false},
		{"They met on May 14, 2019.", "Sie trafen sich am 14. Mai 2019.", true},
		{"They met on May 14, 2019.", "Sie trafen sich am 15. Mai 2019.", false},
		{"They met on May 14, 2019.", "Sie trafen sich am 14.05.2019.", false},
		{"They met on May 14, 2019.", "وقد التقيا في ١٤ مايو ٢٠١٩.", true},
		{"They met on May 14, 2019.", "وقد التقيا في ١٥ مايو ٢٠١٩.", false},
		{"They met on the 3rd day.", "Sie trafen sich am 3. Tag.", true},
		{"The first talks failed.", "Die 1. Gespräche scheiterten.", true},
		{"The talks failed.", "会谈于昨日破裂，没有达成协议。", true},
		{"The talks failed.", "वार्ता विफल रही।", true},
		{"The talks failed.", "", false},
		{"The talks failed.", "…", false},
		{"The talks failed.", "The talks failed.", false},
		{"The talks failed.", "Die **Gespräche** scheiterten.", false},
		{"The talks failed.", "Die Gespräche scheiterten, @everyone.", false},
		{"The talks failed.", "Die Gespräche scheiterten: https://evil.example/a", false},
		{"The talks failed.", "Die Gespräche scheiterten, evil.example weiß mehr.", false},
		{"The talks failed, example.org said.", "Die Gespräche scheiterten, so example.org.", true},
		{"The talks failed.", "Die Gespräche scheiterten, z.B. gestern.", true},
		{"The talks failed.", "Die \u202eGespräche scheiterten.", false},
		{"The talks failed.", strings.Repeat("Die Gespräche scheiterten. ", 10), false},
	} {
		if err := checkTranslation(tt.sentence, tt.translation); (err == nil) != tt.good {
			t.Errorf("%q for %q: %v, want good %v", tt.translation, tt.sentence, err, tt.good)
		}
	}
}

func FuzzCheckTranslation(f *testing.F) {
	f.Add("It cost 1,250 dollars on May 14.", "Es kostete 1.250 Dollar am 14. Mai.")
	f.Add("Six", "٦")
	f.Add("3.5 1'000", "3,5 1 000 1.2.3")
	f.Fuzz(func(t *testing.T, sentence, translation string) {
		err := checkTranslation(sentence, translation)
		if err == nil && strings.ContainsAny(translation, "*_`<>[]#@|~\\\n\r\u202e") && !strings.ContainsAny(sentence, "*_`<>[]#@|~\\\n\r\u202e") {
			t.Errorf("markup is let through: %q", translation)
		}
		for _, n := range numeralsIn(translation) {
			if n.digits == "" || len(n.values) == 0 || !n.same(n) {
				t.Errorf("the number %+v of %q is not itself", n, translation)
			}
		}
	})
}

func FuzzReadClaims(f *testing.F) {
	f.Add([]byte(`{"claims": [{"text": "The talks lasted six hours. [p1]", "passage": "p1", "quote": "six hours", "speaker": ""}]}`))
	f.Add([]byte(`{"claims": [{"text": "a. b. c.", "passage": "[P2]", "quote": "x", "speaker": " y "}]} `))
	f.Add([]byte(`{"claims": null}`))
	f.Add([]byte("\xff{}"))
	article, err := parse.Markdown("pier", "The talks lasted six hours.\n\nNo date has been fixed.\n\nThe pier stays closed.\n")
	if err != nil {
		f.Fatal(err)
	}
	var shown []piece
	for i := range article.Passages {
		shown = append(shown, piece{[]*corpus.Passage{&article.Passages[i]}, article.Passages[i].Span})
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		claims, err := readClaims(raw, shown, 5)
		if err != nil && len(claims) > 0 || len(claims) > 5 {
			t.Errorf("%d claims, %v", len(claims), err)
		}
		for _, c := range claims {
			if !utf8.ValidString(c.Text) || strings.ContainsAny(c.Text, "\n\t") || !strings.ContainsAny(c.Text, ".?!…") {
				t.Errorf("the claim %q is no line of text", c.Text)
			}
		}
	})
}

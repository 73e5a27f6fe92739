package question

import (
	"strings"

	"readout/corpus/prose"
	"readout/retrieval/thesaurus"
)

// chatSpellings are words as they are typed in a hurry, where no other word is written so.
var chatSpellings = map[string]string{
	"wat": "what", "wats": "what's", "wut": "what", "wen": "when", "wher": "where", "wich": "which", "whys": "why is", "hows": "how is",
	"bout": "about", "abt": "about", "b4": "before", "btwn": "between", "thru": "through",
	"u": "you", "ur": "your", "r": "are", "im": "I am", "ive": "I have", "dem": "them", "dat": "that", "dis": "this",
	"didnt": "didn't", "doesnt": "doesn't", "dont": "don't", "isnt": "isn't", "wasnt": "wasn't", "cant": "can't", "wont": "won't",
	"cuz": "because", "coz": "because", "becuz": "because", "bcuz": "because", "pls": "please", "plz": "please", "ppl": "people",
	"gonna": "going to", "gona": "going to", "wanna": "want to", "gotta": "got to", "lemme": "let me", "gimme": "give me",
	"re": "about", "lol": "", "lmao": "", "rofl": "", "omg": "", "tbh": "", "imo": "", "imho": "", "btw": "", "fyi": "", "haha": "", "hmm": "",
	"sez": "says", "sed": "said", "govt": "government", "prez": "president", "mtg": "meeting", "msg": "message", "tmrw": "tomorrow",
}

// SpelledOut is a question with its chat spellings written out, and with the g that was dropped from a verb ("sayin").
func SpelledOut(text string) string {
	english := thesaurus.English()
	var b strings.Builder
	end := 0
	for _, w := range prose.Words(text) {
		full, ok := chatSpellings[w.Text]
		if !ok && len(w.Text) > 4 && strings.HasSuffix(w.Text, "in") && strings.ToLower(w.Text) == w.Text &&
			len(english.Lemmas(w.Text)) == 0 && len(english.Lemmas(w.Text+"g")) > 0 {
			full, ok = w.Text+"g", true
		}
		if ok {
			b.WriteString(text[end:w.Span.Start] + full)
			end = w.Span.End
		}
	}
	return b.String() + text[end:]
}

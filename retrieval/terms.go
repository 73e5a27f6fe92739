package retrieval

import (
	"strings"
	"sync"
	"unicode"

	"github.com/kljensen/snowball/english"

	"readout/corpus/prose"
)

// functionWords carry no topic: articles, pronouns, auxiliaries, prepositions, question words, and the words that people wrap
// questions in ("tell me", "please"). Colloquial and unpunctuated spellings stand beside the dictionary's.
const functionWords = `
a about above across after again against all almost also although always am an and any anybody anyone anything are aren't around as at
be became because become been before being below between both but by can can't cannot could couldn't did didn't do does doesn't doing
don't done down during each either else ever every everybody everyone everything few for from further get gets getting give given go goes
going gone got had hadn't has hasn't have haven't having he he'd he'll he's her here hers herself him himself his how however i i'd i'll
i'm i've if in instead into is isn't it it'd it'll it's its itself just let let's like made make makes many may me might mine more most
much must mustn't my myself neither never no nobody nor not nothing now of off often on once one only onto or other others ought our ours
ourselves out over own per perhaps quite rather really same shall shan't she she'd she'll she's should shouldn't since so some somebody
someone something somewhat still such than that that's the their theirs them themselves then there there's these they they'd they'll
they're they've this those though through thus to together too toward towards under until up upon us very via was wasn't we we'd we'll
we're we've were weren't what what's whatever when whenever where where's wherever whether which whichever while who who's whoever whom
whose why will with within without won't would wouldn't yes yet you you'd you'll you're you've your yours yourself yourselves
please tell explain describe know want wants happen happens happened exactly actually according
say says said saying tells told telling asked asks
ain't aint arent bout cant couldnt cuz didnt doesnt dont dunno gimme gonna gotta hasnt havent hes hey hi hello im isnt ive kinda lemme
lol nah nope ok okay omg pls plz shes shouldnt sayin talkin thats theres theyre tho thx ur wanna wasnt werent whats wheres whos wont
wouldnt ya yall yeah yep youre
`

// foldedFunctionWords is functionWords as a set, built once.
var foldedFunctionWords = sync.OnceValue(func() map[string]bool { return prose.WordSet(functionWords) })

// ContentWords are the words of a text that carry its topic, in order. An initialism is one even where it looks like a pronoun ("US",
// "IT"), unless a text of several words is all in capitals; so is "May" beside a number or with its capital inside a sentence. Single
// letters are not.
func ContentWords(text string) []prose.Word { return contentAmong(text, prose.Words(text)) }

// contentAmong is ContentWords of a text whose words are known.
func contentAmong(text string, words []prose.Word) []prose.Word {
	shouted := len(words) > 2 && text == strings.ToUpper(text)
	stop := foldedFunctionWords()
	kept := words[:0:0]
	for i, w := range words {
		dotted := strings.Contains(w.Text, ".") && w.Initialism
		switch {
		case dotted:
		case len([]rune(w.Folded)) < 2 && !hasDigit(w.Folded):
			continue
		case !stop[w.Folded]:
		case w.Initialism && !shouted:
		case w.Folded == "may" && isMonthMay(text, words, i, shouted):
		default:
			continue
		}
		kept = append(kept, w)
	}
	return kept
}

// isMonthMay tells the month from the auxiliary.
func isMonthMay(text string, words []prose.Word, i int, shouted bool) bool {
	if i > 0 && hasDigit(words[i-1].Folded) || i+1 < len(words) && hasDigit(words[i+1].Folded) {
		return true
	}
	if shouted || words[i].Text != "May" || i == 0 {
		return false
	}
	between := text[words[i-1].Span.End:words[i].Span.Start]
	return !strings.ContainsAny(between, ".!?:\"“”\n")
}

func hasDigit(s string) bool { return strings.ContainsFunc(s, unicode.IsDigit) }

// normal is the form of a folded word that is compared with others: the thousands separators of numbers are left out.
func normal(folded string) string {
	if hasDigit(folded) {
		return strings.ReplaceAll(folded, ",", "")
	}
	return folded
}

// stem is the Porter2 stem, with the systematic British and American spellings made one ("centre", "defence", "organise",
// "labour", "programme"). Numbers are their own stems.
func stem(word string) string {
	if hasDigit(word) {
		return word
	}
	s := english.Stem(word, true)
	for _, v := range [...]struct{ british, american string }{
		{"is", "iz"}, {"ys", "yz"}, {"our", "or"}, {"enc", "ens"}, {"tr", "ter"}, {"mm", "m"}, {"ogu", "og"},
	} {
		if rest, ok := strings.CutSuffix(s, v.british); ok && len(rest) > 2 {
			return rest + v.american
		}
	}
	return s
}

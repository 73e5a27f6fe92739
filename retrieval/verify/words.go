package verify

import (
	"sync"

	"readout/corpus/prose"
	"readout/retrieval/verify/internal/tagger"
)

// closedWords are the words that carry no meaning by themselves: articles, pronouns, forms of to be and the like, and the verbs of
// plain saying. Words that hedge, deny or place in time are judged apart.
var closedWords = sync.OnceValue(func() map[string]bool {
	return prose.WordSet(`a an the this that these those and or but nor so yet as also then there here too
 i me my mine myself you your yours he him his himself she her hers herself it its itself we us our ours they them their theirs themselves
 who whom whose which what when where how why
 be am is are was were been being do does did done doing have has had having
 to of in on at by with from for about into onto upon over under between among around through within across toward towards near off out up
 down
 say says said saying tell tells told telling
 not no never nor neither without cannot if unless whether may might can could will would shall should must
 than such both own same one ones any some each other others
 isn't aren't wasn't weren't don't doesn't didn't hasn't haven't hadn't won't wouldn't can't couldn't shouldn't mustn't
 i'm i've i'd i'll he's he'd he'll she's she'd she'll it's we're we've we'd we'll they're they've they'd they'll that's there's let's`)
})

// weighty are the words without a stem of their own that change what a sentence says; it may have them only where the basis has.
var weighty = sync.OnceValue(func() map[string]bool {
	return prose.WordSet(`before after since until till during against without despite because although though unless while
 only all most every each some few many much more less several never always again already still yet once ever almost nearly
 under over above below within outside than both neither either same other another any own
 last next first ago earlier later now soon`)
})

// CarriesNothing reports whether a folded word carries no meaning by itself: an article, a pronoun, a form of "to be" and the like.
func CarriesNothing(folded string) bool { return closedWords()[folded] }

// Credits reports whether a folded word is a verb that credits words to somebody, such as "said" or "writes".
func Credits(folded string) bool { return tagger.IsSpeaking(tagger.Token{Folded: folded}) }

// ChangesSense reports whether a folded word, of no weight by itself, changes what a sentence says: "only", "before", "less".
func ChangesSense(folded string) bool { return weighty()[folded] }

package question

import (
	"regexp"
	"strings"

	"readout/corpus/orders"
	"readout/corpus/prose"
)

var (
	pseudoMarkup = regexp.MustCompile(`(?is)<\s*(system|instructions?|prompt|assistant|developer|admin)\b[^>]*>.*?<\s*/\s*(?:system|` +
		`instructions?|prompt|assistant|developer|admin)\s*>|</?[a-z_|][^<>]{0,60}>|\[/?(?:inst|system|sys)\]|<\|[^|>]*\|>|#{3,}`)
	// command introduces words that the bot is to repeat, whatever the articles say.
	command = regexp.MustCompile(`(?i)^(?:(?:please|now|ok|okay|just|hey|bot|simply|can you|could you|will you|you must|you should|` +
		`i want you to|i need you to|let's) ?,? )*(?:repeat(?: after me| this| the following| these words)|say (?:that|this|the following|` +
		`after me|["“])|print (?:that|this|the following|["“])|output|echo|write (?:that|me an? (?:poem|song|story|essay|tweet|speech|joke|` +
		`letter|code|script|program))|claim that|state that|insist that|pretend (?:you|to be|that you)|act as|role-?play|invent|make up|` +
		`fabricate|imagine (?:that )?you|you are now|forget|translate this|reply only|respond only|answer only |assert that|reveal|` +
		`from now on|show me your (?:prompt|instructions)|ignore)\b`)
	// notice is an announcement of something that the articles are said to say.
	notice = regexp.MustCompile(`(?i)^\W*(?:system|admin(?:istrator)?|developer|moderator|root|breaking|urgent|new|` +
		`important)\b[ -]*(?:update|message|note|notice|override|instruction|instructions|prompt|news|alert)?\s*:`)
	pretendThat = regexp.MustCompile(`(?i)\b(?:pretend|imagine|suppose|assume|let's say|act as if|act as though)\b(?: that)?\b`)
)

// ownOpinion asks the bot for a view of its own, which it has none of.
var ownOpinion = regexp.MustCompile(`(?i)\b(?:do|would|will|can|could|should) you (?:personally )?(?:think|believe|feel|prefer|like|` +
	`love|hate|vote|support|agree|recommend|choose|want|guess|predict|bet|say)\b|\byou(?:'d| would) (?:personally )?(?:vote|choose|` +
	`prefer|recommend|support|pick|bet|say|do)\b|\byour (?:own |personal |honest )?(?:opinion|view|favou?rite|guess|feelings?|prediction|` +
	`advice|take)\b|\b(?:should|shall) I (?:vote|buy|sell|trust|believe|support|choose|do|worry|go)\b|\b(?:who|what) are you\b|` +
	`\bhow are you\b`)

// WithoutOrders takes out of a question what orders the bot about instead of asking it something, and returns what is left to look
// up; "" when nothing is. ordered tells then that it was an order, and no text without words or one that asks for nothing.
func WithoutOrders(text string) (rest string, ordered bool) {
	stripped := prose.OneLine(pseudoMarkup.ReplaceAllString(text, " "))
	if !strings.ContainsFunc(stripped, prose.IsWordRune) {
		if strings.ContainsFunc(text, prose.IsWordRune) {
			return "", true
		}
		return "", false
	}
	var kept []string
	for _, span := range prose.Sentences(stripped) {
		sentence := stripped[span.Start:span.End]
		if isOrder(sentence) {
			continue
		}
		kept = append(kept, pretendThat.ReplaceAllString(sentence, ""))
	}
	rest = prose.OneLine(strings.Join(kept, " "))
	if ownOpinion.MatchString(rest) && !talkedAbout.MatchString(rest) || courtesy.MatchString(rest) {
		return "", false
	}
	if !strings.ContainsFunc(rest, prose.IsWordRune) {
		return "", true
	}
	return rest, false
}

// courtesy is what people say to a bot that asks for nothing.
var courtesy = regexp.MustCompile(`(?i)^\W*(?:(?:hi|hello|hey|hiya|greetings|good (?:morning|afternoon|evening|night|day)|thanks|` +
	`thank you|thx|ty|cheers|ok|okay|cool|nice|great|lol|bye|goodbye|good bot|help|please|very much|a lot|so much|there|bot|readout|` +
	`everyone|everybody|all|again)\b\W*)+$`)

// talkedAbout is "do you think" as people wrap a question in it ("what do you think Calder meant").
var talkedAbout = regexp.MustCompile(`(?i)\b(?:who|what|when|where|why|how|which) do you (?:think|believe|say)\b|\b(?:would|can|` +
	`could) you say\b`)

// overruling is what makes an imperative an order about answering as such: members do say "describe the talks" and "quote the minister".
var overruling = regexp.MustCompile(`(?i)\b(?:ignore|disregard|forget|override|overrule|instructions?|prompt|from now on|` +
	`every (?:question|answer)|all (?:questions|answers)|always|nothing else|no matter|regardless|without (?:any )?(?:citations?|` +
	`sources?)|no (?:citations?|sources?)|whatever the articles|you must|must (?:say|answer|reply|state))\b`)

// isOrder reports whether a sentence of a question orders the bot about.
func isOrder(sentence string) bool {
	return command.MatchString(sentence) || notice.MatchString(sentence) || overruling.MatchString(sentence) && len(orders.In(sentence)) > 0
}

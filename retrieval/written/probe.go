package written

import "strings"

// Probe is a request as long as that for an answer, which a model is to answer with no claims: what it is shown is of no matter.
func Probe(passageTokens int) (Request, error) {
	if passageTokens == 0 {
		passageTokens = DefaultPassageTokens
	}
	const sentence = "The keeper of the light wrote down the wind, the weather and the ships that passed. "
	p := prompts().claims
	data := claimsData{Question: "Who won the regatta?", Articles: []articleShown{{articleName(0), "Notes of a lighthouse"}}}
	text := strings.TrimSpace(strings.Repeat(sentence, 4))
	for i := 0; passageTokens > 0; i++ {
		data.Passages = append(data.Passages, passageShown{Label: label(i), Article: articleName(0), Text: text})
		passageTokens -= EstimateTokens(text) + tokensPerPassage
	}
	return p.request(data)
}

// CheckProbe checks that a server read the whole of a Probe: an error is ErrNoRoom.
func CheckProbe(r Request, used Usage) error { return cutOff(r, used) }

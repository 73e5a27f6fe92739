package written

import (
	"context"
	"strings"
)

// Probe has a model answer a request as long as that for an answer, with so many tokens of passages, 0 for DefaultPassageTokens; what it
// answers is of no matter. Where by the server's count the request may not have been read whole, it is one more of half as many passages
// that tells. An error is ErrNoRoom or what the model returned; the usage is that of both.
func Probe(ctx context.Context, model Generator, passageTokens int) (Usage, error) {
	if passageTokens == 0 {
		passageTokens = DefaultPassageTokens
	}
	whole, used, err := probe(ctx, model, passageTokens)
	var m meter
	if err != nil || !m.doubts(whole) {
		return used, err
	}
	half, more, err := probe(ctx, model, passageTokens/2)
	used = used.Plus(more)
	if err == nil && m.compare(whole, half) {
		err = &noRoom{whole.input}
	}
	return used, err
}

func probe(ctx context.Context, model Generator, passageTokens int) (counted, Usage, error) {
	const sentence = "The keeper of the light wrote down the wind, the weather and the ships that passed. "
	data := claimsData{Question: "Who won the regatta?", Articles: []articleShown{{articleName(0), "Notes of a lighthouse"}}}
	text := strings.TrimSpace(strings.Repeat(sentence, 4))
	for i := 0; passageTokens > 0; i++ {
		data.Passages = append(data.Passages, passageShown{Label: label(i), Article: articleName(0), Text: text})
		passageTokens -= EstimateTokens(text) + tokensPerPassage
	}
	request, err := prompts().claims.request(data)
	if err != nil {
		return counted{}, Usage{}, err
	}
	_, used, err := model.Generate(ctx, request)
	return countOf(request, used), used, err
}

package openai_test

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"readout/retrieval/openai"
	"readout/retrieval/written"
)

// TestWorst: no request that is made may cost more than was set aside for it.
func TestWorst(t *testing.T) {
	t.Parallel()
	for model, output := range map[string]int{"quill": request.MaxTokens, "o3-mini": 8000, "deepseek-r1": 8000} {
		s := serve(t, says("{}"))
		c := s.config()
		c.Model = model
		g := generator(t, c)
		worst := g.Worst(request)
		if _, _, err := g.Generate(t.Context(), request); err != nil {
			t.Fatal(err)
		}
		asked := s.asked()[0]
		limit, _ := asked["max_tokens"].(float64)
		if other, ok := asked["max_completion_tokens"].(float64); ok {
			limit = other
		}
		if worst.Output != output || int(limit) > worst.Output || !worst.Estimated {
			t.Errorf("%s: %+v is set aside, want %d of output; it was asked for %v", model, worst, output, limit)
		}
		if least := written.EstimateTokens(request.Rules + string(request.Data) + string(request.Schema)); worst.Input < least {
			t.Errorf("%s: %d of input are set aside, fewer than the text likely has: %d", model, worst.Input, least)
		}
	}
}

// TestLostRequestsCount: a request that was sent and not answered may be charged for, so it counts; one that the server refused, or that
// never reached it, does not.
func TestLostRequestsCount(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan struct{})
	hung := serve(t, func(http.ResponseWriter, map[string]any) {
		stop() // nobody waits for it any more
		<-ended
	})
	t.Cleanup(func() { close(ended) }) // before the server closes, which waits for it
	cut := serve(t, func(http.ResponseWriter, map[string]any) {
		panic(http.ErrAbortHandler)
	}, says("{}"))
	gone := serve(t, says("{}"))
	gone.Close()
	input := written.EstimateTokens(request.Rules) + written.EstimateTokens(string(request.Data))
	once := written.Usage{Input: input, Output: request.MaxTokens, Estimated: true}
	for name, tt := range map[string]struct {
		server *server
		ctx    context.Context
		want   written.Usage
	}{
		"hung":    {hung, ctx, once},
		"cut":     {cut, t.Context(), once.Plus(written.Usage{Input: 70, Output: 7})},
		"gone":    {gone, t.Context(), written.Usage{}},
		"refused": {serve(t, refused(400, "no", "")), t.Context(), written.Usage{}},
		"key":     {serve(t, refused(401, "no", "")), t.Context(), written.Usage{}},
		"a page":  {serve(t, status(200, "<html>")), t.Context(), written.Usage{}},
		"a fault": {serve(t, status(500, strings.Repeat("x", 500))), t.Context(), written.Usage{}},
	} {
		t.Run(name, func(t *testing.T) {
			_, used, _ := generator(t, tt.server.config()).Generate(tt.ctx, request)
			if used != tt.want {
				t.Errorf("counted %+v, want %+v", used, tt.want)
			}
		})
	}
}

var _ written.Estimator = (*openai.Generator)(nil)

// Package openai has a Generator and an Embedder over any server that speaks OpenAI's protocol.
//
//	Generate -> what the model is known to take (capability) -> call: retries with jitter -> breaker -> go-openai -> our http.Client
//	         -> finish reason, refusal, code fence, truncation checked -> JSON
//	Embed    -> batches -> call, the same way -> order, number, dimensions and finiteness checked -> unit vectors
//
// Servers differ in what they accept: strict schemas, JSON mode, a temperature, one name or the other for the limit of tokens, a system
// message. What a server refuses is left out, once, and the refusal is remembered. The API key is in no error and no log.
package openai

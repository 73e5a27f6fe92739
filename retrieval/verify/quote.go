package verify

import (
	"readout/corpus/prose"
	"readout/retrieval/verify/internal/quote"
)

// FindQuote finds a quotation in a text and returns where the text's own characters stand. Only typography is forgiven: quotation marks,
// apostrophes and dashes of another shape, runs of white space, and a last comma or stop that the quoting sentence needed. A word that
// differs, an ellipsis, or a quotation that begins or ends inside a word is not found. A quote without a word never is.
func FindQuote(text, quotation string) (prose.Span, bool) { return quote.Find(text, quotation) }

// Package verify tells which claims the articles support. A claim is a sentence that somebody, such as a language model, proposes as
// an answer, with the passage and the words that it says it rests on. What the passage does not show to be so is removed, with the
// reason. The package is pure: no model, no network, no state; and it fails closed.
//
// A sentence goes through rooms of its own: internal/tagger gives its words their parts of speech by the lists of corpus/english,
// internal/clause reads the clauses, internal/discourse tells what their pronouns mean. internal/proof compares what is claimed with
// what is quoted, with internal/paraphrase (other words for the same) and internal/omit (what may be left out). A quotation is found in
// its passage by internal/quote, which forgives typography and nothing else; internal/issuer tells who speaks in an article that says "we".
// What is held against a claim stands, in its order, at Verify (verify.go); there, too, what its text has within quotation marks is sought
// in the passage, and a claim goes where that is not found.
package verify

// Package answer turns a question and the evidence for it into a verified, cited answer, or into an abstention that says what is
// missing.
//
//	Question -> orders to the bot taken out -> follow-up resolved -> understood (kind, parts, speakers, named articles)
//	         -> evidence retrieved -> sentences scored (features, choose.json) -> the gate (signs, gate.json)
//	         -> sentences chosen, with those they lean on -> claims -> verify.Verify -> Answer
//
// Whatever proposes claims, the composer here or a language model, is not trusted: only what Verify shows to be supported is said.
// With a model (NewWritten), the model decides what answers, and whether anything does: it completes the follow-up from words of the
// question and the turns, words claims from the best of the evidence (package written), which take the place of the composed ones, and
// translates what is said, beside it. All that is waited for it ends at one deadline, and where it fails the answer is the one without it.
//
// The gate, the correction of premises and the comparison of reports are code as well. Nothing in the package knows a person, a place or
// a topic; it knows how questions and reports are worded.
package answer

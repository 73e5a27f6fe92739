// Package answer turns a question and the evidence for it into a verified, cited answer, or into an abstention that says what is
// missing.
//
//	Question -> orders to the bot taken out -> follow-up resolved -> understood (kind, parts, speakers, named articles)
//	         -> evidence retrieved -> sentences scored (features, choose.json) -> the gate (signs, gate.json)
//	         -> sentences chosen, with those they lean on -> claims -> Verify -> Answer
//
// Whatever proposes claims, the composer here or a language model, is not trusted: only what Verify shows to be supported is said.
// The gate, the correction of premises and the comparison of reports are code as well. Nothing in the package knows a person, a place or
// a topic; it knows how questions and reports are worded.
package answer

// Package written has a language model word sentences from passages of articles, and keeps what the articles prove.
//
//	passages, best first -> those that fit -> prompt -> the model -> claims {text, passage, quote, speaker} -> Verify, one by one
//	         -> kept in the model's words; or, in their place, the whole sentences that the claim quotes; or removed (check.go)
//	         -> what fell may be worded once more, with the reasons (repair)
//
// The model decides what answers, and whether anything does; code decides what is shown of it. All calls for one question end at one
// deadline, and what they cost is counted together. What the model writes is read like hostile input. The same conversation also completes
// questions that lean on the turns before them, and translates: questions for the search, sentences for the reader.
package written

// Package retrieval finds the passages that a question is about.
//
// # From a question to a reply
//
//	"what did the minister say about tarrifs?"
//	  -> answer        understands it: follow-ups resolved, kind of question, people and articles named
//	  -> Snapshot      one version of a library; Retrieve does the rest of this list
//	       Lexicon.Mend      "tarrifs" -> "tariffs": unknown words against the corpus's own
//	       Embedder.Embed    the question as a vector (ForQuery)
//	       Index.Search      two legs, each with its best 200 candidates:
//	                           words    Lexicon.Terms, weighted by rarity, each matched by its best word in a passage:
//	                                    the same stem, a word near in meaning (WordVectors), another name of the same
//	                                    person or country; titles, publishers and dates count too
//	                           meaning  the passage's sentence nearest to the question's vector, once most of what all
//	                                    sentences of the corpus have in common is taken off both
//	                         fused nearly half and half
//	  -> Evidence      the best passages with the scores that put them there, of one version
//	  -> answer        is it enough? composes or has a model write, verifies every sentence, cites or abstains
//	  -> bot           renders the reply, with numbered sources
//
// Fused scores order the passages of one question. Whether there is evidence at all is judged by Hit.Words and Hit.Meaning, which
// are comparable between questions.
//
// # From an article to the index
//
//	file, page or feed
//	  -> corpus        articles, passages (paragraphs) and sentences, every one with its place in the file; people, remarks, reports
//	  -> Lexicon       the words of all passages and where they stand
//	  -> Embedder      every sentence that no earlier version had, as a vector (ForPassage)
//	  -> Index         the vectors, searchable; built whole, never changed
//	  -> Snapshot      takes the place of the version before it in one step, so that a question sees one or the other
//
// Sentences are embedded, passages are found: a passage is as near as its best sentence. Vectors are kept by the text that was
// embedded, so a new version embeds only what is new, and nothing stale can be found.
//
// The contracts are Embedder, WordVectors and Index; package retrievaltest has a conformance suite for each. Package builtin
// implements the first two without key or network, openai the first over a network, chromem the third.
package retrieval

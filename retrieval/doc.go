// Package retrieval finds the passages that a question is about. This is a tour of the whole way there and on: from an article to the
// index, and from a question to an answer of which every sentence is verified. Names without a package are of this one.
//
// # From an article to the index
//
//	file, upload, link, feed
//	  -> fetch.Folder, Client     text; what a Client gets is read by a process of its own where it is no plain text
//	  -> parse.Markdown,          an Article: title, publisher, agency, author, date and link as it states them; its paragraphs
//	     parse.Text               (Passages) and their Sentences, each with its place in the file; a site's furniture left out
//	  -> reading.New               the articles together: the people they name, who said what (Remarks), which of them are one Report,
//	                              which sentences are orders to whoever answers
//	  -> NewLexicon               the words of all passages and where they stand; those that name a person or a country; and, for
//	                              each article, the words of its title, publisher, agency, author and date
//	  -> chromem.Build            every distinct sentence and passage as a vector: known already, or made by Embedder.Embed
//	                              (ForPassage); all of them in a collection of chromem-go, in memory
//	  -> Snapshot                 corpus, lexicon, index and embedder under the name of one version; nothing in it changes
//
// Sentences and passages are embedded, passages are found: by their best sentence and by themselves. Vectors are kept by the text that was
// embedded (chromem.Vectors), so a new version embeds only what is new, and nothing stale can be found. All else is read anew: of
// 2,000 articles with 44,000 passages that takes two seconds and a half, of 10,000 with 220,000 fourteen.
//
// On the command line the articles are a folder, or the ones that are built in. In Discord they are files of a corpus/library, in
// numbered versions. The candidate for the next one goes this whole way before a moderator sees what it would change
// (bot/libraries); publishing names it the present version in one step. A question keeps the Snapshot that it began with.
//
// # From a question to a verified answer
//
//	"and what did he say about tarrifs?", with the turns before it
//	  -> answer.Answerer          takes the present Snapshot, once
//	       orders to the bot      are taken out of the question; with nothing else in it, it is refused
//	       follow-up              completed from the turns before: "what did the minister say about tarrifs?"
//	       Lexicon.Mend           "tarrifs" -> "tariffs": unknown words against the corpus's own
//	       understood             its parts, the kind of thing that each asks for, the people and articles named
//	  -> Snapshot.Retrieve        for the question, and for each of its parts
//	       Embedder.Embed         the question as a vector (ForQuery)
//	       Index.Search           three legs put up candidates:
//	         words                the 200 passages that match most of Lexicon.Terms, which weigh more the rarer they are. A term
//	                              matches the same stem, a word near in meaning (WordVectors), or another name of the same person or
//	                              country; less in the article's title, publisher, agency, author and date, and in the paragraphs
//	                              before and after
//	         sentences            the 200 passages whose best sentence is nearest to the question's vector
//	         passages             the 200 that are nearest to it as a whole
//	         fused                words .4, sentences and passages .3 each, scaled from each leg's lowest candidate to its best.
//	                              Preferred are passages with the number, length of time or date that is asked for, or with the words
//	                              that are quoted
//	  -> Evidence                 the best 60 passages and the scores that put them there; passages of orders alone are dropped
//	  -> evidence.Read            the Reader reads the question with windows of a few sentences around the best of them: how probable each
//	                              sentence is to answer, and how sure it is that the articles answer at all
//	  -> choose.Answer            the most probable sentences, and what they lean on, as Claims: each with its passage, the words that it
//	                              rests on, and the speaker credited. Code vetoes what it can refute, takes what asks of the articles
//	                              themselves or for an exact quotation, and puts beside it where another report answers otherwise. Where
//	                              no sentence is probable enough: why, what is missing, and the nearest passages
//	  -> verify.Verify            of each claim: was the passage found, do the words stand in it character for character, and every
//	                              number, name and word of meaning, denial and speaker? What fails is removed
//	  -> written, with a model    it is shown the best passages, and decides what answers and whether anything does: Verify decides about
//	                              its claims as about any, and what holds is said in place of the sentences above
//	  -> answer.Answer            sentences with numbered citations, disagreements side by side, premises corrected; with no sentence
//	                              left, an Abstention
//	  -> bot                      renders the reply with its sources
//
// A model may also complete a follow-up, with words of the question and the turns alone, and translate, below what was verified. Where it
// fails, the answer is the one without it.
//
// What a person said, summaries and timelines (Said, Overview and Timeline of answer.Answerer) have their sentences chosen from remarks,
// reports and dates, and verified in the same way.
//
// # Who implements what
//
// The contracts are Embedder, WordVectors, Reader and Index; package retrievaltest has a conformance suite for each, and fakes. Package
// builtin implements the first three without key or network, openai the first over a network, chromem the last; chromem.Assisted has a
// second embedding model rank.
package retrieval

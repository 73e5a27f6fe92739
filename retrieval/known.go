package retrieval

// Known reports whether a folded word is in use: in the corpus, as a function word or a name of a place, in the word vectors, or as a
// regular form of such a word. What is not known is a name that the corpus lacks, a slip that Mend could not mend, or slang. Without
// word vectors nothing can be told, and every word counts as known.
func (l *Lexicon) Known(word string) bool { return l.vectors == nil || l.isKnown(word) }

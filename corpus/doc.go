// Package corpus turns files into articles whose every shown word can be traced to the file.
//
// The way of an article:
//
//	file -> Parse (front matter or headline, byline, date, link; furniture dropped)
//	     -> Passages (one paragraph each, with its exact Span in Body)
//	     -> Sentences (the unit that is embedded and cited)
//	     -> New: the articles read together: who the people are, who said what (Remarks), which articles are one Report
//
// Nothing here is rewritten: for every Span, Body[Span] is the text shown. Cleaning only chooses which paragraphs are kept.
// The package is pure: it reads what it is given and knows no files, no network, no vectors.
package corpus

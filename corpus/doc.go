// Package corpus is what an article is: its text, passages, sentences, remarks, persons and dates. Every word that is ever shown can be
// traced to the file it stands in.
//
// The way of an article through the rooms below:
//
//	prose     words, sentences and quotations, as spans; english: what is known of words
//	parse     a file -> an Article: facts from front matter or headline; Passages (a paragraph each, with its Span in Body); Sentences
//	reading   articles -> a Corpus, read together: people (who is named), remarks (who said what), orders (text that addresses whoever
//	          answers), which articles are one Report
//	fetch     files, links, feeds, pages and PDFs, each read in a process of its own
//	library   the articles of a server, version by version
//
// Nothing is rewritten: for every Span, Body[Span] is the text shown. Cleaning only chooses which paragraphs are kept. But for fetch and
// library, the rooms are pure: they read what they are given and know no files, no network, no vectors.
package corpus

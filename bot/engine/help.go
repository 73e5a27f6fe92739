package engine

// Help is what a long help text of the flags here says, by the name under which its tag has it.
func Help() map[string]string {
	return map[string]string{
		"articles": "Folder of articles (.md, .txt, .html, .pdf, .vtt, .srt; " +
			"folders within it too) to use instead of the shipped ones.",
		"vectors_cache": "Folder in which the vectors of your own articles, and what was read of them, are kept, " +
			"so that the next run need not compute them; unless set one of the user's cache. none keeps none.",
		"plain_links": "Hosts whose pages break on links that open at the words quoted (#:~:text=), " +
			"such as example.org: their links are plain, and those of all below them. * is every host.",
		"embedding_model": "Embedding model on the same server, to find passages with; " +
			"the built-in model unless set. The articles and the questions go to its provider.",
		"query_prefix":   "What the embedding model wants in front of a question, if anything, such as 'query: '.",
		"passage_prefix": "What the embedding model wants in front of a passage, if anything, such as 'passage: '.",
		"api_key": "API key: a language model words the answers, and every sentence is checked. " +
			"The question, the turns before it and the passages found go to its provider.",
		"base_url": "Server of OpenAI's protocol to use instead of OpenAI's own, " +
			"such as http://localhost:11434/v1; it may need no key.",
		"passage_tokens": "Tokens of the articles' passages, at most 16 of them, that the model is shown for an answer. " +
			"With the rules that makes a prompt of some 2,500; " +
			"what the model's context has no room for is left out by itself.",
		"repair": "Ask the model once more, with the reasons, for sentences that did not hold; no for one call an answer.",
	}
}

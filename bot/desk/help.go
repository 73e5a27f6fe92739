package desk

// Help is what a long help text of the commands and flags here says, by the name under which its tag has it.
func Help() map[string]string {
	return map[string]string{
		"database": "PostgreSQL database in which receipts, settings, counts, feedback and the servers' articles are kept " +
			"instead of the folder, such as postgres://USER:PASSWORD@HOST:5432/DATABASE; version 15 or later, encoding UTF8.",
		"server_articles": "Folder of articles (.md with front matter, .txt, .html) to use instead of the shipped ones.",
		"library_server": "ID of the Discord server whose library it is (in Discord: " +
			"Developer Mode, right-click the server, Copy Server ID).",
		"publish": "Publish without asking. Without it, and without a terminal to ask in, " +
			"the change waits for a day: readout corpus publish.",
		"corpus_status": "The present version of a server's library, " +
			"its sources and what waits to be published; without --server, of all.",
		"backup_file": "Where to write it, such as backup.tar.gz; - for standard output. " +
			"It holds what members asked: keep it from others' eyes.",
	}
}

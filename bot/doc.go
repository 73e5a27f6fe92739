// The command readout answers questions about a meeting from articles, and proves every answer: in a terminal, for scripts, and as a
// Discord bot.
//
// # Where things are
//
// This package is the command line: a file a command, but for those that work on a data directory ([readout/bot/desk]) and the one that
// measures ([readout/bot/evaluation]). A command reads and writes in a [readout/bot/terminal], and asks an [readout/bot/engine], which is
// opened as the configuration says; its exit status is of [readout/bot/failure]. What follows walks three things through the other rooms,
// in the order in which they are met. Each room's package documentation says what it decides and why.
//
// A question. A member's words come in by [readout/bot/discord] and are answered by [readout/bot/chat], a terminal's by this
// package, a browser's and a program's by [readout/bot/serve], an agent's by [readout/bot/mcp]; [readout/bot/tty] has the chat at a
// terminal, without Discord. [readout/bot/talk] tells a question from a greeting or from "are you sure?", and takes several questions
// apart. [readout/retrieval/language] says what language it is in; [readout/retrieval/scope] narrows the articles to those that are asked.
// [readout/retrieval/question] finds what kind of question it is, and [readout/retrieval/choose] what answers it (its table gives the order
// in which ways to answer are tried): it has [readout/retrieval/chromem] find passages by their vectors, of [readout/retrieval/builtin] or
// [readout/retrieval/openai], and by their words, and [readout/retrieval/evidence] has the reader say which of their sentences answer; code
// vetoes what it can refute: another speaker, another date or number, a false premise, text that addresses whoever answers
// ([readout/corpus/orders]). With a language model [readout/retrieval/written] has it word the answer, and [readout/retrieval/verify] keeps
// what the articles prove. Where reports disagree is found by [readout/retrieval/conflict]; what a sentence needs to stand alone is added
// by [readout/retrieval/shown]. All of it is brought together, and cited, by [readout/retrieval/answer]. [readout/bot/reply] puts the
// answer into words from the message files of [readout/bot/phrases], or [readout/bot/record] into JSON.
//
// An article. A link, an upload or a feed is fetched and looked at by [readout/corpus/fetch], in a child process where the format is
// foreign: web pages by [readout/corpus/fetch/page] (there the date and the publisher are found, and captions taken out), PDFs by
// [readout/corpus/fetch/pdftext]. [readout/corpus/parse] makes a [readout/corpus.Article] of the text, with [readout/corpus/parse/about]
// for what a line says of the article, [readout/corpus/markdown] and [readout/corpus/transcript] for these formats; what sites print around
// articles, as a photograph's credit, it leaves out. [readout/corpus/people] finds who is named, [readout/corpus/remarks] who said what,
// and [readout/corpus/reading] reads the articles together: which are one report, who are one person. [readout/corpus/library] keeps every
// version as files, [readout/bot/libraries] a library for each server: drafts, publishing, and when it is time to refresh. What a change
// makes of a version is told by [readout/bot/libraries/candidate]; the gate of checks is [readout/bot/libraries/judging]. Answers that rest
// on what was withdrawn are recalled by [readout/bot/chat].
//
// An interaction. [readout/bot/discord/gateway] keeps the connection that Discord sends events over; of several processes
// [readout/bot/discord/fleet] has one keep a connection and all answer. [readout/bot/discord] tells a command, a button or a mention by its
// name or its identifier; [readout/bot/chat.Repertoire] refuses what only moderators may: who they are is told by its Request.Moderates. A
// button's identifier names what it does and what that is about, as the receipt of an answer, so that it works after a restart as long as
// the receipt is kept. The package has [readout/bot/chat/gate] admit the question, [readout/bot/budget] set its cost aside, does what
// [readout/bot/chat/members] or [readout/bot/chat/moderators] have for it, and answers through [readout/bot/discord/api]. What must be
// remembered is said by [readout/bot/store] and kept by [readout/bot/bolt] in a file or by [readout/bot/postgres] in a database; what is to
// be done later is worked by [readout/bot/jobs]. [readout/bot/waiting] tells those who wait for an answer, [readout/bot/news] what became
// new, [readout/bot/autoanswer] which posts are answered unasked. All of it is tested against [readout/bot/discord/discordtest], a Discord
// inside the test.
//
// What a date of an article means, "last Tuesday" or "14 May", is read by [readout/retrieval/dates]; that a question asks for a day, "the
// 14th", by [readout/retrieval/question], and which sentences are dated to it by [readout/retrieval/choose]. English words are data in
// [readout/corpus/english]. Whether a report quotes a transcript rightly is told by [readout/retrieval/misquote]. What an answer is worth
// is measured by [readout/retrieval/eval]. Settings are variables, read by [readout/bot/variables]; their table stands in this folder's
// README. What Discord lets the bot itself do is told by [readout/bot/discord/permissions].
package main

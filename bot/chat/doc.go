// Package chat is the bot in conversation, on any platform: it lets questions in, answers them and remembers what it answered, takes back
// what articles no longer hold, tells those who wait, and answers posts unasked where a server wants that. What a platform must be able to
// do is Platform, six methods; what is shown on it is a Message, its text Markdown. What members and moderators can have the bot do is a
// table of commands and actions each, in the packages below; a platform looks them up in a Repertoire. One without menus has typed read
// commands from text, one without formatting has printed set messages.
//
// A platform is added as package tty is: it implements Platform (chat.go), makes the Bot, its members, moderators and Repertoire, has what
// always runs run beside them, makes a Request of whatever comes in, with the server's settings (ApplySettings), shows the Response and
// calls its Finish. What else it can do is an interface beside its use. A command of the program starts it.
//
// The way of a question:
//
//	Request with settings -> Ask: validate, admission -> Response -> the platform acknowledges -> work: answer, receipt, render -> Message
//
// Who moderates is told by Request.Moderates (request.go), whoever manages the server or has the role that its settings name, and held to
// by Repertoire (command.go); what a button's key stands for, by the tables of Action in chat/members and chat/moderators. Under an answer
// it is about the receipt, which Bot.Receipt (articles.go) finds or says to be gone.
//
// A handler returns a Response, a value; sending it is the platform's, the same for all handlers. What goes wrong anywhere on the way is
// put into words by Explain, with a reference that the log has too.
package chat

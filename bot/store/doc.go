// Package store says what the bot remembers between two starts: receipts of answers, feedback on them, settings of servers, usage
// against budgets, and what moderators did; and what makes a record of it valid. It knows Discord's IDs and nothing else of Discord.
//
// Two packages keep it: bot/bolt in a file of the data directory, bot/postgres in a database that several processes share. Who needs a
// store names what it asks of one as an interface of its own; what every store has to do is a suite of tests in storetest. Package
// bot/store/copying copies one into another.
//
// # Privacy
//
// Of a member the store holds the ID, the questions and the answers given to them (until Retention.Text has passed or the member asks),
// feedback, and how much was asked today. ForgetMember deletes all of it but today's counters, which do not name the member; what the
// member did to a library is taken out by the library (chat/members/about.go has both done). What a language model wrote from the articles
// stands under a keyed hash of what it was asked, belongs to no member, and goes after Retention.Written, or when there are 2048 newer
// ones. What is deleted is gone from every backup made afterwards. In the file its bytes are written over at once; in a database they stay
// in dead rows and the log until the server has them rewritten (VACUUM FULL).
package store

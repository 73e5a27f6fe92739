// Package store is what the bot remembers between two starts: receipts of answers, feedback on them, settings of servers, usage
// against budgets, and what moderators did. It knows Discord's IDs and nothing else of Discord.
//
// A Store is one file, store.db, in the data directory: a bbolt database, which is transactional, survives a crash at any moment
// and is locked by the process that has it open. A method that writes returns after the change is on the disk; what it returned
// nil for is still there after the process is killed. An error means that nothing was changed, except that after an error of the
// disk itself the change may turn out to be there. Writes that arrive together share one transaction.
//
// # Layout
//
// Every bucket is at the top level. Numbers in keys are big endian, so that keys sort as the numbers do: IDs of Discord are 8
// bytes (0 for none: the server of a direct message), receipts' IDs 16 (milliseconds since 1970 in 6, then random), days 4 (since
// 1 January 1970, UTC), milliseconds 8; a text is its length in 2 bytes and its bytes.
//
//	bucket            key                                          value
//	meta              "schema", "secret"                           schema version, in decimal; key of the pseudonyms
//	receipts          receipt                                      Receipt
//	receipts.message  message                                      receipt
//	receipts.passage  server, passage (text), receipt              -
//	receipts.member   member, receipt                              -
//	receipts.guild    server, receipt                              -
//	receipts.text     receipt                                      - (has text that expires)
//	feedback          receipt, member                              Feedback
//	feedback.member   member, receipt                              -
//	inbox             server, milliseconds, receipt, member or 0   -
//	threads           thread                                       Thread
//	threads.guild     server, thread                               -
//	threads.member    member, thread                               -
//	audit             server, number                               AuditEntry
//	audit.member      member, server, number                       -
//	settings          server                                       Settings
//	usage             day, scope (a letter), subject               Amount
//	reservations      day, random (12 bytes)                       what was reserved, and on whose account
//	left              server                                       when the bot left it
//	recalled          server                                       version of its library up to which answers were recalled
//	written           keyed hash (32 bytes)                        what a language model wrote, and when
//	written.time      milliseconds, keyed hash                     -
//	notes             kind (text), server, name (text)             Note
//	notes.guild       server, kind, server, name                   -
//	notes.member      member, kind, server, name                   -
//
// The buckets with a dot in their name, and inbox, are indices: all they hold follows from the records, which Check verifies. In
// usage the subject is nothing (scope t, the whole bot), a server (g), a member (m), or a member and a server (h); a member stands
// there as a keyed hash of the ID.
//
// A value is one byte of format (1), the CRC-32C of the rest in four bytes, and JSON. A field that the program does not know is
// ignored in a record and kept in Settings. The schema version counts incompatible changes of this layout: an older file is
// migrated when it is opened, a newer one is refused.
//
// # Privacy
//
// Of a member the store holds the ID, the questions and the answers given to them (until Retention.Text has passed or the member
// asks), feedback, and how much was asked today. ForgetMember deletes all of it but today's counters, which do not name the
// member. What a language model wrote from the articles stands under a keyed hash of what it was asked, belongs to no member, and
// goes after Retention.Written, or when there are 2048 newer ones. What is deleted is gone from every backup made afterwards; the bytes
// in the file itself are overwritten by later writes.
package store

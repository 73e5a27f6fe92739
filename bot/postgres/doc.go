// Package postgres keeps what the bot remembers in PostgreSQL (version 15 and later), for several processes at once. It alone knows
// PostgreSQL.
//
// A Store does what bolt.Store does, with the same errors, and holds every limit over all processes that use the database: what two
// of them reserve at a time is counted one after the other. Its tables are made and changed by the numbered files in migrations, each
// of them once, whichever process comes first. A database that a newer program has changed is refused.
//
// The address of the database is a secret: it is in no error and no log line.
package postgres

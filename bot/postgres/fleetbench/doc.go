// Package fleetbench measures what many servers take of two processes that share a database: memory, and how long passages take to be found
// in articles that are in memory, and in such as are not. It is a benchmark only:
//
//	go test ./bot/postgres/fleetbench -bench . -benchtime 1x -servers 1000 -articles 2000
//
// Without the flags it is small. Articles are made up, their vectors too; half of the servers (-shared) hold one of ten libraries, each of
// the others a library that no other holds. A library that is not in memory is read from the disk: before it is asked, its file is dropped
// from the system's cache. The time is that of finding passages, without the reader's.
package fleetbench

// Package library keeps the articles of one community as files: every version that was ever published, whole, and what moderators
// are preparing. It knows no vectors, no network and no Discord: whoever publishes brings the function that builds the index, and
// says who they are in an opaque text.
//
// A version is immutable: a number, a time, who, why, and a manifest that names each article's file by its content. Publishing makes
// the next version; rolling back publishes the manifest of an old one again, as the next version. Numbers order versions, times only
// tell: a clock that jumps changes nothing. Versions are never deleted, nor are files that a version names: whoever has done with a
// library deletes its directory.
//
// # Crashes and damage
//
// A file is written under a temporary name, synced, renamed, and its directory synced; none is changed in place. A process that is
// killed at any moment, or a disk that is full, leaves the old version or the new one, whole. Open finishes what was begun and removes
// what is left over.
//
// Everything read is verified. What is damaged is an error (ErrDamaged) that names the file and says what to do; no other version is
// put in its place silently. The library still opens when an article of the current version is damaged, so that it can be rolled back
// or the article put again; when an older version's manifest is, the others can be used. When the file "current" is lost or damaged,
// the newest version is current, which it must have been, or was about to be.
//
// An open library is locked: another process, or a second Open in the same one, gets ErrLocked. The operating system lets go of the
// lock with the process.
//
// # Layout
//
//	lock                locked while the library is open; empty
//	current             the number of a version that must be there, as a rule the newest
//	versions/00000012   the manifest of version 12
//	objects/HASH        the file of an article of some version
//	new/HASH            the file of an article of no version yet
//	drafts/ID           what was kept as a draft
//	checks              judged questions
//	.tmp-*              being written, in any of the directories
//
// HASH is the SHA-256 of the file, in lower-case hexadecimal. The newest manifest is the current version: renaming it into its place
// is what publishes. Its articles' files are moved from new to objects afterwards. Anything else in the directory is its owner's.
//
// Copying the directory of an open library in the order current, versions, drafts, new, objects, and dropping what is named .tmp-*, gives
// a whole one: a version or draft that was copied has its files where they are copied later, and a file that moves meanwhile moves from a
// directory that is copied earlier to one that is copied later.
//
// # Formats
//
// A file but those of articles begins with a line such as
//
//	readout-library-version 1 sha256:e3b0c442...
//
// which is "readout-library-" and what it is (current, version, draft, checks), the format's number, and the SHA-256 of all after the
// line. A file of a format with a higher number than the program knows is ErrNewer. After the line stand:
//
//	current   the number in decimal, and a line feed
//	version   lines of JSON: a Version, with the count of feeds in "feeds"; then each Feed; then each Entry
//	draft     a line of JSON, {"at": time, "hashes": [...]}, and then what was given to PutDraft
//	checks    what was given to SetChecks
//
// # Exports
//
// An export is a tar archive compressed with gzip. Its first file is library.json:
//
//	{
//	  "kind": "readout-library-export", "format": 1,
//	  "version": 12, "at": "2019-05-15T10:00:00Z",
//	  "articles": [{"file": "articles/ID.md", "size": 2048, ...as Entry}],
//	  "feeds": [...as Feed],
//	  "checks": {"file": "checks.jsonl", "size": 812, "hash": "..."}
//	}
//
// The articles' files and checks.jsonl follow, and nothing else. The format's number counts changes that an older program would
// misread; keys that it does not know are ignored. The same library exports the same bytes. There is no member's data in it: neither
// who published or added what, nor why; the checks are their owner's to keep free of it.
package library

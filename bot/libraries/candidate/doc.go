// Package candidate makes of a change the version that would follow it. It fetches what the change asks for, decides of which article each
// document is a state, keeps what moderators corrected, and puts the files beside those of the library. Nothing of it is a version yet: a
// candidate is indexed, judged and published elsewhere.
//
// A change that somebody wants fetches all that it names; the scheduler's turn leaves sources that fail alone until it is their time. A
// source that fails is told of, and leaves what was published from it as it is.
//
// How much text a change may fetch, and a library may hold, stands in weight.go; how many articles and feeds, in package corpus/library.
package candidate

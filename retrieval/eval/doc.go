// Package eval measures answers and retrieval against judged questions, with no model as a judge.
//
// A judged question (Question) says what a right answer holds, what makes one wrong and where the proof stands. Run asks the
// questions and scores the answers; Rank scores ranked passages; RunHostile counts what articles that carry orders achieve. All of
// them give a Report: a table to read, JSON to compare. Every measure is deterministic, so the reports kept in testdata/golden change
// only when the answers do.
package eval

// Package verify tells which claims the articles support. A claim is a sentence that somebody, such as a language model, proposes as
// an answer, with the passage and the words that it says it rests on. What the passage does not show to be so is removed, with the
// reason. The package is pure: no model, no network, no state; and it fails closed.
package verify

// Package failure tells whose a command's error is to mend, which its exit status says.
package failure

import "errors"

// The exit statuses of the program.
const (
	StatusDone   = 0
	StatusFailed = 1 // something went wrong on the way; of a batch, at least one line was no question
	StatusInput  = 2 // what the command was given is wrong: flags, configuration, files
)

// ErrReported is the error of a command that has already said what went wrong.
var ErrReported = errors.New("already reported")

// inputError marks an error that only whoever gave the command can mend.
type inputError struct{ error }

func (e inputError) Unwrap() error { return e.error }

// Input marks err, which may be nil, as one that only whoever gave the command can mend.
func Input(err error) error {
	if err == nil {
		return nil
	}
	return inputError{err}
}

// IsInput reports whether err, or what it wraps, is marked by Input.
func IsInput(err error) bool { return errors.As(err, &inputError{}) }

// Status is the exit status that err, which may be nil, ends the program with.
func Status(err error) int {
	switch {
	case err == nil:
		return StatusDone
	case IsInput(err):
		return StatusInput
	}
	return StatusFailed
}

//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package library

import "os"

// lockFile only opens the file: there is no lock that ends with the process. The lock on the bot's store has to do.
func lockFile(path string) (*os.File, error) {
	return os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
}

//go:build !linux

package fetch

import "errors"

// confined has nothing to show: only Linux confines a process that asks for it.
func confined() error { return errors.New("nothing confines a process here") }

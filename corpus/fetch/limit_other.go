//go:build !linux

package fetch

// limitMemory does nothing: only Linux limits what a process writes to, and Extract watches it everywhere.
func limitMemory(uint64) error { return nil }

// limitProcessor does nothing: elsewhere than on Linux, the client's patience is the only limit.
func limitProcessor(int) error { return nil }

// limitFiles does nothing: what is read is given to the process, which opens nothing.
func limitFiles(uint64) error { return nil }

// dropNetwork does nothing: only Linux takes it away from a process that asks for it.
func dropNetwork() error { return nil }

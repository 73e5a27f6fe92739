package library_test

import (
	"testing"

	"readout/corpus/library"
	"readout/corpus/library/librarytest"
)

func TestShared(t *testing.T) {
	t.Parallel()
	librarytest.Run(t, func(testing.TB) func() library.Files {
		files := librarytest.NewMemory()
		return func() library.Files { return files }
	})
}

package library

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// What a file's first line says that it is.
const (
	kindCurrent = "readout-library-current"
	kindVersion = "readout-library-version"
	kindDraft   = "readout-library-draft"
	kindChecks  = "readout-library-checks"
)

// format is the number of the newest format that is known, of all kinds.
const format = 1

// HashOf is what a file is named by: the SHA-256 of its data, in lower-case hexadecimal.
func HashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// isHash reports whether s could come from HashOf. What does is safe to be a file's name.
func isHash(s string) bool {
	return len(s) == 2*sha256.Size && strings.Trim(s, "0123456789abcdef") == ""
}

// seal puts the line before a file's content that unseal verifies.
func seal(kind string, content []byte) []byte {
	return append(fmt.Appendf(nil, "%s %d sha256:%s\n", kind, format, HashOf(content)), content...)
}

// unseal is the content of a file that seal made. ErrNewer; any other error is damage.
func unseal(kind string, file []byte) ([]byte, error) {
	line, content, ok := bytes.Cut(file, []byte("\n"))
	sum, err := parseSeal(kind, string(line))
	switch {
	case err != nil:
		return nil, err
	case !ok:
		return nil, errors.New("it ends in its first line")
	case sum != HashOf(content):
		return nil, errors.New("its content is not what was written")
	}
	return content, nil
}

// parseSeal reads a file's first line and returns the hash of the rest.
func parseSeal(kind, line string) (sum string, err error) {
	const longest = 200 // bytes
	if len(line) > longest {
		return "", errors.New("its first line says nothing of it")
	}
	fields := strings.Split(line, " ")
	if len(fields) < 2 || fields[0] != kind {
		return "", fmt.Errorf("its first line does not begin with %q", kind)
	}
	n, err := strconv.Atoi(fields[1])
	switch {
	case err != nil || n < 1:
		return "", fmt.Errorf("its format %q is no number", fields[1])
	case n > format:
		return "", fmt.Errorf("format %d: %w", n, ErrNewer)
	case len(fields) != 3:
		return "", errors.New("its first line is not whole")
	}
	sum, ok := strings.CutPrefix(fields[2], "sha256:")
	if !ok || !isHash(sum) {
		return "", errors.New("its first line states no hash")
	}
	return sum, nil
}

// unusable is the error of a file that unseal, or what reads its content, refuses: ErrNewer with what to do, or ErrDamaged.
func unusable(name string, err error, remedy string) error {
	if errors.Is(err, ErrNewer) {
		return fmt.Errorf("%s: %w: update the program", name, err)
	}
	return fmt.Errorf("%w: %s: %w: %s", ErrDamaged, name, err, remedy)
}

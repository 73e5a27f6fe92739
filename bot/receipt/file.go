package receipt

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

// Errors of Read.
var (
	ErrNotReceipt = errors.New("this is no receipt of sources")
	ErrNewer      = errors.New("the receipt was written by a later release of the program: use that one")
	ErrChanged    = errors.New("the receipt is not as it was written")
)

// longest is how many bytes a receipt has at most.
const longest = 4 << 20

// Write writes the receipt.
func (r *Receipt) Write(w io.Writer) error {
	data, err := r.encode("  ")
	if err != nil {
		return fmt.Errorf("write the receipt: %w", err)
	}
	_, err = w.Write(data)
	return err
}

// encode is the receipt as JSON, ending in a line feed.
func (r *Receipt) encode(indent string) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false) // so that what it quotes can be read
	e.SetIndent("", indent)
	err := e.Encode(r)
	return b.Bytes(), err
}

// seal is the hash of the receipt without its seal.
func (r *Receipt) seal() string {
	open := *r
	open.Seal = ""
	data, err := open.encode("")
	if err != nil { // a receipt is made of texts and numbers
		return ""
	}
	return hash(string(data))
}

// Read reads what Write wrote; only white space between the values may be other. Whether it holds, Verify tells, also of one whose seal is
// broken. Errors: ErrNotReceipt; ErrNewer; ErrChanged, where something is there twice, is missing, or is nothing that a receipt has.
func Read(from io.Reader) (*Receipt, error) {
	data, err := io.ReadAll(io.LimitReader(from, longest+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the receipt: %w", err)
	case len(data) > longest:
		return nil, fmt.Errorf("%w: it has more than %d bytes", ErrNotReceipt, longest)
	}
	var is struct {
		Kind   string `json:"kind"`
		Format int    `json:"format"`
	}
	if err := json.Unmarshal(data, &is); err != nil || is.Kind != kind {
		return nil, fmt.Errorf("%w: a receipt is JSON with \"kind\": %q", ErrNotReceipt, kind)
	}
	if is.Format > Format {
		return nil, ErrNewer
	}
	var r Receipt
	d := json.NewDecoder(bytes.NewReader(data))
	d.DisallowUnknownFields()
	if err := d.Decode(&r); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrChanged, err)
	}
	written, err := r.encode("")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrChanged, err)
	}
	var compact bytes.Buffer
	if err := json.Compact(&compact, data); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrChanged, err)
	}
	if !bytes.Equal(compact.Bytes(), bytes.TrimSuffix(written, []byte("\n"))) {
		return nil, fmt.Errorf("%w: something is there twice, is missing, or stands in another order", ErrChanged)
	}
	return &r, nil
}

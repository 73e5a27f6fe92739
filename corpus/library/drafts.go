package library

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"
)

// maxDraft is how many bytes a draft may have.
const maxDraft = 64 << 20

// draftLine is the first line of a draft's content.
type draftLine struct {
	At     time.Time `json:"at"`
	Hashes []string  `json:"hashes,omitempty"`
}

// draft is a draft as it was kept.
type draft struct {
	draftLine
	data []byte
}

// PutDraft keeps data under an ID: 1 to 64 of A-Z, a-z, 0-9, "-" and "_". What is kept under it already is replaced. The files of the
// hashes stay as long as the draft does. ErrNotFound: one of them was never put, or too long ago; ErrInvalid: no such ID is possible.
func (l *Library) PutDraft(ctx context.Context, id string, data []byte, hashes ...string) error {
	if err := l.putDraft(ctx, id, data, hashes); err != nil {
		return fmt.Errorf("put draft %.64q: %w", id, err)
	}
	return nil
}

func (l *Library) putDraft(ctx context.Context, id string, data []byte, hashes []string) error {
	if err := l.begin(); err != nil {
		return err
	}
	defer l.end()
	switch {
	case ctx.Err() != nil:
		return ctx.Err()
	case !isDraftID(id):
		return fmt.Errorf("its ID %w", ErrInvalid)
	case len(data) > maxDraft:
		return fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(data), maxDraft)
	}
	head, err := json.Marshal(draftLine{l.now(), hashes})
	if err != nil {
		return err
	}
	l.files.RLock()
	defer l.files.RUnlock()
	for _, hash := range hashes {
		if !l.has(hash) {
			return fmt.Errorf("file %.64s: %w", hash, ErrNotFound)
		}
		if err := l.keep(hash); err != nil {
			return err
		}
	}
	if err := l.disk.syncDir(newDir); err != nil {
		return err
	}
	return l.disk.writeSynced(draftsDir+"/"+id, seal(kindDraft, append(append(head, '\n'), data...)))
}

func isDraftID(id string) bool {
	const longest = 64
	return id != "" && len(id) <= longest && strings.Trim(id, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_") == ""
}

// Draft is what was kept under the ID. ErrNotFound: nothing, or it was deleted, or kept longer than Options.DraftLife ago.
func (l *Library) Draft(id string) ([]byte, error) {
	if err := l.begin(); err != nil {
		return nil, fmt.Errorf("read draft %.64q: %w", id, err)
	}
	defer l.end()
	d, err := l.readDraft(id)
	if err == nil && isOld(d.At, l.now(), l.o.DraftLife) {
		err = ErrNotFound
	}
	if err != nil {
		return nil, fmt.Errorf("read draft %.64q: %w", id, err)
	}
	return d.data, nil
}

func (l *Library) readDraft(id string) (draft, error) {
	if !isDraftID(id) {
		return draft{}, ErrNotFound
	}
	name := draftsDir + "/" + id
	data, err := l.disk.Read(name)
	if errors.Is(err, fs.ErrNotExist) {
		return draft{}, ErrNotFound
	}
	if err != nil {
		return draft{}, err
	}
	d, err := decodeDraft(data)
	if err != nil {
		return draft{}, unusable(l.disk.Where(name), err, "prepare it again")
	}
	return d, nil
}

func decodeDraft(file []byte) (d draft, err error) {
	content, err := unseal(kindDraft, file)
	if err != nil {
		return draft{}, err
	}
	head, data, ok := bytes.Cut(content, []byte("\n"))
	if !ok {
		return draft{}, errors.New("it has no head")
	}
	if err := json.Unmarshal(head, &d.draftLine); err != nil {
		return draft{}, fmt.Errorf("its head: %w", err)
	}
	d.data = data
	return d, nil
}

// Drafts are the IDs of the drafts that can be read, sorted.
func (l *Library) Drafts() ([]string, error) {
	if err := l.begin(); err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	defer l.end()
	all, err := l.drafts()
	if err != nil {
		return nil, fmt.Errorf("list drafts: %w", err)
	}
	var out []string
	for _, id := range all {
		if d, err := l.readDraft(id); err == nil && !isOld(d.At, l.now(), l.o.DraftLife) {
			out = append(out, id)
		}
	}
	return out, nil
}

// drafts are the IDs of all drafts, old ones and damaged ones, too.
func (l *Library) drafts() ([]string, error) { return l.disk.Names(draftsDir) }

// DeleteDraft deletes a draft; one that is not there is no error.
func (l *Library) DeleteDraft(id string) error {
	if err := l.deleteDraft(id); err != nil {
		return fmt.Errorf("delete draft %.64q: %w", id, err)
	}
	return nil
}

func (l *Library) deleteDraft(id string) error {
	if err := l.begin(); err != nil {
		return err
	}
	defer l.end()
	if !isDraftID(id) {
		return nil
	}
	if err := l.disk.Remove(draftsDir + "/" + id); err != nil {
		return err
	}
	return l.disk.syncDir(draftsDir)
}

// sweepDrafts removes the drafts that are out of date or damaged, and returns the hashes that the others refer to.
func (l *Library) sweepDrafts() (needed map[string]bool, err error) {
	needed = map[string]bool{}
	ids, err := l.drafts()
	if err != nil {
		return nil, err
	}
	for _, id := range ids {
		d, err := l.readDraft(id)
		gone := errors.Is(err, ErrNotFound) || errors.Is(err, ErrDamaged)
		switch {
		case err != nil && !gone:
			return nil, err
		case gone || isOld(d.At, l.now(), l.o.DraftLife):
			if err != nil {
				l.o.Logger.Warn("draft is damaged", "path", l.disk.Where(draftsDir+"/"+id), "err", err)
			}
			if err := l.disk.Remove(draftsDir + "/" + id); err != nil {
				return nil, err
			}
			continue
		}
		for _, hash := range d.Hashes {
			needed[hash] = true
		}
	}
	return needed, nil
}

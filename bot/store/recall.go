package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"

	"go.etcd.io/bbolt"

	"readout/corpus"
)

// CitedPassages returns the passages that answers given in the server rest on, each once.
func (s *Store) CitedPassages(ctx context.Context, guild GuildID) ([]corpus.PassageID, error) {
	if err := OptionalID("server", guild); err != nil {
		return nil, fmt.Errorf("cited passages: %w", err)
	}
	var out []corpus.PassageID
	prefix := key{}.number(Snowflake(guild))
	err := s.view(ctx, func(tx *bbolt.Tx) error {
		c := tx.Bucket([]byte(receiptsByPassage)).Cursor()
		for k, _ := c.Seek(prefix); bytes.HasPrefix(k, prefix); {
			length := int(binary.BigEndian.Uint16(k[len(prefix):]))
			end := len(prefix) + 2 + length
			out = append(out, corpus.PassageID(k[len(prefix)+2:end]))
			next := after(k[:end])
			k, _ = c.Seek(next)
		}
		return nil
	})
	return out, err
}

// Recalled returns the version of the server's library up to which SetRecalled says that answers were recalled, "" for none.
func (s *Store) Recalled(ctx context.Context, guild GuildID) (version string, err error) {
	if err := RequireID("server", guild); err != nil {
		return "", fmt.Errorf("recalled: %w", err)
	}
	err = s.view(ctx, func(tx *bbolt.Tx) error {
		value := tx.Bucket([]byte(recalledBucket)).Get(key{}.number(Snowflake(guild)))
		if value == nil {
			return nil
		}
		return decode(value, &version)
	})
	return version, err
}

// SetRecalled notes that all answers given in the server were recalled which rest on what the version has no longer. "" stands for no
// version: they are to be looked through again.
func (s *Store) SetRecalled(ctx context.Context, guild GuildID, version string) error {
	if err := RequireID("server", guild); err != nil {
		return fmt.Errorf("set recalled: %w", err)
	}
	k := key{}.number(Snowflake(guild))
	err := s.write(ctx, func(tx *bbolt.Tx) error {
		if version == "" {
			return tx.Bucket([]byte(recalledBucket)).Delete(k)
		}
		return writeValue(tx, recalledBucket, k, version)
	})
	if err != nil {
		return fmt.Errorf("set recalled of server %s: %w", guild, err)
	}
	return nil
}

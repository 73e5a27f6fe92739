package postgres

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"readout/bot/store"
)

// number is how a column holds an ID of Discord: its 64 bits, which keep their order for all that Discord gives out before 2084.
func number[T ~string](id T) int64 { return int64(store.Snowflake(id)) }

// optional is number, with nothing for none.
func optional[T ~string](id T) *int64 {
	if id == "" {
		return nil
	}
	n := number(id)
	return &n
}

// idOf is the inverse of number.
func idOf[T ~string](n int64) T { return store.FromSnowflake[T](uint64(n)) }

// at is how a column holds a time.
func at(t time.Time) time.Time { return t.UTC().Truncate(time.Millisecond) }

// encode makes the record that a row holds.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encode %T: %w", v, err)
	}
	if buf.Len() > store.MaxRecord {
		return nil, fmt.Errorf("encode %T: %d bytes are more than the %d that a record may have", v, buf.Len(), store.MaxRecord)
	}
	return buf.Bytes(), nil
}

func decode[R any](record []byte) (r R, err error) {
	if err := json.Unmarshal(record, &r); err != nil {
		return r, fmt.Errorf("decode %T: %w: %w", r, store.ErrDamaged, err)
	}
	return r, nil
}

// records are those of the rows that a query gives, whose only column is a record.
func records[R any](ctx context.Context, db querier, query string, args ...any) ([]R, error) {
	rows, err := db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (r R, err error) {
		var value []byte
		if err := row.Scan(&value); err != nil {
			return r, err
		}
		return decode[R](value)
	})
}

// oneRecord is the first of records; ok is false when there is none.
func oneRecord[R any](ctx context.Context, db querier, query string, args ...any) (r R, ok bool, err error) {
	found, err := records[R](ctx, db, query, args...)
	if err != nil || len(found) == 0 {
		return r, false, err
	}
	return found[0], true, nil
}

// column are the values of the rows that a query gives, which have one column.
func column[V any](ctx context.Context, db querier, query string, args ...any) ([]V, error) {
	rows, err := db.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[V])
}

// remove runs a statement that deletes and returns how many rows went.
func remove(ctx context.Context, db querier, statement string, args ...any) (int, error) {
	tag, err := db.Exec(ctx, statement, args...)
	return int(tag.RowsAffected()), err
}

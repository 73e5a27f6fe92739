package postgres

import (
	"fmt"
	"strings"
	"testing"
)

// Contents is what every table of the store holds, a row as one text.
func Contents(t testing.TB, s *Store) map[string][]string {
	t.Helper()
	ctx := t.Context()
	tables, err := column[string](ctx, s.pool, `select tablename::text from pg_tables where schemaname = 'public'`)
	if err != nil {
		t.Fatal(err)
	}
	found := make(map[string][]string)
	for _, table := range tables {
		found[table] = nil
		rows, err := s.pool.Query(ctx, "select * from "+table)
		if err != nil {
			t.Fatal(err)
		}
		for rows.Next() {
			values, err := rows.Values()
			if err != nil {
				t.Fatal(err)
			}
			var texts []string
			for _, v := range values {
				if b, ok := v.([]byte); ok {
					v = string(b)
				}
				texts = append(texts, fmt.Sprint(v))
			}
			found[table] = append(found[table], strings.Join(texts, "|"))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	return found
}

package library_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"readout/corpus"
	"readout/corpus/library"
)

// A moderator adds an article, another corrects it and is too late, and the correction is taken back.
func Example() {
	temp, err := os.MkdirTemp("", "library")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer os.RemoveAll(temp)
	ctx := context.Background()
	l, err := library.Open(ctx, filepath.Join(temp, "library"), library.Options{})
	if err != nil {
		fmt.Println(err)
		return
	}
	defer l.Close()
	build := func(_ context.Context, m library.Manifest, articles []*corpus.Article) error {
		fmt.Printf("version %d: %s: %q\n", m.Number, m.Action, articles[0].Title)
		return nil
	}
	publish := func(m library.Manifest, action, text string) {
		m.Action = action
		if text != "" {
			hash, err := l.Put(ctx, []byte(text))
			if err != nil {
				fmt.Println(err)
				return
			}
			m.Articles = []library.Entry{{ID: "harbour", Name: "harbour.md", Hash: hash}}
		}
		if _, err := l.Publish(ctx, m, build); err != nil {
			fmt.Println(err)
			fmt.Println("conflict:", errors.Is(err, library.ErrConflict))
		}
	}

	publish(library.Manifest{}, "add", "---\ntitle: Harbour opens\n---\nThe harbour opened on Tuesday.\n")
	m, _ := l.Current()
	m.Base = m.Number
	publish(m, "edit", "---\ntitle: Harbour shuts\n---\nThe harbour opened on Tuesday.\n")
	publish(m, "edit", "---\ntitle: Harbour burns\n---\nThe harbour opened on Tuesday.\n")
	old, err := l.Version(1)
	if err != nil {
		fmt.Println(err)
		return
	}
	old.Base = 2
	publish(old, "rollback", "")
	// Output:
	// version 1: add: "Harbour opens"
	// version 2: edit: "Harbour shuts"
	// publish: made from version 1, current is 2: another version was published meanwhile
	// conflict: true
	// version 3: rollback: "Harbour opens"
}

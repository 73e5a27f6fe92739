package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"

	"readout/corpus"
)

// ErrNoArticles says that a directory has no file that could be an article.
var ErrNoArticles = errors.New("no articles (.md, .txt, .html)")

// Warning says that a file was passed over, and why.
type Warning struct {
	File   string
	Reason string
}

func (w Warning) String() string { return w.File + ": " + w.Reason }

// Dir reads the articles at the top level of a file system, ordered by file name. Files of other formats and directories are passed
// over, each with a Warning. An article that cannot be read is an error, which names all of them: nothing is lost without being said.
func Dir(ctx context.Context, fsys fs.FS) ([]*corpus.Article, []Warning, error) {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return nil, nil, fmt.Errorf("list articles: %w", err)
	}
	var out []*corpus.Article
	var warnings []Warning
	var faults []error
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return nil, nil, fmt.Errorf("read articles: %w", err)
		}
		reason, err := passOver(fsys, e.Name())
		if err != nil {
			return nil, nil, err
		}
		if reason != "" {
			warnings = append(warnings, Warning{e.Name(), reason})
			continue
		}
		data, err := readFile(fsys, e.Name())
		if err != nil {
			return nil, nil, err
		}
		a, err := File(e.Name(), data)
		if err != nil {
			faults = append(faults, err)
			continue
		}
		out = append(out, a)
	}
	if len(faults) > 0 {
		return nil, nil, errors.Join(faults...)
	}
	if len(out) == 0 {
		return nil, warnings, ErrNoArticles
	}
	return out, warnings, nil
}

// Path is Dir on a directory of the operating system; its errors name the directory.
func Path(ctx context.Context, dir string) ([]*corpus.Article, []Warning, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("articles: %w", err)
	}
	if !info.IsDir() {
		return nil, nil, fmt.Errorf("articles: %s is not a directory", dir)
	}
	out, warnings, err := Dir(ctx, os.DirFS(dir))
	if err != nil {
		return nil, warnings, fmt.Errorf("articles in %s: %w", dir, err)
	}
	return out, warnings, nil
}

// passOver tells why a directory's entry is not read; "" for an article.
func passOver(fsys fs.FS, name string) (reason string, err error) {
	if formatOf(name) == "" {
		return ErrFormat.Error(), nil
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case err != nil:
		return "", fmt.Errorf("read article: %w", err)
	case info.IsDir():
		return "a directory; only files at the top level are read", nil
	case !info.Mode().IsRegular():
		return "not a regular file", nil
	}
	return "", nil
}

// readFile reads a file up to one byte more than is accepted: File says that it is too large.
func readFile(fsys fs.FS, name string) ([]byte, error) {
	f, err := fsys.Open(name)
	if err != nil {
		return nil, fmt.Errorf("read article: %w", err)
	}
	defer f.Close()
	data, err := io.ReadAll(io.LimitReader(f, MaxSize+1))
	if err != nil {
		return nil, fmt.Errorf("read article %s: %w", name, err)
	}
	return data, nil
}

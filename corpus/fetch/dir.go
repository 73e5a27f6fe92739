package fetch

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"os/exec"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"

	"readout/corpus"
)

// ErrNoArticles says that a directory has no file that could be an article.
var ErrNoArticles = errors.New("no articles (.md, .txt, .html, .pdf, .vtt, .srt)")

// Warning says that a file was left out, or what of it is not read as it was meant.
type Warning struct {
	File   string
	Reason string
}

func (w Warning) String() string { return w.File + ": " + w.Reason }

// Folder reads the articles of a folder.
type Folder struct {
	// Extract starts this program anew to run Extract, as ClientOptions.Extract does. Nil leaves PDFs out, and reads pages in this process.
	Extract func(ctx context.Context) *exec.Cmd
	// Strict makes a file that cannot be read an error, which names all such files. Otherwise each is left out, with a Warning.
	Strict bool
	// Progress is told how many of the files are read, never twice at a time. Nil tells nobody.
	Progress func(done, total int)
	// Logger gets what goes wrong in the child. Default: nothing is logged.
	Logger *slog.Logger
}

// Path is Folder.Path without a child.
func Path(ctx context.Context, dir string) ([]*corpus.Article, []Warning, error) {
	return Folder{}.Path(ctx, dir)
}

// folderFile is a file of a folder that is an article by its name.
type folderFile struct {
	path    string
	id      corpus.ArticleID
	article *corpus.Article
	fault   error
}

// Read reads the articles of a file system, folders within it included, ordered by path. The ID of each is the base name of its file;
// of files with the same, their path. What is hidden, and files of other formats, are passed over, the latter with a Warning each.
func (o Folder) Read(ctx context.Context, fsys fs.FS) ([]*corpus.Article, []Warning, error) {
	files, warnings, err := o.list(ctx, fsys)
	if err != nil {
		return nil, nil, err
	}
	if err := o.readAll(ctx, fsys, files); err != nil {
		return nil, nil, fmt.Errorf("read articles: %w", err)
	}
	var out []*corpus.Article
	var faults []error
	for _, f := range files {
		switch {
		case f.fault != nil && !o.Strict:
			warnings = append(warnings, Warning{f.path, "left out: " + f.fault.Error()})
			fallthrough
		case f.fault != nil:
			faults = append(faults, fmt.Errorf("%s: %w", f.path, f.fault))
		default:
			out = append(out, f.article)
			for _, w := range f.article.Warnings {
				warnings = append(warnings, Warning{f.path, w})
			}
			if tag := foreign(f.article); tag != "" {
				reason := fmt.Sprintf("its text is in the language %q: only English is read for who said what", tag)
				warnings = append(warnings, Warning{f.path, reason})
			}
		}
	}
	switch {
	case o.Strict && len(faults) > 0:
		return nil, nil, errors.Join(faults...)
	case len(out) == 0 && len(faults) > 0:
		return nil, nil, errors.Join(append(faults, ErrNoArticles)...)
	case len(out) == 0:
		return nil, warnings, ErrNoArticles
	}
	return out, warnings, nil
}

// list finds the files that are articles by their names.
func (o Folder) list(ctx context.Context, fsys fs.FS) (files []*folderFile, warnings []Warning, err error) {
	const most = 100_000 // files
	seen := 0
	err = fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		seen++
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		case seen > most:
			return fmt.Errorf("more than %d files", most)
		case name == ".":
			return nil
		case strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		reason, err := o.passOver(fsys, name)
		switch {
		case err != nil:
			return err
		case reason != "":
			warnings = append(warnings, Warning{name, reason})
		default:
			files = append(files, &folderFile{path: name, id: corpus.ArticleID(path.Base(name))})
		}
		return nil
	})
	if err != nil {
		return nil, nil, fmt.Errorf("list articles: %w", err)
	}
	slices.SortFunc(files, func(a, b *folderFile) int { return strings.Compare(a.path, b.path) })
	count := map[corpus.ArticleID]int{}
	for _, f := range files {
		count[f.id]++
	}
	for _, f := range files {
		if count[f.id] > 1 {
			f.id = corpus.ArticleID(f.path)
		}
	}
	return files, warnings, nil
}

// readAll makes articles of files, as many at a time as there may be children.
func (o Folder) readAll(ctx context.Context, fsys fs.FS, files []*folderFile) error {
	var child *extractor
	if o.Extract != nil {
		log := o.Logger
		if log == nil {
			log = slog.New(slog.DiscardHandler)
		}
		child = newExtractor(o.Extract, log)
	}
	var mu sync.Mutex
	done := 0
	tell := func() {
		if o.Progress != nil {
			mu.Lock()
			defer mu.Unlock()
			done++
			o.Progress(done, len(files))
		}
	}
	var group errgroup.Group
	group.SetLimit(mostChildren)
	for _, f := range files {
		group.Go(func() error {
			defer tell()
			if ctx.Err() != nil {
				return ctx.Err()
			}
			data, err := readFile(fsys, f.path)
			if err == nil {
				f.article, err = parseWith(ctx, child, f.id, formatOf(f.path), data)
			}
			f.fault = err
			return ctx.Err()
		})
	}
	return group.Wait()
}

// parseWith is parse with a child, which may be nil, for what is not text itself.
func parseWith(ctx context.Context, child *extractor, id corpus.ArticleID, format string, data []byte) (*corpus.Article, error) {
	switch {
	case len(data) > MaxSize:
		return nil, tooLarge(MaxSize)
	case child == nil || format != "html" && format != "pdf":
		return parseFile(id, format, data)
	}
	found, err := child.extract(ctx, task{Format: format}, data)
	if err != nil {
		return nil, err
	}
	return found.article(id)
}

// Path is Read on a directory of the operating system; its errors name the directory.
func (o Folder) Path(ctx context.Context, dir string) ([]*corpus.Article, []Warning, error) {
	info, err := os.Stat(dir)
	if err != nil {
		return nil, nil, fmt.Errorf("articles: %w", err)
	}
	if !info.IsDir() {
		return nil, nil, fmt.Errorf("articles: %s is a file, not a folder", dir)
	}
	out, warnings, err := o.Read(ctx, os.DirFS(dir))
	if err != nil {
		return nil, warnings, fmt.Errorf("articles in %s: %w", dir, err)
	}
	return out, warnings, nil
}

// passOver tells why a file is not read; "" for an article.
func (o Folder) passOver(fsys fs.FS, name string) (reason string, err error) {
	switch format := formatOf(name); {
	case format == "":
		return ErrFormat.Error(), nil
	case format == "pdf" && o.Extract == nil:
		return "PDFs are not read here", nil
	}
	info, err := fs.Stat(fsys, name)
	switch {
	case errors.Is(err, fs.ErrNotExist): // a link that leads nowhere
		return "it leads nowhere", nil
	case err != nil:
		return "", fmt.Errorf("read article: %w", err)
	case !info.Mode().IsRegular():
		return "not a regular file", nil
	}
	return "", nil
}

// readFile reads a file up to one byte more than is accepted: whoever parses it says that it is too large.
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

// Digest is a hash of all that Folder.Read reads of a file system: of equal ones it reads the same.
func Digest(ctx context.Context, fsys fs.FS) (string, error) {
	sum := sha256.New()
	err := fs.WalkDir(fsys, ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			return err
		case name != "." && strings.HasPrefix(e.Name(), "."):
			if e.IsDir() {
				return fs.SkipDir
			}
			return nil
		case e.IsDir():
			return nil
		}
		return addFile(sum, fsys, name)
	})
	if err != nil {
		return "", fmt.Errorf("hash articles: %w", err)
	}
	return hex.EncodeToString(sum.Sum(nil)), nil
}

// addFile adds to a hash a file's name, and its content where that is read.
func addFile(sum io.Writer, fsys fs.FS, name string) error {
	if formatOf(name) == "" {
		_, err := fmt.Fprintf(sum, "%q\n", name)
		return err
	}
	content := sha256.New()
	file, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	if _, err := io.Copy(content, file); err != nil {
		return err
	}
	_, err = fmt.Fprintf(sum, "%q %x\n", name, content.Sum(nil))
	return err
}

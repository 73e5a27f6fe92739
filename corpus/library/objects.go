package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"readout/corpus"
)

// MaxArticle is how many bytes the file of an article may have.
const MaxArticle = 10 << 20

// Put keeps the file of an article and names it by its content: the SHA-256, in lower-case hexadecimal. It stays as long as a version
// or a draft refers to it, and for Options.Grace without one. It is synced, but only what refers to it makes sure that it is found
// again after the machine itself has crashed. ErrTooLarge: it is longer than MaxArticle.
func (l *Library) Put(ctx context.Context, data []byte) (hash string, err error) {
	if hash, err = l.put(ctx, data); err != nil {
		return "", fmt.Errorf("put an article's file: %w", err)
	}
	return hash, nil
}

func (l *Library) put(ctx context.Context, data []byte) (hash string, err error) {
	if err := l.begin(); err != nil {
		return "", err
	}
	defer l.end()
	if err := ctx.Err(); err != nil {
		return "", err
	}
	if len(data) > MaxArticle {
		return "", fmt.Errorf("%w: %d bytes, at most %d", ErrTooLarge, len(data), MaxArticle)
	}
	hash = HashOf(data)
	l.files.RLock()
	defer l.files.RUnlock()
	for _, dir := range []string{objectsDir, newDir} {
		name := dir + "/" + hash
		old, err := l.disk.Read(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return "", err
		case HashOf(old) != hash: // damaged: now it can be mended
			return hash, l.disk.writeSynced(name, data)
		case dir == newDir: // its time begins anew
			err = l.disk.Touch(name)
			if errors.Is(err, fs.ErrNotExist) { // published at this moment, or swept by another process
				if !l.has(hash) {
					continue
				}
				err = nil
			}
		}
		return hash, err
	}
	return hash, l.disk.Write(newDir+"/"+hash, data)
}

// File is what was put. ErrNotFound: nothing of this hash; ErrDamaged: it is not what was put.
func (l *Library) File(hash string) ([]byte, error) {
	if err := l.begin(); err != nil {
		return nil, fmt.Errorf("read file %.64s: %w", hash, err)
	}
	defer l.end()
	data, err := l.file(hash)
	if err != nil {
		return nil, fmt.Errorf("read file %.64s: %w", hash, err)
	}
	return data, nil
}

func (l *Library) file(hash string) ([]byte, error) {
	if !isHash(hash) {
		return nil, ErrNotFound
	}
	// It may be moved from new to objects between two looks.
	for _, dir := range []string{objectsDir, newDir, objectsDir} {
		data, err := l.disk.Read(dir + "/" + hash)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err == nil && HashOf(data) != hash {
			return nil, fmt.Errorf("%w: %s: its %d bytes are not what was written: %s", ErrDamaged, l.disk.Where(dir+"/"+hash), len(data),
				articleRemedy)
		}
		return data, err
	}
	return nil, ErrNotFound
}

const articleRemedy = "add the article again, roll back to a version without it, or restore a backup"

// articleError tells which article an error is about. In a version, a file that is not found is damage.
func articleError(e Entry, err error) error {
	if errors.Is(err, ErrNotFound) {
		return fmt.Errorf("article %q: %w: file %s: %w: %s", e.ID, ErrDamaged, e.Hash, err, articleRemedy)
	}
	return fmt.Errorf("article %q: %w", e.ID, err)
}

// Articles reads the articles of a version, or of one that may be published, in the order of m. They are the caller's. An error names
// the article: ErrDamaged, and with it ErrNotFound when its file is lost or was never put; or what parse.Markdown and
// parse.Text say.
func (l *Library) Articles(ctx context.Context, m Manifest) ([]*corpus.Article, error) {
	if err := l.begin(); err != nil {
		return nil, fmt.Errorf("read articles: %w", err)
	}
	defer l.end()
	out, err := l.articles(ctx, m)
	if err != nil {
		return nil, fmt.Errorf("read articles: %w", err)
	}
	return out, nil
}

// articles reads all files, so that none is published that is damaged, and parses those that the last call did not.
func (l *Library) articles(ctx context.Context, m Manifest) ([]*corpus.Article, error) {
	l.mu.Lock()
	known := l.parsed
	l.mu.Unlock()
	out := make([]*corpus.Article, len(m.Articles))
	err := eachEntry(ctx, m, func(i int) (err error) {
		out[i], err = l.article(m.Articles[i], known)
		return err
	})
	if err != nil {
		return nil, err
	}
	parsed := make(map[parsedAs]*corpus.Article, len(out))
	for i, a := range out {
		parsed[readingOf(m.Articles[i])] = a
		out[i] = a.Clone()
		out[i].Aliases = slices.Clone(m.Articles[i].Aliases) // a may have been read with others
	}
	l.mu.Lock()
	l.parsed = parsed
	l.mu.Unlock()
	return out, nil
}

// Know has Articles take the articles of a version from elsewhere, where somebody keeps them parsed, as long as their files are whole;
// parsed returns nil for those that are not there. They are the library's from now on.
func (l *Library) Know(m Manifest, parsed func(corpus.ArticleID) *corpus.Article) {
	known := make(map[parsedAs]*corpus.Article, len(m.Articles))
	for _, e := range m.Articles {
		if a := parsed(e.ID); a != nil {
			known[readingOf(e)] = a
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.parsed = known
}

// There looks whether the files of the articles of a version are there, and reads none. An error names the first article whose file is
// lost, as that of Articles does; whether one is damaged is told by Articles and Check.
func (l *Library) There(ctx context.Context, m Manifest) error {
	if err := l.there(ctx, m); err != nil {
		return fmt.Errorf("look for articles: %w", err)
	}
	return nil
}

func (l *Library) there(ctx context.Context, m Manifest) error {
	if err := l.begin(); err != nil {
		return err
	}
	defer l.end()
	there, err := l.namesIn(newDir, objectsDir) // files are moved from the first to the second
	if err != nil {
		return err
	}
	for _, e := range m.Articles {
		if !there[e.Hash] {
			return articleError(e, ErrNotFound)
		}
	}
	return ctx.Err()
}

// namesIn is the names of the files in directories.
func (l *Library) namesIn(dirs ...string) (map[string]bool, error) {
	there := map[string]bool{}
	for _, dir := range dirs {
		names, err := l.disk.Names(dir)
		if err != nil {
			return nil, err
		}
		for _, name := range names {
			there[name] = true
		}
	}
	return there, nil
}

// eachEntry calls f for the number of each entry, on all processors. It ends early after an error, and returns the first in their order.
func eachEntry(ctx context.Context, m Manifest, f func(i int) error) error {
	failed := make([]error, len(m.Articles))
	var handedOut atomic.Int64
	var stop atomic.Bool
	var workers sync.WaitGroup
	for range min(runtime.GOMAXPROCS(0), len(failed)) {
		workers.Go(func() {
			for !stop.Load() && ctx.Err() == nil {
				i := int(handedOut.Add(1)) - 1
				if i >= len(failed) {
					return
				}
				if failed[i] = f(i); failed[i] != nil {
					stop.Store(true)
				}
			}
		})
	}
	workers.Wait()
	if err := ctx.Err(); err != nil {
		return err
	}
	for i, err := range failed { // in their order: what comes before an error has been read
		if err != nil {
			return articleError(m.Articles[i], err)
		}
	}
	return nil
}

// parsedAs is all that an article as it is parsed depends on.
type parsedAs struct {
	id        corpus.ArticleID
	extension string
	hash      string
}

func readingOf(e Entry) parsedAs { return parsedAs{e.ID, path.Ext(e.Name), e.Hash} }

// article is the article of an entry, from those that are known if it is one of them. It is not the caller's to change.
func (l *Library) article(e Entry, known map[parsedAs]*corpus.Article) (*corpus.Article, error) {
	data, err := l.file(e.Hash)
	if err != nil {
		return nil, err
	}
	if a := known[readingOf(e)]; a != nil {
		return a, nil
	}
	return e.Parse(data)
}

// settle moves the files of the current version to those that stay.
func (l *Library) settle(m Manifest) error {
	l.files.RLock()
	defer l.files.RUnlock()
	there, err := l.namesIn(objectsDir) // at once: to look for each takes a shared place long
	if err != nil {
		return err
	}
	moved := false
	for _, e := range m.Articles {
		if there[e.Hash] {
			continue
		}
		err := l.disk.Move(newDir+"/"+e.Hash, objectsDir+"/"+e.Hash)
		if errors.Is(err, fs.ErrNotExist) {
			continue // lost, which whoever reads the article is told
		}
		if err != nil {
			return err
		}
		moved = true
	}
	if !moved {
		return nil
	}
	if err := l.disk.syncDir(objectsDir); err != nil {
		return err
	}
	return l.disk.syncDir(newDir)
}

// Sweep removes what nothing needs any more: drafts older than Options.DraftLife, and files older than Options.Grace that no version
// and no draft refers to. Open does so, too. It waits for a Publish that has begun.
func (l *Library) Sweep(ctx context.Context) error {
	done, err := l.takeTurn(ctx)
	if err != nil {
		return fmt.Errorf("sweep library: %w", err)
	}
	defer done()
	if err := l.refresh(false); err != nil {
		return fmt.Errorf("sweep library in %s: %w", l.dir, err)
	}
	if err := l.sweep(ctx); err != nil {
		return fmt.Errorf("sweep library in %s: %w", l.dir, err)
	}
	return nil
}

// sweep looks at the new files only: the others are in a version. The turn is its own, or nobody else knows the library yet.
func (l *Library) sweep(ctx context.Context) error {
	l.files.Lock()
	defer l.files.Unlock()
	needed, err := l.sweepDrafts()
	if err != nil {
		return err
	}
	l.mu.Lock()
	for _, e := range l.current.Articles { // if they could not be moved
		needed[e.Hash] = true
	}
	l.mu.Unlock()
	names, err := l.disk.Names(newDir)
	if err != nil {
		return err
	}
	for _, name := range names {
		if err := ctx.Err(); err != nil {
			return err
		}
		if needed[name] {
			continue
		}
		if err := l.disk.RemoveOld(newDir+"/"+name, l.o.Grace); err != nil {
			return err
		}
	}
	return nil
}

// isOld reports whether at is longer ago than life. A time as far in the future is one of a clock that was wrong, and old, too.
func isOld(at, now time.Time, life time.Duration) bool { return now.Sub(at).Abs() > life }

// has reports whether there is a file of the hash.
func (l *Library) has(hash string) bool {
	if !isHash(hash) {
		return false
	}
	for _, dir := range []string{objectsDir, newDir, objectsDir} {
		if there, err := l.disk.Exists(dir + "/" + hash); err == nil && there {
			return true
		}
	}
	return false
}

package library

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"strconv"
	"time"

	"readout/corpus"
)

// versionName is the name of the manifest of a version.
func versionName(n int) string { return fmt.Sprintf("%s/%08d", versionsDir, n) }

// Publish makes m the next version, and returns it as it is kept: with its number, its time and its lists in order. m.Base is the
// version that it was made from, 0 for the first; m.Number, m.At and m.Count are not read. The files that it names were put before.
//
// build is given the version and its articles, which are its own, before anybody sees the version; its error publishes nothing. It may
// read the library and put files, but not publish, sweep or forget, for which it would wait for ever. It may take long: readers go on,
// but another Publish waits, and then conflicts. A nil build builds nothing.
//
// ErrConflict (a *ConflictError): the current version is not m.Base; ErrInvalid names the field that cannot be kept; ErrNotFound, the
// article whose file was not put. After any error the old version is current, except that after an error of the disk that could not
// be undone either the new one may be found there when the library is opened the next time.
func (l *Library) Publish(ctx context.Context, m Manifest, build func(context.Context, Manifest, []*corpus.Article) error) (Manifest,
	error) {
	m, err := l.publish(ctx, m, build)
	if err != nil {
		return Manifest{}, fmt.Errorf("publish: %w", err)
	}
	return m, nil
}

func (l *Library) publish(ctx context.Context, m Manifest, build func(context.Context, Manifest, []*corpus.Article) error) (Manifest,
	error) {
	done, err := l.takeTurn(ctx)
	if err != nil {
		return Manifest{}, err
	}
	defer done()
	if err := l.refresh(false); err != nil {
		return Manifest{}, err
	}
	l.mu.Lock()
	current := l.current
	l.mu.Unlock()
	if m.Base != current.Number {
		return Manifest{}, &ConflictError{m.Base, current.Version}
	}
	m = sorted(m)
	m.Number, m.At, m.Count = current.Number+1, l.now(), len(m.Articles)
	if err := m.Check(); err != nil {
		return Manifest{}, err
	}
	if err := l.settle(current); err != nil {
		return Manifest{}, err
	}
	articles, err := l.articles(ctx, m)
	if err != nil {
		return Manifest{}, err
	}
	if build != nil {
		if err := build(ctx, m.clone(), articles); err != nil {
			return Manifest{}, fmt.Errorf("build version %d: %w", m.Number, err)
		}
	}
	if err := ctx.Err(); err != nil {
		return Manifest{}, err
	}
	if err := l.commit(m); err != nil {
		if errors.Is(err, ErrConflict) { // whoever had the turn after us, without our knowing that we had lost it
			if err := l.refresh(false); err != nil {
				return Manifest{}, err
			}
			l.mu.Lock()
			current = l.current
			l.mu.Unlock()
			err = &ConflictError{m.Base, current.Version}
		}
		return Manifest{}, err
	}
	l.mu.Lock()
	l.current = m
	l.versions = append(l.versions, m.Version)
	l.mu.Unlock()
	if err := l.settle(m); err != nil {
		l.o.Logger.Warn("files of the new version not moved yet", "dir", l.dir, "version", m.Number, "err", err)
	}
	l.o.Logger.Info("version published", "dir", l.dir, "version", m.Number, "action", m.Action, "articles", m.Count)
	return m.clone(), nil
}

// now is the time as it is kept.
func (l *Library) now() time.Time { return l.o.Clock().UTC().Truncate(time.Millisecond) }

// commit makes m, whose files are all there, the current version on the disk.
func (l *Library) commit(m Manifest) error {
	if l.o.Files != nil {
		return l.commitShared(m)
	}
	if err := l.disk.syncDir(newDir); err != nil {
		return err
	}
	err := l.writeManifest(m)
	if err == nil {
		l.point(m.Number)
		return nil
	}
	// The manifest may stand, which would make the version current when the library is opened again.
	undo := l.disk.Remove(versionName(m.Number))
	if undo == nil {
		undo = l.disk.syncDir(versionsDir)
	}
	if undo != nil {
		return errors.Join(err, fmt.Errorf("undo: %w", undo))
	}
	return err
}

func (l *Library) writeManifest(m Manifest) error {
	content, err := m.encode()
	if err != nil {
		return err
	}
	return l.disk.writeSynced(versionName(m.Number), seal(kindVersion, content))
}

// readManifest reads the manifest of a version. ErrDamaged when it is missing: there are no gaps.
func (l *Library) readManifest(n int) (Manifest, error) {
	const remedy = "restore it from a backup; the other versions can be used"
	name := l.disk.Where(versionName(n))
	data, err := l.disk.Read(versionName(n))
	if errors.Is(err, fs.ErrNotExist) {
		return Manifest{}, unusable(name, errors.New("it is missing"), remedy)
	}
	if err != nil {
		return Manifest{}, err
	}
	content, err := unseal(kindVersion, data)
	if err != nil {
		return Manifest{}, unusable(name, err, remedy)
	}
	m, err := decodeManifest(content)
	if err == nil && m.Number != n {
		err = fmt.Errorf("it is the manifest of version %d", m.Number)
	}
	if err != nil {
		return Manifest{}, unusable(name, err, remedy)
	}
	return m, nil
}

// point makes sure that a version, once published, is missed when it is not there. A version is published without it.
func (l *Library) point(n int) {
	if err := l.disk.writeSynced(currentName, pointerTo(n)); err != nil {
		l.o.Logger.Warn("file that names the current version not written", "path", l.disk.Where(currentName), "err", err)
	}
}

// pointerTo is the file that names a version.
func pointerTo(n int) []byte { return seal(kindCurrent, fmt.Appendf(nil, "%d\n", n)) }

// pointed is the version that must be there; 0 when nothing tells.
func (l *Library) pointed() (int, error) {
	data, err := l.disk.Read(currentName)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	content, err := unseal(kindCurrent, data)
	if errors.Is(err, ErrNewer) {
		return 0, unusable(l.disk.Where(currentName), err, "")
	}
	n := 0
	if err == nil && len(content) > 0 {
		n, err = strconv.Atoi(string(content[:len(content)-1]))
	}
	if err != nil || n < 1 {
		l.o.Logger.Warn("file that names the current version is damaged: the newest one is taken", "path", l.disk.Where(currentName), "err", err)
		return 0, nil
	}
	return n, nil
}

// load finds the versions there are, and the current one.
func (l *Library) load() error {
	floor, err := l.pointed()
	if err != nil {
		return err
	}
	names, err := l.disk.Names(versionsDir)
	if err != nil {
		return err
	}
	newest := 0
	for _, name := range names {
		n, err := strconv.Atoi(name)
		if err != nil || versionsDir+"/"+name != versionName(n) || n < 1 {
			l.o.Logger.Warn("file among the versions is none", "path", l.disk.Where(versionsDir+"/"+name))
			continue
		}
		v, err := l.readHead(n)
		switch {
		case errors.Is(err, ErrNewer):
			return unusable(l.disk.Where(versionName(n)), err, "")
		case err != nil:
			l.o.Logger.Warn("version is damaged", "path", l.disk.Where(versionName(n)), "err", err)
		default:
			l.versions = append(l.versions, v)
		}
		newest = max(newest, n)
	}
	if newest == 0 && floor == 0 {
		return nil
	}
	n := max(newest, floor)
	current, err := l.readManifest(n)
	if errors.Is(err, ErrDamaged) {
		err = fmt.Errorf("%w; or, to go back to the version before it, delete that file and %s", err, l.disk.Where(currentName))
	}
	if err != nil {
		return err
	}
	l.current = current
	if floor < n {
		l.point(n)
	}
	return nil
}

func (l *Library) readHead(n int) (Version, error) {
	f, err := l.disk.begin(versionName(n))
	if err != nil {
		return Version{}, err
	}
	defer f.Close()
	v, err := readVersion(f)
	if err == nil && v.Number != n {
		err = fmt.Errorf("it is the manifest of version %d", v.Number)
	}
	return v, err
}

package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"time"

	"ivrc/backends"
)

// A manifest has no times, because the same input gives the same bytes. How long
// ago callers began on a version for the last time is in the times of its files:
// the publish after which no entry leads to it any more writes one of them again.
// Whatever copies a tree without its times makes them younger, which is harmless.

// noClock is what tools give to files that shall have no time (1970, 1980, 1985):
// a time before it says nothing.
var noClock = time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC)

// use is a version of a target to which entries lead.
type use struct{ flow, target, version string }

// former is what a tree was before.
type former struct {
	files map[string]backends.ManifestFile
	uses  map[use]bool
}

func formerOf(m *backends.Manifest) former { return former{listed(m), usesOf(m)} }

func usesOf(m *backends.Manifest) map[use]bool {
	uses := map[use]bool{}
	for _, f := range m.Flows {
		for _, e := range f.Entries {
			uses[use{f.Flow, e.Target, e.Version}] = true
		}
	}
	return uses
}

// date adds a file of each version that entries lead to no more, as it is: the new
// copy has the time of this publish.
func (p *publication) date(pl *plan, old *reader, was former, manifest *backends.Manifest) error {
	uses := usesOf(manifest)
	changed := make(map[string]bool, len(pl.changes))
	for _, at := range pl.changes {
		changed[pl.files[at].Path] = true
	}
	for _, f := range manifest.Flows {
		for _, v := range f.Versions {
			u := use{f.Flow, v.Target, v.Version}
			isChanged := func(file backends.ManifestFile) bool { return changed[v.Folder+file.Path] }
			switch {
			case uses[u]:
			case p.carriedUses[u]:
				for _, file := range v.Files {
					delete(p.times, v.Folder+file.Path)
				}
			case was.uses[u] && !slices.ContainsFunc(v.Files, isChanged):
				if err := rewrite(pl, old, v); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// rewrite takes a file that is as it was written. Where somebody changed all of
// them, their times are young enough.
func rewrite(pl *plan, old *reader, v backends.ManifestVersion) error {
	for _, file := range v.Files {
		name := v.Folder + file.Path
		now, err := old.look(name)
		if err != nil || now.sum != file.SHA256 {
			continue
		}
		folder, err := old.to(path.Dir(name))
		var text []byte
		if err == nil {
			text, err = folder.ReadFile(path.Base(name))
		}
		if err != nil {
			return fmt.Errorf("reading %s: %w", name, err)
		}
		// In front: documents come before entries.
		pl.changes = slices.Insert(pl.changes, 0, pl.add(change{File: backends.File{Path: name, Text: text}, sum: hashOf(text), was: now.sum}))
		return nil
	}
	return nil
}

// setTime gives a file a time, if there is one. A file system that has no times to
// give makes files younger.
func setTime(folder *os.Root, name string, t time.Time) {
	if !t.IsZero() {
		_ = folder.Chtimes(name, t, t)
	}
}

// written is when a file of a version was written last; zero where that is not to
// be known.
func (r *reader) written(v backends.ManifestVersion) (time.Time, error) {
	var last time.Time
	for _, file := range v.Files {
		name := v.Folder + file.Path
		folder, err := r.to(path.Dir(name))
		var info fs.FileInfo
		if err == nil {
			info, err = folder.Lstat(path.Base(name))
		}
		if errors.Is(err, fs.ErrNotExist) || errors.Is(err, errInTheWay) {
			continue
		}
		if err != nil {
			return time.Time{}, fmt.Errorf("looking at %s: %w", name, err)
		}
		if info.ModTime().After(last) {
			last = info.ModTime()
		}
	}
	if last.Before(noClock) {
		return time.Time{}, nil
	}
	return last, nil
}

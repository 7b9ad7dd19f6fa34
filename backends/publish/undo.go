package publish

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/backends"
)

// undo takes everything back after an error. With the draft's name on the journal
// it is the next run that does so, if this one is killed.
func (r *replacement) undo(cause error) error {
	if err := r.rename(journalName, draftName); err != nil {
		return fmt.Errorf("%w; some files of %s are replaced and some are not (%v): the next build finishes", cause, r.p.Folder, err)
	}
	if err := r.takeBack(); err != nil {
		return fmt.Errorf("%w; some files of %s may be replaced (%v): the next build takes them back", cause, r.p.Folder, err)
	}
	return fmt.Errorf("%w; nothing was changed", cause)
}

// restore gives the place of the n-th file back to what was there.
func (r *replacement) restore(n int, f placement) error {
	if _, err := r.pending.Lstat(fresh(n)); err == nil {
		return nil // it never took its place
	}
	now, err := r.tree.look(f.Path)
	if err != nil || now.sum != f.SHA256 {
		return err
	}
	if f.Was != "" {
		return r.place(saved(n), f.Path)
	}
	return removeStale(&r.tree, backends.ManifestFile{Path: f.Path, SHA256: f.SHA256})
}

// takeBack removes what was prepared and what was begun.
func (r *replacement) takeBack() error {
	for n, f := range slices.Backward(r.journal.Files) {
		if err := r.restore(n, f); err != nil {
			return err
		}
	}
	r.tree.close()
	for _, folder := range slices.Backward(r.journal.Folders) {
		if err := removeEmptyFolder(r.p.old, folder); err != nil {
			return err
		}
	}
	return r.clear()
}

// clear removes the pending folder with the files that are ours, the journal
// last.
func (r *replacement) clear() error {
	folder, err := r.pending.Open(".")
	if err != nil {
		return err
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	if err != nil {
		return err
	}
	last := func(name string) int {
		if strings.HasPrefix(name, draftName) || name == journalName {
			return 1
		}
		return 0
	}
	slices.SortFunc(names, func(a, b string) int {
		if d := last(a) - last(b); d != 0 {
			return d
		}
		return strings.Compare(a, b)
	})
	for _, name := range names {
		if isPendingFile.MatchString(name) {
			if err := r.pending.Remove(name); err != nil {
				return err
			}
		}
	}
	return r.p.old.Remove(pendingName)
}

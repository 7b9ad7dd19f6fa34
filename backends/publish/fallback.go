package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
)

// replacement puts files in their places one by one: documents, which nobody
// fetches yet, before the entries that lead to them, and the manifest last.
type replacement struct {
	p       *publication
	pending *os.Root
	tree    reader
	journal *journal
}

func (p *publication) openPending() (*replacement, error) {
	pending, err := p.old.OpenRoot(pendingName)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path.Join(p.Folder, pendingName), err)
	}
	return &replacement{p: p, pending: pending, tree: reader{cursor: cursor{root: p.old}}}, nil
}

func (r *replacement) close() {
	r.tree.close()
	r.pending.Close()
}

// replaceFiles is the way where folders cannot be exchanged.
func (p *publication) replaceFiles(pl *plan) error {
	if err := p.ready(); err != nil {
		return err
	}
	j, err := p.journalOf(pl)
	if err == nil {
		err = makeFolder(p.old, pendingName, 0o700)
	}
	if err != nil {
		return fmt.Errorf("writing into %s: %w; nothing was changed", p.Folder, err)
	}
	r, err := p.openPending()
	if err != nil {
		p.old.Remove(pendingName)
		return err
	}
	defer r.close()
	r.journal = j
	if err := r.prepare(pl); err != nil {
		if back := r.takeBack(); back != nil {
			return fmt.Errorf("%w; nothing was changed (but %v: the next build removes it)", err, back)
		}
		return fmt.Errorf("%w; nothing was changed", err)
	}
	if err := r.finish(); err != nil {
		return r.undo(err)
	}
	return nil
}

// journalOf also finds the folders to make.
func (p *publication) journalOf(pl *plan) (*journal, error) {
	j := &journal{Format: journalFormat, Files: []placement{}, Stale: []placement{}, Folders: []string{}}
	seen := map[string]bool{".": true}
	for _, c := range pl.written() {
		j.Files = append(j.Files, placement{Path: c.Path, SHA256: c.sum, Was: c.was})
		for folder := path.Dir(c.Path); !seen[folder]; folder = path.Dir(folder) {
			seen[folder] = true
			if _, err := p.old.Lstat(folder); errors.Is(err, fs.ErrNotExist) {
				j.Folders = append(j.Folders, folder)
			} else if err != nil {
				return nil, err
			}
		}
	}
	slices.Sort(j.Folders)
	for _, s := range pl.stale {
		j.Stale = append(j.Stale, placement{Path: s.Path, SHA256: s.SHA256})
	}
	return j, nil
}

// prepare writes everything that takes room, and then the word to go.
func (r *replacement) prepare(pl *plan) error {
	text, err := json.Marshal(r.journal)
	if err != nil {
		return err
	}
	if err := writeFile(r.pending, draftName, text, !r.p.NoSync); err != nil {
		return r.failed(draftName, err)
	}
	to := cursor{root: r.p.old, mode: func(string) fs.FileMode { return folderMode }}
	defer to.close()
	for n, c := range pl.written() {
		if err := r.prepareFile(&to, n, c); err != nil {
			return r.failed(c.Path, err)
		}
	}
	for _, s := range pl.stale {
		folder, err := to.to(path.Dir(s.Path))
		if err == nil {
			err = writable(folder)
		}
		if err != nil {
			return r.failed(s.Path, err)
		}
	}
	if err := r.p.sync(r.p.old); err != nil {
		return err
	}
	return r.rename(draftName, journalName)
}

// prepareFile keeps the new file and what it replaces, and makes its folder.
func (r *replacement) prepareFile(to *cursor, n int, c *change) error {
	if err := writeFile(r.pending, fresh(n), c.Text, !r.p.NoSync); err != nil {
		return err
	}
	setTime(r.pending, fresh(n), r.p.times[c.Path])
	folder, err := to.to(path.Dir(c.Path))
	if err != nil {
		return err
	}
	if c.was != "" {
		if err := r.save(folder, c.Path, n); err != nil {
			return err
		}
	}
	return writable(folder)
}

func (r *replacement) failed(file string, err error) error {
	return fmt.Errorf("writing %s: %w", path.Join(r.p.Folder, file), err)
}

// save keeps what a file replaces until all is done.
func (r *replacement) save(folder *os.Root, file string, n int) error {
	text, err := folder.ReadFile(path.Base(file))
	if err != nil {
		return err
	}
	return writeFile(r.pending, saved(n), text, !r.p.NoSync)
}

// writable fails where a file could not be renamed into the folder: better now
// than after half of them.
func writable(folder *os.Root) error {
	file, err := folder.Open(".")
	if err != nil {
		return err
	}
	defer file.Close()
	if !mayChange(file) {
		return fs.ErrPermission
	}
	return nil
}

func (r *replacement) rename(from, to string) error {
	if err := r.pending.Rename(from, to); err != nil {
		return fmt.Errorf("in %s: %w", path.Join(r.p.Folder, pendingName), err)
	}
	return r.p.sync(r.pending)
}

// verify looks, before a killed run is finished, whether its files are whole and
// the places are as that run saw them.
func (r *replacement) verify(force bool) error {
	for n, f := range r.journal.Files {
		now, err := r.tree.look(f.Path)
		if err != nil {
			return fmt.Errorf("finishing an earlier build: %s: %w", path.Join(r.p.Folder, f.Path), err)
		}
		whole, err := hashFile(r.pending, fresh(n))
		switch {
		case now.sum == f.SHA256 && (err != nil || whole == f.SHA256):
		case err != nil || whole != f.SHA256:
			return fmt.Errorf("an earlier build did not finish, and its file for %s is gone or changed; move %s away and build again",
				path.Join(r.p.Folder, f.Path), path.Join(r.p.Folder, pendingName))
		case now.sum != f.Was && !force:
			return refuse("an earlier build did not finish, and %s was changed since; move that file away, or use --force", path.Join(r.p.Folder, f.Path))
		}
	}
	return nil
}

// finish does what the journal says. Whatever is done already stays done.
func (r *replacement) finish() error {
	for n, f := range r.journal.Files {
		if err := r.place(fresh(n), f.Path); err != nil {
			return err
		}
	}
	if err := r.p.sync(r.p.old); err != nil {
		return err
	}
	stale := r.journal.stale()
	for _, f := range stale {
		if err := removeStale(&r.tree, f); err != nil {
			r.p.warn("%s is no longer used and could not be removed: %v", path.Join(r.p.Folder, f.Path), err)
		}
	}
	r.tree.close()
	if err := removeEmptyFolders(r.p.old, stale); err != nil {
		r.p.warn("an empty folder stays in %s: %v", r.p.Folder, err)
	}
	if err := r.clear(); err != nil {
		r.p.warn("%v: the next build tries again", err)
	}
	return nil
}

// place renames a pending file to where it belongs, if it is still pending.
func (r *replacement) place(name, file string) error {
	if _, err := r.pending.Lstat(name); errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	r.tree.mode, r.tree.publish = func(string) fs.FileMode { return folderMode }, true
	// The way there must have no link in it when the file goes there.
	if _, err := r.tree.to(path.Dir(file)); err != nil {
		return fmt.Errorf("writing %s: %w", path.Join(r.p.Folder, file), err)
	}
	if err := r.p.old.Rename(pendingName+"/"+name, file); err != nil {
		return fmt.Errorf("writing %s: %w", path.Join(r.p.Folder, file), err)
	}
	return nil
}

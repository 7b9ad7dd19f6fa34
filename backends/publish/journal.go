package publish

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"regexp"
	"strconv"
	"strings"

	"ivrc/backends"
)

// pendingName is the hidden folder in the output that holds the new files until
// they take their places, and the journal that says where these are. While it
// holds a draft, nothing has been replaced and the next run takes everything
// back; when it holds a journal, the next run finishes.
const pendingName = ".ivrc-pending"

const (
	draftName   = "draft"
	journalName = "journal"
)

// journal is what a publish without an exchange is going to do. It is read back
// only after a run was killed, and trusted as little as a manifest.
type journal struct {
	Format  int         `json:"ivrc_journal"`
	Files   []placement `json:"files"`   // the n-th is in the file n until it is in its place
	Stale   []placement `json:"stale"`   // deleted last
	Folders []string    `json:"folders"` // made for this build, outer ones first
}

// placement is a file with the hash that it will have and the one that it
// replaces, empty for none.
type placement struct {
	Path   string `json:"path"`
	SHA256 string `json:"sha256"`
	Was    string `json:"was,omitempty"`
}

const journalFormat = 1

func (j *journal) stale() []backends.ManifestFile {
	files := make([]backends.ManifestFile, 0, len(j.Stale))
	for _, s := range j.Stale {
		files = append(files, backends.ManifestFile{Path: s.Path, SHA256: s.SHA256})
	}
	return files
}

// fresh and saved are the names, in the pending folder, of the n-th file and of
// what it replaces.
func fresh(n int) string { return strconv.Itoa(n) }
func saved(n int) string { return strconv.Itoa(n) + ".old" }

var isPendingFile = regexp.MustCompile(`^([0-9]{1,9}(\.old)?|draft|journal)$`)

func readJournal(pending *os.Root, name string) (*journal, error) {
	text, err := readWhole(pending, name, manifestLimit)
	var unfit *unfitError
	if errors.As(err, &unfit) {
		return nil, errors.New("it is no file of ours")
	}
	if err != nil {
		return nil, err
	}
	var j journal
	if err := json.Unmarshal(text, &j); err != nil || j.Format != journalFormat {
		return nil, errors.New("it was not written by this version of ivrc")
	}
	return &j, j.check()
}

// check allows only names and hashes that a build writes.
func (j *journal) check() error {
	paths := map[string]bool{}
	for i, list := range [][]placement{j.Files, j.Stale} {
		for _, f := range list {
			manifest := i == 0 && f.Path == ManifestName
			if !manifest && !(isPath(f.Path) && strings.Contains(f.Path, "/")) || paths[f.Path] {
				return fmt.Errorf("no build writes %q", f.Path)
			}
			if !isHash(f.SHA256) || f.Was != "" && !isHash(f.Was) {
				return fmt.Errorf("%s has no hash", f.Path)
			}
			paths[f.Path] = true
		}
	}
	for _, folder := range j.Folders {
		if !isPath(folder) {
			return fmt.Errorf("no build makes %q", folder)
		}
	}
	return nil
}

// recover finishes or takes back what a killed run without an exchange left.
func (p *publication) recover() error {
	if p.old == nil {
		return nil
	}
	info, err := p.old.Lstat(pendingName)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("looking for what an earlier build left in %s: %w", p.Folder, err)
	}
	shown := path.Join(p.Folder, pendingName)
	if !info.IsDir() {
		return refuse("%s is %s: an earlier build keeps its unfinished files there; move it away", shown, kind(info.Mode()))
	}
	r, err := p.openPending()
	if err != nil {
		return err
	}
	defer r.close()
	r.journal, err = readJournal(r.pending, journalName)
	if errors.Is(err, fs.ErrNotExist) {
		if r.journal, err = readJournal(r.pending, draftName); err != nil {
			r.journal = &journal{} // killed while it was written: nothing was made yet
		}
		return r.takeBack()
	}
	if err != nil {
		return fmt.Errorf("an earlier build did not finish, and its journal in %s cannot be used: %w; move that folder away", shown, err)
	}
	if err := r.verify(p.Force); err != nil {
		return err
	}
	p.notify("finishing an earlier build into %s", p.Folder)
	if err := r.finish(); err != nil {
		return fmt.Errorf("finishing an earlier build: %w", err)
	}
	return nil
}

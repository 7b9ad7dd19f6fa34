package publish

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
)

// fill makes the whole new tree: what stays of the old one, then what is new. Nobody
// sees the tree before it is whole, so its files are written in any order, several at
// a time.
func (p *publication) fill(s *stage, pl *plan) error {
	if p.old != nil {
		if err := p.keep(s, pl); err != nil {
			return err
		}
	}
	if err := p.writeNew(s, pl); err != nil {
		return err
	}
	if err := removeEmptyFolders(s.root, pl.stale); err != nil {
		return fmt.Errorf("removing empty folders: %w; nothing was changed", err)
	}
	return p.finishFill(s)
}

// finishFill gives the new tree the mode of the output, and waits for the disk.
func (p *publication) finishFill(s *stage) error {
	mode := folderMode
	if p.out.exists {
		mode = p.out.info.Mode().Perm()
	}
	if err := s.root.Chmod(".", mode); err != nil {
		return fmt.Errorf("the mode of %s: %w; nothing was changed", p.Folder, err)
	}
	if err := p.sync(s.root); err != nil {
		return fmt.Errorf("%w; nothing was changed", err)
	}
	return nil
}

// publicFolder is the mode of every folder of ours.
func publicFolder(string) fs.FileMode { return folderMode }

func (p *publication) writeNew(s *stage, pl *plan) error {
	return p.writeGroups(s, byFolder(pl.written()))
}

// writeGroups writes files folder by folder: two workers in one folder would wait for
// each other. The folders around others are made first, so that no two workers make the
// same one.
func (p *publication) writeGroups(s *stage, groups []group) error {
	if err := p.makeOuter(s, groups); err != nil {
		return err
	}
	size := func(i int) int { return len(groups[i].files) }
	return inParts(len(groups), size, func(from, to int) error { return p.writeFolders(s, groups[from:to]) })
}

// group are the files to write into one folder.
type group struct {
	folder string
	files  []*change
}

// byFolder are the files of each folder, sorted by folder.
func byFolder(files []*change) []group {
	var groups []group
	at := map[string]int{}
	for _, c := range files {
		folder := "."
		if i := strings.LastIndexByte(c.Path, '/'); i >= 0 {
			folder = c.Path[:i]
		}
		i, known := at[folder]
		if !known {
			i = len(groups)
			at[folder] = i
			groups = append(groups, group{folder: folder})
		}
		groups[i].files = append(groups[i].files, c)
	}
	slices.SortFunc(groups, func(a, b group) int { return strings.Compare(a.folder, b.folder) })
	return groups
}

// makeOuter makes the folders that have folders in them.
func (p *publication) makeOuter(s *stage, groups []group) error {
	to := cursor{root: s.root, mode: publicFolder}
	defer to.close()
	made := "."
	for _, g := range groups {
		outer := path.Dir(g.folder)
		if outer == made {
			continue
		}
		if _, err := to.to(outer); err != nil {
			return p.notWritten(g.files[0], err)
		}
		made = outer
	}
	return nil
}

func (p *publication) writeFolders(s *stage, groups []group) error {
	to := cursor{root: s.root, mode: publicFolder}
	defer to.close()
	for _, g := range groups {
		if err := p.writeFolder(&to, g); err != nil {
			return err
		}
	}
	return nil
}

func (p *publication) writeFolder(to *cursor, g group) error {
	root, err := to.to(g.folder)
	if err != nil {
		return p.notWritten(g.files[0], err)
	}
	folder, err := fillFolder(root)
	if err != nil {
		return p.notWritten(g.files[0], err)
	}
	folder.marks = p.Seal
	defer folder.close()
	for _, c := range g.files {
		if err := p.stopped(); err != nil {
			return err
		}
		if c.mark, err = folder.write(path.Base(c.Path), c.Text, !p.NoSync); err != nil {
			return p.notWritten(c, err)
		}
		setTime(root, path.Base(c.Path), p.times[c.Path])
	}
	return nil
}

func (p *publication) notWritten(c *change, err error) error {
	return fmt.Errorf("writing %s: %w; nothing was changed", path.Join(p.Folder, c.Path), err)
}

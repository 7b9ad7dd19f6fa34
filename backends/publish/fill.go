package publish

import (
	"fmt"
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

func (p *publication) writeNew(s *stage, pl *plan) error {
	return p.writeGroups(s, byFolder(pl.written()))
}

// writeGroups writes files folder by folder: two workers in one folder would wait for
// each other.
func (p *publication) writeGroups(s *stage, groups []group) error {
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

func (p *publication) writeFolders(s *stage, groups []group) error {
	tree, err := build(s.root, p.Seal)
	if err != nil {
		return p.notWritten(groups[0].files[0], err)
	}
	defer tree.close()
	for _, g := range groups {
		if err := tree.to(g.folder); err != nil {
			return p.notWritten(g.files[0], err)
		}
		for _, c := range g.files {
			if err := p.stopped(); err != nil {
				return err
			}
			name := path.Base(c.Path)
			if c.mark, err = tree.write(name, c.Text, !p.NoSync); err != nil {
				return p.notWritten(c, err)
			}
			tree.setTime(name, p.times[c.Path])
		}
	}
	return nil
}

func (p *publication) notWritten(c *change, err error) error {
	return fmt.Errorf("writing %s: %w; nothing was changed", path.Join(p.Folder, c.Path), err)
}

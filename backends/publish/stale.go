package publish

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"ivrc/backends"
)

// findStale finds files of the tree before that the tree to come does not list:
// entries that a flow no longer has, and files of a version that was built again
// under its name with fewer steps. Versions stay in the manifest and so are never
// among them. A file that was changed since is somebody's work and stays.
func (p *publication) findStale(pl *plan, old *reader, before map[string]backends.ManifestFile) error {
	var gone []string
	for file := range before {
		if _, kept := pl.ours[file]; !kept {
			gone = append(gone, file)
		}
	}
	slices.Sort(gone)
	for _, file := range gone {
		now, err := old.look(file)
		switch {
		case errors.Is(err, errInTheWay):
			p.report.Kept = append(p.report.Kept, file)
		case err != nil:
			return err
		case !now.exists:
		case now.sum != before[file].SHA256:
			p.report.Kept = append(p.report.Kept, file)
		default:
			p.report.Removed = append(p.report.Removed, file)
			pl.stale = append(pl.stale, backends.ManifestFile{Path: file, SHA256: now.sum})
		}
	}
	return nil
}

// removeStale deletes one file if it is still what the manifest said.
func removeStale(c *reader, file backends.ManifestFile) error {
	now, err := c.look(file.Path)
	if err != nil || now.sum != file.SHA256 {
		return err
	}
	folder, err := c.to(path.Dir(file.Path))
	if err != nil {
		return err
	}
	return folder.Remove(path.Base(file.Path))
}

// removeEmptyFolders deletes the folders of those files, and the ones around
// them, that hold nothing any more.
func removeEmptyFolders(root *os.Root, files []backends.ManifestFile) error {
	var folders []string
	for _, f := range files {
		for folder := path.Dir(f.Path); folder != "."; folder = path.Dir(folder) {
			folders = append(folders, folder)
		}
	}
	slices.Sort(folders)
	folders = slices.Compact(folders)
	slices.SortStableFunc(folders, func(a, b string) int { return strings.Count(b, "/") - strings.Count(a, "/") })
	for _, folder := range folders {
		if err := removeEmptyFolder(root, folder); err != nil {
			return err
		}
	}
	return nil
}

// removeEmptyFolder leaves alone what is not an empty folder.
func removeEmptyFolder(root *os.Root, folder string) error {
	info, err := root.Lstat(folder)
	if err == nil && info.IsDir() {
		err = root.Remove(folder)
	}
	if errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrExist) { // the latter is how a folder says that it is not empty
		return nil
	}
	return err
}

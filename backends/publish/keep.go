package publish

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"
)

// keep brings over from the old tree everything that this build does not write
// or delete: other flows, other targets, earlier versions, and what others put
// there.
func (p *publication) keep(s *stage, pl *plan) error {
	k := keeperOf(pl)
	for file := range pl.ours {
		k.own(file)
	}
	return p.keepFrom(s, k, ".")
}

// keepFlow is keep for the folder of one flow.
func (p *publication) keepFlow(s *stage, pl *plan, flow string) error {
	k := keeperOf(pl)
	for file := range pl.ours {
		if strings.HasPrefix(file, flow+"/") {
			k.own(file)
		}
	}
	if err := makeFolder(s.root, flow, folderMode); err != nil {
		return fmt.Errorf("making %s beside %s: %w; nothing was changed", flow, p.Folder, err)
	}
	return p.keepFrom(s, k, flow)
}

func (p *publication) keepFrom(s *stage, k keeper, top string) error {
	from, to := cursor{root: p.old}, cursor{root: s.root}
	defer from.close()
	defer to.close()
	for todo := []string{top}; len(todo) > 0; {
		folder := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		inner, err := k.folder(&from, &to, folder)
		if errors.Is(err, fs.ErrPermission) {
			return notAtomic("the folder " + folder + " in it is not ours")
		}
		if err != nil {
			return fmt.Errorf("keeping %s: %w; nothing was changed", path.Join(p.Folder, folder), err)
		}
		slices.Reverse(inner)
		todo = append(todo, inner...)
	}
	return nil
}

// keeper brings over one folder after the other.
type keeper struct {
	plan *plan
	drop map[string]bool // files that do not stay as they are
	ours map[string]bool // folders of files of ours
}

func keeperOf(pl *plan) keeper {
	k := keeper{plan: pl, drop: map[string]bool{}, ours: map[string]bool{}}
	for _, c := range pl.written() {
		k.drop[c.Path] = true
	}
	for _, f := range pl.stale {
		k.drop[f.Path] = true
	}
	return k
}

// own says that the folders around a file are ours.
func (k keeper) own(file string) {
	for folder := path.Dir(file); folder != "." && !k.ours[folder]; folder = path.Dir(folder) {
		k.ours[folder] = true
	}
}

// folder brings over the files of one folder and makes the folders in it, which
// it returns.
func (k keeper) folder(from, to *cursor, folder string) (inner []string, err error) {
	in, err := openBoth(from, to, folder)
	if err != nil {
		return nil, err
	}
	defer in.close()
	entries, err := in.from.ReadDir(-1)
	if err != nil {
		return nil, err
	}
	if len(entries) > 0 && !mayChange(in.from) {
		return nil, notAtomic("the folder " + folder + " in it cannot be written to")
	}
	slices.SortFunc(entries, func(a, b fs.DirEntry) int { return strings.Compare(a.Name(), b.Name()) })
	for _, e := range entries {
		name := path.Join(folder, e.Name())
		switch {
		case e.IsDir():
			info, err := e.Info()
			if err != nil {
				return nil, err
			}
			mode := info.Mode().Perm()
			if k.ours[name] {
				mode = folderMode
			}
			if err := makeFolder(in.toRoot, e.Name(), mode); err != nil {
				return nil, err
			}
			inner = append(inner, name)
		case k.drop[name]:
		default:
			if err := k.file(in, e.Name(), name); err != nil {
				return nil, err
			}
		}
	}
	copyAttributes(in.from, in.to)
	return inner, nil
}

// file gives a file a second name in the new tree. Where that is not possible,
// our own files are copied; those of others are not ours to copy, they have
// owners and attributes.
func (k keeper) file(in *both, name, file string) error {
	err := linkFile(in.from, in.to, name)
	if err == nil || !cannotLink(err) {
		return err
	}
	if _, ours := k.plan.ours[file]; !ours && file != ManifestName {
		return notAtomic("the file " + file + " in it cannot be linked")
	}
	return in.copy(name)
}

// both are one folder in the old and in the new tree.
type both struct {
	fromRoot, toRoot *os.Root
	from, to         *os.File
}

func openBoth(from, to *cursor, folder string) (*both, error) {
	var in both
	if err := in.open(from, to, folder); err != nil {
		in.close()
		return nil, err
	}
	return &in, nil
}

func (in *both) open(from, to *cursor, folder string) (err error) {
	if in.fromRoot, err = from.to(folder); err != nil {
		return err
	}
	if in.toRoot, err = to.to(folder); err != nil {
		return err
	}
	if in.to, err = in.toRoot.Open("."); err != nil {
		return err
	}
	in.from, err = in.fromRoot.Open(".")
	return err
}

// close leaves the roots to their cursors.
func (in *both) close() {
	if in.to != nil {
		in.to.Close()
	}
	if in.from != nil {
		in.from.Close()
	}
}

func (in *both) copy(name string) error {
	from, err := in.fromRoot.Open(name)
	if err != nil {
		return err
	}
	defer from.Close()
	to, err := in.toRoot.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(to, from)
	if err := finish(to, err, true); err != nil {
		return err
	}
	if info, err := from.Stat(); err == nil {
		setTime(in.toRoot, name, info.ModTime())
	}
	return nil
}

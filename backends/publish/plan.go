package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"

	"ivrc/backends"
)

// Modes of what is published: everybody may read it, whatever the umask is.
const (
	fileMode   fs.FileMode = 0o644
	folderMode fs.FileMode = 0o755
)

// plan is the difference between the output and the tree to come.
type plan struct {
	// files are all files of the build, also those that stay as they are.
	files []change
	// changes are those to write, by their position: documents, then entries, the manifest
	// last.
	changes []int
	// kept are files that are current by their seal and not among the others.
	kept []sealedFolder
	// stale are the files to delete, ours and as we wrote them.
	stale []backends.ManifestFile
	// foreign are files to write over that somebody else made or changed.
	foreign []string
	// ours are the paths that the new manifest lists, as far as it was read (readAll);
	// nil where there is no tree yet.
	ours map[string]backends.ManifestFile
	// unknown says that the folder holds something and was not written by ivrc.
	unknown bool
	blocked error // something in the way of a folder
}

// change is a file to write.
type change struct {
	backends.File
	sum  string // SHA-256 of the text
	was  string // SHA-256 of what is there now, empty for nothing
	mark mark   // of the file that has the text
}

// written are the files to write. They are those of plan.files themselves, to which none
// can be added any more.
func (pl *plan) written() []*change {
	list := make([]*change, len(pl.changes))
	for i, at := range pl.changes {
		list[i] = &pl.files[at]
	}
	return list
}

// plan compares the output with the tree to come and fills the report.
func (p *publication) plan(releases []*backends.Release) (*plan, error) {
	manifest := &backends.Manifest{Format: backends.ManifestFormat}
	if p.old != nil {
		var err error
		if manifest, err = p.readFor(releases); err != nil {
			return nil, err
		}
	}
	was := formerOf(manifest)
	files, err := p.assemble(manifest, releases)
	if err != nil {
		return nil, err
	}
	return p.against(was, manifest, files)
}

// readFor is the manifest of the tree before. Where it is known to be as a build left it,
// only what these releases replace is read.
func (p *publication) readFor(releases []*backends.Release) (*backends.Manifest, error) {
	if p.sealed {
		text, err := readText(p.old, ManifestName, manifestLimit)
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path.Join(p.Folder, ManifestName), err)
		}
		wanted := make(map[string]bool, len(releases))
		for _, r := range releases {
			wanted[r.Flow] = true
		}
		if m, ok := backends.DecodePart(text, func(flow string) bool { return wanted[flow] }); ok && m.Format == backends.ManifestFormat {
			return m, nil
		}
	}
	return Read(p.old)
}

// readAll reads what readFor left out. The last file of a plan is the manifest.
func (pl *plan) readAll(m *backends.Manifest) error {
	if !m.Unread() {
		return nil
	}
	m, err := decodeManifest(pl.files[len(pl.files)-1].Text)
	if err != nil {
		return fmt.Errorf("the manifest of this build cannot be used: %w", err)
	}
	pl.ours = listed(m)
	return nil
}

// against is the plan for a tree with these files and this manifest, which was
// another one before. Files that the manifest lists and that are not among these
// stay as they are.
func (p *publication) against(was former, manifest *backends.Manifest, files []backends.File) (*plan, error) {
	if err := check(manifest); err != nil {
		return nil, fmt.Errorf("this build cannot be described by a manifest: %w", err)
	}
	text, err := manifest.Encode()
	if err != nil {
		return nil, err
	}
	if err := p.refuseLarge(manifest, int64(len(text))); err != nil {
		return nil, err
	}
	pl := &plan{}
	if p.old != nil {
		pl.ours = listed(manifest)
	}
	if pl.unknown, err = p.isUnknown(); err != nil {
		return nil, err
	}
	if err := p.compareAll(pl, files, was); err != nil {
		return nil, err
	}
	old := reader{cursor: cursor{root: p.old}}
	defer old.close()
	if err := p.date(pl, &old, was, manifest); err != nil {
		return nil, err
	}
	if err := p.compareAll(pl, []backends.File{{Path: ManifestName, Text: text}}, was); err != nil {
		return nil, err
	}
	if err := p.findStale(pl, &old, was.files); err != nil {
		return nil, err
	}
	p.report.Manifest = manifest
	for _, list := range [][]string{p.report.Added, p.report.Changed, p.report.Removed, p.report.Kept} {
		slices.Sort(list)
	}
	return pl, nil
}

// assemble turns the manifest of the tree before into that of the tree to come
// and returns the files of that build in the order in which they are written, all
// but the manifest.
func (p *publication) assemble(manifest *backends.Manifest, releases []*backends.Release) ([]backends.File, error) {
	var leaves, entries []backends.File
	built := map[pair]string{}
	for _, r := range releases {
		for _, b := range r.Bundles {
			versioned, stable := r.Files(b)
			leaves, entries = append(leaves, versioned...), append(entries, stable...)
			built[pair{r.Flow, b.Site.Target}] = r.Folder(b)
		}
		p.count(r)
	}
	if p.Carry != "" {
		carried, err := readCarried(p.Carry)
		if err != nil {
			return nil, err
		}
		defer carried.close()
		versioned, stable, err := carried.into(manifest, built)
		if err != nil {
			return nil, err
		}
		p.times, p.carriedUses = carried.times, usesOf(carried.manifest)
		leaves, entries = append(leaves, versioned...), append(entries, stable...)
	}
	for _, r := range releases {
		if err := p.refuseRetired(manifest.Flow(r.Flow), r.Version); err != nil {
			return nil, err
		}
		manifest.Describe(r)
	}
	return slices.Concat(leaves, entries), nil
}

// isUnknown says whether the output holds something but no manifest.
func (p *publication) isUnknown() (bool, error) {
	if p.old == nil {
		return false, nil
	}
	if _, err := p.old.Lstat(ManifestName); !errors.Is(err, fs.ErrNotExist) {
		return false, err
	}
	folder, err := p.old.Open(".")
	if err != nil {
		return false, fmt.Errorf("opening the output folder %s: %w", p.Folder, err)
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	if err != nil {
		return false, fmt.Errorf("reading the output folder: %w", err)
	}
	return len(names) > 0 && !slices.Equal(names, []string{pendingName}), nil
}

// standing is what stands where a file of the build goes.
type standing struct {
	found
	sum     string // of the build's file
	blocked error  // something in the way of its folder
}

// compareAll finds out what writing these files would make different.
func (p *publication) compareAll(pl *plan, files []backends.File, was former) error {
	there, err := p.lookAt(files)
	if err != nil {
		return err
	}
	pl.files = slices.Grow(pl.files, len(files)+1) // and the manifest
	for i, f := range files {
		at := pl.add(change{File: f, sum: there[i].sum, was: there[i].found.sum, mark: there[i].mark})
		p.compare(pl, at, there[i], was.files)
	}
	return nil
}

// add gives a file its position among those of the plan.
func (pl *plan) add(c change) int {
	pl.files = append(pl.files, c)
	return len(pl.files) - 1
}

// lookAt looks at the places of all files, several at a time.
func (p *publication) lookAt(files []backends.File) ([]standing, error) {
	there := make([]standing, len(files))
	return there, inParts(len(files), each, func(from, to int) error {
		old := reader{cursor: cursor{root: p.old}}
		defer old.close()
		for i := from; i < to; i++ {
			f, s := &files[i], &there[i]
			s.sum = sumOf(f)
			var err error
			if s.found, err = old.compare(f.Path, f.Text, s.sum); errors.Is(err, errInTheWay) {
				s.blocked = err
			} else if err != nil {
				return fmt.Errorf("reading %s: %w", path.Join(p.Folder, f.Path), err)
			}
		}
		return nil
	})
}

// sumOf is the hash of a file's text.
func sumOf(f *backends.File) string {
	if f.SHA256 != "" {
		return f.SHA256
	}
	return hashOf(f.Text)
}

// compare finds out what writing one file would make different.
func (p *publication) compare(pl *plan, at int, now standing, before map[string]backends.ManifestFile) {
	c := &pl.files[at]
	if now.blocked != nil {
		pl.blocked = now.blocked
		return
	}
	switch {
	case c.was == c.sum && (now.readable || p.contentOnly):
		return
	case now.isFolder:
		pl.blocked = fmt.Errorf("%s is a folder: %w", c.Path, errFolderInTheWay)
		return
	case c.Path == ManifestName:
		p.report.ManifestChanged = true
	case !now.exists:
		p.report.Added = append(p.report.Added, c.Path)
	default:
		p.report.Changed = append(p.report.Changed, c.Path)
		if c.was != c.sum && (c.was == "" || c.was != before[c.Path].SHA256) {
			pl.foreign = append(pl.foreign, c.Path)
		}
	}
	if pl.changes == nil {
		// Where one file has changed, mostly all behind it have: they are of one version.
		pl.changes = make([]int, 0, cap(pl.files)-at)
	}
	pl.changes = append(pl.changes, at)
}

var errFolderInTheWay = errors.New("a file of this build goes there")

package crawl

import (
	"errors"
	"io/fs"
	"slices"
	"strings"

	"ivrc/backends"
)

// Disk compares the files of a tree with its manifest, and reads the documents.
// The error is for a tree that cannot be read. mask takes credentials out of what
// documents say, nil leaves it as it is.
func Disk(root fs.FS, m *backends.Manifest, mask func(string) string) (Report, map[string][]byte, error) {
	r := Report{Mask: mask}
	x := newIndex(m)
	tree := map[string][]byte{}
	for _, e := range x.entries {
		if err := x.file(&r, root, Entries, e.Path, tree); err != nil {
			return r, nil, err
		}
		x.copied(&r, e)
	}
	for i := range x.versions {
		v := &x.versions[i]
		check := Files
		if !v.current {
			check = OldOnes
		}
		for _, file := range v.Files {
			if err := x.file(&r, root, check, v.Folder+file.Path, tree); err != nil {
				return r, nil, err
			}
		}
	}
	if err := x.unlisted(&r, root); err != nil {
		return r, nil, err
	}
	Structure(&r, m, tree)
	return r, tree, nil
}

// file compares one file with its hash.
func (x *index) file(r *Report, root fs.FS, c Check, at string, tree map[string][]byte) error {
	info, err := fs.Lstat(root, at)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		r.Fail(c, FileGone, "%s", at)
		return nil
	case err != nil:
		return err
	case !info.Mode().IsRegular():
		r.Fail(c, NoFile, "%s", at)
		return nil
	}
	listed := x.files[at]
	if info.Size() != int64(listed.Size) {
		r.Fail(c, FileChanged, "%s has %d bytes instead of %d", at, info.Size(), listed.Size)
		return nil
	}
	text, err := fs.ReadFile(root, at)
	switch {
	case err != nil:
		return err
	case sum(text) != listed.SHA256:
		r.Fail(c, FileChanged, "%s has other bytes, as many as it should", at)
	default:
		tree[at] = text
		r.OK(c)
	}
	return nil
}

// copied says whether an entry repeats a document of its version and has the
// address of its place.
func (x *index) copied(r *Report, e entry) {
	for i := range x.versions {
		v := &x.versions[i]
		if v.flow != e.flow || v.Target != e.Target || v.Version != e.Version {
			continue
		}
		repeats := func(file string) bool { return v.holds(file) }
		switch {
		case !slices.ContainsFunc(x.bySum[e.SHA256], repeats):
			r.Fail(Entries, NoCopy, "%s is of version %s", e.Path, e.Version)
		case e.URL != v.Base+e.Path:
			r.Fail(Entries, WrongURL, "%s has the address %s", e.Path, e.URL)
		}
		return
	}
	r.Fail(Entries, NoCopy, "%s is of version %q, which is not there", e.Path, e.Version)
}

// unlisted reports files in the folders of flows that the manifest does not know:
// one beside a step's answers changes where calls go. What lies elsewhere belongs
// to others, such as a host's own settings.
func (x *index) unlisted(r *Report, root fs.FS) error {
	return fs.WalkDir(root, ".", func(at string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if !d.IsDir() && x.ours(at) && !x.exists(at) {
			r.Fail(Files, FileUnlisted, "%s", at)
		}
		return nil
	})
}

// ours says that the path is in the folder of a flow.
func (x *index) ours(at string) bool {
	first, _, below := strings.Cut(at, "/")
	return below && slices.ContainsFunc(x.manifest.Flows, func(f backends.ManifestFlow) bool { return f.Flow == first })
}

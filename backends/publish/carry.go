package publish

import (
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ivrc/backends"
)

// pair is what a build replaces as a whole.
type pair struct{ flow, target string }

// carried is a tree from which versions are brought along.
type carried struct {
	shown    string
	root     *os.Root
	manifest *backends.Manifest
	read     cursor
	// times are those of the files that are carried, by their path.
	times map[string]time.Time
}

// readCarried opens a folder with a manifest, or the folder of a manifest.
func readCarried(place string) (*carried, error) {
	info, err := os.Stat(place)
	if err != nil {
		return nil, refuse("--carry %s cannot be used: there is no such folder or manifest", place)
	}
	folder, name := place, ManifestName
	if !info.IsDir() {
		folder, name = filepath.Dir(place), filepath.Base(place)
	}
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("opening --carry %s: %w", place, err)
	}
	m, err := readManifest(root, name)
	if err != nil {
		root.Close()
		if os.IsNotExist(err) {
			return nil, refuse("--carry %s cannot be used: it holds no %s", place, ManifestName)
		}
		return nil, fmt.Errorf("the manifest of --carry %s cannot be used: %w; nothing was changed", place, err)
	}
	return &carried{shown: place, root: root, manifest: m, read: cursor{root: root}, times: map[string]time.Time{}}, nil
}

func (c *carried) close() {
	c.read.close()
	c.root.Close()
}

// into adds to a manifest the versions that it does not have and, for flows and
// targets of which it has nothing and that are not built now, the entries. It
// returns their files. What is built now is in built, with its folder.
func (c *carried) into(m *backends.Manifest, built map[pair]string) (versioned, entries []backends.File, err error) {
	for _, from := range c.manifest.Flows {
		to := m.Flow(from.Flow)
		if err := c.retired(to, &from); err != nil {
			return nil, nil, err
		}
		for _, v := range from.Versions {
			has := slices.ContainsFunc(to.Versions, func(o backends.ManifestVersion) bool { return o.Folder == v.Folder })
			if has || built[pair{from.Flow, v.Target}] == v.Folder {
				continue
			}
			to.AddVersion(v)
			for _, f := range v.Files {
				if versioned, err = c.add(versioned, v.Folder+f.Path, f); err != nil {
					return nil, nil, err
				}
			}
		}
		has := map[string]bool{}
		for _, e := range to.Entries {
			has[e.Target] = true
		}
		for _, e := range from.Entries {
			if _, now := built[pair{from.Flow, e.Target}]; now || has[e.Target] {
				continue
			}
			to.AddEntry(e)
			if entries, err = c.add(entries, e.Path, e.ManifestFile); err != nil {
				return nil, nil, err
			}
		}
	}
	return versioned, entries, nil
}

// add reads one file and holds it to its hash.
func (c *carried) add(files []backends.File, file string, want backends.ManifestFile) ([]backends.File, error) {
	text, err := c.text(file, int64(want.Size))
	if err != nil {
		return nil, fmt.Errorf("carrying %s: %w; nothing was changed", path.Join(c.shown, file), err)
	}
	if len(text) != want.Size || hashOf(text) != strings.ToLower(want.SHA256) {
		return nil, fmt.Errorf("carrying %s: it is not the file that its manifest describes; nothing was changed", path.Join(c.shown, file))
	}
	return append(files, backends.File{Path: file, Text: text}), nil
}

// retired brings the marks of withdrawn versions along. A version that is
// withdrawn here alone would come back as it was.
func (c *carried) retired(to, from *backends.ManifestFlow) error {
	for _, v := range from.Versions {
		_, here := to.RetiredTo(v.Version)
		_, there := from.RetiredTo(v.Version)
		if here && !there {
			return refuse("--carry %s holds version %s of %s as it was before it was retired here: retire it there as well, or leave --carry out",
				c.shown, v.Version, to.Flow)
		}
	}
	for _, r := range from.Retired {
		_, marked := to.RetiredTo(r.Version)
		if !marked && !slices.ContainsFunc(to.Versions, func(v backends.ManifestVersion) bool { return v.Version == r.Version }) {
			to.Retire(r.Version, r.To)
		}
	}
	return nil
}

func (c *carried) text(file string, size int64) ([]byte, error) {
	folder, err := c.read.to(path.Dir(file))
	if err != nil {
		return nil, err
	}
	name := path.Base(file)
	info, err := folder.Lstat(name)
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || info.Size() != size {
		return nil, nil // the sum says the rest
	}
	c.times[file] = info.ModTime()
	return folder.ReadFile(name)
}

package crawl

import (
	"path"
	"slices"
	"strings"

	"ivrc/backends"
	"ivrc/backends/routes"
)

// index is a manifest in the forms in which it is asked.
type index struct {
	manifest *backends.Manifest
	files    map[string]backends.ManifestFile // by path in the tree
	bySum    map[string][]string              // paths, sorted
	// beside are the names of the files in each step's folder, by its path.
	beside   map[string][]string
	patterns []pattern // of the manifest's headers
	entries  []entry
	versions []version // those that entries lead to first
}

type entry struct {
	backends.ManifestEntry
	provider provider
	flow     string
}

type version struct {
	backends.ManifestVersion
	provider provider
	flow     string
	// current says that an entry leads to it.
	current bool
}

func newIndex(m *backends.Manifest) *index {
	x := &index{
		manifest: m, files: make(map[string]backends.ManifestFile, m.FileCount()),
		bySum: map[string][]string{}, beside: map[string][]string{},
	}
	for _, h := range m.Headers {
		x.patterns = append(x.patterns, newPattern(h.Files))
	}
	var old []version
	for _, f := range m.Flows {
		current := map[string]bool{}
		for _, e := range f.Entries {
			p, _ := providerOf(e.Target)
			x.entries = append(x.entries, entry{e, p, f.Flow})
			x.add(e.Path, e.ManifestFile)
			current[e.Target+" "+e.Version] = true
		}
		for _, v := range f.Versions {
			p, _ := providerOf(v.Target)
			own := version{v, p, f.Flow, current[v.Target+" "+v.Version]}
			if own.current {
				x.versions = append(x.versions, own)
			} else {
				old = append(old, own)
			}
			for _, file := range v.Files {
				x.add(v.Folder+file.Path, file)
			}
		}
	}
	x.versions = append(x.versions, old...)
	for _, paths := range x.bySum {
		slices.Sort(paths)
	}
	return x
}

func (x *index) add(file string, listed backends.ManifestFile) {
	x.files[file] = listed
	x.bySum[listed.SHA256] = append(x.bySum[listed.SHA256], file)
	folder, name := path.Split(file)
	folder = strings.TrimSuffix(folder, "/")
	x.beside[folder] = append(x.beside[folder], name)
}

func (x *index) exists(file string) bool {
	_, ok := x.files[strings.TrimPrefix(file, "/")]
	return ok
}

// resolve is the file that answers a request at a routed path of the tree, empty
// for none.
func (x *index) resolve(at string, r routes.Request) string {
	file, _ := routes.Resolve("/"+at, r, x.exists)
	return strings.TrimPrefix(file, "/")
}

// holds says that the path is in the folder of the version.
func (v *version) holds(file string) bool { return strings.HasPrefix(file, v.Folder) }

// postedFiles are the paths, in the tree, of the files that are posted to.
func (v *version) postedFiles() map[string]bool {
	posted := make(map[string]bool, len(v.Posted))
	for _, file := range v.Posted {
		posted[v.Folder+file] = true
	}
	return posted
}

package serve

import (
	"io/fs"
	"slices"
	"strings"
	"sync"

	"ivrc/backends"
)

// What Live keeps of earlier versions of a flow, so that calls in progress end on
// theirs. Two are kept whatever their size.
const (
	keptVersions = 20
	keptFiles    = 200_000
)

// Live is a tree in memory to which releases are published. It keeps earlier
// versions; the entries are those of the newest.
type Live struct {
	mutex sync.Mutex
	flows []*liveFlow
	tree  *layers
}

type liveFlow struct {
	id string
	// releases are the kept ones, the newest last.
	releases []*kept
}

// kept is one release with its files.
type kept struct {
	release *backends.Release
	// folder is the key of its files in layers.
	folder  string
	files   map[string][]byte
	entries map[string][]byte
}

// NewLive is a tree with nothing in it.
func NewLive() *Live {
	l := &Live{}
	l.arrange()
	return l
}

// Tree is the tree as it is now; it never fails.
func (l *Live) Tree() (Tree, error) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	return l.tree, nil
}

// Publish makes a release the newest of its flow, all at once. It says whether
// anything is different now.
func (l *Live) Publish(r *backends.Release) (changed bool) {
	k := keep(r)
	l.mutex.Lock()
	defer l.mutex.Unlock()
	f := l.flow(r.Flow)
	if n := len(f.releases); n > 0 && r.Version != "" && f.releases[n-1].release.Version == r.Version {
		return false
	}
	f.releases = slices.DeleteFunc(f.releases, func(o *kept) bool { return o.release.Version == r.Version })
	f.releases = append(f.releases, k)
	f.forget()
	l.arrange()
	return true
}

// Withdraw takes a flow away, with all its versions.
func (l *Live) Withdraw(flow string) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	l.flows = slices.DeleteFunc(l.flows, func(f *liveFlow) bool { return f.id == flow })
	l.arrange()
}

// Release is the tree of one release alone, with the entries that it had: a call
// that began on it begins again on it. ok is false where it is not kept.
func (l *Live) Release(flow, version string) (tree Tree, ok bool) {
	l.mutex.Lock()
	defer l.mutex.Unlock()
	for _, f := range l.flows {
		for _, k := range f.releases {
			if f.id == flow && k.release.Version == version {
				return newLayers([]*kept{k}), true
			}
		}
	}
	return nil, false
}

func (l *Live) flow(id string) *liveFlow {
	for _, f := range l.flows {
		if f.id == id {
			return f
		}
	}
	f := &liveFlow{id: id}
	l.flows = append(l.flows, f)
	return f
}

// forget drops the oldest versions that are too many.
func (f *liveFlow) forget() {
	files := 0
	for i := len(f.releases) - 1; i >= 0; i-- {
		files += len(f.releases[i].files)
		if n := len(f.releases) - i; n > keptVersions || n > 2 && files > keptFiles {
			f.releases = slices.Clone(f.releases[i+1:])
			return
		}
	}
}

func (l *Live) arrange() {
	var all []*kept
	for _, f := range l.flows {
		all = append(all, f.releases...)
	}
	l.tree = newLayers(all)
}

func keep(r *backends.Release) *kept {
	k := &kept{release: r, folder: r.Flow, files: map[string][]byte{}, entries: map[string][]byte{}}
	if r.Version != "" {
		k.folder += "/v/" + r.Version
	}
	for _, b := range r.Bundles {
		versioned, entries := r.Files(b)
		for _, f := range versioned {
			k.files[f.Path] = f.Text
		}
		for _, f := range entries {
			k.entries[f.Path] = f.Text
		}
	}
	return k
}

// layers is a tree in memory: the files by the folder of their version, and the
// entries by flow.
type layers struct {
	versions, entries map[string]map[string][]byte
	about             *About
	// encoded is the manifest's text.
	encoded func() ([]byte, error)
}

func newLayers(all []*kept) *layers {
	t := &layers{versions: map[string]map[string][]byte{}, entries: map[string]map[string][]byte{}}
	m := &backends.Manifest{Format: backends.ManifestFormat, Flows: []backends.ManifestFlow{}}
	for _, k := range all {
		t.versions[k.folder] = k.files
		t.entries[k.release.Flow] = k.entries // those of the newest, which comes last
		m.Describe(k.release)
	}
	flows := make([]Flow, 0, len(m.Flows))
	for _, f := range m.Flows {
		flow := Flow{Flow: f.Flow, Entries: f.Entries}
		for _, v := range f.Versions {
			flow.Versions = append(flow.Versions, Version{v.Version, v.Target, v.Base})
		}
		flows = append(flows, flow)
	}
	t.about = newAbout(flows, m.Headers)
	t.encoded = sync.OnceValues(m.Encode)
	return t
}

// text is a file's content: that of a version by its folder, or an entry.
func (t *layers) text(path string) ([]byte, bool) {
	if path == ManifestName {
		text, err := t.encoded()
		return text, err == nil
	}
	flow, rest, _ := strings.Cut(path, "/")
	folder := flow
	if rest, ok := strings.CutPrefix(rest, "v/"); ok {
		version, _, _ := strings.Cut(rest, "/")
		folder += "/v/" + version
	}
	if text, ok := t.versions[folder][path]; ok {
		return text, true
	}
	text, ok := t.entries[flow][path]
	return text, ok
}

// Has says that a file is there.
func (t *layers) Has(path string) bool {
	_, ok := t.text(path)
	return ok
}

// Open is a file of the tree.
func (t *layers) Open(path string) (*File, error) {
	text, ok := t.text(path)
	if !ok {
		return nil, fs.ErrNotExist
	}
	return textFile(text), nil
}

// About is what the manifest says.
func (t *layers) About() *About { return t.about }

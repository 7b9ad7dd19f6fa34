package publish

import (
	"errors"
	"fmt"
	"slices"
	"sync"

	"ivrc/backends"
)

// Fresh publishes into an output that is not there yet, release by release: there is
// nothing to compare with, so that each goes into the new tree as soon as it is made, while
// others are still being compiled, and need not be kept. Nobody sees the tree before
// Finish. Whoever begins ends with Finish or Drop.
type Fresh struct {
	p     *publication
	stage *stage
	made  []string // folders around the output that were not there

	buffers  sync.Pool           // for Manifest.Pack
	adding   sync.Mutex          // guards what follows
	added    map[string][]string // the files of each flow, sorted
	manifest *backends.Manifest
	folders  []freshFolder
	unmarked bool // something cannot be sealed
}

// freshFolder is a folder of the new tree as a seal has it, but that nobody can say yet
// whether its files are settled: that depends on when they are shown.
type freshFolder struct {
	sealedFolder
	changed []int64 // when each file was, in nanoseconds
}

// Begin makes an empty tree beside the output. It is nil where there is an output
// already, or other trees have a say in the new one: there Write compares. Its errors are
// those of Write.
func Begin(o Options) (*Fresh, error) {
	out, err := locate(o)
	if err != nil {
		return nil, err
	}
	return begin(o, out)
}

func begin(o Options, out *output) (_ *Fresh, err error) {
	if out.exists || o.Carry != "" || o.Past != nil {
		return nil, nil
	}
	f := &Fresh{added: map[string][]string{}, manifest: &backends.Manifest{Format: backends.ManifestFormat}}
	if f.made, err = out.makeParents(); err == nil {
		f.p, err = open(o, out)
	}
	if err == nil && f.p.old == nil {
		if err = f.p.removeStages(); err == nil {
			if f.stage, err = f.p.newStage(); err == nil {
				return f, nil
			}
		}
	}
	f.leave()
	return nil, err
}

// leave lets go of the folders around the output.
func (f *Fresh) leave() {
	if f.p != nil {
		f.p.close()
	}
	removeEmpty(f.made)
}

// Drop gives up: nothing is left of the tree. It returns the cause, and what could not be
// removed. After Finish or Drop it does nothing but that.
func (f *Fresh) Drop(cause error) error {
	if f.stage == nil {
		return cause
	}
	if cause == nil {
		cause = errDropped
	}
	if err := f.end(cause, nil); err != errDropped {
		return err
	}
	return nil
}

// errDropped is a tree that nobody wants any more.
var errDropped = errors.New("a tree was given up")

// end shows the tree, or drops it if there was an error.
func (f *Fresh) end(err error, show func(*stage) error) error {
	s := f.stage
	f.stage = nil
	if err = f.p.showStage(s, err, show); err != nil {
		f.leave()
	} else {
		f.p.close()
	}
	return err
}

// Add puts the files of a release into the tree. Releases of different flows can be added
// side by side. After an error the tree can only be dropped; nothing of the output was
// changed.
func (f *Fresh) Add(r *backends.Release) error {
	m := &backends.Manifest{}
	m.Describe(r)
	if err := check(m); err != nil {
		return fmt.Errorf("this build cannot be described by a manifest: %w", err)
	}
	if err := f.claim(r.Flow); err != nil {
		return err
	}
	files := filesOf(r)
	var added []string
	var beside sync.WaitGroup
	beside.Go(func() {
		buffer, _ := f.buffers.Get().(*[]byte)
		if buffer == nil {
			buffer = new([]byte)
		}
		*buffer = m.Pack(*buffer)
		f.buffers.Put(buffer)
		added = paths(files)
	})
	groups := byFolder(files)
	err := f.p.writeGroups(f.stage, groups)
	beside.Wait()
	if err != nil {
		return err
	}
	f.record(r, m, added, groups)
	return nil
}

func (f *Fresh) claim(flow string) error {
	f.adding.Lock()
	defer f.adding.Unlock()
	if _, twice := f.added[flow]; twice {
		return fmt.Errorf("two releases of %s cannot be published at once; nothing was changed", flow)
	}
	f.added[flow] = nil
	return nil
}

// paths are those of all files, sorted.
func paths(files []*change) []string {
	paths := make([]string, len(files))
	for i, c := range files {
		paths[i] = c.Path
	}
	slices.Sort(paths)
	return paths
}

// filesOf are all files of a release, to be written.
func filesOf(r *backends.Release) (all []*change) {
	for _, b := range r.Bundles {
		versioned, entries := r.Files(b)
		for _, files := range [][]backends.File{versioned, entries} {
			changes := make([]change, len(files))
			all = slices.Grow(all, len(files))
			for i := range files {
				changes[i] = change{File: files[i], sum: sumOf(&files[i])}
				all = append(all, &changes[i])
			}
		}
	}
	return all
}

// record keeps what Finish needs to know of a release.
func (f *Fresh) record(r *backends.Release, m *backends.Manifest, added []string, groups []group) {
	f.adding.Lock()
	defer f.adding.Unlock()
	*f.manifest.Flow(r.Flow) = m.Flows[0]
	f.manifest.Headers, f.manifest.Upload = m.Headers, m.Upload
	f.added[r.Flow] = added
	f.p.count(r)
	f.mark(groups)
}

// mark keeps how files look that were written, if anybody wants a seal.
func (f *Fresh) mark(groups []group) {
	if !f.p.Seal || f.unmarked {
		return
	}
	for _, g := range groups {
		folder, ok := g.sealed() // nobody has seen the files yet, so that all keep their hash
		if !ok {
			f.unmarked, f.folders = true, nil
			return
		}
		changed := make([]int64, len(g.files))
		for i, c := range g.files {
			changed[i] = c.mark.changed
		}
		f.folders = append(f.folders, freshFolder{folder, changed})
	}
}

// writeFresh is Write for a tree that was begun.
func writeFresh(f *Fresh, releases []*backends.Release, err error) (*Report, error) {
	if err != nil {
		return nil, err
	}
	for _, r := range releases {
		if err := f.Add(r); err != nil {
			return nil, f.Drop(err)
		}
	}
	return f.Finish()
}

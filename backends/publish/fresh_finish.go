package publish

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"
)

// Finish adds the manifest, and gives the tree the name of the output. After an error the
// output is as it was before, unless the error says otherwise.
func (f *Fresh) Finish() (*Report, error) {
	p := f.p
	err := f.describe()
	if err == nil {
		err = p.finishFill(f.stage)
	}
	if err := f.end(err, p.exchange); err != nil {
		return nil, err
	}
	p.report.Added = f.allAdded()
	p.report.Manifest, p.report.ManifestChanged = f.manifest, true
	if p.Seal {
		p.report.Seal = f.seal()
	}
	return &p.report, nil
}

// allAdded are the files of all flows, sorted: a flow's all begin with its folder.
func (f *Fresh) allAdded() []string {
	folder := func(a, b string) int { return strings.Compare(a+"/", b+"/") }
	var all []string
	for _, flow := range slices.SortedFunc(maps.Keys(f.added), folder) {
		all = append(all, f.added[flow]...)
	}
	return all
}

// describe writes the manifest, and hashes it meanwhile.
func (f *Fresh) describe() error {
	sum := sha256.New()
	var hashing sync.WaitGroup
	hashing.Go(func() { _ = f.manifest.EncodeTo(sum) }) // a hash takes everything
	info, err := writeFrom(f.stage.root, ManifestName, func(file io.Writer) error { return f.manifest.EncodeTo(file) })
	hashing.Wait()
	if err != nil {
		return fmt.Errorf("writing %s: %w; nothing was changed", path.Join(f.p.Folder, ManifestName), err)
	}
	if err := f.p.refuseLarge(f.manifest, info.Size()); err != nil {
		return err
	}
	m := markOf(info)
	f.folders = append(f.folders, freshFolder{
		sealedFolder{path: ".", files: []sealedFile{{ManifestName, m.sum(), hex.EncodeToString(sum.Sum(nil))}}}, []int64{m.changed},
	})
	f.unmarked = f.unmarked || m.ino == 0
	return nil
}

// seal is that of the tree as it was shown.
func (f *Fresh) seal() *Seal {
	if f.unmarked || len(f.p.report.Warnings) > 0 {
		return nil
	}
	shown := f.p.shown.UnixNano()
	folders := make([]sealedFolder, len(f.folders))
	for i, folder := range f.folders {
		for k, changed := range folder.changed {
			if (mark{changed: changed, seen: shown}).settled() {
				folder.files[k].sum = ""
			}
		}
		folders[i] = folder.sealedFolder
	}
	return sealOf(folders)
}

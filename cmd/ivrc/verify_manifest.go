package main

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"net/http"
	"os"
	"path/filepath"
	"slices"

	"ivrc/backends"
	"ivrc/backends/crawl"
	"ivrc/backends/fetch"
	"ivrc/backends/publish"
	"ivrc/compiler/secret"
)

// publishedManifest reads what a host gives as its manifest.
func publishedManifest(answer fetch.Response) (m *backends.Manifest, problem string) {
	if to := answer.Header.Get("Location"); answer.Status/100 == 3 && to != "" {
		return nil, fmt.Sprintf("%s gets %d to %s, and no provider is known to follow", publish.ManifestName, answer.Status, secret.Mask(to))
	}
	if answer.Status != http.StatusOK {
		return nil, fmt.Sprintf("%s gets %d", publish.ManifestName, answer.Status)
	}
	m, err := publish.Decode(answer.Body)
	switch {
	case err != nil && len(answer.Body) > mostManifest:
		return nil, fmt.Sprintf("%s has more than %d MB", publish.ManifestName, mostManifest>>20)
	case err != nil:
		return nil, err.Error()
	}
	return m, ""
}

// givenManifest reads a manifest from disk, nil for none.
func givenManifest(path string) (*backends.Manifest, error) {
	if path == "" {
		return nil, nil
	}
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		path = filepath.Join(path, publish.ManifestName)
	}
	text, err := os.ReadFile(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, usage("--manifest: there is no file %s", path)
	case err != nil:
		return nil, failure(err)
	}
	m, err := publish.Decode(text)
	if err != nil {
		return nil, usage("--manifest: %s cannot be used: %w", path, err)
	}
	return m, nil
}

// compareManifests says what a host publishes that it should not, and the other
// way round.
func compareManifests(r *crawl.Report, given, published *backends.Manifest) {
	want, got := entryVersions(given), entryVersions(published)
	differs := false
	for _, e := range sortedUnion(want, got) {
		if want[e] != got[e] {
			differs = true
			r.Fail(crawl.Manifest, crawl.OtherManifest, "%s is of version %s, published is %s", e, orNone(want[e]), orNone(got[e]))
		}
	}
	switch a, errA := given.Encode(); {
	case differs:
	case errA != nil || !sameText(a, published):
		r.Fail(crawl.Manifest, crawl.OtherManifest, "its entries are of the same versions, but it lists other files")
	default:
		r.OK(crawl.Manifest)
	}
}

// describes compares what a manifest says of equal files besides their hashes:
// addresses, uses, what is routed and posted, headers, the order of uploading.
func describes(r *crawl.Report, g group, whole *backends.Manifest, release *backends.Release, b *backends.Bundle) {
	want := manifestOf(release, b)
	published := backends.ManifestFlow{Flow: g.flow.Flow}
	for _, e := range g.flow.Entries {
		if e.Target == b.Site.Target {
			published.Entries = append(published.Entries, e)
		}
	}
	for _, v := range g.flow.Versions {
		if v.Target == b.Site.Target && v.Version == g.version {
			published.Versions = append(published.Versions, v)
		}
	}
	got := &backends.Manifest{Format: want.Format, Flows: []backends.ManifestFlow{published}, Headers: whole.Headers, Upload: whole.Upload}
	if text, err := want.Encode(); err != nil || !sameText(text, got) {
		r.Fail(crawl.Flow, crawl.Misdescribed, "%s for %s", g.flow.Flow, b.Site.Target)
		return
	}
	r.OK(crawl.Flow)
}

// manifestOf is the manifest of one bundle.
func manifestOf(release *backends.Release, b *backends.Bundle) *backends.Manifest {
	m := &backends.Manifest{}
	m.Describe(&backends.Release{Flow: release.Flow, Version: release.Version, Bundles: []*backends.Bundle{b}})
	return m
}

// differences are the files that a build would write otherwise, by their paths.
func (g group) differences(release *backends.Release, b *backends.Bundle) []string {
	m := manifestOf(release, b)
	want, got := filesFor(m.Flows[0], b.Site.Target, g.version), filesFor(g.flow, b.Site.Target, g.version)
	var list []string
	for _, file := range sortedUnion(want, got) {
		if want[file] != got[file] {
			list = append(list, file)
		}
	}
	return list
}

// filesFor are the hashes of the entries and of one version by path.
func filesFor(f backends.ManifestFlow, target, version string) map[string]string {
	files := map[string]string{}
	for _, e := range f.Entries {
		if e.Target == target && e.Version == version {
			files[e.Path] = e.SHA256
		}
	}
	for _, v := range f.Versions {
		if v.Target == target && v.Version == version {
			for _, file := range v.Files {
				files[v.Folder+file.Path] = file.SHA256
			}
		}
	}
	return files
}

// entryVersions are the versions of entries by their path.
func entryVersions(m *backends.Manifest) map[string]string {
	versions := map[string]string{}
	for _, f := range m.Flows {
		for _, e := range f.Entries {
			versions[e.Path] = e.Version
		}
	}
	return versions
}

func sortedUnion(a, b map[string]string) []string {
	all := maps.Clone(a)
	maps.Copy(all, b)
	return slices.Sorted(maps.Keys(all))
}

func sameText(encoded []byte, m *backends.Manifest) bool {
	text, err := m.Encode()
	return err == nil && bytes.Equal(encoded, text)
}

func orNone(version string) string {
	if version == "" {
		return "none"
	}
	return version
}

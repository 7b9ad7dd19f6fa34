package main

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"ivrc/backends"
	"ivrc/backends/verify"
	"ivrc/compiler/secret"
	"ivrc/ir/changes"
)

// treeSide is what a build wrote, as far as it is in force.
type treeSide struct {
	flows []builtFlow
}

// builtFlow is one flow of a tree with its targets, in order of their names.
type builtFlow struct {
	id      string
	targets []verify.Published
}

// readTree reads the versions that the entries of a tree lead to.
func readTree(folder string) (*side, error) {
	root, m, err := openPublished(folder)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	t := &treeSide{}
	for _, f := range m.Flows {
		b := builtFlow{id: f.Flow}
		for _, v := range f.Versions {
			if !inService(f, v) {
				continue
			}
			p, err := versionFiles(f, v, func(path string) ([]byte, bool) { return readIn(root, path) })
			if err != nil {
				return nil, failure(fmt.Errorf("%s: %w; ivrc verify %s says more", folder, err, shellWord(folder)))
			}
			b.targets = append(b.targets, p)
		}
		slices.SortFunc(b.targets, func(a, b verify.Published) int { return cmp.Compare(a.Target, b.Target) })
		t.flows = append(t.flows, b)
	}
	return &side{name: folder, tree: t}, nil
}

// keep drops the targets that nobody asked for.
func (t *treeSide) keep(targets []backends.Backend) {
	for i := range t.flows {
		t.flows[i].targets = slices.DeleteFunc(t.flows[i].targets, func(p verify.Published) bool {
			return !slices.ContainsFunc(targets, func(b backends.Backend) bool { return b.Name() == p.Target })
		})
	}
}

// inService says that calls which begin now get this version: that of the flow's own
// entry. The list of entries begins with it.
func inService(f backends.ManifestFlow, v backends.ManifestVersion) bool {
	i := slices.IndexFunc(f.Entries, func(e backends.ManifestEntry) bool { return e.Target == v.Target })
	return i >= 0 && f.Entries[i].Version == v.Version
}

// versionFiles are the files of one version with the entries that lead to it.
func versionFiles(f backends.ManifestFlow, v backends.ManifestVersion, read func(string) ([]byte, bool)) (verify.Published, error) {
	p := verify.Published{
		Base: v.Base, Flow: f.Flow, Target: v.Target, Files: map[string][]byte{},
		Segment: strings.TrimPrefix(strings.TrimSuffix(v.Folder, v.Target+"/"), f.Flow+"/"),
	}
	var paths []string
	for _, file := range v.Files {
		paths = append(paths, v.Folder+file.Path)
	}
	for _, e := range f.Entries {
		if e.Target == v.Target {
			paths = append(paths, e.Path)
		}
	}
	for _, path := range paths {
		text, ok := read(path)
		if !ok {
			return p, fmt.Errorf("the manifest names %s, and it cannot be read", path)
		}
		p.Files[path] = text
	}
	return p, nil
}

// asTree are flows as a build would publish them for some targets, in memory.
func asTree(j job, flow compiled, targets []string) (builtFlow, error) {
	out := builtFlow{id: flow.flow.ID}
	selected, err := selectTargets(targets, j.all)
	if err != nil {
		return out, err
	}
	j.targets = selected
	again := j.compile(flow.file)
	if len(again.bundles) != len(selected) {
		return out, usage("%s cannot be built for %s: ivrc check says why", flow.input.path, strings.Join(targets, " and "))
	}
	r, err := backends.Assemble(flow.flow.ID, again.bundles, backends.NoVersion)
	if err != nil {
		return out, failure(err)
	}
	for _, b := range r.Bundles {
		out.targets = append(out.targets, publishedTree(r, b))
	}
	return out, nil
}

// heardIn is what the documents for one target say.
func heardIn(p verify.Published, side string) (*changes.Outline, error) {
	for _, row := range rereaders() {
		if row.target != p.Target {
			continue
		}
		heard, problems := row.read(p)
		if len(problems) > 0 {
			slices.Sort(problems)
			return nil, failure(errors.New(secret.Mask(fmt.Sprintf("%s: the documents of %s for %s cannot be read back: %s", side, p.Flow, p.Target, some(problems)))))
		}
		return outlineOf(p, heard), nil
	}
	return nil, failure(fmt.Errorf("nothing reads the documents for %s back", p.Target))
}

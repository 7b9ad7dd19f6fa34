package main

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"

	"ivrc/backends"
	"ivrc/backends/crawl"
	"ivrc/backends/verify"
	"ivrc/compiler/config"
)

// flowsOf compiles what --flow names as far as targets do not matter.
func (s session) flowsOf(f *verifyFlags, n extent) ([]compiled, *work, error) {
	var args []string
	for _, name := range f.flows {
		if filepath.Base(name) == config.FileName {
			s.flags.config = name // its flows are taken where none is named
			continue
		}
		args = append(args, name)
	}
	w, err := s.work(&f.flowFlags, args, n)
	if err != nil {
		return nil, nil, err
	}
	all, err := s.compileAll(w, nobody)
	if err != nil {
		return nil, nil, err
	}
	for _, c := range all {
		if c.failed != nil || c.flow == nil || hasErrors(all) {
			return nil, nil, s.refused(all, w)
		}
	}
	return all, w, nil
}

// manifestOfFlows is the manifest of a build of the flows for a base.
func (s session) manifestOfFlows(f *verifyFlags, base string) (*backends.Manifest, error) {
	all, w, err := s.flowsOf(f, frontEndOnly)
	if err != nil {
		return nil, err
	}
	m := &backends.Manifest{}
	full, err := w.settings.job(nothingMore)
	if err != nil {
		return nil, err
	}
	full.base = base
	for i := range all {
		all[i] = recompiled(full, all[i])
	}
	if hasErrors(all) {
		return nil, s.refused(all, w)
	}
	for _, c := range all {
		r, err := backends.Assemble(c.flow.ID, c.bundles, f.release)
		if err != nil {
			return nil, usage("%w", err)
		}
		m.Describe(r)
	}
	return m, nil
}

func recompiled(j job, c compiled) compiled {
	again := j.compile(c.file)
	again.input, again.file = c.input, c.file
	return again
}

// compareFlows compares what was found with the flows that are given.
func (s session) compareFlows(f *verifyFlags, v *verification, tree map[string][]byte) error {
	if len(f.flows) == 0 {
		return nil
	}
	all, w, err := s.flowsOf(f, frontEndOnly)
	if err != nil {
		return err
	}
	for _, c := range all {
		s.status.say("comparing with %s", c.flow.ID)
		i := slices.IndexFunc(v.manifest.Flows, func(m backends.ManifestFlow) bool { return m.Flow == c.flow.ID })
		if i < 0 {
			v.report.Fail(crawl.Flow, crawl.Unpublished, "%s (%s)", c.flow.ID, c.input.path)
			continue
		}
		for _, group := range together(v.manifest.Flows[i]) {
			if err := compareGroup(v, w.job, c, group, tree); err != nil {
				return err
			}
		}
	}
	return nil
}

// group is a version of a flow with the targets that were built together, for
// which the entries of the flow stand.
type group struct {
	version, base string
	targets       []string
	flow          backends.ManifestFlow
}

func together(m backends.ManifestFlow) []group {
	var groups []group
	for _, v := range m.Versions {
		current := slices.ContainsFunc(m.Entries, func(e backends.ManifestEntry) bool { return e.Target == v.Target && e.Version == v.Version })
		if !current {
			continue
		}
		i := slices.IndexFunc(groups, func(g group) bool { return g.version == v.Version && g.base == v.Base })
		if i < 0 {
			i = len(groups)
			groups = append(groups, group{version: v.Version, base: v.Base, flow: m})
		}
		groups[i].targets = append(groups[i].targets, v.Target)
	}
	return groups
}

// compareGroup builds the flow again under the name of what is published, and
// compares file by file; where they differ, it says how calls do.
func compareGroup(v *verification, j job, c compiled, g group, tree map[string][]byte) error {
	r := &v.report
	targets, err := selectTargets(g.targets, j.all)
	if err != nil {
		return err
	}
	j.targets, j.base = targets, g.base
	again := recompiled(j, c)
	if again.list.HasErrors() || len(again.bundles) != len(targets) {
		r.Fail(crawl.Flow, crawl.OtherSource, "%s cannot be built for %s any more: ivrc check says why", c.flow.ID, strings.Join(g.targets, " and "))
		return nil
	}
	named := g.version
	if named == "" {
		named = backends.NoVersion
	}
	hashed, err := backends.Assemble(c.flow.ID, again.bundles, "")
	if err != nil {
		return failure(err)
	}
	release, err := backends.Assemble(c.flow.ID, again.bundles, named)
	if err != nil {
		return failure(err)
	}
	for _, b := range release.Bundles {
		differing := g.differences(release, b)
		if len(differing) == 0 {
			describes(r, g, v.manifest, release, b)
			continue
		}
		r.Fail(crawl.Flow, crawl.OtherSource, "%s for %s is version %s, published is %s; %s: %s",
			c.flow.ID, b.Site.Target, hashed.Version, orNone(g.version), plural(len(differing), "file"), some(differing))
		for _, difference := range walked(again, g, release, b, tree) {
			r.Fail(crawl.Flow, crawl.SaysOther, "%s for %s: %s", c.flow.ID, b.Site.Target, c.masked(difference))
		}
	}
	return nil
}

// walked is how calls over the published documents differ from the flow. It is
// empty where not all of them came, because that is reported already.
func walked(c compiled, g group, release *backends.Release, b *backends.Bundle, tree map[string][]byte) []string {
	p := publishedTree(release, b)
	p.Files = map[string][]byte{}
	for file := range filesFor(g.flow, b.Site.Target, g.version) {
		text, ok := tree[file]
		if !ok {
			return nil
		}
		p.Files[file] = text
	}
	return rereadBy(b.Site.Target, p, c)
}

func rereadBy(target string, p verify.Published, c compiled) (differences []string) {
	defer func() {
		if fault := recover(); fault != nil {
			differences = []string{fmt.Sprint("reading the documents failed: ", fault)}
		}
	}()
	for _, row := range rereaders() {
		if row.target == target {
			return row.reread(p, c.flow)
		}
	}
	return nil
}

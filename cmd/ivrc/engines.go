package main

import (
	"fmt"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/backends/plivo"
	plivointerpret "ivrc/backends/plivo/interpret"
	"ivrc/backends/tropo"
	tropointerpret "ivrc/backends/tropo/interpret"
	"ivrc/backends/voiceshot"
	voiceshotinterpret "ivrc/backends/voiceshot/interpret"
	"ivrc/ir/call"
)

// interpreter walks calls over the published documents of a target: those of a
// flow below a base address, which ends in a slash.
type interpreter struct {
	target string
	over   func(f fetch.Fetcher, base, flow string) call.Engine
}

// interpreters is the registration of what walks documents: one line per provider.
func interpreters() []interpreter {
	return []interpreter{
		{plivo.Name, plivointerpret.New},
		{tropo.Name, tropointerpret.New},
		{voiceshot.Name, voiceshotinterpret.New},
	}
}

// engineOver is the engine over a target's documents; ok is false where nothing
// walks them.
func engineOver(target string, f fetch.Fetcher, base, flow string) (e call.Engine, ok bool) {
	for _, row := range interpreters() {
		if row.target == target {
			return row.over(f, base, flow), true
		}
	}
	return nil, false
}

// engine is the engine over the documents that a build of the flow would publish
// for one of the targets it was compiled for, in memory.
func (c compiled) engine(target string) (call.Engine, error) {
	release, err := backends.Assemble(c.flow.ID, c.bundles, "")
	if err != nil {
		return nil, failure(err)
	}
	for _, b := range release.Bundles {
		if b.Site.Target != target {
			continue
		}
		if e, ok := engineOver(target, treeInMemory(release, b), b.Site.Base, c.flow.ID); ok {
			return e, nil
		}
	}
	return nil, failure(fmt.Errorf("nothing walks the documents for %s", target))
}

// treeInMemory is one bundle of a release as a host with the routing rule gives it.
func treeInMemory(r *backends.Release, b *backends.Bundle) fetch.Tree {
	p := publishedTree(r, b)
	return fetch.Tree{Base: p.Base, Read: func(path string) ([]byte, bool) {
		text, ok := p.Files[path]
		return text, ok
	}}
}

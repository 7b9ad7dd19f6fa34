package main

import (
	"fmt"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/backends/plivo"
	plivointerpret "ivrc/backends/plivo/interpret"
	"ivrc/backends/tropo"
	tropointerpret "ivrc/backends/tropo/interpret"
	"ivrc/compiler/script"
	"ivrc/ir/call"
)

// interpreter walks a call over the published documents of a target.
type interpreter struct {
	target string
	over   func(f fetch.Fetcher, base, flow string) call.Engine
}

// interpreters is the registration: one line per provider.
func interpreters() []interpreter {
	return []interpreter{
		{plivo.Name, plivointerpret.New},
		{tropo.Name, tropointerpret.New},
	}
}

// walkers are engines over the documents of every target for which a flow was
// compiled, as they would be published, in memory.
func (c compiled) walkers() ([]script.Target, error) {
	release, err := backends.Assemble(c.flow.ID, c.bundles, "")
	if err != nil {
		return nil, failure(err)
	}
	var out []script.Target
	for _, b := range release.Bundles {
		engine := engineOver(release, b)
		if engine == nil {
			return nil, failure(fmt.Errorf("nothing walks the documents of %s", b.Site.Target))
		}
		out = append(out, script.Target{Name: b.Site.Target, Engine: engine})
	}
	return out, nil
}

// engineOver is an engine over the documents of one bundle, nil where the target
// has none.
func engineOver(r *backends.Release, b *backends.Bundle) call.Engine {
	p := publishedTree(r, b)
	tree := fetch.Tree{Base: p.Base, Read: func(path string) ([]byte, bool) {
		text, ok := p.Files[path]
		return text, ok
	}}
	for _, row := range interpreters() {
		if row.target == b.Site.Target {
			return row.over(tree, p.Base, r.Flow)
		}
	}
	return nil
}

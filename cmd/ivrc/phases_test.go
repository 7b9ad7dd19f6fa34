package main

import (
	"os"
	"path/filepath"
	"testing"

	"ivrc/backends"
	"ivrc/backends/publish"
	"ivrc/bench/flows"
	"ivrc/compiler/check"
	"ivrc/compiler/source"
)

// BenchmarkBackEnd measures what follows the front end, by itself: the documents of a
// target, their version and place, reading them back, and a tree that is written or
// already there.
func BenchmarkBackEnd(b *testing.B) {
	const steps = 1000
	files, err := flows.Make(flows.Wish{Steps: steps, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	all := usualBackends()
	for _, back := range all {
		j := job{targets: []backends.Backend{back}, all: all, base: checkBase, budgets: check.Budgets{}}
		c := j.compile(source.NewFile(files[0].Name, files[0].Text))
		if len(c.list) > 0 {
			b.Fatal(c.list)
		}
		phase := func(name string, f func()) {
			b.Run(back.Name()+"/"+name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					f()
				}
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/steps, "ns/step")
			})
		}
		compile := func() []*backends.Bundle {
			bundles, list := backends.Compile(c.flow, j.targets, all, backends.Options{Base: checkBase})
			if list.HasErrors() {
				b.Fatal(list)
			}
			return bundles
		}
		assemble := func(bundles []*backends.Bundle) *backends.Release {
			r, err := backends.Assemble(c.flow.ID, bundles, "")
			if err != nil {
				b.Fatal(err)
			}
			return r
		}
		phase("compile", func() { compile() })
		phase("compile and assemble", func() { assemble(compile()) })
		release := assemble(compile())
		phase("reread", func() { reread(c.flow, release, release.Bundles[0]) })
		place := b.TempDir()
		write := func(folder string) {
			if _, err := publish.Write([]*backends.Release{release}, publish.Options{Folder: filepath.Join(place, folder), NoSync: true}); err != nil {
				b.Fatal(err)
			}
		}
		phase("publish", func() {
			folder, err := os.MkdirTemp(place, "new-")
			if err != nil {
				b.Fatal(err)
			}
			write(filepath.Base(folder))
		})
		write("same")
		phase("publish the same", func() { write("same") })
	}
}

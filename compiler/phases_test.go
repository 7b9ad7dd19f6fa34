package compiler_test

import (
	"testing"

	made "ivrc/bench/flows"
	"ivrc/compiler"
	"ivrc/compiler/check"
	"ivrc/compiler/lower"
	"ivrc/compiler/shape"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// benchmarked is how many steps the phases are measured with, in one flow.
const benchmarked = 1000

// text is a flow of that size.
func text(b *testing.B, s made.Shape) made.File {
	b.Helper()
	files, err := made.Make(made.Wish{Steps: benchmarked, Shape: s, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	return files[0]
}

// phase measures one phase, by the step.
func phase(b *testing.B, name string, bytes int, f func()) {
	b.Run(name, func(b *testing.B) {
		b.ReportAllocs()
		b.SetBytes(int64(bytes))
		for b.Loop() {
			f()
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N)/benchmarked, "ns/step")
	})
}

// BenchmarkPhases measures each phase of the front end by itself.
func BenchmarkPhases(b *testing.B) {
	f := text(b, made.Plain)
	file := source.NewFile(f.Name, f.Text)
	root, found := syntax.Parse(file, syntax.DefaultLimits())
	flow, more := lower.Lower(root, lower.Options{Shaped: true})
	if len(found) > 0 || len(more) > 0 {
		b.Fatal(found, more)
	}
	phase(b, "credentials", len(f.Text), func() {
		asked := source.NewFile(f.Name, f.Text)
		compiler.Hide(asked)
		asked.Hides()
	})
	phase(b, "read", len(f.Text), func() { syntax.Parse(source.NewFile(f.Name, f.Text), syntax.DefaultLimits()) })
	phase(b, "shape", len(f.Text), func() { shape.Check(root) })
	phase(b, "lower", len(f.Text), func() { lower.Lower(root, lower.Options{Shaped: true}) })
	phase(b, "check", len(f.Text), func() { check.Check(flow, check.DefaultBudgets()) })
}

// BenchmarkShapes measures the whole front end with what a program could be slow at.
func BenchmarkShapes(b *testing.B) {
	for _, s := range made.Shapes() {
		f := text(b, s)
		phase(b, string(s), len(f.Text), func() { compiler.Check(source.NewFile(f.Name, f.Text), compiler.Options{}) })
	}
}

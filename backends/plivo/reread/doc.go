// Package reread reads published Plivo documents back and compares them with the
// flow that they were made from.
//
// In: the files of one flow as they lie in the output tree, and the flow's IR.
// Out: the differences in words, none where a caller who walks the files hears
// and reaches exactly what the flow says. heard*.go reads the files and knows no
// flow; expect*.go reads the flow and knows no files. It refuses whatever it
// does not know: an element, an attribute, a nesting or a file that Plivo's pages
// or the output tree do not have is a difference. It shares no code with
// backends/plivo: both are written from Plivo's pages (plivo.md).
package reread

import (
	"slices"

	"ivrc/backends/verify"
	"ivrc/ir"
)

const (
	extension = ".xml"
	// endID is the document that ends a call, silentID the one for hang-up
	// addresses, whose answer Plivo does not read.
	endID    = "end"
	silentID = "end/hangup"
)

// Read is what the published files make a caller hear, sorted by path, and what
// in them cannot be read. Targets of edges are named as in Reread.
func Read(p verify.Published) (heard []verify.Heard, problems []string) {
	r := newReader(p)
	heard = r.steps()
	return heard, r.problems
}

// Reread lists how the published files differ from the flow, sorted, nil where
// they say the same.
func Reread(p verify.Published, flow *ir.Flow) []string {
	r := newReader(p)
	heard := r.steps()
	r.unused()
	differences := append(r.problems, verify.CompareBy(expect(flow, p.Target), heard, r.class)...)
	slices.Sort(differences)
	return slices.Compact(differences)
}

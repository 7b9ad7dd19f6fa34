// Package reread reads published Tropo documents back and compares what they
// make a caller hear with what the flow says.
//
// In: the files of one flow and version as bytes, and the flow. Out: the
// differences, in words; none means that the files walk like the flow. One half
// of the package (tree, verbs, speech, heard) knows nothing but the files, the
// other (expect) nothing but the flow and what Tropo makes of it (tropo.md §2 to
// §5). Neither shares code with the lowering or the encoder of backends/tropo. It
// refuses every verb, property, value and order that no document of ours has, so
// that nothing in a file goes unread.
package reread

import (
	"ivrc/backends/verify"
	"ivrc/ir"
)

// Read is what the published files make a caller hear, sorted by path, and what
// in them cannot be read.
func Read(p verify.Published) (heard []verify.Heard, problems []string) {
	r := newReader(p)
	heard = r.all()
	return heard, r.problems
}

// Reread compares the files with the flow; the result is empty where a caller
// cannot tell them apart. Steps whose files are equal count as one. The files may
// be anything: what cannot be read is a difference.
func Reread(p verify.Published, flow *ir.Flow) []string {
	r := newReader(p)
	heard := r.all()
	// Two targets are one to a caller where their documents are the same bytes, for
	// which the first step that has them can stand.
	class := func(to string) string {
		text, ok := r.file(to)
		if !ok {
			return "elsewhere: " + to
		}
		if owner, ok := r.ownerOf(text); ok {
			return "the document of " + owner
		}
		return "a document: " + string(text)
	}
	return append(r.problems, verify.CompareBy(expect(flow, p.Target), heard, class)...)
}

const (
	extension = ".json"
	// ending is the document that hangs up.
	ending = "end"
	// actions is the last segment of routed addresses.
	actions = "actions"
	// anything is the answer for whatever has no answer of its own.
	anything = "_"
)

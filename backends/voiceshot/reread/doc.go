// Package reread reads the published replies and the campaign of a VoiceShot flow
// back and compares them with the flow that they were made from.
//
// In: the files of one flow as they lie in the output tree, and the flow's IR.
// Out: the differences in words, none where a caller of a campaign that is drawn
// as described hears and reaches what the flow says, as far as VoiceShot reports
// it. heard.go reads the files and knows no flow; expect*.go reads the flow and
// knows no files. It refuses whatever it does not know: a file, a reply, an
// attribute, a prompt that nothing in the flow asks for. It shares no code with
// backends/voiceshot.
package reread

import (
	"slices"

	"ivrc/backends/verify"
	"ivrc/ir"
)

// Names in the output tree (design: the output tree is the routing table).
const (
	extension = ".xml"
	endID     = "end"
	emptyID   = "end/empty"
	drawingID = "end/campaign"
)

// Read is what the published files make a caller hear, and what in them cannot be
// read. Prompts are named after their steps.
func Read(p verify.Published) (heard []verify.Heard, problems []string) {
	r := newReader(p)
	heard = r.read()
	return heard, r.problems
}

// Reread lists how the published files differ from the flow, sorted, nil where
// they say the same.
func Reread(p verify.Published, flow *ir.Flow) []string {
	r := newReader(p)
	heard := r.read()
	e := newExpectation(flow, p)
	differences := append(r.problems, verify.Compare(e.all(), heard)...)
	slices.Sort(differences)
	return slices.Compact(differences)
}

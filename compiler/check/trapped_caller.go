package check

import (
	"ivrc/compiler/diag"
	"ivrc/ir"
)

// trappedCaller (IVR304): steps that only lead to each other, and none of them to
// an end of the call. One finding for each such group; the steps that lead into
// it are its followers.
func trappedCaller(p *Pass) {
	for _, c := range p.trapped {
		at := p.Flow.Steps[c.at]
		d := diag.New(diag.Trapped, at.Span,
			"a caller who gets to %q can never leave: nothing behind it leads to a hangup, end, redirect, reject or handoff", at.ID).InStep(at.ID)
		d = p.theRound(p.relatedSteps(d, without(c.members, c.at), "cannot be left either"), c)
		p.Report(d.WithHelp("%s", p.exit(c)))
	}
}

func without(steps []int, one int) []int {
	out := make([]int, 0, len(steps))
	for _, step := range steps {
		if step != one {
			out = append(out, step)
		}
	}
	return out
}

// exit is a way out that the trap's own steps offer: an outcome that nobody
// chose is the best one to end the call with, then a key.
func (p *Pass) exit(c cycle) string {
	for _, step := range c.members {
		s := p.Flow.Steps[step]
		for _, e := range s.Edges {
			if e.Outcome.Kind.Family() == ir.FamilyIncomplete {
				return wayOut(s, e.Outcome) + "  or another step that leads out"
			}
		}
	}
	for _, step := range c.members {
		s := p.Flow.Steps[step]
		if e, ok := s.Edge(ir.Of(ir.Done)); ok {
			return wayOut(s, e.Outcome) + "  or another step that leads out"
		}
	}
	return "let one of these steps lead to an end, for example with a key:  9: end"
}

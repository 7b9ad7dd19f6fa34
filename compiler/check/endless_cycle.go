package check

import (
	"fmt"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// endlessCycle (IVR303): a cycle of edges by themselves whose steps have no act
// or send a message, or that runs while no call is up. It never waits for
// anybody: the caller hears the same words until the line is cut, or numbers are
// dialled and messages sent without an end.
func endlessCycle(p *Pass) {
	for _, c := range p.endless {
		at := p.Flow.Steps[c.at]
		d := diag.New(diag.EndlessCycle, at.Span, "the call goes round without ever waiting for anybody: %s", p.circle(c)).InStep(at.ID)
		d = p.theRound(p.relatedRound(d, c), c)
		p.Report(d.WithNote("%s", p.endlessCost(c)).WithHelp("%s", p.leave(c)))
	}
}

func (p *Pass) endlessCost(c cycle) string {
	var speaks, sends bool
	for _, h := range c.round {
		s := p.Flow.Steps[h.to]
		switch s.Act.(type) {
		case *ir.Call:
			return "every round dials again, as fast as the provider can"
		case *ir.Message:
			sends = true
		}
		speaks = speaks || len(s.Say) > 0
	}
	switch {
	case sends:
		return "every round sends a message, as fast as the provider can"
	case speaks:
		return "callers hear the same words until they hang up"
	}
	return "callers hear nothing until they hang up"
}

// circle tells a cycle in a sentence: "a" leads to "b" and back to "a".
func (p *Pass) circle(c cycle) string {
	at := p.Flow.Steps[c.at].ID
	switch n := len(c.round); n {
	case 0, 1:
		return fmt.Sprintf("%q leads back to itself", at)
	case 2:
		return fmt.Sprintf("%q leads to %q and back", at, p.Flow.Steps[c.round[1].to].ID)
	default:
		return fmt.Sprintf("%q leads to %q and, over %d more %s, back", at, p.Flow.Steps[c.round[1].to].ID, n-2, plural(n-2, "step"))
	}
}

// leave is how to end a cycle at its last edge.
func (p *Pass) leave(c cycle) string {
	if len(c.round) == 0 {
		return "let one of its steps  goto: end"
	}
	last := c.round[len(c.round)-1]
	s := p.Flow.Steps[last.to]
	return wayOut(s, s.Edges[last.edge].Outcome) + "  or another step that leads out"
}

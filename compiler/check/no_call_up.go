package check

import (
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

// noCall (IVR305): an edge to a step that speaks, asks or dials where nobody is
// on the line.
func noCall(p *Pass) {
	p.eachMisplaced(noCallUp, func(m misstep) {
		why := "the call is over"
		if m.behind == none {
			why = "no call has come about"
		}
		d := diag.New(diag.NoCallUp, m.edge.Span, "%q %s, but here nobody is on the line: %s", m.to.ID, needs(m.to), why).
			InStep(m.from.ID).WithRelated(m.to.Span, "%q %s", m.to.ID, needs(m.to))
		p.Report(p.theState(d, m.state, m.index).WithHelp("%s", m.instead()))
	})
}

// needs says what a step does that needs somebody on the line.
func needs(s *ir.Step) string {
	if len(s.Say) > 0 {
		return "speaks"
	}
	switch s.Act.(type) {
	case *ir.Menu, *ir.Collect:
		return "asks for keys"
	case *ir.Record:
		return "records the caller"
	case *ir.Transfer, *ir.Call:
		return "dials"
	case *ir.Conference:
		return "joins a conference"
	case *ir.Handoff:
		return "expects the call back"
	}
	return "needs a call"
}

// misstep is an edge that leads to a step where the call is in the wrong phase.
type misstep struct {
	from, to *ir.Step
	edge     ir.Edge
	index    int // of the edge
	state    int // of from
	behind   phase
}

// instead is what to write in place of the edge.
func (m misstep) instead() string {
	if m.edge.Origin >= ir.FromFlow && m.behind == gone && m.edge.Outcome.Kind.ReachingOnly() {
		return "in the flow's own events:  hangup: end  or a step that only sends a message"
	}
	return wayOut(m.from, m.edge.Outcome) + "  or a step that only sends a message"
}

// eachMisplaced visits the edges to steps that are out of place, nearest an
// entry first, and each written target once for each step it leads to.
func (p *Pass) eachMisplaced(want misplaced, visit func(misstep)) {
	type cause struct {
		to ir.Target
		at source.Span
	}
	seen := map[cause]bool{}
	for _, state := range p.states.reached {
		step, at := placeOf(state)
		s := p.Flow.Steps[step]
		p.eachState(step, at, func(i int, behind phase) {
			e := s.Edges[i]
			to := p.Flow.Step(e.To)
			if judge(to, behind) != want || seen[cause{e.To, e.Span}] {
				return
			}
			seen[cause{e.To, e.Span}] = true
			visit(misstep{from: s, to: to, edge: e, index: i, state: state, behind: behind})
		})
	}
}

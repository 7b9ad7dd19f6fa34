package check

import (
	"ivrc/compiler/diag"
	"ivrc/ir"
)

// callUp (IVR306): a call, redirect or reject where the call is already up. A
// redirect or reject must be an entry's own step, because a call that has taken
// one step may have been answered.
func callUp(p *Pass) {
	p.eachMisplaced(callIsUp, func(m misstep) {
		word := m.to.Act.Word()
		d := diag.New(diag.CallIsUp, m.edge.Span, "only an entry's own step can be a %s: on the way to %q the call has already begun", word, m.to.ID)
		if _, calls := m.to.Act.(*ir.Call); calls {
			d = diag.New(diag.CallIsUp, m.edge.Span, "%q places a new call, but here a caller is already there", m.to.ID)
		}
		d = d.InStep(m.from.ID).WithRelated(m.to.Span, "the %s", word)
		p.Report(p.theState(d, m.state, m.index).WithHelp("%s", m.otherwise()))
	})
}

// otherwise is the act that does the same for a call that is up.
func (m misstep) otherwise() string {
	switch act := m.to.Act.(type) {
	case *ir.Call:
		if len(act.To) > 0 {
			return "to connect a caller write  transfer: {to: \"" + act.To[0].Value + "\"}  in place of call"
		}
	case *ir.Redirect:
		return "to connect a caller write  transfer: {to: \"" + act.To.Value + "\"}  in place of redirect"
	}
	return wayOut(m.from, m.edge.Outcome) + "; only an entry's own step may refuse a call"
}

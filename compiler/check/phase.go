package check

import "ivrc/ir"

// phase is what a caller is doing while a step runs.
type phase int

// The phases of a call. The zero phase is where inbound calls begin.
const (
	ringing phase = iota // an inbound call that nobody has answered
	live                 // somebody is on the line
	none                 // no call has come about: an outbound one is about to be placed, or failed
	gone                 // the call is over
	phases
)

// isUp says that there is a call.
func (p phase) isUp() bool { return p == ringing || p == live }

// place numbers a step in a phase.
func place(step int, at phase) int { return step*int(phases) + int(at) }

func placeOf(place int) (step int, at phase) {
	return place / int(phases), phase(place % int(phases))
}

// beginning is the phase in which an entry's step starts.
func beginning(s *ir.Step) phase {
	if _, calls := s.Act.(*ir.Call); calls {
		return none
	}
	return ringing
}

// follow is the phase behind an outcome of a step that ran in a phase; ok is
// false for an outcome that cannot happen there, like a hang-up when nobody is
// on the line. An error keeps the phase in which its step was entered, because
// it may come before the step has done anything.
func follow(s *ir.Step, at phase, kind ir.OutcomeKind) (behind phase, ok bool) {
	_, calls := s.Act.(*ir.Call)
	switch kind {
	case ir.HungUp, ir.Cancel:
		return gone, at.isUp() || calls
	case ir.Errored:
		return at, at.isUp() || calls
	}
	switch {
	case calls && kind == ir.Done:
		return live, true
	case calls:
		return none, true
	case at == ringing && answers(s):
		return live, true
	}
	return at, true
}

// answers says that the step takes an inbound call off the hook.
func answers(s *ir.Step) bool {
	return s.NeedsCall() || s.Recording != nil && s.Recording.Start
}

// misplaced says why a step must not be reached by an edge in a phase.
type misplaced uint8

const (
	wellPlaced misplaced = iota
	noCallUp             // IVR305
	callIsUp             // IVR306
)

// judge looks at a step that an edge leads to. A redirect or reject answers for
// an entry and must not be reached by any edge. A call may follow a call that
// failed, but neither one that is up nor one that is over.
func judge(s *ir.Step, at phase) misplaced {
	if s.Broken {
		return wellPlaced
	}
	switch s.Act.(type) {
	case *ir.Redirect, *ir.Reject:
		return callIsUp
	case *ir.Call:
		switch {
		case at.isUp():
			return callIsUp
		case at == gone:
			return noCallUp
		}
		return wellPlaced
	}
	if !at.isUp() && s.NeedsCall() {
		return noCallUp
	}
	return wellPlaced
}

// findStates walks the steps together with their phases. It does not go on from
// a step that is out of place.
func (p *Pass) findStates() *tree {
	var roots []int
	for _, e := range p.Flow.Entries {
		if s := p.Flow.Step(e.Step); s != nil {
			roots = append(roots, place(int(e.Step), beginning(s)))
		} else {
			roots = append(roots, -1)
		}
	}
	each := func(from int, add func(to, edge int)) {
		step, at := placeOf(from)
		p.eachState(step, at, func(i int, behind phase) {
			to := p.Flow.Steps[step].Edges[i].To
			if judge(p.Flow.Step(to), behind) == wellPlaced {
				add(place(int(to), behind), i)
			}
		})
	}
	return search(len(p.Flow.Steps)*int(phases), roots, each, func(from, edge int) bool {
		step, _ := placeOf(from)
		return p.kind(step, edge).ReachingOnly()
	})
}

// eachState visits the edges that lead on to a step, with the phase behind.
func (p *Pass) eachState(step int, at phase, visit func(edge int, behind phase)) {
	s := p.Flow.Steps[step]
	for i, e := range s.Edges {
		if p.Flow.Step(e.To) == nil {
			continue
		}
		if behind, ok := follow(s, at, e.Outcome.Kind); ok {
			visit(i, behind)
		}
	}
}

package ir

// NeedsCall says that the step can only run while somebody is on the line: it
// speaks, asks, records, dials for the caller, joins a room, or waits for an
// application to send the call back. A Call makes the call that it needs, and a
// Redirect or Reject takes one that is not yet answered: of those three only
// what they say counts.
func (s *Step) NeedsCall() bool {
	if len(s.Say) > 0 {
		return true
	}
	switch act := s.Act.(type) {
	case *Menu, *Collect, *Record, *Transfer, *Conference:
		return true
	case *Handoff:
		return len(act.Returns) > 0
	}
	return false
}

// IsExit says that the step's act takes the call out of the flow: a hangup,
// redirect, reject or handoff.
func (s *Step) IsExit() bool {
	switch s.Act.(type) {
	case *Hangup, *Redirect, *Reject, *Handoff:
		return true
	}
	return false
}

// Missing are the outcomes that the step can have and that no edge handles, in
// the order of edges. It takes time linear in the outcomes and relies on the
// order of Edges: an edge out of order hides nothing, but what follows it counts
// as missing.
func (s *Step) Missing(f *Flow) []Outcome {
	var missing []Outcome
	next := 0
	for _, o := range s.Act.Outcomes(f) {
		if next < len(s.Edges) && s.Edges[next].Outcome == o {
			next++
		} else {
			missing = append(missing, o)
		}
	}
	return missing
}

// String is the origin in a word or two of the flow format.
func (o Origin) String() string {
	switch o {
	case FromKey:
		return "key"
	case FromReturns:
		return "returns"
	case FromGoto:
		return "goto"
	case FromStep:
		return "step"
	case FromFamily:
		return "step-family"
	case FromFlow:
		return "flow"
	case FromFlowFamily:
		return "flow-family"
	case FromSelf:
		return "self"
	}
	return "?"
}

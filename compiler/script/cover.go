package script

import (
	"slices"

	"ivrc/compiler/source"
	"ivrc/ir"
	"ivrc/ir/call"
	"ivrc/ir/paths"
)

// Coverage counts what of a flow its calls take. Steps count where they begin.
// Outcomes count where they are taken, each step's own on its own; outcomes that
// one flow-wide handler serves are one, because they were written once. What no
// call can take (a message behind the call cannot be hung up) is told apart.
type Coverage struct {
	Flow     *ir.Flow
	Steps    []CoveredStep    // in source order
	Outcomes []CoveredOutcome // in the order of steps and their edges

	steps map[string]int      // positions in Steps
	edges map[edge]int        // positions in Outcomes
	wide  map[source.Span]int // positions in Outcomes of flow-wide handlers
	last  map[int]*ir.Step    // the step that a flow-wide handler served last
}

type edge struct {
	step, outcome string
}

// CoveredStep is a step and how often a call reached it.
type CoveredStep struct {
	Step  *ir.Step
	Times int
}

// CoveredOutcome is an outcome, or the outcomes of one flow-wide handler.
type CoveredOutcome struct {
	// Outcome is its word: "key 9", "timeout". Step is whose it is, nil for a
	// flow-wide handler.
	Outcome string
	Step    *ir.Step
	// To is the step where it leads, or end.
	To string
	// Steps are how many steps it serves, 1 but for a flow-wide handler.
	Steps int
	Times int
	// Possible says that some call can take it (paths.Outcomes).
	Possible bool
	// Span is where the target is written.
	Span source.Span
}

// NewCoverage begins to count for a flow.
func NewCoverage(flow *ir.Flow) *Coverage {
	c := &Coverage{Flow: flow, steps: map[string]int{}, edges: map[edge]int{}, wide: map[source.Span]int{}, last: map[int]*ir.Step{}}
	possible := map[paths.Outcome]bool{}
	for _, o := range paths.Outcomes(flow) {
		possible[o] = true
	}
	for _, step := range flow.Steps {
		c.steps[step.ID] = len(c.Steps)
		c.Steps = append(c.Steps, CoveredStep{Step: step})
		for _, e := range step.Edges {
			i := c.outcome(step, e)
			c.edges[edge{step.ID, e.Outcome.String()}] = i
			c.Outcomes[i].Possible = c.Outcomes[i].Possible || possible[paths.Outcome{Step: step, Outcome: e.Outcome}]
		}
	}
	return c
}

// outcome is the position of an edge's outcome, a new one unless a flow-wide
// handler has it already.
func (c *Coverage) outcome(step *ir.Step, e ir.Edge) int {
	o := CoveredOutcome{Outcome: e.Outcome.String(), Step: step, To: c.Flow.TargetName(e.To), Steps: 1, Span: e.Span}
	switch e.Origin {
	case ir.FromFlow, ir.FromFlowFamily, ir.FromSelf:
		word := e.Outcome.Kind.Word()
		if i, known := c.wide[e.Span]; known {
			if c.last[i] != step {
				c.Outcomes[i].Steps++
			}
			c.last[i] = step
			if word != c.Outcomes[i].Outcome && e.Outcome.Kind.Family() != "" {
				c.Outcomes[i].Outcome = e.Outcome.Kind.Family()
			}
			return i
		}
		c.wide[e.Span] = len(c.Outcomes)
		c.last[len(c.Outcomes)] = step
		o.Outcome, o.Step = word, nil
		if e.Origin == ir.FromFlowFamily {
			o.Outcome = e.Outcome.Kind.Family()
		}
	}
	c.Outcomes = append(c.Outcomes, o)
	return len(c.Outcomes) - 1
}

// Add counts a call over the flow.
func (c *Coverage) Add(t call.Transcript) {
	at := ""
	for _, turn := range t.Turns {
		for _, e := range turn.Moment.Events {
			switch e.Kind {
			case call.Reached:
				at = e.Text
				if i, ok := c.steps[at]; ok {
					c.Steps[i].Times++
				}
			case call.Left:
				if i, ok := c.edges[edge{at, e.Text}]; ok {
					c.Outcomes[i].Times++
				}
			}
		}
	}
}

// Reached is how many steps some call reached.
func (c *Coverage) Reached() int {
	n := 0
	for _, s := range c.Steps {
		n += min(1, s.Times)
	}
	return n
}

// Taken is how many outcomes some call took.
func (c *Coverage) Taken() int { return len(c.Outcomes) - len(c.none()) }

// Total is how many outcomes calls can take.
func (c *Coverage) Total() int { return c.Taken() + len(c.Missing()) }

// Missing are the outcomes that calls can take and none took, in the order of the
// source.
func (c *Coverage) Missing() []CoveredOutcome {
	return slices.DeleteFunc(c.none(), func(o CoveredOutcome) bool { return !o.Possible })
}

// Impossible are the outcomes that no call can take, in the order of the source.
func (c *Coverage) Impossible() []CoveredOutcome {
	return slices.DeleteFunc(c.none(), func(o CoveredOutcome) bool { return o.Possible })
}

// none are the outcomes that no call took, in the order of the source.
func (c *Coverage) none() []CoveredOutcome {
	var out []CoveredOutcome
	for _, o := range c.Outcomes {
		if o.Times == 0 {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b CoveredOutcome) int { return source.Compare(a.Span, b.Span) })
	return out
}

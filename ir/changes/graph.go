package changes

import "ivrc/ir"

// arrow is a way from one step to another and how long it takes to go it.
type arrow struct {
	to    int
	takes Length
	// keys is 1 where the caller presses a key of a menu.
	keys int
}

// graph is the arrows of a flow, by the step that they leave.
type graph [][]arrow

// onward are the arrows of all outcomes by which a call goes on.
func onward(f *ir.Flow) graph {
	return arrows(f, func(_ *ir.Step, e ir.Edge) bool { return !e.Outcome.Kind.ReachingOnly() })
}

// silent are the arrows of a call on which nobody does anything, and nobody
// answers.
func silent(f *ir.Flow) graph {
	return arrows(f, func(s *ir.Step, e ir.Edge) bool { return withoutAnyone(s, e.Outcome) })
}

// withoutAnyone says that an outcome comes about when nobody does anything: not
// the end of a talk, but the end of a conference whose time is over.
func withoutAnyone(s *ir.Step, o ir.Outcome) bool {
	switch s.Act.(type) {
	case *ir.Transfer:
		if o.Kind == ir.Done {
			return false
		}
	case *ir.Conference:
		return o.Kind == ir.Done
	}
	return !o.Kind.ReachingOnly() && !s.Callers(o)
}

func arrows(f *ir.Flow, take func(*ir.Step, ir.Edge) bool) graph {
	g := make(graph, len(f.Steps))
	for i, s := range f.Steps {
		for _, e := range s.Edges {
			if f.Step(e.To) == nil || !take(s, e) {
				continue
			}
			a := arrow{to: int(e.To), takes: stay(s, e.Outcome.Kind)}
			if e.Outcome.Kind == ir.KeyPressed {
				a.keys = 1
			}
			g[i] = append(g[i], a)
		}
	}
	return g
}

// reversed has every arrow the other way round.
func (g graph) reversed() graph {
	r := make(graph, len(g))
	for from := range g {
		for _, a := range g[from] {
			r[a.to] = append(r[a.to], arrow{to: from, takes: a.takes, keys: a.keys})
		}
	}
	return r
}

// reached are the steps to which the arrows lead from some of them, with those.
func (g graph) reached(from []int) []bool {
	found := make([]bool, len(g))
	open := make([]int, 0, len(from))
	take := func(step int) {
		if !found[step] {
			found[step] = true
			open = append(open, step)
		}
	}
	for _, step := range from {
		take(step)
	}
	for len(open) > 0 {
		step := open[len(open)-1]
		open = open[:len(open)-1]
		for _, a := range g[step] {
			take(a.to)
		}
	}
	return found
}

package check

import "ivrc/ir"

// cycle is a group of steps that lead to each other.
type cycle struct {
	// at is the member nearest an entry.
	at      int
	members []int
	// round is the shortest way from at back to it: steps and the edges by which
	// they are left.
	round []arrow
}

// findCycles finds the rounds for IVR303, 304 and 309. A step that an earlier
// rule speaks about is not spoken about again: a cycle that never waits is the
// cause of the trap it may be, and a trap that of the silent round in it.
func (p *Pass) findCycles() {
	spoken := make([]bool, len(p.Flow.Steps))
	p.endless = p.takeCycles(newGraph(len(p.Flow.Steps), p.waitless), spoken)
	p.endless = append(p.endless, p.idleCycles(spoken)...)
	p.trapped = p.traps(spoken)
	p.silent = p.takeCycles(newGraph(len(p.Flow.Steps), p.byItself), spoken)
}

// takeCycles are the cycles of a graph of steps without those that touch a step
// spoken about; then their own steps are.
func (p *Pass) takeCycles(g graph, spoken []bool) []cycle {
	var out []cycle
	for _, group := range g.cycles() {
		if !claim(group, spoken) {
			continue
		}
		at := p.nearest(group)
		out = append(out, cycle{at: at, members: group, round: g.around(at, group)})
	}
	return out
}

// claim marks the steps of a group; it is false where one was marked before.
func claim(group []int, spoken []bool) bool {
	first := true
	for _, step := range group {
		first = first && !spoken[step]
	}
	for _, step := range group {
		spoken[step] = true
	}
	return first
}

// nearest is the step of a group that the shortest call reaches.
func (p *Pass) nearest(group []int) int {
	best := group[0]
	for _, step := range group {
		d, least := p.calls.depth[step], p.calls.depth[best]
		if d >= 0 && (least < 0 || d < least) {
			best = step
		}
	}
	return best
}

// byItself are the edges that need nobody. Steps that could not be read, or that
// no call gets to, have none; an edge to a step that is out of place is the
// mistake to correct first (IVR305, IVR306) and counts as none.
func (p *Pass) byItself(step int, add func(to, edge int)) {
	s := p.Flow.Steps[step]
	if s.Broken || !p.mayRun(step) {
		return
	}
	p.onward(step, func(to, edge int) {
		if !s.Callers(s.Edges[edge].Outcome) && p.leads(step, edge) {
			add(to, edge)
		}
	})
}

// leads says that the edge can be followed in at least one phase of its step, or
// that nobody can tell the phases.
func (p *Pass) leads(step, edge int) bool {
	s := p.Flow.Steps[step]
	e := s.Edges[edge]
	runs := false
	for at := ringing; at < phases; at++ {
		if !p.runs(step, at) {
			continue
		}
		runs = true
		if behind, ok := follow(s, at, e.Outcome.Kind); ok && judge(p.Flow.Step(e.To), behind) == wellPlaced {
			return true
		}
	}
	return !runs
}

// waitless are the edges by themselves between steps without an act, or with a
// message: nothing in them waits for a person.
func (p *Pass) waitless(step int, add func(to, edge int)) {
	if !neverWaits(p.Flow.Steps[step]) {
		return
	}
	p.byItself(step, func(to, edge int) {
		if neverWaits(p.Flow.Steps[to]) {
			add(to, edge)
		}
	})
}

func neverWaits(s *ir.Step) bool {
	switch s.Act.(type) {
	case *ir.Speak, *ir.Message:
		return !s.Broken
	}
	return false
}

// onward are the edges that a call goes on by: all but hangup, cancel and error.
func (p *Pass) onward(step int, add func(to, edge int)) {
	p.allEdges(step, func(to, edge int) {
		if !p.kind(step, edge).ReachingOnly() {
			add(to, edge)
		}
	})
}

// idleCycles are the rounds that run by themselves while no call is up: dialling
// again and again.
func (p *Pass) idleCycles(spoken []bool) []cycle {
	g := newGraph(len(p.states.depth), func(from int, add func(to, edge int)) {
		step, at := placeOf(from)
		s := p.Flow.Steps[step]
		if at.isUp() || p.states.depth[from] < 0 || s.Broken {
			return
		}
		p.eachState(step, at, func(i int, behind phase) {
			e := s.Edges[i]
			if !behind.isUp() && !e.Outcome.Kind.ReachingOnly() && judge(p.Flow.Step(e.To), behind) == wellPlaced {
				add(place(int(e.To), behind), i)
			}
		})
	})
	var out []cycle
	for _, group := range g.cycles() {
		at := p.nearestState(group)
		round := g.around(at, group)
		steps := make([]int, 0, len(group))
		for _, one := range group {
			step, _ := placeOf(one)
			steps = append(steps, step)
		}
		for i := range round {
			round[i].to, _ = placeOf(round[i].to)
		}
		if claim(steps, spoken) {
			step, _ := placeOf(at)
			out = append(out, cycle{at: step, members: steps, round: round})
		}
	}
	return out
}

func (p *Pass) nearestState(group []int) int {
	best := group[0]
	for _, one := range group {
		if p.states.depth[one] < p.states.depth[best] {
			best = one
		}
	}
	return best
}

// traps are the groups of steps that no call leaves. Steps that only lead into a
// trap are its followers and are not listed.
func (p *Pass) traps(spoken []bool) []cycle {
	steps := len(p.Flow.Steps)
	all := newGraph(steps, p.onward)
	free := p.free(all)
	g := newGraph(steps, func(step int, add func(to, edge int)) {
		if !free[step] && p.mayRun(step) {
			p.onward(step, add)
		}
	})
	of, _ := g.groups()
	var out []cycle
	for _, group := range g.cycles() {
		if p.hasWayOut(g, of, group) || !claim(group, spoken) {
			continue
		}
		at := p.nearest(group)
		out = append(out, cycle{at: at, members: group, round: g.around(at, group)})
	}
	return out
}

func (p *Pass) hasWayOut(g graph, of, group []int) bool {
	for _, step := range group {
		for _, a := range g.from(step) {
			if of[a.to] != of[step] {
				return true
			}
		}
	}
	return false
}

// free are the steps from which a call may leave the flow, or of which nobody
// can tell: something is missing, unresolved or broken on the way.
func (p *Pass) free(all graph) []bool {
	var exits []int
	for i, s := range p.Flow.Steps {
		if s.Broken || s.IsExit() || p.mayLeave(s) {
			exits = append(exits, i)
		}
	}
	back := all.reversed()
	each := func(step int, add func(to, edge int)) {
		for _, a := range back.from(step) {
			add(a.to, a.edge)
		}
	}
	t := search(len(p.Flow.Steps), exits, each, func(int, int) bool { return false })
	free := make([]bool, len(p.Flow.Steps))
	for step, depth := range t.depth {
		free[step] = depth >= 0
	}
	return free
}

func (p *Pass) mayLeave(s *ir.Step) bool {
	for _, e := range s.Edges {
		if !e.Outcome.Kind.ReachingOnly() && p.Flow.Step(e.To) == nil {
			return true
		}
	}
	for _, o := range s.Missing(p.Flow) {
		if !o.Kind.ReachingOnly() {
			return true
		}
	}
	return false
}

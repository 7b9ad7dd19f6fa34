package check

import (
	"slices"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// unreachableStep (IVR301): a step that no entry reaches, over any edge. Of an
// island only the steps are reported to which no other step of it leads, or one
// of them where they lead to each other; what lies behind is related. Nothing is
// called unreachable while a target is unresolved.
func unreachableStep(p *Pass) {
	if p.doubt {
		return
	}
	steps := len(p.Flow.Steps)
	g := newGraph(steps, func(step int, add func(to, edge int)) {
		if p.calls.depth[step] >= 0 {
			return
		}
		p.allEdges(step, func(to, edge int) {
			if p.calls.depth[to] < 0 { // an island may lead back to where callers are
				add(to, edge)
			}
		})
	})
	of, count := g.groups()
	led := make([]bool, count) // groups to which another group leads
	for step := range steps {
		for _, a := range g.from(step) {
			led[of[a.to]] = led[of[a.to]] || of[a.to] != of[step]
		}
	}
	told := make([]bool, steps)
	named := p.namedInVain()
	for step := range steps {
		if p.calls.depth[step] >= 0 || told[step] || led[of[step]] {
			continue
		}
		followers := behind(g, step, told)
		if !slices.ContainsFunc(named[ir.Target(step)], func(v vain) bool { return v.told }) {
			p.reportIsland(step, followers, named[ir.Target(step)])
		}
	}
}

// vain is a handler that would lead to a step if it ran.
type vain struct {
	ir.UselessHandler
	// told says that IVR302 is about the outcome that it was meant for: once that
	// is put right the step is reached.
	told bool
}

// namedInVain are the handlers that never run by the steps to which they would
// lead.
func (p *Pass) namedInVain() map[ir.Target][]vain {
	named := map[ir.Target][]vain{}
	for _, s := range p.Flow.Steps {
		if s.Broken {
			continue
		}
		for _, u := range s.Useless {
			named[u.To] = append(named[u.To], vain{u, !p.Flow.Broken && p.meantForMissing(s, u)})
		}
	}
	return named
}

// behind marks the steps that a step leads to, and lists those that nobody has
// told of before.
func behind(g graph, step int, told []bool) []int {
	told[step] = true
	queue := []int{step}
	for i := 0; i < len(queue); i++ {
		for _, a := range g.from(queue[i]) {
			if !told[a.to] {
				told[a.to] = true
				queue = append(queue, a.to)
			}
		}
	}
	return queue[1:]
}

func (p *Pass) reportIsland(step int, followers []int, named []vain) {
	s := p.Flow.Steps[step]
	d := diag.New(diag.Unreachable, s.Span, "no caller ever gets to %q: no entry, key or event leads there", s.ID).InStep(s.ID)
	const most = 5
	for _, v := range named[:min(most, len(named))] {
		d = d.WithRelated(v.Span, "this would lead there, but it never runs")
	}
	d = p.relatedSteps(d, followers, "only reached from "+s.ID)
	for _, v := range named {
		if own := ownWord(v.Word); own != "" {
			p.Report(d.WithHelp("%s", instead(p.Flow, v.UselessHandler, own)))
			return
		}
	}
	p.Report(d.WithHelp("lead a call there with   goto: %s   or delete the step; a number that rings it directly is an entry:   entries: {%s: %s}", s.ID, s.ID, s.ID))
}

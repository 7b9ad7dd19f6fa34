package draw

import (
	"slices"

	"ivrc/ir"
)

// way is every outcome of one step that leads to one target, apart from those
// said once for the whole flow.
type way struct {
	from     int
	to       ir.Target
	outcomes []ir.Outcome
	// quiet says that nobody chooses the way: hang-up, cancel, error.
	quiet bool
}

// anywhere is a flow-wide handler of quiet outcomes: it holds for each step that
// has none of its own.
type anywhere struct {
	to    ir.Target
	kinds []ir.OutcomeKind
}

// picture is what all forms show.
type picture struct {
	flow      *ir.Flow
	ways      []way // by step, then in the order of the step's edges
	anywheres []anywhere
}

func newPicture(f *ir.Flow) *picture {
	p := &picture{flow: f}
	gathered := p.gather()
	for i, s := range f.Steps {
		p.addWays(i, s, gathered)
	}
	return p
}

// flowWide says that the edge comes from a quiet handler of the flow.
func flowWide(e ir.Edge) bool {
	return e.Outcome.Kind.ReachingOnly() && (e.Origin == ir.FromFlow || e.Origin == ir.FromFlowFamily)
}

// gather finds the flow-wide handlers and where each quiet outcome leads by them.
func (p *picture) gather() map[ir.OutcomeKind]ir.Target {
	gathered := map[ir.OutcomeKind]ir.Target{}
	for _, s := range p.flow.Steps {
		for _, e := range s.Edges {
			if _, known := gathered[e.Outcome.Kind]; !known && flowWide(e) {
				gathered[e.Outcome.Kind] = e.To
			}
		}
	}
	for _, kind := range []ir.OutcomeKind{ir.HungUp, ir.Cancel, ir.Errored} {
		to, ok := gathered[kind]
		if !ok {
			continue
		}
		at := slices.IndexFunc(p.anywheres, func(a anywhere) bool { return a.to == to })
		if at < 0 {
			at = len(p.anywheres)
			p.anywheres = append(p.anywheres, anywhere{to: to})
		}
		p.anywheres[at].kinds = append(p.anywheres[at].kinds, kind)
	}
	return gathered
}

func (p *picture) addWays(i int, s *ir.Step, gathered map[ir.OutcomeKind]ir.Target) {
	type place struct {
		to    ir.Target
		quiet bool
	}
	known := map[place]int{}
	for _, e := range s.Edges {
		to, ok := gathered[e.Outcome.Kind]
		if ok && (flowWide(e) && to == e.To || e.Origin == ir.FromSelf && e.Outcome.Kind.ReachingOnly()) {
			continue
		}
		at := place{e.To, e.Outcome.Kind.ReachingOnly()}
		n, ok := known[at]
		if !ok {
			n = len(p.ways)
			known[at] = n
			p.ways = append(p.ways, way{from: i, to: e.To, quiet: at.quiet})
		}
		p.ways[n].outcomes = append(p.ways[n].outcomes, e.Outcome)
	}
}

// mask hides what the flow's file hides.
func (p *picture) mask(text string) string { return p.flow.Span.File.Masked(text) }

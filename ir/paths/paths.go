package paths

import (
	"slices"

	"ivrc/ir"
	"ivrc/ir/call"
)

// Path is one call: where it begins, what is done, and the outcomes that it takes
// in order.
type Path struct {
	Entry  string
	Inputs []call.Input
	Takes  []Outcome
	// First is the number in Takes of the first outcome that no path before takes.
	First int
}

// graph is a flow as calls go through it. Nodes are the steps with a caller, then
// the steps without one, then where calls begin and end.
type graph struct {
	flow       *ir.Flow
	ways       []way
	out        [][]int // of each node, its ways
	start, end int
}

// way is a move between two nodes; entries are ways from the start.
type way struct {
	from, to int
	move     move
	entry    string
	// taken is how many paths go this way.
	taken int
}

func newGraph(f *ir.Flow) *graph {
	n := len(f.Steps)
	g := &graph{flow: f, start: 2 * n, end: 2*n + 1, out: make([][]int, 2*n+2)}
	seen := make([]bool, 2*n+2)
	var queue []int
	reach := func(node int) {
		if !seen[node] {
			seen[node] = true
			queue = append(queue, node)
		}
	}
	for _, e := range f.Entries {
		g.add(way{from: g.start, to: g.node(e.Step, false), entry: e.ID})
		reach(g.node(e.Step, false))
	}
	for ; len(queue) > 0; queue = queue[1:] {
		node := queue[0]
		if node == g.end {
			continue
		}
		all := moves(f, f.Steps[node%n], node >= n)
		for _, m := range all {
			to := g.node(m.to, m.hangs)
			g.add(way{from: node, to: to, move: m})
			reach(to)
		}
		if len(all) == 0 { // the step itself is the end of the call
			g.add(way{from: node, to: g.end})
			reach(g.end)
		}
	}
	return g
}

func (g *graph) node(t ir.Target, gone bool) int {
	switch {
	case !t.IsStep():
		return g.end
	case gone:
		return len(g.flow.Steps) + int(t)
	}
	return int(t)
}

func (g *graph) add(w way) {
	g.out[w.from] = append(g.out[w.from], len(g.ways))
	g.ways = append(g.ways, w)
}

// Cover is the smallest set of calls that takes every way of the flow at least
// once. A way that leads into a round without an end is left out, as are steps
// that nothing reaches; checked flows have neither.
func Cover(f *ir.Flow) []Path {
	g := newGraph(f)
	g.fewest()
	paths := g.split()
	mark(paths)
	return paths
}

// fewest says how often each way is taken when as few calls as possible take all
// of them: a flow through the graph with at least one on each way. It begins with
// a call of its own for each way, and takes back what others can carry: what
// flows from the end to the start where more than one goes.
func (g *graph) fewest() {
	into, outOf := g.shortest()
	for i := range g.ways {
		w := &g.ways[i]
		if into[w.from] == unreached || outOf[w.to] == unreached {
			continue
		}
		w.taken++
		for node := w.from; node != g.start; node = g.ways[into[node]].from {
			g.ways[into[node]].taken++
		}
		for node := w.to; node != g.end; node = g.ways[outOf[node]].to {
			g.ways[outOf[node]].taken++
		}
	}
	n := newNetwork(len(g.out))
	arcs := make([]int, len(g.ways))
	const plenty = 1 << 40
	for i, w := range g.ways {
		if arcs[i] = -1; w.taken > 0 {
			arcs[i] = n.connect(w.to, w.from, w.taken-1, plenty)
		}
	}
	n.push(g.end, g.start)
	for i := range g.ways {
		if arcs[i] >= 0 {
			g.ways[i].taken = n.arcs[arcs[i]].room + 1
		}
	}
}

const (
	unreached = -2
	here      = -1
)

// shortest are, for each node, the way by which a shortest call comes to it, and
// the way by which one goes from it to the end.
func (g *graph) shortest() (into, outOf []int) {
	back := make([][]int, len(g.out))
	for i, w := range g.ways {
		back[w.to] = append(back[w.to], i)
	}
	into = spread(g.start, g.out, func(i int) int { return g.ways[i].to })
	outOf = spread(g.end, back, func(i int) int { return g.ways[i].from })
	return into, outOf
}

func spread(from int, ways [][]int, next func(int) int) []int {
	by := make([]int, len(ways))
	for i := range by {
		by[i] = unreached
	}
	by[from] = here
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		for _, i := range ways[queue[0]] {
			if to := next(i); by[to] == unreached {
				by[to] = i
				queue = append(queue, to)
			}
		}
	}
	return by
}

// split takes the counted ways apart into calls: first the calls, the ways of
// each node in their order; what is left are rounds, and each is put into a call
// that comes by.
func (g *graph) split() []Path {
	left := make([]int, len(g.ways))
	for i, w := range g.ways {
		left[i] = w.taken
	}
	at := make([]int, len(g.out)) // the first way of each node that may be left
	next := func(node int) int {
		for ; at[node] < len(g.out[node]); at[node]++ {
			if i := g.out[node][at[node]]; left[i] > 0 {
				left[i]--
				return i
			}
		}
		return -1
	}
	var trails [][]int
	for i := next(g.start); i >= 0; i = next(g.start) {
		trail := []int{i}
		for node := g.ways[i].to; node != g.end; {
			i := next(node)
			trail = append(trail, i)
			node = g.ways[i].to
		}
		trails = append(trails, trail)
	}
	for i, trail := range trails {
		trails[i] = g.withRounds(trail, next)
	}
	return g.paths(trails)
}

// withRounds puts every round that begins on the trail into it.
func (g *graph) withRounds(trail []int, next func(int) int) []int {
	var out []int
	for stack := slices.Clone(trail); len(stack) > 0; {
		i := stack[0]
		from := g.ways[i].from
		if round := g.round(from, next); len(round) > 0 {
			stack = append(round, stack...)
			continue
		}
		out = append(out, i)
		stack = stack[1:]
	}
	return out
}

// round is a way that is left from a node back to it, empty for none.
func (g *graph) round(node int, next func(int) int) []int {
	if node == g.start {
		return nil
	}
	var out []int
	for at := node; ; {
		i := next(at)
		if i < 0 {
			return out
		}
		out = append(out, i)
		if at = g.ways[i].to; at == node {
			return out
		}
	}
}

func (g *graph) paths(trails [][]int) []Path {
	var out []Path
	for _, trail := range trails {
		p := Path{Entry: g.ways[trail[0]].entry}
		for _, i := range trail[1:] {
			w := g.ways[i]
			if w.move.outcome.Kind == 0 {
				continue // a step that is the end by itself
			}
			p.Inputs = append(p.Inputs, w.move.inputs...)
			step := g.flow.Steps[w.from%len(g.flow.Steps)]
			p.Takes = append(p.Takes, Outcome{step, w.move.outcome})
			if w.move.closes {
				p.Takes = append(p.Takes, Outcome{step, ir.Of(ir.HungUp)})
			}
		}
		out = append(out, p)
	}
	return out
}

// mark notes what each path takes first.
func mark(paths []Path) {
	seen := map[Outcome]bool{}
	for i := range paths {
		p := &paths[i]
		p.First = len(p.Takes)
		for n := len(p.Takes) - 1; n >= 0; n-- {
			if !seen[p.Takes[n]] {
				p.First = n
			}
		}
		for _, o := range p.Takes {
			seen[o] = true
		}
	}
}

// Outcomes are all that calls can take, in the order of the source.
func Outcomes(f *ir.Flow) []Outcome {
	g := newGraph(f)
	can := map[Outcome]bool{}
	for _, w := range g.ways {
		if w.from != g.start && w.move.outcome.Kind != 0 {
			step := f.Steps[w.from%len(f.Steps)]
			can[Outcome{step, w.move.outcome}] = true
			if w.move.closes {
				can[Outcome{step, ir.Of(ir.HungUp)}] = true
			}
		}
	}
	var out []Outcome
	for _, s := range f.Steps {
		for _, e := range s.Edges {
			if o := (Outcome{s, e.Outcome}); can[o] {
				out = append(out, o)
			}
		}
	}
	return out
}

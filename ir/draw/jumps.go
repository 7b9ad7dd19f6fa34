package draw

import "ivrc/ir"

// Up to fewSteps every way is a line. In a bigger flow a line leads at most
// farRows rows on, and popular steps, to which at least popular ways lead, get
// lines from the row above only: otherwise the lines would cover the picture. What
// is no line is listed in its box. The first way to a step is a line all the same,
// unless it led over more than farthest rows.
const (
	fewSteps = 16
	farRows  = 2
	popular  = 5
	farthest = 16
)

// chooseJumps says by way what is listed and not drawn.
func (d *drawing) chooseJumps() []bool {
	jumps := make([]bool, len(d.ways))
	for i, w := range d.ways {
		jumps[i] = int(w.to) == w.from && w.quiet // a box has room for one loop
	}
	if len(d.flow.Steps) <= fewSteps {
		return jumps
	}
	tree := d.firstWays()
	ways := make([]int, len(d.flow.Steps))
	for _, w := range d.ways {
		if d.isLine(w) {
			ways[w.to]++
		}
	}
	for i, w := range d.ways {
		if d.isLine(w) && !tree[i] && ways[w.to] >= popular {
			jumps[i] = true
		}
	}
	// Without far lines rows move up, and other lines become longer or shorter.
	for range 3 {
		rank := d.rank(jumps)
		for i, w := range d.ways {
			if !d.isLine(w) {
				continue
			}
			rows := rank[w.to] - rank[w.from]
			switch {
			case tree[i]:
				jumps[i] = rows > farthest || rows < -farthest
			case ways[w.to] >= popular:
				jumps[i] = rows != 1
			default:
				jumps[i] = jumps[i] || rows > farRows || 1-rows > farRows
			}
		}
		d.dropFar(rank, jumps)
	}
	return jumps
}

// dropFar lists far ways to steps that have a line from nearby.
func (d *drawing) dropFar(rank []int, jumps []bool) {
	near := make([]bool, len(d.flow.Steps))
	isNear := func(w way) bool { rows := rank[w.to] - rank[w.from]; return 0 < rows && rows <= farRows }
	for i, w := range d.ways {
		if d.isLine(w) && !jumps[i] && !w.quiet && isNear(w) {
			near[w.to] = true
		}
	}
	for i, w := range d.ways {
		if d.isLine(w) && near[w.to] && !isNear(w) && rank[w.to] > rank[w.from] {
			jumps[i] = true
		}
	}
}

// isLine says that the way leads from one step to another.
func (d *drawing) isLine(w way) bool { return d.flow.Step(w.to) != nil && int(w.to) != w.from }

// firstWays are the ways of the shortest calls to each step; quiet ways count
// where no other way leads.
func (p *picture) firstWays() []bool {
	tree := make([]bool, len(p.ways))
	for _, via := range p.shortest().via {
		if via >= 0 {
			tree[via] = true
		}
	}
	return tree
}

// calls are the shortest calls to each step.
type calls struct {
	// via is the way on which a step is reached first, -1 for a step at which an
	// entry begins and for one that is not reached; entry is the entry's index, or
	// -1 where flow-wide handlers alone lead.
	via, entry []int
	reached    []bool
}

// shortest finds the shortest call to each step, in ways that somebody chooses or
// that come by themselves, and only then in quiet ones.
func (p *picture) shortest() calls {
	n := len(p.flow.Steps)
	c := calls{via: make([]int, n), entry: make([]int, n), reached: make([]bool, n)}
	for i := range n {
		c.via[i], c.entry[i] = -1, -1
	}
	byStep := make([][]int, n)
	for i, w := range p.ways {
		byStep[w.from] = append(byStep[w.from], i)
	}
	var queue, late []int
	reach := func(to ir.Target, via, entry int) {
		if p.flow.Step(to) != nil && !c.reached[to] {
			c.reached[to], c.via[to], c.entry[to] = true, via, entry
			queue = append(queue, int(to))
		}
	}
	for i, e := range p.flow.Entries {
		reach(e.Step, -1, i)
	}
	for len(queue) > 0 || len(late) > 0 {
		if len(queue) == 0 {
			w := p.ways[late[0]]
			reach(w.to, late[0], c.entry[w.from])
			late = late[1:]
			continue
		}
		from := queue[0]
		queue = queue[1:]
		for _, i := range byStep[from] {
			if p.ways[i].quiet {
				late = append(late, i)
			} else {
				reach(p.ways[i].to, i, c.entry[from])
			}
		}
	}
	for _, a := range p.anywheres {
		reach(a.to, -1, -1)
	}
	return c
}

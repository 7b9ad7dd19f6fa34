package layout

// near is the distance below which two vertical pieces look like one.
const near = 8

// overlapCost is how much worse two lines on top of each other are than two that
// cross.
const overlapCost = 50

// assignTracks gives the nets of a channel heights for their horizontal pieces:
// of each two that could meet, the one goes above that makes fewer crossings.
func (c *channel) assignTracks() {
	var wide []*net
	for _, n := range c.nets {
		if !n.flat() {
			wide = append(wide, n)
		}
	}
	over := make([][]int, len(wide)) // weight of "row must be above column"
	for i := range wide {
		over[i] = make([]int, len(wide))
	}
	for i, a := range wide {
		for j := i + 1; j < len(wide); j++ {
			b := wide[j]
			ab, ba := a.costAbove(b), b.costAbove(a)
			switch {
			case ab < ba:
				over[i][j] = ba - ab
			case ba < ab:
				over[j][i] = ab - ba
			case a.left-near < b.right && b.left-near < a.right:
				if a.left+a.right <= b.left+b.right {
					over[i][j] = 1
				} else {
					over[j][i] = 1
				}
			}
		}
	}
	order := breakCycles(over)
	tracks := 0
	for i, at := range order {
		for _, before := range order[:i] {
			if over[before][at] > 0 || over[at][before] > 0 {
				wide[at].track = max(wide[at].track, wide[before].track+1)
			}
		}
		tracks = max(tracks, wide[at].track+1)
	}
	c.depth = tracks * trackHeight
}

// costAbove is what it costs to lead a net above another one.
func (n *net) costAbove(below *net) int {
	cost := 0
	for _, p := range n.pins {
		if !p.top && below.left < p.x && p.x < below.right {
			cost++
		}
	}
	for _, q := range below.pins {
		if !q.top {
			continue
		}
		if n.left < q.x && q.x < n.right {
			cost++
		}
		for _, p := range n.pins {
			if !p.top && p.x-q.x < near && q.x-p.x < near {
				cost += overlapCost
			}
		}
	}
	return cost
}

// breakCycles orders the nets so that as little weight as possible goes from a
// later one to an earlier one: what has nothing above it comes first, what has
// nothing below it last, and where all have both, the one with most to gain.
func breakCycles(over [][]int) []int {
	n := len(over)
	taken := make([]bool, n)
	first, last := make([]int, 0, n), make([]int, 0, n)
	in, out := make([]int, n), make([]int, n)
	for i := range n {
		for j := range n {
			out[i] += over[i][j]
			in[j] += over[i][j]
		}
	}
	take := func(i int) {
		taken[i] = true
		for j := range n {
			in[j] -= over[i][j]
			out[j] -= over[j][i]
		}
	}
	for len(first)+len(last) < n {
		source, sink, best := -1, -1, -1
		for i := range n {
			switch {
			case taken[i]:
			case in[i] == 0 && source < 0:
				source = i
			case out[i] == 0 && in[i] != 0:
				sink = i
			}
			if !taken[i] && (best < 0 || out[i]-in[i] > out[best]-in[best]) {
				best = i
			}
		}
		switch {
		case source >= 0:
			first = append(first, source)
			take(source)
		case sink >= 0:
			last = append(last, sink)
			take(sink)
		default:
			first = append(first, best)
			take(best)
		}
	}
	for i := len(last) - 1; i >= 0; i-- {
		first = append(first, last[i])
	}
	return first
}

package layout

// item is what stands in a row: a box, or the place at which a trunk passes.
type item struct {
	box   int // -1 for a trunk
	trunk int // of a trunk that passes; -1 for a box
	row   int
	width int
	x     int // left edge
	// above and below are the items it is joined with in the rows beside it.
	above, below []joint
}

// joint is a connection from one item to another, with the places of its two
// ends, measured from the left edges of the items.
type joint struct {
	to          int
	here, there int
	weight      int
}

// trunk is the way of all links of one kind to one box: down to it, or up to it
// from rows that are not above it.
type trunk struct {
	to    int
	quiet bool
	up    bool
	// first is the row of the first item, items one for each row from there on.
	first int
	items []int
	links []int
}

// sketch is a drawing that is being made.
type sketch struct {
	boxes   []Box
	links   []Link
	rank    []int
	items   []item
	rows    [][]int // items from left to right
	trunks  []*trunk
	trunkOf []int    // by link, -1 for none
	port    []int    // by link: distance from the left edge of its box
	pin     [][2]int // by box: where loud and quiet trunks end, from its left edge
}

// Place puts boxes whose rows are known, and lines, into their places.
func Place(boxes []Box, links []Link, rank []int) Placed {
	s := &sketch{boxes: boxes, links: links, rank: rank}
	s.makeItems()
	s.makeTrunks()
	s.join()
	s.arrange()
	s.assignPorts()
	s.join()
	s.moveAcross()
	return s.route()
}

func (s *sketch) makeItems() {
	rows := 0
	for _, r := range s.rank {
		rows = max(rows, r+1)
	}
	s.rows = make([][]int, rows)
	s.items = make([]item, len(s.boxes))
	for b, box := range s.boxes {
		s.items[b] = item{box: b, trunk: -1, row: s.rank[b], width: box.Width + box.Beside}
	}
}

// makeTrunks gathers the links by target, kind and direction, and gives each
// trunk a place in every row that it passes.
func (s *sketch) makeTrunks() {
	type kind struct {
		to        int
		quiet, up bool
	}
	known := map[kind]int{}
	s.trunkOf = make([]int, len(s.links))
	for i, l := range s.links {
		s.trunkOf[i] = -1
		if !l.hasLine() {
			continue
		}
		k := kind{l.To, l.Quiet, s.rank[l.From] >= s.rank[l.To]}
		at, ok := known[k]
		if !ok {
			at = len(s.trunks)
			known[k] = at
			s.trunks = append(s.trunks, &trunk{to: l.To, quiet: l.Quiet, up: k.up})
		}
		s.trunks[at].links = append(s.trunks[at].links, i)
		s.trunkOf[i] = at
	}
	for at, t := range s.trunks {
		first, last := s.rank[t.to], s.rank[t.to]-1
		for _, l := range t.links {
			from := s.rank[s.links[l].From]
			if t.up {
				last = max(last, from)
			} else {
				first = min(first, from+1)
			}
		}
		t.first = first
		for row := first; row <= last; row++ {
			t.items = append(t.items, len(s.items))
			s.items = append(s.items, item{box: -1, trunk: at, row: row})
		}
	}
	s.firstOrder()
}

// itemAt is the trunk's item in a row, its box where the trunk ends, or -1.
func (t *trunk) itemAt(row int) int {
	if i := row - t.first; i >= 0 && i < len(t.items) {
		return t.items[i]
	}
	return -1
}

// next is the item to which a link goes first.
func (s *sketch) next(link int) int {
	l := s.links[link]
	t := s.trunks[s.trunkOf[link]]
	row := s.rank[l.From] + 1
	if t.up {
		row--
	}
	if i := t.itemAt(row); i >= 0 {
		return i
	}
	return l.To
}

// firstOrder fills the rows by a walk from the first box on, so that what belongs
// together begins side by side.
func (s *sketch) firstOrder() {
	out := make([][]int, len(s.items))
	for i, l := range s.links {
		if l.hasLine() {
			out[l.From] = append(out[l.From], s.next(i))
		}
	}
	for _, t := range s.trunks {
		for i, it := range t.items {
			switch {
			case t.up && i == 0:
				out[it] = append(out[it], t.to)
			case t.up:
				out[it] = append(out[it], t.items[i-1])
			case i+1 < len(t.items):
				out[it] = append(out[it], t.items[i+1])
			default:
				out[it] = append(out[it], t.to)
			}
		}
	}
	seen := make([]bool, len(s.items))
	next := make([]int, len(s.items))
	var stack []int
	visit := func(i int) {
		if !seen[i] {
			seen[i] = true
			s.rows[s.items[i].row] = append(s.rows[s.items[i].row], i)
			stack = append(stack, i)
		}
	}
	for root := range s.items {
		visit(root)
		for len(stack) > 0 {
			i := stack[len(stack)-1]
			if next[i] == len(out[i]) {
				stack = stack[:len(stack)-1]
				continue
			}
			next[i]++
			visit(out[i][next[i]-1])
		}
	}
}

// Weights of joints: trunks are kept straight before anything else.
const (
	weightTrunk = 8
	weightChain = 8 // between boxes that have no other line on that side
	weightLink  = 2
)

// join finds out which items are joined, and where; it is done again when the
// ports are known.
func (s *sketch) join() {
	for i := range s.items {
		s.items[i].above, s.items[i].below = nil, nil
	}
	lines := make([]int, len(s.boxes)) // that leave each box
	for _, l := range s.links {
		if l.hasLine() {
			lines[l.From]++
		}
	}
	for i, l := range s.links {
		if !l.hasLine() {
			continue
		}
		to := s.next(i)
		weight := weightLink
		if lines[l.From] == 1 && len(s.trunks[s.trunkOf[i]].links) == 1 {
			weight = weightChain
		}
		here := s.boxes[l.From].Width / 2
		if s.port != nil {
			here = s.port[i]
		}
		if s.items[to].row > s.rank[l.From] {
			s.connect(l.From, to, here, s.pinOf(to, l.Quiet), weight)
		}
	}
	for _, t := range s.trunks {
		for i, it := range t.items {
			switch {
			case i+1 < len(t.items):
				s.connect(it, t.items[i+1], 0, 0, weightTrunk)
			case !t.up:
				s.connect(it, t.to, 0, s.pinOf(t.to, t.quiet), weightLink)
			}
		}
	}
}

func (s *sketch) connect(upper, lower, up, down, weight int) {
	s.items[upper].below = append(s.items[upper].below, joint{lower, up, down, weight})
	s.items[lower].above = append(s.items[lower].above, joint{upper, down, up, weight})
}

// pinOf is where trunks end at an item, from its left edge.
func (s *sketch) pinOf(i int, quiet bool) int {
	b := s.items[i].box
	if b < 0 {
		return 0
	}
	if s.pin == nil {
		s.makePins()
	}
	if quiet {
		return s.pin[b][1]
	}
	return s.pin[b][0]
}

// quietPin is how far to the right of a box's middle quiet trunks end, where loud
// ones end in the middle.
const quietPin = 24

func (s *sketch) makePins() {
	s.pin = make([][2]int, len(s.boxes))
	for b, box := range s.boxes {
		s.pin[b] = [2]int{box.Width / 2, box.Width / 2}
	}
	for _, t := range s.trunks {
		if !t.quiet {
			s.pin[t.to][1] = s.boxes[t.to].Width/2 + quietPin
		}
	}
}

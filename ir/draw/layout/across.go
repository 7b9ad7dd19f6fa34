package layout

// passes is how often the rows are moved sideways.
const passes = 16

// moveAcross gives each item its x. Each row in turn moves to where the joints of
// its items want them, as near as its order and the gaps allow.
func (s *sketch) moveAcross() {
	width := 0
	for _, row := range s.rows {
		width = max(width, s.rowWidth(row))
	}
	s.spread(width)
	for pass := range passes {
		for n := range s.rows {
			row := n
			if pass%2 == 1 {
				row = len(s.rows) - 1 - n
			}
			s.settle(s.rows[row], width, pass)
		}
	}
	for _, row := range s.rows { // trunks are straight at last, and small bends go
		s.settle(row, width, passes)
	}
	for _, row := range s.rows { // leads stand above what they lead to
		s.settle(row, width, passes+1)
	}
}

// gap is the room between two neighbours of a row.
func (s *sketch) gap(left, right int) int {
	a, b := s.items[left].box >= 0, s.items[right].box >= 0
	switch {
	case a && b:
		return gapBoxes
	case a || b:
		return gapBoxLine
	}
	return gapLines
}

func (s *sketch) rowWidth(row []int) int {
	width := 0
	for i, it := range row {
		width += s.items[it].width
		if i > 0 {
			width += s.gap(row[i-1], it)
		}
	}
	return width
}

// spread puts every row into the middle of the picture.
func (s *sketch) spread(width int) {
	for _, row := range s.rows {
		x := (width - s.rowWidth(row)) / 2
		for i, it := range row {
			if i > 0 {
				x += s.gap(row[i-1], it)
			}
			s.items[it].x = x
			x += s.items[it].width
		}
	}
}

// block is a run of neighbours that stand as close as they may.
type block struct {
	sum, weight int // of where they want the row's zero to be
	count       int
}

func (b block) at() int { return nearest(b.sum, b.weight) }

// nearest divides, b being positive, and rounds to the nearest.
func nearest(a, b int) int {
	if a >= 0 {
		return (a + b/2) / b
	}
	return -((-a + b/2) / b)
}

// settle moves one row to the least squares of its wishes: neighbours that want
// to change places become one block, which goes to the mean.
func (s *sketch) settle(row []int, width, pass int) {
	if len(row) == 0 {
		return
	}
	offset := 0 // of the item, when all stand as close as they may
	offsets := make([]int, len(row))
	var blocks []block
	for i, it := range row {
		if i > 0 {
			offset += s.items[row[i-1]].width + s.gap(row[i-1], it)
		}
		offsets[i] = offset
		wish, weight := s.wish(it, pass)
		blocks = append(blocks, block{(wish - offset) * weight, weight, 1})
		for n := len(blocks); n > 1 && blocks[n-2].at() >= blocks[n-1].at(); n = len(blocks) {
			last := blocks[n-1]
			blocks = blocks[:n-1]
			blocks[n-2].sum += last.sum
			blocks[n-2].weight += last.weight
			blocks[n-2].count += last.count
		}
	}
	most := width - offset - s.items[row[len(row)-1]].width
	i := 0
	for _, b := range blocks {
		x := min(max(b.at(), 0), most)
		for range b.count {
			s.items[row[i]].x = x + offsets[i]
			i++
		}
	}
}

// wish is where an item wants to be, and how much. The passes look up and down by
// turns, then both ways; the last one looks at trunks alone.
func (s *sketch) wish(i, pass int) (x, weight int) {
	it := &s.items[i]
	sides := [2][]joint{it.above, it.below}
	switch {
	case pass > passes:
		if it.box >= 0 && s.boxes[it.box].Lead && len(it.below) == 1 {
			j := it.below[0]
			return s.items[j.to].x + j.there - j.here, 1
		}
		return it.x, fixed
	case pass == passes:
		return s.straight(it)
	case pass >= passes/2:
	case pass%2 == 0:
		sides[1] = nil
	default:
		sides[0] = nil
	}
	sum := 0
	for _, joints := range sides {
		for _, j := range joints {
			sum += (s.items[j.to].x + j.there - j.here) * j.weight
			weight += j.weight
		}
	}
	if weight == 0 {
		return it.x, 1
	}
	return nearest(sum, weight), weight
}

// fixed is a weight that nothing else moves.
const fixed = 1 << 20

// smallBend is how far an item moves to make a line straight.
const smallBend = 16

// straight is the last wish: what has one line from above stands under it, a
// trunk wherever that is, a box when it is not far.
func (s *sketch) straight(it *item) (x, weight int) {
	if len(it.above) != 1 {
		return it.x, 1
	}
	j := it.above[0]
	x = s.items[j.to].x + j.there - j.here
	switch {
	case it.trunk >= 0 && s.items[j.to].trunk == it.trunk:
		return x, fixed
	case x-it.x <= smallBend && it.x-x <= smallBend:
		return x, 30
	}
	return it.x, 1
}

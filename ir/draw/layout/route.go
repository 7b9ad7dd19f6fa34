package layout

import "slices"

// net is what lies in one channel, the room between two rows: everything that
// leads to one box by one trunk. One horizontal piece joins its pins.
type net struct {
	pins  []pin
	left  int
	right int
	track int
}

// pin is where a net touches the row above or the row below its channel.
type pin struct {
	x   int
	top bool
}

// flat says that the net needs no horizontal piece.
func (n *net) flat() bool { return n.left == n.right }

// channel is the room between row-1 and row.
type channel struct {
	nets  []*net
	index map[[2]int]int // of the net, by trunk and 0, or by box and kind where a trunk ends
	// y is the upper end, depth the room for lines.
	y, depth int
}

func (c *channel) touch(key [2]int, p pin) {
	at, ok := c.index[key]
	if !ok {
		at = len(c.nets)
		c.index[key] = at
		c.nets = append(c.nets, &net{left: p.x, right: p.x})
	}
	n := c.nets[at]
	if !slices.Contains(n.pins, p) {
		n.pins = append(n.pins, p)
		n.left, n.right = min(n.left, p.x), max(n.right, p.x)
	}
}

// keyOf names the net of a trunk in a channel: the two trunks that may lead to a
// box, down and up, are one where they end.
func (s *sketch) keyOf(trunk, row int) [2]int {
	t := s.trunks[trunk]
	if row == s.rank[t.to] {
		kind := -1
		if t.quiet {
			kind = -2
		}
		return [2]int{t.to, kind}
	}
	return [2]int{trunk, 0}
}

// route makes rows and channels as high as they need to be, and leads the lines.
func (s *sketch) route() Placed {
	channels := s.channels()
	for _, c := range channels {
		c.assignTracks()
	}
	p := Placed{Boxes: make([]Point, len(s.boxes)), Ports: make([]Point, len(s.links)), Lines: make([][]Point, len(s.links))}
	p.Height = s.stack(channels, &p)
	for _, row := range s.rows {
		for _, it := range row {
			p.Width = max(p.Width, s.items[it].x+s.items[it].width)
		}
	}
	for i, l := range s.links {
		from := p.Boxes[l.From]
		p.Ports[i] = Point{from.X + s.port[i], from.Y + s.boxes[l.From].Height}
		if l.hasLine() {
			p.Lines[i] = s.line(i, channels, &p)
		}
	}
	return p
}

func (s *sketch) channels() []*channel {
	channels := make([]*channel, len(s.rows)+1)
	for i := range channels {
		channels[i] = &channel{index: map[[2]int]int{}}
	}
	for i, l := range s.links {
		if l.hasLine() {
			row := s.rank[l.From] + 1
			channels[row].touch(s.keyOf(s.trunkOf[i], row), pin{s.items[l.From].x + s.port[i], true})
		}
	}
	for at, t := range s.trunks {
		for i, it := range t.items {
			x := s.items[it].x
			channels[t.first+i].touch(s.keyOf(at, t.first+i), pin{x, false})
			channels[t.first+i+1].touch(s.keyOf(at, t.first+i+1), pin{x, true})
		}
		row := s.rank[t.to]
		channels[row].touch(s.keyOf(at, row), pin{s.items[t.to].x + s.pinOf(t.to, t.quiet), false})
	}
	return channels
}

// stack gives rows and channels their y and says how high the picture is.
func (s *sketch) stack(channels []*channel, p *Placed) int {
	y := 0
	for r, row := range s.rows {
		c := channels[r]
		c.y = y
		if r > 0 || c.depth > 0 {
			y += max(c.depth+arrowRoom+leaveRoom, plainRoom)
		}
		height := 0
		for _, it := range row {
			if b := s.items[it].box; b >= 0 {
				height = max(height, s.boxes[b].Height+s.boxes[b].Below)
			}
		}
		for _, it := range row {
			b := s.items[it].box
			if b < 0 {
				continue
			}
			p.Boxes[b] = Point{s.items[it].x, y}
			if s.boxes[b].Lead {
				p.Boxes[b].Y = y + height - s.boxes[b].Height - s.boxes[b].Below
			}
		}
		y += height
	}
	last := channels[len(s.rows)]
	last.y = y
	if last.depth > 0 {
		y += last.depth + leaveRoom
	}
	return y
}

// line leads a link through the channels; straight pieces have no corners.
func (s *sketch) line(link int, channels []*channel, p *Placed) []Point {
	l, trunk := s.links[link], s.trunkOf[link]
	t := s.trunks[trunk]
	corners := []Point{p.Ports[link]}
	x := corners[0].X
	cross := func(row, to int) {
		c := channels[row]
		n := c.nets[c.index[s.keyOf(trunk, row)]]
		if to != x {
			y := c.y + leaveRoom + n.track*trackHeight
			corners = append(corners, Point{x, y}, Point{to, y})
			x = to
		}
	}
	end := s.items[l.To].x + s.pinOf(l.To, l.Quiet)
	row := s.rank[l.From] + 1
	if t.up {
		for row--; row >= s.rank[l.To]; row-- {
			cross(row+1, s.items[t.itemAt(row)].x)
		}
		cross(row+1, end)
	} else {
		for ; row < s.rank[l.To]; row++ {
			cross(row, s.items[t.itemAt(row)].x)
		}
		cross(row, end)
	}
	return append(corners, Point{end, p.Boxes[l.To].Y})
}

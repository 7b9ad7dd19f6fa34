package layout

import "slices"

// sweeps is how often the rows are put in order; more changes little.
const sweeps = 12

// arrange orders the rows so that few lines cross: each item moves to the middle
// of what it is joined with, in the row above and in the row below by turns. The
// best order that was met is kept.
func (s *sketch) arrange() {
	at := s.positions()
	best, fewest := s.copyRows(), s.crossings(at)
	for sweep := 0; sweep < sweeps && fewest > 0; sweep++ {
		for n := range s.rows {
			row := n
			if sweep%2 == 1 {
				row = len(s.rows) - 1 - n
			}
			s.orderRow(row, sweep%2 == 0, at)
		}
		s.exchange(at)
		if c := s.crossings(at); c < fewest {
			best, fewest = s.copyRows(), c
		}
	}
	s.rows = best
	s.outward()
}

func (s *sketch) positions() []int {
	at := make([]int, len(s.items))
	for _, row := range s.rows {
		for i, it := range row {
			at[it] = i
		}
	}
	return at
}

func (s *sketch) copyRows() [][]int {
	out := make([][]int, len(s.rows))
	for i, row := range s.rows {
		out[i] = slices.Clone(row)
	}
	return out
}

// orderRow sorts a row by the means of the neighbours' positions; items without a
// neighbour on that side keep their place.
func (s *sketch) orderRow(row int, down bool, at []int) {
	items := s.rows[row]
	key := make([]int, len(items))
	var moving []int
	for i, it := range items {
		joints := s.items[it].above
		if !down {
			joints = s.items[it].below
		}
		sum := 0
		for _, j := range joints {
			sum += at[j.to] * 1024
		}
		if len(joints) > 0 {
			key[i] = sum / len(joints)
			moving = append(moving, i)
		}
	}
	sorted := slices.Clone(moving)
	slices.SortStableFunc(sorted, func(a, b int) int { return key[a] - key[b] })
	out := slices.Clone(items)
	for i, place := range moving {
		out[place] = items[sorted[i]]
	}
	s.rows[row] = out
	for i, it := range out {
		at[it] = i
	}
}

// exchange swaps neighbours wherever fewer lines cross afterwards.
func (s *sketch) exchange(at []int) {
	for round := 0; round < 4; round++ {
		better := false
		for _, row := range s.rows {
			for i := 0; i+1 < len(row); i++ {
				a, b := row[i], row[i+1]
				now := s.pairCrossings(a, b, at)
				if now > 0 && s.pairCrossings(b, a, at) < now {
					row[i], row[i+1] = b, a
					at[a], at[b] = i+1, i
					better = true
				}
			}
		}
		if !better {
			return
		}
	}
}

// pairCrossings counts the crossings of the lines of two items, the first of
// which stands left of the second.
func (s *sketch) pairCrossings(left, right int, at []int) int {
	n := 0
	for _, side := range [2][2][]joint{
		{s.items[left].above, s.items[right].above}, {s.items[left].below, s.items[right].below},
	} {
		for _, l := range side[0] {
			for _, r := range side[1] {
				if at[l.to] > at[r.to] {
					n++
				}
			}
		}
	}
	return n
}

// crossings counts all crossings, by counting inversions row by row.
func (s *sketch) crossings(at []int) int {
	n := 0
	for r, row := range s.rows {
		if r+1 == len(s.rows) {
			break
		}
		tree := make([]int, len(s.rows[r+1])+1)
		inserted := 0
		for _, it := range row {
			for _, j := range s.items[it].below {
				before := 0
				for i := at[j.to] + 1; i > 0; i -= i & -i {
					before += tree[i]
				}
				n += inserted - before
			}
			for _, j := range s.items[it].below {
				inserted++
				for i := at[j.to] + 1; i < len(tree); i += i & -i {
					tree[i]++
				}
			}
		}
	}
	return n
}

// outward moves trunks that lead up to the side of their row on which they are
// already, so that they pass around the boxes and not between them.
func (s *sketch) outward() {
	leftwards := make([]bool, len(s.trunks))
	for i, t := range s.trunks {
		row := s.rows[s.rank[t.to]]
		leftwards[i] = 2*slices.Index(row, t.to) < len(row)-1
	}
	for r, row := range s.rows {
		var left, middle, right []int
		for _, it := range row {
			t := s.items[it].trunk
			switch {
			case t < 0 || !s.trunks[t].up || len(s.trunks[t].items) < 2:
				middle = append(middle, it)
			case leftwards[t]:
				left = append(left, it)
			default:
				right = append(right, it)
			}
		}
		s.rows[r] = slices.Concat(left, middle, right)
	}
}

// assignPorts orders the links of each box by where they lead, and gives each its
// place under the box. Links to the box itself are last, those that lead nowhere
// come before them.
func (s *sketch) assignPorts() {
	at := s.positions()
	s.port = make([]int, len(s.links))
	byBox := make([][]int, len(s.boxes))
	for i, l := range s.links {
		byBox[l.From] = append(byBox[l.From], i)
	}
	key := func(i int) int {
		l := s.links[i]
		far := len(s.items)
		switch {
		case l.To == l.From:
			return 4 * far
		case l.To == Nowhere:
			return 3 * far
		}
		next := s.next(i)
		if s.items[next].row == s.rank[l.From] { // up and around
			if at[next] < at[l.From] {
				return -1
			}
			return 2 * far
		}
		return at[next]
	}
	for b, own := range byBox {
		slices.SortStableFunc(own, func(x, y int) int { return key(x) - key(y) })
		sum := 0
		for _, l := range own {
			sum += s.links[l].Slot
		}
		// What is left of the width is shared out, so that ports stand evenly.
		spare := max(s.boxes[b].Width-sum, 0)
		x := 0
		for i, l := range own {
			share := spare*(i+1)/len(own) - spare*i/len(own)
			s.port[l] = x + (s.links[l].Slot+share)/2
			x += s.links[l].Slot + share
		}
	}
}

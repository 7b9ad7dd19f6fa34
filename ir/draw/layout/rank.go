package layout

import "slices"

// Way is a choice between ways to fill rows, none of which is best for every
// graph.
type Way struct {
	// LastFirst begins with the last root, so that what follows from it alone finds
	// room beside what follows from the first.
	LastFirst bool
	// Look is in how many rows under a box there may be room for what follows from
	// it; 0 does not look.
	Look int
}

// Ways are those that are worth a try, the usual one first.
func Ways() []Way {
	return []Way{{false, 2}, {true, 2}, {false, 1}, {true, 1}, {false, 0}, {true, 0}}
}

// Ranks gives each box a row, the first row being 0. Links lead downwards where
// the graph allows it; no row's boxes are together wider than the limit, unless
// one box alone is. What does not fit beside its neighbours begins further down,
// together with what follows from it.
func Ranks(boxes []Box, links []Link, limit int, way Way) []int {
	g := newGraph(boxes, links)
	back, first := g.closing()
	r := ranking{graph: g, back: back, waits: make([]int, len(boxes)), rank: make([]int, len(boxes)), limit: limit, way: way}
	for b := range boxes {
		for _, l := range g.in[b] {
			if !back[l] {
				r.waits[b]++
			}
		}
	}
	for _, b := range first {
		if r.waits[b] == 0 {
			r.free = append(r.free, b)
		}
	}
	if !way.LastFirst {
		slices.Reverse(r.free)
	}
	for len(r.free) > 0 {
		b := r.free[len(r.free)-1]
		r.free = r.free[:len(r.free)-1]
		r.put(b)
	}
	g.lower(r.rank, r.rows, limit)
	return tidy(r.rank)
}

// ranking is a search for rows that is under way.
type ranking struct {
	*graph
	back  []bool
	waits []int // by box: how many links must lead to it before it has a row
	free  []int // boxes whose turn it may be, the next one last
	rank  []int
	rows  []int // the width that each row has taken
	limit int
	way   Way
}

// put finds the first row with room for a box, and room soon under it for what
// only waits for this box.
func (r *ranking) put(b int) {
	row := 0
	for _, l := range r.in[b] {
		if !r.back[l] {
			row = max(row, r.rank[r.links[l].From]+1)
		}
	}
	follow := 0
	start := len(r.free)
	for _, l := range r.out[b] {
		to := r.links[l].To
		if r.back[l] {
			continue
		}
		if r.waits[to]--; r.waits[to] == 0 {
			r.free = append(r.free, to)
			follow += r.room(to)
		}
	}
	slices.Reverse(r.free[start:])
	follow = min(follow, r.limit)
	for !r.fits(row, r.room(b)) || !r.follows(row+1, follow) {
		row++
	}
	r.rank[b] = row
	r.rows[row] += r.room(b)
}

// follows says that there is room from a row on, soon enough.
func (r *ranking) follows(row, width int) bool {
	for n := range r.way.Look {
		if r.fits(row+n, width) {
			return true
		}
	}
	return r.way.Look == 0
}

func (r *ranking) fits(row, width int) bool {
	for row >= len(r.rows) {
		r.rows = append(r.rows, 0)
	}
	return r.rows[row] == 0 || r.rows[row]+width <= r.limit
}

// room is what a box takes of its row; leads are small and do not count.
func (r *ranking) room(b int) int {
	if r.boxes[b].Lead {
		return 0
	}
	return room(r.boxes[b])
}

func room(b Box) int { return b.Width + b.Beside + gapBoxes }

// graph is the boxes with the links that have lines, by box and in source order.
type graph struct {
	boxes   []Box
	links   []Link
	in, out [][]int
}

func newGraph(boxes []Box, links []Link) *graph {
	g := &graph{boxes: boxes, links: links, in: make([][]int, len(boxes)), out: make([][]int, len(boxes))}
	for i, l := range links {
		if l.hasLine() {
			g.out[l.From] = append(g.out[l.From], i)
			g.in[l.To] = append(g.in[l.To], i)
		}
	}
	return g
}

// closing finds the links that close a cycle, seen from the boxes that nothing
// leads to, in the order of the source. first are the boxes as they were found.
func (g *graph) closing() (back []bool, first []int) {
	const unseen, open, done = 0, 1, 2
	state, next := make([]int, len(g.boxes)), make([]int, len(g.boxes))
	back = make([]bool, len(g.links))
	var stack []int
	walk := func(root int) {
		if state[root] != unseen {
			return
		}
		state[root], stack = open, append(stack[:0], root)
		first = append(first, root)
		for len(stack) > 0 {
			b := stack[len(stack)-1]
			if next[b] == len(g.out[b]) {
				state[b] = done
				stack = stack[:len(stack)-1]
				continue
			}
			l := g.out[b][next[b]]
			next[b]++
			switch to := g.links[l].To; state[to] {
			case unseen:
				state[to], stack = open, append(stack, to)
				first = append(first, to)
			case open:
				back[l] = true
			}
		}
	}
	for b := range g.boxes {
		if len(g.in[b]) == 0 {
			walk(b)
		}
	}
	for b := range g.boxes { // cycles that nothing leads to
		walk(b)
	}
	return back, first
}

// lower brings boxes that lead in close to where they lead, and boxes aside to
// the end.
func (g *graph) lower(rank, rows []int, limit int) {
	last := len(rows) - 1
	for last > 0 && rows[last] == 0 {
		last--
	}
	for b, box := range g.boxes {
		if !box.Aside || len(g.out[b]) > 0 || last < 0 {
			continue
		}
		if rank[b] != last && rows[last]+room(box) > limit {
			last++
			rows = append(rows[:last], 0)
		}
		rows[rank[b]] -= room(box)
		rows[last] += room(box)
		rank[b] = last
	}
	for b, box := range g.boxes {
		if !box.Lead || len(g.out[b]) == 0 {
			continue
		}
		lowest := rank[g.links[g.out[b][0]].To]
		for _, l := range g.out[b] {
			lowest = min(lowest, rank[g.links[l].To])
		}
		rank[b] = lowest - 1
	}
}

// tidy takes empty rows out, and makes the first row 0.
func tidy(rank []int) []int {
	if len(rank) == 0 {
		return rank
	}
	lowest := slices.Min(rank)
	used := make([]int, slices.Max(rank)-lowest+1)
	for _, r := range rank {
		used[r-lowest] = 1
	}
	row := 0
	for i, u := range used {
		used[i] = row
		row += u
	}
	out := make([]int, len(rank))
	for b, r := range rank {
		out[b] = used[r-lowest]
	}
	return out
}

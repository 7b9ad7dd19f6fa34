package check

// shownFirst and shownLast are how many steps at the two ends of a long call a
// message shows.
const shownFirst, shownLast = 4, 7

// tree is how places are reached from the roots: the shortest way to each.
type tree struct {
	// reached are the places in the order in which they were found.
	reached []int
	// depth is the number of places before this one, -1 for a place that is not
	// reached.
	depth []int
	// from and via are the place before and the edge taken there; root is the
	// index of the root.
	from, via, root []int
	// head is the place's ancestor at depth shownFirst, or the place itself where
	// it is nearer, so that the beginning of a long way costs nothing to find.
	head []int
}

// way is a place that can be reached, and how.
type way struct{ place, from, via, root, depth int }

// search finds the shortest way to every place. Late arrows are followed only
// where no other way leads: a call that shows a problem should not need a
// failure of the provider when it can do without. Among the ways with the fewest
// late arrows the shortest wins, then the first in the order of arrows.
func search(places int, roots []int, each arrows, late func(place, edge int) bool) *tree {
	t := &tree{
		depth: make([]int, places), from: make([]int, places), via: make([]int, places),
		root: make([]int, places), head: make([]int, places),
	}
	for p := range places {
		t.depth[p] = -1
	}
	seeds := make([]way, 0, len(roots))
	for i, place := range roots {
		if place >= 0 && place < places {
			seeds = append(seeds, way{place: place, from: -1, via: -1, root: i})
		}
	}
	for len(seeds) > 0 {
		seeds = t.round(seeds, each, late)
	}
	return t
}

// round follows everything but late arrows from the seeds, which are sorted by
// depth, and returns the late arrows it met, sorted by depth.
func (t *tree) round(seeds []way, each arrows, late func(place, edge int) bool) (next []way) {
	var queue []way // sorted by depth, because ways are taken in order of depth
	var w way
	add := func(to, edge int) {
		if t.depth[to] >= 0 {
			return
		}
		on := way{place: to, from: w.place, via: edge, root: w.root, depth: w.depth + 1}
		if late(w.place, edge) {
			next = append(next, on)
		} else {
			queue = append(queue, on)
		}
	}
	for len(seeds)+len(queue) > 0 {
		if len(queue) == 0 || len(seeds) > 0 && seeds[0].depth <= queue[0].depth {
			w, seeds = seeds[0], seeds[1:]
		} else {
			w, queue = queue[0], queue[1:]
		}
		if t.depth[w.place] >= 0 {
			continue
		}
		t.take(w)
		each(w.place, add)
	}
	return next
}

func (t *tree) take(w way) {
	p := w.place
	t.reached = append(t.reached, p)
	t.depth[p], t.from[p], t.via[p], t.root[p], t.head[p] = w.depth, w.from, w.via, w.root, p
	if w.depth > shownFirst {
		t.head[p] = t.head[w.from]
	}
}

// path is the way to a place, each place with the edge by which it is left (-1
// for the last). Of a long way only the two ends are there; left is the number
// of places left out, after the first shownFirst.
func (t *tree) path(place int) (hops []arrow, left int) {
	hops = []arrow{{place, -1}}
	back := func(p, most int) {
		for ; most > 0 && t.from[p] >= 0; most-- {
			hops = append(hops, arrow{t.from[p], t.via[p]})
			p = t.from[p]
		}
	}
	if t.depth[place] < shownFirst+shownLast {
		back(place, shownFirst+shownLast)
	} else {
		back(place, shownLast-1)
		left = t.depth[place] + 1 - shownFirst - shownLast
		back(t.head[place], shownFirst)
	}
	for i, j := 0, len(hops)-1; i < j; i, j = i+1, j-1 {
		hops[i], hops[j] = hops[j], hops[i]
	}
	return hops, left
}

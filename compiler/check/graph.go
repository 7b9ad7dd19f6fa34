package check

// arrows calls add for every arrow that leaves a place, in a fixed order. The
// edge is the arrow's index among the edges of its step.
type arrows func(place int, add func(to, edge int))

// arrow is one way on from a place.
type arrow struct{ to, edge int }

// graph is arrows between numbered places, in two flat lists: a flow of 100 000
// steps costs two allocations that grow, not one for each step.
type graph struct {
	first []int // the arrows of place p are list[first[p]:first[p+1]]
	list  []arrow
}

func newGraph(places int, each arrows) graph {
	g := graph{first: make([]int, places+1)}
	add := func(to, edge int) { g.list = append(g.list, arrow{to, edge}) }
	for p := range places {
		each(p, add)
		g.first[p+1] = len(g.list)
	}
	return g
}

func (g graph) places() int { return len(g.first) - 1 }

func (g graph) from(place int) []arrow { return g.list[g.first[place]:g.first[place+1]] }

// reversed has every arrow the other way round.
func (g graph) reversed() graph {
	r := graph{first: make([]int, g.places()+1), list: make([]arrow, len(g.list))}
	for _, a := range g.list {
		r.first[a.to+1]++
	}
	for p := range g.places() {
		r.first[p+1] += r.first[p]
	}
	next := make([]int, g.places())
	copy(next, r.first)
	for p := range g.places() {
		for _, a := range g.from(p) {
			r.list[next[a.to]] = arrow{p, a.edge}
			next[a.to]++
		}
	}
	return r
}

// groups numbers the strongly connected components: two places have one number
// when each leads to the other. A place leads only to numbers that are not
// larger than its own. Tarjan's algorithm with a stack of its own instead of
// recursion.
func (g graph) groups() (of []int, count int) {
	const unseen = -1
	n := g.places()
	of = make([]int, n)
	order, low, next := make([]int, n), make([]int, n), make([]int, n)
	for p := range n {
		of[p], order[p], next[p] = unseen, unseen, g.first[p]
	}
	var open, path []int // places without a number; the way from the root
	seen := 0
	enter := func(p int) {
		order[p], low[p] = seen, seen
		seen++
		open, path = append(open, p), append(path, p)
	}
	for root := range n {
		if order[root] != unseen {
			continue
		}
		enter(root)
		for len(path) > 0 {
			p := path[len(path)-1]
			if next[p] < g.first[p+1] {
				to := g.list[next[p]].to
				next[p]++
				if order[to] == unseen {
					enter(to)
				} else if of[to] == unseen {
					low[p] = min(low[p], order[to])
				}
				continue
			}
			path = path[:len(path)-1]
			if len(path) > 0 {
				up := path[len(path)-1]
				low[up] = min(low[up], low[p])
			}
			if low[p] != order[p] {
				continue
			}
			for last := unseen; last != p; {
				last = open[len(open)-1]
				open = open[:len(open)-1]
				of[last] = count
			}
			count++
		}
	}
	return of, count
}

// members lists the places of each group in order.
func members(of []int, count int) [][]int {
	out := make([][]int, count)
	for place, group := range of {
		out[group] = append(out[group], place)
	}
	return out
}

// cycles lists the groups that can be gone round in, each with its places in
// order, and the groups in the order of their first places.
func (g graph) cycles() [][]int {
	of, count := g.groups()
	round := make([]bool, count)
	for p := range g.places() {
		for _, a := range g.from(p) {
			round[of[p]] = round[of[p]] || of[p] == of[a.to]
		}
	}
	all := members(of, count)
	var out [][]int
	for place, group := range of {
		if round[group] && all[group][0] == place {
			out = append(out, all[group])
		}
	}
	return out
}

// around is the shortest way from a place back to itself that stays among the
// given places: the places in order, each with the edge by which it is left.
func (g graph) around(place int, among []int) []arrow {
	from := make(map[int]arrow, len(among)) // how each place was reached
	inside := make(map[int]bool, len(among))
	for _, p := range among {
		inside[p] = true
	}
	queue := []int{place}
	for len(queue) > 0 {
		p := queue[0]
		queue = queue[1:]
		for _, a := range g.from(p) {
			if _, reached := from[a.to]; reached || !inside[a.to] {
				continue
			}
			from[a.to] = arrow{p, a.edge}
			if a.to == place {
				return unwind(from, place)
			}
			queue = append(queue, a.to)
		}
	}
	return nil
}

func unwind(from map[int]arrow, place int) []arrow {
	var back []arrow
	for p := place; ; {
		before := from[p]
		back = append(back, before)
		if p = before.to; p == place {
			break
		}
	}
	for i, j := 0, len(back)-1; i < j; i, j = i+1, j-1 {
		back[i], back[j] = back[j], back[i]
	}
	return back
}

package paths

// network is a directed graph in which amounts flow from one node to another. It
// finds the largest amount by shortest augmenting ways, layer by layer (Dinic),
// without recursion, and in the order in which arcs were added, so that equal
// graphs give equal flows.
type network struct {
	first []int // of each node, the first arc, -1 for none
	last  []int
	arcs  []arc
}

// arc is one direction of a connection; the other direction is its neighbour
// (index ^ 1).
type arc struct {
	to, next int
	room     int
}

func newNetwork(nodes int) *network {
	n := &network{first: make([]int, nodes), last: make([]int, nodes)}
	for i := range n.first {
		n.first[i], n.last[i] = -1, -1
	}
	return n
}

// connect adds a connection with room in both directions; its index is that of
// the forward arc.
func (n *network) connect(from, to, room, back int) int {
	at := len(n.arcs)
	n.arcs = append(n.arcs, arc{to: to, next: -1, room: room}, arc{to: from, next: -1, room: back})
	n.hang(from, at)
	n.hang(to, at+1)
	return at
}

func (n *network) hang(node, at int) {
	if n.last[node] < 0 {
		n.first[node] = at
	} else {
		n.arcs[n.last[node]].next = at
	}
	n.last[node] = at
}

// push moves as much as there is room for from one node to another.
func (n *network) push(from, to int) (moved int) {
	for {
		depth := n.layers(from)
		if depth[to] < 0 {
			return moved
		}
		next := append([]int(nil), n.first...)
		for {
			amount := n.augment(from, to, depth, next)
			if amount == 0 {
				break
			}
			moved += amount
		}
	}
}

// layers are the distances from a node over arcs with room, -1 where there is no
// way.
func (n *network) layers(from int) []int {
	depth := make([]int, len(n.first))
	for i := range depth {
		depth[i] = -1
	}
	depth[from] = 0
	for queue := []int{from}; len(queue) > 0; queue = queue[1:] {
		for at := n.first[queue[0]]; at >= 0; at = n.arcs[at].next {
			if a := n.arcs[at]; a.room > 0 && depth[a.to] < 0 {
				depth[a.to] = depth[queue[0]] + 1
				queue = append(queue, a.to)
			}
		}
	}
	return depth
}

// augment moves along one way through the layers; next are the arcs that each
// node has not tried yet.
func (n *network) augment(from, to int, depth, next []int) int {
	var way []int
	node := from
	for node != to {
		at := next[node]
		switch {
		case at >= 0 && n.arcs[at].room > 0 && depth[n.arcs[at].to] == depth[node]+1:
			way = append(way, at)
			node = n.arcs[at].to
		case at >= 0:
			next[node] = n.arcs[at].next
		case len(way) == 0:
			return 0
		default: // a dead end: back, and never here again
			depth[node] = -1
			node = n.arcs[way[len(way)-1]^1].to
			way = way[:len(way)-1]
		}
	}
	amount := n.arcs[way[0]].room
	for _, at := range way {
		amount = min(amount, n.arcs[at].room)
	}
	for _, at := range way {
		n.arcs[at].room -= amount
		n.arcs[at^1].room += amount
	}
	return amount
}

package syntax

import (
	"gopkg.in/yaml.v3"

	"ivrc/compiler/diag"
)

// anchored is what an anchor stands for; node is nil while it is still open or
// where it could not stay in the tree.
type anchored struct {
	node *Node
	open bool
	// size counts its values with those of its own aliases; height is how many
	// lists and maps stand in each other below it.
	size, height int
	start        int
}

// anchored reads a value that aliases may refer to.
func (w *walker) anchored(y *yaml.Node, start int, p place) (*Node, int) {
	a := &anchored{open: true, start: start}
	w.anchors[y] = a
	before, outer := w.nodes+w.expanded, w.deepest
	w.deepest = p.depth
	n, end := w.value(y, start, p)
	a.node, a.open = n, false
	a.size = w.nodes + w.expanded - before + 1
	a.height = w.deepest - p.depth
	w.deepest = max(w.deepest, outer)
	return n, end
}

// alias puts what an anchor stands for in the alias's place. The values below
// are shared, so memory grows with the text and not with the expansion; the
// budget is for those who walk the tree after us.
func (w *walker) alias(y *yaml.Node, start int, p place) (*Node, int) {
	end := start + 1 + len(y.Value)
	a := w.anchors[y.Alias]
	switch {
	case a == nil || !a.open && a.node == nil || w.overrun:
		return nil, end
	case a.open:
		w.add(w.at(diag.Alias, start, end, "*%s stands inside of what it refers to, so it would never end", y.Value).
			WithRelated(w.span(a.start, a.start+1+len(y.Value)), "it begins here").
			WithHelp("write out what is meant here"))
		return nil, end
	case p.depth+a.height > w.limits.Depth:
		w.add(w.at(diag.TooLarge, start, end, "with *%s lists and maps stand more than %d deep in each other", y.Value, w.limits.Depth).
			WithHelp("write out what is meant here"))
		return nil, end
	}
	if w.expanded += a.size; w.expanded > w.limits.Expansion {
		w.overrun = true
		w.add(w.at(diag.Alias, start, end, "the aliases of this file stand for more than %d values", w.limits.Expansion).
			WithHelp("write the flow out, or split it: a flow needs few aliases or none"))
		return nil, end
	}
	w.deepest = max(w.deepest, p.depth+a.height)
	n := w.make(*a.node)
	n.Alias = w.span(start, end)
	return n, end
}

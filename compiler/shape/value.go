package shape

import (
	"math"
	"strconv"
	"strings"

	"ivrc/compiler/syntax"
)

// value is the node as JSON has it. Whole numbers stay whole; nothing becomes a
// float. The depth is that of the tree, which compiler/syntax limits.
func value(n *syntax.Node) any {
	switch n.Kind {
	case syntax.Null:
		return nil
	case syntax.Bool:
		return strings.EqualFold(n.Text, "true")
	case syntax.Int:
		if i, err := strconv.ParseInt(n.Text, 10, 64); err == nil {
			return i
		}
		return int64(math.MaxInt64) // larger than every number that a flow may hold
	case syntax.List:
		items := make([]any, len(n.Items))
		for i, item := range n.Items {
			items[i] = value(item)
		}
		return items
	case syntax.Map:
		return object(n)
	}
	return n.Text
}

// object is a map node with its keys as written.
func object(n *syntax.Node) map[string]any {
	out := make(map[string]any, len(n.Entries))
	for _, e := range n.Entries {
		if _, twice := out[e.Key.Text]; !twice {
			out[e.Key.Text] = value(e.Value)
		}
	}
	return out
}

// headOf is the flow with nothing under its steps.
func headOf(root *syntax.Node) map[string]any {
	out := make(map[string]any, len(root.Entries))
	for _, e := range root.Entries {
		if _, twice := out[e.Key.Text]; twice {
			continue
		}
		if e.Key.Text != "steps" || e.Value.Kind != syntax.Map {
			out[e.Key.Text] = value(e.Value)
			continue
		}
		steps := make(map[string]any, len(e.Value.Entries))
		for _, step := range e.Value.Entries {
			steps[step.Key.Text] = true
		}
		out["steps"] = steps
	}
	return out
}

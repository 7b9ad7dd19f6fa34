package shape

import (
	"strconv"

	"ivrc/compiler/syntax"
)

// spot is where a violation stands in the source.
type spot struct {
	// value is the node at the path; nil where the path ends in a name that is
	// looked for and not there.
	value *syntax.Node
	// key is the nearest key above the value, nil at the root.
	key *syntax.Node
	// item says that the value is an item of a list under key.
	item bool
}

// manyKeys is the size from which keys are found by an index: looking through a
// large map for each of its mistakes would take the square of its size.
const manyKeys = 16

// locate follows a path from the part's node.
func (c *checker) locate(p part, path []string) spot {
	at := spot{value: p.node, key: p.key}
	for _, step := range path {
		if at.value == nil {
			return at
		}
		switch at.value.Kind {
		case syntax.Map:
			e := c.entry(at.value, step)
			if e == nil {
				return spot{key: at.key}
			}
			at = spot{value: e.Value, key: e.Key}
		case syntax.List:
			i, err := strconv.Atoi(step)
			if err != nil || i < 0 || i >= len(at.value.Items) {
				return spot{key: at.key}
			}
			at = spot{value: at.value.Items[i], key: at.key, item: true}
		default:
			return spot{key: at.key}
		}
	}
	return at
}

func (c *checker) entry(n *syntax.Node, key string) *syntax.Entry {
	if len(n.Entries) < manyKeys {
		return n.Entry(key)
	}
	index := c.large[n]
	if index == nil {
		index = make(map[string]int, len(n.Entries))
		for i := len(n.Entries) - 1; i >= 0; i-- {
			index[n.Entries[i].Key.Text] = i
		}
		c.large[n] = index
	}
	if i, ok := index[key]; ok {
		return &n.Entries[i]
	}
	return nil
}

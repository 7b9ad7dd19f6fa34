package syntax

import (
	"gopkg.in/yaml.v3"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
)

// walker turns yaml.v3's tree into ours. Values and keys are taken as text of
// the source; what yaml.v3 makes of a number or a date is never looked at.
type walker struct {
	*reporter
	text   []byte
	limits Limits
	cursor *cursor
	slab   []Node
	// nodes counts values as written, expanded those that aliases add.
	nodes, expanded int
	anchors         map[*yaml.Node]*anchored
	// deepest is the depth reached since the innermost anchor began.
	deepest int
	overrun bool // the budget of aliases was reported; later ones are left out without a word
}

// place is where a value stands: how many lists and maps are around it, and the
// column of the innermost one in block form, -1 for none.
type place struct {
	depth, parent int
}

func newWalker(r *reporter, limits Limits) *walker {
	return &walker{reporter: r, text: r.file.Text, limits: limits, cursor: newCursor(r.file), anchors: map[*yaml.Node]*anchored{}}
}

// make hands out nodes in slabs: one allocation for many small values.
func (w *walker) make(n Node) *Node {
	if len(w.slab) == 0 {
		w.slab = make([]Node, min(max(w.nodes, 8), 512))
	}
	at := &w.slab[0]
	w.slab = w.slab[1:]
	*at = n
	return at
}

// node reads one value. It gives nil for a value that cannot stay in the tree,
// and the end of its text in any case. It calls itself once for each level, which
// the survey has bounded.
func (w *walker) node(y *yaml.Node, p place) (n *Node, end int) {
	w.nodes++
	if w.nodes > w.limits.Nodes {
		w.tooMany()
		return nil, 0
	}
	start := w.cursor.offset(y.Line, y.Column)
	if y.Kind == yaml.AliasNode {
		return w.alias(y, start, p)
	}
	w.deepest = max(w.deepest, p.depth)
	if y.Anchor == "" {
		return w.value(y, start, p)
	}
	return w.anchored(y, start, p)
}

func (w *walker) tooMany() {
	if w.count[diag.TooLarge] == 0 {
		w.add(w.at(diag.TooLarge, 0, 0, "the file holds more than %d values", w.limits.Nodes).
			WithHelp("split it into several flows"))
	}
}

func (w *walker) value(y *yaml.Node, start int, p place) (n *Node, end int) {
	if y.Kind == yaml.ScalarNode {
		return w.scalar(y, start, p)
	}
	if p.depth >= w.limits.Depth {
		w.add(w.at(diag.TooLarge, start, start+1, "lists and maps stand more than %d deep in each other here", w.limits.Depth))
		return nil, start + 1
	}
	if w.ownProperties(y) {
		props := w.properties(start)
		start = props.behind
		w.refuseTag(props, "")
	}
	if y.Kind == yaml.SequenceNode {
		return w.listNode(y, start, p)
	}
	return w.mapNode(y, start, p)
}

// ownProperties says that an anchor or tag at the beginning belongs to the list
// or map, and not to its first key.
func (w *walker) ownProperties(y *yaml.Node) bool {
	if y.Kind == yaml.MappingNode && len(y.Content) > 0 {
		key := y.Content[0]
		return key.Line != y.Line || key.Column != y.Column
	}
	return true
}

// listNode reads a list. Start is at its [ or at its first dash.
func (w *walker) listNode(y *yaml.Node, start int, p place) (*Node, int) {
	n := w.make(Node{Kind: List, Items: make([]*Node, 0, len(y.Content))})
	inner := place{depth: p.depth + 1, parent: p.parent}
	flow := start < len(w.text) && w.text[start] == '['
	if !flow {
		inner.parent = w.column(start)
	}
	end := start + 1
	for _, item := range y.Content {
		child, childEnd := w.node(item, inner)
		end = max(end, childEnd)
		if child != nil {
			n.Items = append(n.Items, child)
		}
	}
	if flow {
		end = w.flowEnd(end, ']')
	}
	n.Span = w.span(start, end)
	return n, end
}

// column is the byte column of an offset, 0-based.
func (w *walker) column(offset int) int {
	line := w.cursor.line
	if start := w.file.LineStart(line); offset < start || offset >= w.file.LineStart(line+1) {
		line = w.file.LineOf(offset)
	}
	column := offset - w.file.LineStart(line)
	if line == 1 {
		column -= bom(w.text)
	}
	return column
}

// flowEnd is the offset behind the bracket that closes a list or map whose last
// value ends at i.
func (w *walker) flowEnd(i int, bracket byte) int {
	at := skipSpace(w.text, i)
	if at < len(w.text) && w.text[at] == ',' {
		at = skipSpace(w.text, at+1)
	}
	if at < len(w.text) && w.text[at] == bracket {
		return at + 1
	}
	return i
}

// properties are the anchor and tag before a value.
type properties struct {
	tag source.Span // zero for none
	// end is behind the last of them, behind the start of the value.
	end, behind int
}

func (w *walker) properties(i int) properties {
	p := properties{end: i, behind: i}
	for i < len(w.text) && (w.text[i] == '&' || w.text[i] == '!') {
		start := i
		i = propertyEnd(w.text, i)
		if w.text[start] == '!' {
			p.tag = w.span(start, i)
		}
		p.end = i
		i = skipSpace(w.text, i)
		p.behind = i
	}
	return p
}

// propertyEnd is the end of the anchor or tag at i. An anchor ends with its name,
// a tag with the word.
func propertyEnd(text []byte, i int) int {
	isAnchor := text[i] == '&'
	for i++; i < len(text) && !isSpace(text[i]) && !isFlowSign(text[i]) && !(isAnchor && !isWord(text[i])); i++ {
	}
	return i
}

// refuseTag reports a word with an exclamation mark, which YAML takes away from
// the text. Whole is the text as it was meant, empty for a list or map.
func (w *walker) refuseTag(p properties, whole string) {
	if p.tag.IsZero() {
		return
	}
	d := diag.New(diag.Tag, p.tag, "%s is not read as text, because it begins with !", clipped(p.tag.Text()))
	if whole == "" {
		w.add(d.WithHelp("delete it: a flow has no tags"))
		return
	}
	w.add(d.WithHelp("put the text in quotes: %s", inQuotes(whole)))
}

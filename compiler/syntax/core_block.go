package syntax

// blockMap reads the map whose first key stands here. It ends before the line that is
// not one of its own.
func (c *core) blockMap(column, depth int) (*Node, int) {
	if depth > deepestCore {
		return c.giveUp()
	}
	n := c.node(Map, c.at, c.at)
	base := len(c.pairs)
	if cuts := c.cuts(column, depth); len(cuts) > 0 {
		n.Span.End = c.inParts(cuts, column, depth, base)
	} else {
		n.Span.End = c.entries(column, depth, base)
	}
	if c.other || c.column > column {
		return c.giveUp()
	}
	n.Entries = c.close(base)
	return n, n.Span.End
}

// entries keeps those of the map whose next key stands here; end is that of the last one.
func (c *core) entries(column, depth, base int) (end int) {
	for {
		key, i := c.key(c.at)
		if key == nil {
			c.other = true
			return 0
		}
		value, end := c.behindColon(i, column, depth)
		if c.other || !c.pair(base, key, value) {
			c.other = true
			return 0
		}
		if c.column != column {
			return end
		}
	}
}

// behindColon reads the value of a key whose colon ends at i.
func (c *core) behindColon(i, column, depth int) (*Node, int) {
	at := c.past(i)
	switch s := c.sign(at); {
	case s != '\n' && s != '#' && at > i:
		return c.value(at, column, depth)
	case s == '#' && at == i, s != '\n' && s != '#':
		return c.giveUp()
	}
	c.finishLine(i)
	isItem := c.column >= 0 && c.sign(c.at) == '-' && c.sign(c.at+1) == ' '
	switch {
	case c.other:
	case c.column > column && !isItem:
		return c.blockMap(c.column, depth+1)
	case c.column >= column && isItem:
		return c.blockList(c.column, depth+1)
	}
	return c.giveUp()
}

// blockList reads the list whose first dash stands here.
func (c *core) blockList(column, depth int) (*Node, int) {
	if depth > deepestCore {
		return c.giveUp()
	}
	n := c.node(List, c.at, c.at)
	base := len(c.values)
	for {
		c.at = c.past(c.at + 1)
		var item *Node
		var end int
		if c.startsKey(c.at) {
			item, end = c.blockMap(c.at-c.line, depth+1)
		} else {
			item, end = c.value(c.at, column, depth)
		}
		if c.other || c.column > column {
			return c.giveUp()
		}
		c.values = append(c.values, item)
		n.Span.End = end
		if c.column != column || c.sign(c.at) != '-' || c.sign(c.at+1) != ' ' {
			break
		}
	}
	n.Items = append(make([]*Node, 0, len(c.values)-base), c.values[base:]...)
	c.values = c.values[:base]
	return n, n.Span.End
}

// value reads a value that begins on the line of its key or dash and goes on to the
// next content. Column is that of the innermost map or list.
func (c *core) value(i, column, depth int) (n *Node, end int) {
	switch c.sign(i) {
	case '|', '>':
		return c.blockText(i, column)
	case '"', '\'':
		n, end = c.quoted(i)
	case '{', '[':
		n, end = c.brackets(i, depth+1)
	default:
		n, end = c.plain(i, false)
	}
	if n == nil || c.other {
		return c.giveUp()
	}
	c.finishLine(end)
	return n, end
}

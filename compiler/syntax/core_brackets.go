package syntax

// brackets reads a list or map in brackets that ends on this line; end is behind it.
func (c *core) brackets(i, depth int) (*Node, int) {
	if depth > deepestCore {
		return c.giveUp()
	}
	if c.text[i] == '{' {
		return c.braces(i, depth)
	}
	n := c.node(List, i, i)
	base := len(c.values)
	at := c.past(i + 1)
	for c.sign(at) != ']' {
		item, end := c.inside(at, depth)
		if c.other {
			return c.giveUp()
		}
		c.values = append(c.values, item)
		if at = c.behindItem(end, ']'); c.other {
			return c.giveUp()
		}
	}
	n.Items = append(make([]*Node, 0, len(c.values)-base), c.values[base:]...)
	c.values = c.values[:base]
	n.Span.End = at + 1
	return n, at + 1
}

func (c *core) braces(i, depth int) (*Node, int) {
	n := c.node(Map, i, i)
	base := len(c.pairs)
	at := c.past(i + 1)
	for c.sign(at) != '}' {
		key, colon := c.key(at)
		if key == nil {
			return c.giveUp()
		}
		value, end := c.inside(c.past(colon), depth)
		if c.other || !c.pair(base, key, value) {
			return c.giveUp()
		}
		if at = c.behindItem(end, '}'); c.other {
			return c.giveUp()
		}
	}
	n.Entries = c.close(base)
	n.Span.End = at + 1
	return n, at + 1
}

// inside reads a value inside of brackets.
func (c *core) inside(i, depth int) (*Node, int) {
	switch c.sign(i) {
	case '{', '[':
		return c.brackets(i, depth+1)
	case '"', '\'':
		return c.quoted(i)
	case '\n':
		return c.giveUp()
	}
	return c.plain(i, true)
}

// behindItem is where the next item or the closing bracket stands behind an item that
// ends at i. Nothing may be left out between commas.
func (c *core) behindItem(i int, bracket byte) int {
	at := c.past(i)
	switch c.sign(at) {
	case bracket:
		return at
	case ',':
		if at = c.past(at + 1); c.sign(at) != bracket && c.sign(at) != '\n' {
			return at
		}
	}
	c.other = true
	return at
}

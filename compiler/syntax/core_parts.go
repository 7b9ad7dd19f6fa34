package syntax

import "ivrc/compiler/beside"

// A flow is one map of steps, and a large one is most of its file. Its parts are read
// beside each other: the text is cut at lines on which a key of the map would stand if the
// map goes on until there. A line that is no deeper than the map ends everything that
// core reads over more than one line, so that a reader of a part sees the same as one who
// has read all before it. Whether the map did go on until there is known when the part
// before has been read: if not, what was read beside is forgotten.

// dividedDepth is the level of the map that can be large: the steps of a flow.
const dividedDepth = 2

// usualPart is how many bytes are worth a reader of their own.
const usualPart = 128 << 10

// cuts are the offsets of the lines at which the parts of a map begin, all but the first;
// none where the map is read in one.
func (c *core) cuts(column, depth int) (cuts []int) {
	rest := len(c.text) - c.line
	if depth != dividedDepth || c.part == 0 {
		return nil
	}
	parts := min(c.readers, rest/c.part)
	for i := 1; i < parts; i++ {
		from := c.line + rest/parts*i
		cut := c.keyLine(from, min(from+rest/parts, len(c.text)), column)
		if cut > 0 && (len(cuts) == 0 || cut > cuts[len(cuts)-1]) {
			cuts = append(cuts, cut)
		}
	}
	return cuts
}

// keyLine is the first line between two offsets that could begin with a key in that
// column, or 0.
func (c *core) keyLine(from, to, column int) int {
	for line := behindLine(c.text, from); line < to; {
		at := c.past(line)
		if s := c.sign(at); at-line == column && s != '-' && (isCoreKey(s) || s == '"' || s == '\'') {
			return line
		}
		line = behindLine(c.text, at)
	}
	return 0
}

// inParts is entries for a map that is cut.
func (c *core) inParts(cuts []int, column, depth, base int) (end int) {
	text := c.text
	parts := make([]*corePart, len(cuts))
	for i, cut := range cuts {
		upTo := len(text)
		if i+1 < len(cuts) {
			upTo = cuts[i+1]
		}
		parts[i] = c.read(text[:upTo], cut, column, depth)
	}
	c.text = text[:cuts[0]]
	end = c.entries(column, depth, base)
	c.text = text
	for _, p := range parts {
		if c.other || c.column >= 0 {
			break // the map has ended
		}
		p.wait()
		c.other = p.other
		for _, e := range p.pairs {
			c.other = c.other || !c.pair(base, e.Key, e.Value)
		}
		c.nodes += p.nodes
		c.line, c.at, c.column = p.line, p.at, p.column
		end = p.end
	}
	return end
}

// corePart reads a part of a map.
type corePart struct {
	core
	end  int
	wait func()
}

// read begins to read the part of a map that begins at a line.
func (c *core) read(text []byte, line, column, depth int) *corePart {
	p := &corePart{core: core{file: c.file, text: text, whole: c.whole, limits: c.limits}}
	p.wait = beside.Do(true, func() {
		p.toContent(line)
		p.end = p.entries(column, depth, 0)
	})
	return p
}

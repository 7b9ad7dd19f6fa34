package drawtest

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/ir"
)

// Problems are what is wrong with a picture of a flow; none for a good one.
func Problems(f *ir.Flow, svg string) []string {
	p, err := read(svg)
	if err != nil {
		return []string{err.Error()}
	}
	c := &checker{picture: p, flow: f}
	c.places()
	for _, l := range p.lines {
		if l.points != nil {
			c.line(l)
		}
	}
	for _, w := range c.labels {
		c.label(w)
	}
	c.steps()
	for _, s := range f.Steps {
		for _, e := range s.Edges {
			c.edge(s, e)
		}
	}
	return c.found
}

// Width is how wide a picture is, in its own units.
func Width(svg string) int {
	p, err := read(svg)
	if err != nil {
		return 0
	}
	return p.width
}

type checker struct {
	*picture
	flow  *ir.Flow
	found []string
}

func (c *checker) fault(format string, args ...any) {
	c.found = append(c.found, fmt.Sprintf(format, args...))
}

// places looks for what covers something else, or leaves the picture.
func (c *checker) places() {
	page := rect{0, 0, c.width, c.height}
	inside := func(r rect) bool {
		return r.left >= page.left && r.top >= page.top && r.right <= page.right && r.bottom <= page.bottom
	}
	for i, b := range c.boxes {
		if !inside(b.rect) {
			c.fault("%s leaves the picture", b.name)
		}
		for _, o := range c.boxes[:i] {
			if b.overlaps(o.rect) {
				c.fault("%s and %s overlap", b.name, o.name)
			}
		}
		for _, l := range c.labels {
			if b.overlaps(l.rect) {
				c.fault("%s covers the words %q", b.name, l.text)
			}
		}
	}
	for i, l := range c.labels {
		if !inside(l.rect) {
			c.fault("the words %q leave the picture", l.text)
		}
		for _, o := range c.labels[:i] {
			if l.overlaps(o.rect) {
				c.fault("the words %q and %q overlap", l.text, o.text)
			}
		}
	}
}

// near is how far from the beginning of its line a word may stand.
const near = 12

// label looks for the line whose beginning the words stand at.
func (c *checker) label(w words) {
	if !slices.ContainsFunc(c.lines, func(l line) bool {
		if l.points == nil || l.from != w.from || l.to != w.to || l.quiet != w.quiet {
			return false
		}
		x, y := l.points[0].x, l.points[0].y
		return w.left <= x && x <= w.right && y <= w.top && w.top <= y+near
	}) {
		c.fault("the words %q stand at no line", w.text)
	}
}

// line follows a line from box to box.
func (c *checker) line(l line) {
	name := fmt.Sprintf("the line %s -> %s (%s)", l.from, l.to, strings.Join(l.outcomes, ", "))
	from := l.from
	if from == "" {
		from = "lead to " + l.to
	}
	first, last := l.points[0], l.points[len(l.points)-1]
	for i := 1; i < len(l.points); i++ {
		piece := around(l.points[i-1], l.points[i])
		if piece.right-piece.left > 0 && piece.bottom-piece.top > 0 && !curved(l.points, i) {
			c.fault("%s is not straight", name)
		}
		for _, b := range c.boxes {
			if crosses(piece, b.rect) {
				c.fault("%s runs through %s", name, b.name)
			}
		}
		for _, w := range c.labels {
			if crosses(piece, w.rect) && (w.from != l.from || w.to != l.to || w.quiet != l.quiet) {
				c.fault("%s runs under the words %q", name, w.text)
			}
		}
	}
	// Several entries may lead to one step.
	if !slices.ContainsFunc(c.boxes, func(b box) bool {
		return b.name == from && first.y == b.bottom && first.x >= b.left && first.x <= b.right
	}) {
		c.fault("%s does not begin at its box", name)
	}
	for _, b := range c.boxes {
		if b.name == l.to && l.to != "end" && !touches(b.rect, last) {
			c.fault("%s does not end at its box", name)
		}
	}
}

// curved says that a piece is half of a round corner.
func curved(points []point, i int) bool {
	a, b := points[i-1], points[i]
	return max(a.x-b.x, b.x-a.x) <= 8 && max(a.y-b.y, b.y-a.y) <= 8
}

func around(a, b point) rect {
	return rect{min(a.x, b.x), min(a.y, b.y), max(a.x, b.x), max(a.y, b.y)}
}

// crosses says that a line, which has no width, comes inside a box.
func crosses(line, box rect) bool {
	return line.left < box.right && line.right > box.left && line.top < box.bottom && line.bottom > box.top
}

func touches(b rect, p point) bool {
	onTop := p.y == b.top && p.x > b.left && p.x < b.right
	onSide := (p.x == b.right || p.x == b.left) && p.y > b.top && p.y < b.bottom
	return onTop || onSide
}

// steps looks for boxes and entries that are missing, and links to nothing.
func (c *checker) steps() {
	has := func(name string) bool {
		return slices.ContainsFunc(c.boxes, func(b box) bool { return b.name == name })
	}
	for _, s := range c.flow.Steps {
		if !has(s.ID) {
			c.fault("%s has no box", s.ID)
		}
	}
	for _, e := range c.flow.Entries {
		if s := c.flow.Step(e.Step); s != nil && !has("lead to "+s.ID) {
			c.fault("the entry at %s is missing", s.ID)
		}
	}
	for link := range c.links {
		if !c.ids[link] {
			c.fault("a link leads to %s, which is not there", link)
		}
	}
	for at := range c.anywhere {
		if at[1] != "end" && !has("lead to "+at[1]) {
			c.fault("%s is reached from anywhere and has no mark", at[1])
		}
	}
}

// edge looks for one edge of the flow: in a line, in a list, or in what holds for
// every step.
func (c *checker) edge(s *ir.Step, e ir.Edge) {
	outcome, to := e.Outcome.String(), c.flow.TargetName(e.To)
	found := 0
	for _, l := range c.lines {
		if l.from != s.ID || l.to != to || !slices.Contains(l.outcomes, outcome) {
			continue
		}
		found++
		if l.quiet != e.Outcome.Kind.ReachingOnly() {
			c.fault("%s -> %s of %s is as loud as what it is not", outcome, to, s.ID)
		}
		if e.Outcome.Kind == ir.KeyPressed && !c.shows(l, e.Outcome.Name) {
			c.fault("key %s of %s is not written at its line", e.Outcome.Name, s.ID)
		}
	}
	inherited := e.Origin == ir.FromFlow || e.Origin == ir.FromFlowFamily
	said := inherited && c.anywhere[[2]string{outcome, to}] || e.Origin == ir.FromSelf
	switch {
	case found > 1:
		c.fault("%s -> %s of %s is drawn %d times", outcome, to, s.ID, found)
	case found == 0 && (!said || !e.Outcome.Kind.ReachingOnly()):
		c.fault("%s -> %s of %s is nowhere", outcome, to, s.ID)
	}
}

// shows says that a key is among the words of a line.
func (c *checker) shows(l line, key string) bool {
	text := l.text
	for _, w := range c.labels {
		if l.points != nil && w.from == l.from && w.to == l.to && !w.quiet {
			text = w.text
		}
	}
	return slices.Contains(strings.Fields(strings.ReplaceAll(text, ",", " ")), key)
}

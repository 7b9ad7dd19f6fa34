package draw

import (
	"fmt"
	"strings"

	"ivrc/ir/draw/layout"
)

// link draws the line of a link, the loop to its own box, or its end.
func (d *drawing) link(i int) {
	l := d.links[i]
	class := "line"
	if l.Quiet {
		class = "line quiet"
	}
	port := d.move(d.placed.Ports[i])
	switch l.To {
	case layout.Nowhere:
		y := port.Y + d.boxes[l.From].Below - endRoom
		d.edge(i, class+" stub", fmt.Sprintf("M%d %dV%d", port.X, port.Y, y+8))
		d.printf(`<circle class="end" cx="%d" cy="%d" r="5"><title>the call ends</title></circle>`+"\n", port.X, y+13)
	case l.From:
		d.edge(i, class, rounded(d.loop(i)))
	default:
		points := make([]layout.Point, len(d.placed.Lines[i]))
		for n, p := range d.placed.Lines[i] {
			points[n] = d.move(p)
		}
		d.edge(i, class, rounded(points))
	}
}

// loop leads from a port around to the right side of the same box.
func (d *drawing) loop(i int) []layout.Point {
	l := d.links[i]
	box, corner := d.boxes[l.From], d.move(d.placed.Boxes[l.From])
	port := d.move(d.placed.Ports[i])
	y, x := corner.Y+box.Height+box.Below-4, corner.X+box.Width+loopRoom
	side := corner.Y + box.Height/2
	return []layout.Point{port, {X: port.X, Y: y}, {X: x, Y: y}, {X: x, Y: side}, {X: corner.X + box.Width, Y: side}}
}

func (d *drawing) move(p layout.Point) layout.Point {
	return layout.Point{X: p.X + d.left, Y: p.Y + d.top}
}

// edge writes a path; its attributes name what it is, for scripts and tests.
func (d *drawing) edge(i int, class, path string) {
	l := d.links[i]
	from, to, marker := "", "end", ` marker-end="url(#tip)"`
	if l.Quiet {
		marker = ` marker-end="url(#quiet-tip)"`
	}
	if l.To == layout.Nowhere {
		marker = ""
	}
	outcomes := "enter"
	if w := d.wayOf[i]; w >= 0 {
		from = d.flow.Steps[l.From].ID
		to = d.flow.TargetName(d.ways[w].to)
		outcomes = outcomeList(d.ways[w])
	} else {
		to = d.flow.Steps[l.To].ID
	}
	d.printf(`<path class="%s" d="%s"%s data-from="%s" data-to="%s" data-outcomes="%s"/>`+"\n",
		class, path, marker, xml(from), xml(to), xml(outcomes))
}

func outcomeList(w way) string {
	all := make([]string, len(w.outcomes))
	for i, o := range w.outcomes {
		all[i] = o.String()
	}
	return strings.Join(all, "|")
}

// rounded is a path along corners, which are cut round where there is room.
func rounded(points []layout.Point) string {
	var b strings.Builder
	fmt.Fprintf(&b, "M%d %d", points[0].X, points[0].Y)
	for i := 1; i+1 < len(points); i++ {
		before, at, after := points[i-1], points[i], points[i+1]
		cut := min(cornerCut, distance(before, at)/2, distance(at, after)/2)
		in, out := toward(at, before, cut), toward(at, after, cut)
		fmt.Fprintf(&b, "L%d %dQ%d %d %d %d", in.X, in.Y, at.X, at.Y, out.X, out.Y)
	}
	last := points[len(points)-1]
	fmt.Fprintf(&b, "L%d %d", last.X, last.Y)
	return b.String()
}

func distance(a, b layout.Point) int { return max(a.X-b.X, b.X-a.X) + max(a.Y-b.Y, b.Y-a.Y) }

// toward is the point so far from one point on the way to another; one of the two
// coordinates is the same.
func toward(from, to layout.Point, far int) layout.Point {
	return layout.Point{X: from.X + far*sign(to.X-from.X), Y: from.Y + far*sign(to.Y-from.Y)}
}

func sign(n int) int {
	switch {
	case n > 0:
		return 1
	case n < 0:
		return -1
	}
	return 0
}

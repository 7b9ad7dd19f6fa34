package draw

import (
	"fmt"
	"strconv"
	"strings"

	"ivrc/ir"
	"ivrc/ir/draw/layout"
)

func (d *drawing) printf(format string, args ...any) { fmt.Fprintf(&d.b, format, args...) }

// svg writes the picture: lines first, so that nothing is hidden by them.
func (d *drawing) svg() string {
	title := xml(d.heading())
	d.printf(`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="%s">`+"\n",
		d.width, d.height, d.width, d.height, xml(d.summary()))
	d.printf("<title>%s</title>\n", title)
	d.b.WriteString("<style>\n" + style + "</style>\n")
	d.b.WriteString(markers)
	d.printf(`<rect class="page" width="%d" height="%d"/>`+"\n", d.width, d.height)
	d.head()
	for _, quiet := range []bool{true, false} {
		for i, l := range d.links {
			if l.Quiet == quiet {
				d.link(i)
			}
		}
	}
	for i := range d.flow.Steps {
		d.step(i)
	}
	for i, l := range d.leads {
		d.lead(i, l)
	}
	for i := range d.links {
		d.labelOf(i)
	}
	d.b.WriteString("</svg>\n")
	return d.b.String()
}

// summary is the picture in a sentence, for those who do not see it.
func (d *drawing) summary() string {
	text := "Call flow " + d.heading() + ", " + count(len(d.flow.Steps), "step")
	if s := d.flow.Step(d.flow.Start()); s != nil {
		text += ", beginning at " + s.ID
	}
	return text
}

func count(n int, word string) string {
	if n == 1 {
		return "1 " + word
	}
	return strconv.Itoa(n) + " " + word + "s"
}

// headLines is how many lines stand above the picture.
func (d *drawing) headLines() int {
	if len(d.anywheres) == 0 {
		return 1
	}
	return 2
}

// head is the flow's name, and what holds anywhere.
func (d *drawing) head() {
	room := d.width - 2*margin
	y := margin + 14
	d.printf(`<text class="title" x="%d" y="%d">%s</text>`+"\n", margin, y, xml(titleFace.cut(legal(d.heading()), room)))
	if len(d.anywheres) == 0 {
		return
	}
	x, before := margin, "From every step that says nothing else: "
	for _, a := range d.anywheres {
		target := d.flow.TargetName(a.to)
		text := before + kindWords(a.kinds) + " → " + idFace.cut(target, room/3)
		d.printf(`<text class="legend" x="%d" y="%d" data-outcomes="%s" data-to="%s">%s</text>`+"\n",
			x, y+headLine+4, xml(strings.ReplaceAll(kindWords(a.kinds), ", ", "|")), xml(target), xml(text))
		x, before = x+textFace.width(text)+14, ""
	}
}

// step draws a box.
func (d *drawing) step(i int) {
	s, c := d.flow.Steps[i], d.cards[i]
	at := d.move(d.placed.Boxes[i])
	d.printf(`<g class="step %s" id="step-%s" data-step="%s">`, actClass(s.Act), xml(s.ID), xml(s.ID))
	d.printf("<title>%s</title>\n", xml(d.whole(s)))
	radius := 6
	if ends(s) {
		radius = 16
	}
	d.printf(`<rect class="card" x="%d" y="%d" width="%d" height="%d" rx="%d"/>`+"\n", at.X, at.Y, c.box.Width, c.box.Height, radius)
	x, y := at.X+cardPad, at.Y+20
	d.printf(`<text class="id" x="%d" y="%d">%s</text>`, x, y, xml(c.id))
	d.printf(`<text class="act" x="%d" y="%d">%s</text>`+"\n", at.X+c.box.Width-cardPad, y, xml(c.act))
	line := func(class, text string) {
		y += lineHeight
		d.printf(`<text class="%s" x="%d" y="%d">%s</text>`+"\n", class, x, y, xml(text))
	}
	y += 3
	if c.detail != "" {
		line("detail", c.detail)
	}
	for _, text := range c.prompt {
		line("prompt", text)
	}
	for _, text := range c.note {
		line("note", text)
	}
	d.jumps(at, c)
	d.b.WriteString("</g>\n")
}

// jumps lists the far ways at the bottom of their box.
func (d *drawing) jumps(at layout.Point, c card) {
	if len(c.jumps) == 0 {
		return
	}
	y := at.Y + c.box.Height - c.jumpLines()*lineHeight - 7
	d.printf(`<path class="rule" d="M%d %dh%d"/>`+"\n", at.X, y, c.box.Width)
	for _, j := range c.jumps {
		w := d.ways[j.way]
		class, to := "jump", d.flow.TargetName(w.to)
		if w.quiet {
			class = "jump quiet"
		}
		d.printf(`<a href="#step-%s"><text class="%s" data-from="%s" data-to="%s" data-outcomes="%s">`,
			xml(to), class, xml(d.flow.Steps[w.from].ID), xml(to), xml(outcomeList(w)))
		for n, label := range j.label {
			y += lineHeight
			d.printf(`<tspan x="%d" y="%d">`, at.X+cardPad, y)
			if label != "" {
				d.printf(`<tspan class="key">%s</tspan> `, xml(label))
			}
			if n+1 == len(j.label) {
				d.printf("→ %s", xml(j.text))
			}
			d.b.WriteString("</tspan>")
		}
		d.b.WriteString("</text></a>\n")
	}
}

// whole is everything about a step that people may want to read.
func (p *picture) whole(s *ir.Step) string {
	parts := []string{s.ID + " (" + s.Act.Word() + ")"}
	for _, text := range []string{p.detail(s), p.spoken(s), p.mask(s.Note)} {
		if text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ": ")
}

func (d *drawing) lead(i int, l lead) {
	box := d.boxes[len(d.flow.Steps)+i]
	at := d.move(d.placed.Boxes[len(d.flow.Steps)+i])
	class := "entry"
	if !l.entry {
		class = "anyone"
	}
	d.printf(`<g class="%s" data-lead="%s"><rect class="pill" x="%d" y="%d" width="%d" height="%d" rx="12"/>`, class, xml(d.flow.Steps[l.to].ID), at.X, at.Y, box.Width, box.Height)
	d.printf(`<text x="%d" y="%d">%s</text></g>`+"\n", at.X+box.Width/2, at.Y+16, xml(l.text))
}

// labelOf writes the words at a line's beginning, on a ground that covers the
// line.
func (d *drawing) labelOf(i int) {
	if d.wayOf[i] < 0 {
		return
	}
	w := d.ways[d.wayOf[i]]
	lines := d.labelLines(w)
	if len(lines) == 0 {
		return
	}
	width, height := d.labelBox(lines)
	port := d.move(d.placed.Ports[i])
	class := "label"
	if w.quiet {
		class = "label quiet"
	}
	top := port.Y + labelTop
	d.printf(`<g class="%s" data-from="%s" data-to="%s"><rect class="ground" x="%d" y="%d" width="%d" height="%d"/>`,
		class, xml(d.flow.Steps[w.from].ID), xml(d.flow.TargetName(w.to)), port.X-width/2, top, width, height)
	for n, line := range lines {
		d.printf(`<text x="%d" y="%d">%s</text>`, port.X, top+10+n*labelLine, xml(line))
	}
	d.b.WriteString("</g>\n")
}

// actClass groups the acts by what they do to the caller.
func actClass(a ir.Act) string {
	switch a.(type) {
	case *ir.Menu, *ir.Collect:
		return "asks"
	case *ir.Record:
		return "records"
	case *ir.Transfer, *ir.Call, *ir.Conference:
		return "dials"
	case *ir.Message, *ir.Handoff:
		return "sends"
	case *ir.Hangup, *ir.Redirect, *ir.Reject:
		return "leaves"
	}
	return "speaks"
}

package draw

import (
	"ivrc/ir"
	"ivrc/ir/draw/layout"
)

// Faces of the picture.
var (
	idFace    = face{size: 14, bold: true}
	actFace   = face{size: 11, bold: true}
	textFace  = face{size: 12}
	noteFace  = face{size: 11}
	labelFace = face{size: 12, bold: true}
	jumpFace  = face{size: 12}
	leadFace  = face{size: 12, bold: true}
	titleFace = face{size: 18, bold: true}
)

// Measures of a box.
const (
	cardLeast  = 204
	cardMost   = 290
	cardPad    = 12
	lineHeight = 15
	labelLine  = 13
	labelTop   = 6
	endRoom    = 20
	loopRoom   = 16
	promptMost = 3
	labelWidth = 72
)

// card is a step's box with its texts, cut to fit.
type card struct {
	box             layout.Box
	id, act, detail string
	prompt, note    []string
	jumps           []jump
}

// jump is a way that is listed in its box.
type jump struct {
	way int
	// label are its lines, the last of which stands before the target.
	label []string
	text  string
}

func (d *drawing) newCard(step int, ways []int, jumps []bool) card {
	s := d.flow.Steps[step]
	c := card{act: s.Act.Word()}
	ports := 0
	for _, w := range ways {
		if !jumps[w] {
			ports += d.slot(d.ways[w])
		}
	}
	actWidth := actFace.width(c.act) + 10
	c.box.Width = max(cardLeast, min(idFace.width(s.ID)+actWidth+2*cardPad, cardMost), ports)
	for _, w := range ways {
		if jumps[w] {
			c.box.Width = max(c.box.Width, min(d.jumpWidth(d.ways[w])+2*cardPad, cardMost))
		}
	}
	inner := c.box.Width - 2*cardPad
	c.id = idFace.cut(s.ID, inner-actWidth)
	c.detail = textFace.cut(legal(d.detail(s)), inner)
	if say := d.spoken(s); say != "" {
		c.prompt = textFace.wrap("“"+legal(say)+"”", inner, promptMost)
	}
	c.note = noteFace.wrap(legal(d.mask(s.Note)), inner, 2)
	lines := len(c.prompt) + len(c.note)
	if c.detail != "" {
		lines++
	}
	c.box.Height = 30 + lines*lineHeight
	if lines > 0 {
		c.box.Height += 6
	}
	for _, w := range ways {
		if !jumps[w] {
			c.hang(d, d.ways[w], step)
			continue
		}
		c.jumps = append(c.jumps, d.newJump(w, inner))
	}
	if n := c.jumpLines(); n > 0 {
		c.box.Height += n*lineHeight + 8
	}
	return c
}

// jumpLines is how many lines the far ways take.
func (c *card) jumpLines() int {
	n := 0
	for _, j := range c.jumps {
		n += len(j.label)
	}
	return n
}

// hang makes room under and beside the box for what hangs on a way.
func (c *card) hang(d *drawing, w way, step int) {
	below := labelTop + labelLine*len(d.labelLines(w)) + 2
	switch {
	case d.flow.Step(w.to) == nil:
		below += endRoom
	case int(w.to) == step:
		below += loopRoom
		c.box.Beside = 2 * loopRoom
	}
	c.box.Below = max(c.box.Below, below)
}

// jumpWidth is the width of a jump that is not cut.
func (d *drawing) jumpWidth(w way) int {
	return labelFace.width(legal(d.label(w))) + jumpFace.width(" → "+d.flow.TargetName(w.to)) + 4
}

// newJump breaks a label that has no room beside its target.
func (d *drawing) newJump(way, width int) jump {
	w := d.ways[way]
	label, target := legal(d.label(w)), d.flow.TargetName(w.to)
	arrow := jumpFace.width("→ ")
	j := jump{way: way, text: jumpFace.cut(target, width-arrow)}
	if label == "" {
		j.label = []string{""}
		return j
	}
	if d.jumpWidth(w) <= width {
		j.label = []string{label}
		return j
	}
	// At most as many lines as words: nothing is cut.
	j.label = append(labelFace.wrap(label, width, len(label)), "")
	return j
}

// labelLines are the words at a line's beginning: keys side by side, words one
// below the other.
func (d *drawing) labelLines(w way) (lines []string) {
	keys, words := d.words(w)
	line := ""
	for i, k := range keys {
		if i+1 < len(keys) {
			k += ","
		}
		longer := k
		if line != "" {
			longer = line + " " + k
		}
		if line != "" && labelFace.width(longer) > labelWidth {
			lines = append(lines, line)
			longer = k
		}
		line = longer
	}
	if line != "" {
		lines = append(lines, line)
	}
	for _, word := range words {
		lines = append(lines, legal(word))
	}
	return lines
}

// labelBox is the size of a label.
func (d *drawing) labelBox(lines []string) (width, height int) {
	for _, line := range lines {
		width = max(width, labelFace.width(line))
	}
	return width + 4, labelLine * len(lines)
}

// slot is the width that a way's port takes.
func (d *drawing) slot(w way) int {
	width, _ := d.labelBox(d.labelLines(w))
	return max(width+6, 18)
}

// ends says that a step's act is the end of the call.
func ends(s *ir.Step) bool {
	switch s.Act.(type) {
	case *ir.Hangup, *ir.Redirect, *ir.Reject:
		return true
	}
	return false
}

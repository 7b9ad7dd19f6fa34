package draw

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/ir"
	"ivrc/ir/draw/layout"
)

// Limits of a picture that anybody could still look at.
const (
	mostSteps = 3000
	mostWays  = 20000
	manySteps = 250 // beyond which one layout is enough
)

// TooBig is the error for a flow that cannot be drawn.
type TooBig struct {
	Steps, Ways int
}

// Error says what is too big and what can be done.
func (t TooBig) Error() string {
	return fmt.Sprintf("a flow of %d steps and %d ways between them is too big for a picture (at most %d and %d): --format dot gives it to Graphviz",
		t.Steps, t.Ways, mostSteps, mostWays)
}

// Measures of the picture.
const (
	margin    = 24
	headLine  = 20
	cornerCut = 6
	rowLimit  = 1190 // how wide the boxes of one row may be together
	pageLimit = 1400 // how wide a picture may be, if its boxes allow it
)

// SVG draws the flow: static, without scripts, as wide as a page. The error is
// TooBig.
func SVG(f *ir.Flow) (string, error) {
	p := newPicture(f)
	if len(f.Steps) > mostSteps || len(p.ways) > mostWays {
		return "", TooBig{len(f.Steps), len(p.ways)}
	}
	d := newDrawing(p)
	d.place()
	return d.svg(), nil
}

// drawing is a picture with boxes and their places.
type drawing struct {
	*picture
	cards  []card
	leads  []lead
	boxes  []layout.Box // of the steps, then of the leads
	links  []layout.Link
	wayOf  []int // by link: the way, -1 for that of a lead
	placed layout.Placed
	// row is how wide the boxes of one row may be together.
	row int
	way layout.Way
	// left and top move the layout into the picture.
	left, top     int
	width, height int
	b             strings.Builder
}

// lead is a small shape that leads to a step: an entry, or a flow-wide handler.
type lead struct {
	text  string
	to    int
	entry bool
	kinds []ir.OutcomeKind
}

func newDrawing(p *picture) *drawing {
	d := &drawing{picture: p}
	for _, e := range p.flow.Entries {
		if p.flow.Step(e.Step) != nil {
			d.leads = append(d.leads, lead{text: entryName(e), to: int(e.Step), entry: true})
		}
	}
	for _, a := range p.anywheres {
		if p.flow.Step(a.to) != nil {
			d.leads = append(d.leads, lead{text: "on " + kindWords(a.kinds) + ", anywhere", to: int(a.to), kinds: a.kinds})
		}
	}
	return d
}

// place decides what is drawn as a line and what is listed in its box, and lays
// everything out.
func (d *drawing) place() {
	d.cards = make([]card, len(d.flow.Steps))
	// Lines take room as well; where they take too much, rows get fewer boxes.
	for d.row = rowLimit; ; d.row -= rowLimit / 5 {
		d.tryWays()
		if d.placed.Width+2*margin <= pageLimit || d.row <= rowLimit*2/5 {
			break
		}
	}
	d.left, d.top = margin, margin+headLine*d.headLines()+14
	d.width = max(d.placed.Width, 560) + 2*margin
	d.left += (d.width - 2*margin - d.placed.Width) / 2
	d.height = d.placed.Height + d.top + margin
}

// tryWays lays the flow out in several ways and keeps the one with the shortest
// lines. Of a flow that nobody reads as a whole the first one is good enough.
func (d *drawing) tryWays() {
	d.placed = layout.Placed{}
	best, least := *d, 0
	for _, d.way = range layout.Ways() {
		rank := d.rank(d.chooseJumps())
		d.placed = layout.Place(d.boxes, d.links, rank)
		if n := d.placed.Length(); best.placed.Boxes == nil || n < least {
			least = n
			best = *d
			best.cards = slices.Clone(d.cards)
		}
		if len(d.flow.Steps) > manySteps {
			break
		}
	}
	*d = best
}

// rank makes boxes and links for the ways that are lines, and finds their rows.
func (d *drawing) rank(jumps []bool) []int {
	d.boxes, d.links, d.wayOf = nil, nil, nil
	byStep := make([][]int, len(d.flow.Steps))
	for i, w := range d.ways {
		byStep[w.from] = append(byStep[w.from], i)
	}
	for i := range d.flow.Steps {
		d.cards[i] = d.newCard(i, byStep[i], jumps)
		d.boxes = append(d.boxes, d.cards[i].box)
	}
	for _, l := range d.leads {
		d.links = append(d.links, layout.Link{From: len(d.boxes), To: l.to, Quiet: !l.entry, Slot: 10})
		d.wayOf = append(d.wayOf, -1)
		d.boxes = append(d.boxes, layout.Box{Width: leadFace.width(legal(l.text)) + 26, Height: 24, Lead: true})
		if !l.entry {
			d.boxes[l.to].Aside = true
		}
	}
	for _, w := range d.ways {
		if !w.quiet && int(w.to) != w.from && w.to.IsStep() {
			d.boxes[w.to].Aside = false
		}
	}
	for i, w := range d.ways {
		if jumps[i] {
			continue
		}
		to := int(w.to)
		if d.flow.Step(w.to) == nil {
			to = layout.Nowhere
		}
		d.links = append(d.links, layout.Link{From: w.from, To: to, Quiet: w.quiet, Slot: d.slot(w)})
		d.wayOf = append(d.wayOf, i)
	}
	return layout.Ranks(d.boxes, d.links, d.row, d.way)
}

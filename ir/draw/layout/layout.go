// Package layout finds places for boxes and ways for the lines between them.
//
// In: boxes with their sizes and links between them, in the order of the source.
// Out: for each box its row and place, for each link a line of horizontal and
// vertical pieces from the bottom of its box to the top of another. It is the
// layered way of drawing graphs: rows by rank, long lines through places of their
// own in the rows between, few crossings, straight lines where there is room. It
// knows nothing of calls and refuses nothing: what is too big is for the caller
// to say.
//
// All numbers are integers, so that every machine finds the same picture, and
// nothing recurses. Lines to one box meet on their way: they lead to the same
// place, and one trunk is calmer than ten lines side by side.
package layout

// Box is something with a place of its own. Lengths are in the picture's units.
type Box struct {
	Width, Height int
	// Beside is the room to the right of the box that belongs to it, Below the
	// room under it, for what hangs there.
	Beside, Below int
	// Lead marks a small box that leads into another one: it stands in the row
	// right above it, at the bottom of its row.
	Lead bool
	// Aside marks a box outside the flow of the picture: when nothing leads on
	// from it, it stands in the last row.
	Aside bool
}

// Nowhere is the To of a link that needs a port and no line.
const Nowhere = -1

// Link is a line from one box to another. A link to its own box gets the last
// port and no line.
type Link struct {
	From, To int
	// Quiet links come together on trunks of their own.
	Quiet bool
	// Slot is the width that the link's port takes under its box.
	Slot int
}

// Point is a place in the picture; y grows downwards.
type Point struct{ X, Y int }

// Placed is where everything is.
type Placed struct {
	Width, Height int
	// Boxes are the upper left corners.
	Boxes []Point
	// Ports are the places at which links leave their boxes.
	Ports []Point
	// Lines are the corners of each link, from its port to its target; nil for
	// links without a line.
	Lines [][]Point
}

// Length is how long all lines are together, with what a corner costs a
// reader added to each.
func (p Placed) Length() int {
	sum := 0
	for _, line := range p.Lines {
		for i := 1; i < len(line); i++ {
			a, b := line[i-1], line[i]
			sum += max(a.X-b.X, b.X-a.X) + max(a.Y-b.Y, b.Y-a.Y) + cornerCost
		}
	}
	return sum
}

// cornerCost is how much longer a line seems by a corner.
const cornerCost = 40

// Gaps between neighbours in a row, and the room that lines take.
const (
	gapBoxes    = 28
	gapLines    = 14
	gapBoxLine  = 20
	trackHeight = 11
	arrowRoom   = 18
	leaveRoom   = 12
	plainRoom   = 30
)

// hasLine says that a link is drawn between two boxes.
func (l Link) hasLine() bool { return l.To != Nowhere && l.To != l.From }

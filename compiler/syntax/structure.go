package syntax

import (
	"slices"
	"strings"

	"ivrc/compiler/diag"
)

// openLevel is one open list or map with the row that opened it.
type openLevel struct {
	block
	by int
}

// nesting is which lists and maps are open between two rows.
type nesting struct {
	levels []openLevel
	// open says that the last row waits for a value on deeper lines; begun that
	// there was a row at all.
	open, begun bool
	// odd counts steps of an unusual depth, empty keys that were given no value.
	odd, empty int
}

func (n *nesting) clone() nesting {
	c := *n
	c.levels = slices.Clone(n.levels)
	return c
}

// become copies another nesting into the memory of this one.
func (n *nesting) become(other nesting) {
	levels := append(n.levels[:0], other.levels...)
	*n = other
	n.levels = levels
}

// custom is how a file is indented: by how much, and whether its lists stand at
// the depth of their keys.
type custom struct {
	unit  int
	flush bool
}

// step takes one row; false says that it fits nowhere.
func (n *nesting) step(r row, by int, usual custom) bool {
	column, waiting := r.indent(), n.open
	begun := n.begun
	n.begun, n.open = true, r.open
	for len(n.levels) > 0 && n.levels[len(n.levels)-1].column > column {
		n.levels = n.levels[:len(n.levels)-1]
		waiting = false
	}
	if len(n.levels) == 0 {
		if begun && !(r.text && waiting) {
			return false
		}
		n.push(r, 0, by, usual)
		return true
	}
	top := n.levels[len(n.levels)-1]
	deeper := column > top.column || column == top.column && !top.list && r.columns[0].list
	switch {
	case deeper:
		n.push(r, 0, by, usual)
		return waiting
	case waiting:
		n.empty++
	}
	if r.text {
		return false
	}
	if top.list && !r.columns[0].list { // a list at its key's column ends
		if n.levels = n.levels[:len(n.levels)-1]; len(n.levels) == 0 || n.levels[len(n.levels)-1].column != column {
			return false
		}
	}
	n.push(r, 1, by, usual)
	return true
}

// push opens the row's columns from the given one on.
func (n *nesting) push(r row, from, by int, usual custom) {
	if r.text {
		return
	}
	for _, b := range r.columns[from:] {
		if k := len(n.levels); k > 0 && from == 0 {
			if step := b.column - n.levels[k-1].column; step != usual.unit && !(b.list && step == 0 && usual.flush) {
				n.odd++
			}
		}
		from = 1 // columns behind a dash have steps of their own
		n.levels = append(n.levels, openLevel{b, by})
	}
}

// structure checks how the lines of a text are indented, and finds for each line
// that fits nowhere the one that should be changed: often an earlier one, whose
// odd depth everything after it was measured against.
type structure struct {
	*diagnosis
	usual custom
	// population counts the rows of each depth.
	population map[int]int
	// depths counts for each key at which depths it stands.
	depths map[string]map[int]int
	// checkpoint is the nesting before the row of that number.
	checkpoint int
	saved      nesting
}

// checkpointDistance is how many rows lie between two checkpoints at least; a
// repair is tried from the last but one.
const checkpointDistance = 100

func newStructure(d *diagnosis) *structure {
	s := &structure{diagnosis: d, usual: custom{unit: 2}, depths: map[string]map[int]int{}, population: map[int]int{}}
	steps := map[int]int{}
	for i, r := range d.rows {
		s.population[r.indent()]++
		if r.key != "" {
			if s.depths[r.key] == nil {
				s.depths[r.key] = map[int]int{}
			}
			s.depths[r.key][r.columns[len(r.columns)-1].column]++
		}
		if i > 0 && d.rows[i-1].open {
			before := d.rows[i-1].columns
			steps[r.indent()-before[len(before)-1].column]++
		}
	}
	for step := 2; step <= 8; step++ {
		if steps[step] > steps[s.usual.unit] {
			s.usual.unit = step
		}
	}
	s.usual.flush = steps[0] > 1
	return s
}

// run checks all rows, mends what it reports and goes on.
func (s *structure) run() {
	now, found := nesting{}, 0
	var older nesting
	olderAt, newerAt := 0, 0
	newer, before := nesting{}, nesting{}
	for i := 0; i < len(s.rows); i++ {
		if i >= newerAt+checkpointDistance {
			older, olderAt = newer, newerAt
			newer, newerAt = now.clone(), i
		}
		before.become(now)
		if now.step(s.rows[i], i, s.usual) {
			continue
		}
		s.checkpoint, s.saved = olderAt, older
		if found++; found > mostAlike || !s.mend(i, before) {
			return
		}
		now, i = older.clone(), olderAt-1
		newer, newerAt = older.clone(), olderAt
	}
}

// mend reports one error of indentation and changes the rows so that the check
// can go on; false where it cannot.
func (s *structure) mend(i int, before nesting) bool {
	if i > 0 && s.rows[i-1].textual && s.blockLine(i) {
		return true
	}
	best := s.bestRepair(i, before)
	if best.broken {
		best = repair{kind: noRepair, row: i, column: s.rows[i].indent(), broken: true}
	}
	s.report(best, i, before)
	if best.broken {
		return false
	}
	s.rows = s.apply(s.rows, best)
	return true
}

// blockLine handles a line of a text behind | or > that is indented less than
// the first one.
func (s *structure) blockLine(i int) bool {
	owner := s.rows[i-1]
	parent := owner.columns[len(owner.columns)-1].column
	if s.rows[i].indent() <= parent {
		return false // it is no line of the text
	}
	first, lines := 0, 0
	for line := owner.line + 1; line < s.rows[i].line; line++ {
		if len(strings.TrimSpace(string(s.file.Line(line)))) == 0 {
			continue
		}
		if lines++; first == 0 {
			first = line
		}
	}
	depth, _ := measure(s.text, s.file.LineStart(first))
	if s.rows[i].key != "" && depth-parent != s.usual.unit && depth-s.rows[i].indent() == s.usual.unit {
		return false // it is a neighbour of the key that owns the text, which stands too far out
	}
	at, own, other, otherLine := s.rows[i].start, s.rows[i].indent(), depth, first
	if lines == 1 && (own-parent == s.usual.unit || depth-parent != s.usual.unit) {
		at, own, other, otherLine = s.file.LineStart(first)+depth, depth, own, s.rows[i].line
	}
	s.add(s.at(diag.Indentation, at, s.lexer.trimmed(at), "this line of the text is indented by %s, line %d by %s", spaces(own), otherLine, spaces(other)).
		WithHelp("indent all lines of the text alike, or more than the first one"))
	s.leaveOut(i, parent)
	return true
}

// leaveOut drops the rows that are lines of a text, and what was said about them.
func (s *structure) leaveOut(i, parent int) {
	end := i
	for end < len(s.rows) && s.rows[end].indent() > parent {
		end++
	}
	from, to := s.rows[i].start, len(s.text)
	if end < len(s.rows) {
		to = s.rows[end].start
	}
	kept := s.list[:s.shown]
	for _, d := range s.list[s.shown:] {
		if d.Code == diag.Indentation || d.Primary.Start < from || d.Primary.Start >= to {
			kept = append(kept, d)
		}
	}
	s.list = kept
	s.rows = slices.Delete(slices.Clone(s.rows), i, end)
}

package syntax

import (
	"slices"
	"strings"
)

// repairKind is one way to make a row fit.
type repairKind uint8

const (
	reindent repairKind = iota // move a row to another depth
	addColon                   // a row lacks its colon
	addKey                     // a line with a key is missing above a row
	addItem                    // a line with a dash is missing above a row
	noRepair
)

// repair is one change of one row. The cheapest one that lets the rows after it
// fit names the line that a person should look at.
type repair struct {
	kind   repairKind
	row    int
	column int
	cost   int
	// broken says that the rows do not fit even so.
	broken bool
}

// Costs, in steps of a rough likelihood: a slip of the space bar is likelier than
// a forgotten line, and a key at a depth where it never stands is unlikely.
const (
	costMove    = 4
	costColon   = 5
	costProse   = 6 // a colon in a long text
	costMissing = 12
	costUneven  = 8  // a depth that is no multiple of the usual step
	costUnusual = 4  // a key where it never stands
	costRarer   = 2  // a key away from where it mostly stands
	costLonely  = 1  // a depth where few lines stand
	costStep    = 7  // a value that is deeper than its key by an unusual step
	costEmpty   = 16 // a key that is left without a value
	costBroken  = 100
	lookAhead   = 60
	nearLevels  = 12 // how many of the open levels are looked at
)

// bestRepair tries what could be meant by row i and by the rows that opened the
// levels around it.
func (s *structure) bestRepair(i int, before nesting) repair {
	best := repair{kind: noRepair, row: i, cost: 2 * costBroken, broken: true}
	for _, r := range s.candidates(i, before) {
		if r.row < s.checkpoint {
			continue
		}
		r.cost += s.plausible(r)
		reach, after := s.try(r, i)
		r.cost += after.odd*costStep + after.empty*costEmpty
		if target := min(len(s.rows), i+lookAhead); reach < target {
			r.broken = reach <= i
			r.cost += costBroken + 3*(target-reach)
		}
		if r.cost < best.cost {
			best = r
		}
	}
	return best
}

func (s *structure) candidates(i int, before nesting) []repair {
	rows := []int{i}
	if i > 0 {
		rows = append(rows, i-1)
	}
	for k := len(before.levels) - 1; k >= max(0, len(before.levels)-nearLevels); k-- {
		by := before.levels[k].by
		rows = append(rows, by, max(by-1, 0))
	}
	slices.Sort(rows[1:])
	slices.Reverse(rows[1:])
	rows = slices.Compact(rows)
	columns := s.depthsAround(i, before)
	var out []repair
	for _, at := range rows {
		own := s.rows[at].indent()
		for _, c := range columns {
			if c != own {
				out = append(out, repair{kind: reindent, row: at, column: c, cost: costMove + abs(c-own)})
			}
		}
		if s.rows[at].text || s.rows[at].item.end > 0 {
			out = append(out, repair{kind: addColon, row: at, column: own, cost: costColon})
		}
		for _, c := range columns {
			if c < own {
				out = append(out, repair{kind: addKey, row: at, column: c, cost: costMissing},
					repair{kind: addItem, row: at, column: c, cost: costMissing})
			}
		}
	}
	return out
}

// depthsAround are the depths that could be meant near row i.
func (s *structure) depthsAround(i int, before nesting) []int {
	own := s.rows[i].indent()
	columns := []int{own}
	for d := 1; d <= 2; d++ {
		columns = append(columns, own+d, max(own-d, 0))
	}
	for _, l := range before.levels[max(0, len(before.levels)-nearLevels):] {
		columns = append(columns, l.column, l.column+s.usual.unit, max(l.column-1, 0), l.column+1)
	}
	slices.Sort(columns)
	return slices.Compact(columns)
}

// plausible is what speaks against a repair, from how the rest of the file looks.
func (s *structure) plausible(r repair) int {
	cost := 0
	if r.column%s.usual.unit != 0 {
		cost += costUneven
	}
	at := s.rows[r.row]
	switch r.kind {
	case reindent:
		last := at.columns[len(at.columns)-1].column
		depths := s.depths[at.key]
		here, there := depths[last]-1, depths[last+r.column-at.indent()]
		if s.population[r.column] < s.population[at.indent()]-1 {
			cost += costLonely
		}
		if there == 0 {
			cost += costUnusual
		} else if there < here {
			cost += costRarer
		} else if there > here {
			cost -= 2
		}
	case addColon:
		from, to := at.start, at.keyEnd
		if at.item.end > 0 {
			from, to = at.item.start, at.item.end
		}
		cost += s.plausibleKey(strings.Trim(string(s.text[from:to]), `"'`))
	}
	return cost
}

// plausibleKey is what speaks against a line without a colon being an entry that
// lost it.
func (s *structure) plausibleKey(text string) int {
	word := text[:wordEnd(text)]
	switch {
	case s.depths[word] != nil || s.depths[inQuotes(word)] != nil:
		return -2
	case len(strings.Fields(text)) > 3:
		return costProse
	}
	return 0
}

// wordEnd is where the first word of a text ends.
func wordEnd(text string) int {
	i := 0
	for i < len(text) && (isWord(text[i]) || text[i] == '*' || text[i] == '#') {
		i++
	}
	return i
}

// try runs the rows with a repair from the last checkpoint to a while behind row
// i, and says how far they fit.
func (s *structure) try(r repair, i int) (reach int, n nesting) {
	n = s.saved.clone()
	n.odd, n.empty = 0, 0
	from := s.checkpoint
	rows := s.rows[from:min(len(s.rows), i+lookAhead)]
	moved := r
	moved.row -= from
	rows = s.apply(rows, moved)
	for k := range rows {
		if !n.step(rows[k], from+k, s.usual) {
			return from + k, n
		}
	}
	return len(s.rows), n
}

// apply gives the rows with one of them changed or one added.
func (s *structure) apply(rows []row, r repair) []row {
	if r.kind == noRepair {
		return rows
	}
	rows = slices.Clone(rows)
	at := &rows[r.row]
	switch r.kind {
	case reindent:
		delta := r.column - at.indent()
		at.columns = slices.Clone(at.columns)
		for k := range at.columns {
			at.columns[k].column += delta
		}
	case addColon:
		if at.item.end > 0 {
			at.columns = append(slices.Clone(at.columns), block{at.item.column, false})
			return rows
		}
		at.text = false
		text := string(s.text[at.start:at.keyEnd])
		at.open = wordEnd(text) == len(text)
	case addKey:
		return slices.Insert(rows, r.row, row{start: at.start, line: at.line, columns: []block{{r.column, false}}, open: true})
	case addItem:
		return slices.Insert(rows, r.row, row{start: at.start, line: at.line, columns: []block{{r.column, true}, {at.indent(), false}}})
	}
	return rows
}

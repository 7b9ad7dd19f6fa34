package changes

// Op says on which side words stand.
type Op uint8

// The sides.
const (
	Kept Op = iota + 1
	Gone
	New
)

// String is kept, gone or new.
func (o Op) String() string {
	switch o {
	case Kept:
		return "kept"
	case Gone:
		return "gone"
	case New:
		return "new"
	}
	return "?"
}

// Word is a run of words that stand on one side or on both.
type Word struct {
	Op   Op
	Text string
	// Gap says that a space stands before the run.
	Gap bool
}

// mostCells is how large a table of words gets; prompts that differ in more are
// told as a whole.
const mostCells = 1 << 16

// side is a pair of places at which two lists have the same token, or one place
// and -1.
type side struct{ old, new int }

// align puts two lists side by side: what both begin and end with, and between
// them the longest common sequence.
func align(old, new []token) []side {
	var out []side
	first := 0
	for first < len(old) && first < len(new) && same(old[first], new[first]) {
		out = append(out, side{first, first})
		first++
	}
	last := 0
	for last < len(old)-first && last < len(new)-first && same(old[len(old)-1-last], new[len(new)-1-last]) {
		last++
	}
	out = between(out, old, new, first, len(old)-last, len(new)-last)
	for i := last; i > 0; i-- {
		out = append(out, side{len(old) - i, len(new) - i})
	}
	return out
}

// between aligns old[first:oldEnd] with new[first:newEnd].
func between(out []side, old, new []token, first, oldEnd, newEnd int) []side {
	n, m := oldEnd-first, newEnd-first
	i, j := 0, 0
	if n > 0 && m > 0 && n <= mostCells/m {
		// longest[a][b] is how much the two rests have in common.
		longest := make([]int32, (n+1)*(m+1))
		for a := n - 1; a >= 0; a-- {
			for b := m - 1; b >= 0; b-- {
				cell := &longest[a*(m+1)+b]
				if same(old[first+a], new[first+b]) {
					*cell = longest[(a+1)*(m+1)+b+1] + 1
				} else {
					*cell = max(longest[(a+1)*(m+1)+b], longest[a*(m+1)+b+1])
				}
			}
		}
		for i < n && j < m {
			switch {
			case same(old[first+i], new[first+j]):
				out = append(out, side{first + i, first + j})
				i, j = i+1, j+1
			case longest[(i+1)*(m+1)+j] >= longest[i*(m+1)+j+1]:
				out = append(out, side{first + i, -1})
				i++
			default:
				out = append(out, side{-1, first + j})
				j++
			}
		}
	}
	for ; i < n; i++ {
		out = append(out, side{first + i, -1})
	}
	for ; j < m; j++ {
		out = append(out, side{-1, first + j})
	}
	return out
}

// runs joins what stands side by side to runs of words; in a place where words
// are replaced, those that are gone come first.
func runs(old, new []token, sides []side) []Word {
	var out []Word
	add := func(op Op, list []token) {
		if len(list) > 0 {
			out = append(out, Word{Op: op, Text: textOf(list), Gap: list[0].gap && len(out) > 0})
		}
	}
	for i := 0; i < len(sides); {
		var kept, gone, fresh []token
		for ; i < len(sides) && sides[i].old >= 0 && sides[i].new >= 0; i++ {
			kept = append(kept, new[sides[i].new])
		}
		for ; i < len(sides) && (sides[i].old < 0 || sides[i].new < 0); i++ {
			if sides[i].new < 0 {
				gone = append(gone, old[sides[i].old])
			} else {
				fresh = append(fresh, new[sides[i].new])
			}
		}
		add(Kept, kept)
		add(Gone, gone)
		add(New, fresh)
	}
	return out
}

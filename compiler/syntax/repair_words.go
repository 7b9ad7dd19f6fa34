package syntax

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/compiler/diag"
)

// report says what the repair shows to be wrong. Row i is where it came out.
func (s *structure) report(r repair, i int, before nesting) {
	at := s.rows[r.row]
	end := max(at.keyEnd, at.start+1)
	switch {
	case r.kind == addColon:
		s.noColon(at)
	case s.rows[i].text && r.row == i && r.kind != reindent:
		s.noColon(s.rows[i])
	case r.kind == addKey || r.kind == addItem:
		s.add(s.at(diag.Indentation, at.start, end, "this line is indented by %s, but no line above it opens that depth", spaces(at.indent())).
			WithHelp("add the line that it belongs to above it, or indent it like the line above"))
	case r.kind == noRepair && s.mixed(i, before):
	case r.row == i:
		s.add(s.at(diag.Indentation, at.start, end, "this line is indented by %s, but nothing at that depth is open", spaces(at.indent())).
			WithHelp("%s", s.waysOut(r, before)))
	default:
		other := s.rows[i]
		s.add(s.at(diag.Indentation, at.start, end, "this line is indented by %s, which does not fit line %d", spaces(at.indent()), other.line).
			WithRelated(s.span(other.start, max(other.keyEnd, other.start+1)), "indented by %s", spaces(other.indent())).
			WithHelp("indent it by %d", r.column))
	}
}

// mixed reports a row that stands at an open depth, but is an item among keys or
// a key among items.
func (s *structure) mixed(i int, before nesting) bool {
	at := s.rows[i]
	for _, l := range before.levels {
		if l.column != at.indent() || l.list == at.columns[0].list {
			continue
		}
		message, help := "a key stands among the items of a list", "put a dash before it, or indent it by another depth"
		if !l.list {
			message, help = "an item with a dash stands among keys", "put it below a key of its own, or delete the dash"
		}
		s.add(s.at(diag.Syntax, at.start, max(at.keyEnd, at.start+1), "%s", message).
			WithRelated(s.span(s.rows[l.by].start, s.rows[l.by].start+1), "they begin here").
			WithHelp("%s", help))
		return true
	}
	return false
}

// waysOut names the depths at which a row could stand.
func (s *structure) waysOut(r repair, before nesting) string {
	levels := slices.Clone(before.levels)
	slices.Reverse(levels)
	slices.SortStableFunc(levels, func(a, b openLevel) int { // the likeliest one first
		return boolRank(a.column == r.column) - boolRank(b.column == r.column)
	})
	var ways []string
	seen := map[int]bool{s.rows[r.row].indent(): true}
	for _, l := range levels {
		if seen[l.column] || len(ways) == 2 {
			continue
		}
		seen[l.column] = true
		ways = append(ways, s.wayTo(l))
	}
	if len(ways) == 0 {
		return "indent it like the line above"
	}
	return "indent it " + strings.Join(ways, ", or ")
}

func boolRank(first bool) int {
	if first {
		return 0
	}
	return 1
}

func (s *structure) wayTo(l openLevel) string {
	if l.column != s.rows[l.by].indent() {
		return fmt.Sprintf("by %d to belong to the item on line %d", l.column, s.rows[l.by].line)
	}
	if l.by > 0 {
		if owner := s.rows[l.by-1]; owner.open && owner.key != "" {
			return fmt.Sprintf("by %d to belong to %s (line %d)", l.column, inQuotes(clipped(strings.Trim(owner.key, `"'`))), owner.line)
		}
	}
	return fmt.Sprintf("by %d to stand beside line %d", l.column, s.rows[l.by].line)
}

// noColon reports a line that is neither a key nor a part of a text.
func (s *structure) noColon(r row) {
	if r.item.end > 0 {
		s.add(s.at(diag.Syntax, r.item.start, r.item.end, "this item is a text, so the line after it cannot be a key of the same item").
			WithHelp("write it as a key with a colon and a space, or put a dash before the next line"))
		return
	}
	text := string(s.text[r.start:r.keyEnd])
	w := newWalker(s.reporter, Limits{})
	if e, ok := w.splitEntry(r.start, text, true); ok {
		s.add(w.missingSpace(e))
		return
	}
	d := s.at(diag.Syntax, r.start, r.keyEnd, "this line has no colon, so it is neither a key nor a part of a text")
	word, rest, _ := strings.Cut(text, " ")
	if rest = strings.TrimSpace(rest); rest != "" {
		rest = " " + rest
	}
	s.add(d.WithHelp("write   %s", clipped(word+":"+rest)))
}

func abs(n int) int { return max(n, -n) }

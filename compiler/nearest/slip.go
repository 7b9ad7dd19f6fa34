package nearest

import "strings"

// shortestPart is how many letters the part of a name around a slip must have:
// in shorter ones a letter tells two names apart, as in menu-a and menu-b.
const shortestPart = 3

// Slip says that the word can only be the name, mistyped: they differ in letter
// case or - and _ alone, or by one letter that is missing, too many, another, or
// swapped with its neighbour. A digit is never a slip (agent-2 is not agent-1),
// nor is a letter of a very short part.
func Slip(word, name string) bool {
	if word == name {
		return false
	}
	a, b := fold(word), fold(name)
	if a == b {
		return true
	}
	from := 0
	for from < len(a) && from < len(b) && a[from] == b[from] {
		from++
	}
	endA, endB := len(a), len(b)
	for endA > from && endB > from && a[endA-1] == b[endB-1] {
		endA, endB = endA-1, endB-1
	}
	x, y := a[from:endA], b[from:endB]
	replaced := len(x) == 1 && len(y) == 1
	swapped := len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
	if !replaced && !swapped && len(x)+len(y) != 1 || strings.ContainsAny(x+y, "0123456789") {
		return false
	}
	if x+y == "-" {
		return true
	}
	least := shortestPart
	if replaced {
		least++
	}
	return min(partAround(a, from, endA), partAround(b, from, endB)) >= least
}

// partAround is the length of the part, between two dashes, that holds the bytes
// from start to end.
func partAround(s string, start, end int) int {
	for start > 0 && s[start-1] != '-' {
		start--
	}
	for end < len(s) && s[end] != '-' {
		end++
	}
	return end - start
}

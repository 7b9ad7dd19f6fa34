// Package nearest finds the name that a person probably meant.
//
// In: a word and the names that exist. Out: the one name that is clearly
// nearest, or nothing: a wrong suggestion costs more than none.
package nearest

import "strings"

// Name is the name nearest to word: equal but for letter case and - or _, or at
// most a third of its letters away (at least one) and nearer than every other
// name. It is empty where no name is clearly nearest.
func Name(word string, names []string) string {
	best, bestDistance, tie := "", max(1, len(word)/3)+1, false
	plain := fold(word)
	for _, name := range names {
		if name == word {
			continue
		}
		d := 0
		if f := fold(name); f != plain {
			d = distance(plain, f, bestDistance+1)
		}
		switch {
		case d < bestDistance:
			best, bestDistance, tie = name, d, false
		case d == bestDistance && best != "":
			tie = true
		}
	}
	if tie {
		return ""
	}
	return best
}

func fold(s string) string { return strings.ReplaceAll(strings.ToLower(s), "_", "-") }

// distance is the number of letters to insert, delete, replace or swap with the
// neighbour; it stops at limit.
func distance(a, b string, limit int) int {
	if diff := len(a) - len(b); diff >= limit || -diff >= limit {
		return limit
	}
	before, last, row := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range last {
		last[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(last[j]+1, row[j-1]+1, last[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
		}
		before, last, row = last, row, before
	}
	return min(last[len(b)], limit)
}

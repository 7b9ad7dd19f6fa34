package verify

import "slices"

// sameAttempts says that the attempts are the same, one by one, and that none stands
// twice.
func sameAttempts(want, got []Attempt) bool {
	const few = 32 // pairs of more take longer than what they save
	if len(want) != len(got) || len(want) > few {
		return false
	}
	for i := range want {
		w, g := &want[i], &got[i]
		if w.Number != g.Number || w.After != g.After || !slices.Equal(w.Sounds, g.Sounds) {
			return false
		}
		for k := range i {
			if want[k].Number == w.Number && want[k].After == w.After {
				return false
			}
		}
	}
	return true
}

// sameEdges says that the edges are the same, one by one, but for repeats that follow
// each other. Targets of one class are the same.
func sameEdges(want, got []Edge, class func(string) string) bool {
	i, k := 0, 0
	for i < len(want) && k < len(got) {
		w, g := &want[i], &got[k]
		if w.Outcome != g.Outcome || w.Attempt != g.Attempt || w.To != g.To && class(w.To) != class(g.To) {
			return false
		}
		i, k = behind(want, i), behind(got, k)
	}
	return i == len(want) && k == len(got)
}

// behind is the first edge after one that is another one.
func behind(edges []Edge, i int) int {
	k := i + 1
	for k < len(edges) && edges[k] == edges[i] {
		k++
	}
	return k
}

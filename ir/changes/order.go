package changes

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
)

// sorted puts the changes in order and tells those that are the same at several
// steps once.
func (c *comparison) sorted() []Change {
	rank := map[Kind]int{}
	for i, k := range Kinds() {
		rank[k] = i
	}
	place := func(change Change) int {
		if i, ok := c.newAt[change.Step]; ok {
			return i
		}
		if i, ok := c.oldAt[change.Step]; ok {
			return i
		}
		return -1
	}
	slices.SortStableFunc(c.found, func(a, b Change) int {
		return cmp.Or(cmp.Compare(rank[a.Kind], rank[b.Kind]), cmp.Compare(place(a), place(b)))
	})
	return grouped(c.found)
}

// grouped is the list with each change that repeats one of another step added to
// that one.
func grouped(list []Change) []Change {
	first := map[string]int{}
	var out []Change
	for _, change := range list {
		if change.Step == "" || alone(change.Kind) {
			out = append(out, change)
			continue
		}
		key := change.key()
		if i, told := first[key]; told && out[i].Step != change.Step && !slices.Contains(out[i].Also[max(0, len(out[i].Also)-1):], change.Step) {
			out[i].Also = append(out[i].Also, change.Step)
			continue
		}
		first[key] = len(out)
		out = append(out, change)
	}
	return out
}

// alone are the kinds that are about one step by what they say.
func alone(k Kind) bool {
	switch k {
	case StepAdded, StepGone, StepRenamed, FindingNew, FindingGone, ActChanged, LongestMenu:
		return true
	}
	return false
}

// key is everything that a reader is told of the change, but for the step.
func (c Change) key() string {
	parts := []string{
		string(c.Kind), c.Entry, strconv.FormatBool(c.IsEntry), c.What, c.Old, c.New, strconv.FormatBool(c.Worse),
	}
	return strings.Join(parts, "\x00")
}

// Merge joins what was found for several providers: what is so at all of them is
// told once, what is so at some names them. The lists stand in the order of the
// targets.
func Merge(targets []string, lists [][]Change) []Change {
	at := map[string]int{}
	var out []Change
	for i, list := range lists {
		for _, change := range list {
			key := change.Step + "\x00" + strings.Join(change.Also, " ") + "\x00" + change.key()
			place, told := at[key]
			if !told {
				place = len(out)
				at[key] = place
				out = append(out, change)
			}
			out[place].Targets = append(out[place].Targets, targets[i])
		}
	}
	rank := map[Kind]int{}
	for i, k := range Kinds() {
		rank[k] = i
	}
	slices.SortStableFunc(out, func(a, b Change) int { return cmp.Compare(rank[a.Kind], rank[b.Kind]) })
	for i := range out {
		if len(out[i].Targets) == len(targets) {
			out[i].Targets = nil
		}
	}
	return out
}

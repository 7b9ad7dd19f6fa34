package check

import (
	"fmt"
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// randomLine is a small flow with menus, people, recordings and several entries.
func randomLine(r *rand.Rand) *ir.Flow {
	n := 2 + r.Intn(9)
	target := func() int { return r.Intn(n+1) - 1 } // -1 is the end
	f := large(n, func(int) (ir.Act, []ir.Edge) {
		switch r.Intn(10) {
		case 0:
			return &ir.Transfer{}, []ir.Edge{to(ir.Done, target()), to(ir.Busy, target())}
		case 1, 2:
			return &ir.Speak{}, []ir.Edge{to(ir.Done, target())}
		}
		m := &ir.Menu{Keys: []ir.MenuKey{{Key: "1"}}, Asking: ir.Asking{Attempts: 2}}
		return m, []ir.Edge{key("1", target()), to(ir.Timeout, target()), to(ir.NoMatch, target())}
	})
	for i := range r.Intn(3) {
		f.Entries = append(f.Entries, ir.Entry{ID: fmt.Sprintf("e%d", i), Step: ir.Target(r.Intn(n))})
	}
	return f
}

const nowhere = 1 << 20

// menusBetween is the least number of menus from each step to each other, both
// ends included, by trying every step in between.
func menusBetween(f *ir.Flow) [][]int {
	n := len(f.Steps)
	cost := func(i int) int {
		if _, menu := f.Steps[i].Act.(*ir.Menu); menu {
			return 1
		}
		return 0
	}
	d := make([][]int, n)
	for i, s := range f.Steps {
		d[i] = make([]int, n)
		for j := range n {
			d[i][j] = nowhere
		}
		d[i][i] = cost(i)
		for _, e := range s.Edges {
			if !e.Outcome.Kind.ReachingOnly() && e.To != ir.End && int(e.To) != i {
				d[i][e.To] = cost(i) + cost(int(e.To))
			}
		}
	}
	for k := range n {
		for i := range n {
			for j := range n {
				d[i][j] = min(d[i][j], d[i][k]+d[k][j]-cost(k))
			}
		}
	}
	return d
}

// What IVR403 finds in small flows is what trying every way finds.
func TestThePersonIsAsFarAsAPlainSearchSays(t *testing.T) {
	r := rand.New(rand.NewSource(4))
	seen := 0
	for range 4000 {
		f := randomLine(r)
		most := 1 + r.Intn(3)
		d := menusBetween(f)
		person := func(step int) int {
			best := nowhere
			for i, s := range f.Steps {
				if _, talks := s.Act.(*ir.Transfer); talks {
					best = min(best, d[step][i])
				}
			}
			return best
		}
		told := 0
		for _, found := range Check(f, Budgets{Menus: most}) {
			if found.Code != diag.FarPerson {
				continue
			}
			at := -1
			for i, s := range f.Steps {
				if s.ID == found.Step {
					at = i
				}
			}
			fits := 0
			for _, e := range f.Entries {
				all := person(int(e.Step))
				if all < nowhere && d[e.Step][at] == most+1 && person(at) == all-most {
					fits++
				}
			}
			told += 1 + len(found.Related)
			require.GreaterOrEqual(t, fits, 1+len(found.Related), found.Detailed())
		}
		want := 0
		for _, e := range f.Entries {
			if all := person(int(e.Step)); all > most && all < nowhere {
				want++
			}
		}
		require.Equal(t, want, told)
		seen += told
	}
	require.Greater(t, seen, 300, "the random flows show something")
}

// A row of menus with a person at its far end, and an entry at every menu.
func TestManyEntriesFarFromAPersonCostNoMoreThanOne(t *testing.T) {
	deep := func(n int) *ir.Flow {
		f := large(n, func(i int) (ir.Act, []ir.Edge) {
			if i == n-1 {
				return &ir.Transfer{}, []ir.Edge{to(ir.Done, int(ir.End))}
			}
			m := &ir.Menu{Keys: []ir.MenuKey{{Key: "1"}}, Asking: ir.Asking{Attempts: 1}}
			return m, []ir.Edge{key("1", i+1), to(ir.Timeout, int(ir.End)), to(ir.NoMatch, int(ir.End))}
		})
		for i := 1; i < n; i++ {
			f.Entries = append(f.Entries, ir.Entry{ID: fmt.Sprintf("e%d", i), Step: ir.Target(i)})
		}
		return f
	}
	far := 0
	const steps = 20_000
	for _, d := range Check(deep(steps), Budgets{Menus: steps / 2}) {
		if d.Code == diag.FarPerson {
			far++
			require.Less(t, len(d.Detailed()), 1500, "a message stays short")
		}
	}
	require.Equal(t, steps/2-1, far)
}

// Many entries to one line are one finding with as many places as a message holds.
func TestManyEntriesToOneMenuAreOneFinding(t *testing.T) {
	f := menus(5, int(ir.End))
	f.Steps[4].Act, f.Steps[4].Edges = &ir.Conference{}, []ir.Edge{to(ir.Done, int(ir.End))}
	for i := range many {
		f.Entries = append(f.Entries, ir.Entry{ID: fmt.Sprintf("e%d", i), Span: f.Steps[i%4].Span})
	}
	var far diag.List
	for _, d := range Check(f, DefaultBudgets()) {
		if d.Code == diag.FarPerson {
			far.Add(d)
		}
	}
	require.Len(t, far, 1)
	require.Len(t, far[0].Related, mostRelated)
	require.Contains(t, far[0].Notes, fmt.Sprintf("further entries with as many menus: %d", many-mostRelated))
}

package check

import (
	"math/rand"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// randomFlow is a small flow of menus and speaking steps with any edges.
func randomFlow(r *rand.Rand) *ir.Flow {
	n := 1 + r.Intn(7)
	target := func() int { return r.Intn(n+1) - 1 } // -1 is the end
	return large(n, func(int) (ir.Act, []ir.Edge) {
		if r.Intn(2) == 0 {
			return &ir.Speak{}, []ir.Edge{to(ir.Done, target())}
		}
		m := &ir.Menu{Keys: []ir.MenuKey{{Key: "1"}}, Asking: ir.Asking{Attempts: 2}}
		return m, []ir.Edge{key("1", target()), to(ir.Timeout, target()), to(ir.NoMatch, target())}
	})
}

// closure says for each pair of steps whether the first leads to the second
// over the edges that are taken; end[i] whether step i leads to the end.
func closure(f *ir.Flow, take func(s *ir.Step, e ir.Edge) bool) (leads [][]bool, end []bool) {
	n := len(f.Steps)
	leads, end = make([][]bool, n), make([]bool, n)
	for i, s := range f.Steps {
		leads[i] = make([]bool, n)
		for _, e := range s.Edges {
			switch {
			case e.Outcome.Kind.ReachingOnly() || !take(s, e):
			case e.To == ir.End:
				end[i] = true
			default:
				leads[i][e.To] = true
			}
		}
	}
	for k := range n {
		for i := range n {
			if !leads[i][k] {
				continue
			}
			end[i] = end[i] || end[k]
			for j := range n {
				leads[i][j] = leads[i][j] || leads[k][j]
			}
		}
	}
	return leads, end
}

// What the rules find in small flows is what the plainest way to look for it
// finds.
func TestTheRulesAgreeWithAPlainSearch(t *testing.T) {
	r := rand.New(rand.NewSource(1))
	every := func(*ir.Step, ir.Edge) bool { return true }
	for range 3000 {
		f := randomFlow(r)
		all, end := closure(f, every)
		speech, _ := closure(f, func(s *ir.Step, e ir.Edge) bool {
			return neverWaits(s) && (e.To == ir.End || neverWaits(f.Steps[e.To]))
		})
		silent, _ := closure(f, func(s *ir.Step, e ir.Edge) bool { return !s.Callers(e.Outcome) })
		var lost, trapped, endless, round bool
		for i := range f.Steps {
			reached := i == 0 || all[0][i]
			lost = lost || !reached
			trapped = trapped || reached && !end[i]
			endless = endless || reached && speech[i][i]
			round = round || reached && silent[i][i]
		}
		found := map[diag.Code]bool{}
		for _, d := range Check(f, DefaultBudgets()) {
			found[d.Code] = true
		}
		require.Equal(t, lost, found[diag.Unreachable])
		require.Equal(t, endless, found[diag.EndlessCycle])
		require.Equal(t, trapped, found[diag.Trapped] || trapped && found[diag.EndlessCycle])
		require.Equal(t, round, found[diag.SilentCycle] || round && (found[diag.EndlessCycle] || found[diag.Trapped]))
	}
}

// A flow that makes no sense at all is somebody's fault, but no reason to fail.
func TestOddFlowsAreTaken(t *testing.T) {
	odd := chain(3)
	odd.Steps[1].Edges[0].To = 99
	odd.Entries = append(odd.Entries, ir.Entry{ID: "night", Step: 50}, ir.Entry{ID: "moon", Step: ir.Unresolved})
	for name, f := range map[string]*ir.Flow{
		"empty": {}, "no steps": {Entries: []ir.Entry{{Step: ir.Unresolved}}}, "no entries": {Steps: chain(2).Steps}, "out of range": odd,
	} {
		t.Run(name, func(t *testing.T) { require.Empty(t, Check(f, DefaultBudgets())) })
	}
}

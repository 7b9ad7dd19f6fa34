package check

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
)

const many = 100_000

// large makes a flow of n steps without a line of source for each; make gives
// the act of a step and the edges that are not hangup and error.
func large(n int, make func(i int) (ir.Act, []ir.Edge)) *ir.Flow {
	file := source.NewFile("large", []byte(strings.Repeat("x\n", n)))
	f := &ir.Flow{ID: "large", Entries: []ir.Entry{{}}}
	for i := range n {
		at := source.Span{File: file, Start: 2 * i, End: 2*i + 1}
		act, edges := make(i)
		for j := range edges {
			edges[j].Span, edges[j].Origin = at, ir.FromStep
		}
		end := ir.Edge{Outcome: ir.Of(ir.HungUp), To: ir.End, Origin: ir.FromFlow, Span: at}
		edges = append(edges, end)
		end.Outcome = ir.Of(ir.Errored)
		edges = append(edges, end)
		f.Steps = append(f.Steps, &ir.Step{ID: fmt.Sprintf("s%d", i), Act: act, Edges: edges, Span: at})
	}
	return f
}

func to(kind ir.OutcomeKind, target int) ir.Edge {
	return ir.Edge{Outcome: ir.Of(kind), To: ir.Target(target)}
}

func key(k string, target int) ir.Edge {
	return ir.Edge{Outcome: ir.KeyOutcome(ir.Key(k)), To: ir.Target(target)}
}

// chain is steps that speak one after the other, until the end of the call.
func chain(n int) *ir.Flow {
	return large(n, func(i int) (ir.Act, []ir.Edge) {
		if i == n-1 {
			return &ir.Speak{}, []ir.Edge{to(ir.Done, int(ir.End))}
		}
		return &ir.Speak{}, []ir.Edge{to(ir.Done, i+1)}
	})
}

// star is one menu with a key for every other step, which leads back to it.
func star(n int) *ir.Flow {
	return large(n, func(i int) (ir.Act, []ir.Edge) {
		if i > 0 {
			return &ir.Speak{}, []ir.Edge{to(ir.Done, 0)}
		}
		m := &ir.Menu{Asking: ir.Asking{Attempts: 1}}
		var edges []ir.Edge
		for j := 1; j < n; j++ {
			k := fmt.Sprintf("%06d", j)
			m.Keys = append(m.Keys, ir.MenuKey{Key: ir.Key(k)})
			edges = append(edges, key(k, j))
		}
		return m, append(edges, to(ir.Timeout, int(ir.End)), to(ir.NoMatch, int(ir.End)))
	})
}

// menus is a ring of menus: key 1 and silence lead on, a wrong key to other.
func menus(n, other int) *ir.Flow {
	return large(n, func(i int) (ir.Act, []ir.Edge) {
		next := (i + 1) % n
		m := &ir.Menu{Keys: []ir.MenuKey{{Key: "1"}}, Asking: ir.Asking{Attempts: 1}}
		return m, []ir.Edge{key("1", next), to(ir.Timeout, next), to(ir.NoMatch, other)}
	})
}

// spoken is a row of menus that give cause for all advice at every step: a key that
// is not spoken, a long prompt, a person far away, more choices than the limit.
func spoken(n int) *ir.Flow {
	return large(n, func(i int) (ir.Act, []ir.Edge) {
		if i == n-1 {
			return &ir.Transfer{}, []ir.Edge{to(ir.Done, int(ir.End))}
		}
		m := &ir.Menu{Asking: ir.Asking{Attempts: 1}}
		var edges []ir.Edge
		for k := range 6 {
			m.Keys = append(m.Keys, ir.MenuKey{Key: ir.Key(fmt.Sprint(k + 1))})
			edges = append(edges, key(fmt.Sprint(k+1), min(i+k+1, n-1)))
		}
		m.Say = ir.Prompt{&ir.Text{Text: "Press 1 or 2."}, &ir.Pause{Length: time.Minute}}
		return m, append(edges, to(ir.Timeout, int(ir.End)), to(ir.NoMatch, int(ir.End)))
	})
}

func TestLargeFlows(t *testing.T) {
	cases := map[string]struct {
		flow *ir.Flow
		want []diag.Code
	}{
		"chain": {chain(many), nil},
		"star":  {star(many), nil},
		"cycle of speech": {large(many, func(i int) (ir.Act, []ir.Edge) {
			return &ir.Speak{}, []ir.Edge{to(ir.Done, (i+1)%many)}
		}), []diag.Code{diag.EndlessCycle}},
		"cycle of menus": {menus(many, int(ir.End)), []diag.Code{diag.SilentCycle}},
		"trap":           {menus(many, 0), []diag.Code{diag.Trapped}},
		"island": {large(many, func(i int) (ir.Act, []ir.Edge) {
			if i == 0 {
				return &ir.Speak{}, []ir.Edge{to(ir.Done, int(ir.End))}
			}
			return &ir.Speak{}, []ir.Edge{to(ir.Done, (i+1)%many)}
		}), []diag.Code{diag.Unreachable}},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			var codes []diag.Code
			for _, d := range Check(c.flow, DefaultBudgets()) {
				codes = append(codes, d.Code)
				require.LessOrEqual(t, len(d.Related), mostRelated)
				require.Less(t, len(d.Detailed()), 5000, "a message stays short")
			}
			require.Equal(t, c.want, codes)
		})
	}
}

// The deepest step of a long chain costs no more to speak about than the first.
func TestManyFindingsInALongChain(t *testing.T) {
	f := chain(many)
	for _, s := range f.Steps {
		s.Useless = []ir.UselessHandler{{Word: "busy", Span: s.Span}}
	}
	found := Check(f, DefaultBudgets())
	require.Len(t, found, many)
	for _, d := range found {
		require.Less(t, len(d.Detailed()), 1000)
	}
	require.Contains(t, found[many-1].Notes[0], "s3 → … 99989 more steps … → s99993")
}

func TestAllocationsGrowWithTheFlow(t *testing.T) {
	for name, make := range map[string]func(int) *ir.Flow{
		"chain": chain, "menus": func(n int) *ir.Flow { return menus(n, int(ir.End)) }, "advice": spoken,
	} {
		t.Run(name, func(t *testing.T) {
			perStep := func(n int) float64 {
				f := make(n)
				return testing.AllocsPerRun(1, func() { Check(f, DefaultBudgets()) }) / float64(n)
			}
			small, large := perStep(500), perStep(8_000)
			require.LessOrEqual(t, large, small*1.1, "allocations per step at 8 000 steps")
		})
	}
}

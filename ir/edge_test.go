package ir_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/ir"
)

func TestEdgeFromFindsWhatEdgeFindsFromEveryPlace(t *testing.T) {
	s := &ir.Step{Edges: []ir.Edge{
		{Outcome: ir.KeyOutcome("1"), To: 4}, {Outcome: ir.KeyOutcome("2"), To: ir.End}, {Outcome: ir.Of(ir.Timeout), To: 6},
	}}
	asked := []ir.Outcome{ir.KeyOutcome("1"), ir.KeyOutcome("2"), ir.KeyOutcome("3"), ir.Of(ir.Timeout), ir.Of(ir.NoMatch)}
	for place := range len(s.Edges) + 1 {
		for _, o := range asked {
			edge, ok := s.Edge(o)
			found, next, foundOK := s.EdgeFrom(place, o)
			require.Equal(t, ok, foundOK)
			require.Equal(t, edge, found)
			if ok {
				require.Equal(t, edge, s.Edges[next-1], "the place after what was found")
			} else {
				require.Equal(t, place, next)
			}
		}
	}
	_, _, ok := (&ir.Step{}).EdgeFrom(0, ir.Of(ir.Done))
	require.False(t, ok, "a step without edges")
}

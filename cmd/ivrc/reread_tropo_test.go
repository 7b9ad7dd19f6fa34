package main

import (
	"fmt"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/tropo"
	troporeread "ivrc/backends/tropo/reread"
	"ivrc/backends/tropo/reread/faults"
	"ivrc/backends/verify/faulttest"
)

func TestFlowsReadBackFromTropo(t *testing.T) {
	read := 0
	for _, path := range shippedFlows(t) {
		if p, flow, ok := shippedTree(t, path, tropo.Name); ok {
			read++
			require.Empty(t, troporeread.Reread(p, flow), path)
		}
	}
	require.GreaterOrEqual(t, read, 8)
}

// TestFaultsInTropoVerbsAreNoticed spoils the verbs of every shipped flow, beside
// what TestFaultsInDocumentsAreNoticed does in the same words for every target.
// It takes one fault of many, which are others in each flow.
func TestFaultsInTropoVerbsAreNoticed(t *testing.T) { require.Empty(t, spoilTropo(t, 1997)) }

// TestMatrixFaultsInTropoVerbs takes one of 61, some 3000; backends/tropo takes all
// of them for its own trees, which have every verb. No fault of this kind leaves the
// call as it was.
func TestMatrixFaultsInTropoVerbs(t *testing.T) {
	matrixOnly(t)
	require.Empty(t, spoilTropo(t, 61))
}

// spoilTropo are the faults that are not noticed, of every so many.
func spoilTropo(t *testing.T, every int) (missed []string) {
	t.Helper()
	n := 0
	for _, path := range shippedFlows(t) {
		p, flow, ok := shippedTree(t, path, tropo.Name)
		if !ok {
			continue
		}
		n += faults.Each(p, n, every, func(m faulttest.Mutant) {
			if len(troporeread.Reread(m.Tree, flow)) == 0 {
				missed = append(missed, fmt.Sprintf("%s, %s", m.Operator, m.Site))
			}
		})
	}
	require.Greater(t, n, 50_000)
	t.Logf("%d faults", n/every)
	return missed
}

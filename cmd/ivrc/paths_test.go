package main

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/source"
	"ivrc/ir"
	"ivrc/ir/call"
	"ivrc/ir/paths"
)

// takes demands that the calls go as they say and take every outcome that a call
// can have, each at least one that no other takes.
func takes(t *testing.T, flow *ir.Flow, all []paths.Path) {
	t.Helper()
	times := map[paths.Outcome]int{}
	for _, p := range all {
		transcript, err := call.Walk(call.OverFlow(flow), p.Entry, p.Inputs)
		require.NoError(t, err, "%s: %v", p.Entry, p.Inputs)
		require.Equal(t, call.Over, transcript.Wait().Kind, "a call that does not end: %v", p.Inputs)
		var left []string
		for _, e := range transcript.Events() {
			if e.Kind == call.Left {
				left = append(left, e.Text)
			}
		}
		var want []string
		for _, o := range p.Takes {
			want = append(want, o.Outcome.String())
			times[o]++
		}
		require.Equal(t, want, left, "%v", p.Inputs)
	}
	for _, o := range paths.Outcomes(flow) {
		require.Positive(t, times[o], "%s of %s", o.Outcome, o.Step.ID)
	}
}

func TestCallsTakeEveryOutcomeOfTheShippedFlows(t *testing.T) {
	files, err := filepath.Glob("../../flows/*.ivr.yaml")
	require.NoError(t, err)
	for _, file := range files {
		text, err := os.ReadFile(file)
		require.NoError(t, err)
		flow := job{all: usualBackends(), base: checkBase}.compile(source.NewFile(file, text)).flow
		all := paths.Cover(flow)
		takes(t, flow, all)
		t.Logf("%s: %d calls for %d outcomes", filepath.Base(file), len(all), len(paths.Outcomes(flow)))
	}
}

func TestCallsTakeEveryOutcomeOfFlowsByChance(t *testing.T) {
	for seed := range 300 {
		flow := wildlyCompiled(t, seed, wildFlow(rand.New(rand.NewPCG(uint64(seed), 3))))
		takes(t, flow, paths.Cover(flow))
	}
}

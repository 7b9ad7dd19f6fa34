package main

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/verify"
	"ivrc/backends/verify/faulttest"
	"ivrc/compiler/ivrctest"
	"ivrc/ir"
)

// shippedTree is what a build of a shipped flow writes for one target; ok is false
// where the target cannot express the flow.
func shippedTree(t testing.TB, path, target string) (p verify.Published, flow *ir.Flow, ok bool) {
	t.Helper()
	all := allBackends()
	targets, err := selectTargets([]string{target}, all)
	require.NoError(t, err)
	c := job{targets: targets, all: all, base: checkBase}.compile(readShipped(t, path))
	if c.list.HasErrors() {
		return verify.Published{}, nil, false
	}
	r, err := backends.Assemble(c.flow.ID, c.bundles, "golden")
	require.NoError(t, err)
	return publishedTree(r, r.Bundles[0]), c.flow, true
}

func TestShippedFlowsReadBackAsTheyAreWritten(t *testing.T) {
	for _, row := range rereaders() {
		seen := 0
		for _, path := range shippedFlows(t) {
			if p, flow, ok := shippedTree(t, path, row.target); ok {
				seen++
				require.Empty(t, row.reread(p, flow), "%s for %s", path, row.target)
			}
		}
		least := 5
		if row.target == "voiceshot" {
			least = 2 // the others need what no campaign can be drawn to do
		}
		require.GreaterOrEqual(t, seen, least, row.target)
	}
}

// survivors are the mutants of a flow's files that the re-reading takes for the
// flow, as lines of the list of survivors; counts are all mutants by operator.
func survivors(t *testing.T, row rereader, path string) (lines []string, counts map[string]int) {
	t.Helper()
	p, flow, ok := shippedTree(t, path, row.target)
	if !ok {
		return nil, nil
	}
	counts = map[string]int{}
	work := make(chan faulttest.Mutant, 64)
	var group sync.WaitGroup
	var mutex sync.Mutex
	for range runtime.GOMAXPROCS(0) {
		group.Go(func() {
			for m := range work {
				if len(row.reread(m.Tree, flow)) > 0 {
					continue
				}
				mutex.Lock()
				lines = append(lines, fmt.Sprintf("%s: %s: %s", m.Operator, m.Site, m.Same))
				mutex.Unlock()
			}
		})
	}
	faulttest.Each(p, func(m faulttest.Mutant) {
		counts[m.Operator]++
		work <- m
	})
	close(work)
	group.Wait()
	slices.Sort(lines)
	return lines, counts
}

func survivorsFile(target string) string {
	return filepath.Join("testdata", "survivors", target+".txt")
}

// listedSurvivors are the mutants that are known to be the same call, each with
// the reason behind its last colon.
func listedSurvivors(t *testing.T, target string) []string {
	t.Helper()
	text, err := os.ReadFile(survivorsFile(target))
	require.NoError(t, err)
	return strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
}

// TestFaultsInDocumentsAreNoticed spoils the documents of small flows in every
// way at every place; the long test does so with all flows.
func TestFaultsInDocumentsAreNoticed(t *testing.T) {
	for _, row := range rereaders() {
		listed := listedSurvivors(t, row.target)
		for _, flow := range []string{"dial-status", "pin-check"} {
			found, counts := survivors(t, row, "../../flows/"+flow+".ivr.yaml")
			least := 11
			if row.target == "voiceshot" {
				least = 9 // replies name numbers and link to no file
			}
			require.GreaterOrEqual(t, len(counts), least, "%s for %s", flow, row.target)
			require.Subset(t, listed, found, "%s for %s", flow, row.target)
		}
	}
}

// TestMatrixFaults is every fault at every place of all shipped outputs. What
// survives stands in a list, with the reason why the call is the same.
func TestMatrixFaults(t *testing.T) {
	matrixOnly(t)
	for _, row := range rereaders() {
		t.Run(row.target, func(t *testing.T) {
			var all []string
			total := map[string]int{}
			for _, path := range shippedFlows(t) {
				found, counts := survivors(t, row, path)
				all = append(all, found...)
				for operator, n := range counts {
					total[operator] += n
				}
			}
			slices.Sort(all)
			t.Logf("faults: %v; %d of them are the same call", total, len(all))
			if row.target == "voiceshot" {
				require.Subset(t, faulttest.Operators(), slices.Collect(maps.Keys(total)))
				require.GreaterOrEqual(t, len(total), 12)
			} else {
				require.ElementsMatch(t, faulttest.Operators(), slices.Collect(maps.Keys(total)), "every operator finds a place")
			}
			for _, line := range all {
				require.False(t, strings.HasSuffix(line, ": "), "a survivor without a reason: %s", line)
			}
			text := strings.Join(all, "\n") + "\n"
			before, err := os.ReadFile(survivorsFile(row.target))
			if ivrctest.Updating() && string(before) != text {
				require.NoError(t, os.WriteFile(survivorsFile(row.target), []byte(text), 0o644))
				require.Fail(t, "rewritten: read it")
			}
			require.NoError(t, err)
			require.Equal(t, string(before), text)
		})
	}
}

package main

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/bench/flows"
	"ivrc/compiler/check"
	"ivrc/compiler/source"
)

// chainOf is a flow of so many steps of the usual kinds, every one reachable:
// menus that lead on, steps that speak, transfers and recordings.
func chainOf(id string, steps int) *source.File {
	var b strings.Builder
	fmt.Fprintf(&b, "ivr: 1\nflow: %s\nstart: s0\nevents: {hangup: end, error: end}\nsteps:\n", id)
	for i := range steps {
		next := "end"
		if i+1 < steps {
			next = fmt.Sprintf("s%d", i+1)
		}
		fmt.Fprintf(&b, "  s%d:\n", i)
		switch i % 10 {
		case 3, 7:
			fmt.Fprintf(&b, "    say: \"You are at stop %d of this line & on your way.\"\n    goto: %s\n", i, next)
		case 5:
			fmt.Fprintf(&b, "    transfer: {to: \"+14075550100\", timeout: 20s}\n    goto: %s\n    events: {incomplete: %s}\n", next, next)
		case 9:
			fmt.Fprintf(&b, "    record:\n      say: Leave a message.\n      send: https://example.com/voice\n    goto: %s\n    events: {timeout: %s}\n", next, next)
		default:
			fmt.Fprintf(&b, "    menu:\n      say: 'For the next stop, press 1. To leave, press 2. To go back, press 3.'\n      keys: {1: %s, 2: end, 3: s%d}\n      retry: {timeout: \"Hello?\"}\n    events: {incomplete: end}\n", next, i/2)
		}
	}
	return source.NewFile(id+".ivr.yaml", []byte(b.String()))
}

// allocations counts the allocations of compiling flows for all targets up to
// their files.
func allocations(t *testing.T, files []*source.File) uint64 {
	t.Helper()
	all := usualBackends()
	// Nobody on such a line is near a person.
	budgets := check.DefaultBudgets()
	budgets.Menus = 100_000
	j := job{targets: all, all: all, base: checkBase, budgets: budgets}
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	for _, f := range files {
		c := j.compile(f)
		require.Empty(t, c.list.Detailed())
		releasedFiles(t, c)
	}
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}

// TestAllocationsPerStepDoNotGrow holds the program linear where no clock can
// mislead: the same work per step in a small file, in a large one and in many.
func TestAllocationsPerStepDoNotGrow(t *testing.T) {
	if testing.Short() {
		t.Skip("long, and nothing runs side by side")
	}
	allocations(t, []*source.File{chainOf("warm", 50)}) // compiles the schema once
	perStep := map[string]float64{}
	for _, steps := range []int{1_000, 20_000} {
		perStep[fmt.Sprintf("one file of %d", steps)] = float64(allocations(t, []*source.File{chainOf("one", steps)})) / float64(steps)
		var many []*source.File
		for i := range steps / 50 {
			many = append(many, chainOf(fmt.Sprintf("f%d", i), 50))
		}
		perStep[fmt.Sprintf("%d in files of 50", steps)] = float64(allocations(t, many)) / float64(steps)
	}
	t.Logf("allocations per step: %v", perStep)
	least, most := perStep["one file of 1000"], perStep["one file of 1000"]
	for _, n := range perStep {
		least, most = min(least, n), max(most, n)
	}
	require.LessOrEqual(t, most, least*1.1, "%v", perStep)
}

// TestAllocationsPerStepOfWholeCommands holds what the commands cost for each step
// more, as users run them. The limits are what was measured and a little more; where
// less is measured for good, write that.
func TestAllocationsPerStepOfWholeCommands(t *testing.T) {
	limits := map[string]float64{"check": 416, "build": 495, "build again": 64}
	perStep := map[string]float64{}
	for _, steps := range []int{100, 600} {
		in, out := t.TempDir(), filepath.Join(t.TempDir(), "dist")
		_, err := flows.Write(in, flows.Wish{Steps: steps, Layout: flows.Many, Seed: 1})
		require.NoError(t, err)
		t.Setenv("XDG_CACHE_HOME", t.TempDir())
		for _, command := range []string{"check", "build", "build again"} {
			args := []string{"check", in, "--no-config", "--budget", flows.Budgets, "-q"}
			if command != "check" {
				args = append(args, "--target", "tropo", "--base-url", checkBase, "--no-sync", "--out", out)
				args[0] = "build"
			}
			n := mallocs(func() {
				code, _, stderr := runIvrc(t, args...)
				require.Equal(t, exitOK, code, stderr)
			})
			perStep[command] = float64(n) - perStep[command] // the smaller input goes first
		}
	}
	for command, limit := range limits {
		n := perStep[command] / 500
		t.Logf("%s: %.0f allocations for each step", command, n)
		require.LessOrEqual(t, n, limit, command)
	}
}

// mallocs counts the allocations of a function.
func mallocs(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return after.Mallocs - before.Mallocs
}

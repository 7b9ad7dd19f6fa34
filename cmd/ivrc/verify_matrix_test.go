package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/crawl"
	"ivrc/backends/crawl/crawltest"
)

// TestMatrixEveryFaultAtEveryShippedFlow serves each shipped flow from hosts with
// one fault each, and spoils each file in turn.
func TestMatrixEveryFaultAtEveryShippedFlow(t *testing.T) {
	matrixOnly(t)
	for _, flow := range shippedFlows(t) {
		targets := "plivo,tropo"
		if filepath.Base(flow) == "number-moved.ivr.yaml" {
			targets = "tropo" // Plivo deflects no call
		}
		s := deploy(t, flow, "--target", targets)
		for _, place := range []string{s.out, s.base} {
			code, stdout, stderr := runIvrc(t, "verify", place, "--flow", flow, "--max-requests", "0")
			require.Equal(t, exitOK, code, "%s: %s%s", flow, stdout, stderr)
		}
		for _, fault := range crawltest.Faults() {
			if fault.Kind == string(crawl.Slow) || strings.HasPrefix(fault.Name, "has a stale") {
				continue // these know the small flow
			}
			s.host.Faults = &fault
			_, stdout, stderr := runIvrc(t, "verify", s.base, "--format", "json", "--manifest", s.out)
			var got verifyJSON
			require.NoError(t, json.Unmarshal([]byte(stdout), &got), stderr)
			requireFault(t, got, fault, flow)
		}
		s.host.Faults = nil
		everyFileSpoilt(t, s)
	}
}

// requireFault looks for the row of a fault where the check found anything to look
// at, such as a menu that a host routes.
func requireFault(t *testing.T, got verifyJSON, fault crawltest.Fault, flow string) {
	t.Helper()
	for _, c := range got.Checks {
		for _, f := range c.Findings {
			if c.Check == fault.Check && f.Kind == fault.Kind {
				return
			}
		}
	}
	for _, c := range got.Checks {
		require.False(t, c.Check == fault.Check && c.Wrong > 0, "%s: %s is called something else", flow, fault.Name)
	}
	require.True(t, got.OK || fault.Check != string(crawl.Entries), "%s: %s", flow, fault.Name)
}

// everyFileSpoilt changes one byte of each file on disk.
func everyFileSpoilt(t *testing.T, s *deployed) {
	t.Helper()
	for path, text := range treeOf(t, s.out) {
		spoilt := []byte(text)
		spoilt[len(spoilt)/2] ^= 1
		require.NoError(t, os.WriteFile(path, spoilt, 0o644))
		code, _, _ := runIvrc(t, "verify", s.out, "--flow", s.flow)
		require.Equal(t, exitFlow, code, path)
		require.NoError(t, os.WriteFile(path, []byte(text), 0o644))
	}
}

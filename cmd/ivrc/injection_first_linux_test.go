package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// firstCalls are those that a build into a folder that is not there yet makes while it
// still compiles, and at the end.
var firstCalls = []string{"write", "openat", "mkdirat", "renameat2", "syncfs", "fsync", "flock"}

// newFirstSite has some flows and no output.
func newFirstSite(t *testing.T, bin string, inPlace bool) *site {
	t.Helper()
	return newSiteOf(t, bin, inPlace, func(s *site, built string) {
		for i := range 3 {
			text := strings.Replace(hello("Hello."), "flow: hello", fmt.Sprint("flow: hello-", i), 1)
			require.NoError(t, os.WriteFile(filepath.Join(s.folder, fmt.Sprint("hello-", i, ".ivr.yaml")), []byte(text), 0o644))
		}
		s.first = true
		s.command = func(out string) []string { return buildArgs(s.folder, out, "--lock-timeout", "10s") }
		require.NoError(t, os.Mkdir(built, 0o755))
	})
}

// TestMatrixAKilledFirstBuildLeavesNothingOrAll kills it at every call: nobody finds a
// part of a tree.
func TestMatrixAKilledFirstBuildLeavesNothingOrAll(t *testing.T) {
	leavesOldOrNew(t, newFirstSite, firstCalls)
}

func TestMatrixFailingCallsOfAFirstBuildChangeNothing(t *testing.T) {
	matrixOnly(t)
	atEveryCallOf(t, newFirstSite, []string{"write", "mkdirat", "renameat2", "syncfs", "fsync"}, false, "error=ENOSPC", judgeError("ENOSPC"))
}

package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/bench/flows"
)

// flowCalls are those in which publishing one flow of a large tree differs from
// publishing the tree. Making files and folders goes the same way.
var flowCalls = []string{"write", "linkat", "renameat2", "unlinkat", "syncfs", "fsync"}

// newLargeSite has a second flow of more than a thousand files, which stays as it is.
func newLargeSite(t *testing.T, bin string, inPlace bool) *site {
	t.Helper()
	return newSiteOf(t, bin, inPlace, func(s *site, built string) {
		folder := openFolder(t)
		_, err := flows.Write(folder, flows.Wish{Steps: 150, Seed: 1})
		require.NoError(t, err)
		var stdout, stderr bytes.Buffer
		require.Equal(t, exitOK, run(buildArgs(folder, built), strings.NewReader(""), &stdout, &stderr), stderr.String())
		s.build(t, built)
		large, err := filepath.Glob(filepath.Join(built, "*", "v", "*", "plivo", "*", "*"))
		require.NoError(t, err)
		require.Greater(t, len(large), 1000)
		flowFile(t, s.folder, "Hello.")
	})
}

// half says that the output has the new flow and still the old manifest.
func (s *site) half(t *testing.T) bool {
	t.Helper()
	before, after := manifestIn(s.old), manifestIn(s.new)
	require.NotEqual(t, before, after)
	return snapshot(t, s.out) == strings.Replace(s.new, after, before, 1)
}

// manifestIn is the manifest in a snapshot.
func manifestIn(tree string) string {
	_, text, _ := strings.Cut(tree, "ivrc-manifest.json ")
	text, _, _ = strings.Cut(text, "\n}\n")
	return text
}

// TestMatrixAKilledPublishOfOneFlowLeavesOldOrNewDocuments kills an edit in a large tree
// at every call: callers find the old documents or the new ones. The manifest may still
// be the old one, until the next build.
func TestMatrixAKilledPublishOfOneFlowLeavesOldOrNewDocuments(t *testing.T) {
	matrixOnly(t)
	outcomes := map[string]int{}
	var mutex sync.Mutex
	atEveryCallOf(t, newLargeSite, flowCalls, false, "signal=KILL", func(t *testing.T, s *site, p point) {
		tree := "half"
		if !s.half(t) {
			tree = s.tree(t)
		}
		require.Contains(t, []string{"old", "new", "half"}, tree, p.name)
		mutex.Lock()
		outcomes[tree]++
		mutex.Unlock()
	})
	t.Logf("%v", outcomes)
	for _, tree := range []string{"old", "new", "half"} {
		require.Positive(t, outcomes[tree], tree)
	}
}

func TestMatrixFailingCallsOfAPublishOfOneFlowChangeNothing(t *testing.T) {
	matrixOnly(t)
	atEveryCallOf(t, newLargeSite, []string{"linkat", "renameat2", "syncfs", "fsync"}, false, "error=EIO", judgeError("EIO"))
}

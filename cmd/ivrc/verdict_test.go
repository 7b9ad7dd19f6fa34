package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/bench/flows"
	"ivrc/compiler/check"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
)

// TestAVerdictIsThatOfABuild holds what check says, which makes no documents, to what a
// build of the same flow says.
func TestAVerdictIsThatOfABuild(t *testing.T) {
	texts := goodFlows(t)
	for _, path := range shippedFlows(t) {
		text, err := os.ReadFile(path)
		require.NoError(t, err)
		texts = append(texts, text)
	}
	paths, err := filepath.Glob("testdata/codes/*.txtar")
	require.NoError(t, err)
	for _, path := range paths {
		texts = append(texts, ivrctest.Load(t, path).Input(t, "bad.ivr.yaml"))
	}
	for _, shape := range []flows.Shape{flows.Plain, flows.Wrong, flows.HugeMenu} {
		made, err := flows.Make(flows.Wish{Steps: check.ManySteps + 20, Shape: shape})
		require.NoError(t, err)
		texts = append(texts, made[0].Text)
	}
	long := strings.Repeat("A sentence that Plivo speaks in each of the attempts of this menu. ", 40)
	texts = append(texts, []byte("ivr: 1\nflow: long\nstart: main\nevents: {incomplete: end, hangup: end, error: end}\nsteps:\n  main:\n    menu:\n      say:\n"+
		strings.Repeat("        - "+long+"\n", 60)+"      keys: {1: main}\n"))
	said, tooLong := 0, false
	for _, text := range texts {
		for _, targets := range [][]backends.Backend{allBackends(), usualBackends()} {
			j := job{targets: targets, all: allBackends(), base: checkBase, budgets: check.DefaultBudgets()}
			built := j.compile(source.NewFile("flow.ivr.yaml", text)).list
			j.verdict = true
			require.Equal(t, built.Detailed(), j.compile(source.NewFile("flow.ivr.yaml", text)).list.Detailed(), "%s", text)
			said += len(built)
			tooLong = tooLong || strings.Contains(built.Detailed(), "reads at most")
		}
	}
	require.Greater(t, said, 100)
	require.True(t, tooLong, "a document that is too long is measured")
}

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/check"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/ir"
	"ivrc/ir/call"
)

// flowOf compiles a flow that has no errors.
func flowOf(t *testing.T, text []byte) *ir.Flow {
	t.Helper()
	all := allBackends()
	c := job{targets: all, all: all, base: checkBase, budgets: check.Budgets{}}.compile(source.NewFile("flow.ivr.yaml", text))
	require.False(t, c.list.HasErrors(), c.list.Detailed())
	return c.flow
}

// inputsOf reads "entry: word word"; the entry may be left out.
func inputsOf(t *testing.T, line string) (entry string, inputs []call.Input) {
	t.Helper()
	if before, after, ok := strings.Cut(line, ": "); ok {
		entry, line = before, after
	}
	for _, word := range strings.Fields(line) {
		in, err := call.ParseInput(word)
		require.NoError(t, err)
		inputs = append(inputs, in)
	}
	return entry, inputs
}

// TestCallsOverTheGraphGoAsTheFlowSays walks the calls that each case lists, a
// line each.
func TestCallsOverTheGraphGoAsTheFlowSays(t *testing.T) {
	ivrctest.Run(t, "testdata/calls/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		flow := flowOf(t, c.Input(t, "flow.ivr.yaml"))
		var got strings.Builder
		for _, line := range strings.Split(strings.TrimSpace(string(c.Input(t, "calls"))), "\n") {
			entry, inputs := inputsOf(t, line)
			transcript, err := call.Walk(call.OverFlow(flow), entry, inputs)
			require.NoError(t, err, line)
			got.WriteString("== " + line + "\n")
			require.NoError(t, transcript.Text(&got))
			if transcript.Wait().Kind != call.Over {
				got.WriteString("…\n")
			}
		}
		c.Expect(t, "ir.txt", got.String())
	})
}

package main

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/fetch"
	"ivrc/compiler/check"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/ir"
	"ivrc/ir/call"
)

// flowOf compiles a flow that has no errors.
func flowOf(t *testing.T, text []byte) *ir.Flow {
	t.Helper()
	all := usualBackends()
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

// documentsOf are the published files of a flow for a target, as a host with the
// routing rule gives them.
func documentsOf(t *testing.T, flow *ir.Flow, target string) fetch.Tree {
	t.Helper()
	all := usualBackends()
	bundles, list := backends.Compile(flow, all, all, backends.Options{Base: checkBase})
	require.False(t, list.HasErrors(), list.Detailed())
	release, err := backends.Assemble(flow.ID, bundles, "")
	require.NoError(t, err)
	for _, b := range release.Bundles {
		if b.Site.Target == target {
			return treeInMemory(release, b)
		}
	}
	t.Fatalf("nothing is compiled for %s", target)
	return fetch.Tree{}
}

// engines are the interpreters by their target.
var engines = func() map[string]func(f fetch.Fetcher, base, flow string) call.Engine {
	found := map[string]func(f fetch.Fetcher, base, flow string) call.Engine{}
	for _, row := range interpreters() {
		found[row.target] = row.over
	}
	return found
}()

func TestCallsOverDocumentsGoAsTheFlowSays(t *testing.T) {
	ivrctest.Run(t, "testdata/calls/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		flow := flowOf(t, c.Input(t, "flow.ivr.yaml"))
		for _, b := range usualBackends() {
			target := b.Name()
			engineOver := engines[target]
			var got strings.Builder
			for _, line := range strings.Split(strings.TrimSpace(string(c.Input(t, "calls"))), "\n") {
				entry, inputs := inputsOf(t, line)
				engine := engineOver(documentsOf(t, flow, target), checkBase, flow.ID)
				got.WriteString("== " + line + "\n")
				difference, err := call.Beside(call.OverFlow(flow), engine, entry, inputs)
				require.NoError(t, err, line)
				if difference != nil {
					got.WriteString(difference.Error() + "\n")
				}
			}
			c.Expect(t, target+".txt", got.String())
		}
	})
}

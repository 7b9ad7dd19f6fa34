package script_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/script"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
	"ivrc/ir/call"
)

func flowOf(t testing.TB, c *ivrctest.Case, name string) *ir.Flow {
	t.Helper()
	flow, list := compiler.Check(source.NewFile("flow.ivr.yaml", c.Input(t, name)), compiler.Options{Limits: syntax.DefaultLimits()})
	require.False(t, list.HasErrors(), list.Detailed())
	return flow
}

// TestRunning walks the calls of each case over its flow, and over the flow
// documents.ivr.yaml in the place of the documents of a target.
func TestRunning(t *testing.T) {
	ivrctest.Run(t, "testdata/run/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		flow := flowOf(t, c, "flow.ivr.yaml")
		var targets []script.Target
		if c.Has("documents.ivr.yaml") {
			other := flowOf(t, c, "documents.ivr.yaml")
			targets = []script.Target{{Name: "plivo", Engine: call.OverFlow(other)}, {Name: "tropo", Engine: call.OverFlow(flow)}}
		}
		s, list := read("a.call.yaml", string(c.Input(t, "a.call.yaml")))
		require.Empty(t, list.Detailed())
		c.Expect(t, "names.txt", s.Check(flow).Detailed())
		coverage := script.NewCoverage(flow)
		var b strings.Builder
		var results []script.Result
		for i := range s.Calls {
			r := script.Run(&s.Calls[i], flow, targets)
			results = append(results, r)
			coverage.Add(r.Transcript)
			b.WriteString(described(r))
		}
		c.Expect(t, "results.txt", b.String())
		c.Expect(t, "coverage.txt", covered(coverage))
		text, n, err := script.Update(s, results, func(text string) bool { return !strings.Contains(text, "secret") }, options)
		require.NoError(t, err)
		if n == 0 {
			require.Equal(t, string(c.Input(t, "a.call.yaml")), string(text))
			text = nil
		}
		c.Expect(t, "updated.call.yaml", string(text))
		c.DropOutputs(t, "updated.call.yaml")
	})
}

func described(r script.Result) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s: %s, %d keys, ends %v, compared with %v\n", r.Call.Name, r.Spent, r.Keys, script.EndOf(r.Transcript), r.Targets)
	for _, f := range r.Failures {
		event := ""
		if f.Event >= 0 {
			event = " at " + r.Transcript.Turns[f.Turn].Moment.Events[f.Event].Line()
		}
		fmt.Fprintf(&b, "  %d:%d %q: %s (turn %d%s)\n", f.Span.Line(), f.Span.Begin().Column, f.Span.Text(), f.Message, f.Turn, event)
		for _, line := range f.Want {
			fmt.Fprintf(&b, "    flow: %s\n", line)
		}
		for _, line := range f.Got {
			fmt.Fprintf(&b, "    %s: %s\n", f.Target, line)
		}
	}
	return b.String()
}

func covered(c *script.Coverage) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%d of %d steps, %d of %d outcomes\n", c.Reached(), len(c.Steps), c.Taken(), c.Total())
	for _, o := range c.Outcomes {
		step := "-"
		if o.Step != nil {
			step = o.Step.ID
		}
		if !o.Possible {
			step += " (impossible)"
		}
		fmt.Fprintf(&b, "%d %s %s -> %s (line %d, %d steps)\n", o.Times, step, o.Outcome, o.To, o.Span.Line(), o.Steps)
	}
	return b.String()
}

func TestAnUpdateThatWouldChangeOtherLinesIsRefused(t *testing.T) {
	c := ivrctest.Load(t, "testdata/run/expectations.txtar")
	flow := flowOf(t, c, "flow.ivr.yaml")
	text := `ivr-calls: 1
flow: a.ivr.yaml
calls:
  - name: a
    call:
      - hear: &hello "Nobody says this"
      - press: "1"
    never: [*hello]
  - name: b
    call: [{hear: *hello}]
`
	s, list := read("a.call.yaml", text)
	require.Empty(t, list)
	var results []script.Result
	for i := range s.Calls {
		results = append(results, script.Run(&s.Calls[i], flow, nil))
	}
	got, n, err := script.Update(s, results, func(string) bool { return true }, options)
	require.ErrorIs(t, err, script.ErrRepeated)
	require.Zero(t, n)
	require.Equal(t, text, string(got))
}

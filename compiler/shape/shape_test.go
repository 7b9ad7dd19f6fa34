package shape_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/shape"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

func read(t testing.TB, name string, text []byte) (*syntax.Node, diag.List) {
	t.Helper()
	return syntax.Parse(source.NewFile(name, text), syntax.DefaultLimits())
}

// TestMistakesOfShape compares what is said about each bad flow. Findings of the
// reader are not repeated here.
func TestMistakesOfShape(t *testing.T) {
	ivrctest.Run(t, "testdata/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		text := c.Input(t, "flow.ivr.yaml")
		root, found := read(t, "flow.ivr.yaml", text)
		require.NotNil(t, root, found.Detailed())
		require.True(t, strings.Contains(c.Comment, "reader") || !found.HasErrors(), found.Detailed())
		list := shape.Check(root)
		for _, d := range list {
			require.GreaterOrEqual(t, d.Primary.Start, 0)
			require.LessOrEqual(t, d.Primary.End, len(text))
			require.NotEmpty(t, d.Help, d.Message)
			require.False(t, strings.HasSuffix(d.Message, "."), d.Message)
		}
		c.Expect(t, "diags.txt", list.Detailed())
	})
}

// TestCorpusIsAcceptedAndRejected reads the schema's corpus as files.
func TestCorpusIsAcceptedAndRejected(t *testing.T) {
	for name, accepts := range map[string]bool{"accept": true, "reject": false} {
		c := ivrctest.Load(t, "../../schema/testdata/corpus/"+name+".txtar")
		for _, document := range c.Names() {
			root, found := read(t, document, c.Input(t, document))
			require.NotNil(t, root, "%s: %s", document, found.Detailed())
			list := shape.Check(root)
			require.Equal(t, accepts, len(list) == 0, "%s: %s", document, list.Detailed())
			for _, d := range list {
				require.NotEmpty(t, d.Help, document)
				require.NotEqual(t, diag.Crash, d.Code, document)
				require.False(t, d.Primary.IsZero(), document)
			}
		}
	}
}

func TestFindingsInAStepNameIt(t *testing.T) {
	root, _ := read(t, "f", []byte("ivr: 1\nflow: f\nstart: a\ncolour: red\nsteps:\n  a: {say: 5}\n  b: {menu: {}, hangup: true}\n"))
	steps := map[string]int{}
	for _, d := range shape.Check(root) {
		steps[d.Step]++
	}
	require.Equal(t, map[string]int{"": 1, "a": 1, "b": 2}, steps)
}

func TestNoTreeHasNoShape(t *testing.T) {
	require.Empty(t, shape.Check(nil))
}

// TestFixesRemoveTheirFinding applies every safe fix of the corpus's flows and
// asks that the finding is gone.
func TestFixesRemoveTheirFinding(t *testing.T) {
	text := []byte("ivr: 1\nflow: f\nstart: a\nstepps: {}\nsteps:\n  a:\n    sya: \"Hello.\"\n    menu: {keyz: {1: end}, timout: 5s}\n")
	root, _ := read(t, "f", text)
	fixed := 0
	for _, d := range shape.Check(root) {
		for _, fix := range d.Fixes {
			require.True(t, fix.Safe)
			edit := fix.Edits[0]
			after := string(text[:edit.Span.Start]) + edit.New + string(text[edit.Span.End:])
			again, _ := read(t, "f", []byte(after))
			require.NotContains(t, shape.Check(again).Detailed(), d.Message)
			fixed++
		}
	}
	require.Equal(t, 3, fixed)
}

// TestWorkGrowsWithTheFlow counts allocations per step, which do not depend on
// the size of the flow, for clean and for broken ones.
func TestWorkGrowsWithTheFlow(t *testing.T) {
	for name, line := range map[string]string{
		"clean":  "  s%d: {menu: {say: \"Press one.\", keys: {1: s0, 2: end}}, events: {incomplete: end}}\n",
		"broken": "  S%d: {menu: {say: 5, kyes: {1: s0, b: end}, timout: 1:30}, goto: end, colour: red}\n",
	} {
		perStep := func(steps int) float64 {
			var b strings.Builder
			b.WriteString("ivr: 1\nflow: f\nstart: s0\nsteps:\n")
			for i := range steps {
				fmt.Fprintf(&b, line, i)
			}
			root, _ := read(t, "f", []byte(b.String()))
			require.NotNil(t, root)
			shape.Check(root) // compiles what is needed once
			return testing.AllocsPerRun(1, func() { shape.Check(root) }) / float64(steps)
		}
		few, many := perStep(100), perStep(1500)
		require.InDelta(t, few, many, max(few/10, 0.05), name)
		require.True(t, name == "broken" || many < 0.01, "a step without mistakes allocates nothing, not %v", many)
	}
}

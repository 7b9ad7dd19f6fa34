package script_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/script"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

func written(t testing.TB, s script.Script) string {
	t.Helper()
	var b strings.Builder
	require.NoError(t, script.Write(&b, s))
	return b.String()
}

func TestReading(t *testing.T) {
	ivrctest.Run(t, "testdata/read/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		s, list := read("a.call.yaml", string(c.Input(t, "a.call.yaml")))
		c.Expect(t, "diags.txt", list.Detailed())
		if list.HasErrors() {
			c.DropOutputs(t, "written.call.yaml")
			return
		}
		text := written(t, *s)
		c.Expect(t, "written.call.yaml", text)
		again, list := read("a.call.yaml", text)
		require.Empty(t, list.Detailed(), text)
		require.Equal(t, text, written(t, *again), "what was written reads as the same")
	})
}

func TestLimits(t *testing.T) {
	head := "ivr-calls: 1\nflow: a.ivr.yaml\ncalls:\n"
	lines := strings.Repeat("      - wait: true\n", script.MaxLines)
	_, list := read("a.call.yaml", head+"  - name: a\n    call:\n"+lines)
	require.Empty(t, list)
	_, list = read("a.call.yaml", head+"  - name: a\n    call:\n"+lines+"      - wait: true\n")
	require.Len(t, list, 1)
	require.Equal(t, diag.TooLarge, list[0].Code)
	require.Equal(t, 1006, list[0].Primary.Line())
	var many strings.Builder
	for i := range script.MaxCalls + 1 {
		fmt.Fprintf(&many, "  - {name: call %d, call: []}\n", i)
	}
	_, list = read("a.call.yaml", head+many.String())
	require.Len(t, list, 1)
	require.Equal(t, diag.TooLarge, list[0].Code)
	_, list = script.Read(source.NewFile("a.call.yaml", []byte(head)), script.Options{Limits: syntax.Limits{Bytes: 4}})
	require.Len(t, list, 1)
	require.Equal(t, diag.TooLarge, list[0].Code)
}

// TestEveryValueHasItsPlace holds the spans that messages and updates rely on.
func TestEveryValueHasItsPlace(t *testing.T) {
	s, list := read("a.call.yaml", `ivr-calls: 1
flow: a.ivr.yaml
calls:
  - call:
      - hear: "Hello there"   # comment
      - hear: {equals: 'Bye'}
      - press: "1"
      - at: main
    name: a call
    entry: night
    ends: left
    never: [{matches: "x+"}]
    budget: {time: 90s, keys: 3}
`)
	require.Empty(t, list)
	c := s.Calls[0]
	require.Equal(t, "a.ivr.yaml", s.FlowSpan.Text())
	require.Equal(t, "a call", c.Span.Text())
	require.Equal(t, "night", c.EntrySpan.Text())
	require.Equal(t, "left", c.EndsSpan.Text())
	require.Equal(t, "90s 3", c.Budget.TimeSpan.Text()+" "+c.Budget.KeysSpan.Text())
	require.Equal(t, `"x+"`, c.Never[0].Span.Text())
	require.Equal(t, `"Hello there"`, c.Lines[0].Hear.Span.Text())
	require.Equal(t, `'Bye'`, c.Lines[1].Hear.Span.Text())
	require.Equal(t, `"1"`, c.Lines[2].Span.Text())
	require.Equal(t, "main", c.Lines[3].Span.Text())
}

package lower_test

import (
	"bytes"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/compiler/lower"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

func lowered(t testing.TB, text []byte, options lower.Options) (*ir.Flow, diag.List) {
	t.Helper()
	root, list := syntax.Parse(source.NewFile("flow.ivr.yaml", text), syntax.DefaultLimits())
	require.NotNil(t, root, list.Detailed())
	flow, found := lower.Lower(root, options)
	list.Add(found...)
	list.Sort()
	return flow, list
}

// TestFlowsBecomeIR compares the IR and the diagnostics of each case. The cases
// are well shaped, so nothing may be malformed.
func TestFlowsBecomeIR(t *testing.T) {
	ivrctest.Run(t, "testdata/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		options := lower.Options{Providers: []string{"plivo", "tropo"}, Shaped: true}
		if strings.Contains(c.Comment, "audio base") {
			options.AudioBase = "https://cdn.example.com/audio/"
		}
		flow, list := lowered(t, c.Input(t, "flow.ivr.yaml"), options)
		require.NotContains(t, list.Detailed(), string(diag.Disagreement))
		c.Expect(t, "diags.txt", list.Detailed())
		var text bytes.Buffer
		require.NoError(t, ir.Print(&text, flow))
		c.Expect(t, "ir.txt", text.String())
	})
}

func TestAValueThatOnlyTheReaderRefusesIsADisagreement(t *testing.T) {
	text := []byte("ivr: 1\nflow: f\nstart: a\nsteps:\n  a: {say: \"Hi.\", goto: end, colour: red}\n")
	_, list := lowered(t, text, lower.Options{Shaped: true})
	require.Len(t, list, 1)
	require.Equal(t, diag.Disagreement, list[0].Code)
	require.Equal(t, "colour", list[0].Primary.Text())
	_, list = lowered(t, text, lower.Options{})
	require.Empty(t, list)
}

func TestPromptsInPromptsAreBounded(t *testing.T) {
	var b strings.Builder
	b.WriteString("ivr: 1\nflow: f\nstart: a\nsteps:\n  a: {say: {prompt: p30}, goto: end}\nprompts:\n  p0: \"Ha.\"\n")
	for i := 1; i <= 30; i++ {
		previous := "p" + string(rune('0'+(i-1)%10))
		if i > 10 {
			previous = "p" + string(rune('0'+(i-1)/10)) + string(rune('0'+(i-1)%10))
		}
		name := "p" + string(rune('0'+i%10))
		if i >= 10 {
			name = "p" + string(rune('0'+i/10)) + string(rune('0'+i%10))
		}
		b.WriteString("  " + name + ": [{prompt: " + previous + "}, {prompt: " + previous + "}]\n")
	}
	flow, list := lowered(t, []byte(b.String()), lower.Options{Shaped: true})
	require.NotNil(t, flow)
	require.True(t, list.HasErrors())
	for _, d := range list {
		require.Equal(t, diag.TooLarge, d.Code, d.Compact())
	}
}

func TestNothingIsReadWhereThereIsNoMap(t *testing.T) {
	for _, text := range []string{"hello", "[1, 2]", "5"} {
		root, _ := syntax.Parse(source.NewFile("flow.ivr.yaml", []byte(text)), syntax.DefaultLimits())
		require.NotNil(t, root)
		flow, _ := lower.Lower(root, lower.Options{})
		require.Nil(t, flow)
		require.True(t, lower.Malformed(root))
	}
	flow, _ := lower.Lower(nil, lower.Options{})
	require.Nil(t, flow)
}

package plivo

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/ivrctest"
	"ivrc/ir"
)

const segment = "v/0/"

var options = backends.Options{Base: "https://ivr.example.com/"}

// gated is what the driver does: the gate, then the backend.
func gated(flow *ir.Flow) (*backends.Bundle, diag.List) {
	b := New()
	list := backends.Gate(flow, backends.Uses(flow), b, []backends.Backend{b})
	if list.HasErrors() {
		list.Sort()
		return nil, list
	}
	bundle, more := b.Compile(flow, options)
	list.Add(more...)
	list.Sort()
	return bundle, list
}

// Each case shows the flow as a person writes it; the values are those of
// goldenFlows, because a backend knows no YAML.
func TestGoldenBundles(t *testing.T) {
	ivrctest.Run(t, "testdata/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		make, ok := goldenFlows[c.Name]
		require.True(t, ok, "no flow for %s", c.Name)
		bundle, list := gated(make(placesIn(c.Input(t, "flow.ivr.yaml"))))
		c.Expect(t, "diagnostics", list.Detailed())
		if bundle != nil {
			expectBundle(t, c, bundle)
		}
		c.DropOutputs(t, "out/")
	})
}

func expectBundle(t *testing.T, c *ivrctest.Case, b *backends.Bundle) {
	var tree strings.Builder
	for _, e := range b.Entries {
		fmt.Fprintf(&tree, "%s = %s (%s)\n", e.Name, e.Of, strings.TrimSpace(e.Entry+" "+e.Use))
	}
	for _, a := range b.Answers {
		fmt.Fprintf(&tree, "%s = %s\n", a.Path, a.Of)
	}
	for _, r := range b.Routes {
		fmt.Fprintf(&tree, "%s routed\n", r.Path)
	}
	for _, p := range b.Posted {
		fmt.Fprintf(&tree, "%s posted\n", p)
	}
	c.Expect(t, "out/tree", tree.String())
	for i := range b.Documents {
		c.Expect(t, "out/"+b.Documents[i].Path+extension, string(b.Documents[i].Body.Render(segment)))
	}
}

// The flows of the cases are such as the compiler could have made.
func TestGoldenFlowsAreConsistent(t *testing.T) {
	for name, make := range goldenFlows {
		require.Empty(t, ir.Verify(make(nowhere)), name)
	}
}

func TestEveryFlowHasACase(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.Len(t, files, len(goldenFlows))
}

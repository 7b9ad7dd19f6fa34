package lower

import (
	"bytes"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"ivrc/bench/flows"
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// inParts reads a flow in so many parts, and prints all that comes of it.
func inParts(t *testing.T, root *syntax.Node, parts int) (flow *ir.Flow, said string) {
	t.Helper()
	options := Options{Providers: []string{"plivo", "tropo"}, Damaged: func(step string) bool { return step == "main" }}
	flow, list, wrong := read(root, options, func(int) int { return parts })
	list.Sort()
	var b bytes.Buffer
	if flow != nil {
		require.NoError(t, ir.Print(&b, flow))
	}
	fmt.Fprintln(&b, wrong)
	return flow, b.String() + list.Detailed()
}

func rootOf(text string) *syntax.Node {
	root, _ := syntax.Parse(source.NewFile("flow.ivr.yaml", []byte(text)), syntax.DefaultLimits())
	return root
}

// TestAFlowReadInPartsIsThatReadInOne takes flows with mistakes of all kinds, and cuts
// them everywhere.
func TestAFlowReadInPartsIsThatReadInOne(t *testing.T) {
	var texts []string
	paths, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	require.NotEmpty(t, paths)
	for _, path := range paths {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		for _, f := range archive.Files {
			if strings.HasSuffix(f.Name, ".ivr.yaml") {
				texts = append(texts, string(f.Data))
			}
		}
	}
	require.NotEmpty(t, texts)
	for _, shape := range []flows.Shape{flows.Plain, flows.Wrong, flows.Anchors, flows.Unreachable} {
		made, err := flows.Make(flows.Wish{Steps: 120, Shape: shape, Seed: 2})
		require.NoError(t, err)
		texts = append(texts, string(made[0].Text))
	}
	for _, text := range texts {
		root := rootOf(text)
		if root == nil {
			continue
		}
		flow, want := inParts(t, root, 1)
		for _, parts := range []int{2, 3, 5, 16} {
			other, got := inParts(t, root, parts)
			require.Equal(t, want, got, "%d parts of\n%s", parts, text)
			require.Equal(t, flow, other)
		}
	}
}

// TestWhatIsCountedOverAllStepsIsCountedInPartsToo: only so many names are suggested, and
// named prompts may add only so much, wherever that happens.
func TestWhatIsCountedOverAllStepsIsCountedInPartsToo(t *testing.T) {
	var names, prompts strings.Builder
	head := "ivr: 1\nflow: f\nstart: a0\nevents: {hangup: end, error: end}\nsteps:\n"
	names.WriteString(head)
	prompts.WriteString(strings.Replace(head, "steps:\n", "prompts:\n  many: ["+strings.Repeat("{prompt: few}, ", 199)+"\"x\"]\n  few: \"Hello.\"\nsteps:\n", 1))
	for i := range 3 * maxSuggestions {
		fmt.Fprintf(&names, "  a%d: {say: \"Hello.\", goto: aa%d}\n", i, i)
	}
	for i := range maxFlowItems/200 + 40 {
		fmt.Fprintf(&prompts, "  a%d: {say: {prompt: many}, goto: end}\n", i)
	}
	for _, text := range []string{names.String(), prompts.String()} {
		root := rootOf(text)
		_, want := inParts(t, root, 1)
		require.Contains(t, want, string(diag.UnknownStep[:3]))
		for _, parts := range []int{2, 7} {
			_, got := inParts(t, root, parts)
			require.Equal(t, want, got, "%d parts", parts)
		}
	}
}

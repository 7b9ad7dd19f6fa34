package syntax_test

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// TestRows reads the tables of small cases. A file holds many rows: a section
// NAME.yaml (or NAME.quoted, a Go string for bytes that a text file cannot hold)
// and the diagnostics in NAME.diags, none if it is missing. Rows of files whose
// name begins with tree- have their tree in NAME.tree.
func TestRows(t *testing.T) {
	rows := 0
	ivrctest.Run(t, "testdata/*.txtar", func(t *testing.T, c *ivrctest.Case) {
		for _, name := range c.Names() {
			row, kind, _ := strings.Cut(name, ".")
			var text []byte
			switch kind {
			case "yaml", "json":
				text = c.Input(t, name)
			case "quoted":
				unquoted, err := strconv.Unquote(strings.TrimSpace(string(c.Input(t, name))))
				require.NoError(t, err, name)
				text = []byte(unquoted)
			default:
				continue
			}
			rows++
			file := source.NewFile(row, text)
			root, found := syntax.Parse(file, syntax.Limits{})
			c.Expect(t, row+".diags", found.Detailed())
			if strings.HasPrefix(c.Name, "tree-") {
				c.Expect(t, row+".tree", dump(root))
			}
			requireSoundTree(t, file, root)
		}
	})
	require.GreaterOrEqual(t, rows, 100, "the tables of reliability-ux.md A2 have more rows")
}

// dump writes a tree with the place of each value.
func dump(n *syntax.Node) string {
	if n == nil {
		return "nothing\n"
	}
	var b strings.Builder
	dumpNode(&b, "", "", n)
	return b.String()
}

func dumpNode(b *strings.Builder, indent, label string, n *syntax.Node) {
	kinds := map[syntax.Kind]string{syntax.Null: "null", syntax.Bool: "bool", syntax.Int: "int", syntax.Text: "text", syntax.List: "list", syntax.Map: "map"}
	styles := map[syntax.Style]string{syntax.Plain: "", syntax.Single: " single", syntax.Double: " double", syntax.Block: " block"}
	begin, end := n.Span.Begin(), n.Span.Finish()
	fmt.Fprintf(b, "%s%s%s%s %d:%d-%d:%d", indent, label, kinds[n.Kind], styles[n.Style], begin.Line, begin.Column, end.Line, end.Column)
	if n.IsScalar() {
		fmt.Fprintf(b, " %q", n.Text)
	}
	if !n.Cut.IsZero() {
		fmt.Fprintf(b, " cut %q", n.Cut.Text())
	}
	if !n.Alias.IsZero() {
		fmt.Fprintf(b, " through %q at %d:%d", n.Alias.Text(), n.Alias.Begin().Line, n.Alias.Begin().Column)
	}
	b.WriteByte('\n')
	for _, item := range n.Items {
		dumpNode(b, indent+"  ", "- ", item)
	}
	for _, e := range n.Entries {
		dumpNode(b, indent+"  ", "? ", e.Key)
		dumpNode(b, indent+"    ", ": ", e.Value)
	}
}

// requireSoundTree checks what every tree promises: places inside the file and
// inside each other, and text that agrees with them.
func requireSoundTree(t testing.TB, file *source.File, n *syntax.Node) {
	t.Helper()
	if n == nil {
		return
	}
	require.True(t, 0 <= n.Span.Start && n.Span.Start <= n.Span.End && n.Span.End <= len(file.Text), "%+v", n.Span)
	require.Same(t, file, n.Span.File)
	written := n.Span.Text()
	switch {
	case !n.IsScalar():
	case n.Style == syntax.Plain && !strings.Contains(written, "\n"):
		require.Equal(t, n.Text, written)
	case n.Style == syntax.Single:
		require.True(t, len(written) >= 2 && written[0] == '\'' && written[len(written)-1] == '\'', written)
	case n.Style == syntax.Double:
		require.True(t, len(written) >= 2 && written[0] == '"' && written[len(written)-1] == '"', written)
	case n.Style == syntax.Block:
		require.Contains(t, "|>", written[:1])
	}
	for _, item := range n.Items {
		requireInside(t, n, item)
		requireSoundTree(t, file, item)
	}
	seen := map[string]bool{}
	for _, e := range n.Entries {
		require.True(t, e.Key.IsScalar())
		require.False(t, seen[e.Key.Text], "a key stands twice: %q", e.Key.Text)
		seen[e.Key.Text] = true
		requireInside(t, n, e.Key)
		requireInside(t, n, e.Value)
		requireSoundTree(t, file, e.Key)
		requireSoundTree(t, file, e.Value)
	}
}

func requireInside(t testing.TB, outer, inner *syntax.Node) {
	t.Helper()
	at := inner.Place()
	require.True(t, outer.Span.Start <= at.Start && at.End <= outer.Span.End, "%q is not inside %q", at.Text(), outer.Span.Text())
}

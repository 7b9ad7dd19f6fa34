package syntax_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/txtar"

	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// FuzzParse gives any bytes to the reader: it must come back, with places inside
// the file, a bounded tree, and the same answer twice.
func FuzzParse(f *testing.F) {
	for _, seed := range seeds(f) {
		f.Add(seed)
	}
	limits := syntax.Limits{Bytes: 1 << 16, Nodes: 10_000, Depth: 20, Expansion: 1_000}
	f.Fuzz(func(t *testing.T, text []byte) {
		file := source.NewFile("f", text)
		root, found := syntax.Parse(file, limits)
		for _, d := range found {
			require.NotEqual(t, diag.Bug, d.Severity, d.Detailed())
			requirePlaces(t, file, d)
		}
		if root == nil {
			require.True(t, found.HasErrors(), "nothing was read and nothing was said")
		} else {
			require.LessOrEqual(t, size(root), limits.Nodes+limits.Expansion)
			requireSoundTree(t, file, root)
		}
		again, foundAgain := syntax.Parse(source.NewFile("f", text), limits)
		require.Equal(t, dump(root), dump(again))
		require.Equal(t, found.Detailed(), foundAgain.Detailed())
	})
}

func requirePlaces(t *testing.T, file *source.File, d diag.Diagnostic) {
	t.Helper()
	places := []source.Span{d.Primary}
	for _, r := range d.Related {
		places = append(places, r.Span)
	}
	for _, f := range d.Fixes {
		for _, e := range f.Edits {
			places = append(places, e.Span)
		}
	}
	for _, p := range places {
		require.Same(t, file, p.File)
		require.True(t, 0 <= p.Start && p.Start <= p.End && p.End <= len(file.Text), "%d-%d of %d: %s", p.Start, p.End, len(file.Text), d.Compact())
	}
	require.NotEmpty(t, d.Help, d.Compact())
}

// seeds are the inputs of all golden rows and flows, and single-line changes.
func seeds(t testing.TB) [][]byte {
	var out [][]byte
	rows, err := filepath.Glob("testdata/*.txtar")
	require.NoError(t, err)
	for _, path := range rows {
		archive, err := txtar.ParseFile(path)
		require.NoError(t, err)
		for _, f := range archive.Files {
			if !strings.HasSuffix(f.Name, ".diags") && !strings.HasSuffix(f.Name, ".tree") {
				out = append(out, f.Data)
			}
		}
	}
	flow, err := os.ReadFile("testdata/flows/clinic.ivr.yaml")
	require.NoError(t, err)
	for i, m := range mutants(string(flow)) {
		if i%10 == 0 {
			out = append(out, []byte(m.text))
		}
	}
	return out
}

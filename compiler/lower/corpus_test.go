package lower_test

import (
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/ivrctest"
	"ivrc/compiler/lower"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
)

// TestTheReaderTakesAndRefusesWhatTheSchemaDoes runs the schema's closed corpus
// through the reader.
func TestTheReaderTakesAndRefusesWhatTheSchemaDoes(t *testing.T) {
	for file, malformed := range map[string]bool{"accept": false, "reject": true} {
		c := ivrctest.Load(t, filepath.Join("..", "..", "schema", "testdata", "corpus", file+".txtar"))
		require.GreaterOrEqual(t, len(c.Names()), 150)
		for _, name := range c.Names() {
			root, _ := syntax.Parse(source.NewFile(name, c.Input(t, name)), syntax.DefaultLimits())
			require.NotNil(t, root, name)
			require.Equal(t, malformed, lower.Malformed(root), "%s: %s", name, c.Input(t, name))
		}
	}
}

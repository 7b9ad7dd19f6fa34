package plivo

import (
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/plivo/reread"
	"ivrc/backends/verify"
	"ivrc/ir"
)

// published is what a build would write for a bundle.
func published(t testing.TB, b *backends.Bundle) verify.Published {
	t.Helper()
	r, err := backends.Assemble(b.Site.Flow, []*backends.Bundle{b}, "0")
	require.NoError(t, err)
	p := verify.Published{Base: b.Site.Base, Flow: b.Site.Flow, Target: b.Site.Target, Segment: segment, Files: map[string][]byte{}}
	versioned, entries := r.Files(b)
	for _, f := range append(versioned, entries...) {
		p.Files[f.Path] = f.Text
	}
	return p
}

func TestEveryBundleReadsBackAsItsFlow(t *testing.T) {
	eachBundle(t, func(t *testing.T, flow *ir.Flow, b *backends.Bundle) {
		require.Empty(t, reread.Reread(published(t, b), flow))
	})
}

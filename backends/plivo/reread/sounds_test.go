package reread

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestAPlainTextStaysAsItIs compares with the way that takes every text apart.
func TestAPlainTextStaysAsItIs(t *testing.T) {
	pieces := []string{"a", "word", " ", "  ", "\n", "\t", "é", "\u00a0", "\u0085", "。 ", "！ ", "。", "\u3000", "\xc3", "ÿ", "\u2003", strings.Repeat("x", 800)}
	dice := rand.New(rand.NewPCG(3, 3))
	kept := 0
	for range 50_000 {
		text := ""
		for range dice.IntN(6) {
			text += pieces[dice.IntN(len(pieces))]
		}
		if isPlain(text) {
			kept++
			require.Equal(t, strings.Join(strings.Fields(text), " "), text)
			require.Equal(t, text, closing.Replace(text))
			require.LessOrEqual(t, len(text), uncut)
		}
	}
	require.Greater(t, kept, 1000)
}

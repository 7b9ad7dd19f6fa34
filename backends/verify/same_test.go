package verify

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestWhatIsTheSameHasNoDifferences holds the short cuts against the comparison that
// they save, on lists in which many things stand twice and in any order.
func TestWhatIsTheSameHasNoDifferences(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 8))
	word := func() string { return fmt.Sprint(random.IntN(2)) }
	edges := func() (list []Edge) {
		for range random.IntN(4) {
			list = append(list, Edge{word(), random.IntN(2), fmt.Sprint(random.IntN(3))})
		}
		return list
	}
	attempts := func() (list []Attempt) {
		for range random.IntN(3) {
			list = append(list, Attempt{random.IntN(2), word(), []Sound{{Kind: word()}}[:random.IntN(2)]})
		}
		return list
	}
	same := 0
	for range 200_000 {
		want, got := Heard{Edges: edges(), Attempts: attempts()}, Heard{Edges: edges(), Attempts: attempts()}
		c := comparison{class: func(to string) string { return strings.ReplaceAll(to, "2", "1") }}
		if sameEdges(want.Edges, got.Edges, c.class) {
			same++
			c.edges(&want, &got)
		}
		if sameAttempts(want.Attempts, got.Attempts) {
			same++
			c.attempts(&want, &got)
		}
		require.Empty(t, c.differences, "%+v\n%+v", want, got)
	}
	require.Greater(t, same, 20_000)
}

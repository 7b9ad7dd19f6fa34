package nearest

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNameIsTheOneClearlyNearest(t *testing.T) {
	names := []string{"sales", "sales-dept", "support", "goodbye", "timeout", "nomatch"}
	for word, want := range map[string]string{
		"sales_dept": "sales-dept",
		"slaes":      "sales",
		"Suport":     "support",
		"timout":     "timeout",
		"timeuot":    "timeout",
		"xyz":        "",
		"menu":       "",
		"":           "",
	} {
		require.Equal(t, want, Name(word, names), "for %q", word)
	}
}

func TestNameIsEmptyWhereTwoAreEquallyNear(t *testing.T) {
	require.Empty(t, Name("step3", []string{"step1", "step2"}))
	require.Equal(t, "step-a", Name("stepa", []string{"step-a", "steps"}[:1]))
}

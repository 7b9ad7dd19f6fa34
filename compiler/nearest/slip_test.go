package nearest

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestASlipIsOneLetterOfAWordThatIsLongEnough(t *testing.T) {
	for _, c := range []struct {
		word, name string
		slip       bool
	}{
		{"sales_dep", "sales_dept", true},
		{"sales_dept", "sales-dept", true},
		{"Sales", "sales", true},
		{"slaes", "sales", true},
		{"salles", "sales", true},
		{"salws", "sales", true},
		{"salesdept", "sales-dept", true},
		{"tiemout", "timeout", true},
		{"bey", "bye", true},
		{"sales", "sales", false},
		{"agent-2", "agent-1", false},
		{"agent2", "agent", false},
		{"menu-b", "menu-a", false},
		{"lang-es", "lang-en", false},
		{"day", "may", false},
		{"too", "to", false},
		{"option-ten", "option-two", false},
		{"sale", "support", false},
		{"", "a", false},
	} {
		require.Equal(t, c.slip, Slip(c.word, c.name), "%s for %s", c.word, c.name)
	}
}

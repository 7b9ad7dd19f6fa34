package publish

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestNamesHaveTheFormsOfTheirPatterns holds the readers against patterns.
func TestNamesHaveTheFormsOfTheirPatterns(t *testing.T) {
	segment := `[A-Za-z0-9_]([A-Za-z0-9._-]{0,198}[A-Za-z0-9_-])?`
	for _, row := range []struct {
		name    string
		reads   func(string) bool
		pattern string
	}{
		{"id", isID, `^[a-z0-9][a-z0-9_-]{0,63}$`},
		{"release", isRelease, `^[a-z0-9]([a-z0-9._-]{0,61}[a-z0-9])?$`},
		{"segment", isSegment, `^` + segment + `$`},
		{"path", isPath, `^` + segment + `(/` + segment + `)*$`},
		{"hash", isHash, `^[0-9a-f]{64}$`},
		{"stage", isStageEnd, `^[0-9a-f]{16}$`},
	} {
		pattern := regexp.MustCompile(row.pattern)
		random := rand.New(rand.NewPCG(3, 4))
		yes := 0
		for range 15_000 {
			length := []int{0, 1, 2, 3, 5, 16, 17, 62, 63, 64, 65, 199, 200, 201}[random.IntN(14)]
			letters := []string{"0123456789abcdef", "az09", "az09-_", "azAZ09-_.", "azAZ09-_./", "a/", "a."}[random.IntN(7)]
			text := []byte(strings.Repeat("a", length))
			for i := range text {
				text[i] = letters[random.IntN(len(letters))]
			}
			if length > 0 && random.IntN(3) == 0 {
				text[random.IntN(length)] = "A-_./\\ \n\x00\xff:~g"[random.IntN(13)]
			}
			require.Equal(t, pattern.Match(text), row.reads(string(text)), "%s: %q", row.name, text)
			if row.reads(string(text)) {
				yes++
			}
		}
		require.Greater(t, yes, 50, row.name)
	}
}

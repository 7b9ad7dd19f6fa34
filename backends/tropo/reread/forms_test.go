package reread

import (
	"math/rand/v2"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFormsAreWhatTheirPatternsSay compares what is read byte by byte with patterns that
// say the same in one line.
func TestFormsAreWhatTheirPatternsSay(t *testing.T) {
	choice := regexp.MustCompile(`^(?:([0-9]+)|([a-z]+[0-9]*)\(([*#][0-9]*)\))$`)
	whole := regexp.MustCompile(`^[1-9][0-9]{0,8}$`)
	decimal := regexp.MustCompile(`^(0|[1-9][0-9]{0,8})(?:\.([0-9]{1,3}))?$`)
	dice := rand.New(rand.NewPCG(1, 9))
	pieces := []string{"0", "1", "12", "99999999", ".", "star", "pound", "a", "(", ")", "*", "#", "(*)", "(#)", " ", "é", "\n", "-"}
	for range 200_000 {
		text := ""
		for range dice.IntN(5) {
			text += pieces[dice.IntN(len(pieces))]
		}
		m := choice.FindStringSubmatch(text)
		name, key, ok := named(text)
		require.Equal(t, m != nil, ok || text != "" && digitsOf(text) == len(text), "%q", text)
		if ok {
			require.Equal(t, m[2:], []string{name, key}, "%q", text)
		}
		require.Equal(t, whole.MatchString(text), isWhole(text), "%q", text)
		_, err := seconds(text)
		require.Equal(t, decimal.MatchString(text), err == nil, "%q", text)
	}
}

// TestWritableTextStaysAsItIs compares with the way that looks at every rune.
func TestWritableTextStaysAsItIs(t *testing.T) {
	for r := rune(0); r < 0x11000; r++ {
		text := "a" + string(r) + "é"
		want := text
		if r < ' ' && !strings.ContainsRune("\t\n\r", r) || r == 0xfffe || r == 0xffff {
			want = "a é"
		}
		require.Equal(t, want, writable(text), "%#x", r)
	}
	require.Equal(t, "a\ufffd", writable("a\xc3"))
	require.Equal(t, "\ufffda", writable("\xa9a"))
}

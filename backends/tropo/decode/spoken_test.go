package decode

import (
	"math/rand/v2"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends/verify"
)

func spokenPieces() []string {
	return []string{"a", "word ", "&", "&amp;", "&lt;", "&gt;", "&quot;", "&apos;", "&amp", "&#65;", "&eacute;", "<", ">", "]]>", "é", "ÿ", "\u0080", "\u00ad", "ł", "\xc3", "\xc2",
		"\xa9", "\r\n", "\n", "\t", "\x00", "\x7f", "\ufffe", "<break time=\"1s\"/>", "</speak>", "<!-- -->", ";", "'", "\""}
}

func sameSounds(t *testing.T, markup string) (byHand bool) {
	text, ok := spoken(markup)
	if ok {
		require.Equal(t, []verify.Sound{{Kind: Text, What: text}}, reduce(markup), "%q", markup)
	}
	require.Equal(t, reduce(markup), Reduce(markup), "%q", markup)
	return ok
}

func TestSpeechIsReadAsTheLibraryReadsIt(t *testing.T) {
	pieces := spokenPieces()
	dice := rand.New(rand.NewPCG(5, 1))
	read := 0
	for range 50_000 {
		markup := ""
		for range dice.IntN(4) {
			markup += pieces[dice.IntN(len(pieces))]
		}
		if sameSounds(t, markup) {
			read++
		}
	}
	require.Greater(t, read, 1000)
}

func FuzzSpeechIsReadAsTheLibraryReadsIt(f *testing.F) {
	for _, p := range spokenPieces() {
		f.Add(p)
	}
	f.Fuzz(func(t *testing.T, markup string) { sameSounds(t, markup) })
}

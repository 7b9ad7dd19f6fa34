package plivo

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/ir"
)

func TestEveryLanguageHasAPollyVoiceAndIsSorted(t *testing.T) {
	for _, l := range languages {
		require.NotEmpty(t, l.polly, l.tag)
		for _, v := range l.voices() {
			require.True(t, l.speaks(v), "%s %s", l.tag, v)
			require.True(t, known(v))
		}
	}
	require.True(t, slices.IsSorted(tags()))
	require.False(t, known("Polly."))
	require.False(t, known("Joanna"))
	require.False(t, known("woman"))
}

func TestTextIsCutAtSentencesThenWordsThenCharacters(t *testing.T) {
	for _, c := range []struct {
		text  string
		limit int
		want  []string
	}{
		{"", 10, nil},
		{"  \n ", 10, nil},
		{"short", 10, []string{"short"}},
		{"One. Two. Three.", 10, []string{"One. Two.", "Three."}},
		{"One two three", 8, []string{"One two", "three"}},
		{"version 1.25 of it", 13, []string{"version 1.25", "of it"}},
		{"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		{"日本。語語語", 12, []string{"日本。", "語語語"}},
		{"日", 1, []string{"日"}},
	} {
		require.Equal(t, c.want, split(c.text, c.limit), "%q", c.text)
	}
}

func TestCuttingLosesNoWord(t *testing.T) {
	text := strings.Repeat("Wörter & <words>! ", 2000)
	parts := split(text, speakLimit)
	require.Equal(t, strings.Fields(text), strings.Fields(strings.Join(parts, " ")))
	for _, p := range parts {
		require.LessOrEqual(t, len(p), speakLimit)
	}
}

// Markup that was read is written so that it means the same.
func TestMarkupKeepsItsMeaning(t *testing.T) {
	for markup, want := range map[string]string{
		`a<break></break>b`:                               `a<break/>b`,
		`<p>x<!-- aside --> <s>y</s></p>`:                 `<p>x <s>y</s></p>`,
		`<![CDATA[1 < 2]]>`:                               `1 &lt; 2`,
		`<phoneme alphabet="x-sampa" ph='"a'>a</phoneme>`: `<phoneme alphabet="x-sampa" ph="&quot;a">a</phoneme>`,
		`<prosody rate="90%" volume="+6dB">x</prosody>`:   `<prosody rate="90%" volume="+6dB">x</prosody>`,
	} {
		flow := flowOf(nowhere, stop{id: "a", say: ir.Prompt{&ir.SSML{Markup: markup, Speech: speech("en-US", "Polly.Joey")}}})
		b, list := New().Compile(flow, options)
		require.Empty(t, list, markup)
		require.Contains(t, string(files(b)["a"].Body.Render(segment)), ">"+want+"</Speak>")
	}
}

func TestBreaksHaveALongestTime(t *testing.T) {
	for value, ok := range map[string]bool{
		"10s": true, "10000ms": true, "0.5s": true, "11s": false, "10001ms": false, "": false, "s": false, "ms": false, "5": false,
		"-1s": false, "1e1s": false, "1m": false, "NaNs": false,
	} {
		require.Equal(t, ok, breakTime(value), "%q", value)
	}
}

func TestARefusedTagSaysNothingAboutWhatStandsInIt(t *testing.T) {
	flow := flowOf(nowhere, stop{id: "a", say: ir.Prompt{
		&ir.SSML{Markup: `<amazon:effect name="x"><break time="1s"/></amazon:effect>`, Speech: speech("en-US", "Polly.Joey")}}})
	_, list := New().Compile(flow, options)
	require.Len(t, list, 1)
}

package ir

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestHowLongAPromptIsHeard(t *testing.T) {
	const words = "To hear your balance, press 1." // 29 letters and spaces and a figure
	const letter = 71.4e-3
	cases := map[string]struct {
		item    Item
		seconds float64
		known   bool
	}{
		"text":                 {&Text{Text: words}, 29*letter + 0.4, true},
		"an accent on its own": {&Text{Text: "cafe\u0301"}, 4 * letter, true},
		"any space is one":     {&Text{Text: "  a \n  b "}, 3 * letter, true},
		"Chinese":              {&Text{Text: "请按一"}, 0.75, true},
		"Thai":                 {&Text{Text: "กดหนึ่ง"}, 7 * letter, true},
		"a number in a text":   {&Text{Text: "4075550149"}, 4, true},
		"pause":                {&Pause{Length: 700 * time.Millisecond}, 0.7, true},
		"a long pause is kept": {&Pause{Length: time.Hour}, 3600, true},
		"sound file":           {&Audio{URL: "https://example.com/a.mp3"}, 0, false},
		"sound with blanks":    {&Audio{Transcript: " "}, 0, false},
		"sound with words":     {&Audio{Transcript: words}, 29*letter + 0.4, true},
		"SSML without tags":    {&SSML{Markup: words}, 29*letter + 0.4, true},
		"tags are not spoken":  {&SSML{Markup: `<emphasis level="strong">` + words + "</emphasis>"}, 29*letter + 0.4, true},
		"entities are":         {&SSML{Markup: "a&amp;b"}, 3 * letter, true},
		"breaks":               {&SSML{Markup: `a<break time="2s"/>b<break time="500ms"/><break/>`}, 2*letter + 2.5, true},
		"an alias is spoken":   {&SSML{Markup: `<sub alias="abcdef">a<b>c</b>d</sub>g`}, 7 * letter, true},
		"another pace":         {&SSML{Markup: `<prosody rate="slow">` + words + "</prosody>"}, 29*letter + 0.4, false},
		"sound in SSML":        {&SSML{Markup: `<audio src="https://example.com/a.mp3"/>ab`}, 2 * letter, false},
		"markup cut short":     {&SSML{Markup: `ab<p`}, 2 * letter, false},
		"digits one by one":    {&ReadOut{As: ReadDigits, Value: "0123"}, 2, true},
		"number":               {&ReadOut{As: ReadNumber, Value: "12"}, 1, true},
		"date":                 {&ReadOut{As: ReadDate, Value: "2026-01-31"}, 2.5, true},
		"nothing to be heard":  {&Text{}, 0, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			heard, known := Prompt{c.item}.Estimate()
			require.InDelta(t, c.seconds, heard.Seconds(), 0.01)
			require.Equal(t, c.known, known)
			both, known := Prompt{c.item, &Pause{Length: time.Second}}.Estimate()
			require.Equal(t, heard+time.Second, both)
			require.Equal(t, c.known, known)
		})
	}
}

func TestAMinuteHoldsTheWordsOfAMinute(t *testing.T) {
	require.Equal(t, WordsPerMinute, WordsIn(time.Minute))
	require.Equal(t, 1, WordsIn(time.Millisecond))
	english := "For sales, press one. For support, press two. To hear this again, press star."
	heard, _ := Prompt{&Text{Text: english}}.Estimate()
	require.InDelta(t, 14, WordsIn(heard), 1, "short words are read faster than 150 a minute")
}

func TestWhatMarkupSays(t *testing.T) {
	s := &SSML{Markup: `Press <sub alias="one">1</sub> or <say-as interpret-as="digits">2</say-as>.`}
	require.Equal(t, "Press one or 2.", s.Spoken())
}

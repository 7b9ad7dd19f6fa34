package check

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/ir"
)

func TestHowLongAPromptIsHeard(t *testing.T) {
	words := &ir.Text{Text: "To hear your balance, press 1."} // 30 letters and spaces
	cases := map[string]struct {
		item  ir.Item
		took  time.Duration
		known bool
	}{
		"text":                 {words, 2140 * time.Millisecond, true},
		"Chinese":              {&ir.Text{Text: "请按一"}, 750 * time.Millisecond, true},
		"pause":                {&ir.Pause{Length: 700 * time.Millisecond}, 700 * time.Millisecond, true},
		"sound file":           {&ir.Audio{URL: "https://example.com/a.mp3"}, 0, false},
		"sound with words":     {&ir.Audio{Transcript: words.Text}, 2140 * time.Millisecond, true},
		"SSML without tags":    {&ir.SSML{Markup: words.Text}, 2140 * time.Millisecond, true},
		"SSML is at least":     {&ir.SSML{Markup: `<s rate="slow">` + words.Text + "</s>"}, 2140 * time.Millisecond, false},
		"digits one by one":    {&ir.ReadOut{As: ir.ReadDigits, Value: "0123"}, 2 * time.Second, true},
		"date":                 {&ir.ReadOut{As: ir.ReadDate, Value: "2026-01-31"}, 2500 * time.Millisecond, true},
		"number":               {&ir.ReadOut{As: ir.ReadNumber, Value: "12"}, time.Second, true},
		"nothing to be heard":  {&ir.Text{}, 0, true},
		"words and a sound":    {&ir.Audio{Transcript: " "}, 70 * time.Millisecond, false},
		"a long pause is kept": {&ir.Pause{Length: time.Hour}, time.Hour, true},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			l := length{known: true}
			l.prompt(ir.Prompt{c.item})
			require.InDelta(t, c.took.Seconds(), l.took.Seconds(), 0.01)
			require.Equal(t, c.known, l.known)
		})
	}
}

func TestAQuestionIsHeardAsOftenAsItIsAsked(t *testing.T) {
	half := func(n int) ir.Prompt { return ir.Prompt{&ir.Pause{Length: time.Duration(n) * 500 * time.Millisecond}} }
	menu := &ir.Menu{Say: half(2), Asking: ir.Asking{
		Timeout: 5 * time.Second, Attempts: 3,
		Retry: ir.Retry{Timeout: half(1), NoMatch: half(100)},
	}}
	step := &ir.Step{Say: half(4), Act: menu}
	took, known := stay(step, ir.Of(ir.Timeout))
	// say 2 s; three times 1 s and 5 s; twice half a second in between
	require.Equal(t, 21*time.Second, took)
	require.True(t, known)
	menu.Retry.Say = half(6)
	took, _ = stay(step, ir.Of(ir.Timeout))
	require.Equal(t, 25*time.Second, took, "retry.say stands in for the prompt")
}

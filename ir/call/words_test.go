package call

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestWhatIsKeyedAtASecretQuestionIsHidden(t *testing.T) {
	secret := Wait{Kind: Asking, Secret: true, Finish: "#"}
	require.Equal(t, "0000#", Input{Press, "7391#"}.Hidden(secret).Value)
	require.Equal(t, "0*0", Input{Press, "7*1"}.Hidden(secret).Value, "what is no digit decides, and stays")
	require.Equal(t, "1101", Input{Press, "7308"}.Hidden(Wait{Kind: Asking, Secret: true, Finish: "0"}).Value)
	require.Equal(t, "7391", Input{Press, "7391"}.Hidden(Wait{Kind: Asking}).Value)
	require.Equal(t, "busy", Input{Answer, "busy"}.Hidden(secret).Value)
	require.Equal(t, "presses 5 keys (secret)", Input{Press, "7391#"}.Line(secret).Text)

	hidden := Transcript{Turns: []Turn{
		{Moment: Moment{Wait: secret}},
		{Input: Input{Press, "7391#"}, Moment: Moment{Wait: Wait{Kind: Application, Entry: "7391", Secret: true, To: []string{"https://x.example/?k=abc"}}}},
	}}
	masked := hidden.Masked(func(text string) string { return "<" + text + ">" })
	require.Equal(t, "0000#", masked.Turns[1].Input.Value)
	require.Equal(t, "0000", masked.Turns[1].Moment.Wait.Entry)
	require.Equal(t, "<https://x.example/?k=abc>", masked.Turns[1].Moment.Wait.To[0])
	require.Equal(t, "7391#", hidden.Turns[1].Input.Value, "the call itself keeps what was keyed")
}

// TestChoicesAreWhatTheMomentTakes holds the list of choices to Offers, both ways.
func TestChoicesAreWhatTheMomentTakes(t *testing.T) {
	inputs := []Input{
		{Kind: Press, Value: "1"}, {Kind: Quiet}, {Kind: HangUp}, {Kind: Answer, Value: Answered}, {Kind: Answer, Value: Busy}, {Kind: Answer, Value: NoAnswer},
		{Kind: Answer, Value: Failed}, {Kind: Answer, Value: Sent}, {Kind: Speak}, {Kind: Leave}, {Kind: Return, Value: "a"}, {Kind: Refuse}, {Kind: Fault},
	}
	for kind := Listening; kind <= Over; kind++ {
		for _, wait := range []Wait{{Kind: kind}, {Kind: kind, Alone: true}, {Kind: kind, Refusable: true, Returns: []string{"a"}, Keys: []string{"1"}}} {
			chosen := map[Input]bool{}
			for _, c := range wait.Choices() {
				in := c.Input
				switch {
				case in.Kind == Press:
					in.Value = "1"
				case in.Kind == Return && in.Value == "":
					in.Value = "a"
				}
				require.NotEmpty(t, c.Means)
				require.False(t, chosen[in], "%s twice", in)
				chosen[in] = true
			}
			for _, in := range inputs {
				require.Equal(t, wait.Offers(in), chosen[in], "%s: %s", wait.Kind, in)
			}
			require.Equal(t, kind == Over, wait.Takes() == "")
			require.NotEmpty(t, wait.Doing())
		}
	}
}

func TestEverythingHasAName(t *testing.T) {
	for k := Press; k <= Fault; k++ {
		require.NotEmpty(t, k.name())
		in, err := ParseInput(Input{k, map[InputKind]string{Press: "1", Answer: Busy, Return: "a"}[k]}.String())
		require.NoError(t, err)
		require.Equal(t, k, in.Kind)
	}
	for k := Reached; k <= Remark; k++ {
		require.NotEmpty(t, k.name())
	}
	for k := Listening; k <= Over; k++ {
		require.NotEmpty(t, k.name())
	}
	for k := Words; k <= Pause; k++ {
		require.NotEmpty(t, k.name())
	}
}

func TestTotalsCountWhatIsHeardWhileTheLineIsUp(t *testing.T) {
	sound := func(kind SoundKind, length time.Duration) Event {
		return Event{Kind: Heard, Sound: Sound{Kind: kind, Length: length}}
	}
	call := Transcript{Turns: []Turn{
		{Moment: Moment{Events: []Event{sound(Words, 2*time.Second), sound(Pause, 500*time.Millisecond), sound(Audio, 0)}}},
		{Input: Input{Press, "12#"}, Moment: Moment{Events: []Event{{Kind: Ended, Text: "left"}, sound(Words, time.Minute)}}},
	}}
	require.Equal(t, Totals{Inputs: 1, Keys: 3, Heard: 2500 * time.Millisecond, Unknown: 1}, call.Totals())
	require.Equal(t, "about 3 s heard, besides a sound of unknown length", call.Totals().String())
	require.Equal(t, "nothing is heard", Totals{}.String())
	require.Equal(t, "about 1 s heard", Totals{Heard: time.Millisecond}.String())
}

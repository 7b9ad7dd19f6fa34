package script_test

import (
	"regexp"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/stretchr/testify/require"

	"ivrc/compiler/script"
	"ivrc/compiler/syntax"
	"ivrc/ir/call"
)

// speakable says that a flow can say the text: then a script can expect it.
func speakable(text string) bool {
	for _, r := range text {
		if syntax.Unspeakable(r) {
			return false
		}
	}
	return utf8.ValidString(text) && call.Plain(text) != ""
}

func FuzzWhatIsWrittenReadsTheSame(f *testing.F) {
	for _, text := range []string{"Thank you.", "yes", `a "b" \c`, "a: b # c", "é日本語 กด 👩‍👩‍👧 \u200b\u034f\ufe0f", "- a", "*", "'", "a\nb\tc", " a ", "null", "1", "~", "x\u2028y", "\u00a0x", "{a}", "on-call"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if !speakable(text) {
			t.Skip()
		}
		hear := func(h script.Hear) script.Line { return script.Line{Hear: &h} }
		c := script.Call{
			Name: "a call", Lines: []script.Line{hear(script.Hear{Contains: text}), hear(script.Hear{Equals: text})},
			Never: []script.Hear{{Contains: text}},
		}
		if len(text) < 60 {
			c.Lines = append(c.Lines, hear(script.Hear{Matches: regexp.MustCompile("x" + regexp.QuoteMeta(text))}))
		}
		if utf8.RuneCountInString(text) <= 200 && regexp.MustCompile(`^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$`).MatchString(text) {
			c.Name = text
		}
		s := script.Script{Flow: "a.ivr.yaml", Calls: []script.Call{c}}
		first := written(t, s)
		again, list := read("a.call.yaml", first)
		require.Empty(t, list.Detailed(), first)
		require.Equal(t, c.Name, again.Calls[0].Name, first)
		for i, l := range c.Lines {
			got := again.Calls[0].Lines[i].Hear
			require.Equal(t, l.Hear.String(), got.String(), first)
			require.Equal(t, l.Hear.Contains+l.Hear.Equals, got.Contains+got.Equals, first)
		}
		require.Equal(t, text, again.Calls[0].Never[0].Contains)
		require.Equal(t, first, written(t, *again))
	})
}

func TestACallFromATranscript(t *testing.T) {
	words := func(text string) call.Event {
		return call.Event{Kind: call.Heard, Sound: call.Sound{Kind: call.Words, Text: text}}
	}
	transcript := call.Transcript{Entry: "night", Turns: []call.Turn{
		{Moment: call.Moment{Events: []call.Event{
			{Kind: call.Reached, Text: "main"}, words("Hello."), {Kind: call.Heard, Sound: call.Sound{Kind: call.Pause, Length: time.Second}}, words("Press 1."),
			{Kind: call.Heard, Sound: call.Sound{Kind: call.Audio, Text: "https://x.example/a.mp3"}}, words("Or 2."), {Kind: call.Asked},
		}, Wait: call.Wait{Kind: call.Asking, Step: "main"}}},
		{Input: call.Input{Kind: call.Press, Value: "1"}, Moment: call.Moment{Events: []call.Event{{Kind: call.Dialled, Text: "+1"}}, Wait: call.Wait{Kind: call.Ringing}}},
		{Input: call.Input{Kind: call.Answer, Value: call.Answered}, Moment: call.Moment{Wait: call.Wait{Kind: call.Talking}}},
		{Input: call.Input{Kind: call.Quiet}, Moment: call.Moment{Events: []call.Event{
			words("Bye."), {Kind: call.Ended, Text: "hung-up"}, words("nobody hears this"),
		}, Wait: call.Wait{Kind: call.Over}}},
	}}
	got := written(t, script.Script{Flow: "a.ivr.yaml", Calls: []script.Call{script.FromTranscript("a person", transcript)}})
	require.Equal(t, `ivr-calls: 1
flow: a.ivr.yaml
calls:
  - name: a person
    entry: night
    call:
      - hear: "Hello. Press 1."
      - hear: "[https://x.example/a.mp3]"
      - hear: "Or 2."
      - press: "1"
      - answer: answered
      - wait: true
      - hear: "Bye."
    ends: transferred
`, got)
	require.Equal(t, []string{"transferred", "hung-up"}, script.EndOf(transcript))
	require.Equal(t, []string{"transferred"}, script.EndOf(call.Transcript{Turns: transcript.Turns[:3]}))
	require.Empty(t, script.EndOf(call.Transcript{Turns: transcript.Turns[:2]}))
	require.Empty(t, script.EndOf(call.Transcript{}))
}

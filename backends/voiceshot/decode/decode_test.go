package decode

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestRepliesOfTheProvidersPageAreRead(t *testing.T) {
	for text, want := range map[string]Way{
		"":                    {},
		`<prompt goto="2" />`: {Goto: 2},
		`<prompt goto="6" filename="sorry.wav"/>`:                           {Goto: 6, Filename: "sorry.wav"},
		`<prompt goto="7" tts="Thank you &amp; bye &#246;&quot;"></prompt>`: {Goto: 7, TTS: `Thank you & bye ö"`},
		`<prompt transferto="8182238964" />`:                                {Transfer: []string{"8182238964"}},
	} {
		got, err := Reply([]byte(text))
		require.NoError(t, err, text)
		require.Equal(t, want, got)
	}
}

func TestEveryOtherReplyIsRefused(t *testing.T) {
	for _, text := range []string{
		" ", "x", `<prompt/>`, `<prompt />`, `<prompt goto="0"/>`, `<prompt goto="01"/>`, `<prompt goto="a"/>`, `<prompt goto="1" goto="2"/>`,
		`<prompt tts="alone"/>`, `<prompt goto="1" tts="a" filename="b.wav"/>`, `<prompt goto="1" filename="../b.wav"/>`, `<prompt goto="1" filename="b.mp3"/>`,
		`<prompt goto="1" tts=""/>`, `<prompt goto="1" transferto="8182238964"/>`, `<prompt transferto="818223896"/>`, `<prompt transferto="8182238964,8182238965"/>`,
		`<prompt transferto="8182238964" tts="One moment."/>`, `<prompt goto="1" x="2"/>`, `<prompt goto="1">text</prompt>`, `<prompt goto="1"><prompt goto="2"/></prompt>`,
		`<prompt goto="1"/><prompt goto="2"/>`, `<Prompt goto="1"/>`, `<prompt goto="1"`, `<prompt goto="1"></promp>`, `<?xml version="1.0"?><prompt goto="1"/>`,
		`<prompt goto="1"/><!-- x -->`, `<a:prompt goto="1"/>`, `<prompt a:goto="1"/>`,
	} {
		_, err := Reply([]byte(text))
		require.Error(t, err, text)
	}
}

const campaign = declaration + `<campaign flow="f" events="https://x.example/f/voiceshot/call/events" first="1">
  <prompt promptid="1" step="a" tts="Hello." keyevents="on" digits="2" finish="#">
    <noresponse goto="2" tts="Hm."/>
    <error/>
  </prompt>
  <prompt promptid="2" step="b" filename="b.wav">
    <then goto="3"/>
  </prompt>
  <prompt promptid="3" step="c">
    <transfer transferto="8182238964,8182238965"/>
  </prompt>
  <prompt promptid="9" step="end"/>
  <file filename="b.wav" from="https://cdn.example.com/b.mp3"/>
</campaign>
`

func TestACampaignIsReadAsItIsDrawn(t *testing.T) {
	c, err := ReadCampaign([]byte(campaign))
	require.NoError(t, err)
	require.Equal(t, 1, c.First)
	require.Len(t, c.Prompts, 4)
	require.Equal(t, Prompt{Number: 1, Step: "a", Play: Way{TTS: "Hello."}, Question: true, Digits: 2, Finish: "#", NoResponse: Way{Goto: 2, TTS: "Hm."}}, c.Prompts[0])
	require.Equal(t, Prompt{Number: 3, Step: "c", Follows: true, Dials: true, Then: Way{Transfer: []string{"8182238964", "8182238965"}}}, c.Prompts[2])
	require.Equal(t, []Sound{{"b.wav", "https://cdn.example.com/b.mp3"}}, c.Sounds)
	_, ok := c.Prompt(4)
	require.False(t, ok)
}

func TestACampaignThatNobodyCouldDrawIsRefused(t *testing.T) {
	for _, change := range [][2]string{
		{declaration, ""}, {`first="1"`, `first="4"`}, {`first="1"`, ""}, {"<campaign", "<call"}, {`promptid="2"`, `promptid="1"`}, {`promptid="9"`, `promptid="2"`},
		{`promptid="9"`, `promptid="0"`}, {`step="b"`, `step="a"`}, {`step="b"`, ""}, {`goto="3"`, `goto="5"`}, {`goto="2"`, ""}, {`keyevents="on"`, ""},
		{`keyevents="on"`, `keyevents="off"`}, {`digits="2"`, ""}, {"<error/>", ""}, {"<error/>", "<error/><error/>"}, {"<error/>", "<then/>"}, {"<error/>", "<error><x/></error>"},
		{`filename="b.wav">`, `filename="c.wav">`}, {`<file filename="b.wav" from="https://cdn.example.com/b.mp3"/>`, ""}, {`from="https://cdn.example.com/b.mp3"`, ""},
		{"<file ", "<sound "}, {`transferto="8182238964,8182238965"`, ""}, {`tts="Hello."`, `tts="Hello." x="y"`}, {"</campaign>", "</campaign>x"}, {"</campaign>", ""},
		{`events="https://x.example/f/voiceshot/call/events"`, ""}, {`tts="Hello."`, `tts="Hello." filename="b.wav"`},
	} {
		require.Contains(t, campaign, change[0])
		text := strings.Replace(campaign, change[0], change[1], 1)
		if change[0] == `goto="2"` {
			text = strings.Replace(text, ` tts="Hm."`, ` goto="8"`, 1)
		}
		_, err := ReadCampaign([]byte(text))
		require.Error(t, err, "%v", change)
	}
}

func FuzzReading(f *testing.F) {
	f.Add([]byte(campaign))
	f.Add([]byte(`<prompt goto="7" tts="a &amp; b" />`))
	f.Fuzz(func(t *testing.T, text []byte) {
		if w, err := Reply(text); err == nil && len(text) > 0 {
			require.False(t, w.IsZero())
			require.LessOrEqual(t, len(w.Transfer), 1)
		}
		c, err := ReadCampaign(text)
		if err != nil {
			return
		}
		_, ok := c.Prompt(c.First)
		require.True(t, ok)
	})
}

package plivo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends/plivo/reread"
	"ivrc/ir"
)

// dice makes flows of every act and odd prompt.
type dice struct{ *rand.Rand }

func (d dice) one(of ...string) string { return of[d.IntN(len(of))] }

func (d dice) time() time.Duration {
	return time.Duration(1+d.IntN(40))*time.Second + time.Duration(d.IntN(2))*time.Duration(d.IntN(1000))*time.Millisecond
}

func (d dice) text() string {
	piece := d.one("Hello. ", "a & b < c > d \"e\" 'f' ", "ご案内します。", "¿Qué tal? ", "  two  spaces ", "tab\tand\nline ", "1 2 3 ", "\u00a0", "x", "👍！ ")
	return strings.Repeat(piece, 1+d.IntN(4)*d.IntN(300)) + d.one("end", "end.", " ")
}

func (d dice) prompt() ir.Prompt {
	var p ir.Prompt
	for range d.IntN(4) {
		s := ir.Speech{Language: d.one("en-US", "de-de", "pt-PT", "hi-IN", "zh-CN")}
		joanna := speech("en-US", d.one("Polly.Joanna", "MAN"))
		switch d.IntN(8) {
		case 0:
			p = append(p, &ir.Audio{URL: "https://cdn.example.com/a.mp3?x=1&y=2", Transcript: "A.", Speech: s})
		case 1:
			p = append(p, &ir.Pause{Length: d.time() * time.Duration(1+99*d.IntN(2)), Speech: s})
		case 2:
			p = append(p, &ir.Pause{Length: d.time(), Speech: joanna})
		case 3:
			p = append(p, &ir.ReadOut{As: ir.ReadAs(1 + d.IntN(2)), Value: d.one("42", "12.5", "-3", "007"), Speech: joanna})
		case 4:
			p = append(p, &ir.ReadOut{As: ir.ReadDate, Value: "2026-05-01", Speech: joanna})
		case 5:
			p = append(p, &ir.SSML{Speech: speech("en-US", "Polly.Joanna"), Markup: d.one(
				"plain &amp; simple", `<break time="500ms"/>`, `<break time="1s"/> <break time="2s"/>`, `<break strength="weak"/>`,
				`<say-as interpret-as="digits">12</say-as>`, `<say-as interpret-as="digits"> 1  2 </say-as>!`, `a<!-- no -->b <emphasis level="strong"> c </emphasis>`,
				" ", "<p><s>One.</s><s>Two.</s></p>", "&#13;x\r\ny", `<say-as format="yyyymmdd" interpret-as="date">20260101</say-as>`)})
		default:
			p = append(p, &ir.Text{Text: d.text(), Speech: s}, &ir.Text{Text: d.text(), Speech: joanna})
		}
	}
	return p
}

func (d dice) asking() ir.Asking {
	return ir.Asking{Timeout: d.time(), Between: d.time(), Attempts: 1 + d.IntN(4), Bargein: d.IntN(2) == 0,
		Retry: ir.Retry{Timeout: d.prompt(), NoMatch: d.prompt(), Say: d.prompt()}}
}

func (d dice) act() ir.Act {
	send := d.one("https://app.example.com/x", "https://app.example.com/x?", "https://app.example.com/?a=1&b=%20#top", "https://ivr.example.com/demo/app?ivr_base=x#")
	switch d.IntN(12) {
	case 0, 1:
		var chosen []ir.MenuKey
		for _, k := range []ir.Key{"1", "2", "*", "#", "*12", "#0", "123", "99"} {
			if len(chosen) == 0 || d.IntN(2) == 0 {
				chosen = append(chosen, ir.MenuKey{Key: k})
			}
		}
		return &ir.Menu{Say: d.prompt(), Keys: chosen, Asking: d.asking()}
	case 2, 3:
		return &ir.Collect{Say: d.prompt(), Min: 1, Max: 1 + d.IntN(12), Finish: ir.Key(d.one("", "#", "*")), Secret: d.IntN(2) == 0, Send: send, Asking: d.asking()}
	case 4:
		return &ir.Record{Say: d.prompt(), Send: send, Max: d.time(), Silence: d.time(), Timeout: d.time(), Finish: ir.Key(d.one("", "#", "7")), Beep: d.IntN(2) == 0, Format: d.one("mp3", "wav")}
	case 5, 6:
		t := &ir.Transfer{To: []ir.Address{number("+14075550100")}, From: d.one("", "+14075550199"), Timeout: d.time(), Limit: time.Duration(d.IntN(3)) * 20 * time.Hour, Digits: d.one("", "1wW2#")}
		if d.IntN(2) == 0 {
			t.To, t.Music = append(t.To, number("sip:a@example.com")), "https://cdn.example.com/m.wav"
		}
		return t
	case 7:
		return &ir.Conference{Room: d.one("a", "two words", "a & b"), Muted: d.IntN(2) == 0, Leave: ir.Key(d.one("", "*")), Max: time.Duration(d.IntN(2)) * d.time()}
	case 8:
		return &ir.Message{To: number("+14075550100"), From: "+14075550199", Text: d.text() + "."}
	case 9:
		return &ir.Handoff{URL: send}
	case 10:
		return &ir.Hangup{}
	}
	return &ir.Speak{}
}

// flow makes a flow of up to seven steps; the first one may place or refuse a
// call.
func (d dice) flow() *ir.Flow {
	n := 1 + d.IntN(7)
	names := []string{"end", "nowhere"}
	for i := range n {
		names = append(names, fmt.Sprintf("s%d", i))
	}
	var stops []stop
	for i := range n {
		s := stop{id: fmt.Sprintf("s%d", i), say: d.prompt(), act: d.act(), returns: "s0 end"}
		if d.IntN(4) == 0 {
			s.recording = &ir.Recording{Start: true, Send: "https://example.com/calls", Format: "mp3"}
		}
		if i == 0 && d.IntN(4) == 0 {
			s.act = &ir.Call{Say: d.prompt(), To: []ir.Address{number("+14075550100")}, Timeout: d.time()}
		}
		for _, word := range strings.Fields("done timeout nomatch busy no-answer failed cancel error 1 2 * # *12 #0 123 99") {
			s.to += " " + word + "=" + d.one(names...)
		}
		stops = append(stops, s)
	}
	f := flowOf(nowhere, stops...)
	if n > 1 {
		f.Entries = append(f.Entries, ir.Entry{ID: "night", Step: ir.Target(d.IntN(n))})
	}
	return f
}

// A false alarm would keep a good flow from being published.
func TestRandomFlowsReadBackAsTheyAre(t *testing.T) {
	compiled := 0
	for seed := range uint64(300) {
		flow := dice{rand.New(rand.NewPCG(seed, 0))}.flow()
		bundle, list := New().Compile(flow, options)
		if bundle == nil {
			require.True(t, list.HasErrors())
			continue
		}
		compiled++
		require.Empty(t, reread.Reread(published(t, bundle), flow), "seed %d", seed)
	}
	require.Greater(t, compiled, 150)
}

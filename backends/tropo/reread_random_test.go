package tropo

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/backends/tropo/reread"
	"ivrc/ir"
)

// dice makes flows of every act and odd prompt.
type dice struct {
	*rand.Rand
	m *maker
}

func (d dice) one(of ...string) string { return of[d.IntN(len(of))] }

func (d dice) yes() bool { return d.IntN(2) == 0 }

func (d dice) time() time.Duration {
	return time.Duration(1+d.IntN(40))*time.Second + time.Duration(d.IntN(2))*time.Duration(d.IntN(1_000_000))*time.Microsecond
}

func (d dice) text() string {
	piece := d.one("Hello. ", "a & b < c > d \"e\" 'f' ", "日本語。", "¿Qué tal? ", "  two  spaces ", "tab\tand\nline\r\nand\rmore ", "<speak>x</speak>",
		"see https://example.com/a b ", "\u00a0", "x", "👍！ ", "]]>", "bell\a\ufffe", "back\\slash \u2028", "&amp; ", "mailto:x://")
	return strings.Repeat(piece, 1+d.IntN(3)) + d.one("end", "end.", " ", "")
}

var markups = []string{
	"plain &amp; simple", `<break time="500ms"/>`, `<break time="1s"/> <break time="2s"/>`, `<break strength="weak"/>`, `a<audio src='https://x.example/a.mp3?a=1&amp;b=2'/>b`,
	`<audio src="https://x.example/a.mp3">spoken instead</audio>`, `<say-as interpret-as="vxml:digits">1&#50;</say-as>`, `<say-as interpret-as="vxml:date">2026 <b>x</b></say-as>`,
	`<emphasis level="strong"> c <break time="5ms"/></emphasis>`, " ", "<p><s>One.</s><s>Two.</s></p>", "&#13;x\r\ny", "<![CDATA[a < b]]>", `<x:y xmlns:x="u" x:time="1ms"/>`,
	`<break time="500ms">x</break>`, `<break  time = "500ms" ></break>`,
}

func (d dice) prompt() ir.Prompt {
	var p ir.Prompt
	for range d.IntN(4) {
		s := d.m.speech(d.one("en-US", "de-de", "pt-PT", "hi-IN", "zh-CN", "ar-EG", "en", "ca-valencia", "yue"), "")
		if s.Language == "en-US" {
			s = d.m.speech("en-US", d.one("", "Allison", "AVA", "dave"))
		}
		switch d.IntN(7) {
		case 0:
			p = append(p, &ir.Audio{URL: "https://cdn.example.com/" + d.one("a.mp3", "a'b.mp3", "a.mp3?x=1&y=2"), Speech: s})
		case 1:
			p = append(p, &ir.Pause{Length: d.time(), Speech: s})
		case 2:
			p = append(p, &ir.ReadOut{As: ir.ReadAs(1 + d.IntN(2)), Value: d.one("42", "12.5", "-3", "007"), Speech: s})
		case 3:
			p = append(p, &ir.ReadOut{As: ir.ReadDate, Value: "2026-05-01", Speech: s})
		case 4:
			p = append(p, &ir.SSML{Speech: s, Markup: d.one(markups...)})
		default:
			p = append(p, &ir.Text{Text: d.text(), Speech: s}, &ir.Text{Text: d.text(), Speech: s})
		}
	}
	return p
}

func (d dice) asking() ir.Asking {
	return ir.Asking{Timeout: d.time(), Between: d.time(), Attempts: 1 + d.IntN(4), Bargein: d.yes(),
		Retry: ir.Retry{Timeout: d.prompt(), NoMatch: d.prompt(), Say: d.prompt()}}
}

func (d dice) back(max int) []ir.Return { return d.m.back([]string{"end", "s0"}[:d.IntN(max+1)]...) }

func (d dice) act() ir.Act {
	send := d.one("https://app.example.com/x", "https://app.example.com/?a=1&b=%20#top", "https://ivr.example.com/desk/app?ivr_base=x", `https://app.example.com/"é`)
	to := d.m.addresses([]string{"+14075550100", "sip:a@example.com;transport=tcp"}[:1+d.IntN(2)]...)
	from := d.one("", "+14075550199")
	switch d.IntN(13) {
	case 0, 1:
		m := &ir.Menu{Say: d.prompt(), Keys: d.m.keys("3"), Asking: d.asking()}
		for _, k := range []string{"1", "*", "#", "*12", "#0", "0456789", "99"} {
			if d.yes() {
				m.Keys = append(m.Keys, d.m.keys(k)...)
			}
		}
		return m
	case 2, 3:
		least := 1 + d.IntN(3)
		return &ir.Collect{Say: d.prompt(), Min: least, Max: least + d.IntN(3), Finish: ir.Key(d.one("", "#", "*")), Secret: d.yes(), Name: "pin", Send: send,
			Asking: d.asking(), Returns: d.back(2)}
	case 4:
		return &ir.Record{Say: d.prompt(), Send: send, Max: d.time(), Silence: d.time(), Timeout: d.time(), Finish: ir.Key(d.one("", "#", "7")), Beep: d.yes(),
			Format: d.one("mp3", "wav"), Name: "tape"}
	case 5, 6:
		return &ir.Transfer{To: to, From: from, Timeout: time.Duration(1+d.IntN(2)) * 15 * time.Second, Limit: d.time(), Name: "line",
			Music: d.one("", "https://cdn.example.com/m.wav", "https://cdn.example.com/m.wav?a&b"), Digits: d.one("", "1wW2#", "wwW", "w1", "WW*w3wwww")}
	case 7:
		return &ir.Call{Say: d.prompt(), To: to, From: from, Timeout: d.time(), Digits: d.one("", "1wW2#")}
	case 8:
		return &ir.Conference{Room: d.one("a", "two words", "a & b"), Muted: d.yes(), Leave: ir.Key(d.one("", "*")), Max: d.time()}
	case 9:
		return &ir.Message{To: to[0], From: "+14075550199", Text: d.text() + "."}
	case 10:
		return &ir.Handoff{URL: send, Returns: d.back(2)}
	case 11:
		return &ir.Hangup{}
	}
	return &ir.Speak{}
}

// flow makes a flow of up to six steps whose outcomes lead anywhere.
func (d dice) flow() *ir.Flow {
	n := 1 + d.IntN(6)
	var steps []made
	for i := range n {
		s := d.m.step(fmt.Sprintf("s%d", i), d.prompt(), d.act(), nil)
		if _, ok := s.Act.(*ir.Call); ok {
			s.Say = nil
		}
		if d.IntN(4) == 0 {
			s.Recording = &ir.Recording{Start: true, Send: "https://example.com/calls", Format: "mp3"}
		}
		steps = append(steps, s)
	}
	f := d.m.flow(steps...)
	least := d.IntN(2) // now and then nothing leads to the end
	for _, s := range f.Steps {
		for i := range s.Edges {
			if s.Edges[i].Outcome.Kind != ir.Returned {
				s.Edges[i].To = ir.Target(d.IntN(n+least) - least)
			}
		}
	}
	return f
}

// A false alarm would keep a good flow from being published.
func TestRandomFlowsReadBackAsTheyAre(t *testing.T) {
	compiled := 0
	for seed := range uint64(600) {
		flow := dice{rand.New(rand.NewPCG(seed, 0)), newMaker()}.flow()
		bundle, list := New().Compile(flow, backends.Options{Base: base})
		if bundle == nil {
			require.True(t, list.HasErrors())
			continue
		}
		compiled++
		require.Empty(t, reread.Reread(published(t, bundle, "golden"), flow), "seed %d", seed)
	}
	require.Greater(t, compiled, 300)
}

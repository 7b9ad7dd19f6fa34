package main

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"ivrc/backends"
	"ivrc/compiler/diag"
	"ivrc/compiler/source"
	"ivrc/ir"
	"ivrc/ir/call"
)

// drawn makes flows of what a campaign can be drawn to do: words, sounds, menus
// with attempts, transfers. Steps stand in a chain, so that every one is reached.
type drawn struct{ wild }

func drawnFlow(r *rand.Rand) []byte {
	d := drawn{wild{Rand: r, chain: 2 + r.IntN(7)}}
	steps := object{}
	for i := range d.chain {
		steps[link(i)] = d.step(i)
	}
	flow := object{
		"ivr": 1, "flow": "wild", "start": link(0), "steps": steps,
		"events": object{"hangup": "end", "error": d.anywhere(), "incomplete": d.anywhere()},
	}
	if d.yes() {
		flow["entries"] = object{"second": link(d.IntN(d.chain))}
	}
	return encoded(flow)
}

func (d drawn) says() any {
	switch d.IntN(6) {
	case 0:
		return object{"audio": "https://cdn.example.com/" + d.one("a.mp3", "b.wav?x=1&y=2"), "text": d.words()}
	case 1:
		return []any{d.words(), object{"pause": "1s"}, object{"date": "2026-05-01"}}
	case 2:
		return []any{object{"audio": "https://cdn.example.com/c.mp3", "text": d.words()}, d.words()}
	}
	return d.words()
}

func (d drawn) step(i int) object {
	s := object{}
	if d.yes() {
		s["say"] = d.says()
	}
	if i == d.chain-1 {
		s["hangup"] = true
		return s
	}
	switch d.IntN(4) {
	case 0, 1:
		menu := object{"say": d.says(), "attempts": 1 + d.IntN(3), "keys": object{"1": d.forwards(i), d.one("2", "0", "34", "*", "#", "*7"): d.anywhere()}}
		if d.yes() {
			// A wrong key is answered with both in one, silence with one after the other.
			menu["say"], menu["retry"] = d.words(), object{"timeout": d.says(), "nomatch": d.words()}
		}
		if d.IntN(3) == 0 {
			menu["retry"] = object{"say": d.says()}
		}
		s["menu"] = menu
		if d.yes() {
			s["events"] = object{"timeout": d.anywhere(), "nomatch": d.anywhere()}
		}
	case 2:
		s["transfer"] = object{"to": d.one("+14075550100", "+14075550101")}
		if d.IntN(3) == 0 {
			s["transfer"] = object{"to": []string{"+14075550100", "+14075550101"}}
		}
		s["goto"] = d.forwards(i)
	default:
		s["goto"] = d.forwards(i)
	}
	return s
}

// asDrawn is the flow without what VoiceShot's support table and its list of gaps
// say that a campaign does otherwise, so that any other difference is a defect:
// nothing runs behind a transfer, and a sound beside words is spoken.
func asDrawn(flow *ir.Flow) *ir.Flow {
	out := *flow
	out.Steps = make([]*ir.Step, len(flow.Steps))
	for i, s := range flow.Steps {
		step := *s
		out.Steps[i] = &step
		step.Say = inOne(step.Say, nil)
		switch act := s.Act.(type) {
		case *ir.Transfer:
			step.Edges = slices.Clone(step.Edges)
			for j := range step.Edges {
				step.Edges[j].To, step.Edges[j].Origin = ir.End, ir.FromStep
			}
		case *ir.Menu:
			menu := *act
			again := act.Retry.Say
			if len(again) == 0 {
				again = act.Say
			}
			menu.Retry.Timeout, menu.Retry.Say = inOne(act.Retry.Timeout, nil), inOne(again, nil)
			// The first prompt plays both in one.
			menu.Say, step.Say = inOne(act.Say, s.Say), inOne(s.Say, act.Say)
			step.Act = &menu
		}
	}
	return &out
}

// inOne is a prompt as one thing that is played: a sound stays one where nothing
// stands beside it, neither in the prompt nor with it.
func inOne(p, with ir.Prompt) ir.Prompt {
	others := 0
	for _, item := range slices.Concat(p, with) {
		if _, pause := item.(*ir.Pause); !pause {
			others++
		}
	}
	out := slices.Clone(p)
	for i, item := range out {
		if a, ok := item.(*ir.Audio); ok && others > 1 {
			out[i] = &ir.Text{Text: a.Transcript}
		}
	}
	return out
}

func TestFlowAndDrawnCampaignTellTheSameStory(t *testing.T) {
	all := allBackends()
	targets, err := selectTargets([]string{"voiceshot"}, all)
	require.NoError(t, err)
	calls := 0
	for seed := range 400 {
		r := rand.New(rand.NewPCG(uint64(seed), 77))
		text := drawnFlow(r)
		c := job{targets: targets, all: all, base: checkBase}.compile(source.NewFile("drawn.ivr.json", text))
		if slices.ContainsFunc(c.list, func(d diag.Diagnostic) bool { return strings.HasPrefix(string(d.Code), "IVR3") && d.Severity.IsError() }) {
			continue // somebody would be trapped: the flow is refused before any target
		}
		require.False(t, c.list.HasErrors(), "seed %d: %s\n%s", seed, c.list.Detailed(), text)
		release, err := backends.Assemble(c.flow.ID, c.bundles, "")
		require.NoError(t, err)
		require.Empty(t, reread(c.flow, release, c.bundles[0]).Detailed(), "seed %d\n%s", seed, text)
		flow := asDrawn(c.flow)
		for range callsPerFlow {
			entry := flow.Entries[r.IntN(len(flow.Entries))].ID
			inputs := drawnCall(t, r, flow, entry)
			difference, err := call.Beside(call.OverFlow(flow), engines["voiceshot"](treeInMemory(release, c.bundles[0]), checkBase, flow.ID), entry, inputs)
			if err != nil || difference != nil {
				words := make([]string, len(inputs))
				for i, in := range inputs {
					words[i] = in.String()
				}
				t.Fatalf("seed %d, entry %q, call: %s\n%v\n%v\n%s", seed, entry, strings.Join(words, " "), difference, err, text)
			}
			calls++
		}
	}
	require.Greater(t, calls, 800)
	t.Logf("%d calls", calls)
}

// drawnCall is a call by chance. VoiceShot notices that the application's host
// fails where it asks something; a # behind digits ends them.
func drawnCall(t *testing.T, r *rand.Rand, flow *ir.Flow, entry string) []call.Input {
	t.Helper()
	c := caller{Rand: r, flow: flow}
	e := call.OverFlow(flow)
	m, err := e.Start(entry)
	require.NoError(t, err)
	var inputs []call.Input
	for m.Wait.Kind != call.Over {
		in := c.input(m.Wait)
		if in.Kind == call.Fault && m.Wait.Kind != call.Asking {
			continue
		}
		if in.Kind == call.Press && strings.HasSuffix(in.Value, "#") && len(in.Value) > 1 || in.Kind == call.Press && strings.Contains(in.Value[1:], "#") {
			continue
		}
		if len(inputs) >= longestCall {
			in = call.Input{Kind: call.HangUp}
		}
		inputs = append(inputs, in)
		m, err = e.Do(in)
		require.NoError(t, err)
	}
	return inputs
}

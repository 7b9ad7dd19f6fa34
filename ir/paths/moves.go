// Package paths finds calls that take every way of a flow.
//
// In: a verified flow. Out: the smallest set of calls (inputs of ir/call) that
// takes every outcome that a call can have, in the order of the source. It refuses
// nothing; outcomes that no input brings about (an error while the flow hangs up)
// are left out and can be listed.
package paths

import (
	"strings"

	"ivrc/ir"
	"ivrc/ir/call"
)

// Outcome is one outcome of one step.
type Outcome struct {
	Step    *ir.Step
	Outcome ir.Outcome
}

// move is one way out of a node with what must be done for it.
type move struct {
	outcome ir.Outcome
	inputs  []call.Input
	to      ir.Target
	// hangs says that nobody is on the line behind it.
	hangs bool
	// closes says that the outcome hangup comes right behind: a goto to the end hangs
	// up.
	closes bool
}

// moves are the ways out of a step while a caller is there, or gone, as
// call.OverFlow takes them.
func moves(f *ir.Flow, s *ir.Step, gone bool) []move {
	m := mover{step: s, gone: gone}
	switch act := s.Act.(type) {
	case *ir.Menu:
		m.menu(act)
	case *ir.Collect:
		m.collect(f, act)
	case *ir.Record:
		m.add(ir.Of(ir.Done), input(call.Speak, ""))
		m.add(ir.Of(ir.Timeout), input(call.Quiet, ""))
	case *ir.Transfer:
		m.transfer()
		return m.out
	case *ir.Call:
		m.call(act)
		return m.out
	case *ir.Conference:
		if act.Leave != "" {
			m.add(ir.Of(ir.Done), input(call.Leave, ""))
		} else {
			m.add(ir.Of(ir.Done), input(call.Quiet, ""))
		}
	case *ir.Message:
		m.add(ir.Of(ir.Done), input(call.Answer, call.Sent))
		m.add(ir.Of(ir.Failed), input(call.Answer, call.Failed))
	case *ir.Handoff:
		return m.handoff(f, act)
	case *ir.Redirect, *ir.Reject:
		return nil
	case *ir.Hangup:
		m.hanging(ir.Of(ir.HungUp))
		return m.out
	default:
		if edge, _ := s.Edge(ir.Of(ir.Done)); len(s.Say) == 0 || edge.To == ir.End {
			m.add(ir.Of(ir.Done))
			return m.out
		}
		m.add(ir.Of(ir.Done), input(call.Quiet, ""))
	}
	m.always()
	return m.out
}

func input(kind call.InputKind, value string) call.Input { return call.Input{Kind: kind, Value: value} }

type mover struct {
	step *ir.Step
	gone bool
	out  []move
}

func (m *mover) add(o ir.Outcome, inputs ...call.Input) {
	edge, ok := m.step.Edge(o)
	if !ok {
		return
	}
	way := move{outcome: o, inputs: inputs, to: edge.To, hangs: m.gone}
	if hung, handled := m.step.Edge(ir.Of(ir.HungUp)); handled && !m.gone && edge.To == ir.End && edge.Origin == ir.FromGoto {
		way.to, way.hangs, way.closes = hung.To, true, true
	}
	m.out = append(m.out, way)
}

// hanging adds a way behind which nobody is there.
func (m *mover) hanging(o ir.Outcome, inputs ...call.Input) {
	if edge, ok := m.step.Edge(o); ok {
		m.out = append(m.out, move{outcome: o, inputs: inputs, to: edge.To, hangs: true})
	}
}

// always are the hang-up and the error that every waiting has while somebody is
// there.
func (m *mover) always() {
	if !m.gone {
		m.hanging(ir.Of(ir.HungUp), input(call.HangUp, ""))
		m.add(ir.Of(ir.Errored), input(call.Fault, ""))
	}
}

func (m *mover) menu(act *ir.Menu) {
	for _, k := range act.Keys {
		m.add(ir.KeyOutcome(k.Key), input(call.Press, string(k.Key)))
	}
	m.add(ir.Of(ir.Timeout), times(act.Attempts, input(call.Quiet, ""))...)
	if key, ok := wrongKey(act.Keys); ok {
		m.add(ir.Of(ir.NoMatch), times(act.Attempts, input(call.Press, key))...)
	}
}

func times(n int, inputs ...call.Input) []call.Input {
	var out []call.Input
	for range n {
		out = append(out, inputs...)
	}
	return out
}

// wrongKey is a sign with which no key of the menu begins; ok is false where all
// twelve are taken.
func wrongKey(keys []ir.MenuKey) (key string, ok bool) {
	used := map[byte]bool{}
	for _, k := range keys {
		used[k.Key[0]] = true
	}
	for _, sign := range []byte("9876543210*#") {
		if !used[sign] {
			return string(sign), true
		}
	}
	return "", false
}

func (m *mover) collect(f *ir.Flow, act *ir.Collect) {
	entry := input(call.Press, (strings.Repeat("1234567890", act.Min/10+1))[:act.Min]+string(act.Finish))
	if act.Min == act.Max {
		entry.Value = entry.Value[:act.Min]
	}
	for _, r := range act.Returns {
		id := f.TargetName(r.To)
		m.add(ir.ReturnOutcome(id), entry, input(call.Return, id))
	}
	m.add(ir.Of(ir.Timeout), times(act.Attempts, input(call.Quiet, ""))...)
	m.add(ir.Of(ir.NoMatch), times(act.Attempts, entry, input(call.Refuse, ""))...)
}

func (m *mover) transfer() {
	answered := input(call.Answer, call.Answered)
	m.add(ir.Of(ir.Done), answered, input(call.Quiet, ""))
	m.add(ir.Of(ir.Busy), input(call.Answer, call.Busy))
	m.add(ir.Of(ir.NoAnswer), input(call.Answer, call.NoAnswer))
	m.add(ir.Of(ir.Failed), input(call.Answer, call.Failed))
	m.hanging(ir.Of(ir.Cancel), input(call.HangUp, ""))
	m.hanging(ir.Of(ir.HungUp), answered, input(call.HangUp, ""))
	m.add(ir.Of(ir.Errored), input(call.Fault, ""))
}

func (m *mover) call(act *ir.Call) {
	answered := []call.Input{input(call.Answer, call.Answered)}
	edge, _ := m.step.Edge(ir.Of(ir.Done))
	listens := len(act.Say) > 0 && edge.To.IsStep()
	done := answered
	if listens {
		done = append(answered[:1:1], input(call.Quiet, ""))
	}
	m.add(ir.Of(ir.Done), done...)
	m.hanging(ir.Of(ir.Busy), input(call.Answer, call.Busy))
	m.hanging(ir.Of(ir.NoAnswer), input(call.Answer, call.NoAnswer))
	m.hanging(ir.Of(ir.Failed), input(call.Answer, call.Failed))
	if listens {
		m.hanging(ir.Of(ir.HungUp), append(answered[:1:1], input(call.HangUp, ""))...)
	}
	m.hanging(ir.Of(ir.Errored), input(call.Fault, ""))
}

// handoff never comes to an error of the provider: an application that fails ends
// the call.
func (m *mover) handoff(f *ir.Flow, act *ir.Handoff) []move {
	if len(act.Returns) == 0 {
		return nil
	}
	for _, r := range act.Returns {
		id := f.TargetName(r.To)
		m.add(ir.ReturnOutcome(id), input(call.Return, id))
	}
	if !m.gone {
		m.hanging(ir.Of(ir.HungUp), input(call.HangUp, ""))
	}
	return m.out
}

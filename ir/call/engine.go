package call

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/ir"
)

// Over the IR a call is exactly what the flow says.
type engine struct {
	flow *ir.Flow

	step    *ir.Step
	attempt int
	entry   string // the keys that an application has
	wait    WaitKind
	ending  Ending // zero while the line is up
	events  []Event
	// silent counts the steps in a row that neither spoke nor waited.
	silent int
}

// OverFlow is an engine over the IR; the flow must be verified (ir.Verify).
func OverFlow(flow *ir.Flow) Engine { return &engine{flow: flow} }

// Start begins a call at an entry.
func (e *engine) Start(entry string) (Moment, error) {
	i := slices.IndexFunc(e.flow.Entries, func(x ir.Entry) bool { return x.ID == entry })
	if i < 0 {
		return Moment{}, fmt.Errorf("%w: %s", ErrNoEntry, entry)
	}
	*e = engine{flow: e.flow}
	e.enter(e.flow.Entries[i].Step)
	return e.moment(), nil
}

// moment hands out what happened since the last one.
func (e *engine) moment() Moment {
	m := Moment{Events: e.events, Wait: Wait{Kind: e.wait, Entry: e.entry}}
	e.events = nil
	if e.wait == Over {
		m.Wait.End = e.ending
		return m
	}
	m.Wait.Step = e.step.ID
	m.Wait.Alone = e.ending != 0
	switch act := e.step.Act.(type) {
	case *ir.Menu:
		m.Wait.Attempt, m.Wait.Attempts = e.attempt, act.Attempts
		for _, k := range act.Keys {
			m.Wait.Keys = append(m.Wait.Keys, string(k.Key))
		}
	case *ir.Collect:
		m.Wait.Attempt, m.Wait.Attempts = e.attempt, act.Attempts
		m.Wait.Least, m.Wait.Most, m.Wait.Finish, m.Wait.Secret = act.Min, act.Max, string(act.Finish), act.Secret
		m.Wait.Returns, m.Wait.To = e.names(act.Returns), []string{act.Send}
		m.Wait.Refusable = true
	case *ir.Handoff:
		m.Wait.Returns, m.Wait.To = e.names(act.Returns), []string{act.URL}
	case *ir.Transfer:
		m.Wait.To = addresses(act.To)
	case *ir.Call:
		m.Wait.To, m.Wait.Alone = addresses(act.To), e.wait == Ringing
	}
	return m
}

func (e *engine) names(returns []ir.Return) []string {
	var out []string
	for _, r := range returns {
		out = append(out, e.flow.TargetName(r.To))
	}
	return out
}

func (e *engine) say(kind EventKind, format string, args ...any) {
	e.events = append(e.events, Event{Kind: kind, Text: fmt.Sprintf(format, args...)})
}

func (e *engine) hear(p ir.Prompt) { e.events = append(e.events, heard(p)...) }

// enter goes on at a target until the call waits.
func (e *engine) enter(to ir.Target) {
	for {
		e.step = e.flow.Step(to)
		if e.step == nil {
			e.end(HungUp)
			return
		}
		e.say(Reached, "%s", e.step.ID)
		e.attempt, e.entry = 0, ""
		if e.recording(); len(e.step.Say) > 0 {
			e.hear(e.step.Say)
		}
		next, waits := e.act()
		if waits {
			e.silent = 0
			return
		}
		if e.silent++; e.silent > len(e.flow.Steps) {
			e.say(Remark, "the call goes round without ever waiting")
			e.end(Lost)
			return
		}
		to = next
	}
}

func (e *engine) recording() {
	switch r := e.step.Recording; {
	case r == nil:
	case r.Start:
		e.say(CallRecorded, "on %s", r.Send)
	default:
		e.say(CallRecorded, "off")
	}
}

// act begins what the step does; where it does not wait, next is where it goes.
func (e *engine) act() (next ir.Target, waits bool) {
	switch act := e.step.Act.(type) {
	case *ir.Menu, *ir.Collect:
		e.ask(1, 0)
	case *ir.Record:
		e.hear(act.Say)
		e.wait = Recording
	case *ir.Transfer:
		e.say(Dialled, "%s", strings.Join(addresses(act.To), ", "))
		e.wait = Ringing
	case *ir.Call:
		e.say(Dialled, "%s", strings.Join(addresses(act.To), ", "))
		e.wait = Ringing
	case *ir.Conference:
		e.say(Joined, "%s", act.Room)
		e.wait = InRoom
	case *ir.Message:
		e.say(Texted, "%s: %s", act.To.Value, act.Text)
		e.wait = Sending
	case *ir.Handoff:
		e.say(Handed, "%s", act.URL)
		if e.wait = Application; len(act.Returns) == 0 {
			e.end(HandedOff)
		}
	case *ir.Redirect:
		e.end(Redirected)
	case *ir.Reject:
		e.end(Rejected)
	case *ir.Hangup:
		return e.closing()
	default:
		// A goto to the end is a hang-up, and nobody can tell the two apart.
		if edge, _ := e.step.Edge(ir.Of(ir.Done)); len(e.step.Say) == 0 || edge.To == ir.End {
			return e.leave(ir.Of(ir.Done))
		}
		e.wait = Listening
	}
	return 0, true
}

// closing is a hang-up by the flow: what a handler of hangup does then, runs
// after the caller has gone.
func (e *engine) closing() (next ir.Target, waits bool) {
	edge, ok := e.step.Edge(ir.Of(ir.HungUp))
	e.say(Left, "%s", ir.Of(ir.HungUp))
	e.gone(HungUp)
	if !ok || !edge.To.IsStep() {
		e.wait = Over
		return 0, true
	}
	return edge.To, false
}

// leave takes an outcome's edge. A goto to the end is a hang-up of the step.
func (e *engine) leave(o ir.Outcome) (next ir.Target, waits bool) {
	edge, ok := e.step.Edge(o)
	e.say(Left, "%s", o)
	if !ok {
		e.say(Remark, "nothing is said about %s of %s", o, e.step.ID)
		e.end(Lost)
		return 0, true
	}
	if !edge.To.IsStep() && edge.Origin == ir.FromGoto && e.ending == 0 {
		return e.closing()
	}
	if !edge.To.IsStep() {
		e.end(HungUp)
		return 0, true
	}
	return edge.To, false
}

// take leaves the step and goes on until the call waits again.
func (e *engine) take(o ir.Outcome) {
	if next, waits := e.leave(o); !waits {
		e.enter(next)
	}
}

// gone is the end of the line; steps may still run behind it.
func (e *engine) gone(how Ending) {
	if e.ending == 0 {
		e.ending = how
		e.say(Ended, "%s", how)
	}
}

func (e *engine) end(how Ending) {
	e.gone(how)
	e.wait = Over
}

// ask begins an attempt of a question.
func (e *engine) ask(attempt int, after ir.OutcomeKind) {
	prompt, asking, _ := ir.Asked(e.step.Act)
	e.attempt, e.entry = attempt, ""
	e.hear(ir.Attempt(prompt, asking, attempt, after))
	e.say(Asked, "")
	e.wait = Asking
}

// again is the next attempt after nothing or a wrong entry, or the outcome that
// the last attempt gives.
func (e *engine) again(kind ir.OutcomeKind) {
	_, asking, _ := ir.Asked(e.step.Act)
	if e.attempt < asking.Attempts {
		e.ask(e.attempt+1, kind)
		return
	}
	e.take(ir.Of(kind))
}

func addresses(list []ir.Address) []string {
	out := make([]string, len(list))
	for i, a := range list {
		out[i] = a.Value
	}
	return out
}

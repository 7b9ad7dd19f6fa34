package call

import (
	"strings"

	"ivrc/ir"
)

// Do goes on with what the caller or the network does.
func (e *engine) Do(in Input) (Moment, error) {
	if !e.offered(in) {
		return Moment{}, ErrNotOffered
	}
	switch in.Kind {
	case HangUp:
		e.hangUp()
	case Fault:
		e.fault()
	case Press:
		e.press(in.Value)
	case Quiet:
		e.quiet()
	case Answer:
		e.answer(in.Value)
	case Speak:
		e.say(Taken, "%s", e.step.Act.(*ir.Record).Send)
		e.take(ir.Of(ir.Done))
	case Leave:
		e.take(ir.Of(ir.Done))
	case Return:
		e.take(ir.ReturnOutcome(in.Value))
	case Refuse:
		e.again(ir.NoMatch)
	}
	return e.moment(), nil
}

// offered asks the moment, which says what there is besides.
func (e *engine) offered(in Input) bool {
	events := e.events
	e.events = nil
	m := e.moment()
	e.events = events
	return m.Wait.Offers(in)
}

// hangUp is cancel while it rings, and the end of the call in any case.
func (e *engine) hangUp() {
	outcome := ir.Of(ir.HungUp)
	if e.wait == Ringing {
		outcome = ir.Of(ir.Cancel)
	}
	e.gone(CallerLeft)
	e.take(outcome)
}

// fault is a failure of the provider. An application that fails takes the call
// with it on every provider.
func (e *engine) fault() {
	if e.wait == Application {
		e.say(Remark, "the application failed, and the call with it")
		e.end(Lost)
		return
	}
	if _, calls := e.step.Act.(*ir.Call); calls && e.wait == Ringing {
		e.gone(NotReached) // nobody has been called
	}
	e.take(ir.Of(ir.Errored))
}

func (e *engine) quiet() {
	switch e.wait {
	case Asking:
		e.again(ir.Timeout)
	case Recording:
		e.take(ir.Of(ir.Timeout))
	default:
		e.take(ir.Of(ir.Done))
	}
}

// press is an entry: keys and then a pause. What comes after the longest
// possible entry is lost.
func (e *engine) press(keys string) {
	if collect, ok := e.step.Act.(*ir.Collect); ok {
		e.collect(collect, keys)
		return
	}
	longest := 0
	menu := e.step.Act.(*ir.Menu)
	for _, k := range menu.Keys {
		longest = max(longest, len(k.Key))
	}
	outcome := ir.KeyOutcome(ir.Key(keys[:min(longest, len(keys))]))
	if _, ok := e.step.Edge(outcome); !ok {
		e.again(ir.NoMatch)
		return
	}
	e.take(outcome)
}

func (e *engine) collect(c *ir.Collect, keys string) {
	entry := keys
	if c.Finish != "" {
		entry, _, _ = strings.Cut(entry, string(c.Finish))
	}
	entry = entry[:min(c.Max, len(entry))]
	if len(entry) < c.Min || strings.Trim(entry, "0123456789") != "" {
		e.again(ir.NoMatch)
		return
	}
	e.entry, e.wait = entry, Application
	e.say(Handed, "%s", c.Send)
}

// answer is what the network says about a dial or a text message.
func (e *engine) answer(word string) {
	act, isCall := e.step.Act.(*ir.Call)
	switch word {
	case Busy:
		e.unanswered(ir.Busy, isCall)
	case NoAnswer:
		e.unanswered(ir.NoAnswer, isCall)
	case Failed:
		e.unanswered(ir.Failed, isCall)
	case Sent:
		e.take(ir.Of(ir.Done))
	case Answered:
		if !isCall {
			e.wait = Talking
			return
		}
		e.hear(act.Say)
		e.spoke(len(act.Say) > 0)
	}
}

// spoke is the end of what an outbound call says.
func (e *engine) spoke(anything bool) {
	if edge, _ := e.step.Edge(ir.Of(ir.Done)); anything && edge.To.IsStep() {
		e.wait = Listening
		return
	}
	e.take(ir.Of(ir.Done))
}

// unanswered is a dial or a message without success; an outbound call that
// nobody takes never comes up.
func (e *engine) unanswered(kind ir.OutcomeKind, isCall bool) {
	if isCall {
		e.gone(NotReached)
	}
	e.take(ir.Of(kind))
}

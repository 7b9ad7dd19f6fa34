package script

import (
	"fmt"
	"slices"
	"time"

	"ivrc/compiler/source"
	"ivrc/ir"
	"ivrc/ir/call"
)

// Target is a provider whose published documents a call is compared with.
type Target struct {
	Name   string
	Engine call.Engine
}

// Result is how one call went.
type Result struct {
	Call *Call
	// Transcript is the call as the flow says it, up to the first input that it does
	// not take.
	Transcript call.Transcript
	// Spent is the estimated time until the line went down, Keys the number of keys
	// that were pressed.
	Spent time.Duration
	Keys  int
	// Targets are those that the call was compared with.
	Targets []string
	// Failures are what went otherwise than expected: lines in the order of the
	// script, then the end, what must never be heard, budgets, targets.
	Failures []Failure
}

// Passed says that everything went as expected.
func (r Result) Passed() bool { return len(r.Failures) == 0 }

// Failure is one thing that went otherwise than expected.
type Failure struct {
	// Span is the place in the script.
	Span source.Span
	// Message is a sentence without a full stop.
	Message string
	// Turn is the turn of the transcript in which it shows, Event the event there
	// that is wrong, -1 for what the turn as a whole lacks.
	Turn, Event int
	// Input is what the call did not take behind that turn, nil for another failure.
	Input *call.Input
	// Target is the target that differs, empty where the flow itself does. Want are
	// the lines of the flow, Got those of the documents, from the first that differs
	// to the last.
	Target    string
	Want, Got []string

	// hear and rest are an expectation of a text and what was heard instead.
	hear *Hear
	rest string
	// ends is how the call ended instead.
	ends string
}

// Run walks a call over its flow, checks what is expected, and compares the
// targets with the flow. The flow has no errors, and Check found no fault with
// the script.
func Run(c *Call, flow *ir.Flow, targets []Target) Result {
	w := &walk{Result: Result{Call: c}, engine: call.OverFlow(flow)}
	w.lines()
	w.Spent = Spent(w.Transcript, flow)
	w.ending()
	w.never()
	w.budgets()
	for _, target := range targets {
		if c.Only == nil || slices.Contains(c.Only, target.Name) {
			w.Targets = append(w.Targets, target.Name)
			w.compare(flow, target)
		}
	}
	return w.Result
}

// walk is one call while it runs.
type walk struct {
	Result
	engine  call.Engine
	inputs  []call.Input
	at      []source.Span // of the inputs
	heard   *hearing
	stopped bool
}

func (w *walk) fail(f Failure) { w.Failures = append(w.Failures, f) }

// turn is the last turn of the transcript.
func (w *walk) turn() call.Turn { return w.Transcript.Turns[len(w.Transcript.Turns)-1] }

func (w *walk) took(in call.Input, m call.Moment) {
	w.Transcript.Turns = append(w.Transcript.Turns, call.Turn{Input: in, Moment: m})
	w.heard = newHearing(m.Events)
}

// lines goes through the lines of the call. An input that the call does not take
// ends it, a text that is not heard does not.
func (w *walk) lines() {
	w.Transcript.Entry = w.Call.Entry
	m, err := w.engine.Start(w.Call.Entry)
	if err != nil {
		w.stopped = true
		w.fail(Failure{Span: w.Call.EntrySpan, Message: err.Error(), Event: -1})
		return
	}
	w.took(call.Input{}, m)
	for i, l := range w.Call.Lines {
		switch {
		case l.Input != nil:
			if !w.do(l) {
				return
			}
		case l.Hear != nil:
			w.hear(l, w.Call.Lines[i+1:])
		default:
			w.reach(l)
		}
	}
}

func (w *walk) do(l Line) bool {
	m, err := w.engine.Do(*l.Input)
	if err != nil {
		w.stopped = true
		f := w.here(l.Span, -1, notOffered(*l.Input, w.turn().Moment.Wait))
		f.Input = l.Input
		w.fail(f)
		return false
	}
	w.inputs, w.at = append(w.inputs, *l.Input), append(w.at, l.Span)
	if l.Input.Kind == call.Press {
		w.Keys += len(l.Input.Value)
	}
	w.took(*l.Input, m)
	return true
}

// here is a failure in the last turn.
func (w *walk) here(at source.Span, event int, message string) Failure {
	return Failure{Span: at, Message: message, Turn: max(0, len(w.Transcript.Turns)-1), Event: event}
}

// hear checks one expectation. What fails it ends where a later line of the same
// moment finds its own text.
func (w *walk) hear(l Line, later []Line) {
	rest, event := w.heard.rest(), w.heard.event()
	if w.heard.meet(*l.Hear) {
		return
	}
	message := fmt.Sprintf("expected to hear %s, and nothing more is heard", l.Hear)
	if rest != "" {
		message = fmt.Sprintf("expected to hear %s", l.Hear)
	}
	f := w.here(l.Hear.Span, event, message)
	f.hear, f.rest = l.Hear, w.heard.missed(later)
	w.fail(f)
}

// reach checks that a step runs or has begun since the last input. At the end of a
// call the last step is the one that ended it.
func (w *walk) reach(l Line) {
	m := w.turn().Moment
	if m.Wait.Step == l.At {
		return
	}
	last, event := "", -1
	for i, e := range m.Events {
		if e.Kind == call.Reached && e.Text == l.At {
			return
		}
		if e.Kind == call.Reached {
			last, event = e.Text, i
		}
	}
	where := "the call is over"
	switch {
	case m.Wait.Step != "":
		where = "it is at " + m.Wait.Step
	case last != "":
		where = "it ended at " + last
	}
	w.fail(w.here(l.Span, event, fmt.Sprintf("expected the call at %s, and %s", l.At, where)))
}

func (w *walk) ending() {
	want := w.Call.Ends
	if want == "" || w.stopped {
		return
	}
	got := EndOf(w.Transcript)
	if slices.Contains(got, want) {
		return
	}
	message, event := fmt.Sprintf("expected the call to end %s, and %s", want, stillUp(w.turn().Moment.Wait)), -1
	if len(got) > 0 {
		message = fmt.Sprintf("expected the call to end %s, and it ended %s", want, got[0])
		event = slices.IndexFunc(w.turn().Moment.Events, func(e call.Event) bool { return e.Kind == call.Ended })
	}
	f := w.here(w.Call.EndsSpan, event, message)
	if len(got) > 0 {
		f.ends = got[0]
	}
	w.fail(f)
}

// never looks for what must not be heard in the whole call.
func (w *walk) never() {
	for i := range w.Call.Never {
		for n, turn := range w.Transcript.Turns {
			h := newHearing(turn.Moment.Events)
			at, _ := h.find(w.Call.Never[i])
			if at < 0 {
				continue
			}
			h.met = at
			w.fail(Failure{Span: w.Call.Never[i].Span, Message: fmt.Sprintf("heard %s, which must never be heard", w.Call.Never[i]), Turn: n, Event: h.event()})
			break
		}
	}
}

func (w *walk) budgets() {
	b := w.Call.Budget
	if b.Time > 0 && w.Spent > b.Time {
		w.fail(w.here(b.TimeSpan, -1, fmt.Sprintf("the call takes about %s, and its budget is %s", seconds(w.Spent), seconds(b.Time))))
	}
	if b.Keys > 0 && w.Keys > b.Keys {
		w.fail(w.here(b.KeysSpan, -1, fmt.Sprintf("%d keys are pressed, and the budget is %d", w.Keys, b.Keys)))
	}
}

// compare walks the call over the documents of a target.
func (w *walk) compare(flow *ir.Flow, target Target) {
	if len(w.Transcript.Turns) == 0 {
		return
	}
	d, err := call.Beside(call.OverFlow(flow), target.Engine, w.Call.Entry, w.inputs)
	if err != nil {
		w.fail(Failure{Span: w.Call.Span, Target: target.Name, Message: fmt.Sprintf("%s: %s", target.Name, err), Event: -1})
		return
	}
	if d == nil {
		return
	}
	f := Failure{Span: w.Call.Span, Target: target.Name, Turn: d.Turn, Event: -1, Want: d.Want, Got: d.Got}
	for len(f.Want) > 1 && len(f.Got) > 1 && f.Want[0] == f.Got[0] {
		f.Want, f.Got = f.Want[1:], f.Got[1:]
	}
	for len(f.Want) > 1 && len(f.Got) > 1 && f.Want[len(f.Want)-1] == f.Got[len(f.Got)-1] {
		f.Want, f.Got = f.Want[:len(f.Want)-1], f.Got[:len(f.Got)-1]
	}
	when := "at the beginning"
	if d.Turn > 0 {
		f.Span, when = w.at[d.Turn-1], fmt.Sprintf("at turn %d (%s)", d.Turn, inputText(d.Input))
	}
	f.Message = fmt.Sprintf("the documents for %s go another way than the flow %s", target.Name, when)
	w.fail(f)
}

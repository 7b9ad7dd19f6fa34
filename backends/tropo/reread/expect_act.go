package reread

import (
	"strconv"
	"strings"
	"time"

	"ivrc/ir"
)

// act expects what a step does and where it leads from there. The time of a
// conference, the limit of a transfer and the reason of a reject are nothing that
// Tropo can be told.
func (e *expectation) act(act ir.Act) {
	switch act := act.(type) {
	case *ir.Redirect:
		e.fact("to", act.To.Value)
		return
	case *ir.Reject:
		return
	}
	e.lines()
	switch act := act.(type) {
	case *ir.Menu:
		e.menu(act)
	case *ir.Collect:
		e.collect(act, act.Say, act.Attempts)
		e.returns(act.Returns)
		e.answer(anything+"."+strconv.Itoa(act.Attempts), e.to(ir.NoMatch))
		if e.apart(ir.Timeout, ir.NoMatch) {
			e.askingAnswers()
		}
	case *ir.Record:
		e.record(act)
	case *ir.Transfer:
		e.transfer(act)
	case *ir.Call:
		e.dial(act.To, act.From, act.Timeout, act.Digits)
		e.heard.Say = e.spoken(act.Say)
	case *ir.Conference:
		e.done()
		e.fact("room", act.Room)
		e.fact("name", e.step.ID)
		e.flag("muted", act.Muted)
		e.fact("leave", string(act.Leave))
	case *ir.Message:
		e.done()
		e.incomplete(ir.Failed)
		e.fact("to", act.To.Value)
		e.fact("from", act.From)
		e.fact("text", act.Text)
	case *ir.Handoff:
		e.fact("url", act.URL)
		e.returns(act.Returns)
	case *ir.Speak:
		e.done()
	}
}

// returns need the documents to which an application sends the call back.
func (e *expectation) returns(list []ir.Return) {
	for _, r := range list {
		e.ends = e.ends || r.To == ir.End
	}
}

// menu is one ask whose answers are files by the names of the keys.
func (e *expectation) menu(m *ir.Menu) {
	choices := make([]string, len(m.Keys))
	var all strings.Builder
	for i, k := range m.Keys {
		choices[i] = string(k.Key)
		if name := k.Key.FileName(); name != choices[i] {
			choices[i] = name + "(" + choices[i] + ")"
		}
		all.WriteString(string(k.Key))
	}
	for _, edge := range e.step.Edges {
		if edge.Outcome.Kind == ir.KeyPressed {
			e.edge(edge.Outcome.String(), edge.To)
			e.answer(ir.Key(edge.Outcome.Name).FileName(), edge.To)
		}
	}
	e.fact("name", e.step.ID)
	e.fact("keys", words(choices))
	if used := all.String(); strings.Contains(used, "#") {
		e.fact("finish", unused(used))
	}
	e.asking(m.Say, m.Asking, m.Attempts)
	e.askingAnswers()
}

// unused is the first key that a menu with # does not use, because # would be
// taken for the end of an entry (tropo.md §2); empty where all are used.
func unused(keys string) string {
	for _, key := range "*0123456789" {
		if !strings.ContainsRune(keys, key) {
			return string(key)
		}
	}
	return ""
}

// collect is one ask that gives the digits to an application.
func (e *expectation) collect(c *ir.Collect, question ir.Prompt, attempts int) {
	e.fact("name", c.Name)
	digits := strconv.Itoa(c.Max)
	if c.Min != c.Max {
		digits = strconv.Itoa(c.Min) + "-" + digits
	}
	e.fact("digits", digits)
	e.fact("finish", string(c.Finish))
	e.flag("secret", c.Secret)
	e.fact("send", c.Send)
	e.fact("refused", refusal(e.step, c.Attempts-attempts+1))
	e.asking(question, c.Asking, attempts)
}

// asking is what both questions share. Tropo repeats the question by itself.
func (e *expectation) asking(question ir.Prompt, a ir.Asking, attempts int) {
	e.incomplete(ir.Timeout, ir.NoMatch)
	e.flag("incomplete-apart", e.apart(ir.Timeout, ir.NoMatch))
	e.fact("attempts", strconv.Itoa(attempts))
	e.fact("timeout", wait(a.Timeout))
	e.fact("between", wait(a.Between))
	e.fact("bargein", strconv.FormatBool(a.Bargein))
	e.attempts(question, a.Retry, attempts)
}

func (e *expectation) record(r *ir.Record) {
	e.done()
	e.incomplete(ir.Timeout)
	e.fact("name", r.Name)
	e.fact("send", r.Send)
	e.fact("format", r.Format)
	e.fact("attempts", "1")
	e.fact("beep", strconv.FormatBool(r.Beep))
	e.fact("max", wait(r.Max))
	e.fact("silence", wait(r.Silence))
	e.fact("timeout", wait(r.Timeout))
	// There is one key at most, so the wait for another one is nobody's choice.
	e.fact("between", wait(3*time.Second))
	e.fact("finish", string(r.Finish))
	e.before(r.Say)
}

func (e *expectation) transfer(t *ir.Transfer) {
	e.edge(ir.Cancel.Word(), e.to(ir.HungUp)) // a caller who leaves has hung up
	e.dial(t.To, t.From, t.Timeout, t.Digits)
	e.fact("name", t.Name)
	if t.Music != "" {
		e.fact("music", t.Music)
		// Once for each second that has begun: long enough however it is played.
		e.fact("music-rounds", strconv.Itoa(max(1, int((t.Timeout+time.Second-1)/time.Second))))
	}
}

// dial is what transfer and call share.
func (e *expectation) dial(to []ir.Address, from string, timeout time.Duration, digits string) {
	e.done()
	e.incomplete(ir.Busy, ir.NoAnswer, ir.Failed)
	if e.apart(ir.Busy, ir.NoAnswer, ir.Failed) {
		e.flag("incomplete-apart", true)
		e.dialingAnswers()
	}
	list := make([]string, len(to))
	for i, a := range to {
		list[i] = a.Value
	}
	e.fact("to", words(list))
	e.fact("from", from)
	e.fact("timeout", wait(timeout))
	e.fact("digits", sent(digits))
}

// sent are the digits after the answer, with w for each half second: a wait
// behind the first digit has whole seconds, and one behind the last is none
// (tropo.md §1.4).
func sent(digits string) string {
	var out strings.Builder
	half, pressed := 0, false
	for _, r := range digits {
		switch r {
		case 'w':
			half++
		case 'W':
			half += 2
		default:
			if pressed {
				half += half % 2
			}
			out.WriteString(strings.Repeat("w", half))
			out.WriteRune(r)
			half, pressed = 0, true
		}
	}
	return out.String()
}

// wait is a time in whole milliseconds, rounded up.
func wait(d time.Duration) string {
	if rest := d % time.Millisecond; rest > 0 {
		d += time.Millisecond - rest
	}
	return d.String()
}

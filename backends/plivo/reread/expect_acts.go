package reread

import (
	"strconv"
	"strings"
	"time"

	"ivrc/backends/verify"
	"ivrc/ir"
)

// record has no wait of its own for the first sound: Plivo knows one silence
// (plivo.md §1.15).
func (e *expectation) record(h *verify.Heard, act *ir.Record) {
	fact(h, "send", act.Send)
	fact(h, "format", act.Format)
	fact(h, "max", seconds(max(act.Max, 2*time.Second)))
	fact(h, "silence", seconds(act.Silence))
	fact(h, "finish", finish(act.Finish))
	fact(h, "beep", strconv.FormatBool(act.Beep))
}

func finish(key ir.Key) string {
	if key == "" {
		return "none"
	}
	return string(key)
}

func (e *expectation) conference(h *verify.Heard, act *ir.Conference) {
	fact(h, "room", strings.TrimSpace(act.Room))
	fact(h, "muted", strconv.FormatBool(act.Muted))
	fact(h, "leave by *", strconv.FormatBool(act.Leave == "*"))
	limited(h, "max", act.Max)
}

// limited is a fact of a limit that may be missing; Plivo cuts at a day (plivo.md
// §1.8).
func limited(h *verify.Heard, name string, d time.Duration) {
	if d > 0 {
		fact(h, name, seconds(min(d, 24*time.Hour)))
	}
}

func (e *expectation) transfer(h *verify.Heard, s *ir.Step, act *ir.Transfer) {
	fact(h, "timeout", seconds(act.Timeout))
	limited(h, "limit", act.Limit)
	if act.From != "" {
		fact(h, "from", act.From)
	}
	if act.Music != "" {
		fact(h, "music", strings.TrimSpace(act.Music))
	}
	for _, to := range act.To {
		place := to.Value
		if act.Digits != "" {
			place += " then " + strings.ReplaceAll(act.Digits, "W", "ww") // one second is two halves (plivo.md §1.9)
		}
		fact(h, "to", place)
	}
	for _, o := range []ir.OutcomeKind{ir.Done, ir.Busy, ir.NoAnswer, ir.Failed, ir.Cancel} {
		edge(h, o.Word(), 0, e.to(s, ir.Of(o)))
	}
}

// question is a menu or collect: each attempt is a document of its own after the
// first, and after the last the outcome's step follows.
func (e *expectation) question(h *verify.Heard, s *ir.Step) {
	say, asking, _ := ir.Asked(s.Act)
	if menu, ok := s.Act.(*ir.Menu); ok {
		at := 0
		for _, k := range menu.Keys {
			found, next, ok := s.EdgeFrom(at, ir.KeyOutcome(k.Key))
			edge(h, "key "+string(k.Key), 0, e.leads(found, ok))
			at = next
		}
	}
	for number := 1; number <= asking.Attempts; number++ {
		for _, after := range []ir.OutcomeKind{ir.Timeout, ir.NoMatch} {
			if number > 1 {
				e.attempt(h, s, number, after, ir.Attempt(say, asking, number, after))
			} else if after == ir.Timeout {
				e.firstAttempt(h, s, say)
			}
			if number == asking.Attempts {
				edge(h, after.Word(), number, e.to(s, ir.Of(after)))
			} else {
				edge(h, after.Word(), number, later(s.ID, number+1, after.Word()))
			}
		}
	}
	if collect, ok := s.Act.(*ir.Collect); ok {
		e.returns(collect.Returns)
	}
}

// firstAttempt is in the step's own document. A prompt that no key interrupts
// stands before the element that takes keys, like what the step says.
func (e *expectation) firstAttempt(h *verify.Heard, s *ir.Step, say ir.Prompt) {
	_, asking, _ := ir.Asked(s.Act)
	first := verify.Attempt{Number: 1}
	if asking.Bargein {
		first.Sounds = e.heard(say)
	} else {
		h.Say = e.heard(s.Say, say)
	}
	h.Attempts = append(h.Attempts, first)
	e.asking(h, s, "")
}

func (e *expectation) attempt(h *verify.Heard, s *ir.Step, number int, after ir.OutcomeKind, say ir.Prompt) {
	_, asking, _ := ir.Asked(s.Act)
	sounds := e.heard(say)
	border := verify.Sound{Kind: fromHere}
	if asking.Bargein {
		sounds = append([]verify.Sound{border}, sounds...)
	} else {
		sounds = append(sounds, border)
	}
	h.Attempts = append(h.Attempts, verify.Attempt{Number: number, After: after.Word(), Sounds: sounds})
	e.asking(h, s, moment(number, after.Word()))
}

// asking are the facts of one attempt. The wait between keys counts where more
// than one may come; a menu ends by no key, because that one would not be
// reported (plivo.md §3.3).
func (e *expectation) asking(h *verify.Heard, s *ir.Step, at string) {
	_, asking, _ := ir.Asked(s.Act)
	digits, end := 0, "none"
	switch act := s.Act.(type) {
	case *ir.Menu:
		for _, k := range act.Keys {
			digits = max(digits, len(k.Key))
		}
	case *ir.Collect:
		digits, end = act.Max, finish(act.Finish)
		fact(h, "send"+at, act.Send)
		if act.Secret {
			fact(h, "secret"+at, "true")
		}
	}
	fact(h, "timeout"+at, seconds(asking.Timeout))
	fact(h, "digits"+at, strconv.Itoa(digits))
	fact(h, "finish"+at, end)
	if digits > 1 {
		fact(h, "between"+at, seconds(asking.Between))
	}
}

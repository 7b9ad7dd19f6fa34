package changes

import (
	"fmt"
	"math"
	"time"

	"ivrc/ir"
)

// Length is about how long something takes.
type Length struct {
	Took time.Duration
	// Least says that a part of it cannot be told from the flow, so that it may take
	// longer.
	Least bool
	// Endless says that it goes on until the provider cuts the line.
	Endless bool
}

// Seconds are whole seconds, as an estimate is good for no more.
func (l Length) Seconds() int { return int(math.Round(l.Took.Seconds())) }

// String is about 12 s, at least 12 s, or without an end.
func (l Length) String() string {
	switch {
	case l.Endless:
		return "without an end"
	case l.Least:
		return fmt.Sprintf("at least %d s", l.Seconds())
	}
	return fmt.Sprintf("about %d s", l.Seconds())
}

// plus is one length after the other.
func (l Length) plus(m Length) Length {
	return Length{Took: l.Took + m.Took, Least: l.Least || m.Least, Endless: l.Endless || m.Endless}
}

// longer says that the length takes more than another.
func (l Length) longer(m Length) bool {
	if l.Endless || m.Endless {
		return l.Endless && !m.Endless
	}
	return l.Seconds() > m.Seconds()
}

// differs says that a reader would see another length.
func (l Length) differs(m Length) bool {
	return l.Endless != m.Endless || !l.Endless && (l.Least != m.Least || l.Seconds() != m.Seconds())
}

// lengthOf is how long a prompt takes.
func lengthOf(p ir.Prompt) *Length {
	l := heard(p)
	return &l
}

func heard(prompts ...ir.Prompt) Length {
	var l Length
	for _, p := range prompts {
		took, known := p.Estimate()
		l = l.plus(Length{Took: took, Least: !known})
	}
	return l
}

func wait(d time.Duration) Length { return Length{Took: d} }

var unknown = Length{Least: true}

// stay is how long a call stays in a step that ends in an outcome: a caller who
// presses or speaks hears everything first and then does so at once; one who does
// not lets every attempt run out.
func stay(s *ir.Step, kind ir.OutcomeKind) Length {
	total := heard(s.Say)
	if say, asking, ok := ir.Asked(s.Act); ok {
		if kind != ir.Timeout && kind != ir.NoMatch {
			return total.plus(heard(say))
		}
		for attempt := 1; attempt <= asking.Attempts; attempt++ {
			total = total.plus(heard(ir.Attempt(say, asking, attempt, kind)))
			if kind == ir.Timeout {
				total = total.plus(wait(asking.Timeout))
			}
		}
		return total
	}
	switch act := s.Act.(type) {
	case *ir.Record:
		total = total.plus(heard(act.Say))
		if kind == ir.Timeout {
			return total.plus(wait(act.Timeout))
		}
		return total.plus(unknown)
	case *ir.Transfer:
		if kind == ir.NoAnswer {
			return total.plus(wait(act.Timeout))
		}
		return total.plus(unknown)
	case *ir.Call:
		switch kind {
		case ir.Done:
			return heard(s.Say, act.Say) // counted from the answer
		case ir.NoAnswer:
			return total.plus(wait(act.Timeout))
		}
		return total.plus(unknown)
	case *ir.Conference:
		if act.Max > 0 {
			return total.plus(wait(act.Max))
		}
		return total.plus(Length{Endless: true})
	case *ir.Handoff:
		return total.plus(unknown)
	}
	return total
}

// isPerson says that the step connects the caller to somebody. Who answers behind
// a handoff is the application's business.
func isPerson(s *ir.Step) bool {
	switch s.Act.(type) {
	case *ir.Transfer, *ir.Conference:
		return true
	}
	return false
}

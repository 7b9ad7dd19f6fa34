// Package ir is the call flow with nothing left to guess: steps, acts, prompts
// and explicit edges.
//
// In: what compiler/lower builds. Out: the only thing that checks and backends
// see. Everything inherited is resolved (families, flow-wide handlers, defaults,
// voices, languages, named prompts), every value is present, and every edge
// knows the place in the source that it came from. It knows no YAML and no
// provider, and it refuses to be inconsistent: Verify states the invariants.
package ir

import (
	"ivrc/compiler/source"
)

// Flow is one call flow.
type Flow struct {
	ID          string
	Title       string
	Description string
	// Entries are where calls begin: the start entry first (its ID is empty),
	// then the further entries in source order.
	Entries []Entry
	// Steps are in source order. A Target is an index into them.
	Steps []*Step
	// Allow are the flow's own allows; those of a step stand at the step.
	Allow []Allow
	// Useless are the flow-wide handlers for words that are no outcomes here.
	Useless []UselessHandler
	// Broken says that part of the flow outside its steps could not be read: the
	// flow-wide handlers may be incomplete.
	Broken bool
	Span   source.Span
}

// Entry is a place where a call begins.
type Entry struct {
	ID   string // empty for the flow's start
	Step Target
	// Span is where the step is named, IDSpan the id; zero for the flow's start.
	Span, IDSpan source.Span
}

// Allow silences one code with a reason, in the flow or in one step.
type Allow struct {
	Code   string
	Reason string
	Span   source.Span
}

// Step is one stop of a call: it may speak, may do one act, and then goes where
// its edges lead.
type Step struct {
	ID   string
	Note string
	// Say is heard once, before the act.
	Say Prompt
	// Recording starts or stops the recording of the call before the step speaks;
	// nil leaves it as it is.
	Recording *Recording
	// Act is never nil; a step without an act has Speak.
	Act Act
	// Edges are in the order of the act's Outcomes, one for each handled outcome
	// that the step can have.
	Edges []Edge
	// Useless are the handlers written at the step for outcomes that it can never
	// have, for the check that warns about them.
	Useless []UselessHandler
	Allow   []Allow
	// Broken says that part of the step could not be read. It has been reported;
	// checks stay quiet about what may follow from it, and Verify refuses it.
	Broken bool
	// Span is the step's id in the source.
	Span source.Span
}

// UselessHandler is a handler or goto that can never run.
type UselessHandler struct {
	// Word is what the person wrote: an outcome, a family, or goto.
	Word string
	// Shadowed says that the word is a family that the step does have, but all of
	// whose members have handlers of their own.
	Shadowed bool
	// To is where it would lead if it ran, for sentences only.
	To   Target
	Span source.Span
}

// Target is where an edge leads: an index into Flow.Steps, or one of the two
// special values.
type Target int

// The special targets.
const (
	// End is the end of the call: hang up if it is still up.
	End Target = -1
	// Unresolved stands for a step that does not exist. It has been reported;
	// checks stay quiet about what follows from it, and Verify refuses it.
	Unresolved Target = -2
)

// IsStep says that the target is a step of the flow.
func (t Target) IsStep() bool { return t >= 0 }

// Origin says which words of the source made an edge.
type Origin uint8

// The origins of an edge.
const (
	FromKey     Origin = iota + 1 // a menu's keys
	FromReturns                   // returns of a collect or handoff
	FromGoto                      // goto, or hangup as an act
	FromStep                      // events of the step, the outcome itself
	FromFamily                    // events of the step, the outcome's family
	FromFlow                      // events of the flow, the outcome itself
	FromFlowFamily
	// FromSelf is a flow-wide handler met at its own target: the outcome ends the
	// call there.
	FromSelf
)

// Edge is one outcome of a step and where it leads.
type Edge struct {
	Outcome Outcome
	To      Target
	Origin  Origin
	// Span is the written target ("operator" in `incomplete: operator`).
	Span source.Span
}

// Edge is the step's edge for an outcome; ok is false where nobody handles it.
func (s *Step) Edge(o Outcome) (edge Edge, ok bool) {
	for _, e := range s.Edges {
		if e.Outcome == o {
			return e, true
		}
	}
	return Edge{}, false
}

// EdgeFrom is Edge for those who ask for one outcome after another: it looks from the
// given place of Edges on, and then before it, and returns the place after what it
// found. Asked in the order of Edges, a menu of any number of keys costs one pass.
func (s *Step) EdgeFrom(place int, o Outcome) (edge Edge, next int, ok bool) {
	for i := range s.Edges {
		at := (place + i) % len(s.Edges)
		if s.Edges[at].Outcome == o {
			return s.Edges[at], at + 1, true
		}
	}
	return Edge{}, place, false
}

// Step is the step at a target, nil for End and Unresolved.
func (f *Flow) Step(t Target) *Step {
	if !t.IsStep() || int(t) >= len(f.Steps) {
		return nil
	}
	return f.Steps[t]
}

// TargetName is the id of the step at a target, "end" or "?".
func (f *Flow) TargetName(t Target) string {
	if s := f.Step(t); s != nil {
		return s.ID
	}
	if t == End {
		return "end"
	}
	return "?"
}

// Start is the target at which the flow's own entry begins.
func (f *Flow) Start() Target {
	if len(f.Entries) == 0 {
		return Unresolved
	}
	return f.Entries[0].Step
}

// Recording is a change of the recording of the whole call.
type Recording struct {
	// Start is true for a start, false for a stop.
	Start bool
	// Send is the address that gets the recording, Format mp3 or wav; both only
	// for a start.
	Send   string
	Format string
	Span   source.Span
}

// Key is what a caller presses, in the phone's own signs: digits, possibly
// after one * or #, or * or # alone.
type Key string

// FileName is the key as the output tree writes it: star and pound for * and #.
func (k Key) FileName() string {
	switch {
	case k == "":
		return ""
	case k[0] == '*':
		return "star" + string(k[1:])
	case k[0] == '#':
		return "pound" + string(k[1:])
	}
	return string(k)
}

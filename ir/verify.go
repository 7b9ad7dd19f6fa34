package ir

import (
	"fmt"
	"reflect"
	"slices"

	"ivrc/compiler/source"
)

// Problem is a broken invariant: a defect of the compiler, never of the person
// who wrote the flow.
type Problem struct {
	// Step is the id of the step, empty for the flow itself.
	Step string
	Text string
	Span source.Span
}

// String is the problem in one line for a report.
func (p Problem) String() string {
	if p.Step == "" {
		return p.Text
	}
	return fmt.Sprintf("step %q: %s", p.Step, p.Text)
}

// Verify lists what is inconsistent in a flow that all checks have let through;
// nil means that a backend may rely on all of this:
//
//   - Entries is not empty, the start (without id) is the first, the other ids
//     are well formed and unique, and each leads to a step.
//   - Step ids are well formed, unique and not "end". Nothing is Broken.
//   - Every target is End or in range; nothing is Unresolved.
//   - Edges stand in the order of the act's Outcomes, each outcome at most once,
//     and none for an outcome that the act does not have. An edge of Returned
//     leads where the act's Return leads.
//   - Every outcome has an edge. Only hangup and error may lack theirs, and only
//     on a step that can run where nobody is on the line (NeedsCall is false and
//     the act is no Call). Whether such a step ever meets them depends on the way
//     a call gets there, which compiler/check knows (IVR302); a backend leaves a
//     missing hangup or error out, as if it led to the end.
//   - Acts and prompt items are never nil, and have all that they cannot do
//     without: addresses, texts, languages, positive times, at least one attempt,
//     canonical and unique keys.
func Verify(f *Flow) []Problem {
	v := verifier{flow: f, ids: make(map[string]bool, len(f.Steps))}
	v.require(IsID(f.ID), "the flow's id %q is not well formed", f.ID)
	v.require(!f.Broken, "part of the flow could not be read")
	v.entries()
	for _, s := range f.Steps {
		v.step(s)
	}
	return v.problems
}

type verifier struct {
	flow     *Flow
	current  *Step // nil while the flow itself is looked at
	ids      map[string]bool
	problems []Problem
}

func (v *verifier) require(holds bool, format string, args ...any) {
	if holds {
		return
	}
	p := Problem{Text: fmt.Sprintf(format, args...), Span: v.flow.Span}
	if v.current != nil {
		p.Step, p.Span = v.current.ID, v.current.Span
	}
	v.problems = append(v.problems, p)
}

func (v *verifier) entries() {
	v.require(len(v.flow.Entries) > 0, "there is no entry")
	seen := map[string]bool{}
	for i, e := range v.flow.Entries {
		if i == 0 {
			v.require(e.ID == "", "the first entry is %q and not the start", e.ID)
		} else {
			v.require(IsID(e.ID), "the entry id %q is not well formed", e.ID)
		}
		v.require(!seen[e.ID], "two entries have the id %q", e.ID)
		seen[e.ID] = true
		v.require(v.flow.Step(e.Step) != nil, "the entry %q leads to no step", e.ID)
	}
}

func (v *verifier) step(s *Step) {
	v.current = nil
	if s == nil {
		v.require(false, "a step is nil")
		return
	}
	v.current = s
	v.require(IsID(s.ID) && s.ID != "end", "the id is not well formed")
	v.require(!v.ids[s.ID], "two steps have this id")
	v.ids[s.ID] = true
	v.require(!s.Broken, "part of the step could not be read")
	v.recording(s.Recording)
	v.prompt("say", s.Say)
	if isNil(s.Act) {
		v.require(false, "the act is nil")
		return
	}
	v.act(s.Act)
	v.edges(s)
}

func (v *verifier) edges(s *Step) {
	outcomes := s.Act.Outcomes(v.flow)
	handled := make([]bool, len(outcomes))
	last := -1
	for i := range s.Edges {
		e := &s.Edges[i]
		at := position(outcomes, e.Outcome, last+1)
		if at < 0 {
			v.require(false, "%s has an edge, but a %s cannot end like that", e.Outcome, s.Act.Word())
			continue
		}
		if handled[at] {
			v.require(false, "%s has two edges", e.Outcome)
		}
		if at < last {
			v.require(false, "the edge of %s is out of order", e.Outcome)
		}
		last, handled[at] = at, true
		v.edge(s, e, at)
	}
	_, calls := s.Act.(*Call)
	mayLack := !s.NeedsCall() && !calls
	for i, o := range outcomes {
		if optional := mayLack && (o.Kind == HungUp || o.Kind == Errored); !handled[i] && !optional {
			v.require(false, "%s has no edge", o)
		}
	}
}

// position is that of an outcome, -1 for none. Edges stand in the order of outcomes, so
// it is looked for from a place on first.
func position(outcomes []Outcome, o Outcome, from int) int {
	if i := slices.Index(outcomes[min(from, len(outcomes)):], o); i >= 0 {
		return from + i
	}
	return slices.Index(outcomes, o)
}

// edge looks at one edge of the outcome at a position.
func (v *verifier) edge(s *Step, e *Edge, at int) {
	if e.To != End && v.flow.Step(e.To) == nil {
		v.require(false, "the edge of %s leads nowhere (%d)", e.Outcome, e.To)
	}
	if e.Origin < FromKey || e.Origin > FromSelf {
		v.require(false, "the edge of %s has no origin", e.Outcome)
	}
	if e.Outcome.Kind == Returned && e.To != returnsOf(s.Act)[at].To {
		v.require(false, "the edge of %s leads elsewhere", e.Outcome)
	}
}

// returnsOf are the places that a collect or handoff may come back to; they are
// the first of its outcomes.
func returnsOf(act Act) []Return {
	switch act := act.(type) {
	case *Collect:
		return act.Returns
	case *Handoff:
		return act.Returns
	}
	return nil
}

// isNil also finds a nil pointer inside an interface.
func isNil(x any) bool {
	if x == nil {
		return true
	}
	v := reflect.ValueOf(x)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

// IsID says that the text is an id of the flow format: a small letter,
// then up to 62 small letters, digits, _ and -.
func IsID(s string) bool {
	if s == "" || len(s) > 63 || s[0] < 'a' || s[0] > 'z' {
		return false
	}
	for i := 1; i < len(s); i++ {
		c := s[i]
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '_' && c != '-' {
			return false
		}
	}
	return true
}

package changes

import (
	"ivrc/compiler/source"
	"ivrc/ir"
)

// Outline is a flow as callers, networks and applications meet it.
type Outline struct {
	ID      string
	Entries []Entry
	Steps   []Step
	// Findings are what the checks say of the flow.
	Findings []Finding
	// Mask hides credentials in a text that is about to be shown; nil hides nothing.
	Mask func(string) string

	// flow is nil where the outline was not made from one; then nothing is said
	// about times.
	flow *ir.Flow
}

// Entry is a place where calls begin. ID is empty for the flow's start, To the
// id of a step.
type Entry struct {
	ID, To string
	// Span is where it stands in the source, zero for none.
	Span source.Span
}

// Step is one stop of a call.
type Step struct {
	ID string
	// Act is the flow format's word; a step that hangs up only speaks and leads to
	// the end.
	Act string
	// Facts are the properties that somebody notices, each name once, in a fixed
	// order; one that is missing stands for nothing.
	Facts []Fact
	// Prompts are what may be heard, in a fixed order; empty ones are left out.
	Prompts []Prompt
	// Ways are where the outcomes lead, in the order of edges, each outcome once.
	Ways []Way
	// Same are further ids that cannot be told from this one by links, because their
	// documents are equal. Outlines of flows have none.
	Same []string
	// Span is where it stands in the source, zero for none.
	Span source.Span
}

// Fact is one property of an act in words of the flow format.
type Fact struct{ Name, Value string }

// Prompt is something that is heard, by the flow format's name for it: say,
// menu.say, retry.timeout.
type Prompt struct {
	Name string
	Say  ir.Prompt
}

// Way is where an outcome leads: the id of a step, or "end".
type Way struct {
	Outcome ir.Outcome
	To      string
	Span    source.Span
}

// Finding is one finding of the checks.
type Finding struct {
	Code, Severity, Message string
	// Step is the id of the step that it is about, empty for none.
	Step string
	Span source.Span
}

// ending is the target that ends a call.
const ending = "end"

// Of is the outline of a flow without errors.
func Of(f *ir.Flow) *Outline {
	o := &Outline{ID: f.ID, Steps: make([]Step, 0, len(f.Steps)), flow: f}
	for _, e := range f.Entries {
		o.Entries = append(o.Entries, Entry{ID: e.ID, To: f.TargetName(e.Step), Span: e.Span})
	}
	for _, s := range f.Steps {
		o.Steps = append(o.Steps, outlineOf(f, s))
	}
	return o
}

func outlineOf(f *ir.Flow, s *ir.Step) Step {
	out := Step{ID: s.ID, Act: s.Act.Word(), Facts: facts(s), Prompts: prompts(s), Span: s.Span}
	if _, hangs := s.Act.(*ir.Hangup); hangs {
		out.Act = (*ir.Speak)(nil).Word()
		out.Ways = append(out.Ways, Way{Outcome: ir.Of(ir.Done), To: ending, Span: s.Span})
	}
	for _, e := range s.Edges {
		out.Ways = append(out.Ways, Way{Outcome: e.Outcome, To: f.TargetName(e.To), Span: e.Span})
	}
	return out
}

// prompts are what the step may say. A retry that is never heard, or that repeats
// the question, is none of its own.
func prompts(s *ir.Step) []Prompt {
	var out []Prompt
	add := func(name string, p ir.Prompt) {
		if len(p) > 0 {
			out = append(out, Prompt{name, p})
		}
	}
	add("say", s.Say)
	own := s.Act.Word() + ".say"
	switch act := s.Act.(type) {
	case *ir.Record:
		add(own, act.Say)
	case *ir.Call:
		add(own, act.Say)
	}
	if say, asking, ok := ir.Asked(s.Act); ok {
		add(own, say)
		if asking.Attempts > 1 {
			add("retry.timeout", asking.Retry.Timeout)
			add("retry.nomatch", asking.Retry.NoMatch)
			if !Alike(say, asking.Retry.Say) {
				add("retry.say", asking.Retry.Say)
			}
		}
	}
	return out
}

// index are the places of the steps by id.
func (o *Outline) index() map[string]int {
	at := make(map[string]int, len(o.Steps))
	for i := range o.Steps {
		at[o.Steps[i].ID] = i
	}
	return at
}

package lower

import (
	"slices"

	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// handler is one entry of `events`.
type handler struct {
	word string
	to   ir.Target
	at   source.Span // the target as written
	key  source.Span // the word as written
	used bool
}

// handlers are the entries of one `events`, in source order.
type handlers []*handler

func (h handlers) of(word string) *handler {
	for _, one := range h {
		if one.word == word {
			return one
		}
	}
	return nil
}

// foreignOutcomes are the words of other tools that the schema lets through, so
// that IVR308 can say what the outcome is called here.
var foreignOutcomes = []string{
	"no-input", "noinput", "no_input", "silence", "invalid", "no-match", "no_match", "wrong-key", "no_answer", "noanswer",
	"fail", "failure", "hang-up", "hung-up", "disconnect", "cancelled", "canceled",
}

var outcomeWords = append([]string{
	"timeout", "nomatch", "busy", "no-answer", "failed", "cancel", "hangup", "error", ir.FamilyIncomplete,
}, foreignOutcomes...)

func (d *decoder) handlers(n *syntax.Node) handlers {
	if n == nil {
		return nil
	}
	f := d.fields(n, outcomeWords...)
	if f.node == nil {
		return nil
	}
	var out handlers
	for _, e := range entries(n) {
		to, ok := d.target(e.Value)
		if !ok {
			to = ir.Unresolved
		}
		out = append(out, &handler{word: e.Key.Text, to: to, at: e.Value.Place(), key: e.Key.Place()})
	}
	return out
}

// foreign keeps the flow-wide handlers whose words no outcome answers to.
func (d *decoder) foreign() {
	for _, h := range d.events {
		if slices.Contains(foreignOutcomes, h.word) {
			d.flow.Useless = append(d.flow.Useless, ir.UselessHandler{Word: h.word, To: h.to, Span: h.key})
		}
	}
}

// edges makes the explicit edges of a step: its own words first, then the
// flow's, each outcome before its family.
func (d *decoder) edges(s *ir.Step, goTo, events *syntax.Node, e syntax.Entry) {
	own := d.handlers(events)
	goTarget := ir.Unresolved
	if goTo != nil {
		goTarget, _ = d.target(goTo)
	}
	returns, choices := returnsOf(s.Act), d.choices
	d.choices = nil
	outcomes := s.Act.Outcomes(d.flow)
	takesGoto := false
	s.Edges = make([]ir.Edge, 0, len(outcomes))
	for i, o := range outcomes {
		// Keys and returns come first in every list of outcomes.
		switch o.Kind {
		case ir.KeyPressed:
			to, _ := d.target(choices[i])
			s.Edges = append(s.Edges, ir.Edge{Outcome: o, To: to, Origin: ir.FromKey, Span: choices[i].Place()})
		case ir.Returned:
			s.Edges = append(s.Edges, ir.Edge{Outcome: o, To: returns[i].To, Origin: ir.FromReturns, Span: returns[i].Span})
		case ir.Done:
			takesGoto = true
			if goTo != nil {
				s.Edges = append(s.Edges, ir.Edge{Outcome: o, To: goTarget, Origin: ir.FromGoto, Span: goTo.Place()})
			}
		default:
			if edge, ok := d.handled(s, own, o); ok {
				s.Edges = append(s.Edges, edge)
			}
		}
	}
	if goTo != nil && !takesGoto {
		s.Useless = append(s.Useless, ir.UselessHandler{Word: "goto", To: goTarget, Span: e.Value.Entry("goto").Key.Place()})
	}
	d.useless(s, own, outcomes)
}

// handled looks an outcome up: step, step's family, flow, flow's family.
func (d *decoder) handled(s *ir.Step, own handlers, o ir.Outcome) (ir.Edge, bool) {
	member, family := o.Kind.Word(), o.Kind.Family()
	for _, look := range [...]struct {
		in     handlers
		word   string
		origin ir.Origin
	}{{own, member, ir.FromStep}, {own, family, ir.FromFamily}, {d.events, member, ir.FromFlow}, {d.events, family, ir.FromFlowFamily}} {
		h := look.in.of(look.word)
		if look.word == "" || h == nil {
			continue
		}
		h.used = true
		edge := ir.Edge{Outcome: o, To: h.to, Origin: look.origin, Span: h.at}
		if look.origin >= ir.FromFlow && h.to.IsStep() && d.ids[h.to] == s.ID {
			edge.To, edge.Origin = ir.End, ir.FromSelf
		}
		return edge, true
	}
	return ir.Edge{}, false
}

// useless keeps the step's handlers that no outcome of the step asked for.
func (d *decoder) useless(s *ir.Step, own handlers, outcomes []ir.Outcome) {
	for _, h := range own {
		if h.used {
			continue
		}
		shadowed := false
		for _, o := range outcomes {
			shadowed = shadowed || o.Kind.Family() == h.word
		}
		s.Useless = append(s.Useless, ir.UselessHandler{Word: h.word, Shadowed: shadowed, To: h.to, Span: h.key})
	}
}

func returnsOf(act ir.Act) []ir.Return {
	switch act := act.(type) {
	case *ir.Collect:
		return act.Returns
	case *ir.Handoff:
		return act.Returns
	}
	return nil
}

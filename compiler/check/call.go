package check

import (
	"fmt"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// mostRelated is how many further places a message lists.
const mostRelated = 20

// theCall adds the shortest call to a step, and what happens there last (an edge
// of the step, or -1). It adds nothing where no call gets there.
func (p *Pass) theCall(d diag.Diagnostic, step, last int) diag.Diagnostic {
	if p.calls.depth[step] < 0 {
		return d
	}
	hops, left := p.calls.path(step)
	hops[len(hops)-1].edge = last
	return withCall(d, p.text(p.entryName(p.calls.root[step]), hops, left, last))
}

// theState adds the shortest call to a step in a phase and over one more edge.
func (p *Pass) theState(d diag.Diagnostic, state, last int) diag.Diagnostic {
	hops, left := p.states.path(state)
	for i := range hops {
		hops[i].to, _ = placeOf(hops[i].to)
	}
	hops[len(hops)-1].edge = last
	return withCall(d, p.text(p.entryName(p.states.root[state]), hops, left, last))
}

// theRound adds the shortest call to a cycle and once round it.
func (p *Pass) theRound(d diag.Diagnostic, c cycle) diag.Diagnostic {
	if p.calls.depth[c.at] < 0 {
		return d.WithNote("the round: %s", p.roundText(c))
	}
	hops, left := p.calls.path(c.at)
	way := p.wayText(p.entryName(p.calls.root[c.at]), hops, left, shownFirst)
	way[len(way)-1] = p.roundText(c) // it begins with the last step of the way
	return withCall(d, joined(way))
}

func withCall(d diag.Diagnostic, call string) diag.Diagnostic {
	return d.WithNote("the shortest call: %s", call)
}

// entryName is how a call to the entry begins: start, or entry after-hours.
func (p *Pass) entryName(entry int) string {
	if id := p.Flow.Entries[entry].ID; id != "" {
		return "entry " + id
	}
	return "start"
}

// text is a whole call, with the target of its last edge where there is one.
func (p *Pass) text(entry string, hops []arrow, left, last int) string {
	parts := p.wayText(entry, hops, left, shownFirst)
	if last >= 0 {
		s := p.Flow.Steps[hops[len(hops)-1].to]
		parts = append(parts, p.Flow.TargetName(s.Edges[last].To))
	}
	return joined(parts)
}

func joined(way []string) string { return strings.Join(way, " → ") }

// wayText are the parts of a call: the entry, then each step with what happened
// there. left steps are missing behind the first hops.
func (p *Pass) wayText(entry string, hops []arrow, left, first int) []string {
	parts := make([]string, 0, len(hops)+3)
	if p.Flow.Steps[hops[0].to].ID != entry {
		parts = append(parts, entry)
	}
	for i, h := range hops {
		if left > 0 && i == first {
			parts = append(parts, moreSteps(left))
		}
		parts = append(parts, p.hopText(h))
	}
	return parts
}

// roundText is a cycle from its first step back to it.
func (p *Pass) roundText(c cycle) string {
	var parts []string
	for i, h := range c.round {
		left := len(c.round) - shownFirst - shownLast
		switch {
		case left <= 0 || i < shownFirst || i >= shownFirst+left:
			parts = append(parts, p.hopText(h))
		case i == shownFirst:
			parts = append(parts, moreSteps(left))
		}
	}
	return joined(append(parts, p.Flow.Steps[c.at].ID))
}

func moreSteps(n int) string {
	if n == 1 {
		return "… one more step …"
	}
	return fmt.Sprintf("… %d more steps …", n)
}

func (p *Pass) hopText(h arrow) string {
	s := p.Flow.Steps[h.to]
	if h.edge >= 0 {
		if what := happened(s, s.Edges[h.edge].Outcome); what != "" {
			return s.ID + ", " + what
		}
	}
	return s.ID
}

// happened is an outcome as a person tells it; empty for done.
func happened(s *ir.Step, o ir.Outcome) string {
	switch o.Kind {
	case ir.KeyPressed:
		return "key " + o.Name
	case ir.Returned:
		return "application sends it back"
	case ir.Timeout:
		if _, records := s.Act.(*ir.Record); records {
			return "nobody speaks"
		}
		return "no key" + times(s.Act)
	case ir.NoMatch:
		return "wrong key" + times(s.Act)
	case ir.Busy:
		return "busy"
	case ir.NoAnswer:
		return "no answer"
	case ir.Failed:
		return "failed"
	case ir.Cancel, ir.HungUp:
		return "caller hung up"
	case ir.Errored:
		return "error"
	}
	return ""
}

// times says how often a question was asked, where that was more than once.
func times(act ir.Act) string {
	if _, asking, ok := ir.Asked(act); ok && asking.Attempts > 1 {
		return fmt.Sprintf(" ×%d", asking.Attempts)
	}
	return ""
}

// relatedSteps adds further steps, each with the same label, and says how many
// more there are.
func (p *Pass) relatedSteps(d diag.Diagnostic, steps []int, label string) diag.Diagnostic {
	for i, step := range steps {
		if i == mostRelated {
			return d.WithNote("and %d more %s", len(steps)-i, plural(len(steps)-i, "step"))
		}
		d.Related = append(d.Related, diag.Related{Span: p.Flow.Steps[step].Span, Label: label})
	}
	return d
}

// relatedRound adds the edges of a cycle as places.
func (p *Pass) relatedRound(d diag.Diagnostic, c cycle) diag.Diagnostic {
	for i, h := range c.round {
		if i == mostRelated {
			break
		}
		e := p.Flow.Steps[h.to].Edges[h.edge]
		label := "leads to " + p.Flow.TargetName(e.To)
		if int(e.To) == c.at {
			label = "leads back to " + p.Flow.TargetName(e.To)
		}
		d.Related = append(d.Related, diag.Related{Span: e.Span, Label: fmt.Sprintf("%q %s", p.Flow.Steps[h.to].ID, label)})
	}
	return d
}

func plural(n int, word string) string {
	if n == 1 {
		return word
	}
	return word + "s"
}

// wayOut is what to write so that an outcome of a step ends the call.
func wayOut(s *ir.Step, o ir.Outcome) string {
	switch o.Kind {
	case ir.Done:
		return fmt.Sprintf("in %q:  goto: end", s.ID)
	case ir.KeyPressed:
		return fmt.Sprintf("in %q:  keys: {%q: end}", s.ID, o.Name)
	case ir.Returned:
		return fmt.Sprintf("in %q:  returns: [end]", s.ID)
	}
	return fmt.Sprintf("in %q:  events: {%s: end}", s.ID, o.Kind.Word())
}

// list joins words as a sentence does: a, b and c.
func list(words []string, last string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " " + last + " " + words[len(words)-1]
}

package check

import (
	"fmt"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// family is a group of outcomes that one handler can serve, and so one finding.
type family struct {
	word    string
	members []ir.OutcomeKind
}

func families() []family {
	return []family{
		{ir.FamilyIncomplete, ir.Members(ir.FamilyIncomplete)},
		{ir.FamilyHangup, append(ir.Members(ir.FamilyHangup), ir.HungUp)},
		{ir.Errored.Word(), []ir.OutcomeKind{ir.Errored}},
	}
}

// unhandledOutcome (IVR302): an outcome that a step can have and that nothing
// handles. What nobody in the flow handles anywhere is one finding for all
// steps; the rest is one finding for each step and family.
func unhandledOutcome(p *Pass) {
	u := unhandled{Pass: p, handled: map[ir.OutcomeKind]bool{}}
	for _, s := range p.Flow.Steps {
		for _, e := range s.Edges {
			u.handled[e.Outcome.Kind] = true
		}
	}
	all := families()
	u.nowhere = make([]gap, len(all))
	for i, s := range p.Flow.Steps {
		if !s.Broken {
			u.step(i, s, all)
		}
	}
	for i, g := range u.nowhere {
		u.reportNowhere(all[i], g)
	}
}

// unhandled gathers what no step handles while the steps are looked at.
type unhandled struct {
	*Pass
	handled map[ir.OutcomeKind]bool // by at least one step
	nowhere []gap                   // for each family
}

// gap is outcomes that nobody handles, and the steps that can have them.
type gap struct {
	kinds []ir.OutcomeKind
	steps []int
}

func (u *unhandled) step(i int, s *ir.Step, all []family) {
	missing := map[ir.OutcomeKind]bool{}
	for _, o := range s.Missing(u.Flow) {
		missing[o.Kind] = true
	}
	if len(missing) == 0 {
		return
	}
	if missing[ir.Done] {
		d := diag.New(diag.Unhandled, s.Span, "when %q is done nothing says where the call goes: the caller is cut off", s.ID).InStep(s.ID)
		u.Report(u.theCall(d, i, -1).WithHelp("add to %q where the call goes next, for example  goto: end", s.ID))
	}
	if u.Flow.Broken { // the handlers for all steps may be among what could not be read
		return
	}
	for n, f := range all {
		var here, nowhere []ir.OutcomeKind
		for _, kind := range f.members {
			switch {
			case !missing[kind] || !u.canHave(i, s, kind):
			case u.handled[kind]:
				here = append(here, kind)
			default:
				nowhere = append(nowhere, kind)
			}
		}
		if len(here) > 0 {
			u.reportHere(i, f, here)
		}
		u.nowhere[n].add(i, nowhere)
	}
}

// add keeps the kinds in the order in which they were met first, which is that
// of the family.
func (g *gap) add(step int, kinds []ir.OutcomeKind) {
	if len(kinds) == 0 {
		return
	}
	g.steps = append(g.steps, step)
	for _, kind := range kinds {
		known := false
		for _, k := range g.kinds {
			known = known || k == kind
		}
		if !known {
			g.kinds = append(g.kinds, kind)
		}
	}
}

// canHave says that the step can end like that where it runs. A hangup or error
// needs somebody on the line, or a call that is being placed.
func (u *unhandled) canHave(i int, s *ir.Step, kind ir.OutcomeKind) bool {
	if kind != ir.HungUp && kind != ir.Errored {
		return true
	}
	if _, calls := s.Act.(*ir.Call); calls || u.runs(i, ringing) || u.runs(i, live) {
		return true
	}
	// A step that no call gets to is judged by what it does.
	return !u.runs(i, none) && !u.runs(i, gone) && s.NeedsCall()
}

func (u *unhandled) reportHere(i int, f family, kinds []ir.OutcomeKind) {
	s := u.Flow.Steps[i]
	d := diag.New(diag.Unhandled, s.Span, "callers at %q are cut off when %s: nothing says where the call goes", s.ID, happenings(s.Act, kinds)).InStep(s.ID)
	if f.word == ir.FamilyHangup { // nobody is there to be cut off
		d.Message = fmt.Sprintf("nothing says what comes after %q when %s", s.ID, happenings(s.Act, kinds))
	}
	help := ""
	for _, useless := range s.Useless {
		if word, ok := meantFor(useless, kinds); ok {
			d = d.WithRelated(useless.Span, "%s", doesNotHandle(useless, word))
			help = instead(u.Flow, useless, word)
		}
	}
	d = u.theGap(d, i, kinds)
	word := f.word
	if len(kinds) == 1 {
		word = kinds[0].Word()
	}
	switch {
	case help != "":
		u.Report(d.WithHelp("%s", help))
	case f.word == ir.FamilyIncomplete:
		u.Report(d.WithHelp("add to %q  events: {%s: end}%s", s.ID, word, orStep(f)))
	default:
		u.Report(d.WithHelp("add to the flow, for every step,  events: {%s: end}%s", word, orStep(f)))
	}
}

// meantFor is the outcome that a useless handler was meant for, by its own name;
// ok says that it is among those that nobody handles. A goto is meant for all
// that can go wrong.
func meantFor(u ir.UselessHandler, kinds []ir.OutcomeKind) (word string, ok bool) {
	if u.Word == "goto" {
		for _, kind := range ir.Members(ir.FamilyIncomplete) {
			ok = ok || contains(kinds, kind.Word())
		}
		return ir.FamilyIncomplete, ok
	}
	word = ownWord(u.Word)
	return word, word != "" && contains(kinds, word)
}

func doesNotHandle(u ir.UselessHandler, word string) string {
	if u.Word == "goto" {
		return "goto does not handle it: it is followed when all went well"
	}
	return fmt.Sprintf("%q does not handle it: it is called %s", u.Word, word)
}

// instead is what to write in place of a useless handler.
func instead(flow *ir.Flow, u ir.UselessHandler, word string) string {
	to := ""
	if u.To == ir.End {
		to = "end"
	} else if u.To.IsStep() {
		to = flow.Steps[u.To].ID
	}
	if u.Word == "goto" {
		return fmt.Sprintf("in place of goto write   events: {%s: %s}", word, to)
	}
	return fmt.Sprintf("in place of %s write   %s: %s", u.Word, word, to)
}

// orStep is the rest of a help line: where somebody is still on the line, a step
// may be the better end.
func orStep(f family) string {
	if f.word == ir.FamilyHangup {
		return ""
	}
	return "  or the step that comes next"
}

func (u *unhandled) reportNowhere(f family, g gap) {
	switch len(g.steps) {
	case 0:
		return
	case 1:
		u.reportHere(g.steps[0], f, g.kinds)
		return
	}
	first := u.Flow.Steps[g.steps[0]]
	d := diag.New(diag.Unhandled, first.Span, "nothing in this flow says where a call goes when %s: %d steps have no answer to it",
		happenings(&ir.Transfer{}, g.kinds), len(g.steps)).InStep(first.ID)
	d = u.relatedSteps(d, g.steps[1:], "can end like that too")
	word := f.word
	if len(g.kinds) == 1 {
		word = g.kinds[0].Word()
	}
	u.Report(u.theGap(d, g.steps[0], g.kinds).WithHelp("add to the flow, for every step,  events: {%s: end}%s", word, orStep(f)))
}

// theGap adds the shortest call to a step, and one of the outcomes that nobody
// handles there.
func (u *unhandled) theGap(d diag.Diagnostic, i int, kinds []ir.OutcomeKind) diag.Diagnostic {
	s := u.Flow.Steps[i]
	before := len(d.Notes)
	d = u.theCall(d, i, -1)
	for _, o := range s.Act.Outcomes(u.Flow) {
		if len(d.Notes) > before && contains(kinds, o.Kind.Word()) {
			d.Notes[before] += ", " + happened(s, o) + " → ?"
			break
		}
	}
	return d
}

func contains(kinds []ir.OutcomeKind, word string) bool {
	for _, k := range kinds {
		if k.Word() == word {
			return true
		}
	}
	return false
}

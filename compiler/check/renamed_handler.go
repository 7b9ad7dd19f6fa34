package check

import (
	"slices"

	"ivrc/compiler/diag"
	"ivrc/ir"
)

// renamed adds the change of a handler's word to ours, where no handler has that
// word yet: of two such words the first one gets it.
func renamed(d diag.Diagnostic, u ir.UselessHandler, own string, among []ir.UselessHandler, taken bool) diag.Diagnostic {
	first := slices.IndexFunc(among, func(other ir.UselessHandler) bool { return ownWord(other.Word) == own })
	if taken || first < 0 || among[first].Span != u.Span || own == ir.FamilyIncomplete {
		return d
	}
	return d.WithFix(diag.Fix{Message: "write " + own, Safe: true, Edits: []diag.Edit{diag.Rename(u.Span, own)}})
}

// handles says that the step, or the flow for it, has a handler of that very
// word.
func handles(s *ir.Step, word string, origin ir.Origin) bool {
	return slices.ContainsFunc(s.Edges, func(e ir.Edge) bool { return e.Origin == origin && e.Outcome.Kind.Word() == word })
}

// flowHandles says so of the handlers for all steps, as far as a step uses them.
func (p *Pass) flowHandles(word string) bool {
	return slices.ContainsFunc(p.Flow.Steps, func(s *ir.Step) bool { return handles(s, word, ir.FromFlow) || handles(s, word, ir.FromSelf) })
}

package tropo

import (
	"ivrc/backends"
	"ivrc/ir"
)

// Handlers stand in every document, because a handler serves its own document
// only and an event without one raises continue (tropo.md §3).

// handlers are the step's handlers in their order. done is where continue leads;
// nil leaves it out, and Tropo hangs up. incomplete is nil for verbs that cannot
// be incomplete.
func (l *lowering) handlers(done, incomplete *next) []on {
	out := make([]on, 0, 4)
	if done != nil {
		out = append(out, on{onContinue, *done})
	}
	out = append(out, on{onError, l.link(l.target(ir.Errored))}, on{onHangup, l.link(l.target(ir.HungUp))})
	if incomplete != nil {
		out = append(out, on{onIncomplete, *incomplete})
	}
	return out
}

// done is where the call goes when the act is done; nil for the end of the call,
// which is what a document without a continue is.
func (l *lowering) done() *next {
	t := l.target(ir.Done)
	if !t.IsStep() {
		return nil
	}
	n := l.link(t)
	return &n
}

// target is where an outcome of the current step leads. An outcome without an
// edge has been reported; it ends the call.
func (l *lowering) target(kind ir.OutcomeKind) ir.Target {
	// From the end, where these outcomes stand: keys come first and may be many.
	for i := len(l.step.Edges) - 1; i >= 0; i-- {
		if e := l.step.Edges[i]; e.Outcome == ir.Of(kind) {
			return e.To
		}
	}
	return ir.End
}

// path is the document of a target.
func (l *lowering) path(t ir.Target) string {
	if s := l.flow.Step(t); s != nil {
		return s.ID
	}
	l.ends = true
	return backends.EndPath
}

// link is the address of a target's document.
func (l *lowering) link(t ir.Target) next { return next{link: backends.FileLink(l.path(t))} }

// incomplete is where incomplete leads: the step that all members share, or the
// routed URL behind which a host tells them apart. apart says which it is.
func (l *lowering) incomplete(members ...ir.OutcomeKind) (to *next, apart bool) {
	one := l.target(members[0])
	for _, m := range members[1:] {
		if l.path(l.target(m)) != l.path(one) {
			n := l.route()
			return &n, true
		}
	}
	n := l.link(one)
	return &n, false
}

// route is the step's routed URL.
func (l *lowering) route() next {
	path := l.step.ID + routed
	if n := len(l.routes); n == 0 || l.routes[n-1].Path != path {
		l.routes = append(l.routes, backends.Route{Path: path, Step: l.step.ID})
	}
	return next{link: backends.RouteLink(path)}
}

// answer is the file that a host returns when the routed parameter has a value.
func (l *lowering) answer(value string, to ir.Target) {
	l.answers = append(l.answers, backends.Answer{Path: l.step.ID + "/" + value, Of: l.path(to)})
}

// anythingElse is the answer for values that no other answer has.
const anythingElse = "_"

// questionAnswers make the routed URL of a question total: silence, a wrong key,
// and whatever else a host may read.
func (l *lowering) questionAnswers() {
	l.answer(ir.Timeout.Word(), l.target(ir.Timeout))
	l.answer(ir.NoMatch.Word(), l.target(ir.NoMatch))
	l.answer(anythingElse, l.target(ir.NoMatch))
}

// dialAnswers do it for dialling. Tropo's word for nobody answering is timeout;
// hosts read rejected as busy and unknown words as failed.
func (l *lowering) dialAnswers() {
	l.answer(ir.Busy.Word(), l.target(ir.Busy))
	l.answer(ir.NoAnswer.Word(), l.target(ir.NoAnswer))
	l.answer(ir.Timeout.Word(), l.target(ir.NoAnswer))
	l.answer(ir.Failed.Word(), l.target(ir.Failed))
	l.answer(anythingElse, l.target(ir.Failed))
}

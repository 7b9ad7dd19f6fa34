package reread

import (
	"slices"
	"strconv"
	"strings"

	"ivrc/backends/verify"
	"ivrc/ir"
)

// expectation is what the files of a flow must make heard at Tropo.
type expectation struct {
	flow   *ir.Flow
	target string
	list   []verify.Heard
	// step is the one that is looked at, heard what it must be.
	step  *ir.Step
	heard *verify.Heard
	// ends says that something leads to the document that hangs up.
	ends   bool
	voices map[string]string
}

// expect lists every document and entry that a flow must have.
func expect(flow *ir.Flow, target string) []verify.Heard {
	e := &expectation{flow: flow, target: target, voices: voices()}
	for _, s := range flow.Steps {
		e.one(s)
	}
	if e.ends {
		e.list = append(e.list, verify.Heard{ID: ending, Act: "hangup"})
	}
	for _, entry := range flow.Entries {
		name := target + extension
		if entry.ID != "" {
			name = entry.ID + "." + name
		}
		e.list = append(e.list, verify.Heard{
			ID: name, Act: "entry",
			Edges: []verify.Edge{{Outcome: "answer", To: flow.TargetName(entry.Step)}},
		})
	}
	return e.list
}

// one is the step's own document, and those that follow entries which an
// application refuses.
func (e *expectation) one(s *ir.Step) {
	e.step = s
	e.begin(s.ID)
	if r := s.Recording; r != nil {
		e.fact("recording", "stop")
		if r.Start {
			e.heard.Facts = nil
			e.fact("recording", "start")
			e.fact("recording-send", r.Send)
			e.fact("recording-format", r.Format)
		}
	}
	e.heard.Say = e.spoken(s.Say)
	e.act(s.Act)
	e.finish()
	if c, ok := s.Act.(*ir.Collect); ok {
		e.refusals(c)
	}
}

func (e *expectation) begin(id string) {
	e.heard = &verify.Heard{ID: id, Act: e.step.Act.Word(), Edges: make([]verify.Edge, 0, 2*len(e.step.Edges)+usualEdges)}
}

func (e *expectation) finish() {
	slices.SortFunc(e.heard.Facts, func(a, b verify.Fact) int { return strings.Compare(a.Name, b.Name) })
	slices.SortFunc(e.heard.Edges, byOutcome)
	e.list = append(e.list, *e.heard)
}

// refusals are the documents for refused entries: the n-th asks again with n
// attempts fewer, says what the retry says after a wrong entry first, and then
// the retry's own question where there is one (design §2.2, attempts).
func (e *expectation) refusals(c *ir.Collect) {
	question := c.Retry.Say
	if len(question) == 0 {
		question = c.Say
	}
	for n := 1; n < c.Attempts; n++ {
		e.begin(refusal(e.step, n))
		e.heard.Say = e.spoken(c.Retry.NoMatch)
		e.collect(c, question, c.Attempts-n)
		e.lines()
		e.finish()
	}
}

// refusal is the document for the n-th refused entry; the last one is where a
// wrong entry leads in the end.
func refusal(s *ir.Step, n int) string { return s.ID + "/" + anything + "." + strconv.Itoa(n) }

// to is where an outcome leads. One without a handler ends the call.
func (e *expectation) to(kind ir.OutcomeKind) ir.Target {
	for i := len(e.step.Edges) - 1; i >= 0; i-- {
		if edge := e.step.Edges[i]; edge.Outcome.Kind == kind {
			return edge.To
		}
	}
	return ir.End
}

// edge expects an outcome to lead to a document.
func (e *expectation) edge(outcome string, to ir.Target) {
	e.ends = e.ends || to == ir.End
	e.heard.Edges = append(e.heard.Edges, verify.Edge{Outcome: outcome, To: e.flow.TargetName(to)})
}

// done expects the act's end to lead somewhere. That it leads to the end of the
// call is said by having no handler, so no document is needed for it.
func (e *expectation) done() {
	e.heard.Edges = append(e.heard.Edges, verify.Edge{Outcome: ir.Done.Word(), To: e.flow.TargetName(e.to(ir.Done))})
}

// lines expects the handlers that every document of a call has: a failure, and
// the end of the line.
func (e *expectation) lines() {
	e.edge(ir.Errored.Word(), e.to(ir.Errored))
	e.edge(ir.HungUp.Word(), e.to(ir.HungUp))
}

// incomplete expects the outcomes that are all the event incomplete (tropo.md
// §3).
func (e *expectation) incomplete(kinds ...ir.OutcomeKind) {
	for _, k := range kinds {
		e.edge(k.Word(), e.to(k))
	}
}

// apart says that the outcomes lead to different places, so that a host must
// choose.
func (e *expectation) apart(kinds ...ir.OutcomeKind) bool {
	return slices.ContainsFunc(kinds, func(k ir.OutcomeKind) bool { return e.to(k) != e.to(kinds[0]) })
}

// answer expects a file for a value that a host may read.
func (e *expectation) answer(value string, to ir.Target) { e.edge("answer "+value, to) }

// askingAnswers are those of a question besides keys: whatever is no answer is a
// wrong key.
func (e *expectation) askingAnswers() {
	e.answer("timeout", e.to(ir.Timeout))
	e.answer("nomatch", e.to(ir.NoMatch))
	e.answer(anything, e.to(ir.NoMatch))
}

// dialingAnswers are those of dialling: Tropo's timeout is nobody's answering,
// and whatever is unknown has failed (design §5).
func (e *expectation) dialingAnswers() {
	e.answer("busy", e.to(ir.Busy))
	e.answer("no-answer", e.to(ir.NoAnswer))
	e.answer("timeout", e.to(ir.NoAnswer))
	e.answer("failed", e.to(ir.Failed))
	e.answer(anything, e.to(ir.Failed))
}

// fact expects a property; an empty value is none.
func (e *expectation) fact(name, value string) {
	if value != "" {
		e.heard.Facts = append(e.heard.Facts, verify.Fact{Name: name, Value: value})
	}
}

// flag expects a property that is true.
func (e *expectation) flag(name string, value bool) {
	if value {
		e.fact(name, "true")
	}
}

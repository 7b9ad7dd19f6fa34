package reread

import (
	"slices"
	"strings"
	"time"

	"ivrc/backends/verify"
	"ivrc/ir"
)

// expectation is what a flow should be at Plivo. What Plivo cannot report has no
// edge: the end of a call and errors of later documents (plivo.md §2.4, §4), a
// silent recording (§1.15), a message that could not be sent (§1.18), a call that
// nobody answers (§2.2); where an application sends a call is in no document.
type expectation struct {
	flow   *ir.Flow
	target string
	// needsEnd says that something refers to the document that hangs up.
	needsEnd bool
}

// expect is every document of its own and every entry file that the flow needs.
func expect(flow *ir.Flow, target string) []verify.Heard {
	e := &expectation{flow: flow, target: target}
	out := make([]verify.Heard, 0, len(flow.Steps)+3*len(flow.Entries)+2)
	for _, s := range flow.Steps {
		out = append(out, e.step(s))
	}
	for _, entry := range flow.Entries {
		out = append(out, e.entry(entry)...)
	}
	if e.needsEnd {
		out = append(out, verify.Heard{ID: endID, Act: "say", Edges: []verify.Edge{{Outcome: "done", To: endID}}})
	}
	return append(out, verify.Heard{ID: silentID, Act: actSilent})
}

// entry is the three files that an application at Plivo names: answer, fallback
// (the entry step's own error, the only one that Plivo reports) and hang-up
// (plivo.md §2.2).
func (e *expectation) entry(entry ir.Entry) []verify.Heard {
	name := e.target
	if entry.ID != "" {
		name = entry.ID + "." + e.target
	}
	file := func(suffix, outcome, to string) verify.Heard {
		return verify.Heard{ID: name + suffix + extension, Act: actEntry, Edges: []verify.Edge{{Outcome: outcome, To: to}}}
	}
	failed := endID
	if s := e.flow.Step(entry.Step); s != nil {
		failed = e.to(s, ir.Of(ir.Errored))
	}
	return []verify.Heard{
		file("", outcomeAnswer, e.flow.TargetName(entry.Step)),
		file(".error", "error", failed),
		{ID: name + ".hangup" + extension, Act: actSilent},
	}
}

// to is where an outcome leads by a document; one without a handler ends the call.
func (e *expectation) to(s *ir.Step, o ir.Outcome) string {
	found, ok := s.Edge(o)
	return e.leads(found, ok)
}

// leads is where an edge leads by a document, if there is one.
func (e *expectation) leads(found ir.Edge, ok bool) string {
	to := named(e.flow, found, ok)
	e.needsEnd = e.needsEnd || to == endID
	return to
}

func next(flow *ir.Flow, s *ir.Step, o ir.Outcome) string {
	found, ok := s.Edge(o)
	return named(flow, found, ok)
}

func named(flow *ir.Flow, found ir.Edge, ok bool) string {
	if ok && found.To.IsStep() {
		return flow.TargetName(found.To)
	}
	return endID
}

// step is one step. Plivo's documents do not tell what a step says from what its
// act says before the element that acts.
func (e *expectation) step(s *ir.Step) verify.Heard {
	h := verify.Heard{ID: s.ID, Act: s.Act.Word(), Say: e.heard(s.Say), Edges: make([]verify.Edge, 0, len(s.Edges)+usualEdges)}
	if s.Recording != nil {
		fact(&h, "recording", s.Recording.Send)
		fact(&h, "recording format", s.Recording.Format)
		fact(&h, "recording max", seconds(24*time.Hour))
	}
	e.act(&h, s)
	slices.SortStableFunc(h.Facts, func(a, b verify.Fact) int { return strings.Compare(a.Name, b.Name) })
	slices.SortStableFunc(h.Edges, byOutcome)
	return h
}

// usualEdges are those of the further attempts of a question, mostly.
const usualEdges = 4

func (e *expectation) act(h *verify.Heard, s *ir.Step) {
	done := func() { edge(h, "done", 0, next(e.flow, s, ir.Of(ir.Done))) }
	switch act := s.Act.(type) {
	case *ir.Speak:
		done()
	case *ir.Hangup:
		h.Act = "say"
		edge(h, "done", 0, endID)
	case *ir.Call:
		// The document runs when somebody has answered; the request that places the call
		// is made elsewhere.
		h.Act, h.Say = "say", e.heard(s.Say, act.Say)
		done()
	case *ir.Record:
		h.Say = e.heard(s.Say, act.Say)
		e.record(h, act)
		done()
	case *ir.Conference:
		e.conference(h, act)
		done()
	case *ir.Message:
		fact(h, "to", act.To.Value)
		fact(h, "from", act.From)
		fact(h, "text", strings.TrimSpace(act.Text))
		done()
	case *ir.Handoff:
		fact(h, "url", act.URL)
		e.returns(act.Returns)
	case *ir.Reject:
		// A Hangup without a reason refuses the call on some pages only (plivo.md §1.11).
		reason := act.Reason
		if reason == "" {
			reason = "rejected"
		}
		fact(h, "reason", reason)
	case *ir.Transfer:
		e.transfer(h, s, act)
	case *ir.Menu, *ir.Collect:
		e.question(h, s)
	}
}

// returns notes that an application may send the call to the end.
func (e *expectation) returns(returns []ir.Return) {
	for _, r := range returns {
		e.needsEnd = e.needsEnd || r.To == ir.End
	}
}

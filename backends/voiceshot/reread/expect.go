package reread

import (
	"maps"
	"slices"
	"strings"

	"ivrc/backends/verify"
	"ivrc/ir"
)

const goesOn = "the campaign goes on"

// expectation is what a flow should be at VoiceShot. What VoiceShot cannot report
// has no edge (voiceshot.md §1.4, §1.9): what becomes of a transfer, the end of a
// call, and what an application makes of an entry.
type expectation struct {
	flow *ir.Flow
	tree verify.Published
	// alone are the steps that a campaign has a prompt for.
	alone map[*ir.Step]bool
	out   []verify.Heard
	// documents are the replies by the path of their document.
	documents map[string]string
	sounds    []verify.Fact
	needsEnd  bool
	// waiting are steps that something leads to, seen those that are done.
	waiting []*ir.Step
	seen    map[*ir.Step]bool
}

func newExpectation(flow *ir.Flow, p verify.Published) *expectation {
	e := &expectation{flow: flow, tree: p, alone: map[*ir.Step]bool{}, seen: map[*ir.Step]bool{}, documents: map[string]string{emptyID: goesOn}}
	for _, s := range flow.Steps {
		e.alone[s] = needsPrompt(s)
	}
	return e
}

// needsPrompt says that a step says or asks something, or rings a group.
func needsPrompt(s *ir.Step) bool {
	spoken := len(s.Say) > 0
	switch act := s.Act.(type) {
	case *ir.Menu, *ir.Collect:
		return true
	case *ir.Transfer:
		return spoken || len(act.To) > 1
	case *ir.Call:
		return len(act.Say) > 0
	}
	return spoken
}

func (e *expectation) all() []verify.Heard {
	for _, entry := range e.flow.Entries {
		e.entry(entry)
	}
	// Only what a call comes to is drawn: nothing runs behind a transfer.
	for ; len(e.waiting) > 0; e.waiting = e.waiting[1:] {
		if s := e.waiting[0]; !e.seen[s] {
			e.seen[s] = true
			e.step(s)
		}
	}
	if e.needsEnd {
		e.add(verify.Heard{ID: "prompt " + endID, Act: "play", Edges: []verify.Edge{{Outcome: "then", To: endID}}})
	}
	e.add(verify.Heard{ID: "events", Act: "replies", Edges: []verify.Edge{{Outcome: "_", To: goesOn}, {Outcome: "answer", To: goesOn}, {Outcome: "hangup", To: goesOn}}})
	e.add(verify.Heard{ID: "sounds", Act: "stored", Facts: e.sounds})
	for _, id := range slices.Sorted(maps.Keys(e.documents)) {
		e.add(verify.Heard{ID: "document " + id, Act: "reply", Edges: []verify.Edge{{Outcome: "reply", To: e.documents[id]}}})
	}
	return e.out
}

func (e *expectation) add(h verify.Heard) { e.out = append(e.out, h) }

// entry is the drawing of a campaign for each entry.
func (e *expectation) entry(entry ir.Entry) {
	name, document := e.tree.Target+extension, drawingID
	if entry.ID != "" {
		name, document = entry.ID+"."+name, drawingID+"."+entry.ID
	}
	to := e.pass(entry.Step)
	if to != nil {
		e.alone[to] = true // a campaign begins with a prompt
		e.waiting = append(e.waiting, to)
	} else {
		e.needsEnd = true
	}
	e.add(verify.Heard{
		ID: name, Act: "campaign",
		Facts: []verify.Fact{{Name: "events", Value: e.flow.ID + "/" + e.tree.Target + "/call/events"}, {Name: "flow", Value: e.flow.ID}},
		Edges: []verify.Edge{{Outcome: "first", To: nameOf(to)}},
	})
	e.add(verify.Heard{ID: "document " + document, Act: "campaign"})
}

func nameOf(s *ir.Step) string {
	if s == nil {
		return endID
	}
	return s.ID
}

// pass is the first step from there on that a caller notices, nil for the end.
func (e *expectation) pass(at ir.Target) *ir.Step {
	for n := 0; at.IsStep() && n <= len(e.flow.Steps); n++ {
		s := e.flow.Step(at)
		if _, rings := s.Act.(*ir.Transfer); rings || e.alone[s] {
			return s
		}
		if s.Act.Word() == "hangup" {
			return nil
		}
		done, ok := s.Edge(ir.Of(ir.Done))
		if !ok {
			return nil
		}
		at = done.To
	}
	return nil
}

// to is where an outcome leads.
func (e *expectation) to(s *ir.Step, o ir.Outcome) (to string, at *ir.Step) {
	edge, ok := s.Edge(o)
	if !ok {
		return endID, nil
	}
	at = e.pass(edge.To)
	switch {
	case at == nil:
		return endID, nil
	case e.alone[at]:
		e.waiting = append(e.waiting, at)
		return at.ID, at
	}
	return rings(at.Act.(*ir.Transfer)), at
}

func rings(t *ir.Transfer) string {
	var numbers []string
	for _, to := range t.To {
		numbers = append(numbers, strings.Replace(to.Value, "+1", "", 1))
	}
	return "transfer " + strings.Join(numbers, ",")
}

func (e *expectation) step(s *ir.Step) {
	if _, _, asks := ir.Asked(s.Act); asks {
		e.question(s)
		return
	}
	h := verify.Heard{ID: "prompt " + s.ID, Act: "play", Say: e.played(s.Say)}
	then := endID
	switch act := s.Act.(type) {
	case *ir.Transfer:
		h.Act, then = "transfer", rings(act)
	case *ir.Call:
		h.Say = e.played(act.Say)
		then, _ = e.to(s, ir.Of(ir.Done))
	case *ir.Speak:
		then, _ = e.to(s, ir.Of(ir.Done))
	}
	if done, ok := s.Edge(ir.Of(ir.Done)); ok && done.To.IsStep() && h.Act == "play" {
		h.Facts = append(h.Facts, verify.Fact{Name: "goes on", Value: "yes"})
	}
	h.Edges = []verify.Edge{{Outcome: "then", To: then}}
	e.add(h)
}

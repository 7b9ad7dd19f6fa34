package reread

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ivrc/backends/verify"
	"ivrc/ir"
)

// question is a prompt for each attempt.
func (e *expectation) question(s *ir.Step) {
	say, asking, _ := ir.Asked(s.Act)
	for k := 1; k <= asking.Attempts; k++ {
		name := s.ID
		heard := slices.Concat(s.Say, say)
		if k > 1 {
			name = fmt.Sprintf("%s.%d", s.ID, k)
			heard = later(say, asking)
		}
		h := verify.Heard{ID: "prompt " + name, Act: "ask", Say: e.played(heard), Facts: facts(s.Act)}
		edge := func(outcome, to string) { h.Edges = append(h.Edges, verify.Edge{Outcome: outcome, To: to}) }
		failed, _ := e.to(s, ir.Of(ir.Errored))
		edge("error", failed)
		edge("key timeout", goesOn)
		if k == asking.Attempts {
			silent, _ := e.to(s, ir.Of(ir.Timeout))
			edge("no response", silent)
			edge("key _", e.replied(s, ir.Of(ir.NoMatch)))
		} else {
			next := fmt.Sprintf("%s.%d", s.ID, k+1)
			edge("no response", next+e.playing(asking.Retry.Timeout))
			wrong := next
			if len(asking.Retry.NoMatch) > 0 {
				wrong += e.playing(slices.Concat(asking.Retry.NoMatch, later(say, asking)))
			}
			edge("key _", wrong)
			e.documents[fmt.Sprintf("%s/_.%d", s.ID, k)] = wrong
		}
		e.keys(s, edge)
		e.add(h)
	}
}

// later is what the prompt of a further attempt plays by itself.
func later(say ir.Prompt, asking ir.Asking) ir.Prompt {
	if len(asking.Retry.Say) > 0 {
		return asking.Retry.Say
	}
	return say
}

func facts(act ir.Act) []verify.Fact {
	longest := 0
	switch act := act.(type) {
	case *ir.Menu:
		for _, k := range act.Keys {
			longest = max(longest, len(k.Key))
		}
	case *ir.Collect:
		out := []verify.Fact{{Name: "digits", Value: strconv.Itoa(act.Max)}}
		if act.Finish != "" {
			out = append(out, verify.Fact{Name: "finish", Value: string(act.Finish)})
		}
		return out
	}
	return []verify.Fact{{Name: "digits", Value: strconv.Itoa(longest)}}
}

// keys are the replies to right entries.
func (e *expectation) keys(s *ir.Step, edge func(outcome, to string)) {
	switch act := s.Act.(type) {
	case *ir.Menu:
		for _, k := range act.Keys {
			file := strings.NewReplacer("*", "star", "#", "pound").Replace(string(k.Key))
			edge("key "+file, e.replied(s, ir.KeyOutcome(k.Key)))
		}
	case *ir.Collect:
		if len(act.Returns) != 1 {
			return // the gate refuses it
		}
		to := e.replied(s, ir.ReturnOutcome(e.flow.TargetName(act.Returns[0].To)))
		for n := act.Min; n <= act.Max; n++ {
			edge(fmt.Sprintf("key len%d", n), to)
		}
	}
}

// replied is where an outcome leads by a reply, whose document has the name of
// the step that it leads to.
func (e *expectation) replied(s *ir.Step, o ir.Outcome) string {
	to, at := e.to(s, o)
	if at == nil {
		e.needsEnd = true
	}
	e.documents[nameOf(at)] = to
	return to
}

package check

import (
	"fmt"

	"ivrc/ir"
)

// happenings tells outcomes of an act: "no key is pressed (timeout) or …".
func happenings(act ir.Act, kinds []ir.OutcomeKind) string {
	words := make([]string, len(kinds))
	for i, kind := range kinds {
		words[i] = fmt.Sprintf("%s (%s)", happening(act, kind), kind.Word())
	}
	return list(words, "or")
}

// happening is an outcome of an act as the end of a sentence.
func happening(act ir.Act, kind ir.OutcomeKind) string {
	switch kind {
	case ir.Timeout:
		if _, records := act.(*ir.Record); records {
			return "nobody speaks"
		}
		return "no key is pressed"
	case ir.NoMatch:
		if _, collects := act.(*ir.Collect); collects {
			return "the entry is refused"
		}
		return "a wrong key is pressed"
	case ir.Busy:
		return "the line is busy"
	case ir.NoAnswer:
		return "nobody answers"
	case ir.Failed:
		if _, message := act.(*ir.Message); message {
			return "the message cannot be sent"
		}
		return "the number cannot be reached"
	case ir.Cancel:
		return "the caller leaves while it rings"
	case ir.HungUp:
		return "the call is over"
	case ir.Errored:
		return "the provider fails"
	}
	return kind.Word()
}

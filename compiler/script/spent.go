package script

import (
	"time"

	"ivrc/ir"
	"ivrc/ir/call"
)

// Spent is the estimated time of a call until the line goes down: everything that
// is heard in full, as if nobody interrupted it, pauses included; the wait that a
// step gives where time passes (the first key of a menu or collect, the first
// sound of a recording, a conference's max); the whole ringing where nobody
// answers. What people say, keys, and the ringing before an answer count nothing,
// because a flow cannot know them.
func Spent(t call.Transcript, flow *ir.Flow) time.Duration {
	var spent time.Duration
	var before call.Wait
	for _, turn := range t.Turns {
		if before.Kind != 0 && !before.Alone {
			spent += waited(flow, before, turn.Input)
		}
		for _, e := range turn.Moment.Events {
			if e.Kind == call.Ended {
				return spent
			}
			spent += e.Sound.Length
		}
		before = turn.Moment.Wait
	}
	return spent
}

// waited is how long a step waits until the input comes.
func waited(flow *ir.Flow, w call.Wait, in call.Input) time.Duration {
	quiet := in.Kind == call.Quiet
	silent := in.Kind == call.Answer && in.Value == call.NoAnswer
	for _, step := range flow.Steps {
		if step.ID != w.Step {
			continue
		}
		switch act := step.Act.(type) {
		case *ir.Menu:
			if quiet {
				return act.Timeout
			}
		case *ir.Collect:
			if quiet {
				return act.Timeout
			}
		case *ir.Record:
			if quiet {
				return act.Timeout
			}
		case *ir.Conference:
			if quiet {
				return act.Max
			}
		case *ir.Transfer:
			if silent {
				return act.Timeout
			}
		}
	}
	return 0
}

package script

import (
	"slices"

	"ivrc/ir/call"
)

// The words for how a call ends besides those of call.Ending: what the caller has
// in hand when the line goes down, whoever ended it. Only speech may come
// between: a question, a dial, a message to leave, a room or another application
// is something new.
const (
	EndsTransferred = "transferred" // a transfer was answered; also while they talk
	EndsRecorded    = "recorded"    // a message was taken
)

// Endings are all words that Call.Ends takes.
func Endings() []string {
	var words []string
	for e := call.HungUp; e <= call.Lost; e++ {
		words = append(words, e.String())
	}
	return append(words, EndsTransferred, EndsRecorded)
}

// EndOf are the words that fit the end of a call, the most telling first: what
// the caller has in hand, then who ended it. There are none while the line is up,
// but that a call is transferred while they talk.
func EndOf(t call.Transcript) []string {
	inHand := ""
	before := call.Wait{}
	answered := call.Input{Kind: call.Answer, Value: call.Answered}
	for _, turn := range t.Turns {
		if turn.Input == answered && before.Kind == call.Ringing && !before.Alone {
			inHand = EndsTransferred
		}
		for _, e := range turn.Moment.Events {
			switch e.Kind {
			case call.Ended:
				return slices.DeleteFunc([]string{inHand, e.Text}, func(word string) bool { return word == "" })
			case call.Taken:
				inHand = EndsRecorded
			case call.Asked, call.Dialled, call.Joined, call.Handed:
				inHand = ""
			}
		}
		if turn.Moment.Wait.Kind == call.Recording {
			inHand = ""
		}
		before = turn.Moment.Wait
	}
	if before.Kind == call.Talking && inHand == EndsTransferred {
		return []string{inHand}
	}
	return nil
}

package call

import (
	"fmt"
	"strings"
)

// ParseInput reads one word of a call as a person types it:
//
//	12#              keys
//	.                time passes
//	h, hangup        the caller hangs up
//	answered, busy, no-answer, failed, sent   the network's answer
//	speak            the caller speaks a message
//	leave            the caller leaves the conference
//	return:STEP      the application sends the call to a step, or to end
//	refuse           the application refuses the entry
//	fault            the provider, or the application, fails
func ParseInput(word string) (Input, error) {
	if step, ok := strings.CutPrefix(word, "return:"); ok && step != "" {
		return Input{Kind: Return, Value: step}, nil
	}
	switch word {
	case ".":
		return Input{Kind: Quiet}, nil
	case "h", "hangup":
		return Input{Kind: HangUp}, nil
	case Answered, Busy, NoAnswer, Failed, Sent:
		return Input{Kind: Answer, Value: word}, nil
	case "speak":
		return Input{Kind: Speak}, nil
	case "leave":
		return Input{Kind: Leave}, nil
	case "refuse":
		return Input{Kind: Refuse}, nil
	case "fault":
		return Input{Kind: Fault}, nil
	}
	if word != "" && strings.Trim(word, "0123456789*#") == "" {
		return Input{Kind: Press, Value: word}, nil
	}
	return Input{}, fmt.Errorf("%q is nothing that a caller or the network does: try keys, a full stop for silence, or hangup", word)
}

// String is the word that ParseInput reads.
func (i Input) String() string {
	switch i.Kind {
	case Press, Answer:
		return i.Value
	case Quiet:
		return "."
	case HangUp:
		return "hangup"
	case Speak:
		return "speak"
	case Leave:
		return "leave"
	case Return:
		return "return:" + i.Value
	case Refuse:
		return "refuse"
	case Fault:
		return "fault"
	}
	return "?"
}

// Hidden is the input without what a secret question was told: every digit is a
// 0, and the key that ends the digits stays. A provider looks at nothing else of
// such an entry, so the call goes the same way with it.
func (i Input) Hidden(before Wait) Input {
	if i.Kind != Press || !before.Secret {
		return i
	}
	zero := '0'
	if before.Finish == "0" {
		zero = '1'
	}
	i.Value = strings.Map(func(r rune) rune {
		if r < '0' || r > '9' || string(r) == before.Finish {
			return r
		}
		return zero
	}, i.Value)
	return i
}

// Line is the input as a line of a dialogue, when the call waited for before.
func (i Input) Line(before Wait) Line {
	return Line{Who: i.who(before), Text: visible(i.deed(before))}
}

func (i Input) deed(before Wait) string {
	switch i.Kind {
	case Press:
		if before.Secret {
			return fmt.Sprintf("presses %s (secret)", keys(len(i.Value)))
		}
		return "presses " + i.Value
	case Quiet:
		return quiet(before.Kind)
	case HangUp:
		return "hangs up"
	case Answer:
		return answerIn(before.Kind, i.Value)
	case Speak:
		return "speaks a message"
	case Leave:
		return "leaves the room"
	case Return:
		if i.Value == "end" {
			return "ends the call"
		}
		return "sends the call to " + i.Value
	case Refuse:
		return "does not take the entry"
	case Fault:
		if before.Kind == Application {
			return "fails"
		}
		return "the provider fails"
	}
	return "?"
}

// quiet is what time that passes means.
func quiet(waiting WaitKind) string {
	switch waiting {
	case Listening:
		return "listens"
	case Asking:
		return "says nothing"
	case Recording:
		return "(nobody speaks)"
	case Talking:
		return "the other side hangs up"
	case InRoom:
		return "the conference is over"
	}
	return "(time passes)"
}

func answerIn(waiting WaitKind, word string) string {
	switch {
	case waiting == Sending && word == Sent:
		return "the text message is sent"
	case waiting == Sending:
		return "the text message cannot be sent"
	case word == NoAnswer:
		return "no answer"
	}
	return word
}

func keys(n int) string {
	if n == 1 {
		return "1 key"
	}
	return fmt.Sprintf("%d keys", n)
}

// who does it.
func (i Input) who(before Wait) string {
	switch {
	case i.Kind == Return, i.Kind == Refuse, i.Kind == Fault && before.Kind == Application:
		return "app"
	case i.Kind == Answer, i.Kind == Fault, i.Kind == Quiet && (before.Kind == Talking || before.Kind == InRoom):
		return "net"
	}
	return "caller"
}

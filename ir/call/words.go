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

// Deed is the input as a line of a dialogue.
func (i Input) Deed() string {
	switch i.Kind {
	case Press:
		return "presses " + i.Value
	case Quiet:
		return "(time passes)"
	case HangUp:
		return "hangs up"
	case Answer:
		return i.Value
	case Speak:
		return "speaks a message"
	case Leave:
		return "leaves the room"
	case Return:
		return "sends the call to " + i.Value
	case Refuse:
		return "does not take the entry"
	case Fault:
		return "fails"
	}
	return "?"
}

// who does it.
func (i Input) who() string {
	switch i.Kind {
	case Answer, Fault:
		return "net"
	case Return, Refuse:
		return "app"
	}
	return "caller"
}

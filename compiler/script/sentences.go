package script

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"ivrc/ir/call"
)

// String is the expectation in words: "Thank you", exactly "Thank you", or a text
// that matches "thank".
func (h Hear) String() string {
	switch {
	case h.Matches != nil:
		return "a text that matches " + strconv.Quote(h.Matches.String())
	case h.Equals != "":
		return "exactly " + strconv.Quote(call.Plain(h.Equals))
	}
	return strconv.Quote(call.Plain(h.Contains))
}

// seconds is a time for people.
func seconds(d time.Duration) string {
	return strconv.FormatFloat(d.Round(100*time.Millisecond).Seconds(), 'f', -1, 64) + " s"
}

// stillUp says what a call waits for.
func stillUp(w call.Wait) string {
	doing := map[call.WaitKind]string{
		call.Listening: "it is still speaking", call.Asking: "it still waits for keys", call.Recording: "it still waits for a message",
		call.Ringing: "it still rings", call.Talking: "they are still talking", call.InRoom: "the caller is still in the room",
		call.Application: "an application still has it", call.Sending: "a text message is still being sent", call.Over: "it is over",
	}[w.Kind]
	if w.Step != "" {
		doing += " at " + w.Step
	}
	return doing
}

// deeds are what a line may do, with an input of each kind.
var deeds = [...]struct {
	line string
	in   call.Input
}{
	{"press", call.Input{Kind: call.Press, Value: "1"}},
	{"wait", call.Input{Kind: call.Quiet}},
	{"speak", call.Input{Kind: call.Speak}},
	{"answer: answered", call.Input{Kind: call.Answer, Value: call.Answered}},
	{"answer: busy", call.Input{Kind: call.Answer, Value: call.Busy}},
	{"answer: no-answer", call.Input{Kind: call.Answer, Value: call.NoAnswer}},
	{"answer: sent", call.Input{Kind: call.Answer, Value: call.Sent}},
	{"answer: failed", call.Input{Kind: call.Answer, Value: call.Failed}},
	{"leave", call.Input{Kind: call.Leave}},
	{"refuse", call.Input{Kind: call.Refuse}},
	{"hangup", call.Input{Kind: call.HangUp}},
	{"fault", call.Input{Kind: call.Fault}},
}

// notOffered says that a call does not take an input, and what it takes.
func notOffered(in call.Input, w call.Wait) string {
	what := "the call does not take   " + inputText(in) + "   here: " + stillUp(w)
	var takes []string
	for _, id := range w.Returns {
		if w.Kind == call.Application {
			takes = append(takes, "return: "+id)
		}
	}
	for _, d := range deeds {
		if w.Offers(d.in) {
			takes = append(takes, d.line)
		}
	}
	switch {
	case w.Kind == call.Listening && in.Kind == call.Press:
		return what + ", and nobody asks for keys; put   - wait: true   before it"
	case len(takes) > 0:
		return fmt.Sprintf("%s, and takes %s", what, strings.Join(takes, ", "))
	}
	return what
}

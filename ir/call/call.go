// Package call is a phone call while it is walked, in words that no provider
// owns: what is heard, what the caller and the network can do next, how it ends.
//
// In: a flow, or through another Engine a provider's published documents, and one
// input after another. Out: moments: what happened, and what the call waits for.
// It refuses an input that the moment does not offer, and changes nothing then.
// The engine over the IR is in this package; those over documents stand beside
// their backends and share no code with the encoders.
package call

import (
	"errors"
	"slices"
	"strings"
	"time"
)

// Engine walks one call. It is used by one goroutine; Start may be used again and
// begins another call.
type Engine interface {
	// Start begins a call at an entry; "" is the flow's start.
	Start(entry string) (Moment, error)
	// Do goes on with what the caller or the network does. ErrNotOffered says that
	// the call waits for something else; nothing has changed then.
	Do(Input) (Moment, error)
}

// ErrNotOffered is the error of an input that the moment does not offer.
var ErrNotOffered = errors.New("the call does not wait for that")

// ErrNoEntry is the error of an entry that does not exist.
var ErrNoEntry = errors.New("there is no such entry")

// Moment is a stop of the call: what happened since the stop before, in order,
// and what it waits for now.
type Moment struct {
	Events []Event
	Wait   Wait
}

// WaitKind is what a call waits for.
type WaitKind uint8

// The kinds of waiting, with the inputs that each takes. All but Over take Fault
// as well, and HangUp, while somebody is there.
const (
	Listening   WaitKind = iota + 1 // a step speaks: Quiet
	Asking                          // a question: Press, Quiet
	Recording                       // a message is taken: Speak, Quiet
	Ringing                         // a transfer or outbound call rings: Answer
	Talking                         // they talk: Quiet (the other side ends it)
	InRoom                          // a conference: Leave, Quiet (its time is over)
	Application                     // another application has the call: Return, Refuse
	Sending                         // a text message is sent: Answer ("sent" or "failed")
	Over                            // nothing more
)

// String is a word for the kind.
func (k WaitKind) String() string {
	switch k {
	case Listening:
		return "listening"
	case Asking:
		return "asking"
	case Recording:
		return "recording"
	case Ringing:
		return "ringing"
	case Talking:
		return "talking"
	case InRoom:
		return "in a room"
	case Application:
		return "an application"
	case Sending:
		return "sending"
	case Over:
		return "nothing"
	}
	return "?"
}

// Wait is what the call waits for.
type Wait struct {
	Kind WaitKind
	// Step is the id of the step, empty where documents do not tell.
	Step string
	// Alone says that nobody is on the line who could hang up: an outbound call
	// rings, or the caller has gone and a step runs behind the call.
	Alone bool
	// Attempt is the 1-based attempt of a question, Attempts how many it has where the
	// engine can tell.
	Attempt, Attempts int
	// Keys are the keys that a menu takes, where the engine can tell.
	Keys []string
	// Least and Most are how many digits a collect takes, and Finish the key that ends
	// them early; zero and empty where the engine cannot tell.
	Least, Most int
	Finish      string
	// Secret says that nobody may show what is keyed (Input.Hidden).
	Secret bool
	// Entry are the keys that were given to an application.
	Entry string
	// Refusable says that the application may refuse the entry: the step is a
	// collect, and not a handoff.
	Refusable bool
	// Returns are the steps to which an application may send the call ("end" too),
	// where the engine can tell.
	Returns []string
	// To are the addresses that ring, or the application's.
	To []string
	// End is how the call ended; only for Over.
	End Ending
}

// Offers says that the call takes such an input now. A Press needs keys of a
// phone, an Answer one of the words that fit.
func (w Wait) Offers(in Input) bool {
	switch in.Kind {
	case HangUp:
		return w.Kind != Over && !w.Alone
	case Fault:
		// Behind a call a provider reports no error: there is nothing to tell it of.
		return w.Kind != Over && (!w.Alone || w.Kind == Ringing)
	case Press:
		return w.Kind == Asking && in.Value != "" && strings.Trim(in.Value, "0123456789*#") == ""
	case Quiet:
		return slices.Contains(passing, w.Kind)
	case Answer:
		return slices.Contains(answers[w.Kind], in.Value)
	case Speak:
		return w.Kind == Recording
	case Leave:
		return w.Kind == InRoom
	case Return:
		return w.Kind == Application && (len(w.Returns) == 0 || slices.Contains(w.Returns, in.Value))
	case Refuse:
		return w.Kind == Application && w.Refusable
	}
	return false
}

// passing are the kinds of waiting that end by themselves.
var passing = []WaitKind{Listening, Asking, Recording, Talking, InRoom}

// The answers of the network.
const (
	Answered = "answered"
	Busy     = "busy"
	NoAnswer = "no-answer"
	Failed   = "failed"
	Sent     = "sent"
)

var answers = map[WaitKind][]string{
	Ringing: {Answered, Busy, NoAnswer, Failed},
	Sending: {Sent, Failed},
}

// InputKind is what a caller or the network does.
type InputKind uint8

// The kinds of input.
const (
	Press  InputKind = iota + 1 // Value: keys, pressed one after the other, then a pause
	Quiet                       // time passes
	HangUp                      // the caller hangs up
	Answer                      // Value: answered, busy, no-answer, failed, sent
	Speak                       // the caller speaks a message
	Leave                       // the caller leaves the conference by its key
	Return                      // Value: the step to which the application sends the call, or end
	Refuse                      // the application does not take the entry
	Fault                       // the provider fails
)

// Input is one thing that the caller or the network does.
type Input struct {
	Kind  InputKind
	Value string
}

// EventKind is what happened.
type EventKind uint8

// The kinds of events. All but Reached, Left and Remark belong to what engines
// must agree about.
const (
	Reached      EventKind = iota + 1 // a step began; Text: its id. Only engines that know it
	Left                              // a step ended; Text: the outcome in ir.Outcome's words. Only engines that know it
	Heard                             // Sound is heard
	Asked                             // keys are asked for
	Dialled                           // Text: the addresses, with ", " between
	Taken                             // a message is recorded; Text: where it goes
	Joined                            // Text: the room
	Handed                            // Text: the address of the application without what ivrc adds, then what was entered
	Texted                            // Text: "to: text" of a text message
	CallRecorded                      // Text: "on" and where it goes, or "off"
	Ended                             // Text: Ending's word
	Remark                            // Text: what an engine has to say: a disputed fact and the choice it took
)

// Event is one thing that happened.
type Event struct {
	Kind EventKind
	Text string
	// Sound is what is heard; only for Heard.
	Sound Sound
}

// SoundKind is what kind of thing is heard.
type SoundKind uint8

// The kinds of sounds.
const (
	Words SoundKind = iota + 1 // Text is spoken; markup is gone, digits and dates are in it as they are written
	Audio                      // Text is the address of a sound
	Pause                      // Length is its time
)

// Sound is one thing that is heard.
type Sound struct {
	Kind SoundKind
	Text string
	// Length is the time of a pause, else the estimate; 0 where nobody can tell.
	Length time.Duration
}

// Ending is how a call ended.
type Ending uint8

// The endings.
const (
	HungUp     Ending = iota + 1 // the flow hung up
	CallerLeft                   // the caller hung up
	Redirected                   // deflected before it was answered
	Rejected                     // refused before it was answered
	HandedOff                    // another application has it for good
	NotReached                   // an outbound call that nobody took
	Lost                         // the provider gave up: a caller hears silence
)

// String is the word for the ending: hung-up, left, redirected, rejected,
// handed-off, not-reached, lost.
func (e Ending) String() string {
	switch e {
	case HungUp:
		return "hung-up"
	case CallerLeft:
		return "left"
	case Redirected:
		return "redirected"
	case Rejected:
		return "rejected"
	case HandedOff:
		return "handed-off"
	case NotReached:
		return "not-reached"
	case Lost:
		return "lost"
	}
	return "?"
}

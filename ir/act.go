package ir

import (
	"ivrc/compiler/source"
	"time"
)

// Menu asks for one of a list of keys.
type Menu struct {
	Say  Prompt
	Keys []MenuKey // source order
	Asking
}

// MenuKey is one choice of a menu. Its target is the edge of the outcome
// KeyOutcome(Key).
type MenuKey struct {
	Key  Key
	Span source.Span
}

// Asking is what menus and collects share.
type Asking struct {
	// Timeout is the wait for the first key, Between the wait for each further
	// one. Both count from the end of the prompt or the key before.
	Timeout, Between time.Duration
	// Attempts is the number of prompts in all, at least 1.
	Attempts int
	Retry    Retry
	// Bargein lets keys interrupt the prompt.
	Bargein bool
}

// Retry is what is heard before the second and each later attempt: Timeout or
// NoMatch, after what happened, then Say, or the act's own prompt where Say is
// empty.
type Retry struct {
	Timeout, NoMatch, Say Prompt
}

// Collect asks for a number of digits and gives them to an application.
type Collect struct {
	Say Prompt
	// Min and Max are the least and the largest number of digits.
	Min, Max int
	// Finish is the key that ends the entry, empty for none.
	Finish Key
	Asking
	// Secret digits are never logged.
	Secret bool
	Name   string
	// Send is the application's address. It answers with a document that sends
	// the call to one of Returns.
	Send     string
	SendSpan source.Span
	Returns  []Return
}

// Return is a target to which an application may send the call back; its edge
// has the outcome ReturnOutcome(id).
type Return struct {
	To   Target
	Span source.Span
}

// Record takes a message.
type Record struct {
	Say Prompt
	// Send is the address that gets the recording; the flow does not wait.
	Send     string
	SendSpan source.Span
	// Max is the longest recording, Silence ends it, Timeout is the wait for the
	// first sound.
	Max, Silence, Timeout time.Duration
	Finish                Key // empty for none
	Beep                  bool
	Format                string // mp3 or wav
	Name                  string
}

// Transfer dials out and connects the caller.
type Transfer struct {
	To      []Address // rung together, at least one
	From    string    // empty: the caller's own number
	Timeout time.Duration
	Limit   time.Duration // 0 for none
	Music   string        // audio address heard while it rings, empty for the network's tone
	// MusicSpan is the place of Music.
	MusicSpan source.Span
	Digits    string // sent after the answer: 0-9 * # w W
	Name      string
}

// Call places the call itself; it is the step of an outbound entry.
type Call struct {
	Say     Prompt // spoken once the call is answered
	To      []Address
	From    string
	Timeout time.Duration
	Digits  string
}

// Address is a number (+ and digits) or a sip: address.
type Address struct {
	Value string
	Span  source.Span
}

// IsSIP says that the address is a sip: address.
func (a Address) IsSIP() bool { return len(a.Value) > 4 && a.Value[:4] == "sip:" }

// Conference joins the caller to a room.
type Conference struct {
	Room  string
	Muted bool
	Leave Key           // empty for none
	Max   time.Duration // 0 for none
	Span  source.Span
}

// Message sends an SMS.
type Message struct {
	To   Address
	From string
	Text string
}

// Handoff gives the call to another application.
type Handoff struct {
	URL     string
	URLSpan source.Span
	// Returns are the targets to which it may send the call back; none means that
	// the call never comes back.
	Returns []Return
}

// Redirect deflects an unanswered call to a SIP address.
type Redirect struct {
	To Address
}

// Reject refuses an unanswered call. Reason is "busy", "rejected", or empty
// where the flow does not care.
type Reject struct {
	Reason string
	Span   source.Span
}

// Hangup ends the call.
type Hangup struct{}

// Speak is the act of a step that only speaks.
type Speak struct{}

// Act is what a step does after it has spoken: one of Speak, Menu, Collect,
// Record, Transfer, Call, Conference, Message, Handoff, Redirect, Reject and
// Hangup, always as a pointer.
type Act interface {
	// Word is the flow format's word for the act; "say" for Speak.
	Word() string
	// Outcomes are all outcomes the act can have, in the fixed order of edges:
	// keys, returns, done, timeout, nomatch, busy, no-answer, failed, cancel,
	// hangup, error.
	Outcomes(f *Flow) []Outcome

	closed()
}

package tropo

import (
	"time"

	"ivrc/backends"
	"ivrc/ir"
)

// document is one WebAPI reply: handlers of events, then verbs in the order in
// which they run (tropo.md §1.3). Everything in it is decided.
type document struct {
	path  string
	on    []on
	verbs []verb
}

// event is the name of something that ends a document (tropo.md §3).
type event string

// The events, in the order in which documents list them.
const (
	onContinue   event = "continue"
	onError      event = "error"
	onHangup     event = "hangup"
	onIncomplete event = "incomplete"
)

// on says where the call goes at an event.
type on struct {
	event event
	next  next
}

// next is an address: a link inside the bundle, or somebody's application.
type next struct {
	link        backends.Link
	application *backends.Application // nil for a link
}

// verb is one of the types below.
type verb interface {
	// word is the verb's name in a document.
	word() string
}

// spoken is one say object. The zero Voice leaves the voice to Tropo.
type spoken struct {
	Value string
	Event string // timeout or nomatch; only inside ask
	As    string // DATE, DIGITS or NUMBER; only at the top
	Voice string
}

// say speaks its objects one after the other.
type say struct {
	Spoken []spoken
}

// choices are what an ask takes. Value is a grammar of tropo.md §2.
type choices struct {
	Value      string
	Terminator ir.Key // empty for Tropo's own
}

// ask asks and reports what was keyed.
type ask struct {
	Name              string
	Choices           choices
	Say               []spoken // those with an event first, the question last
	Attempts          int
	Timeout           time.Duration
	InterdigitTimeout time.Duration
	Bargein           bool
	Voice             string
	Secret            bool // nothing of the entry in Tropo's logs
}

// record takes a message and uploads it while the call goes on.
type record struct {
	Name              string
	URL               string
	Format            string // audio/mp3 or audio/wav
	Say               []spoken
	Voice             string
	Attempts          int
	Beep              bool
	MaxTime           time.Duration
	MaxSilence        time.Duration
	Timeout           time.Duration
	InterdigitTimeout time.Duration
	Terminator        ir.Key // empty for none
}

// transfer dials out and connects the caller.
type transfer struct {
	Name    string
	To      []string // with dial options
	From    string
	Timeout time.Duration // 0 for Tropo's 30 s
	// Ring is heard while it rings, RingRepeat times; an empty value is the
	// network's own tone.
	Ring       spoken
	RingRepeat int
}

// call places the call itself.
type call struct {
	To      []string
	From    string
	Timeout time.Duration // 0 for Tropo's 30 s
}

// conference joins a room.
type conference struct {
	ID         string
	Name       string
	Mute       bool
	Terminator ir.Key // empty for none
}

// message sends an SMS.
type message struct {
	Text     string
	To, From string
}

// startRecording records the call from here on.
type startRecording struct {
	URL    string
	Format string
}

// stopRecording ends the recording of the call.
type stopRecording struct{}

// redirect deflects a call that is not answered.
type redirect struct {
	To string
}

// reject refuses a call that is not answered.
type reject struct{}

// hangup ends the call.
type hangup struct{}

func (say) word() string            { return "say" }
func (ask) word() string            { return "ask" }
func (record) word() string         { return "record" }
func (transfer) word() string       { return "transfer" }
func (call) word() string           { return "call" }
func (conference) word() string     { return "conference" }
func (message) word() string        { return "message" }
func (startRecording) word() string { return "startRecording" }
func (stopRecording) word() string  { return "stopRecording" }
func (redirect) word() string       { return "redirect" }
func (reject) word() string         { return "reject" }
func (hangup) word() string         { return "hangup" }

package plivo

import "ivrc/backends"

// Response is one document: its elements run from top to bottom (plivo.md §1.2).
type Response struct {
	Elements []Element
}

// Element is something that a Response holds; GetDigits holds Speak, Play and
// Wait, Dial holds Number and User (plivo.md §1.1).
type Element interface{ element() }

// Method is how Plivo asks for an address (plivo.md §1).
type Method string

// The two methods. A file host answers only GET; applications get POST.
const (
	GET  Method = "GET"
	POST Method = "POST"
)

// Switch is a true-or-false attribute. The zero Switch leaves it out.
type Switch uint8

// The written values of a Switch.
const (
	On Switch = iota + 1
	Off
)

// Address is what stands where Plivo wants an absolute URL: a link into our own
// tree, an application with the parameters that lead back, or somebody's address
// as it is. The zero Address leaves the attribute out.
type Address struct {
	Link        *backends.Link
	Application *backends.Application
	URL         string
}

// Speak says text; its marks are more than text only with a Polly voice
// (plivo.md §1.3, §1.17). At most 3000 bytes of text.
type Speak struct {
	Voice, Language string // left out where empty: WOMAN, en-US
	Content         []Mark
}

// Mark is one piece of what a Speak says: text, or a tag of its markup.
type Mark struct {
	Kind MarkKind
	Text string // of MarkText
	Name string // of the tags
	// Attributes of MarkOpen and MarkEmpty, in the person's order.
	Attributes []Attribute
}

// MarkKind says what a Mark is.
type MarkKind uint8

// The kinds of Mark.
const (
	MarkText MarkKind = iota + 1
	MarkOpen
	MarkEmpty
	MarkClose
)

// Attribute is a name and a value of markup.
type Attribute struct{ Name, Value string }

// Play plays a sound file, once or until the call ends (plivo.md §1.4).
type Play struct {
	URL     string
	Forever bool
}

// Wait is silence of whole seconds, at least one (plivo.md §1.13).
type Wait struct {
	Length int
}

// GetDigits plays its prompt, takes keys and gives them to Action; without a key
// the next element runs (plivo.md §1.6). Times are seconds.
type GetDigits struct {
	Action       Address
	Method       Method
	NumDigits    int
	Timeout      int
	DigitTimeout int // left out where 0: one key is enough
	FinishOnKey  string
	Retries      int
	Log          Switch
	Prompt       []Element
}

// Dial rings its numbers together and gives the outcome to Action (plivo.md
// §1.8). Times are seconds.
type Dial struct {
	Action    Address
	Method    Method
	Timeout   int
	TimeLimit int    // left out where 0
	CallerID  string // left out where empty: the caller's number
	DialMusic Address
	Ring      []Element
}

// Number is a telephone number to dial (plivo.md §1.9).
type Number struct {
	Number     string
	SendDigits string // digits, and w for half a second
}

// User is a sip: address to dial (plivo.md §1.10).
type User struct {
	Address    string
	SendDigits string
}

// Record takes a message, or with Session the whole call (plivo.md §1.15). Times
// are seconds.
type Record struct {
	Session        Switch
	Redirect       Switch
	FileFormat     string
	Timeout        int // the silence that ends it
	MaxLength      int // at least 2
	FinishOnKey    string
	PlayBeep       Switch
	Callback       Address
	CallbackMethod Method
}

// Conference joins a room; the next element runs after it (plivo.md §1.16).
type Conference struct {
	Muted        Switch
	StayAlone    Switch
	MaxMembers   int
	TimeLimit    int // seconds
	HangupOnStar Switch
	Redirect     Switch
	Room         string
}

// Message sends an SMS (plivo.md §1.18).
type Message struct {
	Src, Dst, Type string
	Text           string
}

// Redirect goes on with another document; nothing after it runs (plivo.md
// §1.12).
type Redirect struct {
	Method Method
	To     Address
}

// Hangup ends the call, or as the first element of an unanswered call refuses it
// (plivo.md §1.11).
type Hangup struct {
	Reason string // "busy", "rejected", or left out
}

func (*Speak) element()      {}
func (*Play) element()       {}
func (*Wait) element()       {}
func (*GetDigits) element()  {}
func (*Dial) element()       {}
func (*Number) element()     {}
func (*User) element()       {}
func (*Record) element()     {}
func (*Conference) element() {}
func (*Message) element()    {}
func (*Redirect) element()   {}
func (*Hangup) element()     {}

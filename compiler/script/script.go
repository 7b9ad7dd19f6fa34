// Package script is the calls that people expect to go a certain way: files
// called *.call.yaml.
//
// In: the text of such a file, read by the same reader as flows. Out: calls, each a
// list of what the caller and the network do and of what must be heard or happen,
// with the place of every line; and what there is to say about the file. Run
// walks the calls over engines of ir/call and says where they go otherwise; Cover
// counts what of a flow they take. It refuses keys that do not exist, lines that
// do two things at once, and expectations that every call would meet. It opens no
// file: where the flow is read and what a target publishes is for the command to
// say.
package script

import (
	"regexp"
	"time"

	"ivrc/compiler/source"
	"ivrc/ir/call"
)

// FormatVersion is the value of the key ivr-calls.
const FormatVersion = 1

// Script is one file.
type Script struct {
	// Flow is the flow's file as it is written, relative to the script's folder.
	Flow  string
	Calls []Call
	File  *source.File
	// FlowSpan is where the flow is named.
	FlowSpan source.Span
}

// Call is one call of a script.
type Call struct {
	Name string
	// Entry is where the call begins; empty for the flow's start.
	Entry     string
	EntrySpan source.Span
	Lines     []Line
	// Ends is how the call must end, empty for any way or none: one of Endings.
	Ends     string
	EndsSpan source.Span
	// Never are expectations that nothing heard in the call may meet.
	Never  []Hear
	Budget Budget
	// Only are the targets to compare with the flow: nil for all of the run, empty
	// for none.
	Only []string
	// Span is where the call is named.
	Span source.Span
}

// Budget is how much the call may ask of a caller; zero values are no limit.
type Budget struct {
	// Time is the estimated time until the line goes down (Spent).
	Time time.Duration
	// Keys is the number of keys that are pressed.
	Keys     int
	TimeSpan source.Span
	KeysSpan source.Span
}

// Line is one line of a call: an input, something heard, or a place.
type Line struct {
	// Input is what the caller or the network does; nil for an expectation.
	Input *call.Input
	// Hear must be heard before the next input, after what earlier lines heard.
	Hear *Hear
	// At is the step that must be running, or have begun since the last input.
	At string
	// Span is where the value of the line stands: the keys, the text, the step.
	Span source.Span
}

// Hear is an expectation of what is heard. Exactly one of its texts is set.
type Hear struct {
	Contains, Equals string
	Matches          *regexp.Regexp
	// Span is where the text stands.
	Span source.Span
}

package call

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"time"
)

// Turn is one input and the moment that it led to; the first turn of a call has
// no input.
type Turn struct {
	Input  Input
	Moment Moment
}

// Transcript is a call as it went.
type Transcript struct {
	Entry string
	Turns []Turn
}

// Walk begins a call and gives it the inputs in order. It stops at the first that
// the call does not take, and returns the transcript up to there with the error.
func Walk(e Engine, entry string, inputs []Input) (Transcript, error) {
	t := Transcript{Entry: entry}
	m, err := e.Start(entry)
	if err != nil {
		return t, err
	}
	t.Turns = append(t.Turns, Turn{Moment: m})
	for i, in := range inputs {
		if m, err = e.Do(in); err != nil {
			return t, fmt.Errorf("input %d (%s): %w", i+1, in, err)
		}
		t.Turns = append(t.Turns, Turn{Input: in, Moment: m})
	}
	return t, nil
}

// Wait is what the call waits for at the end of the transcript.
func (t Transcript) Wait() Wait {
	if len(t.Turns) == 0 {
		return Wait{Kind: Over, End: Lost}
	}
	return t.Turns[len(t.Turns)-1].Moment.Wait
}

// Events are those of all turns.
func (t Transcript) Events() []Event {
	var out []Event
	for _, turn := range t.Turns {
		out = append(out, turn.Moment.Events...)
	}
	return out
}

// dates are read out as dates however they are written.
var dates = regexp.MustCompile(`\b(\d{4})-(\d{2})-(\d{2})\b`)

// Told is what engines must agree about, a line for each event: what is said in
// one go is one line, because providers cut speech into pieces as they like, and
// pauses are left out, because they round them.
func Told(events []Event) []string {
	var lines []string
	speaking := false
	for _, e := range events {
		if e.Kind == Heard && e.Sound.Kind == Words && e.Sound.Text != "" {
			words := dates.ReplaceAllString(e.Sound.Text, "$1$2$3")
			if speaking {
				lines[len(lines)-1] += " " + words
			} else {
				lines = append(lines, "hear: "+words)
			}
			speaking = true
			continue
		}
		line := e.told()
		if line == "" {
			continue
		}
		lines = append(lines, line)
		speaking = false
	}
	return lines
}

// told is the event's line, empty for what engines need not agree about.
func (e Event) told() string {
	switch e.Kind {
	case Heard:
		if e.Sound.Kind == Audio {
			return "hear: [" + e.Sound.Text + "]"
		}
		return ""
	case Asked:
		return "ask"
	case Dialled:
		return "dial: " + e.Text
	case Taken:
		return "record: " + e.Text
	case Joined:
		return "room: " + e.Text
	case Handed:
		return "application: " + e.Text
	case Texted:
		return "message: " + e.Text
	case CallRecorded:
		return "recording " + e.Text
	case Ended:
		return "end: " + e.Text
	}
	return ""
}

// Text writes the transcript as a dialogue that fits into a ticket: what is heard
// behind "ivr", what the caller does behind "caller", what the network does
// behind "net".
func (t Transcript) Text(w io.Writer) error {
	var b strings.Builder
	for i, turn := range t.Turns {
		if i > 0 {
			fmt.Fprintf(&b, "%-7s %s\n", turn.Input.who(), turn.Input.Deed())
		}
		for _, e := range turn.Moment.Events {
			if line := e.Line(); line != "" {
				fmt.Fprintf(&b, "%-7s %s\n", e.who(), line)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func (e Event) who() string {
	switch e.Kind {
	case Reached, Left, Remark:
		return "-"
	}
	return "ivr"
}

// Line is the event as a line of a dialogue; empty for what a step did when it
// ended, which the next lines show.
func (e Event) Line() string {
	switch e.Kind {
	case Reached:
		return "[" + e.Text + "]"
	case Left:
		return ""
	case Remark:
		return "note: " + e.Text
	case Heard:
		return e.Sound.line()
	case Asked:
		return "(waits for keys)"
	case Dialled:
		return "(dials " + e.Text + ")"
	case Taken:
		return "(the message goes to " + e.Text + ")"
	case Joined:
		return "(joins the room " + e.Text + ")"
	case Handed:
		return "(gives the call to " + e.Text + ")"
	case Texted:
		return "(sends a text message to " + e.Text + ")"
	case CallRecorded:
		return "(recording " + e.Text + ")"
	case Ended:
		return "(the call is over: " + e.Text + ")"
	}
	return ""
}

func (s Sound) line() string {
	length := ""
	if s.Length > 0 {
		length = fmt.Sprintf(" (about %d s)", int((s.Length+time.Second/2)/time.Second))
	}
	switch s.Kind {
	case Audio:
		return "[" + s.Text + "]" + length
	case Pause:
		return fmt.Sprintf("(silence, %s)", s.Length)
	}
	return fmt.Sprintf("%q%s", s.Text, length)
}

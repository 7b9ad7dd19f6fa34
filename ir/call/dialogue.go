package call

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"unicode"
)

// Line is a line of a dialogue.
type Line struct {
	// Who speaks or does it: ivr, caller, net (the network and whoever is called), app
	// (another application), or - for a place and a note.
	Who  string
	Text string
	// Event is what is told of; 0 for an input.
	Event EventKind
}

// String is the line with who does it in a column of its own.
func (l Line) String() string { return fmt.Sprintf("%-*s %s", WhoWidth, l.Who, l.Text) }

// WhoWidth is the width of the column for Line.Who, without the space behind it.
const WhoWidth = 7

// Lines are the turn as a dialogue: the input, when the call waited for before,
// and what happened.
func (t Turn) Lines(before Wait) []Line {
	var out []Line
	if t.Input.Kind != 0 {
		out = append(out, t.Input.Line(before))
	}
	for _, e := range t.Moment.Events {
		if text := e.Line(); text != "" {
			out = append(out, Line{Who: e.who(), Text: visible(text), Event: e.Kind})
		}
	}
	return out
}

// Text writes the transcript as a dialogue that fits into a ticket: what is heard
// behind "ivr", what the caller does behind "caller", what the network does
// behind "net". Nobody reads a secret in it.
func (t Transcript) Text(w io.Writer) error {
	var b strings.Builder
	for i, turn := range t.Turns {
		for _, line := range turn.Lines(t.Before(i)) {
			b.WriteString(line.String() + "\n")
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
		if to, on := strings.CutPrefix(e.Text, "on "); on {
			return "(the call is recorded from here on, for " + to + ")"
		}
		return "(the call is not recorded any more)"
	case Ended:
		return "(the call is over: " + e.Text + ")"
	}
	return ""
}

func (s Sound) line() string {
	length := ""
	if s.Length > 0 {
		length = fmt.Sprintf(" (about %d s)", seconds(s.Length))
	}
	switch s.Kind {
	case Audio:
		return "[" + s.Text + "]" + length
	case Pause:
		return "(silence, " + strconv.FormatFloat(s.Length.Seconds(), 'f', -1, 64) + " s)"
	}
	return `"` + s.Text + `"` + length
}

// visible is a text in which nothing commands a terminal: documents come from
// anywhere. Two characters that nobody sees shape letters, and stay.
func visible(text string) string {
	const joiner, nonJoiner = '\u200d', '\u200c'
	if strings.IndexFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }) < 0 {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		switch {
		case unicode.IsPrint(r), r == joiner, r == nonJoiner:
			b.WriteRune(r)
		case unicode.IsSpace(r):
			b.WriteByte(' ')
		default:
			fmt.Fprintf(&b, "\\u{%x}", r)
		}
	}
	return b.String()
}

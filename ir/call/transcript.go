package call

import (
	"fmt"
	"regexp"
	"slices"
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

// Before is what the call waited for when the input of a turn came.
func (t Transcript) Before(turn int) Wait {
	if turn == 0 {
		return Wait{}
	}
	return t.Turns[turn-1].Moment.Wait
}

// Masked is the transcript without secrets: mask takes those of the flow out of a
// text, and what was keyed at a secret question is as Input.Hidden has it.
func (t Transcript) Masked(mask func(string) string) Transcript {
	out := Transcript{Entry: t.Entry, Turns: make([]Turn, len(t.Turns))}
	for i, turn := range t.Turns {
		turn.Input = turn.Input.Hidden(t.Before(i))
		turn.Moment.Events = slices.Clone(turn.Moment.Events)
		for j := range turn.Moment.Events {
			e := &turn.Moment.Events[j]
			e.Text, e.Sound.Text = mask(e.Text), mask(e.Sound.Text)
		}
		wait := &turn.Moment.Wait
		wait.Entry = Input{Kind: Press, Value: wait.Entry}.Hidden(*wait).Value
		wait.To = slices.Clone(wait.To)
		for j := range wait.To {
			wait.To[j] = mask(wait.To[j])
		}
		out.Turns[i] = turn
	}
	return out
}

// Totals are the sums of a call.
type Totals struct {
	Inputs, Keys int
	// Heard is the estimated time of all that is heard while the line is up; Unknown
	// is the number of sounds whose time nobody can tell, which count nothing.
	Heard   time.Duration
	Unknown int
}

// Totals sums the call up.
func (t Transcript) Totals() Totals {
	sum := Totals{Inputs: max(len(t.Turns)-1, 0)}
	for _, turn := range t.Turns {
		if turn.Input.Kind == Press {
			sum.Keys += len(turn.Input.Value)
		}
	}
	for _, e := range t.Events() {
		if e.Kind == Ended {
			break
		}
		if e.Kind == Heard {
			sum.Heard += e.Sound.Length
		}
		if e.Kind == Heard && e.Sound.Kind == Audio && e.Sound.Length == 0 {
			sum.Unknown++
		}
	}
	return sum
}

// String is "about 41 s heard", and what is not known of it.
func (t Totals) String() string {
	text := "nothing is heard"
	if t.Heard > 0 || t.Unknown > 0 {
		text = fmt.Sprintf("about %d s heard", seconds(t.Heard))
	}
	switch t.Unknown {
	case 0:
		return text
	case 1:
		return text + ", besides a sound of unknown length"
	}
	return fmt.Sprintf("%s, besides %d sounds of unknown length", text, t.Unknown)
}

// seconds are whole seconds; what is heard at all takes one.
func seconds(d time.Duration) int {
	if d <= 0 {
		return 0
	}
	return max(1, int((d+time.Second/2)/time.Second))
}

package call

import (
	"fmt"
	"strconv"
	"strings"
)

// Choice is something that a caller or the network can do now.
type Choice struct {
	// Input has no value where any will do: any keys, any step.
	Input Input
	// Means is the choice in a few words: "keys 1 2 *", "hang up".
	Means string
}

// Choices are what can be done now, the most usual first; none when the call is
// over.
func (w Wait) Choices() []Choice {
	var out []Choice
	add := func(kind InputKind, value, means string) {
		out = append(out, Choice{Input{kind, value}, means})
	}
	switch w.Kind {
	case Listening:
		add(Quiet, "", "listen")
	case Asking:
		add(Press, "", w.entry())
		add(Quiet, "", "silence")
	case Recording:
		add(Speak, "", "speak a message")
		add(Quiet, "", "nobody speaks")
	case Ringing, Sending:
		for _, word := range answers[w.Kind] {
			add(Answer, word, strings.ReplaceAll(word, "-", " "))
		}
	case Talking:
		add(Quiet, "", "the other side hangs up")
	case InRoom:
		add(Leave, "", "leave the room")
		add(Quiet, "", "the conference ends")
	case Application:
		out = w.applications()
	case Over:
		return nil
	}
	if w.Offers(Input{Kind: HangUp}) {
		add(HangUp, "", "hang up")
	}
	switch {
	case !w.Offers(Input{Kind: Fault}):
	case w.Kind == Application:
		add(Fault, "", "the application fails")
	default:
		add(Fault, "", "the provider fails")
	}
	return out
}

// applications are what an application can do with the call.
func (w Wait) applications() []Choice {
	var out []Choice
	for _, step := range w.Returns {
		out = append(out, Choice{Input{Return, step}, visible(step)})
	}
	if len(w.Returns) == 0 {
		out = append(out, Choice{Input{Kind: Return}, "the call goes to a step"})
	}
	if w.Refusable {
		out = append(out, Choice{Input{Kind: Refuse}, "refuse the entry"})
	}
	return out
}

// entry is what a question takes.
func (w Wait) entry() string {
	switch {
	case len(w.Keys) > 0:
		return visible("keys " + strings.Join(w.Keys, " "))
	case w.Most == 0:
		return "keys"
	}
	digits := strconv.Itoa(w.Least)
	if w.Least != w.Most {
		digits += " to " + strconv.Itoa(w.Most)
	}
	digits += " digits"
	if w.Least == 1 && w.Most == 1 {
		digits = "1 digit"
	}
	if w.Finish != "" && w.Least != w.Most {
		digits += ", " + visible(w.Finish) + " ends them"
	}
	return digits
}

// Doing says what the call does while it waits: "asks for keys, attempt 2 of 3".
func (w Wait) Doing() string {
	switch w.Kind {
	case Listening:
		return "speaks"
	case Asking:
		doing := "asks for keys"
		switch {
		case w.Attempts > 1:
			doing += fmt.Sprintf(", attempt %d of %d", w.Attempt, w.Attempts)
		case w.Attempts == 0 && w.Attempt > 0:
			doing += fmt.Sprintf(", attempt %d", w.Attempt)
		}
		return doing
	case Recording:
		return "records a message"
	case Ringing:
		return "rings " + visible(strings.Join(w.To, ", "))
	case Talking:
		return "talks to " + visible(strings.Join(w.To, ", "))
	case InRoom:
		return "is in a conference"
	case Application:
		return "is with " + visible(strings.Join(w.To, ", "))
	case Sending:
		return "sends a text message"
	}
	return "is over"
}

// Takes lists the words that the moment takes, as ParseInput reads them: "keys 1 2,
// . (silence), hangup or fault".
func (w Wait) Takes() string {
	var words []string
	for _, c := range w.Choices() {
		word := c.Input.String()
		switch {
		case c.Input.Kind == Press:
			word = c.Means
		case c.Input.Kind == Quiet:
			word += " (" + c.Means + ")"
		case c.Input.Kind == Return && c.Input.Value == "":
			word = "return:STEP"
		}
		words = append(words, word)
	}
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

package script

import (
	"strings"

	"ivrc/ir/call"
)

// hearing is what is heard between two inputs, and how much of it earlier lines
// of a script have met.
type hearing struct {
	// text is all of it; the lines in it, as call.Told cuts them, begin at starts and
	// come from the events at of.
	text       string
	starts, of []int
	met        int
}

// newHearing is what is heard in a moment: what is said in one go is one line, a
// sound file is its address in brackets. Nobody hears what comes behind the end.
func newHearing(events []call.Event) *hearing {
	h := &hearing{}
	speaking := false
	for i, e := range events {
		text := ""
		switch {
		case e.Kind == call.Ended:
			return h
		case e.Kind == call.Heard && e.Sound.Kind == call.Words:
			text = e.Sound.Text
		case e.Kind == call.Heard && e.Sound.Kind == call.Audio:
			text, speaking = "["+e.Sound.Text+"]", false
		case e.Kind != call.Heard && len(call.Told([]call.Event{e})) > 0:
			speaking = false
		}
		if text == "" {
			continue
		}
		if h.text != "" {
			h.text += " "
		}
		if !speaking {
			h.starts, h.of = append(h.starts, len(h.text)), append(h.of, i)
		}
		h.text += text
		speaking = e.Sound.Kind == call.Words
	}
	return h
}

// line is the i-th line and where it ends.
func (h *hearing) line(i int) (text string, end int) {
	end = len(h.text)
	if i+1 < len(h.starts) {
		end = h.starts[i+1] - 1
	}
	return h.text[h.starts[i]:end], end
}

func (h *hearing) lines() []string {
	var out []string
	for i := range h.starts {
		text, _ := h.line(i)
		out = append(out, text)
	}
	return out
}

// rest is what no line of the script has met yet.
func (h *hearing) rest() string { return strings.TrimSpace(h.text[h.met:]) }

// event is the event from which the first part of the rest comes, -1 for none.
func (h *hearing) event() int {
	for i := len(h.starts) - 1; i >= 0; i-- {
		if _, end := h.line(i); h.starts[i] <= h.met && h.met < end {
			return h.of[i]
		}
	}
	for i, start := range h.starts {
		if start >= h.met {
			return h.of[i]
		}
	}
	return -1
}

// meet looks for an expectation in the rest, and goes on behind it.
func (h *hearing) meet(want Hear) bool {
	from, to := h.find(want)
	if from < 0 {
		return false
	}
	h.met = to
	return true
}

// find is where the rest meets an expectation, -1 for nowhere.
func (h *hearing) find(want Hear) (from, to int) {
	rest := h.text[h.met:]
	switch {
	case want.Matches != nil:
		if at := want.Matches.FindStringIndex(rest); at != nil {
			return h.met + at[0], h.met + at[1]
		}
	case want.Equals != "":
		return h.equal(call.Plain(want.Equals))
	default:
		text := call.Plain(want.Contains)
		if i := strings.Index(rest, text); i >= 0 {
			return h.met + i, h.met + i + len(text)
		}
	}
	return -1, -1
}

// equal finds a text that is the whole rest, or the whole of one line.
func (h *hearing) equal(text string) (from, to int) {
	if h.rest() == text {
		return h.met, len(h.text)
	}
	for i, start := range h.starts {
		if line, end := h.line(i); start >= h.met && line == text {
			return start, end
		}
	}
	return -1, -1
}

// missed is the text in the place of one that was not heard: the rest of the line,
// up to what a later line of the script finds. It counts as met.
func (h *hearing) missed(later []Line) string {
	from, to := h.met, len(h.text)
	for i, start := range h.starts {
		if _, end := h.line(i); start <= from && from < end || start >= from {
			to = end
			break
		}
	}
	for _, l := range later {
		if l.Input != nil {
			break
		}
		if l.Hear == nil {
			continue
		}
		if start, _ := h.find(*l.Hear); start >= 0 {
			to = min(to, start)
			break
		}
	}
	h.met = to
	return strings.TrimSpace(h.text[from:to])
}

package interpret

import (
	"strconv"
	"strings"
	"time"

	"ivrc/backends/fetch"
	"ivrc/backends/plivo/decode"
	"ivrc/backends/routes"
	"ivrc/ir"
	"ivrc/ir/call"
)

// run runs elements until one waits or the call ends. Running out of elements
// hangs up (plivo.md §3.1).
func (l *line) run() {
	for len(l.rest) > 0 {
		e := l.rest[0]
		l.rest = l.rest[1:]
		if l.element(e) {
			return
		}
	}
	l.end(call.HungUp)
}

// element runs one element; waits is true where the call goes on with an input
// only, or not at all.
func (l *line) element(e *decode.Element) (waits bool) {
	// Wait, Hangup and Dial do not answer the call (plivo.md §3.2).
	begun := l.begun
	l.begun = true
	switch e.Name {
	case "Wait", "Hangup", "Dial":
	default:
		l.answered = true
	}
	if decode.IsSound(e) {
		l.spoken = true
		l.hear(e)
		return false
	}
	switch e.Name {
	case "Hangup":
		l.hangup(e, begun)
	case "Redirect":
		l.redirect(e)
	case "Record":
		if e.Value("recordSession") == "true" {
			l.say(call.CallRecorded, "on %s", e.Value("callbackUrl"))
			return false
		}
		l.stop(e, call.Wait{Kind: call.Recording})
	case "GetDigits":
		l.ask(e)
	case "Dial":
		to := addresses(e)
		l.say(call.Dialled, "%s", strings.Join(to, ", "))
		l.stop(e, call.Wait{Kind: call.Ringing, To: to})
	case "Conference":
		l.say(call.Joined, "%s", e.Text)
		l.stop(e, call.Wait{Kind: call.InRoom})
	case "Message":
		l.say(call.Texted, "%s: %s", e.Value("dst"), e.Text)
		l.stop(e, call.Wait{Kind: call.Sending})
	}
	return true
}

func (l *line) stop(e *decode.Element, wait call.Wait) { l.act, l.wait, l.spoken = e, wait, false }

func addresses(dial *decode.Element) []string {
	var out []string
	for _, place := range dial.Children {
		out = append(out, place.Text)
	}
	return out
}

// hangup refuses a call that nobody has answered yet (plivo.md §1.11): always with
// a reason, and without one where nothing has begun, not even ringing elsewhere.
func (l *line) hangup(e *decode.Element, begun bool) {
	if !l.answered && (!begun || e.Value("reason") != "") {
		l.end(call.Rejected)
		return
	}
	l.end(call.HungUp)
}

func (l *line) ask(e *decode.Element) {
	for _, child := range e.Children {
		l.hear(child)
	}
	l.say(call.Asked, "")
	wait := call.Wait{Kind: call.Asking, Secret: isSecret(e), Finish: finish(e)}
	if inside, ours := l.ours(e.Value("action")); ours {
		if place, routed := routes.At(inside); routed {
			wait.Attempt, _ = strconv.Atoi(place.Attempt)
		}
	}
	l.stop(e, wait)
}

// isSecret says that Plivo shall not log the digits (plivo.md §1.6).
func isSecret(e *decode.Element) bool { return e.Value("log") == "false" }

// finish is the key that ends an entry, empty for none.
func finish(e *decode.Element) string {
	if key := e.Value("finishOnKey"); key != "none" {
		return key
	}
	return ""
}

// ours says that an address is inside the published tree; all others are those
// of applications.
func (l *line) ours(address string) (inside string, ok bool) {
	inside, ok = strings.CutPrefix(address, l.base)
	return "/" + inside, ok
}

// redirect leaves the document. What was spoken before can be cut short by a
// hang-up only, so a document that does nothing else stops there.
func (l *line) redirect(e *decode.Element) {
	address := e.Text
	if _, ours := l.ours(address); !ours {
		l.handOver(e, address, "")
		return
	}
	if l.spoken {
		l.next = address
		l.stop(e, call.Wait{Kind: call.Listening})
		return
	}
	l.load(e.Value("method"), address, nil)
}

// handOver gives the call to an application, with what was entered.
func (l *line) handOver(e *decode.Element, address, entry string) {
	app := fetch.ApplicationAt(address)
	l.say(call.Handed, "%s", app.Address)
	if app.Base == "" {
		l.end(call.HandedOff)
		return
	}
	l.stop(e, call.Wait{Kind: call.Application, Entry: entry, Secret: isSecret(e), Finish: finish(e), To: []string{app.Address}, Refusable: app.Refuse != ""})
}

// hear is one sound. Silence in speech is a break.
func (l *line) hear(e *decode.Element) {
	s := call.Sound{Kind: call.Words}
	switch e.Name {
	case "Play":
		s.Kind, s.Text = call.Audio, e.Text
	case "Wait":
		seconds, _ := strconv.Atoi(e.Value("length"))
		s.Kind, s.Length = call.Pause, time.Duration(seconds)*time.Second
	default:
		s = spoken(e.Speech)
	}
	l.events = append(l.events, call.Event{Kind: call.Heard, Sound: s})
}

// spoken is what the voice says, without the tags: the alias of a sub in the
// place of what stands in it.
func spoken(marks []decode.Mark) call.Sound {
	var b strings.Builder
	var silence time.Duration
	aliased := 0
	for _, m := range marks {
		switch {
		case m.Kind == decode.MarkClose:
			aliased = max(aliased-1, 0)
		case m.Kind == decode.MarkOpen && aliased > 0:
			aliased++
		case m.Kind == decode.MarkOpen:
			if alias := attribute(m, "alias"); m.Name == "sub" && alias != "" {
				b.WriteString(alias)
				aliased = 1
			}
			if length, err := time.ParseDuration(attribute(m, "time")); m.Name == "break" && err == nil {
				silence += length
			}
		case aliased == 0:
			b.WriteString(m.Text)
		}
	}
	text := call.Plain(b.String())
	if text == "" && silence > 0 {
		return call.Sound{Kind: call.Pause, Length: silence}
	}
	length, _ := ir.Prompt{&ir.Text{Text: text}}.Estimate()
	return call.Sound{Kind: call.Words, Text: text, Length: length + silence}
}

func attribute(m decode.Mark, name string) string {
	for _, a := range m.Attributes {
		if decode.Written(a.Name) == name {
			return a.Value
		}
	}
	return ""
}

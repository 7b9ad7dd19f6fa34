package interpret

import (
	"strconv"
	"strings"

	"ivrc/ir/call"
)

// Do goes on with what the caller or the network does.
func (l *line) Do(in call.Input) (call.Moment, error) {
	if !l.wait.Offers(in) {
		return call.Moment{}, call.ErrNotOffered
	}
	switch in.Kind {
	case call.HangUp:
		l.end(call.CallerLeft)
	case call.Fault:
		l.fault()
	case call.Press:
		l.press(in.Value)
	case call.Quiet:
		l.quiet()
	case call.Answer:
		l.answer(in.Value)
	}
	return l.moment(), nil
}

// fault is a host that cannot be asked: ERROR is drawn where there is something to
// ask. Anywhere else nobody notices until the call is lost.
func (l *line) fault() {
	if l.prompt == nil || !l.prompt.Question {
		l.lost("VoiceShot fails")
		return
	}
	l.drawn(l.prompt.Error)
}

// quiet is time that passes: NO RESPONSE, or the end of what plays.
func (l *line) quiet() {
	switch l.wait.Kind {
	case call.Asking:
		l.drawn(l.prompt.NoResponse)
	case call.Talking:
		l.say(call.Remark, "nothing is reported of a transfer: the call ends with it")
		l.end(call.HungUp)
	default:
		l.drawn(l.prompt.Then)
	}
}

// answer is what the network says of a transfer.
func (l *line) answer(word string) {
	if word == call.Answered {
		l.wait.Kind = call.Talking
		return
	}
	l.say(call.Remark, "nothing is reported of a transfer: the call ends with it")
	l.end(call.HungUp)
}

// press reports what was keyed in at a prompt, up to its number of keys or the
// one that ends them.
func (l *line) press(keys string) {
	entry := keys
	if l.prompt.Finish != "" {
		entry, _, _ = strings.Cut(entry, l.prompt.Finish)
	}
	entry = entry[:min(l.prompt.Digits, len(entry))]
	way, ok := l.post(event{name: "prompt", attributes: []string{"promptid", strconv.Itoa(l.prompt.Number), "keypress", entry}})
	switch {
	case !ok:
		l.drawn(l.prompt.Error)
	case way.IsZero() && entry == "":
		l.say(call.Remark, "an entry of nothing but the finishing key is taken for silence: no page says what it is")
		l.drawn(l.prompt.NoResponse)
	case way.IsZero():
		// The campaign goes on as drawn, and nothing is drawn under OTHER.
		l.lost("the host has no reply to %s at prompt %d, and the campaign stands still", entry, l.prompt.Number)
	default:
		l.proceed(way)
	}
}

package interpret

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"ivrc/backends/fetch"
	"ivrc/ir/call"
)

// Do goes on with what the caller or the network does.
func (l *line) Do(in call.Input) (call.Moment, error) {
	if !l.wait.Offers(in) {
		return call.Moment{}, call.ErrNotOffered
	}
	switch in.Kind {
	case call.HangUp:
		// No element's address is asked then, only that of the end (plivo.md §2.4).
		l.end(call.CallerLeft)
	case call.Fault:
		l.fault()
	case call.Press:
		l.press(in.Value)
	case call.Quiet:
		l.quiet()
	case call.Answer:
		l.answer(in.Value)
	case call.Speak:
		l.say(call.Taken, "%s", l.act.Value("callbackUrl"))
		l.run()
	case call.Leave:
		l.leave()
	case call.Return:
		app := fetch.ApplicationAt(l.application())
		l.load(http.MethodGet, app.Base+in.Value+".xml", nil)
	case call.Refuse:
		l.load(http.MethodGet, fetch.ApplicationAt(l.application()).Refuse, nil)
	}
	return l.moment(), nil
}

// application is the address to which the call was given.
func (l *line) application() string {
	if l.act.Name == "Redirect" {
		return l.act.Text
	}
	return l.act.Value("action")
}

// fault is a failure at Plivo: a document that cannot be had.
func (l *line) fault() {
	if l.wait.Kind == call.Application {
		l.lost("the application failed, and the call with it")
		return
	}
	l.broken("Plivo fails")
}

// quiet is time that passes. A question, a recording and a room go on with the
// next element (plivo.md §3.3, §1.15, §1.16), a conversation with the action.
func (l *line) quiet() {
	switch l.wait.Kind {
	case call.Listening:
		l.load(l.act.Value("method"), l.next, nil)
	case call.Talking:
		l.dialled("completed")
	default:
		l.run()
	}
}

// leave leaves the room; only * can (plivo.md §1.16).
func (l *line) leave() {
	if l.act.Value("hangupOnStar") != "true" {
		l.say(call.Remark, "no key leaves this room; the call goes on as if it had")
	}
	l.run()
}

// press is what GetDigits makes of keys and the pause behind them: it stops at
// its number of digits or at the finishing key, which is not sent (plivo.md §3.3).
func (l *line) press(keys string) {
	entry := keys
	if key := finish(l.act); key != "" {
		entry, _, _ = strings.Cut(entry, key)
	}
	most, _ := strconv.Atoi(l.act.Value("numDigits"))
	entry = entry[:min(most, len(entry))]
	if entry == "" {
		l.say(call.Remark, "what an entry of nothing but the finishing key does is written nowhere (plivo.md §8): taken for silence")
		l.run()
		return
	}
	action := l.act.Value("action")
	if _, ours := l.ours(action); !ours {
		l.handOver(l.act, action, entry)
		return
	}
	l.load(l.act.Value("method"), action, url.Values{"Digits": {entry}})
}

// answer is what the network says.
func (l *line) answer(word string) {
	switch word {
	case call.Answered:
		l.answered = true
		l.wait.Kind = call.Talking
	case call.Sent, call.Failed:
		if l.wait.Kind == call.Sending {
			l.run() // the call is not told what became of a message (plivo.md §1.18)
			return
		}
		l.dialled(word)
	default:
		l.dialled(word)
	}
}

// dialled asks the action for what comes next.
func (l *line) dialled(status string) {
	l.load(l.act.Value("method"), l.act.Value("action"), url.Values{"DialStatus": {status}, "DialRingStatus": {"true"}})
}

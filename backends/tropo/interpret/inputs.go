package interpret

import (
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
		l.say(call.Taken, "%s", l.act.text("url"))
		l.complete()
	case call.Leave:
		if l.act.text("terminator") == "" {
			l.say(call.Remark, "no key leaves this room; the call goes on as if it had")
		}
		l.complete()
	case call.Return:
		l.load(fetch.ApplicationAt(l.application).Base+in.Value+".json", l.plain())
	case call.Refuse:
		l.load(fetch.ApplicationAt(l.application).Refuse, l.plain())
	}
	return l.moment(), nil
}

// complete is the success of the verb that waits; verbs behind it run on.
func (l *line) complete() {
	l.spoken = false
	if len(l.rest) > 0 {
		l.run()
		return
	}
	l.raise("continue", "", l.result("ANSWERED", true, action{Name: l.act.text("name"), Disposition: "SUCCESS"}))
}

// fault is a failure at Tropo: the event error. An application that fails takes
// the call with it (tropo.md §5).
func (l *line) fault() {
	if l.wait.Kind == call.Application {
		l.lost("the application failed, and the call with it")
		return
	}
	if l.word == "call" && l.wait.Kind == call.Ringing {
		l.notReached()
		return
	}
	l.raise("error", "", l.result("FAILED", false))
}

func (l *line) quiet() {
	switch l.wait.Kind {
	case call.Asking:
		l.again("timeout", "TIMEOUT")
	case call.Recording:
		l.raise("incomplete", "", l.result("ANSWERED", false, action{Name: l.act.text("name"), Attempts: 1, Disposition: "TIMEOUT"}))
	case call.Listening:
		l.spoken = false
		l.follow(l.next["continue"], "", l.plain())
	default:
		l.complete()
	}
}

func (l *line) press(keys string) {
	keyed, posted, ok := l.asked.entry(keys)
	if !ok {
		l.again("nomatch", "NOMATCH")
		return
	}
	l.raise("continue", keyed, l.result("ANSWERED", true, action{
		Name: l.act.text("name"), Attempts: l.wait.Attempt, Disposition: "SUCCESS",
		Confidence: 100, Interpretation: keyed, Utterance: keyed, Value: posted,
	}))
}

// dispositions are Tropo's words for the answers of the network (tropo.md §4.2);
// nobody answering is a time-out.
var dispositions = map[string]string{call.Busy: "BUSY", call.NoAnswer: "TIMEOUT", call.Failed: "FAILED"}

// answer is what the network says.
func (l *line) answer(word string) {
	switch {
	case l.word == "message":
		if word == call.Failed {
			l.say(call.Remark, "incomplete is documented for asking and dialling only: a message that is not delivered is taken for sent")
		}
		l.complete()
	case word != call.Answered:
		l.unanswered(word)
	case l.word == "call":
		l.complete()
	default:
		l.wait.Kind = call.Talking
	}
}

func (l *line) notReached() {
	l.say(call.Ended, "%s", call.NotReached)
	l.wait = call.Wait{Kind: call.Over, End: call.NotReached}
}

// unanswered is incomplete. Of an outbound call nobody is on the line then.
func (l *line) unanswered(word string) {
	if l.word == "call" {
		l.notReached()
		return
	}
	l.raise("incomplete", "", l.result("ANSWERED", false, action{Name: l.act.text("name"), Disposition: dispositions[word]}))
}

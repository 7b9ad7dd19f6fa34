package interpret

import (
	"strings"
	"time"

	"ivrc/backends/fetch"
	"ivrc/backends/tropo/decode"
	"ivrc/ir"
	"ivrc/ir/call"
)

// run runs verbs until one waits; behind the last one Tropo raises continue
// (tropo.md §3).
func (l *line) run() {
	for len(l.rest) > 0 {
		item := l.rest[0]
		l.rest = l.rest[1:]
		if l.verb(item.Names[0], item.Items[0]) {
			return
		}
	}
	l.done()
}

// verb runs one verb; waits is true where the call goes on with an input only, or
// not at all.
func (l *line) verb(word string, n decode.Node) (waits bool) {
	o := object{n}
	switch word {
	case "say":
		for _, one := range listed(n) {
			l.hear(one)
		}
		return false
	case "startRecording":
		l.say(call.CallRecorded, "on %s", o.text("url"))
		return false
	case "stopRecording":
		l.say(call.CallRecorded, "off")
		return false
	case "ask":
		l.stop(word, o, call.Wait{Kind: call.Asking})
		l.asked = questionOf(o)
		l.wait.Keys, l.wait.Attempts, l.wait.Secret = l.asked.names(), l.asked.attempts, isSecret(o)
		if l.wait.Keys == nil {
			l.wait.Least, l.wait.Most, l.wait.Finish = l.asked.least, l.asked.most, l.asked.terminator
		}
		l.ask(1, "")
	case "record":
		for _, one := range o.list("say") {
			l.hear(one)
		}
		l.stop(word, o, call.Wait{Kind: call.Recording})
	case "transfer", "call":
		to := dialled(o.texts("to"))
		l.say(call.Dialled, "%s", strings.Join(to, ", "))
		l.stop(word, o, call.Wait{Kind: call.Ringing, To: to, Alone: word == "call"})
	case "conference":
		l.say(call.Joined, "%s", o.text("id"))
		l.stop(word, o, call.Wait{Kind: call.InRoom})
	case "message":
		l.message(o)
	case "hangup":
		l.end(call.HungUp)
	case "redirect":
		l.end(call.Redirected)
	case "reject":
		l.end(call.Rejected)
	default:
		l.lost("there is no verb %q", word)
	}
	return true
}

func (l *line) stop(word string, o object, wait call.Wait) {
	l.word, l.act, l.wait, l.spoken = word, o, wait, false
}

// dialled are addresses without their dial options (tropo.md §1.4).
func dialled(to []string) []string {
	out := make([]string, len(to))
	for i, address := range to {
		out[i], _, _ = strings.Cut(address, ";postd=")
	}
	return out
}

func (l *line) message(o object) {
	text := ""
	for _, one := range o.list("say") {
		text += one.text("value")
	}
	l.say(call.Texted, "%s: %s", strings.Join(o.texts("to"), ", "), text)
	l.stop("message", o, call.Wait{Kind: call.Sending})
}

// done is the event continue. A document that only spoke stops there: a hang-up
// can cut it short.
func (l *line) done() {
	address, ok := l.next["continue"]
	switch {
	case !ok || address == "":
		l.end(call.HungUp)
	case l.spoken && strings.HasPrefix(address, l.base):
		l.stop("say", object{}, call.Wait{Kind: call.Listening})
	default:
		l.follow(address, "", l.plain())
	}
}

// plain is the result of verbs that report nothing.
func (l *line) plain() string { return l.result("ANSWERED", true) }

// follow goes to the address of a handler: a document of ours, or an application
// with what was entered.
func (l *line) follow(address, entry, result string) {
	l.sequence++
	if strings.HasPrefix(address, l.base) {
		l.load(address, result)
		return
	}
	app := fetch.ApplicationAt(address)
	l.say(call.Handed, "%s", app.Address)
	l.application = address
	l.wait = call.Wait{Kind: call.Application, Entry: entry, Secret: isSecret(l.act), Finish: l.asked.terminator, To: []string{app.Address}, Refusable: app.Refuse != ""}
}

// raise is an event with its result. Without a handler Tropo raises continue, and
// without that it hangs up (tropo.md §3).
func (l *line) raise(event, entry, result string) {
	address, ok := l.next[event]
	if !ok || address == "" {
		address, ok = l.next["continue"]
	}
	if !ok || address == "" {
		l.end(call.HungUp)
		return
	}
	l.follow(address, entry, result)
}

// hear is one say object (tropo.md §5). What Tropo would read in a way that
// nobody means is heard as it stands, with a remark.
func (l *line) hear(o object) {
	value := o.text("value")
	sounds, err := decode.Heard(value)
	if err != nil {
		l.say(call.Remark, "a say has the value %q: %v", value, err)
		return
	}
	l.spoken = true
	words := "" // what is spoken without a break is one sentence, tags or not
	for _, s := range sounds {
		switch s.Kind {
		case decode.Audio:
			l.speak(&words)
			l.sound(call.Sound{Kind: call.Audio, Text: s.What})
		case decode.Pause:
			l.speak(&words)
			length, _ := time.ParseDuration(s.What + "ms")
			l.sound(call.Sound{Kind: call.Pause, Length: length})
		case decode.Markup:
			words += call.WithoutMarkup(s.What)
		default:
			words += s.What
		}
	}
	l.speak(&words)
}

// speak is what was collected to be spoken, and begins anew.
func (l *line) speak(words *string) {
	if text := call.Plain(*words); text != "" {
		length, _ := ir.Prompt{&ir.Text{Text: text}}.Estimate()
		l.sound(call.Sound{Kind: call.Words, Text: text, Length: length})
	}
	*words = ""
}

func (l *line) sound(s call.Sound) {
	l.events = append(l.events, call.Event{Kind: call.Heard, Sound: s})
}

// isSecret says that Tropo shall not log the entry (tropo.md §1.4).
func isSecret(o object) bool { return o.text("asrLogSecurity") == "suppress" }

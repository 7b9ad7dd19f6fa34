package ir

import (
	"strconv"
	"strings"
)

// act prints the act on one line, every property in a fixed order, and its
// prompts below.
func (p *printer) act(act Act) {
	switch act := act.(type) {
	case *Menu:
		p.line(1, "menu%s", askingText(act.Asking))
		p.asked(act.Say, act.Retry)
	case *Collect:
		p.line(1, "collect digits=%d-%d finish=%s%s secret=%t name=%s send=%s",
			act.Min, act.Max, keyText(act.Finish), askingText(act.Asking), act.Secret, act.Name, quote(act.Send))
		p.asked(act.Say, act.Retry)
	case *Record:
		p.line(1, "record max=%s silence=%s timeout=%s finish=%s beep=%t format=%s name=%s send=%s",
			seconds(act.Max), seconds(act.Silence), seconds(act.Timeout), keyText(act.Finish), act.Beep, act.Format,
			act.Name, quote(act.Send))
		p.prompt(2, "say", act.Say)
	case *Transfer:
		p.line(1, "transfer to=%s from=%s timeout=%s limit=%s music=%s digits=%s name=%s",
			addressText(act.To), quote(act.From), seconds(act.Timeout), seconds(act.Limit), quote(act.Music),
			quote(act.Digits), act.Name)
	case *Call:
		p.line(1, "call to=%s from=%s timeout=%s digits=%s",
			addressText(act.To), quote(act.From), seconds(act.Timeout), quote(act.Digits))
		p.prompt(2, "say", act.Say)
	case *Conference:
		p.line(1, "conference room=%s muted=%t leave=%s max=%s",
			quote(act.Room), act.Muted, keyText(act.Leave), seconds(act.Max))
	case *Message:
		p.line(1, "message to=%s from=%s text=%s", quote(act.To.Value), quote(act.From), quote(act.Text))
	case *Handoff:
		p.line(1, "handoff url=%s", quote(act.URL))
	case *Redirect:
		p.line(1, "redirect to=%s", quote(act.To.Value))
	case *Reject:
		p.line(1, "reject reason=%s", quote(act.Reason))
	case *Hangup:
		p.line(1, "hangup")
	case *Speak:
		p.line(1, "speak")
	}
}

func (p *printer) asked(say Prompt, retry Retry) {
	p.prompt(2, "say", say)
	p.prompt(2, "retry.timeout", retry.Timeout)
	p.prompt(2, "retry.nomatch", retry.NoMatch)
	p.prompt(2, "retry.say", retry.Say)
}

func askingText(a Asking) string {
	return " timeout=" + seconds(a.Timeout) + " between=" + seconds(a.Between) +
		" attempts=" + strconv.Itoa(a.Attempts) + " bargein=" + strconv.FormatBool(a.Bargein)
}

func keyText(k Key) string {
	if k == "" {
		return "none"
	}
	return string(k)
}

func addressText(to []Address) string {
	all := make([]string, len(to))
	for i, a := range to {
		all[i] = quote(a.Value)
	}
	return strings.Join(all, ",")
}

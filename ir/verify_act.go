package ir

import (
	"slices"
	"strings"
	"time"
)

// act states what each act cannot do without.
func (v *verifier) act(act Act) {
	switch act := act.(type) {
	case *Menu:
		v.menu(act)
	case *Collect:
		v.collect(act)
	case *Record:
		v.prompt("record.say", act.Say)
		v.require(act.Send != "", "record has nowhere to send the recording")
		v.require(act.Name != "", "record has no name")
		v.sound("record", act.Format)
		v.positive("record", ".max", act.Max)
		v.positive("record", ".silence", act.Silence)
		v.positive("record", ".timeout", act.Timeout)
		v.singleKey("record.finish", act.Finish)
	case *Transfer:
		v.addresses("transfer", act.To)
		v.positive("transfer", ".timeout", act.Timeout)
		v.require(act.Limit >= 0, "transfer.limit is negative")
		v.require(act.Name != "", "transfer has no name")
		v.tones("transfer", act.Digits)
	case *Call:
		v.prompt("call.say", act.Say)
		v.addresses("call", act.To)
		v.positive("call", ".timeout", act.Timeout)
		v.tones("call", act.Digits)
		v.require(len(v.current.Say) == 0, "a call has a prompt before anybody has answered")
	case *Conference:
		v.require(act.Room != "", "conference has no room")
		v.require(act.Max >= 0, "conference.max is negative")
		v.singleKey("conference.leave", act.Leave)
	default:
		v.shortAct(act)
	}
}

func (v *verifier) shortAct(act Act) {
	switch act := act.(type) {
	case *Message:
		v.addresses("message", []Address{act.To})
		v.require(!act.To.IsSIP(), "message goes to a sip: address")
		v.require(act.From != "" && act.Text != "", "message has no sender or no text")
	case *Handoff:
		v.require(act.URL != "", "handoff has no address")
		v.returns("handoff", act.Returns)
	case *Redirect:
		v.require(act.To.IsSIP(), "redirect goes to %q, which is no sip: address", act.To.Value)
		v.require(len(v.current.Say) == 0, "a redirect cannot speak")
	case *Reject:
		v.require(slices.Contains([]string{"", "busy", "rejected"}, act.Reason), "reject has the reason %q", act.Reason)
		v.require(len(v.current.Say) == 0, "a reject cannot speak")
	}
}

func (v *verifier) menu(m *Menu) {
	v.prompt("menu.say", m.Say)
	v.asking("menu", m.Asking)
	v.require(len(m.Keys) > 0, "the menu has no keys")
	seen := make(map[Key]bool, len(m.Keys))
	for _, k := range m.Keys {
		if !k.Key.IsCanonical() {
			v.require(false, "the key %q is not canonical", string(k.Key))
		}
		if seen[k.Key] {
			v.require(false, "the key %q stands twice", string(k.Key))
		}
		seen[k.Key] = true
	}
}

func (v *verifier) collect(c *Collect) {
	v.prompt("collect.say", c.Say)
	v.asking("collect", c.Asking)
	v.require(c.Min >= 1 && c.Min <= c.Max, "collect takes %d to %d digits", c.Min, c.Max)
	v.singleKey("collect.finish", c.Finish)
	v.require(c.Name != "", "collect has no name")
	v.require(c.Send != "", "collect has nowhere to send the digits")
	v.require(len(c.Returns) > 0, "collect has nowhere to come back to")
	v.returns("collect", c.Returns)
}

func (v *verifier) asking(word string, a Asking) {
	v.positive(word, ".timeout", a.Timeout)
	v.positive(word, ".between", a.Between)
	if a.Attempts < 1 {
		v.require(false, "%s.attempts is %d", word, a.Attempts)
	}
	for _, retry := range [...]struct {
		word string
		say  Prompt
	}{{".retry.timeout", a.Retry.Timeout}, {".retry.nomatch", a.Retry.NoMatch}, {".retry.say", a.Retry.Say}} {
		if len(retry.say) > 0 {
			v.prompt(word+retry.word, retry.say)
		}
	}
}

func (v *verifier) returns(word string, returns []Return) {
	seen := make(map[Target]bool, len(returns))
	for _, r := range returns {
		v.require(r.To == End || v.flow.Step(r.To) != nil, "%s.returns names a step that does not exist", word)
		v.require(!seen[r.To], "%s.returns names %q twice", word, v.flow.TargetName(r.To))
		seen[r.To] = true
	}
}

func (v *verifier) recording(r *Recording) {
	switch {
	case r == nil:
	case r.Start:
		v.require(r.Send != "", "recording has nowhere to go")
		v.sound("recording", r.Format)
	default:
		v.require(r.Send == "" && r.Format == "", "a recording that stops has an address or a format")
	}
}

func (v *verifier) prompt(word string, p Prompt) {
	for i, item := range p {
		if isNil(item) {
			v.require(false, "%s: item %d is nil", word, i+1)
			continue
		}
		v.item(word, item)
		speech := item.Voiced()
		if speech.Language == "" {
			v.require(false, "%s: item %d has no language", word, i+1)
		}
		if !slices.IsSortedFunc(speech.Voice.For, byProvider) {
			v.require(false, "%s: the voices of item %d are not sorted", word, i+1)
		}
	}
}

func byProvider(a, b ProviderVoice) int { return strings.Compare(a.Provider, b.Provider) }

func (v *verifier) item(word string, item Item) {
	switch item := item.(type) {
	case *Text:
		if item.Text == "" {
			v.require(false, "%s: a text is empty", word)
		}
	case *Audio:
		v.require(item.URL != "", "%s: a sound file has no address", word)
	case *SSML:
		v.require(item.Markup != "", "%s: SSML is empty", word)
	case *Pause:
		v.positive(word, ": a pause", item.Length)
	case *ReadOut:
		v.require(item.Value != "" && item.As >= ReadDigits && item.As <= ReadDate, "%s: nothing to read out", word)
	}
}

func (v *verifier) addresses(word string, to []Address) {
	v.require(len(to) > 0, "%s dials nobody", word)
	for _, a := range to {
		v.require(a.IsSIP() || strings.HasPrefix(a.Value, "+"), "%s dials %q", word, a.Value)
	}
}

func (v *verifier) positive(word, what string, d time.Duration) {
	if d <= 0 {
		v.require(false, "%s%s is %s", word, what, d)
	}
}

func (v *verifier) sound(what, format string) {
	v.require(format == "mp3" || format == "wav", "%s has the format %q", what, format)
}

func (v *verifier) singleKey(what string, k Key) {
	v.require(k == "" || len(k) == 1 && k.IsCanonical(), "%s is %q", what, string(k))
}

func (v *verifier) tones(word, digits string) {
	v.require(strings.Trim(digits, "0123456789*#wW") == "", "%s sends %q", word, digits)
}

// IsCanonical says that the key is in the phone's own signs: up to 32 digits,
// or * or # alone or before them.
func (k Key) IsCanonical() bool {
	digits := strings.TrimPrefix(string(k), "*")
	if len(digits) == len(k) {
		digits = strings.TrimPrefix(string(k), "#")
	}
	return k != "" && len(digits) <= 32 && strings.Trim(digits, "0123456789") == ""
}

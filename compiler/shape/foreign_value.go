package shape

import (
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// spokenWaits finds durations where a sentence for the caller is expected: what
// stands under retry is spoken, and a wait has its place beside it.
func (c *checker) spokenWaits(p part, act string, asks *syntax.Node) {
	if asks == nil || asks.Kind != syntax.Map {
		return
	}
	retry := asks.Get("retry")
	if retry == nil || retry.Kind != syntax.Map {
		return
	}
	for _, word := range [...]string{"timeout", "nomatch", "say"} {
		if spoken := retry.Get(word); spoken != nil && spoken.Kind == syntax.Text && syntax.IsWait(spoken.Text) {
			c.report(p, spokenWait(spoken, act, word, spoken.Text))
		}
	}
}

// spokenWait reports one of them.
func spokenWait(at *syntax.Node, act, word, wait string) diag.Diagnostic {
	d := diag.New(diag.BadValue, at.Place(), "%q under retry is what callers hear, and %s is a duration", word, at.Shown())
	if at.Kind == syntax.Int {
		wait += "s"
	}
	if fixed := fixedDuration(wait); fixed != "" {
		wait = fixed
	}
	return d.WithHelp("to wait that long for a key, write beside retry, in the %s:   timeout: %s", act, wait).
		WithHelp("under retry stands a sentence:   retry: {%s: \"I did not hear anything.\"}", word)
}

// foreignValue is the next step for a value that is written in another shape than
// here: an act or a step as one value, a list for keys. Empty for other mistakes.
func foreignValue(p part, v schema.Violation, at spot) string {
	n := at.value
	switch owner := lastOr(v.Path, ""); {
	case at.key == p.key && p.key != nil && n.Kind == syntax.Text:
		return stepAsText(at.key.Text, n)
	case owner == "retry" && n.Kind == syntax.Int:
		return "here it is called attempts, and the first prompt counts too:   attempts: " + oneMore(n.Text)
	case owner == "retry" && n.Kind == syntax.Text:
		return "write   retry: {say: " + quoted(n.Text) + "}"
	case owner == "message" && n.Kind == syntax.Text:
		return "a message is an SMS; to speak to the caller write   say: " + quoted(n.Text)
	case owner == "redirect" && n.Kind == syntax.Text && isID().MatchString(n.Text):
		return "to lead the call to a step write   goto: " + n.Text
	case len(v.Path) == 1 && owner == p.act && n.IsScalar() && n.Kind != syntax.Null && v.Rule != "hangup":
		if act := actOf(owner, n); act != "" {
			return "write   " + owner + ": " + act
		}
	case n.Kind == syntax.List && owner == "steps":
		return "write the id of each step as its key, without a dash:   " + idOfFirst(n) + ":"
	case n.Kind == syntax.List && owner == "keys":
		return "write each key on a line of its own, without a dash:   " + pairOfFirst(n)
	case v.Rule == "target" && n.Kind == syntax.Map && len(n.Entries) == 1 && n.Entries[0].Value.Kind == syntax.Text:
		return "write the step alone:   " + keyPrefix(at) + n.Entries[0].Value.Text
	case v.Rule == "duration" && n.Kind == syntax.Text && isID().MatchString(n.Text) && owner == "timeout":
		return "how long to wait stands here:   timeout: 5s   where silence leads is an outcome: " + handlerHelp(p, "timeout", n)
	case (v.Rule == "address" || v.Rule == "addresses" || v.Rule == "number") && national().MatchString(n.Text):
		return "write + and the country code in place of the 0, for example in Britain   " + keyPrefix(at) + `"+44` + n.Text[1:] + `"`
	}
	return ""
}

// national is a number without a country code.
var national = pattern(`^0[1-9][0-9]{5,12}$`)

// stepAsText is the next step for a step that is written as one text.
func stepAsText(id string, n *syntax.Node) string {
	switch plain(n.Text) {
	case "hangup", "end", "exit", "disconnect":
		return "write   " + id + ": {hangup: true}"
	case "reject":
		return "write   " + id + ": {reject: true}"
	}
	if slices.Contains(schema.Acts(), n.Text) {
		return "write   " + n.Text + ":   on a line of its own below " + id + ":"
	}
	return "write   " + id + ": {say: " + quoted(n.Text) + ", goto: end}   or the step that comes next"
}

// idOfFirst is the id that the first step of a list has there.
func idOfFirst(list *syntax.Node) string {
	if len(list.Items) > 0 && list.Items[0].Kind == syntax.Map {
		item := list.Items[0]
		for _, key := range [...]string{"id", "name", "step"} {
			if id := item.Get(key); id != nil && isID().MatchString(id.Text) {
				return id.Text
			}
		}
		if len(item.Entries) == 1 {
			return item.Entries[0].Key.Text
		}
	}
	return "welcome"
}

// pairOfFirst is the key and step that the first item of a list holds.
func pairOfFirst(list *syntax.Node) string {
	if len(list.Items) > 0 && list.Items[0].Kind == syntax.Map && len(list.Items[0].Entries) == 1 {
		e := list.Items[0].Entries[0]
		return e.Key.Span.Text() + ": " + textOr(e.Value, "main")
	}
	return "1: main"
}

func lastOr(path []string, otherwise string) string {
	if len(path) == 0 {
		return otherwise
	}
	return last(path)
}

// actOf is an act that was written as one value instead of keys: the value under
// the key that it was meant for, or an example.
func actOf(act string, n *syntax.Node) string {
	const number = `"+14075550100"`
	switch act {
	case "transfer", "call":
		return "{to: " + addressOr(n.Text, number) + "}"
	case "redirect":
		if strings.HasPrefix(n.Text, "sip:") {
			return "{to: " + quoted(n.Text) + "}"
		}
		return `{to: "sip:desk@example.com"}`
	case "conference":
		return "{room: " + quoted(n.Text) + "}"
	case "record", "collect", "handoff":
		if act == "handoff" && strings.Contains(n.Text, "://") {
			return "{url: " + quoted(n.Text) + "}"
		}
		if act == "record" && strings.Contains(n.Text, "://") {
			return "{send: " + quoted(n.Text) + "}"
		}
	case "hangup", "reject":
		return "true"
	}
	return ""
}

// addressOr is a number or sip: address in quotes, or something else where the
// text is none.
func addressOr(text, otherwise string) string {
	if strings.HasPrefix(text, "sip:") || dialled().MatchString(text) {
		return quoted(text)
	}
	if fixed := fixedNumber(text); fixed != "" {
		return fixed
	}
	return otherwise
}

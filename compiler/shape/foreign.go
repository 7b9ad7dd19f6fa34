package shape

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// foreignWords are what other tools and earlier drafts call a key, without - and
// _ and in small letters. Of several keys the first one counts that can stand
// where the word stands.
var foreignWords = map[string][]string{
	"on": {"events"}, "handlers": {"events"}, "onevent": {"events"}, "outcomes": {"events"}, "branches": {"events", "keys"},
	"next": {"goto"}, "then": {"goto"}, "target": {"goto", "to"}, "continue": {"goto"}, "transition": {"goto"}, "jump": {"goto"},
	"nextstep": {"goto"}, "gotostep": {"goto"}, "destination": {"to", "goto"},
	"play": {"say"}, "speak": {"say"}, "prompt": {"say"}, "message": {"say"}, "text": {"say"}, "audio": {"say"}, "ssml": {"say"},
	"greeting": {"say"}, "tts": {"say"}, "announce": {"say"},
	"choices": {"keys"}, "options": {"keys"}, "press": {"keys"}, "keypress": {"keys"}, "input": {"keys"}, "inputs": {"keys"}, "digits": {"keys"}, "dtmf": {"keys"},
	"repeat": {"attempts"}, "retries": {"attempts"}, "maxretries": {"attempts"}, "numretries": {"attempts"},
	"tries": {"attempts"}, "maxtries": {"attempts"}, "maxattempts": {"attempts"},
	"dial": {"transfer", "to"}, "forward": {"transfer"}, "connect": {"transfer"}, "bridge": {"transfer"}, "number": {"to", "transfer"}, "phone": {"to", "transfer"},
	"gather": {"collect"}, "ask": {"collect"}, "getdigits": {"collect"}, "getinput": {"collect"}, "voicemail": {"record"}, "sms": {"message"},
	"end": {"hangup"}, "exit": {"hangup"}, "disconnect": {"hangup"}, "quit": {"hangup"},
	"id": {"flow"}, "name": {"flow"}, "version": {"ivr"},
	"url": {"send", "audio"}, "body": {"text"}, "file": {"audio"}, "src": {"audio"}, "wait": {"timeout"}, "interdigittimeout": {"between"},
	"finishonkey": {"finish"}, "callerid": {"from"}, "maxlength": {"max"}, "duration": {"max"},
}

// plain is a word without what people write differently in names.
func plain(word string) string {
	return strings.NewReplacer("-", "", "_", "", " ", "").Replace(strings.ToLower(word))
}

// foreign is the key that other tools call by this name, empty for none among
// those that are free.
func foreign(name string, value *syntax.Node, free []string) string {
	word := plain(name)
	switch {
	case holdsKeys(value) && slices.Contains(free, "keys"):
		return "keys"
	case slices.Contains(foreignWords[word], "collect") && asksForOneKey(value) && slices.Contains(free, "menu"):
		return "menu"
	case slices.Contains(foreignWords[word], "keys") && value.Kind != syntax.Map && value.Kind != syntax.List:
		return ""
	}
	for _, own := range foreignWords[word] {
		if slices.Contains(free, own) {
			return own
		}
	}
	return ""
}

// phoneKey is a key of a phone as a flow may write it.
var phoneKey = regexp.MustCompile(`^([*#]|star|pound|hash)?[0-9]*$`)

func isPhoneKey(name string) bool { return name != "" && phoneKey.MatchString(name) }

// holdsKeys says that every name in a value is a key of a phone.
func holdsKeys(n *syntax.Node) bool {
	if n == nil || n.Kind != syntax.Map || len(n.Entries) == 0 {
		return false
	}
	return !slices.ContainsFunc(n.Entries, func(e syntax.Entry) bool { return !isPhoneKey(e.Key.Text) })
}

// asksForOneKey says that what other tools call gather is a menu here: it says
// where each key leads.
func asksForOneKey(n *syntax.Node) bool {
	return n != nil && slices.ContainsFunc(n.Entries, func(e syntax.Entry) bool {
		return e.Key.Text == "keys" || isPhoneKey(e.Key.Text) || holdsKeys(e.Value)
	})
}

// asCalledHere is an entry under the name that it has here, with its value where
// that is short enough to stand in a sentence.
func asCalledHere(own, name string, value *syntax.Node) string {
	text := onOneLine(value)
	word := plain(name)
	switch {
	case value == nil || text == "":
		return own + ":"
	case own == "hangup":
		return "hangup: true"
	case own == "attempts" && strings.Contains(word, "retries"):
		return "attempts: " + oneMore(value.Text)
	case own == "say" && (word == "audio" || word == "ssml") && value.Kind == syntax.Text,
		own == "say" && word == "play" && audioFile.MatchString(value.Text):
		if word == "play" {
			word = "audio"
		}
		return fmt.Sprintf("say: {%s: %s}", word, quoted(value.Text))
	case own == "say" && word == "prompt" && isID.MatchString(value.Text):
		return fmt.Sprintf("say: {prompt: %s}", value.Text)
	case slices.Contains(schema.Acts(), own) && value.IsScalar():
		return strings.TrimRight(own+": "+actOf(own, value), " ")
	case own == "to" || own == "say" && value.Kind == syntax.Text:
		return own + ": " + addressOr(value.Text, quoted(value.Text))
	}
	return own + ": " + text
}

// renamed says that a key needs its own name only, and its value can stay.
func renamed(own, name string, value *syntax.Node) bool {
	text, line := onOneLine(value), asCalledHere(own, name, value)
	return text == "" || line == own+": "+text || value.Kind == syntax.Text && line == own+": "+quoted(value.Text)
}

var audioFile = regexp.MustCompile(`^https?://|\.(mp3|wav)$`)

// oneMore counts the first prompt too: three retries are four attempts.
func oneMore(count string) string {
	const most = 10
	n, err := strconv.Atoi(count)
	if err != nil || n < 1 {
		return "3"
	}
	return strconv.Itoa(min(n+1, most))
}

// onOneLine is a value as it stands in the file, empty where it is long or goes
// over several lines.
func onOneLine(n *syntax.Node) string {
	const most = 60
	if n == nil || n.Kind == syntax.Null {
		return ""
	}
	text := n.Span.Text()
	inBraces := strings.HasPrefix(text, "{") || strings.HasPrefix(text, "[")
	if utf8.RuneCountInString(text) > most || strings.Contains(text, "\n") || !n.IsScalar() && !inBraces {
		return ""
	}
	return text
}

// addressOr is a number or sip: address in quotes, or something else where the
// text is none.
func addressOr(text, otherwise string) string {
	if strings.HasPrefix(text, "sip:") || dialled.MatchString(text) {
		return quoted(text)
	}
	if fixed := fixedNumber(text); fixed != "" {
		return fixed
	}
	return otherwise
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

// outcomeInKeys is the outcome that a name among a menu's keys stands for, empty
// for a name of another kind.
func outcomeInKeys(name string) string {
	own := nearest.Outcome(name)
	if own == "" {
		names, _ := schema.Keys("events")
		own = nearest.Name(name, names)
		if slices.Contains(names, name) {
			own = name
		}
	}
	if own == "incomplete" && plain(name) != "incomplete" {
		return "nomatch" // beside keys, anything else is another key
	}
	return own
}

// handlerHelp is where and how to write a handler of the step: among those that it
// has, or as its first one.
func handlerHelp(p part, outcome string, value *syntax.Node) string {
	line := outcome + ": " + textOr(value, "end")
	if events := p.node.Get("events"); events != nil && events.Kind == syntax.Map && len(events.Entries) > 0 {
		return "write under events of the step:   " + line
	}
	return fmt.Sprintf("write in the step, beside %s:   events: {%s}", p.act, line)
}

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
	d := diag.New(diag.BadValue, at.Place(), "%q under retry is what callers hear, and %s is a duration", word, shown(at))
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
	case owner == "redirect" && n.Kind == syntax.Text && isID.MatchString(n.Text):
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
	case v.Rule == "duration" && n.Kind == syntax.Text && isID.MatchString(n.Text) && owner == "timeout":
		return "how long to wait stands here:   timeout: 5s   where silence leads is an outcome: " + handlerHelp(p, "timeout", n)
	case (v.Rule == "address" || v.Rule == "addresses" || v.Rule == "number") && national.MatchString(n.Text):
		return "write + and the country code in place of the 0, for example in Britain   " + keyPrefix(at) + `"+44` + n.Text[1:] + `"`
	}
	return ""
}

// national is a number without a country code.
var national = regexp.MustCompile(`^0[1-9][0-9]{5,12}$`)

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
			if id := item.Get(key); id != nil && isID.MatchString(id.Text) {
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

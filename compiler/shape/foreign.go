package shape

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

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
var phoneKey = pattern(`^([*#]|star|pound|hash)?[0-9]*$`)

func isPhoneKey(name string) bool { return name != "" && phoneKey().MatchString(name) }

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
		own == "say" && word == "play" && audioFile().MatchString(value.Text):
		if word == "play" {
			word = "audio"
		}
		return fmt.Sprintf("say: {%s: %s}", word, quoted(value.Text))
	case own == "say" && word == "prompt" && isID().MatchString(value.Text):
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

var audioFile = pattern(`^https?://|\.(mp3|wav)$`)

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

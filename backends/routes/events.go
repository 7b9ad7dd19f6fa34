package routes

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
)

// EventsParameter is the last segment of the one routed URL of a VoiceShot flow,
// and EventsStep the folder it stands in: <flow>/voiceshot/call/events. What
// decides is an event in XML in the body of a POST (voiceshot.md §1.4).
const (
	EventsTarget    = "voiceshot"
	EventsStep      = "call"
	EventsParameter = "events"
)

// The answers of events that are no keys. An event that is none of ours is
// Default: a campaign in progress must go on, so its file is the empty reply.
const (
	Answered = "answer"
	HungUp   = "hangup"
)

// EventPattern takes a whole event apart: the element's name is group 1, its
// attributes are group 2; there may be a byte order mark and an XML declaration.
// AttributePattern finds the attributes one by one: name 1, value 2 or 3. Both
// mean the same in the regular expressions of Go and of JavaScript, so every host
// that reads bodies uses these two and no XML library: what a value may hold
// needs no decoding.
const (
	EventPattern = `^\uFEFF?[ \t\r\n]*(?:<\?xml[^<>]*\?>[ \t\r\n]*)?<(campaign|prompt)` +
		`((?:[ \t\r\n]+[a-z]+[ \t\r\n]*=[ \t\r\n]*(?:"[^"<>]*"|'[^'<>]*'))*)[ \t\r\n]*` +
		`(?:/>|>[ \t\r\n]*</(campaign|prompt)[ \t\r\n]*>)[ \t\r\n]*$`
	AttributePattern = `([a-z]+)[ \t\r\n]*=[ \t\r\n]*(?:"([^"<>]*)"|'([^'<>]*)')`
)

// Regular expressions of Go write the byte order mark in another way.
var (
	eventForm     = pattern(strings.Replace(EventPattern, `\uFEFF`, `\x{FEFF}`, 1))
	attributeForm = pattern(AttributePattern)
	promptNumber  = pattern(`^[1-9][0-9]{0,5}$`)
)

// eventAnswer reads the answer out of an event that VoiceShot posts: answer,
// hangup, or the number of the prompt and what was keyed in, with a dot between
// them ("1.1234", "2.star", "3.timeout" for nothing).
func eventAnswer(body []byte) string {
	if len(body) > maxResult {
		return Default
	}
	form := eventForm().FindSubmatch(body)
	if form == nil || len(form[3]) > 0 && string(form[3]) != string(form[1]) {
		return Default
	}
	values, ok := attributes(form[2])
	// Every event of the provider's page names the campaign and the call.
	if !ok || values["menuid"] == "" || values["callid"] == "" {
		return Default
	}
	if string(form[1]) == "prompt" {
		return keyAnswer(values)
	}
	switch values["action"] {
	case "4":
		return Answered
	case "5":
		return HungUp
	}
	return Default
}

// attributes by their names; ok is false where one stands twice.
func attributes(text []byte) (values map[string]string, ok bool) {
	values = map[string]string{}
	for _, m := range attributeForm().FindAllSubmatch(text, -1) {
		name := string(m[1])
		if _, twice := values[name]; twice {
			return nil, false
		}
		values[name] = string(m[2]) + string(m[3])
	}
	return values, true
}

func keyAnswer(values map[string]string) string {
	keys, given := values["keypress"]
	if !given || !promptNumber().MatchString(values["promptid"]) {
		return Default
	}
	return values["promptid"] + "." + keyed(keys)
}

// keyed is what was keyed in as an answer. A # behind digits ended them: the
// provider's page never shows one there, and users of the interface do.
func keyed(keys string) string {
	if before, ended := strings.CutSuffix(keys, "#"); ended && digits(before) {
		keys = before
	}
	if keys != "" && strings.Trim(keys, "0123456789*#") != "" {
		return Default // words of other providers are no keys here
	}
	return Clean(keys)
}

// eventCandidates are the names to try for an answer to an event, in order: the
// answer itself, the class of as many digits, anything else at this prompt, the
// empty reply.
func eventCandidates(answer string) []string {
	number, keys, isKey := strings.Cut(answer, ".")
	switch {
	case answer == Default:
		return []string{Default}
	case !isKey:
		return []string{answer, Default}
	}
	if keys == Default {
		return []string{answer, Default}
	}
	names := []string{answer}
	if digits(keys) {
		names = append(names, number+".len"+strconv.Itoa(len(keys)))
	}
	return append(names, number+"."+Default, Default)
}

// pattern is a regular expression that is compiled when it is asked for first: most runs
// need none.
func pattern(text string) func() *regexp.Regexp {
	return sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(text) })
}

package decode

import (
	"fmt"
	"slices"
	"strings"
)

// rule is what an element may be: its attributes, the elements that it may hold,
// and whether text stands in it (plivo.md §1).
type rule struct {
	attributes []attribute
	children   []string
	// least is the number of children that there must be.
	least int
	text  bool
}

// attribute is one that may be written. Everything with a default that Plivo's
// pages dispute must be (plivo.md §9).
type attribute struct {
	name  string
	must  bool
	takes func(value string) bool
}

var (
	sounds = []string{"Speak", "Play", "Wait"}
)

func anyText(value string) bool { return value != "" }

// number is a whole number from 1, of up to nine digits.
func number(value string) bool { return len(value) <= 9 && of(value, "0123456789") && value[0] != '0' }

func boolean(value string) bool { return value == "true" || value == "false" }

func key(value string) bool { return len(value) == 1 && of(value, "0123456789*#") || value == "none" }

func tones(value string) bool { return of(value, "0123456789*#w") }

// of says that a value is not empty and consists of the signs.
func of(value, signs string) bool { return value != "" && strings.Trim(value, signs) == "" }

func must(name string, takes func(string) bool) attribute { return attribute{name, true, takes} }
func may(name string, takes func(string) bool) attribute  { return attribute{name, false, takes} }

// one takes fixed words.
func one(words ...string) func(string) bool {
	return func(value string) bool { return slices.Contains(words, value) }
}

// IsSound says that the element is heard.
func IsSound(e *Element) bool { return slices.Contains(sounds, e.Name) }

// rules are the elements that a flow is compiled to. What is always the same is
// fixed here: a question asks once because what a second pass does is written
// nowhere (plivo.md §1.6), and nothing but an action takes the call elsewhere
// (§3.4).
var rules = map[string]rule{
	"Response": {children: append(slices.Clone(sounds), "GetDigits", "Dial", "Record", "Conference", "Message", "Redirect", "Hangup")},
	"Speak":    {attributes: []attribute{may("voice", anyText), may("language", anyText)}},
	"Play":     {attributes: []attribute{may("loop", one("0"))}, text: true},
	"Wait":     {attributes: []attribute{must("length", number)}},
	"GetDigits": {children: sounds, attributes: []attribute{
		must("action", anyText), must("method", one("GET", "POST")), must("numDigits", number), must("timeout", number),
		may("digitTimeout", number), must("finishOnKey", key), must("retries", one("1")), may("log", one("false"))}},
	"Dial": {children: []string{"Number", "User"}, least: 1, attributes: []attribute{
		must("action", anyText), must("method", one("GET")), must("timeout", number),
		may("timeLimit", number), may("callerId", anyText), may("dialMusic", anyText)}},
	"Number": {attributes: []attribute{may("sendDigits", tones)}, text: true},
	"User":   {attributes: []attribute{may("sendDigits", tones)}, text: true},
	"Record": {attributes: []attribute{
		may("recordSession", one("true")), must("redirect", one("false")), must("fileFormat", one("mp3", "wav")),
		may("timeout", number), must("maxLength", number), may("finishOnKey", key), may("playBeep", boolean),
		must("callbackUrl", anyText), must("callbackMethod", one("POST"))}},
	"Conference": {text: true, attributes: []attribute{
		must("muted", boolean), must("stayAlone", one("true")), must("maxMembers", one("20")), may("timeLimit", number),
		must("hangupOnStar", boolean), must("redirect", one("false"))}},
	"Message": {text: true, attributes: []attribute{
		must("src", anyText), must("dst", anyText), must("type", one("sms"))}},
	"Redirect": {text: true, attributes: []attribute{must("method", one("GET", "POST"))}},
	"Hangup":   {attributes: []attribute{may("reason", one("busy", "rejected"))}},
}

// Check lists what Plivo's pages do not have in a document. It keeps what is
// still to be looked at in a slice.
func Check(root *Element) []string {
	if root.Name != "Response" {
		return []string{fmt.Sprintf("the root is <%s>", root.Name)}
	}
	var found []string
	for open := []*Element{root}; len(open) > 0; {
		e := open[len(open)-1]
		open = open[:len(open)-1]
		r := rules[e.Name]
		found = append(found, checkAttributes(e, r)...)
		if r.text != (e.Text != "") {
			found = append(found, fmt.Sprintf("<%s> holds the text %q", e.Name, e.Text))
		}
		if len(e.Children) < r.least {
			found = append(found, fmt.Sprintf("<%s> is empty", e.Name))
		}
		for _, child := range e.Children {
			if slices.Contains(r.children, child.Name) {
				open = append(open, child)
			} else {
				found = append(found, fmt.Sprintf("<%s> stands in <%s>", child.Name, e.Name))
			}
		}
	}
	return found
}

func checkAttributes(e *Element, r rule) []string {
	var found []string
	seen := uint64(0) // by position in the rule
	for _, a := range e.Attributes {
		name := Written(a.Name)
		i := slices.IndexFunc(r.attributes, func(known attribute) bool { return known.name == name })
		switch {
		case i < 0:
			found = append(found, fmt.Sprintf("<%s> has an attribute %s", e.Name, name))
		case seen&(1<<i) != 0:
			found = append(found, fmt.Sprintf("<%s> has %s twice", e.Name, name))
		case !r.attributes[i].takes(a.Value):
			found = append(found, fmt.Sprintf("<%s> has %s=%q", e.Name, name, a.Value))
		}
		if i >= 0 {
			seen |= 1 << i
		}
	}
	for i, a := range r.attributes {
		if a.must && seen&(1<<i) == 0 {
			found = append(found, fmt.Sprintf("<%s> has no %s", e.Name, a.name))
		}
	}
	return found
}

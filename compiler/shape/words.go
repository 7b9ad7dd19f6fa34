package shape

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// quoted is the text as a double-quoted YAML value.
func quoted(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "\n", `\n`).Replace(text) + `"`
}

// valueHelp is the next step for a bad value.
func valueHelp(p part, v schema.Violation, at spot) string {
	n, name := at.value, keyPrefix(at)
	if n.Kind == syntax.Null && !n.Cut.IsZero() {
		return cutHelp(v, name, strings.TrimRight(n.Cut.Text(), " \t\r\n"))
	}
	if fixed := fixedValue(v, n); fixed != "" {
		return "write   " + name + fixed
	}
	if slices.Contains(v.Allowed, "object") && n.Kind == syntax.Text && missingSpace().MatchString(n.Text) && !strings.Contains(n.Text, ":/") && !strings.HasPrefix(n.Text, "sip:") {
		return "put a space after the colon:   " + strings.Replace(strings.Fields(n.Text)[0], ":", ": ", 1)
	}
	if help := foreignValue(p, v, at); help != "" {
		return help
	}
	switch {
	case v.Rule == "hangup" && n.Kind == syntax.Bool:
		return "remove it: a step without hangup goes on"
	case slices.Equal(v.Allowed, []string{"object"}) && n.Kind == syntax.List:
		return "write keys and values below it instead of a list"
	case v.Example != "":
		return "for example   " + name + v.Example
	}
	return "write " + wanted(v)
}

// keyPrefix is the key before a value that stands at one, as it is written.
func keyPrefix(at spot) string {
	if at.key == nil || at.item {
		return ""
	}
	return at.key.Text + ": "
}

// cutHelp is the next step where a comment took the place of a value: only for
// keys and words is the comment likely to be the value.
func cutHelp(v schema.Violation, name, comment string) string {
	switch v.Rule {
	case "finish-key":
		return "put it in quotes:   " + name + `"#"`
	case "text", "say", "part", "reason":
		return "put it in quotes:   " + name + quoted(comment)
	}
	if v.Example != "" {
		return "write the value before the #:   " + name + v.Example
	}
	return "write the value before the #"
}

var missingSpace = pattern(`^[^\s:]+:[^\s:]`)

// nameSubject says what cannot have the name.
func nameSubject(v schema.Violation, name string) string {
	switch v.Rule {
	case "name-of-key":
		return fmt.Sprintf("%q is not a key of a phone", name)
	case "name-of-code":
		return fmt.Sprintf("%q is not a code", name)
	case "name-of-provider":
		return fmt.Sprintf("%q is not a provider", name)
	}
	return fmt.Sprintf("%s cannot be called %q", namedThing(v.Path[0]), name)
}

// namedThing is what has a name under a key of the flow.
func namedThing(owner string) string {
	switch owner {
	case "entries":
		return "an entry"
	case "prompts":
		return "a prompt"
	}
	return "a step"
}

// nameHelp is the next step for a bad name.
func nameHelp(p part, v schema.Violation, name string, e *syntax.Entry) []string {
	switch v.Rule {
	case "name-of-key":
		return keyHelp(p, name, e)
	case "name-of-code":
		if up := strings.ToUpper(name); up != name && strings.HasPrefix(up, "IVR") {
			return []string{"write " + up}
		}
		return []string{"for example   IVR309: \"the queue is meant to ring for ever\""}
	case "name-of-provider":
		return []string{"for example   plivo: Polly.Joanna"}
	}
	if id := fixedID(name, strings.TrimSuffix(idPrefix(v.Path[0]), "s")); id != "" {
		return []string{"call it " + id + ", here and where it is named"}
	}
	return []string{"for example   main-menu"}
}

func keyHelp(p part, name string, e *syntax.Entry) []string {
	digits := []string{"zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"}
	var to *syntax.Node
	if e != nil {
		to = e.Value
	}
	outcome := outcomeInKeys(name)
	switch i := slices.Index(digits, strings.ToLower(name)); {
	case i >= 0:
		return []string{"write   " + strconv.Itoa(i) + ": " + textOr(to, "main")}
	case outcome != "":
		return []string{"it is an outcome: " + handlerHelp(p, outcome, to)}
	case strings.ContainsAny(name, ",; "):
		return []string{"write one line for each key"}
	}
	return []string{`for example   1: sales   or   "*": main`}
}

// partKinds are the kinds of part of a prompt, which refuse each other.
var partKinds = []string{"text", "audio", "ssml", "pause", "digits", "number", "date", "prompt"}

// besideHelp is the next step for a key that cannot stand beside another.
func besideHelp(name, other string) string {
	switch {
	case name == "voice" || name == "language":
		return "remove it: " + other + " has no " + name
	case slices.Contains(partKinds, name):
		return "make a list of two parts, one with " + other + " and one with " + name
	}
	return "remove one of them"
}

// emptyHelp is the next step for a group of keys that says nothing.
func emptyHelp(v schema.Violation, at spot) string {
	if v.Example != "" {
		return "for example   " + keyPrefix(at) + v.Example
	}
	if v.Rule == "part" {
		return `for example   {text: "Please hold."}`
	}
	return "add " + v.Want + ", or remove it"
}

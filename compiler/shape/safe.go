package shape

import (
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// rename is the change of a key's name. The value stays as it is.
func rename(key *syntax.Node, own string, safe bool) diag.Fix {
	return diag.Fix{Message: "write " + own, Safe: safe && oneLine(key), Edits: []diag.Edit{diag.Rename(key.Span, own)}}
}

// oneLine says that a word stands where it is read, and on one line.
func oneLine(n *syntax.Node) bool {
	return n.Alias.IsZero() && n.Style != syntax.Block && n.Span.Start < n.Span.End && !strings.Contains(n.Span.Text(), "\n")
}

// isSlip says that an unknown key can only be the name, mistyped: no other key of
// the place, written or not, comes as near.
func isSlip(name, own string, allowed []string) bool {
	return nearest.Slip(name, own) && nearest.Name(name, allowed) == own
}

// onlyRenamed says that another tool's key means the same as ours with the very
// same value, so that nothing but its name is to be changed. What counts
// differently (retries and attempts) or may be something else (name, url,
// prompt) does not.
func onlyRenamed(own, name string, value *syntax.Node) bool {
	word := plain(name)
	switch own {
	case "goto":
		return slices.Contains([]string{"next", "then", "nextstep", "gotostep", "transition", "jump"}, word) &&
			value.Kind == syntax.Text && isID().MatchString(value.Text)
	case "events":
		names, _ := schema.Keys("events")
		return holdsOnly(value, func(key string) bool { return slices.Contains(names, key) })
	case "keys":
		return slices.Contains([]string{"choices", "options", "press", "keypress"}, word) && holdsKeys(value)
	case "attempts":
		return slices.Contains([]string{"tries", "maxtries", "maxattempts"}, word) && value.Kind == syntax.Int
	case "say":
		return slices.Contains([]string{"speak", "tts", "greeting", "announce"}, word) && value.Kind == syntax.Text && strings.Contains(value.Text, " ")
	case "between", "finish", "from":
		return slices.Contains([]string{"interdigittimeout", "finishonkey", "callerid"}, word) && value.IsScalar() && value.Kind != syntax.Null
	case "transfer", "collect", "record", "message":
		names, _ := schema.Keys("steps", "*", own)
		return holdsOnly(value, func(key string) bool { return slices.Contains(names, key) })
	}
	return false
}

// holdsOnly says that a value has keys, all of them of one kind.
func holdsOnly(n *syntax.Node, has func(key string) bool) bool {
	return n.Kind == syntax.Map && len(n.Entries) > 0 && !slices.ContainsFunc(n.Entries, func(e syntax.Entry) bool { return !has(e.Key.Text) })
}

// valueFix is the change of a bad value to the one that was meant; ok is false
// where that is not clear.
func (c *checker) valueFix(v schema.Violation, n *syntax.Node) (f diag.Fix, ok bool) {
	if v.Rule == "finish-key" && n.Kind == syntax.Null && strings.TrimRight(n.Cut.Text(), " \t\r\n") == "#" {
		at := n.Cut
		at.End = at.Start + 1
		return diag.Fix{Message: "put it in quotes", Safe: true, Edits: []diag.Edit{{Span: at, New: `"#"`}}}, true
	}
	fixed := fixedValue(v, n)
	if fixed == "" || !oneLine(n) {
		return f, false
	}
	f = diag.Fix{Message: "write " + fixed, Safe: c.onlyMeant(v, n, fixed), Edits: []diag.Edit{{Span: n.Span, New: fixed}}}
	if needsQuotes := n.Style != syntax.Plain && !isBare(fixed); needsQuotes {
		f.Edits[0] = diag.Rename(n.Span, fixed)
	}
	return f, true
}

// isBare says that a value stands without quotes in JSON too, or has its own.
func isBare(text string) bool {
	return text == "true" || text == "false" || shortNumber().MatchString(text) || text[0] == '"'
}

// onlyMeant says that a value can be meant one way only. Not so: a clock time
// (minutes or hours), a number without its country or with a 0 that is dialled at
// home only, an address without https or http, an id that no step has.
func (c *checker) onlyMeant(v schema.Violation, n *syntax.Node, fixed string) bool {
	if nearestWord(v, n) == fixed {
		return nearest.Slip(n.Text, fixed)
	}
	switch v.Rule {
	case "duration":
		return !clock().MatchString(n.Text)
	case "boolean":
		return slices.Contains([]string{"yes", "on", "true", "no", "off", "false"}, strings.ToLower(n.Text))
	case "hangup", "reject":
		return strings.EqualFold(n.Text, "true") || strings.EqualFold(n.Text, "yes")
	case "number", "address", "addresses":
		return spacedNumber().MatchString(n.Text) && !strings.Contains(n.Text, "(0)")
	case "language":
		return languageTag().MatchString(fixed)
	case "target", "step-id":
		return c.isStep(fixed)
	case "attempts", "digit-count":
		return n.Style != syntax.Plain && fixed == n.Text
	case "text", "say":
		return n.Kind == syntax.Int
	}
	return v.Keyword == "const" && fixed == n.Text
}

// spacedNumber is a number with its country and signs for the eye.
var spacedNumber = pattern(`^(tel:)?\+[1-9][0-9]*([ .()/-]+[0-9]+)*$`)

// isStep says that the flow has a step of that name.
func (c *checker) isStep(id string) bool { return c.steps != nil && c.entry(c.steps, id) != nil }

package shape

import (
	"fmt"
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// reserved are words that a later version of the format will need.
var reserved = []string{"hours", "use", "import", "languages", "vars", "confirm", "machine", "queue", "speech", "when"}

// doneWords are what other tools call the outcome that is written as goto here.
var doneWords = []string{"done", "completed", "success", "continue", "default"}

// otherWords are what other tools and earlier drafts call a key.
var otherWords = map[string]string{
	"on": "events", "handlers": "events", "next": "goto", "then": "goto", "target": "goto",
	"prompt": "say", "play": "say", "speak": "say", "message": "say",
	"choices": "keys", "options": "keys", "branches": "keys",
	"repeat": "attempts", "tries": "attempts", "retries": "attempts", "dial": "transfer", "number": "to", "id": "flow", "name": "flow", "version": "ivr",
	"url": "send", "body": "text", "file": "audio", "src": "audio", "wait": "timeout",
	"gather": "collect", "voicemail": "record", "sms": "message",
}

// unknownKey reports a key that does not exist where it stands, with the one
// thing that was probably meant.
func (c *checker) unknownKey(p part, v schema.Violation, at spot, name string) {
	e := c.entry(at.value, name)
	if e == nil {
		return
	}
	if slices.Contains(reserved, name) {
		c.report(p, diag.New(diag.Reserved, e.Key.Place(), "%q is reserved for a later version of the flow format", name).
			WithHelp("remove it; a key of your own begins with x-, for example x-%s", name))
		return
	}
	if v.Title == "events" && slices.Contains(doneWords, name) {
		c.report(p, diag.New(diag.UnknownKey, e.Key.Place(), "%q is not one of events: what follows when all went well is written as goto", name).
			WithHelp("write it in the step, beside events:   goto: %s", textOr(e.Value, "main")))
		return
	}
	if c.standsAlone(p, v, name) {
		c.report(p, besideAct(p, e.Key, name))
		return
	}
	d := diag.New(diag.UnknownKey, e.Key.Place(), "there is no %q in %s", name, v.Title)
	meant := c.meant(v, at, name)
	switch {
	case len(v.Path) == 0 && c.belongsInAct(p, name):
		d = d.WithHelp("it belongs in %s: indent it by one more level, below %s", p.act, p.act)
	case c.belongsInStep(p, v, name):
		d = d.WithHelp("it belongs in the step: indent it by one level less, beside %s", last(v.Path))
	case meant != "":
		d = d.WithHelp("did you mean %q?", meant).WithFix(diag.Fix{
			Message: "write " + meant, Safe: nearest.Name(name, v.Allowed) == meant,
			Edits: []diag.Edit{{Span: e.Key.Span, New: meant}},
		})
	default:
		d = d.WithHelp("%s", c.elsewhere(v, name))
	}
	c.report(p, d)
}

// meant is the key that an unknown one was probably meant to be: one that is not
// written yet and is clearly nearest, or what other tools call by that name.
func (c *checker) meant(v schema.Violation, at spot, name string) string {
	var free []string
	for _, allowed := range v.Allowed {
		if c.entry(at.value, allowed) == nil {
			free = append(free, allowed)
		}
	}
	if near := nearest.Name(name, free); near != "" {
		return near
	}
	if other := otherWords[strings.ToLower(name)]; slices.Contains(free, other) {
		return other
	}
	return ""
}

// belongsInAct says that a key of the step is one that its act has.
func (c *checker) belongsInAct(p part, name string) bool {
	if p.act == "" {
		return false
	}
	own := p.node.Get(p.act)
	if own == nil || own.Kind != syntax.Map && own.Kind != syntax.Null || own.Get(name) != nil {
		return false
	}
	names, _ := schema.Keys("steps", "*", p.act)
	return slices.Contains(names, name)
}

// standsAlone says that steps have the key, but not steps with this act.
func (c *checker) standsAlone(p part, v schema.Violation, name string) bool {
	if p.act == "" || len(v.Path) > 0 {
		return false
	}
	names, _ := schema.Keys("steps", "*")
	return slices.Contains(names, name)
}

// besideAct reports a say in a step whose act stands before anybody is on the
// line.
func besideAct(p part, key *syntax.Node, name string) diag.Diagnostic {
	d := diag.New(diag.UnknownKey, key.Place(), "a step with %q has no %q of its own: nobody is on the line yet", p.act, name)
	if p.node.Get(p.act).Get(name) != nil {
		return d.WithHelp("remove it: %s has its own", p.act)
	}
	if names, _ := schema.Keys("steps", "*", p.act); slices.Contains(names, name) {
		return d.WithHelp("indent it by one more level, below %s: it is then heard once the call is answered", p.act)
	}
	return d.WithHelp("remove it: the call is not answered")
}

// belongsInStep says that a key of an act is one that steps have.
func (c *checker) belongsInStep(p part, v schema.Violation, name string) bool {
	if p.step == "" || len(v.Path) != 1 || v.Path[0] != p.act {
		return false
	}
	names, _ := schema.Keys("steps", "*")
	return slices.Contains(names, name) && !slices.Contains(c.acts, name)
}

// place is a kind of thing that has keys.
type place struct {
	title string
	names []string
}

// places are all things that have keys, from the outside in.
func (c *checker) places() []place {
	if c.known != nil {
		return c.known
	}
	paths := [][]string{nil, {"steps", "*"}}
	for _, act := range c.acts {
		paths = append(paths, []string{"steps", "*", act})
	}
	paths = append(paths, []string{"steps", "*", "menu", "retry"}, []string{"events"}, []string{"steps", "*", "say"},
		[]string{"steps", "*", "recording"}, []string{"defaults"})
	for _, path := range paths {
		if names, title := schema.Keys(path...); len(names) > 0 {
			c.known = append(c.known, place{title, names})
		}
	}
	return c.known
}

// elsewhere says where a key belongs that exists in other places only, or which
// keys exist here.
func (c *checker) elsewhere(v schema.Violation, name string) string {
	const short = 8
	if titles := c.titlesWith(name, v.Title); len(titles) > 0 {
		return fmt.Sprintf("%q belongs in %s", name, orList(titles))
	}
	if len(v.Allowed) < short {
		return fmt.Sprintf("the keys of %s are %s", v.Title, strings.Join(v.Allowed, ", "))
	}
	near := nearest.Name(name, c.allNames())
	switch titles := c.titlesWith(near, v.Title); {
	case slices.Contains(v.Allowed, near):
		return fmt.Sprintf("remove it, if you mean %q: that is written here already", near)
	case len(titles) > 0:
		return fmt.Sprintf("did you mean %q? It belongs in %s", near, orList(titles))
	}
	return fmt.Sprintf("remove it; a key of your own begins with x-, for example x-%s", strings.TrimLeft(strings.ToLower(name), "-_"))
}

// titlesWith are the other things that have a key of that name.
func (c *checker) titlesWith(name, besides string) []string {
	var titles []string
	for _, place := range c.places() {
		if place.title != besides && slices.Contains(place.names, name) {
			titles = append(titles, place.title)
		}
	}
	return titles
}

// allNames are the keys of all places, sorted.
func (c *checker) allNames() []string {
	var names []string
	for _, place := range c.places() {
		names = append(names, place.names...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

func orList(words []string) string {
	if len(words) == 1 {
		return words[0]
	}
	return strings.Join(words[:len(words)-1], ", ") + " or " + words[len(words)-1]
}

// textOr is a value's text, or a word in its place.
func textOr(n *syntax.Node, otherwise string) string {
	if n != nil && n.Kind == syntax.Text {
		return n.Text
	}
	return otherwise
}

package shape

import (
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
var doneWords = []string{"done", "completed", "complete", "success", "continue", "answered", "answer", "ok", "finished"}

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
	if v.Title == "events" {
		c.report(p, c.unknownOutcome(p, v, at, e))
		return
	}
	if c.standsAlone(p, v, name) {
		c.report(p, besideAct(p, e.Key, name))
		return
	}
	if isPhoneKey(name) && slices.Contains(v.Allowed, "keys") {
		c.keysInMenu(p, at, e)
		return
	}
	d := diag.New(diag.UnknownKey, e.Key.Place(), "there is no %q in %s", name, v.Title)
	meant, called := c.meant(p, v, at, name)
	switch {
	case len(v.Path) == 0 && c.belongsInAct(p, name):
		d = d.WithHelp("it belongs in %s: indent it by one more level, below %s", p.act, p.act)
	case c.belongsInStep(p, v, name):
		d = d.WithHelp("%s", besideHelpOf(p, name, e.Value))
	case c.isOutcome(p, v, e):
		d = d.WithHelp("it is an outcome: %s", handlerHelp(p, calledHere(name), e.Value))
	case called:
		d = d.WithHelp("here it is called %s%s:   %s", meant, counting(meant, name), asCalledHere(meant, name, e.Value))
		if renamed(meant, name, e.Value) {
			d = d.WithFix(rename(e.Key, meant, onlyRenamed(meant, name, e.Value)))
		}
	case meant != "":
		d = d.WithHelp("did you mean %q?", meant).WithFix(rename(e.Key, meant, isSlip(name, meant, v.Allowed)))
	default:
		d = d.WithHelp("%s", c.elsewhere(v, name))
	}
	c.report(p, d)
}

// counting is what must be said about a key that counts differently elsewhere.
func counting(meant, name string) string {
	if meant == "attempts" && strings.Contains(plain(name), "retries") {
		return ", and the first prompt counts too"
	}
	return ""
}

// besideHelpOf is the next step for a key of the step that stands in its act.
func besideHelpOf(p part, name string, value *syntax.Node) string {
	if p.act == "menu" && name == "goto" {
		return "a menu goes where its keys lead; for silence and wrong keys " + handlerHelp(p, "incomplete", value)
	}
	return "it belongs in the step: indent it by one level less, beside " + p.act
}

// keysInMenu reports keys of the phone that stand in a menu instead of below its
// keys, all of them as one finding at the first.
func (c *checker) keysInMenu(p part, at spot, e *syntax.Entry) {
	const most = 6
	var pairs []string
	for i := range at.value.Entries {
		own := &at.value.Entries[i]
		if !isPhoneKey(own.Key.Text) {
			continue
		}
		if len(pairs) == 0 && own.Key != e.Key {
			return
		}
		if len(pairs) < most {
			pairs = append(pairs, own.Key.Span.Text()+": "+textOr(own.Value, "end"))
		}
	}
	c.report(p, diag.New(diag.UnknownKey, e.Key.Place(), "key %s stands in the menu itself: the keys of the phone have a place of their own", e.Key.Text).
		WithHelp("write them below keys:   keys: {%s}", strings.Join(pairs, ", ")))
}

// isOutcome says that a key of an act is an outcome of its step with a target.
func (c *checker) isOutcome(p part, v schema.Violation, e *syntax.Entry) bool {
	if p.step == "" || len(v.Path) != 1 || v.Path[0] != p.act || e.Value.Kind != syntax.Text || !isID().MatchString(e.Value.Text) {
		return false
	}
	names, _ := schema.Keys("events")
	return nearest.Outcome(e.Key.Text) != "" || slices.Contains(names, e.Key.Text)
}

// calledHere is an outcome by its own name.
func calledHere(name string) string {
	if own := nearest.Outcome(name); own != "" {
		return own
	}
	return name
}

// unknownOutcome reports a word in events that is no outcome.
func (c *checker) unknownOutcome(p part, v schema.Violation, at spot, e *syntax.Entry) diag.Diagnostic {
	name := e.Key.Text
	if slices.Contains(doneWords, plain(name)) || plain(name) == "default" && !c.canFail(p) {
		return diag.New(diag.UnknownKey, e.Key.Place(), "%q is not one of events: what follows when all went well is written as goto", name).
			WithHelp("write it in the step, beside events:   goto: %s", textOr(e.Value, "main"))
	}
	d := diag.New(diag.UnknownKey, e.Key.Place(), "there is no %q in events", name)
	own := nearest.Outcome(name)
	if own == "" {
		if own = nearest.Name(name, v.Allowed); own != "" && c.entry(at.value, own) == nil {
			return d.WithHelp("did you mean %q?", own).WithFix(rename(e.Key, own, isSlip(name, own, v.Allowed)))
		}
		return d.WithHelp("%s", c.elsewhere(v, name))
	}
	if c.entry(at.value, own) != nil {
		return d.WithHelp("remove it: here it is called %s, which is written here already", own)
	}
	if own == "incomplete" {
		return d.WithHelp("what no other line handles is called incomplete here:   %s: %s", own, textOr(e.Value, "end"))
	}
	return d.WithHelp("here it is called %s:   %s: %s", own, own, textOr(e.Value, "end")).WithFix(rename(e.Key, own, true))
}

// canFail says that a step, or a flow, has outcomes that the word incomplete
// stands for.
func (c *checker) canFail(p part) bool {
	return p.step == "" || slices.Contains([]string{"menu", "collect", "record", "transfer", "call", "message"}, p.act)
}

// meant is the key that an unknown one was probably meant to be and that is not
// written yet: what other tools call by that name (called), or the one that is
// clearly nearest.
func (c *checker) meant(p part, v schema.Violation, at spot, name string) (own string, called bool) {
	allowed := v.Allowed
	if p.step != "" && p.act == "" && len(v.Path) == 0 {
		allowed = append(slices.Clip(allowed), c.acts()...)
	}
	var free []string
	for _, key := range allowed {
		if c.entry(at.value, key) == nil {
			free = append(free, key)
		}
	}
	if isPhoneKey(name) && slices.Contains(free, "keys") {
		return "keys", true
	}
	near := nearest.Name(name, free)
	if e := c.entry(at.value, name); e != nil {
		if own := foreign(name, e.Value, free); own != "" && own != near {
			return own, true
		}
	}
	return near, false
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
	return slices.Contains(names, name) && !slices.Contains(c.acts(), name)
}

// textOr is a value's text, or a word in its place.
func textOr(n *syntax.Node, otherwise string) string {
	if n != nil && n.Kind == syntax.Text {
		return n.Text
	}
	return otherwise
}

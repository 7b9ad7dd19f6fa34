// Package shape holds the tree of a flow against the schema and says what is
// wrong where.
//
// In: the tree that compiler/syntax read. Out: diagnostics IVR101 to IVR106 with
// exact places: an unknown key at its key, a missing one at the key that owns
// it, a bad value at the value. The schema decides what is wrong; this package
// finds the place, the words, and the one next step. It refuses to show the
// words of the library behind package schema, and to report what only follows
// from another mistake: a misspelt key silences the missing one it resembles.
//
// A flow is looked at in pieces, the head and then step by step, so that memory
// stays that of one step.
package shape

import (
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/syntax"
	"ivrc/schema"
)

// Check finds everything in a flow that the schema does not take. The list is
// empty for a well-shaped flow, and for no tree at all.
func Check(root *syntax.Node) diag.List {
	if root == nil {
		return nil
	}
	c := &checker{acts: schema.Acts(), large: map[*syntax.Node]map[string]int{}, steps: root.Get("steps")}
	if root.Kind != syntax.Map {
		c.noFlow(root)
		return c.list
	}
	c.part(part{node: root, path: nil}, schema.CheckHead(head(root)))
	for _, name := range [...]string{"steps", "entries", "prompts"} {
		c.names(root.Get(name), name)
	}
	if defaults := root.Get("defaults"); defaults != nil && defaults.Kind == syntax.Map {
		for _, act := range [...]string{"menu", "collect"} {
			c.spokenWaits(part{}, act, defaults.Get(act))
		}
	}
	if steps := root.Get("steps"); steps != nil && steps.Kind == syntax.Map {
		for i := range steps.Entries {
			if e := &steps.Entries[i]; !isExtra(e.Key.Text) {
				c.step(e)
			}
		}
	}
	c.list.Sort()
	return c.list
}

// checker collects the findings of one flow.
type checker struct {
	list  diag.List
	acts  []string
	large map[*syntax.Node]map[string]int // positions of keys in maps of many
	known []place
	steps *syntax.Node // nil where the flow has none
}

// part is what one run of the schema looks at: the head, or one step.
type part struct {
	node *syntax.Node
	key  *syntax.Node // the key that owns the node, nil for the root
	path []string     // from the root of the flow
	step string       // id of the step, empty for the head
	act  string
}

// isExtra says that a key is for other tools.
func isExtra(key string) bool { return strings.HasPrefix(key, "x-") }

func (c *checker) report(p part, d diag.Diagnostic) {
	if p.step != "" {
		d = d.InStep(p.step)
	}
	c.list.Add(d)
}

func (c *checker) noFlow(root *syntax.Node) {
	message := "a flow is written as keys (ivr, flow, start, steps), not as " + root.Kind.Word()
	if root.Kind == syntax.Null {
		message = "the flow is empty"
	}
	c.list.Add(diag.New(diag.WrongKind, root.Place(), "%s", message).
		WithHelp("begin with   ivr: 1   and   flow: front-desk, then start and steps"))
}

// step looks at one step by the rules of its act. Further acts are told apart
// and looked at on their own.
func (c *checker) step(e *syntax.Entry) {
	p := part{node: e.Value, key: e.Key, path: []string{"steps", e.Key.Text}, step: e.Key.Text}
	if e.Value.Kind != syntax.Map {
		c.part(p, schema.CheckStep("", value(e.Value)))
		return
	}
	var acts []*syntax.Entry
	for i := range e.Value.Entries {
		if own := &e.Value.Entries[i]; slices.Contains(c.acts, own.Key.Text) {
			acts = append(acts, own)
		}
	}
	if len(acts) == 0 {
		c.part(p, schema.CheckStep("", value(e.Value)))
		return
	}
	p.act = acts[0].Key.Text
	whole := object(e.Value)
	for _, second := range acts[1:] {
		delete(whole, second.Key.Text)
	}
	c.part(p, schema.CheckStep(p.act, whole))
	c.spokenWaits(p, p.act, acts[0].Value)
	for _, second := range acts[1:] {
		c.twoActs(p, acts[0], second)
		other := p
		other.act = second.Key.Text
		c.part(other, schema.CheckStep(other.act, map[string]any{other.act: value(second.Value)}))
	}
}

func (c *checker) twoActs(p part, first, second *syntax.Entry) {
	if first.Key.Text == second.Key.Text {
		return // the same key twice: compiler/syntax has said so
	}
	c.report(p, diag.New(diag.TwoActs, second.Key.Place(), "step %q has %q already, and a step does one thing", p.step, first.Key.Text).
		WithRelated(first.Key.Place(), "the first act").
		WithHelp("give %q a step of its own, and send the call there", second.Key.Text))
}

// names finds names that are unquoted true or false: as text they look like
// names, but editors and other tools read them as something else.
func (c *checker) names(n *syntax.Node, owner string) {
	if n == nil || n.Kind != syntax.Map {
		return
	}
	for i := range n.Entries {
		key := n.Entries[i].Key
		if key.Kind != syntax.Bool || key.Text != strings.ToLower(key.Text) {
			continue // True and TRUE are no names at all, which the schema says
		}
		c.list.Add(diag.New(diag.BadValue, key.Place(), "%s cannot be called %s: without quotes that is not text", namedThing(owner), key.Text).
			WithHelp("choose another name, or put it in quotes:   %q", key.Text))
	}
}

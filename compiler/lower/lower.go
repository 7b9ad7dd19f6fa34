package lower

import (
	"slices"

	"ivrc/compiler/diag"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// Options are what the reading of one flow depends on besides its text.
type Options struct {
	// AudioBase is the address against which relative audio resolves; empty
	// refuses relative audio.
	AudioBase string
	// Providers are the names that a voice map may use.
	Providers []string
	// Shaped says that the schema has accepted the tree, so that every malformed
	// value is a disagreement (IVR902).
	Shaped bool
	// Damaged says that a step holds a reported error, so that checks stay quiet
	// about what may follow from it. Nil means that none does.
	Damaged func(step string) bool
	// DamagedHead says the same of the flow outside its steps.
	DamagedHead bool
}

// Lower reads the tree of a flow. The flow is nil only where there is nothing to
// read; with errors in the list it is as complete as it could be made.
func Lower(root *syntax.Node, options Options) (*ir.Flow, diag.List) {
	flow, list, _ := read(root, options, usualParts)
	return flow, list
}

// Malformed says that the reader by itself finds a value that the format does not
// allow. It is the decoder's side of the comparison with the schema.
func Malformed(root *syntax.Node) bool {
	_, _, wrong := read(root, Options{AudioBase: "https://audio.invalid/"}, usualParts)
	return wrong
}

// read reads a flow, its steps in so many parts by their number.
func read(root *syntax.Node, options Options, parts func(steps int) int) (*ir.Flow, diag.List, bool) {
	d := &decoder{options: options, flow: &ir.Flow{}, index: map[string]ir.Target{}}
	if root == nil || root.Kind != syntax.Map {
		if root != nil {
			d.malformed(root, "keys and values")
		}
		return nil, d.list, true
	}
	d.head(root)
	d.steps(parts(len(d.stepEntries)))
	d.entries(root)
	d.flow.Broken = options.DamagedHead
	return d.flow, d.list, d.wrong
}

// decoder reads one flow.
type decoder struct {
	options Options
	list    diag.List
	flow    *ir.Flow
	wrong   bool // a malformed value was met

	index       map[string]ir.Target // step id → step
	ids         []string             // step ids in source order, for suggestions
	stepEntries []syntax.Entry       // the steps in source order
	events      handlers             // the flow's own
	defaults    map[string]*syntax.Node
	prompts     map[string]*syntax.Node
	speech      []level        // of the flow, then of the step being read
	step        string         // id of the step being read, empty outside
	choices     []*syntax.Node // the targets of the menu being read, one for each of its keys

	items       int      // items that named prompts have added so far
	open        []string // named prompts being spoken, to find cycles
	cycles      map[string]bool
	suggestions int
}

var headKeys = []string{
	"ivr", "flow", "title", "description", "start", "entries", "language", "voice",
	"defaults", "events", "allow", "prompts", "steps",
}

func (d *decoder) head(root *syntax.Node) {
	f := d.fields(root, headKeys...)
	d.need(f, "ivr", "flow", "start", "steps")
	if n := f.get("ivr"); n != nil && (n.Kind != syntax.Int || n.Text != "1") {
		d.malformed(n, "1")
	}
	d.flow.ID, _ = d.id(f.get("flow"))
	if n := f.get("flow"); n != nil {
		d.flow.Span = n.Place()
		if d.flow.ID == "end" {
			d.malformed(n, "another id than end")
		}
	}
	d.flow.Title, _ = d.text(f.get("title"))
	d.flow.Description, _ = d.text(f.get("description"))
	d.speech = []level{d.level(f)}
	d.flow.Allow = d.allow(f.get("allow"))
	d.readPrompts(f.get("prompts"))
	d.readSteps(f.get("steps"))
	d.events = d.handlers(f.get("events"))
	d.foreign()
	d.readDefaults(f.get("defaults"))
}

func (d *decoder) allow(n *syntax.Node) []ir.Allow {
	if n == nil {
		return nil
	}
	if n.Kind != syntax.Map {
		d.malformed(n, "codes and reasons")
		return nil
	}
	var out []ir.Allow
	for _, e := range entries(n) {
		if !isCode(e.Key.Text) {
			d.malformed(e.Key, "a code such as IVR309")
			continue
		}
		reason := ""
		switch {
		case e.Value.Kind == syntax.Text:
			reason = e.Value.Text
			if notBlank(reason) {
				reason, _ = d.text(e.Value)
			}
		case e.Value.Kind != syntax.Null:
			d.malformed(e.Value, "a reason")
		}
		out = append(out, ir.Allow{Code: e.Key.Text, Reason: reason, Span: e.Key.Place()})
	}
	return out
}

// readPrompts keeps the named prompts; each is read where it is spoken, because
// it takes that step's voice, and once here for itself.
func (d *decoder) readPrompts(n *syntax.Node) {
	if n == nil {
		return
	}
	named := d.byID(n, 0)
	d.prompts = make(map[string]*syntax.Node, len(named))
	for _, e := range named {
		d.prompts[e.Key.Text] = e.Value
	}
	for _, e := range named {
		d.open = append(d.open, e.Key.Text)
		d.prompt(e.Value)
		d.open = d.open[:0]
	}
}

// readDefaults keeps the default properties of each act and reads them once for
// themselves, so that a mistake shows even where no step uses them.
func (d *decoder) readDefaults(n *syntax.Node) {
	if n == nil {
		return
	}
	f := d.fields(n, defaultActs...)
	if f.node == nil {
		return
	}
	d.defaults = map[string]*syntax.Node{}
	for _, act := range defaultActs {
		own := f.get(act)
		if own == nil {
			continue
		}
		if own.Kind != syntax.Map {
			d.malformed(own, "keys and values")
			continue
		}
		d.defaults[act] = own
		allowed := slices.DeleteFunc(slices.Clone(actKeys[act]), func(key string) bool { return slices.Contains(neverDefault, key) })
		d.fields(own, allowed...)
		d.readAct(act, properties{own: own})
	}
}

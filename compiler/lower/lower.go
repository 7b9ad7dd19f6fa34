package lower

import (
	"slices"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/source"
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
	flow, list, _ := read(root, options)
	return flow, list
}

// Malformed says that the reader by itself finds a value that the format does not
// allow. It is the decoder's side of the comparison with the schema.
func Malformed(root *syntax.Node) bool {
	_, _, wrong := read(root, Options{AudioBase: "https://audio.invalid/"})
	return wrong
}

func read(root *syntax.Node, options Options) (*ir.Flow, diag.List, bool) {
	d := &decoder{options: options, flow: &ir.Flow{}, index: map[string]ir.Target{}}
	if root == nil || root.Kind != syntax.Map {
		if root != nil {
			d.malformed(root, "keys and values")
		}
		return nil, d.list, true
	}
	d.head(root)
	d.steps(root.Get("steps"))
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

	index    map[string]ir.Target // step id → step
	ids      []string             // step ids in source order, for suggestions
	events   handlers             // the flow's own
	defaults map[string]*syntax.Node
	prompts  map[string]*syntax.Node
	speech   []level        // of the flow, then of the step being read
	step     string         // id of the step being read, empty outside
	choices  []*syntax.Node // the targets of the menu being read, one for each of its keys

	items       int      // items that named prompts have added so far
	open        []string // named prompts being spoken, to find cycles
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

// readSteps fills the index, so that targets can point forwards.
func (d *decoder) readSteps(n *syntax.Node) {
	if n == nil {
		return
	}
	if n.Kind != syntax.Map || len(entries(n)) == 0 {
		d.malformed(n, "at least one step")
		return
	}
	for _, e := range entries(n) {
		if !isStepID(e.Key.Text) || e.Key.Kind != syntax.Text {
			d.malformed(e.Key, "an id")
			continue
		}
		d.sameForAll(e.Key)
		d.index[e.Key.Text] = ir.Target(len(d.ids))
		d.ids = append(d.ids, e.Key.Text)
		// The acts' outcomes name steps that come later, so all ids stand first.
		d.flow.Steps = append(d.flow.Steps, &ir.Step{ID: e.Key.Text, Span: e.Key.Place(), Act: &ir.Speak{}})
	}
}

func (d *decoder) steps(n *syntax.Node) {
	if n == nil || n.Kind != syntax.Map {
		return
	}
	next := 0
	for _, e := range entries(n) {
		if !isStepID(e.Key.Text) || e.Key.Kind != syntax.Text {
			continue
		}
		d.step = e.Key.Text
		d.readStep(d.flow.Steps[next], e)
		d.step = ""
		next++
	}
}

func (d *decoder) entries(root *syntax.Node) {
	start := root.Get("start")
	to := ir.Unresolved
	var at source.Span
	if id, ok := d.id(start); ok {
		to, at = d.stepTarget(start, id)
	}
	d.flow.Entries = []ir.Entry{{Step: to, Span: at}}
	n := root.Get("entries")
	if n == nil {
		return
	}
	if n.Kind != syntax.Map || len(entries(n)) == 0 {
		d.malformed(n, "at least one entry")
		return
	}
	for _, e := range entries(n) {
		if !isStepID(e.Key.Text) || e.Key.Kind != syntax.Text {
			d.malformed(e.Key, "an id")
			continue
		}
		d.sameForAll(e.Key)
		entry := ir.Entry{ID: e.Key.Text, Step: ir.Unresolved, Span: e.Value.Place()}
		if id, ok := d.id(e.Value); ok {
			entry.Step, entry.Span = d.stepTarget(e.Value, id)
		}
		d.flow.Entries = append(d.flow.Entries, entry)
	}
}

// stepTarget is a target that must be a step: a call cannot begin at its end.
func (d *decoder) stepTarget(n *syntax.Node, id string) (ir.Target, source.Span) {
	if id == "end" {
		d.malformed(n, "a step")
		return ir.Unresolved, n.Place()
	}
	return d.resolve(n, id), n.Place()
}

// target reads a step id or end.
func (d *decoder) target(n *syntax.Node) (ir.Target, bool) {
	id, ok := d.id(n)
	if !ok {
		return ir.Unresolved, false
	}
	if id == "end" {
		return ir.End, true
	}
	return d.resolve(n, id), true
}

// maxSuggestions bounds the search for near names: it looks at every step.
const maxSuggestions = 50

func (d *decoder) resolve(n *syntax.Node, id string) ir.Target {
	if to, ok := d.index[id]; ok {
		return to
	}
	found := diag.New(diag.UnknownStep, n.Place(), "step %q does not exist", id)
	name := ""
	if d.suggestions++; d.suggestions <= maxSuggestions {
		name = nearest.Name(id, d.ids)
	}
	if name != "" {
		step := d.ids[d.index[name]]
		found = found.WithHelp("did you mean %q?", step).
			WithFix(diag.Fix{Message: "write " + step, Safe: true, Edits: []diag.Edit{{Span: n.Span, New: step}}})
	} else {
		found = found.WithHelp("add a step %q, or name one that exists", id)
	}
	d.report(found)
	return ir.Unresolved
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
	if n.Kind != syntax.Map {
		d.malformed(n, "ids and prompts")
		return
	}
	d.prompts = map[string]*syntax.Node{}
	for _, e := range entries(n) {
		if !isStepID(e.Key.Text) || e.Key.Kind != syntax.Text {
			d.malformed(e.Key, "an id")
			continue
		}
		d.sameForAll(e.Key)
		d.prompts[e.Key.Text] = e.Value
	}
	for _, e := range entries(n) {
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

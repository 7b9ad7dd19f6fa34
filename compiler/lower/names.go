package lower

import (
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// byID are the entries of a map with at least so many entries, all of whose
// keys are ids.
func (d *decoder) byID(n *syntax.Node, least int) []syntax.Entry {
	if n.Kind != syntax.Map || len(entries(n)) < least {
		d.malformed(n, "ids")
		return nil
	}
	out := make([]syntax.Entry, 0, len(n.Entries))
	for _, e := range entries(n) {
		if !isStepID(e.Key.Text) || e.Key.Kind != syntax.Text {
			d.malformed(e.Key, "an id")
			continue
		}
		d.sameForAll(e.Key)
		out = append(out, e)
	}
	return out
}

// readSteps fills the index, so that targets can point forwards.
func (d *decoder) readSteps(n *syntax.Node) {
	if n == nil {
		return
	}
	d.stepEntries = d.byID(n, 1)
	for _, e := range d.stepEntries {
		d.index[e.Key.Text] = ir.Target(len(d.ids))
		d.ids = append(d.ids, e.Key.Text)
		// The acts' outcomes name steps that come later, so all ids stand first.
		step := unread(e)
		d.flow.Steps = append(d.flow.Steps, &step)
	}
}

// unread is a step of which only the name is known.
func unread(e syntax.Entry) ir.Step {
	return ir.Step{ID: e.Key.Text, Span: e.Key.Place(), Act: &ir.Speak{}}
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
	for _, e := range d.byID(n, 1) {
		entry := ir.Entry{ID: e.Key.Text, Step: ir.Unresolved, Span: e.Value.Place(), IDSpan: e.Key.Place()}
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
	if len(d.ids) == 0 {
		return ir.Unresolved // no step could be read, which has been said
	}
	found := diag.New(diag.UnknownStep, n.Place(), "step %q does not exist", id)
	name := ""
	if d.suggestions++; d.suggestions <= maxSuggestions {
		name = nearest.Name(id, d.ids)
	}
	switch {
	case strings.HasPrefix(id, "x-"):
		found = found.WithHelp("give it another id: a key that begins with x- is for tools of your own, and no step")
	case name != "":
		step := d.ids[d.index[name]]
		found = found.WithHelp("did you mean %q? (defined at line %d)", step, d.flow.Steps[d.index[name]].Span.Line()).
			WithFix(instead(n, step))
	case endWord(id):
		found = found.WithHelp("to end the call write   end")
	default:
		found = found.WithHelp("add a step %q, or name one that exists", id)
	}
	d.report(found)
	return ir.Unresolved
}

// endWord says that a target is what other tools call the end of the call.
func endWord(id string) bool {
	return slices.Contains([]string{"hangup", "hang-up", "hang_up", "exit", "quit", "stop", "disconnect", "terminate"}, id)
}

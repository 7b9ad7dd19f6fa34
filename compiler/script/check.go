package script

import (
	"slices"
	"strings"

	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/source"
	"ivrc/ir"
	"ivrc/ir/call"
)

// Check lists the names in a script that its flow does not have.
func (s *Script) Check(flow *ir.Flow) diag.List {
	var entries, steps []string
	for _, e := range flow.Entries {
		if e.ID != "" {
			entries = append(entries, e.ID)
		}
	}
	for _, step := range flow.Steps {
		steps = append(steps, step.ID)
	}
	var list diag.List
	named := func(what, name string, at source.Span, names []string) {
		if name == "" || slices.Contains(names, name) {
			return
		}
		d := diag.New(diag.UnknownStep, at, "flow %q has no %s %q", flow.ID, what, name)
		switch near := nearest.Name(name, names); {
		case near != "":
			d = d.WithHelp("did you mean %q?", near)
		case len(names) == 0:
			d = d.WithHelp("without %s, the call begins at the flow's start", what)
		default:
			d = d.WithHelp("there are: %s", strings.Join(names, ", "))
		}
		list.Add(d)
	}
	for _, c := range s.Calls {
		named("entry", c.Entry, c.EntrySpan, entries)
		for _, l := range c.Lines {
			named("step", l.At, l.Span, steps)
			if l.Input != nil && l.Input.Kind == call.Return && l.Input.Value != "end" {
				named("step", l.Input.Value, l.Span, steps)
			}
		}
	}
	list.Sort()
	return list
}

package main

import (
	"slices"
	"strings"

	"ivrc/backends/verify"
	"ivrc/compiler/diag"
	"ivrc/compiler/secret"
	"ivrc/ir/changes"
	"ivrc/ir/changes/show"
)

// versionOf is one flow of a side: read from its source, or from a tree.
type versionOf struct {
	id     string
	source *compiled
	built  *builtFlow
}

// versions are the flows of a side by their ids, sorted.
func (one *side) versions() []versionOf {
	var out []versionOf
	for i := range one.flows {
		out = append(out, versionOf{id: one.flows[i].flow.ID, source: &one.flows[i]})
	}
	if one.tree != nil {
		for i := range one.tree.flows {
			out = append(out, versionOf{id: one.tree.flows[i].id, built: &one.tree.flows[i]})
		}
	}
	slices.SortFunc(out, func(a, b versionOf) int { return strings.Compare(a.id, b.id) })
	return out
}

// pair is a flow on both sides; one of them may not have it.
type pair struct{ before, after *versionOf }

// pairs matches flows by their ids. Two files with one flow each belong together
// whatever their ids are.
func pairs(was, is []versionOf) []pair {
	if len(was) == 1 && len(is) == 1 && was[0].source != nil && is[0].source != nil {
		return []pair{{&was[0], &is[0]}}
	}
	var out []pair
	for len(was) > 0 || len(is) > 0 {
		var p pair
		if len(is) == 0 || len(was) > 0 && was[0].id <= is[0].id {
			p.before = &was[0]
		}
		if len(was) == 0 || len(is) > 0 && is[0].id <= was[0].id {
			p.after = &is[0]
		}
		if p.before != nil {
			was = was[1:]
		}
		if p.after != nil {
			is = is[1:]
		}
		out = append(out, p)
	}
	return out
}

// compareSides compares the flows of two sides. One file against a tree is about
// the flow in the file, not about what else is in the tree.
func (s session) compareSides(w *work, old, new *side) (show.Report, error) {
	r := show.Report{Old: old.name, New: new.name}
	one := (old.tree == nil) != (new.tree == nil) && len(old.flows)+len(new.flows) == 1
	for _, p := range pairs(old.versions(), new.versions()) {
		if err := s.interrupted(); err != nil {
			return r, err
		}
		if one && (p.before == nil || p.before.source == nil) && (p.after == nil || p.after.source == nil) {
			continue
		}
		if err := s.add(&r, w, old, new, p.before, p.after); err != nil {
			return r, err
		}
	}
	return r, nil
}

// add compares one flow of both sides; one of them may not have it.
func (s session) add(r *show.Report, w *work, old, new *side, before, after *versionOf) error {
	var f show.Flow
	var err error
	switch {
	case before == nil:
		f = after.alone(show.Added)
		f.NewFile, f.OldFile = f.OldFile, ""
	case after == nil:
		f = before.alone(show.Gone)
	default:
		f, err = s.both(w, old, new, before, after)
	}
	r.Flows = append(r.Flows, f)
	return err
}

// alone is a flow that one side does not have.
func (v *versionOf) alone(status show.Status) show.Flow {
	f := show.Flow{ID: v.id, Status: status}
	switch {
	case v.source != nil:
		f.Steps, f.OldFile = len(v.source.flow.Steps), v.source.input.path
	case len(v.built.targets) > 0:
		if o, err := heardIn(v.built.targets[0], ""); err == nil {
			f.Steps = len(o.Steps)
		}
	}
	return f
}

func (s session) both(w *work, old, new *side, before, after *versionOf) (show.Flow, error) {
	f := show.Flow{ID: after.id, Status: show.Same}
	var err error
	if before.source != nil && after.source != nil {
		f.OldFile, f.NewFile = before.source.input.path, after.source.input.path
		f.Changes = changes.Compare(before.source.outline(), after.source.outline())
	} else {
		f.Changes, err = compareBuilt(w, old, new, before, after)
	}
	if len(f.Changes) > 0 {
		f.Status = show.Changed
	}
	return f, err
}

// outline is a flow with what the checks say of it. Notes are about what a target
// does, not about what callers suffer.
func (c *compiled) outline() *changes.Outline {
	o := changes.Of(c.flow)
	o.Mask = c.masked
	for _, d := range c.list {
		if d.Severity == diag.Note {
			continue
		}
		shown := d.Masked()
		o.Findings = append(o.Findings, changes.Finding{
			Code: string(d.Code), Severity: d.Severity.String(), Message: shown.Message, Step: d.Step, Span: d.Primary,
		})
	}
	return o
}

// compareBuilt compares documents, target by target. A flow that stands against a
// tree is compiled for the targets of that tree.
func compareBuilt(w *work, old, new *side, before, after *versionOf) ([]changes.Change, error) {
	var err error
	was, is := before.built, after.built
	if was == nil {
		was, err = buildLike(w.job, before.source, is)
	} else if is == nil {
		is, err = buildLike(w.job, after.source, was)
	}
	if err != nil {
		return nil, err
	}
	var targets []string
	var lists [][]changes.Change
	var rest []changes.Change
	for _, p := range was.targets {
		q := is.of(p.Target)
		if q == nil {
			rest = append(rest, changes.Change{Kind: changes.TargetGone, What: p.Target})
			continue
		}
		o, err := heardIn(p, old.name)
		if err != nil {
			return nil, err
		}
		n, err := heardIn(*q, new.name)
		if err != nil {
			return nil, err
		}
		o.Mask, n.Mask = before.mask(), after.mask()
		targets, lists = append(targets, p.Target), append(lists, changes.Compare(o, n))
	}
	for _, q := range is.targets {
		if was.of(q.Target) == nil {
			rest = append(rest, changes.Change{Kind: changes.TargetAdded, What: q.Target})
		}
	}
	return append(rest, changes.Merge(targets, lists)...), nil
}

// mask hides what looks like a credential, and what the source is known to hide.
func (v *versionOf) mask() func(string) string {
	if v.source == nil {
		return secret.Mask
	}
	return func(text string) string { return secret.Mask(v.source.masked(text)) }
}

func buildLike(j job, source *compiled, built *builtFlow) (*builtFlow, error) {
	var targets []string
	for _, p := range built.targets {
		targets = append(targets, p.Target)
	}
	b, err := asTree(j, *source, targets)
	return &b, err
}

// of is what is published for a target, nil for nothing.
func (b *builtFlow) of(target string) *verify.Published {
	for i := range b.targets {
		if b.targets[i].Target == target {
			return &b.targets[i]
		}
	}
	return nil
}

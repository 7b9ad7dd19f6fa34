// Package compiler is the front end as one function: from the bytes of a flow to
// a checked ir.Flow.
//
// The phases, in order:
//  1. syntax: bytes become a tree with exact places (0xx)
//  2. shape: keys and values against the schema (1xx)
//  3. lower: names, families, defaults, voices become an ir.Flow (1xx, 2xx)
//  4. secrets: credentials in what would be published (6xx)
//  5. check: the rules over the graph (3xx), advice for callers' sake (4xx)
//  6. ir.Verify: the invariants that every backend relies on (9xx)
//
// In: one source file and options. Out: the flow and everything there is to say
// about it. It keeps no state, so flows compile side by side. It has no opinion
// on providers: those come after it, in package backends.
package compiler

import (
	"fmt"
	"slices"

	"ivrc/compiler/beside"
	"ivrc/compiler/check"
	"ivrc/compiler/diag"
	"ivrc/compiler/lower"
	"ivrc/compiler/shape"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// Options are what the front end depends on besides the file.
type Options struct {
	Limits syntax.Limits
	// AudioBase resolves relative audio addresses; empty refuses them.
	AudioBase string
	// Providers are the names that a voice map may use; nil takes any.
	Providers []string
	// Budgets are the limits of the advice; the zero value gives no advice that
	// rests on a number.
	Budgets check.Budgets
}

// Check reads and checks one flow. The flow is nil where nothing could be read;
// it is fit for a backend only if Stops says that nothing of the list stops it.
func Check(file *source.File, options Options) (flow *ir.Flow, list diag.List) {
	phase := "reading"
	defer func() {
		if fault := recover(); fault != nil {
			flow = nil
			list.Add(CrashReport(file, phase, fault))
		}
		list.Sort()
	}()
	Hide(file)
	root, found := syntax.Parse(file, options.Limits)
	list.Add(found...)
	if root == nil {
		return nil, list
	}
	phase = "looking at its shape"
	list.Add(withoutFollowers(shape.Check(root), damageOf(root, list))...)
	damage := damageOf(root, list)
	phase = "resolving its names"
	var secrets secretWalk
	walked := beside.Do(large(root), func() { secrets = secretsIn(root) })
	flow, found = lower.Lower(root, lower.Options{
		AudioBase: options.AudioBase, Providers: options.Providers,
		Shaped: !list.HasErrors(), Damaged: damage.step, DamagedHead: damage.head,
	})
	list.Add(found...)
	phase = "looking for credentials"
	walked()
	hide(file, secrets.masks)
	list.Add(secrets.list...)
	if flow == nil {
		return nil, list
	}
	phase = "checking its graph"
	var broken []ir.Problem
	verified := beside.Do(large(root) && !Stops(flow, list), func() { broken = ir.Verify(flow) })
	list.Add(check.Check(flow, options.Budgets)...)
	if !Stops(flow, list) {
		phase = "verifying its graph"
		verified()
		for _, problem := range broken {
			list.Add(diag.New(diag.BrokenIR, flow.Span, "the flow's graph is inconsistent: %s", problem).
				WithHelp("this is a defect of ivrc: please report it with the flow"))
		}
	}
	return flow, list
}

// large says that parts of the work on a flow are worth doing beside each other.
func large(root *syntax.Node) bool {
	steps := root.Get("steps")
	return steps != nil && len(steps.Entries) >= check.ManySteps
}

// CrashReport is what a user reads instead of a stack trace.
func CrashReport(file *source.File, phase string, fault any) diag.Diagnostic {
	at := source.Span{File: file, Start: 0, End: 0}
	return diag.New(diag.Crash, at, "ivrc failed while %s: %s", phase, fmt.Sprint(fault)).
		WithHelp("this is a defect of ivrc: please report it with the flow; nothing was written")
}

// withoutFollowers drops missing keys where something could not be read: the key
// may well stand there.
func withoutFollowers(found diag.List, unread damage) diag.List {
	return slices.DeleteFunc(found, func(d diag.Diagnostic) bool {
		return d.Code == diag.MissingKey && (unread.steps[d.Step] || d.Step == "" && unread.head)
	})
}

// damage says which parts of a flow hold reported errors.
type damage struct {
	steps map[string]bool
	head  bool
}

func (d damage) step(id string) bool { return d.steps[id] }

// damageOf assigns each error to the step that holds its place.
func damageOf(root *syntax.Node, list diag.List) damage {
	d := damage{steps: map[string]bool{}}
	steps := root.Get("steps")
	for _, found := range list {
		if !found.Severity.IsError() {
			continue
		}
		id := found.Step
		if id == "" {
			id = stepAt(steps, found.Primary)
		}
		if id == "" {
			d.head = true
		} else {
			d.steps[id] = true
		}
	}
	return d
}

// stepAt is the id of the step around a place, empty for none. Steps stand in
// source order, so the last one that begins before the place is the one.
func stepAt(steps *syntax.Node, at source.Span) string {
	if steps == nil || steps.Kind != syntax.Map {
		return ""
	}
	low, high := 0, len(steps.Entries)
	for low < high {
		if mid := (low + high) / 2; steps.Entries[mid].Key.Span.Start <= at.Start {
			low = mid + 1
		} else {
			high = mid
		}
	}
	if low == 0 || at.Start > steps.Span.End && at.Start > steps.Entries[low-1].Value.Span.End {
		return ""
	}
	return steps.Entries[low-1].Key.Text
}

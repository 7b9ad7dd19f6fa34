package main

import (
	"slices"
	"strings"

	"ivrc/backends"
	"ivrc/compiler"
	"ivrc/compiler/check"
	"ivrc/compiler/diag"
	"ivrc/compiler/nearest"
	"ivrc/compiler/source"
	"ivrc/compiler/syntax"
	"ivrc/ir"
)

// job is what compiling depends on besides the file.
type job struct {
	targets []backends.Backend
	all     []backends.Backend
	base    string
	// audioBase resolves relative audio addresses; empty refuses them.
	audioBase string
	budgets   check.Budgets
	// verdict says that nobody asks for more than what is to be said about a flow: its
	// documents are made and dropped.
	verdict bool
	// numbers reads those that earlier builds gave; nil for none.
	numbers numbersOf
}

// compiled is one flow after all phases.
type compiled struct {
	input input
	// file is nil where nothing could be read.
	file *source.File
	// failed is why the file could not be read: the environment's fault, or that of
	// who named it.
	failed error
	flow   *ir.Flow
	// steps is how many steps the flow has.
	steps   int
	bundles []*backends.Bundle
	list    diag.List
	// past is what an earlier build made of the same flow; nil for a flow that was
	// compiled.
	past *pastFlow
}

// masked is a text about the flow without the credentials that stand in its file.
func (c compiled) masked(text string) string { return c.flow.Span.File.Masked(text) }

// compile runs one flow through every phase and target. It has no state: flows
// compile side by side.
func (j job) compile(file *source.File) compiled {
	flow, list := compiler.Check(file, compiler.Options{
		Limits: syntax.DefaultLimits(), Providers: j.providers(), AudioBase: j.audioBase, Budgets: j.budgets,
	})
	c := compiled{flow: flow, list: list}
	if flow != nil {
		c.steps = len(flow.Steps)
		c.list.Add(backends.CheckNames(flow)...)
		c.list.Sort()
	}
	if flow != nil && !compiler.Stops(flow, list) {
		options := backends.Options{Base: j.base, Verdict: j.verdict}
		if j.numbers != nil {
			numbers, found := j.numbers(file.Name, flow.ID, j.targets)
			options.Numbers = numbers
			c.list.Add(found...)
		}
		bundles, found := backends.Compile(flow, j.targets, j.all, options)
		c.bundles = bundles
		c.list.Add(found...)
		c.list.Sort()
	}
	c.list = compiler.Allow(flow, c.list, j.judged)
	if j.verdict {
		c.bundles = nil
		c.flow = named(flow)
	}
	return c
}

// named is a flow of which nothing is left but its name.
func named(flow *ir.Flow) *ir.Flow {
	if flow == nil {
		return nil
	}
	return &ir.Flow{ID: strings.Clone(flow.ID), Span: flow.Span}
}

// judged says whether everything that emits a code has run: what targets say
// (5xx) is complete only when all of them were asked.
func (j job) judged(code diag.Code) bool {
	return !strings.HasPrefix(string(code), "IVR5") || len(j.targets) == len(j.all)
}

// providers are the names a voice map may use. VoiceShot's belongs to the format
// already, so that flows need not change when its backend comes.
func (j job) providers() []string {
	names := []string{"voiceshot"}
	for _, b := range j.all {
		if !slices.Contains(names, b.Name()) {
			names = append(names, b.Name())
		}
	}
	slices.Sort(names)
	return names
}

// sameFlows reports flows whose id another file has already taken.
func sameFlows(all []compiled) {
	first := map[string]*ir.Flow{}
	for i := range all {
		flow := all[i].flow
		if flow == nil || flow.ID == "" {
			continue
		}
		before := first[flow.ID]
		if before == nil {
			first[flow.ID] = flow
			continue
		}
		all[i].list.Add(diag.New(diag.SameFlow, flow.Span, "flow %q is already another file's id, and both would be published in one folder", flow.ID).
			WithRelated(before.Span, "first use").
			WithHelp("give one of them another id"))
	}
}

// selectTargets reads a list of target names.
func selectTargets(names []string, all []backends.Backend) ([]backends.Backend, error) {
	var known []string
	for _, b := range all {
		known = append(known, b.Name())
	}
	var out []backends.Backend
	for _, name := range names {
		i := slices.Index(known, name)
		if i < 0 {
			return nil, usage("there is no target %q; the targets are %s%s", name, strings.Join(known, ", "), didYouMean(name, known))
		}
		if !slices.Contains(out, all[i]) {
			out = append(out, all[i])
		}
	}
	if len(out) == 0 {
		return nil, usage("name at least one target: %s", strings.Join(known, ", "))
	}
	return out, nil
}

func didYouMean(word string, names []string) string {
	if near := nearest.Name(word, names); near != "" {
		return "; did you mean " + near + "?"
	}
	return ""
}
